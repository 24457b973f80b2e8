"""Texts of a collection for one page to print: the articles' HTML, set under the page's headings.

On a page with others an article's headings stand two levels lower, its ids carry its name, and
its links and images lead to where they led from its own page.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from lxml import html as lxml_html
from lxml.html import HtmlElement

from huibian.site.catalog import ArticleCard

_LOWER = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6"}


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
    if not html.strip():
        return ""
    body = lxml_html.fragment_fromstring(html, create_parent="div")
    for element in body.iterdescendants():
        if not isinstance(element.tag, str):
            continue
        element.tag = _LOWER.get(element.tag, element.tag)
        if "id" in element.attrib:
            element.set("id", f"{name}-{element.get('id')}")
        for attribute in ("href", "src"):
            if attribute in element.attrib:
                _lead(element, attribute, origin, place, name)
    return lxml_html.tostring(body, encoding="unicode")


def _lead(element: HtmlElement, attribute: str, origin: str, place: str, name: str) -> None:
    """Let an address lead from ``place`` to where it leads from ``origin``."""
    address = str(element.get(attribute))
    parts = urlsplit(address)
    if address.startswith("#"):
        element.set(attribute, f"#{name}-{address[1:]}")
    elif parts.path and not (parts.scheme or parts.netloc or parts.path.startswith("/")):
        target = posixpath.join(posixpath.dirname(origin), parts.path)
        moved = posixpath.relpath(target, posixpath.dirname(place) or ".")
        slash = "/" if parts.path.endswith("/") else ""
        element.set(attribute, parts._replace(path=moved + slash).geturl())
