"""jieba's dictionary: the part of it that a few texts need cuts them as the whole of it does."""

from __future__ import annotations

import marshal
import subprocess
import sys
import tempfile
from itertools import count
from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huibian import dictionary
from huibian.site.search import words

TITLES = [
    "以“三抓”促“三提升”",
    "一网通办App在2024年的做法",
    "渠长巡渠记",
    "𠀀龘",
    "",
    "最多跑一次改革",
    "AT&T与C++ ]^-[\\",
]


def cuts(tokenizer: jieba.Tokenizer, texts: list[str]) -> list[list[list[str]]]:
    return [[list(tokenizer.cut(text, HMM=hmm)) for hmm in (True, False)] for text in texts]


@pytest.fixture(scope="module")
def whole() -> jieba.Tokenizer:
    made = jieba.Tokenizer()
    made.initialize()
    return made


def test_a_few_texts_are_cut_as_by_the_whole_dictionary(whole: jieba.Tokenizer) -> None:
    assert cuts(dictionary._part(TITLES), TITLES) == cuts(whole, TITLES)
    # one by one there are fewer words to mistake for these
    for title in TITLES:
        assert cuts(dictionary._part([title]), [title]) == cuts(whole, [title])


@given(st.lists(st.text("最多跑一次改革以三抓促提升乡村治理 ，2A", max_size=30), max_size=4))
def test_any_texts_are(whole: jieba.Tokenizer, texts: list[str]) -> None:
    assert cuts(dictionary._part(texts), texts) == cuts(whole, texts)


def test_the_sum_of_all_counts_is_the_dictionarys(whole: jieba.Tokenizer) -> None:
    assert dictionary._TOTALS[jieba.__version__] == whole.total
    assert dictionary._part(["最多"]).total == whole.total


def test_another_versions_counts_are_added_up(
    whole: jieba.Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dictionary, "_TOTALS", {})
    assert dictionary._part(["最多"]).total == whole.total


def test_it_is_loaded_for_many_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary, "is_loaded", lambda: False)
    monkeypatch.setattr(dictionary, "_looked_through", count(1))
    assert dictionary.tokenizer_of(TITLES) is not dictionary.tokenizer()
    assert dictionary.tokenizer_of(TITLES * 9) is dictionary.tokenizer()
    for _ in range(dictionary._FEW):
        dictionary.tokenizer_of(["一"])
    assert dictionary.tokenizer_of(["一"]) is dictionary.tokenizer()


def test_words_of_a_few_titles_are_those_of_many(
    whole: jieba.Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = [
        sorted({word for word in whole.cut(title, HMM=False) if words._WORD.match(word)})
        for title in TITLES
    ]
    assert words.titles(TITLES) == expected
    monkeypatch.setattr(dictionary, "is_loaded", lambda: False)
    monkeypatch.setattr(dictionary, "_looked_through", count(1))
    assert words.titles(TITLES) == expected


def test_titles_words_are_told_without_repetition() -> None:
    assert words.titles(["最多跑一次，跑一次"]) == [["一次"]]
    assert words.titles([]) == []


def test_setuptools_is_not_loaded_and_can_be_later() -> None:
    code = (
        "import sys; from huibian import dictionary; dictionary._jieba();"
        "assert 'pkg_resources' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_jieba_left_is_taken_in_one_piece(
    whole: jieba.Tokenizer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made = jieba.Tokenizer()
    assert not dictionary._from_cache(made)  # nothing there
    made.initialize()  # leaves it
    again = jieba.Tokenizer()
    assert dictionary._from_cache(again) and again.initialized
    assert (again.FREQ, again.total) == (whole.FREQ, whole.total)
    assert cuts(again, TITLES) == cuts(whole, TITLES)


@pytest.mark.parametrize(
    "spoiled", [b"", b"\xff\x00", marshal.dumps(7), marshal.dumps(([], 1)), marshal.dumps(({}, ""))]
)
def test_a_spoiled_cache_is_not_taken(
    spoiled: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "jieba.cache").write_bytes(spoiled)
    assert not dictionary._from_cache(jieba.Tokenizer())
