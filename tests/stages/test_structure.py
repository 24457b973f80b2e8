"""Structure: lines -> headings, paragraphs, items; only broken lines are joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from describe import block_line
from huibian.model import Block, CleanLine, LineRole, LineStyle, Span
from huibian.stages.structure import structure, subtitle_lines

END = "逐户登记，办完回头再问一遍。"


def subtitle_of(lines: Sequence[CleanLine]) -> str:
    return "".join(line.text for line in subtitle_lines(lines))


def lines(*texts: str) -> list[CleanLine]:
    """Return clean lines without gaps; an empty text leaves a blank line between two others."""
    return [
        CleanLine(number, text, (Span(number, 0, len(text)),))
        for number, text in enumerate(texts, 1)
        if text
    ]


def shown(*texts: str, joins: frozenset[int] = frozenset()) -> list[str]:
    return [block_line(block) for block in structure(lines(*texts), joins)]


def kinds(*texts: str) -> list[str]:
    return [one.split(" ")[1] for one in shown(*texts)]


# --- tables and notes --------------------------------------------------------------------------


def as_role(line: CleanLine, role: LineRole) -> CleanLine:
    return replace(line, style=LineStyle(role=role))


def test_a_line_between_parts_two_tables() -> None:
    rows = [as_role(line, "table") for line in lines("甲\t乙", "1\t2", "", "丙\t丁", "3\t4")]
    assert [block.text for block in structure(rows)] == ["甲\t乙\n1\t2", "丙\t丁\n3\t4"]


def test_a_note_is_a_paragraph_of_its_own() -> None:
    before, note, after = lines("群众办事少跑了路，见公报〔1〕", "〔1〕 当年的公报", "写到这里")
    blocks = structure([before, as_role(note, "note"), after])
    assert [block.text for block in blocks] == [before.text, note.text, after.text]


# --- headings --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        "一、摸清底数", "（一）摸清底数", "1.摸清底数", "（1）摸清底数", "关键词：底数清",
        "摸清底数",
        "“动”起来，问题清零", "一、摸清底数。", "## 摸清底数", "摸清底数，压实责任",
    ],
)  # fmt: skip
def test_headings(heading: str) -> None:
    assert kinds(END, heading, END) == ["p", "h2", "p"]


@pytest.mark.parametrize(
    "line",
    [
        "摸清底数。", "一是摸清底数", "——摸清底数", "首先，摸清底数", "一、摸清底数。逐户登记。",
        "1.摸清底数。", "他说：", "● 摸清底数", "底" * 41, "一、" + "底" * 50, "先摸底；",
    ],
)  # fmt: skip
def test_no_headings(line: str) -> None:
    assert not {"h2", "h3"} & set(kinds(END, line, "", END))


def test_the_last_line_is_no_heading() -> None:
    assert kinds(END, "一、摸清底数") == ["p", "p"]
    assert kinds(END, "青禾县水利局") == ["p", "p"]


def test_levels_follow_the_order_of_the_styles() -> None:
    assert kinds(END, "一、甲乙", "（一）甲乙", END, "（二）丙丁", END, "二、丙丁", END) == [
        "p", "h2", "h3", "p", "h3", "p", "h2", "p",
    ]  # fmt: skip
    assert kinds("（一）甲乙", END, "1.甲乙", END) == ["h2", "p", "h3", "p"]
    assert kinds("一、甲乙", "摸清底数", END) == ["h2", "h3", "p"]
    assert kinds("## 甲", "### 乙", END) == ["h2", "h3", "p"]


def test_markdown_signs_are_what_the_level_says() -> None:
    (heading, _) = structure(lines("### 摸清底数", END))
    assert (heading.text, heading.level) == ("摸清底数", 1)


def test_bylines_are_no_headings() -> None:
    assert kinds("青禾县水利局", "（2024年3月）", END, END) == ["p", "p", "p", "p"]
    assert kinds(END, "青禾县水利局", "2024年3月5日") == ["p", "p", "p"]


# --- joining ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("县里先摸底，", "再登记。"),
        ("县里说“先摸底", "再登记”，大家同意。"),
        ("先摸底。再登记，然后", "回访。"),
    ],
)
def test_broken_lines_are_joined(one: str, other: str) -> None:
    (block,) = structure(lines(one, other))
    assert (block.text, block.lines) == (one + other, (1, 2))


def test_not_over_a_blank_line() -> None:
    assert kinds("县里先摸底，", "", "再登记。") == ["p", "p"]


@pytest.mark.parametrize("opener", ["- 再登记", "● 再登记", "# 再登记", "* 再登记"])
def test_not_with_a_line_that_opens_something(opener: str) -> None:
    assert len(structure(lines("县里先摸底，", opener, END))) == 3


def test_an_editors_join_goes_over_gaps() -> None:
    (block,) = structure(lines("抗", "", "洪抢险。"), frozenset([3]))
    assert (block.text, block.lines) == ("抗洪抢险。", (1, 3))


def test_latin_words_keep_their_space() -> None:
    (block,) = structure(lines("县里引进了open,", "source软件。", ""))
    assert block.text == "县里引进了open,source软件。"
    (block,) = structure(lines("县里说“open", "source”好。"))
    assert block.text == "县里说“open source”好。"


# --- items and leads -------------------------------------------------------------------------


def test_bullets() -> None:
    assert shown("● 甲乙。", "•丙丁。", "- 戊己。") == ["1 - 甲乙。", "2 - 丙丁。", "3 - 戊己。"]


@pytest.mark.parametrize("line", ["*县的做法。", "-5度。", "+86。", "—甲。"])
def test_signs_that_are_no_bullets(line: str) -> None:
    assert shown(line, END)[0] == f"1 p {line}"


def test_numbered_items_come_in_runs() -> None:
    assert shown("1.甲乙。", "2.丙丁。", END) == ["1 1. 甲乙。", "2 2. 丙丁。", f"3 p {END}"]
    assert kinds("1.甲乙。", END) == ["p", "p"]
    assert kinds("1.甲乙。", "3.丙丁。") == ["p", "p"]
    assert kinds("１.甲乙。", "２.丙丁。") == ["p", "p"]
    assert kinds("01.甲乙。", "02.丙丁。") == ["p", "p"]
    assert kinds("1.5亿元。", "2.5亿元。") == ["p", "p"]


def leads(*texts: str) -> list[str]:
    return [block.text[: block.lead] for block in structure(lines(*texts))]


def test_leads() -> None:
    assert leads(f"一是摸清底数。{END}", END) == ["一是摸清底数。", ""]
    assert leads(f"（一）摸清底数。{END}", END) == ["（一）摸清底数。", ""]
    three = ["底数清，心里才有数。", "责任实，手上才有劲。", "问得勤，脚下才有路。"]
    assert leads(*(lead + END for lead in three)) == three
    assert leads(END * 2, *(lead + END for lead in three))[1:] == three
    assert leads(*(lead + END for lead in three[:2])) == ["", ""]


def test_no_leads() -> None:
    assert leads("一是摸清底数。") == [""]
    assert leads(f"“好。”他说。{END}") == [""]
    assert leads(f"一是{'底' * 50}。{END}") == [""]


@pytest.mark.parametrize(
    ("line", "subtitle"),
    [
        ("——青禾县纪事", True), ("--青禾县纪事", True), ("—青禾县纪事", True), ("青禾县纪事",
        False),
        ("——先摸底。再登记", False), ("——先摸底。", False), ("——" + "底" * 60, False),
    ],
)  # fmt: skip
def test_subtitles(line: str, subtitle: bool) -> None:
    assert subtitle_of(lines(line, END)) == (line if subtitle else "")


def test_nothing() -> None:
    assert structure([]) == ()
    assert subtitle_of([]) == ""


PIECES = st.sampled_from(
    [
        "一、",
        "（一）",
        "1.",
        "2.",
        "- ",
        "●",
        "# ",
        "## ",
        "一是",
        "甲乙",
        "。",
        "，",
        "“",
        "”",
        "：",
        "a",
        "——",
        " ",
    ]
)
LINES = st.lists(st.lists(PIECES, max_size=5).map(lambda p: "".join(p).strip()), max_size=12)


@given(LINES)
def test_every_line_is_in_one_block_and_no_character_changes(texts: list[str]) -> None:
    source = lines(*texts)
    blocks = structure(source)
    assert [n for block in blocks for n in block.lines] == [line.number for line in source]
    for block in blocks:
        whole = "".join(line.text for line in source if line.number in block.lines)
        assert _bare(whole).endswith(_bare(block.text))
        sign = _bare(whole)[: len(_bare(whole)) - len(_bare(block.text))]
        assert sign in _signs(block)
        assert 0 <= block.lead <= len(block.text)


def _bare(text: str) -> str:
    return "".join(text.split())


def _signs(block: Block) -> set[str]:
    """Return what may stand before a block's text in the source and not in the text."""
    if block.kind == "item":
        return {"-", "●"} if block.marker == "-" else {block.marker}
    return {"", "#", "##"} if block.kind == "heading" else {""}
