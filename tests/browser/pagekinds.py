"""One page of every kind on the built site: what must hold for all of them is tested on these."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page

#: kind, as the page's own class says it -> path; "page" is written by hand, "missing" is 404.html
KINDS = {
    "home": "",
    "search": "search/?q=群众&level=市级",
    "collections": "collections/",
    "collection": "collections/sample/",
    "article": "collections/sample/10/",
    "regions": "regions/",
    "region": "regions/330000/",
    "unnamed": "regions/unnamed-county/",
    "themes": "themes/",
    "theme": "themes/government-services/",
    "theme-level": "themes/government-services/city/",
    "levels": "levels/",
    "level": "levels/county/",
    "matrix": "matrix/",
    "print": "print/sample/",
    "practices": "practices/",
    "practices-of": "practices/agriculture/",
    "compare": "compare/?a=sample/01&a=sample/10",
    "selection": "selection/?a=sample/01&a=sample/10",
    "page": "guide/vocabulary/",
    "missing": "404.html",
}

#: What a page shows when its script has filled it.
_FILLED = {
    "search": ".hb-hit",
    "compare": ".hb-side thead th[data-key]",
    "selection": "[data-hb-articles] .hb-prose p",
    "practices": ".hb-idea, .hb-ideas > li",
}

_KIND = re.compile(r'class="md-content__inner (?:hb hb--([\w-]+)|md-typeset)"')


def kinds_of(site: Path) -> set[str]:
    """Return the kinds of all pages in a built site."""
    found = set()
    for path in site.rglob("*.html"):
        match = _KIND.search(path.read_text(encoding="utf-8"))
        if match:
            found.add(match[1] or "page")
    return found


def show(page: Page, address: str, kind: str) -> None:
    """Open the page of a kind and wait until it is complete."""
    page.goto(address + KINDS[kind])
    if kind in _FILLED:
        page.locator(_FILLED[kind]).first.wait_for()
