"""Contents: the tables of contents of a compilation, and the lines that they list.

A list of titles decides which lines are titles, and tells which are missing. One at the head
speaks of the whole source; where there are several, as in the issues of a bulletin, each speaks
of the text up to the next one. Knows nothing of how titles are marked in the text itself.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from huibian.model import CleanLine, Contents, ContentsEntry
from huibian.vocabulary.boundaries import BoundaryRule, TitleWords, load_title_words, parted
from huibian.wording import (
    byline,
    byline_unit,
    numbering,
    paragraphs,
    terminated,
    title_key,
    without_blanks,
)

_DOTTED = re.compile(r"(?:[.…·．_]{3,}|…{2,}|[\u3000 ]{2,}|\t)\s*[-—]?\s*\d{1,4}\s*[-—]?$")
_PAGE = re.compile(r"[.…·．_\s](?:[.…·．_\s]*[-—（(]?\s*\d{1,4}\s*[-—）)]?|[.…·．_\s]{2,})$")
_PAGE_END = re.compile(r"[\d\s.…·．_—）)-]")  # with which both of these end
_LINK = re.compile(r"^(?:[-*+•]\s+|\d{1,3}[.)、]\s*)?\[(?P<title>.+)\]\([^()]*\)$")
_BULLET = re.compile(r"^[-*+•◎○●◇◆■□]\s*(?=\S)")
_LONGEST_HEAD = 24
_START = 10  # lines within which a list of titles without the word 目录 must start
_LEAST = 3  # entries of such a list
_UNIT = re.compile(r"\s*[（(][^（()）]{2,30}[)）]$")
_PARTING = re.compile(r"\s+|[:：|｜]|——?")  # between a title and the unit beside it
_PARTINGS = 6
_COLUMNS = re.compile(r"(?:序号|编号|题目|标题|篇名|材料|名称|报送|单位|作者|页码|页数|备注|\s)+")
_STRAYS = 2  # entries in a row that are found nowhere in the text
_PAGED = 0.8  # of the entries, how many have a page where the others are no entries
_UNITS = 0.4  # of the titles, how many have a line for the unit where such lines are units
_SHORTEST = 4  # characters of a title; shorter ones are 前言 and 后记
_LONGEST = 120
_MISSING = 30  # entries for which a line that is only like them is looked for
_COMPARED = 2_000  # lines that are compared with an entry letter by letter
_NEAR = 0.8  # how like a title of the contents a line must be that is taken for it


@dataclass(frozen=True, slots=True)
class _Lines:
    """The text lines by what is compared: without number, page, white space and quotation marks."""

    texts: Sequence[str]
    at: tuple[int, ...]  # indexes of lines with text, in order
    parts: Mapping[int, tuple[str, str]]  # index -> title, mark
    keys: Mapping[int, str]
    places: Mapping[str, Sequence[int]]
    paged: Set[int]  # lines that end in dots or a gap, and a page
    listed: Set[int] = frozenset()  # lines of lists: no place

    def again(self, titles: Sequence[str], span: _Span) -> tuple[str, int]:
        """Return the first of the titles that a line in the span reads like, and that line.

        The line is -1, and the title the first one, when no line does.
        """
        for title in titles:
            same = self.places.get(title_key(title), ())
            at = bisect_right(same, span.after)
            if at < len(same) and same[at] < span.before:
                return title, same[at]
        return titles[0] if titles else "", -1

    def broken(self, title: str, span: _Span) -> int:
        """Return the first line in the span over which, and those below, a title is broken."""
        key = title_key(title)
        for size in range(len(key) - 1, _SHORTEST - 1, -1):
            same = self.places.get(key[:size], ())
            at = bisect_right(same, span.after)
            if at < len(same) and same[at] < span.before and self._goes_on(same[at], key[size:]):
                return same[at]
        return -1

    def _goes_on(self, index: int, rest: str) -> bool:
        """Say whether the next line, or the next two, are the rest of a title."""
        one = self.following(index)
        line = self.keys.get(one, "")
        if not line or not rest.startswith(line):
            return False
        return rest == line or self.keys.get(self.following(one), "") == rest[len(line) :]

    def following(self, index: int) -> int:
        """Return the next line with text, -1 for none."""
        at = bisect_right(self.at, index)
        return self.at[at] if at < len(self.at) else -1


@dataclass(frozen=True, slots=True)
class _Span:
    """Where the titles of a list are looked for: between two lines."""

    after: int
    before: int


@dataclass(frozen=True, slots=True)
class _List:
    """A list of titles: its heading (-1: none), its lines, and whether only a list is so headed."""

    head: int
    lines: tuple[int, ...]
    certain: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry by its first line, with the ways to read its title, likeliest first."""

    index: int
    titles: tuple[str, ...]
    numbered: bool


def read_contents(lines: Sequence[CleanLine], rules: Sequence[BoundaryRule]) -> Contents:
    """Find the tables of contents; empty when there are none.

    Entries end in dots, a tab or blanks and a page number, or read like a line further down. A
    list without the word 目录 above it counts when it stands at the head and all of its entries
    come again.
    """
    words = load_title_words()
    texts, _ = paragraphs(lines)
    known = _lines(lines, texts, rules)
    toc = set(known.paged) if len(known.paged) >= 2 else set()
    lists = _headed(known, words)
    toc.update(one.head for one in lists if one.certain)
    listed = _placed(known, lists, words)
    if not listed:
        listed = _unheaded(known, words)
    entries: list[ContentsEntry] = []
    taken: set[int] = set()
    for one, places in listed:
        toc.update((one.head, *one.lines) if one.head >= 0 else one.lines)
        for entry, title, place in places:
            # a list of the whole source and one of an issue name the same articles
            if place < 0 or place not in taken:
                entries.append(ContentsEntry(lines[entry.index].number, title, place))
            taken.add(place)
    starts = tuple(one.head if one.head >= 0 else one.lines[0] for one, _ in listed)
    return Contents(frozenset(toc), tuple(entries), starts)


_Placed = list[tuple[_Entry, str, int]]  # entries with the title that was found, and its line


def _lines(
    lines: Sequence[CleanLine], texts: Sequence[str], rules: Sequence[BoundaryRule]
) -> _Lines:
    at = tuple(index for index, text in enumerate(texts) if text)
    parts: dict[int, tuple[str, str]] = {}
    paged: set[int] = set()
    for index in at:
        text = texts[index]
        if len(text) > _LONGEST and not text.endswith(")"):
            continue
        link = _LINK.match(text) if text[-1] == ")" else None
        if link is not None:
            text = link["title"]
        elif len(text) > _LONGEST:
            continue
        title, ends = text, _PAGE_END.match(text, len(text) - 1)
        if ends:
            title = _PAGE.sub("", text)
        if bullet := _BULLET.match(title):
            title = title[bullet.end() :]
        parts[index] = parted(title, rules)
        if lines[index].style.role == "toc" or (ends and _DOTTED.search(text)):
            paged.add(index)
    keys = {index: title_key(title) for index, (title, _) in parts.items()}
    places: dict[str, list[int]] = {}
    for index, key in keys.items():
        if key:
            places.setdefault(key, []).append(index)
    return _Lines(texts, at, parts, keys, places, paged)


def _headed(known: _Lines, words: TitleWords) -> list[_List]:
    """Return the lists that stand below a heading, with or without entries."""
    found: list[_List] = []
    end = -1
    for index in known.at:
        if index <= end or len(known.texts[index]) > _LONGEST_HEAD:
            continue
        certain = _is_head(known.texts[index], words)
        if certain or words.contents_perhaps.search(without_blanks(known.texts[index])):
            entries = _entries(known, index, words, patient=True)
            found.append(_List(index, tuple(entries), certain))
            end = entries[-1] if entries else index
    return found


def _placed(
    known: _Lines, lists: Sequence[_List], words: TitleWords
) -> list[tuple[_List, _Placed]]:
    """Return the lists whose titles stand in the text, with their places."""
    known = _without_lists(known, lists)
    end = known.at[-1] + 1 if known.at else 0
    found: list[tuple[_List, _Placed]] = []
    heads = [one.head for one in lists if one.lines]
    for one in lists:
        if not one.lines:
            continue
        later = bisect_right(heads, one.head)
        until = heads[later] if later < len(heads) else end
        entries = _listed(known, one, words)
        places = _places(known, entries, _Span(one.lines[-1], until))
        if one.head == heads[0] and until < end and 2 * _count(places) < len(entries):
            # the list of the whole source, before those of its parts
            wide = _places(known, entries, _Span(one.lines[-1], end))
            places = max(places, wide, key=_count)
        count = _count(places)
        least = 1 if found and count == len(places) else 2  # a later issue may have one article
        if count >= least and (one.certain or 2 * count >= len(places)):
            found.append((one, places))
    return found


def _without_lists(known: _Lines, lists: Sequence[_List]) -> _Lines:
    """Return the lines without those of lists as places."""
    inside = frozenset(index for one in lists for index in one.lines)
    places = dict(known.places)
    for key in {known.keys[index] for index in inside if known.keys.get(index)}:
        places[key] = [index for index in places[key] if index not in inside]
    return replace(known, places=places, listed=inside)


def _count(places: _Placed) -> int:
    return sum(place >= 0 for _, _, place in places)


def _unheaded(known: _Lines, words: TitleWords) -> list[tuple[_List, _Placed]]:
    """Return the list at the head of a source that has no heading."""
    for start in range(min(_START, len(known.at))):
        lines = _entries(known, known.at[start - 1] if start else -1, words, patient=False)
        if sum(_like_a_title(known.texts[index]) for index in lines) < _LEAST:
            continue
        one = _List(-1, tuple(lines), certain=False)
        entries = _listed(known, one, words)
        if sum(len(known.places[title_key(entry.titles[0])]) > 2 for entry in entries) > _STRAYS:
            continue  # the head and the foot of each issue of a bulletin
        places = _places(known, entries, _Span(lines[-1], known.at[-1] + 1))
        if _count(places) >= max(_LEAST, len(lines)):
            return [(one, places)]
    return []


def _entries(known: _Lines, head: int, words: TitleWords, *, patient: bool) -> list[int]:
    """Return the lines of the list below a line; a ``patient`` reader skips strays."""
    entries: list[int] = []
    waiting: list[int] = []
    first = ""
    second = -1  # the second line of an entry
    above, block = head, 0  # the line above; the entries before the last blank line
    for at in range(bisect_right(known.at, head), len(known.at)):
        index = known.at[at]
        text = known.texts[index]
        again = patient and bool(entries) and _is_head(text, words)
        if again and waiting:  # the contents of an issue, below its head
            return entries[:block]
        if index > above + 1:
            block = len(entries)
        above = index
        if first and known.keys.get(index) == first and index not in known.paged:
            break  # the first article
        lines = 1 if again or index == second else _lines_of_entry(known, index, patient=patient)
        if lines:
            entries += [*waiting, index]
            waiting = []
            first = first or known.keys.get(index, "")
            second = known.following(index) if lines == 2 else -1
        elif patient and len(waiting) < _STRAYS and _like_an_entry(text):
            waiting.append(index)
        else:
            break
    return entries


def _is_head(text: str, words: TitleWords) -> bool:
    return len(text) <= _LONGEST_HEAD and bool(words.contents.search(without_blanks(text)))


def _lines_of_entry(known: _Lines, index: int, *, patient: bool) -> int:
    """Return how many lines the entry takes that starts here: 0 when none does."""
    if index in known.paged:
        return 1
    below = _Span(index, len(known.texts))
    titles = tuple(_readings(known, index))
    if not titles or known.again(titles if patient else titles[:1], below)[1] >= 0:
        return 1 if titles else 0
    joined = _joined(known, index, known.following(index)) if patient else ""
    return 2 if joined and known.again((joined,), below)[1] >= 0 else 0


def _like_a_title(text: str) -> bool:
    """Say whether a line that comes again is no byline: those come again below other titles."""
    return _like_an_entry(text) and not byline(text)


def _like_an_entry(text: str) -> bool:
    return len(text) <= 60 and not terminated(text)


def _readings(known: _Lines, index: int) -> Iterator[str]:
    """Yield what an entry's title may be: the text may lack the unit that stands beside it."""
    title, _ = known.parts.get(index, ("", ""))
    if not title:
        return
    yield title
    bare = _UNIT.sub("", title)
    if bare != title:
        yield bare
    cuts = [match.span() for match in _PARTING.finditer(title)]
    if not 0 < len(cuts) <= _PARTINGS:
        return
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(title)]
    runs = {
        title[start:end]
        for at, start in enumerate(starts)
        for end in ends[at:]
        if _SHORTEST <= end - start < len(title)
    }
    for run in sorted(runs, key=lambda one: (-len(one), one)):
        if not byline(run):
            yield run


def _joined(known: _Lines, index: int, following: int) -> str:
    """Return the title of an entry over two lines, "" where they cannot be one."""
    if following < 0 or index in known.paged or "\t" in known.texts[index]:
        return ""
    one, other = known.parts.get(index, ("", "")), known.parts.get(following, ("", ""))
    return one[0] + other[0] if one[0] and other[0] and not other[1] else ""


def _listed(known: _Lines, one: _List, words: TitleWords) -> list[_Entry]:
    """Return the entries of a list that are articles."""
    texts = known.texts
    firsts = Counter(
        style
        for style, value in (numbering(texts[index]) for index in one.lines)
        if value in ("一", "1", "１")
    )
    groups = sum(bool(words.part.search(_PAGE.sub("", texts[index]))) for index in one.lines)
    articles = [
        index
        for index in one.lines
        # numbers that start again are those of the headings inside the articles, or groups'
        if firsts[numbering(texts[index])[0]] < max(2, groups + 1)
        and len(known.parts.get(index, ("", ""))[0]) >= _SHORTEST
        and not words.part.search(_PAGE.sub("", texts[index]))
        and not words.preface.search(known.keys[index])
        and not words.postscript.search(known.keys[index])
        and not _is_head(texts[index], words)
        and not _COLUMNS.fullmatch(texts[index])
    ]
    entries = _over_two_lines(known, articles, one.lines)
    titled = [entry for entry in entries if not byline_unit(entry.titles[0])]
    units = len(entries) - len(titled)
    return titled if _UNITS * len(titled) <= units <= len(titled) else entries


def _over_two_lines(known: _Lines, articles: Sequence[int], lines: Sequence[int]) -> list[_Entry]:
    """Return the entries of a list, those over two lines as one."""
    below = _Span(lines[-1], len(known.texts))
    entries: list[_Entry] = []
    among = frozenset(articles)
    second = -1
    for index in articles:
        if index == second:
            continue
        titles = tuple(_readings(known, index))
        numbered = bool(known.parts[index][1])
        following = known.following(index)
        joined = _joined(known, index, following) if following in among else ""
        if joined and known.again(titles, below)[1] < 0:
            title, place = known.again((joined,), below)
            other = tuple(_readings(known, following))
            # half a title has no page; neither half stands by itself in the text
            halves = numbered and following in known.paged and not byline_unit(other[0])
            if place >= 0 or (halves and known.again(other, below)[1] < 0):
                titles, second = (title,), following
        entries.append(_Entry(index, titles, numbered))
    return entries


def _places(known: _Lines, entries: Sequence[_Entry], span: _Span) -> _Placed:
    """Return the entries with the lines that they list (-1: none)."""
    listed: _Placed = []
    last = span.after
    for entry in entries:
        within = _Span(last, span.before)
        title, place = known.again(entry.titles[:1], within)
        if place < 0 and (place := known.broken(title, within)) < 0:
            title, place = known.again(entry.titles, within)
        listed.append((entry, title, place))
        last = max(last, place)
    listed = _without_strays(known, _without_units(known, listed))
    taken = {place for _, _, place in listed}
    if sum(place < 0 for _, _, place in listed) > _MISSING:
        return listed  # a table of another text: likenesses would be chance, and dear
    return [
        (entry, title, place if place >= 0 else _nearest(known, listed, at, span, taken))
        for at, (entry, title, place) in enumerate(listed)
    ]


def _without_units(known: _Lines, listed: _Placed) -> _Placed:
    """Leave out the lines below the titles, in a list that has one for each: who wrote it.

    In the text they stand directly below the titles as well.
    """
    second = {
        other.index
        for (one, _, place), (other, _, below) in itertools.pairwise(listed)
        if place >= 0 and below == known.following(place) and one.numbered >= other.numbered
    }
    if len(second) < max(2, _UNITS * (len(listed) - len(second))):
        return listed
    longer = sum(
        other.index in second and len(other.titles[0]) > len(one.titles[0])
        for (one, *_), (other, *_) in itertools.pairwise(listed)
    )
    if 2 * longer > len(second):
        return listed  # titles below the headings of groups
    return [one for one in listed if one[0].index not in second]


def _without_strays(known: _Lines, listed: _Placed) -> _Placed:
    """Leave out the lines that are found nowhere and have no page, where the others have one."""
    paged = sum(_PAGE.search(known.texts[entry.index]) is not None for entry, _, _ in listed)
    if not _PAGED * len(listed) <= paged < len(listed):
        return listed
    return [
        (entry, title, place)
        for entry, title, place in listed
        if place >= 0 or entry.numbered or _PAGE.search(known.texts[entry.index])
    ]


def _nearest(known: _Lines, listed: _Placed, at: int, span: _Span, taken: set[int]) -> int:
    """Return the line most like an entry between the lines of its neighbours, -1 without one."""
    entry = listed[at][0]
    low = max([span.after, *(place for _, _, place in listed[:at])])
    high = next((place for _, _, place in listed[at + 1 :] if place >= 0), span.before)
    key = title_key(entry.titles[0])
    wanted = set(itertools.pairwise(key))
    rows = known.at[bisect_right(known.at, low) : bisect_right(known.at, high - 1)]
    best: tuple[float, int] = (_NEAR, -1)
    compared = 0
    for other in rows:
        line = known.keys.get(other, "")
        if other in taken or other in known.listed or not wanted:
            continue
        if not 0.5 <= len(line) / len(key) <= 2:
            continue
        if len(wanted & set(itertools.pairwise(line))) < 0.5 * len(wanted):
            continue
        compared += 1
        if compared > _COMPARED:
            break
        best = max(best, (SequenceMatcher(None, key, line, autojunk=False).ratio(), other))
    return best[1]
