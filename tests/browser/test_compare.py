"""Articles side by side: aligned, sent as a link, printed; and nothing hostile comes in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect
from sample import article, title
from tray import compared, keys, opened, pick_from_table

from serving import served, watched

pytestmark = pytest.mark.browser


def link(address: str, *numbers: int, more: str = "") -> str:
    return f"{address}compare/?" + "&".join(f"a=sample/{number:02}" for number in numbers) + more


def phrases(number: int) -> list[str]:
    """Return runs of Chinese characters of an article's text."""
    return re.findall(r"[\u4e00-\u9fff]{6,}", article(number).body)


def paper(page: Page, target: Path) -> list[str]:
    """Print the page; return the text of each sheet without spaces."""
    page.pdf(path=target, prefer_css_page_size=True)
    with pypdfium2.PdfDocument(target) as document:
        return [re.sub(r"\s", "", sheet.get_textpage().get_text_range()) for sheet in document]


def sizes(target: Path) -> set[tuple[int, int]]:
    with pypdfium2.PdfDocument(target) as document:
        return {(round(w / 72 * 25.4), round(h / 72 * 25.4)) for w, h in map(_size, document)}


def _size(sheet: pypdfium2.PdfPage) -> tuple[float, float]:
    return sheet.get_size()


@pytest.mark.parametrize("where", ["served", "folder"])
def test_rows_are_aligned_and_nothing_is_lost(
    browser: Browser, address: str, folder_address: str, where: str
) -> None:
    site, index = (address, "/") if where == "served" else (folder_address, "/index.html")
    for page in watched(browser, site):
        pick_from_table(page, site, [10, 1, 5], end=index)
        page.get_by_role("link", name="对照 3 篇").click()
        assert keys(compared(page, 3)) == ["sample/10", "sample/01", "sample/05"]
        most = len(re.findall("^## ", article(10).body, re.M))
        expect(page.locator(".hb-side__texts tr")).to_have_count(1 + most)  # and the opening
        tops = page.evaluate(
            """() => [...document.querySelectorAll(".hb-side tbody tr")].map((row) =>
              [...row.querySelectorAll("td")].map((cell) => cell.getBoundingClientRect().top))"""
        )
        assert all(len(row) == 3 and len(set(row)) == 1 for row in tops)
        heads = page.evaluate(
            """() => [...document.querySelectorAll(".hb-side__texts tr")].map((row) => [
              ...row.querySelectorAll("td > h2")].map((at) => at.getBoundingClientRect().top))"""
        )
        assert any(len(row) > 1 for row in heads) and all(len(set(row)) <= 1 for row in heads)
        facts = page.locator(".hb-side__facts tr")
        labels = facts.locator("th").all_inner_texts()
        assert {"地区", "层级", "单位", "日期", "主题", "篇幅", "做法", "出处"} <= set(labels)
        assert facts.nth(1).locator("td > p:last-child").all_inner_texts() == [
            "市级",
            "市级",
            "省级",
        ]
        # more passages here than there: said in words
        assert "没有第 4 部分，这一篇共 3 部分" in page.locator(".hb-side__texts").inner_text()
        for at, number in enumerate((10, 1, 5)):
            cells = page.locator(f".hb-side__texts td:nth-of-type({at + 1})").all_inner_texts()
            text = re.sub(r"\s", "", "".join(cells))
            assert [words for words in phrases(number) if words not in text] == []


def test_heads_stay_in_sight(page: Page, address: str) -> None:
    page.goto(link(address, 1, 10))
    compared(page, 2)
    page.mouse.wheel(0, 900)
    page.wait_for_function("window.scrollY > 500")
    header = page.locator(".md-header").bounding_box()
    head = page.locator(".hb-side thead th").nth(1).bounding_box()
    assert header and head
    assert abs(head["y"] - header["height"]) < 2


def test_headings_only_is_part_of_the_address(page: Page, address: str) -> None:
    page.goto(link(address, 1, 5))
    compared(page, 2)
    page.get_by_role("button", name="只看标题").click()
    expect(page).to_have_url(re.compile(r"a=sample/01&a=sample/05&view=heads$"))
    page.reload()
    compared(page, 2)
    expect(page.get_by_role("button", name="只看标题")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".hb-prose").first).to_be_hidden()
    expect(page.locator(".hb-side__texts")).to_contain_text("一是责任链条再拧紧")
    page.get_by_role("button", name="看全文").click()
    expect(page).to_have_url(re.compile(r"a=sample/05$"))
    expect(page.locator(".hb-prose").first).to_be_visible()


def test_a_link_leaves_the_tray_alone_until_asked(page: Page, address: str) -> None:
    pick_from_table(page, address, [7])
    page.goto(link(address, 1, 5))
    compared(page, 2)
    expect(page.locator(".hb-tray__toggle b")).to_have_text("1")
    page.get_by_role("button", name="移出").first.click()
    expect(page).to_have_url(re.compile(r"compare/\?a=sample/05$"))
    expect(page.get_by_text("只有一篇，还不能对照")).to_be_visible()
    expect(page.locator(".hb-tray__toggle b")).to_have_text("1")
    page.get_by_role("button", name="放进对照篮").click()
    expect(page.locator(".hb-tray__toggle b")).to_have_text("2")
    expect(page.get_by_text("没有动您的对照篮")).to_have_count(0)


def test_a_fresh_profile_sees_what_was_sent(page: Page, address: str) -> None:
    page.goto(link(address, 5, 1))
    assert keys(compared(page, 2)) == ["sample/05", "sample/01"]
    expect(page.locator(".hb-tray")).to_be_hidden()
    assert page.evaluate("localStorage.getItem('/anli/.__tray')") is None


def test_ones_own_columns_follow_the_tray(page: Page, address: str) -> None:
    pick_from_table(page, address, [1, 5, 10])
    page.goto(f"{address}compare/")
    heads = compared(page, 3)
    heads.nth(1).get_by_role("button", name="前移").press("Enter")
    assert keys(heads) == ["sample/05", "sample/01", "sample/10"]
    expect(heads.first.get_by_role("button", name="前移")).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?a=sample/05&a=sample/01&a=sample/10$"))
    heads.nth(2).get_by_role("button", name="移出").click()
    assert keys(compared(page, 2)) == ["sample/05", "sample/01"]
    rows = opened(page)
    expect(rows).to_have_count(3)  # still in the tray, no longer side by side
    rows.nth(2).get_by_role("checkbox").check()
    assert keys(compared(page, 3)) == ["sample/05", "sample/01", "sample/10"]


def test_more_than_four_in_a_link(page: Page, address: str) -> None:
    page.goto(link(address, 1, 2, 3, 4, 5, 6))
    assert keys(compared(page, 4)) == [f"sample/{number:02}" for number in (1, 2, 3, 4)]
    expect(page.get_by_text("并排最多 4 篇，再多每栏窄得读不成句")).to_be_visible()
    page.get_by_role("button", name="换进来").nth(1).click()
    expect(page.locator(".hb-side thead th").last).to_have_attribute("data-key", "sample/06")
    assert keys(compared(page, 4)) == [f"sample/{number:02}" for number in (1, 2, 3, 6)]


@pytest.mark.parametrize("where", ["served", "folder"])
def test_an_article_that_is_gone(
    browser: Browser, address: str, folder_address: str, where: str
) -> None:
    site = address if where == "served" else folder_address
    for page in watched(browser, site):
        index = "" if where == "served" else "index.html"
        page.goto(f"{site}compare/{index}?a=sample/01&a=sample/99&a=sample/05")
        note = page.locator(".hb-chosen__broken")
        expect(note).to_contain_text("打不开“sample/99”")
        assert keys(compared(page, 2)) == ["sample/01", "sample/05"]
        note.get_by_role("button", name="再试一次").click()
        expect(note).to_be_hidden()
        expect(note).to_be_visible()
        note.get_by_role("button", name="去掉这一篇").click()
        expect(note).to_be_hidden()
        expect(page).to_have_url(re.compile(r"a=sample/01&a=sample/05$"))


def test_nothing_picked_says_how_to_begin(page: Page, address: str) -> None:
    for path in ("compare/", "selection/"):
        page.goto(address + path)
        expect(page.get_by_text("对照篮还是空的")).to_be_visible()
        page.get_by_role("main").get_by_role("link", name="浏览和搜索").click()
        expect(page).to_have_url(re.compile(r"/search/$"))


@pytest.mark.parametrize("path", ["compare/", "selection/"])
def test_hostile_addresses_open_nothing(page: Page, address: str, path: str) -> None:
    hostile = (
        "javascript:alert(1)/x",
        "..%2F..%2Fsearch",
        "../search",
        "%2F%2Fexample.org/x",
        "sample/..",
        "sample/01/../../x",
        "sample/01%3Fx",
        "sample/%253Cscript%253E",
        "%3Cimg src=x onerror=alert(1)%3E/1",
        "data:text%2Fhtml,x",
        "a\\b/c",
        "x" * 300 + "/01",
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    query = "&".join(f"a={value}" for value in hostile)
    page.goto(f"{address}{path}?{query}&a=sample/01")
    expect(page.locator(".hb-side__texts, .hb-article").first).to_be_visible()
    expect(page.get_by_text(f"链接里有 {len(hostile)} 处不是文章的地址")).to_be_visible()
    frames = [url for url in asked if "/collections/" in url]
    assert frames == [f"{address}collections/sample/01/"]


HOSTILE = """
<p onclick="bad()">段落<script>parent.bad = 1; bad = 1</script>
<style>body { display: none }</style></p>
<h2 id="__config" class="md-header" style="color: red">标题</h2>
<p><img src="x" onerror="bad = 1"><img src="https://example.org/x.png">
<img src="../../../assets/images/favicon.png" alt="示意图" onload="bad = 1">
<a href="javascript:bad = 1">坏</a><a href="../05/#s_1">好</a></p>
<iframe srcdoc="<script>parent.bad = 1</script>"></iframe><svg onload="bad = 1"><a>svg</a></svg>
<form action="https://example.org/"><input name="q"></form>
<template><script>bad = 1</script></template><base href="https://example.org/">
<table onclick="bad()"><tbody><tr><td colspan="1">一</td></tr></tbody></table>
"""


def tampered(route: Route) -> None:
    """Answer with a page that hands over a text that another wrote."""
    data = {
        "huibian": "article",
        "key": "sample/05",
        "title": "<b onclick=bad()>题</b>",
        "lines": ["<b onclick=bad()>", "题</b>"],
        "subtitle": "<script>bad = 1</script>",
        "note": "",
        "facts": [["region", "<i>项</i>", "<img src=x onerror=bad()>"]],
        "size": 1,
        "practices": 1,
        "source": "<u>出处</u>",
        "word": "javascript:bad()",
        "prose": HOSTILE,
    }
    script = json.dumps(data).replace("<", "\\u003c")
    route.fulfill(
        body=f"<script>parent.postMessage({script}, '*')</script>", content_type="text/html"
    )


@pytest.mark.parametrize("path", ["compare/", "selection/"])
def test_markup_of_an_article_is_built_anew(page: Page, address: str, path: str) -> None:
    page.route("**/collections/sample/05/", tampered)
    page.goto(f"{address}{path}?a=sample/05&a=sample/01")
    expect(page.get_by_text("标题", exact=True).first).to_be_visible()
    page.wait_for_timeout(200)
    assert page.evaluate("window.bad") is None
    main = page.locator("[data-hb-compare], [data-hb-selection]")
    assert main.locator("script, style, iframe, svg, form, input, template, base").count() == 0
    assert "javascript:" not in main.inner_html()
    assert main.locator("b, i, u").count() == 0 and "bad()" in main.inner_text()
    assert (
        main.locator("[onclick], [onerror], [onload], [style], .md-header, #__config").count() == 0
    )
    image = main.get_by_role("img", name="示意图")
    expect(image).to_have_attribute("src", f"{address}assets/images/favicon.png")
    assert image.evaluate("image => image.naturalWidth") > 0
    expect(main.locator("a", has_text="好")).to_have_attribute(
        "href", f"{address}collections/sample/05/#s_1"
    )
    table = main.locator(".hb-wide table")
    expect(table.locator("td")).to_have_text("一")
    expect(table.locator("xpath=..")).to_have_attribute("tabindex", "0")


def test_messages_of_others_are_not_heard(page: Page, address: str) -> None:
    page.route("**/collections/sample/05/", lambda route: route.fulfill(body="<p>没有</p>"))
    page.goto(f"{address}compare/?a=sample/05")
    page.evaluate(
        """() => { const say = () => window.postMessage({huibian: "article", key: "sample/05",
          title: "冒充", lines: ["冒充"], subtitle: "", note: "", facts: [], size: 1,
          practices: 0, source: "", word: "", prose: "<p>冒充</p>"}, "*");
          say(); setInterval(say, 50); }"""
    )
    expect(page.locator(".hb-chosen__broken")).to_be_visible()
    expect(page.get_by_text("冒充")).to_have_count(0)


def test_a_foreign_page_that_frames_an_article_learns_nothing(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text(
        "<script>heard = []; addEventListener('message', event => heard.push(event.data));</script>"
        f"<iframe src='{address}collections/sample/01/' onload='window.loaded = 1'></iframe>"
    )
    with served(tmp_path) as foreign:
        context = browser.new_context()
        page = context.new_page()
        page.goto(foreign)
        page.wait_for_function("window.loaded")
        page.wait_for_timeout(200)
        assert page.evaluate("heard.filter(data => data && data.huibian)") == []
        context.close()


def test_paper_shows_all_columns(page: Page, address: str, tmp_path: Path) -> None:
    numbers = (1, 5, 8, 12)
    page.goto(link(address, *numbers))
    compared(page, 4)
    sheets = paper(page, tmp_path / "compare.pdf")
    assert sizes(tmp_path / "compare.pdf") == {(297, 210)}
    assert len(sheets) > 1
    text = "".join(sheets)
    for number in numbers:
        heading = re.sub(r"\s", "", title(number))
        assert [sheet[:20] for sheet in sheets if heading not in sheet] == []  # on every sheet
        missing = [words for words in phrases(number) if words not in text]
        assert len(missing) < len(sheets), missing  # a phrase may run over to the next sheet
    for gone in ("前移", "移出", "对照篮", "只看标题"):
        assert gone not in text


def test_a_selection_on_paper(page: Page, address: str, tmp_path: Path) -> None:
    numbers = [12, 1, 5]
    pick_from_table(page, address, numbers)
    page.get_by_role("link", name="打印、下载").click()
    expect(page).to_have_url(re.compile(r"selection/\?a=sample/12&a=sample/01&a=sample/05$"))
    expect(page.get_by_text("取齐 3 篇，可以打印。")).to_be_visible()
    sheets = paper(page, tmp_path / "selection.pdf")
    assert sizes(tmp_path / "selection.pdf") == {(210, 297)}
    assert "所选文章共3篇" in sheets[0]
    starts = []
    for number in numbers:
        name = re.sub(r"\s", "", title(number))
        assert name in sheets[0]
        assert f"第{number}篇" in sheets[0]  # provenance
        starts.append(next(i for i, sheet in enumerate(sheets) if i and name in sheet[:80]))
        text = "".join(sheets[starts[-1] :])
        missing = [words for words in phrases(number) if words not in text]
        assert len(missing) <= 2, missing  # the number of a page may stand within a phrase
    assert starts == sorted(starts) and starts[0] == 1


def test_word_files_of_a_selection(page: Page, address: str) -> None:
    page.goto(f"{address}selection/?a=sample/05&a=sample/01")
    links = page.get_by_role("link", name="Word 文档")
    expect(links).to_have_count(2)
    assert [one.get_attribute("download") for one in links.all()] == [
        f"{title(5)}.docx",
        f"{title(1)}.docx",
    ]
    for one in links.all():
        answer = page.request.get(str(one.get_attribute("href")))
        assert answer.ok and answer.body().startswith(b"PK")


def test_stacked_on_a_phone_each_cell_says_whose_it_is(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(link(address, 1, 10))
    compared(page, 2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    cells = page.locator(".hb-side__texts tr").nth(1).locator("td")
    for cell, number in zip(cells.all(), (1, 10), strict=True):
        expect(cell.locator(".hb-side__who")).to_be_visible()
        expect(cell.locator(".hb-side__who")).to_contain_text(title(number))
    boxes = [cell.bounding_box() for cell in cells.all()]
    assert boxes[0] and boxes[1] and boxes[1]["y"] >= boxes[0]["y"] + boxes[0]["height"] - 1
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator(".hb-side__who").first).to_be_hidden()


def wide(page: Page) -> None:
    compared(page, 3)


def open_tray(page: Page) -> None:
    wide(page)
    page.get_by_role("button", name="放进对照篮").click()
    opened(page)


def whole(page: Page) -> None:
    expect(page.get_by_text("取齐")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("path", "width", "prepare"),
    [
        pytest.param("compare/", 1280, wide, id="compare"),
        pytest.param("compare/", 390, open_tray, id="phone-tray"),
        pytest.param("compare/", 1280, open_tray, id="tray"),
        pytest.param("selection/", 1280, whole, id="selection"),
    ],
)
def test_axe_finds_nothing_here(
    page: Page, address: str, path: str, width: int, prepare: Callable[[Page], None], scheme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{address}{path}?a=sample/01&a=sample/05&a=sample/10&a=sample/99")
    expect(page.locator(".hb-chosen__broken")).to_be_visible()
    prepare(page)
    violations = Axe().run(page).response["violations"]
    assert [
        (item["impact"], item["id"], [node["html"][:160] for node in item["nodes"]])
        for item in violations
    ] == []
