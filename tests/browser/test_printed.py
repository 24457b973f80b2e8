"""What comes out of the browser's print: sheets, numbers, and tables that fit."""

from __future__ import annotations

import pypdfium2
from playwright.sync_api import Page
from sample import NUMBERS, title


def sheets(page: Page) -> list[str]:
    """Print a page; return the text of each sheet without spaces."""
    pdf = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert {tuple(map(round, sheet.get_size())) for sheet in pdf} == {(595, 842)}
    return ["".join(sheet.get_textpage().get_text_range().split()) for sheet in pdf]


def test_a_collection_prints_with_cover_contents_and_a_sheet_for_each_article(
    page: Page, address: str
) -> None:
    page.goto(f"{address}print/sample/")
    cover, contents, *rest = sheets(page)
    assert "共24篇" in cover and "—" not in cover
    assert contents.startswith("目录")
    # the text of a margin comes before the sheet's own; contents may take several sheets
    first = next(at for at, text in enumerate(rest, 3) if text.startswith("—"))
    body = rest[first - 3 :]
    own = []
    for number, text in enumerate(body, first):
        mark = f"—{number}—"
        assert text.startswith(mark), text[:30]
        own.append(text.removeprefix(mark))
    for number in NUMBERS:
        opening = "".join(title(number).split())[:10]
        assert any(text.startswith(opening) for text in own), title(number)


def test_a_wide_table_keeps_its_columns_on_paper(page: Page, address: str) -> None:
    page.goto(f"{address}collections/sample/10/")
    page.evaluate(
        """() => {
          const table = document.createElement("table");
          for (let row = 0; row < 3; row += 1) {
            const line = table.insertRow();
            for (let at = 0; at < 12; at += 1) {
              const cell = document.createElement(row ? "td" : "th");
              cell.textContent = "第" + at + "季度办件总量";
              line.append(cell);
            }
          }
          document.querySelector(".hb-prose").append(table);
        }"""
    )
    page.set_viewport_size({"width": 600, "height": 800})  # what stands between the margins
    page.emulate_media(media="print")
    over = page.evaluate(
        """() => {
          const right = (node) => node.getBoundingClientRect().right;
          const prose = document.querySelector(".hb-prose");
          return right(prose.querySelector("tr").lastElementChild) - right(prose);
        }"""
    )
    assert over <= 1
