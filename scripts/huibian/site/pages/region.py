"""The regions, the page of each, and the places that the sources do not name."""

from __future__ import annotations

from collections import Counter
from typing import Any

from huibian.model import LEVELS
from huibian.site import addresses, listings, tilemap
from huibian.site.catalog import NO_LEVEL, level_id
from huibian.site.pages.context import Context
from huibian.site.pages.matrix import crossing
from huibian.site.pages.values import UNNAMED_LABELS, Link, Spec, counted

#: The parts of the country by the first digit of their codes.
PARTS = {"1": "华北", "2": "东北", "3": "华东", "4": "中南", "5": "西南", "6": "西北"}


def view_all(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows."""
    return {
        "map": tile_map(context),
        "tree": [_branch(context, node) for node in listings.region_tree(context.catalog)],
        "unnamed": _unnamed(context),
        "total": len(context.catalog.articles),
    }


def view(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows."""
    catalog, code = context.catalog, spec.key
    articles = catalog.by_region[code]
    path = articles[0].region[: articles[0].region.index(code) + 1]
    above = [
        _counted_region(context, parent, len(catalog.by_region[parent])) for parent in path[:-1]
    ]
    children = Counter(
        article.region[len(path)] for article in articles if len(article.region) > len(path)
    )
    place = "/".join(listings.region_name(catalog, part) for part in path)
    return {
        "crumbs": [Link("地区", context.url(addresses.REGIONS)), *above],
        "total": len(articles),
        "kin": [
            kin
            for kin in (
                ("上级", above),
                (
                    "下级",
                    [_counted_region(context, key, children[key]) for key in sorted(children)],
                ),
                (
                    f"{above[-1].label}内" if above else PARTS.get(code[:1], ""),
                    [
                        _counted_region(context, item.key, item.count)
                        for item in listings.siblings(catalog, code)
                    ],
                ),
            )
            if kin[1]
        ],
        "crossing": crossing(context, articles, {"region": place}),
        "description": f"{spec.title}的经验交流材料，共 {len(articles)} 篇。",
        **context.listing(spec, addresses.region(code)),
    }


def view_unnamed(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows: these articles are grouped by theme, few name a province."""
    articles = context.catalog.unnamed[spec.key]
    src = addresses.unnamed(level_id(spec.key))
    groups = listings.by_theme(context.catalog, articles)
    return {
        "crumbs": [Link("地区", context.url(addresses.REGIONS))],
        "level": context.level(spec.key) if spec.key else None,
        "total": len(articles),
        "themes": counted(
            listings.counted((group.key, group.label, group.total) for group in groups),
            lambda key: context.listing_url(src, key),
        ),
        "others": [link for link in _unnamed(context) if link.label != UNNAMED_LABELS[spec.key]],
        **context.listing(spec, src),
    }


def tile_map(context: Context) -> dict[str, Any]:
    """Return the tile map and the table that says the same; none without articles leads on."""
    catalog = context.catalog
    tiles = tilemap.tile_map(catalog)
    counts = {code: len(catalog.by_region.get(code, ())) for code in listings.provinces(catalog)}
    return {
        "width": tilemap.WIDTH,
        "height": tilemap.HEIGHT,
        "tile": (tilemap.TILE_WIDTH, tilemap.TILE_HEIGHT),
        "tiles": [(tile, _region_url(context, tile.code)) for tile in tiles],
        "steps": listings.steps(max(tile.count for tile in tiles)),
        "provinces": [
            Link(item.label, _region_url(context, item.key), item.count, item.share)
            for item in listings.counted(
                (code, listings.region_name(catalog, code), count) for code, count in counts.items()
            )
        ],
        "unplaced": sum(1 for article in catalog.articles if not article.region),
        "unnamed_url": context.url(addresses.REGIONS, "unnamed") if catalog.unnamed else "",
    }


def _region_url(context: Context, code: str) -> str:
    """Return the URL of a region's page, empty where it has none."""
    return context.region(code).url if code in context.catalog.by_region else ""


def _counted_region(context: Context, code: str, count: int) -> Link:
    link = context.region(code)
    return Link(link.label, link.url, count)


def _unnamed(context: Context) -> list[Link]:
    return [
        context.unnamed(label) for label in [*LEVELS, NO_LEVEL] if label in context.catalog.unnamed
    ]


def _branch(context: Context, node: listings.RegionNode) -> dict[str, Any]:
    return {
        "link": Link(node.name, context.url(addresses.region(node.code)), node.count),
        "children": [_branch(context, child) for child in node.children],
    }
