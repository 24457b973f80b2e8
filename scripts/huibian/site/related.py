"""Related articles with the reasons: shared themes, place, level, and similar wording.

Candidates are the articles most alike in title, summary and headings, and small neighbourhoods of
articles with the same theme, so the work grows with the number of articles, never with its
square. Scores are reckoned for whole columns of pairs; only the pairs that are shown become
objects. Pure and deterministic; knows no addresses and no HTML.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from huibian.site.catalog import ArticleCard, Catalog
from huibian.site.likeness import Array, Counted, Likeness, count, places

LIMIT = 5
_WINDOW = 6  # neighbours looked at on either side in a theme's list
_SIMILAR = 0.12  # cosine from which readers see the likeness
_WORTH = 0.15  # total score below which an article is not shown
_DIGITS = 6  # of a score
_NONE = -1
_PLACE_BITS = 3  # from the province down there are three regions


class Related(NamedTuple):
    """An article worth reading next: its ``src`` and the reasons, the strongest first."""

    src: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs of articles, by the first and then by the second, and what they have in common."""

    articles: Array
    others: Array
    likeness: Array
    shared: Array  # bit n: the article's theme n is one of the other's
    common: Array  # how many regions both have
    place: Array  # which of the article's regions is the nearest of these
    level: Array  # whether it is the same

    def why(self) -> Array:
        """Return what the reasons are made of: two bits for whether they are alike and of the same
        level, then the nearest region's place from 1 (0: none), then the shared themes.
        """
        low = self.is_alike() | self.level.astype(np.int64) << 1
        packed: Array = low | (self.place + 1) << 2 | self.shared << _PLACE_BITS + 2
        return packed

    def is_alike(self) -> Array:
        """Return which are so much alike that readers see it."""
        alike: Array = self.likeness >= _SIMILAR
        return alike


class Relations(Mapping[str, tuple[Related, ...]]):
    """The related articles of a library's by ``src``, the nearest first.

    They become objects when they are asked for: few ever are.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._numbers = {article.src: number for number, article in enumerate(catalog.articles)}
        self._reasons = _Reasons(catalog)

    def rows(self, number: int) -> Iterable[tuple[int, float, int]]:
        """Give those of the article with a number: their number, score, and ``_Pairs.why``."""
        raise NotImplementedError

    def stamp(self, src: str) -> list[tuple[str, int]]:
        """Return what changes with an article's: sooner made, and told with the article alone."""
        articles = self._catalog.articles
        return [(articles[other].src, why) for other, _, why in self.rows(self._numbers[src])]

    def __getitem__(self, src: str) -> tuple[Related, ...]:
        number, articles = self._numbers[src], self._catalog.articles
        return tuple(
            Related(articles[other].src, score, self._reasons.of(articles[number], why))
            for other, score, why in self.rows(number)
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


class Found(Relations):
    """Those that have been found for all articles, as columns."""

    def __init__(self, catalog: Catalog, columns: Columns) -> None:
        super().__init__(catalog)
        self.columns = columns

    def rows(self, number: int) -> Iterable[tuple[int, float, int]]:
        """Give those of the article with a number."""
        ends, others, scores, whys = self.columns
        own = slice(ends[number - 1] if number else 0, ends[number])
        return zip(others[own], scores[own], whys[own], strict=True)


class Asked(Relations):
    """Those that a finder finds when they are asked for."""

    def __init__(self, catalog: Catalog, finder: Finder) -> None:
        """Take a finder for this library, or for one with the same to find them by."""
        super().__init__(catalog)
        self._finder = finder

    def rows(self, number: int) -> Iterable[tuple[int, float, int]]:
        """Give those of the article with a number."""
        _, *columns = self._finder.found(number, number + 1)
        others, scores, whys = (column.tolist() for column in columns)
        return zip(others, scores, whys, strict=True)


class Columns(NamedTuple):
    """Related articles one article's after the other's.

    ``ends`` says by article's number where its own end in the other columns: the number of the
    other article, score, ``_Pairs.why``.
    """

    ends: list[int]
    others: list[int]
    scores: list[float]
    whys: list[int]


class Finder:
    """Finds the related articles of a library's; keeps nothing of it but columns of numbers."""

    def __init__(
        self, catalog: Catalog, limit: int = LIMIT, counted: Counted | None = None
    ) -> None:
        """``counted`` is what another finder, of a library not unlike this one, has counted."""
        articles = catalog.articles
        self.counted = count_words(catalog, counted)
        self._likeness = Likeness(self.counted)
        self._facts = _Facts(catalog)
        self._near = _neighbours(articles)
        self._total = len(articles)
        self._limit = limit

    def all(self) -> Columns:
        """Return those of all articles, at most ``limit`` of each."""
        columns = Columns([], [], [], [])
        for first, last in self._likeness.blocks():
            counts, others, scores, whys = self.found(first, last)
            columns.ends.extend((len(columns.others) + np.cumsum(counts)).tolist())
            columns.others.extend(others.tolist())
            columns.scores.extend(scores.tolist())
            columns.whys.extend(whys.tolist())
        return columns

    def found(self, first: int, last: int) -> tuple[Array, Array, Array, Array]:
        """Return how many the articles from ``first`` up to ``last`` have, and their columns."""
        total, near = self._total, self._near
        begin, end = np.searchsorted(near, [first * total, last * total])
        pairs, alike = self._likeness.pairs(first, last)
        most = _most_alike(pairs // total, alike, 4 * self._limit)
        candidates = np.union1d(near[begin:end], pairs[most])
        one, other = np.divmod(candidates, total)
        compared = self._facts.compare(one, other, _looked_up(candidates, pairs, alike))
        scores, chosen = self._facts.best(compared, self._limit)
        counts = np.bincount(compared.articles[chosen] - first, minlength=last - first)
        return counts, compared.others[chosen], scores[chosen], compared.why()[chosen]


def count_words(catalog: Catalog, counted: Counted | None = None) -> Counted:
    """Return the bigrams of a library's articles; ``counted`` are those of one not unlike it."""
    texts = [_wording(article) for article in catalog.articles]
    return count(texts) if counted is None else counted.now(texts)


def find_related(catalog: Catalog, limit: int = LIMIT) -> Found:
    """Return for each article's ``src`` at most ``limit`` related ones, the nearest first."""
    return Found(catalog, Finder(catalog, limit).all())


def _wording(article: ArticleCard) -> str:
    """Return the text by which articles are alike; the title counts twice."""
    title = article.title
    return "\n".join((title, title, article.subtitle, article.summary, *article.headings))


def _neighbours(articles: Sequence[ArticleCard]) -> Array:
    """Return pairs near in the lists of those with the same theme and level, or theme and province.

    A pair is ``article * number of articles + other``; they are ascending.
    """
    lists: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for index, article in enumerate(articles):
        for theme in article.themes:
            for other in (article.level, *article.region[:1]):
                if other:
                    lists[theme, other].append(index)
    members = np.array([index for one in lists.values() for index in one], dtype=np.int64)
    owner = np.repeat(np.arange(len(lists)), [len(one) for one in lists.values()])
    total = len(articles)
    found = []
    for distance in range(1, _WINDOW + 1):
        together = owner[distance:] == owner[:-distance]
        one, other = members[:-distance][together], members[distance:][together]
        found += [one * total + other, other * total + one]
    pairs = np.unique(np.concatenate(found))
    apart: Array = pairs[pairs // total != pairs % total]  # a theme may be named twice
    return apart


def _most_alike(articles: Array, alike: Array, most: int) -> Array:
    """Return the places of the ``most`` pairs of each article that are most alike."""
    order = np.lexsort((-alike, articles))
    found: Array = order[places(articles) < most]
    return found


def _looked_up(wanted: Array, pairs: Array, values: Array) -> Array:
    """Return the values of the wanted pairs, 0 for those that have none; all are ascending."""
    found = np.zeros(len(wanted))
    _, here, there = np.intersect1d(wanted, pairs, assume_unique=True, return_indices=True)
    found[here] = values[there]
    return found


class _Facts:
    """What articles are compared by, in columns, and the scores made of it."""

    def __init__(self, catalog: Catalog) -> None:
        articles = catalog.articles
        self._themes, themes = _table([article.themes for article in articles])
        self._regions, regions = _table([article.region for article in articles])
        levels = [(article.level,) if article.level else () for article in articles]
        self._levels, _ = _table(levels)
        told = _theme_weights(catalog)
        self._told = np.array([0.35 * told[theme] for theme in themes])
        self._known = np.array([catalog.regions.get(code) is not None for code in regions], bool)
        self._shows = _shown(catalog)

    def compare(self, articles: Array, others: Array, likeness: Array) -> _Pairs:
        """Return what each pair has in common."""
        shared = np.zeros(len(articles), dtype=np.int64)
        for bit, same in enumerate(_same(self._themes, articles, others)):
            shared |= same.astype(np.int64) << bit
        common = np.zeros(len(articles), dtype=np.int64)
        place = np.full(len(articles), _NONE)
        for depth, same in enumerate(_same(self._regions, articles, others)):
            common += same
            place[same] = depth
        (level,) = _same(self._levels, articles, others)
        return _Pairs(articles, others, likeness, shared, common, place, level)

    def best(self, pairs: _Pairs, limit: int) -> tuple[Array, Array]:
        """Return the scores of pairs, and which are worth it: the best of each article's."""
        scores = self._scores(pairs)
        chosen = np.flatnonzero((scores >= _WORTH) & self._has_reason(pairs))
        articles, others = pairs.articles[chosen], pairs.others[chosen]
        order = np.lexsort((others, -scores[chosen], articles))
        return scores, chosen[order[places(articles) < limit]]

    def _scores(self, pairs: _Pairs) -> Array:
        themes = np.zeros(len(pairs.articles))
        for bit, column in enumerate(self._themes):
            at = np.flatnonzero(pairs.shared >> bit & 1)
            themes[at] += self._told[column[pairs.articles[at]]]
        score = pairs.likeness + np.minimum(0.6, themes)
        score += np.where(pairs.common > 0, 0.06 + 0.06 * pairs.common, 0.0)
        score += np.where(pairs.level, 0.05, 0.0)
        rounded: Array = score.round(_DIGITS)
        return rounded

    def _has_reason(self, pairs: _Pairs) -> Array:
        """Return which pairs have a reason to be named: the level alone is none."""
        similar = pairs.is_alike()
        shared = pairs.shared > 0
        known = np.zeros(len(similar), dtype=bool)
        at = np.flatnonzero(pairs.common)
        known[at] = self._known[self._regions[pairs.place[at], pairs.articles[at]]]
        found = similar.copy()
        if self._shows["themes"]:
            found |= shared
        if self._shows["region"]:
            found |= known
        if self._shows["level"]:
            found |= pairs.level & (shared | similar)
        return found


class _Reasons:
    """Says why articles are related."""

    def __init__(self, catalog: Catalog) -> None:
        self._themes = catalog.themes.by_id
        self._regions = catalog.regions
        self._shows = _shown(catalog)

    def of(self, article: ArticleCard, why: int) -> tuple[str, ...]:
        """Return the reasons for which another article is related to one, the strongest first."""
        similar, level, place = why & 1, why & 2, (why >> 2) & ((1 << _PLACE_BITS) - 1)
        shared = why >> _PLACE_BITS + 2
        reasons = []
        if shared and self._shows["themes"]:
            chosen = [theme for n, theme in enumerate(article.themes) if shared >> n & 1]
            names = [found.label for theme in chosen if (found := self._themes.get(theme))]
            reasons.append(f"同一主题：{'、'.join(names)}")
        if similar:
            reasons.append("内容相近")
        region = self._regions.get(article.region[place - 1]) if place else None
        if region is not None and self._shows["region"]:
            reasons.append(f"同在{region.name}")
        if level and self._shows["level"] and (shared or similar):
            reasons.append(f"同为{article.level}")
        return tuple(reasons)


#: The fields that reasons name; a site may hide them.
_REASONS = ("themes", "region", "level")


def _shown(catalog: Catalog) -> Mapping[str, bool]:
    """Return which of them readers see."""
    return {name: name not in catalog.fields.hidden for name in _REASONS}


def _theme_weights(catalog: Catalog) -> dict[str, float]:
    """Return how much a shared theme tells: a theme of the whole library tells nothing."""
    total = len(catalog.articles)
    scale = math.log(total) if total > 1 else 1.0
    return {
        theme: math.log(total / len(cards)) / scale for theme, cards in catalog.by_theme.items()
    }


def _table(rows: Sequence[Sequence[str]]) -> tuple[Array, list[str]]:
    """Return the rows' values as numbers, a column after the other, and the values.

    Behind a row's end stands ``_NONE``.
    """
    numbers: dict[str, int] = {}
    table = np.full((max(1, max(map(len, rows), default=1)), len(rows)), _NONE, dtype=np.int32)
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            table[column, at] = numbers.setdefault(value, len(numbers))
    return table, list(numbers)


def _same(table: Array, articles: Array, others: Array) -> Iterable[Array]:
    """Give for each column in which pairs the article's value is one of the other's."""
    theirs = table[:, others]
    for column in table:
        value = column[articles]
        same = np.zeros(len(articles), dtype=bool)
        for other in theirs:
            same |= value == other
        yield same & (value != _NONE)
