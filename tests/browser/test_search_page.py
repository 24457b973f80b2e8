"""The results page: its address is its state, and every control writes a new address."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect
from sample import NUMBERS, article, holding, title

pytestmark = pytest.mark.browser

#: An engine with ten thousand results, four hundred collections and thirty provinces.
LARGE = """() => {
  const many = (count, value) => Array.from({length: count}, (_, i) => (
    {value: value(i), label: value(i), count: count - i}));
  const places = many(30, (i) => "省" + i);
  for (const place of places.slice()) {
    for (let i = 0; i < 10; i++) {
      places.push({value: place.value + "/市" + i, label: "市" + i, count: 3});
    }
  }
  huibian.search = Object.assign(async (query, options) => ({
    total: 10000, words: [query], missing: [], warnings: [], folded: [], elapsed: 1,
    shown: {results: ["region", "level"], foot: ["themes", "collection", "number"]},
    distinct: {region: 330, level: 0, theme: 50, kind: 0, year: 20, collection: 400},
    facets: {region: places, level: [], theme: many(50, (i) => "主题" + i), kind: [],
             year: many(20, (i) => String(2026 - i)), collection: many(400, (i) => "汇编" + i)},
    results: Array.from({length: options.limit}, (_, i) => ({
      id: options.offset + i, url: "collections/sample/01/", title: "第" + (options.offset + i),
      titleMarks: [], region: "省1/市1", level: "市级", themes: ["主题1"], kind: "经验做法",
      date: "2022-04", collection: {slug: "a", title: "汇编"}, number: 1, organization: "",
      score: 1, snippets: [{heading: "", anchor: "", text: "文".repeat(96), marks: [[3, 5]],
                            url: "collections/sample/01/"}]})),
  }), huibian.search);
}"""


def state(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def hits(page: Page) -> Locator:
    return page.locator(".hb-hit")


def chips(page: Page) -> Locator:
    return page.get_by_role("list", name="已选的条件").get_by_role("button")


def box(page: Page, facet: str, label: str) -> Locator:
    return page.get_by_role("group", name=facet).get_by_role("checkbox", name=label, exact=True)


def having(field: str, *values: str, numbers: tuple[int, ...] | list[int] = NUMBERS) -> list[int]:
    return [number for number in numbers if article(number).meta.get(field) in values]


def test_a_query_in_the_address_is_answered(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q={quote('群众')}")
    found = holding("群众")
    expect(hits(page)).to_have_count(len(found))
    expect(page.locator(".hb-found__total")).to_have_text(f"找到 {len(found)} 篇")
    expect(page.get_by_role("textbox", name="搜索标题和正文")).to_have_value("群众")
    expect(page).to_have_title(re.compile("^群众 - 搜索 - "))
    for row in hits(page).all():
        snippets = row.locator(".hb-hit__snippets li").count()
        assert 1 <= snippets <= 3
    assert set(hits(page).locator("mark").all_inner_texts()) == {"群众"}
    expect(page.locator(".hb-find--header")).to_be_hidden()  # one field is enough


def test_a_row_says_where_it_comes_from(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q={quote('衢州')}")
    row = hits(page).filter(has_text=title(19))
    facts = row.locator(".hb-hit__facts")
    expect(facts).to_contain_text("浙江省 衢州市")
    expect(facts).to_contain_text(str(article(19).meta["level"]))
    foot = row.locator(".hb-hit__foot")
    expect(foot).to_contain_text(article(19).meta["themes"][0])
    expect(foot).to_contain_text("第 19 篇")


def test_the_slash_key_leads_to_the_page_s_own_field(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q={quote('群众')}")
    expect(hits(page).first).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_role("textbox", name="搜索标题和正文")).to_be_focused()


def test_typing_replaces_the_address_and_enter_adds_to_history(page: Page, address: str) -> None:
    page.goto(address)
    page.goto(f"{address}search/")
    entries = page.evaluate("history.length")
    field = page.get_by_role("textbox", name="搜索标题和正文")
    field.click()
    page.keyboard.type("群众", delay=200)
    expect(hits(page)).to_have_count(len(holding("群众")))
    assert state(page) == {"q": ["群众"]}
    assert page.evaluate("history.length") == entries
    expect(field).to_be_focused()
    page.go_back()
    expect(page).to_have_url(address)


def test_filters_are_or_within_and_and_between(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q={quote('群众')}")
    found = holding("群众")
    city, county = having("level", "市级", numbers=found), having("level", "县区级", numbers=found)
    box(page, "层级", "市级").check()
    expect(hits(page)).to_have_count(len(city))
    assert state(page) == {"q": ["群众"], "level": ["市级"]}
    expect(box(page, "层级", "市级")).to_be_focused()
    # other levels keep the numbers that choosing them would add
    row = page.get_by_role("group", name="层级").locator("li").filter(has_text="县区级")
    expect(row.locator(".hb-sift__n")).to_have_text(str(len(county)))
    box(page, "层级", "县区级").check()
    expect(hits(page)).to_have_count(len(city) + len(county))
    themed = [n for n in city + county if "医疗卫生" in article(n).meta["themes"]]
    box(page, "主题", "医疗卫生").check()
    expect(hits(page)).to_have_count(len(themed))
    expect(chips(page)).to_have_count(4)  # three and "clear all"
    page.go_back()
    expect(hits(page)).to_have_count(len(city) + len(county))
    expect(box(page, "主题", "医疗卫生")).not_to_be_checked()
    chips(page).filter(has_text="县区级").click()
    expect(hits(page)).to_have_count(len(city))
    expect(chips(page).first).to_be_focused()
    box(page, "主题", "医疗卫生").check()
    page.get_by_role("button", name="全部清除").click()
    expect(hits(page)).to_have_count(len(found))
    assert state(page) == {"q": ["群众"]}
    assert page.evaluate("document.activeElement.className") == "hb-found__head"


def test_a_link_with_everything_in_it(page: Page, address: str) -> None:
    link = f"search/?q={quote('群众')}&level={quote('市级')}&level={quote('县区级')}&sort=order"
    page.goto(address + link)
    found = having("level", "市级", "县区级", numbers=holding("群众"))
    expect(hits(page)).to_have_count(len(found))
    expect(page.get_by_label("排序")).to_have_value("order")
    shown = hits(page).locator(".hb-hit__number").all_inner_texts()
    assert shown == [f"第 {number} 篇" for number in found]
    expect(box(page, "层级", "市级")).to_be_checked()


def test_places_are_a_tree(page: Page, address: str) -> None:
    page.goto(f"{address}search/")
    facet = page.get_by_role("group", name="地区")
    more = facet.get_by_role("button", name=re.compile("^再列"))
    more.click()
    expect(box(page, "地区", "衢州市")).to_be_hidden()
    facet.get_by_role("button", name="浙江省的下级地区").click()
    box(page, "地区", "衢州市").check()
    expect(hits(page)).to_have_count(1)
    assert state(page) == {"region": ["浙江省/衢州市"]}
    expect(chips(page)).to_have_text(["地区衢州市"])
    box(page, "地区", "浙江省").check()  # the wider place takes the narrower one in
    assert state(page) == {"region": ["浙江省"]}
    expect(hits(page)).to_have_count(1)


def test_browsing_sorting_and_turning_pages(page: Page, address: str) -> None:
    page.goto(f"{address}search/")
    expect(page.locator(".hb-found__total")).to_have_text("共 24 篇，第 1 页，共 2 页")
    expect(page.get_by_label("排序").locator("option")).to_have_count(5)  # nothing is relevant
    expect(hits(page)).to_have_count(20)
    dates = [article(number).meta.get("date", "") for number in NUMBERS]
    newest = max(date for date in dates if date)
    expect(hits(page).first).to_contain_text(title(dates.index(newest) + 1))
    page.get_by_label("排序").select_option("order")
    expect(hits(page).first).to_contain_text(title(1))
    page.get_by_role("navigation", name="分页").get_by_role("link", name="下一页").click()
    expect(hits(page)).to_have_count(4)
    expect(hits(page).first).to_contain_text(title(21))
    assert state(page) == {"sort": ["order"], "page": ["2"]}
    assert page.evaluate("document.activeElement.className") == "hb-found__head"
    page.go_back()
    expect(hits(page)).to_have_count(20)
    page.goto(f"{address}search/?page=99")  # an old link to a page that is no more
    expect(hits(page)).to_have_count(4)
    assert state(page) == {"page": ["2"]}


def test_browse_in_the_navigation_and_a_compact_list(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="浏览").click()
    expect(page).to_have_url(f"{address}search/")
    expect(hits(page)).to_have_count(20)
    expect(page.locator(".hb-hit__snippets").first).to_be_visible()
    page.get_by_label("显示").select_option("紧凑")
    expect(hits(page)).to_have_count(24)  # fifty a page
    expect(page.locator(".hb-hit__snippets, .hb-hit__foot")).to_have_count(0)
    page.get_by_label("排序").select_option("按标题")
    assert state(page) == {"view": ["compact"], "sort": ["title"]}
    page.reload()
    expect(page.get_by_label("显示")).to_have_value("compact")
    expect(hits(page)).to_have_count(24)
    page.get_by_label("显示").select_option("详细")
    assert state(page) == {"sort": ["title"]}
    expect(hits(page)).to_have_count(20)
    page.go_back()
    expect(page.get_by_label("显示")).to_have_value("compact")


def test_back_from_an_article_to_the_same_place(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q={quote('群众')}")
    last = hits(page).last.get_by_role("link").first
    last.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    assert before > 200
    last.click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("浏览和搜索")
    page.go_back()
    expect(hits(page)).to_have_count(len(holding("群众")))
    page.wait_for_function(f"Math.abs(scrollY - {before}) < 40")


def test_a_word_that_stands_nowhere(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q={quote('群众 营商环璄')}")
    nothing = page.locator(".hb-nothing")
    expect(nothing).to_contain_text("没有一篇含有“营商环璄”")
    expect(nothing.get_by_role("button", name="群众", exact=True)).to_be_visible()  # without it
    nothing.get_by_role("button", name="营商环境", exact=True).click()
    assert state(page) == {"q": ["群众 营商环境"]}
    found = holding("群众", "营商环境")
    expect(page.locator(".hb-found__total")).to_contain_text(str(len(found)) if found else "没有")


def test_words_that_never_meet(page: Page, address: str) -> None:
    one, other = "热线", "河长"
    assert holding(one) and holding(other) and not holding(one, other)
    page.goto(f"{address}search/?q={quote(f'{one} {other}')}")
    expect(page.locator(".hb-nothing")).to_contain_text("没有一篇同时含有这些词")
    page.locator(".hb-nothing").get_by_role("button", name=one).click()
    expect(hits(page)).to_have_count(len(holding(one)))


def test_filters_that_leave_nothing_are_offered_one_by_one(page: Page, address: str) -> None:
    found = holding("热线")
    level = next(a for a in ("村社区级", "企业", "省级") if not having("level", a, numbers=found))
    page.goto(f"{address}search/?q={quote('热线')}&level={quote(level)}&sort=title")
    offers = page.locator(".hb-nothing")
    expect(offers).to_contain_text("在所选条件下")
    button = offers.get_by_role("button", name=f"层级：{level}")
    expect(button).to_contain_text(f"{len(found)} 篇")
    button.click()
    expect(hits(page)).to_have_count(len(found))
    assert state(page) == {"q": ["热线"], "sort": ["title"]}


def test_a_filter_whose_loss_changes_nothing_is_not_offered(page: Page, address: str) -> None:
    found = holding("热线")
    levels = [a for a in ("村社区级", "企业", "省级") if not having("level", a, numbers=found)]
    years = {str(article(n).meta.get("date", ""))[:4] for n in NUMBERS}
    year = next(
        y
        for y in sorted(years - {""})
        if not any(str(article(n).meta.get("date", "")).startswith(y) for n in found)
    )
    page.goto(f"{address}search/?q={quote('热线')}&level={quote(levels[0])}&year={year}")
    offers = page.locator(".hb-nothing")
    expect(offers.get_by_role("button", name="全部条件")).to_contain_text(f"{len(found)} 篇")
    expect(offers.get_by_role("button")).to_have_count(1)


def test_a_damaged_piece_is_told_and_the_rest_is_shown(page: Page, address: str) -> None:
    found = holding("群众")
    page.route(f"**/search/*/t0/{found[0] - 1}.js", lambda route: route.abort())
    page.goto(f"{address}search/?q={quote('群众')}")
    error = page.locator(".hb-found__error")
    expect(error).to_contain_text("有一部分没有搜到")
    expect(error.get_by_role("listitem")).to_contain_text("读不到")
    assert hits(page).count() >= len(found) - 1
    page.unroute_all()
    error.get_by_role("button", name="再试一次").click()
    expect(error).to_have_count(0)
    expect(hits(page)).to_have_count(len(found))


def test_a_missing_index_is_told_and_can_be_tried_again(page: Page, address: str) -> None:
    page.route("**/search/**/*.js", lambda route: route.abort())
    page.goto(f"{address}search/?q={quote('群众')}")
    error = page.locator(".hb-found__error")
    expect(error).to_contain_text("读不到")
    page.unroute_all()
    error.get_by_role("button", name="再试一次").click()
    expect(hits(page)).to_have_count(len(holding("群众")))
    expect(error).to_have_count(0)


def test_a_missing_script_is_told(page: Page, address: str) -> None:
    page.route("**/search-page.*.js", lambda route: route.abort())
    page.goto(f"{address}search/?q={quote('群众')}")
    expect(page.locator(".hb-found__total")).to_contain_text("请刷新页面再试")


def test_a_slow_search_says_so(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q={quote('群众')}")
    expect(hits(page).first).to_be_visible()
    page.evaluate(
        """() => {
          const search = huibian.search;
          huibian.search = Object.assign(async (...all) => {
            await new Promise((end) => setTimeout(end, 1000));
            return search(...all);
          }, search);
        }"""
    )
    box(page, "层级", "市级").check()
    expect(page.locator(".hb-found")).to_have_attribute("aria-busy", "true")
    expect(page.locator(".hb-found")).not_to_have_attribute("aria-busy", "true")


def test_the_count_is_announced(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q={quote('群众')}")
    said = page.locator("[data-hb-said]")
    expect(said).to_have_text(f"找到 {len(holding('群众'))} 篇")
    expect(said).to_have_attribute("aria-live", "polite")
    box(page, "层级", "市级").check()
    count = len(having("level", "市级", numbers=holding("群众")))
    expect(said).to_have_text(f"找到 {count} 篇")


def test_ten_thousand_results_take_little_work(page: Page, address: str) -> None:
    page.goto(f"{address}search/")
    page.evaluate(LARGE)
    field = page.get_by_role("textbox", name="搜索标题和正文")
    field.fill("文")
    expect(page.locator(".hb-found__total")).to_have_text("找到 10,000 篇，第 1 页，共 500 页")
    expect(hits(page)).to_have_count(20)
    collections = page.get_by_role("group", name="汇编")
    expect(collections.get_by_role("checkbox")).to_have_count(8)
    collections.get_by_role("button", name="再列 392 个").click()
    expect(collections.get_by_role("checkbox")).to_have_count(400)
    page.get_by_role("button", name="浙江省的下级地区").or_(
        page.get_by_role("button", name="省0的下级地区")
    ).click()
    box(page, "地区", "市3").check()
    # all facets unfolded: the next results leave their hundreds of boxes as they are
    changes = page.evaluate(
        """async () => {
          const seen = { filters: 0, all: 0 };
          const observer = new MutationObserver((records) => {
            for (const { target } of records) {
              seen.all += 1;
              seen.filters += Boolean(target.closest && target.closest("fieldset"));
            }
          });
          observer.observe(document.body, { childList: true, subtree: true });
          document.querySelector(".hb-pager [rel=next]").click();
          while (!document.querySelector(".hb-found__total").textContent.includes("第 2 页")) {
            await new Promise((next) => setTimeout(next));
          }
          await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
          observer.disconnect();
          return seen;
        }"""
    )
    assert changes["filters"] == 0, changes
    assert 0 < changes["all"] < 100, changes
    expect(hits(page).first).to_contain_text("第20")


#: An engine in whose library places are counted for who asks for them alone.
FOLDING = """() => {
  const search = huibian.search;
  huibian.search = Object.assign(async (query, options) => {
    const answer = await search(query, options);
    if (!options.sparing || !query || options.filters.region.length) return answer;
    answer.facets.region = [];
    return Object.assign(answer, { folded: ["region"] });
  }, search);
}"""


def test_a_facet_that_takes_much_is_counted_when_it_is_opened(page: Page, address: str) -> None:
    page.goto(f"{address}search/")
    expect(hits(page).first).to_be_visible()
    places = page.get_by_role("group", name="地区")
    expect(places.get_by_role("checkbox").first).to_be_visible()
    page.evaluate(FOLDING)
    page.get_by_role("textbox", name="搜索标题和正文").fill("群众")
    expect(page.locator(".hb-found__total")).to_have_text(f"找到 {len(holding('群众'))} 篇")
    expect(places.get_by_role("checkbox")).to_have_count(0)
    expect(box(page, "层级", "市级")).to_be_visible()
    places.get_by_role("button", name="点开看各有多少篇").click()
    first = places.get_by_role("checkbox").first
    expect(first).to_be_visible()
    expect(places.get_by_role("button", name="点开看各有多少篇")).to_have_count(0)
    name = first.locator("xpath=..").inner_text()
    count = places.locator(".hb-sift__n").first.inner_text()
    first.check()
    expect(page.locator(".hb-found__total")).to_have_text(f"找到 {count} 篇")
    expect(chips(page)).to_have_text([f"地区{name}"])


def test_filters_are_a_sheet_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}search/?q={quote('群众')}")
    expect(hits(page).first).to_be_visible()
    expect(box(page, "层级", "市级")).to_be_hidden()
    button = page.get_by_role("button", name="筛选")
    button.click()
    sheet = page.get_by_role("dialog", name="筛选")
    expect(sheet).to_be_visible()
    done = sheet.get_by_role("button", name=re.compile("^看 "))
    expect(done).to_be_focused()
    page.keyboard.press("Shift+Tab")  # the focus stays inside
    assert page.evaluate("document.activeElement.closest('[role=dialog]') !== null")
    box(page, "层级", "市级").check()
    count = len(having("level", "市级", numbers=holding("群众")))
    expect(done).to_have_text(f"看 {count} 篇")
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(page.get_by_role("button", name="筛选（1）")).to_be_focused()
    expect(hits(page)).to_have_count(count)


@pytest.mark.parametrize("query", ["q=群众&level=市级&level=县区级&sort=title", "q=营商环璄", ""])
def test_nothing_scrolls_sideways_at_320(page: Page, address: str, query: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{address}search/?{query}")
    expect(page.locator(".hb-hit, .hb-nothing").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_page_in_a_folder(folder_page: Page, folder_address: str) -> None:
    folder_page.goto(f"{folder_address}search/index.html?q={quote('群众')}")
    expect(hits(folder_page)).to_have_count(len(holding("群众")))
    box(folder_page, "层级", "市级").check()
    count = len(having("level", "市级", numbers=holding("群众")))
    expect(hits(folder_page)).to_have_count(count)
    assert state(folder_page) == {"q": ["群众"], "level": ["市级"]}
    folder_page.reload()
    expect(hits(folder_page)).to_have_count(count)
    folder_page.go_back()
    expect(hits(folder_page)).to_have_count(len(holding("群众")))


def test_without_scripts_the_listings_are_named(page: Page, address: str) -> None:
    browser = page.context.browser
    assert browser
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{address}search/")
    expect(plain.locator("noscript h2")).to_have_text("浏览器没有启用脚本，不能搜索")
    expect(plain.locator(".hb-results")).to_be_hidden()
    plain.locator("noscript a", has_text="地区").click()
    expect(plain).to_have_url(f"{address}regions/")
    context.close()
