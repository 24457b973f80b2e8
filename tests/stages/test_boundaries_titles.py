"""What tells titles from headings, and articles from what stands between them."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

import samples
from huibian.model import BoundarySet, CleanLine, Line
from huibian.stages import boundaries
from huibian.stages.boundaries.candidates import title_likeness
from huibian.stages.clean import clean
from huibian.stages.contents import read_contents
from huibian.stages.unwrap import unwrap
from huibian.vocabulary.boundaries import load_boundaries, load_title_words
from huibian.vocabulary.noise import load_noise

TITLES = [
    "青禾县把板凳搬到巷子口",
    "破冰！老厂区里长出新产业",
    "谁来给老人做饭？望川市这样办",
    "兰汀县：一把尺子量水费",
    "把夜灯留给晚归人",
    "石鼓岭区楼道里的议事会",
]


def lines_of(text: str) -> tuple[CleanLine, ...]:
    source = [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]
    return unwrap(clean(source, load_noise())[0])


def find(text: str) -> BoundarySet | None:
    lines, rules = lines_of(text), load_boundaries()
    return boundaries.find(lines, read_contents(lines, rules), rules)


def titles(text: str) -> list[str]:
    found = find(text)
    return [boundary.title for boundary in found.boundaries] if found else []


def body(seed: int, headings: str = "none", paragraphs: int = 4) -> Sequence[str]:
    return samples.article(random.Random(seed), paragraphs, headings).lines


def paragraphs(seed: int, gap: str = "\n") -> str:
    return gap.join(body(seed))


def test_headings_that_open_alike_are_no_titles() -> None:
    """All paragraphs between blank lines: only what the headings have in common tells."""
    steps = [
        f"“{word}”起来，{rest}" for word, rest in zip("动练学查", samples.HEADINGS, strict=False)
    ]
    pieces = "\n\n".join(f"{step}\n\n{body(at)[0]}" for at, step in enumerate(steps))
    text = "\n\n".join(
        f"{title}\n\n{pieces if at == 2 else paragraphs(at, chr(10) * 2)}"
        for at, title in enumerate(TITLES)
    )
    assert titles(text) == TITLES


def test_a_heading_that_every_article_has_is_no_title() -> None:
    text = "\n\n".join(
        f"{title}\n\n主要做法\n\n{paragraphs(at)}\n\n取得成效\n\n{paragraphs(at + 50)}"
        for at, title in enumerate(TITLES)
    )
    assert titles(text) == TITLES


def test_flush_titles_above_indented_paragraphs() -> None:
    text = "\n".join(
        f"{title}\n" + "\n".join(f"\u3000\u3000{line}" for line in body(at, "chinese"))
        for at, title in enumerate(TITLES)
    )
    assert titles(text) == TITLES


def test_centred_titles_of_any_length() -> None:
    long = "用脚步丈量民情，用真心换来信任，驻村队在青禾县的三百个日日夜夜"
    text = "\n".join(
        " " * (40 - len(title)) + title + "\n" + "\n".join(f"\u3000\u3000{x}" for x in body(at))
        for at, title in enumerate([*TITLES, long])
    )
    assert titles(text) == [*TITLES, long]


def test_a_blank_line_that_some_titles_lack() -> None:
    text = "\n\n\n".join(
        f"{title}{chr(10) * (1 + at % 2)}{paragraphs(at)}" for at, title in enumerate(TITLES)
    )
    assert titles(text) == TITLES


def test_numbers_below_the_head_of_each_group() -> None:
    groups = ["第一部分 城区", "第二部分 乡村"]
    text = "办事经验汇编\n\n" + "\n\n".join(
        (f"{groups[at // 3]}\n\n" if at % 3 == 0 else "")
        + f"{at % 3 + 1}. {title}\n\n{paragraphs(at)}"
        for at, title in enumerate(TITLES)
    )
    found = find(text)
    assert found is not None
    assert [one.title for one in found.boundaries] == TITLES
    assert [one.evidence.rule for one in found.interludes] == ["group-heading"]


def test_the_first_line_of_all_is_the_compilations_title_when_a_title_follows_it() -> None:
    text = "外地经验参考\n\n\n" + "\n\n\n".join(
        f"{title}\n\n{paragraphs(at)}" for at, title in enumerate(TITLES)
    )
    found = find(text)
    assert found is not None and found.title == "外地经验参考"
    assert [one.title for one in found.boundaries] == TITLES


def test_marks_are_never_left_in_titles() -> None:
    """Set off by blank lines as well, the numbers decide."""
    text = "外地经验参考\n\n\n" + "\n\n\n".join(
        f"0{number} {title}\n\n{chr(10).join(body(number, 'chinese'))}"
        for number, title in enumerate(TITLES, 1)
    )
    assert titles(text) == TITLES


def test_a_line_set_off_like_the_titles_is_asked_about() -> None:
    text = "便民材料汇编\n\n目录\n\n" + "\n".join(
        f"{title}……{page}" for page, title in enumerate(TITLES[:5], 1)
    )
    text += "\n\n\n" + "\n\n\n".join(
        f"{title}\n\n{paragraphs(at)}" for at, title in enumerate(TITLES)
    )
    found = find(text)
    assert found is not None and [one.title for one in found.boundaries] == TITLES[:5]
    assert [suspect.title for suspect in found.suspects] == TITLES[5:]
    assert "前空 2 行" in found.suspects[0].reason


def test_a_postscript_ends_the_last_article() -> None:
    text = "\n\n\n".join(f"{title}\n\n{paragraphs(at)}" for at, title in enumerate(TITLES))
    found = find(f"{text}\n\n\n后　记\n\n限于篇幅，略有删节。")
    assert found is not None
    (interlude,) = found.interludes
    assert (interlude.evidence.rule, interlude.evidence.text) == ("postscript", "后　记")


@pytest.mark.parametrize(
    "text",
    ["问：您最大的感受是什么？", "——青禾县经验交流材料", "前　言", "编后语", "第二部分 乡村"],
)
def test_lines_that_are_never_titles(text: str) -> None:
    assert title_likeness(text, load_title_words()) < 0.5


@pytest.mark.parametrize("text", TITLES)
def test_titles_may_call_and_ask(text: str) -> None:
    assert title_likeness(text, load_title_words()) >= 0.7
