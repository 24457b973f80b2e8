"""Cleaning: what goes, what stays, and from which columns."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huibian.model import CleanLine, Dropped, Line, Span, is_blank
from huibian.stages.clean import _noise, clean
from huibian.vocabulary.noise import NoiseRule, load_noise

RULES = load_noise()


def one(text: str, **options: frozenset[int]) -> tuple[CleanLine, tuple[Dropped, ...]]:
    (line,), dropped = clean([Line(1, text)], RULES, **options)
    return line, dropped


def columns(text: str, line: CleanLine) -> str:
    return "".join(text[span.start : span.end] for span in line.spans)


@pytest.mark.parametrize(
    ("text", "cleaned", "indent"),
    [
        ("青禾县", "青禾县", 0),
        ("\u3000\u3000青禾县 ", "青禾县", 4),
        ("\t 青禾县", "青禾县", 2),
        ("\ufeff青\u200b禾\u00ad县\u200e", "青禾县", 0),
        ("\u200b\u3000青禾县", "青禾县", 2),
        ("a  b\t\tc\u00a0d", "a b c d", 0),
        ("甲\u3000\u3000乙", "甲\u3000\u3000乙", 0),
        ("甲 \u3000 乙", "甲\u3000乙", 0),
        ("甲\x0b乙\u2028丙", "甲 乙 丙", 0),
        ("甲\x07乙", "甲乙", 0),
        (" \u200b\u3000", "", 0),
        ("", "", 0),
    ],
)
def test_white_space_and_invisible_characters(text: str, cleaned: str, indent: int) -> None:
    line, dropped = one(text)
    assert (line.text, line.indent, dropped) == (cleaned, indent, ())


def test_an_invisible_character_hides_no_noise() -> None:
    line, dropped = one("解压密\u200b码：123456")
    assert (line.text, [piece.rule for piece in dropped]) == ("", ["password"])
    line, dropped = one("欢迎加\u200b入某某库，海量素材随你搜！添加客\u200b服：abcd")
    assert (line.text, [piece.rule for piece in dropped]) == ("", ["advert"])


@pytest.mark.parametrize(
    "text", ["*县的做法", "**县委", "1. 甲", "# 甲", "甲##乙", "<b>甲</b>", "”甲"]
)
def test_visible_characters_stay(text: str) -> None:
    assert one(text)[0].text == text


def test_a_piece_is_cut_out_and_accounted_for() -> None:
    line, dropped = one("先摸底，##paidbegin##再登记。##paidend##")
    assert line.text == "先摸底，再登记。"
    assert line.spans == (Span(1, 0, 4), Span(1, 17, 21))
    assert [(piece.span, piece.text) for piece in dropped] == [
        (Span(1, 4, 17), "##paidbegin##"),
        (Span(1, 21, 32), "##paidend##"),
    ]


def test_white_space_around_a_piece_is_folded() -> None:
    text = "先摸底 ##paidbegin## 再登记"
    line, _ = one(text)
    assert line.text == "先摸底 再登记"
    assert columns(text, line) == line.text


def test_a_line_of_noise_has_the_rule() -> None:
    line, dropped = one("  — 12 — ")
    assert (line.text, line.spans, line.noise) == ("", (), "page-number")
    assert dropped == (Dropped(Span(1, 2, 8), "— 12 —", "page-number"),)
    assert one("##paidend##")[0].noise == "paywall"


def test_an_editor_overrules_the_rules() -> None:
    here = frozenset([1])
    assert one("— 12 —", keep=here)[0].text == "— 12 —"
    line, dropped = one(" 好话一句。", drop=here)
    assert (line.text, line.noise) == ("", "editor")
    assert dropped == (Dropped(Span(1, 1, 6), "好话一句。", "editor"),)
    assert one("", drop=here)[1] == ()


MIXED = st.lists(
    st.sampled_from(
        ["甲", "乙", "a", " ", "\t", "\u3000", "\u200b", "\ufeff", "\x07", "##paidend##", "\x0b"]
    )
    | st.characters(codec="utf-8", exclude_characters="\r\n"),
    max_size=20,
).map("".join)


@given(MIXED)
def test_every_visible_character_is_kept_or_dropped(text: str) -> None:
    line, dropped = one(text)
    left = "".join(
        char
        for column, char in enumerate(text)
        if not is_blank(char)
        and not any(piece.span.start <= column < piece.span.end for piece in dropped)
    )
    assert "".join(char for char in line.text if not is_blank(char)) == left


@given(MIXED)
def test_spans_hold_one_column_for_each_character(text: str) -> None:
    line, dropped = one(text)
    held = columns(text, line)
    assert len(held) == len(line.text)
    assert all(a == b or (a.isspace() and b == " ") for a, b in zip(held, line.text, strict=True))
    for piece in dropped:
        assert all(one.end <= piece.span.start or one.start >= piece.span.end for one in line.spans)


@given(MIXED)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    line, _ = one(text)
    assert clean([Line(1, line.text)], ())[0][0].text == line.text


def test_only_the_groups_of_a_pattern_go() -> None:
    lines, dropped = clean([Line(1, "\u3000\u3000**一是摸清底数。**逐户登记。")], load_noise())
    assert lines[0].text == "一是摸清底数。逐户登记。"
    assert [(piece.span.start, piece.text) for piece in dropped] == [(2, "**"), (11, "**")]


NEEDED = sorted({word for rule in load_noise() for word in rule.needs})


@given(st.lists(st.sampled_from([*NEEDED, *{char for word in NEEDED for char in word}])))
def test_every_rule_that_may_drop_something_is_asked(pieces: list[str]) -> None:
    rules, text = load_noise(), "".join(pieces)
    assert set(_noise(rules).of(text)) >= {rule for rule in rules if rule.possible(text)}


@given(st.lists(st.text(alphabet="甲乙", min_size=1, max_size=3), min_size=1), st.data())
def test_a_word_that_begins_inside_another_is_not_overlooked(
    words: list[str], data: st.DataObject
) -> None:
    rules = tuple(
        NoiseRule(str(at), "", "line", re.compile("x"), (word,)) for at, word in enumerate(words)
    )
    text = data.draw(st.text(alphabet="甲乙丙", max_size=9))
    assert set(_noise(rules).of(text)) >= {rule for rule in rules if rule.possible(text)}


def test_rules_that_need_other_words_are_not_asked() -> None:
    asked = _noise(load_noise()).of("村里的窗口搬到了家门口。")
    assert 0 < len(asked) < len(load_noise()) / 2
