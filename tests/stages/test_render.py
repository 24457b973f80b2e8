"""Rendering: whatever stands in a source comes out as text, and reads back as the same text."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import markdown
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from huibian import frontmatter
from huibian.model import Article, Block, Evidence, Finding, LineRange
from huibian.site import untrusted
from huibian.stages import render

MKDOCS = Path(__file__).parents[2] / "mkdocs.yml"
#: What a site might switch on as well; none of it may find anything in an article.
FURTHER = [
    "footnotes", "def_list", "abbr", "md_in_html", "pymdownx.tabbed", "pymdownx.details",
    "pymdownx.tasklist", "pymdownx.snippets", "pymdownx.blocks.admonition", "pymdownx.blocks.html",
]  # fmt: skip


class Loader(yaml.SafeLoader):
    """Reads mkdocs.yml without carrying out its python tags."""


Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)


@lru_cache(maxsize=1)
def site_extensions() -> list[str]:
    config = yaml.load(MKDOCS.read_text(encoding="utf-8"), Loader=Loader)
    listed = config["markdown_extensions"]
    return [one if isinstance(one, str) else next(iter(one)) for one in listed]


SETTINGS: dict[str, Callable[[], list[Any]]] = {
    "articles": untrusted.extensions,
    "mkdocs.yml": site_extensions,
    "and further ones": lambda: [*site_extensions(), *FURTHER],
}


class Reader(HTMLParser):
    """Collects tags, attributes and text; list items get back the number that the list shows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.text: list[str] = []
        self.other: list[str] = []
        self.lists: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        if tag == "ol":
            self.lists.append(int(dict(attrs).get("start") or 1))
        elif tag == "ul":
            self.lists.append(None)
        elif tag == "li" and self.lists[-1] is not None:
            self.text.append(f"{self.lists[-1]}.")
            self.lists[-1] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ol", "ul"):
            self.lists.pop()

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.other.append(data)

    def handle_decl(self, decl: str) -> None:
        self.other.append(decl)

    def handle_pi(self, data: str) -> None:
        self.other.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def source_text(blocks: list[Block]) -> str:
    """Return the blocks' text with the numbers that lists show, without white space."""
    return bare(
        "".join(
            (block.marker if block.marker not in ("", "-") else "") + block.text for block in blocks
        )
    )


NASTY = "\\`*_{}[]()<>#+-.!|~^=:;$%@/\"'&?,0123456789 \u3000\u00a0aAx中文一、。！？“”《》１２．"
TRAPS = [
    "<script>alert(1)</script>", "</p>", "<!-- -->", "<br>", "<a@b.c>", "<http://x.y>", "&amp;",
    "&#60;",
    "&lt", "[x](javascript:y)", "![x](y)", "[[x]]", "[^1]", "[^1]: f", "[x]: y", "*[HTML]: x",
    "[TOC]",
    "[ ] ", "```", "~~~", "``` python", "`a`", "***", "---", "===", "___", '!!! note "x"', "??? x",
    '=== "t"', "/// note", ":   d", ": d", "{: #id .c }", "{ .c }", "{{ x }}", "{% raw %}",
    "{# c #}",
    "| a | b |", "|---|---|", "---|---", "- ", "* ", "+ ", "1. ", "1) ", "１. ", "# ", "## ", "> ",
    "**a**", "__a__", "_a_", "--8<--", "klzzwxh:0001", "wzxhzdk:0", "$$", "\\(", "==x==", "^^x^^",
    "~~x~~",
    "++a++", ":smile:", "http://a.b", "www.a.b", "    code", "%}", "#}", "}}",
]  # fmt: skip
TEXT = (
    st.lists(
        st.sampled_from(NASTY) | st.sampled_from(TRAPS) | st.sampled_from(NASTY),
        min_size=1,
        max_size=12,
    )
    .map(lambda parts: "".join(parts).strip())
    .filter(bool)
)


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    kind = draw(st.sampled_from(["heading", "paragraph", "lead", "bullet", "ordered"]))
    text = draw(TEXT)
    if kind == "heading":
        return Block("heading", text, (1,), level=draw(st.integers(1, 2)))
    if kind == "lead":
        lead = draw(TEXT) + draw(st.sampled_from("。！？"))
        return Block("paragraph", lead + text, (1,), lead=len(lead))
    if kind == "bullet":
        return Block("item", text, (1,), marker="-")
    if kind == "ordered":
        return Block("item", text, (1,), marker=f"{draw(st.integers(1, 12))}.")
    return Block("paragraph", text, (1,))


BODIES = st.lists(blocks(), min_size=1, max_size=5)


def check(made: list[Block], extensions: list[Any]) -> None:
    text = render.body(made)
    html = markdown.Markdown(extensions=extensions).convert(text)
    page = read(html)
    assert page.other == []
    assert page.tags <= {"p", "h2", "h3", "strong", "ol", "ul", "li", "span"}, html
    hidden = {("span", "class"), ("span", "title")}  # of a name that the source withholds
    assert page.attributes <= {("h2", "id"), ("h3", "id"), ("ol", "start"), *hidden}, html
    assert bare("".join(page.text)) == source_text(made), html


@pytest.mark.parametrize("name", SETTINGS)
@settings(max_examples=600)
@given(made=BODIES)
def test_a_source_only_becomes_text(name: str, made: list[Block]) -> None:
    check(made, SETTINGS[name]())


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("trap", TRAPS)
def test_traps_in_every_place(name: str, trap: str) -> None:
    text = trap.strip()
    made = [
        Block("heading", text, (1,), level=1),
        Block("paragraph", text, (2,)),
        Block("paragraph", f"{text}。{text}", (3,), lead=len(text) + 1),
        Block("paragraph", f"甲{trap}乙", (4,)),
        Block("item", text, (5,), marker="-"),
        Block("item", f"甲{trap}", (6,), marker="-"),
        Block("item", text, (7,), marker="1."),
        Block("item", text, (8,), marker="2."),
        Block("heading", f"甲 {trap}".strip(), (9,), level=2),
        Block("paragraph", text, (10,)),
    ]
    check(made, SETTINGS[name]())


@settings(max_examples=1000)
@given(BODIES)
def test_plain_text_is_the_inverse_of_body(made: list[Block]) -> None:
    assert bare(render.plain_text(render.body(made))) == source_text(made)


@settings(max_examples=500)
@given(BODIES)
def test_no_jinja_block_opens_or_closes(made: list[Block]) -> None:
    assert not re.search(r"\{[{%#]|[}%#]\}", render.body(made))


@given(st.lists(TEXT, min_size=1, max_size=3), TEXT)
def test_index_page_shows_the_preface_as_text(preface: list[str], title: str) -> None:
    page = frontmatter.parse(render.index_page({"title": title}, preface))
    assert page.meta["title"] == title
    html = read(markdown.Markdown(extensions=site_extensions()).convert(page.body))
    assert html.tags <= {"p"}
    assert bare("".join(html.text)) == bare("".join(preface))


def markers(*numbers: int) -> list[Block]:
    return [Block("item", "甲", (at,), marker=f"{number}.") for at, number in enumerate(numbers, 1)]


def test_numbers_of_lists_stay_what_they_are() -> None:
    assert render.body(markers(1, 2, 3)) == "1. 甲\n2. 甲\n3. 甲"
    assert render.body(markers(3, 4)) == "3. 甲\n4. 甲"
    # Markdown would count on, so what does not run on is written as text
    assert render.body(markers(1, 2, 1, 2)) == "1. 甲\n2. 甲\n\n1\\. 甲\n\n2\\. 甲"


def test_bullets_and_numbers_are_separate_lists() -> None:
    made = [Block("item", "甲", (1,), marker="-"), *markers(1, 2)]
    assert render.body(made) == "- 甲\n\n1. 甲\n2. 甲"


def test_a_page() -> None:
    article = Article(
        number=7,
        title="青禾县：“三问”促落实",
        blocks=(
            Block("heading", "一、摸清底数", (4,), level=1),
            Block("paragraph", "一是先问。*县的做法是听群众说。", (5,), lead=5),
        ),
        lines=(LineRange(3, 5),),
        region=Finding("浙江省", 0.9, (Evidence("place-full"),)),
        level=Finding("县区级", 0.9),
        themes=(Finding("政务服务", 1.0),),
        date=Finding("2024-03", 0.9),
        review=("region",),
    )
    assert render.article_page(article, "original.txt") == (
        "---\n"
        "title: 青禾县：“三问”促落实\n"
        "number: 7\n"
        "region: 浙江省\n"
        "level: 县区级\n"
        "themes: [政务服务]\n"
        'date: "2024-03"\n'
        'source: {file: original.txt, lines: "3-5"}\n'
        "review: [region]\n"
        "---\n\n"
        "## 一、摸清底数\n\n"
        "**一是先问。**\\*县的做法是听群众说。\n"
    )


@settings(max_examples=300)
@given(TEXT, TEXT, TEXT)
def test_front_matter_of_nasty_articles_reads_back(title: str, subtitle: str, value: str) -> None:
    article = Article(
        1, title, (), (LineRange(1, 1),), subtitle, organization=Finding(value, 1), summary=value
    )
    page = frontmatter.parse(render.article_page(article, "original.txt"))
    assert page.meta["title"] == title
    assert page.meta["subtitle"] == subtitle
    assert page.meta["organization"] == page.meta["summary"] == value
