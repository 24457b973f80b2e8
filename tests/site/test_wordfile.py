"""Word files: the layout of GB/T 9704 as python-docx and LibreOffice read it."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from docx.document import Document as Opened
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from lxml import etree
from markdown import Markdown

from huibian.site import untrusted, wordfile
from huibian.site.wordfile import Text
from readers.soffice import converted, needs_soffice

BODY = """水渠边的石凳换了三回，议事的人没有换。**一是逐户登记。**网格员上门核对。

## 一、把台账建起来

每季度抽查两成办件，“回访”结果张贴——公示栏里都有 & 有 <据>。

### （一）分类处理

- 当场答复
- 三日回话
    - 重大事项另报

3. 第三条
4. 第四条

| 项目 | 数量 |
| --- | ---: |
| 网格 | 120 |
| 专职 | |

![示意图](../images/a.png)

见[说明](https://example.org/a?b=1&c=2)和[站内](../02/)。
"""
ORIGIN = ("单位：某县水务局　日期：2023年4月", "出处：《水渠经验汇编》第 1 篇")


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def html(markdown: str) -> str:
    return Markdown(extensions=untrusted.extensions()).convert(markdown)


def text(title: str = "守好村口这条渠", body: str = BODY, **fields: object) -> Text:
    images = {"../images/a.png": png(2000, 500)}
    return Text(title, html(body), origin=ORIGIN, images=images.get, **fields)  # type: ignore[arg-type]


def opened(data: bytes) -> Opened:
    return Document(BytesIO(data))


def looks(document: Opened) -> list[tuple[str, str]]:
    return [(p.style.name, p.text) for p in document.paragraphs if p.style and p.text]


def east_asian(document: Opened, style: str) -> str:
    found = document.styles[style].element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    return str(found.get(qn("w:eastAsia")))


@pytest.fixture(scope="module")
def article() -> Opened:
    return opened(wordfile.article(text(subtitle="——某县水务局的做法", author="某县水务局")))


def test_the_page_is_the_standards(article: Opened) -> None:
    (section,) = article.sections
    measures = (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    assert [round(measure.mm) for measure in measures if measure] == [210, 297, 37, 35, 28, 26]
    assert section.footer.paragraphs[0].text == "— 1 —"
    assert section.even_page_footer.paragraphs[0].text == "— 1 —"
    assert article.settings.odd_and_even_pages_header_footer
    assert east_asian(article, "Footer") == "宋体"


@pytest.mark.parametrize(
    ("style", "font", "points"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Normal", "仿宋", 16),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体", 16),
        ("Footer", "宋体", 14),
    ],
)
def test_styles_have_the_standards_fonts(
    article: Opened, style: str, font: str, points: int
) -> None:
    assert east_asian(article, style) == font
    size = article.styles[style].font.size  # type: ignore[attr-defined]
    assert size.pt == points


def test_lines_are_28_to_29_points_apart_and_indented_two_characters(article: Opened) -> None:
    look = article.styles["Normal"].paragraph_format  # type: ignore[attr-defined]
    assert look.line_spacing_rule == WD_LINE_SPACING.EXACTLY
    assert 28 <= look.line_spacing.pt <= 29
    assert look.first_line_indent.pt == 32
    indent = article.styles["Normal"].element.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    assert indent.get(qn("w:firstLineChars")) == "200"


def test_an_article_keeps_its_structure(article: Opened) -> None:
    assert looks(article) == [
        ("Title", "守好村口这条渠"),
        ("Subtitle", "——某县水务局的做法"),
        ("Normal", "水渠边的石凳换了三回，议事的人没有换。一是逐户登记。网格员上门核对。"),
        ("Heading 1", "一、把台账建起来"),
        ("Normal", "每季度抽查两成办件，“回访”结果张贴——公示栏里都有 & 有 <据>。"),
        ("Heading 2", "（一）分类处理"),
        ("Normal", "• 当场答复"),
        ("Normal", "• 三日回话"),
        ("Normal", "• 重大事项另报"),
        ("Normal", "3. 第三条"),
        ("Normal", "4. 第四条"),
        ("Normal", "见说明和站内。"),
        ("出处", ORIGIN[0]),
        ("出处", ORIGIN[1]),
    ]
    bold = [run.text for p in article.paragraphs for run in p.runs if run.bold]
    assert bold == ["一是逐户登记。"]
    nested = next(p for p in article.paragraphs if p.text == "• 重大事项另报")
    assert nested.paragraph_format.left_indent and nested.paragraph_format.left_indent.pt == 32
    links = [link.address for p in article.paragraphs for link in p.hyperlinks]
    assert links == ["https://example.org/a?b=1&c=2"]  # within the site none can be followed
    assert article.core_properties.title == "守好村口这条渠"
    assert article.core_properties.author == "某县水务局"


def test_quotation_marks_take_the_chinese_font(article: Opened) -> None:
    runs = [run for p in article.paragraphs for run in p.runs if "“" in run.text]
    fonts = [run._element.rPr.rFonts.get(qn("w:hint")) for run in runs]
    assert fonts == ["eastAsia"]


def test_tables_are_kept(article: Opened) -> None:
    (table,) = article.tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells == [["项目", "数量"], ["网格", "120"], ["专职", ""]]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None


def test_a_long_title_breaks_between_words() -> None:
    title = "关于在全县范围内开展农村人居环境整治提升五年行动的经验做法"
    paragraph = opened(wordfile.article(text(title))).paragraphs[0]
    assert paragraph.text == "关于在全县范围内开展农村人居\n环境整治提升五年行动的经验做法"


def test_quotes_have_a_style() -> None:
    document = opened(wordfile.article(text(body="> 群众满意是标准。\n\n正文。\n")))
    assert looks(document)[1:3] == [("Quote", "群众满意是标准。"), ("Normal", "正文。")]
    assert east_asian(document, "Quote") == "楷体"


def test_columns_share_the_width_by_what_they_hold_and_wide_tables_are_small() -> None:
    rows = ("| 序号 | 事项 |", "|---|---|", "| 1 | 分头跑三个窗口，材料重复提交 |")
    (table,) = opened(wordfile.article(text(body="\n".join(rows)))).tables
    narrow, wide = (int(cell.width or 0) for cell in table.rows[1].cells)
    assert narrow * 3 < wide and narrow + wide <= 8845 * 635
    twelve = "|".join("一二三四五六七八九十甲乙")
    (table,) = opened(
        wordfile.article(text(body=f"{twelve}\n{'|'.join('-' * 12)}\n{twelve}"))
    ).tables
    assert [row.cells[0].paragraphs[0].style.name for row in table.rows] == ["宽表标题", "宽表文字"]


def test_images_are_kept_and_fit_the_page(article: Opened) -> None:
    (shape,) = article.inline_shapes
    assert shape.width.mm == pytest.approx(156, abs=1)
    assert shape.width / shape.height == pytest.approx(4, rel=0.01)
    paragraph = shape._inline.getparent().getparent().getparent()
    assert paragraph.pPr.style == "Picture"
    assert article.styles["图片"].paragraph_format.line_spacing == 1  # type: ignore[attr-defined]
    assert shape._inline.docPr.get("descr") == "示意图"


@pytest.mark.parametrize("data", [None, b"", b"RIFF0000WEBPVP8 ", b"<svg/>", b"\xff\xd8\xff\xe0"])
def test_an_image_that_word_cannot_show_leaves_its_words(data: bytes | None) -> None:
    page = Text("题", '<p>前<img src="a" alt="示意图">后</p>', images=lambda address: data)
    document = opened(wordfile.article(page))
    assert ("Normal", "前（图：示意图）后") in looks(document)
    assert not document.inline_shapes


def test_sizes_of_images() -> None:
    jpeg = b"\xff\xd8\xff\xe0\0\4ab\xff\xc0\0\x0b\x08\0\x20\0\x40\3"
    assert wordfile.image_size(png(30, 20)) == ("png", 30, 20)
    assert wordfile.image_size(jpeg) == ("jpeg", 64, 32)
    assert wordfile.image_size(b"GIF89a\x05\0\x06\0") == ("gif", 5, 6)
    bitmap = b"BM" + bytes(16) + struct.pack("<ii", 7, -8)
    assert wordfile.image_size(bitmap) == ("bmp", 7, 8)
    assert wordfile.image_size(png(0, 20)) is None


def test_hostile_text_stays_text() -> None:
    title = '</w:t><w:p/>"&<b>\x00\x0b\ufffe'
    document = opened(wordfile.article(Text(title, "<p>&lt;w:p/&gt;&amp;</p>", author=title)))
    assert looks(document) == [("Title", '</w:t><w:p/>"&<b>'), ("Normal", "<w:p/>&")]
    assert document.core_properties.author == '</w:t><w:p/>"&<b>'


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("https://example.org:8080/a b?c=路#d", "https://example.org:8080/a%20b?c=%E8%B7%AF#d"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("http://[x", None),
        ("http://", None),
        ("https://a/[b]", None),
        ("mailto:", None),
        ("javascript:alert(1)", None),
        ("../02/", None),
    ],
)
def test_only_well_formed_links_lead_out(address: str, target: str | None) -> None:
    page = Text("题", f'<p>见<a href="{address}">说明</a>。\x00\x0b</p>')
    document = opened(wordfile.article(page))
    assert looks(document)[1] == ("Normal", "见说明。")
    links = [link.address for p in document.paragraphs for link in p.hyperlinks]
    assert links == ([target] if target else [])


def test_the_same_text_gives_the_same_bytes_without_a_clock() -> None:
    data = wordfile.article(text())
    assert data == wordfile.article(text())
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms" not in archive.read("docProps/core.xml")
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))


def long_text(number: int) -> Text:
    """Return an article of a few pages."""
    body = "\n\n".join("渠水绕村走了一圈，账本上记下一笔。" * 6 for _ in range(3 + number * 4))
    return Text(f"第{'甲乙丙丁'[number]}条渠的故事", html(body), origin=ORIGIN)


@pytest.fixture(scope="module")
def collection() -> bytes:
    preface = Text("卷首", html("这是卷首的话。"))
    texts = [text(), *(long_text(number) for number in range(4))]
    return wordfile.collection("水渠经验汇编", ["共 5 篇", "2024年5月"], preface, texts)


def test_a_collection_has_cover_preface_contents_and_articles(collection: bytes) -> None:
    document = opened(collection)
    found = looks(document)
    assert found[:5] == [
        ("Title", "水渠经验汇编"),
        ("Subtitle", "共 5 篇"),
        ("Subtitle", "2024年5月"),
        ("TOC Heading", "卷首"),
        ("Normal", "这是卷首的话。"),
    ]
    entries = [words.split("\t")[0] for style, words in found if style == "toc 1"]
    titles = [p for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert entries == [p.text for p in titles]
    assert len(entries) == 5
    breaks = [bool(p.paragraph_format.page_break_before) for p in titles]
    assert breaks == [False, True, True, True, True]  # the first begins a section
    assert ("Heading 2", "一、把台账建起来") in found
    assert ("Heading 3", "（一）分类处理") in found
    assert east_asian(document, "Heading 1") == "方正小标宋简体"
    assert east_asian(document, "Heading 2") == "黑体"
    assert len(document.sections) == 2


def test_the_contents_are_a_field_whose_links_lead_to_the_titles(collection: bytes) -> None:
    body = opened(collection).element.body
    instructions = [node.text for node in body.iter(qn("w:instrText"))]
    assert instructions[0].split() == ["TOC", "\\o", '"1-1"', "\\h", "\\z", "\\u"]
    marks = [node.get(qn("w:name")) for node in body.iter(qn("w:bookmarkStart"))]
    anchors = [
        link.get(qn("w:anchor"))
        for link in body.iter(qn("w:hyperlink"))
        if link.get(qn("w:anchor"))
    ]
    assert anchors == marks == [field.split()[1] for field in instructions[1:]]
    kinds = [node.get(qn("w:fldCharType")) for node in body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == 6


def test_a_collection_without_preface_has_none() -> None:
    data = wordfile.collection("汇编", [], Text("卷首", "\n"), [text()])
    assert "卷首" not in [words for _, words in looks(opened(data))]


@needs_soffice
def test_libreoffice_opens_it_and_the_contents_name_the_right_pages(
    collection: bytes, tmp_path: Path
) -> None:
    pdf = pypdfium2.PdfDocument(converted(collection, ".docx", "pdf", tmp_path))
    pages = [page.get_textpage().get_text_range() for page in pdf]
    at = next(i for i, page in enumerate(pages) if page.startswith("目"))
    named = re.findall(r"(\S+?)\.{3,}\s*(\d+)", pages[at])
    assert len(named) == 5
    first = at + 1
    for title, number in named:
        page = pages[first + int(number) - 1]
        assert page.startswith(title)
        assert f"— {number} —" in page
    assert "—" not in pages[0]
    pdf.close()
