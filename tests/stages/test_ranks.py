"""Ranks: titles typed large beside others in a heading style, and headings above the titles'."""

from __future__ import annotations

import pytest

from huibian.model import BoundarySet, CleanLine, LineStyle, Span
from huibian.stages import boundaries
from huibian.stages.contents import read_contents
from huibian.vocabulary.boundaries import load_boundaries

TITLES = [
    "青禾县抓实河湖治理", "柳泉镇办好村里的早市", "白榆市打造便民服务圈", "望川县推进移风易俗",
    "兰汀县守牢山林防火线", "云麓县做优老年食堂",
]  # fmt: skip
STYLED = LineStyle(heading=1, size=16.0, bold=True)
TYPED = LineStyle(size=18.0, bold=True, centred=True)
TEXT = LineStyle(size=12.0)


def body(at: int) -> list[tuple[str, LineStyle]]:
    return [(f"第{n}个村先把家底摸清{at}，再挨户登记，{'把台账挂在墙上，' * 9}按月销号。", TEXT)
            for n in range(3)]  # fmt: skip


def found(*pieces: tuple[str, LineStyle]) -> BoundarySet:
    lines = [
        CleanLine(number, text, (Span(number, 0, len(text)),), style=style)
        for number, (text, style) in enumerate(pieces, 1)
    ]
    rules = load_boundaries()
    made = boundaries.find(lines, read_contents(lines, rules), rules)
    assert made is not None
    return made


def compilation(looks: list[LineStyle], head: str = "") -> BoundarySet:
    pieces = [(head, LineStyle(size=26.0, centred=True))] if head else []
    for at, (title, look) in enumerate(zip(TITLES, looks, strict=True)):
        pieces += [(title, look), *body(at)]
    return found(*pieces)


LOOKS = [STYLED, STYLED, TYPED, STYLED, TYPED, STYLED]


def test_titles_typed_as_large_as_the_others_are_titles_and_unsure() -> None:
    made = compilation(LOOKS)
    assert [one.title for one in made.boundaries] == TITLES
    assert [one.score < 0.6 for one in made.boundaries] == [look is TYPED for look in LOOKS]
    assert made.suspects == ()


def test_smaller_ones_are_suspects() -> None:
    small = LineStyle(size=14.0, centred=True)
    made = compilation([small if look is TYPED else look for look in LOOKS])
    assert [one.title for one in made.suspects] == [TITLES[2], TITLES[4]]
    assert len(made.boundaries) == 4


def test_a_count_that_is_full_already_makes_them_suspects() -> None:
    made = compilation(LOOKS, "便民材料汇编（4篇）")
    assert [one.title for one in made.boundaries] == [TITLES[at] for at in (0, 1, 3, 5)]
    assert [one.title for one in made.suspects] == [TITLES[2], TITLES[4]]


@pytest.mark.parametrize(
    "extra",
    [
        [("怎么办好这件事的几点体会", TYPED), ("几句话。", TEXT)],  # hardly any text below
        [("主要做法", TYPED), *body(8)],  # too short for a title to be sure of
        [("一、抓实网格里的每一件事", TYPED), *body(8)],  # a heading's number
    ],
)
def test_other_large_lines_are_headings(extra: list[tuple[str, LineStyle]]) -> None:
    pieces = []
    for at, title in enumerate(TITLES):
        pieces += [(title, STYLED), *body(at)]
    made = found(*pieces, *extra)
    assert [one.title for one in made.boundaries] == TITLES
    assert made.suspects == ()


def test_large_lines_in_every_article_are_headings() -> None:
    pieces = []
    for at, title in enumerate(TITLES):
        pieces += [(title, STYLED), *body(at)]
        pieces += [(f"{title}的两点体会", TYPED), *body(at + 10)]
        pieces += [(f"{title}的三条经验", TYPED), *body(at + 20)]
    made = found(*pieces)
    assert [one.title for one in made.boundaries] == TITLES


def test_headings_of_a_higher_rank_head_groups() -> None:
    """The table of contents lists them among the titles."""
    second = LineStyle(heading=2, size=16.0)
    parts = ("经济发展", "社会治理", "民生改善")
    listed, pieces = [("目录", TEXT)], []
    for at, title in enumerate(TITLES):
        if at % 2 == 0:
            listed.append((parts[at // 2], TEXT))
            pieces.append((parts[at // 2], STYLED))
        listed.append((f"{title}\t{at}", TEXT))
        pieces += [(title, second), *body(at)]
    made = found(*listed, *pieces)
    assert [one.title for one in made.contents.entries] == TITLES
    assert [one.title for one in made.boundaries] == TITLES
    assert [one.evidence.text for one in made.interludes] == ["社会治理", "民生改善"]
