"""The numbers of characters: each its own, common ones low."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import jieba
import numpy as np

from huibian.site.search import words
from huibian.site.search.alphabet import ALPHABET, CODE_OF, UNIT_OF
from huibian.site.search.folding import UNITS

TITLES = [
    "以“三抓”促“三提升”",
    "一网通办App在2024年的做法",
    "渠长巡渠记",
    "𠀀龘",
    "",
    "最多跑一次改革",
]


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


def test_a_few_titles_are_cut_as_many_are() -> None:
    few = jieba.Tokenizer()
    few.initialize()
    expected = [
        sorted({word for word in few.cut(title, HMM=False) if words._WORD.match(word)})
        for title in TITLES
    ]
    tokenizer = words._tokenizer(TITLES)
    assert [
        sorted({word for word in tokenizer.cut(title, HMM=False) if words._WORD.match(word)})
        for title in TITLES
    ] == expected
    assert words.titles(TITLES) == expected
