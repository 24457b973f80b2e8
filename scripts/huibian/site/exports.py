"""Listings to take away: tables (CSV), data (JSON) and Atom feeds, of all and of each collection.

Plain text in, plain text out. Nothing depends on the
clock, so the same library gives the same bytes. Knows neither MkDocs nor HTML.
"""

from __future__ import annotations

import csv
import json
import re
import uuid
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from lxml import etree

from huibian.site import addresses, listings
from huibian.site.build.product import Product
from huibian.site.catalog import ArticleCard, Catalog, CollectionCard, reading_minutes
from huibian.vocabulary.fields import FieldTable

FEED_LIMIT = 100  # entries of the feed of the whole library
_ATOM = "http://www.w3.org/2005/Atom"
#: With one of these at its beginning a spreadsheet takes a cell for a formula.
_FORMULA = re.compile(r"[\s\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_JSON = json.JSONEncoder(ensure_ascii=False)
_EPOCH = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Site:
    """What the exports say about the site: its name and its address (empty where unknown)."""

    name: str
    address: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """What exports of the same articles show: them, their collections, the site."""

    site: Site
    articles: Sequence[ArticleCard]
    cards: Sequence[CollectionCard]


def products(
    catalog: Catalog, published: Container[str], url: Callable[[str], str], site: Site
) -> Iterator[Product]:
    """Give all exports of a built site; ``published`` says which ``src`` readers see."""
    listed = _listed(catalog, catalog.articles, published, site)
    yield from _tables("data", catalog, listed, url)
    some = _listed(catalog, listed.articles[:FEED_LIMIT], published, site)
    yield _feed(addresses.FEED, catalog, some, url)
    for card in catalog.collections:
        listed = _listed(catalog, card.articles, published, site)
        yield from _tables(addresses.collection_file(card.slug, ""), catalog, listed, url)
        at = addresses.collection_file(card.slug, addresses.FEED)
        yield _feed(at, catalog, listed, url, slug=card.slug)


def _listed(
    catalog: Catalog, articles: Iterable[ArticleCard], published: Container[str], site: Site
) -> Listed:
    shown = [article for article in articles if article.src in published]
    cards = [catalog.by_slug[slug] for slug in dict.fromkeys(one.slug for one in shown)]
    return Listed(site, shown, cards)


def _tables(
    folder: str, catalog: Catalog, listed: Listed, url: Callable[[str], str]
) -> Iterator[Product]:
    """Give the table and the data of the same articles; who makes both makes their rows once."""
    made: list[list[dict[str, Any]]] = []

    def rows() -> list[dict[str, Any]]:
        if made:
            return made.pop()
        own = records(catalog, listed.articles, url, listed.site)
        made.append(own)
        return own

    folder = folder.rstrip("/")
    yield Product(f"{folder}/{addresses.CSV}", listed, lambda: as_csv(rows(), catalog.fields))
    yield Product(f"{folder}/{addresses.JSON}", listed, lambda: as_json(rows()))


def _feed(
    at: str, catalog: Catalog, listed: Listed, url: Callable[[str], str], *, slug: str = ""
) -> Product:
    shown = (listed, catalog.by_slug.get(slug))
    articles, site = listed.articles, listed.site
    return Product(at, shown, lambda: feed(catalog, articles, url, site, at=at, slug=slug))


def records(
    catalog: Catalog, articles: Iterable[ArticleCard], url: Callable[[str], str], site: Site
) -> list[dict[str, Any]]:
    """Return articles as plain values of the fields that the table exports, in its order.

    A field without a value is empty, never missing. Addresses are relative to the site's
    beginning where the site's own is unknown.
    """
    rows = []
    fields = catalog.fields.export
    labels = {theme.id: theme.label for theme in catalog.themes}
    regions: dict[tuple[str, ...], str] = {}  # there are far fewer than articles
    for article in articles:
        card = catalog.by_slug[article.slug]
        if article.region not in regions:
            names = [listings.region_name(catalog, code) for code in article.region]
            regions[article.region] = "/".join(names)
        length = article.length
        values: dict[str, Any] = {
            "collection": card.title,
            "number": article.number,
            "title": article.title,
            "subtitle": article.subtitle,
            "region": regions[article.region],
            "level": article.level,
            "organization": article.organization,
            "author": article.author,
            "themes": [labels[theme] for theme in article.all_themes],
            "kind": article.kind,
            "date": article.date,
            "year": article.date[:4],
            "summary": article.summary,
            "length": length,
            "minutes": reading_minutes(length),
            "source": source_name(catalog, article),
            "lines": article.source_lines,
            "url": site.address + url(article.src),
        }
        rows.append({field: values[field] for field in fields})
    return rows


def source_name(catalog: Catalog, article: ArticleCard) -> str:
    """Return the name of the original as it came; the kept file's name for other files."""
    card = catalog.by_slug[article.slug]
    return (
        card.source_name if article.source_file in ("", card.source_file) else article.source_file
    )


def as_csv(rows: Iterable[Mapping[str, Any]], fields: FieldTable) -> bytes:
    """Return a table that Excel and WPS open with a double click: UTF-8 with a BOM."""
    out = StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow([_cell(fields.labels[field]) for field in fields.export])
    table.writerows([_cell(row[field]) for field in fields.export] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    """Return a cell's text. What a spreadsheet would run as a formula gets a ' before it."""
    if isinstance(value, int):
        return str(value)
    text = "、".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def as_json(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return a JSON list with an article on each line."""
    lines = ",\n".join(map(_JSON.encode, rows))
    return (f"[\n{lines}\n]\n" if lines else "[]\n").encode()


def feed(
    catalog: Catalog,
    articles: Sequence[ArticleCard],
    url: Callable[[str], str],
    site: Site,
    *,
    at: str,
    slug: str = "",
) -> bytes:
    """Return the Atom feed that stands at ``at``, of the library or of the collection ``slug``.

    Ids are made of the site's name and the page's path: they stay when the site moves. Where the
    site's address is unknown, links lead from the feed's own place.
    """
    start = site.address or "../" * at.count("/")
    card = catalog.by_slug[slug] if slug else None
    home = card.src if card else addresses.HOME
    shown = catalog.fields.shown
    moments = {one.src: _moment(catalog.by_slug[one.slug].added or one.date) for one in articles}
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", "zh-CN")
    _text(root, "title", f"{card.title} - {site.name}" if card else site.name)
    _text(root, "id", _urn(site, home))
    _text(root, "updated", max(moments.values(), default=_EPOCH))
    _text(_text(root, "author"), "name", site.name)
    _link(root, "self", start + at if site.address else at.rsplit("/", 1)[-1])
    _link(root, "alternate", start + url(home) or "./")
    for article in articles:
        entry = _text(root, "entry")
        _text(entry, "title", article.title)
        _text(entry, "id", _urn(site, article.src))
        _text(entry, "updated", moments[article.src])
        name = shown("organization", article.organization) or shown("author", article.author)
        if name:
            _text(_text(entry, "author"), "name", name)
        _link(entry, "alternate", start + url(article.src))
        for theme in article.all_themes if "themes" not in catalog.fields.hidden else ():
            _text(entry, "category").set("term", catalog.themes.by_id[theme].label)
        if summary := shown("summary", article.summary):
            _text(entry, "summary", summary)
    etree.indent(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _text(parent: etree._Element, name: str, text: str = "") -> etree._Element:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    if text:
        element.text = _ILLEGAL.sub("", text)
    return element


def _link(parent: etree._Element, relation: str, address: str) -> None:
    element = _text(parent, "link")
    element.set("rel", relation)
    element.set("href", address)


def _urn(site: Site, src: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"huibian:{site.name}:{src}").urn


def _moment(date: str) -> str:
    """Return the beginning of a year, month or day; 1970 where no date is known."""
    year, month, day = (*date.split("-"), "", "")[:3]
    return f"{year}-{month or '01'}-{day or '01'}T00:00:00Z" if year else _EPOCH
