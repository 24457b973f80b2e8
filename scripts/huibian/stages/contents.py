"""Contents: the table of contents at a compilation's head, and the lines that it lists.

A list of titles decides which lines are titles, and tells which are missing. Knows nothing of
how titles are marked in the text itself.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from huibian.model import CleanLine, Contents, ContentsEntry
from huibian.vocabulary.boundaries import BoundaryRule, TitleWords, load_title_words, parted
from huibian.wording import numbering, paragraphs, terminated

_DOTTED = re.compile(r"(?:[.…·．_]{3,}|…{2,}|[\u3000 ]{2,}|\t)\s*[-—]?\s*\d{1,4}\s*[-—]?$")
_PAGE = re.compile(r"[.…·．_\s]+[-—（(]?\s*\d{1,4}\s*[-—）)]?$|[.…·．_\s]{3,}$")
_HEAD = re.compile(r"^[【\[]?目\s*录[】\]]?$")
_START = 10  # lines within which a list of titles without the word 目录 must start
_LEAST = 3  # entries of such a list
_UNIT = re.compile(r"\s*[（(][^（()）]{2,30}[)）]$")
_STRAYS = 2  # entries in a row that are found nowhere in the text
_SHORTEST = 4  # characters of a title; shorter ones are 前言 and 后记
_LONGEST = 120
_UNLIKE = re.compile(r"[\s“”\"'‘’《》〈〉「」『』，,、：:；;（）()·—\-]+")
_MISSING = 30  # entries for which a line that is only like them is looked for
_COMPARED = 2_000  # lines that are compared with an entry letter by letter
_NEAR = 0.8  # how like a title of the contents a line must be that is taken for it


@dataclass(frozen=True, slots=True)
class _Lines:
    """The text lines by what is compared: without number, page, white space and quotation marks."""

    at: tuple[int, ...]  # indexes of lines with text, in order
    parts: Mapping[int, tuple[str, str]]  # index -> title, mark
    keys: Mapping[int, str]
    places: Mapping[str, Sequence[int]]

    def again(self, index: int, after: int) -> int:
        """Return the next line below ``after`` that reads like a line, -1 without one.

        A list may name the unit in brackets behind a title, where the text does not.
        """
        for key in (self.keys.get(index, ""), self._without_unit(index)):
            same = self.places.get(key, ())
            at = bisect_right(same, after)
            if at < len(same):
                return same[at]
        return -1

    def _without_unit(self, index: int) -> str:
        title, _ = self.parts.get(index, ("", ""))
        bare = _UNIT.sub("", title)
        return _UNLIKE.sub("", bare) if bare != title else ""


def read_contents(lines: Sequence[CleanLine], rules: Sequence[BoundaryRule]) -> Contents:
    """Find the table of contents; empty when there is none.

    Entries end in dots, a tab or blanks and a page number, or read like a line further down. A
    list without the word 目录 above it counts when it stands at the head and all of its entries
    come again.
    """
    words = load_title_words()
    texts, _ = paragraphs(lines)
    known = _lines(texts, rules)
    styled = {index for index in known.at if lines[index].style.role == "toc"}
    dotted = styled | {index for index in known.parts if _DOTTED.search(texts[index])}
    heads = [at for at, index in enumerate(known.at) if _HEAD.match(texts[index])]
    toc = {known.at[at] for at in heads} | (dotted if len(dotted) >= 2 else set())
    for start in [heads[0] + 1] if heads else range(min(_START, len(known.at))):
        entries = _entries(known, texts, dotted, start, patient=bool(heads))
        listed = _listed(known, texts, entries, words)
        placed = sum(place >= 0 for _, place in listed)
        if placed >= (2 if heads else max(_LEAST, len(entries))):
            toc.update(entries)
            return Contents(
                frozenset(toc),
                tuple(
                    ContentsEntry(lines[index].number, known.parts[index][0], place)
                    for index, place in listed
                ),
            )
    return Contents(frozenset(toc), ())


def _lines(texts: Sequence[str], rules: Sequence[BoundaryRule]) -> _Lines:
    at = tuple(index for index, text in enumerate(texts) if text)
    parts = {
        index: parted(_PAGE.sub("", texts[index]), rules)
        for index in at
        if len(texts[index]) <= _LONGEST
    }
    keys = {index: _UNLIKE.sub("", title) for index, (title, _) in parts.items()}
    places: dict[str, list[int]] = {}
    for index, key in keys.items():
        if key:
            places.setdefault(key, []).append(index)
    return _Lines(at, parts, keys, places)


def _entries(
    known: _Lines, texts: Sequence[str], dotted: set[int], start: int, *, patient: bool
) -> list[int]:
    """Return the lines of the list that starts at a place; a ``patient`` reader skips strays."""
    entries: list[int] = []
    waiting: list[int] = []
    for index in known.at[start:]:
        if index in dotted or known.again(index, index) >= 0:
            entries += [*waiting, index]
            waiting = []
        elif patient and len(waiting) < _STRAYS and _like_an_entry(texts[index]):
            waiting.append(index)
        else:
            break
    return entries


def _like_an_entry(text: str) -> bool:
    return len(text) <= 60 and not terminated(text)


def _listed(
    known: _Lines, texts: Sequence[str], entries: Sequence[int], words: TitleWords
) -> list[tuple[int, int]]:
    """Return the entries that are articles, each with the line that it lists (-1: none)."""
    if not entries:
        return []
    firsts = Counter(
        style
        for style, value in (numbering(texts[index]) for index in entries)
        if value in ("一", "1", "１")
    )
    groups = sum(bool(words.part.search(_PAGE.sub("", texts[index]))) for index in entries)
    articles = [
        index
        for index in entries
        # numbers that start again are those of the headings inside the articles, or groups'
        if firsts[numbering(texts[index])[0]] < max(2, groups + 1)
        and len(known.parts.get(index, ("", ""))[0]) >= _SHORTEST
        and not words.part.search(_PAGE.sub("", texts[index]))
        and not words.preface.search(known.keys[index])
        and not words.postscript.search(known.keys[index])
        and not _HEAD.match(texts[index])
    ]
    listed: list[tuple[int, int]] = []
    last = entries[-1]
    for index in articles:
        place = known.again(index, last)
        listed.append((index, place))
        last = max(last, place)
    taken = {place for _, place in listed}
    if sum(place < 0 for _, place in listed) > _MISSING:
        return listed  # a table of another text: likenesses would be chance, and dear
    return [
        (index, place if place >= 0 else _nearest(known, listed, at, entries[-1], taken))
        for at, (index, place) in enumerate(listed)
    ]


def _nearest(
    known: _Lines,
    listed: Sequence[tuple[int, int]],
    at: int,
    after: int,
    taken: set[int],
) -> int:
    """Return the line most like an entry between the lines of its neighbours, -1 without one."""
    index, _ = listed[at]
    low = max([after, *(place for _, place in listed[:at])])
    high = next((place for _, place in listed[at + 1 :] if place >= 0), known.at[-1] + 1)
    key = known.keys[index]
    wanted = set(itertools.pairwise(key))
    best: tuple[float, int] = (_NEAR, -1)
    compared = 0
    for other in known.at[bisect_right(known.at, low) :]:
        if other >= high:
            break
        line = known.keys.get(other, "")
        if other in taken or not wanted or not 0.5 <= len(line) / len(key) <= 2:
            continue
        if len(wanted & set(itertools.pairwise(line))) < 0.5 * len(wanted):
            continue
        compared += 1
        if compared > _COMPARED:
            break
        best = max(best, (SequenceMatcher(None, key, line, autojunk=False).ratio(), other))
    return best[1]
