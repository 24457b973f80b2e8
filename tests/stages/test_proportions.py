"""What is far shorter or longer than the rest is asked about."""

from __future__ import annotations

import random

import samples
from describe import compiled
from huibian import edits
from huibian.model import Line, Question
from huibian.schema import Confirm, Edit
from huibian.vocabulary.bundle import Vocabularies

TITLES = [
    "青禾县把板凳搬到巷子口",
    "破冰！老厂区里长出新产业",
    "谁来给老人做饭？望川市这样办",
    "兰汀县：一把尺子量水费",
    "把夜灯留给晚归人",
    "石鼓岭区楼道里的议事会",
]
FOREWORD = "去年以来，各地把群众的小事当成大事来办，办法很多，成效也很实在。" * 5


def body(at: int, paragraphs: int = 4) -> str:
    pieces = range(at, at + 100 * -(-paragraphs // 4), 100)
    made = [samples.article(random.Random(seed), min(4, paragraphs), "none") for seed in pieces]
    return "\n".join(line for one in made for line in one.lines)


def article(at: int, paragraphs: int = 4) -> str:
    return f"{TITLES[at]}\n\n{body(at, paragraphs)}"


def asked(text: str, vocabularies: Vocabularies, *decisions: Edit) -> list[Question]:
    made = compiled(text, vocabularies, edits=decisions)
    codes = ("HB224", "HB225", "HB226")
    return [one for one in made.plan.questions if one.code in codes]


def line_of(text: str, wanted: str) -> int:
    return next(n for n, line in enumerate(text.split("\n"), 1) if line == wanted)


def test_even_articles_raise_no_question(vocabularies: Vocabularies) -> None:
    text = "便民材料汇编\n\n\n" + "\n\n\n".join(article(at) for at in range(6))
    assert asked(text, vocabularies) == []


def test_an_article_without_text(vocabularies: Vocabularies) -> None:
    pieces = [article(at) for at in range(5)]
    pieces.insert(2, "城里的几件新鲜事情")
    text = "便民材料汇编\n\n\n" + "\n\n\n".join(pieces)
    (question,) = asked(text, vocabularies)
    line = line_of(text, "城里的几件新鲜事情")
    assert (question.code, question.line, question.command) == ("HB224", line, "--remove 3")
    decided = Confirm(op="confirm", at=edits.anchor(Line(line, "城里的几件新鲜事情")))
    assert asked(text, vocabularies, decided) == []


def test_an_article_that_may_hold_two(vocabularies: Vocabularies) -> None:
    long = f"{article(2, 14)}\n{TITLES[5]}\n{body(5, 14)}"
    pieces = [article(0, 3), article(1, 3), long, article(3, 3), article(4, 3)]
    text = "便民材料汇编\n\n\n" + "\n\n\n".join(pieces)
    (question,) = asked(text, vocabularies)
    wanted = f"--split-at {line_of(text, TITLES[5])}"
    assert (question.code, question.command) == ("HB225", wanted)
    assert question.line == line_of(text, TITLES[2])


def test_a_long_article_without_a_line_like_a_title(vocabularies: Vocabularies) -> None:
    pieces = [article(at, 24 if at == 2 else 3) for at in range(5)]
    text = "便民材料汇编\n\n\n" + "\n\n\n".join(pieces)
    assert asked(text, vocabularies) == []


def test_prose_at_the_head_without_a_heading(vocabularies: Vocabularies) -> None:
    pieces = "\n\n\n".join(article(at) for at in range(5))
    paragraphs = f"{FOREWORD}\n{FOREWORD}\n{FOREWORD}"
    text = f"便民材料汇编\n\n{paragraphs}\n\n\n{pieces}"
    (question,) = asked(text, vocabularies)
    assert (question.code, question.line, question.command) == ("HB226", 3, "--confirm 3")
    assert dict(question.values)["likely"] == ""
    assert asked(text.replace(paragraphs, f"前 言\n\n{paragraphs}"), vocabularies) == []
    assert asked(text.replace(paragraphs, FOREWORD[:90]), vocabularies) == []


def test_an_article_at_the_head_whose_title_is_not_set_off(vocabularies: Vocabularies) -> None:
    pieces = "\n\n\n".join(article(at) for at in range(5))
    text = f"便民材料汇编（6篇）\n{TITLES[5]}\n{body(5, 8)}\n\n\n{pieces}"
    made = compiled(text, vocabularies)
    if len(made.articles) == 6:
        return
    (question,) = asked(text, vocabularies)
    assert question.command == f"--split-at {line_of(text, TITLES[5])}"
