"""Hidden names are set off, and nothing else: the text of the page stays as it was."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from sitetree import Page

from huibian.site.hidden_names import CLASS, TITLE, hidden_names
from huibian.site.search.text import blocks
from huibian.site.untrusted import extensions

MARK = re.compile(rf'<span class="{CLASS}" title="{TITLE}">(.*?)</span>')


def html(text: str) -> str:
    return Markdown(extensions=extensions()).convert(text)


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in hidden_names(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("xx市的经验", ["xx"]),
        ("福建省XX县××镇", ["XX", "××"]),
        ("某某同志到**村", ["某某", "**"]),
        ("办理率升至xx.x%，压减ｘｘ项", ["xx.x", "ｘｘ"]),
        ("从xxxx年起", ["xxxx"]),
        ("局长×××", ["×××"]),
    ],
)
def test_names_that_are_hidden(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    ["长3x宽", "使用xxl号", "版本Axx的", "某市某县", "x市", "2××4米", "a xx b", "xx", "Exxon公司"],
)
def test_what_hides_no_name(text: str) -> None:
    assert found(text) == []


def test_marks_stand_in_paragraphs_headings_lists_and_between_elements() -> None:
    page = html("## xx县\n\n前**xx市**后xx局，[××镇](a.md)尾某某人。\n\n- XX村\n")
    assert MARK.findall(page) == ["xx", "xx", "xx", "××", "某某", "XX"]
    assert MARK.sub(r"\1", page) == (
        '<h2 id="s_1">xx县</h2>\n<p>前<strong>xx市</strong>后xx局，<a href="a.md">××镇</a>'
        "尾某某人。</p>\n<ul>\n<li>XX村</li>\n</ul>"
    )


def test_escaped_stars_and_code() -> None:
    page = html("\\*\\*市的事\n\n`xx市`\n\n    xx县\n")
    assert MARK.findall(page) == ["**"]


def test_the_outline_stays_plain() -> None:
    made = Markdown(extensions=extensions())
    made.convert("## 一、xx县的路\n")
    assert [item["name"] for item in made.toc_tokens] == ["一、xx县的路"]  # type: ignore[attr-defined]


@given(
    st.lists(
        st.sampled_from(["xx", "市", "**", "某某", "a", "×", "，", "\n\n", "# ", "`", "[", "](b)"])
    )
)
def test_search_reads_the_same_text(parts: list[str]) -> None:
    page = html("".join(parts))
    assert list(blocks(page)) == list(blocks(MARK.sub(r"\1", page)))
    assert Page(page).text == Page(MARK.sub(r"\1", page)).text
