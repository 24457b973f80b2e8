"""Readers: one module a format; all give a ``SourceDocument``.

The format is decided by content first and by the file's suffix second.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from huibian.diagnostics import fail, os_reason
from huibian.model import SourceDocument
from huibian.readers import text

DEFAULT_MAX_SIZE = 200  # MB; a text compilation of 10,000 articles has about 60
_MEGABYTE = 1_000_000

#: First bytes of well-known formats that are no text: what to call them in the message.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "像是 Word（.docx）、WPS 或压缩文件"),
    (b"\xd0\xcf\x11\xe0", "像是旧版 Word 或 WPS 文件（.doc、.wps）"),
    (b"%PDF", "是 PDF 文件"),
    (b"{\\rtf", "是 RTF 文件"),
    (b"\x89PNG", "是图片"),
    (b"\xff\xd8\xff", "是图片"),
    (b"GIF8", "是图片"),
    (b"Rar!", "是压缩文件"),
    (b"7z\xbc\xaf", "是压缩文件"),
    (b"\x1f\x8b", "是压缩文件"),
)
_UNSUPPORTED = {".html", ".htm", ".mht", ".xml", ".epub"}


def read(path: Path, max_size: float = DEFAULT_MAX_SIZE) -> SourceDocument:
    """Read a source file.

    ``max_size`` is in megabytes (10^6 bytes). Raises HuibianError: HB101 nothing in it, HB102
    no text, HB103 unknown encoding, HB104 too large, HB105 unreadable, HB106 unknown format.
    """
    shown = str(path)
    try:
        if not path.is_file():
            raise fail("HB105", path=shown, reason="没有这个文件")
        size = path.stat().st_size
        if size > max_size * _MEGABYTE:
            raise fail(
                "HB104",
                path=shown,
                size=f"{size / _MEGABYTE:.1f}",
                limit=f"{max_size:g}",
                suggest=str(size // _MEGABYTE + 1),
            )
        data = path.read_bytes()
    except OSError as error:
        raise fail("HB105", path=shown, reason=os_reason(error)) from error
    return read_bytes(data, path.name, shown)


def read_bytes(data: bytes, name: str, shown: str = "") -> SourceDocument:
    """Read a source that is already in memory; ``name`` is its file name, ``shown`` for errors."""
    shown = shown or name
    for signature, reason in _SIGNATURES:
        if data.startswith(signature):
            raise fail("HB102", path=shown, reason=reason)
    suffix = Path(name).suffix.lower()
    if suffix in _UNSUPPORTED:
        raise fail("HB106", path=shown, suffix=suffix)
    lines, encoding = text.decode_lines(data, shown)
    kind = "markdown" if suffix in {".md", ".markdown"} else "text"
    return SourceDocument(name, kind, encoding, hashlib.sha256(data).hexdigest(), lines)
