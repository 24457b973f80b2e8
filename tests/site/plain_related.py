"""Related articles found the plain way, one pair after the other: what the columns must equal."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from huibian.site.catalog import ArticleCard, Catalog
from huibian.site.likeness import COMMON, TELLING
from huibian.site.related import LIMIT, Related

WINDOW, SIMILAR, WORTH = 6, 0.12, 0.15
_RUN = re.compile(r"[\u3400-\u9fffA-Za-z0-9]+")


def bigrams(text: str) -> Counter[str]:
    """Count the pairs of neighbouring characters; punctuation parts them."""
    return Counter(
        run[i : i + 2] for run in _RUN.findall(text.lower()) for i in range(len(run) - 1)
    )


def find_related(catalog: Catalog, limit: int = LIMIT) -> dict[str, tuple[Related, ...]]:
    """Return for each article's ``src`` at most ``limit`` related ones, the nearest first."""
    articles = catalog.articles
    vectors = _vectors(articles)
    postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for index, vector in enumerate(vectors):
        for bigram, weight in vector.items():
            postings[bigram].append((index, weight))
    neighbours = _Neighbours(articles)
    weights = _theme_weights(catalog)
    result = {}
    for index, article in enumerate(articles):
        likeness: defaultdict[int, float] = defaultdict(float)
        for bigram, weight in vectors[index].items():
            for other, other_weight in postings[bigram]:
                likeness[other] += weight * other_weight
        likeness.pop(index, None)
        alike = sorted(likeness, key=lambda other: (-likeness[other], other))[: 4 * limit]
        candidates = {*alike, *neighbours.of(index)}
        found = [
            _relate(catalog, article, articles[other], likeness.get(other, 0.0), weights)
            for other in sorted(candidates)
        ]
        worth = [item for item in found if item.score >= WORTH and item.reasons]
        worth.sort(key=lambda item: -item.score)
        result[article.src] = tuple(worth[:limit])
    return result


def _vectors(articles: Sequence[ArticleCard]) -> list[dict[str, float]]:
    """Return for each article its most telling bigrams with weights of length 1."""
    counts = []
    frequency: Counter[str] = Counter()
    for article in articles:
        text = "\n".join((article.title, article.subtitle, article.summary, *article.headings))
        count = bigrams(f"{article.title}\n{text}")
        counts.append(count)
        frequency.update(count.keys())
    total = len(articles)
    inverse = {
        bigram: math.log(total / number)
        for bigram, number in frequency.items()
        if 1 < number <= COMMON and number < total
    }
    vectors = []
    for count in counts:
        weighted = sorted(
            (
                (number * inverse[bigram], bigram)
                for bigram, number in count.items()
                if bigram in inverse
            ),
            reverse=True,
        )[:TELLING]
        squares = 0.0  # sum() adds otherwise from Python 3.12 on
        for weight, _ in weighted:
            squares += weight * weight
        norm = math.sqrt(squares) or 1.0
        vectors.append({bigram: weight / norm for weight, bigram in weighted})
    return vectors


def _theme_weights(catalog: Catalog) -> dict[str, float]:
    """Return how much a shared theme tells: a theme of the whole library tells nothing."""
    total = len(catalog.articles)
    scale = math.log(total) if total > 1 else 1.0
    return {
        theme: math.log(total / len(cards)) / scale for theme, cards in catalog.by_theme.items()
    }


class _Neighbours:
    """Articles near in the lists of those with the same theme and level, or theme and province."""

    def __init__(self, articles: Iterable[ArticleCard]) -> None:
        self._lists: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._places: list[list[tuple[tuple[str, str], int]]] = []
        for index, article in enumerate(articles):
            places = []
            for theme in article.themes:
                for other in (article.level, *article.region[:1]):
                    if other:
                        members = self._lists[theme, other]
                        places.append(((theme, other), len(members)))
                        members.append(index)
            self._places.append(places)

    def of(self, index: int) -> set[int]:
        """Return the neighbours of an article, without itself."""
        found: set[int] = set()
        for key, at in self._places[index]:
            found.update(self._lists[key][max(0, at - WINDOW) : at + WINDOW + 1])
        found.discard(index)
        return found


def _relate(
    catalog: Catalog,
    article: ArticleCard,
    other: ArticleCard,
    likeness: float,
    weights: Mapping[str, float],
) -> Related:
    shared = [theme for theme in article.themes if theme in other.themes]
    score = likeness + min(0.6, sum(0.35 * weights[theme] for theme in shared))
    reasons = []
    hidden = catalog.fields.hidden
    if shared and "themes" not in hidden:
        names = [found.label for theme in shared if (found := catalog.themes.by_id.get(theme))]
        reasons.append(f"同一主题：{'、'.join(names)}")
    if likeness >= SIMILAR:
        reasons.append("内容相近")
    common = [code for code in article.region if code in other.region]
    if common:
        score += 0.06 + 0.06 * len(common)
        region = catalog.regions.get(common[-1])
        if region is not None and "region" not in hidden:
            reasons.append(f"同在{region.name}")
    if article.level and article.level == other.level:
        score += 0.05
        # the level alone is no reason
        if "level" not in hidden and (shared or likeness >= SIMILAR):
            reasons.append(f"同为{article.level}")
    return Related(other.src, round(score, 6), tuple(reasons))
