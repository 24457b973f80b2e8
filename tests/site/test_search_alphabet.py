"""The numbers of characters: each its own, common ones low."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import jieba
import numpy as np

from huibian.site.search.alphabet import ALPHABET, CODE_OF, UNIT_OF
from huibian.site.search.folding import UNITS


def test_every_unit_has_a_number_of_its_own() -> None:
    assert np.array_equal(np.sort(UNIT_OF), np.arange(UNITS))
    assert np.array_equal(UNIT_OF[CODE_OF], np.arange(UNITS))
    assert CODE_OF[ord("\n")] == 0


def test_ideographs_stand_by_the_frequency_of_their_words() -> None:
    counts: Counter[str] = Counter()
    for line in Path(jieba.__file__).with_name("dict.txt").read_text("utf-8").splitlines():
        word, count, _ = line.split(" ")
        for char in word:
            counts[char] += int(count)
    standard = {
        char
        for row in range(0xB0, 0xF8)
        for cell in range(0xA1, 0xFF)
        if (char := bytes((row, cell)).decode("gb2312", "ignore"))
    }
    own = [char for char in ALPHABET if char in standard]
    assert len(own) == len(set(own)) == len(standard) == 6763
    assert [counts[char] for char in own] == sorted(map(counts.__getitem__, own), reverse=True)
    assert max(CODE_OF[ord(char)] for char in "的一是，。“”0123456789") < 192
    assert max(CODE_OF[ord(char)] for char in standard) < 16_320
