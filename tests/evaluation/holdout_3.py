"""The third hold-out: compilations of a fourth hand, written when the second had taught the rules.

Compilations as an office's clerk meets them: pasted together from mail, saved from the web, typed
in WPS or Word, with the habits of each in about the proportions in which they come. Written
without a look at the splitter's rules and frozen, like the others.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import replace

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_BREAK
from docx.shared import Pt

from .articles import Article, Part
from .formats import add, add_body, bold_heading, plain_heading, web_body, web_page, word_case
from .layouts import INDENT
from .sheet import Case, Sheet, Wanted, chinese, wanted, wrapper
from .stock import (
    Pages,
    Stock,
    broken,
    flat,
    headed,
    middle,
    one_case,
    pages,
    read_as,
    same,
    subtitled,
    wide,
    write,
)

_STOCK = Stock("articles_holdout_3.yml", "hold-out-3", grow=True)
HOLDOUT_3, held, alone = _STOCK.entries, _STOCK.held, _STOCK.alone


# --- blank lines, or none -----------------------------------------------------------------------


@held(0, 12)
def two_blanks_before_one_after(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"全省深化改革典型案例选编（{len(articles)}篇）")
    for one in articles:
        sheet.blank(2)
        write(sheet, one, after=1)
    return sheet.case()


@held(5, 9)
def one_blank_before_titles_everything_flush(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("基层党建工作经验材料（9篇）")
    for one in articles:
        sheet.blank()
        write(sheet, one, indent="")
    return sheet.case()


@held(11, 8)
def many_blanks_before_titles_one_between_paragraphs(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("各县区经验交流发言材料汇总")
    for at, one in enumerate(articles):
        sheet.blank(4 + at % 3)
        write(sheet, one, after=1, between=1)
    return sheet.case("汇总.txt")


@held(19, 10)
def one_blank_everywhere_titles_flush(articles: Sequence[Article]) -> Case:
    """One blank line between all lines; only the indents tell."""
    sheet = Sheet()
    sheet.aside(f"2024年度优秀调研和经验文章（共{len(articles)}篇）")
    for one in articles:
        sheet.blank()
        write(sheet, one, after=1, between=1)
    return sheet.case()


@held(27, 14)
def no_blanks_titles_flush_bodies_indented(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("优化营商环境、基层治理、乡村振兴经验材料汇编（14篇）")
    for one in articles:
        write(sheet, one)
    return sheet.case()


@held(33, 10)
def no_blanks_titles_centred(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(middle("经验交流材料汇编"), middle("市委办公室编印"), middle("2024年11月"))
    for one in articles:
        write(sheet, one, pad=middle, indent="    ")
    return sheet.case()


@held(38, 11)
def mixed_indents_and_blanks(articles: Sequence[Article]) -> Case:
    """Each article as its unit sent it in: other indents, other blank lines."""
    sheet = Sheet()
    sheet.aside("各单位报送经验材料", "")
    for at, one in enumerate(articles):
        indent = ["\u3000\u3000", "    ", "", "\t", "  "][at % 5]
        pad = [same, wide, same, middle, same][at % 5]
        write(sheet, one, pad=pad, indent=indent, after=at % 2, between=int(at % 4 == 2))
        sheet.blank(2 if at % 3 else 1)
    return sheet.case()


@held(14, 5)
def five_articles_without_a_head(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for one in articles:
        write(sheet, one, after=1)
        sheet.blank(3)
    return sheet.case("材料.txt")


# --- contents -----------------------------------------------------------------------------------


@held(2, 13)
def contents_with_dot_leaders(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(wide("全市重点工作经验材料汇编"), "", wide("目\u3000录"), "")
    for page, one in pages(articles):
        dots = "…" * max(3, 28 - len(one.title))
        sheet.aside(f"{one.title}{dots}{page}")
    sheet.blank(2)
    for one in articles:
        write(sheet, one, pad=wide, after=1)
        sheet.blank()
    return sheet.case()


@held(9, 9)
def contents_with_tabs_titles_centred_no_blanks(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("目录")
    for page, one in pages(articles):
        sheet.aside(f"{one.title}\t{page}")
    for one in articles:
        write(sheet, one, pad=middle)
    return sheet.case()


@held(16, 10)
def contents_numbered_titles_not(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"乡镇（街道）工作经验{len(articles)}例", "", "目  录")
    sheet.aside(*(f"{at}.{one.title}" for at, one in enumerate(articles, 1)))
    sheet.blank(2)
    for one in articles:
        write(sheet, one, indent="  ", after=1)
        sheet.blank()
    return sheet.case()


@held(24, 8)
def contents_bare_titles_flush_no_blanks(articles: Sequence[Article]) -> Case:
    """A plain list of titles; below, neither blank lines nor indents."""
    sheet = Sheet()
    sheet.aside("调研与经验（第三辑）", "目录", *(one.title for one in articles))
    for one in articles:
        write(sheet, one, indent="")
    return sheet.case()


@held(31, 12)
def contents_of_parts_with_dots(articles: Sequence[Article]) -> Case:
    """Parts in the contents and in the text; dots and page numbers; units under titles."""
    parts = ["党的建设篇", "经济发展篇", "社会治理篇"]
    sheet = Sheet()
    sheet.aside(middle("实践与探索"), "", middle("目  录"), "")
    listed = list(pages(articles))
    for at, (page, one) in enumerate(listed):
        if at % 4 == 0:
            sheet.aside(f"{chinese(at // 4 + 1)}、{parts[at // 4]}")
        sheet.aside(f"  {one.title}{'.' * max(6, 56 - 2 * len(one.title))}({page})")
    sheet.blank(2)
    for at, one in enumerate(articles):
        if at % 4 == 0:
            sheet.aside(middle(f"{chinese(at // 4 + 1)}、{parts[at // 4]}"))
            sheet.blank()
        write(sheet, headed(one, lambda n: f"（{chinese(n)}）", True), by=[one.unit], pad=middle,
              after=1)  # fmt: skip
        sheet.blank()
    return sheet.case()


# --- numbered titles ----------------------------------------------------------------------------


@held(3, 11)
def numbers_with_dots_own_headings_chinese(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"机关党建典型案例{len(articles)}个")
    for at, one in enumerate(articles, 1):
        sheet.blank()
        write(sheet, headed(one, lambda n: f"{chinese(n)}、"), f"{at}.{one.title}")
    return sheet.case()


@held(8, 15)
def numbers_with_commas_no_blanks_flush(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("【汇编】各地经验做法15篇")
    for at, one in enumerate(articles, 1):
        write(sheet, headed(one, lambda n: f"（{chinese(n)}）"), f"{at}、{one.title}", indent="")
    return sheet.case("各地经验.txt")


@held(15, 10)
def chinese_numbers_own_headings_in_brackets(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("十项改革创新举措经验介绍", "")
    for at, one in enumerate(articles, 1):
        write(sheet, headed(one, lambda n: f"（{chinese(n)}）", True),
              f"{chinese(at)}、{one.title}", after=1)  # fmt: skip
        sheet.blank()
    return sheet.case()


@held(22, 9)
def bracketed_numbers_under_parts(articles: Sequence[Article]) -> Case:
    """Parts are 一、…, titles （一）… running through each part, own headings 1. ."""
    sheet = Sheet()
    sheet.aside(wide("2024年经验材料选编"), "")
    for at, one in enumerate(articles):
        if at % 3 == 0:
            part = ["农业农村", "城市建设", "民生保障"][at // 3]
            sheet.aside(f"{chinese(at // 3 + 1)}、{part}")
        write(sheet, headed(one, lambda n: f"{n}.", True), f"（{chinese(at % 3 + 1)}）{one.title}")
        sheet.blank()
    return sheet.case()


@held(29, 8)
def chinese_numbers_for_titles_and_own_headings(articles: Sequence[Article]) -> Case:
    """Both are 一、; titles are centred, with two blank lines above."""
    sheet = Sheet()
    sheet.aside(middle("改革创新案例集"))
    for at, one in enumerate(articles, 1):
        sheet.blank(2)
        write(sheet, headed(one, lambda n: f"{chinese(n)}、"), f"{chinese(at)}、{one.title}",
              pad=middle, after=1, titles=[one.title])  # fmt: skip
    return sheet.case()


@held(36, 9)
def bare_titles_own_headings_arabic_and_apart(articles: Sequence[Article]) -> Case:
    """Titles bare with three blank lines above; own headings are 1. on lines set apart."""
    sheet = Sheet()
    sheet.aside("9个单位典型发言材料")
    for one in articles:
        sheet.blank(3)
        write(sheet, headed(one, lambda n: f"{n}."), after=1, between=1, bare=True)
    return sheet.case()


@held(6, 10)
def zhi_above_titles(articles: Sequence[Article]) -> Case:
    """会议交流材料之一 above a centred title, the unit below it."""
    sheet = Sheet()
    sheet.aside("全市乡村振兴现场推进会交流材料")
    for at, one in enumerate(articles, 1):
        sheet.blank(2)
        sheet.aside(f"会议交流材料之{chinese(at)}")
        sheet.blank()
        write(sheet, one, by=[one.unit], pad=middle, after=1)
    return sheet.case()


@held(18, 8)
def full_width_points_gb18030(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("县直单位经验材料")
    for at, one in enumerate(articles, 1):
        sheet.blank()
        write(sheet, headed(one, lambda n: f"{chinese(n)}、"), f"{at}．{one.title}")
    return sheet.case(encoding="gb18030", newline="\r\n")


# --- marks of pieces ----------------------------------------------------------------------------


@held(1, 20)
def pian_with_colon_twenty(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"经验交流材料汇编（{len(articles)}篇）", "")
    for at, one in enumerate(articles, 1):
        write(sheet, one, f"篇{chinese(at)}：{one.title}", after=1)
        sheet.blank()
    return sheet.case()


@held(13, 9)
def pian_in_brackets_alone(articles: Sequence[Article]) -> Case:
    """【篇一】 on its own line, the title on the next, no blank lines."""
    sheet = Sheet()
    sheet.aside("作风建设经验做法汇编9篇")
    for at, one in enumerate(articles, 1):
        sheet.aside(f"【篇{chinese(at)}】")
        write(sheet, one)
    return sheet.case()


@held(20, 7)
def pian_in_brackets_with_title_flush(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("领导干部经验交流发言（七篇）")
    for at, one in enumerate(articles, 1):
        write(sheet, one, f"【篇{chinese(at)}】{one.title}", indent="", between=1, after=1)
        sheet.blank()
    return sheet.case()


@held(26, 12)
def di_pian_with_a_space(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(middle("改革先锋"), middle("——优秀案例汇编"), "")
    for at, one in enumerate(articles, 1):
        write(sheet, one, f"第{chinese(at)}篇  {one.title}", pad=middle)
        sheet.blank()
    return sheet.case()


@held(34, 9)
def di_pian_alone_then_title(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("机关工作经验材料大全")
    for at, one in enumerate(articles, 1):
        sheet.blank()
        sheet.aside(f"第{at}篇")
        write(sheet, one, between=1, after=1)
    return sheet.case()


@held(39, 8)
def material_with_colon_and_date(articles: Sequence[Article]) -> Case:
    """材料一：title; below it the unit and the date in brackets."""
    sheet = Sheet()
    sheet.aside("全县三级干部会议交流材料", "")
    for at, one in enumerate(articles, 1):
        by = [f"（{one.unit}\u30002024年{at}月）"]
        write(sheet, one, f"材料{chinese(at)}：{one.title}", by=by)
        sheet.blank()
    return sheet.case()


@held(4, 10)
def material_alone_title_centred(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles, 1):
        sheet.aside(f"材料{chinese(at)}")
        sheet.blank()
        write(sheet, one, pad=wide, after=1)
        sheet.blank(2)
    return sheet.case()


@held(10, 9)
def samples_from_a_site(articles: Sequence[Article]) -> Case:
    """范文一： on its own line, an introduction above, advertising at places."""
    sheet = Sheet()
    sheet.aside(
        f"单位工作经验交流材料范文（精选{len(articles)}篇）",
        "\u3000\u3000在日常工作中，我们经常需要撰写经验交流材料。下面是小编整理的几篇范文，仅供参考，"
        "欢迎大家阅读借鉴。",
    )
    for at, one in enumerate(articles, 1):
        sheet.aside(f"范文{chinese(at)}：")
        write(sheet, one)
        if at % 4 == 0:
            sheet.aside("更多范文请关注微信公众号“秘书参考”")
    sheet.aside("\u3000\u3000以上就是本文的全部内容，希望能够帮助到大家。")
    return sheet.case("范文.txt")


@held(17, 8)
def samples_with_arabic_numbers(articles: Sequence[Article]) -> Case:
    """例文1 and the title on one line, a blank line between all paragraphs, no indents."""
    sheet = Sheet()
    sheet.aside("经验材料例文八篇", "")
    for at, one in enumerate(articles, 1):
        write(sheet, one, f"例文{at} {one.title}", indent="", after=1, between=1)
        sheet.blank()
    return sheet.case()


# --- titles over two lines, subtitles, bylines --------------------------------------------------


@held(7, 10)
def long_titles_centred_over_two_lines(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(middle("全省宣传思想文化工作经验材料"), "", "")
    for one in articles:
        lines = list(one.broken or broken(one.title, 14))
        write(sheet, one, *lines, pad=middle, after=1, titles=read_as(lines))
        sheet.blank(2)
    return sheet.case()


@held(12, 8)
def marked_titles_over_two_lines_flush(articles: Sequence[Article]) -> Case:
    """篇一： and a title that goes on, indented, on the next line where it has two halves."""
    sheet = Sheet()
    sheet.aside(f"党建品牌经验材料（{len(articles)}篇）")
    for at, one in enumerate(articles, 1):
        lines = one.title.split(" ", 1)
        if len(lines) == 2:
            lines[1] = INDENT * 2 + lines[1]
        sheet.blank()
        write(sheet, one, f"篇{chinese(at)}：{lines[0]}", *lines[1:], after=1,
              titles=read_as(lines))  # fmt: skip
    return sheet.case()


@held(21, 10)
def subtitles_under_all_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("全市党建引领基层治理工作会议交流材料（10份）")
    for one in articles:
        sheet.blank(2)
        write(sheet, subtitled(one), after=1)
    return sheet.case()


@held(28, 9)
def subtitles_centred_numbers_on_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles, 1):
        own = headed(subtitled(one), lambda n: f"{chinese(n)}、")
        write(sheet, own, f"{at}.{one.title}", pad=wide, after=1)
        sheet.blank()
    return sheet.case()


@held(35, 11)
def units_under_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(middle("典型经验材料"), middle("（会议材料之二）"))
    for one in articles:
        sheet.blank(2)
        write(sheet, one, by=[one.unit], pad=middle, after=1)
    return sheet.case()


AUTHORS = "陈立群、周 敏、何海峰、吴晓燕、马志刚、林 涛、孙玉梅、蒋 雪"


@held(40, 8, "report", "essay", "experience")
def authors_and_dates_under_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("《调研参考》合订本（选录）", "")
    for at, one in enumerate(articles):
        by = [AUTHORS.split("、")[at], f"（2024年{at + 3}月{at + 11}日）"]
        write(sheet, one, by=by, pad=middle, after=1)
        sheet.blank()
    return sheet.case()


@held(23, 9)
def unit_and_date_on_two_lines_no_blanks(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("季度工作交流会材料")
    for at, one in enumerate(articles, 1):
        write(sheet, one, f"{at}、{one.title}", by=[one.unit, f"2025年{at}月"])
    return sheet.case()


@held(0, 4, "speech", "essay")
def speeches_with_salutations(articles: Sequence[Article]) -> Case:
    """Speeches: the speaker's unit in brackets below, a salutation opens the text."""
    sheet = Sheet()
    for one in articles:
        parts = (Part("paragraph", "各位领导、同志们："), *one.parts)
        if "同志们" not in one.parts[0].text:
            one = replace(one, parts=parts)
        write(sheet, one, by=[f"（{one.unit}）"], pad=wide, after=1, titles=[one.title])
        sheet.blank(3)
    return sheet.case("发言材料.txt")


# --- separators, prefaces, several files in one --------------------------------------------------


@held(30, 9)
def stars_between_articles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("经验材料摘抄")
    for one in articles:
        sheet.aside("", "***", "")
        write(sheet, one)
    return sheet.case()


@held(37, 8)
def rules_between_numbered_articles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"工作简报合集（{len(articles)}期）")
    for at, one in enumerate(articles, 1):
        sheet.aside("—" * 20)
        write(sheet, headed(one, lambda n: f"{chinese(n)}、"), f"{at}.{one.title}", by=[one.unit])
    return sheet.case()


@held(25, 9)
def form_feeds_between_articles(articles: Sequence[Article]) -> Case:
    """A Word file saved as text: page breaks, titles not indented, bodies without blank lines."""
    sheet = Sheet()
    for at, one in enumerate(articles):
        write(sheet, one, ("\f" if at else "") + one.title, titles=[one.title])
    return sheet.case()


PREFACE = (
    "为进一步总结推广各地各部门在实践中创造的好经验好做法，充分发挥典型的示范引领作用，我们从报送的"
    "一百余篇材料中择优选取部分材料汇编成册，供各级各部门学习借鉴。",
    "本书在编写过程中，得到了各县区、各部门的大力支持，在此表示衷心的感谢。由于时间仓促、水平有限，"
    "疏漏之处在所难免，敬请批评指正。",
)
POSTSCRIPT = (
    "经过半年多的努力，这本材料终于与大家见面了。从征集、筛选到修改、校对，凝聚着许多同志的心血和汗水。",
    "今后，我们将继续做好典型经验的挖掘和宣传工作，欢迎广大读者提出宝贵意见。",
)


def essay(sheet: Sheet, title: str, lines: Sequence[str], *signed: str) -> None:
    """Write what the editor says; it belongs to no article."""
    sheet.aside(middle(title), "", *(INDENT + line for line in lines), *signed)


@held(32, 10)
def preface_and_postscript(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(middle("先行者的足迹"), middle("——全市改革创新典型案例汇编"), "", "")
    signed = ["\u3000" * 24 + "编\u3000者", "\u3000" * 22 + "二〇二四年十月"]
    essay(sheet, "前\u3000言", PREFACE, *signed)
    for one in articles:
        sheet.blank(2)
        write(sheet, one, pad=middle, after=1)
    sheet.blank(2)
    essay(sheet, "后\u3000记", POSTSCRIPT)
    return sheet.case()


@held(38, 9)
def note_of_the_editor_then_marks(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("2024年度典型经验材料", f"编者按：{PREFACE[0]}", "")
    for at, one in enumerate(articles, 1):
        own = headed(one, lambda n: f"（{chinese(n)}）", True)
        write(sheet, own, f"{chinese(at)}、{one.title}")
        sheet.blank()
    return sheet.case()


@held(6, 14)
def two_compilations_in_one_file(articles: Sequence[Article]) -> Case:
    """Two collections, one below the other, each with its head and numbers of its own."""
    sheet = Sheet()
    sheet.aside("基层治理经验材料汇编（8篇）", "")
    for at, one in enumerate(articles[:8], 1):
        write(sheet, one, f"篇{chinese(at)}：{one.title}")
        sheet.blank()
    sheet.blank(2)
    sheet.aside("改革发展经验材料汇编（6篇）", "")
    for at, one in enumerate(articles[8:], 1):
        write(sheet, one, f"篇{chinese(at)}：{one.title}")
        sheet.blank()
    return sheet.case()


@held(12, 10)
def wrapped_at_thirty_two(articles: Sequence[Article]) -> Case:
    """Copied from a PDF: lines broken at 32 characters, paragraphs indented."""
    sheet = Sheet()
    sheet.aside(middle("经验交流材料选编"), "", "")
    for one in articles:
        write(sheet, one, pad=middle, after=1, wrap=wrapper(32))
        sheet.blank(2)
    return sheet.case()


@held(20, 9)
def wrapped_with_marks_and_no_blanks(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("经验材料九篇")
    for at, one in enumerate(articles, 1):
        write(sheet, one, f"篇{chinese(at)}：{one.title}", wrap=wrapper(36, "pull"))
    return sheet.case()


@held(27, 11)
def one_fewer_than_declared(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"工作经验材料汇编（{len(articles) + 1}篇）")
    for at, one in enumerate(articles, 1):
        sheet.blank()
        write(sheet, one, f"篇{chinese(at)}：{one.title}", after=1)
    return sheet.case(asks=True)


@held(33, 10)
def advertising_between_and_inside(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"经验材料合集（{len(articles)}篇）", "资料整理：公文写作交流群（加微信入群）")
    for at, one in enumerate(articles):
        sheet.blank(2)
        write(sheet, one, after=1)
        if at % 3 == 1:
            sheet.aside("（本资料由“笔杆子之家”整理，仅供会员学习使用，请勿外传）")
    sheet.blank(2)
    sheet.aside("扫描下方二维码，获取更多写作素材")
    return sheet.case("合集.txt")


# --- Markdown -----------------------------------------------------------------------------------


def lines_of(one: Article, rank: str) -> list[str]:
    lines = [one.subtitle, ""] if one.subtitle else []
    for part in one.parts:
        lines += [(rank if part.kind == "heading" else "") + part.text, ""]
    return lines


def markdown(lines: Sequence[str], articles: Sequence[Article], outside: Sequence[str]) -> Case:
    data = "\n".join(lines).encode()
    return Case("汇编.md", data, tuple(wanted(one) for one in articles), tuple(outside))


@held(3, 9)
def markdown_head_and_second_rank_titles(articles: Sequence[Article]) -> Case:
    """# for the collection, a list of contents, ## for titles, ### for own headings."""
    head = "机关事业单位经验材料汇编"
    lines = [f"# {head}", "", "## 目录", "", *(f"- {one.title}" for one in articles), ""]
    for one in articles:
        lines += [f"## {one.title}", "", *lines_of(one, "### ")]
    return markdown(lines, articles, [head, "目录"])


@held(14, 8)
def markdown_numbered_bold_titles(articles: Sequence[Article]) -> Case:
    head = f"经验交流材料（{len(articles)}篇）"
    lines = [head, ""]
    for at, one in enumerate(articles, 1):
        lines += [f"**{at}. {one.title}**", "", *lines_of(one, "")]
    return markdown(lines, articles, [head])


@held(22, 9)
def markdown_parts_and_rules(articles: Sequence[Article]) -> Case:
    """# for parts, ## for titles with --- between, own headings bold."""
    names = ["一、党建引领", "二、产业发展", "三、民生改善"]
    lines: list[str] = []
    for at, one in enumerate(articles):
        if at % 3 == 0:
            lines += [f"# {names[at // 3]}", ""]
        lines += [f"## {one.title}", ""]
        for part in one.shown:
            lines += [f"**{part.text}**" if part.kind == "heading" else part.text, ""]
        lines += ["---", ""]
    return markdown(lines, articles, [name.split("、")[1] for name in names])


# --- Word ---------------------------------------------------------------------------------------


def large_heading(word: Word, text: str) -> None:
    add(word, text, size=16, indent=True)


def word_body(word: Word, one: Article, heading: Callable[[Word, str], object] = plain_heading,
              size: float = 16) -> None:  # fmt: skip
    add_body(word, replace(one, subtitle=""), heading, size=size)


def word_title(word: Word, one: Article, size: float = 22, by: Sequence[str] = ()) -> None:
    """Write a centred title with its subtitle and bylines."""
    add(word, one.title, size=size, centre=True)
    if one.subtitle:
        add(word, one.subtitle, size=16, centre=True)
    for line in by:
        add(word, line, size=16, centre=True)


@held(4, 12)
def word_headings_with_own_headings(articles: Sequence[Article]) -> Case:
    word = Document()
    head = "全省高质量发展典型案例"
    word.add_paragraph(head, style="Title")
    for one in articles:
        word.add_heading(one.title, 1)
        add_body(word, one, lambda word, text: word.add_heading(text, 2))
    return word_case(word, [wanted(one) for one in articles], [head])


@held(11, 10)
def word_cover_contents_and_parts(articles: Sequence[Article]) -> Case:
    """A cover, contents typed with tabs, parts in Heading 1, titles in Heading 2."""
    word = Document()
    outside = ["基层改革创新", "案例汇编", "中共平川市委改革办", "2024年12月", "目录"]
    for line in outside[:4]:
        add(word, line, size=26, centre=True)
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    add(word, "目录", size=22, centre=True)
    for page, one in pages(articles):
        outside.append(f"{one.title}\t{page}")
        add(word, outside[-1], size=14)
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    for at, one in enumerate(articles):
        if at % 5 == 0:
            outside.append(["第一编 县区经验", "第二编 部门经验"][at // 5])
            word.add_heading(outside[-1], 1)
        word.add_heading(one.title, 2)
        add_body(word, one, bold_heading, size=16)
    return word_case(word, [wanted(one) for one in articles], outside)


@held(18, 9)
def word_look_with_units(articles: Sequence[Article]) -> Case:
    """Official look: title 22 points centred, unit 16 points, headings in the body's size."""
    word = Document()
    expected = []
    for one in articles:
        word_title(word, one, by=[one.unit])
        add(word)
        word_body(word, one, large_heading)
        add(word)
        expected.append(wanted(one, bylines=[one.unit]))
    return word_case(word, expected)


@held(26, 8)
def word_plain_with_marks(articles: Sequence[Article]) -> Case:
    word = Document()
    head = f"经验材料汇编（{len(articles)}篇）"
    word.add_paragraph(head)
    for at, one in enumerate(articles, 1):
        word.add_paragraph(f"篇{chinese(at)}：{one.title}")
        add_body(word, one, lambda word, text: word.add_paragraph(text), size=0, indent=False)
    return word_case(word, [wanted(one) for one in articles], [head])


@held(35, 9)
def word_plain_with_empty_paragraphs(articles: Sequence[Article]) -> Case:
    """No style and no look at all; full-width indents typed; empty paragraphs round titles."""
    word = Document()
    for one in articles:
        word.add_paragraph(one.title)
        word.add_paragraph()
        for part in one.shown:
            word.add_paragraph(INDENT + part.text)
        word.add_paragraph()
        word.add_paragraph()
    return word_case(word, [wanted(one) for one in articles])


@held(1, 9)
def word_pages_and_titles_over_two_lines(articles: Sequence[Article]) -> Case:
    """Each article on a page of its own; long titles with a line break or in two paragraphs."""
    word = Document()
    expected = []
    for at, one in enumerate(articles):
        if at:
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        lines = broken(one.title, 14)
        if at % 2 and len(lines) > 1:
            title = add(word, lines[0], size=22, centre=True)
            for line in lines[1:]:
                title.add_run().add_break(WD_BREAK.LINE)
                title.add_run(line).font.size = Pt(22)
        else:
            for line in lines:
                add(word, line, size=22, centre=True)
        if one.subtitle:
            add(word, one.subtitle, size=16, centre=True)
        add(word)
        word_body(word, one)
        expected.append(wanted(one, *read_as(lines)))
    return word_case(word, expected)


@held(8, 8)
def word_bold_titles_and_bold_headings(articles: Sequence[Article]) -> Case:
    """Everything left: titles bold in 16 points, own headings bold in 14, body in 14."""
    word = Document()
    for one in articles:
        add(word, one.title, size=16, bold=True)
        add_body(word, headed(one, lambda n: f"{chinese(n)}、"), bold_heading, size=14)
    own = [headed(one, lambda n: f"{chinese(n)}、") for one in articles]
    return word_case(word, [wanted(one) for one in own])


@held(15, 10)
def word_pasted_half_with_headings(articles: Sequence[Article]) -> Case:
    """Pasted from several files: half the titles are Heading 1, all are centred and large."""
    word = Document()
    for at, one in enumerate(articles):
        if at % 2:
            add(word, one.title, size=22, centre=True)
        else:
            add(word, one.title, style="Heading 1", size=22, centre=True)
        add_body(word, one, bold_heading, size=16)
        add(word)
    return word_case(word, [wanted(one) for one in articles])


@held(24, 8)
def word_headings_used_for_own_headings_only(articles: Sequence[Article]) -> Case:
    """Titles centred in 22 points without a style; own headings are Heading 1 (一、)."""
    word = Document()
    own = [headed(one, lambda n: f"{chinese(n)}、") for one in articles]
    for one in own:
        word_title(word, one)
        word_body(word, one, lambda word, text: word.add_heading(text, 1))
    return word_case(word, [wanted(one) for one in own])


@held(31, 10)
def word_numbered_titles_in_bold(articles: Sequence[Article]) -> Case:
    """（一）title in bold in the body's size, own headings plain 1. ; a head and a preface."""
    word = Document()
    head = "部分单位经验做法"
    add(word, head, size=22, bold=True, centre=True)
    add(word, PREFACE[0], size=16, indent=True)
    own = [headed(one, lambda n: f"{n}.", True) for one in articles]
    for at, one in enumerate(own, 1):
        add(word, f"（{chinese(at)}）{one.title}", size=16, bold=True, indent=True)
        add_body(word, one, large_heading, size=16)
    return word_case(word, [wanted(one) for one in own], [head, PREFACE[0]])


# --- web pages ----------------------------------------------------------------------------------

SHOWN_AROUND = ("网站首页", "公文范文", "工作总结", "心得体会", "会员中心")


def web_case(head: str, inner: Sequence[str], articles: Sequence[Wanted],
             outside: Sequence[str] = ()) -> Case:  # fmt: skip
    data = web_page(head, "\n".join(inner))
    return Case("网页.html", data, tuple(articles), (head, *SHOWN_AROUND, *outside))


@held(5, 9)
def web_marks_in_bold(articles: Sequence[Article]) -> Case:
    """A paper site: <h1>, an introduction, <strong>篇一：title</strong>, paragraphs indented."""
    head = f"基层治理经验材料{len(articles)}篇"
    lead = "以下是为大家收集整理的基层治理经验材料，供大家参考。"
    inner = [f"<h1>{head}</h1>", "<p>发布时间：2024-06-18 来源：网络</p>", f"<p>{lead}</p>"]
    for at, one in enumerate(articles, 1):
        inner += [f"<p><strong>篇{chinese(at)}：{one.title}</strong></p>", web_body(one, "p")]
    own = [flat(one) for one in articles]
    return web_case(head, inner, [wanted(one) for one in own], [lead])


@held(16, 8)
def web_second_rank_with_contents(articles: Sequence[Article]) -> Case:
    """Contents of links, <h2> for titles, <h3> for own headings."""
    head = "各地经验"
    inner = [f"<h1>{head}</h1>", "<ul>"]
    inner += [f'<li><a href="#a{at}">{one.title}</a></li>' for at, one in enumerate(articles)]
    inner.append("</ul>")
    for at, one in enumerate(articles):
        inner += [f'<h2 id="a{at}">{one.title}</h2>', web_body(one, "h3")]
    return web_case(head, inner, [wanted(one) for one in articles])


@held(23, 7)
def web_of_an_official_account(articles: Sequence[Article]) -> Case:
    """An official account's article: sections, titles centred, bold and larger, unit below."""
    head = "“七个案例”带你看改革"
    inner = [f'<h1 class="title">{head}</h1>']
    expected = []
    for one in articles:
        look = "font-size: 18px; font-weight: bold; text-align: center;"
        inner.append(f'<section><p style="{look}"><span>{one.title}</span></p>')
        if one.subtitle:
            inner.append(f'<p style="text-align: center;">{one.subtitle}</p>')
        inner.append(f'<p style="text-align: center;">{one.unit}</p>')
        inner += [web_body(replace(one, subtitle=""), 'p style="font-weight: bold;"'),
                  "</section><p><br></p>"]  # fmt: skip
        expected.append(wanted(one, bylines=[one.unit]))
    foot = ["长按识别二维码关注我们"]
    inner.append(f"<p>{foot[0]}</p>")
    return web_case(head, inner, expected, foot)


@held(37, 9)
def web_saved_from_word(articles: Sequence[Article]) -> Case:
    """Saved by Word as a web page: MsoNormal, titles centred in 22 points."""
    head = "经验材料汇编"
    inner = []
    for one in articles:
        inner.append(
            '<p class="MsoNormal" align="center" style="text-align:center">'
            f'<span style="font-size:22.0pt">{one.title}</span></p>'
        )
        for part in one.shown:
            inner.append(
                '<p class="MsoNormal" style="text-indent:32.0pt">'
                f'<span style="font-size:16.0pt">{html.escape(part.text, quote=False)}</span></p>'
            )
        inner.append('<p class="MsoNormal"><span>&nbsp;</span></p>')
    return web_case(head, inner, [wanted(one) for one in articles])


@held(29, 8)
def web_line_breaks_numbered(articles: Sequence[Article]) -> Case:
    """One block of text with <br>; 1、title in plain type, blank lines above it."""
    head = f"经验材料（{len(articles)}篇）"
    own = [headed(one, lambda n: f"（{chinese(n)}）", True) for one in articles]
    inner = [f"<h1>{head}</h1><div>"]
    for at, one in enumerate(own, 1):
        inner.append(f"<br>{at}、{one.title}<br>")
        inner += [f"　　{part.text}<br>" for part in one.shown]
    inner.append("</div>")
    return web_case(head, inner, [wanted(flat(one)) for one in own])


# --- PDF ----------------------------------------------------------------------------------------


def pdf_case(sheet: Pages, articles: Sequence[Wanted], outside: Sequence[str]) -> Case:
    return Case("汇编.pdf", sheet.data(), tuple(articles), (sheet.running, *outside))


def pdf_title(sheet: Pages, one: Article, size: float, by: Sequence[str] = ()) -> list[str]:
    """Set a title, over lines where it is long, with subtitle and bylines; return its lines."""
    lines = list(broken(one.title, 16))
    for line in lines:
        sheet.put(line, size, True)
    for line in (*([one.subtitle] if one.subtitle else []), *by):
        sheet.put(line, 0, True)
    sheet.y -= sheet.PITCH / 2
    return lines


@held(2, 9)
def pdf_cover_contents_and_pages(articles: Sequence[Article]) -> Case:
    """A cover, contents with dots, each article on a new page, the unit under its title."""
    sheet = Pages("改革创新案例汇编")
    outside = ["改革创新案例汇编", "绥陵市委改革办编", "目录"]
    sheet.put(outside[0], 28, True)
    sheet.put(outside[1], 18, True)
    sheet.turn()
    sheet.put("目录", 20, True)
    for page, one in pages(articles):
        outside.append(f"{one.title}{'…' * max(2, 26 - len(one.title))}{page}")
        sheet.put(outside[-1])
    expected = []
    for one in articles:
        sheet.turn()
        lines = pdf_title(sheet, one, 22, [one.unit])
        sheet.body(one)
        expected.append(wanted(one, *read_as(lines), bylines=[one.unit]))
    return pdf_case(sheet, expected, outside)


@held(10, 8)
def pdf_running_on_titles_centred(articles: Sequence[Article]) -> Case:
    sheet = Pages("经验交流")
    expected = []
    for one in articles:
        lines = pdf_title(sheet, one, 18)
        sheet.body(one)
        sheet.y -= sheet.PITCH
        expected.append(wanted(one, *read_as(lines)))
    return pdf_case(sheet, expected, [])


@held(17, 8)
def pdf_numbered_titles_on_the_left(articles: Sequence[Article]) -> Case:
    """一、title on the left in 16 points, own headings （一）."""
    sheet = Pages("内部资料")
    head = "八个典型案例"
    sheet.put(head, 22, True)
    own = [headed(one, lambda n: f"（{chinese(n)}）", True) for one in articles]
    for at, one in enumerate(own, 1):
        sheet.y -= sheet.PITCH
        sheet.put(f"{chinese(at)}、{one.title}", 16)
        if one.subtitle:
            sheet.put(INDENT + one.subtitle)
        sheet.body(one)
    return pdf_case(sheet, [wanted(one) for one in own], [head])


@held(32, 7)
def pdf_marks_above_titles(articles: Sequence[Article]) -> Case:
    """材料一 on the left at the top of a page, the title below it, centred and larger."""
    sheet = Pages("会议交流材料")
    outside, expected = [], []
    for at, one in enumerate(articles, 1):
        if at > 1:
            sheet.turn()
        outside.append(f"材料{chinese(at)}")
        sheet.put(outside[-1])
        sheet.y -= sheet.PITCH / 2
        lines = pdf_title(sheet, one, 20)
        sheet.body(one)
        expected.append(wanted(one, *read_as(lines)))
    return pdf_case(sheet, expected, outside)


@held(39, 8)
def pdf_subtitles_titles_in_body_size(articles: Sequence[Article]) -> Case:
    """Titles in the body's size, centred, with ——subtitles, a blank line above and below."""
    sheet = Pages("基层经验选登")
    expected = []
    for one in articles:
        own = subtitled(one)
        lines = pdf_title(sheet, own, 0)
        sheet.body(own)
        sheet.y -= sheet.PITCH
        expected.append(wanted(own, *read_as(lines)))
    return pdf_case(sheet, expected, [])


# --- documents that stand alone -----------------------------------------------------------------


@alone("关于开展2025年度")
def single_report_of_two_ranks(articles: Sequence[Article]) -> Case:
    return one_case(articles[0], centre=True, after=1, between=0)


@alone("守正创新")
def single_experience_headings_apart(articles: Sequence[Article]) -> Case:
    return one_case(articles[0], centre=False, after=2, between=1, apart=True)


@alone("学习先进")
def single_essay_in_word(articles: Sequence[Article]) -> Case:
    word = Document()
    word_title(word, articles[0])
    word_body(word, articles[0])
    case = word_case(word, [wanted(articles[0])])
    return replace(case, file="心得体会.docx", single=True)


@alone("xx街道")
def single_summary_and_plan(articles: Sequence[Article]) -> Case:
    return one_case(articles[0], centre=True, after=1, between=1)
