"""A page that somebody corrected and a new division changes, too: the clerk says which stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_server import running, violations, window
from playwright.sync_api import Browser, expect

from handling import replace_in, split_small
from huibian.editing import Library

pytestmark = pytest.mark.browser


def test_both_versions_stand_side_by_side_before_anything_is_written(
    browser: Browser, site: Path
) -> None:
    path = split_small(Library(site)) / "01.md"
    replace_in(path, "title: 把办事窗口搬到集市上", "title: 页面上改的标题")
    with running(site) as desk, window(browser, desk) as page:
        page.locator("[data-correct]").first.click()
        page.wait_for_url("**/drafts/*")
        expect(page.locator("#save")).to_be_enabled()
        page.evaluate(
            """async () => {
              const { get, post } = await import("/static/api.js");
              const base = `/api${location.pathname}`;
              const { revision } = await get(base);
              const requests = [["retitle", "1", "分篇时改的标题"]];
              await post(`${base}/decide`, { revision, requests });
            }"""
        )
        page.reload()
        expect(page.locator("#save")).to_be_enabled()
        page.locator("#save").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("1 页在页面上改过的地方")
        expect(dialog.locator("mark").first).to_contain_text("页面上")
        assert violations(page) == []
        dialog.get_by_role("button", name="先不保存").click()
        assert "页面上改的标题" in path.read_text(encoding="utf-8")
        page.locator("#save").click()
        dialog.get_by_role("button", name="用照现在的分篇").click()
        page.wait_for_url("**/saved/small")
    assert "title: 分篇时改的标题" in path.read_text(encoding="utf-8")
