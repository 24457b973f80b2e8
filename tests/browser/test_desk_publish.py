"""A clerk publishes, looks at what changed, publishes again and takes it back: in Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_server import project_site, running, violations, window
from playwright.sync_api import Browser, Page, expect

from handling import TITLES, replace_in, split_small
from huibian.editing import Library

pytestmark = pytest.mark.browser

PATIENCE = 240_000
FIRST = next(iter(TITLES))


@pytest.fixture
def whole_site(tmp_path: Path) -> Path:
    """The project's site with the small compilation alone."""
    root = project_site(tmp_path / "site-root")
    split_small(Library(root))
    return root


def look(page: Page) -> None:
    page.get_by_label("还有待复核的也发布").check()
    page.get_by_role("button", name="检查，看看有什么变化").click()
    expect(page.get_by_role("button", name="发布", exact=True)).to_be_enabled(timeout=PATIENCE)


def publish(page: Page, releases: int) -> None:
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.locator("#releases .list__item")).to_have_count(releases, timeout=PATIENCE)
    expect(page.locator("#done")).to_contain_text("已发布")


def test_out_again_and_back(browser: Browser, whole_site: Path, tmp_path: Path) -> None:
    to = tmp_path / "srv"
    served = to / "current" / "collections" / "small" / "01" / "index.html"
    with running(whole_site) as desk, window(browser, desk) as page:
        page.get_by_role("link", name="发布", exact=True).click()
        page.get_by_label("发布到文件夹").fill(str(whole_site / "docs"))
        page.get_by_role("button", name="就用它").click()
        expect(page.locator("#failed")).to_contain_text("不能发布到站点自己的文件夹里")
        page.get_by_label("发布到文件夹").fill(str(to))
        page.get_by_role("button", name="就用它").click()
        look(page)
        expect(page.locator("#found")).to_contain_text("这次放出 4 篇")
        publish(page, 1)
        assert FIRST in served.read_text(encoding="utf-8")
        replace_in(whole_site / "docs" / "collections" / "small" / "01.md", FIRST, "换了的标题")
        look(page)
        expect(page.locator("#found")).to_contain_text("改过 1 篇")
        assert violations(page) == []
        publish(page, 2)
        assert "换了的标题" in served.read_text(encoding="utf-8")
        page.get_by_role("button", name="换到").click()
        page.get_by_role("button", name="确定，换过去").click()
        expect(page.locator("#done")).to_contain_text("读者现在看到的是", timeout=PATIENCE)
        expect(page.locator("#releases .list__item").nth(1)).to_contain_text("读者正在看")
        assert "换了的标题" not in served.read_text(encoding="utf-8")
