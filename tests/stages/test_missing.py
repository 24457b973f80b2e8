"""What an editor is asked about articles that a source promises and the split does not find."""

from __future__ import annotations

import random

import pytest

import samples
from describe import compiled
from huibian import edits
from huibian.model import Line, Question
from huibian.schema import Confirm, Edit, SplitAt
from huibian.vocabulary.bundle import Vocabularies

TITLES = [
    "青禾县把板凳搬到巷子口",
    "破冰！老厂区里长出新产业",
    "谁来给老人做饭？望川市这样办",
    "兰汀县：一把尺子量水费",
    "把夜灯留给晚归人",
    "石鼓岭区楼道里的议事会",
]

MORE = [
    *TITLES,
    "松渡乡的船坞办成了图书馆",
    "临溪县小院议事有回音",
    "白榆市把热线接到楼下",
    "云麓县老年食堂开张",
]


def body(at: int) -> str:
    return "\n".join(samples.article(random.Random(at), 4, "none").lines)


def source(
    marks: list[str], head: str = "便民材料汇编", gap: str = "\n\n", titles: list[str] = TITLES
) -> str:
    parts = [f"{mark}{titles[at]}\n{body(at)}" for at, mark in enumerate(marks)]
    return f"{head}\n\n{gap.join(parts)}\n"


def asked(text: str, vocabularies: Vocabularies, *decisions: Edit) -> list[Question]:
    made = compiled(text, vocabularies, edits=decisions)
    return [one for one in made.plan.questions if one.code in ("HB213", "HB218", "HB219")]


def line_of(text: str, wanted: str) -> int:
    return next(n for n, line in enumerate(text.split("\n"), 1) if wanted in line)


def test_numbers_that_run_on_raise_no_question(vocabularies: Vocabularies) -> None:
    assert asked(source([f"{n}. " for n in range(1, 7)]), vocabularies) == []


def test_a_number_that_is_skipped_is_asked_about(vocabularies: Vocabularies) -> None:
    text = source(["1. ", "2. ", "3. ", "5. ", "6. ", "7. "])
    (question,) = asked(text, vocabularies)
    line = line_of(text, "5. ")
    assert (question.code, question.line) == ("HB219", line)
    assert question.command == f"--confirm {line}"
    assert dict(question.values)["where"] == "从 3 跳到 5"
    decided = Confirm(op="confirm", at=edits.anchor(Line(line, text.split("\n")[line - 1])))
    assert asked(text, vocabularies, decided) == []


def test_numbers_that_do_not_start_at_one(vocabularies: Vocabularies) -> None:
    text = source([f"篇{n}：" for n in "二三四五六七"])
    (question,) = asked(text, vocabularies)
    assert (question.line, dict(question.values)["where"]) == (line_of(text, "篇二"), "从 2 开始")


@pytest.mark.parametrize("mark", ["", "4 ", "（4）", "第4 "])
def test_a_title_whose_number_is_lost_or_written_otherwise(
    mark: str, vocabularies: Vocabularies
) -> None:
    text = source(["1. ", "2. ", "3. ", mark, "5. ", "6. "])
    line = line_of(text, TITLES[3])
    made = compiled(text, vocabularies)
    if len(made.articles) == len(TITLES):  # read as a title all the same
        return
    (question,) = asked(text, vocabularies)
    assert (question.code, question.command) == ("HB219", f"--split-at {line}")
    assert TITLES[3] in dict(question.values)["likely"]
    split = SplitAt(op="split-at", at=edits.anchor(Line(line, text.split("\n")[line - 1])))
    assert asked(text, vocabularies, split) == []


def test_headings_with_the_missing_number_are_not_proposed(vocabularies: Vocabularies) -> None:
    """``2.`` below ``1.`` is a heading of a run, whatever the titles lack."""
    steps = "1. 摸清底数\n逐户登记诉求。\n2. 当场办结\n办完以后回头再问一遍。"
    parts = [
        f"{n}. {TITLES[at]}\n{steps if at == 0 else ''}\n{body(at)}"
        for at, n in enumerate((1, 3, 4, 5, 6))
    ]
    text = "便民材料汇编\n\n" + "\n\n\n".join(parts)
    line = line_of(text, "2. 当场办结")
    assert f"--split-at {line}" not in [one.command for one in asked(text, vocabularies)]


def test_numbers_start_again_below_the_head_of_a_group(vocabularies: Vocabularies) -> None:
    parts = [f"{at % 3 + 1}. {title}\n\n{body(at)}" for at, title in enumerate(TITLES)]
    parts[0] = f"第一部分 城区\n\n{parts[0]}"
    parts[3] = f"第二部分 乡村\n\n{parts[3]}"
    text = "办事经验汇编\n\n" + "\n\n".join(parts)
    assert asked(text, vocabularies) == []


def test_a_title_that_ends_with_a_stop_is_proposed(vocabularies: Vocabularies) -> None:
    titles = [*TITLES[:3], f"{TITLES[3]}。", *TITLES[4:]]
    bodies = "\n\n\n".join(f"{title}\n\n{body(at)}" for at, title in enumerate(titles))
    text = f"便民材料汇编（6篇）\n\n\n{bodies}\n"
    (question,) = asked(text, vocabularies)
    line = line_of(text, titles[3])
    assert (question.code, question.command) == ("HB213", f"--split-at {line}")


def test_titles_that_stand_in_two_ways(vocabularies: Vocabularies) -> None:
    """Half of them have two blank lines above, the others one, as some paragraphs have."""
    pieces = [f"{title}\n{body(at)}" for at, title in enumerate(MORE)]
    for at in (1, 4, 7):
        first, rest = pieces[at].rsplit("\n", 1)
        pieces[at] = f"{first}\n\n{rest}"
    text = "各单位报送经验材料\n" + "".join(
        "\n" * (2 if at % 2 == 0 else 3) + piece for at, piece in enumerate(pieces)
    )
    made = compiled(text, vocabularies)
    assert len(made.articles) < len(pieces)
    (question,) = [one for one in made.plan.questions if one.code == "HB227"]
    found = {one.title for one in made.articles}
    left = [line_of(text, title) for title in MORE if title not in found]
    assert question.command == " ".join(f"--split-at {line}" for line in left)
    line = Line(left[0], text.split("\n")[left[0] - 1])
    decided = [Confirm(op="confirm", at=edits.anchor(line))]
    again = compiled(text, vocabularies, edits=decided)
    assert "HB227" not in [one.code for one in again.plan.questions]


def test_without_a_likely_line_there_is_nothing_to_split(vocabularies: Vocabularies) -> None:
    bodies = "\n\n\n".join(f"{title}\n\n{body(at)}" for at, title in enumerate(TITLES))
    text = f"便民材料汇编（9篇）\n\n\n{bodies}\n"
    (question,) = asked(text, vocabularies)
    assert (question.command, dict(question.values)["likely"]) == ("--confirm 1", "")
