"""Boundary rules: the examples in the data file."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest
import yaml

from huibian.model import Contents, Line
from huibian.stages.boundaries.candidates import candidates
from huibian.stages.boundaries.text import Text
from huibian.stages.clean import clean
from huibian.vocabulary.boundaries import BoundaryRule, RuleKind, load_boundaries, load_title_words
from huibian.vocabulary.loading import built_in

ENTRIES: list[dict[str, Any]] = yaml.safe_load(built_in("boundaries.yml"))
RULES = {rule.id: rule for rule in load_boundaries()}
KINDS = set(get_args(RuleKind))


def proposed(rule: BoundaryRule, text: str) -> list[str]:
    """Return the titles that the rule proposes when a paragraph follows the line."""
    lines, _ = clean([Line(1, text), Line(2, "下面是一段正文，写完了。")], ())
    found = candidates(Text(lines, Contents(), [rule]), rule, load_title_words())
    return [one.title or lines[one.at].text for one in found if one.at == 0]


def examples(kind: str) -> list[Any]:
    return [
        pytest.param(entry["id"], text, id=f"{entry['id']}-{text[:16]}")
        for entry in ENTRIES
        for text in entry.get(kind, [])
    ]


def test_ids_and_kinds() -> None:
    assert len(RULES) == len(ENTRIES)
    for entry in ENTRIES:
        assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", entry["id"])
        assert entry["kind"] in KINDS
        assert 0 < entry["prior"] < 1


@pytest.mark.parametrize("entry", [e for e in ENTRIES if "pattern" in e], ids=lambda e: e["id"])
def test_patterns_have_examples_and_a_title_group(entry: dict[str, Any]) -> None:
    assert entry["examples"] and entry["counter_examples"]
    assert "title" in re.compile(entry["pattern"]).groupindex


@pytest.mark.parametrize(("rule", "text"), examples("examples"))
def test_examples_are_titles(rule: str, text: str) -> None:
    assert proposed(RULES[rule], text)


@pytest.mark.parametrize(("rule", "text"), examples("counter_examples"))
def test_counter_examples_are_not(rule: str, text: str) -> None:
    assert not proposed(RULES[rule], text)
