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
from functools import cache
from typing import NamedTuple

import numpy as np

from huibian.site.catalog import ArticleCard, Catalog
from huibian.site.likeness import Array, Likeness, places

LIMIT = 5
_WINDOW = 6  # neighbours looked at on either side in a theme's list
_SIMILAR = 0.12  # cosine from which readers see the likeness
_WORTH = 0.15  # total score below which an article is not shown
_DIGITS = 6  # of a score
_NONE = -1


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


class Found(Mapping[str, tuple[Related, ...]]):
    """The related articles of a library's by ``src``, the nearest first.

    They are kept as columns, and become objects when they are asked for: few ever are.
    """

    def __init__(self, srcs: Sequence[str], columns: Columns) -> None:
        """``srcs`` are those of the articles in their order, which the columns count on."""
        self.columns = columns
        self._srcs = srcs
        self._numbers = {src: number for number, src in enumerate(srcs)}

    def __getitem__(self, src: str) -> tuple[Related, ...]:
        number = self._numbers[src]
        ends, others, scores, whys, reasons = self.columns
        begin = ends[number - 1] if number else 0
        return tuple(
            Related(self._srcs[others[at]], scores[at], reasons[whys[at]])
            for at in range(begin, ends[number])
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._srcs)

    def __len__(self) -> int:
        return len(self._srcs)


class Columns(NamedTuple):
    """Related articles one article's after the other's.

    ``ends`` says by article's number where its own end in the other columns: the number of the
    other article, score, number of the reasons in ``reasons``.
    """

    ends: list[int]
    others: list[int]
    scores: list[float]
    whys: list[int]
    reasons: list[tuple[str, ...]]


def find_related(catalog: Catalog, limit: int = LIMIT) -> Found:
    """Return for each article's ``src`` at most ``limit`` related ones, the nearest first."""
    articles = catalog.articles
    found = Columns([], [], [], [], [])
    reasons: dict[tuple[str, ...], int] = {}
    likeness = Likeness([_wording(article) for article in articles])
    facts = _Facts(catalog)
    near = _neighbours(articles)
    for first, last in likeness.blocks():
        begin, end = np.searchsorted(near, [first * len(articles), last * len(articles)])
        pairs, alike = likeness.pairs(first, last)
        most = _most_alike(pairs // len(articles), alike, 4 * limit)
        candidates = np.union1d(near[begin:end], pairs[most])
        one, other = np.divmod(candidates, len(articles))
        compared = facts.compare(one, other, _looked_up(candidates, pairs, alike))
        scores, chosen = facts.best(compared, limit)
        counts = np.bincount(compared.articles[chosen] - first, minlength=last - first)
        found.ends.extend((len(found.others) + np.cumsum(counts)).tolist())
        found.others.extend(compared.others[chosen].tolist())
        found.scores.extend(scores[chosen].tolist())
        found.whys.extend(
            reasons.setdefault(why, len(reasons)) for why in facts.reasons(compared, chosen)
        )
    return Found([article.src for article in articles], found._replace(reasons=list(reasons)))


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
    """What articles are compared by, in columns, and the scores and reasons made of it."""

    def __init__(self, catalog: Catalog) -> None:
        articles = catalog.articles
        self._catalog = catalog
        self._themes, themes = _table([article.themes for article in articles])
        self._regions, regions = _table([article.region for article in articles])
        levels = [(article.level,) if article.level else () for article in articles]
        self._levels, _ = _table(levels)
        told = _theme_weights(catalog)
        self._told = np.array([0.35 * told[theme] for theme in themes])
        self._known = np.array([catalog.regions.get(code) is not None for code in regions], bool)
        self._shows = {name: name not in catalog.fields.hidden for name in _REASONS}
        self._reasons = cache(self._make_reasons)  # thousands of pairs have the same

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

    def reasons(self, pairs: _Pairs, chosen: Array) -> Iterator[tuple[str, ...]]:
        """Give the reasons of pairs, the strongest first."""
        similar = pairs.likeness >= _SIMILAR
        columns = (pairs.articles, pairs.shared, similar, pairs.place, pairs.level)
        for index, shared, alike, place, level in zip(
            *(column[chosen].tolist() for column in columns), strict=True
        ):
            card = self._catalog.articles[index]
            code = card.region[place] if place != _NONE else ""
            yield self._reasons(card.themes, shared, alike, code, card.level if level else "")

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
        similar = pairs.likeness >= _SIMILAR
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

    def _make_reasons(
        self, themes: tuple[str, ...], shared: int, similar: bool, place: str, level: str
    ) -> tuple[str, ...]:
        reasons = []
        if shared and self._shows["themes"]:
            by_id = self._catalog.themes.by_id
            chosen = [theme for n, theme in enumerate(themes) if shared >> n & 1]
            names = [found.label for theme in chosen if (found := by_id.get(theme))]
            reasons.append(f"同一主题：{'、'.join(names)}")
        if similar:
            reasons.append("内容相近")
        region = self._catalog.regions.get(place) if place else None
        if region is not None and self._shows["region"]:
            reasons.append(f"同在{region.name}")
        if level and self._shows["level"] and (shared or similar):
            reasons.append(f"同为{level}")
        return tuple(reasons)


#: The fields that reasons name; a site may hide them.
_REASONS = ("themes", "region", "level")


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
