"""Boundaries: which set of titles wins, and which lines stay suspects. Layouts: see goldens/."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

import samples
from huibian.model import BoundarySet, CleanLine, Line, LineStyle, Span
from huibian.stages import boundaries
from huibian.stages.clean import clean
from huibian.stages.contents import read_contents
from huibian.stages.unwrap import unwrap
from huibian.vocabulary.boundaries import load_boundaries
from huibian.vocabulary.noise import load_noise


def find(text: str) -> BoundarySet | None:
    source = [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]
    return find_in(unwrap(clean(source, load_noise())[0]))


def find_in(lines: Sequence[CleanLine]) -> BoundarySet | None:
    rules = load_boundaries()
    return boundaries.find(lines, read_contents(lines, rules), rules)


def made(count: int, headings: str = "none") -> list[samples.Article]:
    words = random.Random(count)
    return [samples.article(words, 4, headings) for _ in range(count)]


def titles(text: str) -> list[str]:
    found = find(text)
    return [boundary.title for boundary in found.boundaries] if found else []


TWO_BLANKS = samples.STYLES["two blank lines"]


@pytest.mark.parametrize(
    ("head", "declared"),
    [
        ("便民材料汇编（6篇）", 6), ("便民材料汇编（共６篇）", 6), ("便民材料汇编（六篇）", 6),
        ("便民材料汇编6篇", 6), ("便民典型案例-12篇", 12), ("本书收录了二十四篇稿子。", 24),
        ("便民材料汇编", None), ("第6篇章的意义", None), ("本月完成6篇报道任务", None),
    ],
)  # fmt: skip
def test_declared_count(head: str, declared: int | None) -> None:
    found = find(f"{head}\n\n\n{TWO_BLANKS(made(6))}")
    assert found is not None and found.declared == declared


def test_the_collections_own_title_is_no_article() -> None:
    articles = made(4)
    found = find(f"便民服务典型案例选编\n\n\n{TWO_BLANKS(articles)}")
    assert found is not None
    assert (found.title, found.title_line) == ("便民服务典型案例选编", 1)
    assert [one.title for one in found.boundaries] == [one.title for one in articles]


@pytest.mark.parametrize(
    "text", ["", "只有一行", "青禾县办事不求人\n\n先摸底，再登记。\n", "。\n\n\n。\n"]
)
def test_no_articles(text: str) -> None:
    assert find(text) is None


@pytest.mark.parametrize("headings", ["chinese", "paren", "ordinal", "lead", "none"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_single_article_is_not_split(headings: str, gap: str) -> None:
    (article,) = made(1, headings)
    assert find(gap.join([article.title, *article.lines])) is None


def test_numbers_that_do_not_run_on_lose() -> None:
    articles = made(4)
    text = "\n\n\n".join(
        f"{number}. {one.title}\n\n" + "\n".join(one.lines)
        for number, one in zip([3, 1, 9, 2], articles, strict=True)
    )
    found = find(text)
    assert found is None or found.rule != "number"


def test_evidence_names_the_rule_and_the_score_is_a_share() -> None:
    found = find(f"便民材料汇编（4篇）\n\n\n{TWO_BLANKS(made(4))}")
    assert found is not None
    for boundary in found.boundaries:
        assert 0.8 <= boundary.score <= 1
        assert boundary.evidence[0].rule == found.rule
        assert "declared-count" in {one.rule for one in boundary.evidence}


def test_a_title_run_on_is_a_suspect_with_its_reason() -> None:
    first, second, third = made(3, "chinese")
    run_on = "\n".join([*second.lines, third.title, *third.lines])
    found = find(
        f"{first.title}\n\n" + "\n".join(first.lines) + f"\n\n\n{second.title}\n\n{run_on}"
    )
    assert found is not None
    (suspect,) = found.suspects
    assert suspect.title == third.title
    assert "从“一、”开始编号" in suspect.reason
    assert found.promoted() == ()


def test_a_subtitle_and_a_byline_belong_to_the_title() -> None:
    articles = made(3)
    text = "\n\n\n".join(
        f"{one.title}\n——松渡乡纪事\n青禾县水利局\n\n" + "\n".join(one.lines) for one in articles
    )
    assert titles(text) == [one.title for one in articles]


def test_a_list_of_titles_beats_look_alikes() -> None:
    """Short lines set off by blank lines are no titles where the contents do not list them."""
    articles = made(4)
    text = "便民材料选编\n\n目录\n\n" + "\n\n".join(
        f"{one.title} {page}" for page, one in enumerate(articles, 1)
    )
    for one in articles:
        text += f"\n\n{one.title}\n\n" + "\n\n怎样做好这件事情\n\n".join(one.lines)
    found = find(text)
    assert found is not None
    assert [one.title for one in found.boundaries] == [one.title for one in articles]
    assert (found.rule, len(found.contents.lines)) == ("listed", 5)


def test_a_recurring_line_is_no_table_of_contents() -> None:
    """Page headers come again and again; they list nothing."""
    articles = made(4)
    text = "便民材料选编\n\n\n" + TWO_BLANKS(articles).replace("\n\n\n", "\n便民材料选编\n\n\n")
    found = find(text)
    assert found is not None and not found.contents.lines
    assert [one.title for one in found.boundaries] == [one.title for one in articles]


STYLED = [
    ("汇编前言写在这里，说明选稿的想法，也说明体例不求一律，看完就想动手试试便是好稿。", {}),
    ("渡口边的书架", {"heading": 1, "size": 18.0, "page_break": True}),
    ("候船亭里摆了一排书架，等船的人随手翻翻。" * 8, {"size": 12.0}),
    ("书从哪里来", {"size": 12.0}),
    ("街坊们捐来的书，由摆渡的老船工登记上架。" * 8, {"size": 12.0}),
    ("山里来了放映队", {"heading": 1, "size": 18.0, "page_break": True}),
    ("放映队翻过两道岭，把幕布挂在打谷场的墙上。" * 8, {"size": 12.0}),
    ("片子由谁来挑", {"size": 12.0}),
    ("村里的老人和孩子各挑一部，轮流先放。" * 8, {"size": 12.0}),
]


@pytest.mark.parametrize("kept", [{"heading"}, {"size"}, {"page_break"}])
def test_what_the_source_says_of_looks_marks_titles(kept: set[str]) -> None:
    """Word headings, larger letters, or a page of its own, each without the others."""
    lines = [
        CleanLine(
            number,
            text,
            (Span(number, 0, len(text)),),
            style=LineStyle(**{key: value for key, value in look.items() if key in kept}),
        )
        for number, (text, look) in enumerate(STYLED, 1)
    ]
    found = find_in(lines)
    assert found is not None
    assert [boundary.title for boundary in found.boundaries] == ["渡口边的书架", "山里来了放映队"]
