"""What may stand in a page: the sanitizer, and the reader that names what it takes out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huibian.harmless import attribute_names, clean, is_inside, is_passive, offences

FINE = [
    '<h1 id="甲">甲 <em>乙</em></h1>\n<p>一 &amp; 二<br>三</p>',
    '<p><a href="../b/#s" title="丙">丙</a> <a href="https://example.org/?a=1&amp;b=2">外</a></p>',
    '<p><img alt="图" loading="lazy" src="../../images/a.png"></p>',
    '<table>\n<thead>\n<tr>\n<th align="left">甲</th>\n</tr>\n</thead>\n</table>',
    '<div class="admonition note">\n<p class="admonition-title">注</p>\n</div>',
    '<div class="highlight"><pre><code>  <span class="k">if</span>\n</code></pre></div>',
    '<details open=""><summary>看</summary><p class="md-button">文</p></details>',
]


@pytest.mark.parametrize("html", FINE, ids=range(len(FINE)))
def test_what_may_stay_stays_as_it_is(html: str) -> None:
    assert clean(html, "guide/a") == html
    assert offences(html, "guide/a") == []


@pytest.mark.parametrize(
    ("html", "left", "faults"),
    [
        ("<p>甲<script>x()</script></p>", "<p>甲</p>", ["html"]),
        ("<p onclick=x>甲</p>", "<p>甲</p>", ["attribute"]),
        ('<p style="color:red">甲</p>', "<p>甲</p>", ["attribute"]),
        ('<p class="hb-find k md-overlay">甲</p>', '<p class="k">甲</p>', ["attribute"]),
        ('<p class="hb-find">甲</p>', "<p>甲</p>", ["attribute"]),
        ('<p id="__config">甲</p>', "<p>甲</p>", ["attribute"]),
        ('<a target="frame">甲</a>', "<a>甲</a>", ["attribute"]),
        ('<a target="_blank">甲</a>', '<a target="_blank">甲</a>', []),
        ('<a href="javascript:x">甲</a>', "<a>甲</a>", ["address"]),
        ('<a href="../../../x">甲</a>', "<a>甲</a>", ["outside"]),
        ('<img src="https://example.org/a.png">', "<img>", ["address"]),
        ('<img src="/a.png">', "<img>", ["outside"]),
        ("<!-- 注 -->甲", "甲", []),
        ("<!doctype html><?php x ?>甲", "甲", ["html", "html"]),
    ],
)
def test_what_goes_is_named(html: str, left: str, faults: list[str]) -> None:
    assert clean(html, "guide/a") == left
    assert [one.fault for one in offences(html, "guide/a")] == faults


def test_offences_have_lines() -> None:
    text = "甲\n<https://example.org> <b>乙</b>\n\n<script>\n</script>\n<b onclick=x>"
    assert [(one.line, one.text) for one in offences(text, "")] == [(4, "<script>"), (6, "onclick")]


@pytest.mark.parametrize(
    ("address", "folder", "inside"),
    [
        ("", "", True),
        ("#a", "", True),
        ("a.png", "", True),
        ("../a.png", "guide", True),
        ("../../a.png", "guide", False),
        ("x/../../a.png", "", False),
        ("%2e%2e/a.png", "", False),
        ("..\\a.png", "", False),
        ("&#46;&#46;/a.png", "", False),
        (".\u200b./a.png", "", False),
        ("/a.png", "guide/a", False),
        ("\\a.png", "guide/a", False),
        ("..a/b..png", "", True),
        ("a?../../..", "", True),
        ("https://example.org/../..", "", True),
    ],
)
def test_inside(address: str, folder: str, inside: bool) -> None:
    assert is_inside(address, folder) is inside


@pytest.mark.parametrize("name", ["a.png", "甲.JPG", "a.b.pdf", "x/原文.docx"])
def test_passive_files(name: str) -> None:
    assert is_passive(name)


@pytest.mark.parametrize("name", ["a", "a.", ".htaccess", "a.html", "a.png.svg", "a.js", "a.XHTML"])
def test_files_that_may_run(name: str) -> None:
    assert not is_passive(name)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("文{ .a #b title=c loading=lazy }", []),
        ("文{: onclick=x style='y' }", ["onclick", "style"]),
        ("文{ href=javascript:x }", ["href"]),
        ("{{ 值 }} {a: 1}", []),
    ],
)
def test_attributes_in_braces(line: str, names: list[str]) -> None:
    assert list(attribute_names(line)) == names


PIECES = st.sampled_from(
    ["<", ">", "/", "</", "<b ", "<a ", "<svg>", "<math>", "<style>", "<script>", "</script>",
     "<p>", "<img ", "src=", "href=", "onerror=x", "javascript:", "&#106;", '"', "'", "=", "<!--",
     "-->", "<![CDATA[", "]]>", "<table>", "<template>", "<noscript>", "\t", "\n", "\x00", "文"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=20).map("".join))
def test_what_is_clean_stays_clean(text: str) -> None:
    once = clean(text, "guide")
    assert clean(once, "guide") == once
    assert offences(once, "guide") == []
