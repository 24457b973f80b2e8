"""The part of reading a PDF that runs in a process of its own: bytes in, visual lines out (JSON).

A damaged or hostile PDF may make the native library crash, hang or swallow memory; then only this
process ends, and ``pdf.py`` reports it. Knows PDFium: characters, ruled lines and images with their
places; ``pdf_layout`` makes lines of them. Nothing of paragraphs.

Output: ``{"pages": [{"width", "height", "drawn", "vertical", "left_out", "separators",
"lines": [[text, x0, x1, y, size, bold, column, kind]]}], "outline": [[page, title, level]]}`` or
``{"error": "password" | "format" | "page" | "pages", "page": n}``. ``y`` is the baseline, counted
from the top of the page as it reads; ``drawn`` says that a page has anything, ``left_out`` how many
images could not be taken, ``separators`` at which heights short rules stand, as above footnotes. A
line of kind ``image`` names a file that was written to the working folder; one of kind ``tilted``
stands askew, as watermarks do.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import math
import re
import struct
import sys
import zlib
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from huibian.readers.pdf_layout import Char, Piece, Rule, arrange

MEMORY_LIMIT = 4_000_000_000
MAX_PAGES = 50_000
_BOLD_NAME = re.compile(rb"bold|black|heavy|\xe7\xb2\x97", re.IGNORECASE)
_FORCE_BOLD = 1 << 18
_MAX_OUTLINE = 20_000
#: No page has more: characters, ruled lines, drawn objects, images of one document.
_MAX_CHARS, _MAX_RULES, _MAX_OBJECTS, _MAX_IMAGES = 500_000, 1_500, 50_000, 5_000
_MAX_PIXELS = 40_000_000
_MAX_IMAGE_BYTES = 300_000_000
#: Points: what is smaller is an ornament, a line.
_SMALL_IMAGE = 12.0
_SHORT_RULE = 6.0
#: A picture of the whole page below its text is the scan that the text was recognised from.
_PAGE_SHARE, _RECOGNISED = 0.6, 20


def main() -> None:
    """Read a PDF from standard input and write its lines to standard output."""
    _limit_memory()
    result = extract(sys.stdin.buffer.read(), Path())
    sys.stdout.buffer.write(json.dumps(result).encode("ascii"))
    sys.stdout.buffer.flush()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


def extract(data: bytes, folder: Path) -> dict[str, Any]:
    """Return the visual lines of every page in reading order; images are written to ``folder``."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        locked = pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD
        return {"error": "password" if locked else "format"}
    if len(document) > MAX_PAGES:
        return {"error": "pages", "page": len(document)}
    pages = []
    images = _Images(folder)
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            return {"error": "page", "page": number + 1}
        pages.append(_page(page, text.raw, images))
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


class _View(NamedTuple):
    """How a page is turned so that its text reads from left to right; its corner and extents."""

    left: float
    bottom: float
    width: float
    height: float
    turn: int = 0  # degrees by which the text is turned against the clock
    vertical: bool = False

    def span(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, ...]:
        """Return left, top, right, bottom of a box of the page, as read from the top."""
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def point(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, y - self.bottom
        if self.turn == 90:
            x, y = y, x
        elif self.turn == 180:
            x, y = self.width - x, y
        elif self.turn == 270:
            x, y = self.height - y, self.width - x
        else:
            y = self.height - y
        return (y, self.extents[0] - x) if self.vertical else (x, y)

    @property
    def extents(self) -> tuple[float, float]:
        turned = self.turn in (90, 270)
        return (self.height, self.width) if turned else (self.width, self.height)


class _Sign(NamedTuple):
    """A character as PDFium gives it, in the coordinates of the page."""

    text: str
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    size: float
    bold: bool
    angle: int  # degrees, -1 for one that is no right angle
    at: int
    run: int


def _page(page: Any, text: Any, images: _Images) -> dict[str, Any]:
    left, bottom, right, top = _finite(page.get_mediabox())
    with contextlib.suppress(pypdfium2.PdfiumError):
        left, bottom, right, top = _finite(page.get_cropbox())
    view = _View(left, bottom, right - left, top - bottom)
    signs = _signs(text)
    inked = [sign for sign in signs if not sign.text.isspace()]
    if inked:
        turns = Counter(sign.angle for sign in inked if sign.angle >= 0)
        view = view._replace(turn=turns.most_common(1)[0][0] if turns else 0)
        view = view._replace(vertical=_is_vertical(inked, view))
    upright = [sign for sign in signs if sign.angle == view.turn]
    tilted = [sign for sign in signs if sign.angle != view.turn]
    rules, pictures, left_out = _objects(page, view, len(inked), images)
    width, height = view.extents if not view.vertical else view.extents[::-1]
    lines = arrange((_char(sign, view) for sign in upright), rules, pictures)
    aside = "".join(sign.text for sign in tilted).strip()
    if aside:
        lines.append(Piece(aside, 0.0, 0.0, height, kind="tilted"))
    return {
        "width": width,
        "height": height,
        "drawn": bool(signs) or pdfium.FPDFPage_CountObjects(page.raw) > 0,
        "vertical": view.vertical,
        "left_out": left_out,
        "separators": sorted({round(x.y0, 2) for x in rules if _is_separator(x, width)}),
        "lines": [
            [
                *(piece.text, round(piece.left, 2), round(piece.right, 2), round(piece.y, 2)),
                *(piece.size, piece.bold, piece.column, piece.kind),
            ]
            for piece in lines
        ],
    }


def _is_separator(rule: Rule, width: float) -> bool:
    """Say whether a rule is level and as short as the one above footnotes."""
    return rule.y0 == rule.y1 and 0.1 * width < abs(rule.x1 - rule.x0) < 0.45 * width


def _finite(box: Any) -> tuple[float, float, float, float]:
    """Return a page's box; A4 for one without a sensible extent."""
    x0, y0, x1, y1 = (float(value) for value in box)
    if not all(map(math.isfinite, (x0, y0, x1, y1))) or not 1 < abs(x1 - x0) < 1e6:
        return 0.0, 0.0, 595.0, 842.0
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _char(sign: _Sign, view: _View) -> Char:
    left, _, right, bottom = view.span(*sign.box)
    y = bottom if view.vertical else view.point(*sign.origin)[1]
    return Char(sign.text, left, right, y, sign.size, sign.bold, sign.at, sign.run)


def _is_vertical(signs: list[_Sign], view: _View) -> bool:
    """Say whether the text runs from top to bottom: each character stands below the one before."""
    down = across = 0
    for first, second in pairwise(signs):
        (x0, y0), (x1, y1) = view.point(*first.origin), view.point(*second.origin)
        em = max(first.size, 1.0)
        if abs(x1 - x0) < 0.3 * em and 0.5 * em < y1 - y0 < 2.5 * em:
            down += 1
        elif abs(y1 - y0) < 0.3 * em and 0 < x1 - x0 < 2.5 * em:
            across += 1
    return down >= 10 and down > 2 * across


# Characters -----------------------------------------------------------------------------------


def _signs(text: Any) -> list[_Sign]:
    """Return the characters that the page itself holds: PDFium's own blanks are guesses."""
    count = min(pdfium.FPDFText_CountChars(text), _MAX_CHARS)
    signs: list[_Sign] = []
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    looks: dict[int, tuple[float, bool, int]] = {}
    half = ""
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        if 0xD800 <= code < 0xDC00:
            half = chr(code)
            continue
        char = _character(code, half)
        half = ""
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        place = (box.left, box.bottom, box.right, box.top)
        if not all(map(math.isfinite, (*place, x.value, y.value))):
            place, x.value, y.value = (0.0, 0.0, 0.0, 0.0), 0.0, 0.0
        run = pdfium.FPDFText_GetTextObject(text, index)
        key = ctypes.addressof(run.contents) if run else 0
        look = looks.get(key)
        if look is None:
            look = looks[key] = _look(text, index, run)
        signs.append(_Sign(char, place, (x.value, y.value), *look, index, key))
    return signs


def _character(code: int, half: str) -> str:
    """Return the character of a code; U+FFFD for one without a meaning."""
    if code in (0x02, 0xFFFE):  # PDFium's mark for a hyphen at the end of a line
        return "-"
    if half and 0xDC00 <= code < 0xE000:
        return (half + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16")
    if 0 < code < 0xD800 or 0xE000 <= code <= 0x10FFFF:
        return chr(code) if code >= 32 else " "
    return "\ufffd"


def _look(text: Any, index: int, run: Any) -> tuple[float, bool, int]:
    """Return type size, boldness and direction of the run that a character stands in."""
    matrix = pdfium.FS_MATRIX()
    scale, angle = 1.0, 0
    if pdfium.FPDFText_GetMatrix(text, index, matrix):
        # Many writers use size 1 and a matrix.
        size = (matrix.b**2 + matrix.d**2) ** 0.5
        if math.isfinite(size) and 0.01 < size < 1000:
            scale = size
            turn = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
            nearest = round(turn / 90) * 90
            angle = nearest % 360 if abs(turn - nearest) < 8 else -1
    size = pdfium.FPDFText_GetFontSize(text, index) * scale
    size = round(size, 1) if math.isfinite(size) and 0 < size < 10_000 else 0.0
    return size, _is_bold(text, index, run), angle


def _is_bold(text: Any, index: int, run: Any) -> bool:
    if pdfium.FPDFText_GetFontWeight(text, index) >= 600:
        return True
    name = ctypes.create_string_buffer(200)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, index, name, 200, flags)
    if flags.value & _FORCE_BOLD or _BOLD_NAME.search(name.value):
        return True
    # Word thickens a font without a bold cut by its outline.
    mode = pdfium.FPDFTextObj_GetTextRenderMode(run) if run else 0
    return bool(mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE)


# Ruled lines and images -----------------------------------------------------------------------


def _objects(
    page: Any, view: _View, ink: int, images: _Images
) -> tuple[list[Rule], list[Piece], int]:
    """Return the ruled lines and images of a page, and how many images could not be taken."""
    rules: list[Rule] = []
    pictures: list[Piece] = []
    left_out = 0
    with contextlib.suppress(pypdfium2.PdfiumError):
        kinds = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE)
        for number, item in enumerate(page.get_objects(kinds, max_depth=4)):
            if number >= _MAX_OBJECTS:
                break
            if item.type == pdfium.FPDF_PAGEOBJ_PATH:
                if len(rules) < _MAX_RULES:
                    rules += _rules(item, view)
                continue
            place = view.span(*_bounds(item))
            wide, high = place[2] - place[0], place[3] - place[1]
            if min(wide, high) < _SMALL_IMAGE:
                continue
            covers = wide * high > _PAGE_SHARE * view.width * view.height
            if covers and ink >= _RECOGNISED:
                continue
            name = images.save(item)
            if name:
                pictures.append(Piece(name, place[0], place[2], place[3], kind="image"))
            else:
                left_out += 1
    return rules, pictures, left_out


def _bounds(item: Any) -> tuple[float, float, float, float]:
    edges = tuple(float(value) for value in item.get_bounds())
    if not all(math.isfinite(edge) and abs(edge) < 1e6 for edge in edges):
        return 0.0, 0.0, 0.0, 0.0
    return edges[0], edges[1], edges[2], edges[3]


def _rules(item: Any, view: _View) -> list[Rule]:
    """Return the level and upright lines of a path."""
    count = pdfium.FPDFPath_CountSegments(item.raw)
    if not 2 <= count <= _MAX_RULES:
        return []
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item.raw, matrix)
    points: list[tuple[float, float] | None] = []
    start: tuple[float, float] | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item.raw, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            return []
        place = view.point(
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if not all(math.isfinite(value) and abs(value) < 1e5 for value in place):
            return []
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            points.append(None)
            start = place
        elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            points.append(None)
        points.append(place)
        if start is not None and pdfium.FPDFPathSegment_GetClose(segment):
            points.append(start)
    found = []
    for first, second in pairwise(points):
        if first is None or second is None:
            continue
        (x0, y0), (x1, y1) = first, second
        if abs(y1 - y0) < 0.5 and abs(x1 - x0) > _SHORT_RULE:
            found.append(Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2))
        elif abs(x1 - x0) < 0.5 and abs(y1 - y0) > _SHORT_RULE:
            found.append(Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1))
    return found


class _Images:
    """Writes the images of a document to a folder, each once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[int, str] = {}
        self._bytes = 0

    def save(self, item: Any) -> str:
        """Write an image and return its file's name; nothing when it cannot be taken."""
        if len(self._names) >= _MAX_IMAGES or self._bytes > _MAX_IMAGE_BYTES:
            return ""
        try:
            content = _jpeg(item) or _png(item)
        except (pypdfium2.PdfiumError, ValueError, MemoryError, OverflowError):
            return ""
        if not content:
            return ""
        key = zlib.crc32(content) << 32 | len(content)
        if key not in self._names:
            name = f"picture-{len(self._names) + 1}"
            (self._folder / name).write_bytes(content)
            self._names[key] = name
            self._bytes += len(content)
        return self._names[key]


def _jpeg(item: Any) -> bytes:
    """Return the bytes of an image that is stored as a JPEG which browsers show."""
    if item.get_filters()[-1:] != ["DCTDecode"]:
        return b""
    content = bytes(item.get_data(decode_simple=True))
    # Browsers invert four-colour pictures: these are drawn anew.
    return content if content.startswith(b"\xff\xd8\xff") and not _four_colours(content) else b""


def _four_colours(content: bytes) -> bool:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        if 0xC0 <= content[at + 1] <= 0xC2:
            return content[at + 9] == 4
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return False


def _png(item: Any) -> bytes:
    """Return an image as PDFium draws it, as PNG."""
    width, height = item.get_px_size()
    if not 0 < width * height <= _MAX_PIXELS:
        return b""
    bitmap = item.get_bitmap()
    step = {"BGR": 3, "BGRA": 4, "BGRx": 4, "L": 1}.get(bitmap.mode, 0)
    if not step or not 0 < bitmap.width * bitmap.height <= _MAX_PIXELS:
        return b""
    buffer = memoryview(bitmap.buffer).cast("B")
    colours = 1 if step == 1 else 4 if bitmap.mode == "BGRA" else 3
    packed = zlib.compressobj(6)
    body = b""
    for row in range(bitmap.height):
        line = bytes(buffer[row * bitmap.stride : row * bitmap.stride + bitmap.width * step])
        if step > 1:
            pixels = bytearray(bitmap.width * colours)
            for target, source in zip(range(colours), (2, 1, 0, 3), strict=False):
                pixels[target::colours] = line[source::step]
            line = bytes(pixels)
        body += packed.compress(b"\x00" + line)
    kind = {1: 0, 3: 2, 4: 6}[colours]
    head = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 8, kind, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", body + packed.flush()), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )
