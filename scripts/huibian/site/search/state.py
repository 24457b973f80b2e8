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
#: Parts begin at multiples of so many bytes, so that numbers can be used where they are.
_STEP = 8
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
        file.write(line + b" " * _gap(len(line) + 1) + b"\n")
        for held, (_, size, _) in zip(parts.values(), table, strict=True):
            for data in held:
                file.write(data)
            file.write(bytes(_gap(size)))
    path.replace(folder / _NAME)


def load(folder: Path, key: str) -> dict[str, memoryview] | None:
    """Return the bytes of each part, None when nothing usable was kept under this key."""
    try:
        whole = memoryview((folder / _NAME).read_bytes())
        line, _, _ = bytes(whole[:4096]).partition(b"\n")
        own, table = json.loads(line)
        if own != key:
            return None
        parts = {}
        at = len(line) + 1
        for name, size, total in table:
            parts[name] = whole[at : at + size]
            if len(parts[name]) != size or zlib.adler32(parts[name]) != total:
                return None
            at += size + _gap(size)
    except (OSError, ValueError, TypeError):
        return None
    return parts


def _gap(size: int) -> int:
    return -size % _STEP
