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
_LOOK = 2048  # records looked at for a shard's end; more, where these take too few bytes
#: Shards of a branch at most; a library with fewer has their list in the piece that is read first.
BRANCH = 384
_FEWEST = 1 / 3  # of that, at least
_FOLDER = 3  # shards whose first codes share all but so many bits stand in one folder
_TOGETHER = 256  # shards in which records are looked for at once
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
    cuts, bounds = [0], [0]
    while cuts[-1] < total:
        end, size = known.get(cuts[-1]) or _end(records, cuts[-1])
        cuts.append(end)
        bounds.append(bounds[-1] + size)
    at = np.array(cuts, dtype=np.int64)
    return Cuts(at, np.array(bounds, dtype=np.int64), records.names[at[:-1]])


def _end(records: Records | Spliced, at: int) -> tuple[int, int]:
    """Return where a shard that begins at a record ends, and how many bytes it has."""
    total, count = len(records.names) - at, _LOOK
    ends = np.cumsum(records.sizes[at : at + count], dtype=np.int64)
    while count < total and ends[-1] <= SHARD:
        count *= 2
        ends = np.cumsum(records.sizes[at : at + count], dtype=np.int64)
    low, high = map(int, np.searchsorted(ends, (int(SHARD * _LEAST), SHARD + 1)))
    if high == len(ends):
        count = len(ends)
    elif low < high:
        names = records.names[at + 1 + low : at + 1 + high]
        count = 1 + low + int(np.argmin(_liking(names)))
    else:
        count = max(1, high)
    return at + count, int(ends[count - 1])


def _next(records: Records | Spliced, before: Cuts, changed: Array) -> dict[int, tuple[int, int]]:
    """Return by the first record of a shard what ``_end`` does, where no change can alter it.

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


def _liking(names: Array) -> Array:
    """Return a number for each name, the smaller the rather a shard may begin with it."""
    size = depths(names).astype(np.uint64)
    return size << np.uint64(32) | names * _SPREAD >> np.uint64(32)


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
        begins.append(low + int(np.argmin(_liking(first[low:high]))))
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
