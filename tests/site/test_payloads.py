"""Every payload of payloads.yml in every kind of page, tried in Chromium, also without policy."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from hostile import ACTIVE, OUT, PAYLOADS, PWN, WORD, Seen, armed, markdown, tree, watching
from lxml import etree
from mkdocs.exceptions import Abort
from playwright.sync_api import Browser, Page
from sitetree import Built, article, build_site, collection, write_docs

from huibian.check import check_site
from huibian.site.policy import CONTENT_SECURITY_POLICY
from serving import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_SOME = 4
HEADERS = {"Content-Security-Policy": CONTENT_SECURITY_POLICY, "X-Content-Type-Options": "nosniff"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("hostile")
    return build_site(folder, tree(), strict=False)


@pytest.fixture(scope="module", params=["without-policy", "with-policy"])
def address(
    request: pytest.FixtureRequest, built: Built, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    headers = HEADERS if request.param == "with-policy" else {}
    root = tmp_path_factory.mktemp("root")
    (root / "anli").symlink_to(built.folder)  # below a path: what climbs over it is outside
    with served(root, headers=headers) as host:
        yield f"{host}anli/"


def paths(built: Built, start: str) -> list[str]:
    found = [path for path in built.pages if path.startswith(start)]
    assert found
    return found


@pytest.fixture
def every(request: pytest.FixtureRequest) -> int:
    """Return of how many pages one is opened.

    What is inert without the policy is so with it; that shows on some pages of each kind that
    the site needs nothing which the policy forbids.
    """
    return _SOME if request.node.callspec.params["address"] == "with-policy" else 1


@pytest.fixture(scope="module")
def window(browser: Browser, address: str) -> Iterator[tuple[Page, Seen]]:
    """One window for all pages at an address: what it has seen once stays seen."""
    with watching(browser, address) as opened:
        yield opened


def open_all(window: tuple[Page, Seen], found: list[str]) -> None:
    """Open pages one after another; nothing in them may run or ask another host."""
    page, seen = window
    for path in found:
        page.goto(seen.address + quote(path))
        assert page.evaluate(ACTIVE, seen.address) == [], path
    seen.nothing()


@pytest.mark.parametrize("start", ["collections/bodies/", "collections/preface-", "written/"])
def test_bodies_are_inert(window: tuple[Page, Seen], built: Built, every: int, start: str) -> None:
    open_all(window, paths(built, start)[::every])


@pytest.mark.parametrize(
    "start",
    ["collections/fields", "collections/__", "collections/con", "collections/x", "collections/{"],
)
def test_fields_and_names_are_inert(
    window: tuple[Page, Seen], built: Built, every: int, start: str
) -> None:
    open_all(window, paths(built, start)[::every])


def test_listings_are_inert(window: tuple[Page, Seen], built: Built, every: int) -> None:
    rest = [p for p in built.pages if not p.startswith(("collections/", "written/", "guide/"))]
    assert {"index.html", "404.html", "print/bodies/index.html", "themes/index.html"} <= set(rest)
    open_all(window, [*rest, "collections/index.html"][::every])


def test_search_results_are_inert(browser: Browser, address: str) -> None:
    with watching(browser, address) as (page, seen):
        for query in (
            WORD,
            "script",
            "onerror",
            f"<img src=x onerror={PWN}>",
            "javascript",
            "proto",
        ):
            page.goto(f"{address}search/?q={quote(query)}", wait_until="networkidle")
            assert page.evaluate(ACTIVE, seen.address) == [], query
        page.goto(f"{address}search/?q={quote(WORD)}")
        page.locator(".hb-hit").first.wait_for()
        page.goto(address)
        page.locator(".hb-find__input").last.fill("onerror")
        page.wait_for_load_state("networkidle")
        assert page.evaluate(ACTIVE, seen.address) == []
        page.goto(f"{address}practices/?q=script", wait_until="networkidle")
        assert page.evaluate(ACTIVE, seen.address) == []
        seen.nothing()


def chosen(page: Page) -> None:
    """Pick the articles that the page lists, and open the tray."""
    controls = page.locator(".hb-pick")
    for at in range(controls.count()):
        controls.nth(at).click()
    page.locator(".hb-tray__toggle").click()
    page.locator(".hb-tray__row").last.wait_for()


def test_what_shows_several_articles_is_inert(
    window: tuple[Page, Seen], address: str, every: int
) -> None:
    page, seen = window
    page.goto(f"{address}collections/fields/")
    chosen(page)
    assert page.evaluate(ACTIVE, seen.address) == []
    last = len(PAYLOADS["markdown"])
    for first in range(1, last + 1, 4 * every):
        keys = [f"bodies/{n:02d}" for n in range(first, min(first + 4, last + 1))]
        asked = "&".join(f"a={key}" for key in keys)
        page.goto(f"{address}selection/?{asked}")
        page.locator("[data-hb-articles] .hb-prose").nth(len(keys) - 1).wait_for()
        assert page.evaluate(ACTIVE, seen.address) == [], keys
    page.goto(f"{address}compare/?a=bodies/01&a=bodies/03&a=fields/01&a=fields/04")
    page.locator(".hb-side thead th[data-key]").first.wait_for()
    assert page.evaluate(ACTIVE, seen.address) == []
    for key in (f"<img src=x onerror={PWN}>", "__proto__/01", "../../x", f"javascript:{PWN}"):
        page.goto(f"{address}compare/?a={quote(key)}&a=bodies/02#{quote(key)}")
        page.wait_for_timeout(300)
        assert page.evaluate(ACTIVE, seen.address) == [], key
    seen.nothing()


def test_the_policy_is_needed_by_nothing_and_stops_what_would_run(
    browser: Browser, built: Built
) -> None:
    """The instruments see what runs: a page that holds a script is seen, and stopped by policy."""
    (built.folder / "evil.html").write_text(
        f"<p>文</p><script>{PWN}</script><img src={OUT}/a.png>", encoding="utf-8"
    )
    with served(built.folder) as host, watching(browser, host) as (page, seen):
        page.goto(f"{host}evil.html")
        assert "it ran" in page.evaluate(ACTIVE, seen.address)
        assert seen.dialogs and seen.foreign == [f"{OUT}/a.png"]
    with served(built.folder, headers=HEADERS) as host, watching(browser, host) as (page, seen):
        page.goto(f"{host}evil.html")
        assert not page.evaluate("window.pwned")
        assert not seen.dialogs and len(seen.errors) >= 2


def test_the_preview_is_inert(browser: Browser, tmp_path: Path) -> None:
    """What is left to review is shown with words from plan.yml, and with those of wrong pages."""
    asked = [
        {"code": "HB210", "line": 3, "message": armed(one["text"]), "command": armed(one["text"])}
        for one in PAYLOADS["fields"]
    ]
    wrong = f'---\ntitle: 甲\nnumber: 2\n"<img src=x onerror={PWN}>": 1\n---\n\n文\n'
    made = {
        "collections/a/index.md": collection("甲"),
        "collections/a/01.md": article("甲", 1, review=["region"]),
        "collections/a/02.md": wrong,
        "collections/a/source/plan.yml": json.dumps({"questions": asked}, ensure_ascii=False),
    }
    built = build_site(tmp_path, made, preview=True, strict=False)
    with served(built.folder, headers=HEADERS) as host, watching(browser, host) as (page, seen):
        for path in ("index.html", "collections/a/index.html", "collections/a/01/index.html"):
            page.goto(host + path)
            assert page.evaluate(ACTIVE, seen.address) == []
            assert page.locator(".hb-review").count() or path.endswith("01/index.html")
        seen.nothing()


# -- what is taken away ------------------------------------------------------------------------


def test_tables_hold_no_formulas(built: Built) -> None:
    for path in sorted(built.folder.rglob("*.csv")):
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))):
            assert not [cell for cell in row if cell.lstrip("\ufeff \u3000")[:1] in tuple("=+-@")]


def test_data_is_data(built: Built) -> None:
    for path in sorted(built.folder.rglob("*.json")):
        json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(built.folder.rglob("*.xml")):
        root = etree.fromstring(path.read_bytes())
        assert "{http://www.w3.org/1999/xhtml}" not in {str(node.tag)[:30] for node in root.iter()}
        for link in root.iter("{http://www.w3.org/2005/Atom}link"):
            assert urlsplit(link.get("href", "")).scheme == ""


def test_word_files_hold_words(built: Built) -> None:
    """No field, macro or object; what leads out of a file is a link that a page may have, too."""
    files = sorted(built.folder.rglob("*.docx"))
    assert len(files) > len(PAYLOADS["markdown"])
    for path in files:
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                assert not name.lower().endswith((".bin", ".vba", ".exe", ".html")), name
                if not name.endswith((".xml", ".rels")):
                    continue
                root = etree.fromstring(package.read(name))
                for node in root.iter():
                    tag = etree.QName(node).localname
                    if tag == "Relationship" and node.get("TargetMode") == "External":
                        assert urlsplit(node.get("Target", "")).scheme in (
                            "http",
                            "https",
                            "mailto",
                        )
                        assert node.get("Type", "").endswith("/hyperlink")
                    assert tag not in ("object", "OLEObject", "control", "altChunk")
                    if tag in ("instrText", "fldSimple"):
                        words = (node.text or "") + "".join(map(str, node.attrib.values()))
                        assert PWN not in words and "cmd" not in words


# -- what the check says -----------------------------------------------------------------------


def _codes(site: Path, path: str) -> list[str]:
    found = check_site(site).findings
    assert {one.line > 0 and bool(one.hint) for one in found if one.path == path} <= {True}
    return sorted({one.code for one in found if one.path == path})


IDS = [one["id"] for one in PAYLOADS["markdown"]]


@pytest.mark.parametrize("payload", PAYLOADS["markdown"], ids=IDS)
def test_the_check_names_what_is_refused(site: Path, payload: dict[str, object]) -> None:
    text = str(payload["text"])
    write_docs(
        site / "docs",
        {
            "collections/a/index.md": collection("甲"),
            "collections/a/01.md": article("甲", 1, "文。\n\n" + armed(text) + "\n"),
            "written/a.md": "# 文\n\n" + armed(text) + "\n",
        },
    )
    assert _codes(site, "docs/collections/a/01.md") == payload["article"]
    assert _codes(site, "docs/written/a.md") == payload["written"]


@pytest.mark.parametrize("case", PAYLOADS["matter"], ids=[one["id"] for one in PAYLOADS["matter"]])
def test_front_matter_is_plain_values(site: Path, case: dict[str, object]) -> None:
    page = f"---\n{armed(str(case['text']))}\n---\n\n文。\n"
    path = "docs/collections/a/01.md"
    write_docs(site, {"docs/collections/a/index.md": collection("甲"), path: page})
    found = [
        one for one in check_site(site).findings if one.path == path and one.severity == "error"
    ]
    assert (case["code"], case["line"]) in {(one.code, one.line) for one in found}
    assert any(str(case["says"]) in one.message for one in found)
    assert not list(site.rglob("pwned.txt"))


def test_wrong_front_matter_is_no_page(tmp_path: Path) -> None:
    """The build leaves such articles out, in no more time than others; no other page ends it."""
    made = {"collections/a/index.md": collection("甲"), "collections/a/99.md": article("甲", 99)}
    for number, case in enumerate(PAYLOADS["matter"], 1):
        made[f"collections/a/{number:02d}.md"] = f"---\n{armed(case['text'])}\n---\n\n文。\n"
        made[f"written/{number:02d}.md"] = made[f"collections/a/{number:02d}.md"]
    built = build_site(tmp_path, made, strict=False)
    assert [path for path in built.pages if path.startswith("collections/a/")] == [
        "collections/a/99/index.html",
        "collections/a/index.html",
    ]


@pytest.mark.parametrize(
    "page",
    [
        markdown(PAYLOADS["markdown"][0]["text"]),
        "---\ntemplate: base.html\n---\n\n文\n",
        "---\nhide: 5\n---\n\n文\n",
    ],
    ids=["body", "template", "field"],
)
def test_a_strict_build_refuses_active_pages(tmp_path: Path, page: str) -> None:
    with pytest.raises(Abort):
        build_site(tmp_path, {"written/a.md": page})
