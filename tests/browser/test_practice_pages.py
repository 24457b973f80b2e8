"""The practices pages: from the list of themes to a passage, by level, on a phone."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

WIDE, PHONE = (1280, 900), (320, 640)


def theme(page: Page, address: str) -> str:
    """Return the address of the first theme's page of practices."""
    page.goto(f"{address}practices/")
    page.locator(".hb-ideas h3 a").first.click()
    return page.url


def test_from_a_theme_to_the_passage(page: Page, address: str) -> None:
    theme(page, address)
    link = page.locator(".hb-compare td a[href*='#']").first
    words = link.inner_text()
    link.click()
    expect(page.locator(":target")).to_contain_text(words)


def test_levels_narrow_the_rows(page: Page, address: str) -> None:
    theme(page, address)
    rows = page.locator(".hb-compare tbody tr")
    levels = page.get_by_role("navigation", name="按层级筛选")
    expect(levels.locator("[aria-current]")).to_have_text(f"全部层级 {rows.count()}")
    link = levels.get_by_role("link").last
    label, count = link.inner_text().split()
    assert int(count) < rows.count()
    link.click()
    expect(rows).to_have_count(int(count))
    expect(levels.locator("[aria-current]")).to_have_text(f"{label} {count}")
    for row in rows.all():
        expect(row.locator("th small")).to_contain_text(label)
    levels.get_by_role("link", name="全部层级").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("的做法$"))


def test_columns_are_equal_and_the_first_one_stays(page: Page, address: str) -> None:
    theme(page, address)
    heads = page.locator(".hb-compare thead th")
    widths = [round(head.bounding_box()["width"]) for head in heads.all()[1:]]  # type: ignore[index]
    assert max(widths) - min(widths) <= 1
    page.set_viewport_size({"width": 760, "height": 700})
    title = page.locator(".hb-compare tbody th").first
    before = title.bounding_box()
    page.locator(".hb-scroll--compare").evaluate("node => node.scrollTo(300, 0)")
    assert page.locator(".hb-scroll--compare").evaluate("node => node.scrollLeft") > 0
    assert title.bounding_box() == before


def test_long_words_are_cut_until_asked_for(page: Page, address: str) -> None:
    page.goto(address + "practices/")
    for link in [link.get_attribute("href") for link in page.locator(".hb-ideas h3 a").all()]:
        page.goto(f"{address}practices/{link}")
        if page.locator(".hb-whole").count():
            break
    page.set_viewport_size({"width": 760, "height": 700})
    tallest = (
        "() => Math.max(...[...document.querySelectorAll('.hb-compare td :is(a, small)')]"
        ".map((node) => node.scrollHeight - node.clientHeight))"
    )
    assert page.evaluate(tallest) > 4
    page.get_by_label("长的小标题和分条全部展开").check()
    assert page.evaluate(tallest) <= 4


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("kind", ["index", "theme"])
def test_access_and_width(
    page: Page, address: str, kind: str, size: tuple[int, int], scheme: str
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    if kind == "theme":
        theme(page, address)
    else:
        page.goto(f"{address}practices/")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= size[0], f"scrolls sideways: {wide} px"
    violations = Axe().run(page).response["violations"]
    assert [
        (item["impact"], item["id"], [node["html"][:160] for node in item["nodes"]])
        for item in violations
        if item["impact"] in ("serious", "critical")
    ] == []
