"""The shelf: what a library holds already, to tell a document that comes a second time.

Knows originals by their bytes and texts by their letters; punctuation, space and markup count
for nothing. Reads pages and plans, writes nothing; of a large library it takes apart only the
pages that may be the same.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from huibian import duplicates, frontmatter
from huibian.diagnostics import HuibianError
from huibian.planfile import read_added, read_plan
from huibian.store import ADDED_NAME, COLLECTIONS, PLAN_NAME, SOURCE_FOLDER, Store

_NO_LETTER = re.compile(r"[\W_]+")
#: Letters that two texts must begin with before all of both are looked at, and where they stand.
_OPENING, _LOOKED_AT = 16, 100


@dataclass(frozen=True, slots=True)
class Shelved:
    """Something that the library holds: its collection, its page and its title."""

    slug: str
    page: str
    title: str

    @property
    def where(self) -> str:
        """The page's address in the site's folder."""
        return f"docs/{COLLECTIONS}/{self.slug}/{self.page}"


class Shelf:
    """What a library holds. ``texts`` are the bodies of all its pages, by their addresses."""

    def __init__(self, store: Store, texts: duplicates.Library) -> None:
        self._store, self._texts = store, texts
        self._taken: list[tuple[str, Shelved]] = []
        self._fields: dict[str, dict[str, Mapping[str, Any]]] = {}

    def take(self, one: Shelved, sha256: str) -> None:
        """Put one more page on the shelf: one that the store does not have yet."""
        self._taken.append((sha256, one))

    def titled(self, slug: str, title: str) -> list[Shelved]:
        """Return the pages of a collection that have a title."""
        found = [
            Shelved(slug, name, title)
            for name, meta in self._pages(slug).items()
            if name != "index.md" and str(meta.get("title", "")) == title
        ]
        return found + [one for _, one in self._taken if (one.slug, one.title) == (slug, title)]

    def duplicate(self, sha256: str, page: str) -> tuple[Shelved | None, str]:
        """Return what holds the same original or the same text, and in Chinese which of both.

        The place for everything that makes a document a duplicate.
        """
        found = self._original(sha256)
        if found is not None:
            return found, "是同一个文件"
        body = frontmatter.body_of(page)
        letters, opening = _letters(body), _opening(body)
        if letters:
            for address, text in zip(self._texts.addresses, self._texts.texts, strict=True):
                if _opening(text) == opening and _letters(text) == letters:
                    return self._at(address), "文字完全相同"
        return None, ""

    def _original(self, sha256: str) -> Shelved | None:
        for slug in self._store.known():
            folder = self._store.folder(slug) / SOURCE_FOLDER
            for name in (PLAN_NAME, ADDED_NAME):
                with contextlib.suppress(OSError, HuibianError):  # ``check`` tells of them
                    if sha256.encode() not in (folder / name).read_bytes():
                        continue
                    if name == PLAN_NAME:
                        if read_plan(folder / name, "").source.sha256 == sha256:
                            return self._one(slug, "index.md")
                    elif (page := self._page_of(slug, sha256)) is not None:
                        return page
        return next((one for other, one in self._taken if other == sha256), None)

    def _page_of(self, slug: str, sha256: str) -> Shelved | None:
        """Return the page of a document that was added with this hash."""
        record = read_added(self._store.folder(slug) / SOURCE_FOLDER / ADDED_NAME, "")
        files = {one.file for one in record.articles if one.sha256 == sha256}
        for name, meta in self._pages(slug).items():
            source = meta.get("source")
            if name != "index.md" and isinstance(source, dict) and source.get("file") in files:
                return self._one(slug, name)
        return None

    def _at(self, address: str) -> Shelved:
        """Return what stands at an address of the texts."""
        path = PurePosixPath(address)
        known = next((one for _, one in self._taken if one.where == address), None)
        return known or self._one(path.parent.name, path.name)

    def _one(self, slug: str, name: str) -> Shelved:
        return Shelved(slug, name, str(self._pages(slug).get(name, {}).get("title", slug)))

    def _pages(self, slug: str) -> Mapping[str, Mapping[str, Any]]:
        """Return the fields of a collection's pages that can be read, by file name."""
        if slug not in self._fields:
            found: dict[str, Mapping[str, Any]] = {}
            for path in sorted(self._store.folder(slug).glob("*.md")):
                with contextlib.suppress(HuibianError, OSError, UnicodeDecodeError):
                    text = path.read_text(encoding="utf-8")
                    found[path.name] = frontmatter.parse(text, with_lines=False).meta
            self._fields[slug] = found
        return self._fields[slug]


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text)


def _opening(text: str) -> str:
    """Return a text's first letters: the same for all texts that have the same letters."""
    end = _LOOKED_AT
    while len(letters := _letters(text[:end])) < _OPENING and end < len(text):
        end *= 4
    return letters[:_OPENING]
