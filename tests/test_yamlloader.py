"""YAML from outside: plain values, each written where it stands."""

from __future__ import annotations

import pytest
import yaml

from huibian.yamlloader import load


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("甲: '*乙'", {"甲": "*乙"}),
        ("甲: 138****5678", {"甲": "138****5678"}),
        ("甲: &a 乙", {"甲": "乙"}),
        ("- 1\n- [二, 3]", [1, ["二", 3]]),
    ],
)
def test_plain_values(text: str, value: object) -> None:
    assert load(text) == value


@pytest.mark.parametrize(
    ("text", "problem", "line"),
    [
        ("a: &a 1\nb: *a", "不能用别名（*a）", 1),
        ("a: &a [*a]", "不能用别名（*a）", 0),
        ("a: 1\nb: !!python/object/apply:os.system [x]", "不能用标签（!…）", 1),
        ("!own {a: 1}", "不能用标签（!…）", 0),
    ],
)
def test_what_stands_for_more_than_it_says(text: str, problem: str, line: int) -> None:
    with pytest.raises(yaml.MarkedYAMLError) as error:
        load(text)
    assert error.value.problem == problem
    assert error.value.problem_mark is not None and error.value.problem_mark.line == line
