"""Addresses of pages: from a page's path below ``docs/`` to its URL below the site's root.

The one place that knows both shapes, ``themes/x/`` (a web server) and ``themes/x.html`` (opened
from a folder). URLs are relative to the root; templates put ``base_url`` before them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote_plus

HOME = "index.md"
COLLECTIONS = "collections/index.md"
REGIONS = "regions/index.md"
THEMES = "themes/index.md"
LEVELS = "levels/index.md"
MATRIX = "matrix/index.md"
SEARCH = "search/index.md"
PRACTICES = "practices/index.md"
COMPARE = "compare/index.md"
SELECTION = "selection/index.md"
GUIDE = "guide/index.md"

#: Files to take away, which are no pages: those of all articles and of a collection alike.
CSV = "articles.csv"
JSON = "articles.json"
FEED = "feed.xml"

_NO_LETTERS = re.compile(r"[^\w.~-]+")


def region(code: str) -> str:
    """Return the path of a region's page."""
    return f"regions/{code}.md"


def unnamed(level: str) -> str:
    """Return the path of the list of unnamed places of a level (its id)."""
    return f"regions/unnamed-{level}.md"


def theme(theme_id: str, level: str = "") -> str:
    """Return the path of a theme's page, or of its part at one level (its id)."""
    return f"themes/{theme_id}/{level}.md" if level else f"themes/{theme_id}.md"


def practices(theme_id: str, level: str = "") -> str:
    """Return the path of the comparison of a theme's practices, or of one level's (its id)."""
    return f"practices/{theme_id}/{level}.md" if level else f"practices/{theme_id}.md"


def level(level_id: str) -> str:
    """Return the path of a level's page."""
    return f"levels/{level_id}.md"


def data_file(name: str) -> str:
    """Return the URL of a table or data file of all articles."""
    return f"data/{name}"


def collection_file(slug: str, name: str) -> str:
    """Return the URL of a file of a collection."""
    return f"collections/{slug}/{name}"


def word(slug: str, stem: str) -> str:
    """Return the URL of an article's Word file; the collection's own name is taken."""
    return collection_file(slug, f"{stem}.docx" if stem != slug else f"{stem}.article.docx")


def collection_word(slug: str) -> str:
    """Return the URL of a collection's Word file."""
    return collection_file(slug, f"{slug}.docx")


def printed(slug: str) -> str:
    """Return the path of the page that holds a whole collection, to print."""
    return f"print/{slug}.md"


def continued(src: str, page: int) -> str:
    """Return the path of page ``page`` (from 1) of the listing that starts at ``src``."""
    if page == 1:
        return src
    stem = src.removesuffix(".md").removesuffix("/index")
    return f"{stem}/page-{page}.md"


def facet(field: str) -> str:
    """Return what the address of the results page calls a field that one can choose by."""
    return "theme" if field == "themes" else field


class Addresses:
    """Turns paths into URLs for one shape of addresses."""

    def __init__(self, *, directories: bool = True) -> None:
        self._directories = directories

    def url(self, src: str, anchor: str = "") -> str:
        """Return the URL of a page below the site's root, with ``#anchor`` if given.

        Slugs, codes and ids are ASCII by contract, so nothing needs quoting.
        """
        stem = src.removesuffix(".md")
        if not self._directories:
            url = f"{stem}.html"
        elif stem == "index":
            url = ""
        else:
            url = f"{stem.removesuffix('/index')}/"
        return f"{url}#{anchor}" if anchor else url

    def found(self, chosen: Mapping[str, str]) -> str:
        """Return the URL of the results page with a value chosen for each facet in ``chosen``."""
        query = "&".join(f"{name}={_quoted(value)}" for name, value in chosen.items())
        return f"{self.url(SEARCH)}?{query}"


def _quoted(value: str) -> str:
    """Return a value for a query; letters stay, since browsers encode them and bytes are fewer."""
    return _NO_LETTERS.sub(lambda match: quote_plus(match[0]), value)
