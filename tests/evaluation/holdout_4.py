"""The fourth hold-out: compilations of a fifth hand, written when the third had taught the rules.

Compilations as a clerk meets them day by day, with the habits in about the proportions in which
they come. Written without a look at the splitter's rules or at the layouts before it, and frozen,
like the others.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import replace

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_BREAK

from .articles import Article
from .formats import add, add_body, bold_heading, plain_heading, web_body, web_page, word_case
from .layouts import INDENT
from .sheet import Case, Sheet, Wanted, chinese, columns, wanted, wrapper
from .stock import (
    Pages,
    Stock,
    broken,
    cut,
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

_STOCK = Stock("articles_holdout_4.yml", "hold-out-4", grow=True)
HOLDOUT_4, held, alone = _STOCK.entries, _STOCK.held, _STOCK.alone


def numbered(style: str) -> Callable[[int], str]:
    """Return a style of headings; ``style`` shows it for 一 or 1."""
    return lambda value: style.replace("一", chinese(value)).replace("1", str(value))


def dotted(text: str, page: int, width: int = 70) -> str:
    """Return a line of a table of contents with dots up to its page."""
    return text + "." * max(6, width - columns(text)) + str(page)


# --- blank lines, or none -----------------------------------------------------------------------


@held(0, 12)
def two_blanks_before_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"优化营商环境经验交流材料汇编（{len(articles)}篇）")
    for one in articles:
        sheet.blank(2)
        write(sheet, one, after=1)
    return sheet.case()


@held(8, 10)
def many_blanks_before_titles_bodies_flush(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("党建引领基层治理经验材料")
    for at, one in enumerate(articles):
        sheet.blank(3 + at % 4)
        write(sheet, one, indent="")
    return sheet.case("经验材料.txt")


@held(16, 9)
def one_blank_around_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for one in articles:
        write(sheet, one, after=1)
        sheet.blank()
    return sheet.case()


@held(24, 10)
def one_blank_between_all_lines_three_before_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("2024年全市重点工作经验交流会发言材料")
    for one in articles:
        sheet.blank(3)
        write(sheet, one, after=1, between=1, indent="")
    return sheet.case()


@held(31, 11)
def no_blanks_titles_flush(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"经验材料汇编{len(articles)}篇")
    for one in articles:
        write(sheet, one)
    return sheet.case()


@held(37, 9)
def no_blanks_titles_centred_with_units(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(wide("全省改革创新案例选编"), wide("二〇二四年十二月"))
    for one in articles:
        write(sheet, one, by=[one.unit], pad=wide)
    return sheet.case()


@held(5, 10)
def two_blanks_gb18030_crlf_after_none(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"各地各部门工作经验材料（{len(articles)}篇）")
    for one in articles:
        sheet.blank(2)
        write(sheet, one, bare=True)
    return sheet.case(encoding="gb18030", newline="\r\n")


@held(13, 12)
def indents_and_blanks_of_several_hands(articles: Sequence[Article]) -> Case:
    """Pasted together from mails: each article is indented and spaced in its sender's way."""
    sheet = Sheet()
    sheet.aside("各单位报送材料汇总")
    for at, one in enumerate(articles):
        sheet.blank(2 + at % 2)
        write(
            sheet, one, pad=middle if at % 3 == 0 else same, after=at % 2,
            indent=(INDENT, "    ", "")[at % 3],
        )  # fmt: skip
    return sheet.case("汇总.txt")


# --- contents ------------------------------------------------------------------------------------


@held(2, 12)
def contents_with_dots_no_blanks(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(middle("干部作风建设典型经验汇编"), "", middle("目    录"))
    for page, one in pages(articles):
        sheet.aside(dotted(one.title, page))
    sheet.blank(2)
    for one in articles:
        write(sheet, one)
    return sheet.case()


@held(10, 10)
def contents_numbered_titles_bare(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("目录")
    for at, (page, one) in enumerate(pages(articles), 1):
        sheet.aside(f"{at}.{one.title}\t{page}")
    for one in articles:
        sheet.blank()
        write(sheet, headed(one, numbered("1.")), after=0)
    return sheet.case()


@held(18, 9)
def contents_with_units_in_brackets(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("全市基层治理现场推进会交流材料", "", "目  录", "")
    for at, one in enumerate(articles, 1):
        sheet.aside(f"{at}、{one.title}（{one.unit}）")
    for one in articles:
        sheet.blank(2)
        write(sheet, one, by=[f"（{one.unit}）"], after=1)
    return sheet.case("交流材料.txt")


@held(26, 12)
def contents_with_groups_that_stand_above_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    groups = ["市直单位篇", "县（市、区）篇", "乡镇（街道）篇"]
    sheet.aside("改革创新典型案例汇编", "", "目录", "")
    for at, (page, one) in enumerate(pages(articles)):
        if at % 4 == 0:
            sheet.aside(groups[at // 4])
        sheet.aside(f"{one.title} {'…' * 10} {page}")
    for at, one in enumerate(articles):
        sheet.blank(2)
        if at % 4 == 0:
            sheet.aside(groups[at // 4])
            sheet.blank(2)
        write(sheet, one, after=1)
    return sheet.case()


@held(34, 10)
def contents_numbered_as_the_titles_are(articles: Sequence[Article]) -> Case:
    """Bodies have 一、 like the titles; blank lines and contents tell them apart."""
    sheet = Sheet()
    sheet.aside("目  录", "")
    for at, (page, one) in enumerate(pages(articles), 1):
        sheet.aside(dotted(f"{chinese(at)}、{one.title}", page))
    for at, one in enumerate(articles, 1):
        sheet.blank(2)
        write(sheet, one, f"{chinese(at)}、{one.title}", titles=[one.title], after=1)
    return sheet.case()


# --- numbers and marks ---------------------------------------------------------------------------


@held(1, 13)
def titles_1_dot_headings_chinese(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"作风建设经验材料（{len(articles)}篇）")
    for at, one in enumerate(articles, 1):
        sheet.blank()
        shown = headed(one, numbered("一、"))
        write(sheet, shown, f"{at}. {one.title}", titles=[one.title])
    return sheet.case()


@held(9, 10)
def titles_1_comma_no_blanks(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("乡村振兴工作经验交流材料汇编")
    for at, one in enumerate(articles, 1):
        shown = headed(one, numbered("（一）"))
        write(sheet, shown, f"{at}、{one.title}", titles=[one.title])
    return sheet.case()


@held(17, 9)
def titles_chinese_numbers_headings_in_brackets(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("基层减负典型做法选编", "")
    for at, one in enumerate(articles, 1):
        shown = headed(one, numbered("（一）"), run_in=True)
        write(sheet, shown, f"{chinese(at)}、{one.title}", titles=[one.title], after=1)
        sheet.blank()
    return sheet.case()


@held(25, 9)
def titles_in_brackets_below_numbered_groups(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("县域经济发展经验做法汇总")
    groups = ["一、产业发展类", "二、民生服务类", "三、党的建设类"]
    for at, one in enumerate(articles):
        sheet.blank()
        if at % 3 == 0:
            sheet.aside(groups[at // 3])
            sheet.blank()
        shown = headed(one, numbered("1."), run_in=True)
        write(sheet, shown, f"（{chinese(at % 3 + 1)}）{one.title}", titles=[one.title])
    return sheet.case()


@held(33, 11)
def pian_with_title_on_the_line(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"在全市重点工作推进会上的发言材料汇编（{len(articles)}篇）", "")
    for at, one in enumerate(articles, 1):
        write(sheet, one, f"篇{chinese(at)}：{one.title}", titles=[one.title])
        sheet.blank()
    return sheet.case()


@held(3, 8)
def pian_alone_title_on_the_next_line(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"主题教育经验做法{len(articles)}篇")
    for at, one in enumerate(articles, 1):
        sheet.blank()
        sheet.aside(f"篇{chinese(at)}：")
        write(sheet, one)
    return sheet.case()


@held(11, 9)
def pian_in_brackets_alone(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"工作总结、经验材料（{len(articles)}篇）", "")
    for at, one in enumerate(articles, 1):
        sheet.aside(f"【篇{chinese(at)}】")
        write(sheet, one, after=1, between=1, indent="")
        sheet.blank()
    return sheet.case()


@held(19, 8)
def first_article_alone_and_centred_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles, 1):
        sheet.blank(2)
        sheet.aside(middle(f"第{chinese(at)}篇"))
        write(sheet, one, pad=middle, by=[one.unit], after=1)
    return sheet.case()


@held(27, 10)
def material_numbers_alone(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("全县三级干部会议交流材料", "（会后收回）")
    for at, one in enumerate(articles, 1):
        sheet.blank()
        sheet.aside(f"材料{chinese(at)}")
        sheet.blank()
        write(sheet, one, pad=middle, after=1)
    return sheet.case("会议材料.txt")


@held(35, 8)
def model_texts_with_site_lines(articles: Sequence[Article]) -> Case:
    """例文一： before the title, and what a site puts between the texts."""
    sheet = Sheet()
    sheet.aside(f"经验交流材料范文{len(articles)}篇")
    for at, one in enumerate(articles, 1):
        sheet.blank()
        shown = headed(one, numbered("一、"))
        write(sheet, shown, f"例文{chinese(at)}：{one.title}", titles=[one.title])
        if at in (3, 6):
            sheet.aside("更多精彩范文，请关注微信公众号“笔杆子之友”")
    sheet.aside("声明：本文来源于网络，如有侵权请联系删除。")
    return sheet.case("范文.txt")


@held(4, 7)
def conference_papers_numbered_by_zhi(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles, 1):
        sheet.blank(2)
        sheet.aside(f"全市组织工作会议交流材料之{chinese(at)}")
        sheet.blank()
        write(sheet, one, by=[one.unit], after=1)
    return sheet.case()


@held(12, 9)
def numbered_titles_with_bare_short_headings(articles: Sequence[Article]) -> Case:
    """The bodies' headings have no numbers and stand flush like the titles."""
    sheet = Sheet()
    sheet.aside(f"典型经验{len(articles)}例")
    for at, one in enumerate(articles, 1):
        sheet.blank()
        shown = headed(one, lambda _: "")
        write(sheet, shown, f"{at}.{one.title}", titles=[one.title], bare=True)
    return sheet.case()


# --- titles of several lines, and lines under titles --------------------------------------------


@held(20, 10)
def long_titles_centred_on_two_lines(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for one in articles:
        lines = broken(one.title, 16)
        sheet.blank(2)
        write(sheet, one, *lines, pad=middle, titles=read_as(lines), after=1)
    return sheet.case()


@held(28, 9)
def subtitles_with_dashes_centred(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(middle("全市乡村振兴现场会经验交流材料"))
    for one in articles:
        sheet.blank(2)
        write(sheet, subtitled(one), pad=middle, after=1)
    return sheet.case()


@held(36, 10)
def subtitles_no_blanks(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"经验做法选编（{len(articles)}篇）")
    for one in articles:
        write(sheet, subtitled(one))
    return sheet.case()


@held(6, 9)
def author_and_date_under_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    names = ["陆启明", "韩  雪", "丁文博"]
    for at, one in enumerate(articles):
        sheet.blank(2)
        by = [f"{one.unit}  {names[at % 3]}", f"（2024年{at + 2}月{at * 2 + 5}日）"]
        write(sheet, one, by=by, pad=middle, after=1)
    return sheet.case("发言材料.txt")


@held(14, 10)
def unit_lines_flush_without_blanks_below(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("市直机关党建工作经验交流材料")
    for one in articles:
        sheet.blank()
        write(sheet, one, by=[one.unit])
    return sheet.case()


@held(22, 8)
def labelled_unit_above_the_title(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for one in articles:
        sheet.blank(3)
        sheet.aside(f"发言单位：{one.unit}")
        write(sheet, one, after=1)
    return sheet.case("会议发言.txt")


@held(30, 8)
def two_line_titles_with_subtitle_unit_and_date(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles):
        lines = broken(one.title, 18)
        sheet.blank(2)
        by = [one.unit, f"2024年{at + 3}月"]
        own = replace(one, subtitle=one.subtitle or "——在全市现场推进会上的交流发言")
        write(sheet, own, *lines, pad=wide, by=by, titles=read_as(lines), after=1)
    return sheet.case()


# --- separators, prefaces, several compilations, broken lines --------------------------------


@held(38, 9)
def stars_between_articles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles):
        if at:
            sheet.put("", "***", "")
        write(sheet, one)
    return sheet.case()


@held(7, 8)
def long_dashes_between_articles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("学习参考资料（第八辑）")
    for one in articles:
        sheet.put("—" * 20)
        write(sheet, one, pad=middle, by=[one.unit])
    return sheet.case()


@held(15, 8)
def form_feeds_between_articles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(wide("全省税务系统创新做法集锦"))
    for one in articles:
        sheet.put("\f")
        write(sheet, one, pad=wide, after=1)
    return sheet.case()


@held(23, 10)
def preface_and_postscript(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("基层治理创新案例集", "", "前  言", "")
    sheet.aside(
        "　　为全面展示一年来全市基层治理的成果，我们从各县区报送的八十余篇材料中择优选编成册。",
        "　　由于时间仓促、水平有限，疏漏之处在所难免，敬请批评指正。",
        "　　　　　　　　　　　　　　　　　　　　　　编  者",
    )
    for one in articles:
        sheet.blank(3)
        write(sheet, one, after=1)
    sheet.blank(3)
    sheet.aside(
        "后  记", "", "　　本书编写过程中得到了各县区、各有关部门的大力支持，在此一并表示感谢。"
    )
    return sheet.case("案例集.txt")


@held(32, 13)
def two_compilations_in_one_file(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("招商引资经验材料汇编（6篇）")
    for at, one in enumerate(articles):
        if at == 6:
            sheet.blank(3)
            sheet.aside("优化营商环境经验材料汇编（7篇）")
        sheet.blank(2)
        write(sheet, one, after=1)
    return sheet.case()


@held(39, 9)
def wrapped_with_blanks_around_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for one in articles:
        sheet.blank(2)
        write(sheet, one, after=1, wrap=wrapper(36))
    return sheet.case()


@held(2, 8)
def wrapped_titles_centred_no_blanks(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(middle("经验材料汇编"))
    for one in articles:
        write(sheet, one, pad=middle, by=[one.unit], wrap=wrapper(39, "hang"))
    return sheet.case()


@held(21, 10)
def declared_count_is_one_too_many(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"机关党建工作经验交流材料汇编（{len(articles) + 1}篇）")
    for one in articles:
        sheet.blank(3)
        write(sheet, one, after=1, indent="")
    return sheet.case(asks=True)


@held(29, 5)
def issues_of_a_bulletin(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles, 1):
        sheet.aside(middle("改革工作简报"), middle(f"第{at}期"))
        sheet.aside(f"市委改革办编　　　　　　　　　　　　　2024年{at + 4}月12日", "—" * 30)
        sheet.blank()
        write(sheet, one, pad=middle, after=1)
        sheet.blank(2)
    return sheet.case("简报.txt")


# --- Markdown ------------------------------------------------------------------------------------


def marked(
    articles: Sequence[Article], title: str, heading: str, head: Sequence[str] = (),
    rule: bool = False,
) -> Case:  # fmt: skip
    """Return a Markdown file; ``rule`` stands between articles."""
    sheet = Sheet()
    for line in head:
        sheet.put(line, "")
        sheet.outside.append(line.strip("# "))
    for at, one in enumerate(articles, 1):
        if rule and at > 1:
            sheet.put("---", "")
        sheet.put(title.format(one.title, chinese(at)), "")
        for part in one.parts:
            sheet.put(heading.format(part.text) if part.kind == "heading" else part.text, "")
        sheet.wanted.append(replace(wanted(one), subtitle=""))
    return sheet.case("汇编.md")


@held(16, 10)
def markdown_second_rank_below_a_title(articles: Sequence[Article]) -> Case:
    return marked(articles, "## {}", "### {}", ["# 城市更新经验材料（10篇）"])


@held(0, 9)
def markdown_first_rank_with_rules(articles: Sequence[Article]) -> Case:
    return marked(articles, "# {}", "**{}**", rule=True)


@held(28, 9)
def markdown_numbered_second_rank(articles: Sequence[Article]) -> Case:
    shown = [headed(one, numbered("（一）"), run_in=True) for one in articles]
    return marked(shown, "## {1}、{0}", "### {}", ["# 社会治理经验交流材料"])


@held(9, 8)
def markdown_bold_lines(articles: Sequence[Article]) -> Case:
    return marked(articles, "**{}**", "{}", ["**2024年度工作经验材料选编**"])


# --- stand-alone documents -----------------------------------------------------------------------


@alone("关于2024年度全县信访")
def single_report_with_addressee(articles: Sequence[Article]) -> Case:
    return one_case(articles[0], centre=True, after=1, between=0)


@alone("读《县委大院")
def single_essay_flush(articles: Sequence[Article]) -> Case:
    return one_case(articles[0], centre=False, after=1, between=1)


@alone("城东街道2025年")
def single_summary_headings_set_off(articles: Sequence[Article]) -> Case:
    return one_case(articles[0], centre=False, after=2, between=0, apart=True)


@alone("深化“放管服”改革")
def single_word_speech_without_styles(articles: Sequence[Article]) -> Case:
    word, one = Document(), articles[0]
    add(word, one.title, size=22, centre=True)
    add(word, one.subtitle, size=16, centre=True)
    add(word)
    add_body(word, replace(one, subtitle=""), bold_heading, size=16)
    return replace(word_case(word, [wanted(one)]), file="经验介绍.docx", single=True)


# --- Word ----------------------------------------------------------------------------------------


def typed(word: Word, one: Article, heading: Callable[[Word, str], object], size: float) -> None:
    """Write an article's body, its subtitle being written already."""
    add_body(word, replace(one, subtitle=""), heading, size=size)


@held(3, 12)
def word_headings_below_a_title(articles: Sequence[Article]) -> Case:
    word, head = Document(), "全省高质量发展典型经验汇编"
    word.add_heading(head, 0)
    for one in articles:
        word.add_heading(one.title, 1)
        add_body(word, one, lambda word, text: word.add_heading(text, 2))
    return word_case(word, [wanted(one) for one in articles], [head])


@held(11, 12)
def word_groups_titles_and_headings(articles: Sequence[Article]) -> Case:
    word, outside = Document(), ["一、经济发展篇", "二、社会治理篇", "三、党的建设篇"]
    for at, one in enumerate(articles):
        if at % 4 == 0:
            word.add_heading(outside[at // 4], 1)
        word.add_heading(one.title, 2)
        add_body(word, one, lambda word, text: word.add_heading(text, 3))
    return word_case(word, [wanted(one) for one in articles], outside)


@held(19, 10)
def word_large_centred_titles_with_units(articles: Sequence[Article]) -> Case:
    """No styles: titles in 22 points, units below in 16 like the body, an empty paragraph."""
    word = Document()
    for at, one in enumerate(articles):
        if at:
            add(word)
        add(word, one.title, size=22, centre=True)
        if one.subtitle:
            add(word, one.subtitle, size=16, centre=True)
        add(word, one.unit, size=16, centre=True)
        add(word)
        typed(word, one, bold_heading, 16)
    return word_case(word, [wanted(one, bylines=[one.unit]) for one in articles])


@held(27, 9)
def word_without_any_look_blank_paragraphs(articles: Sequence[Article]) -> Case:
    word = Document()
    head = f"经验交流材料（共{len(articles)}篇）"
    add(word, head)
    for one in articles:
        add(word)
        add(word)
        add(word, one.title)
        add_body(word, one, lambda word, text: add(word, INDENT + text), size=0)
    return word_case(word, [wanted(one) for one in articles], [head])


@held(35, 9)
def word_long_titles_over_two_lines_on_new_pages(articles: Sequence[Article]) -> Case:
    word, made = Document(), []
    for at, one in enumerate(articles):
        if at:
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        lines = broken(one.title, 16)
        for line in lines:
            add(word, line, size=22, centre=True)
        if one.subtitle:
            add(word, one.subtitle, size=16, centre=True)
        add(word)
        typed(word, one, plain_heading, 16)
        made.append(wanted(one, *read_as(lines)))
    return word_case(word, made)


@held(6, 10)
def word_contents_then_bold_centred_titles(articles: Sequence[Article]) -> Case:
    word, outside = Document(), ["全县重点工作观摩会交流材料", "目  录"]
    add(word, outside[0], size=26, bold=True, centre=True)
    add(word, outside[1], size=18, centre=True)
    for at, (page, one) in enumerate(pages(articles), 1):
        outside.append(f"{at}. {one.title}\t{page}")
        add(word, outside[-1], size=14)
    word.add_page_break()
    for one in articles:
        add(word, one.title, size=18, bold=True, centre=True)
        add_body(word, one, bold_heading)
        add(word)
    return word_case(word, [wanted(one) for one in articles], outside)


@held(14, 9)
def word_bold_titles_and_bold_headings(articles: Sequence[Article]) -> Case:
    """Titles and the bodies' 一、 are bold and of one size; only the titles are centred."""
    word, head = Document(), "乡镇党委书记工作交流材料"
    add(word, head, size=16, bold=True, centre=True)
    for one in articles:
        add(word, one.title, size=16, bold=True, centre=True)
        add_body(word, one, bold_heading, size=16)
    return word_case(word, [wanted(one) for one in articles], [head])


@held(22, 8)
def word_pian_bold_and_indented(articles: Sequence[Article]) -> Case:
    """As a site's downloads have it: 第一篇：标题 in bold, everything else plain."""
    word, head = Document(), f"工作经验交流材料范文（精选{len(articles)}篇）"
    add(word, head, size=16, bold=True, centre=True)
    for at, one in enumerate(articles, 1):
        add(word, f"第{chinese(at)}篇：{one.title}", bold=True, indent=True)
        add_body(word, one, plain_heading)
    return word_case(word, [wanted(one) for one in articles], [head])


@held(30, 9)
def word_headings_with_numbers_and_subtitles(articles: Sequence[Article]) -> Case:
    word = Document()
    made = [subtitled(one) for one in articles]
    for at, one in enumerate(made, 1):
        word.add_heading(f"{at}. {one.title}", 1)
        add(word, one.subtitle, size=16, centre=True)
        typed(word, one, bold_heading, 16)
    return word_case(word, [wanted(one) for one in made])


# --- web pages -----------------------------------------------------------------------------------


def saved(articles: Sequence[Article], inner: Sequence[str], outside: Sequence[str]) -> Case:
    data = web_page(outside[0], "\n".join(inner))
    return Case("网页.html", data, tuple(wanted(one) for one in articles), tuple(outside))


def shown(text: str) -> str:
    return html.escape(text, quote=False)


@held(38, 9)
def web_second_rank_titles(articles: Sequence[Article]) -> Case:
    head = f"作风建设经验交流材料（精选{len(articles)}篇）"
    inner = [f"<h1>{head}</h1>"]
    for one in articles:
        inner += [f"<h2>{shown(one.title)}</h2>", web_body(one, "p")]
    return saved(articles, inner, [head])


@held(7, 8)
def web_pian_in_strong_paragraphs(articles: Sequence[Article]) -> Case:
    head = f"党建经验材料{len(articles)}篇"
    inner = [f"<h1>{head}</h1>"]
    for at, one in enumerate(articles, 1):
        inner.append(f"<p><strong>　　{head}篇{chinese(at)}：{shown(one.title)}</strong></p>")
        inner.append(web_body(flat(one), "p"))
    return saved([flat(one) for one in articles], inner, [head])


@held(15, 9)
def web_centred_titles_with_facts(articles: Sequence[Article]) -> Case:
    head = "典型经验"
    inner = [f"<h1>{head}</h1>"]
    facts = []
    for at, one in enumerate(articles):
        facts.append(f"来源：{one.unit}　　时间：2024-0{at % 9 + 1}-1{at}")
        inner.append(f'<p style="text-align:center"><strong>{shown(one.title)}</strong></p>')
        inner += [f'<p style="text-align:center">{facts[-1]}</p>', web_body(one, "p")]
    return saved(articles, inner, [head, *facts])


@held(23, 8)
def web_numbered_third_rank_with_adverts(articles: Sequence[Article]) -> Case:
    head, advert = "基层工作法汇总", "点击下载文档（文档为doc格式）"
    inner = [f"<h1>{head}</h1>"]
    for at, one in enumerate(articles, 1):
        inner += [f"<h3>{at}、{shown(one.title)}</h3>", web_body(one, "p")]
        if at == 4:
            inner.append(f'<div class="down"><a href="/d">{advert}</a></div>')
    return saved(articles, inner, [head, advert])


# --- PDF -----------------------------------------------------------------------------------------


def set_title(sheet: Pages, one: Article, size: float) -> Wanted:
    """Set a title in the middle and return what is wanted; it may be broken at a blank."""
    lines = cut(one.title, int(sheet.WIDTH * sheet.SIZE / size))
    for line in lines:
        sheet.put(line, size, True)
    if one.subtitle:
        sheet.put(one.subtitle, 0, True)
    return wanted(one, *read_as(lines))


def printed(sheet: Pages, made: Sequence[Wanted], outside: Sequence[str] = ()) -> Case:
    return Case("汇编.pdf", sheet.data(), tuple(made), (sheet.running, *outside))


@held(31, 8)
def pdf_large_titles_on_new_pages(articles: Sequence[Article]) -> Case:
    sheet, made = Pages("营商环境典型经验汇编"), []
    for at, one in enumerate(articles):
        if at:
            sheet.turn()
        made.append(set_title(sheet, one, 21))
        sheet.put("")
        sheet.body(one)
    return printed(sheet, made)


@held(39, 9)
def pdf_contents_and_titles_that_run_on(articles: Sequence[Article]) -> Case:
    sheet, made, outside = Pages("经验交流材料"), [], ["目    录"]
    sheet.put(outside[0], 20, True)
    for page, one in pages(articles):
        outside.append(dotted(one.title, page, 56))
        sheet.put(outside[-1])
    sheet.turn()
    for one in articles:
        sheet.put("")
        made.append(set_title(sheet, one, 18))
        sheet.put("")
        sheet.body(one)
    return printed(sheet, made, outside)


@held(8, 8)
def pdf_titles_in_body_size_centred(articles: Sequence[Article]) -> Case:
    sheet, made = Pages("内部学习资料"), []
    for one in articles:
        sheet.put("")
        made.append(set_title(sheet, one, sheet.SIZE))
        sheet.body(one)
    return printed(sheet, made)


@held(24, 8)
def pdf_numbered_titles_with_units(articles: Sequence[Article]) -> Case:
    sheet, made = Pages("全市现场会交流材料"), []
    for at, one in enumerate(articles, 1):
        sheet.put("")
        lines = cut(one.title, 20)
        for line in (f"{at}．{lines[0]}", *lines[1:]):
            sheet.put(line, 18)
        if one.subtitle:
            sheet.put(INDENT + one.subtitle)
        by = f"（{one.unit}）"
        sheet.put(INDENT + by)
        sheet.body(one)
        made.append(wanted(one, *read_as(lines), bylines=[by]))
    return printed(sheet, made)
