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
    about = json.dumps([key, table]).encode("ascii")
    line = b"%d %b" % (zlib.crc32(about), about)
    new = path.with_name(f"{path.name}.{os.getpid()}")
    with new.open("wb") as file:
        file.write(line.ljust(_LINE - 1) + b"\n")
        for (_, size, _), held in zip(table, parts.values(), strict=True):
            file.writelines(held)
            file.write(bytes(-size % _EVEN))
    with suppress(FileNotFoundError):
        new.replace(path)


def load(path: Path, key: str) -> dict[str, memoryview] | None:
    """Return the bytes of each part, None when nothing usable was kept under this key."""
    parts = {}
    try:
        with path.open("rb") as file:
            total, _, about = file.readline(_LINE).rstrip().partition(b" ")
            if int(total) != zlib.crc32(about):
                return None
            own, table = json.loads(about)
            if own != key:
                return None
            begins = []
            for _, size, total in table:
                begins.append(file.tell())
                if _checksum(file.read, size) != total:
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
