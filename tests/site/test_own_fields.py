"""A site with a field table of its own: pages, browse page and tables follow it."""

from __future__ import annotations

import csv
import json
import logging
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from urllib.parse import quote

import pytest
from mkdocs.exceptions import Abort
from playwright.sync_api import Browser, Page, expect
from sitetree import Built, article, build_site, collection

from serving import served, watched

pytestmark = pytest.mark.browser

TABLE = """
labels: {organization: 报送单位, number: 序号}
article: [author, organization, level, length]
columns: [organization, kind, level]
under_title: [author, level]
results: [author, level, organization, length]
results_foot: [kind]
facets: [author, level, kind, organization]
sorts: {title: 标题顺序, longest: 长篇在前}
export: [number, title, organization, level, author]
hidden: [level]
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    tree = {"vocabulary/fields.yml": TABLE, "collections/water/index.md": collection("水渠汇编")}
    for number in range(1, 31):
        tree[f"collections/water/{number:02}.md"] = article(
            f"第{number}渠",
            number,
            body="先远后近，错峰放水。" * number,
            level="县区级",
            organization=f"xx县第{number}水务局",
            **({"author": "周渠"} if number < 20 else {}),
            kind="访谈" if number == 3 else "经验做法",
        )
    return build_site(tmp_path_factory.mktemp("own"), tree)


@pytest.fixture
def browse(browser: Browser, built: Built) -> Iterator[Page]:
    with served(built.folder) as address:
        for page in watched(browser, address):
            page.goto(f"{address}search/")
            yield page


def test_pages_show_what_the_table_says(built: Built) -> None:
    page = built.pages["collections/water/03/index.html"]
    assert "报送单位" in page.text and "30 字" in page.text
    assert "县区级" not in page.text and "体裁" not in page.text
    listing = built.pages["collections/water/index.html"].text
    assert "序号" in listing and "报送单位" in listing and "周渠" in listing
    assert "县区级" not in listing and "主题" not in listing.split("序号", 1)[1]


def test_tables_hold_the_columns_of_the_table(built: Built) -> None:
    for folder in ("data", "collections/water"):
        data = (built.folder / folder / "articles.csv").read_bytes().decode("utf-8-sig")
        rows = list(csv.reader(StringIO(data, newline="")))
        assert rows[0] == ["序号", "标题", "报送单位", "作者"]
        assert rows[3] == ["3", "第3渠", "xx县第3水务局", "周渠"]
        first, *_ = json.loads((built.folder / folder / "articles.json").read_bytes())
        assert list(first) == ["number", "title", "organization", "author"]


def test_the_browse_page_follows_the_table(browse: Page) -> None:
    hits = browse.locator(".hb-hit")
    expect(hits).to_have_count(20)
    legends = browse.locator(".hb-sift__facet:visible legend")
    expect(legends).to_have_text(["作者", "体裁", "报送单位"])
    options = browse.get_by_label("排序").locator("option")
    expect(options).to_have_text(["标题顺序", "长篇在前"])
    browse.get_by_label("排序").select_option("长篇在前")
    expect(hits.first.locator("h3")).to_have_text("第30渠")
    facts = hits.first.locator(".hb-hit__facts > span")
    expect(facts).to_have_text(["xx县第30水务局", "300 字"])
    expect(hits.first.locator(".hb-hit__foot")).to_have_text("经验做法")
    browse.get_by_role("group", name="作者").get_by_role("checkbox", name="周渠").check()
    expect(browse.locator(".hb-found__total")).to_have_text("共 19 篇")
    chips = browse.get_by_role("list", name="已选的条件").get_by_role("button")
    expect(chips).to_have_text(["作者周渠"])
    assert browse.url.endswith(f"search/?sort=longest&author={quote('周渠')}")


def test_one_of_many_units_is_found_by_typing(browse: Page) -> None:
    facet = browse.get_by_role("group", name="报送单位")
    boxes = facet.get_by_role("checkbox")
    expect(boxes).to_have_count(8)
    facet.get_by_role("button", name="再列 22 个").click()
    expect(boxes).to_have_count(30)
    facet.get_by_role("button", name="收起").click()
    expect(boxes).to_have_count(8)
    field = facet.get_by_role("textbox", name="在报送单位里找")
    field.fill("第27水")
    expect(boxes).to_have_count(1)
    facet.get_by_role("checkbox", name="xx县第27水务局").check()
    expect(browse.locator(".hb-hit")).to_have_count(1)
    field.fill("没有的单位")
    expect(facet.get_by_role("status")).to_have_text("没有含这些字的报送单位。")
    expect(boxes).to_have_count(1)  # what is chosen stays
    field.fill("")
    expect(boxes).to_have_count(9)


def test_the_search_field_follows_the_table(browse: Page) -> None:
    browse.goto(browse.url.replace("search/", "collections/water/03/"))
    browse.keyboard.press("/")
    browse.keyboard.type("第3渠")
    expect(browse.locator(".hb-find__facts").first).to_have_text("周渠 · xx县第3水务局 · 30 字")


def test_a_wrong_table_stops_the_build_in_chinese(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("mkdocs").propagate = True
    with caplog.at_level(logging.WARNING, "mkdocs"), pytest.raises(Abort):
        build_site(tmp_path, {"vocabulary/fields.yml": "facets: [region, levl]\n"})
    assert "docs/vocabulary/fields.yml:1" in caplog.text
    assert "“levl”不能写在 facets 里，是不是“level”" in caplog.text
