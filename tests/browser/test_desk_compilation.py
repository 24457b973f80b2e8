"""A clerk adds a compilation at the desk: in Chromium, on the server that the command starts."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_server import Desk, free_port, project_site, running, violations, window
from playwright.sync_api import Browser, Page, expect

from handling import EMBEDDED, ROOT, SMALL, TITLES, edit, empty_site
from huibian.editing import Library
from samples import Article, marked, paragraph, title

pytestmark = pytest.mark.browser

EXAMPLES = Path(os.environ.get("HUIBIAN_EXAMPLES") or ROOT.parent / "shared" / "examples")
COMPILATION = EXAMPLES / "compilation-24.txt"
COUNT = len(TITLES)
#: How many of the lines in sight do not stand where the one above ends.
GAPS = """box => {
  const frame = box.getBoundingClientRect();
  const seen = [...box.querySelectorAll(".line")].map(one => one.getBoundingClientRect())
    .filter(one => one.bottom > frame.top && one.top < frame.bottom).sort((a, b) => a.top - b.top);
  return seen.slice(1).filter((one, at) => Math.abs(one.top - seen[at].bottom) > 1).length;
}"""


@pytest.fixture(scope="module")
def started_whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk of the project's site without articles: its pages can be previewed."""
    with running(project_site(tmp_path_factory.mktemp("whole") / "site-root")) as desk:
        yield desk


@pytest.fixture
def whole_desk(started_whole: Desk) -> Desk:
    """That desk, as if nobody had worked at it."""
    started_whole.put_back()
    return started_whole


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk of an empty site."""
    with running(empty_site(tmp_path_factory.mktemp("desk") / "site-root")) as desk:
        yield desk


@pytest.fixture
def page(browser: Browser, desk: Desk) -> Iterator[Page]:
    with window(browser, desk) as opened:
        yield opened


def add(page: Page, path: Path) -> None:
    page.set_input_files("#file", path)
    proposed(page)


def proposed(page: Page) -> None:
    expect(page.locator("#facts")).to_contain_text("分出", timeout=60_000)


def articles(page: Page, count: int) -> None:
    expect(page.locator(".article")).to_have_count(count)


def line(page: Page, number: int) -> None:
    """Bring a line into sight and click it."""
    page.locator("#lines").focus()
    page.keyboard.press("Home")
    for _ in range(number - 1):
        page.keyboard.press("ArrowDown")
    page.locator(f"#line-{number} .line__text").click()


def act(page: Page, label: str) -> None:
    page.locator("#acts").get_by_role("button", name=label, exact=True).click()


def test_from_the_file_to_the_page_as_readers_see_it(browser: Browser, whole_desk: Desk) -> None:
    with window(browser, whole_desk) as page:
        add(page, SMALL)
        articles(page, COUNT)
        question = page.locator(f".asks__one[data-line='{EMBEDDED}']")
        question.get_by_role("button").nth(1).click()
        articles(page, COUNT + 1)
        page.get_by_role("button", name="网址名：small").click()
        page.get_by_role("dialog").get_by_role("textbox").fill("ganji")
        page.get_by_role("button", name="确定").click()
        page.get_by_role("button", name="网址名：ganji").wait_for()
        page.get_by_role("button", name="保存").click()
        frame = page.frame_locator("#frame")
        heading = frame.get_by_role("heading", level=1)
        expect(heading).to_contain_text("赶集日", timeout=120_000)
        expect(frame.get_by_role("link", name=next(iter(TITLES)))).to_be_visible()
        expect(frame.locator("body")).not_to_contain_text("huibian edit")
    assert len(list(whole_desk.site.glob("docs/collections/ganji/0*.md"))) == COUNT + 1


def test_a_file_is_dropped(page: Page) -> None:
    text = SMALL.read_text(encoding="utf-8")
    page.evaluate(
        """text => {
        const data = new DataTransfer();
        data.items.add(new File([text], "赶集.txt", {type: "text/plain"}));
        const event = new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true});
        document.getElementById("drop").dispatchEvent(event);
        }""",
        text,
    )
    proposed(page)
    articles(page, COUNT)


def test_lines_say_what_they_became(page: Page) -> None:
    add(page, SMALL)
    first = next(iter(TITLES.values()))
    title = page.locator(f"#line-{first}")
    expect(title).to_contain_text("第 1 篇")
    expect(title).to_have_attribute("aria-posinset", str(first))
    expect(title).to_have_attribute(
        "aria-label", f"第 {first} 行，第 1 篇的标题：{next(iter(TITLES))}"
    )


def test_lines_are_split_merged_dropped_kept_moved_and_taken_back(page: Page) -> None:
    add(page, SMALL)
    line(page, EMBEDDED)
    act(page, "从这一行起另分一篇")
    articles(page, COUNT + 1)
    line(page, EMBEDDED)
    act(page, "并入前一篇")
    articles(page, COUNT)
    body = next(iter(TITLES.values())) + 2
    line(page, body)
    act(page, "剔除")
    expect(page.locator(f"#line-{body}")).to_contain_text("剔除")
    act(page, "保留")
    expect(page.locator(f"#line-{body}")).not_to_contain_text("剔除")
    page.locator(f"#line-{body + 1} .line__text").click(modifiers=["Shift"])
    act(page, "移到另一篇…")
    page.get_by_role("dialog").get_by_label("按篇号或标题找").fill("3")
    page.get_by_role("dialog").locator(".choice").first.click()
    expect(page.locator(f"#line-{body}")).to_contain_text("归第 3 篇")
    for _ in range(5):
        page.keyboard.press("Control+z")
        expect(page.locator("#draft")).not_to_have_attribute("aria-busy", "true")
    articles(page, COUNT)
    expect(page.get_by_role("button", name="撤销")).to_be_disabled()
    page.keyboard.press("Control+y")
    articles(page, COUNT + 1)


def drag(page: Page, number: int, words: str) -> None:
    """Select words of a line with the mouse."""
    text = page.locator(f"#line-{number} .line__text")
    ends = text.evaluate(
        """(box, words) => {
        const node = [...box.childNodes].find(one => one.textContent.includes(words));
        const range = document.createRange();
        const at = node.textContent.indexOf(words);
        range.setStart(node, at);
        range.setEnd(node, at + words.length);
        const [first, ...others] = range.getClientRects();
        const last = others.length ? others[others.length - 1] : first;
        const height = one => one.top + one.height / 2;
        return [first.left + 1, height(first), last.right - 1, height(last)];
        }""",
        words,
    )
    page.mouse.move(*ends[:2])
    page.mouse.down()
    page.mouse.move(*ends[2:], steps=4)
    page.mouse.up()


def test_words_are_cut_masked_and_kept(page: Page, desk: Desk) -> None:
    add(page, SMALL)
    line(page, 12)
    drag(page, 12, "老文书")
    act(page, "遮盖“老文书”")
    expect(page.locator("#line-12 .line__piece")).to_have_text("老文书")
    drag(page, 12, "打印机用蓄电池供电，")
    act(page, "剔除“打印机用蓄电池供电，”")
    expect(page.locator("#line-12 .line__piece")).to_have_count(2)
    page.keyboard.press("Control+z")
    expect(page.locator("#line-12 .line__piece")).to_have_count(1)
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/saved/small")
    path = desk.site / "docs" / "collections" / "small" / "01.md"
    body = path.read_text(encoding="utf-8").replace("\\", "")
    assert "会用方言的***坐在最前头" in body and "打印机用蓄电池供电" in body
    page.locator("[data-correct]").click()  # and later that is taken back by itself
    proposed(page)
    page.get_by_role("button", name="以前的修改（1）").click()
    page.locator("#past").get_by_role("button", name="收回").click()
    expect(page.locator("#line-12 .line__piece")).to_have_count(0)
    expect(page.locator("#recorded")).to_be_hidden()
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_role("button", name="以前的修改（1）")).to_be_visible()


def test_what_is_refused_is_said_in_plain_words(page: Page) -> None:
    add(page, SMALL)
    page.route(
        "**/decide",
        lambda route: route.continue_(post_data='{"revision":0,"requests":[["drop","6"]]}'),
    )
    line(page, next(iter(TITLES.values())) + 2)
    act(page, "剔除")
    alert = page.locator("#problem")
    expect(alert).to_contain_text("不能剔除")
    expect(alert).not_to_contain_text("--")
    articles(page, COUNT)


def test_a_draft_outlives_the_tab_and_the_server(browser: Browser, site: Path) -> None:
    port = free_port()
    with running(site, port) as desk, window(browser, desk) as page:
        add(page, SMALL)
        page.locator(".asks__one").first.get_by_role("button").nth(2).click()
        expect(page.get_by_role("button", name="撤销")).to_be_enabled()
        facts = page.locator("#facts").inner_text()
        desk.process.send_signal(signal.SIGKILL)
        desk.process.wait()
    with running(site) as desk, window(browser, desk) as page:
        page.locator("#drafts a").click()
        expect(page.locator("#facts")).to_have_text(facts)
        expect(page.get_by_role("button", name="撤销")).to_be_enabled()


def test_the_whole_flow_by_keyboard(page: Page, desk: Desk) -> None:
    keys = page.keyboard
    page.on("filechooser", lambda chooser: chooser.set_files(SMALL))

    def tab_to(script: str) -> None:
        for _ in range(200):
            keys.press("Tab")
            if page.evaluate(script):
                return
        raise AssertionError(f"Tab never came to {script}")

    tab_to("document.activeElement.id === 'choose'")
    keys.press("Enter")
    proposed(page)
    articles(page, COUNT)
    tab_to("document.activeElement.id === 'lines'")
    for _ in range(EMBEDDED - 1):
        keys.press("ArrowDown")
    expect(page.locator("#lines")).to_have_attribute("aria-activedescendant", f"line-{EMBEDDED}")
    keys.press("Enter")
    keys.press("Enter")
    articles(page, COUNT + 1)
    keys.press("Control+z")
    articles(page, COUNT)
    keys.press("Control+y")
    articles(page, COUNT + 1)
    # a few words of a line: “选几个字…” is the last of the line's buttons
    for _ in range(EMBEDDED - 12):
        keys.press("ArrowUp")
    keys.press("Enter")
    keys.press("ArrowLeft")
    expect(page.locator("#acts button:focus")).to_have_text("选几个字…")
    keys.press("Enter")
    for _ in range(3):
        keys.press("Shift+ArrowRight")
    keys.type("不能改")
    expect(page.locator("#words-chosen")).to_have_text("选中了“集市上”")
    tab_to("document.activeElement.id === 'words-mask'")
    keys.press("Enter")
    expect(page.locator("#line-12 .line__piece")).to_have_text("集市上")
    # region, level and themes of an article
    tab_to("document.activeElement.closest('[data-number=\"4\"] .article__change') !== null")
    keys.press("Enter")
    keys.press("Control+a")
    keys.type("汉中")
    expect(page.locator("#regions > *").first).to_be_visible()
    keys.press("ArrowDown")
    keys.press("Enter")
    keys.press("Tab")
    keys.press("ArrowUp")  # from 县区级
    tab_to("document.activeElement.id === 'themes-find'")
    keys.type("营商环境")
    keys.press("Enter")
    tab_to("document.activeElement.classList.contains('button--main')")
    keys.press("Enter")
    facts = page.locator('[data-number="4"] .article__facts')
    for value in ("陕西省/汉中市", "市级", "营商环境"):
        expect(facts).to_contain_text(value)
    expect(page.locator('[data-number="4"] .article__change')).to_be_focused()
    page.locator("#lines").focus()
    keys.press("End")
    last = page.locator("#lines").get_attribute("aria-activedescendant")
    assert last and page.locator(f"#{last}").is_visible()
    keys.press("Control+s")
    page.wait_for_url("**/saved/small")
    made = list(desk.site.glob("docs/collections/small/0*.md"))
    assert len(made) == COUNT + 1
    assert any("region: 陕西省/汉中市" in one.read_text(encoding="utf-8") for one in made)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out(browser: Browser, scheme: str, whole_desk: Desk) -> None:
    desk, library = whole_desk, Library(whole_desk.site)
    library.split(SMALL, slug="there", today="2026-01-02")
    edit(library, "set 1 level=市级", slug="there")
    with window(browser, desk, color_scheme=scheme, bypass_csp=True) as page:
        assert violations(page) == []
        page.set_input_files("#file", SMALL)
        page.get_by_role("button", name="是另一份").click(timeout=60_000)
        proposed(page)
        assert violations(page) == []
        page.get_by_role("button", name="网址名").click()
        assert violations(page) == []
        page.keyboard.press("Escape")
        line(page, next(iter(TITLES.values())) + 2)
        assert violations(page) == []
        act(page, "移到另一篇…")
        assert violations(page) == []
        page.keyboard.press("Escape")
        act(page, "选几个字…")
        page.keyboard.press("Shift+ArrowRight")
        assert violations(page) == []
        page.keyboard.press("Escape")
        page.locator(".article__change").first.click()
        assert violations(page) == []
        page.locator("#field-region").fill("无此地")
        page.get_by_role("button", name="确定").click()
        expect(page.locator("#fields-problem")).to_contain_text("区划表里没有")
        assert violations(page) == []
        page.locator("#field-region").fill("汉中")
        expect(page.locator("#regions > *").first).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        expect(page.locator("#fields")).to_be_hidden()
        page.goto(f"{desk.origin}/saved/there")
        assert violations(page) == []
        page.locator("[data-correct]").click()
        page.get_by_role("button", name="以前的修改（1）").click()
        assert violations(page) == []
        page.goto(f"{desk.origin}/nothing")
        assert violations(page) == []


def test_a_source_of_five_hundred_articles_scrolls(page: Page, tmp_path: Path) -> None:
    made = random.Random(5)
    path = tmp_path / "大汇编.txt"
    numbered = marked(lambda number: f"篇{number}：")
    long = [Article(title(made), tuple(paragraph(made, 2) for _ in range(45))) for _ in range(500)]
    path.write_text(numbered(long), encoding="utf-8")
    add(page, path)
    assert page.locator(".line").count() < 200
    sight = page.locator("#lines")
    total = int(page.locator(".line").first.get_attribute("aria-setsize") or 0)
    assert total >= 20_000
    sight.focus()
    page.keyboard.press("End")
    expect(page.locator(f"#line-{total}")).to_be_visible()
    page.keyboard.press("Home")
    expect(page.locator("#line-1")).to_be_visible()
    page.locator(".article__title").nth(250).click()
    expect(page.locator(".line--active .line__tag")).to_have_text("第 251 篇")
    # what stands in sight stands there without gaps or overlaps, wherever one scrolls to
    for share in (0.13, 0.5, 0.77):
        sight.evaluate("(box, share) => { box.scrollTop = box.scrollHeight * share; }", share)
        page.wait_for_timeout(100)
        gaps = sight.evaluate(GAPS)
        assert gaps == 0
        assert page.locator(".line").count() < 200


@pytest.mark.skipif(not COMPILATION.is_file(), reason="the real documents are not at hand")
def test_the_real_compilation(page: Page, desk: Desk) -> None:
    add(page, COMPILATION)
    articles(page, 24)
    page.locator(".asks__one[data-line='227']").get_by_role("button").nth(1).click()
    expect(page.locator(".asks__one[data-line='227']")).to_have_count(0)
    page.locator(".asks__one[data-line='370']").first.get_by_role("button").nth(1).click()
    articles(page, 25)
    for number in (370, 383):  # the titles that the source cuts off, as the desk proposes them
        asked = page.locator(f".asks__one[data-line='{number}']")
        asked.get_by_role("button", name="标题改为").click()
        expect(asked).to_have_count(0)
    expect(page.locator("#asks-title")).to_have_text("没有待核对的地方")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/saved/**")
    assert len(list(desk.site.glob("docs/collections/*/[0-9]*.md"))) == 25
