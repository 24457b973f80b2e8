"""Contents: what the table lists, what it misses, and lines that only look like a table."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import samples
from describe import compiled
from huibian.edits import anchor
from huibian.model import CleanLine, Contents, Line
from huibian.schema import Merge, Remove
from huibian.stages.clean import clean
from huibian.stages.contents import _DOTTED, _PAGE, _PAGE_END, read_contents
from huibian.stages.unwrap import unwrap
from huibian.vocabulary.boundaries import load_boundaries
from huibian.vocabulary.bundle import Vocabularies

ARTICLES = [samples.article(random.Random(seed), 4, "chinese") for seed in range(6)]
TITLES = [f"{one.title}（其{number}）" for number, one in enumerate(ARTICLES)]
LEADERS = ["……………{}", "\t{}", "     {}", ".......... {}", "", " - {} -"]


def lines_of(text: str) -> tuple[CleanLine, ...]:
    return unwrap(clean([Line(n, t) for n, t in enumerate(text.split("\n"), 1)], ())[0])


def contents(text: str) -> Contents:
    return read_contents(lines_of(text), load_boundaries())


def text(entries: list[str], titles: list[str], leader: str = "……………{}") -> str:
    table = "\n".join(entry + leader.format(3 * page) for page, entry in enumerate(entries, 1))
    bodies = "\n\n\n".join(
        f"{title}\n\n" + "\n".join(one.lines) for title, one in zip(titles, ARTICLES, strict=False)
    )
    return f"便民材料汇编\n\n目 录\n\n{table}\n\n\n{bodies}\n"


@pytest.mark.parametrize("leader", LEADERS)
@pytest.mark.parametrize("mark", ["", "{}. ", "{}、", "第{}篇 "])
def test_every_entry_finds_its_title(leader: str, mark: str) -> None:
    entries = [mark.format(number) + title for number, title in enumerate(TITLES, 1)]
    source = text(entries, entries, leader)
    found = contents(source)
    assert [entry.title for entry in found.entries] == TITLES
    lines = source.split("\n")
    assert [lines[entry.place] for entry in found.entries] == entries


@pytest.mark.parametrize("leader", LEADERS[:4])
def test_an_entry_that_the_text_lacks(leader: str, vocabularies: Vocabularies) -> None:
    entries = [*TITLES[:3], "松渡乡的船坞办成了图书馆", *TITLES[3:]]
    source = text(entries, TITLES, leader)
    assert [entry.place >= 0 for entry in contents(source).entries] == [True] * 3 + [False] + [
        True
    ] * 3
    made = compiled(source, vocabularies)
    (asked,) = [one for one in made.plan_file.questions if one.code == "HB218"]
    assert asked.message == "目录列 7 篇，找到 6 篇，缺：《松渡乡的船坞办成了图书馆》"
    assert asked.line == 8


def test_a_title_that_differs_a_little_is_found() -> None:
    changed = [title.replace("（", "(").replace("）", ")").replace("把", "将") for title in TITLES]
    found = contents(text(changed, TITLES))
    assert [entry.place >= 0 for entry in found.entries] == [True] * 6


def test_an_article_that_the_table_does_not_list(vocabularies: Vocabularies) -> None:
    source = text([*TITLES[:2], *TITLES[3:]], TITLES)
    made = compiled(source.replace("便民材料汇编", "便民材料汇编（6篇）"), vocabularies)
    messages = [one.message for one in made.plan_file.questions if one.code == "HB218"]
    assert messages and all(TITLES[2] in message or "缺" in message for message in messages)


def test_preface_and_parts_are_no_articles() -> None:
    entries = ["前言", "第一部分 城区", *TITLES[:3], "第二部分 乡村", *TITLES[3:], "后记"]
    assert [entry.title for entry in contents(text(entries, TITLES)).entries] == TITLES


@pytest.mark.parametrize("source", ["", "目录", "目录\n\n一条\n二条", "甲……1\n乙……2"])
def test_little_or_nothing(source: str) -> None:
    assert contents(source).entries == ()


def test_an_article_that_an_editor_removed_is_not_missed(vocabularies: Vocabularies) -> None:
    source = text(TITLES, TITLES)
    place = contents(source).entries[2].place
    line = Line(place + 1, source.split("\n")[place])
    decided = [Remove(op="remove", article=anchor(line))]
    made = compiled(source, vocabularies, edits=decided)
    assert len(made.articles) == len(TITLES) - 1
    assert "HB218" not in {one.code for one in made.plan_file.questions}
    joined = compiled(source, vocabularies, edits=[Merge(op="merge", article=anchor(line))])
    assert "HB218" in {one.code for one in joined.plan_file.questions}


def placed(source: str) -> list[tuple[str, str]]:
    """Return the titles that are listed, each with the line of the text that it lists."""
    lines = source.split("\n")
    return [
        (entry.title, lines[entry.place] if entry.place >= 0 else "")
        for entry in contents(source).entries
    ]


def body(titles: list[str], above: str = "", below: str = "") -> str:
    return "\n\n\n".join(
        f"{above}{title}{below}\n\n" + "\n".join(one.lines)
        for title, one in zip(titles, ARTICLES, strict=False)
    )


UNITS = [f"云汀{place}县水务局" for place in "甲乙丙丁戊己"]
BESIDE = ["{title}（{unit}）……{page}", "{unit}：{title}……{page}", "{title}  {unit}  {page}",
          "{page}\t{unit}\t{title}", "{page}. {unit} {title}"]  # fmt: skip


@pytest.mark.parametrize("shape", BESIDE)
def test_the_unit_beside_a_title(shape: str) -> None:
    entries = [
        shape.format(title=title, unit=unit, page=page)
        for page, (title, unit) in enumerate(zip(TITLES, UNITS, strict=True), 1)
    ]
    source = "目录\n" + "\n".join(entries) + "\n\n\n" + body(TITLES)
    assert placed(source) == [(title, title) for title in TITLES]


@pytest.mark.parametrize("units", [UNITS, [f"{name}晚报" for name in "甲乙丙丁戊己"]])
@pytest.mark.parametrize("leader", ["……………{}", ""])
def test_the_unit_below_a_title(units: list[str], leader: str) -> None:
    entries = [
        f"{page}. {title}\n    {unit}{leader.format(page)}"
        for page, (title, unit) in enumerate(zip(TITLES, units, strict=True), 1)
    ]
    articles = [f"{title}\n{unit}" for title, unit in zip(TITLES, units, strict=True)]
    source = "目录\n" + "\n".join(entries) + "\n\n\n" + body(articles)
    assert placed(source) == [(title, title) for title in TITLES]


def test_an_entry_over_two_lines() -> None:
    entries = [f"{page}. {title[:9]}\n{title[9:]}……{page}" for page, title in enumerate(TITLES, 1)]
    source = "目次\n\n" + "\n".join(entries) + "\n\n\n" + body(TITLES)
    assert placed(source) == [(title, title) for title in TITLES]


HEADS = ["目录", "目　次", "目录（共6篇）", "经验材料目录", "【本期导读】", "## 目录", "内容提要："]


@pytest.mark.parametrize("head", HEADS)
def test_headings_of_a_list(head: str) -> None:
    source = f"{head}\n" + "\n".join(TITLES) + "\n\n\n" + body(TITLES)
    found = contents(source)
    assert [entry.place >= 0 for entry in found.entries] == [True] * 6
    assert 0 in found.lines


def test_a_title_that_ends_like_such_a_heading_is_none() -> None:
    titles = ["云汀县公布办事事项目录", *TITLES[1:]]
    found = contents(body(titles))
    assert found == Contents()


@pytest.mark.parametrize("entry", ["- [{t}](#{n})", "- [{n}. {t}](#{n})", "{n}. [{t}](#a-{n})"])
def test_a_list_of_links(entry: str) -> None:
    entries = [entry.format(t=title, n=number) for number, title in enumerate(TITLES, 1)]
    numbered = [f"{number}. {title}" for number, title in enumerate(TITLES, 1)]
    source = "## 目录\n\n" + "\n".join(entries) + "\n\n" + body(numbered, above="## ")
    assert [title for title, _ in placed(source)] == TITLES
    assert [line for _, line in placed(source)] == [f"## {title}" for title in numbered]


def test_numbers_of_markdown_headings_are_no_part_of_titles(vocabularies: Vocabularies) -> None:
    numbered = [f"{number}. {title}" for number, title in enumerate(TITLES, 1)]
    made = compiled(body(numbered, above="## "), vocabularies, "经验.md")
    assert [one.title for one in made.articles] == TITLES
    some = [TITLES[0], numbered[1], *TITLES[2:]]
    made = compiled(body(some, above="## "), vocabularies, "经验.md")
    assert [one.title for one in made.articles] == some


def bulletin(head: str, sizes: list[int]) -> str:
    issues, at = [], 0
    for number, size in enumerate(sizes, 1):
        titles, articles = TITLES[at : at + size], ARTICLES[at : at + size]
        at += size
        pieces = "\n\n".join(
            f"◎{title}\n" + "\n".join(one.lines)
            for title, one in zip(titles, articles, strict=True)
        )
        listed = "\n".join(f"◎{title}" for title in titles)
        issues.append(f"云汀水务简报\n第{number}期\n\n{head}\n{listed}\n\n{pieces}")
    return "\n\n".join(issues)


@pytest.mark.parametrize("head", ["本期导读", "本期目录", "目录"])
@pytest.mark.parametrize("sizes", [[2, 2, 2], [3, 1, 2]])
def test_each_issue_has_a_list_of_its_own(
    head: str, sizes: list[int], vocabularies: Vocabularies
) -> None:
    source = bulletin(head, sizes)
    assert placed(source) == [(title, f"◎{title}") for title in TITLES]
    made = compiled(source, vocabularies)
    assert [one.title for one in made.articles] == TITLES
    lines = source.split("\n")
    outside = {lines[number - 1] for number in made.plan.preliminaries}
    assert {"云汀水务简报", "第2期", "第3期", f"◎{TITLES[0]}", head} <= outside


def test_a_list_of_the_whole_before_those_of_its_parts() -> None:
    source = "总目录\n" + "\n".join(TITLES) + "\n\n\n" + bulletin("目录", [3, 3])
    assert placed(source) == [(title, f"◎{title}") for title in TITLES]


def test_a_list_of_the_first_part_does_not_decide_for_the_rest(
    vocabularies: Vocabularies,
) -> None:
    source = "本期要目\n" + "\n".join(TITLES[:2]) + "\n\n\n" + body(TITLES)
    made = compiled(source, vocabularies)
    assert [one.title for one in made.articles] == TITLES
    (asked,) = [one for one in made.plan_file.questions if one.code == "HB218"]
    assert TITLES[2] in asked.message


def test_head_and_foot_of_each_issue_are_no_list() -> None:
    issues = [
        f"云汀水务简报\n编：办公室\n送：各科室\n\n{title}\n\n" + "\n".join(one.lines)
        for title, one in zip(TITLES, ARTICLES, strict=True)
    ]
    assert contents("\n\n".join(issues)).entries == ()


@given(st.text(alphabet="甲乙.…·．_\t 　-—（()）12９", max_size=30))
def test_a_page_is_looked_for_where_a_line_may_end_in_one(text: str) -> None:
    may = bool(text) and _PAGE_END.match(text, len(text) - 1) is not None
    assert may or (_PAGE.sub("", text) == text and not _DOTTED.search(text))
