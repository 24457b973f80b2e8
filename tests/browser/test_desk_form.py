"""What the form of an article shows and makes of what is put in: one desk, nothing is saved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from desk_form import at, blank, edit, field, kept, opened, paste
from desk_server import dress, running, violations, window
from playwright.sync_api import Browser, Dialog, Page, expect

from handling import split_small
from huibian import frontmatter
from huibian.editing import Library
from huibian.stages import render

pytestmark = pytest.mark.browser

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{color:red}</style>
<!--[if gte mso 9]><xml><o:x>坏</o:x></xml><![endif]--></head><body><!--StartFragment-->
<h1>一、先修最难走的一段</h1><p class=MsoNormal><b>从最陡的坡修起。</b><span
style='color:red'>茶农的车
能开到地头。</span><o:p></o:p></p><h2>（一）谁来管</h2>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span><![endif]>村里出人</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span><![endif]>镇里出料</p>
<ol><li>量路</li><li>铺路</li></ol>
<table><tr><td><p>路段</p></td><td><p>长度|公里</p></td></tr><tr><td>东坡</td><td>3</td></tr></table>
<p>星号*和[方括号]、&lt;b&gt;照旧</p>
<img src="https://outside.example/a.png" onerror="window.hit=1"><script>window.hit=1</script>
<svg onload="window.hit=1"></svg><iframe src="javascript:parent.hit=1"></iframe>
<a href="javascript:window.hit=1" onclick="window.hit=1">一个链接</a>
<!--EndFragment--></body></html>"""
#: A list of Word's inside another: paragraphs that say how deep they stand.
WORD_LIST = "".join(
    f"<p class=MsoListParagraph style='mso-list:l0 level{level} lfo1'><span style="
    f"'mso-list:Ignore'>{sign}</span>{text}</p>"
    for level, sign, text in ((1, "·", "甲"), (2, "1.", "<b>乙</b>字"), (1, "·", "丙"))
)
PASTED = """## 一、先修最难走的一段

**从最陡的坡修起。**茶农的车能开到地头。

### （一）谁来管

- 村里出人
- 镇里出料

1. 量路
2. 铺路

| 路段 | 长度&#124;公里 |
| --- | --- |
| 东坡 | 3 |

星号\\*和\\[方括号\\]、&lt;b&gt;照旧

一个链接"""


Scheme = Literal["light", "dark"]
EVIL = '<img src=x onerror="parent.hit=1"><script>parent.hit=1</script>'


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """One window for all: the small compilation, whose fourth article is hostile."""
    site = tmp_path_factory.mktemp("desk")
    (site / "docs").mkdir()
    dress(site)
    path = split_small(Library(site)) / "04.md"
    meta = frontmatter.parse(path.read_text(encoding="utf-8")).meta
    meta |= {"title": f"坏{EVIL}", "author": EVIL, "summary": EVIL, "themes": [EVIL]}
    path.write_text(
        frontmatter.dump(meta, f"{EVIL}\n\n[点](javascript:parent.hit=1)\n\n![图](//外/a.png)"),
        encoding="utf-8",
    )
    with running(site) as desk, window(browser, desk) as opened:
        yield opened


@pytest.fixture
def dressed(page: Page) -> Iterator[Page]:
    """The window, to be put into another size and scheme."""
    yield page
    page.emulate_media(color_scheme="null")
    page.set_viewport_size({"width": 1280, "height": 900})


def test_word_is_pasted_as_markdown_and_nothing_runs(page: Page) -> None:
    blank(page)
    expect(page.locator("#left")).to_be_hidden()
    paste(page, "#field-body", WORD)
    expect(field(page, "正文")).to_have_value(PASTED)
    expect(page.locator("#left")).to_contain_text("请把图片文件拖到正文里")
    kept(page)
    frame = page.frame_locator("#look")
    expect(frame.get_by_role("heading", level=2)).to_have_text("一、先修最难走的一段")
    expect(frame.locator("table td").first).to_have_text("东坡")
    expect(frame.locator("strong")).to_have_text("从最陡的坡修起。")
    expect(frame.locator("body")).to_contain_text("星号*和[方括号]、<b>照旧")
    assert page.evaluate("() => window.hit") is None
    page.get_by_role("button", name="撤销").click()
    expect(field(page, "正文")).to_have_value("")
    page.get_by_role("button", name="重做").click()
    expect(field(page, "正文")).to_have_value(PASTED)


def test_buttons_write_markdown(page: Page) -> None:
    blank(page)
    body = field(page, "正文")
    body.fill("第一个做法\n\n内容")
    body.press("Control+Home")
    page.get_by_role("button", name="大标题").click()
    expect(body).to_have_value("## 第一个做法\n\n内容")
    page.get_by_role("button", name="小标题").click()
    expect(body).to_have_value("### 第一个做法\n\n内容")
    page.get_by_role("button", name="小标题").click()
    expect(body).to_have_value("第一个做法\n\n内容")
    body.press("Control+End")
    body.press("Shift+Home")
    page.get_by_role("button", name="加粗").click()
    expect(body).to_have_value("第一个做法\n\n**内容**")
    page.get_by_role("button", name="加粗").click()
    page.get_by_role("button", name="列表").click()
    expect(body).to_have_value("第一个做法\n\n- 内容")
    body.press("Control+End")
    page.get_by_role("button", name="表格").click()
    expect(page.frame_locator("#look").locator("th").first).to_have_text("项目")


def test_places_are_found_and_told_apart(page: Page) -> None:
    edit(page, "01.md")
    region = field(page, "地区")
    region.fill("朝阳")
    options = page.locator("#regions > *")
    expect(options.first).to_be_visible()
    texts = options.all_inner_texts()
    assert any("北京市/" in text for text in texts) and any("辽宁省/" in text for text in texts)
    region.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    region.press("Enter")
    assert "朝阳" in region.input_value() and "/" in region.input_value()
    expect(page.locator("#regions")).to_be_hidden()
    region.fill("610700")
    expect(options).to_have_count(1)
    region.press("Enter")
    expect(region).to_have_value("陕西省/汉中市")


def test_themes_say_what_they_are_and_why(page: Page) -> None:
    edit(page, "01.md")
    hints = page.locator("#hints-themes")
    expect(hints).to_contain_text("依据")
    page.get_by_label("找主题").fill("作风建设")
    page.get_by_label("作风建设", exact=True).check()
    expect(page.get_by_role("button", name="去掉主题 作风建设")).to_be_visible()
    expect(page.locator("#theme-work-style")).to_contain_text("干部作风")
    kept(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(dressed: Page, scheme: Scheme, width: int) -> None:
    page = dressed
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(at(page, "/articles/new"))
    assert violations(page) == []
    edit(page, "01.md")
    field(page, "日期").fill("去年")
    expect(page.locator("#found")).to_be_visible()
    page.locator("#found-title").click()
    expect(page.locator("#hints-themes")).to_contain_text("依据")
    field(page, "地区").fill("朝阳")
    expect(page.locator("#regions > *").first).to_be_visible()
    assert violations(page) == []


def test_hostile_text_stays_text(page: Page) -> None:
    edit(page, "04.md")
    frame = page.frame_locator("#look")
    expect(frame.locator("body")).to_contain_text("<script>")
    assert frame.locator("img, script, [onerror], [href]").count() == frame.locator("link").count()
    expect(page.get_by_role("button", name="去掉主题")).to_be_visible()
    assert page.evaluate("() => window.hit") is None


def test_text_is_escaped_as_on_the_splitters_pages(page: Page) -> None:
    signs = "\\`*_{}[]()#+-.!|<>&;:=~^$%@/?'\"1"
    texts = [one + other + "文" for one in signs for other in ("", *signs, " ", "文")]
    texts += ["12. 文", "12) 文", "{% 文 %}", "{{文}}", "{# 文 #}"]
    page.goto(at(page, "/articles/new"))
    made = page.evaluate(
        """async texts => {
        const word = await import("/static/word.js");
        return texts.map(text => [word.escape(text), word.escapeLine(text)]);
        }""",
        texts,
    )
    assert made == [[render.escape(text), render.escape_line(text)] for text in texts]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p></p><script>hit()</script><style>p{}</style>", ""),
        ("<div>" * 3000 + "深" + "</div>" * 3000, "深"),
        ("<table><tr><td colspan=999999999>宽</td></tr><tr><td>下</td></tr></table>", None),
        ("<b>粗</b><i>斜</i><u>线</u>", "**粗**斜线"),
        ("<p style='display:none'>藏</p><p>露</p>", "露"),
        ("<p>一<br>二</p>", "一\n\n二"),
        ("<ul><li>甲<ul><li>乙</li></ul></ul><ol start=3><li>丙</ol>", "- 甲\n    - 乙\n\n3. 丙"),
        (
            "<ol><li>甲<ul><li>乙<li>丙<ol><li>丁</ol></ul><li>戊</ol>",
            "1. 甲\n    - 乙\n    - 丙\n        1. 丁\n2. 戊",
        ),
        (WORD_LIST, "- 甲\n    1. **乙**字\n- 丙"),
        ("<b>黑</b><span style='font-weight:700'>体</span>与<strong>重</strong>",
         "**黑体**与**重**"),
        ("<p><img src='file:///c:/1.png'>图下的字</p>", "图下的字"),
        ("<h3>大</h3><h4># 小</h4>", "## 大\n\n### \\# 小"),
        ("<table><tr><td><p>框里的字</p></td></tr></table>", "框里的字"),
        ("<p><![if !supportLists]>x<![endif]>&lt;script&gt;</p>", "x&lt;script&gt;"),
    ],
    ids=["empty", "nothing", "deep", "wide", "bold", "hidden", "break", "lists", "nested",
         "word-nested", "bolds", "image", "headings", "frame", "marks"],
)  # fmt: skip
def test_what_is_pasted(page: Page, html: str, text: str | None) -> None:
    page.goto(at(page, "/articles/new"))
    made = page.evaluate(
        """async html => (await import("/static/word.js")).markdownOf(html)""", html
    )
    assert made == text if text is not None else made.count("|") < 1000


def test_word_is_pasted_as_a_new_article(page: Page) -> None:
    page.goto(at(page, "/articles/new"))
    html = WORD.replace("<h1>", "<p class=MsoTitle>把路修到茶山上</p><h1>", 1)
    paste(page, "#text", html, "把路修到茶山上\n一、先修最难走的一段")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.once("dialog", stay)
    page.locator("#text").click()  # a browser asks only where somebody has been
    page.reload()
    assert asked == ["beforeunload"]
    expect(page.locator("#text")).to_have_value("把路修到茶山上\n一、先修最难走的一段")
    page.get_by_role("button", name="用这段文字").click()
    opened(page)
    assert page.evaluate("() => sessionStorage.getItem('huibian-pasted')") is None
    expect(field(page, "标题")).to_have_value("把路修到茶山上")
    body = field(page, "正文").input_value()
    assert "## 一、先修最难走的一段" in body
    assert "| 路段 | 长度&#124;公里 |" in body
    assert "onerror" not in body and page.evaluate("() => window.hit") is None
