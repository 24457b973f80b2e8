"""A clerk adds and corrects one article at the desk: in Chromium, on the real server."""

from __future__ import annotations

import json
import random
import signal
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from desk_form import at, blank, edit, field, kept, opened, save
from desk_server import Desk, dress, free_port, running, violations, window
from playwright.sync_api import Browser, Page, expect

from handling import split_small
from huibian import frontmatter
from huibian.check import check_site
from huibian.editing import Library

pytestmark = pytest.mark.browser

TEXT = (
    "把路修到茶山上\n\n2023年5月，云南省临沧市凤庆县交通运输局把茶山的路一段一段修好。\n\n"
    "一、先修最难走的一段\n从最陡的坡修起，茶农的车能开到地头。\n"
)


@pytest.fixture
def own(site: Path, library: Library) -> Path:
    """The small compilation, in a site of the test's own that looks as the project's."""
    dress(site)
    return split_small(library)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that has such a site."""
    site = tmp_path_factory.mktemp("desk")
    (site / "docs").mkdir()
    dress(site)
    split_small(Library(site))
    with running(site) as desk:
        yield desk


@pytest.fixture
def folder(desk: Desk) -> Path:
    return desk.site / "docs" / "collections" / "small"


@pytest.fixture
def page(browser: Browser, desk: Desk) -> Iterator[Page]:
    with window(browser, desk) as opened:
        yield opened


def pages(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("0*.md"))


def test_an_empty_form_becomes_an_article(page: Page, folder: Path, desk: Desk) -> None:
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
    assert not check_site(desk.site).failed


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


def test_messages_are_those_of_the_check(page: Page, desk: Desk, folder: Path) -> None:
    edit(page, "01.md")
    field(page, "日期").fill("去年")
    field(page, "地区").fill("汉中")
    field(page, "摘要").fill("长" * 121)
    field(page, "正文").fill("正文\n\n<script>坏</script>\n\n[坏](javascript:a)")
    kept(page)
    page.locator("#found-title").click()
    shown = page.locator(".found__one").all_inner_texts()
    path = folder / "01.md"
    draft = next((desk.site / ".huibian" / "desk" / "articles").iterdir()) / "draft.json"
    typed = json.loads(draft.read_text(encoding="utf-8"))["typed"]
    meta = frontmatter.parse(path.read_text(encoding="utf-8")).meta
    for name in ("date", "region", "summary"):
        meta[name] = typed[name]
    path.write_text(frontmatter.dump(meta, typed["body"]), encoding="utf-8")
    found = [
        one
        for one in check_site(desk.site).findings
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


def test_two_browsers_on_one_page(browser: Browser, site: Path, own: Path) -> None:
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
    meta = frontmatter.parse((own / "02.md").read_text(encoding="utf-8")).meta
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
    browser: Browser, site: Path, own: Path
) -> None:
    """The desk that starts after a kill is the one that is killed next."""
    port = free_port()
    chance = random.Random(7)
    before = (own / "04.md").read_text(encoding="utf-8")
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    rounds = 3
    author, saved = "", False
    for turn in range(rounds + 1):
        with running(site, port) as desk:
            page.goto(f"{desk.origin}/articles/new" if turn else desk.entry)
            if turn:
                left = page.get_by_role("link", name="河边多了巡河人")
                expect(page.get_by_role("button", name="打开空白表格")).to_be_visible()
                expect(left).to_have_count(0 if saved else 1)
                if not saved:
                    left.click()
                    opened(page)
                    expect(field(page, "作者")).to_have_value(author)
                    save(page)
            if turn == rounds:
                break
            author = f"第{turn}人"
            page.goto(f"{desk.origin}/collections/small/04.md/edit")
            opened(page)
            field(page, "作者").fill(author)
            kept(page)
            page.get_by_role("button", name="保存", exact=True).click(no_wait_after=True)
            page.wait_for_timeout(chance.random() * 60)
            desk.process.send_signal(signal.SIGKILL)
            desk.process.wait()
        meta = frontmatter.parse((own / "04.md").read_text(encoding="utf-8")).meta
        saved = meta.get("author") == author
    context.close()
    after = (own / "04.md").read_text(encoding="utf-8")
    assert frontmatter.body_of(after).strip() == frontmatter.body_of(before).strip()
    assert [path.name for path in own.parent.glob(".*.new")] == []


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
