"""YAML read without YAML: the same, or left to it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from huibian import simpleyaml
from huibian.frontmatter import scalar
from huibian.planfile import dump_plan, parse_plan
from huibian.schema import PlanFile
from huibian.yamlloader import Loader

PLAN = {
    "version": 1,
    "source": {
        "file": "original.txt", "name": "a.txt", "format": "text", "encoding": "utf-8",
        "sha256": "0" * 64, "lines": 3,
    },
    "added": "2026-01-01",
    "index_sha256": "ab" * 32,
    "collection": {"title": "", "title_line": 0, "rule": "no"},
    "articles": [
        {
            "number": 1, "title": "甲", "title_lines": "1", "lines": "1-3", "page": "01.md",
            "sha256": "12" * 32, "score": 0.5, "evidence": [],
        }
    ],
    "dropped": [
        {"line": 1, "columns": "0-3", "rule": "page-number", "text": "第\t“1\"\\页"},
        {"line": 2, "columns": "0-3", "rule": "ad", "text": "\x85\ufeff😀 甲: 乙 #丙"},
    ],
}  # fmt: skip


def test_a_plan_is_read_without_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = PlanFile.model_validate(PLAN)
    text = dump_plan(plan)
    assert yaml.load(text, Loader=Loader)["dropped"] == PLAN["dropped"]
    monkeypatch.setattr(yaml, "load", None)
    assert parse_plan(text, "plan.yml") == plan


@pytest.mark.parametrize(
    "text",
    [
        "title: no\n", "on: 甲\n", "title: True\n", "title: [a, Null]\n", "title: {no: 1}\n",
        "title: a], [b\n", "title: [a\n", "title: 甲, 乙\n", "title: 甲: 乙\n", "title: {a:1}\n",
        "title: [a,b]\n", "title: 1e5\n", "title: 012\n", "title: 1_000\n", "title: 1:30\n",
        "title: 2022-04-15\n", "title: &a 甲\n", "title: *a\n", "title: !!str 1\n", "title: |\n",
        "title: >\n  甲\n", "title:\n", "title:\n  甲\n", "title:\n- 甲\n", "title:\n  - a: b\n",
        "title:\n  - - a\n", "  - 甲\n", "title: 甲 #乙\n", 'title: "甲" #乙\n', "title: '甲'\n",
        'title: "\\ud83d\\ude00"\n', 'title: "\\x41"\n', 'title: "\\/"\n', 'title: "甲\n', "",
        "#\n", "<<: {a: 1}\n", "title:  \n", "? a\n", "%YAML 1.1\n", "---\n", "a\x00b: c\n",
        "#\x07\ntitle: 甲\n", 'title: ["甲""乙"]\n', "title: []]\n", "title: [1 2]\n",
        "title: 1\ttitle: 2\n", "title: 甲\t\n",
    ],
)  # fmt: skip
def test_what_may_be_anything_else_is_left_to_yaml(text: str) -> None:
    assert simpleyaml.entries(text) is None


def test_keys_have_their_lines() -> None:
    text = '# 说明\ntitle: 甲\nlist:\n  - {a1: 1.0, b2: [甲, "乙, 丙"]}\n  - -3\n# 完\nlast: {}\n'
    found = simpleyaml.entries(text)
    assert found is not None
    assert [(one.key, one.line) for one in found] == [("title", 2), ("list", 3), ("last", 7)]
    assert simpleyaml.mapping(found) == yaml.load(text, Loader=Loader)


PIECES = [
    "甲", "a", "no", "12", "-3", "0.5", "1e5", '"', '"乙"', "[", "]", "{", "}", ", ", ": ", ",",
    ":", " ", "\n", "\nab: ", "\nab:", "\n  - ", "\\", "\\n", "\\u4e00", "#", "-", "~", "&", "*",
    "\t", "\x00", "'",
]  # fmt: skip
values = st.recursive(
    st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["甲", "ab", "no"]), inner, max_size=3)
    ),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=2000)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map(lambda some: "ab: " + "".join(some)))
def test_what_is_read_at_all_is_read_as_yaml_reads_it(text: str) -> None:
    found = simpleyaml.entries(text)
    if found is not None:
        assert repr(simpleyaml.mapping(found)) == repr(yaml.load(text, Loader=Loader))


@given(values)
def test_what_scalar_writes_is_read_as_yaml_reads_it(value: Any) -> None:
    text = f"ab: {scalar(value)}\ncd:\n  - {scalar(value)}\n"
    found = simpleyaml.entries(text)
    if found is not None:
        assert repr(simpleyaml.mapping(found)) == repr(yaml.load(text, Loader=Loader))
