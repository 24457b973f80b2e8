"""Sets PDF pages line by line at known places, so that what was joined can be told."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

canvas = pytest.importorskip("reportlab.pdfgen.canvas", reason="reportlab builds the test PDFs")
from PIL import Image  # noqa: E402
from reportlab.lib.pdfencrypt import StandardEncryption  # noqa: E402
from reportlab.lib.utils import ImageReader  # noqa: E402
from reportlab.pdfbase import pdfmetrics  # noqa: E402
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: E402

__all__ = ["Image", "ImageReader", "Para", "Set", "canvas", "flow", "pdf"]

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

WIDTH, HEIGHT = 595.0, 842.0
LEFT, TOP, BOTTOM = 90.0, 100.0, 760.0
SIZE, PITCH = 16.0, 28.0
COLUMNS = 26  # characters of a full line
RIGHT = LEFT + COLUMNS * SIZE


@dataclass(frozen=True)
class Set:
    """A piece of text at a place; ``y`` is the baseline from the top."""

    text: str
    x: float
    y: float
    size: float = SIZE
    bold: bool = False


@dataclass(frozen=True)
class Para:
    """A paragraph to set: wrapped at the column's width, or centred."""

    text: str
    indent: int = 2
    size: float = SIZE
    bold: bool = False
    centred: bool = False
    space: float = 0.0  # extra space above
    new_page: bool = False


def wrapped(text: str, first: int, count: int) -> list[str]:
    """Break as Chinese typesetting does: no closing sign starts a line."""
    lines = []
    room = count - first
    while text:
        cut = min(room, len(text))
        while 0 < cut < len(text) and text[cut] in "，。、；：”）？！":
            cut -= 1
        lines.append(text[:cut])
        text = text[cut:]
        room = count
    return lines


def flow(paragraphs: Sequence[Para]) -> list[list[Set]]:
    """Set the paragraphs on pages."""
    pages: list[list[Set]] = [[]]
    y = TOP
    for para in paragraphs:
        y += para.space
        if para.new_page:
            pages.append([])
            y = TOP
        count = int((RIGHT - LEFT) // para.size)
        indent = 0 if para.centred else para.indent
        for number, text in enumerate(wrapped(para.text, indent, count)):
            if y > BOTTOM:
                pages.append([])
                y = TOP
            x = LEFT + (indent * para.size if number == 0 else 0)
            if para.centred:
                x = (LEFT + RIGHT - len(text) * para.size) / 2
            pages[-1].append(Set(text, x, y, para.size, para.bold))
            y += PITCH * max(1.0, para.size / SIZE)
    return pages


def pdf(
    pages: Sequence[Sequence[Set]],
    password: str | None = None,
    outline: Sequence[tuple[int, str, int]] = (),
    images: Sequence[int] = (),
) -> bytes:
    """Return a PDF; ``outline`` is (page, title, level), ``images`` the pages with a picture."""
    stream = io.BytesIO()
    lock = StandardEncryption(password) if password is not None else None
    out = canvas.Canvas(stream, pagesize=(WIDTH, HEIGHT), encrypt=lock, invariant=True)
    for number, page in enumerate(pages, 1):
        for at, title, level in outline:
            if at == number:
                out.bookmarkPage(f"k{number}{title}")
                out.addOutlineEntry(title, f"k{number}{title}", level)
        if number in images:
            out.drawInlineImage(_picture(), 50, 50, 400, 600)
        for piece in page:
            text = out.beginText(piece.x, HEIGHT - piece.y)
            text.setFont("STSong-Light", piece.size)
            text.setTextRenderMode(2 if piece.bold else 0)
            text.textOut(piece.text)
            out.drawText(text)
        out.showPage()
    out.save()
    return stream.getvalue()


def _picture() -> object:
    return Image.new("RGB", (40, 60), (200, 200, 200))
