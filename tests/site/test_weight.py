"""What a page weighs: bytes over the network of a server that packs as the guide sets one up."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from sitetree import ROOT, Built, article, build_site, collection

from huibian import frontmatter
from serving import moved, served

pytestmark = pytest.mark.browser

FIRST, LATER = 150_000, 30_000  # bytes of a visit to an article: with an empty cache, and after
FRAME = 12_000  # bytes of an article's page beside its text
ROW = 700  # bytes of an article in a listing
#: Characters of an article, its number in the collection.
USUAL, LONG, OTHER = (1_500, 1), (10_000, 2), (1_500, 3)
SAMPLE = sorted((ROOT / "docs" / "collections" / "sample").glob("[0-9]*.md"))


def text(characters: int) -> str:
    """Return as many characters of the sample's articles, in paragraphs with headings."""
    bodies = (frontmatter.parse(path.read_text(encoding="utf-8")).body for path in SAMPLE)
    drawn = re.sub(r"[^\u4e00-\u9fff，。、；：“”]", "", "".join(bodies))[:characters]
    assert len(drawn) == characters
    paragraphs = [drawn[at : at + 200] for at in range(0, characters, 200)]
    return "\n\n".join(
        f"## 第{i}节\n\n{one}。" if i % 5 == 0 else f"{one}。" for i, one in enumerate(paragraphs)
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    meta = {
        "level": "县区级",
        "region": "云南省/昆明市",
        "themes": ["水利", "基层治理", "作风建设"],
        "organization": "xx县水务局",
        "kind": "经验做法",
        "date": "2023-04",
        "summary": text(110).strip(),
    }
    tree = {"collections/long/index.md": collection("长短不一的文章汇编")}
    for characters, number in (USUAL, LONG, OTHER):
        tree[f"collections/long/{number:02}.md"] = article(
            f"{characters}字的文章之{number}", number, text(characters), **meta
        )
    return build_site(tmp_path_factory.mktemp("weight"), tree)


@pytest.fixture(scope="module")
def address(built: Built) -> Iterator[str]:
    with served(built.folder, packed=True) as given:
        yield given


def test_an_article_fits_its_budget(browser: Browser, address: str) -> None:
    for _, number in (USUAL, LONG):
        with browser.new_context() as context:
            first = moved(context, f"{address}collections/long/{number:02}/")
            later = moved(context, f"{address}collections/long/{OTHER[1]:02}/")
        assert sum(first.values()) <= FIRST, sorted(first.items(), key=lambda item: -item[1])
        assert sum(later.values()) <= LATER, later
    with browser.new_context() as context:
        moved(context, address)
        later = moved(context, f"{address}collections/long/{LONG[1]:02}/")
    assert sum(later.values()) <= LATER, later
    assert f"{address}collections/long/02/" in later


def test_the_frame_of_an_article_is_small(built: Built) -> None:
    for characters, number in (USUAL, LONG, OTHER):
        html = built.text(f"collections/long/{number:02}/index.html")
        frame = len(html.encode()) - len(text(characters).encode())
        assert 0 < frame <= FRAME, number
        assert not re.search(r"\n\s*\n", html)


def test_an_article_in_a_listing_is_small(built: Built) -> None:
    for path in ("collections/long", "themes/water-conservancy", "regions/530100", "levels/county"):
        html = built.text(f"{path}/index.html")
        table = html[html.index('<table class="hb-table') :]
        rows = re.findall(r"<tr data-hb-place=.*?</tr>", table, re.S)
        assert len(rows) == 3, path
        assert max(len(row.encode()) for row in rows) <= ROW, path


def test_nothing_is_asked_for_that_is_not_there(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        missed: list[str] = []
        page.on("response", lambda r: missed.append(r.url) if r.status >= 400 else None)
        for path in ("", "collections/long/01/", "search/", "practices/", "guide/"):
            page.goto(address + path, wait_until="networkidle")
    assert missed == []


def test_the_search_engine_comes_with_the_first_question(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}collections/long/01/", wait_until="networkidle")
        assert page.evaluate("typeof huibian.search") == "undefined"
        page.keyboard.press("/")
        page.wait_for_function("typeof huibian.search === 'function'")


def test_every_asset_of_ours_has_its_hash_in_its_name(built: Built) -> None:
    known = {}
    for path in built.folder.glob("assets/huibian/*"):
        stem, *version, kind = path.name.split(".")
        if path.name != "tray.htm":
            assert version == [hashlib.sha256(path.read_bytes()).hexdigest()[:8]], path
        known[f"{stem}.{kind}"] = path.name
    assert len(known) == len(list((ROOT / "overrides/assets/huibian").iterdir()))
    asked = set()
    for path in [*built.pages, "assets/huibian/tray.htm"]:
        for tag in re.findall(r"<(?:script|link)\b[^>]*>", built.text(path)):
            asked |= set(re.findall(r'="(?:[^"]*assets/huibian/)?([^"/]+\.(?:js|css|svg))"', tag))
    assert asked == set(known.values()) - {"tray.htm"}


def test_the_bundle_is_named_by_what_is_left_of_it(built: Built) -> None:
    (path,) = built.folder.glob("assets/javascripts/bundle.*.min.js")
    assert path.name == f"bundle.{hashlib.sha256(path.read_bytes()).hexdigest()[:8]}.min.js"
    assert path.name in built.text("index.html")


def test_what_no_page_asks_for_is_not_shipped(built: Built) -> None:
    names = {path.relative_to(built.folder).as_posix() for path in built.folder.rglob("*")}
    assert any(re.fullmatch(r"assets/javascripts/bundle\.\w+\.min\.js", name) for name in names)
    assert not [name for name in names if "lunr" in name or name.endswith(".map")]
