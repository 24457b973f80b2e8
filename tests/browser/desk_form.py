"""What a test does in the form of an article at the desk."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


def at(page: Page, path: str) -> str:
    return page.url.split("/", 3)[:3][0] + "//" + page.url.split("/")[2] + path


def opened(page: Page) -> None:
    """Wait for the form."""
    expect(page.locator("#save")).to_be_enabled()


def edit(page: Page, name: str) -> None:
    page.goto(at(page, f"/collections/small/{name}/edit"))
    opened(page)


def blank(page: Page) -> None:
    page.goto(at(page, "/articles/new"))
    page.get_by_role("button", name="打开空白表格").click()
    opened(page)


def field(page: Page, label: str) -> Locator:
    """Return a field by its label."""
    return (
        page.locator(".write")
        .get_by_label(label, exact=True)
        .and_(page.locator(".field, textarea"))
    )


def kept(page: Page) -> None:
    """Wait until the desk has what stands in the form."""
    expect(page.locator("#kept")).to_have_text("草稿已存。")


def save(page: Page) -> None:
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url("**/saved")


def paste(page: Page, selector: str, html: str, text: str = "") -> None:
    page.locator(selector).focus()
    page.evaluate(
        """([selector, html, text]) => {
        const data = new DataTransfer();
        data.setData("text/html", html);
        data.setData("text/plain", text);
        const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true,
          cancelable: true});
        document.querySelector(selector).dispatchEvent(event);
        }""",
        [selector, html, text],
    )
