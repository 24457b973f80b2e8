"""What a reader does first: open the site, follow a region and a theme, search a phrase."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from huibian import frontmatter

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).resolve().parents[2] / "docs" / "collections" / "sample"


def article(number: int) -> frontmatter.FrontMatter:
    return frontmatter.parse((SAMPLE / f"{number:02d}.md").read_text(encoding="utf-8"))


def middle_phrase(number: int, length: int = 12) -> str:
    """Return a phrase without punctuation from the middle of an article's text."""
    text = article(number).body
    runs = re.findall(rf"[\u4e00-\u9fff]{{{length},}}", text)
    return str(runs[len(runs) // 2][:length])


def test_home_opens_and_counts(page: Page, address: str) -> None:
    page.goto(address)
    expect(page).to_have_title(re.compile("经验交流案例库"))
    expect(page.get_by_role("main")).to_contain_text("24")


def test_region_leads_to_article(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="地区", exact=True).first.click()
    page.get_by_role("main").get_by_role("link", name=re.compile("浙江")).first.click()
    title = str(article(19).meta["title"])
    page.get_by_role("main").get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    expect(page.get_by_role("main")).to_contain_text("衢州市")


def test_theme_leads_to_article(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="主题", exact=True).first.click()
    theme = article(8).meta["themes"][0]
    page.get_by_role("main").get_by_role("link", name=re.compile(re.escape(theme))).first.click()
    title = str(article(8).meta["title"])
    page.get_by_role("main").get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


@pytest.mark.parametrize("number", [3, 12, 20])
def test_phrase_from_the_middle_finds_its_article(page: Page, address: str, number: int) -> None:
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type(middle_phrase(number))
    page.get_by_role("option", name=str(article(number).meta["title"])).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(article(number).meta["title"]))


def test_previous_and_next_stay_in_the_collection(page: Page, address: str) -> None:
    page.goto(f"{address}collections/sample/02/")
    for number in (1, 3):
        title = str(article(number).meta["title"])
        expect(page.get_by_role("main").get_by_role("link", name=title).first).to_be_visible()


def test_dark_mode_and_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(color_scheme="dark")
    paths = ("", "collections/sample/", "collections/sample/10/", "regions/", "matrix/", "search/")
    for path in paths:
        page.goto(address + path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, f"{path or 'home'} scrolls sideways: {wide} px"
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        red, green, blue = map(int, re.findall(r"\d+", background)[:3])
        assert red + green + blue < 200, f"{path or 'home'} is not dark: {background}"
