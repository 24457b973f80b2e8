"""Tile map and matrices in a browser: what a reader sees, reaches by key, and finds behind it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

MAP = ".hb-map"


def tiles(page: Page) -> dict[str, int]:
    """Return the counts of the provinces that lead somewhere, by the address."""
    found = page.locator(f"{MAP} a").evaluate_all(
        "all => all.map((a) => [a.href.baseVal, Number(a.querySelector('.hb-map__n').textContent)])"
    )
    return {str(url): int(count) for url, count in found}


@pytest.mark.parametrize("path", ["", "regions/"])
def test_the_table_says_what_the_map_says(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    page.get_by_text("用表格看").click()
    rows = page.locator(".hb-provinces tbody tr:has(a)")
    table = {
        str(url): int(count)
        for url, count in rows.evaluate_all(
            "rows => rows.map((row) => [row.querySelector('a').getAttribute('href'),"
            " row.lastElementChild.textContent])"
        )
        if "#" not in url
    }
    assert table and table == tiles(page)
    # the places without articles stand in both
    shown = page.locator(".hb-provinces tbody tr").count()
    assert shown >= page.locator(f"{MAP} rect").count() == 34


def test_tiles_are_reached_and_opened_by_key(page: Page, address: str) -> None:
    page.goto(address + "regions/")
    first = page.locator(f"{MAP} a").first
    first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(first).to_be_focused()
    stroke = first.locator("rect").evaluate("rect => getComputedStyle(rect).stroke")
    assert stroke == page.evaluate(
        "() => { const i = document.createElement('i'); i.style.color = 'var(--hb-seal)';"
        " document.body.append(i); return getComputedStyle(i).color; }"
    )
    name = str(first.locator("title").text_content()).split(" ")[0]
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_the_map_is_readable_on_a_narrow_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address)
    for tile in page.locator(f"{MAP} a").all():
        box = tile.locator("rect").bounding_box()
        assert box and box["width"] >= 24 and box["height"] >= 24, box
        for text in tile.locator("text").all():
            words = text.bounding_box()
            assert words and words["width"] <= box["width"], text.text_content()
            assert words["height"] >= 9


def test_every_cell_leads_to_as_many_articles_as_it_says(
    page: Page, address: str, built_site: Path
) -> None:
    page.goto(address + "matrix/")
    cells = page.locator(".hb-matrix td a").evaluate_all(
        "all => all.map((a) => [a.href, Number(a.textContent)])"
    )
    assert len(cells) > 60
    total = page.locator(".hb-found__total b")
    for url, count in cells:
        path = str(url).removeprefix(address)
        if "?" in path:
            page.goto(url)
            expect(total).to_have_text(str(count))
            expect(page.locator(".hb-hits > li")).to_have_count(count)
        else:  # a page of its own
            html = (built_site / path / "index.html").read_text(encoding="utf-8")
            assert html.count("<td></td></tr>") == count, path


def test_a_matrix_scrolls_in_its_own_frame_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address + "matrix/")
    frame = page.get_by_role("region", name="主题与省份对照")
    frame.focus()
    expect(frame).to_be_focused()
    moved = frame.evaluate(
        "frame => { frame.scrollLeft = 300; frame.scrollTop = 200; return frame.scrollLeft; }"
    )
    assert moved == 300
    edges = frame.evaluate(
        "frame => { const box = (node) => node.getBoundingClientRect(); const at = box(frame);"
        " return [box(frame.querySelector('tbody th')).left - at.left,"
        " box(frame.querySelector('thead th:last-child')).top - at.top]; }"
    )
    assert all(abs(edge) <= 2 for edge in edges), edges
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
