"""Records cut into shards, pieces of about the same size, each named by its first gram.

Where a shard ends depends on the records near its end, so that a changed record changes its own
shard and seldom the next; and a name says nothing of the shards before it. The list of shards is
cut in the same way into branches, so that a look-up reads a small part of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from huibian.site.search.grams import Array, Records, depths, encode
from huibian.site.search.pieces import as_text
from huibian.site.search.spliced import Spliced

#: Bytes of a shard at most, before it is written as text; a larger record has one for itself.
SHARD = 11_000
_LEAST = 0.6  # of that, at least
_LOOK = 3072  # records read at once; more, where a shard's take too few bytes
#: Shards of a branch at most; a library with fewer has their list in the piece that is read first.
BRANCH = 384
_FEWEST = 1 / 3  # of that, at least
_FOLDER = 3  # shards whose first codes share all but so many bits stand in one folder
_TOGETHER = 256  # shards in which records are looked for at once
_RESTS = tuple(np.uint64((1 << bits) - 1) for bits in (48, 32, 16, 0))  # behind so many codes
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where shards begin, as numbers of records and in their data, with one more at the end."""

    at: Array
    bounds: Array
    first: Array  # names

    def begins(self, sizes: Array, at: Array) -> Array:
        """Return where records, ascending, begin in the data; their number stands for its end.

        Of the ``sizes`` of all records only those in the shards of these are read.
        """
        shard = np.searchsorted(self.at, at, "right") - 1
        ends = np.append(self.at[1:], self.at[-1])
        used = np.unique(shard)
        found: Array = self.bounds[shard]
        for low in range(0, len(used), _TOGETHER):
            some = used[low : low + _TOGETHER]
            begin, end = self.at[some], ends[some]
            runs = zip(begin.tolist(), end.tolist(), strict=True)
            held = np.concatenate([sizes[first:last] for first, last in runs])
            sums = np.append(0, held.cumsum(dtype=np.int64))
            shift = np.cumsum(end - begin) - end  # from numbers of records to places in sums
            here = slice(*np.searchsorted(shard, [some[0], some[-1] + 1]))
            own = shift[np.searchsorted(some, shard[here])]
            found[here] += sums[at[here] + own] - sums[self.at[shard[here]] + own]
        return found

    def unchanged(self, before: Cuts, changed: Array) -> Array:
        """Say which shards hold what they held before; ``changed`` are names, sorted."""
        end = np.uint64((1 << 64) - 1)
        old = np.searchsorted(before.first, self.first)
        old = np.minimum(old, max(0, len(before.first) - 1))
        if not len(before.first):
            return np.zeros(len(self.first), dtype=bool)
        same = before.first[old] == self.first
        same &= np.append(before.first[1:], end)[old] == np.append(self.first[1:], end)
        edges = np.append(np.searchsorted(changed, self.first), len(changed))
        unchanged: Array = same & (np.diff(edges) == 0)
        return unchanged


def cut(
    records: Records | Spliced, before: Cuts | None = None, changed: Array | None = None
) -> Cuts:
    """Cut records into shards.

    Of the records at which a shard of fitting size may end, one with a short name is taken, which
    is soonest there in every version of a library, and takes least in the list of shards. Where
    the cuts of before and the ``changed`` names are given, the same comes out sooner.
    """
    total = len(records.names)
    known = {} if before is None or changed is None else _next(records, before, changed)
    reader = _Reader(records)
    cuts, bounds = [0], [0]
    while cuts[-1] < total:
        end, size = known.get(cuts[-1]) or reader.end(cuts[-1])
        cuts.append(end)
        bounds.append(bounds[-1] + size)
    at = np.array(cuts, dtype=np.int64)
    return Cuts(at, np.array(bounds, dtype=np.int64), records.names[at[:-1]])


class _Reader:
    """Says where shards end; reads sizes some ahead, as the next shard is mostly wanted, too."""

    def __init__(self, records: Records | Spliced) -> None:
        self._records = records
        self._begin = 0
        self._sums: Array = np.zeros(1, dtype=np.int64)

    def end(self, at: int) -> tuple[int, int]:
        """Return where a shard that begins at a record ends, and how many bytes it has."""
        sums = self._from(at)
        low, high = sums.searchsorted(sums[0] + (int(SHARD * _LEAST), SHARD + 1)).tolist()
        low = max(1, low)
        if high == len(sums):
            count = len(sums) - 1
        elif low < high:
            count = low + _best(self._records.names[at + low : at + high])
        else:
            count = max(1, high - 1)
        return at + count, int(sums[count] - sums[0])

    def _from(self, at: int) -> Array:
        """Return the sums of sizes from a record on, so far that one ends beyond a shard's."""
        sums, count = self._sums[at - self._begin :], _LOOK
        total = len(self._records.names)
        while not len(sums) or (sums[-1] - sums[0] <= SHARD and at + len(sums) <= total):
            sizes = self._records.sizes[at : at + count]
            sums = np.append(0, sizes.astype(np.int64).cumsum())
            self._begin, self._sums = at, sums
            count *= 2
        return sums


def _next(records: Records | Spliced, before: Cuts, changed: Array) -> dict[int, tuple[int, int]]:
    """Return by its first record where a shard ends, and its bytes, if no change can alter that.

    What decides about a shard's end lies before the first shard that begins further behind its own
    beginning than a shard may be long.
    """
    edges = np.append(np.searchsorted(changed, before.first), len(changed))
    beyond = np.searchsorted(before.bounds, before.bounds[:-1] + SHARD, "right")
    far = np.flatnonzero(beyond < len(edges))
    same = far[edges[far] == edges[beyond[far]]]
    begin = records.names.searchsorted(before.first[same]).tolist()
    end = records.names.searchsorted(before.first[same + 1]).tolist()
    sizes = (before.bounds[same + 1] - before.bounds[same]).tolist()
    return dict(zip(begin, zip(end, sizes, strict=True), strict=True))


def _best(names: Array) -> int:
    """Return with which of some names a shard had best begin: a short one, and always the same."""
    for rest in _RESTS:
        at = np.flatnonzero(names & rest == 0)
        if len(at):
            break
    return int(at[np.argmin(names[at] * _SPREAD >> np.uint64(32))])


def piece(kind: str, name: int) -> str:
    """Return the name of the piece that begins with a gram."""
    codes = spelt(name)
    return f"{kind}{codes[0] >> _FOLDER}/{'_'.join(map(str, codes))}"


def spelt(name: int) -> tuple[int, ...]:
    """Return the codes of a name."""
    codes = (name >> shift & 0xFFFF for shift in (48, 32, 16, 0))
    return tuple(code for code in codes if code)


def listed(kind: str, first: Array) -> tuple[list[Any], dict[str, str]]:
    """Return how the list of shards is read, from the names of their first grams.

    That is what the piece that is read first has of it, ``[storeys, names]``, and the pieces of
    the branches whose names these are where there are two storeys.
    """
    begins = _branches(first)
    if len(begins) == 1:
        return [1, as_text(separators(first))], {}
    branches = {
        f"{kind}_/{'_'.join(map(str, spelt(int(first[low]))))}": as_text(
            separators(first[low:high])
        )
        for low, high in pairwise([*begins, len(first)])
    }
    return [2, as_text(separators(first[begins]))], branches


def _branches(first: Array) -> list[int]:
    """Return where branches begin: as shards do, where the names near their ends say so."""
    begins = [0]
    while len(first) - begins[-1] > BRANCH:
        low = begins[-1] + max(1, int(BRANCH * _FEWEST))
        high = begins[-1] + BRANCH + 1
        begins.append(low + _best(first[low:high]))
    return begins


def separators(first: Array) -> bytes:
    """Write names, ascending: how many codes each shares with the one before, and its own."""
    codes = np.stack([first >> np.uint64(shift) & np.uint64(0xFFFF) for shift in (48, 32, 16, 0)])
    same = codes[:, 1:] == codes[:, :-1]
    shared = np.append(0, np.cumprod(same & (codes[:, 1:] > 0), axis=0).sum(axis=0))[: len(first)]
    size = depths(first)
    table = np.concatenate([[shared << 3 | size - shared], codes]).T
    place = np.arange(len(codes))
    own = (place >= shared[:, None]) & (place < size[:, None])
    return encode(table[np.insert(own, 0, True, axis=1)])
