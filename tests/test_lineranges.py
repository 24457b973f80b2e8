from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huibian.lineranges import format_ranges, parse_ranges, ranges_of
from huibian.model import LineRange


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("7", [(7, 7)]), ("7-13", [(7, 13)]), ("7-13, 20", [(7, 13), (20, 20)]),
        ("20,7-13", [(20, 20), (7, 13)]), ("7–13", [(7, 13)]), ("7，9", [(7, 7), (9, 9)]),
        (" 7 - 13 ", [(7, 13)]),
    ],
)  # fmt: skip
def test_parse(text: str, ranges: list[tuple[int, int]]) -> None:
    assert parse_ranges(text) == tuple(LineRange(*one) for one in ranges)


@pytest.mark.parametrize(
    "text", ["", "-", "a", "7-", "-7", "13-7", "0", "0-3", "1-2-3", "7,", "1.5"]
)
def test_parse_refuses(text: str) -> None:
    with pytest.raises(ValueError):
        parse_ranges(text)


@given(st.lists(st.integers(1, 60)))
def test_ranges_of_keeps_lines_and_order(lines: list[int]) -> None:
    ranges = ranges_of(lines)
    assert [n for one in ranges for n in range(one.first, one.last + 1)] == lines
    assert not lines or parse_ranges(format_ranges(ranges)) == ranges


def test_contains() -> None:
    assert 7 in LineRange(7, 9) and 9 in LineRange(7, 9)
    assert 10 not in LineRange(7, 9) and "8" not in LineRange(7, 9)
