"""How titles break and which words they hold: kept between builds, as words take long to find."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from typing import IO

from huibian.site import beside, titlelines
from huibian.site.build.cachefolder import CacheFolder
from huibian.site.catalog import Catalog
from huibian.site.pages.values import TITLE_CHARACTERS
from huibian.site.search import words

_NAME = "titles"  # what the cache calls them

#: Lines of titles as ``titlelines`` knows them.
Lines = Mapping[str, tuple[str, ...]]


class Titles:
    """The titles of one library, with what the cache holds of them."""

    def __init__(self, catalog: Catalog, cache: CacheFolder) -> None:
        self._cache = cache
        self._titles = {card.title for card in catalog.articles}
        self._titles |= {card.title for card in catalog.collections}
        kept = cache.load(_NAME) or {}
        for key, lines in kept.items():
            titlelines.known.setdefault(key, tuple(lines))
        self._kept = kept.keys()
        self._told = set(titlelines.known)

    def begin(self, *, worth: bool) -> Callable[[], None]:
        """Begin with all titles where none is known; return what waits until they are.

        Done once, in a process of its own: the dictionary takes a while to load, and memory.
        """
        if self._kept or not worth:
            return lambda: None
        titles = sorted(self._titles)

        def find(file: IO[bytes]) -> None:
            found = dict(zip(titles, words.titles(titles), strict=True))
            for title in titles:
                titlelines.lines(title, TITLE_CHARACTERS)
            pickle.dump((self._own(), found), file)

        finish = beside.start(find, apart=True)

        def wait() -> None:
            with finish() as file:
                lines, found = pickle.load(file)
            self.take(lines)
            words.known.update(found)

        return wait

    def news(self) -> Lines:
        """Return the lines of titles broken since the last call."""
        news = {key: titlelines.known[key] for key in titlelines.known.keys() - self._told}
        self._told |= news.keys()
        return news

    def take(self, lines: Lines) -> None:
        """Take down lines that another process has found."""
        titlelines.known.update(lines)
        self._told |= lines.keys()

    def save(self) -> None:
        """Save how the titles of this library break, if any is new."""
        own = self._own()
        if own.keys() != self._kept:
            self._cache.save(_NAME, own)

    def _own(self) -> Lines:
        """Return the lines of this library's titles, of all that are known."""
        return {
            key: lines
            for key, lines in titlelines.known.items()
            if key.partition(" ")[2] in self._titles
        }
