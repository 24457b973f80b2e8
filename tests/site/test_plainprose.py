"""Prose goes past the inline patterns only where these would find nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from huibian.site import untrusted
from huibian.site.plainprose import NEEDED, PlainProseExtension

_PIECES = (
    "推进",
    "a@b.cn",
    *"`\\[]<>&*_!()#;：\n",
    "  \n",
    "http://a.cn",
    "&amp;",
    "**",
    "xx",
    " ",
)


def _convert(text: str, *, plain: bool) -> str:
    extensions = untrusted.extensions()
    if not plain:
        extensions = [one for one in extensions if not isinstance(one, PlainProseExtension)]
    return Markdown(extensions=extensions).convert(text)


def test_all_inline_patterns_are_known() -> None:
    patterns = Markdown(extensions=untrusted.extensions()).inlinePatterns
    assert len(patterns) == len(NEEDED)
    assert [name for name in NEEDED if name not in patterns] == []


@given(st.lists(st.sampled_from(_PIECES), max_size=20).map("".join))
def test_the_result_is_the_same(text: str) -> None:
    assert _convert(text, plain=True) == _convert(text, plain=False)


def test_another_pattern_switches_it_off() -> None:
    markdown = Markdown(
        extensions=[*untrusted.extensions()[:-1], "footnotes", PlainProseExtension()]
    )
    assert "huibian_plain_prose" not in markdown.treeprocessors
    assert "huibian_plain_prose" in Markdown(extensions=untrusted.extensions()).treeprocessors
