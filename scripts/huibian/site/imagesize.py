"""Width and height of images, from the first bytes of their files.

Pages that say how large an image is keep its place free while it loads, so that nothing jumps.
Formats that readers' browsers show: PNG, GIF, JPEG, WebP.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from struct import unpack_from

Size = tuple[int, int]

_IMG = re.compile(r"<img\b[^<>]*>")
_SOURCE = re.compile(r'\bsrc="([^"]*)"')
_SIZED = re.compile(r"\b(?:width|height)=")
#: JPEG segments that begin with the size: the start of frame in its variants.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def size(data: bytes) -> Size | None:
    """Return the width and height of an image, None for a format that is not known."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        return unpack_from(">II", data, 16)
    if data.startswith((b"GIF87a", b"GIF89a")) and len(data) >= 10:
        return unpack_from("<HH", data, 6)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP" and len(data) >= 30:
        return _webp(data)
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    return None


def _webp(data: bytes) -> Size | None:
    kind = data[12:16]
    if kind == b"VP8 ":
        width, height = unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        (packed,) = unpack_from("<I", data, 21)
        return (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
    if kind == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    return None


def _jpeg(data: bytes) -> Size | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
        elif marker in _FRAMES:
            height, width = unpack_from(">HH", data, at + 5)
            return width, height
        else:
            at += 2 + unpack_from(">H", data, at + 2)[0]
    return None


def sized(html: str, read: Callable[[str], bytes | None]) -> str:
    """Return the HTML with width and height in every image that says neither.

    ``read`` gives the file that a ``src`` names, None where the site has no such file.
    """

    def measure(match: re.Match[str]) -> str:
        tag = match[0]
        source = _SOURCE.search(tag)
        if source is None or _SIZED.search(tag):
            return tag
        data = read(source[1])
        found = size(data) if data is not None else None
        if found is None or not all(found):
            return tag
        return f'<img width="{found[0]}" height="{found[1]}" {tag[5:]}'

    return _IMG.sub(measure, html)
