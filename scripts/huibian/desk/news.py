"""What has come, gone and changed since a release. Pure: a catalog and a manifest's paths go in."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from huibian.site.catalog import ArticleCard, Catalog, CollectionCard

_PUBLIC = "公开"


@dataclass(frozen=True, slots=True)
class News:
    """Articles that came and that changed, pages that went (their addresses).

    ``sure`` is False where what changed is told by the times of files.
    """

    came: tuple[ArticleCard, ...]
    changed: tuple[ArticleCard, ...]
    went: tuple[str, ...]
    sure: bool

    @property
    def empty(self) -> bool:
        """Say whether nothing has changed."""
        return not (self.came or self.changed or self.went)


def published(catalog: Catalog, audience: str) -> tuple[CollectionCard, ...]:
    """Return the collections that an audience gets."""
    return tuple(
        one for one in catalog.collections if audience != "public" or one.disclosure == _PUBLIC
    )


def digests(catalog: Catalog, audience: str) -> dict[str, str]:
    """Return what tells articles from what they will be, by their paths."""
    return {
        card.src: hashlib.sha256(card.digest).hexdigest()[:16]
        for one in published(catalog, audience)
        for card in one.articles
    }


def news(
    catalog: Catalog,
    audience: str,
    paths: Collection[str],
    known: Mapping[str, str] | None,
    touched: Collection[str],
) -> News:
    """Return what is new; ``paths`` are those of the release, ``known`` the digests of its day.

    Without them an article counts as changed when it is among those ``touched`` since.
    """
    there = {address for path in paths if (address := _article(path))}
    cards = {_address(card): card for one in published(catalog, audience) for card in one.articles}
    came = tuple(card for address, card in cards.items() if address not in there)
    now = digests(catalog, audience)
    changed = tuple(
        card
        for address, card in cards.items()
        if address in there
        and (known.get(card.src) != now[card.src] if known is not None else card.src in touched)
    )
    return News(came, changed, tuple(sorted(there - cards.keys())), known is not None)


def _address(card: ArticleCard) -> str:
    return f"collections/{card.slug}/{card.stem}"


def _article(path: str) -> str:
    """Return the address of an article's page in a release, ``""`` for any other file."""
    bare = path.removesuffix("/index.html") if path.endswith("/index.html") else path
    bare = bare.removesuffix(".html")
    parts = bare.split("/")
    if not path.endswith(".html") or len(parts) != 3 or parts[0] != "collections":
        return ""
    return bare if parts[2].isdecimal() else ""
