"""Extraction: level, region, organization, date and summary of one article, with evidence.

A place that an article merely mentions (where a delegation went, an example) is not its region.
Anonymised places (xx市, X区, *县, 某县) tell the level and not the name.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from huibian.model import Article, Block, Byline, Evidence, Finding
from huibian.numerals import number
from huibian.scanning import Scanner
from huibian.schema import SUMMARY_LIMIT, valid_date
from huibian.vocabulary.cues import PLACE, PLACEHOLDER, LevelCues, UnitCues
from huibian.vocabulary.regions import Mention, Region, RegionTable, find_mentions
from huibian.wording import RUN_IN, Signature, byline, byline_unit, signature

_VISITED_BEFORE = re.compile(
    r"(?:赴|前往|走访|考察|学习|借鉴|引进|来自|对标|遍布|远销|销往|发往|走进|奔赴|抵达|通往|飞往|参观|到访|组团到|"
    r"出差到|邀请|对接|比照|籍|与|和|同|跟|至|如|像|比如|例如|学|照搬|媲美|外出到|分赴|陆续到|先后到|在外地)"
    r"(?:了)?(?:[\u4e00-\u9fff]{0,3})$"
)
_VISITED_AFTER = re.compile(
    r"^(?:等(?:地|省|市|县|区|多地|\d|[一二三四五六七八九十])|客商|商会|籍|考察|(?:市|省)?的?(?:先进)?经验|企业家|大学|老板|市场|专家|游客)"
)
_LONGER_NAME = re.compile(
    r"[岭湾河沟坪坡桥塘庄屯寨堡店铺口岗洼坝滩洲峡]"
    r"(?:区(?!域|间)|县|镇|乡|村|街道|社区|经开区|高新区|开发区)"
)
_SUBJECT_BEFORE = re.compile(r"(?:^|[，。；：、“\n]|结合|我们|推动|建设|近年来|今年以来|以来|在)$")
_ENUMERATED = re.compile(r"[、和]")
#: A district of its own: then 全区 is the district, not the autonomous region.
_DISTRICT = re.compile(rf"{PLACEHOLDER}区|[该我]区")
_WEIGHTS = {"full": 2.0, "alias": 2.0, "short": 1.0}
_ENOUGH = 2.0  # weight at which a province is taken to be the article's
_DEPTH = {"省级": 1, "市级": 2, "县区级": 3}  # region path length at a level
_YEAR = r"(?P<y>(?:19|20)\d\d|[12１２][0-9０-９]{3}|[一二][〇零○Ｏ一二三四五六七八九]{3})\s*年"
_DAY = r"[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}"
_DATE = re.compile(rf"{_YEAR}(?:\s*(?P<m>{_DAY})\s*月)?(?:\s*(?P<d>{_DAY})\s*[日号])?")
_DATE_LINE = re.compile(rf"(?:^|[\s（(]){_DATE.pattern}\s*(?:印发|印)?[）)]?$")
#: 2023-05-06, where a line says nothing but the date.
_NUMERIC = re.compile(
    r"(?:^|[\s（(:：])(?P<y>(?:19|20)\d\d)(?P<sign>[-/.])(?P<m>\d{1,2})(?:(?P=sign)(?P<d>\d{1,2}))?"
    r"(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?[）)]?$"
)
_SIGNATURE = 3  # lines at the end among which the date may stand
_LONGEST = 300_000  # characters, a thick book: what comes after says no more of an article
_CLAUSE_END = "。！？；，"


@dataclass(frozen=True)
class Reading:
    """An article's text as extraction reads it: title, paragraphs with their line numbers."""

    title: str
    title_line: int
    paragraphs: tuple[tuple[str, int], ...]

    @cached_property
    def above(self) -> list[tuple[str, int]]:
        """The lines at the start that sign the article."""
        first = itertools.takewhile(lambda one: byline(one[0]), self.paragraphs)
        return [one for one in first if signature(one[0]) is not None]

    @cached_property
    def lead(self) -> str:
        """The first paragraph, with the lines above it that only name a unit or a date."""
        above = list(itertools.takewhile(lambda text: byline(text), self._texts))
        return "\n".join(self._texts[: len(above) + 1])

    @cached_property
    def bylines(self) -> list[tuple[str, int]]:
        """The lines at the start and at the end that only name a unit or a date."""
        ends = (self.paragraphs, self.paragraphs[::-1])
        found = [itertools.takewhile(lambda one: byline(one[0]), end) for end in ends]
        return list(dict.fromkeys(itertools.chain(*found)))

    @cached_property
    def _texts(self) -> list[str]:
        return [text for text, _ in self.paragraphs]

    @cached_property
    def text(self) -> str:
        """The whole body, a line a paragraph."""
        return "\n".join(self._texts)

    @cached_property
    def whole(self) -> str:
        """The title and, from the next line on, the body."""
        return f"{self.title}\n{self.text}"

    def line_at(self, offset: int) -> int:
        """Return the source line of an offset into ``title + newline + text``."""
        at = len(self.title) + 1
        if offset < at:
            return self.title_line
        for text, line in self.paragraphs:
            at += len(text) + 1
            if offset < at:
                return line
        return self.title_line


def reading(
    title: str, title_line: int, blocks: Sequence[Block], around: Sequence[tuple[str, int]] = ()
) -> Reading:
    """Return the text of an article for extraction: all of it, up to a length that none has.

    ``around`` is what stands around its title, with the line: what signs the article is read.
    """
    paragraphs = [one for one in around if signature(one[0]) is not None]
    left = _LONGEST
    for block in blocks:
        if block.text and left > 0:
            paragraphs.append((block.text[:left], block.lines[0]))
            left -= len(block.text)
    return Reading(title[:_LONGEST], title_line, tuple(paragraphs))


def level_of(article: Reading, cues: LevelCues) -> Finding | None:
    """Return the level of the unit that the article speaks for; None without any cue."""
    text = article.text
    lead = article.lead
    if text.count("自治区") >= 2 and not _DISTRICT.search(text):
        text, lead = text.replace("全区", "全自治区"), lead.replace("全区", "全自治区")
    lead, text = _without(cues.superior, lead), _without(cues.superior, text)
    scores: list[tuple[float, str, str]] = []
    places = (cues.patterns.find(where) for where in (article.title, lead, text))
    for level, in_title, in_lead, found in zip(cues.levels, *places, strict=True):
        score = (
            (cues.title if in_title else 0)
            + (cues.lead if in_lead else 0)
            + cues.text * min(len(found), cues.cap)
        )
        if score:
            sample = (in_title or in_lead or found)[0].group()
            scores.append((score, level, f"{sample}（共 {len(found)} 处）"))
    if not scores:
        return None
    scores.sort(key=lambda hit: -hit[0])
    best, level, _words = scores[0]
    second = scores[1][0] if len(scores) > 1 else 0.0
    sure = (best - second) / best
    doubt, instead = "", ""
    if sure < 0.1 and best < cues.title + cues.lead + 4:
        instead = scores[1][1]
        doubt = f"也可能是{instead}"
    evidence = tuple(Evidence("level-cues", 0, text, round(s, 1)) for s, _, text in scores[:2])
    return Finding(level, round(min(1.0, 0.5 + sure / 2), 2), evidence, doubt, instead)


def _without(phrases: Scanner, text: str) -> str:
    parts, done = [], 0
    (found,) = phrases.find(text)
    for match in found:
        parts.append(text[done : match.start()])
        done = match.end()
    return "".join([*parts, text[done:]])


def region_of(
    article: Reading, level: Finding | None, table: RegionTable
) -> tuple[Finding | None, Finding | None]:
    """Return the region (official names joined by ``/``) and the level, which a named place fixes.

    The region is cut at the article's level: a province's article that tells of one city is
    about the province.
    """
    text = article.whole
    places = [
        (mention, _weight(mention, text, len(article.title), len(article.lead)))
        for mention in _mentions(text, table)
    ]
    places = _without_lists(_without_longer(places, text), text)
    weights: dict[str, float] = {}
    reasons: dict[str, Mention] = {}
    for mention, weight in places:
        if weight <= 0:
            continue
        for code in mention.codes:
            for region in table.path(code):
                weights[region.code] = weights.get(region.code, 0.0) + weight / len(mention.codes)
                reasons.setdefault(region.code, mention)
    roots = sorted(
        (region for region in table.roots() if weights.get(region.code, 0) >= _ENOUGH),
        key=lambda region: -weights[region.code],
    )
    if not roots:
        return None, level
    path = _descent(roots[0], weights, table)
    level = _fixed_level(level, path[-1].level, weights[path[-1].code])
    depth = _DEPTH.get(level.value, 3) if level else 3
    if level is not None and level.value in _DEPTH:
        path = [region for region in path if _DEPTH[region.level] <= depth]
    if not path:
        return None, level
    first = reasons[path[-1].code]
    doubt, instead = _namesakes([m for m, weight in places if weight > 0], path, table, depth)
    if not doubt and len(roots) > 1 and weights[roots[1].code] > 0.6 * weights[roots[0].code]:
        doubt = f"也提到{roots[1].name}"
        instead = "/".join(one.name for one in _descent(roots[1], weights, table)[:depth])
    elif not doubt and (
        weights[path[0].code] < 2 * _ENOUGH and first.kind != "full" and not _early(first, article)
    ):
        doubt = f"只凭“{first.text}”推断"
    evidence = tuple(
        Evidence(
            f"place-{mention.kind}",
            article.line_at(mention.start),
            text[max(0, mention.start - 8) : mention.end + 8].replace("\n", " "),
            weight,
        )
        for mention, weight in places
        if weight > 0
        and any(
            code == path[0].code or table.is_within(code, path[0].code) for code in mention.codes
        )
    )[:4]
    value = "/".join(region.name for region in path)
    score = min(1.0, weights[path[0].code] / (2 * _ENOUGH))
    return Finding(value, round(score, 2), evidence, doubt, instead), level


def _namesakes(
    mentions: Sequence[Mention], path: Sequence[Region], table: RegionTable, depth: int
) -> tuple[str, str]:
    """Return why a place is doubtful whose name several places have, and another one of them.

    Both are empty where a mention without namesakes lies in the same province.
    """
    inside = [
        mention
        for mention in mentions
        if any(
            code == path[0].code or table.is_within(code, path[0].code) for code in mention.codes
        )
    ]
    if not inside or any(len(mention.codes) == 1 for mention in inside):
        return "", ""
    codes = inside[0].codes
    others = ("/".join(one.name for one in table.path(code)[:depth]) for code in codes)
    taken = "/".join(region.name for region in path)
    another = next((other for other in others if other != taken), "")
    return f"“{inside[0].text}”有 {len(codes)} 处同名", another


def _descent(root: Region, weights: Mapping[str, float], table: RegionTable) -> list[Region]:
    """Return the path from a province down to the place of which the article speaks."""
    path = [root]
    while True:
        parent = weights[path[-1].code]
        below = sorted(
            (child for child in table.children(path[-1].code) if child.code in weights),
            key=lambda child: -weights[child.code],
        )
        if not below or weights[below[0].code] < max(_ENOUGH, 0.5 * parent):
            return path
        if len(below) > 1 and weights[below[1].code] > 0.8 * weights[below[0].code]:
            return path
        path.append(below[0])


@lru_cache(maxsize=1)
def _mentions(text: str, table: RegionTable) -> tuple[Mention, ...]:
    """Return where a text names regions; an article is asked for its region, then its unit."""
    return tuple(find_mentions(text, table))


def _early(mention: Mention, article: Reading) -> bool:
    return mention.start <= len(article.title) + 1 + len(article.lead)


def _fixed_level(level: Finding | None, named: str, weight: float) -> Finding | None:
    """Return the level that a county named again and again fixes against general words."""
    if named == "县区级" and weight >= 2 * _ENOUGH and level is not None and level.value == "市级":
        evidence = (Evidence("named-county", 0, "多次以县区自称", weight), *level.evidence)
        return Finding("县区级", 0.7, evidence)
    return level


def _weight(mention: Mention, text: str, title_end: int, lead_length: int) -> float:
    """Return what a mention says for the article's region: 0 for a place merely mentioned."""
    before = text[max(0, mention.start - 12) : mention.start]
    after = text[mention.end : mention.end + 8]
    clause = re.split(r"[，。；：\n]", before)[-1]
    if _VISITED_BEFORE.search(clause) or _VISITED_AFTER.match(after):
        return 0.0
    weight = _WEIGHTS[mention.kind]
    if mention.start < title_end:
        weight *= 3
    elif mention.start <= title_end + 1 + lead_length:
        weight *= 2
    elif mention.kind == "short" and not _SUBJECT_BEFORE.search(before):
        weight *= 0.5
    return weight


def _without_longer(
    places: Sequence[tuple[Mention, float]], text: str
) -> list[tuple[Mention, float]]:
    """Drop short names that are the start of another place's (石鼓 where 石鼓岭区 is told of)."""
    longer = {
        text[mention.start : mention.end + 1]
        for mention, _ in places
        if mention.kind == "short" and _LONGER_NAME.match(text, mention.end)
    }
    return [
        (mention, 0.0 if text[mention.start : mention.end + 1] in longer else weight)
        for mention, weight in places
    ]


def _without_lists(
    places: Sequence[tuple[Mention, float]], text: str
) -> list[tuple[Mention, float]]:
    """Drop enumerations of places (福建、安徽、北京): one place merely mentioned drops all."""
    result = [list(place) for place in places]
    group: list[int] = []
    for at, (mention, _) in enumerate(places):
        previous = places[at - 1][0] if at else None
        linked = previous is not None and _ENUMERATED.fullmatch(text[previous.end : mention.start])
        if linked:
            group.append(at)
        else:
            group = [at]
        if len(group) >= 2 and (len(group) >= 3 or any(result[one][1] == 0 for one in group)):
            for one in group:
                result[one][1] = 0.0
    return [(place[0], place[1]) for place in result]  # type: ignore[misc]


def organization_of(article: Reading, cues: UnitCues, table: RegionTable) -> Finding | None:
    """Return the unit that the article speaks for, as the text names it; None without one.

    Looked for in the title and the first paragraph; else the unit that the text names most.
    """
    scores: dict[str, float] = {}
    first: dict[str, int] = {}
    text = article.text
    lead_line = article.paragraphs[0][1] if article.paragraphs else 0
    units = _units(article.whole, cues, table)
    body = len(article.title) + 1
    areas = [(0, article.title, 6.0, article.title_line), (body, article.lead, 4.0, lead_line)]
    for start, area, weight, line in areas:
        for at, name, rank in units:
            if start <= at < start + len(area):
                position = (at - start) / len(area)
                gain = weight * (1 - 0.5 * position) * (1 - 0.03 * rank)
                scores[name] = max(scores.get(name, 0.0), gain)
                first.setdefault(name, line)
        for match in _COMPANY.finditer(area):
            name = match.group("name")
            if not _NO_NAME.search(name):
                scores[name] = max(scores.get(name, 0.0), 0.5 * weight)
                first.setdefault(name, line)
    for text_line, line in article.bylines:
        signed = signature(text_line)
        name = signed.unit if signed else byline_unit(text_line)
        if name:
            scores[name] = max(scores.get(name, 0.0), _SIGNED)
            first.setdefault(name, line)
    if not scores:
        name = _named_throughout(article, units)
        if not name:
            return None
        scores[name] = float(_NAMED_OFTEN)
        first[name] = article.line_at(body + text.find(name))
    ranked = sorted(
        ((score + 0.4 * min(5, text.count(name)), name) for name, score in scores.items()),
        key=lambda hit: (-hit[0], -len(hit[1]), hit[1]),
    )
    best, name = ranked[0]
    longer = [other for _, other in ranked if other.endswith(name) and other != name]
    name = max(longer, key=len) if longer else name
    evidence = Evidence("unit-name", first[name], name, round(best, 1))
    return Finding(name, round(min(1.0, best / 6), 2), (evidence,))


#: A company by its form, where a sentence starts with it; no verb does.
_COMPANY = re.compile(
    r"(?:^|[。！？\n])(?P<name>(?![推引加让为以把支帮助服打建组聚深指拉请靠从在向用抓强做全对依])"
    r"[\u4e00-\u9fff]{2,10}?(?:集团(?:有限)?公司|集团(?![化军式])|(?:有限|有限责任|股份)?公司))"
)
_SIGNED = 6.0  # what a unit under the title or at the end counts
_NAMED_OFTEN = 3  # in how many paragraphs a unit that the first does not name must stand …
_THROUGHOUT = 0.3  # … what share of all that must be …
_DOMINANT = 2  # … and how many times as many as any other unit's


def _named_throughout(article: Reading, units: Sequence[tuple[int, str, int]]) -> str:
    """Return the unit that stands in many of the paragraphs, ``""`` when none stands out."""
    counts: dict[str, int] = {}
    places = [at for at, _, _ in units]
    end = len(article.title) + 1
    for paragraph, _ in article.paragraphs:
        start, end = end, end + len(paragraph) + 1
        inside = units[bisect_left(places, start) : bisect_left(places, end)]
        for name in {name for _, name, _ in inside}:
            counts[name] = counts.get(name, 0) + 1
    most = sorted(counts.items(), key=lambda hit: (-hit[1], hit[0]))[:2]
    rival = most[1][1] if len(most) > 1 else 0
    needed = max(_NAMED_OFTEN, _DOMINANT * rival, _THROUGHOUT * len(article.paragraphs))
    return most[0][0] if most and most[0][1] >= needed else ""


#: Words that no unit's name contains; a match with one of them swallowed a verb.
_NO_NAME = re.compile(
    r"[的了把将是让被从这该]|按照|根据|围绕|通过|推动|建立|贯彻|落实|组织召开|召开|各级|我们|以来|认真|坚持|积极|深入|位于|开展|推进|打造|联合|牵头|负责|工作人员|会同|高质量|新时代"
)
#: A place's party committee is its leadership, not a unit that writes of its work.
_PARTY = re.compile(r"(?<![镇乡村道司团社厂院校局])(?<!社区)党委$")
_NO_ACTOR = re.compile(
    r"(?:按照|根据|贯彻|落实|响应|比照|传达|对照|赴|配合|报|经|向|与|和|同|在)(?:了)?$"
)


def _units(text: str, cues: UnitCues, table: RegionTable) -> list[tuple[int, str, int]]:
    """Return (place, name, rank of the pattern) of the units that act in a text.

    No name goes over the end of a line.
    """
    parts, done = [], 0
    for mention in _mentions(text, table):
        if mention.kind == "full":
            parts += [text[done : mention.start], PLACE * (mention.end - mention.start)]
            done = mention.end
    masked = "".join([*parts, text[done:]])
    found = []
    (places,) = cues.place.find(masked)
    for place in places:
        for rank, core in enumerate(cues.cores):
            match = core.match(masked, place.end())
            if match is None:
                continue
            name = text[place.start() : match.end()]
            if not 3 <= len(name) <= 24 or _NO_NAME.search(name) or _PARTY.search(name):
                continue
            before = text[max(0, place.start() - 16) : place.start()]
            if not _NO_ACTOR.search(re.split(r"[，。；：、\n]", before)[-1]):
                found.append((place.start(), name, rank))
    return found


def date_of(article: Reading) -> Finding | None:
    """Return the date that the text gives for itself.

    Looked for in the lines that sign the article, in the title, and in the first paragraph.
    """
    last = article.paragraphs[-_SIGNATURE:]
    signed = [*article.above, *reversed(last)]
    for text, line, rule, score in (
        *((text, line, "date-line", 0.95) for text, line in signed if _dates(text)),
        (article.title, article.title_line, "date-in-title", 0.95),
        (article.lead, article.paragraphs[0][1] if article.paragraphs else 0, "date-in-lead", 0.7),
    ):
        match = _dated(text) if rule == "date-line" else _DATE.search(text)
        value = _date_value(match) if match else ""
        if match and value:
            return Finding(value, score, (Evidence(rule, line, match.group().strip(), score),))
    return None


def signs(article: Article, signed: Signature) -> bool:
    """Say whether all that a signature names is in the article's fields (or is its author)."""
    if signed.unit and (article.organization is None or article.organization.value != signed.unit):
        return False
    if not signed.date:
        return True
    return article.date is not None and date_value(signed.date) == article.date.value


def with_bylines(article: Article, bylines: Sequence[Byline]) -> Article:
    """Return an article with what the lines say that sign it by their place.

    A unit's name that the text gives in full stays.
    """
    for one in bylines:
        known = article.organization.value if article.organization else ""
        if one.unit and not known.endswith(one.unit):
            article = replace(article, organization=_by_place(one, one.unit))
        if one.author:
            before = f"{article.author.value} " if article.author else ""
            article = replace(article, author=_by_place(one, before + one.author))
        if one.date and (value := date_value(one.date)):
            article = replace(article, date=_by_place(one, value))
    return article


def _by_place(one: Byline, value: str) -> Finding:
    return Finding(value, 0.9, (Evidence("under-every-title", one.line, value, 0.9),))


def holds(article: Article, one: Byline) -> bool:
    """Say whether a byline says something, and an article's fields hold all of it."""
    unit = article.organization.value if article.organization else ""
    author = article.author.value if article.author else ""
    date = article.date.value if article.date else ""
    return (
        bool(one.unit or one.author or one.date)
        and unit.endswith(one.unit)
        and one.author in author
        and (not one.date or date_value(one.date) == date != "")
    )


def _dates(text: str) -> bool:
    """Say whether a line only dates a text, perhaps behind the unit that signs."""
    return byline(text) and _dated(text) is not None


def _dated(text: str) -> re.Match[str] | None:
    """Return the date that a line signs with, or with which it ends."""
    signed = signature(text)
    if signed is not None and signed.date:
        return _DATE.search(signed.date) or _NUMERIC.search(signed.date)
    return _DATE_LINE.search(text) or _NUMERIC.search(text)


def date_value(text: str) -> str:
    """Return the date that a byline names, as the field has it; "" for none."""
    match = _DATE.search(text) or _NUMERIC.search(text)
    return _date_value(match) if match else ""


def _date_value(match: re.Match[str]) -> str:
    year, month, day = (
        number(re.sub("[○Ｏ]", "〇", text)) if text else None for text in match.group("y", "m", "d")
    )
    value = (
        f"{year}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")
    )
    return value if valid_date(value) else ""


def summary_of(blocks: Sequence[Block]) -> str:
    """Return the start of the article, whole clauses, at most 120 characters."""
    paragraphs = [
        block.text
        for block in blocks
        if block.kind in ("paragraph", "item") and len(block.text) >= 20 and not byline(block.text)
    ]
    if not paragraphs:
        return ""
    text = re.sub(r"\s+", " ", RUN_IN.sub("", paragraphs[0]) or paragraphs[0])
    if len(text) <= SUMMARY_LIMIT:
        return text
    cut = text[: SUMMARY_LIMIT - 1]
    sentence = max(cut.rfind(mark) for mark in "。！？")
    if sentence >= 40:
        return cut[: sentence + 1]
    clause = max(cut.rfind(mark) for mark in _CLAUSE_END)
    return (cut[:clause] if clause >= 20 else cut) + "…"
