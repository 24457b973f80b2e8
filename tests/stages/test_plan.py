"""The plan: an editor's decisions move lines, and none gets lost or stands twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huibian import edits
from huibian.edits import EditError
from huibian.model import Contents, Line, SplitPlan
from huibian.schema import (
    Anchor,
    Confirm,
    Drop,
    Edit,
    Keep,
    Merge,
    Move,
    Remove,
    Retitle,
    SetField,
    SplitAt,
)
from huibian.stages import boundaries
from huibian.stages.clean import clean
from huibian.stages.plan import make_plan
from huibian.vocabulary.boundaries import load_boundaries
from huibian.vocabulary.noise import load_noise

LONG = "逐户登记诉求，办完以后回头再问一遍，问完还要把结果贴在墙上请大家看一看。"
SOURCE = [
    Line(number, text)
    for number, text in enumerate(
        [
            "便民材料汇编（3篇）",  # 1
            "",
            "篇一：青禾县办事不求人",  # 3
            f"青禾县从前办事难。{LONG * 3}",
            f"青禾县如今办事不难，{LONG * 2}而且",  # 5
            "— 1 —",
            "篇二：",  # 7
            "望川市夜里有人接电话",  # 8
            f"望川市的热线从前打不通。{LONG * 3}",
            f"如今一打就通。{LONG * 2}",  # 10
            f"越办越顺手。{LONG * 2}",
            "",
            "篇三：柳泉镇管好一渠清水",  # 13
            f"柳泉镇缺水。{LONG * 3}",
            f"如今不缺了。{LONG * 2}",  # 15
        ],
        1,
    )
]


def at(number: int) -> Anchor:
    return edits.anchor(SOURCE[number - 1])


def split_at(number: int) -> Edit:
    return SplitAt(op="split-at", at=at(number))


def merge(number: int) -> Edit:
    return Merge(op="merge", article=at(number))


def move(first: int, last: int, to: int) -> Edit:
    return Move(op="move", first=at(first), last=at(last), to=at(to))


def drop(first: int, last: int) -> Edit:
    return Drop(op="drop", first=at(first), last=at(last))


def keep(first: int, last: int) -> Edit:
    return Keep(op="keep", first=at(first), last=at(last))


def remove(number: int) -> Edit:
    return Remove(op="remove", article=at(number))


def plan(*decisions: Edit, source: Sequence[Line] = SOURCE) -> SplitPlan:
    rules = load_noise()
    found = boundaries.find(clean(source, rules)[0], Contents(), load_boundaries())
    assert found is not None and found.rule == "pian"
    applied = edits.locate(decisions, source)
    assert not applied.lost
    kept, gone = applied.lines(Keep), applied.lines(Drop)
    lines, dropped = clean(source, rules, kept - gone, gone)
    return make_plan(lines, dropped, found, applied)


def bodies(made: SplitPlan) -> list[list[int]]:
    """Return the lines with text of each article's body, in reading order."""
    gone = {piece.span.line for piece in made.dropped if piece.rule != "title-mark"}
    return [
        [
            n
            for passage in segment.passages
            for n in range(passage.first, passage.last + 1)
            if SOURCE[n - 1].text and n not in gone
        ]
        for segment in made.segments
    ]


def titles(made: SplitPlan) -> list[str]:
    return [segment.title for segment in made.segments]


def test_without_edits() -> None:
    made = plan()
    assert titles(made) == ["青禾县办事不求人", "望川市夜里有人接电话", "柳泉镇管好一渠清水"]
    assert [segment.boundary.title_lines for segment in made.segments] == [(3,), (7, 8), (13,)]
    assert bodies(made) == [[4, 5], [9, 10, 11], [14, 15]]
    assert made.preliminaries == (1,)
    assert [(piece.span.line, piece.rule, piece.text) for piece in made.dropped] == [
        (3, "title-mark", "篇一："), (6, "page-number", "— 1 —"),
        (7, "title-mark", "篇二："), (13, "title-mark", "篇三："),
    ]  # fmt: skip
    assert (made.title, made.title_line, made.declared) == ("便民材料汇编（3篇）", 1, 3)


def test_home_of_a_line() -> None:
    made = plan()
    homes = [made.home_of(line) for line in (1, 4, 10, 15)]
    assert [home and home.number for home in homes] == [None, 1, 2, 3]


def test_split_at() -> None:
    made = plan(split_at(10))
    assert bodies(made) == [[4, 5], [9], [11], [14, 15]]
    assert made.segments[2].title.startswith("如今一打就通")
    assert made.segments[2].boundary.evidence[0].rule == "editor"


def test_split_in_the_preliminaries() -> None:
    made = plan(split_at(1))
    assert made.segments[0].title == "便民材料汇编（3篇）"
    assert made.preliminaries == ()


def test_merge_gives_the_title_back_to_the_body() -> None:
    made = plan(merge(13))
    assert bodies(made) == [[4, 5], [9, 10, 11, 13, 14, 15]]
    assert not [piece for piece in made.dropped if piece.span.line == 13]


def test_merge_of_a_title_on_two_lines() -> None:
    assert bodies(plan(merge(7))) == [[4, 5, 7, 8, 9, 10, 11], [14, 15]]


def test_split_and_merge_undo_each_other() -> None:
    made = plan(split_at(10), merge(10))
    assert bodies(made) == bodies(plan())


def test_move_to_the_end_of_another() -> None:
    made = plan(move(10, 11, 3))
    assert bodies(made) == [[4, 5, 10, 11], [9], [14, 15]]
    # line 5 breaks off, so line 10 goes on with its sentence
    assert made.segments[0].joins == {10}


def test_move_behind_a_whole_sentence_starts_a_paragraph() -> None:
    assert plan(move(10, 11, 13)).segments[2].joins == frozenset()


def test_the_same_passage_moved_again() -> None:
    assert bodies(plan(move(10, 11, 3), move(10, 11, 13)))[2] == [14, 15, 10, 11]


def test_overlapping_moves_put_each_line_in_one_place() -> None:
    made = plan(move(9, 10, 3), move(10, 11, 13))
    assert bodies(made) == [[4, 5, 9], [], [14, 15, 10, 11]]


def test_move_out_of_the_preliminaries() -> None:
    made = plan(move(1, 1, 3))
    assert made.preliminaries == ()
    assert bodies(made)[0] == [4, 5, 1]


def test_retitle_keeps_the_sources_title() -> None:
    made = plan(Retitle(op="retitle", article=at(13), title="一渠清水到田头"))
    assert titles(made)[2] == "一渠清水到田头"
    assert made.segments[2].boundary.title == "柳泉镇管好一渠清水"


def test_keep_and_drop() -> None:
    assert bodies(plan(keep(6, 6)))[0] == [4, 5, 6]
    made = plan(drop(10, 11))
    assert bodies(made)[1] == [9]
    assert [piece.span.line for piece in made.dropped if piece.rule == "editor"] == [10, 11]


def test_confirm_and_set_change_no_lines() -> None:
    decisions = [
        Confirm(op="confirm", at=at(3)),
        SetField(op="set", article=at(3), field="level", value="省级"),
    ]
    assert bodies(plan(*decisions)) == bodies(plan())


@pytest.mark.parametrize(
    ("decisions", "reason"),
    [
        ([split_at(13)], "已经是一篇的标题"),
        ([split_at(8)], "已经是一篇的标题"),
        ([split_at(12)], "空行"),
        ([split_at(6)], "已剔除"),
        ([merge(3)], "前面没有"),
        ([merge(10)], "不是任何一篇的标题"),
        ([move(4, 4, 10)], "不是任何一篇的标题"),
        ([move(11, 14, 3)], "不能移动"),
        ([move(8, 9, 3)], "不能移动"),
        ([move(10, 11, 3), split_at(11)], "不能作为标题"),
        ([drop(13, 14)], "不能剔除"),
        ([drop(8, 8)], "不能剔除"),
        ([Retitle(op="retitle", article=at(4), title="甲")], "不是任何一篇的标题"),
        ([SetField(op="set", article=at(4), field="level", value="省级")], "不是任何一篇的标题"),
    ],
)
def test_senseless_edits_are_refused(decisions: list[Edit], reason: str) -> None:
    with pytest.raises(EditError, match=reason):
        plan(*decisions)


def test_an_advertisement_that_was_taken_for_an_article_can_go() -> None:
    made = plan(merge(13), drop(13, 15))
    assert bodies(made) == [[4, 5], [9, 10, 11]]


def test_remove_takes_the_whole_article() -> None:
    made = plan(remove(7))
    assert titles(made) == ["青禾县办事不求人", "柳泉镇管好一渠清水"]
    assert bodies(made) == [[4, 5], [14, 15]]
    gone = {piece.span.line for piece in made.dropped if piece.rule == "editor"}
    assert gone == {7, 8, 9, 10, 11}


@pytest.mark.parametrize("number", [3, 7, 13])
def test_headings_of_groups_stay_when_an_article_goes(number: int) -> None:
    head = Line(0, "第二部分　乡村")
    source = [replace(line, number=at) for at, line in enumerate([*SOURCE[:12], head], 1)]
    source += [replace(line, number=line.number + 1) for line in SOURCE[12:]]
    assert plan(source=source).preliminaries == (1, 13)
    made = plan(remove(number), source=source)
    assert len(made.segments) == 2
    assert made.preliminaries == (1, 13)


def test_the_title_of_the_compilation_goes_when_an_editor_drops_it() -> None:
    made = plan(drop(1, 1))
    assert (made.title, made.title_line, made.preliminaries) == ("", 0, ())


NUMBERS = st.integers(1, len(SOURCE))
DECISIONS = st.one_of(
    st.builds(split_at, NUMBERS),
    st.builds(merge, NUMBERS),
    st.builds(move, NUMBERS, NUMBERS, NUMBERS),
    st.builds(drop, NUMBERS, NUMBERS),
    st.builds(keep, NUMBERS, NUMBERS),
    st.builds(remove, NUMBERS),
)


@given(st.lists(DECISIONS, max_size=5))
def test_any_edits_leave_every_line_in_one_place(decisions: list[Edit]) -> None:
    applied = edits.locate(decisions, SOURCE)
    try:
        made = plan(*(edit for edit, _ in applied.edits))
    except EditError:
        return
    places = Counter(made.preliminaries)
    for segment, body in zip(made.segments, bodies(made), strict=True):
        places.update(body)
        places.update(segment.boundary.title_lines)
    gone = {piece.span.line for piece in made.dropped if piece.rule != "title-mark"}
    assert dict(places) == {
        line.number: 1 for line in SOURCE if line.text and line.number not in gone
    }
