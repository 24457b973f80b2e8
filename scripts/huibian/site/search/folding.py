"""Which characters count as the same when people search.

Width, letter case, quotation marks, white space, and traditional for simplified characters: one
table of single UTF-16 units, so folded text has the length of the text and marks stand right. It
is data (``folding.txt``), since to work it out takes as long as a small change of the index; a
test holds it to its rules. The browser gets this table as data and has none of its own.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from huibian.model import INVISIBLE

#: How many UTF-16 units there are.
UNITS = 0x10000
_SPACES = re.compile(r" +")
#: What leaves no trace on a page and would part a word unseen.
DROPPED = "".join(sorted(INVISIBLE))
_DROP = re.compile(f"[{re.escape(DROPPED)}]")


@cache
def table() -> dict[int, str]:
    """Return for each UTF-16 unit that is folded what it becomes (for ``str.translate``)."""
    data = resources.files(__package__).joinpath("folding.txt").read_text(encoding="ascii")
    folded = {}
    for line in data.splitlines():
        if not line.startswith("#"):
            becomes, *folds = (int(code, 16) for code in line.split())
            folded.update(dict.fromkeys(folds, chr(becomes)))
    return dict(sorted(folded.items()))


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
