"""Links that lead nowhere and addresses outside are found; what only looks like one is not."""

from __future__ import annotations

import pytest

from huibian.publish import leaks
from huibian.publish.leaks import Looker, Seen

FILES = {"index.html", "404.html", "a/index.html", "a/b.html", "a/图 1.png", "assets/x.js"}


def seen(html: str, path: str = "a/index.html", **settings: object) -> Seen:
    found = Looker(FILES, **settings).look(path, html.encode())  # type: ignore[arg-type]
    assert found is not None
    return found


def faults(html: str, path: str = "a/index.html", **settings: object) -> list[tuple[str, str]]:
    return [(code, link) for code, link, _ in seen(html, path, **settings).faults]


@pytest.mark.parametrize(
    "html",
    [
        '<a href="../">x</a>',
        '<a href="..">x</a>',
        "<a href=b.html?q=1#>x</a>",
        '<a href="%E5%9B%BE%201.png">x</a>',
        '<a href="">x</a><a href="#">x</a><a href="?q=1">x</a>',
        '<p id="x"></p><a href="#x">x</a><a href="./#x">x</a>',
        '<p id="一&amp;二"></p><a href="#%E4%B8%80&amp;%E4%BA%8C">x</a>',
        "<a name=x></a><a href='#x'>x</a>",
        '<a href="#:~:text=x">x</a><a href="#top">x</a>',
        '<img src="data:image/png;base64,AAAA">',
        '<p>写作 src="http://x.example/" 的样子</p>',
        '<pre>&lt;a href="no.html"&gt;</pre><p>href="no.html"</p>',
        '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        '<script src="../assets/x.js?v=1"></script>',
        '<script type="application/json">{"a": "//"}</script>',
        '<style>/* http://x.example */ p { background: url("data:image/svg+xml,<svg '
        "xmlns='http://www.w3.org/2000/svg'/>\") }</style>",
    ],
)
def test_good(html: str) -> None:
    assert faults(html) == []


@pytest.mark.parametrize(
    ("html", "code", "link"),
    [
        ('<a href="no/">x</a>', "HB803", "no/"),
        ("<a HREF='no.html'>x</a>", "HB803", "no.html"),
        ('<a href = "no.html">x</a>', "HB803", "no.html"),
        ('<a class="x"href="no.html">x</a>', "HB803", "no.html"),
        ("<a/href=no.html>x</a>", "HB803", "no.html"),
        ('<a href="b&#46;html">x</a><a href="b&#47;html">x</a>', "HB803", "b/html"),
        ('<a href="../a/b.html#">x</a><a href="../a/b.html/#x">x</a>', "HB803", "../a/b.html/#x"),
        ('<img SRCSET="no.png 2x">', "HB803", "no.png"),
        ('<p STYLE="background: url(no.png)">x</p>', "HB803", "no.png"),
        ('<OBJECT data="no.svg"></OBJECT>', "HB803", "no.svg"),
        ('<a href="../../">x</a>', "HB803", "../../"),
        ('<form action="no/"></form>', "HB803", "no/"),
        ('<a href="#no">x</a>', "HB804", "#no"),
        ('<a href="/a/">x</a>', "HB806", "/a/"),
        ('<img src="http://x.example/1.png">', "HB805", "http://x.example/1.png"),
        ('<img src="//x.example/1.png">', "HB805", "//x.example/1.png"),
        ('<img src="&#104;ttp://x.example/1">', "HB805", "http://x.example/1"),
        ('<img src="\\\\x.example/1.png">', "HB805", "\\\\x.example/1.png"),
        ('<img srcset="x.png 1x, http://x.example/2 2x">', "HB805", "http://x.example/2"),
        ('<link href="http://x.example/a.css">', "HB805", "http://x.example/a.css"),
        ('<a href="javascript:alert(1)">x</a>', "HB805", "javascript:alert(1)"),
        ('<a href="data:text/html,x">x</a>', "HB805", "data:text/html,x"),
        ('<iframe src="data:text/html,x"></iframe>', "HB805", "data:text/html,x"),
        ('<p style="background:url(http://x.example/)">', "HB805", "http://x.example/"),
        ("<style>@import '//x.example/a.css'</style>", "HB805", "//x.example/a.css"),
        ('<script>fetch("https://x.example/a")</script>', "HB805", "https://x.example/a"),
        ("<base href=http://x.example/>", "HB805", "http://x.example/"),
        ('<a href="b.html" ping="http://x.example/">x</a>', "HB805", "http://x.example/"),
        (
            '<meta http-equiv="Refresh" content="0; URL=http://x.example/">',
            "HB805",
            "http://x.example/",
        ),
        ('<object data="http://x.example/"></object>', "HB805", "http://x.example/"),
        ('<svg><image xlink:href="http://x.example/"/></svg>', "HB805", "http://x.example/"),
    ],
)
def test_bad(html: str, code: str, link: str) -> None:
    assert (code, link) in faults(html)


def test_links_for_readers_may_lead_out_and_are_told() -> None:
    found = seen('<a href="https://x.example/a">x</a><a href="mailto:a@x.example">y</a>')
    assert not found.faults
    assert found.outgoing == {"x.example", "mailto:a@x.example"}


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ('x="https://cdn.example/a.js"', ["https://cdn.example/a.js"]),
        ("x='//cdn.example/a.js'", ["//cdn.example/a.js"]),
        ('new WebSocket("wss:\\/\\/x.example")', ["wss:\\/\\/x.example"]),
        ('n("http://www.w3.org/2000/svg")', []),
        ("/*!\n * https://x.example/ */ a()", []),
        ("// see https://x.example/\na()", []),
        ('a="/* "; b="http://x.example"', ["http://x.example"]),
    ],
)
def test_scripts(text: str, addresses: list[str]) -> None:
    assert [link for _, link in faults(text, "assets/x.js")] == addresses


def test_pieces_of_the_index_are_text() -> None:
    looker = Looker(FILES)
    assert looker.look("search/0123456789ab/t00.js", b'f("http://x.example")') is None
    assert looker.look("data/articles.json", b"http://x.example") is None


def test_styles_load_what_is_there() -> None:
    text = '@import "x.css"; a { b: url(../a/b.html) } c { d: url(http://x.example/f.woff) }'
    assert sorted(faults(text, "assets/x.css")) == [
        ("HB803", "x.css"),
        ("HB805", "http://x.example/f.woff"),
    ]


def test_folders_cannot_be_opened_without_a_server() -> None:
    assert faults('<a href="../a/">x</a>', flat=True) == [("HB803", "../a/")]
    assert faults('<a href="../a/index.html">x</a>', flat=True) == []


def test_the_page_for_wrong_addresses() -> None:
    assert (
        faults('<script src="../../assets/huibian/missing.0a1b2c3d.js"></script>', "404.html") == []
    )
    assert faults('<a href="/anli/a/">x</a>', "404.html", base="/anli/") == []
    assert faults('<a href="/anli/no/">x</a>', "404.html", base="/anli/") == [
        ("HB803", "/anli/no/")
    ]


def test_what_that_page_may_do_no_other_may() -> None:
    """Files are looked through one after another, and what was found is remembered."""
    looker = Looker(FILES, base="/x/")
    html = b'<a href="/x/a/">x</a>'
    wrong = looker.look("404.html", html), looker.look("index.html", html)
    assert [[code for code, _, _ in one.faults] for one in wrong if one] == [[], ["HB806"]]


def test_parts_of_other_pages() -> None:
    pages = [
        ("index.html", seen('<a href="a/#one">x</a><a href="a/#two">x</a>', "index.html")),
        ("a/index.html", seen('<h2 id="one">x</h2>')),
    ]
    assert list(leaks.missing_parts(pages)) == [("index.html", "a/#two")]
