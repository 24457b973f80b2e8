"""Which characters count as the same when people search.

Width, letter case, quotation marks, white space, and traditional for simplified characters: one
table of single UTF-16 units, so folded text has the length of the text and marks stand right.
The browser gets this table as data and has none of its own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray
from opencc import OpenCC

from huibian.model import INVISIBLE

#: Quotation marks of every face stand for the plain ones.
_QUOTES = {**dict.fromkeys("“”„‟〝〞〟「」『』«»", '"'), **dict.fromkeys("‘’‚‛", "'")}
#: In the simplified standard, but hardly ever in a simplified text other than as 后 and 于.
_VARIANTS = "後於"
_IDEOGRAPHS = range(0x3400, 0xA000)
#: How many UTF-16 units there are.
UNITS = 0x10000
_SPACES = re.compile(r" +")
#: What leaves no trace on a page and would part a word unseen.
DROPPED = "".join(sorted(INVISIBLE))
_DROP = re.compile(f"[{re.escape(DROPPED)}]")


@cache
def table() -> dict[int, str]:
    """Return for each UTF-16 unit that is folded what it becomes (for ``str.translate``).

    A traditional character is folded only when the simplified standard (GB 2312) lacks it: 乾 or
    徵 are words of simplified texts too, and 乾隆 must not find 干隆.
    """
    simplified = _simplified()
    folded = {}
    for code in range(UNITS):
        if 0xD800 <= code < 0xE000:  # halves of characters beyond the first plane
            continue
        char = chr(code)
        result = _fold(char, simplified)
        if result != char:
            folded[code] = result
    return folded


def fold(text: str) -> str:
    """Return the text as it is compared; of the same length."""
    return text.translate(table())


def units(text: str) -> NDArray[np.uint16]:
    """Return the text's UTF-16 units."""
    return np.frombuffer(text.encode("utf-16-le"), dtype="<u2")


@cache
def unit_table() -> NDArray[np.uint16]:
    """Return what each UTF-16 unit is compared as; line feeds, which part blocks, stay."""
    every = np.arange(UNITS, dtype=np.uint16)
    for code, char in table().items():
        every[code] = ord(char)
    every[ord("\n")] = ord("\n")
    every.flags.writeable = False
    return every


def tidy(text: str) -> str:
    """Return the text as it is shown: white space as one space each, nothing invisible."""
    return " ".join(_DROP.sub("", text).split())


def fold_query(text: str) -> str:
    """Return a word or phrase as the engine compares it."""
    return _SPACES.sub(" ", fold(_DROP.sub("", text))).strip(" ")


def by_sound(title: str) -> bytes:
    """Return a key that sorts titles as Chinese readers expect: common characters by sound."""
    return fold(title).lstrip("\"'《 ").encode("gb18030", "surrogatepass")


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
            if result != char and len(result) == 1 and ord(result) < UNITS:
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
