"""Word documents: every structure becomes the lines that Word shows, hostile ones a diagnostic."""

from __future__ import annotations

import io
import random
import time
import tracemalloc
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huibian.diagnostics import HuibianError
from huibian.model import LineStyle
from huibian.readers import docx as reader
from huibian.readers.docx_styles import format_number
from huibian.readers.reading import Reading
from readers.docx_files import (
    JPEG,
    NAMESPACES,
    PNG,
    cell,
    docx,
    ink,
    own_ink,
    p,
    part,
    picture,
    run,
    source_ink,
    styled,
    table,
    texts,
)

PAGE_BREAK = '<w:r><w:br w:type="page"/></w:r>'


def read(data: bytes) -> Reading:
    return reader.read(data, "汇编.docx", "汇编.docx")


def code(data: bytes) -> str:
    with pytest.raises(HuibianError) as caught:
        read(data)
    (finding,) = caught.value.findings
    assert finding.path == "汇编.docx"
    return finding.code


def style_of(data: bytes, text: str) -> LineStyle:
    (line,) = [line for line in read(data).lines if line.text == text]
    return line.style


# Paragraphs and their looks


def test_paragraphs_in_order_with_blank_ones() -> None:
    reading = read(docx(p("青禾县经验"), p(), p("　　近年来，", "全县上下。")))
    assert texts(reading) == ["青禾县经验", "", "　　近年来，全县上下。"]
    assert [line.number for line in reading.lines] == [1, 2, 3]
    assert reading.encoding == "utf-8"


STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>
  <w:rPr><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
  <w:pPr><w:jc w:val="center"/><w:outlineLvl w:val="0"/></w:pPr>
  <w:rPr><w:b/><w:sz w:val="44"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="篇名"><w:name w:val="篇名"/><w:basedOn w:val="1"/>
  <w:pPr><w:pageBreakBefore/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="x"><w:name w:val="标题 3"/></w:style>
<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="甲"/><w:basedOn w:val="pool"/></w:style>
<w:style w:type="paragraph" w:styleId="pool"><w:name w:val="乙"/><w:basedOn w:val="loop"/></w:style>
<w:style w:type="character" w:styleId="strong"><w:name w:val="Strong"/>
  <w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="secret"><w:name w:val="s"/>
  <w:rPr><w:vanish/></w:rPr></w:style>
"""


def styled_document() -> bytes:
    return docx(
        styled("1", "内置标题"),
        styled("篇名", "派生标题"),
        styled("x", "中文样式名"),
        p("正文行"),
        p("大纲级别", properties='<w:outlineLvl w:val="1"/>'),
        styled("1", "降为正文", properties='<w:outlineLvl w:val="9"/>'),
        styled("loop", "循环样式"),
        styled("没有", "未知样式"),
        p(run("全部", "<w:b/>"), run("加粗", '<w:rStyle w:val="strong"/>'), run(" ")),
        p(run("部分", "<w:b/>"), run("加粗吗")),
        styled("1", run("不再加粗", '<w:b w:val="0"/>')),
        styled("1", run("双重抵消", '<w:rStyle w:val="strong"/>')),
        p(run("一", '<w:sz w:val="52"/>'), run("小字占多数", '<w:sz w:val="24"/>')),
        p("居中行", properties='<w:jc w:val="center"/>'),
        styled("1", "改成左齐", properties='<w:jc w:val="left"/>'),
        styles=STYLES,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("内置标题", {"heading": 1, "bold": True, "size": 22.0, "centred": True}),
        (
            "派生标题",
            {"heading": 1, "bold": True, "size": 22.0, "centred": True, "page_break": True},
        ),
        ("中文样式名", {"heading": 3, "size": 10.5}),
        ("正文行", {"size": 16.0}),
        ("大纲级别", {"heading": 2, "size": 16.0}),
        ("降为正文", {"bold": True, "size": 22.0, "centred": True}),
        ("循环样式", {"size": 10.5}),
        ("未知样式", {"size": 16.0}),
        ("全部加粗 ", {"bold": True, "size": 16.0}),
        ("部分加粗吗", {"size": 16.0}),
        ("不再加粗", {"heading": 1, "size": 22.0, "centred": True}),
        ("双重抵消", {"heading": 1, "size": 22.0, "centred": True}),
        ("一小字占多数", {"size": 12.0}),
        ("居中行", {"size": 16.0, "centred": True}),
        ("改成左齐", {"heading": 1, "bold": True, "size": 22.0}),
    ],
)
def test_looks(text: str, expected: dict[str, object]) -> None:
    assert style_of(styled_document(), text) == LineStyle(**expected)  # type: ignore[arg-type]


def test_soft_breaks_give_lines_and_tabs_stay() -> None:
    data = docx(p("<w:r><w:t>第一行</w:t><w:br/><w:t>第二</w:t><w:tab/><w:t>行</w:t><w:cr/></w:r>"))
    assert texts(read(data)) == ["第一行", "第二\t行", ""]


def test_signs_that_are_elements() -> None:
    data = docx(
        p("<w:r><w:t>甲</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>乙</w:t></w:r>"),
        p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:t>已办结</w:t></w:r>'),
        p(
            "<w:r><w:ruby><w:rt><w:r><w:t>hé</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>禾</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        ),
        p("<m:oMathPara><m:oMath><m:r><m:t>x=3</m:t></m:r></m:oMath></m:oMathPara>"),
    )
    assert texts(read(data)) == ["甲-乙", "✓已办结", "禾hé", "x=3"]


@pytest.mark.parametrize(
    "body",
    [
        [p("上一篇"), p(PAGE_BREAK, "新的一页")],
        [p("上一篇", PAGE_BREAK), p("新的一页")],
        [p("上一篇"), p(PAGE_BREAK), p(), p("新的一页")],
        [p("上一篇", PAGE_BREAK, "新的一页")],
        [p("上一篇"), p("新的一页", properties="<w:pageBreakBefore/>")],
        [p("上一篇", properties="<w:sectPr/>"), p("新的一页"), "<w:sectPr/>"],
    ],
)
def test_page_breaks(body: list[str]) -> None:
    lines = [line for line in read(docx(*body)).lines if line.text]
    assert [(line.text, line.style.page_break) for line in lines] == [
        ("上一篇", False),
        ("新的一页", True),
    ]


def test_a_continuous_section_breaks_no_page() -> None:
    data = docx(
        p("上栏", properties="<w:sectPr/>"),
        p("下栏"),
        '<w:sectPr><w:type w:val="continuous"/></w:sectPr>',
    )
    assert not any(line.style.page_break for line in read(data).lines)


# Numbering

NUMBERING = """
<w:abstractNum w:abstractNumId="7">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>
   <w:lvlText w:val="%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
   <w:lvlText w:val="（%2）"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/>
   <w:lvlText w:val="%1.%2.%3"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>
   <w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="9"><w:lvl w:ilvl="0"><w:start w:val="3"/>
   <w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>
   <w:pStyle w:val="num"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="9"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="7"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
"""


def numbered(text: str, num: int, level: int = 0) -> str:
    inner = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'
    return p(text, properties=inner)


def test_automatic_numbers_are_rendered_and_recorded() -> None:
    data = docx(
        numbered("抓学习", 1),
        numbered("学理论", 1, 1),
        numbered("学业务", 1, 1),
        numbered("每周一课", 1, 2),
        numbered("抓落实", 1),
        numbered("建台账", 1, 1),
        numbered("", 2),
        numbered("要点", 2),
        numbered("三", 3),
        numbered("四", 3),
        numbered("重新开始", 4),
        numbered("不编号", 0),
        styled("num", "样式编号"),
        numbering=NUMBERING,
        styles='<w:style w:type="paragraph" w:styleId="num"><w:name w:val="n"/><w:pPr><w:numPr>'
        '<w:numId w:val="3"/></w:numPr></w:pPr></w:style>',
    )
    reading = read(data)
    assert texts(reading) == [
        "一、抓学习",
        "（一）学理论",
        "（二）学业务",
        "1.2.1 每周一课",
        "二、抓落实",
        "（一）建台账",
        "",
        "• 要点",
        "3. 三",
        "4. 四",
        "一、重新开始",
        "不编号",
        "5. 样式编号",
    ]
    marks = [reading.lines[s.line - 1].text[s.start : s.end] for s in reading.generated]
    assert marks[:4] == ["一、", "（一）", "（二）", "1.2.1 "]
    assert own_ink(reading) == source_ink(data, "word/document.xml")


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCounting", "十"),
        (24, "chineseCountingThousand", "二十四"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (1010, "chineseCountingThousand", "一千零一十"),
        (3, "chineseLegalSimplified", "叁"),
        (20, "ideographDigital", "二〇"),
        (4, "upperRoman", "IV"),
        (1990, "lowerRoman", "mcmxc"),
        (28, "upperLetter", "BB"),
        (2, "lowerLetter", "b"),
        (12, "decimalEnclosedCircleChinese", "⑫"),
        (3, "decimalFullWidth", "３"),
        (2, "ideographTraditional", "乙"),
        (7, "decimalZero", "07"),
        (7, "something", "7"),
        (999_999_999, "upperRoman", "999999999"),
        (0, "chineseCounting", "0"),
        (5, "none", ""),
    ],
)
def test_number_formats(value: int, kind: str, text: str) -> None:
    assert format_number(value, kind) == text


# Tables


def test_tables_are_rows_and_merged_cells_stand_once() -> None:
    data = docx(
        table(
            ("乡镇", cell("办结", properties='<w:gridSpan w:val="2"/>')),
            (cell("柳泉镇", properties='<w:vMerge w:val="restart"/>'), "12", cell("件", "次")),
            (cell(properties="<w:vMerge/>"), "8", cell(table(("甲", "乙"), ("丙", "丁")), p())),
        ),
        p("表后"),
    )
    reading = read(data)
    assert texts(reading) == ["乡镇\t办结\t", "柳泉镇\t12\t件 次", "\t8\t甲 乙 丙 丁", "表后"]
    assert [line.style.role for line in reading.lines] == ["table"] * 3 + ["text"]


def test_a_table_of_one_column_is_layout() -> None:
    data = docx(table((cell(p("标题", properties='<w:jc w:val="center"/>'), p("正文")),)))
    assert [(x.text, x.style.role) for x in read(data).lines] == [
        ("标题", "text"),
        ("正文", "text"),
    ]
    assert style_of(data, "标题").centred


def test_adjacent_tables_stay_two() -> None:
    data = docx(table(("甲", "乙"), ("1", "2")), table(("丙", "丁"), ("3", "4")))
    assert texts(read(data)) == ["甲\t乙", "1\t2", "", "丙\t丁", "3\t4"]


def test_nothing_comes_between_the_rows_of_a_table() -> None:
    data = docx(
        table(("甲", cell(p("乙", picture("rId9")))), ("1", "2")),
        parts={"word/media/a.png": PNG},
        relationships={"rId9": ("image", "media/a.png")},
    )
    assert [(x.style.role, x.text) for x in read(data).lines] == [
        ("table", "甲\t乙"),
        ("table", "1\t2"),
        ("image", ""),
    ]


def test_comments_are_furniture_at_the_end() -> None:
    data = docx(
        p("正文一句。"),
        parts={
            "word/comments.xml": part("comments", f'<w:comment w:id="0">{p("请核数")}</w:comment>')
        },
        relationships={"rId9": ("comments", "comments.xml")},
    )
    assert [(x.text, x.style.furniture) for x in read(data).lines] == [
        ("正文一句。", ""),
        ("请核数", "comment"),
    ]


def test_images_that_no_browser_shows_are_a_warning() -> None:
    data = docx(
        p("图前"),
        p(picture("rId9")),
        p("图后"),
        p(picture("rId8", "示意图")),
        parts={"word/media/a.emf": b"\x01\0\0\0" + bytes(60)},
        relationships={"rId9": ("image", "media/a.emf"), "rId8": ("image", "http://x.cn/a.png")},
    )
    (finding,) = read(data).findings
    assert (finding.code, finding.severity, finding.line) == ("HB118", "warning", 2)
    assert "2 幅" in finding.message and "第 2, 4 行" in finding.message


def test_charts_are_a_warning() -> None:
    chart = (
        '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><c:chart r:id="rId9" '
        'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    words = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        "<a:p><a:r><a:t>办件量</a:t></a:r></a:p></c:chartSpace>"
    )
    data = docx(
        p("图表如下"),
        p(chart),
        parts={"word/charts/chart1.xml": words},
        relationships={"rId9": ("chart", "charts/chart1.xml")},
    )
    reading = read(data)
    assert texts(reading) == ["图表如下", "办件量"]
    (finding,) = reading.findings
    assert (finding.code, finding.severity, finding.line) == ("HB119", "warning", 1)


def test_grid_gaps_and_deleted_rows() -> None:
    data = docx(
        "<w:tbl><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>"
        + cell("甲")
        + cell("乙")
        + "</w:tr><w:tr><w:trPr><w:del w:id='1'/></w:trPr>"
        + cell("已删")
        + cell("一行")
        + "</w:tr></w:tbl>"
    )
    assert [(x.text, x.style.furniture) for x in read(data).lines] == [
        ("\t甲\t乙", ""),
        ("已删", "deleted-text"),
        ("一行", "deleted-text"),
    ]


# Images, boxes, notes, heads


def test_images_are_attachments_with_stable_names() -> None:
    data = docx(
        p("图前", picture("i1", "办事大厅现场")),
        p(picture("i2")),
        p(picture("i1", "IMG_256")),
        p(picture("i3", "流程图")),
        p(picture("i4", "外部图")),
        p(picture("没有")),
        relationships={
            "i1": ("image", "media/a.jpeg"),  # the name lies, the bytes decide
            "i2": ("image", "/word/media/b.jpg"),
            "i3": ("image", "media/c.emf"),
            "i4": ("image", "http://example.invalid/d.png"),
        },
        parts={
            "word/media/a.jpeg": PNG,
            "word/media/b.jpg": JPEG,
            "word/media/c.emf": b"\x01\x00\x00\x00EMF",
        },
    )
    reading = read(data)
    assert reading.attachments == (("image-01.png", PNG), ("image-02.jpg", JPEG))
    shown = [(line.text, line.style.image) for line in reading.lines]
    assert shown == [
        ("图前", ""),
        ("办事大厅现场", "image-01.png"),
        ("", "image-02.jpg"),
        ("", "image-01.png"),
        ("流程图", ""),
        ("外部图", ""),
        ("", ""),
    ]
    assert all(line.style.role == "image" for line in reading.lines[1:])


BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic>"
    "<a:graphicData><wps:wsp><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></wps:wsp>"
    "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>"
    "<v:shape><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></v:shape></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r>"
)


def test_text_boxes_are_kept_once() -> None:
    data = docx(p("正文", BOX.format(p("框里的话") + p("第二段"))), p("后文"))
    assert texts(read(data)) == ["正文", "框里的话", "第二段", "后文"]


def test_an_empty_choice_falls_back() -> None:
    data = docx(
        p(
            "<w:r><mc:AlternateContent><mc:Choice Requires='x'><w:drawing/></mc:Choice>"
            "<mc:Fallback><w:pict><v:shape><v:imagedata r:id='i1'/></v:shape></w:pict>"
            "</mc:Fallback></mc:AlternateContent></w:r>"
        ),
        relationships={"i1": ("image", "media/a.png")},
        parts={"word/media/a.png": PNG},
    )
    assert [line.style.image for line in read(data).lines] == ["image-01.png"]


def test_words_of_graphics_are_kept() -> None:
    data = docx(
        p(
            "流程如下",
            "<w:r><w:drawing><a:graphic><dgm:relIds r:dm='d1'/></a:graphic></w:drawing></w:r>",
        ),
        relationships={"d1": ("diagramData", "diagrams/data1.xml")},
        parts={
            "word/diagrams/data1.xml": f"<dgm:dataModel {NAMESPACES}><a:p><a:r><a:t>受理</a:t>"
            "</a:r></a:p><a:p><a:r><a:t>办</a:t></a:r><a:r><a:t>结</a:t></a:r></a:p></dgm:dataModel>"
        },
    )
    assert texts(read(data)) == ["流程如下", "受理", "办结"]


def test_notes_follow_their_paragraph() -> None:
    reference = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    notes = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> 数据截至年底。</w:t></w:r>'
        '</w:p></w:footnote><w:footnote w:id="3">' + p("另一注") + p("第二段") + "</w:footnote>"
    )
    data = docx(
        p("办结率九成", reference.format(2), "，居前列。"),
        p("再引", reference.format(2), '<w:r><w:endnoteReference w:id="1"/></w:r>'),
        p("悬空", reference.format(99), reference.format(3)),
        relationships={"f": ("footnotes", "footnotes.xml"), "e": ("endnotes", "endnotes.xml")},
        parts={
            "word/footnotes.xml": part("footnotes", notes),
            "word/endnotes.xml": part("endnotes", f'<w:endnote w:id="1">{p("尾注")}</w:endnote>'),
        },
    )
    reading = read(data)
    assert texts(reading) == [
        "办结率九成〔1〕，居前列。",
        "〔1〕 数据截至年底。",
        "再引〔1〕〔2〕",
        "〔2〕 尾注",
        "悬空〔3〕",
        "〔3〕 另一注",
        "第二段",
    ]
    assert [n for n, line in enumerate(reading.lines) if line.style.role == "note"] == [1, 3, 5, 6]
    assert ink("〔") not in own_ink(reading)


def test_headers_and_footers_are_furniture_once() -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="h1"/>{}</w:sectPr>'
    data = docx(
        p("甲篇", properties=section.format('<w:footerReference r:id="f1"/>')),
        p("乙篇"),
        section.format('<w:footerReference r:id="f2"/>'),
        relationships={
            "h1": ("header", "header1.xml"),
            "f1": ("footer", "footer1.xml"),
            "f2": ("footer", "footer2.xml"),
        },
        parts={
            "word/header1.xml": part("hdr", p("作风建设经验汇编")),
            "word/footer1.xml": part("ftr", p("— 1 —")),
            "word/footer2.xml": part("ftr", p("— 1 —")),
        },
    )
    reading = read(data)
    assert texts(reading) == ["甲篇", "乙篇", "作风建设经验汇编", "— 1 —"]
    assert [line.style.furniture for line in reading.lines] == ["", "", *["running-head"] * 2]


# Changes, fields, tables of contents


def test_insertions_stay_and_deletions_go() -> None:
    data = docx(
        p(
            "保留",
            f'<w:ins w:id="1" w:author="a">{run("新增")}</w:ins>',
            '<w:del w:id="2"><w:r><w:delText>删去</w:delText></w:r></w:del>',
            f'<w:moveFrom w:id="3">{run("移走")}</w:moveFrom>',
            f'<w:moveTo w:id="4">{run("移来")}</w:moveTo>',
            '<w:commentRangeStart w:id="0"/>',
            '<w:r><w:commentReference w:id="0"/></w:r>',
        ),
        p("上半句", properties='<w:rPr><w:del w:id="5"/></w:rPr>'),
        p("下半句"),
        f'<w:del w:id="6">{p("整段删去")}</w:del>',
    )
    assert [(x.text, x.style.furniture) for x in read(data).lines] == [
        ("保留新增移来", ""),
        ("删去", "deleted-text"),
        ("上半句下半句", ""),
    ]


def test_wrapped_text_is_kept() -> None:
    data = docx(
        p(
            f'<w:hyperlink r:id="x">{run("链接")}</w:hyperlink>',
            f"<w:smartTag>{run('标签')}</w:smartTag>",
            f"<w:sdt><w:sdtPr/><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>",
            f"<w:fldSimple w:instr='DATE'>{run('域')}</w:fldSimple>",
        ),
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p('块控件')}</w:sdtContent></w:sdt>",
        f"<w:customXml>{p('自定义')}</w:customXml>",
    )
    assert texts(read(data)) == ["链接标签控件域", "块控件", "自定义"]


def field(code_text: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText> {code_text} </w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_field_codes_go_and_results_stay() -> None:
    nested = field("REF 甲", run("结果"))
    broken = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>X</w:instrText></w:r>'
    data = docx(p("见", nested, "一节"), p("坏域", broken), p("后文仍在"))
    assert texts(read(data)) == ["见结果一节", "坏域", "后文仍在"]


def test_tables_of_contents() -> None:
    start = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" '
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    gallery = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{p('目录')}{p('控件一')}</w:sdtContent></w:sdt>"
    )
    data = docx(
        gallery,
        p(start, "域一", "<w:r><w:tab/><w:t>1</w:t></w:r>"),
        p("域二"),
        p(end),
        styled("T1", "样式一"),
        p("正文"),
        styles=STYLES,
    )
    lines = {line.text: line.style.role for line in read(data).lines if line.text}
    toc = {key for key, role in lines.items() if role == "toc"}
    assert toc == {"目录", "控件一", "域一\t1", "域二", "样式一"}
    assert lines["正文"] == "text"


def test_a_table_of_contents_without_end_stops_at_a_heading() -> None:
    start = field("TOC", "").rpartition("<w:r>")[0]
    data = docx(p(start, "域一"), styled("1", "篇名标题"), p("正文"), styles=STYLES)
    assert [line.style.role for line in read(data).lines] == ["toc", "text", "text"]


def test_nothing_grows_with_the_square() -> None:
    """Open fields, odd descriptions and deleted ends by the thousand take no time to speak of."""
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    apart = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    data = docx(
        p(*[begin + apart] * 20_000),
        *[p("字")] * 5_000,
        p(picture("i", "图片" + "1" * 100_000 + "x")),
        *[p("连", properties='<w:rPr><w:del w:id="1"/></w:rPr>')] * 20_000,
    )
    start = time.monotonic()
    assert own_ink(read(data)).count("连") == 20_000
    assert time.monotonic() - start < 20  # a hang, not a speed


def test_hidden_text_is_furniture() -> None:
    data = docx(
        p("看得见", run("看不见", "<w:vanish/>")),
        p(run("也看不见", '<w:rStyle w:val="secret"/>'), "露出"),
        styles=STYLES,
    )
    lines = read(data).lines
    assert [line.text for line in lines] == ["看得见", "看不见", "露出", "也看不见"]
    assert [line.style.furniture for line in lines] == ["", "hidden-text", "", "hidden-text"]


def test_strict_documents_and_odd_archives() -> None:
    data = docx(styled("1", "严格格式"), styles=STYLES)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            content = old.read(entry).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            new.writestr(entry.filename.replace("word/", "Word\\"), content)
    assert style_of(stream.getvalue(), "严格格式").heading == 1


def test_an_embedded_web_page_is_read() -> None:
    data = docx(
        p("前"),
        '<w:altChunk r:id="c"/>',
        relationships={"c": ("aFChunk", "afchunk.htm")},
        parts={"word/afchunk.htm": "<html><meta charset=utf-8><p>网页里的正文</p></html>"},
    )
    assert texts(read(data)) == ["前", "网页里的正文"]


def test_nothing_is_lost() -> None:
    """A document with everything: its own characters are the lines' characters, in order."""
    draw = random.Random(3)
    words = [f"第{n}句话，说明做法{n}。" for n in range(60)]
    body = []
    for n in range(0, 54, 6):
        kind = draw.choice(["plain", "box", "table", "runs"])
        six = words[n : n + 6]
        if kind == "plain":
            body += [p(*six[:3]), numbered("".join(six[3:]), 1, draw.randrange(3))]
        elif kind == "box":
            body.append(
                p(
                    "".join(six[:4]),
                    *[f"<w:r><w:pict><w:txbxContent>{p(*six[4:])}</w:txbxContent></w:pict></w:r>"],
                )
            )
        elif kind == "table":
            body.append(table(tuple(six[:3]), tuple(six[3:])))
        else:
            body.append(p(*[run(s, "<w:b/>" if draw.random() < 0.5 else "") for s in six]))
    data = docx(*body, numbering=NUMBERING)
    assert own_ink(read(data)) == source_ink(data, "word/document.xml")


def test_python_docx_agrees() -> None:
    library = pytest.importorskip("docx", reason="python-docx is only used by tests")
    document = library.Document()
    document.add_heading("经验材料", 1)
    document.add_paragraph("正文第一段。")
    document.add_page_break()
    document.add_paragraph("条目", style="List Bullet")
    stream = io.BytesIO()
    document.save(stream)
    reading = read(stream.getvalue())
    assert [t for t in texts(reading) if t] == ["经验材料", "正文第一段。", "• 条目"]
    assert reading.lines[0].style.heading == 1
    assert reading.lines[-1].style.page_break


# Hostile and damaged input


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == name else old.read(entry))
    return stream.getvalue()


GOOD = docx(p("一段正文"), table(("甲", "乙"), ("丙", "丁")), styles=STYLES, numbering=NUMBERING)


def other_archive(name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, "内容")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "expected", "words"),
    [
        (b"", "HB101", ""),
        (docx(p(), p(" 　")), "HB101", ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "HB107", "旧版 Word"),
        ("只是一段文字".encode(), "HB107", "纯文本"),
        (b"<html><body>x</body></html>", "HB107", "网页"),
        (b"{\\rtf1 x}", "HB107", "RTF"),
        (b"%PDF-1.4", "HB107", "PDF"),
        (other_archive("xl/workbook.xml"), "HB107", "Excel"),
        (other_archive("readme.txt"), "HB107", "zip"),
        (other_archive("content.xml"), "HB107", "OpenDocument"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + bytes(600)
            + "EncryptedPackage".encode("utf-16-le"),
            "HB110",
            "",
        ),
        (GOOD[: len(GOOD) // 2], "HB108", ""),
        (other_archive("[Content_Types].xml"), "HB108", "document.xml"),
        (docx(document=b"<w:document"), "HB108", "XML"),
        (docx(document=b"\xff\xfe\x00"), "HB108", "XML"),
        (docx(document=""), "HB108", "XML"),
    ],
)
def test_what_is_no_word_document(data: bytes, expected: str, words: str) -> None:
    with pytest.raises(HuibianError) as caught:
        read(data)
    assert [finding.code for finding in caught.value.findings] == [expected]
    assert words in str(caught.value)


def test_an_encrypted_entry() -> None:
    data = bytearray(docx(p("甲")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 1)
    assert code(bytes(data)) == "HB110"


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(2, 9)).replace("&a1;", "&a;")
    + f"]><w:document {NAMESPACES}><w:body><w:p><w:r><w:t>&a8;</w:t></w:r></w:p></w:body>"
    "</w:document>"
)
EXTERNAL = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    f"<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>"
)


@pytest.mark.parametrize("document", [LAUGHS, EXTERNAL])
@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml", "_rels/.rels"])
def test_entities_are_refused(document: str, name: str) -> None:
    data = replaced(GOOD, name, document.encode())
    tracemalloc.start()
    assert code(data) == "HB114"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


def test_deep_tables() -> None:
    deep = p("最里面")
    for _ in range(15):
        deep = table((cell(deep + p("左")), cell("右")))
    assert "最里面" in "".join(texts(read(docx(deep))))
    for _ in range(200):
        deep = table((cell(deep), cell("右")))
    assert code(docx(deep)) == "HB114"


def test_zip_bombs() -> None:
    space = b"<w:p/>" * 12_000_000
    head = f"<w:document {NAMESPACES}><w:body>".encode()
    assert code(docx(document=head + space + b"</w:body></w:document>")) == "HB109"
    huge = PNG + bytes(150_000_000)
    picture_bomb = docx(
        p(picture("i")), relationships={"i": ("image", "m.png")}, parts={"word/m.png": huge}
    )
    assert code(picture_bomb) == "HB109"


def test_a_lying_size_does_not_unfold_more() -> None:
    data = docx(p("甲" * 5_000_000))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    lied = data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lied != data
    assert code(lied) == "HB108"


def test_a_paragraph_beyond_measure() -> None:
    assert code(docx(p("长" * 4_000_000))) == "HB114"


def test_attributes_beyond_measure_cost_nothing() -> None:
    data = docx(
        table((cell("甲", properties='<w:gridSpan w:val="999999"/>'), "乙")),
        numbered("项", 1),
        p(run("大", '<w:sz w:val="99999999999999999999"/>')),
        p("级", properties='<w:outlineLvl w:val="77"/>'),
        p(*[f'<w:r><w:sym w:char="{char}"/></w:r>' for char in ("D800", "0", "ZZ", "4E2D")]),
        numbering='<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0">'
        f'<w:start w:val="999999999"/><w:numFmt w:val="upperRoman"/>'
        f'<w:lvlText w:val="{"%1" * 9000}"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
    )
    reading = read(data)
    assert all(len(line.text) < 500 for line in reading.lines)
    assert texts(reading)[-1] == "中"


def test_missing_parts_are_done_without() -> None:
    data = docx(
        p("正文", '<w:r><w:footnoteReference w:id="1"/></w:r>', picture("i1")),
        '<w:sectPr><w:headerReference r:id="h"/></w:sectPr>',
        relationships={
            key: (kind, f"{kind}.xml")
            for key, kind in {
                "s": "styles",
                "n": "numbering",
                "f": "footnotes",
                "h": "header",
                "i1": "image",
            }.items()
        },
    )
    assert texts(read(data)) == ["正文", ""]


RICH = docx(
    styled("1", "标题"),
    numbered("编号", 1),
    p("正文", BOX.format(p("框")), picture("i1", "图"), PAGE_BREAK, "后页"),
    p("注", '<w:r><w:footnoteReference w:id="2"/></w:r>', field("TOC", run("目录"))),
    table(("甲", cell("乙", properties='<w:gridSpan w:val="2"/>')), ("丙", "丁")),
    '<w:sectPr><w:headerReference r:id="h"/></w:sectPr>',
    styles=STYLES,
    numbering=NUMBERING,
    relationships={
        "i1": ("image", "media/a.png"),
        "f": ("footnotes", "footnotes.xml"),
        "h": ("header", "header.xml"),
    },
    parts={
        "word/media/a.png": PNG,
        "word/footnotes.xml": part("footnotes", f'<w:footnote w:id="2">{p("注文")}</w:footnote>'),
        "word/header.xml": part("hdr", p("书眉")),
    },
)

flips = st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 255)), max_size=6)
few = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def mutated(data: bytes, changes: list[tuple[int, int]], cut: int | None) -> bytes:
    changed = bytearray(data)
    for at, value in changes:
        changed[at % len(changed)] ^= value
    return bytes(changed if cut is None else changed[: cut % len(changed)])


@few
@given(changes=flips, cut=st.none() | st.integers(0, 10**6))
def test_a_damaged_archive_gives_lines_or_a_diagnostic(
    changes: list[tuple[int, int]], cut: int | None
) -> None:
    try:
        reading = read(mutated(RICH, changes, cut))
    except HuibianError as error:
        assert error.findings
    else:
        assert reading.lines


@few
@given(
    name=st.sampled_from(
        [
            "word/document.xml",
            "word/styles.xml",
            "word/numbering.xml",
            "word/footnotes.xml",
            "word/_rels/document.xml.rels",
        ]
    ),
    changes=flips,
    cut=st.none() | st.integers(0, 10**6),
)
def test_a_damaged_part_gives_lines_or_a_diagnostic(
    name: str, changes: list[tuple[int, int]], cut: int | None
) -> None:
    with zipfile.ZipFile(io.BytesIO(RICH)) as archive:
        content = archive.read(name)
    try:
        reading = read(replaced(RICH, name, mutated(content, changes, cut)))
    except HuibianError as error:
        assert error.findings
    else:
        assert reading.lines


@few
@given(data=st.data())
def test_shuffled_elements_give_lines_or_a_diagnostic(data: st.DataObject) -> None:
    """Well-formed XML in which tags stand where they do not belong."""
    tags = ["p", "r", "t", "tbl", "tr", "tc", "pPr", "rPr", "sdt", "sdtContent", "txbxContent"]
    tags += ["drawing", "footnoteReference", "sectPr", "ins", "del", "numPr", "ruby", "fldChar"]

    def tree(depth: int) -> str:
        tag = data.draw(st.sampled_from(tags))
        children = data.draw(st.integers(0, 3 if depth < 5 else 0))
        inner = "".join(tree(depth + 1) for _ in range(children)) or "字"
        return f'<w:{tag} w:val="1" w:id="2">{inner}</w:{tag}>'

    try:
        read(
            replaced(
                RICH, "word/document.xml", part("document", f"<w:body>{tree(0)}</w:body>").encode()
            )
        )
    except HuibianError as error:
        assert error.findings
