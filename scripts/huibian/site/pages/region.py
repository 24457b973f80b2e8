"""The regions, the page of each, and the places that the sources do not name."""

from __future__ import annotations

from typing import Any

from huibian.model import LEVELS
from huibian.site import addresses, listings
from huibian.site.catalog import NO_LEVEL, level_id
from huibian.site.pages.context import Context
from huibian.site.pages.values import UNNAMED_LABELS, Link, Spec, counted


def view_all(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows."""
    return {
        "tiles": tiles(context),
        "tree": [_branch(context, node) for node in listings.region_tree(context.catalog)],
        "unnamed": _unnamed(context),
        "unplaced": unplaced(context),
        "total": len(context.catalog.articles),
    }


def view(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows."""
    catalog, code = context.catalog, spec.key
    articles = catalog.by_region[code]
    above = articles[0].region[: articles[0].region.index(code)]
    top = not above
    children: dict[str, int] = {}
    for article in articles:
        at = article.region.index(code) + 1
        if at < len(article.region):
            child = article.region[at]
            children[child] = children.get(child, 0) + 1
    group = code if top else None
    return {
        "crumbs": [
            Link("地区", context.url(addresses.REGIONS)),
            *(context.region(parent) for parent in above),
        ],
        "total": len(articles),
        "children": [
            Link(link.label, link.url, children[child])
            for child in sorted(children)
            if (link := context.region(child))
        ],
        "levels": context.level_counts(articles, group),
        "themes": context.theme_counts(articles, group),
        "exact": top,
        "description": f"{spec.title}的经验交流材料，共 {len(articles)} 篇。",
        **context.listing(spec, addresses.region(code)),
    }


def view_unnamed(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows."""
    articles = context.catalog.unnamed[spec.key]
    return {
        "crumbs": [Link("地区", context.url(addresses.REGIONS))],
        "level": context.level(spec.key) if spec.key else None,
        "total": len(articles),
        "themes": counted(
            listings.count_themes(context.catalog, articles),
            lambda key: context.listing_url(addresses.theme(key)),
        ),
        "others": [link for link in _unnamed(context) if link.label != UNNAMED_LABELS[spec.key]],
        **context.listing(spec, addresses.unnamed(level_id(spec.key))),
    }


def tiles(context: Context) -> list[dict[str, Any]]:
    """Return the tile map; a province without articles leads nowhere."""
    return [
        {"tile": tile, "url": context.url(addresses.region(tile.code)) if tile.count else ""}
        for tile in listings.tile_map(context.catalog)
    ]


def unplaced(context: Context) -> int:
    """Return how many articles name no province."""
    return sum(1 for article in context.catalog.articles if not article.region)


def _unnamed(context: Context) -> list[Link]:
    return [
        context.unnamed(label) for label in [*LEVELS, NO_LEVEL] if label in context.catalog.unnamed
    ]


def _branch(context: Context, node: listings.RegionNode) -> dict[str, Any]:
    return {
        "link": Link(node.name, context.url(addresses.region(node.code)), node.count),
        "children": [_branch(context, child) for child in node.children],
    }
