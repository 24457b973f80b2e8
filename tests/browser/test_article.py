"""The article page: its values lead to listings, it can be cited and printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sample import article, title

pytestmark = pytest.mark.browser

NUMBER = 24  # has unit, kind and date


def meta(page: Page, name: str) -> str:
    """Follow a value of the metadata line; return the list's total."""
    line = page.locator(".hb-meta > div").filter(has_text=re.compile(f"^{name}"))
    line.get_by_role("link").first.click()
    return page.locator(".hb-found__total").inner_text()


@pytest.mark.parametrize("name", ["单位", "体裁", "日期"])
def test_values_lead_to_lists_that_hold_the_article(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}collections/sample/{NUMBER:02}/")
    meta(page, name)
    expect(page).to_have_url(re.compile(r"/search/\?(organization|kind|year)="))
    expect(page.locator(".hb-hit__title", has_text=title(NUMBER))).to_be_visible()
    chips = page.get_by_role("list", name="已选的条件").get_by_role("button")
    expect(chips).to_have_count(1)
    if name == "单位":
        expect(page.locator(".hb-hit")).to_have_count(1)
        expect(chips).to_have_text(f"单位{article(NUMBER).meta['organization']}")
        chips.click()
        expect(page.locator(".hb-found__total")).to_contain_text("共 24 篇")


def test_from_a_folder_too(folder_page: Page, folder_address: str) -> None:
    folder_page.goto(f"{folder_address}collections/sample/{NUMBER:02}.html")
    meta(folder_page, "单位")
    expect(folder_page.locator(".hb-hit")).to_have_count(1)


def test_practices_at_a_glance_lead_to_their_headings(page: Page, address: str) -> None:
    page.goto(f"{address}collections/sample/10/")
    link = page.get_by_role("navigation", name="做法一览").get_by_role("link").nth(2)
    words = link.inner_text()
    link.click()
    expect(page.locator(":target")).to_contain_text(words)
    expect(page.locator(":target")).to_be_in_viewport()


def test_the_citation_is_copied(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}collections/sample/{NUMBER:02}/")
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    expect(page.locator("[data-hb-copied]")).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#hb-citation").inner_text()
    assert copied.startswith(f"{article(NUMBER).meta['organization']}. {title(NUMBER)}[G]//")


def test_without_a_clipboard_the_citation_is_marked(page: Page, address: str) -> None:
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
        "document.execCommand = () => false;"
    )
    page.goto(f"{address}collections/sample/{NUMBER:02}/")
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("button", name="请按 Ctrl+C")).to_be_visible()
    marked = page.evaluate("getSelection().toString()")
    assert marked.strip() == page.locator("#hb-citation").inner_text()


def test_without_scripts_there_is_no_button(page: Page, address: str) -> None:
    browser = page.context.browser
    assert browser
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{address}collections/sample/{NUMBER:02}/")
    expect(plain.locator("#hb-citation")).to_be_visible()
    expect(plain.locator(".hb-cite button")).to_have_count(0)
    context.close()


def test_hidden_names_are_set_off_and_found(page: Page, address: str) -> None:
    page.goto(f"{address}collections/sample/10/?h=xx市")
    expect(page.locator(".hb-prose .hb-hidden-name").first).to_have_text("xx")
    # a mark runs over the element
    marks = page.locator(".hb-prose p").first.locator("mark")
    assert "".join(marks.all_inner_texts()).startswith("xx市")


def test_paper_is_set_like_an_official_document(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}collections/sample/10/")
    page.emulate_media(media="print")
    for gone in (".md-header", ".md-tabs", ".md-sidebar", ".hb-glance", ".hb-turn", ".hb-cite"):
        for node in page.locator(gone).all():
            expect(node).to_be_hidden()
    first = page.locator(".hb-prose p").first
    size, line, indent, font = first.evaluate(
        "(node) => { const style = getComputedStyle(node);"
        " return [style.fontSize, style.lineHeight, style.textIndent, style.fontFamily]; }"
    )
    pt = 4 / 3
    assert [round(float(value.removesuffix("px")) / pt, 2) for value in (size, line, indent)] == [
        16,
        28,
        32,
    ]
    assert font.startswith("FangSong")
    expect(page.locator(".hb-note")).to_be_visible()  # says that the sample is fictional
    page.emulate_media()
    paper = page.pdf(prefer_css_page_size=True)
    sizes = set(re.findall(rb"/MediaBox ?\[([\d. ]+)\]", paper))
    assert {tuple(round(float(n) / 72 * 25.4) for n in box.split()) for box in sizes} == {
        (0, 0, 210, 297)
    }
