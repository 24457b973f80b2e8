"""The whole site by keyboard: focus is always seen, never trapped, and comes back."""

from __future__ import annotations

from typing import Any

import pytest
from pagekinds import KINDS, show
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

#: Where the focus is, and what is wrong with how it shows.
STOP = r"""() => {
  const node = document.activeElement;
  window.hbStops = window.hbStops || [];
  if (!node || node === document.body || node === window.hbStops[0]) return null; // once round
  const faults = [];
  const style = getComputedStyle(node);
  const tile = node.querySelector("rect"); // of the map
  const bar = node.closest(".hb-find__bar"); // shows the focus of its field
  const stroked = tile && /^rgb\(/.test(getComputedStyle(tile).stroke);
  const ringed = stroked || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  if (!ringed && !(bar && getComputedStyle(bar).boxShadow !== "none")) faults.push("no ring");
  const boxes = Array.from(node.getClientRects());
  const seen = boxes.some((box) => {
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    if (bottom - top < 1 || right - left < 1) return false;
    return [0.1, 0.5, 0.9].every((at) => {
      const hit = document.elementFromPoint((left + right) / 2, top + (bottom - top) * at);
      return hit && (node.contains(hit) || hit.contains(node) ||
        (node.labels && Array.from(node.labels).some((label) => label.contains(hit))));
    });
  });
  if (!seen) faults.push("out of sight");
  if (node.tabIndex > 0) faults.push("jumps the order");
  if (window.hbStops.includes(node)) faults.push("comes again");
  const last = window.hbStops[window.hbStops.length - 1];
  if (last && !(last.compareDocumentPosition(node) & 4)) faults.push("goes back");
  window.hbStops.push(node);
  return { node: node.outerHTML.slice(0, 140), faults };
}"""
#: How many places the keyboard should come to; a group of radio buttons is one place.
PLACES = """() => Array.from(document.querySelectorAll(
  "a[href], button, input, select, textarea, summary, [tabindex]")).filter((node) =>
  node.tabIndex >= 0 && !node.disabled && node.getClientRects().length &&
  getComputedStyle(node).visibility !== "hidden" && !(node.type === "radio" && !node.checked)
).length"""


def walk(page: Page, most: int) -> list[dict[str, Any]]:
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        stops.append(stop)
    return stops


def opened(page: Page, address: str, kind: str, size: dict[str, int]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    show(page, address, kind)


@pytest.mark.parametrize(
    ("kind", "size"),
    [pytest.param(kind, WIDE, id=kind) for kind in KINDS]
    + [pytest.param(kind, PHONE, id=f"{kind}-phone") for kind in ("search", "article", "matrix")],
)
def test_focus_is_seen_everywhere_and_never_trapped(
    reader: Page, address: str, kind: str, size: dict[str, int]
) -> None:
    page = reader
    opened(page, address, kind, size)
    most = 40  # a page of many links repeats itself from there on
    places = page.evaluate(PLACES)
    stops = walk(page, most)
    assert "hb-skip" in stops[0]["node"]
    assert [stop for stop in stops if stop["faults"]] == []
    assert len(stops) == min(places, most)


@pytest.mark.parametrize("kind", KINDS)
def test_the_skip_link_leads_to_the_text(reader: Page, address: str, kind: str) -> None:
    page = reader
    opened(page, address, kind, WIDE)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = "document.querySelector('main').contains(document.activeElement)"
    past = "document.activeElement === document.body"  # a text without a link
    assert page.evaluate(f"{inside} || {past}")


def test_the_sections_open_and_give_the_focus_back(page: Page, address: str) -> None:
    opened(page, address, "article", PHONE)
    button = page.get_by_role("button", name="菜单")
    sections = page.get_by_role("navigation", name="主导航")
    expect(sections).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(sections.get_by_role("link", name="首页")).to_be_focused()
    page.keyboard.press("Escape")
    expect(sections).to_be_hidden()
    expect(button).to_be_focused()
    # left with the keyboard it closes, too
    page.keyboard.press("Space")
    sections.get_by_role("link").last.focus()
    page.keyboard.press("Tab")
    expect(sections).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Tab")
    button.click()
    sections.get_by_role("link", name="地区").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("地区")


def test_the_settings_open_and_give_the_focus_back(page: Page, address: str) -> None:
    opened(page, address, "home", WIDE)
    button = page.get_by_role("button", name="大字 · 无障碍")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="标准")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="大", exact=True)).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_role("radio", name="随系统")).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("radio", name="标准")).to_be_hidden()


def test_the_facets_of_a_phone_keep_the_focus_and_give_it_back(page: Page, address: str) -> None:
    opened(page, address, "search", PHONE)
    button = page.get_by_role("button", name="筛选")
    button.focus()
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog")
    expect(sheet).to_be_visible()
    held = "document.querySelector('[role=dialog]').contains(document.activeElement)"
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate(held)
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(button).to_be_focused()
