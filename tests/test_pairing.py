"""Which article of a new version is which one of the version before."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

import samples
from huibian.pairing import Version, pair

ARTICLES = [
    Version(one.title, "\n".join(one.lines))
    for one in (samples.article(random.Random(seed), 6, "chinese") for seed in range(6))
]


def test_titles_decide_where_they_stand_once() -> None:
    now = [Version(one.title, "另外的文字。" * 9) for one in reversed(ARTICLES[:3])]
    assert pair(ARTICLES[:3], now) == [2, 1, 0]


def test_a_new_title_is_found_by_its_text() -> None:
    now = [*ARTICLES]
    now[2] = Version("换了题目", ARTICLES[2].text.replace("逐户登记诉求", "挨家登记诉求"))
    assert pair(ARTICLES, now) == [0, 1, 2, 3, 4, 5]


def test_inserted_and_removed_articles_take_no_others_place() -> None:
    new = Version("新的一篇", samples.paragraph(random.Random(99), 20))
    assert pair(ARTICLES[:3], [ARTICLES[0], new, ARTICLES[2]]) == [0, None, 2]


def test_articles_of_the_same_title_are_told_apart_by_their_text() -> None:
    before = [Version("工作总结", one.text) for one in ARTICLES]
    assert pair(before, before[::-1]) == [5, 4, 3, 2, 1, 0]


def test_without_texts_the_same_titles_go_in_their_order() -> None:
    before = [Version("工作总结", ""), Version("工作总结", "")]
    assert pair(before, before) == [0, 1]


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)), st.sets(st.integers(0, 5)))
def test_any_order_with_some_renamed_and_some_removed(
    order: list[int], renamed: set[int], removed: set[int]
) -> None:
    kept = [at for at in order if at not in removed]
    now = [
        Version(f"新题 {at}", ARTICLES[at].text) if at in renamed else ARTICLES[at] for at in kept
    ]
    assert pair(ARTICLES, now) == kept
