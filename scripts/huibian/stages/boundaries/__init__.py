"""Boundaries: where the articles start, with evidence.

Every rule of ``boundaries.yml`` proposes a set of title lines; the sets are scored as wholes
(running numbers, evenness, agreement with the declared count and the table of contents, headings
that start again at 一 in each article) and the best one wins. Lines inside its articles that
look like one more title are returned as suspects: whether they become titles is the plan's
decision. Knows nothing of edits or metadata.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median
from typing import NamedTuple

from huibian import parallel
from huibian.model import (
    Boundary,
    BoundarySet,
    CleanLine,
    Considered,
    Contents,
    Evidence,
    Suspect,
)
from huibian.stages.boundaries.between import groups, interludes, read_heads
from huibian.stages.boundaries.candidates import TITLE_LIKE, Candidate, candidates, title_likeness
from huibian.stages.boundaries.missing import gaps, likely
from huibian.stages.boundaries.ranks import above_rank, unstyled
from huibian.stages.boundaries.scores import UNCOUNTED, count_suspects, score, total
from huibian.stages.boundaries.suspects import suspects
from huibian.stages.boundaries.text import Text
from huibian.vocabulary.boundaries import BoundaryRule, TitleWords, load_title_words
from huibian.wording import LARGER, numbering, terminated

__all__ = ["find", "title_likeness"]

_ENOUGH = 0.45  # a set that scores less is no split
_COVERED = 0.5  # of the score for text before the first title, where lines without marks are titles
_LONG_ENOUGH = 0.5  # share of pieces that are long enough for an article
_LIKE_TITLES = 0.4
_HEADED = 0.5  # how well numbered lines must agree with the count of a compilation that has one
_UNMARKED = ("isolated", "bare", "separator", "look", "bold", "flush", "page")  # kinds of rules
_RARELY = 0.2
_SAME = 0.8  # of two sets' titles, how many are the same lines
_GAPS = 0.9  # of the blank lines, how many must stand before titles
_NEARLY_AS_GOOD, _SOME = 0.05, 2  # a looser set that is asked about, and by how many titles
_WORSE = 0.05  # by how much a looser set may explain the source worse …
_TOLD = ("declared", "length", "even", "titles", "restarts")  # … in each of these parts
_WELL = 0.8  # how well they must explain headings that start again
_PLACE = re.compile(r"[\u4e00-\u9fffxX×]{1,5}(?:省|市|县|区|州|镇|乡|街道)(?![域内级直])")
_NAMED = 1 / 3  # of the titles, how many start with a place
_INDENT = 2  # columns of white space before a paragraph
_MANY = 5  # articles, without any word of how many there are
_LONG_PIECE = 300  # characters
_MANY_LINES = 20_000  # from which on rules are tried in several processes
_COUPLETS = 3  # couplets of one build that are no chance
_LONGEST_COUPLET = 30  # characters
_PARTED = re.compile(r"[\s，、；]+")
_LEFT = 3  # times the longest other article: more than a list of titles leaves to the last one
_INVERTED = 1 / 3  # of the articles, how many have headings of a rank above the titles' numbers

#: Rules whose marks number the headings inside one article just as well.
_HEADING_STYLES = frozenset(
    [
        "number",
        "number-spaced",
        "number-set-off",
        "chinese-number",
        "chinese-number-set-off",
        "paren-number",
        "any-number",
        "circled-number",
        "bracket-number",
    ]
)


#: A set of titles, the parts of its score, its score, whether it is plausible, and possible.
_Worth = tuple[list[Candidate], dict[str, float], float, bool, bool]


class _Said(NamedTuple):
    """What a source says of its articles: how many there are, and whether it has a title."""

    declared: int | None
    promised: int | None  # declared, or listed in a table of contents
    titled: bool


class _Weighed(NamedTuple):
    """A set of titles that a rule proposes, and how well it explains the source."""

    rule: BoundaryRule
    proposed: list[Candidate]
    parts: dict[str, float]
    points: float
    plausible: bool  # pieces and titles as a compilation has them
    possible: bool  # and nothing speaks for the headings of one article


def _unwatched(considered: Considered) -> None:
    """Take no notice of a set."""


def _considered(weighed: _Weighed, lines: Sequence[CleanLine]) -> Considered:
    return Considered(
        weighed.rule.id,
        tuple((lines[one.at].number, one.title, one.mark) for one in weighed.proposed),
        tuple((name, round(value, 3)) for name, value in weighed.parts.items()),
        round(weighed.points, 3),
        weighed.possible,
    )


def find(
    lines: Sequence[CleanLine],
    contents: Contents,
    rules: Sequence[BoundaryRule],
    watch: Callable[[Considered], None] = _unwatched,
) -> BoundarySet | None:
    """Find the articles' starts in a compilation; None when no set of titles is good enough.

    ``contents`` is the table of contents of the same lines; ``watch`` is told of every set that
    was scored.
    """
    text = Text(lines, contents, rules)
    words = load_title_words()
    title_index, declared = read_heads(text, words)
    listed = [entry for entry in contents.entries if entry.place >= 0]
    short = _stops_short(text, [entry.place for entry in listed])
    trusted = 2 * len(listed) >= len(contents.entries) and not short
    promised = declared or (len(contents.entries) if trusted else 0) or None
    below = sorted(groups(text, words))
    for index in below:  # the gap above a group's heading is its first article's
        first = text.next_ink[index]
        if first >= 0 and text.before[first]:
            text.before[first] = max(text.before[first], text.before[index])
    text.beginning_with(frozenset())  # what it finds out is then known to all processes
    said = _Said(declared, promised, title_index >= 0)

    def weigh(number: int) -> _Worth | None:
        return _weigh(text, rules[number], said, below, words)

    tried: list[_Weighed] = []
    found_worth = parallel.each(weigh, range(len(rules)), worth=len(lines) >= _MANY_LINES)
    for rule, worth in zip(rules, found_worth, strict=True):
        if worth is not None:
            weighed = _Weighed(rule, *worth)
            tried.append(weighed)
            watch(_considered(weighed, lines))
    best = _best(text, _going_on(text, tried) if short else tried)
    if best is None:
        return None
    others = _others(text, tried, best)
    rule, proposed, parts, points, *_ = best
    proposed = above_rank(text, proposed)
    if title_index < 0:
        title_index, proposed = _head(text, proposed, words)
    found = [_boundary(text, rule, one, parts, points, words) for one in proposed]
    starts = [one.at for one in proposed]
    doubtful: list[Suspect] = []
    if rule.kind == "style":
        more, doubtful = unstyled(text, starts, words, full=promised == len(starts))
        found = sorted([*found, *more], key=lambda one: one.line)
        starts = [one.line - 1 for one in found]
    fewer = promised is not None and len(starts) < promised
    return BoundarySet(
        tuple(found),
        rule.id,
        round(points, 3),
        lines[title_index].number if title_index >= 0 else 0,
        text.texts[title_index] if title_index >= 0 else "",
        declared,
        tuple(suspects(text, starts, words, doubtful)),
        replace(
            contents,
            entries=tuple(one for one in contents.entries if one.place not in text.ranks),
        ),
        tuple(interludes(text, starts, words)),
        tuple(gaps(text, proposed, below, words)) if rule.kind == "mark" else (),
        tuple(likely(text, starts, words, every=fewer)),
        tuple(lines[index].number for index in others),
    )


def _weigh(
    text: Text, rule: BoundaryRule, said: _Said, below: Sequence[int], words: TitleWords
) -> _Worth | None:
    """Return the set of titles that a rule proposes with its worth, None for no set."""
    proposed = candidates(text, rule, words, below)
    if len(proposed) < 2 and not (proposed and said.declared == 1):
        return None
    promised = said.promised
    parts = score(text, rule, proposed, promised, below, words)
    if promised and len(proposed) < promised and rule.id not in _HEADING_STYLES:
        count_suspects(text, proposed, promised, words, parts)
    plausible = parts["length"] >= _LONG_ENOUGH and parts["titles"] >= _LIKE_TITLES
    if rule.kind == "bare":  # a title or two by chance explain only a part
        plausible = plausible and parts["coverage"] >= _COVERED
    possible = plausible
    if rule.id in _HEADING_STYLES:
        least = _HEADED if promised else _HEADED * UNCOUNTED
        known = least if promised or said.titled else None
        possible = possible and _compiled(text, rule, proposed, parts, known)
    elif promised is None and not said.titled and _headings_of_one(text, proposed):
        possible = False
    return proposed, parts, total(parts), plausible, possible


def _others(text: Text, tried: Sequence[_Weighed], best: _Weighed) -> list[int]:
    """Return the lines that a set nearly as good has beside the titles of the best one."""
    if best.rule.kind not in _UNMARKED:
        return []
    by_worth = sorted(tried, key=lambda one: -one.points)
    return next((sorted(more) for other in by_worth if (more := _adds(text, best, other))), [])


def _adds(text: Text, best: _Weighed, other: _Weighed) -> set[int]:
    """Return the titles that a set has beside all those of the best one, none if it is worse."""
    if not other.possible or other.points < best.points - _NEARLY_AS_GOOD:
        return set()
    own, places = _title_places(text, best), _title_places(text, other)
    more = places - own
    return more if own <= places and len(more) >= _SOME else set()


def _stops_short(text: Text, places: Sequence[int]) -> bool:
    """Say whether a list of titles leaves much of the text to the last of them.

    It is that of the first issue, of the first part.
    """
    if len(places) < 2:
        return False
    bounds = [*sorted(places), len(text.lines)]
    sizes = [text.size(start, end) for start, end in itertools.pairwise(bounds)]
    return sizes[-1] > _LEFT * max(sizes[:-1])


def _going_on(text: Text, tried: Sequence[_Weighed]) -> list[_Weighed]:
    """Leave out the titles that are listed where a set has these and goes on below them."""
    listed = {
        place for one in tried if one.rule.kind == "listed" for place in _title_places(text, one)
    }
    longer = [
        one
        for one in tried
        if one.possible
        and one.rule.kind != "listed"
        and len(listed & _title_places(text, one)) >= _SAME * len(listed)
        and one.proposed[-1].at > max(listed)
    ]
    return longer if any(one.points >= _ENOUGH for one in longer) else list(tried)


def _title_places(text: Text, weighed: _Weighed) -> set[int]:
    """Return the lines on which a set's titles stand: below the mark where it stands alone."""
    return {one.at if one.title else text.next_ink[one.at] for one in weighed.proposed}


def _head(text: Text, proposed: list[Candidate], words: TitleWords) -> tuple[int, list[Candidate]]:
    """Return the index of a title of the compilation that has no word to say so, and the rest.

    It is the first line, and the first article's title follows it at once.
    """
    first = next((index for index in text.ink if index not in text.barred), -1)
    below = next((index for index in text.ink if index > first and index not in text.barred), -1)
    if len(proposed) > 2 and (proposed[0].at, proposed[1].at) == (first, below):
        return first, proposed[1:]
    if proposed[0].at == first and _titled(text, below, proposed, words):
        return first, [Candidate(below, text.texts[below]), *proposed[1:]]
    is_title = (
        len(text.texts[first]) <= 40 and title_likeness(text.texts[first], words) >= _LIKE_TITLES
    )
    return (first if is_title and proposed[0].at == below else -1), proposed


def _titled(text: Text, below: int, proposed: Sequence[Candidate], words: TitleWords) -> bool:
    """Say whether the line below the first one is a title, as no line below the others is."""

    def like(index: int) -> bool:
        return (
            index >= 0
            and bool(text.before[index] and text.after[index])
            and not numbering(text.texts[index])[0]
            and title_likeness(text.texts[index], words) >= TITLE_LIKE
        )

    others = [text.next_ink[one.at] for one in proposed[1:]]
    return like(below) and sum(map(like, others)) <= _RARELY * len(others)


def _best(text: Text, tried: Sequence[_Weighed]) -> _Weighed | None:
    """Return the set that explains the source best, None when none does."""
    possible = [one for one in tried if one.possible]
    if not possible:
        return None
    best = max(possible, key=lambda one: round(one.points, 9))
    if best.points < _ENOUGH:
        return None
    starts = _title_places(text, best)
    for other in tried:
        if not other.plausible:
            continue
        same = starts & _title_places(text, other)
        alone = {one.at for one in other.proposed if not one.title}
        if other.rule.kind in ("mark", "series") and len(starts & alone) >= _SAME * len(starts):
            return other  # the marks themselves, and the titles stand below them
        if _every_gap(text, best, other):
            return other
        if (
            # what the titles' numbers say, they would else keep
            other.rule.kind == "mark"
            and best.rule.kind in _UNMARKED
            and len(same) >= _SAME * max(len(starts), len(other.proposed))
        ) or (
            # a blank line that some titles lack, where nothing else speaks against them
            other.possible
            and best.rule.after > other.rule.after
            and best.rule.before == other.rule.before
            and len(same) == len(starts) < len(other.proposed)
            and all(other.parts[name] >= best.parts[name] - _WORSE for name in _TOLD)
        ):
            return other
    return best


def _every_gap(text: Text, best: _Weighed, other: _Weighed) -> bool:
    """Say whether blank lines stand before titles only, when fewer of them make a title.

    Then the titles with more blank lines above are only some of them.
    """
    if best.rule.kind not in ("isolated", "look") or other.rule.kind != "isolated":
        return False
    if not _adds(text, best, other):
        return False
    places = _title_places(text, other)
    set_off = [
        index
        for index in text.ink
        if text.before[index]
        and index not in text.barred
        and text.previous_ink[index] not in places | text.barred
        and terminated(text.texts[text.previous_ink[index]])  # else below a subtitle or a unit
    ]
    return sum(index in places for index in set_off) >= _GAPS * len(set_off)


def _compiled(
    text: Text,
    rule: BoundaryRule,
    proposed: Sequence[Candidate],
    parts: dict[str, float],
    known: float | None,
) -> bool:
    """Say whether anything shows that numbered lines are titles and not one article's headings.

    A compilation says so at its head (``known``: how well the count must then agree, None
    without a head), or its articles have numbered headings of their own, or of a rank that stands
    above the titles' numbers.
    """
    if known is not None:
        return parts["declared"] >= known
    if len(text.firsts) >= 2 and parts["restarts"] >= _WELL:
        return True
    flush = all(text.lines[one.at].indent < text.usual_indent for one in proposed)
    if flush and text.usual_indent >= _INDENT and len(proposed) >= _MANY:
        return True  # out of line with the paragraphs
    above: list[int] = []
    if rule.id.startswith("number"):
        above = sorted([*text.numbered_at, *text.in_brackets])
    elif rule.id.startswith("paren"):
        above = text.numbered_at
    starts = [one.at for one in proposed]
    named = sum(bool(_PLACE.match(one.title)) for one in proposed)
    if len(starts) >= _MANY and named >= _NAMED * len(starts):
        return True  # headings do not start with a place
    bold = not text.mostly_bold and all(text.lines[at].style.bold for at in starts)
    if bold and rule.id.startswith("number") and text.firsts and len(starts) >= _MANY:
        return True  # 一、 stands below them
    if _opens_with_them(text, rule, starts):
        return True
    if bold and rule.id.startswith("paren") and not text.numbered_at and len(starts) >= _MANY:
        return True  # bold as no other numbers are, and nothing stands above them
    holding = {bisect_right(starts, index) for index in above} - {0}
    return len(starts) >= _MANY and len(holding) >= _INVERTED * len(starts)


def _opens_with_them(text: Text, rule: BoundaryRule, starts: Sequence[int]) -> bool:
    """Say whether a source opens with the first of many numbered lines, as no article does.

    An article has its title above its headings. Without a look of their own only long pieces
    below Arabic numbers are taken for articles.
    """
    if len(starts) < _MANY or starts[0] != text.ink[0]:
        return False
    styles = [text.lines[at].style for at in starts]
    if all(style.bold and not text.mostly_bold for style in styles):
        return True
    if all(style.size >= LARGER * text.usual_size > 0 for style in styles):
        return True
    ends = [*starts[1:], len(text.lines)]
    sizes = [text.size(start, end) for start, end in zip(starts, ends, strict=True)]
    return rule.id.startswith("number") and median(sizes) >= _LONG_PIECE


def _headings_of_one(text: Text, proposed: Sequence[Candidate]) -> bool:
    """Say whether all lines but the first are couplets of one build: the headings of one article.

    聚力统筹 下好全区一盘棋, 聚焦需求 织密服务一张网 …: titles by many hands differ in length.
    """
    builds = {_build(one.title) for one in proposed[1:]}
    many = len(proposed) > _COUPLETS
    return many and len(builds) == 1 and builds != {None} and len(text.firsts) < 2


def _build(title: str) -> tuple[int, ...] | None:
    """Return the lengths of the parts of a short couplet, None for any other line."""
    parts = tuple(map(len, _PARTED.split(title)))
    return parts if len(parts) > 1 and len(title) <= _LONGEST_COUPLET else None


def _boundary(
    text: Text,
    rule: BoundaryRule,
    candidate: Candidate,
    parts: dict[str, float],
    points: float,
    words: TitleWords,
) -> Boundary:
    index, title, mark, closing = candidate
    number = text.lines[index].number
    lines = [text.lines[at].number for at in text.members.get(index, [index])]
    if not title:  # the title stands on the line after its number
        following = text.next_ink[index]
        if title_likeness(text.texts[following], words) >= 0.5:
            title = text.texts[following]
            lines += [text.lines[at].number for at in text.members.get(following, [following])]
        else:
            title = text.texts[index]
            mark = ""
    own = title_likeness(title, words)
    before, after = min(text.before[index], 99), min(text.after[index], 99)
    evidence = [Evidence(rule.id, number, f"前空 {before} 行，后空 {after} 行", rule.prior)]
    if mark:
        evidence.append(Evidence("mark", number, mark, 1.0))
    evidence.append(Evidence("title-likeness", number, title[:20], round(own, 2)))
    if parts["declared"] == 1.0:
        evidence.append(Evidence("declared-count", 0, "与所示篇数一致", 1.0))
    confidence = round(min(1.0, 0.5 * points + 0.5 * own + 0.05), 2)
    return Boundary(number, title, mark, tuple(lines), confidence, tuple(evidence), closing)
