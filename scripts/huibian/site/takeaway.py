"""Word files of the library: what each holds, and where it is written.

Decides which lines stand around an article's text; how they look is ``wordfile``'s work.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from huibian.site import addresses, wordfile
from huibian.site.build.product import Product
from huibian.site.catalog import ArticleCard, Catalog, CollectionCard
from huibian.site.exports import source_name
from huibian.site.pages.collection import cover
from huibian.site.pages.values import chinese_date, chinese_lines


def products(
    site: Path,
    catalog: Catalog,
    contents: Mapping[str, tuple[str, str]],
    stamp: Callable[[str], str],
) -> dict[str, Callable[[], Product]]:
    """Return by its path how each Word file is made: of each article and of each collection.

    ``contents`` holds for the ``src`` of each page where it was written (below ``site``) and its
    HTML; articles that are not there are on no page and in no file. ``stamp`` gives for a ``src``
    what changes with its HTML and its images.
    """
    found: dict[str, Callable[[], Product]] = {}
    for card in catalog.collections:
        held = [article for article in card.articles if article.src in contents]
        for article in held:
            path = addresses.word(article.slug, article.stem)
            found[path] = partial(_article, path, site, catalog, article, contents, stamp)
        if held:
            path = addresses.collection_word(card.slug)
            found[path] = partial(_collection, path, site, catalog, card, held, contents, stamp)
    return found


def _article(
    path: str,
    site: Path,
    catalog: Catalog,
    article: ArticleCard,
    contents: Mapping[str, tuple[str, str]],
    stamp: Callable[[str], str],
) -> Product:
    shown = (article, catalog.by_slug[article.slug], stamp(article.src))
    return Product(
        path,
        shown,
        lambda: wordfile.article(_text(site, catalog, article, *contents[article.src])),
    )


def _collection(
    path: str,
    site: Path,
    catalog: Catalog,
    card: CollectionCard,
    held: Sequence[ArticleCard],
    contents: Mapping[str, tuple[str, str]],
    stamp: Callable[[str], str],
) -> Product:
    def make() -> bytes:
        texts = [_text(site, catalog, article, *contents[article.src]) for article in held]
        place, html = contents.get(card.src, ("", ""))
        preface = wordfile.Text("卷首", html, images=PageImages(site, place))
        return wordfile.collection(card.title, cover(card, len(texts)), preface, texts)

    stamps = [stamp(src) for src in (card.src, *(one.src for one in held)) if src in contents]
    return Product(path, (card, held, stamps), make)


def _text(
    site: Path, catalog: Catalog, article: ArticleCard, place: str, html: str
) -> wordfile.Text:
    shown = catalog.fields.shown
    return wordfile.Text(
        title=article.title,
        subtitle=catalog.fields.shown("subtitle", article.subtitle),
        html=html,
        origin=_origin(catalog, article),
        author=shown("organization", article.organization) or shown("author", article.author),
        images=PageImages(site, place),
    )


def _origin(catalog: Catalog, article: ArticleCard) -> list[str]:
    """Return the small lines at the end: who and when, and where the text comes from."""
    card = catalog.by_slug[article.slug]
    facts = (
        (catalog.fields.labels[name], catalog.fields.shown(name, value))
        for name, value in (
            ("organization", article.organization),
            ("author", article.author),
            ("date", chinese_date(article.date)),
        )
    )
    source = "，".join(
        part
        for part in (source_name(catalog, article), chinese_lines(article.source_lines))
        if part
    )
    lines = [
        "　".join(f"{label}：{value}" for label, value in facts if value),
        f"出处：《{card.title}》第 {article.number} 篇" + (f"；原文 {source}" if source else ""),
        f"说明：{card.remark}" if card.remark else "",
    ]
    return [line for line in lines if line]


class PageImages:
    """Finds the images of a page in the built site, and nothing outside it."""

    def __init__(self, site: Path, place: str) -> None:
        self._site = site
        self._folder = posixpath.dirname(place)

    def __call__(self, address: str) -> bytes | None:
        """Return an image's bytes by its address on the page."""
        bare = unquote(address.split("#", 1)[0].split("?", 1)[0])
        name = posixpath.normpath(posixpath.join(self._folder, bare))
        path = self._site / name
        if not bare or name.startswith(("/", "..")) or not path.is_file():
            return None
        return path.read_bytes()
