"""The home page: what there is, and the ways in."""

from __future__ import annotations

from typing import Any

from huibian.site import addresses, listings
from huibian.site.pages.collection import shelf
from huibian.site.pages.context import Context
from huibian.site.pages.region import tile_map
from huibian.site.pages.values import Link, Spec, counted

HOME_THEMES = 18
HOME_COLLECTIONS = 6


def view(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows."""
    catalog = context.catalog
    themes = listings.count_themes(catalog, catalog.articles)
    return {
        "numbers": _numbers(context),
        "map": tile_map(context),
        "themes": counted(themes[:HOME_THEMES], lambda key: context.theme(key).url),
        "themes_url": context.url(addresses.THEMES),
        "levels": counted(
            listings.count_levels(catalog.articles),
            lambda key: context.url(addresses.level(key)),
        ),
        "collections": shelf(context, catalog.collections[:HOME_COLLECTIONS]),
        "collections_url": context.url(addresses.COLLECTIONS),
        "regions_url": context.url(addresses.REGIONS),
        "matrix_url": context.url(addresses.MATRIX),
        "guide_url": context.url(addresses.GUIDE),
    }


def _numbers(context: Context) -> list[Link]:
    catalog = context.catalog
    return [
        Link("篇文章", context.url(addresses.LEVELS), len(catalog.articles)),
        Link("本汇编", context.url(addresses.COLLECTIONS), len(catalog.collections)),
        Link("个地区", context.url(addresses.REGIONS), len(catalog.by_region)),
        Link("个主题", context.url(addresses.THEMES), len(catalog.by_theme)),
    ]
