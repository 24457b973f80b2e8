"""The rules that the search's table of folded characters follows.

Width and compatibility forms by Unicode's NFKC, letter case, quotation marks, white space, and
traditional for simplified characters by OpenCC's table (``t2s``).
"""

from __future__ import annotations

import unicodedata

from opencc import OpenCC

#: Quotation marks of every face stand for the plain ones.
_QUOTES = {**dict.fromkeys("“”„‟〝〞〟「」『』«»", '"'), **dict.fromkeys("‘’‚‛", "'")}
#: In the simplified standard, but hardly ever in a simplified text other than as 后 and 于.
_VARIANTS = "後於"
_IDEOGRAPHS = range(0x3400, 0xA000)
_UNITS = 0x10000


def table() -> dict[int, str]:
    """Return for each UTF-16 unit that is folded what it becomes.

    A traditional character is folded only when the simplified standard (GB 2312) lacks it: 乾 or
    徵 are words of simplified texts too, and 乾隆 must not find 干隆.
    """
    simplified = _simplified()
    folded = {}
    for code in range(_UNITS):
        if 0xD800 <= code < 0xE000:  # halves of characters beyond the first plane
            continue
        result = _fold(chr(code), simplified)
        if result != chr(code):
            folded[code] = result
    return folded


def _fold(char: str, simplified: dict[str, str]) -> str:
    for _ in range(4):  # ４ -> 4; Ａ -> A -> a; ﹁ -> 「 -> "
        before = char
        if char.isspace():
            return " "
        for result in (
            _QUOTES.get(char, char),
            unicodedata.normalize("NFKC", char),
            char.lower(),
            simplified.get(char, char),
        ):
            if result != char and len(result) == 1 and ord(result) < _UNITS:
                char = result
                break
        if char == before:
            break
    return char


def _simplified() -> dict[str, str]:
    """Return the traditional characters with their simplified ones."""
    traditional = "\n".join(map(chr, _IDEOGRAPHS))
    pairs = zip(
        traditional.split("\n"), OpenCC("t2s").convert(traditional).split("\n"), strict=True
    )
    return {a: b for a, b in pairs if a != b and len(b) == 1 and not _is_standard(a)}


def _is_standard(char: str) -> bool:
    if char in _VARIANTS:
        return False
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
