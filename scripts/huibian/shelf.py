"""The shelf: what a library holds already, to tell a document that comes a second time.

Knows originals by their bytes and texts by their letters; punctuation, space and markup count
for nothing. Reads pages and plans, writes nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, field

from huibian import frontmatter
from huibian.diagnostics import HuibianError
from huibian.planfile import read_added, read_plan
from huibian.store import ADDED_NAME, COLLECTIONS, PLAN_NAME, SOURCE_FOLDER, Store

_HEAD = re.compile(r"\A\ufeff?---[ \t]*\r?\n.*?^---[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_NO_LETTER = re.compile(r"[\W_]+")


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


@dataclass(slots=True)
class Shelf:
    """What a library holds, by the hash of the original, by text and by title."""

    originals: dict[str, Shelved] = field(default_factory=dict)
    texts: dict[bytes, Shelved] = field(default_factory=dict)
    titles: dict[tuple[str, str], list[Shelved]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, store: Store) -> Shelf:
        """Read all pages of a store; what cannot be read is left to ``check``."""
        shelf = cls()
        for slug in store.known():
            shelf._fill(store, slug)
        return shelf

    def _fill(self, store: Store, slug: str) -> None:
        folder = store.folder(slug)
        index = Shelved(slug, "index.md", slug)
        pages: dict[str, Shelved] = {}
        for path in sorted(folder.glob("*.md")):
            try:
                text = path.read_text(encoding="utf-8")
                meta = frontmatter.parse(text, with_lines=False).meta
            except (HuibianError, OSError, UnicodeDecodeError):
                continue
            one = Shelved(slug, path.name, str(meta.get("title", "")))
            source = meta.get("source")
            if path.name == "index.md":
                index = one
                continue
            self.titles[slug, one.title].append(one)
            self._text(one, text)
            if isinstance(source, dict):
                pages.setdefault(str(source.get("file")), one)
        try:
            plan_path = folder / SOURCE_FOLDER / PLAN_NAME
            if plan_path.is_file():
                self.originals.setdefault(read_plan(plan_path, "").source.sha256, index)
            for record in read_added(folder / SOURCE_FOLDER / ADDED_NAME, "").articles:
                if record.file in pages:
                    self.originals.setdefault(record.sha256, pages[record.file])
        except HuibianError:
            return

    def take(self, one: Shelved, sha256: str, page: str) -> None:
        """Put one more page on the shelf."""
        self.originals.setdefault(sha256, one)
        self.titles[one.slug, one.title].append(one)
        self._text(one, page)

    def _text(self, one: Shelved, page: str) -> None:
        key = _key(page)
        if key:
            self.texts.setdefault(key, one)

    def titled(self, slug: str, title: str) -> list[Shelved]:
        """Return the pages of a collection that have a title."""
        return list(self.titles.get((slug, title), ()))

    def duplicate(self, sha256: str, page: str) -> tuple[Shelved | None, str]:
        """Return what holds the same original or the same text, and in Chinese which of both.

        The place for everything that makes a document a duplicate.
        """
        if sha256 in self.originals:
            return self.originals[sha256], "是同一个文件"
        key = _key(page)
        return (self.texts.get(key), "文字完全相同") if key else (None, "")


def _key(page: str) -> bytes:
    """Return the hash of a page's letters, nothing for a page without any."""
    letters = _NO_LETTER.sub("", _HEAD.sub("", page, count=1))
    return hashlib.sha256(letters.encode("utf-8", "replace")).digest() if letters else b""
