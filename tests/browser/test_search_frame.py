"""The search in frames that a publisher may choose: instant loading, a strict policy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sample import holding, title

from serving import PROJECT, build, served, watched

pytestmark = pytest.mark.browser

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)


@pytest.fixture(scope="module")
def instant_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build and serve the site with Material's instant loading, which needs the address."""
    folder = tmp_path_factory.mktemp("instant")
    settings = tmp_path_factory.mktemp("settings") / "mkdocs.yml"
    with served(folder) as host:
        settings.write_text(
            f"INHERIT: {PROJECT / 'mkdocs.yml'}\n"
            f"site_url: {host}\n"
            f"docs_dir: {PROJECT / 'docs'}\n"
            "theme:\n"
            f"  custom_dir: {PROJECT / 'overrides'}\n"
            "  features: [navigation.instant, navigation.tabs]\n",
            encoding="utf-8",
        )
        build(folder, "--config-file", str(settings))
        yield host


@pytest.fixture
def instant_page(browser: Browser, instant_address: str) -> Iterator[Page]:
    yield from watched(browser, instant_address)


def test_with_instant_loading(instant_page: Page, instant_address: str) -> None:
    page = instant_page
    page.goto(f"{instant_address}collections/sample/03/")
    page.evaluate("window.same = true")  # lost when a page is loaded as a whole
    page.wait_for_load_state("networkidle")
    page.keyboard.press("/")
    page.keyboard.type("群众")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{instant_address}search/?q={quote('群众')}")
    expect(page.locator(".hb-hit")).to_have_count(len(holding("群众")))
    page.get_by_role("group", name="层级").get_by_role("checkbox", name="市级", exact=True).check()
    expect(page.locator(".hb-chip")).to_have_count(1)
    page.go_back()
    expect(page.locator(".hb-chip")).to_have_count(0)
    expect(page.locator(".hb-hit")).to_have_count(len(holding("群众")))
    page.locator(".hb-hit").filter(has_text=title(10)).get_by_role("link").first.click()
    expect(page.locator(".hb-article mark").first).to_be_visible()
    # the header is still the first page's: its field and its addresses work on
    page.keyboard.press("/")
    page.keyboard.type("热线")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{instant_address}search/?q={quote('热线')}")
    expect(page.locator(".hb-hit")).to_have_count(len(holding("热线")))
    page.get_by_role("link", name="主题", exact=True).first.click()
    expect(page.locator(".hb-find--header input")).to_be_visible()
    assert page.evaluate("window.same") is True


@pytest.fixture
def host_page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that may ask the whole host: the way up to the site's beginning leads past it."""
    yield from watched(browser, address.removesuffix("anli/"))


@pytest.mark.parametrize("wrong", ["x", "collections/sample/99/", "regions/530000/2/3/4"])
def test_the_page_for_wrong_addresses_at_any_depth(
    host_page: Page, address: str, built_site: Path, wrong: str
) -> None:
    """As a server shows it: the page itself at the wrong address, below a sub-path."""
    page = host_page
    text = (built_site / "404.html").read_text(encoding="utf-8")
    html = {"status": 404, "content_type": "text/html; charset=utf-8", "body": text}
    page.route(f"{address}{wrong}?x=1", lambda route: route.fulfill(**html))
    page.goto(f"{address}{wrong}?x=1")
    expect(page).to_have_url(f"{address}{wrong}?x=1")
    styled = "document.querySelector('.hb-find--page .hb-find__bar').offsetHeight > 40"
    assert page.evaluate(styled)
    page.locator(".hb-find--page input").click()
    page.keyboard.type("群众")
    expect(page.locator(".hb-find--page").get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}search/?q={quote('群众')}")
    expect(page.locator(".hb-hit")).to_have_count(len(holding("群众")))
    page.go_back()
    page.get_by_role("link", name="跳到正文").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}{wrong}?x=1#hb-main")
    page.locator(".hb-doors").get_by_role("link", name="地区").click()
    expect(page).to_have_url(f"{address}regions/")


def test_under_a_strict_policy(page: Page, address: str) -> None:
    def strict(route: Route) -> None:
        response = route.fetch()
        route.fulfill(
            response=response,
            headers={**response.headers, "content-security-policy": POLICY},
        )

    page.add_init_script(
        "window.refused = [];"
        "addEventListener('securitypolicyviolation', (e) => refused.push(e.violatedDirective));"
    )
    page.route(lambda url: url.split("?")[0].endswith("/"), strict)
    page.goto(f"{address}search/?q={quote('群众')}")
    expect(page.locator(".hb-hit")).to_have_count(len(holding("群众")))
    page.get_by_role("checkbox", name="市级", exact=True).check()
    expect(page.locator(".hb-chip")).to_have_count(1)
    assert page.evaluate("refused") == []
    page.locator(".hb-hit a").first.click()
    expect(page.locator(".hb-article mark").first).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("群众")
    expect(page.get_by_role("option").first).to_be_visible()
    assert page.evaluate("refused") == []
    # the policy is in force
    page.evaluate("document.body.append(document.createElement('style'))")
    page.evaluate("document.body.lastChild.textContent = 'p { color: red }'")
    page.wait_for_function("refused.length > 0")
