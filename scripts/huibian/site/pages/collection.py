"""The list of collections, and the page of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from huibian.site import addresses, listings
from huibian.site.catalog import ArticleCard, CollectionCard
from huibian.site.pages.context import Context
from huibian.site.pages.values import Heading, Link, Spec, chinese_date, counted

LONG_PREFACE = 200  # characters from which a preface is folded
_TABLE, _DATA, _FEED = "表格（CSV）", "数据（JSON）", "订阅（Atom）"


def view_all(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows."""
    return {
        "collections": shelf(context, context.catalog.collections),
        "total": len(context.catalog.articles),
        "guide_url": context.url(addresses.GUIDE),
        "takeaway": [
            Link(_TABLE, addresses.data_file(addresses.CSV)),
            Link(_DATA, addresses.data_file(addresses.JSON)),
            Link(_FEED, addresses.FEED),
        ],
    }


def view(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows."""
    card = context.catalog.by_slug[spec.key]
    return {
        "crumbs": [Link("汇编", context.url(addresses.COLLECTIONS))],
        "card": card,
        "themes": [context.theme(theme) for theme in card.themes],
        "added": chinese_date(card.added),
        "date": chinese_date(card.date),
        "found": len(card.articles),
        "long_preface": len(card.body) > LONG_PREFACE,
        "description": f"{card.title}，共 {len(card.articles)} 篇。",
        "levels": listings.count_levels(card.articles),
        "questions": context.questions(card.slug),
        "word": addresses.collection_word(card.slug) if context.word and card.articles else "",
        "print_url": context.url(addresses.printed(card.slug)) if card.articles else "",
        "feed": addresses.collection_file(card.slug, addresses.FEED),
        "takeaway": [
            Link(label, addresses.collection_file(card.slug, name))
            for label, name in (
                (_TABLE, addresses.CSV),
                (_DATA, addresses.JSON),
                (_FEED, addresses.FEED),
            )
        ],
        **context.listing(spec, card.src),
    }


def view_print(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows; the texts of the ``articles`` come from their own pages."""
    card = context.catalog.by_slug[spec.key]
    src = addresses.printed(card.slug)
    articles = printed(context, spec)
    several = len(context.sitemap.listings[src]) > 1
    return {
        "crumbs": [
            Link("汇编", context.url(addresses.COLLECTIONS)),
            context.collection(card),
            Link("打印版"),
        ],
        "heading": Heading(card.title),
        "cover": cover(card, len(card.articles)),
        "range": (articles[0].number, articles[-1].number) if several else None,
        "articles": [
            {
                "src": article.src,
                "stem": article.stem,
                "number": article.number,
                "title": article.title,
                "lines": Heading(article.title),
                "subtitle": article.subtitle,
                "maker": article.organization or article.author,
                "date": chinese_date(article.date),
            }
            for article in articles
        ],
        "number": spec.number,
        "pager": context.pager(src),
    }


def printed(context: Context, spec: Spec) -> list[ArticleCard]:
    """Return the articles of which a page to print holds the texts."""
    groups = context.sitemap.listings[addresses.printed(spec.key)][spec.number - 1]
    return [article for group in groups for article in group.articles]


def cover(card: CollectionCard, count: int) -> list[str]:
    """Return the lines below a collection's title on the cover of a file or print."""
    return [line for line in (f"共 {count} 篇", chinese_date(card.date), card.remark) if line]


def shelf(context: Context, cards: Iterable[CollectionCard]) -> list[dict[str, Any]]:
    """Return collections with what a reader picks them by."""
    return [
        {
            "link": context.collection(card),
            "note": card.remark,
            "added": chinese_date(card.added),
            "declared": card.declared,
            "themes": [context.theme(theme) for theme in card.themes],
            "top": counted(
                [
                    count
                    for count in listings.count_themes(context.catalog, card.articles)
                    if count.key not in card.themes
                ][:5],
                lambda key: context.theme(key).url,
            ),
            "provinces": sum(
                1 for item in listings.count_provinces(context.catalog, card.articles) if item.key
            ),
        }
        for card in cards
    ]
