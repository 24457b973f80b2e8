"""The search fields in the header and on the home page, as a reader with a keyboard meets them."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect
from sample import holding, title

pytestmark = pytest.mark.browser

#: Counts the searches, and answers those for a word late that ``window.late`` names.
WATCH = """async () => {
  await huibian.ui.engine(() => {});
  const search = huibian.search;
  window.asked = [];
  huibian.search = Object.assign(async function (query, options) {
    asked.push(query);
    const found = await search(query, options);
    if (query === window.late) await new Promise((end) => setTimeout(end, 1200));
    return found;
  }, search);
}"""


def field(page: Page) -> Locator:
    return page.locator(".hb-find--header input")


def options(page: Page) -> Locator:
    return page.locator(".hb-find--header").get_by_role("option")


def note(page: Page) -> Locator:
    return page.locator(".hb-find--header .hb-find__note")


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_a_key_opens_and_escape_leads_back(page: Page, address: str, key: str) -> None:
    page.goto(f"{address}collections/sample/")
    link = page.get_by_role("main").get_by_role("link", name=title(3))
    link.focus()
    page.keyboard.press(key)
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("")
    page.keyboard.type("群众")
    expect(field(page)).to_have_value("群众")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(link).to_be_focused()


def test_the_keys_are_letters_inside_a_field(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".hb-find--page input").focus()
    page.keyboard.type("/sf")
    expect(page.locator(".hb-find--page input")).to_have_value("/sf")
    expect(field(page)).to_have_value("")


def test_results_as_one_types(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("众")
    page.keyboard.type("办")  # a phrase that runs over the edge of a word, found nowhere
    expect(note(page)).to_contain_text("没有一篇含有“众办”")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.type("群众")
    found = holding("群众")
    expect(note(page)).to_have_text(f"找到 {len(found)} 篇")
    expect(options(page)).to_have_count(min(8, len(found)) + 1)
    expect(options(page).last).to_have_text(f"查看全部 {len(found)} 篇")
    expect(options(page).first.locator("mark").first).to_have_text("群众")
    names = {re.sub(r"\s+", "", title(number)) for number in found}
    for row in options(page).locator(".hb-find__title").all():
        assert re.sub(r"\s+", "", row.inner_text()) in names


def test_a_focused_field_reads_ahead(page: Page, address: str) -> None:
    """What every search needs is there before the first key; nothing is read without a reader."""
    read: list[str] = []
    page.on("request", lambda request: read.append(request.url.split("?")[0]))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert not [url for url in read if "/search/" in url]
    with page.expect_request_finished(lambda request: request.url.endswith("columns.js")):
        page.keyboard.press("/")
    page.wait_for_load_state("networkidle")
    names = sorted(url.rsplit("/", 1)[1] for url in read if "/search/" in url)
    assert names == ["columns.js", "index.js", "manifest.js"]
    page.keyboard.type("群众")
    expect(options(page).first).to_be_visible()
    assert len([url for url in read if url.endswith(tuple(names))]) == 3


def test_arrows_choose_and_enter_opens(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("群众")
    expect(options(page).first).to_be_visible()
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = options(page).nth(1)
    expect(chosen).to_have_attribute("aria-selected", "true")
    active = field(page).get_attribute("aria-activedescendant")
    assert active and active == chosen.get_attribute("id")
    expect(field(page)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")  # back in the field: no option is chosen
    assert field(page).get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")  # and round to the last
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    wanted = options(page).first.locator(".hb-find__title").inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(wanted)
    expect(page).to_have_url(re.compile(r"\?h=" + quote("群众")))


def test_enter_without_a_choice_leads_to_all_results(page: Page, address: str) -> None:
    page.goto(f"{address}collections/sample/10/")
    page.keyboard.press("/")
    page.keyboard.type("群众")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}search/?q={quote('群众')}")
    expect(page.locator(".hb-hit")).to_have_count(len(holding("群众")))


def test_tab_leaves_and_closes(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("群众")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".hb-find--header").get_by_role("button", name="清空")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".hb-find--header .hb-find__panel")).to_be_hidden()
    assert page.evaluate("document.activeElement !== document.body")


def test_a_click_beside_closes(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("群众")
    expect(options(page).first).to_be_visible()
    page.mouse.click(200, 700)
    expect(page.locator(".hb-find--header .hb-find__panel")).to_be_hidden()


def test_an_input_method_composes_in_peace(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate(WATCH)
    page.keyboard.press("/")
    keys = page.context.new_cdp_session(page)
    for text in ("q", "qun", "qun'zhong"):
        keys.send(
            "Input.imeSetComposition",
            {"text": text, "selectionStart": len(text), "selectionEnd": len(text)},
        )
        page.wait_for_timeout(150)
    expect(field(page)).to_have_value("qun'zhong")
    # Enter takes the letters and Escape drops them: both are the input method's
    for name in ("Enter", "Escape"):
        keys.send(
            "Input.dispatchKeyEvent",
            {"type": "rawKeyDown", "key": name, "code": name, "windowsVirtualKeyCode": 229},
        )
    expect(page).to_have_url(address)
    expect(field(page)).to_be_focused()
    assert page.evaluate("asked") == []
    keys.send("Input.insertText", {"text": "群众"})
    expect(options(page).first).to_be_visible()
    assert page.evaluate("asked") == ["群众"]


def test_a_late_answer_is_not_shown(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate(WATCH)
    page.evaluate("window.late = '热线'")
    page.keyboard.press("/")
    field(page).fill("热线")
    page.wait_for_function("asked.includes('热线')")
    field(page).fill("群众")
    expect(note(page)).to_have_text(f"找到 {len(holding('群众'))} 篇")
    page.wait_for_timeout(1500)
    expect(note(page)).to_have_text(f"找到 {len(holding('群众'))} 篇")
    assert page.evaluate("asked") == ["热线", "群众"]


def test_one_character_offers_words(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("浙")
    offered = options(page).filter(has_text=re.compile("^浙江"))
    offered.first.click()
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value(re.compile("^浙江"))
    expect(options(page).filter(has_text=title(19))).to_have_count(1)


def test_nothing_found_offers_near_words(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("营商环璄")
    expect(note(page)).to_contain_text("没有一篇含有“营商环璄”")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value("营商环境")
    expect(note(page)).to_have_text(f"找到 {len(holding('营商环境'))} 篇")


def test_a_query_in_the_address_opens_the_search(page: Page, address: str) -> None:
    page.goto(f"{address}collections/sample/10/?q={quote('群众')}")
    expect(field(page)).to_be_focused()
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{address}collections/sample/10/")


def test_the_result_is_announced_once_per_pause(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate(
        """() => {
          const status = document.querySelector(".hb-find--header [role=status]");
          window.said = [];
          new MutationObserver(() => said.push(status.textContent))
            .observe(status, {childList: true});
        }"""
    )
    page.keyboard.press("/")
    whole = "基层干部群众"
    typed = [whole[:at] for at in range(1, 7)] + [whole[at:] for at in range(1, 5)]
    page.evaluate(  # in the page, so that a slow machine makes no pause between keys
        """async (typed) => {
          const input = document.querySelector(".hb-find--header input");
          for (const words of typed) {
            input.value = words;
            input.dispatchEvent(new Event("input", {bubbles: true}));
            await new Promise((done) => setTimeout(done, 120));
          }
        }""",
        typed,
    )
    found = f"找到 {len(holding('群众'))} 篇"
    page.wait_for_function(f"said.includes('{found}，用上下箭头选择')")
    assert len(page.evaluate("said")) == 1


def test_a_damaged_piece_is_told_and_the_rest_is_found(page: Page, address: str) -> None:
    lost = holding("群众")[0]
    page.route(f"**/search/*/t0/{lost - 1}.js", lambda route: route.abort())
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("群众")
    expect(note(page)).to_have_text(re.compile("^有一部分没有搜到，找到"))
    expect(options(page).nth(1)).to_be_visible()


def test_a_missing_index_is_told_and_tried_again(page: Page, address: str) -> None:
    page.route("**/search/**/*.js", lambda route: route.abort())
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("群众")
    expect(note(page)).to_contain_text("读不到")
    page.unroute("**/search/**/*.js")
    page.keyboard.type(" ")
    page.keyboard.press("Backspace")
    page.keyboard.type(" 热线")
    expect(note(page)).to_have_text(f"找到 {len(holding('群众', '热线'))} 篇")


def test_an_engine_that_does_not_load_is_told(page: Page, address: str) -> None:
    """After a switch the script that an open page names is not there any more."""
    gone = {"status": 404, "content_type": "text/html; charset=utf-8", "body": "<h1>找不到</h1>"}
    page.route("**/assets/huibian/search.*.js", lambda route: route.fulfill(**gone))
    page.goto(f"{address}collections/sample/10/?h={quote('热线')}")
    page.keyboard.press("/")
    page.keyboard.type("群")
    expect(note(page)).to_have_text("搜索没有成功。请刷新页面再试。")


def test_the_field_on_the_home_page(page: Page, address: str) -> None:
    page.goto(address)
    home = page.locator(".hb-find--page")
    home.locator("input").click()
    page.keyboard.type("群众")
    expect(home.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(home.get_by_role("option")).to_have_count(0)
    expect(home.locator("input")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(home.get_by_role("option").first).to_be_visible()
    home.get_by_role("button", name="搜索").click()
    expect(page).to_have_url(f"{address}search/?q={quote('群众')}")


def test_the_search_fills_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address)
    button = page.locator(".md-header").get_by_role("button", name="搜索", exact=True)
    button.click()
    expect(field(page)).to_be_focused()
    box = page.locator(".hb-find--header form").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 844}
    page.keyboard.type("群众")
    expect(options(page).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="关闭搜索").click()
    expect(page.locator(".hb-find--header form")).to_be_hidden()
    button.click()
    expect(options(page).first).to_be_visible()  # what was typed is still there


def test_the_search_in_a_folder(folder_page: Page, folder_address: str) -> None:
    folder_page.goto(f"{folder_address}collections/sample/10.html")
    folder_page.keyboard.press("/")
    folder_page.keyboard.type("群众")
    expect(options(folder_page).first).to_be_visible()
    folder_page.keyboard.press("Enter")
    expect(folder_page.locator(".hb-hit")).to_have_count(len(holding("群众")))
    expect(folder_page).to_have_url(f"{folder_address}search/index.html?q={quote('群众')}")


def test_without_scripts_there_is_no_dead_field(page: Page, address: str) -> None:
    browser = page.context.browser
    assert browser
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(address)
    expect(plain.get_by_role("combobox")).to_have_count(0)
    expect(plain.locator("noscript p")).to_be_visible()
    context.close()
