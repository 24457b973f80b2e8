"""axe-core on articles and on every state of the search, in light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

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


def sheet(page: Page) -> None:
    loaded(page)
    page.get_by_role("button", name="筛选").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def broken(page: Page) -> None:
    page.route("**/search/**/*.js", lambda route: route.abort())
    page.reload()
    page.locator(".hb-found__error").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("path", "size", "prepare"),
    [
        pytest.param("", WIDE, loaded, id="home"),
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
        pytest.param("collections/sample/10/", WIDE, shown, id="article"),
        pytest.param("collections/sample/10/", PHONE, shown, id="article-phone"),
        pytest.param("collections/sample/10/?h=热线", PHONE, loaded, id="marks-phone"),
    ],
)
def test_axe_finds_nothing(
    page: Page,
    address: str,
    scheme: str,
    path: str,
    size: tuple[int, int],
    prepare: Callable[[Page], None],
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(address + quote(path, safe="/?&=%"))
    prepare(page)
    violations = Axe().run(page).response["violations"]
    assert [
        (item["impact"], item["id"], [node["html"][:160] for node in item["nodes"]])
        for item in violations
        if item["impact"] in ("serious", "critical")
    ] == []
