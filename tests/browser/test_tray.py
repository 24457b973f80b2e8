"""The tray: articles are picked anywhere and stay picked, whatever the storage does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sample import NUMBERS, article, title
from tray import compared, keys, opened, pick, pick_from_table, titles

from serving import served, watched

pytestmark = pytest.mark.browser

NOTE = ".hb-tray__note"


@pytest.mark.parametrize("where", ["served", "folder"])
def test_picked_on_every_kind_of_page_and_kept(
    browser: Browser, address: str, folder_address: str, where: str
) -> None:
    site, end, index = (
        (address, "/", "/") if where == "served" else (folder_address, ".html", "/index.html")
    )
    for page in watched(browser, site):
        page.goto(f"{site}collections/sample{index}")
        pick(page, 5).click()
        page.goto(f"{site}collections/sample/10{end}")
        pick(page, 10).click()
        related = page.locator(".hb-related [data-hb-pick]").first
        third = str(related.get_attribute("data-hb-pick"))
        related.click()
        page.goto(f"{site}search{index}?q=热线")
        hit = page.locator(".hb-hit [data-hb-pick]:not([data-hb-pick='sample/10'])").first
        fourth = str(hit.get_attribute("data-hb-pick"))
        if fourth not in (third, "sample/05"):
            hit.click()
        page.goto(f"{site}practices{index}")
        page.locator(".hb-ideas h3 a").first.click()
        row = page.locator(".hb-compare [aria-pressed=false]").first
        last = str(row.get_attribute("data-hb-pick"))
        row.click()
        want = list(dict.fromkeys(["sample/05", "sample/10", third, fourth, last]))
        page.reload()
        rows = opened(page)
        expect(rows).to_have_count(len(want))
        assert [str(one.get_attribute("data-key")) for one in rows.all()] == want
        assert titles(page) == [title(int(key[-2:])) for key in want]
        expect(rows.nth(1)).to_contain_text(str(article(10).meta["organization"]))
        page.locator(".hb-tray__words a").first.click()  # its links lead to the articles
        expect(page.get_by_role("heading", level=1)).to_have_text(title(5))
        expect(pick(page, 5)).to_have_attribute("aria-pressed", "true")
        tab = page.context.new_page()
        tab.goto(f"{site}collections/sample{index}")
        expect(tab.locator(".hb-tray__toggle b")).to_have_text(str(len(want)))


@pytest.mark.parametrize("where", ["served", "folder"])
@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("collections/sample/", "collections/sample/index.html"),
        ("collections/sample/10/", "collections/sample/10.html"),
        ("practices/agriculture/", "practices/agriculture.html"),
    ],
)
def test_every_control_is_named_after_the_article_beside_it(
    browser: Browser, address: str, folder_address: str, where: str, path: str, file: str
) -> None:
    site, at = (address, path) if where == "served" else (folder_address, file)
    for page in watched(browser, site):
        page.goto(site + at)
        controls = page.locator(".hb-pick")
        expect(controls.first).to_have_accessible_name(re.compile("对照篮 ?：."))
        found = [(str(c.get_attribute("data-hb-pick")), c.text_content()) for c in controls.all()]
        assert len(found) > 1
        assert [words for _, words in found] == [
            f"选入对照篮：{title(int(key.removeprefix('sample/')))}" for key, _ in found
        ]
        assert not page.locator(".hb-pick:not([type=button])").count()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_room_of_a_control_is_kept_until_it_comes(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    for path in ("collections/sample/", "collections/sample/10/", "practices/agriculture/"):
        page.goto(address + path)
        expect(page.locator("html.hb-picks")).to_be_attached()
        sizes = "Array.from(document.querySelectorAll('[data-hb-place]'), (n) => n.offsetHeight)"
        there = page.evaluate(sizes)
        page.evaluate(
            "document.querySelectorAll('.hb-pick').forEach((node) => node.remove());"
            "document.documentElement.classList.remove('hb-picks')"
        )
        assert page.evaluate(sizes) == there and len(there) > 1, path


def test_another_tab_hears_of_it_at_once(page: Page, address: str) -> None:
    pick_from_table(page, address, [1])
    tab = page.context.new_page()
    tab.goto(f"{address}collections/sample/")
    expect(pick(tab, 1)).to_have_attribute("aria-pressed", "true")
    pick(tab, 2).click()
    expect(pick(page, 2)).to_have_attribute("aria-pressed", "true")
    pick(page, 1).click()
    expect(pick(tab, 1)).to_have_attribute("aria-pressed", "false")
    expect(tab.locator(".hb-tray__toggle b")).to_have_text("1")


def test_the_keyboard_does_it_all(page: Page, address: str) -> None:
    page.goto(f"{address}collections/sample/")
    for number in (1, 2, 3):
        pick(page, number).focus()
        page.keyboard.press("Space")
    page.goto(f"{address}collections/sample/02/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到对照篮")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".hb-tray__toggle")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".hb-tray__toggle")).to_have_attribute("aria-expanded", "true")
    for _ in range(2 + 2 * 5 + 2 - 1):  # two links of the bar, two rows, and the first of the third
        page.keyboard.press("Tab")
    expect(page.locator(".hb-tray__row").nth(2).get_by_role("checkbox")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # 前移
    expect(page.locator(".hb-tray__row").nth(1).get_by_role("button", name="前移")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # is first: stays there, and keeps the focus
    assert titles(page) == [title(3), title(1), title(2)]
    expect(page.locator(".hb-tray__row").first.get_by_role("button", name="前移")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # 移出
    assert titles(page) == [title(1), title(2)]
    expect(page.locator(".hb-tray__row").first.get_by_role("button", name="移出")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".hb-tray__toggle")).to_be_focused()
    expect(page.locator(".hb-tray__panel")).to_be_hidden()
    page.get_by_role("link", name="对照 2 篇").press("Enter")
    assert keys(compared(page, 2)) == ["sample/01", "sample/02"]


def test_a_fifth_waits_until_another_goes(page: Page, address: str) -> None:
    pick_from_table(page, address, [1, 2, 3, 4, 5])
    expect(page.get_by_role("link", name="对照 4 篇")).to_be_visible()
    rows = opened(page)
    fifth = rows.nth(4).get_by_role("checkbox")
    expect(fifth).not_to_be_checked()
    fifth.click()
    expect(fifth).not_to_be_checked()
    expect(page.locator(NOTE)).to_contain_text("并排最多 4 篇，再多每栏窄得读不成句")
    rows.nth(1).get_by_role("checkbox").uncheck()
    rows.nth(4).get_by_role("checkbox").check()
    page.get_by_role("link", name="对照 4 篇").click()
    assert keys(compared(page, 4)) == ["sample/01", "sample/03", "sample/04", "sample/05"]


def test_the_tray_has_room_for_twenty(page: Page, address: str) -> None:
    pick_from_table(page, address, NUMBERS[:20])
    pick(page, 21).click()
    expect(page.locator(NOTE)).to_have_text("对照篮最多放 20 篇，请先移出几篇再选。")
    expect(pick(page, 21)).to_have_attribute("aria-pressed", "false")
    pick(page, 3).click()
    pick(page, 21).click()
    expect(pick(page, 21)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(NOTE)).to_have_text("")


def test_emptied_and_brought_back(page: Page, address: str) -> None:
    pick_from_table(page, address, [1, 2])
    opened(page)
    page.get_by_role("button", name="清空对照篮").click()
    expect(pick(page, 1)).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_role("button", name="恢复")).to_be_focused()
    page.keyboard.press("Enter")
    expect(pick(page, 2)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".hb-tray__toggle b")).to_have_text("2")


BLOCKED = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, {get() { throw new DOMException("", "SecurityError"); }});
"""
FULL = 'Storage.prototype.setItem = () => { throw new DOMException("", "QuotaExceededError"); };'


@pytest.mark.parametrize("trouble", [BLOCKED, FULL], ids=["blocked", "full"])
def test_without_storage_it_lasts_for_the_page_and_says_so(
    page: Page, address: str, trouble: str
) -> None:
    page.add_init_script(trouble)
    pick_from_table(page, address, [1, 2])
    expect(page.locator(NOTE)).to_have_text("浏览器不让本站保存，离开这一页对照篮就会清空。")
    page.get_by_role("link", name="对照 2 篇").click()  # the link says which
    assert keys(compared(page, 2)) == ["sample/01", "sample/02"]


def test_a_folder_where_each_page_has_its_own_store(folder_page: Page, folder_address: str) -> None:
    """So it is in Firefox: what the pages share is the store of one file that all of them frame."""
    folder_page.add_init_script(
        "if (!location.pathname.endsWith('/tray.htm')) for (const name of ['getItem', 'setItem']) {"
        " const old = Storage.prototype[name]; Storage.prototype[name] = function (key, ...rest) {"
        " return old.call(this, location.pathname + key, ...rest); }; }"
    )
    pick_from_table(folder_page, folder_address, [1, 2], "/index.html")
    folder_page.goto(f"{folder_address}collections/sample/05.html")
    expect(folder_page.locator(".hb-tray__toggle b")).to_have_text("2")
    pick(folder_page, 5).click()
    tab = folder_page.context.new_page()
    tab.goto(f"{folder_address}compare/index.html?a=sample/01&a=sample/02&a=sample/05")
    assert keys(compared(tab, 3)) == ["sample/01", "sample/02", "sample/05"]
    expect(tab.get_by_text("没有动您的对照篮")).to_have_count(0)


def stored(items: object, **more: object) -> str:
    return json.dumps({"version": 1, "at": 1, "items": items, **more})


GOOD = {"key": "sample/01", "title": "好", "place": "", "compared": True}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("{", 0),
        ("null", 0),
        ('"x"', 0),
        (stored([GOOD], version=2), 0),
        (stored([GOOD], at="soon"), 0),
        (stored({"key": "sample/01"}), 0),
        (stored([None, 3, [], {"key": 1}, GOOD, GOOD]), 1),
        (stored([{"key": key} for key in ("../..", "a/../b", "javascript:x/1", "//a/b", "a")]), 0),
        (stored([{**GOOD, "title": "<img src=x onerror=alert(1)>", "place": {}}]), 1),
        (stored([{**GOOD, "key": f"sample/{number:02}"} for number in range(1, 30)]), 20),
    ],
)
def test_garbage_in_the_store_does_no_harm(page: Page, address: str, text: str, count: int) -> None:
    page.goto(f"{address}collections/sample/")
    page.evaluate("text => localStorage.setItem('/anli/.__tray', text)", text)
    page.reload()
    expect(page.locator("html.hb-picks")).to_be_attached()
    if count:
        expect(opened(page)).to_have_count(count)
        assert page.locator(".hb-tray img").count() == 0
        assert page.locator(".hb-tray__row input:checked").count() <= 4
    else:
        expect(page.locator(".hb-tray")).to_be_hidden()
        pick(page, 2).click()
        expect(page.locator(".hb-tray__toggle b")).to_have_text("1")


def test_two_libraries_on_one_host_do_not_mix(
    browser: Browser, built_site: Path, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).symlink_to(built_site)
    with served(tmp_path) as host:
        for page in watched(browser, host):
            pick_from_table(page, f"{host}one/", [1, 2])
            page.goto(f"{host}two/collections/sample/")
            expect(pick(page, 1)).to_have_attribute("aria-pressed", "false")
            expect(page.locator(".hb-tray")).to_be_hidden()
            pick(page, 3).click()
            page.goto(f"{host}one/collections/sample/")
            expect(page.locator(".hb-tray__toggle b")).to_have_text("2")


def test_without_scripts_no_control_shows(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{address}collections/sample/")
    expect(pick(plain, 1)).to_be_hidden()
    for path, words in (("compare/", "没有启用脚本"), ("selection/", "没有启用脚本")):
        plain.goto(address + path)
        expect(plain.get_by_text(re.compile(words)).first).to_be_visible()
    context.close()
