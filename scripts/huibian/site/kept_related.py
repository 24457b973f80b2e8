"""Related articles, found again only when what they are found by has changed.

That is far less than the library: a sentence changed in a body leaves titles, summaries, headings,
themes and places as they were. What was found is kept with a hash of these.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Callable, Iterable
from typing import IO, Any

from huibian.site import beside
from huibian.site.build.cachefolder import CacheFolder
from huibian.site.catalog import Catalog
from huibian.site.related import Columns, Found, find_related

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
        self._last: tuple[str, Found | None] = "", None
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
            if kept is not None and kept[0] == key:
                self._last = key, _found(catalog, kept[1:])
        known = self._last[1]
        if self.is_known and known is not None:
            return lambda: known
        if not self._saving:
            return lambda: self._remembered(key, find_related(catalog))

        def find(file: IO[bytes]) -> None:
            pickle.dump(tuple(find_related(catalog).columns), file)

        finish = beside.start(find, apart=len(catalog.articles) >= _MANY)

        def found() -> Found:
            with finish() as file:
                columns = pickle.load(file)
            self._cache.save(_NAME, (key, *columns))
            return self._remembered(key, _found(catalog, columns))

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


def _found(catalog: Catalog, columns: Iterable[Any]) -> Found:
    return Found([article.src for article in catalog.articles], Columns(*columns))
