"""Nesting: numbers of titles and of headings in one style are told apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huibian.stages.boundaries.nesting import nested_titles


def titles_of(values: list[int], worth: list[float] | None = None) -> list[int]:
    return nested_titles(values, worth or [1.0] * len(values))


def test_headings_that_start_again_below_each_title() -> None:
    assert titles_of([1, 1, 2, 3, 2, 1, 2, 3, 1, 2]) == [0, 4, 7]


def test_a_plain_run_has_no_nested_reading() -> None:
    assert titles_of([1, 2, 3, 4, 5]) == []


def test_one_embedded_list_is_no_nesting() -> None:
    assert titles_of([1, 2, 1, 2, 3, 3, 4]) == []


def test_few_headings_in_a_long_run_of_titles() -> None:
    assert titles_of([1, 2, 3, 1, 2, 4, 5, 6, 7, 8, 9]) == [0, 1, 2, 5, 6, 7, 8, 9, 10]


def test_numbers_without_order_have_no_reading() -> None:
    assert titles_of([7, 3, 9, 1, 4, 4, 2, 8]) == []


def test_nothing() -> None:
    assert nested_titles([], []) == []


@given(st.lists(st.integers(1, 3), min_size=5, max_size=40))
def test_every_article_with_headings_is_found(sizes: list[int]) -> None:
    """Titles are worth a little more than headings, as their likeness says.

    (A last article with as many headings as there are titles could end with one title more.)
    """
    values: list[int] = []
    worth: list[float] = []
    places = []
    for number, size in enumerate(sizes, 1):
        places.append(len(values))
        values += [number, *range(1, size + 1)]
        worth += [1.5, *[0.7] * size]
    assert titles_of(values, worth) == places


@given(st.lists(st.one_of(st.none(), st.integers(0, 50)), max_size=400))
def test_any_numbers(values: list[int | None]) -> None:
    places = nested_titles(values, [1.0] * len(values))
    assert [values[at] for at in places] == list(range(1, len(places) + 1))
