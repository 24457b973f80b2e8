"""A release for folders, handed on as one file: its first page, and every way through it."""

from __future__ import annotations

from urllib.parse import unquote

from playwright.sync_api import Page, expect
from tray import compared, keys, pick_from_table


def test_the_page_that_opens_it(reader: Page, folder_address: str) -> None:
    reader.goto(f"{folder_address}../打开.html")
    expect(reader.get_by_role("heading", level=1)).to_have_text("经验交流案例库")
    reader.get_by_role("link", name="打开经验交流案例库").click()
    expect(reader.locator("[data-hb-find]").first).to_be_attached()
    assert unquote(reader.url) == unquote(f"{folder_address}index.html")


def test_all_main_sections_open(folder_page: Page, folder_address: str) -> None:
    folder_page.goto(f"{folder_address}index.html")
    links = folder_page.locator("#hb-sections a")
    count = links.count()
    assert count >= 8
    for number in range(count):
        folder_page.goto(f"{folder_address}index.html")
        name = links.nth(number).inner_text()
        links.nth(number).click()
        expect(folder_page.locator("h1").first).to_be_visible()
        assert folder_page.url.endswith(".html"), name
        expect(folder_page.locator("#hb-sections [aria-current]")).to_have_text(name)


def test_picked_articles_are_compared_and_printed(folder_page: Page, folder_address: str) -> None:
    pick_from_table(folder_page, folder_address, [1, 2], "/index.html")
    folder_page.goto(f"{folder_address}compare/index.html?a=sample/01&a=sample/02")
    assert keys(compared(folder_page, 2)) == ["sample/01", "sample/02"]
    expect(folder_page.locator(".hb-side__texts")).not_to_be_empty()
    folder_page.goto(f"{folder_address}selection/index.html")
    expect(folder_page.locator("article")).to_have_count(2)
