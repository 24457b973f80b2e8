"""Images of a source: which bytes are images that every browser shows, and their stable names.

Only raster types are taken, told by their first bytes, never by a name: PNG, JPEG, GIF, BMP and
WebP. EMF, WMF and TIFF are shown by no browser, SVG can carry scripts: of these only the line
with the alternative text is kept, without an attachment.
"""

from __future__ import annotations

import hashlib

from huibian.diagnostics import fail

#: All images of one document together.
MAX_TOTAL = 300_000_000


def raster_suffix(data: bytes) -> str:
    """Return ``png``, ``jpg``, ``gif``, ``bmp`` or ``webp``; nothing for other content."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data.startswith(b"BM") and data[6:10] == bytes(4) and len(data) > 26:
        return "bmp"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    return ""


class ImageShelf:
    """The images in the order of their first appearance; the same bytes are kept once."""

    def __init__(self, shown: str) -> None:
        self._shown = shown
        self._names: dict[bytes, str] = {}
        self._images: list[tuple[str, bytes]] = []
        self._total = 0

    def add(self, data: bytes) -> str:
        """Keep an image and return its name; nothing when it is no raster image. HB109."""
        suffix = raster_suffix(data)
        if not suffix:
            return ""
        key = hashlib.sha256(data).digest()
        if key not in self._names:
            self._total += len(data)
            if self._total > MAX_TOTAL:
                reason = f"图片合计超过 {MAX_TOTAL // 1_000_000} MB"
                raise fail("HB109", path=self._shown, reason=reason)
            self._names[key] = f"image-{len(self._images) + 1:02d}.{suffix}"
            self._images.append((self._names[key], data))
        return self._names[key]

    def all(self) -> tuple[tuple[str, bytes], ...]:
        """Return (name, bytes) of every image."""
        return tuple(self._images)
