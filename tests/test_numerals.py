from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huibian.numerals import number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3), ("３", 3), ("０７", 7), ("24", 24), ("三", 3), ("十", 10), ("十二", 12),
        ("二十", 20), ("二十四", 24), ("两百", 200), ("一百零五", 105), ("一百一十", 110),
        ("百", 100), ("一千零一", 1001), ("九千九百九十九", 9999), ("二〇二三", 2023), ("〇", 0),
        ("零", 0), ("9999", 9999),
    ],
)  # fmt: skip
def test_numbers(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "甲", "3a", "-3", "3.5", "十百", "十十", "百千", "12345", "三甲", "9" * 5000, "²", "٣"],
)
def test_no_numbers(text: str) -> None:
    assert number(text) is None


@given(st.integers(1, 9999))
def test_what_people_write_reads_back(value: int) -> None:
    digits, units = "零一二三四五六七八九", ["", "十", "百", "千"]
    places = [int(digit) for digit in str(value)]
    text = "".join(
        digits[digit] + units[len(places) - 1 - at] if digit else "零"
        for at, digit in enumerate(places)
    )
    assert number(text) == value
    assert number(str(value)) == value


@given(st.text(alphabet="零一二三四五六七八九十百千万0１甲", max_size=8))
def test_never_crashes_and_stays_in_range(text: str) -> None:
    value = number(text)
    assert value is None or 0 <= value < 10_000
