"""The same compilation as text, Word and web page: split end to end, checked, nothing lost."""

from __future__ import annotations

import html
import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from huibian import frontmatter
from huibian.check import check_site
from huibian.editing import Library
from huibian.stages.render import plain_text

SAMPLE = Path(__file__).resolve().parents[1] / "docs/collections/sample"
LINES = (SAMPLE / "source/original.txt").read_text(encoding="utf-8").split("\n")
PAGES = [
    frontmatter.parse((SAMPLE / f"{number:02d}.md").read_text(encoding="utf-8"))
    for number in range(1, 25)
]
TITLES = [str(page.meta["title"]) for page in PAGES]


def png() -> bytes:
    """Return a picture of one red dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + crc

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00"))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


def word(path: Path, style: str) -> Path:
    """Write the sample as a Word document: titles as headings, by their look, or plain."""
    document = Document()
    for line in LINES:
        text = line.strip()
        if not text and style != "plain":
            continue
        if text in TITLES and style == "heading":
            document.add_heading(text, 1)
            continue
        paragraph = document.add_paragraph()
        run = paragraph.add_run(text)
        run.font.size = Pt(12)
        if text in TITLES and style == "look":
            run.font.size = Pt(18)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.save(str(path))
    return path


def web(path: Path, style: str) -> Path:
    """Write the sample as a web page with a menu and a footer around it."""
    body = "\n".join(
        f"<{tag}>{html.escape(text)}</{tag}>"
        for line in LINES
        if (text := line.strip())
        for tag in [style if text in TITLES else "p"]
    )
    path.write_text(
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>网页</title>"
        "<script>alert(1)</script></head><body>"
        "<nav><a href='/'>首页</a> <a href='/b'>频道</a></nav>"
        f"<article>{body}</article><footer>版权所有</footer></body></html>",
        encoding="utf-8",
    )
    return path


def ink(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("make", "name", "style"),
    [
        (word, "样例.docx", "heading"),
        (word, "样例.docx", "look"),
        (word, "样例.docx", "plain"),
        (web, "样例.html", "h1"),
        (web, "样例.htm", "h2"),
    ],
)
def test_every_format_gives_the_same_articles(
    library: Library,
    tmp_path: Path,
    make: Callable[[Path, str], Path],
    name: str,
    style: str,
) -> None:
    outcome = library.split(make(tmp_path / name, style), slug="lianxi", today="2026-11-21")
    assert [article.title for article in outcome.compilation.articles] == TITLES
    folder = library.store.folder("lianxi")
    for number, page in enumerate(PAGES, 1):
        made = frontmatter.parse((folder / f"{number:02d}.md").read_text(encoding="utf-8"))
        assert ink(plain_text(made.body)) == ink(plain_text(page.body)), number
    rules = {piece.rule for piece in outcome.compilation.plan.dropped}
    assert {"advert", "paywall", "password"} <= rules
    assert ("running-head" if make is word else "web-navigation") in rules
    assert not [f for f in check_site(library.site).findings if f.severity == "error"]


def test_tables_and_images_of_word_stand_on_the_page(library: Library, tmp_path: Path) -> None:
    document = Document()
    document.add_heading("渡口边的书架", 1)
    document.add_paragraph("候船亭里摆了一排书架，等船的人随手翻翻，看完放回原处就行，没有人登记。")
    table = document.add_table(2, 2)
    for at, text in enumerate(["月份", "借阅|人次", "三月", "*五十"]):
        table.cell(at // 2, at % 2).text = text
    document.add_paragraph("书是街坊们捐的，每到月底，由摆渡的老船工清点一遍，缺页的送去修补。")
    document.add_picture(io.BytesIO(png()))
    document.save(str(tmp_path / "渡口.docx"))
    library.split(tmp_path / "渡口.docx", slug="dukou", today="2026-11-21", whole=True)
    folder = library.store.folder("dukou")
    body = frontmatter.parse((folder / "01.md").read_text(encoding="utf-8")).body
    assert "| 月份 | 借阅&#124;人次 |\n| --- | --- |\n| 三月 | \\*五十 |" in body
    assert "![](images/image-01.png)" in body
    assert (folder / "images" / "image-01.png").read_bytes() == png()
    assert not [f for f in check_site(library.site).findings if f.severity == "error"]
    library.edit("dukou", [])
    assert (folder / "images" / "image-01.png").is_file()


def test_a_second_split_of_a_word_file_changes_nothing(library: Library, tmp_path: Path) -> None:
    path = word(tmp_path / "样例.docx", "look")
    library.split(path, slug="lianxi", today="2026-11-21")
    outcome = library.split(path, slug="lianxi", today="2027-01-01")
    assert outcome.written is not None
    assert not outcome.written.changed
