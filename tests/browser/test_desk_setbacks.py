"""When a draft has gone, or the desk does not answer: in Chromium, all at one desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_form import at, blank, edit, kept, opened, save
from desk_server import project_site, running, window
from playwright.sync_api import Browser, Locator, Page, Route, expect

from handling import split_small
from huibian import frontmatter
from huibian.editing import Library

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small compilation, in a site that looks as the project's own."""
    return split_small(Library(project_site(tmp_path_factory.mktemp("form") / "site-root")))


@pytest.fixture(scope="module")
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    with running(folder.parents[2]) as desk, window(browser, desk) as first:
        yield first


def field(page: Page, name: str) -> Locator:
    return page.locator(f"#field-{name}")


def author(folder: Path, name: str) -> str:
    meta = frontmatter.parse((folder / name).read_text(encoding="utf-8")).meta
    return str(meta.get("author", ""))


def test_a_draft_that_another_window_saved_is_begun_anew(page: Page, folder: Path) -> None:
    edit(page, "02.md")
    field(page, "author").fill("甲")
    kept(page)
    other = page.context.new_page()
    other.goto(page.url)
    opened(other)
    save(page)
    field(other, "organization").fill("后写的单位")
    dialog = other.get_by_role("dialog")
    expect(dialog).to_contain_text("已经在另一个窗口里保存或丢弃了")
    dialog.get_by_role("button", name="用我的").click()
    kept(other)
    save(other)
    other.close()
    text = (folder / "02.md").read_text(encoding="utf-8")
    assert "后写的单位" in text and author(folder, "02.md") == "甲"


def test_a_new_article_whose_draft_has_gone_is_kept_anew(page: Page) -> None:
    blank(page)
    address = page.url
    page.evaluate(
        """async address => {
          const { post } = await import("/static/api.js");
          await post(`/api${new URL(address).pathname}/discard`);
        }""",
        address,
    )
    field(page, "title").fill("写了一半")
    expect(page.locator("#problem")).to_contain_text("成了一份新的草稿")
    assert page.url != address
    page.reload()
    expect(field(page, "title")).to_have_value("写了一半")


def test_nothing_is_typed_while_it_is_saved(page: Page, folder: Path) -> None:
    edit(page, "03.md")
    held: list[Route] = []
    page.route("**/save", lambda route: held.append(route))
    field(page, "author").fill("甲")
    field(page, "author").press("Control+s")
    while not held:
        page.wait_for_timeout(20)
    page.keyboard.type("落空")
    expect(field(page, "author")).to_have_value("甲")
    expect(page.locator("#save")).to_be_disabled()
    answer = {"findings": [{"message": "写不进去", "hint": ""}]}
    held.pop().fulfill(status=422, json=answer)
    expect(page.locator("#problem")).to_contain_text("写不进去")
    expect(field(page, "author")).to_be_focused()
    page.unroute("**/save")
    page.keyboard.press("Control+s")
    page.wait_for_url("**/saved")
    assert author(folder, "03.md") == "甲"


def test_the_form_waits_for_its_content(page: Page, folder: Path) -> None:
    edit(page, "04.md")
    title = field(page, "title").input_value()
    held: list[Route] = []
    asked = "**/api/articles/drafts/*"
    page.route(asked, lambda route: held.append(route))
    page.reload(wait_until="commit")
    while not held:
        page.wait_for_timeout(20)
    field(page, "title").focus()
    page.keyboard.type("落空")
    expect(field(page, "title")).to_have_value("")
    held.pop().abort()
    expect(page.locator("#problem")).to_contain_text("连不上工作台")
    page.unroute(asked)
    expect(field(page, "title")).to_have_value(title)
    expect(page.locator("#problem")).to_be_empty()
    opened(page)


def test_the_focus_stays_where_the_form_is_drawn_anew(page: Page) -> None:
    edit(page, "01.md")
    themes = page.locator("#hints-themes")
    expect(themes).to_contain_text("依据")
    offered = themes.get_by_role("button").last
    offered.focus()
    offered.evaluate("one => { window.seen = one; }")
    with page.expect_response("**/suggestions"):
        field(page, "author").evaluate(
            "one => { one.value = '甲'; one.dispatchEvent(new Event('input')); }"
        )
    kept(page)
    assert page.evaluate("() => window.seen === document.activeElement")
    checked = themes.get_by_role("button", name="主题核对过了，没错")
    checked.focus()
    page.keyboard.press("Enter")
    expect(checked).to_have_count(0)
    expect(page.locator("#themes-find")).to_be_focused()
    page.locator("[data-themes=chips] button").first.click()
    themes.get_by_role("button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#themes-find")).to_be_focused()
    field(page, "date").fill("去年")
    page.locator("#found-title").click()
    listed = page.locator("#found-list").get_by_role("button", name="日期")
    listed.focus()
    field(page, "date").evaluate(
        "one => { one.value = ''; one.dispatchEvent(new Event('input')); }"
    )
    expect(listed).to_have_count(0)
    assert page.evaluate("() => document.activeElement !== document.body")


def test_a_desk_that_is_away_is_told_once(page: Page) -> None:
    edit(page, "01.md")
    page.clock.install()
    asked: list[str] = []

    def away(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route("**/api/articles/drafts/*", away)
    page.evaluate(
        """() => {
        window.told = 0;
        const place = document.getElementById("problem");
        new MutationObserver(() => { window.told += 1; }).observe(place, { childList: true });
        }"""
    )
    field(page, "author").fill("写了")
    expect(page.locator("#problem")).to_be_empty()
    page.clock.run_for(1000)
    expect(page.locator("#problem")).to_contain_text("连不上工作台")
    for _ in range(3):
        before = len(asked)
        while len(asked) == before:
            page.clock.run_for(1000)
    assert page.evaluate("() => window.told") == 1
    page.unroute("**/api/articles/drafts/*")
    page.clock.run_for(4000)
    kept(page)
    expect(page.locator("#problem")).to_be_empty()


def test_a_file_that_is_too_large_is_not_sent(page: Page, folder: Path) -> None:
    page.goto(at(page, "/articles/new"))
    page.locator("#drop").evaluate("one => { one.dataset.limit = 0.0001; }")
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.method))
    page.set_input_files("#file", folder / "01.md")
    expect(page.locator("#failed")).to_contain_text("文件太大，最多 0.0001 MB")
    edit(page, "01.md")
    page.evaluate(
        """() => {
        const data = new DataTransfer();
        data.items.add(new File([new ArrayBuffer(20000001)], "大.png", { type: "image/png" }));
        document.getElementById("field-body").dispatchEvent(
          new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.locator("#problem")).to_contain_text("文件太大，最多 20 MB")
    assert "POST" not in sent


WAITED = """async job => {
  const { wait } = await import("/static/api.js");
  try {
    return [await wait(job, () => null)];
  } catch (error) {
    return [error.message, error.unsure];
  }
}"""


def test_a_job_goes_on_while_the_desk_does_not_answer(page: Page) -> None:
    page.goto(at(page, "/publish"))
    answers = [{"state": "done", "result": "做完了"}, None, {"state": "running"}]

    def answer(route: Route) -> None:
        data = answers.pop()
        if data is None:
            route.abort()
        else:
            route.fulfill(json=data)

    page.route("**/api/jobs/*", answer)
    assert page.evaluate(WAITED, "0123456789abcdef") == ["做完了"]
    page.unroute("**/api/jobs/*")
    message, unsure = page.evaluate(WAITED, "0123456789abcdef")
    assert "重新启动过" in message and unsure


def test_a_preview_that_does_not_open_is_said_to_be_so(page: Page) -> None:
    asked: list[str] = []

    def no(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(json={"ready": False})

    page.route("**/api/preview/**", no)
    page.clock.install()
    page.goto(at(page, "/collections/small/01.md/saved"))
    expect(page.locator("#wait")).to_have_text("正在生成预览…")
    for _ in range(40):
        page.clock.run_for(2000)
    expect(page.locator("#wait")).to_contain_text("已保存，预览打不开")
    assert len(asked) < 60
    page.unroute("**/api/preview/**")
    page.route("**/api/preview/**", lambda route: route.fulfill(status=404, json={"findings": []}))
    for _ in range(40):  # the next question comes some time after the last answer
        page.clock.run_for(2000)
    expect(page.locator("#failed")).to_contain_text("工作台出了错")
    expect(page.locator("#wait")).to_be_hidden()
