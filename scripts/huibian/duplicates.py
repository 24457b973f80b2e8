"""Near-duplicates among texts: the same article again, retitled, edited or anonymised.

Texts are compared by their shingles: hashes of five characters in a row, Chinese characters and
digits only, so that layout and punctuation do not count. An eighth of them is enough to find
likely pairs through an inverted index; these are then compared in full. Pure and deterministic:
knows no files and no articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loaded when first needed: most commands compare nothing
    import numpy as np
    from numpy.typing import NDArray

    _Hashes = NDArray[np.uint64]

#: Share of the smaller text's shingles that the larger one has, from which they are duplicates.
#: Measured on articles of the genre: edited copies have 0.75 and more, articles from one
#: template 0.55 and less.
ALIKE = 0.7
_WIDTH = 5  # characters of a shingle
_LEAST = 100  # different shingles; a text of fewer says too little
_SAMPLED = 8  # one in so many shingles goes into the index
_COMMON = 8  # a shingle of more texts than this pairs neighbours only
_LIKELY = 0.45  # share of sampled shingles from which a pair is compared in full


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts by their positions, the first before the second, and their likeness (0–1)."""

    first: int
    second: int
    likeness: float


class Library:
    """Texts by their addresses; what comparing them needs is made once, when first needed.

    Of texts that an ``earlier`` library has under the same addresses it is taken over.
    """

    def __init__(self, texts: Mapping[str, str], earlier: Library | None = None) -> None:
        self.addresses = list(texts)
        self.texts = list(texts.values())
        made = earlier.made() if earlier is not None else {}
        unknown: tuple[str, _Hashes | None] = ("", None)
        held = (made.get(address, unknown) for address in self.addresses)
        self._sampled = [
            hashes if text == known else None
            for text, (known, hashes) in zip(self.texts, held, strict=True)
        ]

    def add(self, address: str, text: str) -> None:
        """Put one more text at the end."""
        self.addresses.append(address)
        self.texts.append(text)

    @property
    def sampled(self) -> Sequence[_Hashes]:
        """Each text's share of shingles for the index."""
        self._sampled += [None] * (len(self.texts) - len(self._sampled))
        wanted = [at for at, hashes in enumerate(self._sampled) if hashes is None]
        for at, hashes in zip(wanted, _sampled([self.texts[at] for at in wanted]), strict=True):
            self._sampled[at] = hashes
        return [hashes for hashes in self._sampled if hashes is not None]

    def made(self) -> dict[str, tuple[str, _Hashes | None]]:
        """Return by address the texts, with their shares as far as these were needed."""
        return dict(zip(self.addresses, zip(self.texts, self._sampled, strict=False), strict=False))


def pairs(texts: Sequence[str]) -> tuple[Pair, ...]:
    """Return the pairs of texts that are duplicates.

    Of many copies of one text not every pair is returned, but each copy stands in one.
    """
    return _pairs(texts, _sampled(texts), len(texts))


def matches(texts: Sequence[str], library: Library) -> dict[int, tuple[str, float]]:
    """Return, by position, for texts that a library has already: where, and how like (0–1)."""
    count = len(texts)
    sampled = [*_sampled(texts), *library.sampled] if library.texts else []
    found: dict[int, tuple[str, float]] = {}
    for pair in _pairs((*texts, *library.texts), sampled, count) if sampled else ():
        if pair.second >= count and pair.likeness > found.get(pair.first, ("", 0.0))[1]:
            found[pair.first] = (library.addresses[pair.second - count], pair.likeness)
    return found


def nearest(text: str, library: Library) -> tuple[str, float] | None:
    """Return the address of the library's text that is most like a text, and how like (0–1).

    None when the library has no duplicate of it.
    """
    return matches([text], library).get(0)


def shared_line(lines: Sequence[str], other: str) -> int:
    """Return the index of the line of which most stands in another text."""
    import numpy as np

    whole = _shingles(other)
    counts = [int(np.isin(_shingles(line), whole).sum()) for line in lines]
    return counts.index(max(counts))


def stands_in(line: str, other: str) -> bool:
    """Say whether nearly all of a line stands in another text."""
    import numpy as np

    mine = _shingles(line)
    return bool(len(mine)) and bool(np.isin(mine, _shingles(other)).mean() >= ALIKE)


def _pairs(texts: Sequence[str], sampled: Sequence[_Hashes], among: int) -> tuple[Pair, ...]:
    """Return the pairs whose first text is one of the first ``among``."""
    import numpy as np

    sizes = np.array([len(one) for one in sampled], dtype=np.int64)
    if not sizes.any():
        return ()
    hashes = np.concatenate(sampled)
    owners = np.repeat(np.arange(len(texts), dtype=np.int64), sizes)
    if among < len(texts):
        asked = np.unique(hashes[owners < among])
        if not len(asked):
            return ()
        place = np.minimum(np.searchsorted(asked, hashes), len(asked) - 1)
        wanted = asked[place] == hashes  # np.isin would sort them all
        hashes, owners = hashes[wanted], owners[wanted]
    order = np.lexsort((owners, hashes))
    whole = _Whole(texts)
    found = []
    for first, second in _likely(hashes[order], owners[order], sizes, len(texts)):
        if first < among:
            likeness = whole.likeness(first, second)
            if likeness >= ALIKE:
                found.append(Pair(first, second, round(likeness, 2)))
    return tuple(found)


class _Whole:
    """Texts compared by all of their shingles, which are kept for the next comparison."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.kept: dict[int, _Hashes] = {}

    def likeness(self, first: int, second: int) -> float:
        import numpy as np

        one, other = self._of(first), self._of(second)
        smaller = min(len(one), len(other))
        if smaller < _LEAST:
            return 0.0
        return len(np.intersect1d(one, other, assume_unique=True)) / smaller

    def _of(self, at: int) -> _Hashes:
        if at not in self.kept:
            if len(self.kept) >= 1000:  # as many copies as this are rare; memory is bounded
                self.kept.clear()
            self.kept[at] = _shingles(self.texts[at])
        return self.kept[at]


def _likely(
    hashes: _Hashes, owners: NDArray[np.int64], sizes: NDArray[np.int64], count: int
) -> Iterable[tuple[int, int]]:
    """Return the pairs that share many sampled shingles, in order; hashes and owners are sorted.

    A shingle of a few texts pairs them all, one of many texts only those next to one another.
    A pair's shared shingles are held against those of its rarer kind, or else against all.
    """
    import numpy as np

    starts = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]])
    lengths = np.diff(np.r_[starts, len(hashes)])
    group = np.repeat(lengths, lengths)
    few = np.bincount(owners[group <= _COMMON], minlength=count)
    likely: set[tuple[int, int]] = set()
    for rare in (True, False):
        keys = []
        for step in range(1, _COMMON if rare else 2):
            same = hashes[:-step] == hashes[step:]
            same &= (group[:-step] <= _COMMON) == rare
            keys.append(owners[:-step][same] * count + owners[step:][same])
        found, shared = np.unique(np.concatenate(keys), return_counts=True)
        first, second = np.divmod(found, count)
        own = few if rare else sizes
        against = np.minimum(own[first], own[second])
        chosen = (shared >= _LIKELY * against) & (shared >= 3)
        likely.update(zip(first[chosen].tolist(), second[chosen].tolist(), strict=True))
    return sorted(likely)


def _sampled(texts: Sequence[str]) -> list[_Hashes]:
    """Return each text's share of shingles for the index, sorted."""
    import numpy as np

    limit = np.uint64(2**64 // _SAMPLED)
    sampled = []
    for text in texts:
        hashes = _hashes(text)
        sampled.append(np.unique(hashes[hashes < limit]))
    return sampled


def _shingles(text: str) -> _Hashes:
    """Return the different shingles of a text, sorted."""
    import numpy as np

    return np.unique(_hashes(text))


def _hashes(text: str) -> _Hashes:
    """Return the hash of every five characters in a row; Chinese characters and digits count."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    telling = ((codes >= 0x4E00) & (codes <= 0x9FFF)) | ((codes >= 0x30) & (codes <= 0x39))
    codes = codes[telling].astype(np.uint64)
    size = len(codes) - _WIDTH + 1
    if size <= 0:
        return np.empty(0, dtype=np.uint64)
    hashes = codes[:size].copy()
    for at in range(1, _WIDTH):  # arithmetic modulo 2**64
        hashes *= np.uint64(0x9E3779B97F4A7C15)
        hashes += codes[at : at + size]
    hashes ^= hashes >> np.uint64(29)
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    hashes ^= hashes >> np.uint64(32)
    hashes *= np.uint64(0x94D049BB133111EB)
    hashes ^= hashes >> np.uint64(29)
    return hashes
