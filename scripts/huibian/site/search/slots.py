"""A place in the index for every article, which it keeps while others come and go.

Collections stand from the oldest to the newest, each with room for more articles than it has, and
an article stands at its own number. So one that is added at the end of its collection, or with a
new collection, moves no other, and one that is removed leaves a hole. All that follows moves when
a collection outgrows its room, or comes in between.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from huibian.site.catalog import ArticleCard, Catalog, CollectionCard

#: A collection's room is the next multiple above its highest number.
ROOM = 16
#: Numbers that leave more than so many times as many holes as there are articles do not count.
_SPARSE = 2


@dataclass(frozen=True, slots=True)
class Slots:
    """``articles`` as the catalog has them, the place of each, and each collection's first one.

    ``size`` is how many places there are, holes included.
    """

    articles: tuple[ArticleCard, ...]
    places: tuple[int, ...]
    first: dict[str, int]
    size: int


def assign(catalog: Catalog, published: Container[str]) -> Slots:
    """Give each article whose ``src`` is published its place.

    Articles that are not published keep theirs free.
    """
    place: dict[str, int] = {}
    first: dict[str, int] = {}
    size = 0
    for collection in sorted(catalog.collections, key=_age):
        first[collection.slug] = size
        own = _own(collection.articles)
        for article, number in zip(collection.articles, own, strict=True):
            place[article.src] = size + number
        size += room(own[-1] + 1 if own else 0, ROOM)
    articles = tuple(article for article in catalog.articles if article.src in published)
    return Slots(articles, tuple(place[article.src] for article in articles), first, size)


def room(highest: int, multiple: int) -> int:
    """Return the next multiple above a number."""
    return (highest // multiple + 1) * multiple


def _age(collection: CollectionCard) -> tuple[str, str]:
    return collection.added, collection.slug


def _own(articles: Sequence[ArticleCard]) -> list[int]:
    """Return each article's place in its collection, ascending: its number where that is free."""
    own: list[int] = []
    for article in articles:
        own.append(max(article.number - 1, own[-1] + 1 if own else 0))
    return own if not own or own[-1] < _SPARSE * (len(own) + ROOM) else list(range(len(own)))
