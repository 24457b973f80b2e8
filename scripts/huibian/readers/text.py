"""Plain text and Markdown: bytes -> lines, with the encoding found from the bytes alone.

Tried in this order: byte-order marks, UTF-16 without a mark (it has NUL bytes), UTF-8,
GB18030 (which holds GBK and GB2312). Nothing is ever replaced: a byte that fits no encoding
is an error with its position.
"""

from __future__ import annotations

import codecs
import re

from huibian.diagnostics import fail
from huibian.model import PLAIN, Line, LineStyle, is_blank

_NEW_PAGE = LineStyle(page_break=True)  # after a form feed
_LINE_END = re.compile(r"\r\n|\n|\r")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: A text has hardly any control characters; a tenth of a percent is generous.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
#: Below this share of everyday characters, "GB18030" is a wrong guess (Big5 gives about 0.3).
_EVERYDAY_SHARE = 0.7


def decode_lines(data: bytes, shown: str) -> tuple[tuple[Line, ...], str]:
    """Return the lines (numbered from 1) and the encoding's name.

    ``shown`` is the path for messages. Raises HB101 (no visible character), HB102 (binary),
    HB103 (unknown encoding).
    """
    text, encoding = _decode(data, shown)
    if all(is_blank(char) for char in set(text)):
        raise fail("HB101", path=shown)
    parts = _LINE_END.split(text)
    if parts and parts[-1] == "":
        parts.pop()
    above = ["", *parts]
    return tuple(
        Line(number, part, _NEW_PAGE if part[:1] == "\f" or one[-1:] == "\f" else PLAIN)
        for number, (one, part) in enumerate(zip(above, parts, strict=False), 1)
    ), encoding


def _decode(data: bytes, shown: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                marked = data.decode(encoding)
            except UnicodeDecodeError as error:
                raise fail("HB103", path=shown, at=error.start + 1, guess="") from error
            _refuse_binary(marked, shown)
            return marked, encoding
    if b"\x00" in data:
        for encoding in ("utf-16-le", "utf-16-be"):
            text = _plausible(data, encoding)
            if text is not None:
                return text, encoding
        raise fail("HB102", path=shown, reason="含有二进制数据")
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
    raise fail("HB103", path=shown, at=at + 1, guess=_guess(data))


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
