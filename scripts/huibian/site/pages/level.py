"""The levels, and the page of each."""

from __future__ import annotations

from typing import Any

from huibian.model import LEVELS
from huibian.site import addresses, listings
from huibian.site.catalog import NO_LEVEL, level_id
from huibian.site.pages.context import Context
from huibian.site.pages.values import Link, Spec, counted

LEVEL_DESCRIPTIONS = {
    "国家级": "国家机关、全国性组织的做法。",
    "省级": "省、自治区、直辖市一级机关和单位的做法。",
    "市级": "设区的市、自治州、盟一级机关和单位的做法。",
    "县区级": "县、县级市、市辖区、旗一级机关和单位的做法。",
    "乡镇街道级": "乡、镇、街道的做法。",
    "村社区级": "行政村、社区的做法。",
    "开发区": "开发区、高新区、园区和各类功能区的做法。",
    "企业": "企业的做法。",
    "其他": "不属于以上层级的单位的做法。",
    NO_LEVEL: "文中没有写明层级的文章。",
}


def view_all(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows."""
    catalog = context.catalog
    rows = []
    for label in [*LEVELS, NO_LEVEL]:
        articles = catalog.by_level.get(label, ())
        if not articles and not label:
            continue
        rows.append(
            {
                "link": Link(
                    label or "未注明",
                    context.url(addresses.level(level_id(label))),
                    len(articles),
                ),
                "description": LEVEL_DESCRIPTIONS[label],
                "themes": counted(
                    listings.count_themes(catalog, articles)[:6], context.level_theme_url(label)
                ),
                "unnamed": context.unnamed(label) if label in catalog.unnamed else None,
            }
        )
    return {"levels": rows, "total": len(catalog.articles)}


def view(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows."""
    catalog, label = context.catalog, spec.key
    articles = catalog.by_level.get(label, ())
    src = addresses.level(level_id(label))
    return {
        "crumbs": [Link("层级", context.url(addresses.LEVELS))],
        "description": LEVEL_DESCRIPTIONS[label],
        "total": len(articles),
        "themes": counted(listings.count_themes(catalog, articles), context.level_theme_url(label)),
        "provinces": counted(
            listings.count_provinces(catalog, articles),
            lambda key: context.listing_url(src, key),
        ),
        "unnamed": context.unnamed(label) if label in catalog.unnamed else None,
        **context.listing(spec, src),
    }
