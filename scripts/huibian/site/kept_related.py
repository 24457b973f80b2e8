"""Related articles, found again only when what they are found by has changed.

That is far less than the library: a sentence changed in a body leaves titles, summaries, headings,
themes and places as they were. What was found is kept with a hash of these.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import IO, Any

from huibian.site import beside
from huibian.site.build.cachefolder import CacheFolder
from huibian.site.catalog import Catalog
from huibian.site.related import Related, find_related

#: By the ``src`` of each article.
Found = dict[str, tuple[Related, ...]]
_NAME = "related"
_MANY = 1000  # articles from which a second process is worth starting


class KeptRelated:
    """Finds the related articles of libraries.

    Those of the last are kept: in a cache, or, where the next library is soon to come, in memory
    only (``saving`` False).
    """

    def __init__(self, cache: CacheFolder, *, saving: bool = True) -> None:
        self._cache = cache
        self._saving = saving
        self._last: tuple[str, Found] = "", {}
        self._asked = ""

    @property
    def is_known(self) -> bool:
        """Whether those of the library that was asked for last need not be waited for."""
        return self._last[0] == self._asked

    def of(self, catalog: Catalog) -> Callable[[], Found]:
        """Begin to find what is related in a library; return what waits for it."""
        self._asked = key = _key(catalog)
        if not self.is_known:
            kept = self._cache.load(_NAME)
            if isinstance(kept, dict) and kept["key"] == key:
                self._remembered(key, _unpacked(catalog, kept))
        if self.is_known:
            known = self._last[1]
            return lambda: known
        if not self._saving:
            return lambda: self._remembered(key, find_related(catalog))

        def find(file: IO[bytes]) -> None:
            packed = json.dumps(_packed(catalog, find_related(catalog)), separators=(",", ":"))
            file.write(packed.encode("ascii"))

        finish = beside.start(find, apart=len(catalog.articles) >= _MANY)

        def found() -> Found:
            with finish() as file:
                packed = json.loads(file.read())
            self._cache.save(_NAME, {"key": key, **packed})
            return self._remembered(key, _unpacked(catalog, packed))

        return found

    def _remembered(self, key: str, found: Found) -> Found:
        self._last = key, found
        return found


def _key(catalog: Catalog) -> str:
    """Return a hash of all that ``find_related`` looks at."""
    digest = hashlib.blake2b(digest_size=16)
    regions = (catalog.regions.get(code) for code in catalog.by_region)
    digest.update(
        json.dumps(
            [
                [[theme.id, theme.label] for theme in catalog.themes],
                [[region.code, region.name] for region in regions if region],
                sorted(catalog.fields.hidden),
            ]
        ).encode("ascii")
    )
    for one in catalog.articles:
        looked_at = (
            *(one.src, one.title, one.subtitle, one.summary, one.headings),
            *(one.themes, one.shared, one.region, one.level),
        )
        digest.update(repr(looked_at).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _packed(catalog: Catalog, found: Found) -> dict[str, Any]:
    """Return what was found as JSON has it: articles and reasons by number, each reason once."""
    numbers = {article.src: at for at, article in enumerate(catalog.articles)}
    reasons: dict[tuple[str, ...], int] = {}
    items = [
        [
            [numbers[one.src], one.score, reasons.setdefault(one.reasons, len(reasons))]
            for one in found[article.src]
        ]
        for article in catalog.articles
    ]
    return {"reasons": list(reasons), "items": items}


def _unpacked(catalog: Catalog, packed: dict[str, Any]) -> Found:
    reasons = [tuple(one) for one in packed["reasons"]]
    srcs = [article.src for article in catalog.articles]
    return {
        src: tuple(Related(srcs[other], score, reasons[why]) for other, score, why in items)
        for src, items in zip(srcs, packed["items"], strict=True)
    }
