"""The pieces about all articles at once: what they count under, and in which orders they stand.

Columns and orders have the articles as the catalog has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from huibian.site import addresses, listings
from huibian.site.catalog import ArticleCard, Catalog
from huibian.site.search import beginning, columns, folding, grams, orders
from huibian.site.search.alphabet import ALPHABET
from huibian.site.search.columns import UNKNOWN, Columns, Put
from huibian.site.search.entries import Facts
from huibian.site.search.orders import Orders
from huibian.site.search.pieces import as_json, as_text, column
from huibian.site.search.slots import Slots

CARDS = 100  # places of one piece of titles
LABELS = 100  # names of units or authors in one piece: a query shows a few from anywhere
#: What readers can choose by; nearly every article has its own of the last two.
FACETS = ("region", "level", "theme", "kind", "year", "collection")
LARGE = ("organization", "author")
#: Fields of a result that are written with each article ...
_ALWAYS = ("region", "level", "themes", "kind", "date")
#: ... and where results show them.
_SHOWN = ("organization", "author", "length")
_RELEVANCE = "relevance"  # an order of what was searched for alone


def about(catalog: Catalog) -> list[str]:
    """Return the fields that are written with each article."""
    shown = {*catalog.fields.results, *catalog.fields.results_foot}
    return [*_ALWAYS, *(field for field in _SHOWN if field in shown)]


def told(catalog: Catalog, article: ArticleCard, facts: Facts, fields: Sequence[str]) -> list[Any]:
    """Return what results show of these fields of an article: a place by its path."""
    own = {
        "region": "/".join(listings.region_name(catalog, code) for code in article.region),
        "themes": [catalog.themes.by_id[theme].label for theme in article.all_themes],
        "length": facts.length,
    }
    return [own[name] if name in own else getattr(article, name) for name in fields]


def write(
    put: Put, catalog: Catalog, placed: Slots, facts: Sequence[Facts], shards: Sequence[Any]
) -> None:
    """Write what every search reads first, columns, orders, and what a page of results begins with.

    ``shards`` is what the manifest has of the list of shards (``shards.listed``).
    """
    made = columns.make(catalog, placed, facts, LARGE)
    titles = [folding.by_sound(article.title) for article in placed.articles]
    lengths = [one.length for one in facts]
    order = Orders.of(titles, lengths, made.numbers["date"])
    for name, own in (("titles", order.titles), ("lengths", order.lengths)):
        put(name, as_json(column(orders.ranks(own), len(own))))
    for name, large in made.large.items():
        large.write(put, name, UNKNOWN, LABELS)
    facets = [addresses.facet(field) for field in catalog.fields.facets]
    sorts = [sort for sort, _ in catalog.fields.sorts if sort != _RELEVANCE]
    sort = sorts[0] if sorts else "order"
    put("begin/articles", beginning.of_articles(made, order, placed.places, facets, sort))
    practices = [one.practices for one in facts]
    put("begin/practices", beginning.of_practices(made, practices, facets))
    pieces = made.write(put)
    put("manifest", as_json(_manifest(catalog, placed, facts, made, pieces, facets, shards)))


def _manifest(
    catalog: Catalog,
    placed: Slots,
    facts: Sequence[Facts],
    made: Columns,
    pieces: dict[str, str],
    facets: Sequence[str],
    shards: Sequence[Any],
) -> dict[str, Any]:
    """Return what is read first."""
    table = folding.table()
    known = {*ALPHABET, *(char for one in facts for char in one.rare)}
    used = np.zeros(placed.size, dtype=bool)
    used[list(placed.places)] = True
    return {
        "articles": len(placed.articles),
        "places": placed.size,
        "used": as_text(np.packbits(used, bitorder="little").tobytes()),
        "collections": made.collections,
        "threshold": grams.THRESHOLD,
        "depth": grams.DEPTH,
        "cards": CARDS,
        "alphabet": ALPHABET,
        "fold": "".join(chr(code) + char for code, char in table.items() if char in known),
        "spaces": "".join(chr(code) for code, char in table.items() if char == " "),
        "dropped": folding.DROPPED,
        "shards": shards,
        "labels": LABELS,
        "filters": [*FACETS, *LARGE],
        "large": LARGE,
        "columns": pieces,
        "heavy": made.heavy(facets),
        "facets": facets,
        "results": catalog.fields.results,
        "foot": catalog.fields.results_foot,
        "about": about(catalog),
    }
