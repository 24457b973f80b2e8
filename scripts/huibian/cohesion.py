"""Lexical cohesion: which passage of an article is written in another article's words.

Told by rare bigrams, the pairs of Chinese characters that only a few articles have. Knows
paragraphs only; what is asked about a passage is ``stages/doubts``'s business. All bigrams of a
compilation are handled as arrays: ten thousand articles have some eight million.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # imported when it is needed: most commands split nothing
    import numpy as np
    from numpy.typing import NDArray

    Indexes = NDArray[np.signedinteger[Any]]

# Measured on compilations of the genre: a passage that belongs to another article shares some 60
# rare bigrams per 1,000 characters with it, one that does not some 20.
_RARE = 12  # a bigram that stands in more articles than this tells nothing
_BASE = 0.02  # rare bigrams per character that any two articles share
_DENSITY = 0.045
_OWN_SHARE = 0.1  # of the bigrams shared with the other article, how many the rest may share
_MIN_PASSAGE = 300  # characters; a shorter one may just quote the same slogan
_MIN_REST = 150
_MIN_SHARED = 25
_WORDS = 4  # of the shared bigrams, how many are named

_FIRST, _COUNT = 0x4E00, 0x5200  # the block of Chinese characters
_AT_ONCE = 1_000_000  # pairs of a bigram and an article that has it, too


@dataclass(frozen=True, slots=True)
class ForeignPassage:
    """Paragraphs ``first`` to ``last`` of article ``home`` (all from 0) in ``target``'s words.

    ``shared`` rare bigrams stand in them and in the target and nowhere else in the home, ``own``
    in them and in the rest of the home; ``words`` are the most telling of the shared ones.
    """

    home: int
    first: int
    last: int
    target: int
    shared: int
    own: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rare:
    """The rare bigrams: one entry for each paragraph in which one stands, by paragraph.

    Those that stand in a single paragraph tell nothing of where it belongs, and are left out.

    ``group`` says which bigram it is. The articles that have bigram ``g`` are
    ``articles[starts[g] : starts[g] + sizes[g]]``; its characters are ``pairs[g]``.
    """

    place: Indexes
    group: Indexes
    pairs: NDArray[np.uint32]
    starts: Indexes
    sizes: Indexes
    articles: Indexes

    def spread(self, groups: Indexes) -> tuple[Indexes, Indexes]:
        """Return the articles that have bigrams, and beside each the bigram's position."""
        import numpy as np

        sizes = self.sizes[groups]
        ends = np.cumsum(sizes)
        position = np.repeat(np.arange(len(groups)), sizes)
        step = np.arange(len(position)) - (ends - sizes)[position]
        return self.articles[self.starts[groups][position] + step], position

    def parted(self, groups: Set[int], article: int) -> tuple[list[int], list[int]]:
        """Return those of the bigrams that an article has, and those that it has not."""
        import numpy as np

        every = np.fromiter(groups, dtype=np.int64, count=len(groups))
        articles, position = self.spread(every)
        has = np.zeros(len(every), dtype=bool)
        has[position[articles == article]] = True
        return every[has].tolist(), every[~has].tolist()


def foreign_passages(articles: Sequence[Sequence[str]]) -> Iterator[ForeignPassage]:
    """Find the passage of each article whose rare bigrams are another article's.

    ``articles`` are the paragraphs of each. At most one passage an article, in their order.
    """
    if len(articles) < 2:
        return
    import numpy as np

    firsts = np.cumsum([0, *map(len, articles)])  # the first paragraph of each article
    rare = _rare(articles, firsts)
    for home, (first, last, target, upper) in _intervals(articles, firsts, rare):
        paragraphs = articles[home]
        size = sum(map(len, paragraphs[first : last + 1]))
        rest = sum(map(len, paragraphs)) - size
        least = max(_MIN_SHARED, _DENSITY * size)
        if size < _MIN_PASSAGE or rest < _MIN_REST or first == last or upper < least:
            continue
        start, end = np.searchsorted(rare.place, firsts[home : home + 2])
        places = rare.place[start:end] - firsts[home]
        within = (first <= places) & (places <= last)
        inside = set(rare.group[start:end][within].tolist())
        outside = set(rare.group[start:end][~within].tolist())
        shared, _ = rare.parted(inside - outside, target)
        if len(shared) < least:
            continue
        _, own = rare.parted(inside & outside, target)
        if len(own) <= _OWN_SHARE * len(shared):
            telling = sorted(
                (-sum(word in text for text in paragraphs), int(rare.sizes[group]), word)
                for group in shared
                for word in [_word(int(rare.pairs[group]))]
            )
            words = tuple(word for _, _, word in telling[:_WORDS])
            yield ForeignPassage(home, first, last, target, len(shared), len(own), words)


def _rare(articles: Sequence[Sequence[str]], firsts: NDArray[np.int64]) -> _Rare:
    import numpy as np

    article_of = np.repeat(np.arange(len(articles), dtype=np.int32), np.diff(firsts))
    keys = np.unique(_bigrams(list(itertools.chain(*articles))))  # by bigram, then by paragraph
    pairs = (keys >> np.uint64(32)).astype(np.uint32)
    same = pairs[1:] == pairs[:-1]
    again = np.zeros(len(pairs), dtype=bool)  # not in one paragraph only
    again[1:] |= same
    again[:-1] |= same
    keys, pairs = keys[again], pairs[again]
    place = keys.astype(np.uint32).astype(np.int32)  # the lower half
    del keys, same, again
    article = article_of[place]
    new_pair = np.ones(len(pairs), dtype=bool)
    new_pair[1:] = pairs[1:] != pairs[:-1]
    new_article = new_pair.copy()
    new_article[1:] |= article[1:] != article[:-1]
    group = np.cumsum(new_pair, dtype=np.int32) - 1
    sizes = np.bincount(group[new_article])
    most = min(_RARE, max(3, len(articles) // 6))
    few = (sizes <= most)[group]
    by_place = np.argsort(place[few], kind="stable")
    return _Rare(
        place[few][by_place],
        group[few][by_place],
        pairs[new_pair],
        np.cumsum(sizes) - sizes,
        sizes,
        article[new_article],
    )


def _bigrams(paragraphs: Sequence[str]) -> NDArray[np.uint64]:
    """Return each bigram with its paragraph as one number: the bigram's above the paragraph's."""
    import numpy as np

    codes = np.frombuffer("\n".join([*paragraphs, ""]).encode("utf-32-le", "replace"), dtype="<u4")
    codes = codes - np.uint32(_FIRST)
    chinese = codes < _COUNT
    at = np.flatnonzero(chinese[:-1] & chinese[1:])
    keys: NDArray[np.uint64] = (codes[at] * np.uint32(_COUNT) + codes[at + 1]).astype(np.uint64)
    del codes, chinese
    sizes = np.fromiter((len(text) + 1 for text in paragraphs), dtype=np.int64)
    keys <<= np.uint64(32)
    keys |= np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)[at]
    return keys


def _word(pair: int) -> str:
    return chr(_FIRST + pair // _COUNT) + chr(_FIRST + pair % _COUNT)


def _intervals(
    articles: Sequence[Sequence[str]], firsts: NDArray[np.int64], rare: _Rare
) -> Iterator[tuple[int, tuple[int, int, int, int]]]:
    """Yield (article, (first, last, other article, bigrams shared)) of what leans most elsewhere.

    A paragraph leans towards an article by the rare bigrams that it shares with it, each counted
    the less the more articles have it, against those that any text of its length shares.
    """
    import numpy as np

    shared = rare.sizes[rare.group] > 1
    place, group = rare.place[shared], rare.group[shared]
    ends = np.searchsorted(place, firsts[1:])  # of each article's entries
    made = np.concatenate([[0], np.cumsum(rare.sizes[group])])[ends]
    home = 0
    while home < len(articles):  # as many articles as memory allows, at least one
        done = int(made[home - 1]) if home else 0
        until = max(home + 1, int(np.searchsorted(made, done + _AT_ONCE)))
        start = int(ends[home - 1]) if home else 0
        some = slice(start, int(ends[until - 1]))
        leanings = _leanings(place[some], group[some], firsts, rare)
        for at, votes in itertools.groupby(leanings, key=lambda one: one[0]):
            yield at, _best(articles[at], int(firsts[at]), votes)
        home = until


#: Article, other article, paragraph, what it leans, bigrams shared.
_Leaning = tuple[int, int, int, float, int]


def _leanings(
    place: Indexes, group: Indexes, firsts: NDArray[np.int64], rare: _Rare
) -> Iterator[_Leaning]:
    """Yield what each paragraph leans towards each other article, by article, other, paragraph."""
    import numpy as np

    other, position = rare.spread(group)
    paragraph = place[position]
    home = np.searchsorted(firsts, paragraph, side="right") - 1
    weight = (1 / np.maximum(1, rare.sizes[group] - 1))[position]
    foreign = home != other
    count, total = len(firsts), int(firsts[-1]) + 1
    keys = ((home * count + other) * total + paragraph)[foreign]
    known, inverse, shared = np.unique(keys, return_inverse=True, return_counts=True)
    weights = np.bincount(inverse, weights=weight[foreign])
    of, paragraphs = np.divmod(known, total)
    homes, others = np.divmod(of, count)
    return zip(
        homes.tolist(),
        others.tolist(),
        paragraphs.tolist(),
        weights.tolist(),
        shared.tolist(),
        strict=True,
    )


def _best(
    paragraphs: Sequence[str], offset: int, votes: Iterator[_Leaning]
) -> tuple[int, int, int, int]:
    """Return (first, last, other article, bigrams shared) of the paragraphs that lean most."""
    usual = [0.0]  # what the paragraphs before each one would share with any article
    for text in paragraphs:
        usual.append(usual[-1] + _BASE * len(text))
    best, found = -float("inf"), (0, 0, 0, 0)
    before = -1
    for _, other, paragraph, weight, shared in votes:
        place = paragraph - offset
        if other != before:
            before, running, start, after, sum_ = other, 0.0, 0, 0, 0
        running -= usual[place] - usual[after]
        if running <= 0:
            running, start, sum_ = 0.0, place, 0
        after = place + 1
        sum_ += shared
        running += weight - (usual[after] - usual[place])
        if running > best:
            best, found = running, (start, place, other, sum_)
    return found
