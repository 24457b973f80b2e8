"""The pieces about all articles at once: what they count under, and in which orders they stand.

Columns and orders have the articles as the catalog has them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from huibian.model import LEVELS
from huibian.site import addresses, listings
from huibian.site.catalog import Catalog
from huibian.site.search import folding, grams
from huibian.site.search.alphabet import ALPHABET
from huibian.site.search.entries import Facts
from huibian.site.search.pieces import as_json, as_text, column, numbered
from huibian.site.search.slots import Slots

CARDS = 100  # places of one piece of titles
LABELS = 100  # names of units or authors in one piece: a query shows a few from anywhere
#: What readers can choose by; nearly every article has its own of the last two.
FACETS = ("region", "level", "theme", "kind", "year", "collection")
LARGE = ("organization", "author")
#: Fields of a result that no column holds: written with each article where results show them.
_ABOUT = ("organization", "author", "length")
UNKNOWN = "未注明"
Put = Callable[[str, str], None]


def about(catalog: Catalog) -> list[str]:
    """Return the fields that are written with each article."""
    shown = {*catalog.fields.results, *catalog.fields.results_foot}
    return [field for field in _ABOUT if field in shown]


def write(put: Put, catalog: Catalog, placed: Slots, facts: Sequence[Facts]) -> None:
    """Write columns, orders, and the facets with about as many values as articles."""
    put("columns", as_json(_columns(catalog, placed, facts)))
    for name in LARGE:
        _write_large(put, name, [getattr(article, name) for article in placed.articles])
    put("titles", _ranks([_by_sound(article.title) for article in placed.articles]))
    put("lengths", _ranks([one.length for one in facts]))


def manifest(catalog: Catalog, placed: Slots, facts: Sequence[Facts], separators: bytes) -> str:
    """Return the piece that is read first; ``separators`` say where shards begin."""
    table = folding.table()
    known = {*ALPHABET, *(char for one in facts for char in one.rare)}
    return as_json(
        {
            "articles": len(placed.articles),
            "places": placed.size,
            "threshold": grams.THRESHOLD,
            "depth": grams.DEPTH,
            "cards": CARDS,
            "alphabet": ALPHABET,
            "fold": "".join(chr(code) + char for code, char in table.items() if char in known),
            "spaces": "".join(chr(code) for code, char in table.items() if char == " "),
            "dropped": folding.DROPPED,
            "shards": as_text(separators),
            "labels": LABELS,
            "filters": [*FACETS, *LARGE],
            "large": LARGE,
            "facets": [addresses.facet(field) for field in catalog.fields.facets],
            "results": catalog.fields.results,
            "foot": catalog.fields.results_foot,
            "about": about(catalog),
        }
    )


def _write_large(put: Put, name: str, values: Sequence[str]) -> None:
    """Write a facet with about as many values as articles: numbers first, names in pieces.

    Values that several articles have stand first, by how many; the others follow as their
    articles do, so that each of these is written as 0, "the next one", which packs well.
    """
    held = Counter(values)
    shared = [value for value, count in held.items() if count > 1]
    shared.sort(key=lambda value: (-held[value], _by_sound(value)))
    numbers = {value: number for number, value in enumerate(shared, 1)}
    order = [*shared, *(value for value in values if held[value] == 1)]
    labels = [value or UNKNOWN for value in order]
    first = {
        "values": len(labels),
        "shared": len(shared),
        "labels": labels[:LABELS],
        "column": column([numbers.get(value, 0) for value in values], len(shared) + 1),
    }
    put(name, as_json(first))
    for at in range(LABELS, len(labels), LABELS):
        put(numbered(f"{name}-", at // LABELS), as_json(labels[at : at + LABELS]))


def _columns(catalog: Catalog, placed: Slots, facts: Sequence[Facts]) -> dict[str, Any]:
    """Return the facets: names in order, and for each article the numbers of its own.

    Places stand by their code, each above those in it; levels from the nation down to the
    village; themes and kinds by sound; collections as the catalog has them.
    """
    articles = placed.articles
    dates = sorted({article.date for article in articles})
    date_of = {date: number for number, date in enumerate(dates)}
    levels = [*LEVELS, ""]
    kinds = sorted({article.kind for article in articles}, key=_by_sound)
    named = sorted(
        (theme for theme in catalog.themes if theme.id in catalog.by_theme),
        key=lambda theme: _by_sound(theme.label),
    )
    themes = {theme.id: number for number, theme in enumerate(named)}
    paths = {a.region[:depth] for a in articles for depth in range(len(a.region) + 1)}
    places = {path: number for number, path in enumerate(sorted({(), *paths}))}
    held = Counter(article.slug for article in articles)
    units = np.array([one.units for one in facts], dtype=np.int64)
    lengths = units * len(units) / max(1, units.sum())
    used = np.zeros(placed.size, dtype=bool)
    used[list(placed.places)] = True
    return {
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
        "collections": [
            [card.slug, card.title, held[card.slug], placed.first[card.slug]]
            for card in catalog.collections
            if card.slug in held
        ],
        "used": as_text(np.packbits(used, bitorder="little").tobytes()),
        "level": column([levels.index(a.level) for a in articles], len(levels)),
        "kind": column([kinds.index(a.kind) for a in articles], len(kinds)),
        "date": column([date_of[a.date] for a in articles], len(dates)),
        "region": column([places[a.region] for a in articles], len(places)),
        "named": column([len(a.all_themes) for a in articles], 16),
        "theme": column([themes[t] for a in articles for t in a.all_themes], len(themes)),
        "length": column(np.clip(np.round(lengths * 4), 0, 15).astype(np.uint32), 16),
    }


def _ranks(keys: Sequence[Any]) -> str:
    """Return each article's place in the order of keys; equal ones keep the catalog's order."""
    order = sorted(range(len(keys)), key=lambda i: (keys[i], i))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return as_json(column(rank, len(order)))


def _by_sound(title: str) -> bytes:
    """Return a key that sorts titles as Chinese readers expect: common characters by sound."""
    return folding.fold(title).lstrip("\"'《 ").encode("gb18030", "surrogatepass")
