"""Related articles, found again only when what they are found by has changed.

That is far less than the library: a sentence changed in a body leaves titles, summaries, headings,
themes and places as they were. What was found is kept with a hash of these.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import IO

from huibian.site import beside
from huibian.site.build.cachefolder import CacheFolder
from huibian.site.catalog import Catalog
from huibian.site.likeness import Counted
from huibian.site.related import (
    Asked,
    Columns,
    Finder,
    Found,
    Relations,
    count_words,
    find_related,
)

_NAME = "related"
_MANY = 1000  # articles from which a second process is worth starting


class KeptRelated:
    """Finds the related articles of libraries.

    Those of the last are kept in a cache; or, where few will be asked for and the next library is
    soon to come (``saving`` False), in memory what they are found with.
    """

    def __init__(self, cache: CacheFolder, *, saving: bool = True) -> None:
        self._cache = cache
        self._saving = saving
        self._last: tuple[str, Columns | Finder | None] = "", None
        self._counted: Counted | None = None
        self._begun: tuple[Catalog, Callable[[], Relations]] | None = None
        self._thread = ThreadPoolExecutor(1)  # none before there is work for it

    def of(self, catalog: Catalog) -> Callable[[], Relations]:
        """Begin to find what is related in a library, if that has not begun; return what waits."""
        if self._begun is None or self._begun[0] is not catalog:
            self._begun = catalog, cache(self._begin(catalog))
        return self._begun[1]

    def count_ahead(self, catalog: Catalog) -> None:
        """Count words in a thread before the first change: it will be sooner found what is related.

        For a preview, which forks no process from now on.
        """

        def work() -> None:
            if self._counted is None:
                self._counted = count_words(catalog)

        self._thread.submit(work)

    def _begin(self, catalog: Catalog) -> Callable[[], Relations]:
        key = _key(catalog)
        if self._last[0] != key:
            kept = self._cache.load(_NAME)
            if kept is not None and kept[0] == key:
                self._last = key, Columns(*kept[1:])
        known = self._last[1]
        if self._last[0] == key and known is not None:
            return lambda: _relations(catalog, known)
        if not self._saving:
            finder = self._finding(catalog)
            return lambda: self._remembered(key, catalog, finder())

        def find(file: IO[bytes]) -> None:
            pickle.dump(tuple(find_related(catalog).columns), file)

        finish = beside.start(find, apart=len(catalog.articles) >= _MANY)

        def found() -> Relations:
            with finish() as file:
                columns = pickle.load(file)
            self._cache.save(_NAME, (key, *columns))
            return self._remembered(key, catalog, Columns(*columns))

        return found

    def _finding(self, catalog: Catalog) -> Callable[[], Finder]:
        """Begin in a thread, which numpy lets work beside this one; return what waits for it.

        Where there is none yet, none is begun, for then processes can still be forked.
        """
        if beside.is_possible():
            return partial(self._finder, catalog)
        return self._thread.submit(self._finder, catalog).result

    def _finder(self, catalog: Catalog) -> Finder:
        finder = Finder(catalog, counted=self._counted)
        self._counted = finder.counted
        return finder

    def _remembered(self, key: str, catalog: Catalog, held: Columns | Finder) -> Relations:
        self._last = key, held
        return _relations(catalog, held)


def _relations(catalog: Catalog, held: Columns | Finder) -> Relations:
    """Return the related articles of a library with those that were found, or will be."""
    return Found(catalog, held) if isinstance(held, Columns) else Asked(catalog, held)


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
