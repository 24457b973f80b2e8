"""Take the screenshots that README and guide show: ``make screenshots [ONLY=home]``.

Builds the project's own site and photographs every kind of page in the system's Chromium: on a
desk, in dark, on a phone, and its first printed sheet; so that the pictures are always of the
site as it is. Of the clerk's desk (``desk-…``), on a copy of the sample, one picture a screen. Not
a test: its output is committed.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import desk_server
import pypdfium2
from comfort import choose
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from serving import ARGUMENTS, PROJECT, build, served

TARGET = Path(__file__).resolve().parents[2] / "docs" / "guide" / "images"
DESKTOP, PHONE = (1280, 800), (390, 844)
COLOURS = 128  # of a picture: few enough to be small, enough for smooth letters
SHEET = 1.2  # pixels a point of a printed page

#: Kind of page -> its path in the site.
PAGES = {
    "home": "",
    "browse": "search/",
    "search": "search/?q=群众&level=市级&level=县区级",
    "collections": "collections/",
    "collection": "collections/sample/",
    "article": "collections/sample/10/",
    "search-marks": "collections/sample/10/?h=热线",
    "regions": "regions/",
    "region": "regions/330000/",
    "unnamed": "regions/unnamed-county/",
    "themes": "themes/",
    "theme": "themes/agriculture/",
    "theme-level": "themes/agriculture/county/",
    "levels": "levels/",
    "level": "levels/county/",
    "matrix": "matrix/",
    "practices": "practices/",
    "practices-found": "practices/?q=账",
    "practices-of": "practices/agriculture/",
    "compare": "compare/?a=sample/01&a=sample/08&a=sample/12",
    "selection": "selection/?a=sample/01&a=sample/08&a=sample/12",
    "print": "print/sample/",
    "guide": "guide/split/",
    "missing": "404.html",
}
#: Screen of the desk -> its path there.
SCREENS = {
    "desk-home": "",
    "desk-draft": "",
    "desk-new": "articles/new",
    "desk-articles": "articles",
    "desk-article": "collections/sample/10.md/edit",
    "desk-words": "vocabulary/themes",
    "desk-change": "articles",
}
#: Kinds that are shown in large text and high contrast as well.
LARGE = ("article",)
#: Way of looking at a page -> window, colours.
LOOKS = {
    "": (DESKTOP, "light"),
    "-dark": (DESKTOP, "dark"),
    "-phone": (PHONE, "light"),
}


def main(only: str) -> None:
    """Photograph the kinds of page whose name holds ``only``."""
    chromium = shutil.which("chromium") or sys.exit("没有找到 chromium")
    TARGET.mkdir(parents=True, exist_ok=True)
    chosen = {kind: path for kind, path in PAGES.items() if only in kind}
    screens = {kind: path for kind, path in SCREENS.items() if only in kind}
    if screens:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            _desk(browser, screens)
            browser.close()
    if not chosen:
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        served(build(Path(folder))) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for kind, path in chosen.items():
            for look, (size, scheme) in LOOKS.items():
                shot = _opened(browser, address + path, size, scheme, Page.screenshot)
                _keep(Image.open(io.BytesIO(shot)), f"{kind}{look}")
            pdf = _opened(browser, address + path, DESKTOP, "light", _printed)
            _keep(pypdfium2.PdfDocument(pdf)[0].render(scale=SHEET).to_pil(), f"{kind}-print")
            if kind in LARGE:
                shot = _opened(browser, address + path, DESKTOP, "light", _large)
                _keep(Image.open(io.BytesIO(shot)), f"{kind}-large")
        browser.close()


def _desk(browser: Browser, screens: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        shutil.copytree(PROJECT / "docs", site / "docs")
        shutil.copytree(PROJECT / "overrides", site / "overrides")
        shutil.copy(PROJECT / "mkdocs.yml", site)
        size = {"width": DESKTOP[0], "height": DESKTOP[1]}
        with (
            desk_server.running(site) as desk,
            desk_server.window(browser, desk, viewport=size) as page,
        ):
            for kind, path in screens.items():
                page.goto(f"{desk.origin}/{path}")
                _ACTS.get(kind, lambda page: None)(page)
                page.wait_for_load_state("networkidle")
                page.wait_for_timeout(1500)
                _keep(Image.open(io.BytesIO(page.screenshot())), kind)


def _correct(page: Page) -> None:
    page.locator("[data-correct]").first.click()
    page.wait_for_url("**/drafts/*")
    page.locator("#save:enabled").wait_for()


def _change(page: Page) -> None:
    for at in range(3):
        page.locator(".pick").nth(at).check()
    page.locator("#wish-value").fill("民生保障")
    page.get_by_role("button", name="看看要改什么…").click()
    page.get_by_role("dialog").wait_for()


#: What is done on a screen before its picture is taken.
_ACTS: dict[str, Callable[[Page], None]] = {"desk-draft": _correct, "desk-change": _change}


def _opened(
    browser: Browser,
    address: str,
    size: tuple[int, int],
    scheme: str,
    take: Callable[[Page], bytes],
) -> bytes:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, locale="zh-CN"
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    taken = take(page)
    context.close()
    return taken


def _printed(page: Page) -> bytes:
    return page.pdf(prefer_css_page_size=True, print_background=True)


def _large(page: Page) -> bytes:
    choose(page, size="huge", colors="yellow")
    page.reload()
    return page.screenshot()


def _keep(picture: Image.Image, name: str) -> None:
    path = TARGET / f"{name}.png"
    few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    print(f"{path.name}\t{path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
