"""The index of practices in Chromium: found as one types, filtered, grouped, led to, sent on."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect
from sample import NUMBERS, article, doing, holding, title

pytestmark = pytest.mark.browser

#: A word that stands in headings and in parts, of several articles.
WORD = "账"


def state(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def rows(page: Page) -> Locator:
    return page.locator(".hb-idea")


def field(page: Page) -> Locator:
    return page.get_by_role("textbox", name="在做法里找")


def total(page: Page) -> Locator:
    return page.locator(".hb-found__total")


def counted(facet: Locator) -> dict[str, int]:
    """Return the values of a facet with their numbers."""
    lines = [row.inner_text().split("\n") for row in facet.locator(".hb-sift__row").all()]
    return {line[0].strip(): int(line[-1]) for line in lines}


def found(page: Page, words: str, **more: str) -> None:
    """Wait for the answer to words in the address."""
    expect(total(page)).to_have_text(
        f"找到 {len(doing(words))} 条做法，见于 {len({n for n, _ in doing(words)})} 篇"
    )


@pytest.mark.parametrize("way", ["http", "file"])
def test_typing_finds_and_marks(way: str, request: pytest.FixtureRequest) -> None:
    if way == "http":
        page, at = request.getfixturevalue("page"), request.getfixturevalue("address")
        page.goto(f"{at}practices/")
    else:
        page, at = request.getfixturevalue("folder_page"), request.getfixturevalue("folder_address")
        page.goto(f"{at}practices/index.html")
    expect(total(page)).to_have_text(f"共 {len(doing())} 条做法，见于 {len(NUMBERS)} 篇")
    expect(rows(page)).to_have_count(0)
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    page.keyboard.type(WORD)
    found(page, WORD)
    assert state(page) == {"q": [WORD]}
    expect(page.locator(".hb-ideas")).to_be_hidden()
    texts = {practice.text for _, practice in doing(WORD)}
    assert set(rows(page).locator(".hb-idea__text").all_inner_texts()) == texts
    assert set(rows(page).locator("mark").all_inner_texts()) == {WORD}
    for row in rows(page).all():
        assert row.locator("mark").count()
    # full width and traditional characters are the same to a reader
    field(page).fill("賬")
    found(page, WORD)
    # to the heading in the article, the words marked there
    number, practice = next((n, one) for n, one in doing(WORD) if one.anchor and WORD in one.text)
    row = rows(page).filter(has_text=title(number))
    expect(row.locator(".hb-idea__from")).to_contain_text(str(article(number).meta["level"]))
    row.locator(".hb-idea__text a").first.click()
    assert urlsplit(page.url).fragment == practice.anchor
    expect(page.locator(":target")).to_contain_text(practice.text)
    expect(page.locator("mark.hb-mark--here")).to_have_text(WORD)
    page.go_back()
    found(page, "账")


def test_all_words_stand_in_one_practice(page: Page, address: str) -> None:
    number, practice = next((n, one) for n, one in doing() if len(one.parts) > 1)
    words = f"{practice.text[:2]} {practice.parts[0][:3]}"
    page.goto(f"{address}practices/?q={quote(words)}")
    expect(rows(page)).to_have_count(len(doing(*words.split())))
    page.goto(f"{address}practices/?q={quote(title(number))}")
    expect(page.locator(".hb-nothing")).to_be_visible()  # an article's title is no practice


def test_filters_count_and_stay_in_the_address(page: Page, address: str) -> None:
    page.goto(f"{address}practices/")
    levels = page.get_by_role("group", name="层级")
    expect(levels).to_be_visible()
    expected = Counter(str(article(number).meta["level"]) for number, _ in doing())
    assert counted(levels) == expected
    label, count = expected.most_common()[-1]
    levels.get_by_role("checkbox", name=label, exact=True).check()
    expect(total(page)).to_contain_text(f"共 {count} 条做法")
    assert state(page) == {"level": [label]}
    numbers = [n for n in NUMBERS if article(n).meta["level"] == label]
    themes = Counter(
        theme for n, _ in doing(numbers=numbers) for theme in article(n).meta["themes"]
    )
    group = page.get_by_role("group", name="主题")
    for theme, held in counted(group).items():
        assert themes[theme] == held
    # grouped by theme while there are no words: the same numbers, and the way to all of one
    heads = page.locator(".hb-group__title").all_inner_texts()
    assert len(heads) == min(8, len(themes))
    for head in heads:
        name, number = head.removesuffix(" 条").rsplit(" ", 1)
        assert themes[name] == int(number)
    page.get_by_label("显示").select_option("list")
    expect(rows(page)).to_have_count(count)
    page.get_by_role("button", name=f"去掉层级：{label}").click()
    expect(total(page)).to_contain_text(f"共 {len(doing())} 条做法")
    page.go_back()
    expect(total(page)).to_contain_text(f"共 {count} 条做法")
    page.go_back()
    page.go_back()
    expect(page.locator(".hb-ideas")).to_be_visible()
    assert state(page) == {}


def test_a_theme_shows_all_of_its_own(page: Page, address: str) -> None:
    page.goto(f"{address}practices/?view=theme&sort=order")
    button = page.locator(".hb-group__all").first
    count = int(re.findall(r"\d+", button.inner_text())[0])
    button.click()
    expect(rows(page)).to_have_count(count)
    assert state(page)["view"] == ["list"]
    expect(page.locator(".hb-found__head")).to_be_focused()


def test_an_opening_sentence_is_led_to(page: Page, address: str) -> None:
    number, practice = next((n, one) for n, one in doing() if not one.anchor)
    page.goto(f"{address}practices/?view=list&sort=order&level={article(number).meta['level']}")
    page.get_by_role("link", name=practice.text, exact=True).click()
    expect(page.locator("mark.hb-mark--here").first).to_contain_text(practice.text[:4])


def test_nothing_found_leads_on(page: Page, address: str) -> None:
    word = next(
        word for word in ("热线", "群众", "服务", "企业") if holding(word) and not doing(word)
    )
    page.goto(f"{address}practices/?q={quote(word)}")
    expect(page.locator(".hb-nothing")).to_contain_text(f"没有一条做法含有“{word}”。")
    way = page.get_by_role("link", name=f"在全文里搜索“{word}”")
    expect(page.locator(".hb-wider")).to_contain_text(f"{len(holding(word))} 篇")
    way.click()
    expect(page).to_have_url(f"{address}search/?q={quote(word)}")


def test_what_cannot_be_read_is_told(page: Page, address: str) -> None:
    every = re.compile(r"/search/\w+/(begin/)?practices\.js")
    page.route(every, lambda route: route.abort())
    page.goto(f"{address}practices/")
    expect(page.locator(".hb-found__error")).to_contain_text("practices.js")
    expect(page.locator(".hb-ideas")).to_be_visible()
    page.unroute(every)
    page.get_by_role("button", name="再试一次").click()
    expect(page.locator(".hb-found__error")).to_be_hidden()
    expect(total(page)).to_contain_text(f"共 {len(doing())} 条做法")


def test_the_index_is_read_with_the_first_query(page: Page, address: str) -> None:
    read: list[str] = []
    page.on("request", lambda request: read.append(request.url))
    page.goto(f"{address}practices/")
    expect(total(page)).to_contain_text(f"共 {len(doing())} 条做法，见于")
    expect(page.get_by_role("group", name="层级").get_by_role("checkbox").first).to_be_visible()
    assert not [url for url in read if re.search(r"/\w{12}/(practices|columns)\b", url)]
    page.get_by_role("textbox", name="在做法里找").fill("群众")
    expect(total(page)).to_contain_text("找到")
    assert [url for url in read if re.search(r"/\w{12}/practices\b", url)]


def test_without_scripts_the_tables_are_links(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{address}practices/")
    expect(plain.get_by_role("textbox", name="在做法里找")).to_be_hidden()
    expect(plain.get_by_text("条做法，见于")).to_be_visible()
    plain.locator(".hb-ideas h3 a").first.click()
    expect(plain.locator(".hb-compare")).to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("path", "width"),
    [
        (f"?q={WORD}", 1280),
        (f"?q={WORD}&view=theme", 320),
        ("?q=龘龘", 1280),
    ],
)
def test_axe_finds_nothing(page: Page, address: str, path: str, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{address}practices/{quote(path, safe='?&=')}")
    page.locator(".hb-idea, .hb-nothing").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = Axe().run(page).response["violations"]
    told = [(item["id"], [node["html"][:160] for node in item["nodes"]]) for item in violations]
    assert told == []
