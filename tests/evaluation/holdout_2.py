"""The second hold-out: compilations of a third hand, written when the first was no longer unseen.

Made as a clerk finds compilations on the web, in a colleague's mail or on the office's share, in
about the proportions in which they come: mostly text pasted together, some Word, few web pages
and PDF files. Written without a look at the splitter's rules and frozen, like the first.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import replace

from docx import Document
from docx.document import Document as Word

from .articles import Article, Part
from .formats import FONT, add, add_body, bold_heading, plain_heading, word_case
from .layouts import INDENT
from .sheet import Case, Sheet, Wanted, centred, chinese, full_width, wanted, wrapper
from .stock import Pages, Stock, cut, flat, one_case, opened, read_as

_STOCK = Stock("articles_holdout_2.yml", "hold-out-2")
HOLDOUT_2 = _STOCK.entries
held, alone, sentences, longer = _STOCK.held, _STOCK.alone, _STOCK.sentences, _STOCK.longer

ISSUER = "中共岚州市委办公室"


def under(sheet: Sheet, one: Article, *title: str, titles: Sequence[str] = (),
          indent: str | Callable[[int], str] = INDENT, after: int = 0, between: int = 0,
          pad: Callable[[str], str] = str) -> None:  # fmt: skip
    """Write an article with its subtitle straight under its title."""
    sheet.put(*(title or (pad(one.title),)))
    if one.subtitle:
        sheet.put(pad(one.subtitle))
    sheet.blank(after)
    sheet.body(replace(one, subtitle=""), indent, between)
    sheet.wanted.append(wanted(one, *titles))


def halved(title: str, most: int) -> tuple[str, ...]:
    """Return a title's lines as somebody breaks it by hand: no line of a few characters."""
    lines = cut(title, most)
    if len(lines[-1]) > 3:
        return lines
    middle = (len(title) + 1) // 2
    return title[:middle], title[middle:]


# --- pasted together: numbers and marks ---------------------------------------------------------


@held(0, 10)
def pieces_with_colons(articles: Sequence[Article]) -> Case:
    """篇一：title, no blank line anywhere, bodies indented, the count declared."""
    sheet = Sheet()
    sheet.aside(f"改革创新经验交流材料汇编（{len(articles)}篇）")
    for at, one in enumerate(articles, 1):
        under(sheet, one, f"篇{chinese(at)}：{one.title}")
    return sheet.case()


@held(7, 9)
def piece_marks_on_their_own_lines(articles: Sequence[Article]) -> Case:
    """【篇一】 stands alone above a title; a blank line before the mark."""
    sheet = Sheet()
    sheet.aside(f"各地各部门典型经验做法（{len(articles)}篇）")
    for at, one in enumerate(articles, 1):
        sheet.blank()
        sheet.aside(f"【篇{chinese(at)}】")
        under(sheet, one)
    return sheet.case()


@held(13, 8)
def pieces_in_brackets_all_flush(articles: Sequence[Article]) -> Case:
    """【第1篇】title; every paragraph flush and parted by a blank line."""
    sheet = Sheet()
    sheet.aside("【材料合集】2023年机关单位经验总结", "")
    for at, one in enumerate(articles, 1):
        under(sheet, one, f"【第{at}篇】{one.title}", indent="", after=1, between=1)
        sheet.blank()
    return sheet.case("合集.txt")


@held(21, 11)
def first_piece_centred_title_below(articles: Sequence[Article]) -> Case:
    """第一篇 centred and, after a blank line, the title centred, with its subtitle."""
    sheet = Sheet()
    sheet.aside(centred("高质量发展"), centred("经验材料选编"), "", "")
    for at, one in enumerate(articles, 1):
        sheet.aside(centred(f"第{chinese(at)}篇"))
        sheet.blank()
        under(sheet, one, pad=centred, after=1)
        sheet.blank(2)
    return sheet.case()


@held(30, 9)
def material_marks_and_units_in_brackets(articles: Sequence[Article]) -> Case:
    """交流材料之一 flush, title centred with full-width spaces, （unit） below."""
    sheet = Sheet()
    for at, one in enumerate(articles, 1):
        sheet.aside(f"交流材料之{chinese(at)}：")
        unit = centred(f"（{one.unit}）", 72, "\u3000")
        sheet.article(
            replace(one, subtitle=""),
            centred(one.title, 72, "\u3000"),
            bylines=[unit],
            indent=INDENT,
        )
        sheet.blank()
    return sheet.case()


@held(36, 10)
def samples_of_a_paper_site(articles: Sequence[Article]) -> Case:
    """例文1 / title, advertising of the site at the head, in the middle and at the end."""
    sheet = Sheet()
    sheet.aside("工作经验材料范文精选10篇", "更多精彩材料请关注本站公众号：某某文稿")
    for at, one in enumerate(articles, 1):
        under(sheet, one, f"例文{at}：{one.title}")
        if at == 5:
            sheet.aside("（未完，下载完整版请登录某某文稿网 www.example.com）")
    sheet.aside("以上就是小编为大家整理的全部内容，希望对您有所帮助！")
    return sheet.case()


@held(4, 12)
def chinese_numbers_over_bracketed_headings(articles: Sequence[Article]) -> Case:
    """一、title; the articles' own headings are （一）, no blank lines."""
    sheet = Sheet()
    sheet.aside("岚州市创新社会治理典型案例")
    for at, one in enumerate(articles, 1):
        own = [
            replace(part, text=f"（{chinese(number)}）{part.text.lstrip('（一二三四）、')}")
            for number, part in enumerate((p for p in one.parts if p.kind == "heading"), 1)
        ]
        parts = [own.pop(0) if part.kind == "heading" else part for part in one.parts]
        under(sheet, replace(one, parts=tuple(parts)), f"{chinese(at)}、{one.title}")
    return sheet.case()


@held(10, 9)
def arabic_numbers_with_stops_flush(articles: Sequence[Article]) -> Case:
    """1、title, and lists 1. inside; a blank line before each title only."""
    sheet = Sheet()
    sheet.aside("全省县域经济发展典型材料9篇")
    for at, one in enumerate(articles, 1):
        sheet.blank()
        under(sheet, one, f"{at}、{one.title}")
    return sheet.case()


@held(17, 8)
def full_width_numbers(articles: Sequence[Article]) -> Case:
    """１．title, with 1.抓…… in the bodies, everything indented alike."""
    sheet = Sheet()
    for at, one in enumerate(articles, 1):
        listed = [
            Part("paragraph", f"{number}.{sentence}")
            for number, sentence in enumerate(sentences(one.title, 3), 1)
        ]
        made = replace(flat(one), parts=(*flat(one).parts[:2], *listed, flat(one).parts[-1]))
        under(sheet, made, f"{INDENT}{full_width(at)}．{one.title}")
    return sheet.case()


@held(24, 9)
def circled_numbers(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("民生实事办理经验分享", "")
    for one, sign in zip(articles, "①②③④⑤⑥⑦⑧⑨", strict=True):
        under(sheet, one, f"{sign} {one.title}", indent="", between=1, after=1)
        sheet.blank()
    return sheet.case()


@held(31, 8, without=("：",))
def cases_with_unit_before_title(articles: Sequence[Article]) -> Case:
    """案例1 unit：title, then the body at once."""
    sheet = Sheet()
    sheet.aside("2023年度全市改革攻坚优秀案例（8个）", "")
    for at, one in enumerate(articles, 1):
        line = f"{one.unit}：{one.title}"
        under(sheet, one, f"案例{at} {line}", titles=[one.title, line, f"案例{at} {line}"])
        sheet.blank()
    return sheet.case()


@held(39, 8)
def squares_and_long_articles(articles: Sequence[Article]) -> Case:
    """■title before articles of 1500 characters with a blank line between all paragraphs."""
    sheet = Sheet()
    sheet.aside("学习借鉴·他山之石", "")
    for one in articles:
        under(sheet, longer(one, 1500), f"■{one.title}", indent="", after=1, between=1)
        sheet.blank()
    return sheet.case()


@held(2, 8)
def part_numbers_from_a_phone(articles: Sequence[Article]) -> Case:
    """PART.01 alone, the title below, everything apart; a call to follow at the end."""
    sheet = Sheet()
    sheet.aside("机关笔杆子必备：8篇高质量经验材料", "", "点击上方“岚州机关党建”关注我们", "")
    for at, one in enumerate(articles, 1):
        sheet.aside(f"PART.{at:02}", "")
        under(sheet, one, indent="", after=1, between=1)
        sheet.blank()
    sheet.aside("往期推荐", "审核：李某　编辑：小陶", "欢迎转发、收藏、点赞")
    return sheet.case("公众号.txt")


@held(9, 10)
def zero_padded_numbers(articles: Sequence[Article]) -> Case:
    """01 title; the bodies have 一是 and （一）; two blank lines before a title."""
    sheet = Sheet()
    sheet.aside("全市“比学赶超”亮点材料", f"（共{len(articles)}篇）")
    for at, one in enumerate(articles, 1):
        sheet.blank(2)
        under(sheet, one, f"{at:02} {one.title}")
    return sheet.case()


# --- pasted together: nothing but lines ---------------------------------------------------------


@held(15, 10)
def flush_titles_indented_bodies(articles: Sequence[Article]) -> Case:
    """No blank line, no number: titles stand out because bodies are indented."""
    sheet = Sheet()
    sheet.aside("云栾省优化营商环境经验做法汇编（10篇）")
    for one in articles:
        under(sheet, one)
    return sheet.case()


@held(22, 9)
def all_indented_blank_before_titles(articles: Sequence[Article]) -> Case:
    """Every line has two full-width spaces, the title as well."""
    sheet = Sheet()
    for at, one in enumerate(articles):
        sheet.blank(1 if at else 0)
        under(sheet, one, INDENT + one.title)
    return sheet.case("新建文本文档 (2).txt")


@held(29, 9)
def web_copy_blank_everywhere(articles: Sequence[Article]) -> Case:
    """All flush, a blank line between all lines, titles unmarked, own headings as they are."""
    sheet = Sheet()
    sheet.aside("基层党建经验材料9篇", "")
    for one in articles:
        under(sheet, one, indent="", after=1, between=1)
        sheet.blank()
    return sheet.case()


@held(35, 8)
def spaces_indent_and_titles_by_spaces(articles: Sequence[Article]) -> Case:
    """Bodies indented by four spaces, titles pushed to the middle by spaces; no blank lines."""
    sheet = Sheet()
    sheet.aside(centred("先进事迹材料汇编", 60))
    for one in articles:
        under(sheet, one, pad=lambda text: centred(text, 60), indent="    ")
    return sheet.case(newline="\r\n", encoding="gb18030")


@held(41, 8, "news")
def short_news_items(articles: Sequence[Article]) -> Case:
    """Short news with titles, one paragraph each or two, no marks, a blank line between."""
    sheet = Sheet()
    sheet.aside("一周工作动态", "")
    for at, one in enumerate(articles):
        made = replace(one, parts=one.parts[: 1 + at % 2])
        under(sheet, made)
        sheet.blank()
    return sheet.case()


@held(5, 10)
def short_briefs_without_indents(articles: Sequence[Article]) -> Case:
    """A title, one long paragraph, a blank line; all flush."""
    sheet = Sheet()
    for one in articles:
        text = "".join(part.text for part in one.parts if part.kind == "paragraph")
        sheet.put(one.title, text, "")
        sheet.wanted.append(Wanted((one.title,), (Part("paragraph", text),)))
    return sheet.case("信息摘要.txt")


@held(12, 7)
def wrapped_and_centred(articles: Sequence[Article]) -> Case:
    """Broken at 34 characters, titles centred, a unit and a date below, no blank line after."""
    sheet = Sheet()
    sheet.aside(centred("经 验 交 流 材 料", 68), "")
    wrap = wrapper(34)
    for at, one in enumerate(articles):
        sheet.article(
            replace(longer(one, 600), subtitle=""), centred(one.title, 68), indent=INDENT,
            bylines=[centred(one.unit, 68), centred(f"（2023年{at + 3}月）", 68)], wrap=wrap,
        )  # fmt: skip
        sheet.blank()
    return sheet.case()


@held(19, 6, without=("：",))
def wrapped_mail_without_indents(articles: Sequence[Article]) -> Case:
    """Broken at 38 characters, paragraphs parted by a blank line, titles numbered 1."""
    sheet = Sheet()
    sheet.aside("各位同事：现将6篇材料发给你们，请结合实际学习借鉴。", "")
    wrap = wrapper(38, "hang")
    for at, one in enumerate(articles, 1):
        sheet.put(f"{at}. {one.title}", "")
        sheet.body(replace(longer(one, 500), subtitle=""), between=1, wrap=wrap)
        sheet.blank(2)
        sheet.wanted.append(wanted(replace(longer(one, 500), subtitle="")))
    return sheet.case()


@held(26, 8)
def rules_between_and_sources_below(articles: Sequence[Article]) -> Case:
    """A line of equals signs between; 来源 and 作者 under each title."""
    sheet = Sheet()
    for at, one in enumerate(articles):
        if at:
            sheet.aside("=" * 30)
        sheet.article(
            replace(one, subtitle=""), bylines=[f"来源：岚州日报　作者：{'孙钱冯陈'[at % 4]}某"],
            indent=INDENT, after=1,
        )  # fmt: skip
    return sheet.case()


@held(33, 8)
def rules_only(articles: Sequence[Article]) -> Case:
    """Dashes between articles, all flush, no blank lines."""
    sheet = Sheet()
    sheet.aside("党风廉政建设经验材料")
    for one in articles:
        sheet.aside("-" * 24)
        under(sheet, one, indent="")
    return sheet.case()


# --- with contents, prefaces, groups ------------------------------------------------------------


@held(40, 12)
def contents_with_tabs_and_units(articles: Sequence[Article]) -> Case:
    """Contents: number, title, tab, page; in the text centred titles and units below."""
    sheet = Sheet()
    sheet.aside("内部资料　注意保存", "", centred("全市争先创优经验材料汇编"), centred(ISSUER))
    sheet.aside(centred("2023年12月"), "", centred("目　录"))
    for at, one in enumerate(articles, 1):
        sheet.aside(f"{at}.{one.title}\t{at * 3 - 2}")
    sheet.blank(2)
    for one in articles:
        sheet.article(
            replace(one, subtitle=""),
            centred(one.title),
            bylines=[centred(one.unit)],
            after=1,
            indent=INDENT,
        )
        sheet.blank()
    return sheet.case()


@held(6, 10)
def contents_with_dots_titles_numbered(articles: Sequence[Article]) -> Case:
    """目录 with dots and pages in brackets; 一、title in both; bodies with （一）."""
    sheet = Sheet()
    sheet.aside("目录")
    for at, one in enumerate(articles, 1):
        sheet.aside(f"{chinese(at)}、{one.title}{'.' * (60 - len(one.title))}（{at * 2}）")
    for at, one in enumerate(articles, 1):
        parts = tuple(part for part in one.parts if part.kind != "heading")
        sheet.blank()
        under(sheet, replace(one, parts=parts), f"{chinese(at)}、{one.title}", after=1)
    return sheet.case()


@held(14, 9)
def contents_bare_no_blanks(articles: Sequence[Article]) -> Case:
    """Contents without numbers or pages, text without a blank line, bodies indented."""
    sheet = Sheet()
    sheet.aside("砚湖区基层治理创新案例", "目 录")
    sheet.aside(*(one.title for one in articles))
    for one in articles:
        under(sheet, one)
    return sheet.case()


@held(23, 9)
def contents_units_and_titles_on_two_lines(articles: Sequence[Article]) -> Case:
    """The contents give title and, on the next line, the unit with leaders and page."""
    sheet = Sheet()
    sheet.aside(centred("书记抓基层党建工作"), centred("述职评议材料"), "", centred("目　　录"), "")
    for at, one in enumerate(articles, 1):
        sheet.aside(f"{at}. {one.title}", f"    {one.unit}{'…' * 12}{at * 4 - 3}")
    sheet.blank(3)
    for one in articles:
        lines = halved(one.title, 15)
        sheet.article(
            replace(one, subtitle=""), *(centred(line) for line in lines), titles=read_as(lines),
            bylines=[centred(one.unit)], after=1, indent=INDENT,
        )  # fmt: skip
        sheet.blank(2)
    return sheet.case()


@held(28, 9)
def preface_contents_and_postscript(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("编者的话")
    sheet.aside(INDENT + "为总结推广各地好的经验和做法，我们组织编写了这本材料，供大家学习借鉴。")
    sheet.aside(INDENT + "由于水平有限，不足之处在所难免，敬请读者批评指正。", "")
    sheet.aside("目录")
    sheet.aside(*(f"{one.title}（{one.unit}）" for one in articles))
    for one in articles:
        sheet.blank(2)
        sheet.article(
            replace(one, subtitle=""), bylines=[f"（{one.unit}）"], after=1, indent=INDENT
        )
    sheet.blank(2)
    sheet.aside("后　记")
    sheet.aside(INDENT + "本书编写过程中，得到了各县区、各部门的大力支持，在此一并表示感谢。")
    sheet.aside(f"{'　' * 20}编写组", f"{'　' * 18}2023年12月")
    return sheet.case()


@held(34, 12)
def two_compilations_in_one_file(articles: Sequence[Article]) -> Case:
    """Two compilations behind each other, each with a head, a count and numbers from 1."""
    sheet = Sheet()
    for head, some in (("优化营商环境经验材料（6篇）", articles[:6]),
                       ("乡村全面振兴经验材料（6篇）", articles[6:])):  # fmt: skip
        sheet.aside(head, "")
        for at, one in enumerate(some, 1):
            under(sheet, one, f"{at}.{one.title}")
            sheet.blank()
    return sheet.case()


@held(1, 10)
def groups_in_brackets(articles: Sequence[Article]) -> Case:
    """【市直部门】 and 【县（区）】 above groups; titles between blank lines."""
    sheet = Sheet()
    sheet.aside("全市深化作风建设典型材料汇编", "")
    groups = {0: "【市直部门】", 4: "【县（区）】", 8: "【乡镇（街道）】"}
    for at, one in enumerate(articles):
        if at in groups:
            sheet.aside(groups[at], "")
        under(sheet, one, after=1)
        sheet.blank()
    return sheet.case()


@held(8, 8)
def more_declared_than_there(articles: Sequence[Article]) -> Case:
    """The head promises twelve of eight; titles marked 第一篇：."""
    sheet = Sheet()
    sheet.aside("单位经验交流发言稿（12篇）", "")
    for at, one in enumerate(articles, 1):
        under(sheet, one, f"第{chinese(at)}篇：{one.title}", after=1)
        sheet.blank()
    return sheet.case(asks=True)


@held(16, 9)
def units_above_and_speakers_below(articles: Sequence[Article]) -> Case:
    """The unit above the title, the speaker and a date below; speeches with an address."""
    sheet = Sheet()
    sheet.aside("2023年全市重点工作推进会交流发言材料", "")
    for at, one in enumerate(articles):
        sheet.put(one.unit)
        made = opened(replace(one, subtitle=""), "各位领导、同志们：")
        speaker = f"主要负责人　{'郑王冯褚卫'[at % 5]}某某"
        sheet.article(made, bylines=[speaker, "（2023年6月28日）"], indent=INDENT, after=1)
        sheet.wanted[-1] = replace(sheet.wanted[-1], bylines=(*sheet.wanted[-1].bylines, one.unit))
        sheet.blank(2)
    return sheet.case()


@held(20, 8, without=("——",))
def units_after_titles_in_brackets(articles: Sequence[Article]) -> Case:
    """title（unit） in one line; a blank line before; no indents."""
    sheet = Sheet()
    sheet.aside("法治建设示范创建经验材料")
    for one in articles:
        line = f"{one.title}（{one.unit}）"
        sheet.blank()
        under(sheet, one, line, titles=[one.title, line], indent="")
    return sheet.case()


@held(25, 6)
def collected_forms(articles: Sequence[Article]) -> Case:
    """Pieces sent in on a form: 标题：, 报送单位：, 报送时间：, then the text."""
    sheet = Sheet()
    sheet.aside("政务信息报送汇总", "")
    for at, one in enumerate(articles):
        sheet.article(
            replace(one, subtitle=""), f"标题：{one.title}", indent=INDENT,
            bylines=[f"报送单位：{one.unit}", f"报送时间：2023年11月{at + 2}日"],
        )  # fmt: skip
        sheet.blank(2)
    return sheet.case()


@held(32, 9)
def issues_of_a_brief(articles: Sequence[Article]) -> Case:
    """Three issues of a bulletin, three pieces each under ◎, head, 本期导读 and distribution."""
    sheet = Sheet()
    for issue in range(3):
        some = articles[issue * 3 : issue * 3 + 3]
        sheet.aside("工 作 简 报", f"第{issue + 11}期（总第{issue + 211}期）")
        sheet.aside(f"{ISSUER}　　　2023年{issue + 7}月15日", "")
        sheet.aside("本期导读", *(f"◎{one.title}" for one in some), "")
        for one in some:
            under(sheet, one, f"◎{one.title}")
            sheet.blank()
        sheet.aside("报：市委常委。", "发：各县（区）委，市直各单位。　　（共印120份）", "")
    return sheet.case()


@held(38, 9)
def utf16_notepad_tabs(articles: Sequence[Article]) -> Case:
    """Notepad's Unicode; tabs before paragraphs; titles flush between single blank lines."""
    sheet = Sheet()
    sheet.aside("干部教育培训经验材料（9篇）", "")
    for one in articles:
        under(sheet, one, indent="\t", after=1)
        sheet.blank()
    return sheet.case(encoding="utf-16", newline="\r\n")


@held(3, 7)
def subtitles_and_lines_over_two(articles: Sequence[Article]) -> Case:
    """Every title over two lines with a —— line below, between blank lines."""
    sheet = Sheet()
    for one in articles:
        lines = halved(one.title, 12)
        made = replace(one, subtitle=f"——{one.unit}工作纪实")
        shown = [centred(line) for line in lines]
        under(sheet, made, *shown, titles=read_as(lines), after=1, pad=centred)
        sheet.blank(2)
    return sheet.case()


# --- Markdown -------------------------------------------------------------------------------------


@held(11, 8)
def markdown_first_rank_with_own_second(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for one in articles:
        sheet.put(f"# {one.title}", "")
        for part in one.parts:
            sheet.put(f"## {part.text}" if part.kind == "heading" else part.text, "")
        sheet.wanted.append(wanted(replace(one, subtitle="")))
    return sheet.case("汇编.md")


@held(18, 9)
def markdown_bold_titles_and_links(articles: Sequence[Article]) -> Case:
    """A list of links as contents, ## 1. title, own headings in bold."""
    sheet = Sheet()
    sheet.aside("# 岚州市改革案例选编", "", "## 目录", "")
    sheet.aside(*(f"- [{at}. {one.title}](#{at})" for at, one in enumerate(articles, 1)), "")
    for at, one in enumerate(articles, 1):
        sheet.put(f"## {at}. {one.title}", "")
        for part in one.parts:
            sheet.put(f"**{part.text}**" if part.kind == "heading" else part.text, "")
        sheet.wanted.append(wanted(replace(one, subtitle="")))
    return sheet.case("案例.md")


@held(27, 8)
def markdown_of_a_chat(articles: Sequence[Article]) -> Case:
    """Bold titles 篇一：, rules between, own headings ###."""
    sheet = Sheet()
    sheet.aside(f"以下是为您整理的{len(articles)}篇经验材料：", "")
    for at, one in enumerate(articles, 1):
        sheet.put(f"**篇{chinese(at)}：{one.title}**", "")
        for part in one.parts:
            sheet.put(f"### {part.text}" if part.kind == "heading" else part.text, "")
        sheet.put("---", "")
        sheet.wanted.append(wanted(replace(one, subtitle="")))
    return sheet.case("整理.md")


# --- Word -----------------------------------------------------------------------------------------


def look_title(word: Word, one: Article, most: int = 18) -> Wanted:
    """Write a title in large type over lines, with subtitle and unit, as offices set it."""
    lines = halved(one.title, most)
    for line in lines:
        add(word, line, size=22, centre=True)
    if one.subtitle:
        add(word, one.subtitle, size=16, centre=True)
    add(word, one.unit, size=16, centre=True)
    add(word)
    return wanted(one, *read_as(lines), bylines=[one.unit])


@held(0, 9)
def word_look_of_an_office(articles: Sequence[Article]) -> Case:
    """22 point centred titles over lines, units, 16 point bodies; headings not bold."""
    word, expected = Document(), []
    for one in articles:
        expected.append(look_title(word, one))
        add_body(word, replace(one, subtitle=""), plain_heading, size=16)
        word.add_page_break()
    return word_case(word, expected)


@held(12, 8)
def word_contents_and_first_rank(articles: Sequence[Article]) -> Case:
    """A cover, contents with tabs, Heading 1 titles, Heading 2 own headings."""
    word = Document()
    outside = ["经验交流材料汇编", "二〇二三年十二月", "目录"]
    add(word, outside[0], size=36, bold=True, centre=True)
    add(word, outside[1], size=18, centre=True)
    word.add_page_break()
    add(word, outside[2], size=20, centre=True)
    for at, one in enumerate(articles, 1):
        add(word, f"{one.title}\t{at * 2}")
    word.add_page_break()
    for one in articles:
        word.add_heading(one.title, 1)
        add_body(word, one, lambda word, text: word.add_heading(text, 2))
    return word_case(word, [wanted(one) for one in articles], outside)


@held(24, 9)
def word_half_styled(articles: Sequence[Article]) -> Case:
    """Some titles are Heading 1, others bold and centred by hand; all numbered 一、."""
    word = Document()
    head = "全县经济社会发展亮点工作"
    add(word, head, size=22, bold=True, centre=True)
    for at, one in enumerate(articles, 1):
        title = f"{chinese(at)}、{one.title}"
        if at % 3:
            word.add_heading(title, 1)
        else:
            add(word, title, size=16, bold=True)
        add_body(word, flat(one), plain_heading)
    return word_case(word, [wanted(flat(one)) for one in articles], [head])


@held(36, 8)
def word_plain_pieces(articles: Sequence[Article]) -> Case:
    """All Normal, no look: pasted text with 篇一 alone above the titles."""
    word = Document()
    outside = ["机关党建典型经验材料（8篇）"]
    add(word, outside[0])
    for at, one in enumerate(articles, 1):
        outside.append(f"篇{chinese(at)}")
        add(word, outside[-1])
        for line in (one.title, *(part.text for part in one.shown)):
            add(word, line)
    return word_case(word, [wanted(one) for one in articles], outside)


@held(6, 8)
def word_contents_in_a_table(articles: Sequence[Article]) -> Case:
    """The contents are a table (序号, 题目, 单位); titles bold, of the body's size, centred."""
    word = Document()
    outside = ["经验材料目录"]
    add(word, outside[0], size=18, bold=True, centre=True)
    table = word.add_table(len(articles) + 1, 3)
    for row, cells in enumerate(
        [("序号", "题目", "单位"), *((str(at), one.title, one.unit)
                                for at, one in enumerate(articles, 1))]):  # fmt: skip
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    word.add_page_break()
    for one in articles:
        add(word, one.title, size=14, bold=True, centre=True)
        add_body(word, one, plain_heading)
        add(word)
    return word_case(word, [wanted(one) for one in articles], outside)


@held(18, 9)
def word_parts_of_three_ranks(articles: Sequence[Article]) -> Case:
    """Heading 1 parts, Heading 2 titles, Heading 3 own headings, tables with captions."""
    word, expected, outside = Document(), [], []
    for at, one in enumerate(articles, 1):
        if at % 3 == 1:
            outside.append(f"第{chinese(at // 3 + 1)}部分　{('党建', '民生', '改革')[at // 3]}篇")
            word.add_heading(outside[-1], 1)
        rows = [Part("row", "指标\t去年\t今年"), Part("row", f"办件量\t{at * 310}\t{at * 402}")]
        caption = Part("paragraph", "表1 主要指标对比")
        made = replace(one, parts=(*one.parts[:-1], caption, *rows, one.parts[-1]))
        word.add_heading(one.title, 2)
        add_body(word, made, lambda word, text: word.add_heading(text, 3))
        expected.append(wanted(made))
    return word_case(word, expected, outside)


@held(30, 8)
def word_bold_titles_bold_headings(articles: Sequence[Article]) -> Case:
    """Titles 1. in bold 16 point, own headings bold in 14; empty paragraphs before titles."""
    word = Document()
    for at, one in enumerate(articles, 1):
        add(word)
        add(word, f"{at}. {one.title}", size=16, bold=True)
        add_body(word, one, bold_heading)
    return word_case(word, [wanted(one) for one in articles])


@held(3, 8)
def word_speeches_signed(articles: Sequence[Article]) -> Case:
    """发言材料1 at the left, a large title, the unit; the date on the right at the end."""
    word, expected, outside = Document(), [], []
    for at, one in enumerate(articles, 1):
        outside.append(f"发言材料{at}")
        add(word, outside[-1], size=16)
        want = look_title(word, one)
        add_body(word, replace(one, subtitle=""), bold_heading, size=16)
        add(word, f"2023年9月{at}日", size=16).alignment = 2
        expected.append(replace(want, signature=(f"2023年9月{at}日",)))
    return word_case(word, expected, outside)


@held(15, 7)
def word_flush_bold_titles_only(articles: Sequence[Article]) -> Case:
    """Titles differ from the body by bold type and the want of an indent."""
    word = Document()
    for one in articles:
        add(word, one.title, size=14, bold=True)
        add_body(word, one, plain_heading)
    return word_case(word, [wanted(one) for one in articles])


# --- web pages --------------------------------------------------------------------------------


def page(title: str, before: str, inner: Sequence[str], after: str) -> bytes:
    """Return a saved page of an office's site."""
    body = "\n".join(inner)
    return (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{title}-岚州机关网'
        f'</title></head><body><div class="header"><ul class="nav"><li>首页</li><li>要闻</li>'
        f'<li>公文写作</li></ul></div><div class="crumb">当前位置：首页 &gt; 经验交流</div>'
        f'<div class="main">{before}<div class="content">{body}</div>{after}</div>'
        '<div class="footer">版权所有：岚州机关网　备案号：某ICP备00000000号</div></body></html>'
    ).encode()


FURNITURE = ("当前位置：首页 > 经验交流", "版权所有：岚州机关网　备案号：某ICP备00000000号")


def safe(text: str) -> str:
    return html.escape(text, quote=False)


@held(9, 8)
def web_strong_pieces_of_a_paper_site(articles: Sequence[Article]) -> Case:
    """<strong> 篇1：, recommended papers, last and next paper, an editor."""
    head = "机关单位经验交流材料（通用8篇）"
    inner = ["<p>下面是小编收集整理的经验交流材料，仅供参考，大家一起来看看吧。</p>"]
    for at, one in enumerate(articles, 1):
        inner.append(f"<p><strong>篇{at}：{safe(one.title)}</strong></p>")
        inner += [f"<p>{INDENT}{safe(part.text)}</p>" for part in one.shown]
    foot = (
        '<div class="editor">责任编辑：admin</div><div class="near"><p>上一篇：述职报告范文</p>'
        "<p>下一篇：心得体会范文</p></div><ul class='rec'><li>工作总结怎么写</li></ul>"
    )
    data = page(head, f"<h1>{head}</h1><p>2023-11-06　浏览：1024次</p>", inner, foot)
    outside = (head, *FURNITURE, "责任编辑：admin", "上一篇：述职报告范文")
    return Case("材料.html", data, tuple(wanted(one) for one in articles), outside)


@held(20, 8)
def web_second_rank_headings_with_anchors(articles: Sequence[Article]) -> Case:
    """A list of anchors, h2 titles, h3 own headings, a source line."""
    head = "岚州市改革创新案例集锦"
    anchors = "".join(
        f'<li><a href="#a{at}">{safe(one.title)}</a></li>' for at, one in enumerate(articles)
    )
    inner = [f"<ul>{anchors}</ul>"]
    for at, one in enumerate(articles):
        inner.append(f'<h2 id="a{at}">{safe(one.title)}</h2>')
        if one.subtitle:
            inner.append(f"<p>{one.subtitle}</p>")
        inner += [
            f"<{tag}>{safe(part.text)}</{tag}>"
            for part in one.parts
            for tag in ("h3" if part.kind == "heading" else "p",)
        ]
    data = page(head, f"<h1>{head}</h1><p>来源：市委改革办　2023-10-20</p>", inner, "")
    return Case("案例.html", data, tuple(wanted(one) for one in articles), (head, *FURNITURE))


@held(31, 7)
def web_saved_from_word(articles: Sequence[Article]) -> Case:
    """Word's HTML: MsoNormal paragraphs, o:p, centred 22 point titles over lines."""
    inner, expected = [], []
    for one in articles:
        lines = cut(one.title, 18)
        inner += [
            '<p class=MsoNormal align=center style="text-align:center"><span style="font-size:'
            f'22.0pt;font-family:方正小标宋简体">{safe(line)}<o:p></o:p></span></p>'
            for line in lines
        ]
        inner.append("<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>")
        inner += [
            '<p class=MsoNormal style="text-indent:32.0pt"><span style="font-size:16.0pt;'
            f'font-family:仿宋_GB2312">{safe(part.text)}</span></p>'
            for part in one.shown
        ]
        expected.append(wanted(flat(one), *read_as(lines)))
    data = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset=gb2312>'
        f"<title>材料</title></head><body lang=ZH-CN>{''.join(inner)}</body></html>"
    ).encode("gb18030")
    return Case("材料.htm", data, tuple(expected))


@held(41, 8)
def web_blog_of_breaks(articles: Sequence[Article]) -> Case:
    """One block of <br><br>; titles in brackets 【1】 in bold."""
    head = "写材料的看过来：八篇优秀经验材料"
    rows = []
    for at, one in enumerate(articles, 1):
        rows.append(f"<b>【{at}】{safe(one.title)}</b>")
        rows += [safe(part.text) for part in one.shown]
    inner = [f"<div>{'<br><br>'.join(rows)}</div>"]
    data = page(head, f"<h2>{head}</h2>", inner, "<div>评论（0）　分享　收藏</div>")
    expected = tuple(wanted(flat(one)) for one in articles)
    return Case("博客.html", data, expected, (head, *FURNITURE))


@held(14, 7)
def web_office_page_centred_titles(articles: Sequence[Article]) -> Case:
    """Centred bold titles, units below, attachments and printing at the end."""
    head = "全市经济高质量发展大会发言摘登"
    inner, expected = [], []
    for one in articles:
        inner.append(f'<p style="text-align:center"><strong>{safe(one.title)}</strong></p>')
        inner.append(f'<p style="text-align:center">{one.unit}</p>')
        inner += [f'<p style="text-indent:2em">{safe(part.text)}</p>' for part in one.parts]
        expected.append(wanted(replace(one, subtitle=""), bylines=[one.unit]))
    foot = "<div>【打印本页】【关闭窗口】</div>"
    data = page(head, f"<h1>{head}</h1><span>发布日期：2023-02-03 08:30</span>", inner, foot)
    return Case("摘登.html", data, tuple(expected), (head, *FURNITURE, "【打印本页】【关闭窗口】"))


# --- PDF --------------------------------------------------------------------------------------


class Booklet(Pages):
    """Pages with "- 3 -" below and the running head on odd pages alone."""

    def turn(self) -> None:
        self.canvas.setFont(FONT, 10)
        if self.page % 2:
            self.canvas.drawCentredString(297, 805, self.running)
        self.canvas.drawCentredString(297, 45, f"- {self.page} -")
        self.canvas.showPage()
        self.y, self.page = self.TOP, self.page + 1


@held(5, 7)
def pdf_each_on_a_new_page(articles: Sequence[Article]) -> Case:
    """Titles over two lines with subtitle and unit, each article on a new page."""
    pages, expected = Booklet("岚州市经验材料选编"), []
    for at, one in enumerate(articles):
        if at:
            pages.turn()
        lines = cut(one.title, 18)
        for line in lines:
            pages.put(line, 22, True)
        if one.subtitle:
            pages.put(one.subtitle, 16, True)
        pages.put(one.unit, 14, True)
        pages.y -= pages.PITCH
        made = longer(one, 800)
        pages.body(made)
        expected.append(wanted(made, *read_as(lines), bylines=[one.unit]))
    return Case("选编.pdf", pages.data(), tuple(expected), (pages.running,))


@held(17, 8, without=("——",))
def pdf_contents_and_numbers(articles: Sequence[Article]) -> Case:
    """Contents with leaders; titles 一、 in 18 point, flush, going on in the page."""
    pages, outside = Booklet("典型案例"), ["典型案例汇编", "目录"]
    pages.put(outside[0], 26, True)
    pages.turn()
    pages.put(outside[1], 20, True)
    for at, one in enumerate(articles, 1):
        entry = f"{chinese(at)}、{one.title[:24]}"
        pages.put(f"{entry}{'.' * (2 * (32 - len(entry)))}{at * 2}", 12)
    pages.turn()
    expected = []
    for at, one in enumerate(articles, 1):
        made = replace(flat(one), subtitle="")
        mark = f"{chinese(at)}、"
        lines = wrapper(22, "pull")(mark + one.title)
        for line in lines:
            pages.put(line, 18)
        pages.body(made)
        pages.y -= pages.PITCH
        expected.append(wanted(made, *(text.removeprefix(mark) for text in read_as(lines))))
    return Case("案例.pdf", pages.data(), tuple(expected), (*outside, pages.running))


@held(28, 7)
def pdf_centred_titles_in_body_size(articles: Sequence[Article]) -> Case:
    """Titles centred in the body's size with a line's room above and below."""
    pages = Pages("经验材料")
    expected = []
    for one in articles:
        pages.y -= pages.PITCH
        lines = cut(one.title, 24)
        for line in lines:
            pages.put(line, 0, True)
        pages.y -= pages.PITCH
        made = replace(longer(one, 500), subtitle="")
        pages.body(made)
        expected.append(wanted(made, *read_as(lines)))
    return Case("材料.pdf", pages.data(), tuple(expected), (pages.running,))


@held(37, 7)
def pdf_pieces_in_brackets(articles: Sequence[Article]) -> Case:
    """【篇一】title, indented like a paragraph, over lines where long."""
    pages = Booklet("材料七篇")
    expected = []
    for at, one in enumerate(articles, 1):
        mark = f"【篇{chinese(at)}】"
        lines = wrapper(pages.WIDTH, "pull")(INDENT + mark + one.title)
        for line in lines:
            pages.put(line)
        pages.body(replace(one, subtitle=""))
        titles = [text.strip().removeprefix(mark) for text in read_as(lines)]
        expected.append(wanted(replace(one, subtitle=""), *titles))
    return Case("七篇.pdf", pages.data(), tuple(expected), (pages.running,))


@held(8, 7)
def pdf_large_own_headings(articles: Sequence[Article]) -> Case:
    """（unit） under a title of 20 point; the articles' own headings in 16 point."""
    pages, expected = Pages("交流材料汇编 · 2023"), []
    for one in articles:
        if pages.y < pages.BOTTOM + 5 * pages.PITCH:
            pages.turn()
        lines = cut(one.title, 18)
        for line in lines:
            pages.put(line, 20, True)
        pages.put(f"（{one.unit}）", 14, True)
        for part in one.parts:
            if part.kind == "heading":
                pages.put(INDENT + part.text, 16)
            else:
                pages.body(replace(one, parts=(part,)))
        pages.y -= pages.PITCH
        expected.append(
            wanted(replace(one, subtitle=""), *read_as(lines), bylines=[f"（{one.unit}）"])
        )
    return Case("交流.pdf", pages.data(), tuple(expected), (pages.running,))


# --- documents that stand alone ---------------------------------------------------------------


@alone("桐埠县农村饮水")
def single_plan_of_three_ranks(articles: Sequence[Article]) -> Case:
    return one_case(articles[0], centre=True, after=1, between=0)


@alone("某区司法局")
def single_summary_and_outlook(articles: Sequence[Article]) -> Case:
    return one_case(longer(articles[0], 2500), centre=False, after=1, between=1)


@alone("在xx县委")
def single_speech_with_long_headings(articles: Sequence[Article]) -> Case:
    return one_case(longer(articles[0], 4000), centre=True, after=2, between=0, apart=True)


@alone("关于党支部")
def single_essay_flush(articles: Sequence[Article]) -> Case:
    return one_case(articles[0], centre=False, after=0, between=1)


@alone("乡村民宿")
def single_word_survey_with_subtitle(articles: Sequence[Article]) -> Case:
    word, one = Document(), articles[0]
    add(word, one.title, size=22, bold=True, centre=True)
    add_body(word, one, bold_heading, size=16)
    return replace(word_case(word, [wanted(one)]), single=True)


@alone("某区司法局")
def single_web_summary(articles: Sequence[Article]) -> Case:
    one = articles[0]
    inner = [
        f"<p><strong>{part.text}</strong></p>" if part.kind == "heading" else f"<p>{part.text}</p>"
        for part in one.parts
    ]
    data = page(one.title, f"<h1>{one.title}</h1><p>来源：区司法局</p>", inner, "")
    return Case("总结.html", data, (wanted(one),), FURNITURE, single=True)
