"""The index: which articles hold a string of one to four characters, for exact answers.

Every character that occurs has a record: the articles that hold it. A string (gram) in more
articles than ``THRESHOLD`` is extended by each character that follows it, down to ``DEPTH``. So
whatever people type either has a record, which is the answer, or begins with a gram of few
articles, whose text settles the rest; grams of full depth in many articles also keep their
places, so that longer phrases are settled by places alone. Records stand in lexical order: one
look-up reads one shard. Works on codes (small numbers for characters, 0 parts blocks), in parts
by first character, so memory stays small. Knows no characters, files or JavaScript.

A record, all as variable-length numbers: ``code << 3 | depth`` of its last character (the ones
before it stand in the records above), then groups: ``count << 5 | class << 2 | bitset << 1 | last``
with article numbers, ascending, each as the gap to the one before minus one, or seven articles a
byte. In a gram with places there follow for each article, ascending: how many, and their gaps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

DEPTH = 4
#: Articles up to which a gram is not extended: that many texts at most are read for one answer.
THRESHOLD = 48
#: Bytes of a shard, before it is written as text.
SHARD = 9000
BODY, SUMMARY, HEADING, TITLE = range(4)
_PART = 300_000  # places worked on at once
_PARTS = 8  # parts looked for at once
_BITS = 7
# Sorting packs several numbers in one of 64 bits.
_CODE, _PLACE, _ARTICLE = np.uint64(16), np.uint64(28), np.uint64(24)
_CODES, _PLACES, _ARTICLES = (np.uint64((1 << int(n)) - 1) for n in (_CODE, _PLACE, _ARTICLE))
MAX_PLACES, MAX_ARTICLES = 1 << int(_PLACE), 1 << int(_ARTICLE)


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
class Shard:
    """A run of records: the whole first gram and the bytes."""

    first: tuple[int, ...]
    data: bytes


@dataclass(frozen=True, slots=True)
class _Level:
    """Grams of one depth, sorted, with their articles: ``counts`` says how many each has."""

    names: Array  # four codes of 16 bits, the first one highest
    counts: Array
    articles: Array
    classes: Array


def build(codes: Array, starts: Array, fields: Array) -> Iterator[Shard]:
    """Give the shards of the index in order.

    ``codes`` holds the folded text of all articles, each block ended by 0, and DEPTH zeros at
    the end; ``starts`` the first place of each article; ``fields`` the field of each place.
    """
    total = len(starts)
    # a place's article and field in one number: one look at memory for both
    number: Array = np.arange(total, dtype=np.uint16 if total <= 1 << 14 else np.uint32)
    about = np.repeat(number << 2, np.diff(starts, append=len(codes)))
    about |= fields
    counts = count(codes)
    counts[0] = 0
    for first, last in _ranges(counts, 1, len(counts), _PART * _PARTS):
        places = np.flatnonzero((codes >= first) & (codes < last)).astype(np.uint32)
        here = codes[places]
        for low, high in _ranges(counts, first, last, _PART):
            part = places[(here >= low) & (here < high)]
            if len(part):
                yield from _shards(*_levels(part, codes, starts, about), total)


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


def _levels(
    places: Array, codes: Array, starts: Array, about: Array
) -> tuple[list[_Level], dict[int, Array]]:
    """Return the grams that begin at these places by depth, and where the deepest stand."""
    levels: list[_Level] = []
    positions: dict[int, Array] = {}
    keys = codes[places].astype(np.uint64) << _PLACE | places
    names = np.zeros(1, dtype=np.uint64)
    for depth in range(1, DEPTH + 1):
        # a key is: number of the gram so far, code that follows, place
        keys.sort()
        places = (keys & _PLACES).astype(np.int64)
        keys >>= _PLACE
        head = _changes(keys)
        at = np.flatnonzero(head)
        code = keys[at] & _CODES
        names = names[(keys[at] >> _CODE).astype(np.int64)] | code << np.uint64(64 - 16 * depth)
        here = about[places]
        owner = here >> 2
        begins = np.flatnonzero(head | _changes(owner))
        times = np.diff(begins, append=len(places))
        counts = np.diff(np.searchsorted(begins, at), append=len(begins))
        best = np.maximum.reduceat(here, begins) & 3 if len(begins) else begins
        classes = _CLASS[best, np.minimum(times, 5)]
        levels.append(_Level(names, counts, owner[begins], classes))
        many = counts > THRESHOLD
        if depth == DEPTH:
            ends = np.append(begins, len(places))
            first = np.cumsum(counts) - counts
            for index in np.flatnonzero(many):
                edges = ends[first[index] : first[index] + counts[index] + 1]
                run = places[edges[0] : edges[-1]]
                positions[int(names[index])] = _places(run, edges, starts, about)
            break
        sizes = np.diff(at, append=len(places))
        number = np.repeat(np.arange(len(at), dtype=np.uint64), sizes)
        following = codes[places + depth].astype(np.uint64)
        wide = np.repeat(many, sizes) & (following > 0)
        keys = (number[wide] << _CODE | following[wide]) << _PLACE
        keys |= places[wide].astype(np.uint64)
    return levels, positions


def count(values: Array) -> Array:
    """Return how often each number of 16 bits occurs; bincount alone would make a wide copy."""
    total = np.zeros(1 << 16, dtype=np.int64)
    for at in range(0, len(values), _PART):
        total += np.bincount(values[at : at + _PART], minlength=1 << 16)
    return total


def _changes(values: Array) -> Array:
    """Say for each of sorted values whether it is the first of its kind."""
    new = np.empty(len(values), dtype=bool)
    new[:1] = True
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return new


def _places(run: Array, ends: Array, starts: Array, about: Array) -> Array:
    """Return the numbers that say where a gram stands in each of its articles."""
    sizes = np.diff(ends)
    heads = ends[:-1] - ends[0]
    inner = run.astype(np.int64) - starts[about[run] >> 2]
    gaps = np.empty(len(run), dtype=np.int64)
    gaps[0] = inner[0]
    gaps[1:] = inner[1:] - inner[:-1]
    gaps[heads] = inner[heads]
    return np.insert(gaps, heads, sizes)


def _shards(levels: list[_Level], positions: dict[int, Array], total: int) -> Iterator[Shard]:
    """Write the records of one part in lexical order and cut them into shards."""
    names = np.concatenate([level.names for level in levels])
    counts = np.concatenate([level.counts for level in levels])
    depth = np.repeat(np.arange(1, len(levels) + 1), [len(level.names) for level in levels])
    order = np.argsort(names)
    rank = np.empty(len(names), dtype=np.uint64)
    rank[order] = np.arange(len(names), dtype=np.uint64)
    names, depth = names[order], depth[order]
    keys = np.repeat(rank, counts) << np.uint64(3)
    keys |= np.concatenate([level.classes for level in levels])
    keys <<= _ARTICLE
    keys |= np.concatenate([level.articles for level in levels])
    keys.sort()
    owner = (keys & _ARTICLES).astype(np.int32)
    keys >>= _ARTICLE
    group_at = np.flatnonzero(_changes(keys))
    group = keys[group_at].astype(np.int64)  # record and class
    record_of_group, weight = group >> 3, group & 7
    sizes = np.diff(group_at, append=len(keys))
    gaps = owner.copy()
    gaps[1:] -= owner[:-1] + 1
    gaps[group_at] = owner[group_at]
    dense = np.add.reduceat(_width(gaps), group_at) > -(-total // _BITS)
    lengths = np.where(dense, -(-total // _BITS), sizes) + 1
    placed = np.searchsorted(names, np.array(sorted(positions), dtype=np.uint64))
    extra = np.zeros(len(names), dtype=np.int64)
    extra[placed] = [len(positions[name]) for name in sorted(positions)]
    record_length = np.bincount(record_of_group, weights=lengths).astype(np.int64) + 1 + extra
    record_start = np.cumsum(record_length) - record_length
    # groups stand one after another, each record's head before its first, places after its last
    shift = np.cumsum(lengths) - lengths
    first_group = np.flatnonzero(_changes(record_of_group))
    group_start = shift - shift[first_group][record_of_group]
    group_start += record_start[record_of_group] + 1
    del keys, group, order, rank
    values = np.zeros(int(record_length.sum()), dtype=np.uint32)
    last_code = (names >> (48 - 16 * (depth - 1)).astype(np.uint64)) & np.uint64(0xFFFF)
    values[record_start] = last_code.astype(np.int64) << 3 | depth
    is_last = np.append(record_of_group[1:] != record_of_group[:-1], True)
    values[group_start] = sizes << 5 | weight << 2 | dense << 1 | is_last
    slot = np.repeat(group_start + 1 - group_at, sizes) + np.arange(len(owner))
    listed = ~np.repeat(dense, sizes)
    values[slot[listed]] = gaps[listed]
    for index in np.flatnonzero(dense):
        members = owner[group_at[index] : group_at[index] + sizes[index]]
        bits = np.bincount(members // _BITS, 1 << members % _BITS, -(-total // _BITS))
        values[group_start[index] + 1 : group_start[index] + lengths[index]] = bits
    for index in placed:
        end = record_start[index] + record_length[index]
        values[end - extra[index] : end] = positions[int(names[index])]
    data, offsets = _encode(values)
    yield from _cut(data, np.append(offsets[record_start], len(data)), names, depth)


def _cut(data: bytes, bounds: Array, names: Array, depths: Array) -> Iterator[Shard]:
    at = 0
    while at < len(names):
        end = max(at + 1, int(np.searchsorted(bounds, bounds[at] + SHARD, side="right")) - 1)
        name = int(names[at])
        first = tuple(name >> (48 - 16 * i) & 0xFFFF for i in range(int(depths[at])))
        yield Shard(first, data[int(bounds[at]) : int(bounds[end])])
        at = end


def _width(values: Array) -> Array:
    """Return how many bytes each number takes, four at most."""
    width = np.ones(len(values), dtype=np.uint8)
    for bits in (7, 14, 21):
        width += values >= 1 << bits
    return width


def _encode(values: Array) -> tuple[bytes, Array]:
    """Write numbers with seven bits a byte, low ones first; return where each begins too."""
    width = _width(values)
    ends = np.cumsum(width, dtype=np.int64)
    offsets = ends - width
    data = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    at = offsets
    while len(values):  # most numbers are done after the first round
        more = values > 127
        data[at] = (values & 127) | more.astype(np.uint8) << 7
        at, values = at[more] + 1, values[more] >> 7
    return data.tobytes(), offsets


def encode(values: Array) -> bytes:
    """Write numbers below 2**28 with seven bits a byte, low ones first."""
    return _encode(np.asarray(values, dtype=np.uint32))[0]


def separators(shards: Sequence[tuple[int, ...]]) -> bytes:
    """Write the first gram of each shard: codes shared with the one before, codes of its own."""
    numbers: list[int] = []
    before: tuple[int, ...] = ()
    for first in shards:
        shared = 0
        while shared < min(len(first), len(before)) and first[shared] == before[shared]:
            shared += 1
        numbers += [shared << 3 | len(first) - shared, *first[shared:]]
        before = first
    return encode(np.array(numbers, dtype=np.uint32))
