"""Records of which a few owners go and to which others come, changed as they are written.

Most of a record stays as it is: groups in which nothing changes are copied, bits of bitsets are set
and cleared, and only lists in which something changes are read and written anew. The bytes are
those that ``grams.records`` writes. Knows no texts: what says where a gram stands (the record's
tail) is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from huibian.site.search import grams
from huibian.site.search.grams import BITS, Array, Records, changes

#: Bits of an owner in a key; above them stands the number of what it belongs to.
OWNER = 24
OWNERS = (1 << OWNER) - 1
_CLASS = 3  # bits of the class in the number of a group; above them stands that of the record


def keys(records: Array, classes: Array, owners: Array) -> Array:
    """Return owners in classes of records, by their numbers, as one number each; sorted."""
    found: Array = (records << _CLASS | classes) << OWNER | owners
    found.sort()
    return found


@dataclass(frozen=True, slots=True)
class _Groups:
    """Groups, ascending, and where the bytes of their owners stand.

    The length of a bitset is no part of these.
    """

    numbers: Array
    counts: Array
    dense: Array
    begins: Array
    ends: Array

    @property
    def records(self) -> Array:
        """The number of each group's record."""
        numbers: Array = self.numbers >> _CLASS
        return numbers

    def take(self, chosen: Array) -> _Groups:
        return _Groups(
            self.numbers[chosen],
            self.counts[chosen],
            self.dense[chosen],
            self.begins[chosen],
            self.ends[chosen],
        )


#: Groups, and the bytes in which they stand.
_Written = tuple[_Groups, Array]


@dataclass(frozen=True, slots=True)
class Held:
    """Some records as they are written; their numbers count from 0."""

    names: Array
    _raw: Array
    _ends: Array  # of records, in the bytes
    _groups: _Groups

    def counts(self) -> Array:
        """Return how many owners each record has."""
        counts = np.bincount(self._groups.records, self._groups.counts, len(self.names))
        return counts.astype(np.int64)

    def owners(self, chosen: Array) -> Array:
        """Return the owners of the chosen records as ``number << OWNER | owner``, ascending."""
        some = self._groups.take(chosen[self._groups.records])
        return self._members(some, some.records)

    def tail(self, number: int) -> Array:
        """Return the numbers that say where the gram of a record stands, none if nothing does."""
        last = np.searchsorted(self._groups.records, number, "right") - 1
        data = self._raw[self._groups.ends[last] : self._ends[number]]
        return grams.decode(data, grams.begins(data)[:-1])

    def edited(
        self, chosen: Array, gone: Array, come: Array, tails: Mapping[int, bytes]
    ) -> Records:
        """Return the chosen records without some of their owners and with others.

        ``gone`` and ``come`` are keys; what is in both stays. ``tails`` has by number, ascending,
        the tails of those that are to have one.
        """
        some = self._groups.take(chosen[self._groups.records])
        touched = np.isin(some.numbers, np.concatenate([gone, come]) >> OWNER)
        bitsets, data = self._marked(some.take(touched & some.dense), gone, come)
        rest = some.take(touched & np.isin(some.numbers, bitsets.numbers, invert=True))
        members = self._members(rest, rest.numbers)
        gone, come = (
            those[np.isin(those >> OWNER, bitsets.numbers, invert=True)] for those in (gone, come)
        )
        members = np.delete(members, np.searchsorted(members, gone))
        members = np.insert(members, np.searchsorted(members, come), come)
        kept = some.take(~touched)
        return self._joined([(kept, self._raw), (bitsets, data), _grouped(members)], tails)

    def _members(self, some: _Groups, numbers: Array) -> Array:
        """Return the owners of groups as ``number << OWNER | owner``, ascending."""
        lists = some.take(~some.dense)
        data = _together(self._raw, lists.begins, lists.ends)
        total = np.cumsum(grams.decode(data, grams.begins(data)[:-1]) + 1)
        before = np.append(0, total)[np.cumsum(lists.counts) - lists.counts]
        base = (numbers[~some.dense] << OWNER) - before - 1
        found = [np.repeat(base, lists.counts) + total]
        for index in np.flatnonzero(some.dense).tolist():
            data = self._raw[some.begins[index] : some.ends[index], None]
            bits = np.unpackbits(data, axis=1, count=BITS, bitorder="little")
            found.append(numbers[index] << OWNER | np.flatnonzero(bits))
        return np.sort(np.concatenate(found), kind="stable")  # soon done where much is in order

    def _marked(self, some: _Groups, gone: Array, come: Array) -> _Written:
        """Return bitsets with bits cleared and set, but none that may take less as a list."""
        found = []
        counts = some.counts.copy()
        for index, (begin, end, lost, new) in enumerate(
            zip(
                some.begins.tolist(),
                some.ends.tolist(),
                _parted(gone, some.numbers),
                _parted(come, some.numbers),
                strict=True,
            )
        ):
            bits = bytearray(self._raw[begin:end].data)
            for owner in lost:
                bits[owner // BITS] &= ~(1 << owner % BITS)
            bits.extend(bytes(max(0, max(new, default=0) // BITS + 1 - len(bits))))
            for owner in new:
                bits[owner // BITS] |= 1 << owner % BITS
            found.append(bits.rstrip(b"\0"))
            counts[index] += len(new) - len(lost)
        sizes = np.array([len(bits) for bits in found], dtype=np.int64)
        ends = np.cumsum(sizes)
        made = _Groups(some.numbers, counts, some.dense, ends - sizes, ends)
        # a list takes a byte for each owner, at least
        sure = counts > sizes + grams.width(sizes)
        return made.take(sure), np.frombuffer(b"".join(found), dtype=np.uint8)

    def _joined(self, written: Sequence[_Written], tails: Mapping[int, bytes]) -> Records:
        """Return the records that have these groups, with their tails."""
        groups, raw = _all(written)
        if not len(groups.numbers):
            return grams.joined([])
        first = np.flatnonzero(changes(groups.records))
        held = groups.records[first]
        heads, edges = _heads(groups, self.names)
        edges += len(raw)
        begins = np.stack([edges[:-1], groups.begins], axis=1).ravel()
        ends = np.stack([edges[1:], groups.ends], axis=1).ravel()
        sizes = np.add.reduceat(ends - begins, 2 * first)
        # a tail stands behind all groups of its record
        tailed = np.searchsorted(held, list(tails))
        tail_sizes = np.array(list(map(len, tails.values())), dtype=np.int64)
        tail_ends = len(raw) + len(heads) + np.cumsum(tail_sizes)
        into = 2 * np.append(first, len(groups.numbers))[tailed + 1]
        sizes[tailed] += tail_sizes
        every = np.concatenate([raw, heads, np.frombuffer(b"".join(tails.values()), np.uint8)])
        return Records(
            self.names[held],
            np.add.reduceat(groups.counts, first) > grams.THRESHOLD,
            sizes.astype(np.uint32),
            _together(
                every,
                np.insert(begins, into, tail_ends - tail_sizes),
                np.insert(ends, into, tail_ends),
            ),
        )


def read(records: Records, at: Array, begins: Array) -> Held:
    """Read the records ``at``, which begin at these places of their data."""
    sizes = records.sizes[at].astype(np.int64)
    raw = _together(records.data, begins, begins + sizes)
    ends = np.cumsum(sizes)
    numbers = grams.begins(raw)  # of the bytes; a bitset's bytes are numbers, too
    found = []
    rows = np.arange(len(at))
    here = np.searchsorted(numbers, ends - sizes) + 1
    while len(rows):  # one group of each record after another
        head = grams.decode(raw, numbers[here])
        dense = (head & 2) > 0
        inside = head >> 5
        here[dense] += 1
        inside[dense] = grams.decode(raw, numbers[here[dense]])
        after = here + 1 + inside
        found.append(
            (rows << _CLASS | head >> 2 & 7, head >> 5, dense, numbers[here + 1], numbers[after])
        )
        more = (head & 1) == 0
        rows, here = rows[more], after[more]
    groups = _Groups(*map(np.concatenate, zip(*found, strict=True)))
    return Held(records.names[at], raw, ends, groups.take(np.argsort(groups.numbers)))


def _together(data: Array, begins: Array, ends: Array) -> Array:
    """Return runs of bytes one after another."""
    held = data.data
    runs = zip(begins.tolist(), ends.tolist(), strict=True)
    return np.frombuffer(b"".join(held[low:high] for low, high in runs), dtype=np.uint8)


def _parted(those: Array, numbers: Array) -> Iterator[list[int]]:
    """Give for each group, by its number, the owners that keys have for it."""
    low = np.searchsorted(those, numbers << OWNER).tolist()
    high = np.searchsorted(those, (numbers + 1) << OWNER).tolist()
    owners = (those & OWNERS).tolist()
    return (owners[begin:end] for begin, end in zip(low, high, strict=True))


def _grouped(members: Array) -> _Written:
    """Write groups of members, which are keys."""
    begins = np.flatnonzero(changes(members >> OWNER))
    counts = np.diff(begins, append=len(members))
    values, lengths, dense = grams.contents((members & OWNERS).astype(np.int32), begins)
    data, offsets = grams.encoded(values)
    offsets = np.append(offsets, len(data))
    ends = np.cumsum(lengths)
    groups = _Groups(
        members[begins] >> OWNER, counts, dense, offsets[ends - lengths + dense], offsets[ends]
    )
    return groups, data


def _heads(groups: _Groups, names: Array) -> tuple[Array, Array]:
    """Write what stands before the owners of each group; return where that begins, and the end.

    That is the head of the record if the group is its first, that of the group, and the length of a
    bitset.
    """
    opens = changes(groups.records)
    counts = 1 + opens + groups.dense
    ends = np.cumsum(counts)
    at = ends - counts
    values = np.empty(int(ends[-1]), dtype=np.int64)
    values[at[opens]] = grams.heads(names[groups.records[opens]])
    values[at + opens] = grams.group_heads(groups.numbers, groups.counts, groups.dense)
    values[ends[groups.dense] - 1] = (groups.ends - groups.begins)[groups.dense]
    data, offsets = grams.encoded(values)
    return data, np.append(offsets[at], len(data))


def _all(written: Sequence[_Written]) -> _Written:
    """Return groups that stand in several places as they stand in one."""
    shifts = np.cumsum([0, *(len(data) for _, data in written)])
    columns = [
        (some.numbers, some.counts, some.dense, some.begins + shift, some.ends + shift)
        for (some, _), shift in zip(written, shifts[:-1].tolist(), strict=True)
    ]
    groups = _Groups(*map(np.concatenate, zip(*columns, strict=True)))
    every = np.concatenate([data for _, data in written])
    return groups.take(np.argsort(groups.numbers)), every
