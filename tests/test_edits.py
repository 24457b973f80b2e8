"""Edits are found again by the text they stand on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huibian import edits
from huibian.model import Line
from huibian.schema import (
    Anchor,
    Confirm,
    Cut,
    Drop,
    Edit,
    Keep,
    Mask,
    MaskWords,
    Merge,
    Move,
    Remove,
    Retitle,
    SetField,
    SplitAt,
)


def lines(*texts: str) -> list[Line]:
    return [Line(number, text) for number, text in enumerate(texts, 1)]


def at(number: int, text: str) -> Anchor:
    return Anchor(line=number, text=text)


def split(number: int, text: str) -> SplitAt:
    return SplitAt(op="split-at", at=at(number, text))


def places(edit: Edit, source: list[Line]) -> tuple[int, ...] | None:
    applied = edits.locate([edit], source)
    assert len(applied.edits) + len(applied.lost) == 1
    return applied.edits[0][1] if applied.edits else None


def test_found_at_its_line() -> None:
    assert places(split(2, "乙"), lines("甲", "乙", "丙")) == (2,)


def test_found_where_the_text_moved() -> None:
    assert places(split(2, "乙"), lines("新", "甲", "丙", "乙")) == (4,)


def test_the_nearest_of_several_is_taken() -> None:
    assert places(split(4, "乙"), lines("乙", "甲", "甲", "丙", "乙")) == (5,)


def test_its_own_line_wins_over_a_nearer_copy() -> None:
    assert places(split(3, "乙"), lines("乙", "乙", "乙")) == (3,)


def test_lost_when_the_text_is_gone() -> None:
    assert places(split(2, "乙"), lines("甲", "丙")) is None
    assert places(split(9, "乙"), lines("甲")) is None


def test_a_blank_line_is_no_landmark() -> None:
    assert places(split(2, ""), lines("甲", "丙", "")) is None
    assert places(split(3, ""), lines("甲", "丙", "")) == (3,)


def test_invisible_characters_and_outer_space_do_not_matter() -> None:
    source = lines("甲", "\u3000\u3000乙\u200b丙 ")
    assert edits.anchor(source[1]) == at(2, "乙丙")
    assert places(split(2, "乙丙"), source) == (2,)


def test_long_lines_are_told_apart_by_their_start() -> None:
    long = "甲" * 200
    assert edits.anchor(Line(1, long)).text == "甲" * 60
    assert places(split(1, "甲" * 60), lines(long)) == (1,)


def test_anchors_in_a_fixed_order() -> None:
    move = Move(op="move", first=at(1, "甲"), last=at(2, "乙"), to=at(3, "丙"))
    assert [one.line for one in edits.anchors(move)] == [1, 2, 3]
    assert places(move, lines("新", "甲", "乙", "丙")) == (2, 3, 4)
    for edit in (
        Merge(op="merge", article=at(5, "甲")),
        Retitle(op="retitle", article=at(5, "甲"), title="新"),
        SetField(op="set", article=at(5, "甲"), field="level", value="省级"),
        Confirm(op="confirm", at=at(5, "甲")),
        split(5, "甲"),
    ):
        assert [one.line for one in edits.anchors(edit)] == [5]


def test_a_passage_turned_round_is_lost() -> None:
    move = Move(op="move", first=at(1, "甲"), last=at(2, "乙"), to=at(3, "丙"))
    assert places(move, lines("乙", "甲", "丙")) is None


def test_lines_of_keep_and_drop() -> None:
    keep = Keep(op="keep", first=at(1, "甲"), last=at(3, "丙"))
    drop = Drop(op="drop", first=at(2, "乙"), last=at(2, "乙"))
    applied = edits.locate([keep, drop], lines("甲", "乙", "丙"))
    assert applied.lines(Keep) == {1, 2, 3}
    assert applied.lines(Drop) == {2}


@given(st.lists(st.sampled_from(["甲", "乙", "丙", "", "丁"]), min_size=1), st.data())
def test_unchanged_sources_keep_all_edits_where_they_are(
    texts: list[str], data: st.DataObject
) -> None:
    source = lines(*texts)
    line = data.draw(st.sampled_from(source))
    edit = SplitAt(op="split-at", at=edits.anchor(line))
    assert places(edit, source) == (line.number,)


def test_edits_of_one_line_and_of_passages() -> None:
    source = lines("甲", "乙", "丙")
    assert places(Cut(op="cut", at=at(2, "乙"), text="乙"), source) == (2,)
    assert places(Remove(op="remove", article=at(1, "丙")), source) == (3,)
    assert places(Mask(op="mask", first=at(1, "乙"), last=at(2, "丙")), source) == (2, 3)


def test_an_anchor_holds_no_number_even_where_it_is_cut_off() -> None:
    for before in range(45, 62):
        text = "甲" * before + "13800010002，下文"
        anchor = edits.anchor(Line(1, text))
        assert not any(part in anchor.text for part in ("0001", "1380"))
        assert edits.locate([Confirm(op="confirm", at=anchor)], [Line(1, text)]).lost == ()


# --- sources that were wrapped anew ------------------------------------------------------------

LONG = "一周一换，换下来的书送到下一个渡口，渡工登记谁借走了哪一本。"


def passage(first: tuple[int, str], last: tuple[int, str]) -> Drop:
    return Drop(op="drop", first=at(*first), last=at(*last))


def test_a_line_that_goes_on_over_several_now() -> None:
    source = lines("标题", LONG[:12], LONG[12:20], LONG[20:], "后面")
    assert places(split(2, LONG), source) == (2,)
    assert places(passage((2, LONG), (2, LONG)), source) == (2, 4)


def test_a_line_with_a_number_that_goes_on_over_several_now() -> None:
    for before in (0, 3, 30, 55):
        text = "甲" * before + "打13800010002，下文照旧，" + LONG
        anchor = edits.anchor(Line(2, text))
        assert "138****0002" in anchor.text or before == 55
        confirm = Confirm(op="confirm", at=anchor)
        wrapped = [text[at : at + 20] for at in range(0, len(text), 20)]
        assert places(confirm, lines("标题", *wrapped, "后面")) == (2,)


def test_a_line_of_which_only_the_start_is_known_has_no_end() -> None:
    long = LONG * 3
    source = lines("标题", *(long[at : at + 20] for at in range(0, len(long), 20)))
    assert places(split(2, long[:60]), source) == (2,)
    assert places(passage((2, long[:60]), (2, long[:60])), source) is None


def test_the_start_of_another_line_is_not_the_line() -> None:
    assert places(split(2, LONG[:12]), lines("标题", LONG)) is None
    assert places(split(2, LONG), lines("标题", LONG[:12], "别的文字")) is None


def test_every_edit_is_told_in_chinese() -> None:
    one, other = at(3, "甲" * 40), at(5, "乙")
    cut = "“" + "甲" * 22 + "…”"
    told: list[tuple[Edit, str]] = [
        (SplitAt(op="split-at", at=one), f"从{cut}起另分一篇"),
        (Merge(op="merge", article=other), "把“乙”并入前一篇"),
        (Move(op="move", first=one, last=other, to=other), f"把{cut}到“乙”移到《乙》"),
        (Move(op="move", first=other, last=other, to=other), "把“乙”移到《乙》"),
        (Retitle(op="retitle", article=other, title="丙"), "把标题“乙”改为“丙”"),
        (Keep(op="keep", first=other, last=other), "保留“乙”"),
        (Drop(op="drop", first=other, last=one), f"剔除“乙”到{cut}"),
        (Mask(op="mask", first=other, last=one), f"遮盖“乙”到{cut}里的号码和邮箱"),
        (Cut(op="cut", at=other, text="13800010002“丙”"), "剔除“乙”里的“138****0002‘丙’”"),
        (Cut(op="cut", at=other, text="丙", nth=2), "剔除“乙”里第 2 处“丙”"),
        (MaskWords(op="mask-words", at=other, text="丙"), "遮盖“乙”里的“丙”"),
        (Remove(op="remove", article=other), "剔除整篇“乙”"),
        (SetField(op="set", article=other, field="level", value="市级"), "“乙”的层级设为“市级”"),
        (SetField(op="set", article=other, field="date", value=""), "“乙”的日期删去"),
        (Confirm(op="confirm", at=other), "确认“乙”现在的处理"),
        (Confirm(op="confirm", at=at(1, "“三抓”促")), "确认“‘三抓’促”现在的处理"),
    ]
    assert [edits.describe(edit) for edit, _ in told] == [words for _, words in told]


@given(
    st.lists(st.text("甲乙丙丁", min_size=8, max_size=59), min_size=1, max_size=6, unique=True),
    st.integers(3, 20),
    st.data(),
)
def test_wrapping_keeps_what_a_passage_covers(
    paragraphs: list[str], width: int, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(paragraphs) - 1))
    end = data.draw(st.integers(start, len(paragraphs) - 1))
    wrapped = [p[at : at + width] for p in paragraphs for at in range(0, len(p), width)]
    edit = passage((start + 1, paragraphs[start]), (end + 1, paragraphs[end]))
    found = places(edit, lines(*wrapped))
    if found is not None:  # a chance likeness elsewhere may hide the place, never falsify it
        covered = "".join(wrapped[found[0] - 1 : found[1]])
        assert covered.startswith(paragraphs[start]) and covered.endswith(paragraphs[end])


def test_edits_are_found_by_the_line_that_each_is_about() -> None:
    source = lines("甲", "乙", "丙")
    anchors = [edits.anchor(line) for line in source]
    done = [
        SplitAt(op="split-at", at=anchors[1]),
        Confirm(op="confirm", at=anchors[1]),
        Keep(op="keep", first=anchors[0], last=anchors[2]),
    ]
    applied = edits.locate(done, source)
    assert applied.by_line() == {2: done[:2], 1: [done[2]]}
