"""The files below ``search/``: scripts that each hand one string to the engine.

Scripts because a page opened from a folder may load nothing else. Every string has a checksum,
so that a damaged piece is told from a whole one.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import zlib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

PER_FOLDER = 100
_ONE, _TWO = 192, 63  # codes of one byte, first bytes of two
_UNSAFE = re.compile("[\ud800-\udfff]")
#: What must not stand in a literal; the backslash first, since the others bring one.
_LITERAL = {"\\": "\\\\", "'": "\\'", "\u2028": "\\u2028", "\u2029": "\\u2029", "<": "\\x3c"}


class Mark(NamedTuple):
    """A piece as it was written: hash of its content, size in bytes and time in nanoseconds."""

    digest: str
    size: int
    time: int


class Pieces:
    """Writes pieces into one folder, in which pieces of before may stand.

    ``before`` says by name which these are; one with the same content is not written again.
    ``base`` are the marks of what the pieces were at the time from which changes are counted.
    """

    def __init__(
        self,
        folder: Path,
        before: Mapping[str, Mark] | None = None,
        base: Mapping[str, Mark] | None = None,
    ) -> None:
        self._folder = folder
        self._before = before or {}
        self._base = base or {}
        self._made: set[Path] = set()
        self.marks: dict[str, Mark] = {}

    def write(self, name: str, payload: str) -> None:
        """Write one piece; ``name`` is its path without suffix."""
        data = script(name, payload).encode("utf-8")
        digest = hashlib.blake2b(data, digest_size=12).hexdigest()
        old = self._before.get(name)
        if old is not None and old.digest == digest:
            self.marks[name] = old
            return
        path = self._path(name)
        if path.parent not in self._made and old is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        # to write over a file costs a third of making it anew; thousands of them are written
        with open(path, "wb" if old is None else "r+b", buffering=0) as file:  # noqa: PTH123
            file.write(data)
            if old is not None and old.size > len(data):
                file.truncate()
            self.marks[name] = Mark(digest, len(data), os.fstat(file.fileno()).st_mtime_ns)

    def stands(self, name: str) -> bool:
        """Say whether a piece of the base is there as it was."""
        old, base = self._before.get(name), self._base.get(name)
        return old is not None and base is not None and old.digest == base.digest

    def keep(self, name: str) -> None:
        """Let a piece stay that stands."""
        self.marks[name] = self._before[name]

    def tidy(self) -> None:
        """Remove what was there before and is no more."""
        for name in self._before.keys() - self.marks.keys():
            path = self._path(name)
            path.unlink()
            if not any(path.parent.iterdir()):
                path.parent.rmdir()

    def version(self) -> str:
        """Return a hash of what all pieces hold."""
        lines = (f"{name} {self.marks[name].digest}\n" for name in sorted(self.marks))
        return hashlib.blake2b("".join(lines).encode("ascii"), digest_size=6).hexdigest()

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.js"


def standing(folder: Path, marks: Mapping[str, Mark]) -> bool:
    """Say whether a folder holds these pieces as they were written, and nothing else."""
    found = 0
    folders = [("", str(folder))]
    try:
        for before, path in folders:
            with os.scandir(path) as entries:
                held = list(entries)
            for entry in held:
                if entry.is_dir(follow_symlinks=False):
                    folders.append((f"{entry.name}/", entry.path))
                    continue
                mark = marks.get(before + entry.name.removesuffix(".js"))
                stat = entry.stat(follow_symlinks=False)
                if mark is None or (stat.st_mtime_ns, stat.st_size) != (mark.time, mark.size):
                    return False
                found += 1
            if not held:
                return False
    except OSError:
        return False
    return found == len(marks)


def script(name: str, payload: str) -> str:
    """Return the script that hands ``payload`` to the engine under a name."""
    total = zlib.adler32(payload.encode("utf-16-le"))
    for char, literal in _LITERAL.items():  # str.translate is slow on long texts with Chinese
        payload = payload.replace(char, literal)
    return f"huibian.search.piece('{name}',{total},'{payload}')\n"


def numbered(kind: str, number: int) -> str:
    """Return the name of piece ``number`` of a kind, a hundred a folder."""
    return f"{kind}{number // PER_FOLDER}/{number % PER_FOLDER}"


def as_json(value: Any) -> str:
    """Return JSON that UTF-8 can carry: halves of characters are escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def as_text(data: bytes | memoryview) -> str:
    """Return bytes as a string of ASCII."""
    return base64.b64encode(data).decode("ascii")


def column(values: NDArray[Any] | list[int], size: int) -> list[Any]:
    """Return numbers below ``size`` as ``[bits of each, packed text]``, low bits first."""
    bits = max(1, (size - 1).bit_length())
    numbers = np.asarray(values, dtype=np.uint32)
    table = (numbers[:, None] >> np.arange(bits, dtype=np.uint32)) & 1
    return [bits, as_text(np.packbits(table.astype(np.uint8).ravel(), bitorder="little").tobytes())]


def packed(codes: NDArray[Any], ends: Sequence[int] | NDArray[Any]) -> list[bytes]:
    """Write texts, of which each ends where ``ends`` says: codes in one byte (the common ones),
    two or three.
    """
    one, two = codes < _ONE, codes < _ONE + _TWO * 256
    rest = codes - np.uint16(_ONE)
    table = np.empty((len(codes), 3), dtype=np.uint8)
    table[:, 0] = np.where(one, codes, np.where(two, _ONE + (rest >> 8), 255))
    table[:, 1] = np.where(two, rest & 255, codes >> 8)
    table[:, 2] = codes & 255
    used = np.ones(table.shape, dtype=bool)
    used[:, 1], used[:, 2] = ~one, ~two
    data: bytes = table[used].tobytes()
    size = np.append(0, np.cumsum(used.sum(axis=1)))
    edges = size[np.append(0, ends).astype(np.int64)].tolist()
    return [data[low:high] for low, high in pairwise(edges)]
