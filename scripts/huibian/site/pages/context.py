"""What the views of all pages share: links into the site, rows, listings, practices, questions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cache, partial
from typing import Any

from huibian.diagnostics import Diagnostic
from huibian.site import addresses, listings
from huibian.site.catalog import ArticleCard, Catalog, CollectionCard, level_id, reading_minutes
from huibian.site.pages.sitemap import SiteMap, anchor
from huibian.site.pages.values import (
    UNNAMED_LABELS,
    Fact,
    Link,
    Row,
    Spec,
    chinese_date,
)
from huibian.site.related import Relations, find_related

#: Begins to find what is related in a library, and gives what waits for it.
FindRelated = Callable[[Catalog], Callable[[], Relations]]
Questions = Callable[[str], Sequence[Mapping[str, Any]]]


class Context:
    """The catalog with its pages.

    ``word`` says that there are Word files to link to; ``questions`` gives a collection's open
    questions by slug, in the preview only.
    """

    def __init__(
        self,
        catalog: Catalog,
        sitemap: SiteMap,
        *,
        word: bool,
        questions: Questions | None,
        related: FindRelated,
    ) -> None:
        self.catalog = catalog
        self.sitemap = sitemap
        self.word = word
        self.preview = questions is not None
        self.url, self.listing_url, self.found = sitemap.url, sitemap.listing_url, sitemap.found
        #: Articles by ``src`` as listings show them; no view looks into one.
        self.rows: Mapping[str, Any] = _Lazily(catalog, self._row)
        self._related = cache(lambda: related(catalog)())
        #: Gives an article's related ones, each with its row; no view looks into one.
        self.related: Callable[[ArticleCard], list[Any]] = self._relatives
        self._fact = cache(self._make_fact)
        self._practices = _Lazily(catalog, self._link_practices)
        #: By ``src`` what changes with an article's practices.
        self.practice_stamps: Mapping[str, str] = _Lazily(catalog, _practice_stamp)
        self._books = cache(lambda slug: replace(catalog.by_slug[slug], articles=()))
        self.questions: Questions = cache(questions or (lambda slug: ()))
        self._at = {
            article.src: at
            for card in catalog.collections
            for at, article in enumerate(card.articles)
        }

    def with_stamps(self) -> Context:
        """Return the same with stamps for rows, which are made much sooner.

        Where a view of it stays the same, so does the view of this.
        """
        other = copy(self)
        other.rows = rows = _Lazily(self.catalog, self._stamp)

        def related(article: ArticleCard) -> list[Any]:
            return [(rows[src], why) for src, why in self._related().stamp(article.src)]

        other.related = related
        return other

    # ---------------------------------------------------------------- links

    def region(self, code: str) -> Link:
        """Return the link to a region by its code."""
        return Link(listings.region_name(self.catalog, code), self.url(addresses.region(code)))

    def level(self, label: str) -> Link:
        """Return the link to a level by its label."""
        return Link(label, self.url(addresses.level(level_id(label)))) if label else Link("未注明")

    def theme(self, theme_id: str) -> Link:
        """Return the link to a theme by its id."""
        theme = self.catalog.themes.by_id[theme_id]
        return Link(theme.label, self.url(addresses.theme(theme_id)))

    def unnamed(self, label: str) -> Link:
        """Return the link to the unnamed places of a level."""
        count = len(self.catalog.unnamed.get(label, ()))
        return Link(UNNAMED_LABELS[label], self.url(addresses.unnamed(level_id(label))), count)

    def collection(self, card: CollectionCard) -> Link:
        """Return the link to a collection."""
        return Link(card.title, self.url(card.src), len(card.articles))

    def book(self, slug: str) -> CollectionCard:
        """Return a collection as its articles' pages know it: whatever others it holds."""
        return self._books(slug)

    # ---------------------------------------------------------------- counts

    def level_theme_url(self, label: str) -> Callable[[str], str]:
        """Return what gives the address of a theme's articles at a level."""
        return lambda theme: self.listing_url(addresses.theme(theme, level_id(label)))

    # ---------------------------------------------------------------- articles

    def listing(self, spec: Spec, src: str) -> dict[str, Any]:
        """Return the rows of one page of the listing at ``src`` and the way to its others."""
        groups = [
            {
                "anchor": anchor(group.key),
                "label": group.label,
                "total": group.total,
                "continued": group.continued,
                "rows": [self.rows[article.src] for article in group.articles],
            }
            for group in self.sitemap.listings[src][spec.number - 1]
        ]
        return {"groups": groups, "number": spec.number, "pager": self.pager(src)}

    def pager(self, src: str) -> list[Link]:
        """Return the links to all pages of a listing; none where there is one page."""
        pager = [
            Link(str(number), self.url(addresses.continued(src, number)))
            for number in range(1, len(self.sitemap.listings[src]) + 1)
        ]
        return pager if len(pager) > 1 else []

    def fact(self, article: ArticleCard, field: str) -> Fact:
        """Return a field of an article (its id in the field table) with links to its listings.

        It is the same object for all articles that have the same there.
        """
        if field == "collection":
            return self._fact(field, article.slug)
        if field == "minutes":
            return self._fact(field, reading_minutes(article.length))
        return self._fact(field, getattr(article, field))

    def _make_fact(self, field: str, value: Any) -> Fact:
        return Fact(field, self.catalog.fields.labels[field], tuple(self._links(field, value)))

    def _links(self, field: str, value: Any) -> Iterable[Link]:
        """Return what an article has in a field, as links."""
        if not value:
            return ()
        if field == "region":
            return map(self.region, value)
        if field == "themes":
            return map(self.theme, value)
        if field == "collection":
            card = self.catalog.by_slug[value]
            return (Link(card.title, self.url(card.src)),)
        if field == "number":
            return (Link(f"第 {value} 篇"),)
        if field == "length":
            return (Link(f"{value:,} 字"),)
        if field == "minutes":
            return (Link(f"约 {value} 分钟"),)
        if field == "level":
            return (self.level(value),)
        if field == "date":
            return (Link(chinese_date(value), self.found({"year": value[:4]})),)
        return (Link(value, self.found({field: value})),)

    def linked_practices(self, article: ArticleCard) -> list[dict[str, Any]]:
        """Return an article's practices with their place on its page, the same at each call."""
        practices: list[dict[str, Any]] = self._practices[article.src]
        return practices

    def _link_practices(self, article: ArticleCard) -> list[dict[str, Any]]:
        url = self.url(article.src)
        return [
            {
                "link": Link(one.text, self.url(article.src, one.anchor) if one.anchor else url),
                "anchor": one.anchor,
                "parts": one.parts,
            }
            for one in article.practices
        ]

    def neighbours(self, article: ArticleCard) -> tuple[ArticleCard | None, ArticleCard | None]:
        """Return the articles before and after one in its collection."""
        held, at = self.catalog.by_slug[article.slug].articles, self._at[article.src]
        return held[at - 1] if at else None, held[at + 1] if at + 1 < len(held) else None

    def _relatives(self, article: ArticleCard) -> list[dict[str, Any]]:
        return [
            {"row": self.rows[item.src], "reasons": item.reasons}
            for item in self._related()[article.src]
        ]

    def prepare(self) -> None:
        """Have the related articles of all."""
        self._related()

    def problems(self, spec: Spec) -> list[Diagnostic]:
        """Return for the preview what keeps pages out of the library."""
        if not self.preview or spec.kind not in ("home", "collections", "collection"):
            return []
        part = f"/collections/{spec.key}/" if spec.key else "/"
        return [item for item in self.catalog.findings if part in item.path]

    def _row(self, article: ArticleCard) -> Row:
        table = self.catalog.fields
        shown = table.shown
        names = [listings.region_name(self.catalog, code) for code in article.region]

        def line(field: str) -> str:
            sign = " " if field == "region" else "、"
            return sign.join(link.label for link in self.fact(article, field).values)

        return Row(
            key=article.key,
            number=article.number,
            title=article.title,
            url=self.url(article.src),
            organization=shown("organization", article.organization),
            author=shown("author", article.author),
            place=shown("region", " ".join(names)),
            level=shown("level", article.level),
            date=shown("date", chinese_date(article.date)),
            columns=tuple(self.fact(article, field) for field in table.columns),
            under_title=tuple(filter(None, map(line, table.under_title))),
            review=self.preview and bool(article.review),
        )

    def _stamp(self, article: ArticleCard) -> Any:
        """Return what changes with an article's row: what its page and its collection say."""
        book = self.catalog.by_slug[article.slug]
        if not (article.about and book.about):
            return self.rows[article.src]
        return _short(f"{article.key} {article.about} {article.length} {book.about}")


def find_when_asked(catalog: Catalog) -> Callable[[], Relations]:
    """Return what finds the related articles of a library, for who may never ask."""
    return partial(find_related, catalog)


def _practice_stamp(article: ArticleCard) -> str:
    return _short(repr([(one.text, one.anchor, one.parts) for one in article.practices]))


def _short(told: str) -> str:
    """Return a hash: what stands in many keys had better be short."""
    return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


class _Lazily(dict[str, Any]):
    """Articles by ``src`` as something that is made when it is asked for."""

    def __init__(self, catalog: Catalog, make: Callable[[ArticleCard], Any]) -> None:
        super().__init__()
        self._articles, self._make = catalog.by_src, make

    def __missing__(self, src: str) -> Any:
        self[src] = made = self._make(self._articles[src])
        return made
