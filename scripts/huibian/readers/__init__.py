"""Readers: one module a format; all give a ``SourceDocument``.

The format is decided by content first and by the file's suffix second.
"""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Callable
from pathlib import Path

from huibian.diagnostics import fail, os_reason
from huibian.model import SourceDocument
from huibian.readers import text
from huibian.readers.reading import Reading

DEFAULT_MAX_SIZE = 200  # MB; a text compilation of 10,000 articles has about 60
_MEGABYTE = 1_000_000

#: First bytes of well-known formats that are no text: what to call them in the message.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "是图片"),
    (b"\xff\xd8\xff", "是图片"),
    (b"GIF8", "是图片"),
    (b"Rar!", "是压缩文件"),
    (b"7z\xbc\xaf", "是压缩文件"),
    (b"\x1f\x8b", "是压缩文件"),
)
_UNSUPPORTED = {".xml", ".epub"}
_WEB = {".html", ".htm", ".xhtml", ".mht", ".mhtml"}
_PAGE = re.compile(
    rb"<(?:!doctype\s+html|html[\s>])|MIME-Version:.{0,1000}multipart/related", re.I | re.S
)


def read(path: Path, max_size: float = DEFAULT_MAX_SIZE) -> SourceDocument:
    """Read a source file.

    ``max_size`` is in megabytes (10^6 bytes). Raises HuibianError: HB101 nothing in it, HB102
    no text, HB103 unknown encoding, HB104 too large, HB105 unreadable, HB106 unknown format.
    """
    shown = str(path)
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            folder = stat.S_ISDIR(about.st_mode)
            reason = "是文件夹，不是文件" if folder else "是设备或管道，不是普通文件"
            raise fail("HB105", path=shown, reason=reason)
        size = about.st_size
        if size > max_size * _MEGABYTE:
            raise fail(
                "HB104",
                path=shown,
                size=f"{size / _MEGABYTE:.1f}",
                limit=f"{max_size:g}",
                suggest=str(size // _MEGABYTE + 1),
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise fail("HB105", path=shown, reason="没有这个文件") from error
    except OSError as error:
        raise fail("HB105", path=shown, reason=os_reason(error)) from error
    except ValueError as error:  # a NUL in the name
        raise fail("HB105", path=shown, reason="文件名里有不能用的字符") from error
    return read_bytes(data, path.name, shown)


def read_bytes(data: bytes, name: str, shown: str = "") -> SourceDocument:
    """Read a source that is already in memory; ``name`` is its file name, ``shown`` for errors."""
    shown = shown or name
    for signature, reason in _SIGNATURES:
        if data.startswith(signature):
            raise fail("HB102", path=shown, reason=reason)
    suffix = Path(name).suffix.lower()
    kind, reader = _reader(data, suffix)
    if reader is not None:
        made = reader(data, name, shown)
    elif suffix in _UNSUPPORTED:
        raise fail("HB106", path=shown, suffix=suffix)
    else:
        made = text.read(data, shown)
    digest = hashlib.sha256(data).hexdigest()
    return SourceDocument(
        name, kind, made.encoding, digest, made.lines, made.attachments, made.findings
    )


def _reader(data: bytes, suffix: str) -> tuple[str, Callable[[bytes, str, str], Reading] | None]:
    """Return the format and its reader by the first bytes, then by the suffix; None for text.

    The readers are imported when they are needed: most sources are text.
    """
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"%PDF"):
        from huibian.readers import pdf

        return "pdf", pdf.read
    if data.startswith(b"\xd0\xcf\x11\xe0") or head.startswith(b"{\\rtf") or _is_odf(data):
        from huibian.readers import office

        return "office", office.read
    if data.startswith(b"PK\x03\x04"):
        from huibian.readers import docx

        return "docx", docx.read
    if _PAGE.match(head) or (suffix in _WEB and head.startswith((b"<", b"MIME", b"From:"))):
        from huibian.readers import html

        return "html", html.read
    return ("markdown" if suffix in {".md", ".markdown"} else "text"), None


def _is_odf(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04") and b"mimetypeapplication/vnd.oasis" in data[:200]
