"""What is done to a page's HTML last: white space, versions of assets, sizes of images."""

from __future__ import annotations

import re
import struct
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from huibian.site import finish, imagesize


def test_lines_are_joined_but_not_where_white_space_is_text() -> None:
    page = (
        "\n<p>\n\n  甲  乙\n   丙</p>\n<pre>\n\n  一\n\n二</pre>\n\n"
        "<textarea>\n\n</textarea>  <b>丁</b>"
    )
    assert finish.squeeze(page) == (
        "<p>\n甲  乙\n丙</p>\n<pre>\n\n  一\n\n二</pre>\n<textarea>\n\n</textarea>  <b>丁</b>"
    )


@given(st.text("甲 \u3000\t\n<>b/", max_size=40))
def test_each_run_of_white_space_with_a_line_break_is_one(text: str) -> None:
    assert finish.squeeze(text) == re.sub(r"\s*\n\s*", "\n", text).lstrip()


def test_before_a_block_no_line_is_broken() -> None:
    page = (
        "<tr>\n <td>\n<a>甲</a>\n</td>\n</tr>\n<p>乙\n</p>\n<p>丙 <b>丁</b>\n<i>戊</i></p>\n"
        "<nav>\n己\n</nav>\n<ul>\n</ul>\n"
    )
    assert finish.squeeze(page) == (
        "<tr><td>\n<a>甲</a></td></tr>\n<p>乙\n</p>\n<p>丙 <b>丁</b>\n<i>戊</i></p>"
        "<nav>\n己\n</nav>\n<ul>\n</ul>\n"
    )


def test_text_that_speaks_of_elements_is_text() -> None:
    page = "<p>用 &lt;pre&gt; 排版</p>\n\n\n<p>乙</p>"
    assert finish.squeeze(page) == "<p>用 &lt;pre&gt; 排版</p>\n<p>乙</p>"


def test_pages_name_our_assets_by_their_hashes() -> None:
    page = (
        '<link rel="stylesheet" href="../assets/huibian/a.css">'
        '<script defer src="../assets/huibian/b.js" data-hb-engine="a.js" data-x="gone.js">'
        '</script><script src="assets/javascripts/bundle.0a1b2c3d.min.js"></script>'
        '<script src="../assets/huibian/gone.js"></script><link href="assets/stylesheets/m.css">'
        '<link rel="icon" href="/anli/assets/huibian/f.svg"><link href="../a.css?assets/a.js">'
        '<p>src="../assets/huibian/b.js"</p><a href="assets/huibian/b.js">乙</a>'
    )
    names = {
        f"assets/huibian/{one}": f"assets/huibian/h.{one}" for one in ("a.css", "b.js", "f.svg")
    }
    names |= {"assets/huibian/a.js": "assets/huibian/h.a.js"}
    names |= {"assets/javascripts/bundle.0a1b2c3d.min.js": "assets/javascripts/bundle.new.min.js"}
    assert finish.named(page, names) == (
        '<link rel="stylesheet" href="../assets/huibian/h.a.css">'
        '<script defer src="../assets/huibian/h.b.js" data-hb-engine="h.a.js" data-x="gone.js">'
        '</script><script src="assets/javascripts/bundle.new.min.js"></script>'
        '<script src="../assets/huibian/gone.js"></script><link href="assets/stylesheets/m.css">'
        '<link rel="icon" href="/anli/assets/huibian/h.f.svg"><link href="../a.css?assets/a.js">'
        '<p>src="../assets/huibian/b.js"</p><a href="assets/huibian/b.js">乙</a>'
    )


def test_a_name_changes_with_the_content_alone() -> None:
    first, second = (finish.hashed("assets/huibian/a.js", data) for data in (b"1", b"2"))
    assert first != second
    assert first == finish.hashed("assets/huibian/a.js", b"1")
    assert re.fullmatch(r"assets/huibian/a\.[0-9a-f]{8}\.js", first)
    bundle = finish.hashed("assets/javascripts/bundle.79ae519e.min.js", b"1")
    assert re.fullmatch(r"assets/javascripts/bundle\.[0-9a-f]{8}\.min\.js", bundle)
    assert "79ae519e" not in bundle


@pytest.mark.parametrize("path", ["assets/huibian/tray.htm", "assets/huibian/logo.png", "own/a.js"])
def test_other_files_keep_their_names(path: str) -> None:
    assert not finish.is_named(path)


@pytest.mark.parametrize("kind", ["PNG", "GIF", "JPEG", "WEBP"])
@pytest.mark.parametrize("size", [(1, 1), (300, 20), (5, 4000)])
def test_images_are_measured(kind: str, size: tuple[int, int]) -> None:
    for options in ({}, {"lossless": True}, {"progressive": True}):
        file = BytesIO()
        Image.new("RGB", size, "red").save(file, kind, **options)
        assert imagesize.size(file.getvalue()) == size
        with_exif = BytesIO()
        Image.new("RGB", size).save(with_exif, kind, exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0")
        assert imagesize.size(with_exif.getvalue()) == size


@pytest.mark.parametrize(
    "data",
    [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8", b"\xff\xd8\xff\xe0", b"<svg/>",
     b"\xff\xd8\xff\xc0\0", b"RIFF\0\0\0\0WEBPVP9 " + bytes(40), b"\xff\xd8" + b"\xff" * 50],
)  # fmt: skip
def test_what_is_no_image_has_no_size(data: bytes) -> None:
    assert imagesize.size(data) is None


def test_images_of_the_site_say_their_size() -> None:
    png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 40, 30)
    files = {"a.png": png, "b.png": b"broken", "zero.png": png[:16] + bytes(8)}
    html = (
        '<img alt="甲" src="a.png" /><img src="b.png"><img src="gone.png"><img alt="">'
        '<img width="5" src="a.png"><img src="zero.png"><p>&lt;img src="a.png"&gt;</p>'
    )
    assert imagesize.sized(html, files.get) == html.replace(
        '<img alt="甲"', '<img width="40" height="30" alt="甲"'
    )


def test_script_of_the_theme_asks_nobody() -> None:
    assert finish.closed("r=`https://${e}/api/v4/x`") == "r=`about:invalid#api/v4/x`"
    script = 'x?_t("https://unpkg.com/mermaid@11"):r=`https://api.github.com/repos/${e}`'
    assert finish.closed(script) == (
        'x?_t("about:invalid#mermaid@11"):r=`about:invalid#repos/${e}`'
    )
