"""Characters at places -> visual lines in reading order: only the places count, nothing is lost."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huibian.readers.pdf_layout import Char, Piece, Rule, arrange
from readers.docx_files import ink

SIZE = 16.0


def put(text: str, x: float, y: float, size: float = SIZE, run: int = 0) -> list[Char]:
    """Set a text: full-width signs one unit wide, others half."""
    chars = []
    for char in text:
        wide = size if char > "\u2000" else size / 2
        chars.append(Char(char, x, x + wide, y, size, False, 0, run))
        x += wide
    return chars


def drawn(chars: list[Char]) -> list[Char]:
    """Number the characters in the order given, in which the page draws them."""
    return [char._replace(at=at) for at, char in enumerate(chars)]


def texts(pieces: list[Piece]) -> list[str]:
    return [piece.text for piece in pieces]


def test_marks_that_are_drawn_later_stand_where_they_are_seen() -> None:
    line = put("实施“三抓”行动", 90, 100)
    later = [char for char in line if char.text in "“”"]
    first = [char for char in line if char.text not in "“”"]
    assert texts(arrange(drawn(first + later))) == ["实施“三抓”行动"]


@pytest.mark.parametrize(
    ("first", "gap", "second", "whole"),
    [
        ("青禾", 0.25, "12", "青禾12"),  # the little space between Chinese and digits
        ("2023", 0.25, "年", "2023年"),
        ("plan", 0.3, "B", "plan B"),
        ("目", 1.0, "录", "目 录"),
    ],
)
def test_blanks_stand_where_the_page_shows_them(
    first: str, gap: float, second: str, whole: str
) -> None:
    chars = put(first, 90, 100)
    chars += put(second, chars[-1].right + gap * SIZE, 100)
    assert texts(arrange(drawn(chars))) == [whole]


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("1. one stop service on 12 floors", "1. one stop service on 12 floors"),
        ("01 抓实网格 a b", "01 抓实网格 a b"),
        ("签名   李 明  2023", "签名 李 明 2023"),  # blanks that set words in their place
        ("　　青禾县　王某某", "青禾县　王某某"),
        ("甲乙丙丁        戊己", "甲乙丙丁\t戊己"),  # so much room parts the row
    ],
)
def test_every_blank_of_a_row_is_kept_and_none_is_multiplied(line: str, whole: str) -> None:
    chars = drawn(put(line, 90, 100))
    assert texts(arrange(chars)) == [whole]
    backwards = [char._replace(at=len(chars) - at) for at, char in enumerate(chars)]
    assert texts(arrange(backwards)) == [whole]


def test_a_blank_beside_a_note_mark_stands_outside_its_brackets() -> None:
    line = put("数字见公报", 90, 100)
    mark = put("1", line[-1].right, 94, 8)
    blank = put(" 后文", mark[-1].right, 100)
    assert texts(arrange(drawn(line + mark + blank))) == ["数字见公报〔1〕 后文"]


def test_a_title_set_wide_stays_one_line() -> None:
    chars = [char for at, text in enumerate("工作简报") for char in put(text, 90 + at * 60, 100)]
    (piece,) = arrange(drawn(chars))
    assert piece.text.split() == list("工作简报")


def test_a_raised_note_mark_joins_its_line() -> None:
    line = put("数字见公报", 90, 100)
    mark = put("1", line[-1].right, 94, 8)
    assert texts(arrange(drawn(line + put("，下同。", mark[-1].right, 100) + mark))) == [
        "数字见公报〔1〕，下同。"
    ]


def test_an_exponent_is_no_note_mark() -> None:
    line = put("面积5m", 90, 100)
    assert texts(arrange(drawn(line + put("2", line[-1].right, 94, 8)))) == ["面积5m2"]


def test_text_drawn_twice_is_bold_and_stands_once() -> None:
    pieces = arrange(drawn(put("抓落实", 90, 100, run=1) + put("抓落实", 90.4, 100, run=2)))
    assert [(piece.text, piece.bold) for piece in pieces] == [("抓落实", True)]


def test_one_sign_for_two_characters_keeps_both() -> None:
    dash = Char("—", 90, 122, 100, SIZE, False, 0, 3)
    assert texts(arrange(drawn([dash, dash]))) == ["——"]


@pytest.mark.parametrize("by_row", [False, True])
def test_columns_are_read_one_after_the_other(by_row: bool) -> None:
    left = [put(f"左栏第{n}行的文字写满这一行", 60, 100 + 24 * n) for n in range(8)]
    right = [put(f"右栏第{n}行的文字写满这一行", 320, 100 + 24 * n) for n in range(8)]
    title = put("跨过两栏的标题写在两栏文字上面", 180, 60)
    foot = put("跨过两栏的结尾写在两栏文字下面", 180, 340)
    rows = [x for pair in zip(left, right, strict=True) for x in pair] if by_row else left + right
    pieces = arrange(drawn(title + [char for row in rows for char in row] + foot))
    assert texts(pieces) == [
        "跨过两栏的标题写在两栏文字上面",
        *[f"左栏第{n}行的文字写满这一行" for n in range(8)],
        *[f"右栏第{n}行的文字写满这一行" for n in range(8)],
        "跨过两栏的结尾写在两栏文字下面",
    ]
    assert [piece.column for piece in pieces] == ["", *["L"] * 8, *["R"] * 8, ""]


def test_three_columns() -> None:
    columns = [
        [char for n in range(8) for char in put(f"{name}栏{n}写满一行文字", x, 100 + 24 * n)]
        for name, x in (("甲", 40), ("乙", 210), ("丙", 380))
    ]
    pieces = texts(arrange(drawn([char for column in columns for char in column])))
    assert pieces == [f"{name}栏{n}写满一行文字" for name in "甲乙丙" for n in range(8)]


def test_a_table_without_rules_is_read_by_row() -> None:
    chars = [
        char
        for x, name in ((90, "月份"), (250, "人次"), (400, "备注"))
        for n in range(5)
        for char in put(f"{name}{n}", x, 100 + 24 * n)
    ]
    pieces = arrange(drawn(chars))
    assert texts(pieces) == [f"月份{n}\t人次{n}\t备注{n}" for n in range(5)]
    assert {piece.kind for piece in pieces} == {"table"}


def test_a_table_of_numbers_is_no_table_of_contents() -> None:
    rows = [("月份", "人次"), ("三月", "50"), ("四月", "60")]
    chars = [
        char
        for n, (first, second) in enumerate(rows)
        for char in put(first, 90, 100 + 24 * n) + put(second, 300, 100 + 24 * n)
    ]
    assert [piece.kind for piece in arrange(drawn(chars))] == ["table"] * 3


def test_an_entry_of_a_table_of_contents_is_no_table() -> None:
    chars = [
        char
        for n in range(4)
        for char in put(f"第{n}篇的标题", 90, 100 + 24 * n) + put(str(n * 7), 480, 100 + 24 * n)
    ]
    pieces = arrange(drawn(chars))
    assert texts(pieces) == [f"第{n}篇的标题\t{n * 7}" for n in range(4)]
    assert {piece.kind for piece in pieces} == {""}


def grid(xs: list[float], ys: list[float]) -> list[Rule]:
    level = [Rule(xs[0], y, xs[-1], y) for y in ys]
    return level + [Rule(x, ys[0], x, ys[-1]) for x in xs]


def test_a_ruled_table_with_merged_cells() -> None:
    rules = [
        *(Rule(90, y, 490, y) for y in (80, 110, 200)),
        Rule(190, 140, 490, 140),  # not below the first column: one cell over two rows
        *(Rule(x, 80, x, 200) for x in (90, 190, 490)),
        Rule(330, 110, 330, 200),  # not in the head: one cell over two columns
    ]
    chars = [
        *put("月份", 95, 100, 12),
        *put("借阅和还书", 300, 100, 12),
        *put("三月", 95, 150, 12),
        *put("五十", 195, 130, 12),
        *put("一百", 335, 130, 12),
        *put("写了两行", 195, 160, 12),
        *put("的格子", 195, 178, 12),
    ]
    random.Random(3).shuffle(chars)
    text = put("表下的正文。", 90, 240)
    pieces = arrange(drawn(chars + text), rules)
    assert texts(pieces) == [
        "月份\t借阅和还书\t",
        "三月\t五十\t一百",
        "\t写了两行的格子\t",
        "表下的正文。",
    ]
    assert [piece.kind for piece in pieces] == ["table"] * 3 + [""]


@pytest.mark.parametrize(
    "rules",
    [
        grid([80, 500], [80, 300]),  # a frame around the text
        [Rule(90, 104, 400, 104)],  # an underline
        grid([80, 81, 82], [80, 81, 82]),
    ],
)
def test_frames_and_underlines_are_no_tables(rules: list[Rule]) -> None:
    pieces = arrange(drawn(put("框里的一行文字。", 90, 100)), rules)
    assert [(piece.text, piece.kind) for piece in pieces] == [("框里的一行文字。", "")]


places = st.floats(-1e5, 1e5, allow_nan=False)
signs = st.builds(
    Char,
    st.sampled_from("字，。“1a \u3000\ufffd"),
    places,
    places,
    st.one_of(places, st.sampled_from([100.0, 104.0, 124.0])),
    st.floats(0, 500),
    st.booleans(),
    st.integers(0, 1000),
    st.just(0),
)
ruled = st.one_of(
    st.builds(lambda x, y, z: Rule(x, y, z, y), places, places, places),
    st.builds(lambda x, y, z: Rule(x, y, x, z), places, places, places),
    st.sampled_from(grid([0, 200, 400], [0, 90, 110, 300])),
)


@given(st.lists(signs, max_size=60), st.lists(ruled, max_size=12))
def test_no_geometry_loses_a_character(chars: list[Char], rules: list[Rule]) -> None:
    pieces = arrange(chars, rules)
    whole = "".join(texts(pieces)).replace("〔", "").replace("〕", "")
    assert sorted(ink(whole)) == sorted(ink("".join(c.text for c in chars)))
