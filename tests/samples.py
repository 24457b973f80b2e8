"""Invented compilations for the tests: articles from word lists, and the ways to join them.

All places, units and figures are made up. Hypothesis draws the shape of an article (how many
paragraphs, which headings); the words come from a seeded generator, so that drawing stays fast.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

PLACES = [
    "青禾县",
    "望川市",
    "兰汀县",
    "石鼓岭区",
    "柳泉镇",
    "云麓县",
    "白榆市",
    "栖霞湾区",
    "松渡乡",
]
SUBJECTS = [
    "政务大厅",
    "农水中心",
    "养老服务站",
    "网格队伍",
    "图书馆",
    "消防队",
    "供水站",
    "老旧小区",
]
ACTIONS = ["办好家门口的实事", "走稳便民第一步", "解开停车难", "管好一渠清水", "守住夜间平安"]
MORE = ["以“微改造”", "用“板凳会”", "靠“一张表”", "借“老把式”", "凭“铁脚板”"]
CLAUSES = [
    "先把家底摸清楚", "逐户登记诉求", "把台账挂在墙上", "请老党员来评理", "每周开一次碰头会",
    "难题当场分派到人", "办完以后回头再问一遍", "钱花在哪里都贴在公示栏", "雨季之前检修完毕",
    "材料能少交一份就少交一份", "窗口早晚错峰开放", "夜里也有人接电话", "村里的大学生负责拍照上传",
    "邻里之间先商量后动手", "路灯修好了再去修井盖", "孩子放学有了去处", "老人吃饭不再发愁",
    "两个多月走访三百多户", "投诉比去年少了一半", "群众评分超过九十分", "干部的鞋底都磨薄了",
]  # fmt: skip
HEADINGS = ["摸清底数", "压实责任", "用好帮手", "盯住结果", "常问冷暖", "补齐短板"]
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Article:
    """An article as an author would write it: the title and the lines of its body."""

    title: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The body without white space."""
        return "".join(self.lines)


def sentence(words: random.Random) -> str:
    return "，".join(words.sample(CLAUSES, words.randint(2, 4))) + "。"


def paragraph(words: random.Random, sentences: int = 3) -> str:
    return "".join(sentence(words) for _ in range(sentences))


def title(words: random.Random) -> str:
    place, subject = words.choice(PLACES), words.choice(SUBJECTS)
    more = words.choice([*MORE, ""])
    return f"{place}{subject}{more}{words.choice(ACTIONS)}"


def article(words: random.Random, paragraphs: int, headings: str) -> Article:
    """Make an article; its headings are none, 一、 一行, （一） run in, 一是 or lead sentences."""
    lines = [paragraph(words)]
    for at in range(paragraphs - 1):
        numeral, heading = NUMERALS[at], HEADINGS[at % len(HEADINGS)]
        if headings == "chinese":
            lines += [f"{numeral}、{heading}", paragraph(words)]
        elif headings == "paren":
            lines += [f"（{numeral}）{heading}。{paragraph(words)}"]
        elif headings == "ordinal":
            lines += [f"{numeral}是{heading}。{paragraph(words)}"]
        elif headings == "lead":
            lines += [f"{heading}，再难也往前走。{paragraph(words)}"]
        else:
            lines += [paragraph(words)]
    return Article(title(words), tuple(lines))


HEADING_STYLES = ("none", "chinese", "paren", "ordinal", "lead")


@st.composite
def articles(
    draw: st.DrawFn, least: int = 3, most: int = 7, styles: Sequence[str] = HEADING_STYLES
) -> list[Article]:
    """Draw articles of 3–8 paragraphs with titles that differ."""
    words = random.Random(draw(st.integers(0, 10**6)))
    shapes = draw(
        st.lists(
            st.tuples(st.integers(3, 8), st.sampled_from(styles)), min_size=least, max_size=most
        )
    )
    made: list[Article] = []
    for paragraphs, headings in shapes:
        one = article(words, paragraphs, headings)
        while one.title in {other.title for other in made}:
            one = Article(title(words), one.lines)
        made.append(one)
    return made


# --- ways to join articles -------------------------------------------------------------------


def blank_lines(count: int, after: int = 1) -> Callable[[Sequence[Article]], str]:
    """Titles set off by ``count`` blank lines before and ``after`` blank lines behind."""

    def join(made: Sequence[Article]) -> str:
        parts = ["\n".join([one.title + "\n" * after, *one.lines]) for one in made]
        return ("\n" * (count + 1)).join(parts) + "\n"

    return join


def spaced(made: Sequence[Article]) -> str:
    """A blank line between all paragraphs, three before a title."""
    return "\n\n\n\n".join("\n\n".join([one.title, *one.lines]) for one in made) + "\n"


def stars(made: Sequence[Article]) -> str:
    return "\n***\n".join("\n".join([one.title, *one.lines]) for one in made) + "\n"


def marked(mark: Callable[[int], str], blank: bool = True) -> Callable[[Sequence[Article]], str]:
    """A running number before each title, made from its position (from 1)."""

    def join(made: Sequence[Article]) -> str:
        gap = "\n\n" if blank else "\n"
        return gap.join(
            "\n".join([mark(at) + one.title, *one.lines]) for at, one in enumerate(made, 1)
        )

    return join


def chinese(value: int) -> str:
    """Return 1–19 in Chinese numerals."""
    return NUMERALS[value - 1] if value <= 10 else "十" + NUMERALS[value - 11]


#: How compilations set off their articles. All but ``1.`` say so without a word at their head.
STYLES: dict[str, Callable[[Sequence[Article]], str]] = {
    "two blank lines": blank_lines(2),
    "three blank lines": blank_lines(3),
    "two blank lines before, none after": blank_lines(2, 0),
    "one blank line": blank_lines(1),
    "one blank line before, none after": blank_lines(1, 0),
    "all spaced": spaced,
    "stars": stars,
    "pian": marked(lambda at: f"篇{chinese(at)}："),
    "pian, no blanks": marked(lambda at: f"篇{chinese(at)}：", blank=False),
    "pian in brackets, title below": marked(lambda at: f"【篇{chinese(at)}】\n"),
    "di-pian": marked(lambda at: f"第{chinese(at)}篇 "),
    "di-pian, title below": marked(lambda at: f"第{chinese(at)}篇\n"),
    "markdown": marked(lambda _: "# "),
    "numbered": lambda made: (
        f"便民服务材料汇编（{len(made)}篇）\n\n" + marked(lambda at: f"{at}. ")(made)
    ),
    "chinese numbered": lambda made: (
        f"便民服务材料汇编（{len(made)}篇）\n\n" + marked(lambda at: f"{chinese(at)}、")(made)
    ),
}
