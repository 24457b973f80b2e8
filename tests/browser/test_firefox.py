"""The walk of a reader in Firefox ESR: home, search, browse, article, practices, paper.

And that of a clerk at the desk: list, form, saving, many at once, words, history, publishing.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import desk_server
import pypdfium2
import pytest
from sample import holding, title

import firefox
from handling import TITLES, split_small
from huibian.editing import Library

pytestmark = pytest.mark.browser

A4 = (595, 842)
ENTER, DOWN = "\ue007", "\ue015"


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[firefox.Tab]:
    program = firefox.find()
    if program is None:
        pytest.skip("没有找到 Firefox，它的测试没有运行：apt-get install firefox-esr")
    with firefox.running(program, tmp_path_factory.mktemp("firefox")) as tab:
        yield tab


@pytest.fixture
def tab(started: firefox.Tab, address: str) -> Iterator[firefox.Tab]:
    started.errors.clear()
    started.asked.clear()
    started.resize(1280, 900)
    yield started
    assert started.errors == []
    foreign = [url for url in started.asked if not url.startswith((address, "data:", "about:"))]
    assert foreign == []


def test_a_word_typed_on_the_home_page_leads_to_its_article(tab: firefox.Tab, address: str) -> None:
    tab.go(address)
    assert "no-js" not in tab.ask("document.documentElement.className")
    tab.keys("/")
    tab.keys("12345")
    tab.until("document.querySelectorAll('.hb-find--header [role=option]').length > 1")
    tab.keys(DOWN + ENTER)
    tab.until("document.querySelector('.hb-article mark') && true")
    assert tab.ask("document.querySelector('.hb-bar') !== null")


def test_browsing_narrows_by_a_facet(tab: firefox.Tab, address: str) -> None:
    tab.go(f"{address}search/")
    tab.until("document.querySelectorAll('.hb-hit').length >= 10")
    tab.click(".hb-sift input[type=checkbox]")
    tab.until("location.search.includes('=')")
    tab.until("document.querySelectorAll('.hb-chip').length === 1")
    tab.go(f"{address}search/?q={quote('群众')}")
    tab.until(f"document.querySelectorAll('.hb-hit').length === {len(holding('群众'))}")


def test_an_article_reads_and_links(tab: firefox.Tab, address: str) -> None:
    tab.go(f"{address}collections/sample/10/")
    assert title(10) in tab.ask("document.querySelector('h1').textContent")
    style = "getComputedStyle(document.querySelector('.hb-prose p'))"
    assert tab.ask(f"{style}.textIndent") != "0px"
    tab.click(".hb-glance a")
    tab.until("location.hash.length > 1")
    tab.click(".hb-turn a[rel=next]")
    tab.until(f"document.title.includes({title(11)!r})")


@pytest.mark.parametrize("path", ["", "search/", "collections/sample/10/", "practices/", "matrix/"])
def test_nothing_scrolls_sideways_on_a_phone(tab: firefox.Tab, address: str, path: str) -> None:
    tab.resize(390, 844)
    tab.go(address + path)
    assert tab.ask("document.documentElement.scrollWidth") <= 390


def test_practices_lead_to_the_passage(tab: firefox.Tab, address: str) -> None:
    tab.go(f"{address}practices/agriculture/")
    tab.click("main .hb a[href*='/sample/']")
    tab.until("document.querySelector('.hb-article') && true")


def test_an_article_is_printed_on_pages_of_a4(tab: firefox.Tab, address: str) -> None:
    tab.go(f"{address}collections/sample/10/")
    with pypdfium2.PdfDocument(BytesIO(tab.paper())) as paper:
        text = "".join(page.get_textpage().get_text_range() for page in paper)
        width, height = paper[0].get_size()
    assert (width, height) == pytest.approx(A4, abs=1)
    assert "12345" in text  # Firefox's fonts do not say which character each sign is
    assert len(text.splitlines()) > 20


def test_the_tray_lasts_in_a_folder(started: firefox.Tab, folder_address: str) -> None:
    started.errors.clear()
    started.resize(1280, 900)
    started.go(f"{folder_address}collections/sample/index.html")
    for number in (1, 5):
        started.click(f'[data-hb-pick="sample/{number:02}"]')
    started.go(f"{folder_address}regions/index.html")  # a store of its own
    started.until("document.querySelector('.hb-tray__toggle b').textContent === '2'")
    started.go(f"{folder_address}compare/index.html")
    started.until("document.querySelectorAll('.hb-side thead th').length === 3")
    started.until("document.querySelectorAll('.hb-side__texts h2').length > 2")
    assert started.ask("document.querySelector('.hb-chosen__notes').children.length") == 0
    started.go(f"{folder_address}selection/index.html")
    started.until("document.querySelectorAll('.hb-article .hb-prose').length === 2")
    assert started.errors == []


def test_a_clerk_at_the_desk(started: firefox.Tab, site: Path) -> None:
    folder = split_small(Library(site))
    started.errors.clear()
    started.asked.clear()
    started.resize(1280, 900)
    with desk_server.running(site) as desk:
        started.go(desk.entry)
        for path in ("", "articles/new", "vocabulary/themes", "vocabulary/noise/entry", "history",
                     "publish"):  # fmt: skip
            started.go(f"{desk.origin}/{path}")
            assert started.ask("document.querySelector('h1') !== null"), path
            assert started.ask("document.documentElement.scrollWidth <= innerWidth"), path

        started.go(f"{desk.origin}/articles")
        started.until(f"document.querySelectorAll('.pick').length === {len(TITLES)}")
        started.click("a.table__title")
        started.until(
            "document.querySelector('#save') && !document.querySelector('#save').disabled"
        )
        look = "document.querySelector('#look').contentDocument.body.textContent"
        started.click("#field-body")
        started.keys("火狐里写的一句")
        started.until(f"{look}.includes('火狐里写的一句')")
        started.click("#save")
        started.until("location.pathname.endsWith('/saved')")
        assert any("火狐里写的一句" in one.read_text("utf-8") for one in folder.glob("0*.md"))

        started.go(f"{desk.origin}/articles")
        started.click("#all")
        started.click("#wish-value")
        started.keys("教育")
        started.keys(ENTER)
        started.until("document.querySelector('dialog[open] .button--main') && true")
        started.click("dialog[open] .button--main")
        started.until("document.querySelector('#done p') && true")
        started.go(f"{desk.origin}/history")
        assert started.ask("document.querySelectorAll('#saves > li').length") == 2
        started.click("#saves .list__facts a")
    assert started.errors == []
    ours = ("http://127.0.0.1:", "data:", "about:")
    assert [url for url in started.asked if not url.startswith(ours)] == []


def test_a_fault_in_a_page_would_be_seen(started: firefox.Tab, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><script>missing()</script>", encoding="utf-8")
    started.errors.clear()
    started.go(page.as_uri())
    assert started.ask("1") == 1
    assert any("missing" in error for error in started.errors)
