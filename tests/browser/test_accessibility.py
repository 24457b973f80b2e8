"""axe-core on every kind of page and every state of the search, in every dress.

No rule is left out: all that axe counts to WCAG 2.2 A and AA, its best practices, and 7:1 for text
in high contrast.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from comfort import choose
from pagekinds import KINDS, show
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: What a dress can change: colours alone, and where text is large its places.
COLOURS = ["color-contrast", "link-in-text-block"]
STRONG = ["color-contrast-enhanced", "link-in-text-block"]
PLACES = ["target-size", "scrollable-region-focusable"]
WIDE, PHONE = (1280, 900), (390, 844)


def typed(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("群众")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")


def loaded(page: Page) -> None:
    page.locator(".hb-hit, .hb-nothing, .hb-bar, .hb-hero").first.wait_for()


def shown(page: Page) -> None:
    page.get_by_role("button", name="复制").wait_for()


def unfolded(page: Page) -> None:
    loaded(page)
    page.get_by_role("group", name="地区").get_by_role("button", name="再列").click()
    page.get_by_role("button", name="浙江省的下级地区").click()


def settings(page: Page) -> None:
    page.get_by_role("button", name="大字").click()
    page.get_by_role("button", name="恢复默认").click()


def sections(page: Page) -> None:
    page.get_by_role("button", name="菜单").click()


def sheet(page: Page) -> None:
    loaded(page)
    page.get_by_role("button", name="筛选").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def broken(page: Page) -> None:
    page.route("**/search/**/*.js", lambda route: route.abort())
    page.reload()
    page.locator(".hb-found__error").wait_for()


def violations(page: Page, rules: list[str]) -> list[tuple[str, str, list[str]]]:
    """Run rules, given by their tags or by their names; return what they find, of any weight."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    kind = "tag" if rules is RULES else "rule"
    options: dict[str, Any] = {
        "runOnly": {"type": kind, "values": rules},
        "resultTypes": ["violations"],
    }
    found = page.evaluate("(options) => axe.run(document, options)", options)
    return [
        (item["impact"], item["id"], [node["html"][:160] for node in item["nodes"][:5]])
        for item in found["violations"]
    ]


def contrast(one: str, other: str) -> float:
    """Return the ratio of two colours, as WCAG defines it."""

    def luminance(colour: str) -> float:
        channels = [int(n) / 255 for n in re.findall(r"\d+", colour)[:3]]
        linear = [n / 12.92 if n <= 0.04045 else ((n + 0.055) / 1.055) ** 2.4 for n in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("path", "size", "prepare"),
    [
        pytest.param("", WIDE, settings, id="settings"),
        pytest.param("", PHONE, sections, id="sections"),
        pytest.param("", WIDE, typed, id="field"),
        pytest.param("", PHONE, typed, id="field-phone"),
        pytest.param("search/", WIDE, unfolded, id="browse"),
        pytest.param("search/?q=群众&level=市级&level=县区级", WIDE, loaded, id="results"),
        pytest.param("search/?q=群众&level=市级", PHONE, loaded, id="results-phone"),
        pytest.param("search/?q=群众", PHONE, sheet, id="sheet"),
        pytest.param("search/?q=热线&level=村社区级&year=2023", WIDE, loaded, id="nothing"),
        pytest.param("search/?q=营商环璄", WIDE, loaded, id="no-word"),
        pytest.param("search/?q=群众", WIDE, broken, id="error"),
        pytest.param("collections/sample/10/?h=热线", WIDE, loaded, id="marks"),
        pytest.param(
            "search/?view=compact&organization=xx市12345热线办公室", WIDE, loaded, id="compact"
        ),
        pytest.param("collections/sample/10/", PHONE, shown, id="article-phone"),
        pytest.param("collections/sample/10/?h=热线", PHONE, loaded, id="marks-phone"),
    ],
)
def test_axe_finds_nothing(
    page: Page,
    address: str,
    path: str,
    size: tuple[int, int],
    prepare: Callable[[Page], None],
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")  # colours change at once
    page.goto(address + quote(path, safe="/?&=%"))
    prepare(page)
    found = {"light": violations(page, RULES)}
    page.emulate_media(color_scheme="dark")
    found["dark"] = violations(page, COLOURS)
    assert {scheme: faults for scheme, faults in found.items() if faults} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_on_any_kind_of_page_in_any_dress(
    reader: Page, address: str, kind: str
) -> None:
    page = reader
    page.emulate_media(reduced_motion="reduce")  # colours change at once
    show(page, address, kind)
    found = {"light": violations(page, RULES)}
    for colors, rules in (("dark", COLOURS), ("ink", STRONG), ("yellow", STRONG)):
        choose(page, colors=colors)
        found[colors] = violations(page, rules)
    choose(page, colors="light", size="huge")
    found["huge"] = violations(page, PLACES)
    page.evaluate("localStorage.clear()")
    assert {dress: faults for dress, faults in found.items() if faults} == {}


@pytest.mark.parametrize("colors", ["light", "dark", "ink", "yellow"])
def test_edges_of_fields_and_rings_of_focus_are_seen(
    reader: Page, address: str, colors: str
) -> None:
    """Check 3:1 of what is no text, which axe does not look at."""
    page = reader
    page.goto(address + KINDS["search"])
    loaded(page)
    choose(page, colors=colors)
    edge, ring, paper = page.evaluate(
        """() => {
          const field = document.querySelector("select");
          field.focus();
          const style = getComputedStyle(field), back = getComputedStyle(document.body);
          return [style.borderTopColor, style.outlineColor, back.backgroundColor];
        }"""
    )
    page.evaluate("localStorage.clear()")
    assert contrast(edge, paper) >= 3
    assert contrast(ring, paper) >= (7 if colors in ("ink", "yellow") else 3)
