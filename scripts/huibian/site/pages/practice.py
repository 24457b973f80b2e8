"""Practices: by theme, and those of a theme side by side."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from huibian.site import addresses, listings
from huibian.site.catalog import ArticleCard
from huibian.site.pages.context import Context
from huibian.site.pages.values import Link, Spec

PRACTICE_COLUMNS = 8  # practices of an article that stand in columns of their own
PRACTICE_EXAMPLES = 3


def view_all(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows."""
    catalog = context.catalog
    return {
        "total": sum(len(context.practices(article)) for article in catalog.articles),
        "themes": [
            {
                "link": Link(
                    item.label, context.url(addresses.practices(item.key)), item.count, item.share
                ),
                "count": sum(map(len, map(context.practices, catalog.by_theme[item.key]))),
                "examples": _examples(context, catalog.by_theme[item.key]),
            }
            for item in listings.count_themes(catalog, catalog.articles)
        ],
    }


def view(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows."""
    theme_id, _, level = spec.key.partition("/")
    articles = context.catalog.by_theme[theme_id]
    everywhere = addresses.practices(theme_id)
    src = addresses.practices(theme_id, level) if level else everywhere
    rows: list[dict[str, Any]] = [
        {"row": context.rows[article.src], "practices": context.linked_practices(article)}
        for group in context.sitemap.listings[src][spec.number - 1]
        for article in group.articles
    ]
    theme = context.theme(theme_id)
    levels = [
        Link("全部层级", "" if not level else context.url(everywhere), len(articles)),
        *(
            Link(
                item.label,
                "" if item.key == level else context.url(addresses.practices(theme_id, item.key)),
                item.count,
            )
            for item in listings.count_levels(articles)
        ),
    ]
    return {
        "crumbs": [Link("做法", context.url(addresses.PRACTICES)), theme],
        "theme": theme,
        "levels": levels,
        "rows": rows,
        "columns": min(PRACTICE_COLUMNS, max((len(row["practices"]) for row in rows), default=0)),
        "total": next(link.count for link in levels if not link.url),
        "number": spec.number,
        "pager": context.pager(src),
    }


def _examples(context: Context, articles: Iterable[ArticleCard]) -> list[Link]:
    """Return the first practice of the first few articles that have any."""
    having = (article for article in articles if context.practices(article))
    return [
        context.linked_practices(article)[0]["link"]
        for article in islice(having, PRACTICE_EXAMPLES)
    ]
