"""Doubts: what is asked, with the options that settle it. Whole texts: see goldens/."""

from __future__ import annotations

import random
from typing import Any

import pytest

import samples
from describe import compiled
from huibian import edits
from huibian.model import Question
from huibian.schema import Confirm, Edit, Merge, Retitle, SplitAt
from huibian.vocabulary.bundle import Vocabularies

WORDS = random.Random(7)
FIRST, SECOND, THIRD = (samples.article(WORDS, 4, "chinese") for _ in range(3))


def article(one: samples.Article) -> str:
    return f"{one.title}\n\n" + "\n".join(one.lines)


def source(declared: int) -> str:
    """Two separate articles; a third is run on behind the second."""
    head = f"便民材料汇编（{declared}篇）"
    run_on = "\n".join([THIRD.title, *THIRD.lines])
    return f"{head}\n\n\n{article(FIRST)}\n\n\n{article(SECOND)}\n{run_on}\n"


def questions(text: str, vocabularies: Vocabularies, *decisions: Edit) -> list[Question]:
    made = compiled(text, vocabularies, edits=decisions)
    return [question for question in made.plan.questions if question.code != "HB215"]


def anchored(text: str, wanted: str) -> Any:
    document_lines = text.split("\n")
    from huibian.model import Line

    return edits.anchor(Line(document_lines.index(wanted) + 1, wanted))


@pytest.mark.parametrize(
    ("declared", "codes"), [(2, ["HB210"]), (3, ["HB214"]), (4, ["HB213", "HB214"])]
)
def test_declared_count_decides(
    declared: int, codes: list[str], vocabularies: Vocabularies
) -> None:
    asked = questions(source(declared), vocabularies)
    assert [question.code for question in asked] == codes


def test_a_run_on_title_gives_the_command_and_the_reason(vocabularies: Vocabularies) -> None:
    (question,) = questions(source(2), vocabularies)
    line = source(2).split("\n").index(THIRD.title) + 1
    assert (question.line, question.command) == (line, f"--split-at {line}")
    values = dict(question.values)
    assert values["title"] == THIRD.title
    assert "所示篇数 2 已经够了" in values["reason"]
    assert {one.rule for one in question.evidence} == {"numbering-restarts", "title-likeness"}


def test_splitting_there_settles_it(vocabularies: Vocabularies) -> None:
    text = source(2)
    edit = SplitAt(op="split-at", at=anchored(text, THIRD.title))
    assert questions(text, vocabularies, edit) == []


def test_confirming_settles_it_the_other_way(vocabularies: Vocabularies) -> None:
    text = source(2)
    edit = Confirm(op="confirm", at=anchored(text, THIRD.title))
    assert questions(text, vocabularies, edit) == []


def test_a_promoted_title_can_be_merged(vocabularies: Vocabularies) -> None:
    text = source(3)
    (question,) = questions(text, vocabularies)
    assert question.command == "--merge 3"
    asked = questions(text, vocabularies, Merge(op="merge", article=anchored(text, THIRD.title)))
    # the editor's word stands against the declared count; the line stays under suspicion
    assert "HB213" not in [question.code for question in asked]


def test_a_cut_off_title_asks_until_it_is_whole(vocabularies: Vocabularies) -> None:
    text = f"青禾县以板凳会推动各项\n\n{chr(10).join(FIRST.lines)}\n\n\n{article(SECOND)}\n"
    (question,) = questions(text, vocabularies)
    assert (question.code, question.command) == ("HB212", '--retitle 1 "完整的标题"')
    assert "“各项”" in dict(question.values)["reason"]
    edit = Retitle(
        op="retitle", article=anchored(text, "青禾县以板凳会推动各项"), title="推动各项工作上台阶"
    )
    assert questions(text, vocabularies, edit) == []


@pytest.mark.parametrize("seed", range(12))
def test_ordinary_compilations_raise_no_question(seed: int, vocabularies: Vocabularies) -> None:
    """Articles that share their words all over are not taken for one another's passages."""
    words = random.Random(seed)
    made = [
        samples.article(words, words.randint(3, 8), words.choice(samples.HEADING_STYLES))
        for _ in range(8)
    ]
    text = f"便民材料汇编（8篇）\n\n\n{samples.STYLES['two blank lines'](made)}"
    assert questions(text, vocabularies) == []
