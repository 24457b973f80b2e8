"""Texts of a collection for one page to print: the articles' HTML, set under the page's headings.

On a page with others an article's headings stand two levels lower, its ids carry its name, and
its links and images lead to where they led from its own page.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from html import escape, unescape
from urllib.parse import urlsplit

from huibian.site.catalog import ArticleCard

_LOWER = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6"}
# What Python-Markdown's serializer writes: no < in a text, no < > or " in an attribute's value.
_TAG = re.compile(r"<(/?)(h[1-5]|a|img)( [^>]*)?>")
_ATTRIBUTE = re.compile(r' (id|href|src)="([^"]*)"')


def texts(
    articles: Iterable[ArticleCard], contents: Mapping[str, tuple[str, str]], place: str
) -> dict[str, str]:
    """Return the HTML of articles by their ``src``, to stand on the page that lies at ``place``.

    ``contents`` holds for the ``src`` of each page where it lies in the site and its HTML; an
    article that is not there is on no page.
    """
    return {
        article.src: _moved(contents[article.src][1], contents[article.src][0], place, article.stem)
        for article in articles
        if article.src in contents
    }


def _moved(html: str, origin: str, place: str, name: str) -> str:
    def lead(match: re.Match[str]) -> str:
        attribute, value = match.groups()
        if attribute == "id":
            return f' id="{name}-{value}"'
        return f' {attribute}="{escape(_led(unescape(value), origin, place, name))}"'

    def tag(match: re.Match[str]) -> str:
        slash, element, attributes = match.groups("")
        return f"<{slash}{_LOWER.get(element, element)}{_ATTRIBUTE.sub(lead, attributes)}>"

    return f"<div>{_TAG.sub(tag, html)}</div>" if html.strip() else ""


def _led(address: str, origin: str, place: str, name: str) -> str:
    """Return what leads from ``place`` to where an address leads from ``origin``."""
    parts = urlsplit(address)
    if address.startswith("#"):
        return f"#{name}-{address[1:]}"
    if not parts.path or parts.scheme or parts.netloc or parts.path.startswith("/"):
        return address
    target = posixpath.join(posixpath.dirname(origin), parts.path)
    moved = posixpath.relpath(target, posixpath.dirname(place) or ".")
    slash = "/" if parts.path.endswith("/") else ""
    return parts._replace(path=moved + slash).geturl()
