"""Layouts of the formats beside plain text: Word, web pages, Markdown, PDF."""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from .articles import Article, Part, chosen, subtitled
from .layouts import INDENT, PARTS, PREFACE, halves, joined, layout, some
from .sheet import Case, Wanted, chinese, wanted, wrapper

# --- Word -------------------------------------------------------------------------------------

WriteTitle = Callable[[Word, Article, int], None]


def add(
    word: Word, text: str = "", style: str | None = None, size: float = 0, bold: bool = False,
    centre: bool = False, indent: bool = False,
) -> Paragraph:  # fmt: skip
    """Write a paragraph with a look."""
    paragraph = word.add_paragraph(style=style)
    run = paragraph.add_run(text)
    if size:
        run.font.size = Pt(size)
    if bold:
        run.bold = True
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(size * 2 if size else 28)
    return paragraph


def add_body(
    word: Word, article: Article, heading: Callable[[Word, str], object], size: float = 14,
    indent: bool = True,
) -> None:  # fmt: skip
    """Write an article's body; rows that follow each other are a table."""
    rows: list[list[str]] = []

    def flush() -> None:
        if rows:
            table = word.add_table(len(rows), len(rows[0]))
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    table.cell(at, column).text = cell
            rows.clear()

    for part in article.shown:
        if part.kind == "row":
            rows.append(part.text.split("\t"))
            continue
        flush()
        if part.kind == "heading":
            heading(word, part.text)
        else:
            add(word, part.text, size=size, indent=indent)
    flush()


def word_case(word: Word, articles: Sequence[Wanted], outside: Sequence[str] = ()) -> Case:
    held = io.BytesIO()
    word.save(held)
    return Case("汇编.docx", held.getvalue(), tuple(articles), tuple(outside))


def plain_heading(word: Word, text: str) -> None:
    add(word, text, size=14, indent=True)


def bold_heading(word: Word, text: str) -> None:
    add(word, text, size=14, bold=True, indent=True)


@layout(some(3, 12))
def word_headings(articles: Sequence[Article]) -> Case:
    word = Document()
    head = f"全省营商环境创新案例汇编（{len(articles)}篇）"
    word.add_heading(head, 0)
    for one in articles:
        word.add_heading(one.title, 1)
        add_body(word, one, plain_heading)
    return word_case(word, [wanted(one) for one in articles], [head])


@layout(some(15, 9))
def word_headings_of_two_ranks(articles: Sequence[Article]) -> Case:
    word = Document()
    for one in articles:
        word.add_heading(one.title, 1)
        add_body(word, one, lambda word, text: word.add_heading(text, 2))
    return word_case(word, [wanted(one) for one in articles])


@layout(some(27, 12))
def word_headings_with_parts(articles: Sequence[Article]) -> Case:
    """The parts are first-rank headings, the articles second, their own headings third."""
    word = Document()
    outside = []
    for at, one in enumerate(articles):
        if at % 4 == 0:
            outside.append(f"第{chinese(at // 4 + 1)}部分 {PARTS[at // 4]}")
            word.add_heading(outside[-1], 1)
        word.add_heading(one.title, 2)
        add_body(word, one, lambda word, text: word.add_heading(text, 3))
    return word_case(word, [wanted(one) for one in articles], outside)


def field(sign: str) -> Any:
    """Return a piece of a field: its begin, separate or end, or else its instruction."""
    if sign in ("begin", "separate", "end"):
        element = OxmlElement("w:fldChar")
        element.set(qn("w:fldCharType"), sign)
    else:
        element = OxmlElement("w:instrText")
        element.text = sign
    return element


@layout(some(39, 10))
def word_headings_with_contents_field(articles: Sequence[Article]) -> Case:
    word = Document()
    head = "驻村帮扶先进典型汇编"
    add(word, head, size=26, bold=True, centre=True)
    outside = [head, "目录"]
    add(word, "目录", size=16, centre=True)
    word.styles.add_style("toc 1", 1)
    entries = []
    for page, one in enumerate(articles, 1):
        entries.append(add(word, f"{one.title}\t{page * 2}", style="toc 1"))
        outside.append(f"{one.title}{page * 2}")
    for sign in ("separate", ' TOC \\o "1-1" \\h ', "begin"):  # each is put before the last
        entries[0].runs[0]._r.insert(0, field(sign))
    entries[-1].runs[0]._r.append(field("end"))
    for one in articles:
        word.add_heading(one.title, 1)
        add_body(word, one, bold_heading)
    section = word.sections[0]
    section.header.paragraphs[0].text = "内部资料 注意保存"
    section.footer.paragraphs[0].text = "— 1 —"
    return word_case(word, [wanted(one) for one in articles], outside)


@layout(some(51, 10))
def word_by_look(articles: Sequence[Article]) -> Case:
    word = Document()
    head = f"森林防火经验材料汇编（{len(articles)}篇）"
    add(word, head, size=26, centre=True)
    for one in articles:
        add(word, one.title, size=22, centre=True)
        add_body(word, one, bold_heading, size=16)
    return word_case(word, [wanted(one) for one in articles], [head])


@layout(some(0, 9))
def word_by_look_bold_only(articles: Sequence[Article]) -> Case:
    """Titles and headings are both bold in the body's size; only titles are centred."""
    word = Document()
    for one in articles:
        add(word, one.title, size=14, bold=True, centre=True)
        add_body(word, one, bold_heading)
    return word_case(word, [wanted(one) for one in articles])


@layout(some(12, 10))
def word_by_look_titles_over_two_lines(articles: Sequence[Article]) -> Case:
    """Half the titles are two paragraphs, half one with a line break."""
    word = Document()
    expected = []
    for at, one in enumerate(articles):
        lines = halves(one)
        if at % 2 and len(lines) == 2:
            paragraph = add(word, lines[0], size=22, centre=True)
            paragraph.runs[0].add_break(WD_BREAK.LINE)
            second = paragraph.add_run(lines[1])
            second.font.size = Pt(22)
        else:
            for line in lines:
                add(word, line, size=22, centre=True)
        add_body(word, one, plain_heading, size=16)
        expected.append(wanted(one, *joined(lines)))
    return word_case(word, expected)


@layout(some(24, 9))
def word_by_look_with_bylines(articles: Sequence[Article]) -> Case:
    word = Document()
    expected = []
    for at, one in enumerate(articles):
        with_subtitle = subtitled(one) if at % 3 == 0 else one
        bylines = [one.unit] if at % 2 else [one.unit, "（2023年7月）"]
        add(word, one.title, size=22, centre=True)
        if with_subtitle.subtitle:
            add(word, with_subtitle.subtitle, size=18, centre=True)
        for line in bylines:
            add(word, line, size=16, centre=True)
        add(word)
        add_body(word, replace(one, subtitle=""), bold_heading, size=16)
        expected.append(wanted(with_subtitle, bylines=bylines))
    return word_case(word, expected)


@layout(some(36, 10))
def word_without_styles(articles: Sequence[Article]) -> Case:
    word = Document()
    head = f"河长制工作经验交流材料（{len(articles)}篇）"
    word.add_paragraph(head)
    for one in articles:
        word.add_paragraph()
        word.add_paragraph(one.title)
        add_body(word, one, lambda word, text: word.add_paragraph(text), size=0, indent=False)
    return word_case(word, [wanted(one) for one in articles], [head])


@layout(some(48, 9))
def word_without_styles_or_blanks(articles: Sequence[Article]) -> Case:
    word = Document()
    head = f"民族团结进步创建经验材料（{len(articles)}篇）"
    word.add_paragraph(head)
    for at, one in enumerate(articles, 1):
        word.add_paragraph(f"{chinese(at)}、{one.title}")
        add_body(word, one, lambda word, text: word.add_paragraph(text), size=0, indent=False)
    return word_case(word, [wanted(one) for one in articles], [head])


@layout(some(60, 9))
def word_page_breaks(articles: Sequence[Article]) -> Case:
    """No style; each article starts a page by a break in the paragraph before it."""
    word = Document()
    for at, one in enumerate(articles):
        if at:
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        word.add_paragraph(one.title)
        add_body(word, one, lambda word, text: word.add_paragraph(text), size=0)
    return word_case(word, [wanted(one) for one in articles])


@layout(some(9, 8))
def word_page_break_before(articles: Sequence[Article]) -> Case:
    word = Document()
    for one in articles:
        title = add(word, one.title, size=16, bold=True)
        title.paragraph_format.page_break_before = True
        add_body(word, one, bold_heading, size=16)
    return word_case(word, [wanted(one) for one in articles])


@layout(lambda: chosen("下好先手棋"))
def single_word_title_over_two_large_lines(articles: Sequence[Article]) -> Case:
    """A line in small type stands above the title."""
    word, one = Document(), articles[0]
    lines = halves(one)
    add(word, "内部资料", size=10)
    for line in lines:
        add(word, line, size=22, centre=True)
    add(word)
    add_body(word, one, bold_heading, size=16)
    made = replace(wanted(one, *joined(lines)), signature=("内部资料",))
    return replace(word_case(word, [made]), whole=True)


@layout(some(33, 10, headed=True))
def word_titles_by_style_and_by_look(articles: Sequence[Article]) -> Case:
    """Every fourth title was typed large, bold and centred, without the style."""
    word = Document()
    for at, one in enumerate(articles):
        if at % 4 == 1:
            add(word, one.title, size=20, bold=True, centre=True)
        else:
            word.add_heading(one.title, 1)
        add_body(word, one, bold_heading)
    return word_case(word, [wanted(one) for one in articles])


@layout(some(40, 12))
def word_parts_over_titles_with_contents_by_hand(articles: Sequence[Article]) -> Case:
    """Parts are first-rank headings and stand in the contents as well, without a page."""
    word = Document()
    outside = ["全市重点工作案例选", "目录"]
    add(word, outside[0], size=26, bold=True, centre=True)
    add(word, outside[1], size=18, centre=True)
    parts = [f"第{chinese(at + 1)}部分 {name}" for at, name in enumerate(PARTS)]
    for at, one in enumerate(articles):
        if at % 3 == 0:
            add(word, parts[at // 3])
        outside.append(f"{one.title}{'…' * 8}{at * 2 + 1}")
        add(word, outside[-1])
    word.add_page_break()
    for at, one in enumerate(articles):
        if at % 3 == 0:
            outside.append(parts[at // 3])
            word.add_heading(parts[at // 3], 1)
        word.add_heading(one.title, 2)
        add_body(word, one, bold_heading)
    return word_case(word, [wanted(one) for one in articles], outside)


def contents_table(word: Word, rows: Sequence[Sequence[str]]) -> None:
    table = word.add_table(len(rows), len(rows[0]))
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            table.cell(at, column).text = cell


@layout(some(13, 9))
def word_contents_in_a_table_with_pages(articles: Sequence[Article]) -> Case:
    word = Document()
    outside = ["全市消防安全工作会", "材料目录"]
    for text in outside:
        add(word, text, size=20, bold=True, centre=True)
    rows = [("序号", "标题", "单位", "页码")]
    rows += [(str(at), one.title, one.unit, str(at * 3)) for at, one in enumerate(articles, 1)]
    contents_table(word, rows)
    for one in articles:
        add(word)
        add(word, one.title, size=20, bold=True, centre=True)
        add_body(word, one, plain_heading)
    return word_case(word, [wanted(one) for one in articles], outside)


@layout(some(19, 12))
def word_parts_without_a_word_for_it(articles: Sequence[Article]) -> Case:
    """The same with parts of which only their rank tells what they are."""
    word = Document()
    outside = ["目录"]
    add(word, outside[0], size=18, centre=True)
    for at, one in enumerate(articles):
        if at % 3 == 0:
            add(word, PARTS[at // 3])
        outside.append(f"{one.title}\t{at * 2 + 1}")
        add(word, outside[-1])
    for at, one in enumerate(articles):
        if at % 3 == 0:
            outside.append(PARTS[at // 3])
            word.add_heading(PARTS[at // 3], 1)
        word.add_heading(one.title, 2)
        add_body(word, one, bold_heading)
    return word_case(word, [wanted(one) for one in articles], outside)


@layout(some(37, 9))
def word_contents_in_a_table_without_pages(articles: Sequence[Article]) -> Case:
    """交流发言目录 looks as the titles do; the table has the unit before the title."""
    word = Document()
    add(word, "交流发言目录", bold=True, centre=True)
    contents_table(word, [("发言单位", "发言题目"), *((one.unit, one.title) for one in articles)])
    for one in articles:
        add(word)
        add(word, one.title, bold=True, centre=True)
        add_body(word, one, plain_heading)
    return word_case(word, [wanted(one) for one in articles], ["交流发言目录"])


@layout(some(29, 8))
def word_contents_with_a_count(articles: Sequence[Article]) -> Case:
    """目录（共8篇） is a heading like the titles; the list below it has numbers, and no pages."""
    word = Document()
    head = f"目录（共{len(articles)}篇）"
    word.add_heading(head, 1)
    for at, one in enumerate(articles, 1):
        add(word, f"{at}.{one.title}", size=14)
    for one in articles:
        word.add_heading(one.title, 1)
        add_body(word, one, bold_heading)
    return word_case(word, [wanted(one) for one in articles], [head])


# --- web pages --------------------------------------------------------------------------------

NAVIGATION = ["网站首页", "公文范文", "工作总结", "心得体会", "会员中心"]
SCRIPT = "<script>var page = {title: '全部', next: 2}; document.write('<p>热门推荐</p>');</script>"


def web_page(head: str, inner: str, foot: str = "", charset: str = "utf-8") -> bytes:
    """Return a saved page with what stands around the article."""
    menu = "".join(f'<li><a href="/c{at}/">{text}</a></li>' for at, text in enumerate(NAVIGATION))
    page = (
        f'<!DOCTYPE html>\n<html><head><meta charset="{charset}"><title>{head} - 公文网</title>'
        f"<style>p {{ text-indent: 2em }}</style>{SCRIPT}</head>\n<body>\n"
        f'<nav class="menu"><ul>{menu}</ul></nav>\n<div class="main">\n{inner}\n</div>\n'
        f"<footer>{foot or '版权所有 公文网 备案号 00000000'}</footer>\n{SCRIPT}</body></html>"
    )
    return page.encode("gb18030" if charset == "gb2312" else charset)


def web_body(article: Article, heading: str) -> str:
    """Return an article's body as HTML; ``heading`` is the tag of its headings."""
    parts: list[str] = []
    for part in article.shown:
        if part.kind == "row":
            cells = "".join(f"<td>{html.escape(cell)}</td>" for cell in part.text.split("\t"))
            parts.append(f"<tr>{cells}</tr>")
        else:
            tag = heading if part.kind == "heading" else "p"
            close = tag.split()[0]
            parts.append(f"<{tag}>{html.escape(part.text, quote=False)}</{close}>")
    text = "\n".join(parts)
    if "<tr>" in text:
        text = text.replace("<tr>", "<table><tr>", 1)
        at = text.rindex("</tr>") + len("</tr>")
        text = text[:at] + "</table>" + text[at:]
    return text


def web(
    articles: Sequence[Article], title: str, heading: str, head: str = "", charset: str = "utf-8"
) -> Case:
    """Return a page; ``title`` is the pattern of a title's element."""
    inner = [f"<h1>{head}</h1>"] if head else []
    for one in articles:
        inner += [title.format(html.escape(one.title, quote=False)), web_body(one, heading)]
    data = web_page(head or "材料", "\n".join(inner), charset=charset)
    outside = [*([head] if head else []), *NAVIGATION, "热门推荐"]
    return Case("网页.html", data, tuple(wanted(one) for one in articles), tuple(outside))


@layout(some(21, 10))
def web_first_rank_headings(articles: Sequence[Article]) -> Case:
    return web(articles, "<h1>{}</h1>", "p")


@layout(some(33, 10))
def web_second_rank_headings(articles: Sequence[Article]) -> Case:
    head = f"放管服改革经验材料（{len(articles)}篇）"
    return web(articles, "<h2>{}</h2>", "h3", head)


@layout(some(45, 9))
def web_bold_paragraphs(articles: Sequence[Article]) -> Case:
    head = f"营商环境经验材料汇编{len(articles)}篇"
    return web(articles, "<p><strong>{}</strong></p>", "p", head)


@layout(some(57, 8))
def web_centred_paragraphs_gb2312(articles: Sequence[Article]) -> Case:
    title = '<p style="text-align: center;"><b>{}</b></p>'
    return web(articles, title, "p", "基层统战工作经验", charset="gb2312")


@layout(some(6, 9))
def web_line_breaks_and_marks(articles: Sequence[Article]) -> Case:
    """One block of text with <br>, as small sites have it; titles are 篇一：."""
    head = f"食品安全经验材料（精选{len(articles)}篇）"
    inner = [f"<h1>{head}</h1><div>"]
    for at, one in enumerate(articles, 1):
        inner.append(f"<b>篇{chinese(at)}：{one.title}</b><br>")
        inner += [f"　　{part.text}<br/>" for part in one.shown]
    inner.append("</div>")
    plain = [
        replace(one, parts=tuple(Part("paragraph", part.text) for part in one.parts))
        for one in articles
    ]
    return Case(
        "打印页.htm",
        web_page(head, "\n".join(inner)),
        tuple(wanted(one) for one in plain),
        (head, *NAVIGATION),
    )


@layout(lambda: chosen("平岭县“三个一”"))
def single_saved_page_with_path_and_facts(articles: Sequence[Article]) -> Case:
    """No element says what it is: the path and the facts are lines like any other."""
    one = articles[0]
    inner = (
        "<div><a href='/'>首页</a> &gt; <a href='/d'>党建园地</a> &gt; 正文</div>"
        f"<div>{one.title}</div><div><span>发布日期：2023-07-01</span><span>信息来源：平岭新闻网</span>"
        f"<span>浏览次数：87</span></div>{web_body(one, 'p')}<div>【打印】 【关闭】</div>"
    )
    data = (
        f"<html><head><meta charset='utf-8'><title>正文</title></head><body>{inner}</body></html>"
    )
    outside = (
        "首页 > 党建园地 > 正文",
        "发布日期：2023-07-01",
        "信息来源：平岭新闻网",
        "浏览次数：87",
    )
    return Case("保存的网页.html", data.encode(), (wanted(one),), outside, whole=True)


# --- Markdown ---------------------------------------------------------------------------------


def markdown(
    articles: Sequence[Article], title: str, heading: str, head: Sequence[str] = ()
) -> Case:
    lines = [line for text in head for line in (text, "")]
    for one in articles:
        lines += [title.format(one.title), ""]
        for part in one.shown:
            lines += [heading.format(part.text) if part.kind == "heading" else part.text, ""]
    data = "\n".join(lines).encode()
    outside = tuple(text.lstrip("# ") for text in head)
    return Case("汇编.md", data, tuple(wanted(one) for one in articles), outside)


@layout(some(18, 10, tables=False))
def markdown_first_rank(articles: Sequence[Article]) -> Case:
    return markdown(articles, "# {}", "## {}")


@layout(some(30, 11, tables=False))
def markdown_second_rank(articles: Sequence[Article]) -> Case:
    head = f"# 数字乡村经验材料（{len(articles)}篇）"
    return markdown(articles, "## {}", "### {}", [head, PREFACE[0]])


@layout(some(22, 9, tables=False))
def markdown_contents_of_links(articles: Sequence[Article]) -> Case:
    """A numbered list of links; the titles have no numbers."""
    links = [f"{at}. [{one.title}](#part-{at})" for at, one in enumerate(articles, 1)]
    head = ["# 智慧养老经验材料", "## 目录", *links]
    case = markdown(articles, "## {}", "**{}**", head)
    return replace(case, outside=("智慧养老经验材料", "目录"))


@layout(some(50, 10, tables=False))
def markdown_numbered_headings(articles: Sequence[Article]) -> Case:
    numbered = [replace(one, title=f"{at}. {one.title}") for at, one in enumerate(articles, 1)]
    case = markdown(numbered, "## {}", "### {}", ["# 校园安全工作经验材料"])
    return replace(case, wanted=tuple(wanted(one) for one in articles))


@layout(some(42, 9, tables=False))
def markdown_bold(articles: Sequence[Article]) -> Case:
    return markdown(articles, "**{}**", "{}", [f"残疾人事业经验材料（{len(articles)}篇）"])


# --- PDF --------------------------------------------------------------------------------------

FONT = "STSong-Light"
LEFT, TOP, BOTTOM, BODY, PITCH, WIDTH = 90.0, 770.0, 80.0, 15.0, 27.0, 28


def pdf(
    articles: Sequence[Article], size: float, fresh: bool, centre: bool, head: str = "",
    running: str = "",
) -> Case:  # fmt: skip
    """Set articles on A4 pages: titles in ``size``, ``fresh`` on a page of their own."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=(595, 842))
    state = {"y": TOP, "page": 1}

    def turn() -> None:
        canvas.setFont(FONT, 9)
        if running:
            canvas.drawString(LEFT, 800, running)
        canvas.drawCentredString(297, 45, f"- {state['page']} -")
        canvas.showPage()
        state["y"], state["page"] = TOP, state["page"] + 1

    def put(text: str, font: float = BODY, middle: bool = False) -> None:
        if state["y"] < BOTTOM:
            turn()
        canvas.setFont(FONT, font)
        if middle:
            canvas.drawCentredString(297, state["y"], text)
        else:
            bare = text.lstrip("\u3000")
            canvas.drawString(LEFT + BODY * (len(text) - len(bare)), state["y"], bare)
        state["y"] -= PITCH * max(1.0, font / BODY)

    outside = [running] if running else []
    if head:
        put(head, 26, True)
        outside.append(head)
        if fresh:
            turn()
    wrap, narrow = wrapper(WIDTH, "pull"), wrapper(int(WIDTH * BODY / size), "pull")
    for at, one in enumerate(articles):
        if fresh and at:
            turn()
        elif at:
            state["y"] -= PITCH
        for line in narrow(one.title):
            put(line, size, centre)
        state["y"] -= PITCH / 2
        for part in one.shown:
            for line in wrap(INDENT + part.text):
                put(line)
    turn()
    canvas.save()
    return Case("汇编.pdf", held.getvalue(), tuple(wanted(one) for one in articles), tuple(outside))


@layout(some(54, 9, tables=False))
def pdf_large_titles(articles: Sequence[Article]) -> Case:
    head = f"应急管理经验材料汇编（{len(articles)}篇）"
    return pdf(articles, 22, False, True, head, "应急管理经验材料汇编")


@layout(some(2, 8, tables=False))
def pdf_large_titles_on_new_pages(articles: Sequence[Article]) -> Case:
    return pdf(articles, 20, True, True, "", "内部资料")


@layout(some(14, 8, tables=False))
def pdf_centred_titles_in_body_size(articles: Sequence[Article]) -> Case:
    return pdf(articles, BODY, False, True)


@layout(lambda: chosen("平岭县“三个一”"))
def single_pdf_with_a_running_head_once(articles: Sequence[Article]) -> Case:
    """One page: nothing tells a running head by its repetition."""
    case = pdf(articles, 20, False, True, "", "党员先锋岗资料")
    return replace(case, whole=True)
