"""The bytes of a library's pages, read by a second process while this one gets ready to ask.

A command begins with it before it loads what a build takes. Only files that lie where they are
named are read: what links lead to, and whatever else there may be, is left to who asks.
"""

from __future__ import annotations

import mmap
import os
import pickle
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO

from huibian.site import beside

#: The folder of ``docs/`` that holds the library.
COLLECTIONS = "collections"
_MOST = 128 << 20  # bytes that are read ahead: they lie in a file that may be kept in memory
_SIZE = 8  # bytes of a number

#: Pages by their path below ``docs``, with what they hold.
Pages = Mapping[str, bytes]


_begun: dict[Path, Callable[[], IO[bytes]]] = {}


def begin(docs: Path) -> None:
    """Begin to read the pages in a site's ``docs``, if there can be a second process."""
    if beside.is_possible():
        _begun[docs] = beside.start(partial(_read, docs), apart=True)


def take(docs: Path) -> Pages:
    """Return, once, the pages that have been read there; which ones these are is no promise."""
    finish = _begun.pop(docs, None)
    if finish is None:
        return {}
    with finish() as file:
        return _Held(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))


def _read(docs: Path, file: IO[bytes]) -> None:
    table: dict[str, tuple[int, int]] = {}
    at = 0
    for src, path in _pages(docs):
        with suppress(OSError), open(path, "rb", buffering=0) as page:  # noqa: PTH123
            data = page.readall()
            if at + len(data) > _MOST:
                break
            file.write(data)
            table[src] = at, at + len(data)
            at += len(data)
    file.write(pickle.dumps(table))
    file.write(at.to_bytes(_SIZE, "little"))


def _pages(docs: Path) -> Iterator[tuple[str, str]]:
    """Yield the pages as paths below ``docs`` and as what to open."""
    try:
        with os.scandir(docs / COLLECTIONS) as entries:
            folders = sorted(one.name for one in entries if one.is_dir(follow_symlinks=False))
        for folder in folders:
            with os.scandir(docs / COLLECTIONS / folder) as entries:
                for one in entries:
                    if one.name.endswith(".md") and one.is_file(follow_symlinks=False):
                        yield f"{COLLECTIONS}/{folder}/{one.name}", one.path
    except OSError:  # whoever asks for the rest will be told
        return


class _Held(Pages):
    """Pages in one mapped piece of memory, behind which their table stands."""

    def __init__(self, data: memoryview) -> None:
        end = int.from_bytes(data[-_SIZE:], "little")
        self._data = data
        self._table: dict[str, tuple[int, int]] = pickle.loads(data[end:-_SIZE])

    def __getitem__(self, src: str) -> bytes:
        begin, end = self._table[src]
        return bytes(self._data[begin:end])

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)
