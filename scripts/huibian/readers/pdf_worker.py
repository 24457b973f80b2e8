"""The part of reading a PDF that runs in a process of its own: bytes in, visual lines out (JSON).

A damaged or hostile PDF may make the native library crash, hang or swallow memory; then only this
process ends, and ``pdf.py`` reports it. Knows PDFium only: nothing of paragraphs.

Output: ``{"pages": [{"width", "height", "drawn", "lines": [[text, x0, x1, y, size, bold]]}],
"outline": [[page, title, level]]}`` or ``{"error": "password" | "format" | "page", "page": n}``.
``y`` is the baseline, counted from the top of the page; ``drawn`` says that a page has anything.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import re
import sys
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

MEMORY_LIMIT = 4_000_000_000
_BOLD_NAME = re.compile(rb"bold|black|heavy|\xe7\xb2\x97", re.IGNORECASE)
_FORCE_BOLD = 1 << 18
_SAMPLES = 9
_MAX_OUTLINE = 20_000


def main() -> None:
    """Read a PDF from standard input and write its lines to standard output."""
    _limit_memory()
    result = extract(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(result).encode("ascii"))
    sys.stdout.buffer.flush()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


def extract(data: bytes) -> dict[str, Any]:
    """Return the visual lines of every page in the order of the content."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        locked = pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD
        return {"error": "password" if locked else "format"}
    pages = []
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            return {"error": "page", "page": number + 1}
        width, height = page.get_size()
        lines = _lines(text.raw, page.raw, height)
        drawn = bool(lines) or pdfium.FPDFPage_CountObjects(page.raw) > 0
        pages.append({"width": width, "height": height, "drawn": drawn, "lines": lines})
        text.close()
        page.close()
    return {"pages": pages, "outline": _outline(document)}


def _outline(document: Any) -> list[list[Any]]:
    found: list[list[Any]] = []
    with contextlib.suppress(pypdfium2.PdfiumError, ValueError, UnicodeError):
        for bookmark in document.get_toc(max_depth=9):
            target = bookmark.get_dest()
            page = target.get_index() if target is not None else None
            if page is not None:
                found.append([page + 1, bookmark.get_title(), bookmark.level + 1])
            if len(found) >= _MAX_OUTLINE:
                break
    return found


def _characters(text: Any, count: int) -> list[str]:
    """Return one string a character of the page; those without a code are U+FFFD."""
    chars = []
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in (0x02, 0xFFFE):  # PDFium's mark for a hyphen at the end of a line
            chars.append("-")
        elif 0 < code < 0xD800 or 0xE000 <= code <= 0x10FFFF:
            chars.append(chr(code))
        elif 0xD800 <= code < 0xDC00:
            chars.append(chr(code))  # joined with its other half below
        elif 0xDC00 <= code < 0xE000 and chars and "\ud800" <= chars[-1] < "\udc00":
            pair = (chars[-1] + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16")
            chars[-1] = ""
            chars.append(pair)
        else:
            chars.append("\ufffd")
    return ["\ufffd" if len(c) == 1 and "\ud800" <= c < "\ue000" else c for c in chars]


def _lines(text: Any, page: Any, height: float) -> list[list[Any]]:
    count = pdfium.FPDFText_CountChars(text)
    if count <= 0:
        return []
    chars = _characters(text, count)
    lines: list[list[Any]] = []
    start = 0
    for index in range(count + 1):
        if index == count or chars[index] in ("\r", "\n"):
            line = _line(text, chars, start, index, height)
            if line is not None:
                lines.append(line)
            start = index + 1
    return lines


def _line(text: Any, chars: list[str], start: int, end: int, height: float) -> list[Any] | None:
    while start < end and chars[start].isspace():
        start += 1
    while end > start and chars[end - 1].isspace():
        end -= 1
    if start == end:
        return None
    left, right, top = _box(text, start)
    last_left, last_right, _ = _box(text, end - 1)
    step = max(1, (end - start) // _SAMPLES)
    sizes: dict[float, int] = {}
    bold = 0
    samples = range(start, end, step)
    for index in samples:
        size = round(pdfium.FPDFText_GetFontSize(text, index) * _scale(text, index), 1)
        sizes[size] = sizes.get(size, 0) + 1
        bold += chars[index].isspace() or _is_bold(text, index)
    size = max(sizes, key=lambda key: sizes[key])
    return [
        "".join(chars[start:end]),
        round(min(left, last_left), 2),
        round(max(right, last_right), 2),
        round(height - top, 2),
        size,
        bold == len(samples),
    ]


def _box(text: Any, index: int) -> tuple[float, float, float]:
    """Return left, right (with the advance width) and baseline of a character."""
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetLooseCharBox(text, index, box)
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    return box.left, box.right, y.value


def _scale(text: Any, index: int) -> float:
    """Return how much the text matrix enlarges the font: many writers use size 1 and a matrix."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(text, index, matrix):
        return 1.0
    scale = (matrix.b**2 + matrix.d**2) ** 0.5
    return float(scale) if 0.01 < scale < 1000 else 1.0


def _is_bold(text: Any, index: int) -> bool:
    if pdfium.FPDFText_GetFontWeight(text, index) >= 600:
        return True
    name = ctypes.create_string_buffer(200)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, index, name, 200, flags)
    if flags.value & _FORCE_BOLD or _BOLD_NAME.search(name.value):
        return True
    with contextlib.suppress(AttributeError):  # Word thickens a font without a bold cut by its line
        run = pdfium.FPDFText_GetTextObject(text, index)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(run)
        return bool(mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE)
    return False
