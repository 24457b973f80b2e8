"""Saved web pages: the article becomes lines, what is around it furniture, nothing is lost."""

from __future__ import annotations

import base64
import html.parser
import time
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huibian.diagnostics import HuibianError
from huibian.model import Line, LineStyle
from huibian.readers import html as reader
from huibian.readers.reading import Reading, has_ink
from readers.docx_files import PNG, ink, own_ink, texts

LONG = "　　青禾县坚持问题导向，把作风建设抓在经常、融入日常，群众满意度持续提升。" * 6


def read(page: str | bytes) -> Reading:
    data = page if isinstance(page, bytes) else page.encode("utf-8")
    return reader.read(data, "经验.html", "经验.html")


def body(inner: str) -> Reading:
    return read(
        f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{inner}</body></html>'
    )


def code(page: str | bytes) -> str:
    with pytest.raises(HuibianError) as caught:
        read(page)
    (finding,) = caught.value.findings
    assert finding.path == "经验.html"
    return finding.code


def line(reading: Reading, text: str) -> Line:
    (found,) = [line for line in reading.lines if line.text == text]
    return found


class VisibleText(html.parser.HTMLParser):
    """The page's visible characters by a parser of another make."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden += tag in {"script", "style", "noscript", "head", "template"}

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"script", "style", "noscript", "head", "template"}

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.kept.append(data)


def visible_ink(page: str) -> str:
    parser = VisibleText()
    parser.feed(page)
    return ink("".join(parser.kept))


# Blocks and looks


def test_blocks_breaks_and_white_space() -> None:
    reading = body(
        "<div>第一\n  段<b>继续</b></div><p>甲<br>乙<br><br>丙</p><p>&nbsp;</p>"
        "<div><div>里层</div>尾巴</div>one\n two&lt;b&gt;"
    )
    assert texts(reading) == ["第一段继续", "甲", "乙", "", "丙", "", "里层", "尾巴", "one two<b>"]


def test_indents_of_full_width_spaces_stay() -> None:
    assert texts(body("<p>　　缩进</p><p>&emsp;&emsp;另一种</p>")) == [
        "　　缩进",
        "\u2003\u2003另一种",
    ]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<h1>甲</h1>", {"heading": 1}),
        ("<h3><span>甲</span></h3>", {"heading": 3}),
        ("<p><strong>甲</strong></p>", {"bold": True}),
        ("<p style='font-weight: 700'>甲</p>", {"bold": True}),
        ("<b><p style='font-weight:normal'>甲</p></b>", {}),
        ("<p align=center>甲</p>", {"centred": True}),
        ("<p style='TEXT-ALIGN: center'>甲</p>", {"centred": True}),
        ("<center>甲</center>", {"centred": True}),
        ("<div align=center><p align=left>甲</p></div>", {}),
        ("<p style='font-size:22pt'>甲</p>", {"size": 22.0}),
        ("<p><span style='font-size:20px'>甲</span></p>", {"size": 15.0}),
        ("<font size=5>甲</font>", {"size": 18.0}),
        ("<p style='font-size:三号'>甲</p>", {"size": 16.0}),
        ("<br style='page-break-before:always'><p>甲</p>", {"page_break": True}),
    ],
)
def test_looks(inner: str, expected: dict[str, object]) -> None:
    assert line(body(inner), "甲").style == LineStyle(**expected)  # type: ignore[arg-type]


def test_bold_only_when_the_whole_line_is() -> None:
    reading = body("<p><b>全部</b></p><p><b>部分</b>加粗</p>")
    assert [x.style.bold for x in reading.lines] == [True, False]


def test_lists_get_their_marks() -> None:
    reading = body(
        "<ol start=3><li>抓学习</li><li><p>抓落实</p><ul><li>台账</li></ul></li>"
        "<li value=9>抓整改</li></ol><dl><dt>词</dt><dd>义</dd></dl>"
    )
    assert texts(reading) == ["3. 抓学习", "4. 抓落实", "• 台账", "9. 抓整改", "词", "义"]
    assert own_ink(reading) == "抓学习抓落实台账抓整改词义"


def test_preformatted_text_keeps_its_lines() -> None:
    assert texts(body("<pre>甲\n  乙\n\n丙</pre>")) == ["甲", "  乙", "", "丙"]


# Tables


def test_tables_of_data() -> None:
    reading = body(
        "<table><caption>表一</caption><tr><th>乡镇</th><th colspan=2>件数</th></tr>"
        "<tr><td rowspan=2>柳泉镇</td><td>受理</td><td>12</td></tr>"
        "<tr><td>办<br>结</td><td><b>11</b></td></tr></table>"
    )
    assert texts(reading) == ["表一", "乡镇\t件数\t", "柳泉镇\t受理\t12", "\t办 结\t11"]
    assert [x.style.role for x in reading.lines] == ["text", *["table"] * 3]
    assert [x.style.bold for x in reading.lines[1:]] == [True, False, False]


def test_tables_of_layout_are_text() -> None:
    reading = body(
        f"<table><tr><td>左</td><td><table><tr><td><p>正文</p><p>{LONG}</p></td></tr></table>"
        "</td></tr></table>"
    )
    assert texts(reading) == ["左", "正文", LONG]
    assert {x.style.role for x in reading.lines} == {"text"}


def test_huge_spans_cost_nothing() -> None:
    reading = body(
        "<table><tr><td rowspan=99999 colspan=99999>甲</td><td>乙</td></tr>"
        "<tr><td>丙</td><td>丁</td></tr></table>"
    )
    assert max(len(x.text) for x in reading.lines) < 300


# Images


def test_images_in_the_page_are_attachments() -> None:
    packed = base64.b64encode(PNG).decode()
    reading = body(
        f'<p>图前<img src="data:image/png;base64,{packed}" alt="现场">图后</p>'
        f'<img src="data:image/png;base64,{packed}">'
        '<img src="https://example.invalid/x.png" alt="外部图">'
        '<img src="icon.gif"><img src="data:image/svg+xml;base64,PHN2Zz4=" alt="矢量">'
        '<img src="data:image/png;base64,@@@" alt="坏的">'
    )
    assert [(x.text, x.style.image) for x in reading.lines] == [
        ("图前", ""),
        ("现场", "image-01.png"),
        ("图后", ""),
        ("", "image-01.png"),
        ("外部图", ""),
        ("矢量", ""),
        ("坏的", ""),
    ]
    assert reading.attachments == (("image-01.png", PNG),)


# What is around the article

PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>标题_某网</title>
<style>p{{color:red}}</style><script>var 脚本 = 1;</script></head><body>
<div class="topNav"><a href="/">首页</a><a href="/news">动态</a></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/j">经验交流</a></div>
<form id="aspnetForm"><article><header><h1>青禾县：“三抓”促落实</h1></header>
<div class="info">来源：青禾县 2023-05-06 【字体：大 中 小】</div>
<div class="content has-sidebar"><p>{LONG}</p><p><b>一、抓学习</b></p><p>{LONG}</p></div>
</article></form>
<p>字体：<a href="#">大</a> <a href="#">小</a></p>
<div id="bdshare">分享到：<a href="#">微信</a></div>
<aside>相关推荐 另一条</aside>
<ul><li><a href="1">要闻一</a><li><a href="2">要闻二</a><li><a href="3">要闻三</a><li>
<a href="4">要闻四</a></ul>
<noscript>请打开脚本</noscript><!-- 注释 -->
<div style="display:none">暗藏文字</div>
<select><option>省级网站</option></select>
<p>主办：青禾县 京ICP备00000000号</p>
<footer>版权所有</footer></body></html>"""


def test_what_is_around_the_article_is_furniture() -> None:
    reading = read(PAGE)
    article = [x.text for x in reading.lines if x.style.role == "text" and x.text]
    assert article == [
        "青禾县：“三抓”促落实",
        "来源：青禾县 2023-05-06 【字体：大 中 小】",
        LONG,
        "一、抓学习",
        LONG,
    ]
    kinds = {x.text: x.style.furniture for x in reading.lines if x.style.role == "furniture"}
    assert kinds["版权所有"] == kinds["主办：青禾县 京ICP备00000000号"] == "web-footer"
    assert kinds["暗藏文字"] == "hidden-text"
    assert {kinds[key] for key in ("要闻一", "省级网站", "相关推荐 另一条", "分享到：微信")} == {
        "web-navigation"
    }
    assert not any("脚本" in x.text or "注释" in x.text for x in reading.lines)


def test_every_visible_character_is_in_some_line() -> None:
    reading = read(PAGE)
    assert own_ink(reading) == visible_ink(PAGE)


def test_an_article_in_a_menu_is_still_an_article() -> None:
    for holder in ("form", 'div class="nav"', "aside", 'div id="footer"', "header"):
        tag = holder.split()[0]
        reading = body(f"<{holder}><p>{LONG}</p></{tag}><p>尾</p>")
        assert line(reading, LONG).style.role == "text", holder


def test_links_within_the_page_are_a_table_of_contents() -> None:
    links = "".join(f'<p><a href="#a{n}">第{n}篇</a></p>' for n in range(5))
    reading = body(f"{links}<p>{LONG}</p>")
    assert [x.style.role for x in reading.lines] == [*["toc"] * 5, "text"]


# Encodings and single-file saves


@pytest.mark.parametrize(
    ("declared", "actual", "expected"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("gb2312", "gb18030", "gb18030"),
        ("GBK", "gbk", "gb18030"),
        ("big5", "big5", "big5hkscs"),
        ("", "gb18030", "gb18030"),
        ("", "utf-8", "utf-8"),
        ("iso-8859-1", "gb18030", "gb18030"),
        ("punycode", "utf-8", "utf-8"),
        ("utf-8", "gb18030", "gb18030"),
    ],
)
def test_encodings(declared: str, actual: str, expected: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    text = "全市各地工作中心主要成果" if actual == "big5" else LONG.strip()
    reading = read(f"<html><head>{meta if declared else ''}</head><p>{text}</p>".encode(actual))
    assert texts(reading) == [text]
    assert reading.encoding == expected


def test_byte_order_marks() -> None:
    for encoding in ("utf-16", "utf-8-sig"):
        page = f"<html><meta charset=gbk><p>{LONG.strip()}</p>".encode(encoding)
        assert texts(read(page)) == [LONG.strip()]


def mht(parts: list[object]) -> bytes:
    message = MIMEMultipart("related")
    for item in parts:
        message.attach(item)  # type: ignore[arg-type]
    return b"MIME-Version: 1.0\n" + message.as_bytes().replace(b"MIME-Version: 1.0\n", b"", 1)


def test_single_file_saves() -> None:
    page = MIMEText(
        '<p>单个文件<img src="cid:pic@x" alt="图"><img src="http://h/b.png"></p>', "html", "gb18030"
    )
    first = MIMEImage(PNG)
    first["Content-ID"] = "<pic@x>"
    second = MIMEImage(PNG + b"2")
    second["Content-Location"] = "http://h/b.png"
    reading = read(mht([page, first, second]))
    assert texts(reading) == ["单个文件", "图", ""]
    assert [name for name, _ in reading.attachments] == ["image-01.png", "image-02.png"]


# Hostile and damaged input


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (b"", "HB101"),
        (b"<html></html>", "HB101"),
        ("<script>var 甲;</script><style>乙</style><!-- 丙 -->", "HB101"),
        (b"<p>\xff\xfe\xfd\xfa</p>" * 20, "HB103"),
        (b"\x00\x01\x02" * 50, "HB102"),
        ("<div>" * 5000 + "深", "HB114"),
        (mht([MIMEText("没有网页", "plain", "utf-8")]), "HB108"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; " + b"boundary=a\n" * 40, "HB114"),
    ],
)
def test_what_is_no_page(page: str | bytes, expected: str) -> None:
    assert code(page) == expected


def test_depth_that_browsers_bear() -> None:
    assert texts(body("<div>" * 900 + "深处" + "</div>" * 900 + "<p>之后")) == ["深处", "之后"]


@pytest.mark.parametrize(
    "page",
    [
        "<b>" * 60_000 + "字",
        "<p " + "a=1 " * 100_000 + ">字",
        "<meta charset=" * 20_000 + ">字",
        "<table><tr>" * 900 + "字",
        "&" * 300_000 + "字",
        "<a href='#'>" * 60_000 + "字",
        "<p class='" + "a" * 1_000_000 + "'>字",
        "字" * 3_000_000,
        "<br>" * 200_000 + "字",
        "<li>" * 1500 + "字",
    ],
)
def test_nothing_takes_long(page: str) -> None:
    start = time.monotonic()
    try:
        assert any("字" in text for text in texts(read(page)))
    except HuibianError as error:
        assert {finding.code for finding in error.findings} <= {"HB114", "HB108", "HB123"}
    assert time.monotonic() - start < 20  # a hang, not a speed


def test_external_entities_stay_words() -> None:
    page = '<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/hostname">]><p>甲&e;乙</p>'
    assert "&e;" in "".join(texts(read(page)))


few = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
flips = st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 255)), max_size=8)


@few
@given(changes=flips, cut=st.none() | st.integers(1, 10**6))
def test_a_damaged_page_gives_lines_or_a_diagnostic(
    changes: list[tuple[int, int]], cut: int | None
) -> None:
    data = bytearray(PAGE.encode("utf-8"))
    for at, value in changes:
        data[at % len(data)] ^= value
    try:
        reading = read(bytes(data if cut is None else data[: cut % len(data)]))
    except HuibianError as error:
        assert error.findings
    else:
        assert reading.lines


PIECES = ["<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<br>", "<table>", "<tr>", "<td>"]
PIECES += [
    "</td>",
    "</tr>",
    "</table>",
    "<ol>",
    "<li>",
    "</ol>",
    "<h2>",
    "</h2>",
    "<nav>",
    "</nav>",
]
PIECES += [
    "<a href=x>",
    "</a>",
    "\n",
    "　",
    "甲",
    "乙，",
    "丙。",
    "a1 ",
    "&amp;",
    "<footer>",
    "</footer>",
]
PIECES += ["<form>", "</form>", "<select>", "<option>", "</select>", "<pre>", "</pre>", "<span>"]


@few
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_no_nesting_loses_a_character(pieces: list[str]) -> None:
    page = "<html><body>" + "".join(pieces) + "字</body></html>"
    own = own_ink(read(page))
    assert sorted(own) == sorted(visible_ink(page))


def test_a_mutated_single_file_save() -> None:
    data = mht([MIMEText("<p>正文正文</p>", "html", "utf-8"), MIMEImage(PNG)])
    for at in range(0, len(data), 7):
        for changed in (data[:at], data[:at] + b"\xff\x00=" + data[at + 3 :]):
            try:
                read(changed)
            except HuibianError as error:
                assert error.findings


# Pages as sites save them (invented)

STORY = "青禾县把办事窗口延到晚上八点，群众下了班也能办成事，一年接待夜间办事的有三千多人次。"
CHAT = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><script>var a=1;</script></head>
<body id="activity-detail"><div id="js_article" class="rich_media">
<h1 class="rich_media_title">窗口亮到八点</h1>
<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">
<section><p>{STORY}</p><p><img data-src="https://img.example/a.jpg"
src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="></p>
<p>一、抓延时<br>{STORY}<br><br>二、抓代办<br>{STORY}</p></section></div>
<div id="js_tags_preview_toast">预览时标签不可点</div>
<div class="rich_media_tool"><a href="#">阅读原文</a></div></div>
<div class="qr_code_pc"><p>微信扫一扫<br>关注该公众号</p></div>
<div class="weui-dialog"><div>知道了</div></div></body></html>"""
OFFICE = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head>
<body><table><tr><td><a href="/">首页</a></td><td><a href="/a">公开</a></td>
<td><a href="/b">新闻</a></td><td><a href="/c">互动</a></td></tr></table>
<table><tr><td>当前位置：<a href="/">首页</a>&gt;正文</td></tr></table>
<table><tr><td><table><tr><td align="center"><b>窗口亮到八点</b></td></tr>
<tr><td><p>　　{STORY}</p><p>　　一、抓延时</p><p>　　{STORY}</p>
<table border="1"><tr><td>月份</td><td>人次</td></tr><tr><td>三月</td><td>50</td></tr></table>
</td></tr><tr><td>【<a href="javascript:window.print()">打印本页</a>】</td></tr>
<tr><td>上一篇：<a href="/1">路灯亮起来</a></td></tr></table></td>
<td><table><tr><td>热点推荐</td></tr><tr><td><a href="/3">·柳泉镇开展巡河</a></td></tr>
<tr><td><a href="/4">·望川市优化服务</a></td></tr></table></td></tr></table>
<table><tr><td>主办：青禾县人民政府办公室　承办：青禾县大数据中心<br>
联系电话：0000-0000000　邮编：000000</td></tr></table></body></html>"""


@pytest.mark.parametrize(
    ("page", "kept", "rules"),
    [
        (
            CHAT.encode(),
            ["窗口亮到八点", STORY, "一、抓延时", STORY, "二、抓代办", STORY],
            {"web-navigation"},
        ),
        (
            OFFICE.encode("gb18030"),
            ["窗口亮到八点", STORY, "一、抓延时", STORY, "月份\t人次", "三月\t50"],
            {"web-navigation", "web-footer"},
        ),
    ],
    ids=["chat", "office"],
)
def test_pages_of_sites(page: bytes, kept: list[str], rules: set[str]) -> None:
    reading = read(page)
    lines = [x for x in reading.lines if has_ink(x.text)]
    assert [x.text.strip() for x in lines if x.style.role != "furniture"] == kept
    assert {x.style.furniture for x in lines if x.style.role == "furniture"} == rules


def test_an_image_that_loads_late_is_no_stand_in() -> None:
    reading = read(CHAT.encode())
    assert not reading.attachments
    (finding,) = reading.findings
    assert (finding.code, finding.severity) == ("HB118", "warning")
    assert reading.lines[finding.line - 1].style.role == "image"


def test_icons_are_no_missing_images() -> None:
    inner = "<p>正文一句。</p><img src='/img/icon_print.gif'><img src='/a.png' width='16'>"
    assert not body(inner).findings


@pytest.mark.parametrize(
    "page",
    [
        "<html><frameset><frame src='m.htm'><frame src='x/main.htm'></frameset></html>",
        "<html><body><iframe src='x/main.htm'></iframe></body></html>",
    ],
)
def test_a_page_of_frames_says_where_its_text_is(page: str) -> None:
    with pytest.raises(HuibianError) as caught:
        read(page)
    (finding,) = caught.value.findings
    assert finding.code == "HB122"
    assert "main.htm" in finding.message


def test_a_single_file_save_of_frames_gives_the_longest_page() -> None:
    frames = "<html><frameset><frame src='a'><frame src='b'></frameset></html>"
    texts_of = [frames, "<html><p>菜单</p></html>", f"<html><p>{STORY}</p></html>"]
    parts = [MIMEText(x, "html", "utf-8") for x in texts_of]
    assert texts(read(mht(list(parts)))) == [STORY]
