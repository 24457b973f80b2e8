"""Markdown from outside: nothing in it may become active."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from sitetree import Page

from huibian.harmless import is_harmless
from huibian.site.hidden_names import CLASS, TITLE
from huibian.site.untrusted import extensions

ALLOWED = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "a", "img", "ul", "ol", "li", "strong", "em", "code",
    "pre", "blockquote", "hr", "br", "table", "thead", "tbody", "tr", "th", "td", "span",
}  # fmt: skip
ATTRIBUTES = {"href", "title", "src", "alt", "start", "align", "id"}


def render(text: str) -> Page:
    return Page(Markdown(extensions=extensions()).convert(text))


def check(page: Page) -> None:
    for tag, attrs in page.tags:
        assert tag in ALLOWED, tag
        if attrs == {"class": CLASS, "title": TITLE}:
            assert tag == "span"
            continue
        assert set(attrs) <= ATTRIBUTES, attrs
        if "href" in attrs:
            assert is_harmless(attrs["href"])
        if "src" in attrs:
            assert is_harmless(attrs["src"], image=True)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "&#106;avascript:alert(1)",
        "&#x6A;avascript&colon;alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org/x",
        "\\\\example.org\\x",
        "/\\example.org",
        "blob:x",
        "x:y",
    ],
)
def test_harmful_addresses(address: str) -> None:
    assert not is_harmless(address)


@pytest.mark.parametrize(
    "address", ["../02/", "#s_1", "a.png", "https://example.org/?a:b", "mailto:a@example.org", ""]
)
def test_harmless_addresses(address: str) -> None:
    assert is_harmless(address)


def test_images_only_from_the_site() -> None:
    page = render("![图](http://example.org/a.png) ![图](a.png)")
    assert [attrs["src"] for tag, attrs in page.tags if tag == "img"] == ["a.png"]


def test_html_is_text_and_links_still_work() -> None:
    page = render("<script>alert(1)</script>\n\n甲 <b>乙</b> [丙](https://example.org/)")
    check(page)
    assert "<script>alert(1)</script>" in page.text and "<b>乙</b>" in page.text
    assert page.links == ["https://example.org/"]


def test_headings_get_ascii_ids() -> None:
    assert render("## 一\n\n## 二\n\n### 三\n").ids == {"s_1", "s_2", "s_3"}


PIECES = st.sampled_from(
    ["<script>", "</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "[x](", ")",
     "![", "](", "{: onclick=alert(1) }", "{{ 7*7 }}", "{% x %}", "&#106;", "\n\n", "## ", "|", "-",
     "<!--", "-->", "`", "<", ">", '"', "'", "[a]: ", "data:text/html,", "<svg/onload=alert(1)>",
     "\t", "    ", "> ", "1. ", "文", "xx", "\x02", "\x03", "<https://example.org/>",
     "<a@example.org>"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=24).map("".join) | st.text(max_size=80))
def test_nothing_active_ever(text: str) -> None:
    check(render(text))
