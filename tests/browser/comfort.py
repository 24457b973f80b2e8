"""Chooses the reader's settings on the page that is open, as a reader does."""

from __future__ import annotations

from playwright.sync_api import Page

NAMES = {
    "normal": "标准",
    "large": "大",
    "huge": "特大",
    "system": "随系统",
    "light": "浅色",
    "dark": "深色",
    "ink": "白底黑字",
    "yellow": "黑底黄字",
}


def choose(page: Page, **settings: str) -> None:
    page.get_by_role("button", name="大字").click()
    for value in settings.values():
        page.get_by_role("radio", name=NAMES[value], exact=True).check()
    page.keyboard.press("Escape")
