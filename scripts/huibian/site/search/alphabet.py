"""A number for every UTF-16 unit, the same in every library.

Were characters numbered by how often a library holds them, one changed article could number all
anew. ``characters.txt`` has the ideographs of GB 2312 by the frequency of the words of jieba's
dictionary that they stand in; marks, figures and letters are put in here; all other ideographs of
the basic block follow, then everything else, by code point. The first 192 numbers take one byte
in a text, the next 16,128 two (``pieces``). The engine gets ``ALPHABET`` and derives the rest.
"""

from __future__ import annotations

from importlib import resources

import numpy as np
from numpy.typing import NDArray

from huibian.site.search.folding import UNITS

#: Most common in texts of this kind, as they are shown and as they are compared.
_MARKS = "，。、0123456789“”：；（）《》 x%.-·？！—…‘’,\"'():;?!"
_BYTE = 192
_LETTERS = "".join(map(chr, range(0x21, 0x7F)))
_BASIC = range(0x4E00, 0xA000)
#: Rows of GB 2312 that hold symbols and letters of other scripts.
_ROWS = range(0xA1, 0xAA)
_CELLS = range(0xA1, 0xFF)


def _alphabet() -> str:
    """Return the characters that are numbered by frequency, from 1 on."""
    data = resources.files(__package__).joinpath("characters.txt").read_text(encoding="utf-8")
    common = data.replace("\n", "")
    symbols = "".join(
        bytes((row, cell)).decode("gb2312", "ignore") for row in _ROWS for cell in _CELLS
    )
    front = _BYTE - 1 - len(_MARKS)
    ordered = (_MARKS, common[:front], _LETTERS, common[front:], symbols)
    return "".join(dict.fromkeys("".join(ordered)))


ALPHABET = _alphabet()


def _numbers() -> NDArray[np.uint16]:
    """Return the unit of each number: 0 is the line feed, which parts blocks."""
    first = np.array([ord(char) for char in "\n" + ALPHABET], dtype=np.uint16)
    every = np.arange(UNITS)
    left = np.ones(UNITS, dtype=bool)
    left[first] = False
    basic = (every >= _BASIC.start) & (every < _BASIC.stop)
    rest = np.concatenate([every[left & basic], every[left & ~basic]]).astype(np.uint16)
    return np.concatenate([first, rest])


#: The unit of each number, and the number of each unit.
UNIT_OF = _numbers()
CODE_OF = np.empty(UNITS, dtype=np.uint16)
CODE_OF[UNIT_OF] = np.arange(UNITS)
