"""The themes, the page of each, and its part at one level."""

from __future__ import annotations

from typing import Any

from huibian.site import addresses, listings
from huibian.site.pages import practice
from huibian.site.pages.context import Context
from huibian.site.pages.values import Link, Spec, counted

COMPARED = 5  # articles whose practices stand side by side on the theme's page


def view_all(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows."""
    catalog = context.catalog
    return {
        "themes": [
            {
                "link": Link(item.label, context.theme(item.key).url, item.count),
                "description": catalog.themes.by_id[item.key].description,
            }
            for item in listings.count_themes(catalog, catalog.articles)
        ],
        "empty": [
            context.theme(theme.id) for theme in catalog.themes if theme.id not in catalog.by_theme
        ],
        "matrix_url": context.url(addresses.MATRIX),
        "total": len(catalog.articles),
    }


def view(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows."""
    catalog = context.catalog
    theme = catalog.themes.by_id[spec.key]
    articles = catalog.by_theme.get(theme.id, ())
    src = addresses.theme(theme.id)
    return {
        "crumbs": [Link("主题", context.url(addresses.THEMES))],
        "theme": theme,
        "description": theme.description,
        "total": len(articles),
        "levels": counted(
            listings.count_levels(articles),
            lambda key: context.listing_url(addresses.theme(theme.id, key)),
        ),
        "provinces": counted(
            listings.count_provinces(catalog, articles),
            lambda key: context.listing_url(src, key),
        ),
        "collections": [
            context.collection(card) for card in catalog.collections if theme.id in card.themes
        ],
        "comparison": practice.first_rows(context, articles, COMPARED),
        "practices_url": context.url(addresses.practices(theme.id)) if articles else "",
        **context.listing(spec, src),
    }


def view_level(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows."""
    theme_id, level = spec.key.split("/")
    articles = context.catalog.by_theme[theme_id]
    theme = context.theme(theme_id)
    counts = listings.count_levels(articles)
    return {
        "crumbs": [Link("主题", context.url(addresses.THEMES)), theme],
        "theme": theme,
        "total": next(item.count for item in counts if item.key == level),
        "level": level,
        "levels": [
            Link(
                item.label,
                "" if item.key == level else context.url(addresses.theme(theme_id, item.key)),
                item.count,
                item.share,
            )
            for item in counts
        ],
        **context.listing(spec, addresses.theme(theme_id, level)),
    }
