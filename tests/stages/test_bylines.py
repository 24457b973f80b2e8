"""Bylines: what the place of a line at every title tells. Whole layouts: see tests/evaluation."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest

import samples
from describe import compiled
from huibian.check import conservation
from huibian.edits import anchor
from huibian.model import Line
from huibian.pipeline import Compilation
from huibian.schema import Drop, Edit, Keep, Retitle
from huibian.vocabulary.bundle import Vocabularies

TITLES = [
    "青禾镇把矛盾化解在家门口", "让老旧楼院重新热闹起来", "一张清单管住村级小微权力",
    "用脚步丈量民情的十年", "小广场里的大合唱", "给企业送去及时雨",
]  # fmt: skip
BODIES = [samples.article(random.Random(at), 4, "none").lines for at in range(len(TITLES))]
CENTRE = "\u3000" * 8
Made = Callable[..., Compilation]


def source(heads: Sequence[Sequence[str]], gap: int = 1) -> str:
    """Return a compilation whose articles start with these lines, then blank lines, then text."""
    pieces = [
        "\n".join([*head, *[""] * gap, *("\u3000\u3000" + line for line in body)])
        for head, body in zip(heads, BODIES, strict=True)
    ]
    return "\n\n\n".join(pieces) + "\n"


@pytest.fixture
def made(vocabularies: Vocabularies) -> Made:
    def make(text: str, *edits: Edit) -> Compilation:
        result = compiled(text, vocabularies, edits=edits)
        assert list(conservation(result.plan_file, result.document, "plan.yml", "")) == []
        return result

    return make


def titles(made: Compilation) -> list[str]:
    return [article.title for article in made.articles]


def dropped(made: Compilation, rule: str) -> list[str]:
    return ["".join(piece.text.split()) for piece in made.plan.dropped if piece.rule == rule]


def bodies_alone(made: Compilation) -> bool:
    """Say whether each article's body starts with its text."""
    firsts = [article.blocks[0].text for article in made.articles]
    return firsts == [body[0] for body in BODIES]


UNITS = ["青禾镇人民政府", "石桥区民政局", "综合二科", "清河晚报", "白杨县司法局", "驻村工作组"]


def test_a_line_below_every_title_signs_whatever_it_says(made: Made) -> None:
    result = made(source([(CENTRE + t, CENTRE + u) for t, u in zip(TITLES, UNITS, strict=True)]))
    assert titles(result) == TITLES
    assert bodies_alone(result)
    units = [one.organization.value if one.organization else "" for one in result.articles]
    assert units[:3] == UNITS[:3]
    assert units[5] == "驻村工作组"
    assert units[3] != "清河晚报"  # a newspaper speaks for nobody
    assert dropped(result, "byline") == ["清河晚报"]
    assert result.articles[2].organization is not None
    (evidence,) = result.articles[2].organization.evidence
    assert (evidence.rule, evidence.text) == ("under-every-title", "综合二科")


def test_below_a_single_title_the_same_line_is_text(made: Made) -> None:
    heads = [(title,) for title in TITLES]
    heads[2] = (TITLES[2], "综合二科")
    result = made(source(heads))
    assert result.articles[2].blocks[0].text == "综合二科"
    assert dropped(result, "byline") == []


def test_headings_below_every_title_stay_in_the_text(made: Made) -> None:
    headings = ["深夜敲门", "从头说起", "为什么要改", "一封来信", "老树底下", "谁来办"]
    result = made(source([(t, "", h) for t, h in zip(TITLES, headings, strict=True)]))
    assert [one.blocks[0].text for one in result.articles] == headings


def test_an_editor_keeps_a_byline_in_the_text(made: Made) -> None:
    text = source([(CENTRE + t, CENTRE + u) for t, u in zip(TITLES, UNITS, strict=True)])
    number = text.split("\n").index(CENTRE + "清河晚报") + 1
    keep = Keep(
        op="keep", first=anchor(Line(number, "清河晚报")), last=anchor(Line(number, "清河晚报"))
    )
    result = made(text, keep)
    assert result.articles[3].blocks[0].text == "清河晚报"
    assert dropped(result, "byline") == []


def test_lines_with_a_common_label_sign(made: Made) -> None:
    names = ["林某某", "许某某", "沈某某", "秦某某", "韩某某", "蒋某某"]
    result = made(source([(t, f"宣讲人　{n}") for t, n in zip(TITLES, names, strict=True)]))
    assert [one.author.value for one in result.articles if one.author] == names
    assert bodies_alone(result)


def test_sources_go_and_dates_in_numbers_are_read(made: Made) -> None:
    heads = [
        (title, f"来源：清河新闻网　浏览：{at}次", f"2023-04-{at + 11}")
        for at, title in enumerate(TITLES)
    ]
    result = made(source(heads))
    assert [one.date.value for one in result.articles if one.date] == [
        f"2023-04-{at + 11}" for at in range(len(TITLES))
    ]
    assert len(dropped(result, "byline")) == len(TITLES)
    assert bodies_alone(result)


def test_units_over_the_titles(made: Made) -> None:
    result = made(source([(u, t) for t, u in zip(TITLES, UNITS, strict=True)]))
    assert titles(result) == TITLES
    assert dropped(result, "title-mark") == UNITS
    assert result.articles[2].organization is not None
    assert result.articles[2].organization.value == "综合二科"


@pytest.mark.parametrize(
    "lines",
    [
        ("做实做细群众身", "边的关键小事"),  # in a word
        ("电梯停运以后怎样才能", "不再难？"),
        ("清风吹进小院落以后", "全村人都来商量事"),  # of one length, by their look alone
    ],
)
def test_centred_titles_over_two_lines(made: Made, lines: tuple[str, str]) -> None:
    heads = [(CENTRE + title,) for title in TITLES]
    heads[3] = (CENTRE + lines[0], CENTRE + lines[1])
    result = made(source(heads))
    assert titles(result)[3] == "".join(lines)
    assert bodies_alone(result)


def test_the_contents_join_a_title(made: Made) -> None:
    lines = ("石桥区民政局：", "把服务送到床前")
    heads = [(title,) for title in TITLES]
    heads[1] = lines
    listed = [*TITLES[:1], "".join(lines), *TITLES[2:]]
    contents = "".join(f"{title}……{at}\n" for at, title in enumerate(listed, 1))
    result = made(f"目录\n{contents}\n\n{source(heads, gap=0)}")
    assert titles(result) == listed


def flush_second_half() -> tuple[str, str]:
    heads = [(title,) for title in TITLES]
    heads[3] = (TITLES[3], "一位老支书的来信")
    return source(heads), "一位老支书的来信"


def test_a_line_that_may_belong_to_a_title_is_asked_about(made: Made) -> None:
    text, tail = flush_second_half()
    number = text.split("\n").index(tail) + 1
    result = made(text)
    (question,) = [one for one in result.plan.questions if one.code == "HB212"]
    assert question.command == f'--retitle 4 "{TITLES[3]}{tail}" --drop {number}'
    assert titles(result)[3] == TITLES[3]

    title = anchor(Line(number - 1, TITLES[3]))
    line = anchor(Line(number, tail))
    settled = made(
        text,
        Retitle(op="retitle", article=title, title=TITLES[3] + tail),
        Drop(op="drop", first=line, last=line),
    )
    assert titles(settled)[3] == TITLES[3] + tail
    assert [one for one in settled.plan.questions if one.code == "HB212"] == []
