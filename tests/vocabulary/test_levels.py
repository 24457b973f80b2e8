"""Cues of level, organization and kind: the examples in the data files."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from huibian.model import LEVELS
from huibian.stages.classify import kind_of
from huibian.stages.extract import Reading, level_of
from huibian.vocabulary.cues import PLACE, load_kinds, load_levels, load_organizations
from huibian.vocabulary.loading import built_in

DATA: dict[str, Any] = yaml.safe_load(built_in("levels.yml"))
KINDS: list[dict[str, Any]] = yaml.safe_load(built_in("kinds.yml"))


def level(text: str, title: str = "办好群众的小事") -> str:
    found = level_of(Reading(title, 1, ((text, 2),)), load_levels())
    return found.value if found else ""


@pytest.mark.parametrize("example", DATA["examples"], ids=lambda example: example["text"][:12])
def test_examples_of_levels(example: dict[str, str]) -> None:
    assert level(example["text"]) == example["level"]


def test_levels_are_those_of_the_contract() -> None:
    assert {entry["level"] for entry in DATA["levels"]} <= set(LEVELS)
    assert {example["level"] for example in DATA["examples"]} <= set(LEVELS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("某县坚持办实事，全县上下齐动手。", "县区级"),
        ("*县把作风建设放在心上，县委书记带头。", "县区级"),
        ("X区推行一窗受理，区委、区政府齐抓共管。", "县区级"),
        ("根据省委部署，xx市全面铺开，全市设立窗口。", "市级"),
        ("xx街道党工委牵头，街道办事处落实。", "乡镇街道级"),
        ("白榆港务集团公司有职工一千人。", "企业"),
        ("推动集团化办学，全县建成六个教育集团。", "县区级"),
        ("春天来了，花开了。", ""),
    ],
)
def test_levels_in_sentences(text: str, expected: str) -> None:
    assert level(text) == expected


def test_a_company_in_the_title() -> None:
    assert level("夜里两点，正是听漏的好时候。", "兰汀水务公司的“听漏人”") == "企业"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("xx县纪委监委坚持严字当头", "xx县纪委监委"),
        ("xx市政协组织委员视察", "xx市政协"),
        ("某区教育局牵头", "某区教育局"),
        (f"{PLACE * 3}水利局负责", f"{PLACE * 3}水利局"),
    ],
)
def test_names_of_units(text: str, name: str) -> None:
    cues = load_organizations()
    ((place, *_),) = cues.place.find(text)
    ends = [core.match(text, place.end()) for core in cues.cores]
    assert name in {text[place.start() : match.end()] for match in ends if match}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind["id"])
def test_examples_of_kinds(kind: dict[str, Any]) -> None:
    example, counter = kind["example"], kind["counter_example"]
    assert kind_of(example["title"], example["text"], load_kinds()).value == kind["label"]
    assert kind_of(counter["title"], counter["text"], load_kinds()).value != kind["label"]


def test_the_first_kind_needs_no_cue() -> None:
    assert load_kinds()[0].threshold == 0
    assert kind_of("无题", "春天来了。", load_kinds()).value == KINDS[0]["label"]
