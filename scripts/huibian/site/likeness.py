"""How alike texts are worded: TF-IDF over pairs of neighbouring characters.

Each text keeps its most telling pairs (bigrams), and those are looked up in an index of who else
has them. A bigram of many texts tells nothing and has no entry, so the work grows with the number
of texts, never with its square. Everything is done on whole columns of numbers and in a fixed
order: the same texts give the same figures to the last bit. Knows no articles.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

TELLING = 20  # bigrams kept of a text
COMMON = 120  # a bigram in more texts than this tells nothing
_BLOCK = 400_000  # meetings of two texts in a bigram worked on at once
_LOW = np.uint64(0xFFFF_FFFF)


def _letters() -> Array:
    """Return which of the first 65,536 characters count; all others part the text."""
    table = np.zeros(0x10000, dtype=bool)
    for first, last in (("\u3400", "\u9fff"), ("a", "z"), ("0", "9")):
        table[ord(first) : ord(last) + 1] = True
    return table


_LETTERS = _letters()


@dataclass(frozen=True, slots=True)
class Counted:
    """The bigrams of texts: each, and then the number of its text, in ascending order."""

    texts: Sequence[str]
    packed: Array

    def now(self, texts: Sequence[str]) -> Counted:
        """Return those of other texts; only what lies between the first and the last that differs
        is counted.
        """
        most = min(len(texts), len(self.texts))
        pairs = zip(self.texts, texts, strict=False)
        same = next((at for at, (old, new) in enumerate(pairs) if old != new), most)
        behind = range(1, most - same + 1)
        after = next((n - 1 for n in behind if self.texts[-n] != texts[-n]), most - same)
        owners = self.packed & _LOW
        moved = owners >= np.uint64(len(self.texts) - after)
        wanted = moved | (owners < np.uint64(same))
        kept, moved = self.packed[wanted], moved[wanted]
        kept += moved * np.uint64(len(texts))  # first: these numbers have no sign
        kept -= moved * np.uint64(len(self.texts))
        fresh = _packed(texts[same : len(texts) - after], same)
        return Counted(texts, np.insert(kept, np.searchsorted(kept, fresh), fresh))


def count(texts: Sequence[str]) -> Counted:
    """Return the bigrams of texts."""
    return Counted(texts, _packed(texts, 0))


class Likeness:
    """The most telling bigrams of each text with weights of length 1, and who else has them."""

    def __init__(self, counted: Counted) -> None:
        """Weigh the bigrams of texts; their positions are what the results name."""
        self._count = len(counted.texts)
        self._owners, grams, self._weights = _vectors(counted)
        # the index: by bigram the texts that keep it, in order, with their weights
        order = np.argsort(grams, kind="stable")
        self._members, self._shares = self._owners[order], self._weights[order]
        sizes = np.bincount(grams)
        self._sizes = sizes[grams]
        self._starts = (np.cumsum(sizes) - sizes)[grams]

    def blocks(self) -> Iterator[tuple[int, int]]:
        """Give ranges of texts, in order, whose pairs fit into a little memory."""
        meetings = np.cumsum(np.bincount(self._owners, self._sizes, minlength=self._count))
        first = 0
        while first < self._count:
            done = meetings[first - 1] if first else 0
            last = int(np.searchsorted(meetings, done + _BLOCK, side="right"))
            last = max(first + 1, last)
            yield first, last
            first = last

    def pairs(self, first: int, last: int) -> tuple[Array, Array]:
        """Return who is like the texts from ``first`` up to ``last``, and how (0-1).

        A pair is ``text * number of texts + other``; they are ascending and none is a text with
        itself.
        """
        begin, end = np.searchsorted(self._owners, [first, last])
        sizes = self._sizes[begin:end]
        entry = np.repeat(np.arange(begin, end), sizes)
        place = np.arange(len(entry)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        place += self._starts[entry]
        other = self._members[place]
        pair = self._owners[entry] * self._count + other
        likeness = self._weights[entry] * self._shares[place]
        apart = self._owners[entry] != other
        pair, likeness = pair[apart], likeness[apart]
        # a text's bigrams stay in their order, so that sums come out the same
        order = _stable_order(pair)
        pair, likeness = pair[order], likeness[order]
        new = np.ones(len(pair), dtype=bool)
        new[1:] = pair[1:] != pair[:-1]
        return pair[new], np.bincount(np.cumsum(new) - 1, likeness)


def _vectors(counted: Counted) -> tuple[Array, Array, Array]:
    """Return texts, bigrams and weights of all entries: text by text, the weightiest first.

    Of bigrams that weigh the same, the one with the higher characters comes first.
    """
    total = len(counted.texts)
    owners, grams, times = _counts(counted.packed)
    # in how many texts each bigram is; few of them are kept and get numbers in their order
    begins = _begins(grams)
    spread = np.diff(np.append(begins, len(grams)))
    kept = (spread > 1) & (spread <= COMMON) & (spread < total)
    wanted = np.repeat(kept, spread)
    owners, times = owners[wanted], times[wanted]
    spread = spread[kept]
    names = np.repeat(np.arange(len(spread)), spread)
    # few weights differ: entries are sorted by the weights' ranks
    kinds = times.astype(np.int64) * (COMMON + 1) + np.repeat(spread, spread)
    present = np.unique(kinds)
    idf = np.array([math.log(total / n) if 0 < n < total else 0.0 for n in range(COMMON + 1)])
    values, ranks = np.unique(
        present // (COMMON + 1) * idf[present % (COMMON + 1)], return_inverse=True
    )
    rank = ranks[np.searchsorted(present, kinds)]
    low = max(1, len(spread).bit_length())
    middle = max(1, len(values).bit_length())
    packed = owners.astype(np.uint64) << np.uint64(middle + low)
    packed |= (len(values) - 1 - rank).astype(np.uint64) << np.uint64(low)
    packed |= (len(spread) - 1 - names).astype(np.uint64) if len(spread) else np.uint64(0)
    packed.sort()
    owners = (packed >> np.uint64(middle + low)).astype(np.int64)
    place = places(owners)
    kept = place < TELLING
    packed, owners, place = packed[kept], owners[kept], place[kept]
    names = len(spread) - 1 - (packed & np.uint64((1 << low) - 1)).astype(np.int64)
    rank = (
        len(values)
        - 1
        - ((packed >> np.uint64(low)) & np.uint64((1 << middle) - 1)).astype(np.int64)
    )
    weights = values[rank]
    squares = np.zeros((total, TELLING))
    squares[owners, place] = weights * weights
    norms = np.sqrt(squares.cumsum(axis=1)[:, -1])
    return owners, names, weights / norms[owners]


def _packed(texts: Sequence[str], first: int) -> Array:
    """Return the bigrams of texts, which have the numbers from ``first`` on."""
    coded = [text.lower().encode("utf-16-le", "surrogatepass") for text in texts]
    codes = np.frombuffer(b"\0\0".join(coded), dtype="<u2")
    sizes = np.array([len(one) // 2 + 1 for one in coded], dtype=np.int64)
    letters = _LETTERS[codes]
    at = np.flatnonzero(letters[:-1] & letters[1:])
    packed = codes[at].astype(np.uint64) << np.uint64(48)
    packed |= codes[at + 1].astype(np.uint64) << np.uint64(32)
    packed |= np.repeat(np.arange(first, first + len(texts), dtype=np.uint32), sizes)[at]
    packed.sort()
    return packed


def _counts(packed: Array) -> tuple[Array, Array, Array]:
    """Return texts, bigrams and how often each occurs, by bigram and then by text."""
    begins = _begins(packed)
    times = np.diff(np.append(begins, len(packed)))
    packed = packed[begins]
    return (packed & _LOW).astype(np.uint32), (packed >> np.uint64(32)).astype(np.uint32), times


def places(values: Array) -> Array:
    """Return the place of each value in its run of equal values, from 0."""
    begins = _begins(values)
    sizes = np.diff(np.append(begins, len(values)))
    found: Array = np.arange(len(values)) - np.repeat(begins, sizes)
    return found


def _begins(values: Array) -> Array:
    """Return where runs of equal values begin."""
    new = np.ones(len(values), dtype=bool)
    new[1:] = values[1:] != values[:-1]
    return np.flatnonzero(new)


def _stable_order(keys: Array) -> Array:
    """Return the order that sorts keys and keeps equal ones as they stand.

    Numbers that hold key and place sort several times faster than places by their keys. Pairs of
    four million texts have 44 bits, a block's places 19.
    """
    bits = len(keys).bit_length()
    packed = keys.astype(np.uint64) << np.uint64(bits)
    packed |= np.arange(len(keys), dtype=np.uint64)
    packed.sort()
    return (packed & np.uint64((1 << bits) - 1)).astype(np.int64)
