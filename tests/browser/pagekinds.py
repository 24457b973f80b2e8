"""One page of every kind on the built site: what must hold for all of them is tested on these."""

from __future__ import annotations

import re
from pathlib import Path

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
    "page": "guide/vocabulary/",
    "missing": "404.html",
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
