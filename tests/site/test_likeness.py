"""How alike texts are worded."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huibian.site import likeness
from huibian.site.likeness import Array, Likeness, count, places


def alike(*texts: str) -> dict[tuple[int, int], float]:
    found = Likeness(count(texts))
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
    assert places(np.array([3, 3, 5, 7, 7, 7])).tolist() == [0, 1, 0, 0, 1, 2]
    assert places(np.array([], dtype=np.int64)).tolist() == []


WORDS = st.lists(st.text("河长巡a，A", max_size=6), max_size=8)


@given(WORDS, WORDS, WORDS, WORDS)
def test_counting_on_is_counting_all(
    before: list[str], behind: list[str], old: list[str], new: list[str]
) -> None:
    was, now = [*before, *old, *behind], [*before, *new, *behind]
    assert count(was).now(now).texts == now
    assert count(was).now(now).packed.tolist() == count(now).packed.tolist()


def test_what_stays_is_not_counted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    real = likeness._packed

    def packed(texts: list[str], first: int) -> Array:
        asked.append(len(texts))
        return real(texts, first)

    monkeypatch.setattr(likeness, "_packed", packed)
    texts = [f"第{number}篇" for number in range(40)]
    count(texts).now([*texts[:20], "加了一篇", *texts[20:]])
    assert asked == [40, 1]
