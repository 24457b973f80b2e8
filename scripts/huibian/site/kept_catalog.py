"""The catalog of a library that goes on changing, for who asks again and again.

Only collections in which a file has come, gone or changed are read again: by its number, size and
times, and by its content as long as it changed so lately that the clock may not have moved since.
A build does not use this: it reads every file, because a file's time says too little for what is
published.
"""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from huibian.diagnostics import Diagnostic
from huibian.site.catalog import (
    COLLECTIONS,
    Catalog,
    CollectionCard,
    load_collection,
    make_catalog,
)
from huibian.site.parsed import ParsedPages
from huibian.vocabulary.bundle import Vocabularies

_Stamp = tuple[tuple[str, int, int, int, int], ...]
#: A file that changed in so many nanoseconds before it was read may have changed after it as well,
#: with the same times: clocks of files tick slowly, on some drives once in two seconds.
_TICK = 3_000_000_000


@dataclass(frozen=True, slots=True)
class _Kept:
    stamp: _Stamp
    settled: bool = field(compare=False)
    card: CollectionCard | None
    findings: tuple[Diagnostic, ...]


class KeptCatalog:
    """The catalog of a site's ``docs``; may be asked by several threads.

    ``public`` leaves out what is not marked for the public, as ``load_catalog`` does; what is
    ``unmarked`` is not told.
    """

    def __init__(self, docs: Path, *, public: bool = False) -> None:
        self._docs = docs
        self._public = public
        self._lock = threading.Lock()
        self._words: Vocabularies | None = None
        self._kept: dict[str, _Kept] = {}
        self._catalog: Catalog | None = None

    def catalog(self, words: Vocabularies, parsed: ParsedPages | None = None) -> Catalog:
        """Return the library as it is now; the same object as long as nothing has changed.

        ``parsed`` holds what is known of pages from earlier.
        """
        with self._lock:
            if words is not self._words:
                self._words, self._kept, self._catalog = words, {}, None
            parsed = parsed or ParsedPages()
            kept = {}
            for folder in self._folders():
                stamp = _stamp(self._docs / COLLECTIONS / folder)
                known = self._kept.get(folder)
                if known is None or known.stamp != stamp or not known.settled:
                    path = self._docs / COLLECTIONS / folder
                    settled = _is_settled(stamp)
                    card, findings = load_collection(
                        path, words.regions, words.themes, parsed, public=self._public
                    )
                    if known is not None and _content(card) == _content(known.card):
                        card = known.card  # the same object, as only the clock went on
                    known = _Kept(stamp, settled, card, findings)
                kept[folder] = known
            was, self._kept = self._kept, kept
            if self._catalog is None or kept != was:
                self._catalog = make_catalog(
                    [one.card for one in kept.values() if one.card is not None],
                    words.regions,
                    words.themes,
                    [finding for one in kept.values() for finding in one.findings],
                    words.fields,
                )
            return self._catalog

    def _folders(self) -> list[str]:
        try:
            with os.scandir(self._docs / COLLECTIONS) as entries:
                names = [one.name for one in entries if one.name[0] != "." and one.is_dir()]
        except OSError:
            return []
        return sorted(names)


def _content(card: CollectionCard | None) -> tuple[object, ...]:
    """Return what changes with a page of a collection."""
    if card is None:
        return ()
    return (card.digest, *((article.src, article.digest) for article in card.articles))


def _stamp(folder: Path) -> _Stamp:
    """Return what tells a folder's pages from what they were."""
    found = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".md"):
                    about = entry.stat()
                    times = (about.st_mtime_ns, about.st_ctime_ns)
                    found.append((entry.name, about.st_ino, about.st_size, *times))
    except OSError:  # it goes this moment
        return ()
    return tuple(sorted(found))


def _is_settled(stamp: _Stamp) -> bool:
    """Say whether a change from now on would show in the stamp."""
    latest = max((max(mtime, ctime) for *_, mtime, ctime in stamp), default=0)
    return time.time_ns() - latest > _TICK
