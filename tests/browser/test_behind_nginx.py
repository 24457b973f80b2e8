"""Every kind of page behind a real nginx with our configuration: the policy stops nothing.

Also what readers do on pages: searching, choosing, picking, comparing, their settings, printing.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from comfort import choose
from pagekinds import KINDS, show
from playwright.sync_api import Browser, Page, Response, expect

import firefox
from nginx import configured, free_port, pack, running

pytestmark = pytest.mark.browser

#: Heard before any script of a page: what the policy stopped.
LISTEN = """
window.stopped = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.stopped.push(event.effectiveDirective + " " + event.blockedURI));
"""


@pytest.fixture(scope="module", params=["/", "/anli/"], ids=["root", "sub"])
def nginx_address(
    request: pytest.FixtureRequest, built_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("server")
    shutil.copytree(built_site, folder / "releases" / "one")
    pack(folder / "releases" / "one")
    (folder / "current").symlink_to("releases/one")
    port = free_port()
    config = configured(folder / "current", request.param, port=port)
    with running(folder / "nginx", config, port):
        yield f"http://127.0.0.1:{port}{request.param}"


class Watch:
    """One window: what its console, its requests and the policy had to complain about."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.faults: list[str] = []
        page.add_init_script(LISTEN)
        page.on("console", lambda said: self._console(said.type, said.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))
        page.on("response", self._answered)

    def _console(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.faults.append(f"{kind}: {text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"asked {url}")

    def _answered(self, answer: Response) -> None:
        if answer.status >= 400:
            self.faults.append(f"{answer.status} {answer.url}")
        elif not answer.url.startswith(("data:", "blob:")):
            policy = answer.headers.get("content-security-policy", "")
            if "default-src 'none'" not in policy or "unsafe" in policy:
                self.faults.append(f"no policy: {answer.url}")

    def quiet(self) -> None:
        """Fail when anything was wrong so far."""
        self.page.wait_for_load_state("networkidle")
        for frame in self.page.frames:
            self.faults += frame.evaluate("window.stopped || []")
        assert self.faults == []


@pytest.fixture
def watch(browser: Browser, nginx_address: str) -> Iterator[Watch]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    yield Watch(context.new_page(), nginx_address)
    context.close()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "missing"])
def test_every_kind_of_page(watch: Watch, kind: str) -> None:
    show(watch.page, watch.address, kind)
    watch.quiet()
    watch.page.emulate_media(media="print")
    watch.quiet()


def test_the_page_for_wrong_addresses_at_any_depth(watch: Watch) -> None:
    page = watch.page
    for path in ("nothing", "nothing/at/all/", "collections/sample/99/", "a/b/c/d/e"):
        answer = page.goto(watch.address + path)
        assert answer is not None and answer.status == 404
        expect(page.locator("h1")).to_have_text("找不到这一页")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.baseURI") == watch.address
        font = page.locator("h1").evaluate("(h) => getComputedStyle(h).fontFamily")
        assert "Serif" in font  # styled
        page.locator(".hb-doors a").first.click()
        assert page.url.startswith(watch.address)
        assert page.evaluate("window.stopped") == []
    # the address itself, the script that is looked for in folders above, and what the browser
    # asked for in advance, before the script said where the site begins
    expected = ("404", "assets/huibian/missing.", "MIME type ('text/html')")
    assert [one for one in watch.faults if not any(word in one for word in expected)] == []


def test_searching_and_choosing(watch: Watch) -> None:
    page = watch.page
    page.goto(watch.address)
    page.keyboard.press("/")
    page.keyboard.type("群众")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    page.locator(".hb-hit").first.wait_for()
    count = page.locator(".hb-hit").count()
    page.goto(f"{watch.address}search/?q=群众&level=市级")
    page.locator(".hb-hit").first.wait_for()
    assert 0 < page.locator(".hb-hit").count() <= count
    page.locator(".hb-hit a").first.click()
    page.locator("mark").first.wait_for()
    watch.quiet()


def test_picking_comparing_and_gathering(watch: Watch) -> None:
    page = watch.page
    for number in ("01", "10"):
        page.goto(f"{watch.address}collections/sample/{number}/")
        page.locator("[data-hb-pick]").first.click()
    page.goto(f"{watch.address}compare/?a=sample/01&a=sample/10")
    page.locator(".hb-side thead th[data-key]").nth(1).wait_for()
    watch.quiet()
    page.goto(f"{watch.address}selection/?a=sample/01&a=sample/10")
    page.locator("[data-hb-articles] .hb-prose p").first.wait_for()
    page.emulate_media(media="print")
    watch.quiet()


def test_settings_of_size_and_colour(watch: Watch) -> None:
    page = watch.page
    page.goto(f"{watch.address}collections/sample/10/")
    choose(page, size="huge", colours="yellow")
    page.reload()
    page.wait_for_load_state("networkidle")
    size = page.locator(".hb-prose p").first.evaluate(
        "(p) => parseFloat(getComputedStyle(p).fontSize)"
    )
    assert size > 20
    watch.quiet()


def test_files_are_taken_away(watch: Watch) -> None:
    page = watch.page
    page.goto(f"{watch.address}collections/sample/10/")
    with page.expect_download() as taken:
        page.locator(".hb-take a[download]").first.click()
    assert taken.value.suggested_filename.endswith(".docx")
    watch.quiet()


def test_searching_and_comparing_in_firefox(nginx_address: str, tmp_path: Path) -> None:
    """Its frames without an origin have to load our scripts as well."""
    program = firefox.find()
    if program is None:
        pytest.skip("没有找到 Firefox，它的测试没有运行：apt-get install firefox-esr")
    with firefox.running(program, tmp_path) as tab:
        tab.resize(1280, 900)
        tab.go(f"{nginx_address}search/?q=%E7%BE%A4%E4%BC%97")
        tab.until("document.querySelectorAll('.hb-hit').length > 0")
        tab.go(f"{nginx_address}compare/?a=sample/01&a=sample/10")
        tab.until("document.querySelectorAll('.hb-side thead th').length === 3")
        tab.until("document.querySelectorAll('.hb-side__texts h2').length > 2")
        assert tab.errors == []
        assert [url for url in tab.asked if not url.startswith(("data:", nginx_address))] == []
