"""Personal data: the examples in the data file, what holds for any number, hostile lines."""

from __future__ import annotations

import time
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from huibian.vocabulary.loading import built_in
from huibian.vocabulary.privacy import identity, load_privacy, luhn

PRIVACY = load_privacy()
ENTRIES: list[dict[str, Any]] = yaml.safe_load(built_in("privacy.yml"))
(CONTACT,) = [entry for entry in ENTRIES if "labels" in entry]
RULES = [entry for entry in ENTRIES if "labels" not in entry]


@pytest.mark.parametrize(
    ("name", "text", "masked"),
    [(entry["id"], *example) for entry in RULES for example in entry["examples"]],
)
def test_examples_are_found_and_masked(name: str, text: str, masked: str) -> None:
    assert {one.rule.id for one in PRIVACY.find(text)} == {name}
    assert PRIVACY.mask(text) == masked


@pytest.mark.parametrize("text", [text for entry in RULES for text in entry["counter_examples"]])
def test_counter_examples_stay(text: str) -> None:
    assert PRIVACY.find(text) == ()
    assert PRIVACY.mask(text) == text


@pytest.mark.parametrize("text", CONTACT["examples"])
def test_lines_that_are_only_contact(text: str) -> None:
    assert PRIVACY.only_contact(text)


@pytest.mark.parametrize("text", CONTACT["counter_examples"])
def test_lines_that_say_more(text: str) -> None:
    assert not PRIVACY.only_contact(text)


DIGITS = "0123456789"
MOBILES = st.builds("1{}{}".format, st.integers(3, 9), st.text(DIGITS, min_size=9, max_size=9))
WORDS = st.text("青禾县电话请打，。： ", max_size=8)
FULL = str.maketrans(DIGITS, "０１２３４５６７８９")


def identity_number(province: str, year: int, month: int, day: int, serial: str) -> str:
    body = f"{province}0101{year}{month:02}{day:02}{serial}"
    total = sum(int(char) * pow(2, 17 - at, 11) for at, char in enumerate(body))
    return body + "0123456789X"[(12 - total % 11) % 11]


IDENTITIES = st.builds(
    identity_number,
    st.sampled_from(["11", "37", "65"]),
    st.integers(1900, 2026),
    st.integers(1, 12),
    st.integers(1, 28),
    st.text(DIGITS, min_size=3, max_size=3),
)


@given(WORDS, MOBILES, WORDS, st.booleans(), st.sampled_from(["", " ", "-", "　"]))
def test_any_mobile_number_is_found(
    before: str, number: str, after: str, full: bool, sign: str
) -> None:
    number = sign.join((number[:3], number[3:7], number[7:]))
    number = number.translate(FULL) if full else number
    (one,) = PRIVACY.find(f"{before}{number}{after}吧")
    assert (one.rule.id, one.end - one.start) == ("mobile", len(number))


@given(MOBILES, st.text(DIGITS, min_size=1, max_size=4), st.booleans())
def test_part_of_a_longer_number_is_no_mobile_number(number: str, more: str, front: bool) -> None:
    assume(more not in ("86", "0086"))  # the country
    found = PRIVACY.find(f"编{more}{number}。" if front else f"编{number}{more}。")
    assert "mobile" not in {one.rule.id for one in found}


@given(IDENTITIES, st.booleans())
def test_any_identity_number_is_found_and_no_other_digit_fits(number: str, small: bool) -> None:
    number = number.lower() if small else number
    (one,) = PRIVACY.find(f"身份证号{number}，")
    assert one.rule.id == "identity-card"
    fitting = [last for last in "0123456789X" if identity(number[:17] + last)]
    assert fitting == [number[17].upper()]


@pytest.mark.parametrize("number", ["11010519490230002", "99010519491231002", "11010519491331002"])
def test_no_identity_number_without_a_birthday_and_a_province(number: str) -> None:
    assert not any(PRIVACY.find(number + last) for last in "0123456789X")


@given(st.text(DIGITS, min_size=15, max_size=18))
def test_the_check_of_bank_cards_finds_one_wrong_digit(body: str) -> None:
    (last,) = [last for last in DIGITS if luhn(body + last)] or [""]
    if last:
        wrong = ("1" if body[0] != "1" else "2") + body[1:] + last
        assert not luhn(wrong)


@given(
    st.lists(
        MOBILES
        | IDENTITIES
        | st.text(DIGITS + "０１Xx*@.-+ 　转号电话a", max_size=24)
        | st.sampled_from(["6222020200112230004", "zhang@example.com", "0531-88880001", "联系人："])
    ).map("".join)
)  # fmt: skip
def test_a_mask_leaves_nothing_to_find(text: str) -> None:
    masked = PRIVACY.mask(text)
    assert len(masked) == len(text)
    assert all(a == b or b == "*" for a, b in zip(text, masked, strict=True))
    assert PRIVACY.mask(masked) == masked
    for one in PRIVACY.find(text):
        hidden = masked[one.start : one.end].count("*")
        assert hidden >= 1
        if one.rule.id in ("mobile", "identity-card", "bank-card"):
            assert hidden >= 4
    assert PRIVACY.find(masked) == ()


def test_many_finds_are_all_found() -> None:
    text = "13800010002、" * 100_000
    assert len(PRIVACY.find(text)) == 100_000


@pytest.mark.parametrize(
    "piece",
    ["1", "1 ", "1-", "a.", "a@", "a@b.", "6222 ", "62", "110105194912310021 ", "0531-8888000 ",
     "138 0001 ", "86", "13800010002", "１", "1\u3000"],
)  # fmt: skip
def test_no_endless_line_takes_long(piece: str) -> None:
    """A pattern that goes over a line again and again takes minutes for these."""
    start = time.monotonic()
    PRIVACY.mask(piece * (500_000 // len(piece)))
    assert time.monotonic() - start < 10
