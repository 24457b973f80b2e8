"""The reader's settings: large text, colours, high contrast; they last and are there at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from comfort import choose
from pagekinds import KINDS, kinds_of, show
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

ROOT_SIZE = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
BACK = "getComputedStyle(document.body).backgroundColor"
INK = "getComputedStyle(document.querySelector('main')).color"
#: Controls lower than 44 px; a link inside a sentence is as high as its line,
#: and the map's tiles stand in its table again.
LOW = """() => Array.from(document.querySelectorAll(
  "a[href], button, select, summary, .hb-find__bar, label")).filter((node) => {
  const box = node.getBoundingClientRect();
  if (!box.width || !node.checkVisibility() || box.right < 0) return false;
  if (node.matches(".hb-skip, .md-overlay, svg a") || node.closest("[hidden]")) return false;
  if (getComputedStyle(node).visibility === "hidden") return false;
  const inText = node.matches("p a, dd a, .md-typeset li a, .hb-data a");
  if (inText && getComputedStyle(node).display === "inline") return false;
  return box.height < 43.5;
}).map((node) => node.outerHTML.slice(0, 120))"""


def test_every_kind_of_page_is_known_to_these_tests(built_site: Path) -> None:
    assert kinds_of(built_site) == set(KINDS)


@pytest.mark.parametrize(("size", "factor"), [("large", 1.25), ("huge", 1.5)])
def test_text_grows_and_stays_large(page: Page, address: str, size: str, factor: float) -> None:
    page.goto(address)
    before = page.evaluate(ROOT_SIZE)
    choose(page, size=size)
    assert page.evaluate(ROOT_SIZE) == pytest.approx(before * factor)
    page.goto(address + KINDS["article"])
    assert page.evaluate(ROOT_SIZE) == pytest.approx(before * factor)
    page.get_by_role("button", name="大字").click()
    page.get_by_role("button", name="恢复默认").click()
    expect(page.locator(".hb-comfort [role=status]")).to_have_text("已恢复默认")
    assert page.evaluate(ROOT_SIZE) == before
    expect(page.get_by_role("radio", name="标准")).to_be_checked()


@pytest.mark.parametrize(
    ("colors", "back", "ink"),
    [
        ("ink", "rgb(255, 255, 255)", "rgb(0, 0, 0)"),
        ("yellow", "rgb(0, 0, 0)", "rgb(255, 227, 77)"),
        ("dark", "rgb(26, 25, 23)", "rgb(231, 226, 216)"),
    ],
)
def test_colours_last_from_a_folder_too(
    folder_page: Page, folder_address: str, colors: str, back: str, ink: str
) -> None:
    page = folder_page
    page.goto(f"{folder_address}index.html")
    choose(page, colors=colors)
    page.goto(f"{folder_address}collections/sample/10.html")
    assert (page.evaluate(BACK), page.evaluate(INK)) == (back, ink)


def test_they_are_there_before_the_page_is_painted(page: Page, address: str) -> None:
    page.goto(address)
    choose(page, size="huge", colors="yellow")
    page.add_init_script(
        "new MutationObserver((records, observer) => {"
        " if (!document.body) return; observer.disconnect();"
        " const root = document.documentElement;"
        " window.atBody = [root.dataset.hbSize, root.dataset.hbContrast];"
        "}).observe(document, {childList: true, subtree: true});"
    )
    page.goto(address + KINDS["article"])
    assert page.evaluate("window.atBody") == ["huge", "yellow"]


def test_the_system_decides_until_the_reader_does(page: Page, address: str) -> None:
    page.goto(address)
    root = page.locator("html")
    for scheme, contrast, expected in (
        ("dark", "no-preference", ("slate", None)),
        ("light", "more", ("default", "ink")),
        ("dark", "more", ("slate", "yellow")),
        ("light", "no-preference", ("default", None)),
    ):
        page.emulate_media(color_scheme=scheme, contrast=contrast)  # type: ignore[arg-type]
        expect(root).to_have_attribute("data-md-color-scheme", expected[0])
        assert root.get_attribute("data-hb-contrast") == expected[1]
    choose(page, colors="dark")
    page.emulate_media(color_scheme="light", contrast="more")
    assert root.get_attribute("data-hb-contrast") is None
    expect(root).to_have_attribute("data-md-color-scheme", "slate")


def test_without_storage_they_last_for_the_page_and_say_so(page: Page, address: str) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('blocked') }})"
    )
    page.goto(address)
    page.get_by_role("button", name="大字").click()
    note = page.get_by_text("浏览器不让网页记住设置")
    expect(note).to_be_hidden()
    page.get_by_role("radio", name="特大").check()
    expect(note).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-hb-size", "huge")


def test_a_broken_setting_is_as_none(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("__md_set('hb-comfort', {size: 'giant', colors: 7})")
    page.reload()
    assert page.locator("html").get_attribute("data-hb-size") is None
    page.get_by_role("button", name="大字").click()
    expect(page.get_by_role("radio", name="标准")).to_be_checked()
    expect(page.get_by_role("radio", name="随系统")).to_be_checked()


@pytest.mark.parametrize("width", [390, 1280])
def test_in_large_text_nothing_is_small_to_press(reader: Page, address: str, width: int) -> None:
    reader.set_viewport_size({"width": width, "height": 900})
    reader.goto(address)
    choose(reader, size="large")
    low = {}
    for kind in KINDS:
        show(reader, address, kind)
        low[kind] = reader.evaluate(LOW)
    reader.evaluate("localStorage.clear()")
    assert {kind: nodes for kind, nodes in low.items() if nodes} == {}


def test_forced_colours_keep_what_says_where_one_is(page: Page, address: str) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(address + KINDS["article"])
    line = "(node) => getComputedStyle(node).borderBottomColor"
    here = page.locator(".md-tabs a[aria-current]").evaluate(line)
    others = page.locator(".md-tabs a:not([aria-current])").first.evaluate(line)
    assert here != others
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert ring == "solid"


def test_paper_is_white_whatever_the_screen(page: Page, address: str) -> None:
    page.goto(address + KINDS["article"])
    before = page.evaluate(ROOT_SIZE)
    choose(page, size="huge", colors="yellow")
    page.emulate_media(media="print")
    assert page.evaluate(BACK) == "rgb(255, 255, 255)"
    assert page.locator("h1").evaluate("(node) => getComputedStyle(node).color") == "rgb(0, 0, 0)"
    assert page.evaluate(ROOT_SIZE) == before


def test_nothing_moves_for_who_wants_it_still(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 300})
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script(
        "window.moves = []; const to = Element.prototype.scrollTo;"
        "Element.prototype.scrollTo = function (place) {"
        " window.moves.push(place && place.behavior); return to.apply(this, arguments); };"
    )
    page.goto(address + KINDS["article"])
    page.wait_for_timeout(400)
    for _ in range(8):
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(60)
    page.wait_for_function("window.moves.length > 0")
    assert "smooth" not in page.evaluate("window.moves")
    moving = page.evaluate(
        """() => Array.from(document.querySelectorAll("*")).filter((node) =>
          ["", "::before", "::after"].some((part) => {
            const style = getComputedStyle(node, part || null);
            return [style.transitionDuration, style.animationDuration].some((value) =>
              value.split(",").some((time) => parseFloat(time) > 0)) ||
              style.scrollBehavior === "smooth";
          })).map((node) => node.outerHTML.slice(0, 80))"""
    )
    assert moving == []


@pytest.mark.parametrize("kind", ["home", "search", "article", "matrix", "page", "missing"])
def test_without_scripts_all_sections_are_in_reach(
    browser: Browser, address: str, kind: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address + KINDS[kind])
    sections = page.get_by_role("navigation", name="主导航")
    expect(sections.get_by_role("link", name="操作指南")).to_be_visible()
    for button in page.get_by_role("button").all():
        expect(button).to_be_hidden()  # none that does nothing
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    context.close()


def test_settings_and_sections_have_words(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(address)
    for name in ("菜单", "大字"):
        expect(page.get_by_role("button", name=re.compile(name))).to_have_text(re.compile(name))
