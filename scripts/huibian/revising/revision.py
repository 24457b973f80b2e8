"""What a change of many files is, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from huibian.diagnostics import Diagnostic
from huibian.store import COLLECTIONS, FileChange, Store

#: Told how many of how many were looked at.
Progress = Callable[[int, int], None]


def silent(done: int, of: int) -> None:
    """Take no note of progress."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What changes on one page: its path below ``docs/``, its title, a field before and after."""

    path: str
    title: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Revision:
    """A change: what it does (a Chinese sentence), its files, and what it does to each page.

    ``left`` says why some of the pages that were asked for stay as they are.
    """

    title: str
    files: tuple[FileChange, ...]
    pages: tuple[Shown, ...] = ()
    left: tuple[Diagnostic, ...] = ()


def pages_of(store: Store) -> Iterator[tuple[str, str]]:
    """Yield the collections' pages: collection and file name, in order."""
    for slug in store.known():
        for path in sorted(store.folder(slug).glob("*.md")):
            yield slug, path.name


def page_path(slug: str, name: str) -> str:
    """Return a page's path below ``docs/``."""
    return f"{COLLECTIONS}/{slug}/{name}"


def joined(values: Iterable[object]) -> str:
    """Return a field's values as people read them."""
    return "、".join(map(str, values))
