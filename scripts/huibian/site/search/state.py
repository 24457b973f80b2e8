"""A file of parts that is whole or counts as none; it may be deleted at any time.

Its first line says by which rules it was made, and the size and checksum of each part that
follows. A file by other rules, or with a fault, counts as none.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

_NAME = "search.bin"
_LINE = 4096  # bytes of the first line at most
_Data = memoryview | bytes


def save(folder: Path, key: str, parts: Mapping[str, Sequence[_Data]]) -> None:
    """Write all parts, each given in pieces; the file of before stays until this one is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    table: list[tuple[str, int, int]] = []
    for name, held in parts.items():
        size, total = 0, 1
        for data in held:
            size, total = size + memoryview(data).nbytes, zlib.adler32(data, total)
        table.append((name, size, total))
    line = json.dumps([key, table]).encode("ascii")
    path = folder / f"{_NAME}.new"
    with path.open("wb") as file:
        file.write(line + b"\n")
        for held in parts.values():
            file.writelines(held)
    path.replace(folder / _NAME)


def load(folder: Path, key: str) -> dict[str, bytes] | None:
    """Return the bytes of each part, None when nothing usable was kept under this key."""
    parts = {}
    try:
        with (folder / _NAME).open("rb") as file:
            own, table = json.loads(file.readline(_LINE))
            if own != key:
                return None
            for name, size, total in table:
                parts[name] = file.read(size)
                if len(parts[name]) != size or zlib.adler32(parts[name]) != total:
                    return None
    except (OSError, ValueError, TypeError, OverflowError, MemoryError):
        return None
    return parts
