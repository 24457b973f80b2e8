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


# --- commands that can be run as they stand -----------------------------------------------------


def test_a_cut_off_title_is_completed_from_the_text(vocabularies: Vocabularies) -> None:
    lines = [*FIRST.lines, "县里说，以板凳会推动各项难事当场办结，办完再回头问一遍。"]
    text = f"青禾县以板凳会推动各项\n\n{chr(10).join(lines)}\n\n\n{article(SECOND)}\n"
    (question,) = questions(text, vocabularies)
    assert question.command == '--retitle 1 "青禾县以板凳会推动各项难事当场办结"'


def test_the_longest_repeated_end_completes_a_title(vocabularies: Vocabularies) -> None:
    more = "推动各项工作，板凳会推动各项制度落地，别处推动各项改革。"
    text = f"青禾县以板凳会推动各项\n\n{chr(10).join(FIRST.lines)}\n{more}\n\n\n{article(SECOND)}\n"
    (question,) = questions(text, vocabularies)
    assert question.command == '--retitle 1 "青禾县以板凳会推动各项制度落地"'


def test_a_cut_off_title_is_completed_from_the_contents(vocabularies: Vocabularies) -> None:
    whole = ["青禾县以板凳会推动各项难事当场办结", SECOND.title, THIRD.title]
    table = "\n".join(f"{title}……………{page}" for page, title in enumerate(whole, 1))
    more = "他们以板凳会推动各项制度落地，县里都看在眼里。"
    first = "\n".join(["青禾县以板凳会推动各项", "", *FIRST.lines, more])
    bodies = "\n\n\n".join([first, article(SECOND), article(THIRD)])
    asked = questions(f"便民材料汇编\n\n目 录\n\n{table}\n\n\n{bodies}\n", vocabularies)
    (question,) = [one for one in asked if one.code == "HB212"]
    assert question.command == f'--retitle 1 "{whole[0]}"'


def test_what_breaks_off_again_completes_nothing(vocabularies: Vocabularies) -> None:
    more = "他们以板凳会推动各项，再推动各项工作的，终究没有说完。"
    text = f"青禾县以板凳会推动各项\n\n{chr(10).join(FIRST.lines)}\n{more}\n\n\n{article(SECOND)}\n"
    (question,) = questions(text, vocabularies)
    assert question.command == '--retitle 1 "完整的标题"'


def test_one_title_too_many_names_the_least_sure_one(vocabularies: Vocabularies) -> None:
    text = (
        f"便民材料汇编（2篇）\n\n\n{article(FIRST)}\n\n\n{article(SECOND)}\n\n\n{article(THIRD)}\n"
    )
    made = compiled(text, vocabularies)
    (question,) = [one for one in made.plan.questions if one.code == "HB213"]
    scores = {one.number: one.boundary.score for one in made.plan.segments[1:]}
    least = min(scores.values())
    assert question.command in [f"--merge {n}" for n, score in scores.items() if score == least]


@pytest.mark.parametrize("seed", range(6))
def test_questions_about_fields_have_complete_commands(
    seed: int, vocabularies: Vocabularies
) -> None:
    words = random.Random(seed)
    made = [samples.article(words, 5, "chinese") for _ in range(6)]
    text = f"便民材料汇编（6篇）\n\n\n{samples.STYLES['two blank lines'](made)}"
    asked = [q for q in compiled(text, vocabularies).plan.questions if q.code == "HB215"]
    assert asked
    assert not any("…" in question.command for question in asked)


@pytest.mark.parametrize(
    ("paragraph", "field", "command"),
    [
        (
            "福建省先听群众说，推动办好小事。江西省先请老党员评，推动办好难事。",
            "地区",
            "--set 1 region=",
        ),
        ("大家先听别人说，再自己说，说完了就去做。", "主题", "--set 1 themes="),
        ("大家先听别人说，再自己说，说完了就去做。", "层级", "--set 1 level=其他"),
    ],
)
def test_what_a_field_could_be_instead(
    paragraph: str, field: str, command: str, vocabularies: Vocabularies
) -> None:
    made = compiled(f"怎样把话说到一处的做法\n\n{paragraph}\n", vocabularies, whole=True)
    asked = {dict(q.values)["field"][:2]: q for q in made.plan.questions if q.code == "HB215"}
    assert asked[field].command.startswith(command)
    if field == "地区":
        other = asked[field].command.partition("=")[2]
        value = made.articles[0].region
        assert value is not None and {other, value.value} == {"福建省", "江西省"}
