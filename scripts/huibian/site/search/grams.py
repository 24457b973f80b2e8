"""The index: which owners hold a string of one to four characters, for exact answers.

An owner is an article, or a practice of one, by its number; numbers may be left out. Every
character that occurs has a record: the owners that hold it. A string (gram) in more owners than
``THRESHOLD`` is extended by each character that follows it, down to ``DEPTH``. So whatever people
type either has a record, which is the answer, or begins with a gram of few owners, whose text
settles the rest; grams of full depth in many owners also keep their places, so that longer phrases
are settled by places alone. Records stand in lexical order (``shards`` cuts them). Works on codes
(``alphabet``; 0 parts blocks), in parts by first character, so memory stays small. A record says
nothing of any other, so that ``edits`` can change those of one article. Knows no characters, files
or JavaScript.

A record, all as variable-length numbers: ``code << 3 | depth`` of its last character (the ones
before it stand in the records above), then groups: ``count << 5 | class << 2 | bitset << 1 | last``
with owners, ascending, each as the gap to the one before minus one; or how many bytes follow, and
seven owners a byte. In a gram with places there follow, for the owners in ascending order, how
many each has, then the gaps of all of them.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

DEPTH = 4
#: Owners up to which a gram is not extended: that many texts at most are read for one answer.
THRESHOLD = 48
BODY, SUMMARY, HEADING, TITLE = range(4)
_PART = 300_000  # places worked on at once
_PARTS = 8  # parts looked for at once
BITS = 7
# Sorting packs several numbers in one of 64 bits.
_CODE, _PLACE, _OWNER = np.uint64(16), np.uint64(28), np.uint64(24)
_CODES, _PLACES, _OWNERS = (np.uint64((1 << int(n)) - 1) for n in (_CODE, _PLACE, _OWNER))
MAX_PLACES, MAX_OWNERS = 1 << int(_PLACE), 1 << int(_OWNER)


def _classes() -> Array:
    """Return the class of (field, times, at most 5), from 0 to 7, the weightiest last."""
    table = np.zeros((4, 6), dtype=np.uint8)
    table[BODY, 2:4], table[BODY, 4:] = 1, 2
    table[SUMMARY] = 3
    table[HEADING], table[HEADING, 3:] = 4, 5
    table[TITLE], table[TITLE, 3:] = 6, 7
    return table


_CLASS = _classes()


@dataclass(frozen=True, slots=True)
class Text:
    """The text of some owners, in the order of their numbers.

    ``codes`` is folded, each block ended by 0, with ``DEPTH`` zeros at the end; ``about`` has the
    owner and the field of each place as ``owner << 2 | field``; ``starts`` the first place of each
    owner, by its number.
    """

    codes: Array
    about: Array
    starts: Array


@dataclass(frozen=True, slots=True)
class Records:
    """Records in lexical order.

    ``names`` are ``DEPTH`` codes of 16 bits, the first one highest, 0 for none. ``many`` says which
    have more owners than ``THRESHOLD``, ``sizes`` how many of the bytes in ``data`` each takes.
    """

    names: Array
    many: Array
    sizes: Array
    data: Array

    def whole(self) -> Records:
        """Return the same."""
        return self


_KINDS = (np.uint64, np.bool_, np.uint32, np.uint8)


class Spool:
    """Parts of records on their way to become one, in files.

    In memory what stays between things that pass would keep the memory of these, too.
    """

    def __init__(self) -> None:
        self._files = [tempfile.TemporaryFile() for _ in _KINDS]  # noqa: SIM115 - emptied closes them

    def fill(self, parts: Iterable[Records]) -> None:
        """Take parts, in order, in the place of any taken before; a copy of this process may."""
        for file in self._files:
            file.seek(0)
            file.truncate()
        for part in parts:
            columns = (part.names, part.many, part.sizes, part.data)
            for file, column in zip(self._files, columns, strict=True):
                file.write(column.data)
        for file in self._files:
            file.flush()

    @staticmethod
    def emptied(spools: Sequence[Spool]) -> Records:
        """Return the records of spools one after another; the spools are gone."""
        made = []
        for kind, files in zip(
            _KINDS, zip(*(one._files for one in spools), strict=True), strict=True
        ):
            sizes = [os.fstat(file.fileno()).st_size for file in files]
            column: Array = np.empty(sum(sizes) // np.dtype(kind).itemsize, dtype=kind)
            bytes_, at = column.view(np.uint8), 0
            for file, size in zip(files, sizes, strict=True):
                file.seek(0)
                file.readinto(bytes_[at : at + size].data)
                file.close()
                at += size
            made.append(column)
        return Records(*made)


@dataclass(frozen=True, slots=True)
class Level:
    """Grams with their owners, ascending: ``counts`` says how many each has."""

    names: Array
    counts: Array
    owners: Array
    classes: Array


def build(text: Text, first: int = 1, last: int = 1 << 16) -> Iterator[Records]:
    """Give the records of all grams whose first code lies from ``first`` to before ``last``."""
    counts = count(text.codes)
    for low, high in _ranges(counts, first, last, _PART * _PARTS):
        places = np.flatnonzero((text.codes >= low) & (text.codes < high)).astype(np.uint32)
        here = text.codes[places]
        for start, stop in _ranges(counts, low, high, _PART):
            part = places[(here >= start) & (here < stop)]
            if len(part):
                levels, positions = extend(part, text)
                yield records(levels, positions)


def middle(codes: Array) -> int:
    """Return the first code of the second half of a text's places, to build it in two parts."""
    counts = np.cumsum(count(codes)[1:])
    return 1 + int(np.searchsorted(counts, counts[-1] / 2))


def joined(parts: Iterable[Records]) -> Records:
    """Return the records of several parts, which come in order, as one."""
    held = [(part.names, part.many, part.sizes, part.data) for part in parts]
    columns = [list(column) for column in zip(*held, strict=True)] or [[], [], [], []]
    held.clear()
    made = []
    for kind, column in zip(_KINDS, columns, strict=True):  # one after another, to take less memory
        made.append(np.concatenate([np.empty(0, dtype=kind), *column]))
        column.clear()
    return Records(*made)


def _ranges(counts: Array, first: int, last: int, size: int) -> Iterator[tuple[int, int]]:
    """Cut the codes from ``first`` to ``last`` into ranges of at most ``size`` places."""
    edges = [first]
    held = 0
    for code in first + np.flatnonzero(counts[first:last]):
        if held and held + counts[code] > size:
            edges.append(int(code))
            held = 0
        held += int(counts[code])
    yield from pairwise([*edges, last])


def extend(places: Array, text: Text) -> tuple[list[Level], dict[int, Array]]:
    """Return the grams that begin at these places by depth, and where the deepest stand."""
    levels: list[Level] = []
    positions: dict[int, Array] = {}
    keys = text.codes[places].astype(np.uint64) << _PLACE | places
    names = np.zeros(1, dtype=np.uint64)
    for depth in range(1, DEPTH + 1):
        # a key is: number of the gram so far, code that follows, place
        keys.sort()
        places = (keys & _PLACES).astype(np.int64)
        keys >>= _PLACE
        head = changes(keys)
        at = np.flatnonzero(head)
        code = keys[at] & _CODES
        names = names[(keys[at] >> _CODE).astype(np.int64)] | code << np.uint64(64 - 16 * depth)
        here = text.about[places]
        owner = here >> 2
        begins = np.flatnonzero(head | changes(owner))
        classes = classed(here, begins)
        counts = np.diff(np.searchsorted(begins, at), append=len(begins))
        levels.append(Level(names, counts, owner[begins], classes))
        many = counts > THRESHOLD
        if depth == DEPTH:
            ends = np.append(begins, len(places))
            first = np.cumsum(counts) - counts
            for index in np.flatnonzero(many):
                edges = ends[first[index] : first[index] + counts[index] + 1]
                run = places[edges[0] : edges[-1]]
                inner = run - text.starts[text.about[run] >> 2]
                positions[int(names[index])] = placed(inner, edges - edges[0])
            break
        sizes = np.diff(at, append=len(places))
        number = np.repeat(np.arange(len(at), dtype=np.uint64), sizes)
        following = text.codes[places + depth].astype(np.uint64)
        wide = np.repeat(many, sizes) & (following > 0)
        keys = (number[wide] << _CODE | following[wide]) << _PLACE
        keys |= places[wide].astype(np.uint64)
    return levels, positions


def classed(about: Array, begins: Array) -> Array:
    """Return the class of each run of places that begins at ``begins``: one gram, one owner."""
    if not len(begins):
        return np.empty(0, dtype=np.uint8)
    times = np.diff(begins, append=len(about))
    classes: Array = _CLASS[np.maximum.reduceat(about & 3, begins), np.minimum(times, 5)]
    return classes


def placed(inner: Array, edges: Array) -> Array:
    """Return the numbers that say where a gram stands.

    ``inner`` are its places in its owners' texts; ``edges`` say where each owner's begin and end.
    """
    gaps = np.diff(inner, prepend=0)
    gaps[edges[:-1]] = inner[edges[:-1]]
    return np.concatenate([np.diff(edges), gaps])


def count(values: Array) -> Array:
    """Return how often each number of 16 bits occurs; bincount alone would make a wide copy."""
    total = np.zeros(1 << 16, dtype=np.int64)
    for at in range(0, len(values), _PART):
        total += np.bincount(values[at : at + _PART], minlength=1 << 16)
    return total


def changes(values: Array) -> Array:
    """Say for each of sorted values whether it is the first of its kind."""
    new = np.empty(len(values), dtype=bool)
    new[:1] = True
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return new


def depths(names: Array) -> Array:
    """Return how many codes each name has."""
    depth = np.ones(len(names), dtype=np.int64)
    for shift in range(DEPTH - 1):
        depth += names << np.uint64(16 * (shift + 1)) > 0
    return depth


def heads(names: Array) -> Array:
    """Return the number with which the record of each name begins."""
    depth = depths(names)
    last = (names >> (64 - 16 * depth).astype(np.uint64)) & _CODES
    found: Array = last.astype(np.int64) << 3 | depth
    return found


def group_heads(groups: Array, counts: Array, dense: Array) -> Array:
    """Return the number with which each group begins.

    ``groups``, ascending, are the numbers of records and the classes, as ``number << 3 | class``.
    """
    last = np.append(changes(groups >> 3)[1:], True)
    found: Array = counts << 5 | (groups & 7) << 2 | dense << 1 | last
    return found


def records(levels: Sequence[Level], positions: Mapping[int, Array]) -> Records:
    """Write the records of grams in lexical order.

    ``positions`` has for the name of each gram with places what ``placed`` returns.
    """
    names = np.concatenate([level.names for level in levels])
    counts = np.concatenate([level.counts for level in levels])
    order = np.argsort(names)
    rank = np.empty(len(names), dtype=np.uint64)
    rank[order] = np.arange(len(names), dtype=np.uint64)
    names = names[order]
    keys = np.repeat(rank, counts) << np.uint64(3)
    keys |= np.concatenate([level.classes for level in levels])
    keys <<= _OWNER
    keys |= np.concatenate([level.owners for level in levels])
    keys.sort()
    owner = (keys & _OWNERS).astype(np.int32)
    keys >>= _OWNER
    group_at = np.flatnonzero(changes(keys))
    group = keys[group_at].astype(np.int64)  # record and class
    record_of_group = group >> 3
    content, lengths, dense = contents(owner, group_at)
    content_at = np.cumsum(lengths) - lengths
    tails = np.array(sorted(positions), dtype=np.uint64)
    with_places = np.searchsorted(names, tails)
    extra = np.zeros(len(names), dtype=np.int64)
    extra[with_places] = [len(positions[int(name)]) for name in tails]
    record_length = np.bincount(record_of_group, weights=lengths + 1).astype(np.int64) + 1 + extra
    record_start = np.cumsum(record_length) - record_length
    # groups stand one after another, each record's head before its first, places after its last
    shift = content_at + np.arange(len(group_at))
    first_group = np.flatnonzero(changes(record_of_group))
    group_start = shift - shift[first_group][record_of_group]
    group_start += record_start[record_of_group] + 1
    del keys, rank
    values = np.zeros(int(record_length.sum()), dtype=np.uint32)
    values[record_start] = heads(names)
    values[group_start] = group_heads(group, np.diff(group_at, append=len(owner)), dense)
    slot = np.repeat(group_start + 1 - content_at, lengths)
    values[slot + np.arange(len(content))] = content
    for index in with_places:
        end = record_start[index] + record_length[index]
        values[end - extra[index] : end] = positions[int(names[index])]
    data, offsets = encoded(values)
    starts = np.append(offsets[record_start], len(data))
    many = counts[order] > THRESHOLD
    return Records(names, many, np.diff(starts).astype(np.uint32), data)


def contents(owners: Array, begins: Array) -> tuple[Array, Array, Array]:
    """Return the numbers that say which owners groups have, which begin at these places.

    Return also how many numbers each group takes, and which are bitsets.
    """
    sizes = np.diff(begins, append=len(owners))
    gaps = owners.copy()
    gaps[1:] -= owners[:-1] + 1
    gaps[begins] = owners[begins]
    bits = owners[begins + sizes - 1] // BITS + 1  # bytes of the group as a bitset
    dense = np.add.reduceat(width(gaps), begins, dtype=np.int64) > bits + width(bits)
    lengths = np.where(dense, bits + 1, sizes)
    starts = np.cumsum(lengths) - lengths
    values = np.empty(int(lengths.sum()), dtype=np.uint32)
    listed = ~np.repeat(dense, sizes)
    slot = np.repeat(starts - begins, sizes) + np.arange(len(owners))
    values[slot[listed]] = gaps[listed]
    for index in np.flatnonzero(dense):
        members = owners[begins[index] : begins[index] + sizes[index]]
        at = starts[index]
        values[at] = bits[index]
        values[at + 1 : at + 1 + bits[index]] = np.bincount(members // BITS, 1 << members % BITS)
    return values, lengths, dense


def width(values: Array) -> Array:
    """Return how many bytes each number takes, four at most."""
    sizes = np.ones(len(values), dtype=np.uint8)
    for bits in (7, 14, 21):
        sizes += values >= 1 << bits
    return sizes


def encoded(values: Array) -> tuple[Array, Array]:
    """Write numbers with seven bits a byte, low ones first; return where each begins too."""
    sizes = width(values)
    ends = np.cumsum(sizes, dtype=np.int64)
    offsets = ends - sizes
    data = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    at = offsets
    while len(values):  # most numbers are done after the first round
        more = values > 127
        data[at] = (values & 127) | more.astype(np.uint8) << 7
        at, values = at[more] + 1, values[more] >> 7
    return data, offsets


def encode(values: Array) -> bytes:
    """Write numbers below 2**28 with seven bits a byte, low ones first."""
    data: bytes = encoded(np.asarray(values, dtype=np.uint32))[0].tobytes()
    return data


def begins(data: Array) -> Array:
    """Return where numbers that ``encode`` wrote begin, and where the last one ends."""
    ends = np.flatnonzero(data < 128)
    found = np.zeros(len(ends) + 1, dtype=np.int64)
    np.add(ends, 1, out=found[1:])
    return found


def decode(data: Array, at: Array) -> Array:
    """Read the numbers that begin at these places."""
    byte = data[at]
    values: Array = (byte & 127).astype(np.int64)
    more, shift = np.flatnonzero(byte > 127), 7
    while len(more):  # most numbers are done before the first round
        at = at + 1
        byte = data[at[more]]
        values[more] |= (byte & 127).astype(np.int64) << shift
        more = more[byte > 127]
        shift += 7
    return values
