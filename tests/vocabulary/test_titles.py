"""Words about titles: the examples in the data file."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from huibian.stages.boundaries import title_likeness
from huibian.vocabulary.boundaries import dangling_end, load_title_words
from huibian.vocabulary.loading import built_in

DATA: dict[str, Any] = yaml.safe_load(built_in("titles.yml"))
LISTS = ["dangling_endings", "dangling_patterns"]


@pytest.mark.parametrize("title", [t for name in LISTS for t in DATA[name]["examples"]])
def test_titles_that_break_off(title: str) -> None:
    end = dangling_end(title)
    assert end and title.endswith(end)


@pytest.mark.parametrize("title", [t for name in LISTS for t in DATA[name]["counter_examples"]])
def test_whole_titles(title: str) -> None:
    assert dangling_end(title) == ""


@pytest.mark.parametrize("title", ["", "办好“各项”", "一问到底", "青禾县推进“把”字工程”"])
def test_closed_phrases_do_not_dangle(title: str) -> None:
    assert dangling_end(title) == ""


WORDS = load_title_words()
PATTERNS = {
    "collection_titles": [WORDS.collection],
    "collection_starts": [WORDS.collection_start],
    "parts": [WORDS.part],
    "editorial": [WORDS.preface, WORDS.postscript],
    "contact_lines": [WORDS.contact],
    "contents_heads": [WORDS.contents, WORDS.contents_perhaps],
}


def lines_of(kind: str) -> list[Any]:
    return [
        pytest.param(name, text, id=f"{name}-{text[:16]}")
        for name in PATTERNS
        for text in DATA[name][kind]
    ]


@pytest.mark.parametrize(("name", "text"), lines_of("examples"))
def test_lines_of_the_editor(name: str, text: str) -> None:
    assert any(pattern.search(text) for pattern in PATTERNS[name])


@pytest.mark.parametrize(("name", "text"), lines_of("counter_examples"))
def test_no_lines_of_the_editor(name: str, text: str) -> None:
    assert not any(pattern.search(text) for pattern in PATTERNS[name])


@pytest.mark.parametrize(
    "text",
    [
        "青禾县把板凳搬到巷子口", "“四下四上”走活基层一盘棋", "谁来管好一渠清水？",
        "聚力攻坚开新局",
        "以党建引领推动基层治理提质增效的实践与探索",
    ],
)  # fmt: skip
def test_lines_that_look_like_titles(text: str) -> None:
    assert title_likeness(text, load_title_words()) >= 0.7


@pytest.mark.parametrize(
    "text",
    [
        "", "前言", "2023年5月", "（2023年5月）", "先摸底。再登记", "一是摸清底数",
        "窗口早晚错峰开放，",
        "窗口早晚错峰开放。", "（记者 林小满）", "——青禾县纪事", "青禾县水利局", "字" * 81,
    ],
)  # fmt: skip
def test_lines_that_do_not(text: str) -> None:
    assert title_likeness(text, load_title_words()) < 0.5
