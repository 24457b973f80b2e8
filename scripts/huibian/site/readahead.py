"""The bytes of a library's pages, read by a second process while this one gets ready to ask.

Only files that lie where they are named are read: what links lead to, and whatever else there may
be, is left to who asks.
"""

from __future__ import annotations

import mmap
import os
import pickle
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

from huibian.site import beside

_MOST = 128 << 20  # bytes that are read ahead: they lie in a file that may be kept in memory
_SIZE = 8  # bytes of a number

#: Pages by their path below ``docs``, with what they hold.
Pages = Mapping[str, bytes]


def begin(docs: Path, collections: str) -> Callable[[], Pages]:
    """Begin to read the pages in the folders of ``docs/<collections>``; return what waits for them.

    Which pages these are is no promise: none where no second process is to be had.
    """

    def read(file: IO[bytes]) -> None:
        table: dict[str, tuple[int, int]] = {}
        at = 0
        for src, path in _pages(docs, collections):
            with suppress(OSError), open(path, "rb", buffering=0) as page:  # noqa: PTH123
                data = page.readall()
                if at + len(data) > _MOST:
                    break
                file.write(data)
                table[src] = at, at + len(data)
                at += len(data)
        file.write(pickle.dumps(table))
        file.write(at.to_bytes(_SIZE, "little"))

    if not beside.is_possible():
        return dict
    finish = beside.start(read, apart=True)

    def wait() -> Pages:
        with finish() as file:
            return _Held(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))

    return wait


def _pages(docs: Path, collections: str) -> Iterator[tuple[str, str]]:
    """Yield the pages as paths below ``docs`` and as what to open."""
    try:
        with os.scandir(docs / collections) as entries:
            folders = sorted(one.name for one in entries if one.is_dir(follow_symlinks=False))
        for folder in folders:
            with os.scandir(docs / collections / folder) as entries:
                for one in entries:
                    if one.name.endswith(".md") and one.is_file(follow_symlinks=False):
                        yield f"{collections}/{folder}/{one.name}", one.path
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
