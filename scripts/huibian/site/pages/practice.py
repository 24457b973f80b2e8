"""Practices: by theme, and those of a theme side by side."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from huibian.site import addresses, listings
from huibian.site.catalog import ArticleCard
from huibian.site.listings import Group
from huibian.site.pages.context import Context
from huibian.site.pages.search import choices
from huibian.site.pages.sitemap import anchor
from huibian.site.pages.values import Link, Spec

PRACTICE_COLUMNS = 8  # practices of an article that stand in columns of their own
PRACTICE_EXAMPLES = 3
#: What practices are chosen and sorted by, of what the field table offers for articles.
FACETS = ("region", "level", "themes", "kind")
SORTS = ("relevance", "newest", "order")
#: Characters of a heading and of the parts under it that a row holds in few lines, where columns
#: are as narrow as they get: from ``NARROW`` of them on.
LONG_HEADING, LONG_PARTS, NARROW = 30, 24, 4


def view_all(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows."""
    catalog = context.catalog
    counts = [len(article.practices) for article in catalog.articles]
    table = catalog.fields
    return {
        "choices": choices(table, [one for one in table.facets if one in FACETS], SORTS),
        "total": sum(counts),
        "articles": sum(1 for count in counts if count),
        "themes": [
            {
                "link": Link(
                    item.label, context.url(addresses.practices(item.key)), item.count, item.share
                ),
                "count": sum(len(one.practices) for one in catalog.by_theme[item.key]),
                "examples": _examples(context, catalog.by_theme[item.key]),
            }
            for item in listings.count_themes(catalog, catalog.articles)
        ],
    }


def basis(context: Context, spec: Spec) -> Any:
    """Return what the view is made from: it is the same where this is."""
    shown = [
        (group.key, group.label, group.total, group.continued, _told(context, group))
        for group in _groups(context, spec)
    ]
    return _head(context, spec), shown


def _told(context: Context, group: Group) -> list[Any]:
    return [(context.rows[one.src], context.practice_stamps[one.src]) for one in group.articles]


def view(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows."""
    return {
        **_head(context, spec),
        "comparison": comparison(context, _groups(context, spec)),
    }


def _groups(context: Context, spec: Spec) -> tuple[Group, ...]:
    return context.sitemap.listings[_source(spec)][spec.number - 1]


def _source(spec: Spec) -> str:
    """Return the path of the first page of the table."""
    theme_id, _, level = spec.key.partition("/")
    return addresses.practices(theme_id, level)


def _head(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what stands above the table."""
    theme_id, _, level = spec.key.partition("/")
    articles = context.catalog.by_theme[theme_id]
    everywhere = addresses.practices(theme_id)
    src = _source(spec)
    counts = listings.count_levels(articles)
    levels = [
        Link("全部层级", context.url(everywhere) if level else "", len(articles)),
        *(
            Link(
                item.label,
                "" if item.key == level else context.url(addresses.practices(theme_id, item.key)),
                item.count,
            )
            for item in counts
        ),
    ]
    total = next(link.count for link in levels if not link.url)
    theme = context.theme(theme_id)
    return {
        "crumbs": [Link("做法", context.url(addresses.PRACTICES)), theme],
        "theme": theme,
        "levels": levels if len(counts) > 1 else [],
        "provinces": _provinces(context, src, spec.number, total),
        "total": total,
        "number": spec.number,
        "pager": context.pager(src),
    }


def comparison(context: Context, groups: Iterable[Group]) -> dict[str, Any]:
    """Return what the table shows that has a row for each article, its practices side by side.

    ``fits`` says that its columns fit side by side on a desk, ``has_more`` that the last one holds
    more than one practice of some article, ``is_long`` that some words take more lines than a row
    should.
    """
    made: list[dict[str, Any]] = [
        {
            "anchor": anchor(group.key),
            "label": group.label,
            "total": group.total,
            "continued": group.continued,
            "rows": [
                {
                    "row": context.rows[article.src],
                    "practices": context.linked_practices(article),
                }
                for article in group.articles
            ],
        }
        for group in groups
    ]
    rows = [row["practices"] for group in made for row in group["rows"]]
    most = max(map(len, rows), default=0)
    room = max(1.0, NARROW / max(1, most))
    return {
        "groups": made,
        "columns": min(PRACTICE_COLUMNS, most),
        "fits": most <= NARROW,
        "has_more": most > PRACTICE_COLUMNS,
        "is_long": any(
            len(one["link"].label) > LONG_HEADING * room
            or len("；".join(one["parts"])) > LONG_PARTS * room
            for row in rows
            for one in row
        ),
    }


def first_rows(context: Context, articles: Iterable[ArticleCard], count: int) -> dict[str, Any]:
    """Return the comparison of the first few articles that have practices."""
    having = (article for article in articles if article.practices)
    some = tuple(islice(having, count))
    return comparison(context, [Group("", "", len(some), some)])


def _provinces(context: Context, src: str, number: int, total: int) -> list[Link]:
    """Return the provinces by which a long table is grouped, with the way to each one's rows."""
    groups = {group.key: group for page in context.sitemap.listings[src] for group in page}
    if not any(group.label for group in groups.values()):
        return []
    return [
        Link("全部地区", context.url(addresses.continued(src, number)), total),
        *(
            Link(group.label, context.listing_url(src, key), group.total)
            for key, group in groups.items()
        ),
    ]


def _examples(context: Context, articles: Iterable[ArticleCard]) -> list[Link]:
    """Return the first practice of the first few articles that have any."""
    having = (article for article in articles if article.practices)
    return [
        context.linked_practices(article)[0]["link"]
        for article in islice(having, PRACTICE_EXAMPLES)
    ]
