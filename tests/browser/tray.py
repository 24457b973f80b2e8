"""Picking articles as a reader does, and what the tray then holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playwright.sync_api import Locator, Page, expect


def pick(page: Page, number: int, collection: str = "sample") -> Locator:
    """Return the control of an article on the page that is open."""
    return page.locator(f'[data-hb-pick="{collection}/{number:02}"]').first


def pick_from_table(page: Page, address: str, numbers: Sequence[int], end: str = "/") -> None:
    """Pick articles from the table of the sample, in this order."""
    page.goto(f"{address}collections/sample{end}")
    for number in numbers:
        pick(page, number).click()
    expect(page.locator(".hb-tray__toggle")).to_contain_text(f"对照篮 {len(numbers)} 篇")


def opened(page: Page) -> Locator:
    """Open the tray and return its rows."""
    page.get_by_role("button", name=re.compile("^对照篮")).click()
    return page.locator(".hb-tray__row")


def titles(page: Page) -> list[str]:
    """Return the titles in the open tray."""
    return page.locator(".hb-tray__words a").all_inner_texts()


def compared(page: Page, count: int) -> Locator:
    """Wait for so many columns and return their heads."""
    heads = page.locator(".hb-side thead th[data-key]")
    expect(heads).to_have_count(count)
    return heads


def keys(heads: Locator) -> list[str]:
    """Return which articles the columns show."""
    return [str(head.get_attribute("data-key")) for head in heads.all()]
