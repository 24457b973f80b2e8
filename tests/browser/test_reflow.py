"""Nothing is lost where the window is narrow, the text large or its spacing wide."""

from __future__ import annotations

from pathlib import Path

import pytest
from comfort import choose
from pagekinds import KINDS, show
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

FAULTS = (Path(__file__).parent / "reading.js").read_text(encoding="utf-8")
#: What WCAG 1.4.12 lets a reader set.
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important;"
    " word-spacing: .16em !important } p { margin-bottom: 2em !important }"
)


def faults(page: Page, address: str, kind: str, style: str = "") -> list[str]:
    show(page, address, kind)
    if style:
        page.add_style_tag(content=style)
    return [f"{kind}: {fault}" for fault in page.evaluate(FAULTS)]


@pytest.mark.parametrize(
    ("width", "size", "style"),
    [
        pytest.param(320, "normal", "", id="320-px"),
        pytest.param(640, "normal", "", id="zoom-200"),
        pytest.param(320, "normal", SPACING, id="spacing-320"),
        pytest.param(320, "huge", "", id="huge-320"),
        pytest.param(760, "huge", "", id="huge-760"),
        pytest.param(1280, "huge", "", id="huge-1280"),
    ],
)
def test_every_kind_of_page_can_be_read(
    reader: Page, address: str, width: int, size: str, style: str
) -> None:
    reader.set_viewport_size({"width": width, "height": 900})
    reader.goto(address)
    choose(reader, size=size)
    found = [fault for kind in KINDS for fault in faults(reader, address, kind, style)]
    reader.evaluate("localStorage.clear()")
    assert found == []


@pytest.mark.parametrize(
    ("style", "named"),
    [
        ("h1 { width: 3000px }", "sideways"),
        (".hb-total { height: 5px; overflow: hidden }", "cut by"),
        (".hb-total { margin-top: -40px }", "overlaps"),
        ("h1 { transform: translateX(-400px) }", "outside"),
    ],
)
def test_a_fault_would_be_seen(page: Page, address: str, style: str, named: str) -> None:
    found = faults(page, address, "themes", style)
    assert any(named in fault for fault in found)


def test_a_wide_table_of_an_article_scrolls_in_its_frame(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(address + KINDS["page"])
    frame = page.get_by_role("group", name="表格").first
    expect(frame).to_be_visible()
    frame.locator("th").first.evaluate("(cell) => { cell.textContent = '项'.repeat(60) }")
    assert frame.evaluate("(node) => node.scrollWidth > node.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    frame.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("(node) => node.scrollLeft > 0", arg=frame.element_handle())


def test_lines_of_an_article_hold_30_to_40_characters(page: Page, address: str) -> None:
    for width in (1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address + KINDS["article"])
        characters = page.locator(".hb-prose p").first.evaluate(
            "(node) => node.clientWidth / parseFloat(getComputedStyle(node).fontSize)"
        )
        assert 30 <= characters <= 40


def test_no_line_of_an_article_begins_with_a_closing_mark(page: Page, address: str) -> None:
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address + KINDS["article"])
        lines = page.evaluate(
            """() => Array.from(document.querySelectorAll(".hb-prose p")).flatMap((p) => {
              const starts = []; let top = -1;
              const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) {
                const node = walker.currentNode;
                for (let i = 0; i < node.data.length; i += 1) {
                  const range = document.createRange();
                  range.setStart(node, i); range.setEnd(node, i + 1);
                  const box = range.getClientRects()[0];
                  if (box && box.width && box.bottom > top + 12) starts.push(node.data[i]);
                  if (box && box.width) top = Math.max(top, box.bottom);
                }
              }
              return starts;
            })"""
        )
        assert len(lines) > 10
        assert [mark for mark in lines if mark in "。，、；：？！”’）》」】%"] == []
