"""Plain text and Markdown: bytes -> lines, with the encoding found from the bytes alone.

Tried in this order: byte-order marks, UTF-16 without a mark (it has NUL bytes), UTF-8,
GB18030 (which holds GBK and GB2312). Nothing is ever replaced: bytes that do not fit the encoding
are an error that names their lines. Stray NULs are taken out with a warning.
"""

from __future__ import annotations

import codecs
import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from huibian.diagnostics import Diagnostic, HuibianError, diagnostic, fail
from huibian.lineranges import format_ranges, ranges_of
from huibian.model import PLAIN, LineStyle, is_blank
from huibian.readers.reading import Draft, Reading, check_count, finish

_NEW_PAGE = LineStyle(page_break=True)  # after a form feed
_LINE_END = re.compile(r"\r\n|\n|\r")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Bytes that do not fit an encoding, as ``_decoded_around`` shows them.
_MISFIT = re.compile("[\ud800-\udfff]+")
#: A text has hardly any control characters; a tenth of a percent is generous.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
#: Below this share of everyday characters, "GB18030" is a wrong guess (Big5 gives about 0.3).
_EVERYDAY_SHARE = 0.7


class Decoded(NamedTuple):
    """A text, the name of its encoding, and what a person should know about it."""

    text: str
    encoding: str
    findings: tuple[Diagnostic, ...] = ()


def read(data: bytes, shown: str) -> Reading:
    """Read a text; ``shown`` is the path for messages. Raises what ``decode`` raises."""
    decoded = decode(data, shown)
    parts = _LINE_END.split(decoded.text)
    if parts and parts[-1] == "":
        parts.pop()
    check_count(parts, shown)
    drafts = [
        Draft(part, _NEW_PAGE if part[:1] == "\f" or above[-1:] == "\f" else PLAIN)
        for above, part in itertools.pairwise(["", *parts])
    ]
    return finish(drafts, shown, encoding=decoded.encoding, findings=decoded.findings)


def decode(data: bytes, shown: str) -> Decoded:
    """Return the text of bytes whose encoding nobody names.

    Raises HB101 (no visible character), HB102 (binary), HB103 (unknown encoding), HB121 (an
    encoding is known, but some bytes of the file do not fit it).
    """
    text, encoding = _decode(data, shown)
    if all(map(is_blank, text)):
        raise fail("HB101", path=shown)
    return without_nul(text, encoding, shown)


def without_nul(text: str, encoding: str, shown: str) -> Decoded:
    """Take out NUL characters, which no text has; a finding (HB120) says where they stood."""
    if "\x00" not in text:
        return Decoded(text, encoding)
    lines = _LINE_END.split(text)
    places = [number for number, line in enumerate(lines, 1) if "\x00" in line]
    where = _places(places)
    found = diagnostic("HB120", path=shown, line=places[0], count=text.count("\x00"), where=where)
    return Decoded(text.replace("\x00", ""), encoding, (found,))


def _places(lines: Sequence[int]) -> str:
    """Return line numbers for a message, the first ten of them."""
    more = " 等" if len(lines) > 10 else ""
    return format_ranges(ranges_of(lines[:10])) + more


def _decode(data: bytes, shown: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                marked = data.decode(encoding)
            except UnicodeDecodeError as error:
                bare = encoding.removesuffix("-sig")
                raise _broken(data, [bare], shown) or fail(
                    "HB103", path=shown, at=error.start + 1, guess=""
                ) from error
            _refuse_binary(marked, shown)
            return marked, encoding
    stray = 0 < data.count(b"\x00") <= max(2, len(data) // 100)
    if b"\x00" in data:
        # Chinese text in UTF-16 without line ends has few NUL bytes, too, but is no UTF-8.
        wide = ("utf-16-le", "utf-16-be")
        for encoding in ("utf-8", *wide) if stray else wide:
            text = _plausible(data, encoding)
            if text is not None:
                _refuse_binary(text, shown)
                return text, encoding
        if not stray:
            raise _broken(data, wide, shown) or fail("HB102", path=shown, reason="含有二进制数据")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start
    else:
        _refuse_binary(text, shown)
        return text, "utf-8"
    text_or_none = _plausible(data, "gb18030")
    if text_or_none is not None:
        _refuse_binary(text_or_none, shown)
        return text_or_none, "gb18030"
    if len(_CONTROL.findall(data.decode("latin-1"))) > len(data) // 100:
        raise fail("HB102", path=shown, reason="含有二进制数据")
    raise _broken(data, ("utf-8", "gb18030"), shown) or fail(
        "HB103", path=shown, at=at + 1, guess=_guess(data)
    )


def _broken(data: bytes, encodings: Sequence[str], shown: str) -> HuibianError | None:
    """Return HB121 when all but a few bytes fit an encoding, None when there is no such."""
    best: tuple[int, str, str] | None = None
    for encoding in encodings:
        text = _decoded_around(data, encoding)
        count = len(_MISFIT.findall(text))
        ink = [x for x in text[:200_000] if x > "\x7f" and not (is_blank(x) or _MISFIT.match(x))]
        everyday = ink and sum(map(_everyday, ink)) >= _EVERYDAY_SHARE * len(ink)
        few = 0 < count <= max(3, len(ink) // 20)
        if everyday and few and (best is None or count < best[0]):
            best = count, encoding, text
    if best is None:
        return None
    count, encoding, text = best
    name = {"gb18030": "GBK（GB18030）"}.get(encoding, encoding.upper())
    lines = [n for n, line in enumerate(_LINE_END.split(text), 1) if _MISFIT.search(line)]
    return fail(
        "HB121", path=shown, line=lines[0], count=count, where=_places(lines), encoding=name
    )


def _decoded_around(data: bytes, encoding: str) -> str:
    """Decode what fits; where bytes do not, lone surrogates stand, which no text has."""
    if encoding.startswith("utf-16"):
        text = data[: len(data) // 2 * 2].decode(encoding, "surrogatepass")
        return text + "\ud800" * (len(data) % 2)
    try:
        return data.decode(encoding, "surrogateescape")
    except UnicodeDecodeError:
        return ""


def _refuse_binary(text: str, shown: str) -> None:
    if len(_CONTROL.findall(text)) > max(8, len(text) // 1000):
        raise fail("HB102", path=shown, reason="含有大量控制字符")


def _plausible(data: bytes, encoding: str) -> str | None:
    """Return the text if the bytes decode and most characters beyond ASCII are everyday ones."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    sample = [char for char in text[:200_000] if not is_blank(char)]
    beyond = [char for char in sample if char > "\x7f"]
    if encoding.startswith("utf-16") and not beyond:
        return text if all("\x1f" < char < "\x7f" for char in sample) else None
    everyday = sum(map(_everyday, beyond))
    return text if everyday >= _EVERYDAY_SHARE * len(beyond) else None


def _everyday(char: str) -> bool:
    """Say whether a character is in rows 1–9 (signs) or 16–55 (common Hanzi) of GB 2312-80."""
    try:
        first = char.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return 0xA1 <= first <= 0xA9 or 0xB0 <= first <= 0xD7


def _guess(data: bytes) -> str:
    """Return ``，可能是 big5`` for the message, or nothing; slow, only for errors."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:50_000]).best()
    return f"，可能是 {best.encoding}" if best is not None else ""
