"""A clerk finds articles, changes many, mends words, goes back: in Chromium, on a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_server import Desk, running, violations, window
from playwright.sync_api import Browser, Page, Route, TimeoutError, expect

from handling import TITLES, empty_site, split_small
from huibian import frontmatter
from huibian.editing import Library

pytestmark = pytest.mark.browser

FIRST = next(iter(TITLES))


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that has the small compilation."""
    site = empty_site(tmp_path_factory.mktemp("desk") / "site-root")
    split_small(Library(site))
    with running(site) as desk:
        yield desk


@pytest.fixture
def site(desk: Desk) -> Path:
    return desk.site


@pytest.fixture
def page(browser: Browser, desk: Desk) -> Iterator[Page]:
    with window(browser, desk) as opened:
        yield opened


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Desk]:
    """A desk of the test's own, without a history."""
    site = empty_site(tmp_path / "site-root")
    split_small(Library(site))
    with running(site) as desk:
        yield desk


@pytest.fixture
def page_alone(browser: Browser, alone: Desk) -> Iterator[Page]:
    with window(browser, alone) as opened:
        yield opened


def themes(site: Path, number: int) -> list[str]:
    path = site / "docs" / "collections" / "small" / f"0{number}.md"
    found = frontmatter.parse(path.read_text(encoding="utf-8")).meta.get("themes")
    return found if isinstance(found, list) else []


def confirm(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="确定，写入").click()


def test_many_articles_get_a_theme_and_lose_it_again(page_alone: Page, alone: Desk) -> None:
    page, site = page_alone, alone.site
    page.get_by_role("link", name="文章", exact=True).click()
    expect(page.locator(".pick")).to_have_count(len(TITLES))
    page.get_by_label("选这一页").check()
    expect(page.locator("#chosen")).to_have_text(f"选了 {len(TITLES)} 篇")
    page.locator("#wish-value").fill("教育")
    page.get_by_role("button", name="看看要改什么…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("主题加上“教育”")
    before = [themes(site, number) for number in range(1, 5)]
    assert before != [[*own, "教育"] for own in before]
    confirm(page)
    expect(page.locator("#done")).to_contain_text("已保存：主题加上“教育”")
    assert all("教育" in themes(site, number) for number in range(1, 5))
    page.get_by_role("link", name="不要了，可以在历史里撤销").click()
    page.get_by_role("button", name="撤销：主题加上").first.click()
    confirm(page)
    expect(page.locator("#saves .list__item")).to_have_count(2)
    assert [themes(site, number) for number in range(1, 5)] == before


def test_a_click_before_the_script_runs_is_not_lost(page: Page, desk: Desk) -> None:
    held: list[Route] = []
    page.route("**/articles.js", lambda route: held.append(route))
    page.goto(f"{desk.origin}/articles", wait_until="commit")
    mark = page.get_by_label("选这一页")
    expect(mark).to_be_visible()
    with pytest.raises(TimeoutError):
        mark.check(timeout=500)
    for route in held:
        route.continue_()
    mark.check()
    expect(page.locator("#chosen")).to_have_text(f"选了 {len(TITLES)} 篇")


def test_with_the_keyboard_alone(page: Page, site: Path, desk: Desk) -> None:
    page.goto(f"{desk.origin}/articles")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")

    def until(name: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate(f"document.activeElement.matches({name!r})"):
                return
        raise AssertionError(name)

    until("[name=q]")
    page.keyboard.type("集市")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    until("#all")
    page.keyboard.press("Space")
    until("#wish-value")
    page.keyboard.type("教育")
    page.keyboard.press("Escape")  # closes the list of themes
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("button", name="确定，写入")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_contain_text("已保存")
    assert "教育" in themes(site, 1)


def test_a_change_can_be_looked_at_and_left(page: Page, site: Path, desk: Desk) -> None:
    page.goto(f"{desk.origin}/articles")
    page.locator(".pick").first.check()
    page.locator("#wish-field").select_option("region")
    page.locator("#wish-value").fill("没有这个省")
    page.get_by_role("button", name="看看要改什么…").click()
    expect(page.locator("#failed")).to_contain_text("区划表里没有“没有这个省”")
    page.locator("#wish-field").select_option("date")
    page.locator("#wish-value").fill("2021-05")
    page.get_by_role("button", name="看看要改什么…").click()
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    text = (site / "docs" / "collections" / "small" / "01.md").read_text(encoding="utf-8")
    assert "2021-05" not in text


def test_a_theme_of_our_own_from_its_form_to_the_pages(page: Page, site: Path, desk: Desk) -> None:
    page.goto(f"{desk.origin}/vocabulary")
    page.get_by_role("link", name="加一个").click()
    page.get_by_label("网址里的名字").fill("courtyard-talks")
    page.get_by_label("名称").fill("小院议事")
    page.get_by_label("认它的词").fill("小院议事 5")
    page.get_by_role("button", name="看看要改什么…").click()
    confirm(page)
    page.wait_for_url("**/vocabulary/themes")
    expect(page.locator("tbody tr").first).to_contain_text("小院议事")
    page.goto(f"{desk.origin}/articles")
    page.locator(".pick").first.check()
    page.locator("#wish-op").select_option("set")
    page.locator("#wish-value").fill("小院议事")
    page.get_by_role("button", name="看看要改什么…").click()
    confirm(page)
    expect(page.locator("#done")).to_contain_text("已保存")
    page.goto(f"{desk.origin}/vocabulary/themes/entry?id=courtyard-talks")
    page.get_by_label("名称").fill("庭院议事")
    page.locator("#entry button").click()
    expect(page.get_by_role("dialog")).to_contain_text("主题“小院议事”改名为“庭院议事”")
    confirm(page)
    page.wait_for_url("**/vocabulary/themes")
    assert themes(site, 1) == ["庭院议事"]


def test_a_noise_rule_is_tried_before_it_is_kept(page: Page, site: Path, desk: Desk) -> None:
    page.goto(f"{desk.origin}/vocabulary/noise/entry")
    page.get_by_label("名称").fill("内部页脚")
    page.get_by_label("规则的名字").fill("own-footer")
    page.get_by_label("那句话").fill("内部资料，注意保存。")
    page.get_by_label("应当剔除的例子").fill("别的话")
    page.locator("#entry button").click()
    expect(page.locator("#failed")).to_contain_text("应当剔除，却没有对上")
    page.get_by_label("应当剔除的例子").fill("内部资料，注意保存。")
    page.locator("#entry button").click()
    confirm(page)
    page.wait_for_url("**/vocabulary/noise")
    expect(page.locator("tbody tr").first).to_contain_text("内部页脚")
    assert (site / "docs" / "vocabulary" / "noise.yml").is_file()


def test_an_old_version_comes_back(page_alone: Page, alone: Desk) -> None:
    page, path = page_alone, alone.site / "docs" / "collections" / "small" / "01.md"
    before = path.read_bytes()
    page.goto(f"{alone.origin}/articles")
    page.locator(".pick").first.check()
    page.locator("#wish-field").select_option("organization")
    page.locator("#wish-value").fill("集市办公室")
    page.get_by_role("button", name="看看要改什么…").click()
    confirm(page)
    expect(page.locator("#done")).to_contain_text("已保存")
    page.get_by_role("link", name=f"“{FIRST}”的历史").click()
    expect(page.locator(".diff mark").first).to_be_visible()
    page.get_by_role("button", name="恢复这一版").click()
    confirm(page)
    expect(page.locator("main .list__item").first).to_contain_text("恢复旧版")
    assert path.read_bytes() == before


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, desk: Desk, site: Path, scheme: str) -> None:
    words = site / "docs" / "vocabulary"
    words.mkdir(exist_ok=True)
    rule = "- {{id: own-{0}, label: 页脚{0}, scope: line, pattern: '^内部{0}$'}}\n"
    (words / "noise.yml").write_text(rule.format(1) + rule.format(2), encoding="utf-8")
    with window(browser, desk, color_scheme=scheme) as page:
        page.goto(f"{desk.origin}/articles")
        page.locator(".pick").first.check()
        page.locator("#wish-value").fill("教育")
        assert violations(page) == []
        page.get_by_role("button", name="看看要改什么…").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert violations(page) == []
        confirm(page)
        expect(page.locator("#done")).to_contain_text("已保存")
        for address in (
            "vocabulary/themes",
            "vocabulary/themes/entry?id=education",
            "vocabulary/regions",
            "vocabulary/regions/entry",
            "vocabulary/noise",
            "vocabulary/noise/entry?id=1",
            "history",
            "history/collections/small/01.md",
            "articles",
        ):
            page.set_viewport_size({"width": 390, "height": 844})
            page.goto(f"{desk.origin}/{address}")
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(wide) <= 0, address
            page.set_viewport_size({"width": 1280, "height": 900})
            assert violations(page) == [], address
            assert page.evaluate(wide) <= 0, address


def test_what_others_did_meanwhile_stands_beside_what_is_to_be_done(
    page: Page, site: Path, desk: Desk
) -> None:
    folder = site / "docs" / "collections" / "small"
    page.goto(f"{desk.origin}/articles")
    page.locator(".pick").first.check()
    page.locator("#wish-field").select_option("date")
    page.locator("#wish-value").fill("2021-05")
    page.get_by_role("button", name="看看要改什么…").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    (number,) = page.get_by_role("dialog").locator("tbody tr").all()
    title = number.locator("td").first.inner_text()
    path = next(one for one in folder.glob("0*.md") if title in one.read_text("utf-8"))
    path.write_text(path.read_text("utf-8") + "\n别处加的一段。\n", encoding="utf-8")
    confirm(page)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("status")).to_contain_text("1 个文件在别处改过了")
    expect(dialog.locator("mark").last).to_have_text("别处加的一段。")
    assert violations(page) == []
    confirm(page)
    expect(page.locator("#done")).to_contain_text("已保存")
    text = path.read_text(encoding="utf-8")
    assert "别处加的一段。" in text and 'date: "2021-05"' in text
