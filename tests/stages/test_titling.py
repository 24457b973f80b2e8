"""Titles for documents without a title line, made of their opening or their file's name."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from huibian.model import Line
from huibian.stages.clean import clean
from huibian.stages.titling import Proposal, propose
from huibian.vocabulary.bundle import Vocabularies, load
from huibian.vocabulary.loading import built_in
from huibian.vocabulary.openings import load_openings

EXAMPLES: list[dict[str, Any]] = yaml.safe_load(built_in("openings.yml"))["examples"]
BODY = "一、压实责任。各村（社区）逐户排查，建立台账，发现一处整改一处，办完以后回头再看一遍。"
VOCABULARIES: Vocabularies = load()


def proposal(*texts: str, name: str = "文件.txt") -> Proposal:
    lines, _ = clean([Line(number, text) for number, text in enumerate(texts, 1)], ())
    return propose(lines, name, load_openings(), VOCABULARIES.regions)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: str(one["title"]))
def test_examples_of_the_vocabulary(example: dict[str, Any]) -> None:
    end = [example.get("signed", ""), f"{example['dated']}年5月" if "dated" in example else ""]
    found = proposal(*example["opening"], "", BODY, *end, name=example.get("file", "文件.txt"))
    assert found.title == example["title"]
    assert found.rule == ("file-name" if "file" in example else "opening")


def test_every_pattern_of_a_topic_and_every_act_has_an_example() -> None:
    openings = load_openings()
    heads = ["".join(one["opening"]) for one in EXAMPLES]
    for pattern in (*openings.announcements, *openings.topics):
        assert any(pattern.search(head) for head in heads), pattern.pattern


def test_an_opening_that_is_broken_over_lines_is_read_as_one() -> None:
    found = proposal("根据上级通知要求，现将xx县2023年", "防汛工作情况汇报如下：", BODY)
    assert (found.title, found.line) == ("xx县2023年防汛工作情况汇报", 1)


def test_the_announcement_far_down_is_no_opening() -> None:
    assert proposal(*[BODY] * 20, "现将xx县2023年防汛工作情况汇报如下：").rule == "file-name"


@given(st.lists(st.text(max_size=40), min_size=1, max_size=6), st.text(min_size=1, max_size=20))
def test_any_text_gets_a_title(texts: list[str], name: str) -> None:
    found = proposal(*texts, BODY, name=name.replace("/", "") or "x")
    assert found.title == found.title.strip() or found.rule == "file-name"
    assert found.rule == "file-name" or 4 <= len(found.title) <= 60


@given(st.sampled_from(["情况", "工作", "活动", "xx县", "2023年", "我县", "的", "有关", "防汛"]))
def test_a_title_is_made_of_the_documents_words(word: str) -> None:
    text = f"根据要求，现将xx县{word}防汛情况汇报如下："
    found = proposal(text, BODY)
    assert found.title.endswith("汇报")
    assert all(char in text for char in found.title)
