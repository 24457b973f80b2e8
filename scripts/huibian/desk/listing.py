"""Which articles the list shows, and in what order. Pure: a catalog and a query go in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from urllib.parse import urlencode

from pypinyin import lazy_pinyin

from huibian.site.catalog import ArticleCard, Catalog

PAGE = 50  # articles on a page of the list
SORTS = {
    "review": "待复核的在前",
    "newest": "最新的在前",
    "oldest": "最早的在前",
    "order": "按汇编和篇次",
    "title": "按标题",
    "longest": "篇幅长的在前",
    "shortest": "篇幅短的在前",
}
_LONGEST = 200  # characters of a query that count


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: ids and codes, words, an order. All are ``""`` where nothing is asked."""

    q: str = ""
    collection: str = ""
    region: str = ""
    level: str = ""
    theme: str = ""
    kind: str = ""
    review: str = ""
    sort: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Query:
        """Return the query of an address; what it does not know is passed over."""
        asked = {one.name: given.get(one.name, "").strip()[:_LONGEST] for one in fields(cls)}
        if asked["sort"] not in SORTS:
            asked["sort"] = ""
        return cls(**asked)

    def address(self, **changed: object) -> str:
        """Return it as the tail of an address, with some values changed."""
        values = {one.name: getattr(self, one.name) for one in fields(self)} | changed
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def narrow(self) -> bool:
        """Say whether it leaves any article out."""
        return any(getattr(self, one.name) for one in fields(self) if one.name != "sort")


def select(catalog: Catalog, query: Query) -> list[ArticleCard]:
    """Return the articles that are looked for, in the order that is asked for."""
    words = query.q.lower().split()
    found = [
        card
        for card in catalog.articles
        if (not query.collection or card.slug == query.collection)
        and (not query.region or _in_region(card, query.region))
        and (not query.level or card.level == ("" if query.level == "-" else query.level))
        and (not query.theme or _on_theme(card, query.theme))
        and (not query.kind or card.kind == ("" if query.kind == "-" else query.kind))
        and (not query.review or card.review)
        and all(_holds(card, word) for word in words)
    ]
    return _sorted(found, query.sort or "review")


def _in_region(card: ArticleCard, code: str) -> bool:
    return not card.region if code == "-" else code in card.region


def _on_theme(card: ArticleCard, theme: str) -> bool:
    return not card.themes if theme == "-" else theme in card.themes


def _holds(card: ArticleCard, word: str) -> bool:
    """Say whether a word stands in an article as it is typed, case apart."""
    return (
        word in card.title.lower()
        or word in card.organization.lower()
        or word in card.body.lower()
        or word in card.key
    )


def _sorted(cards: list[ArticleCard], sort: str) -> list[ArticleCard]:
    if sort == "review":
        cards.sort(key=lambda card: not card.review)
    elif sort == "newest":
        cards.sort(key=lambda card: card.date, reverse=True)
    elif sort == "oldest":
        cards.sort(key=lambda card: card.date or "9999")
    elif sort == "title":
        cards.sort(key=lambda card: _spoken(card.title))
    elif sort in ("longest", "shortest"):
        cards.sort(key=lambda card: card.length, reverse=sort == "longest")
    return cards


@lru_cache(maxsize=20_000)
def _spoken(title: str) -> tuple[str, str]:
    """Return what a title is sorted by: its sound, then its letters."""
    return "".join(lazy_pinyin(title[:12])).lower().lstrip("“‘《（"), title
