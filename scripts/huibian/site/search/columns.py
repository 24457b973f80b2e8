"""What each article counts under: the names of facets, and for each article the numbers of its own.

Places stand by their code, each above those in it; levels from the nation down to the village;
themes and kinds by sound; collections as the catalog has them. Columns have the articles as the
catalog has them, and stand in one piece as long as they are small together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from huibian.model import LEVELS
from huibian.site import listings
from huibian.site.catalog import Catalog
from huibian.site.search import coded, folding
from huibian.site.search.entries import Facts
from huibian.site.search.grams import Array
from huibian.site.search.large import Large
from huibian.site.search.pieces import as_json
from huibian.site.search.slots import Slots

UNKNOWN = "未注明"
#: Bytes, packed, of columns that stand in one piece ...
TOGETHER = 100_000
#: ... and of those that a query may load to count what it found; facets beyond wait to be opened.
COUNTED = 150_000
#: What a query looks at in order to put its results in order.
_ORDERING = ("length", "date")
Put = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Columns:
    """``values`` has the names of each facet; ``numbers`` by field what the articles have.

    ``numbers["theme"]`` has as many for each article as ``numbers["named"]`` says, and
    ``collections`` slug, title, number of articles and first place of each.
    """

    values: dict[str, list[Any]]
    numbers: dict[str, Array]
    collections: list[list[Any]]
    large: Mapping[str, Large]

    def counted(self, facet: str, weights: Array) -> Array:
        """Return how many articles each value of a facet has, each as often as ``weights`` says."""
        numbers = self.numbers
        if facet == "year":
            names = years(self.values["dates"])
            year_of = [names.index(_year(date)) for date in self.values["dates"]]
            return _sums(np.array(year_of)[numbers["date"]], weights, len(names))
        if facet == "theme":
            held = np.repeat(weights, numbers["named"])
            return _sums(numbers["theme"], held, len(self.values["themes"]))
        if facet == "collection":
            return _sums(numbers["collection"], weights, len(self.collections))
        counts = _sums(numbers[facet], weights, len(self.values[f"{facet}s"]))
        if facet == "region":
            above = [parent for _, parent in self.values["regions"]]
            for place in range(len(above) - 1, 0, -1):  # what is below counts above, too
                if above[place]:
                    counts[above[place]] += counts[place]
        return counts

    def write(self, put: Put) -> dict[str, str]:
        """Write names and columns; return by field the piece with its column."""
        put("values", as_json(self.values))
        dates, since = self._dates()
        made = {
            "length": {"length": coded.column(self.numbers["length"], 16)},
            "date": {
                "date": coded.column(dates, int(dates.max(initial=0)) + 1),
                "since": since.tolist(),
            },
            **{
                name: {name: coded.column(self.numbers[name], len(self.values[f"{name}s"]))}
                for name in ("level", "kind", "region")
            },
            "theme": {
                "named": coded.column(self.numbers["named"], 16),
                "theme": coded.column(self.numbers["theme"], len(self.values["themes"])),
            },
        }
        if sum(map(self._cost, made)) <= TOGETHER:
            put(
                "columns",
                as_json({name: one for own in made.values() for name, one in own.items()}),
            )
            return dict.fromkeys(made, "columns")
        for name, own in made.items():
            put(f"columns/{name}", as_json(own))
        return {name: f"columns/{name}" for name in made}

    def heavy(self, facets: Sequence[str]) -> list[str]:
        """Return the facets that a query does not count, since too much would have to be loaded."""
        spent = sum(map(self._cost, _ORDERING))
        waiting = []
        # dates and places are there already
        costs = {one: self._cost(one) for one in facets if one not in ("year", "collection")}
        for facet in sorted(costs, key=costs.__getitem__):
            spent += costs[facet]
            if spent > COUNTED:
                waiting.append(facet)
        return [facet for facet in facets if facet in waiting]

    def _dates(self) -> tuple[Array, Array]:
        """Return dates as they follow the first one of their collection, 0 without one; and these.

        A collection's articles are of about the same time, so that a few bits say it.
        """
        dates, own = self.numbers["date"], self.numbers["collection"]
        first = np.full(len(self.collections), len(self.values["dates"]), dtype=np.int64)
        dated = dates > 0
        np.minimum.at(first, own[dated], dates[dated])
        return np.where(dated, dates - first[own] + 1, 0), first

    def _cost(self, field: str) -> float:
        """Return about how many bytes a column takes, packed: as its values tell apart."""
        if field in self.large:
            return _packed(self.large[field].numbers)
        if field == "theme":
            return _packed(self.numbers["named"]) + _packed(self.numbers["theme"])
        if field == "date":
            return _packed(self._dates()[0])
        return _packed(self.numbers[field])


def make(catalog: Catalog, placed: Slots, facts: Sequence[Facts], large: Sequence[str]) -> Columns:
    """Return the columns of all articles; ``large`` are the fields with values of their own."""
    articles = placed.articles
    # no date comes first, whether there is an article without one or not
    dates = ["", *sorted({article.date for article in articles} - {""})]
    levels = [*LEVELS, ""]
    kinds = sorted({article.kind for article in articles}, key=folding.by_sound)
    named = sorted(
        (theme for theme in catalog.themes if theme.id in catalog.by_theme),
        key=lambda theme: folding.by_sound(theme.label),
    )
    paths = {a.region[:depth] for a in articles for depth in range(len(a.region) + 1)}
    places = {path: number for number, path in enumerate(sorted({(), *paths}))}
    held = Counter(article.slug for article in articles)
    shown = [card for card in catalog.collections if card.slug in held]
    units = np.array([one.units for one in facts], dtype=np.int64)
    lengths = np.round(units * len(units) / max(1, units.sum()) * 4)
    date_of, level_of, kind_of, theme_of, slug_of = (
        {name: number for number, name in enumerate(names)}
        for names in (
            dates,
            levels,
            kinds,
            [theme.id for theme in named],
            [card.slug for card in shown],
        )
    )
    numbers = {
        "level": [level_of[a.level] for a in articles],
        "kind": [kind_of[a.kind] for a in articles],
        "date": [date_of[a.date] for a in articles],
        "region": [places[a.region] for a in articles],
        "named": [len(a.all_themes) for a in articles],
        "theme": [theme_of[theme] for a in articles for theme in a.all_themes],
        "collection": [slug_of[a.slug] for a in articles],
        "length": np.clip(lengths, 0, 15),
    }
    return Columns(
        values={
            "levels": [level or UNKNOWN for level in levels],
            "kinds": [kind or UNKNOWN for kind in kinds],
            "dates": dates,
            "themes": [theme.label for theme in named],
            "regions": [
                [
                    listings.region_name(catalog, path[-1]) if path else UNKNOWN,
                    places[path[:-1]] if path else 0,
                ]
                for path in places
            ],
        },
        numbers={name: np.asarray(own, dtype=np.int64) for name, own in numbers.items()},
        collections=[
            [card.slug, card.title, held[card.slug], placed.first[card.slug]] for card in shown
        ],
        large={name: Large.of([getattr(article, name) for article in articles]) for name in large},
    )


def years(dates: Sequence[str]) -> list[str]:
    """Return the years of dates, each once, in their order."""
    return list(dict.fromkeys(map(_year, dates)))


def _year(date: str) -> str:
    return date[:4] or UNKNOWN


def _sums(numbers: Array, weights: Array, size: int) -> Array:
    sums: Array = np.bincount(numbers, weights, size).astype(np.int64)
    return sums


def _packed(numbers: Array) -> float:
    """Return how many bytes numbers take that are written as seldom ones are long."""
    counts = np.unique(numbers, return_counts=True)[1]
    return float((counts * np.log2(max(1, len(numbers)) / counts)).sum() / 8)
