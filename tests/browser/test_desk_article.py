"""A clerk adds and corrects one article at the desk: in Chromium, on the real server."""

from __future__ import annotations

import json
import random
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from desk_server import Desk, free_port, running, violations, window
from playwright.sync_api import Browser, Dialog, Locator, Page, expect

from handling import ROOT, split_small
from huibian import frontmatter
from huibian.check import check_site
from huibian.editing import Library
from huibian.stages import render

pytestmark = pytest.mark.browser

TEXT = (
    "把路修到茶山上\n\n2023年5月，云南省临沧市凤庆县交通运输局把茶山的路一段一段修好。\n\n"
    "一、先修最难走的一段\n从最陡的坡修起，茶农的车能开到地头。\n"
)
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


@pytest.fixture
def folder(site: Path, library: Library) -> Path:
    """The small compilation, in a site that looks as the project's own."""
    shutil.copy2(ROOT / "mkdocs.yml", site / "mkdocs.yml")
    shutil.copytree(ROOT / "overrides", site / "overrides")
    return split_small(library)


@pytest.fixture
def desk(site: Path, folder: Path) -> Iterator[Desk]:
    with running(site) as started:
        yield started


@pytest.fixture
def page(browser: Browser, desk: Desk) -> Iterator[Page]:
    with window(browser, desk) as opened:
        yield opened


def at(page: Page, path: str) -> str:
    return page.url.split("/", 3)[:3][0] + "//" + page.url.split("/")[2] + path


def opened(page: Page) -> None:
    """Wait for the form."""
    expect(page.locator("#save")).to_be_enabled()


def edit(page: Page, name: str) -> None:
    page.goto(at(page, f"/collections/small/{name}/edit"))
    opened(page)


def blank(page: Page) -> None:
    page.goto(at(page, "/articles/new"))
    page.get_by_role("button", name="打开空白表格").click()
    opened(page)


def field(page: Page, label: str) -> Locator:
    """Return a field by its label."""
    return (
        page.locator(".write")
        .get_by_label(label, exact=True)
        .and_(page.locator(".field, textarea"))
    )


def kept(page: Page) -> None:
    """Wait until the desk has what stands in the form."""
    expect(page.locator("#kept")).to_have_text("草稿已存。")


def save(page: Page) -> None:
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url("**/saved")


def pages(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("0*.md"))


def paste(page: Page, selector: str, html: str, text: str = "") -> None:
    page.locator(selector).focus()
    page.evaluate(
        """([selector, html, text]) => {
        const data = new DataTransfer();
        data.setData("text/html", html);
        data.setData("text/plain", text);
        const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true,
          cancelable: true});
        document.querySelector(selector).dispatchEvent(event);
        }""",
        [selector, html, text],
    )


def test_an_empty_form_becomes_an_article(page: Page, folder: Path, site: Path) -> None:
    blank(page)
    field(page, "标题").fill("把路修到茶山上")
    field(page, "正文").fill(TEXT.partition("\n\n")[2])
    field(page, "体裁").select_option("经验做法")
    region = page.locator("#hints-region")
    expect(region).to_contain_text("云南省/临沧市/凤庆县")
    region.get_by_role("button").first.click()
    kept(page)
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("第 5 篇已保存")
    shown = page.frame_locator("#frame").get_by_role("heading", level=1)
    expect(shown).to_contain_text("把路修到茶山上", timeout=120_000)
    made = frontmatter.parse((folder / "05.md").read_text(encoding="utf-8"))
    assert made.meta["title"] == "把路修到茶山上"
    assert made.meta["number"] == 5
    assert made.meta["region"] == "云南省/临沧市/凤庆县"
    assert not check_site(site).failed


def test_text_is_pasted(page: Page, folder: Path) -> None:
    page.goto(at(page, "/articles/new"))
    page.get_by_label("文章的文字").fill(TEXT)
    page.get_by_role("button", name="用这段文字").click()
    opened(page)
    expect(field(page, "标题")).to_have_value("把路修到茶山上")
    expect(field(page, "地区")).to_have_value("云南省/临沧市/凤庆县")
    save(page)
    text = (folder / "05.md").read_text(encoding="utf-8")
    assert "## 一、先修最难走的一段" in text


def test_a_document_is_dropped(page: Page, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "茶山.docx"
    document = docx.Document()
    document.add_heading("把路修到茶山上", 0)
    for line in filter(None, TEXT.split("\n")[1:]):
        document.add_paragraph(line)
    document.save(str(path))
    page.goto(at(page, "/articles/new"))
    page.set_input_files("#file", path)
    opened(page)
    expect(field(page, "标题")).to_have_value("把路修到茶山上")
    field(page, "作者").fill("何小山")
    kept(page)
    save(page)
    made = frontmatter.parse((folder / "05.md").read_text(encoding="utf-8"))
    assert made.meta["author"] == "何小山"
    assert (folder / "source" / made.meta["source"]["file"]).read_bytes() == path.read_bytes()


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


def test_an_image_is_dropped_and_kept(page: Page, folder: Path) -> None:
    edit(page, "02.md")
    field(page, "正文").press("Control+End")
    page.evaluate(
        """() => {
        const bytes = Uint8Array.from(atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADU"
          + "lEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="), one => one.charCodeAt(0));
        const data = new DataTransfer();
        data.items.add(new File([bytes], "路.png", {type: "image/png"}));
        document.getElementById("field-body").dispatchEvent(
          new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
        }"""
    )
    image = page.frame_locator("#look").locator("img")
    expect(image).to_have_count(1)
    assert image.evaluate("one => one.decode().then(() => one.naturalWidth)") == 1
    kept(page)
    save(page)
    (shown,) = (folder / "images").iterdir()
    assert f"![](images/{shown.name})" in (folder / "02.md").read_text(encoding="utf-8")


def test_messages_are_those_of_the_check(page: Page, site: Path, folder: Path) -> None:
    edit(page, "01.md")
    field(page, "日期").fill("去年")
    field(page, "地区").fill("汉中")
    field(page, "摘要").fill("长" * 121)
    field(page, "正文").fill("正文\n\n<script>坏</script>\n\n[坏](javascript:a)")
    kept(page)
    page.locator("#found-title").click()
    shown = page.locator(".found__one").all_inner_texts()
    path = folder / "01.md"
    draft = next((site / ".huibian" / "desk" / "articles").iterdir()) / "draft.json"
    typed = json.loads(draft.read_text(encoding="utf-8"))["typed"]
    meta = frontmatter.parse(path.read_text(encoding="utf-8")).meta
    for name in ("date", "region", "summary"):
        meta[name] = typed[name]
    path.write_text(frontmatter.dump(meta, typed["body"]), encoding="utf-8")
    found = [
        one
        for one in check_site(site).findings
        if one.path.endswith("01.md") and one.severity != "info"
    ]
    assert len(found) == len(shown) >= 5
    for one in found:
        assert any(one.message in text for text in shown), one
    date = field(page, "日期")
    expect(date).to_have_attribute("aria-invalid", "true")
    described = (date.get_attribute("aria-describedby") or "").split()
    assert any("不是带引号的日期" in page.locator(f"#{one}").inner_text() for one in described)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#problem")).to_contain_text("日期")
    assert path.read_text(encoding="utf-8").count("去年") == 1  # what this test wrote, no more


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


def test_a_closed_tab_loses_nothing(browser: Browser, desk: Desk, folder: Path) -> None:
    with window(browser, desk) as page:
        edit(page, "03.md")
        field(page, "作者").fill("孟河生")
        kept(page)
        again = page.context.new_page()
        page.close()
        again.goto(f"{desk.origin}/articles/new")
        again.get_by_role("link", name="课桌边的热饭菜").click()
        opened(again)
        expect(field(again, "作者")).to_have_value("孟河生")
        again.goto(f"{desk.origin}/collections/small/03.md/edit")
        opened(again)
        expect(field(again, "作者")).to_have_value("孟河生")


def test_two_windows_on_one_draft(page: Page, desk: Desk) -> None:
    edit(page, "03.md")
    other = page.context.new_page()
    other.goto(page.url)
    opened(other)
    field(page, "作者").fill("甲")
    kept(page)
    field(other, "作者").fill("乙")
    dialog = other.get_by_role("dialog")
    expect(dialog).to_contain_text("另一个窗口")
    expect(dialog).to_contain_text("甲")
    dialog.get_by_role("button", name="用我的").click()
    kept(other)
    page.reload()
    opened(page)
    expect(field(page, "作者")).to_have_value("乙")


def test_two_browsers_on_one_page(browser: Browser, site: Path, folder: Path) -> None:
    port = free_port()
    with running(site, port) as desk, window(browser, desk) as first:
        state = first.context.storage_state()
    with running(site, port) as desk, window(browser, desk) as second:
        context = browser.new_context(storage_state=state, locale="zh-CN")
        first = context.new_page()
        first.goto(f"{desk.origin}/")
        for page in (first, second):
            edit(page, "02.md")
        field(first, "作者").fill("甲")
        field(first, "单位").fill("甲单位")
        field(second, "作者").fill("乙")
        field(second, "副标题").fill("第二人加的副标题")
        kept(first)
        kept(second)
        save(first)
        second.get_by_role("button", name="保存", exact=True).click()
        dialog = second.get_by_role("dialog")
        expect(dialog).to_contain_text("在别处改过了")
        expect(dialog).to_contain_text("两边都改了：作者")
        assert violations(second) == []
        dialog.get_by_role("button", name="合并").click()
        expect(field(second, "单位")).to_have_value("甲单位")
        save(second)
        context.close()
    meta = frontmatter.parse((folder / "02.md").read_text(encoding="utf-8")).meta
    assert (meta["author"], meta["organization"]) == ("乙", "甲单位")
    assert meta["subtitle"] == "第二人加的副标题"


def test_a_page_changed_on_the_disk_is_noticed(page: Page, folder: Path) -> None:
    edit(page, "02.md")
    path = folder / "02.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("number: 2", "number: 2\nauthor: 磁盘上的人"), encoding="utf-8")
    field(page, "副标题").fill("我加的")
    expect(page.locator("#stale")).to_contain_text("在别处改过了")
    page.get_by_role("button", name="对照一下").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("磁盘上的人")
    dialog.get_by_role("button", name="用已经保存的").click()
    expect(field(page, "作者")).to_have_value("磁盘上的人")
    expect(field(page, "副标题")).to_have_value("")


def test_a_server_killed_while_saving_loses_nothing(
    browser: Browser, site: Path, folder: Path
) -> None:
    port = free_port()
    chance = random.Random(7)
    before = (folder / "04.md").read_text(encoding="utf-8")
    with running(site, port) as desk, window(browser, desk) as page:
        state = page.context.storage_state()
        desk.process.kill()
    for turn in range(5):
        author = f"第{turn}人"
        with running(site, port) as desk:
            context = browser.new_context(storage_state=state, locale="zh-CN")
            page = context.new_page()
            page.goto(f"{desk.origin}/collections/small/04.md/edit")
            opened(page)
            field(page, "作者").fill(author)
            kept(page)
            page.get_by_role("button", name="保存", exact=True).click(no_wait_after=True)
            page.wait_for_timeout(chance.random() * 60)
            desk.process.send_signal(signal.SIGKILL)
            desk.process.wait()
            context.close()
        meta = frontmatter.parse((folder / "04.md").read_text(encoding="utf-8")).meta
        saved = meta.get("author") == author
        with running(site, port) as desk:
            context = browser.new_context(storage_state=state, locale="zh-CN")
            page = context.new_page()
            page.goto(f"{desk.origin}/articles/new")
            left = page.get_by_role("link", name="河边多了巡河人")
            expect(left).to_have_count(0 if saved else 1)
            if not saved:
                left.click()
                opened(page)
                expect(field(page, "作者")).to_have_value(author)
                save(page)
            context.close()
    after = (folder / "04.md").read_text(encoding="utf-8")
    assert frontmatter.body_of(after).strip() == frontmatter.body_of(before).strip()
    assert [path.name for path in folder.parent.glob(".*.new")] == []


def test_only_the_keyboard(page: Page, folder: Path) -> None:
    page.goto(at(page, "/articles/new"))
    page.get_by_role("button", name="打开空白表格").focus()
    page.keyboard.press("Enter")
    opened(page)
    page.locator("#slug").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("茶山的路")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("凤庆")
    expect(page.locator("#regions > *").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#themes-find").focus()
    page.keyboard.type("乡村振兴")
    page.keyboard.press("Enter")
    page.locator("#field-body").focus()
    page.keyboard.type("茶农的车能开到地头。")
    page.keyboard.press("Alt+F10")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="加粗")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#field-body")).to_be_focused()
    page.keyboard.press("Control+s")
    page.wait_for_url("**/saved")
    meta = frontmatter.parse((folder / "05.md").read_text(encoding="utf-8")).meta
    assert meta["title"] == "茶山的路"
    assert meta["region"] == "云南省/临沧市/凤庆县"
    assert meta["themes"] == ["乡村振兴"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(browser: Browser, desk: Desk, scheme: str, width: int) -> None:
    size = {"width": width, "height": 900}
    with window(browser, desk, color_scheme=scheme, viewport=size) as page:
        page.goto(f"{desk.origin}/articles/new")
        assert violations(page) == []
        edit(page, "01.md")
        field(page, "日期").fill("去年")
        expect(page.locator("#found")).to_be_visible()
        page.locator("#found-title").click()
        expect(page.locator("#hints-themes")).to_contain_text("依据")
        field(page, "地区").fill("朝阳")
        expect(page.locator("#regions > *").first).to_be_visible()
        assert violations(page) == []


def test_hostile_text_stays_text(page: Page, folder: Path) -> None:
    path = folder / "01.md"
    meta = frontmatter.parse(path.read_text(encoding="utf-8")).meta
    evil = '<img src=x onerror="parent.hit=1"><script>parent.hit=1</script>'
    meta |= {"title": f"坏{evil}", "author": evil, "summary": evil, "themes": [evil]}
    path.write_text(
        frontmatter.dump(meta, f"{evil}\n\n[点](javascript:parent.hit=1)\n\n![图](//外/a.png)"),
        encoding="utf-8",
    )
    edit(page, "01.md")
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


def test_word_is_pasted_as_a_new_article(page: Page, folder: Path) -> None:
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
