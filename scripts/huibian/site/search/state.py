"""A file of parts that is whole or counts as none; it may be deleted at any time.

Its first line, under a checksum of its own, says by which rules the file was made, and the size
and checksum of each part that follows. A file by other rules, or with a fault, counts as none.
Parts are mapped, not read: most of a large one is never asked for.
"""

from __future__ import annotations

import json
import mmap
import os
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

_LINE = 4096  # bytes of the first line
_EVEN = 64  # at a multiple of so many bytes begins each part, as numbers want it
_AT_ONCE = 1 << 20
#: What tells a file from what it was: number, size in bytes, times of change of its content and of
#: anything in nanoseconds.
About = tuple[int, int, int, int]
_Data = memoryview | bytes
_Read = Callable[[int], bytes]


def save(path: Path, key: str, parts: Mapping[str, Sequence[_Data]]) -> None:
    """Write all parts, each given in pieces; the file of before stays until this one is whole.

    Nothing is kept if another process clears up what looks left over.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    table: list[tuple[str, int, int]] = []
    for name, held in parts.items():
        size, total = 0, 1
        for data in held:
            size, total = size + memoryview(data).nbytes, zlib.adler32(data, total)
        table.append((name, size, total))
    head = json.dumps([key, table]).encode("ascii")
    line = b"%d %b" % (zlib.crc32(head), head)
    new = path.with_name(f"{path.name}.{os.getpid()}")
    with new.open("wb") as file:
        file.write(line.ljust(_LINE - 1) + b"\n")
        for (_, size, _), held in zip(table, parts.values(), strict=True):
            file.writelines(held)
            file.write(bytes(-size % _EVEN))
    with suppress(FileNotFoundError):
        new.replace(path)


def about(path: Path) -> About | None:
    """Return what tells a file from what it was, None where there is none."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


def load(path: Path, key: str, whole: About | None = None) -> dict[str, memoryview] | None:
    """Return the bytes of each part, None when nothing usable was kept under this key.

    A file that is as it was when it was ``whole`` is not read through again.
    """
    parts = {}
    is_whole = whole is not None and whole == about(path)
    try:
        with path.open("rb") as file:
            total, _, line = file.readline(_LINE).rstrip().partition(b" ")
            if int(total) != zlib.crc32(line):
                return None
            own, table = json.loads(line)
            if own != key:
                return None
            begins = []
            for _, size, total in table:
                begins.append(file.tell())
                if is_whole:
                    file.seek(size, 1)
                elif _checksum(file.read, size) != total:
                    return None
                file.seek(-size % _EVEN, 1)
            mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        for (name, size, _), begin in zip(table, begins, strict=True):
            parts[name] = mapped[begin : begin + size]
    except (OSError, ValueError, TypeError, OverflowError, MemoryError):
        return None
    return parts


def _checksum(read: _Read, size: int) -> int:
    """Read so many bytes and return their checksum, -1 when there are fewer."""
    total = 1
    while size > 0:
        data = read(min(size, _AT_ONCE))
        if not data:
            return -1
        total = zlib.adler32(data, total)
        size -= len(data)
    return total
