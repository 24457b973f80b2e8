"""Records cut into shards, pieces of about the same size, each named by its first gram.

Where a shard ends depends on the records near its end, so that a changed record changes its own
shard and seldom the next; and a name says nothing of the shards before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from huibian.site.search.grams import Array, Records, depths, encode

#: Bytes of a shard at most, before it is written as text; a larger record has one for itself.
SHARD = 11_000
_LEAST = 0.6  # of that, at least
_FOLDER = 3  # shards whose first codes share all but so many bits stand in one folder
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where shards begin, as numbers of records, with one more at the end."""

    at: Array
    first: Array  # names

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


def cut(records: Records) -> Cuts:
    """Cut records into shards.

    Of the records at which a shard of fitting size may end, one with a short name is taken, which
    is soonest there in every version of a library, and takes least in the list of shards.
    """
    total = len(records.names)
    bounds = np.append(0, np.cumsum(records.sizes, dtype=np.int64))
    least = int(SHARD * _LEAST)
    cuts = [0] if total else []
    at = 0
    while bounds[-1] - bounds[at] > SHARD:
        start = bounds[at]
        low, high = np.searchsorted(bounds, (start + least, start + SHARD + 1))
        low = max(low, at + 1)
        if low < high:
            at = int(low) + int(np.argmin(_liking(records.names[low:high])))
        else:
            at = max(at + 1, int(high) - 1)
        if at >= total:
            break
        cuts.append(at)
    starts = np.array(cuts, dtype=np.int64)
    return Cuts(np.append(starts, total), records.names[starts])


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


def separators(cuts: Cuts) -> bytes:
    """Write the first gram of each shard: codes shared with the one before, codes of its own."""
    numbers: list[int] = []
    before: Sequence[int] = ()
    for name in cuts.first.tolist():
        first = spelt(name)
        shared = 0
        while shared < min(len(first), len(before)) and first[shared] == before[shared]:
            shared += 1
        numbers += [shared << 3 | len(first) - shared, *first[shared:]]
        before = first
    return encode(np.array(numbers, dtype=np.uint32))
