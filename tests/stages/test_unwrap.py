"""Unwrapping: the width of the source, the hard case at full width, titles over two lines."""

from __future__ import annotations

import random
import textwrap
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import samples
from huibian.model import CleanLine, Line
from huibian.stages.clean import clean
from huibian.stages.unwrap import _columns, unwrap
from huibian.wording import paragraphs


def read(text: str) -> tuple[CleanLine, ...]:
    return unwrap(clean([Line(n, t) for n, t in enumerate(text.split("\n"), 1)], ())[0])


def joined(text: str) -> list[str]:
    """Return the paragraphs that a text has once it is unwrapped."""
    return [paragraph for paragraph in paragraphs(read(text))[0] if paragraph]


def wrapped(paragraph: str, width: int, indent: str = "") -> list[str]:
    """Break a paragraph after ``width`` characters; punctuation never starts a line."""
    lines = []
    text = indent + paragraph
    while len(text) > width:
        size = width
        while text[size] in "，。、；：！？”）》":
            size -= 1
        lines.append(text[:size])
        text = text[size:]
    return [*lines, text]


def bodies(seed: int, count: int = 8) -> list[str]:
    words = random.Random(seed)
    return [line for _ in range(count) for line in samples.article(words, 4, "none").lines]


@given(st.integers(0, 200), st.integers(18, 45))
def test_wrapped_paragraphs_with_indents_come_back(seed: int, width: int) -> None:
    source = bodies(seed)
    text = "\n".join("\n".join(wrapped(one, width, "\u3000\u3000")) for one in source)
    assert joined(text) == source


@given(st.integers(0, 200), st.integers(18, 45))
def test_wrapped_paragraphs_between_blank_lines_come_back(seed: int, width: int) -> None:
    source = bodies(seed)
    text = "\n\n".join("\n".join(wrapped(one, width)) for one in source)
    assert joined(text) == source


@given(st.integers(0, 200))
def test_a_text_of_whole_paragraphs_stays_as_it_is(seed: int) -> None:
    source = bodies(seed)
    assert joined("\n".join(source)) == source


FULL = "把台账挂在墙上，请老党员来评理，每周开一次碰头会，办完以后回头再问。"  # a sentence fills it


@pytest.mark.parametrize("indent", ["", "\u3000\u3000"])
def test_a_sentence_that_ends_at_full_width(indent: str) -> None:
    """The hard case: the line is full and ends a sentence, and the paragraph goes on."""
    width = len(FULL)
    rest = [one for body in bodies(3) for one in wrapped(body, width, indent)]
    paragraph = [
        indent + FULL[len(indent) :],
        "路灯修好了再去修井盖，孩子放学有了去处，" + "邻里商量。",
    ]
    separator = "\n" if indent else "\n\n"
    text = "\n".join(paragraph) + separator + "\n".join(rest)
    assert joined(text)[0] == (FULL[len(indent) :] + paragraph[1])


def test_with_indents_a_full_line_can_end_its_paragraph() -> None:
    rest = [one for body in bodies(3) for one in wrapped(body, len(FULL) + 2, "\u3000\u3000")]
    text = "\n".join(["\u3000\u3000" + FULL, "\u3000\u3000路灯修好了再去修井盖。", *rest])
    assert joined(text)[:2] == [FULL, "路灯修好了再去修井盖。"]


def test_a_heading_below_a_full_line_is_no_part_of_it() -> None:
    rest = [one for body in bodies(3) for one in wrapped(body, len(FULL))]
    text = "\n".join([FULL, "二、压实责任", *rest])
    assert joined(text)[:2] == [FULL, "二、压实责任"]


def test_a_page_number_in_mid_sentence_is_passed_over() -> None:
    body = wrapped(bodies(5, 4)[0] * 3, 20)
    lines = [Line(n, t) for n, t in enumerate([*body[:2], "", "— 3 —", "", *body[2:]], 1)]
    cleaned = [
        CleanLine(line.number, "", (), noise="page-number") if "—" in line.text else line
        for line in clean(lines, ())[0]
    ]
    texts = [text for text in paragraphs(unwrap(cleaned))[0] if text]
    assert texts == ["".join(body)]


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        ("关于推进青禾县基层治理现代化的", "实践与思考", True),
        ("以“小网格", "大服务”破解停车难", True),
        ("          青禾县把板凳搬到巷子口", "              听街坊拿主意", True),
        ("青禾县把板凳搬到巷子口", "——听街坊拿主意", False),
        ("青禾县把板凳搬到巷子口", "青禾县水利局", False),
        ("          便民服务经验材料汇编", "              共三十篇", False),
        ("青禾县把板凳搬到巷子口", "一、先听", False),
        ("青禾县把板凳搬到巷子口", "板凳听来的事", False),
        ("街坊们评过理了。", "板凳听来的事", False),
    ],
)
def test_a_title_over_two_lines(first: str, second: str, one: bool) -> None:
    text = f"{first}\n{second}\n\n" + "\n\n".join(bodies(1))
    head = joined(text)[: 1 if one else 2]
    assert head == ([first.strip() + second.strip()] if one else [first.strip(), second.strip()])


def test_lists_of_titles_are_not_prose() -> None:
    titles = [
        "让山里的孩子每天都有一节好课",
        "把书屋背到半山腰的村里去看看",
        "旧校舍里办起了一所老年学堂",
    ]
    assert joined("\n".join(titles * 2) + "\n\n" + "\n".join(bodies(2)))[:6] == titles * 2


def test_latin_words_keep_their_blank() -> None:
    english = textwrap.wrap("the quick brown fox jumps over the lazy dog and runs away, " * 9, 40)
    assert joined("\n".join(english))[0].startswith("the quick brown fox jumps over the lazy dog")


def test_the_columns_of_a_text_are_those_of_its_characters() -> None:
    for char in map(chr, range(0x20000)):
        wide = unicodedata.east_asian_width(char) in "WFA"
        assert _columns(f"字{char}，a") == 2 + (2 if wide else 1) + 2 + 1, hex(ord(char))


@pytest.mark.parametrize("text", ["", "一行", "\n".join(["短行"] * 40), "字" * 5000, "a\n" * 40])
def test_little_to_go_by(text: str) -> None:
    assert not any(line.joined for line in read(text))


def test_a_list_below_a_line_is_no_second_half_of_a_title() -> None:
    assert joined("三件小事\n- 修灯\n\n正文从这里开始。") == [
        "三件小事",
        "- 修灯",
        "正文从这里开始。",
    ]
