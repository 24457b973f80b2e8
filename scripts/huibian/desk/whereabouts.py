"""Which page of a collection an article is now: a division moves articles to other numbers.

A page's file says only which number its article has. What tells articles apart is what they were
made from and what they are called, both of which a person or a new division may have changed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from huibian import frontmatter
from huibian.diagnostics import HuibianError
from huibian.store import Store

_TELLING = 8  # characters that a line must have to tell two texts apart


@dataclass(frozen=True, slots=True)
class _Marks:
    """What tells a page apart: its title, the lines of its source, the lines of its body."""

    title: str
    file: str
    lines: str
    body: frozenset[str]

    @property
    def first(self) -> str:
        return self.lines.partition(",")[0].partition("-")[0]


def pages(store: Store, slug: str) -> Iterator[tuple[str, str]]:
    """Yield a collection's articles: file and text. Unreadable ones are passed over."""
    for path in sorted(store.folder(slug).glob("[0-9]*.md")):
        with contextlib.suppress(OSError, UnicodeDecodeError):
            yield path.name, path.read_text(encoding="utf-8")


def page_of(text: str, name: str, pages: Iterable[tuple[str, str]]) -> str:
    """Return the file of the article that stood in ``name`` with this text.

    ``pages`` are the collection's pages now, file and text; where the first one is surely it, no
    other one is asked for. ``""`` where none is that article any more: it went, or went up in
    another one.
    """
    wanted = _marks(text)
    if wanted is None:
        return name  # nothing tells what it was
    best, found = (0, False, False), ""
    for page, held in pages:
        rank = _likeness(wanted, _marks(held), page == name)
        if rank[0] and rank > best:
            best, found = rank, page
        if best[0] == 4 or (best == (2, True, True) and not wanted.file):
            break
    return found


def _likeness(wanted: _Marks, now: _Marks | None, same_name: bool) -> tuple[int, bool, bool]:
    """Say how sure two pages are one article: 0 is not at all."""
    if now is None:  # it cannot be read: the number is all there is
        return (int(same_name), False, same_name)
    shared = not wanted.body.isdisjoint(now.body)
    title = wanted.title == now.title
    rank = 0
    if wanted.file and (wanted.file, wanted.lines) == (now.file, now.lines):
        rank = 4 if title else 3 if shared else 0
    if not rank and title and bool(wanted.file) == bool(now.file):
        rank = 2
    if not rank and wanted.file:
        rank = int((wanted.file, wanted.first) == (now.file, now.first) and shared)
    elif not rank:
        rank = int(same_name and not now.file)
    return (rank, shared, same_name)


def _marks(text: str) -> _Marks | None:
    try:
        page = frontmatter.parse(text, with_lines=False)
    except HuibianError:
        return None
    source = page.meta.get("source")
    source = source if isinstance(source, dict) else {}
    lines = (line.strip() for line in page.body.splitlines())
    return _Marks(
        str(page.meta.get("title", "")),
        str(source.get("file", "")),
        str(source.get("lines", "")).replace(" ", ""),
        frozenset(line for line in lines if len(line) >= _TELLING),
    )
