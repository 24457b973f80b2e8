"""Contents: what the table lists, what it misses, and lines that only look like a table."""

from __future__ import annotations

import random

import pytest

import samples
from describe import compiled
from huibian.edits import anchor
from huibian.model import CleanLine, Contents, Line
from huibian.schema import Merge, Remove
from huibian.stages.clean import clean
from huibian.stages.contents import read_contents
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
