"""The files below ``search/``: scripts that each hand one string to the engine.

Scripts because a page opened from a folder may load nothing else. Every string has a checksum,
so that a damaged piece is told from a whole one.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

PER_FOLDER = 100
_ONE, _TWO = 192, 63  # codes of one byte, first bytes of two
_UNSAFE = re.compile("[\ud800-\udfff]")
#: What must not stand in a literal; the backslash first, since the others bring one.
_LITERAL = {"\\": "\\\\", "'": "\\'", "\u2028": "\\u2028", "\u2029": "\\u2029", "<": "\\x3c"}


class Pieces:
    """Writes pieces into one folder and counts their bytes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: set[Path] = set()

    def write(self, name: str, payload: str) -> None:
        """Write one piece; ``name`` is its path without suffix."""
        path = self._folder / f"{name}.js"
        if path.parent not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        text = script(name, payload)
        path.write_bytes(text.encode("utf-8"))


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


def as_text(data: bytes) -> str:
    """Return bytes as a string of ASCII."""
    return base64.b64encode(data).decode("ascii")


def column(values: NDArray[Any] | list[int], size: int) -> list[Any]:
    """Return numbers below ``size`` as ``[bits of each, packed text]``, low bits first."""
    bits = max(1, (size - 1).bit_length())
    numbers = np.asarray(values, dtype=np.uint32)
    table = (numbers[:, None] >> np.arange(bits, dtype=np.uint32)) & 1
    return [bits, as_text(np.packbits(table.astype(np.uint8).ravel(), bitorder="little").tobytes())]


def packed(codes: NDArray[Any]) -> bytes:
    """Write codes in one byte (the common ones), two or three."""
    one, two = codes < _ONE, codes < _ONE + _TWO * 256
    rest = codes - np.uint16(_ONE)
    table = np.empty((len(codes), 3), dtype=np.uint8)
    table[:, 0] = np.where(one, codes, np.where(two, _ONE + (rest >> 8), 255))
    table[:, 1] = np.where(two, rest & 255, codes >> 8)
    table[:, 2] = codes & 255
    used = np.ones(table.shape, dtype=bool)
    used[:, 1], used[:, 2] = ~one, ~two
    data: bytes = table[used].tobytes()
    return data
