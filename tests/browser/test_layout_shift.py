"""Nothing jumps while a page opens: no layout shift, first and later, on every kind of page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from serving import served

pytestmark = pytest.mark.browser

#: One page of each kind, and what stands there when it has settled.
PAGES = {
    "": ".hb-hero",
    "search/?q=群众&level=市级": ".hb-hit",
    "collections/sample/10/": ".hb-article",
    "guide/": "img",
    "search/": ".hb-hit",
    "collections/": ".hb-shelf",
    "collections/sample/": ".hb-table",
    "collections/sample/10/?h=热线": ".hb-bar",
    "regions/": ".hb",
    "regions/330000/": ".hb",
    "themes/": ".hb",
    "themes/agriculture/": ".hb",
    "levels/": ".hb",
    "matrix/": ".hb-matrix",
    "practices/": ".hb",
    "practices/agriculture/": ".hb",
    "compare/?a=sample/01&a=sample/10": ".hb-side",
    "selection/?a=sample/01": ".hb-selection__list",
    "404.html": ".hb-doors",
}
#: The first of these are opened again with what the first visit left in the cache, and are those
#: that are opened in every size and scheme.
AGAIN = 4
#: Milliseconds until an answer comes: on loopback alone scripts run before anything is painted.
LATENCY = 40
#: The shift that is taken for none, a twentieth of what Web Vitals call good: on a machine at its
#: limits the columns of a matrix settle while its rows come.
NONE = 0.005
WATCH = """
window.shifts = [];
new PerformanceObserver((list) => window.shifts.push(...list.getEntries()))
  .observe({type: "layout-shift", buffered: true});
"""
SETTLED = """async () => {
  for (let i = 0; i < 4; i++) await new Promise(requestAnimationFrame);
  const moved = window.shifts.filter((shift) => !shift.hadRecentInput);
  const name = ({node}) => node && (node.outerHTML || node.data).slice(0, 80);
  return moved.map((shift) => [shift.value, ...shift.sources.map(name)]);
}"""


@pytest.fixture(scope="module")
def slow_address(built_site: Path) -> Iterator[str]:
    with served(built_site, packed=True) as given:
        yield given


@pytest.mark.parametrize(
    ("size", "scheme", "count"),
    [
        pytest.param((1280, 900), "light", len(PAGES), id="desktop-light"),
        pytest.param((390, 844), "dark", len(PAGES), id="phone-dark"),
        pytest.param((1280, 900), "dark", AGAIN, id="desktop-dark"),
        pytest.param((390, 844), "light", AGAIN, id="phone-light"),
    ],
)
def test_nothing_jumps(
    browser: Browser, slow_address: str, size: tuple[int, int], scheme: str, count: int
) -> None:
    found = {}
    for number, (path, settled) in enumerate(list(PAGES.items())[:count]):
        with browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if scheme == "dark" else "light",
        ) as context:
            context.add_init_script(WATCH)
            page = context.new_page()
            network = context.new_cdp_session(page)
            network.send("Network.enable")
            slow = {"offline": False, "latency": LATENCY}
            speed = {"downloadThroughput": -1, "uploadThroughput": -1}
            network.send("Network.emulateNetworkConditions", {**slow, **speed})
            for visit in ("first", "later")[: 2 if number < AGAIN else 1]:
                page.goto(address_of(slow_address, path))
                page.locator(settled).first.wait_for()
                moved = page.evaluate(SETTLED)
                if sum(one[0] for one in moved) > NONE:
                    found[f"{path} {visit}"] = moved
    assert found == {}


def address_of(site: str, path: str) -> str:
    return site + quote(path, safe="/?&=%")


def test_a_jump_would_be_seen(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        "<!doctype html><p id=a>甲</p><p>乙</p><script>setTimeout(() => {"
        "document.getElementById('a').before('长'.repeat(999)); }, 99)</script>",
        encoding="utf-8",
    )
    with browser.new_context() as context, served(tmp_path) as host:
        context.add_init_script(WATCH)
        page = context.new_page()
        page.goto(f"{host}page.html")
        page.wait_for_timeout(200)
        assert page.evaluate(SETTLED)
