"""Boundaries: where the articles start, with evidence.

Every rule of ``boundaries.yml`` proposes a set of title lines; the sets are scored as wholes
(running numbers, evenness, agreement with the declared count, headings that start again at
一 in each article) and the best one wins. Lines inside its articles that look like one more
title are returned as suspects: whether they become titles is the plan's decision.
Knows nothing of edits or metadata.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from statistics import median

from huibian.model import Boundary, BoundarySet, CleanLine, Evidence, Suspect
from huibian.numerals import number
from huibian.vocabulary.boundaries import BoundaryRule, TitleWords, load_title_words
from huibian.wording import (
    RUN_IN,
    byline,
    byline_unit,
    numbering,
    sentence_inside,
    terminated,
)

_DECLARED = (
    re.compile(r"[（(]\s*(?:共|计|含)?\s*([\d０-９一二三四五六七八九十百]{1,5})\s*篇\s*[）)]"),
    re.compile(
        r"(?:汇编|材料|经验|总结|选编|合集|案例|范文)\s*[-—]*\s*([\d一二三四五六七八九十百]{1,5})\s*篇"
    ),
    re.compile(r"(?:共|收录|收入|汇集|选取|选编)(?:了)?\s*([\d一二三四五六七八九十百]{1,5})\s*篇"),
    re.compile(r"^([\d一二三四五六七八九十百]{1,5})\s*篇"),
)
_TOC_LINE = re.compile(r"(?:[.…·．]{3,}|…{2,}|\u3000{2,})\s*[-—]?\s*\d{1,4}\s*[-—]?$")
_TOC_PAGE = re.compile(r"[.…·．\s]+[-—（(]?\s*\d{1,4}\s*[-—）)]?$")
_TOC_HEAD = re.compile(r"^目\s*录$")
_TOC_START = 10  # lines within which a list of titles without the word 目录 must start
_TOC_LEAST = 3  # entries of such a list
_TOC_TITLE = 4  # characters; shorter ones are 前言 and 后记
_SPACES = re.compile(r"\s+")
_DATE_LINE = re.compile(
    r"^[（(]?\s*(?:\d{2,4}|[xX×]{2,4}|[〇零一二三四五六七八九]{4})\s*年"
    r"(?:\s*[\dxX×一二三四五六七八九十]{1,3}\s*月)?(?:\s*[\dxX×一二三四五六七八九十]{1,3}\s*日)?\s*[）)]?$"
)
_PART = re.compile(r"^第[一二三四五六七八九十]{1,3}(?:部分|编|辑|章|板块|单元)(?![\u4e00-\u9fff])")
_HEAD_LINES = 30  # how far down the declared count is looked for

#: Weights of the parts of a set's score; they sum to 1 with the rule's prior.
_WEIGHTS = {
    "prior": 0.15,
    "declared": 0.25,
    "length": 0.15,
    "even": 0.1,
    "titles": 0.15,
    "coverage": 0.05,
    "restarts": 0.15,
}
_MIN_ARTICLE = 120  # characters; a shorter piece is hardly an article of the genre
_NEARLY = 0.6  # what agreement is worth that is reached by a doubtful title
_INEXACT = 0.9  # what agreement is worth at most that is not exact
_FEW = 8  # in a compilation of fewer articles one more or less is no reason to doubt a set
_LARGER = 1.15  # how much larger than the text a title is set
_ENOUGH = 0.45  # a set that scores less is no split


#: Rules whose marks number the headings inside one article just as well.
_HEADING_STYLES = frozenset(
    ["number", "chinese-number", "number-set-off", "chinese-number-set-off", "paren-number"]
)


class _Text:
    """The lines with what every rule asks of them, worked out once."""

    def __init__(self, lines: Sequence[CleanLine]) -> None:
        self.lines = lines
        self.ink = [index for index, line in enumerate(lines) if line.text]
        self.before = [0] * len(lines)  # blank lines above
        self.after = [0] * len(lines)
        self.broken_before = [False] * len(lines)  # a separator or advertisement stands above
        gap, noise = 1000, True  # the start of the document is a gap
        for index, line in enumerate(lines):
            if line.text:
                self.before[index], self.broken_before[index] = gap, noise
                gap, noise = 0, False
            else:
                gap += 1
                noise = noise or line.noise in ("separator", "advert")
        gap = 1000
        for index in range(len(lines) - 1, -1, -1):
            if lines[index].text:
                self.after[index], gap = gap, 0
            else:
                gap += 1
        for index, above in itertools.pairwise(reversed(self.ink)):
            # a subtitle, unit or date directly below belongs to the title
            if self.after[above] == 0 and _below_title(lines[index].text):
                self.after[above] = self.after[index]
        self.sizes = [len(line.text) for line in lines]
        points = [lines[index].style.size for index in self.ink if lines[index].style.size]
        self.usual_size = median(points) if points else 0.0
        self.total = [0]
        for size in self.sizes:
            self.total.append(self.total[-1] + size)
        self.next_ink = [-1] * len(lines)  # index of the next line with text, -1 for none
        self.previous_ink = [-1] * len(lines)
        for one, other in zip(self.ink, self.ink[1:], strict=False):
            self.next_ink[one], self.previous_ink[other] = other, one
        self.numbered = {  # index -> value of the headings numbered 一、 二、 …
            index: number(numeral) or 0
            for index in self.ink
            for style, numeral in [numbering(lines[index].text)]
            if style == "chinese"
        }
        self.numbered_at = list(self.numbered)
        self.firsts = [index for index, value in self.numbered.items() if value == 1]
        self.toc: frozenset[int] = frozenset()  # indexes of the table of contents
        self.barred = self.toc  # and the compilation's own title: no article starts there
        self.listed: tuple[tuple[int, str, str], ...] = ()  # (index, title, mark) of its articles

    def size(self, start: int, end: int) -> int:
        """Return the characters of lines ``start`` to ``end`` (exclusive)."""
        return self.total[end] - self.total[start]


def _below_title(text: str) -> bool:
    is_subtitle = text.startswith(("——", "--")) and len(text) <= 60 and not terminated(text)
    return is_subtitle or byline(text)


def find(lines: Sequence[CleanLine], rules: Sequence[BoundaryRule]) -> BoundarySet | None:
    """Find the articles' starts in a compilation; None when no set of titles is good enough."""
    text = _Text(lines)
    words = load_title_words()
    _read_toc(text, [rule.pattern for rule in rules if rule.pattern])
    declared, declared_line = _declared(text)
    promised = declared or len(text.listed) or None
    title_index = _collection_title(text, words, declared_line)
    text.barred = text.toc | ({title_index} if title_index >= 0 else frozenset())
    best: tuple[float, BoundaryRule, list[tuple[int, str, str]], dict[str, float]] | None = None
    for rule in rules:
        candidates = [c for c in _candidates(text, rule, words) if c[0] not in text.barred]
        if len(candidates) < 2 and not (candidates and declared == 1):
            continue
        parts = _score(text, rule, candidates, promised, words)
        if promised and len(candidates) < promised and rule.id not in _HEADING_STYLES:
            _count_suspects(text, candidates, promised, words, parts)
        total = sum(_WEIGHTS[name] * value for name, value in parts.items())
        if parts["length"] < 0.5 or parts["titles"] < 0.4:
            continue
        if rule.id in _HEADING_STYLES and not _compiled(text, promised, title_index, parts):
            continue
        if best is None or total > best[0] + 1e-9:
            best = (total, rule, candidates, parts)
    if best is None or best[0] < _ENOUGH:
        return None
    total, rule, candidates, parts = best
    boundaries = tuple(
        _boundary(text, rule, candidate, parts, total, words) for candidate in candidates
    )
    title = lines[title_index].text if title_index >= 0 else ""
    return BoundarySet(
        boundaries,
        rule.id,
        round(total, 3),
        lines[title_index].number if title_index >= 0 else 0,
        title,
        declared,
        tuple(_suspects(text, [c[0] for c in candidates], words)),
        frozenset(lines[index].number for index in text.toc),
    )


def _count_suspects(
    text: _Text,
    candidates: Sequence[tuple[int, str, str]],
    promised: int,
    words: TitleWords,
    parts: dict[str, float],
) -> None:
    """Credit a set with the titles inside its articles that the promised count will add to it."""
    starts = [index for index, _, _ in candidates]
    suspects = sorted(_suspects(text, starts, words), key=lambda s: (-s.score, s.line))
    added = [suspect.line - 1 for suspect in suspects[: promised - len(candidates)]]
    if added:
        agreement = _agreement(len(candidates) + len(added), promised)
        parts["declared"] = max(parts["declared"], _NEARLY * agreement)
        parts["restarts"] = _restarts(text, sorted(starts + added))


def _compiled(text: _Text, declared: int | None, title_index: int, parts: dict[str, float]) -> bool:
    """Say whether anything shows that numbered lines are titles and not one article's headings.

    A compilation says so at its head, or its articles have numbered headings of their own.
    """
    if declared is not None:
        return parts["declared"] >= 0.8
    return title_index >= 0 or (len(text.firsts) >= 2 and parts["restarts"] >= 0.8)


def title_likeness(text: str, words: TitleWords) -> float:
    """Return how much a line by itself looks like an article's title, 0–1."""
    size = len(text)
    if not 4 <= size <= 80 or sentence_inside(text) or _DATE_LINE.match(text):
        return 0.0
    score = 0.75 if size <= 45 else 0.55
    if terminated(text):
        score -= 0.1 if text[-1] in "！？!?" else 0.6
    if text[-1] in "，、,":
        score -= 0.5
    if RUN_IN.match(text) and not text.startswith("——"):
        score -= 0.4
    if byline_unit(text):
        score -= 0.3
    if _PART.match(text):
        score -= 0.5  # 第二部分 heads several articles
    if text.startswith(("——", "--", "（", "(")):
        score -= 0.5  # a subtitle or a remark, not the title
    if 8 <= size <= 36:
        score += 0.1
    if any(word in text for word in words.usual):
        score += 0.15
    return max(0.0, min(1.0, score))


def _candidates(text: _Text, rule: BoundaryRule, words: TitleWords) -> list[tuple[int, str, str]]:
    """Return (index, title, mark) of the lines that the rule proposes, in order."""
    if rule.kind == "listed":
        return list(text.listed)
    if rule.kind in ("mark", "markdown"):
        return _marked(text, rule)
    found = []
    for index in text.ink:
        line = text.lines[index].text
        if rule.kind == "isolated":
            if text.before[index] < rule.before or text.after[index] < rule.after:
                continue
        elif rule.kind == "separator":
            if not text.broken_before[index]:
                continue
        elif rule.kind in ("style", "look", "page"):
            if not _styled(text, index, rule):
                continue
        elif not _bare(text, index, words):
            continue
        if numbering(line)[0] or title_likeness(line, words) < 0.5:
            continue
        if text.next_ink[index] < 0:
            continue  # nothing follows: no article
        found.append((index, line, ""))
    return found


def _styled(text: _Text, index: int, rule: BoundaryRule) -> bool:
    """Say whether a line looks as the rule wants, in a source that knows styles."""
    style = text.lines[index].style
    if rule.kind == "style":
        return style.heading == rule.level
    if rule.kind == "page":
        return style.page_break
    larger = style.size > 0 and style.size >= _LARGER * text.usual_size > 0
    return larger or style.centred


def _marked(text: _Text, rule: BoundaryRule) -> list[tuple[int, str, str]]:
    assert rule.pattern is not None
    found: list[tuple[int, str, str]] = []
    for index in text.ink:
        line = text.lines[index].text
        match = rule.pattern.match(line)
        if match is None or text.next_ink[index] < 0 or text.before[index] < rule.before:
            continue
        title = match.group("title").strip()
        if sentence_inside(title) or len(title) > 80 or terminated(title):
            continue
        found.append((index, title, line[: match.start("title")].strip()))
    return found


def _bare(text: _Text, index: int, words: TitleWords) -> bool:
    """Say whether a short line stands behind a finished paragraph and before a long one.

    Lines between two headings of one numbered run (一、 … 二、) are headings themselves.
    """
    previous, following = text.previous_ink[index], text.next_ink[index]
    while previous in text.barred:
        previous = text.previous_ink[previous]
    least = 60 if previous >= 0 else 30  # at the head of the document nothing else is expected
    if following < 0 or text.sizes[index] > 45 or text.sizes[following] < least:
        return False
    if previous >= 0 and not terminated(text.lines[previous].text):
        return False
    if title_likeness(text.lines[index].text, words) < 0.7:
        return False
    later = bisect_right(text.numbered_at, index)
    return later == len(text.numbered_at) or text.numbered[text.numbered_at[later]] == 1


def _score(
    text: _Text,
    rule: BoundaryRule,
    candidates: Sequence[tuple[int, str, str]],
    declared: int | None,
    words: TitleWords,
) -> dict[str, float]:
    starts = [index for index, _, _ in candidates]
    ends = [*starts[1:], len(text.lines)]
    sizes = [text.size(start, end) for start, end in zip(starts, ends, strict=True)]
    long_enough = sum(size >= _MIN_ARTICLE for size in sizes) / len(sizes)
    middle = median(sizes)
    even = sum(middle / 6 <= size <= middle * 6 for size in sizes) / len(sizes)
    titles = sum(
        title_likeness(title, words) if title else 0.7 for _, title, _ in candidates
    ) / len(candidates)
    count = len(candidates)
    agreement = _agreement(count, declared)
    if rule.kind == "mark":
        order = _continuity([mark for _, _, mark in candidates])
        titles *= order
        agreement *= order
    return {
        "prior": rule.prior,
        "declared": agreement,
        "length": long_enough,
        "even": even,
        "titles": titles,
        "coverage": max(0.0, 1 - 4 * text.size(0, starts[0]) / max(1, text.total[-1])),
        "restarts": _restarts(text, starts),
    }


def _agreement(count: int, declared: int | None) -> float:
    """Return how well a number of titles agrees with the declared one, 0–1; 0.6 without one."""
    if declared is None:
        return 0.6
    if count == declared:
        return 1.0
    return max(0.0, _INEXACT - 2 * abs(declared - count) / max(declared, _FEW))


def _continuity(marks: Sequence[str]) -> float:
    """Return the share of running numbers that go on with the next one: 1, 2, 3 …"""
    values = [_mark_number(mark) for mark in marks]
    expected = range(1, len(values) + 1)
    if all(value == want for value, want in zip(values, expected, strict=True)):
        return 1.0
    steps = sum(
        b is not None and a is not None and b == a + 1 for a, b in itertools.pairwise(values)
    )
    restarts = sum(value == 1 for value in values[1:])
    return max(0.0, (steps - 2 * restarts) / max(1, len(values) - 1)) ** 2


def _mark_number(mark: str) -> int | None:
    match = re.search(r"[一二三四五六七八九十百零〇\d０-９]+", mark)
    return number(match.group()) if match else None


def _restarts(text: _Text, starts: Sequence[int]) -> float:
    """Return how well the set explains that numbered headings start again at 一.

    1 when every 一 stands in an article of its own; each further 一 in one article counts
    against the set. Neutral (0.7) when there are hardly any such headings.
    """
    if len(text.firsts) < 2:
        return 0.7
    homes = {bisect_right(starts, index) for index in text.firsts}
    return len(homes - {0}) / len(text.firsts)


def _declared(text: _Text) -> tuple[int | None, int]:
    """Return the number of articles that the head of the document promises, and its index."""
    for index in text.ink[:_HEAD_LINES]:
        line = text.lines[index].text
        if len(line) > 200 or index in text.toc:
            continue
        for pattern in _DECLARED:
            match = pattern.search(line)
            value = number(match.group(1)) if match else None
            if value:
                return value, index
    return None, -1


def _read_toc(text: _Text, marks: Sequence[re.Pattern[str]]) -> None:
    """Find the table of contents, and below it the lines that it lists.

    Entries end in dots and a page number, or read like a line further down. A list without the
    word 目录 above it counts when it stands at the head and all of its entries come again.
    """
    parted = {
        index: _parted(_TOC_PAGE.sub("", text.lines[index].text), marks)
        for index in text.ink
        if text.sizes[index] <= 120
    }
    places: dict[str, list[int]] = {}
    for index, (title, _) in parted.items():
        places.setdefault(_SPACES.sub("", title), []).append(index)

    def again(index: int, after: int) -> int:
        """Return the next line below ``after`` that reads like a line, -1 without one."""
        same = places.get(_SPACES.sub("", parted[index][0]), []) if index in parted else []
        at = bisect_right(same, after)
        return same[at] if at < len(same) else -1

    styled = {index for index in text.ink if text.lines[index].style.role == "toc"}
    dotted = styled | {index for index in text.ink if _TOC_LINE.search(text.lines[index].text)}
    heads = [at for at, index in enumerate(text.ink) if _TOC_HEAD.match(text.lines[index].text)]
    toc = {text.ink[at] for at in heads} | (dotted if len(dotted) >= 2 else set())
    listed: list[int] = []
    for start in [heads[0] + 1] if heads else range(min(_TOC_START, len(text.ink))):
        entries = list(
            itertools.takewhile(lambda n: n in dotted or again(n, n) >= 0, text.ink[start:])
        )
        firsts = Counter(
            style
            for style, value in (numbering(text.lines[index].text) for index in entries)
            if value in ("一", "1", "１")
        )
        found: list[int] = []
        for index in entries:
            place = again(index, max(entries[-1], found[-1] if found else 0))
            style = numbering(text.lines[index].text)[0]
            # numbers that start again are those of the headings inside the articles
            if place >= 0 and firsts[style] < 2 and len(parted[index][0]) >= _TOC_TITLE:
                found.append(place)
        if len(found) >= (2 if heads else max(_TOC_LEAST, len(entries))):
            toc.update(entries)
            listed = found
            break
    text.toc = frozenset(toc)
    text.listed = tuple((index, *_parted(text.lines[index].text, marks)) for index in listed)


def _parted(line: str, marks: Sequence[re.Pattern[str]]) -> tuple[str, str]:
    """Return a line's title and the running number before it."""
    for pattern in marks:
        match = pattern.match(line)
        if match is not None and match.group("title").strip():
            return match.group("title").strip(), line[: match.start("title")].strip()
    return line, ""


def _collection_title(text: _Text, words: TitleWords, declared_line: int) -> int:
    """Return the index of the compilation's own title, -1 without one."""
    head = [index for index in text.ink[:10] if index not in text.toc]
    for index in head:
        line = text.lines[index].text
        if len(line) <= 60 and (index == declared_line or words.collection.search(line)):
            return index
    return -1


def _boundary(
    text: _Text,
    rule: BoundaryRule,
    candidate: tuple[int, str, str],
    parts: dict[str, float],
    total: float,
    words: TitleWords,
) -> Boundary:
    index, title, mark = candidate
    line = text.lines[index]
    lines = [line.number]
    if not title:  # the title stands on the line after its number
        following = text.next_ink[index]
        if title_likeness(text.lines[following].text, words) >= 0.5:
            title = text.lines[following].text
            lines.append(text.lines[following].number)
        else:
            title = line.text
            mark = ""
    own = title_likeness(title, words)
    before, after = min(text.before[index], 99), min(text.after[index], 99)
    evidence = [Evidence(rule.id, line.number, f"前空 {before} 行，后空 {after} 行", rule.prior)]
    if mark:
        evidence.append(Evidence("mark", line.number, mark, 1.0))
    evidence.append(Evidence("title-likeness", line.number, title[:20], round(own, 2)))
    if parts["declared"] == 1.0:
        evidence.append(Evidence("declared-count", 0, "与所示篇数一致", 1.0))
    score = round(min(1.0, 0.5 * total + 0.5 * own + 0.05), 2)
    return Boundary(line.number, title, mark, tuple(lines), score, tuple(evidence))


def _suspects(text: _Text, starts: Sequence[int], words: TitleWords) -> list[Suspect]:
    """Return the lines inside articles that look like one more title.

    A title that is run on without blank lines shows by its form (a short line without a full
    stop between finished paragraphs) and by what follows: headings that start again at 一.
    """
    suspects = []
    ends = [*starts[1:], len(text.lines)]
    for start, end in zip(starts, ends, strict=True):
        inside = text.ink[bisect_right(text.ink, start) : bisect_left(text.ink, end)]
        seen_first = False
        last_numbered = start
        for index in inside:
            if text.numbered.get(index, 0) != 1:
                if index in text.numbered:
                    last_numbered = index
                continue
            if seen_first:
                suspect = _title_before(text, inside, last_numbered, index, words)
                if suspect is not None:
                    suspects.append(suspect)
            seen_first = True
            last_numbered = index
    return suspects


def _title_before(
    text: _Text, inside: Sequence[int], after: int, restart: int, words: TitleWords
) -> Suspect | None:
    """Return the most title-like line between the last numbered heading and the restart."""
    best: tuple[float, int] | None = None
    window = [index for index in inside if after < index < restart]
    for place, index in enumerate(window):
        line = text.lines[index].text
        if place == 0 or terminated(line) or numbering(line)[0]:
            continue
        if not terminated(text.lines[window[place - 1]].text):
            continue
        own = title_likeness(line, words)
        if own >= 0.5 and (best is None or own > best[0]):
            best = (own, index)
    if best is None:
        return None
    own, index = best
    title, restarted = text.lines[index], text.lines[restart]
    reason = f"下面的小标题从第 {restarted.number} 行起又从“一、”开始编号"
    return Suspect(
        title.number,
        title.text,
        reason,
        round(0.4 + 0.5 * own, 2),
        (
            Evidence("numbering-restarts", restarted.number, restarted.text[:20], 0.9),
            Evidence("title-likeness", title.number, title.text[:20], round(own, 2)),
        ),
    )
