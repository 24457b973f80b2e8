"""Pairing: which article of a new version of a source is which one of the version before.

Judged by title and by text, because in a corrected file either may have changed. Pure: texts in,
positions out.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

_SIZE = 8  # characters of a shingle
_SAMPLE = 4  # of how many shingles one is looked at
_LEAST = 0.4  # share of the shorter text that both must have to be the same article
_NO_TEXT = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Version:
    """An article in one version: its title and its text (any markup)."""

    title: str
    text: str


def pair(before: Sequence[Version], now: Sequence[Version]) -> list[int | None]:
    """Return for each article of the new version its position in the one before, None if new.

    A title that stands once in both versions decides; then the text; then titles in their order.
    """
    found: list[int | None] = [None] * len(now)
    counts = [Counter(one.title for one in version) for version in (before, now)]
    places: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(before):
        places[one.title].append(at)
    left = set(range(len(before)))
    for at, one in enumerate(now):
        if all(count[one.title] == 1 for count in counts):
            found[at] = places[one.title][0]
            left.discard(places[one.title][0])
    unknown = [at for at, place in enumerate(found) if place is None]
    for at, place in _by_text(before, now, sorted(left), unknown):
        if found[at] is None and place in left:
            found[at] = place
            left.discard(place)
    for at in unknown:
        same = [place for place in places[now[at].title] if place in left]
        if found[at] is None and same:
            found[at] = same[0]
            left.discard(same[0])
    return found


def _by_text(
    before: Sequence[Version], now: Sequence[Version], old: Sequence[int], new: Sequence[int]
) -> list[tuple[int, int]]:
    """Return (position now, position before) of alike texts, the most alike first."""
    shingles = {place: _shingles(before[place].text) for place in old}
    homes: dict[int, list[int]] = defaultdict(list)
    for place in old:
        for shingle in shingles[place]:
            homes[shingle].append(place)
    hits = []
    for at in new:
        mine = _shingles(now[at].text)
        shared = Counter(place for shingle in mine for place in homes.get(shingle, ()))
        for place, count in shared.items():
            likeness = count / min(len(mine), len(shingles[place]))
            if likeness >= _LEAST:
                hits.append((-likeness, abs(at - place), at, place))
    return [(at, place) for _, _, at, place in sorted(hits)]


def _shingles(text: str) -> set[int]:
    bare = _NO_TEXT.sub("", text)
    values = (zlib.crc32(bare[at : at + _SIZE].encode()) for at in range(len(bare) - _SIZE + 1))
    return {value for value in values if value % _SAMPLE == 0}
