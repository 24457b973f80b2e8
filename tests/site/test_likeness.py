"""How alike texts are worded."""

from __future__ import annotations

import pytest

from huibian.site.likeness import Likeness, places


def alike(*texts: str) -> dict[tuple[int, int], float]:
    found = Likeness(texts)
    return {
        divmod(int(pair), len(texts)): float(value)
        for block in found.blocks()
        for pair, value in zip(*found.pairs(*block), strict=True)
    }


def test_the_same_words_are_wholly_alike_and_others_not_at_all() -> None:
    found = alike("渠长巡河", "渠长巡河", "窗口办件", "无关")
    assert found == {(0, 1): pytest.approx(1), (1, 0): pytest.approx(1)}


def test_bigrams_stop_at_punctuation_and_take_no_case() -> None:
    assert set(alike("一网，通办", "网通", "ABc", "xbC", "山")) == {(2, 3), (3, 2)}


def test_what_all_texts_have_tells_nothing() -> None:
    assert alike("经验", "经验", "经验") == {}
    assert alike() == {} and alike("", "") == {} and alike("独一篇") == {}


def test_places_in_runs() -> None:
    import numpy as np

    assert places(np.array([3, 3, 5, 7, 7, 7])).tolist() == [0, 1, 0, 0, 1, 2]
    assert places(np.array([], dtype=np.int64)).tolist() == []
