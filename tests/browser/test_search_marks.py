"""An article that is opened from a result: its words are marked and led through."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect
from sample import article, holding, title

pytestmark = pytest.mark.browser

MANY = 10  # an article with several hits of 热线


def marks(page: Page) -> Locator:
    return page.locator(".hb-article mark")


def bar(page: Page) -> Locator:
    return page.get_by_role("region", name="搜索到的地方")


def current(page: Page) -> int:
    """Return which of the marks is the one that the bar stands at, from 0."""
    shown = marks(page).evaluate_all("all => all.map(m => m.classList.contains('hb-mark--here'))")
    assert shown.count(True) == 1
    return int(shown.index(True))


def occurrences(number: int, word: str) -> int:
    page = article(number)
    return f"{page.meta['title']}\n{page.meta.get('subtitle', '')}\n{page.body}".count(word)


def test_a_result_leads_to_its_words(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q={quote('热线')}&level={quote('市级')}")
    page.locator(".hb-hit").filter(has_text=title(MANY)).get_by_role("link").first.click()
    count = occurrences(MANY, "热线")
    assert count > 3
    expect(marks(page)).to_have_count(count)
    assert set(marks(page).all_inner_texts()) == {"热线"}
    expect(bar(page)).to_contain_text(f"{count} 处，这是第 1 处")
    assert current(page) == 0
    bar(page).get_by_role("button", name="下一处").click()
    assert current(page) == 1
    for _ in range(2):
        bar(page).get_by_role("button", name="上一处").click()
    assert current(page) == count - 1
    expect(marks(page).last).to_be_in_viewport()
    expect(bar(page)).to_contain_text(f"{count} 处，这是第 {count} 处")
    bar(page).get_by_role("link", name="回到结果").click()
    expect(page).to_have_url(re.compile("level="))  # with the filters one had


def test_a_snippet_leads_to_its_own_place(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q={quote('热线')}")
    row = page.locator(".hb-hit").filter(has_text=title(MANY))
    snippet = row.locator(".hb-hit__snippets li").last
    words = snippet.locator("mark").first.evaluate(
        "mark => mark.textContent + mark.nextSibling.textContent.slice(0, 10)"
    )
    snippet.get_by_role("link").click()
    here = page.locator(".hb-mark--here")
    expect(here).to_be_in_viewport()
    found = here.evaluate("mark => mark.textContent + mark.nextSibling.textContent.slice(0, 10)")
    assert found == words


def test_clearing_leaves_the_page_as_it_was(page: Page, address: str) -> None:
    page.goto(f"{address}collections/sample/{MANY}/")
    before = page.locator(".hb-article").inner_html()
    page.goto(f"{address}collections/sample/{MANY}/?h={quote('热线 群众')}&t={quote('热线')}")
    expect(marks(page).first).to_be_visible()
    bar(page).get_by_role("button", name="清除").click()
    expect(marks(page)).to_have_count(0)
    expect(bar(page)).to_have_count(0)
    expect(page).to_have_url(f"{address}collections/sample/{MANY}/")
    assert page.locator(".hb-article").inner_html() == before
    assert page.evaluate("document.activeElement.id") == "hb-main"


def test_title_and_words_in_several_elements(page: Page, address: str) -> None:
    bold = next(n for n in holding("（一）") if "**（一）" in article(n).body)
    found = re.search(r"\*\*（一）([^*]+)\*\*(.{4})", article(bold).body)
    assert found
    phrase = found[1][-3:] + found[2]  # begins in bold and ends in plain text
    page.goto(f"{address}collections/sample/{bold:02d}/?h={quote(phrase)}")
    expect(bar(page)).to_contain_text("找到 1 处")
    assert "".join(marks(page).all_inner_texts()) == phrase
    assert marks(page).count() == 2
    name = title(MANY).replace('"', "")
    page.goto(f"{address}collections/sample/{MANY}/?h={quote(name[:4])}")
    expect(page.locator("h1 mark")).to_have_text(name[:4])


def test_marks_follow_the_query(page: Page, address: str) -> None:
    page.goto(f"{address}collections/sample/{MANY}/?h={quote('“热线办” -群众')}")
    expect(marks(page)).to_have_count(occurrences(MANY, "热线办"))
    page.goto(f"{address}collections/sample/{MANY}/?h={quote('熱線')}")
    expect(marks(page)).to_have_count(occurrences(MANY, "热线"))
    assert set(marks(page).all_inner_texts()) == {"热线"}
    page.goto(f"{address}collections/sample/{MANY}/?h={quote('<img src=x onerror=alert(1)>')}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_timeout(500)
    expect(marks(page)).to_have_count(0)
    expect(bar(page)).to_have_count(0)


def test_print_shows_no_marks(page: Page, address: str) -> None:
    page.goto(f"{address}collections/sample/{MANY}/?h={quote('热线')}")
    expect(marks(page).first).to_be_visible()
    page.emulate_media(media="print")
    expect(bar(page)).to_be_hidden()
    for mark in marks(page).all():
        assert mark.evaluate("m => getComputedStyle(m).backgroundColor") == "rgba(0, 0, 0, 0)"


def test_without_an_index_the_article_can_be_read(page: Page, address: str) -> None:
    page.route("**/search/**/*.js", lambda route: route.abort())
    page.goto(f"{address}collections/sample/{MANY}/?h={quote('热线')}")
    expect(page.get_by_role("heading", level=1)).to_have_text(title(MANY))
    expect(bar(page)).to_have_count(0)


def test_marks_in_a_folder_on_a_phone(folder_page: Page, folder_address: str) -> None:
    folder_page.set_viewport_size({"width": 320, "height": 640})
    folder_page.goto(f"{folder_address}search/index.html?q={quote('热线')}")
    folder_page.locator(".hb-hit").filter(has_text=title(MANY)).get_by_role("link").first.click()
    expect(marks(folder_page)).to_have_count(occurrences(MANY, "热线"))
    assert folder_page.evaluate("document.documentElement.scrollWidth") <= 320
    bar(folder_page).get_by_role("button", name="清除").click()
    expect(folder_page).to_have_url(f"{folder_address}collections/sample/{MANY}.html")
