"""The fifth hold-out: compilations of a sixth hand, written before the fourth had taught the rules.

Compilations as offices pass them round, plain ones for the most part, with the habits in about
the proportions in which they come; those named mixed have several at once. Written without a look
at the splitter's rules (of earlier layouts, those in formats.py and the first of the fourth
hold-out were seen), and frozen, like the others.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import replace

from docx import Document
from docx.enum.text import WD_BREAK

from .articles import Article
from .formats import (
    NAVIGATION,
    add,
    add_body,
    bold_heading,
    plain_heading,
    web_body,
    web_page,
    word_case,
)
from .layouts import INDENT
from .sheet import Case, Sheet, chinese, columns, wanted, wrapper
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

_STOCK = Stock("articles_holdout_5.yml", "hold-out-5", grow=True)
HOLDOUT_5, held, alone = _STOCK.entries, _STOCK.held, _STOCK.alone


def counted(value: int) -> str:
    return f"{chinese(value)}、"


def bracketed(value: int) -> str:
    return f"（{chinese(value)}）"


def dotted(value: int) -> str:
    return f"{value}."


def ranked(one: Article) -> Article:
    """Return the article with 1. headings and （1） below them."""
    parts = [
        replace(part, text=f"（{'一二三四五'.index(part.text[1]) + 1}）{part.text[3:]}")
        if part.kind == "paragraph" and part.text.startswith(("（一）", "（二）", "（三）"))
        else part
        for part in one.parts
    ]
    return headed(replace(one, parts=tuple(parts)), dotted)


def leader(text: str, page: int, sign: str = "…") -> str:
    """Return a line of a table of contents up to its page."""
    return text + sign * max(4, (68 - columns(text)) // columns(sign)) + str(page)


# --- set off by blank lines ---------------------------------------------------------------------


@held(0, 10)
def blanks_two_before_one_after(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"关于推动高质量发展工作经验交流材料汇编（{len(articles)}篇）")
    for one in articles:
        sheet.blank(2)
        write(sheet, one, after=1)
    return sheet.case()


@held(7, 8)
def blanks_one_before_none_after(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("县区工作经验选登")
    for one in articles:
        sheet.blank()
        write(sheet, one)
    return sheet.case("选登.txt")


@held(15, 9)
def blanks_four_before_bodies_flush(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.blank(3)
    sheet.aside(f"基层治理典型经验材料{len(articles)}篇")
    for one in articles:
        sheet.blank(4)
        write(sheet, one, after=1, indent="")
    return sheet.case()


@held(23, 8)
def blanks_between_all_paragraphs_titles_centred(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(middle("全市作风建设工作交流材料"))
    sheet.blank()
    for one in articles:
        write(sheet, one, pad=middle, after=1, between=1)
        sheet.blank()
    return sheet.case()


@held(31, 9)
def blanks_and_indents_of_many_senders(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("各乡镇各部门上报材料（合并稿）")
    for at, one in enumerate(articles):
        sheet.blank(1 + (at * 2) % 3)
        write(
            sheet, one, pad=(same, wide, middle)[at % 3], after=(at + 1) % 2,
            indent=("", INDENT, "    ")[at % 3],
        )  # fmt: skip
    return sheet.case("合并稿.txt", newline="\r\n")


# --- few or none ---------------------------------------------------------------------------------


@held(3, 9)
def unbroken_titles_flush(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("优秀经验材料选编")
    for one in articles:
        write(sheet, one)
    return sheet.case(encoding="gb18030")


@held(11, 8)
def unbroken_titles_padded_with_units(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(wide("全市县域经济发展现场会交流材料"))
    for one in articles:
        write(sheet, one, by=[one.unit], pad=wide)
    return sheet.case()


@held(19, 8)
def unbroken_everything_indented(articles: Sequence[Article]) -> Case:
    """The titles as well stand two characters in, but have a blank line before them."""
    sheet = Sheet()
    sheet.aside("创新案例汇编")
    for one in articles:
        sheet.blank()
        write(sheet, one, pad=lambda text: INDENT + text)
    return sheet.case()


# --- contents -----------------------------------------------------------------------------------


@held(27, 10)
def contents_with_leaders(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(middle("为民办实事优秀案例汇编"), "", middle("目  录"))
    for page, one in pages(articles):
        sheet.aside(leader(one.title, page))
    for one in articles:
        sheet.blank(2)
        write(sheet, one, pad=middle, after=1)
    return sheet.case()


@held(35, 9)
def contents_with_tabs_and_numbers(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("目录")
    for at, (page, one) in enumerate(pages(articles), 1):
        sheet.aside(f"{at}. {one.title}\t{page}")
    sheet.blank()
    for at, one in enumerate(articles, 1):
        write(sheet, one, f"{at}. {one.title}", titles=[one.title])
    return sheet.case()


@held(2, 8)
def contents_bare_and_nothing_blank(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("乡村振兴工作经验材料", "目  录", *(one.title for one in articles))
    for one in articles:
        write(sheet, one, by=[f"（{one.unit}）"])
    return sheet.case()


GROUPS = ["产业发展篇", "社会治理篇", "党的建设篇"]


@held(10, 9)
def contents_with_groups_and_pages(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(wide("全县改革发展案例集"), "", wide("目　　录"))
    for at, (page, one) in enumerate(pages(articles)):
        if at % 3 == 0:
            sheet.aside(f"第{chinese(at // 3 + 1)}部分　{GROUPS[at // 3]}")
        sheet.aside(leader(one.title, page, "."))
    for at, one in enumerate(articles):
        sheet.blank()
        if at % 3 == 0:
            sheet.blank()
            sheet.aside(wide(f"第{chinese(at // 3 + 1)}部分　{GROUPS[at // 3]}"))
            sheet.blank()
        write(sheet, one, pad=wide, after=1)
    return sheet.case("案例集.txt")


@held(18, 8)
def contents_with_units_before_titles(articles: Sequence[Article]) -> Case:
    """Each line of the contents names the unit first; it stands under the title below."""
    sheet = Sheet()
    sheet.aside("会议交流材料目录", "")
    for at, one in enumerate(articles, 1):
        sheet.aside(f"{at}、{one.unit}：{one.title}")
    for one in articles:
        sheet.blank(2)
        write(sheet, one, pad=middle, by=[one.unit], after=1)
    return sheet.case()


# --- numbers ------------------------------------------------------------------------------------


@held(26, 9, without=("强链补链",))
def numbers_with_dot_over_chinese_headings(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"党建工作经验材料汇编（{len(articles)}篇）")
    for at, one in enumerate(articles, 1):
        sheet.blank()
        one = headed(one, counted)
        write(sheet, one, f"{at}.{one.title}", titles=[one.title])
    return sheet.case()


@held(34, 8, without=("强链补链",))
def numbers_with_comma_over_bracketed_headings(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles, 1):
        one = headed(one, bracketed, run_in=True)
        write(sheet, one, f"{at}、{one.title}", titles=[one.title])
    return sheet.case()


@held(1, 9, without=("强链补链",))
def numbers_in_chinese_over_dotted_headings(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("全区工作亮点材料")
    for at, one in enumerate(articles, 1):
        sheet.blank()
        one = ranked(one)
        write(sheet, one, f"{chinese(at)}、{one.title}", titles=[one.title], after=1)
    return sheet.case()


@held(9, 8, without=("强链补链",))
def numbers_in_brackets_over_dotted_headings(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("典型经验做法")
    for at, one in enumerate(articles, 1):
        sheet.blank(2)
        one = ranked(one)
        write(sheet, one, f"（{chinese(at)}）{one.title}", titles=[one.title])
    return sheet.case()


@held(17, 8)
def numbers_of_papers_above_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(middle("全省经验交流会材料"))
    for at, one in enumerate(articles, 1):
        sheet.blank(2)
        sheet.aside(f"经验交流材料之{chinese(at)}")
        sheet.blank()
        write(sheet, one, pad=middle, by=[one.unit], after=1)
    return sheet.case()


# --- marks --------------------------------------------------------------------------------------


@held(25, 9)
def marks_pian_and_title(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"经验交流发言材料汇编（{len(articles)}篇）")
    for at, one in enumerate(articles, 1):
        sheet.blank()
        write(sheet, one, f"篇{chinese(at)}：{one.title}", titles=[one.title], after=1)
    return sheet.case()


@held(33, 8)
def marks_pian_in_brackets_above_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"机关工作经验材料（{len(articles)}篇）")
    for at, one in enumerate(articles, 1):
        sheet.blank(2)
        sheet.put(f"【篇{chinese(at)}】")
        write(sheet, one, after=1)
    return sheet.case()


@held(0, 9)
def marks_number_of_article_and_title(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("典型材料汇总")
    for at, one in enumerate(articles, 1):
        write(sheet, one, f"第{chinese(at)}篇 {one.title}", titles=[one.title])
    return sheet.case()


@held(8, 8)
def marks_material_above_centred_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles, 1):
        sheet.put(f"材料{chinese(at)}")
        sheet.blank()
        write(sheet, one, pad=wide, by=[one.unit], after=1)
        sheet.blank()
    return sheet.case()


@held(16, 8, without=("——",))
def marks_model_text_and_title(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("工作经验总结范文8篇", "")
    sheet.aside("以下是小编为大家整理的工作经验总结范文，供大家参考借鉴。")
    for at, one in enumerate(articles, 1):
        sheet.blank()
        write(sheet, one, f"例文{chinese(at)}：{one.title}", titles=[one.title])
    sheet.blank()
    sheet.aside("更多范文请关注微信公众号：笔杆子之友")
    return sheet.case("范文.txt")


# --- what stands with a title -------------------------------------------------------------------


@held(24, 8, without=("——",))
def titles_over_two_lines_centred(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(middle("全市工作会议交流材料"))
    for one in articles:
        sheet.blank(2)
        lines = broken(one.title, 15)
        write(sheet, one, *lines, titles=[one.title, *read_as(lines)], pad=middle, after=1)
    return sheet.case()


@held(32, 9, without=("——", "汇报", "报告", "发言", "总结"))
def titles_with_subtitles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("亮点工作经验材料")
    for one in articles:
        sheet.blank()
        write(sheet, subtitled(one), after=1)
    return sheet.case()


@held(4, 8, without=("——", "汇报", "报告", "发言", "总结"))
def titles_with_subtitles_centred_unbroken(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for one in articles:
        write(sheet, subtitled(one), pad=middle)
    return sheet.case()


AUTHORS = ["周岭", "吴一鸣", "陈慧", "郑大川", "林小满", "何青", "罗江平", "沈岚", "孟凡"]


@held(12, 9, without=("某", "心得"))
def titles_with_author_and_date(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("《调研与思考》2024年合订本")
    for at, one in enumerate(articles):
        sheet.blank(2)
        by = [AUTHORS[at], f"（2024年{at + 2}月{at * 3 + 1}日）"]
        write(sheet, one, pad=middle, by=by, after=1)
    return sheet.case("合订本.txt")


@held(20, 8)
def titles_with_unit_and_date_flush(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"经验交流材料（共{len(articles)}篇）")
    for one in articles:
        sheet.blank(2)
        write(sheet, one, by=[one.unit, "2024年9月"], after=1)
    return sheet.case()


# --- separators ---------------------------------------------------------------------------------


@held(28, 9)
def separators_of_stars(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles):
        if at:
            sheet.aside("***")
        write(sheet, one)
    return sheet.case()


@held(36, 8)
def separators_of_dashes(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("简报汇总")
    for one in articles:
        sheet.blank()
        sheet.aside("————————————————————")
        sheet.blank()
        write(sheet, one, pad=middle)
    return sheet.case("简报.txt")


@held(5, 8)
def separators_page_breaks(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles):
        write(sheet, one, ("\f" if at else "") + one.title, titles=[one.title], after=1)
    return sheet.case()


# --- what stands around the articles ------------------------------------------------------------


@held(13, 8)
def around_preface_and_postscript(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(middle("改革创新优秀案例选"), "", middle("前    言"))
    sheet.aside(
        f"{INDENT}为总结推广各地在改革创新中形成的好经验、好做法，市委改革办组织编印了本书，供学习"
        "借鉴。各单位要结合自身实际，学其所长、补己所短。",
        f"{INDENT}由于时间仓促，书中难免有疏漏之处，敬请读者批评指正。",
        middle("编    者"),
        middle("2024年5月"),
    )
    for one in articles:
        sheet.blank(2)
        write(sheet, one, pad=middle, after=1)
    sheet.blank(2)
    sheet.aside(middle("后    记"), "")
    sheet.aside(
        f"{INDENT}本书在编写过程中得到了各县（市、区）和市直有关单位的大力支持，在此一并表示感谢。",
        f"{INDENT}编写组",
    )
    return sheet.case("案例选.txt")


@held(21, 12)
def around_two_compilations_in_one_file(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    halves = {"主题教育经验材料汇编": articles[:7], "项目建设经验材料汇编": articles[7:]}
    for head, some in halves.items():
        sheet.aside(f"{head}（{len(some)}篇）")
        for one in some:
            sheet.blank(2)
            write(sheet, one, after=1)
        sheet.blank(3)
    return sheet.case()


@held(29, 9)
def around_advertising_lines(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"【精品】工作经验材料汇编{len(articles)}篇")
    for at, one in enumerate(articles):
        sheet.blank(2)
        write(sheet, one)
        if at % 3 == 2:
            sheet.blank()
            sheet.aside("加微信获取更多优质公文写作素材")
    sheet.blank()
    sheet.aside("本资料来源于网络，仅供学习交流使用，如有侵权请联系删除。")
    return sheet.case()


@held(37, 8)
def around_count_that_is_wrong(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"优化营商环境经验材料汇编（{len(articles) + 2}篇）")
    for one in articles:
        sheet.blank(2)
        write(sheet, one)
    return sheet.case(asks=True)


# --- hard-wrapped -------------------------------------------------------------------------------


@held(6, 8)
def hard_wrapped_with_blanks(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("年度优秀材料", "")
    for one in articles:
        write(sheet, one, after=1, wrap=wrapper(36, "hang"))
        sheet.blank(2)
    return sheet.case()


@held(14, 8)
def hard_wrapped_centred_with_units(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for one in articles:
        write(sheet, one, pad=middle, by=[one.unit], wrap=wrapper(38, "pull"))
        sheet.blank()
    return sheet.case()


# --- Markdown -----------------------------------------------------------------------------------


def marked(
    articles: Sequence[Article], title: str, heading: str, head: Sequence[str] = (),
    unit: str = "",
) -> Case:  # fmt: skip
    """Return a Markdown file; ``unit`` is the pattern of a unit line, if there is one."""
    sheet = Sheet()
    for text in head:
        sheet.put(text, "")
        sheet.outside.append(text.lstrip("#> "))
    for at, one in enumerate(articles, 1):
        sheet.put(title.format(one.title, chinese(at)), "")
        if unit:
            sheet.put(unit.format(one.unit), "")
        for part in one.parts:
            sheet.put(heading.format(part.text) if part.kind == "heading" else part.text, "")
        sheet.wanted.append(wanted(one, bylines=[one.unit] if unit else []))
    return sheet.case("汇编.md")


@held(22, 9)
def markdown_second_rank_with_preface(articles: Sequence[Article]) -> Case:
    head = ["# 城市治理经验材料汇编", "> 本汇编由各单位供稿，按收稿先后排列。"]
    return marked(articles, "## {}", "### {}", head)


@held(30, 8)
def markdown_first_rank_with_units(articles: Sequence[Article]) -> Case:
    return marked(articles, "# {}", "**{}**", unit="{}")


@held(38, 8, without=("强链补链",))
def markdown_second_rank_numbered(articles: Sequence[Article]) -> Case:
    heads = [headed(one, bracketed, run_in=True) for one in articles]
    return marked(heads, "## {1}、{0}", "### {}", ["# 交流发言材料"])


@held(1, 8)
def markdown_bold_titles(articles: Sequence[Article]) -> Case:
    return marked(articles, "**{}**", "{}", [f"经验材料{len(articles)}篇"])


# --- stand-alone documents ----------------------------------------------------------------------


@alone("泉岭县2023年")
def single_summary_of_two_ranks(articles: Sequence[Article]) -> Case:
    return one_case(articles[0], centre=True, after=1, between=0)


@alone("在全县教师节")
def single_speech_with_blanks(articles: Sequence[Article]) -> Case:
    return one_case(articles[0], centre=False, after=2, between=1)


@alone("云门区关于")
def single_plan_in_word(articles: Sequence[Article]) -> Case:
    word, one = Document(), articles[0]
    add(word, one.title, size=22, centre=True)
    add(word)
    add_body(word, one, bold_heading, size=16)
    return replace(word_case(word, [wanted(one)]), single=True)


# --- Word ---------------------------------------------------------------------------------------


@held(9, 9)
def word_first_rank_headings(articles: Sequence[Article]) -> Case:
    word, head = Document(), "经验材料汇编"
    add(word, head, size=26, bold=True, centre=True)
    for one in articles:
        word.add_heading(one.title, 1)
        add_body(word, one, lambda word, text: word.add_heading(text, 2))
    return word_case(word, [wanted(one) for one in articles], [head])


@held(17, 8)
def word_large_centred_titles_with_units(articles: Sequence[Article]) -> Case:
    word = Document()
    for one in articles:
        add(word, one.title, size=22, centre=True)
        add(word, one.unit, size=16, centre=True)
        add(word)
        add_body(word, one, plain_heading, size=16)
        add(word)
    return word_case(word, [wanted(one, bylines=[one.unit]) for one in articles])


@held(25, 8)
def word_bold_centred_titles_in_body_size(articles: Sequence[Article]) -> Case:
    word, head = Document(), f"先进典型材料（{len(articles)}篇）"
    add(word, head, size=14, bold=True, centre=True)
    for one in articles:
        add(word, one.title, size=14, bold=True, centre=True)
        add_body(word, one, bold_heading)
    return word_case(word, [wanted(one) for one in articles], [head])


@held(33, 8)
def word_plain_with_empty_paragraphs(articles: Sequence[Article]) -> Case:
    """Pasted as text: nothing has a look, and the indents are typed."""
    word = Document()
    for one in articles:
        word.add_paragraph(one.title)
        word.add_paragraph()
        for part in one.parts:
            word.add_paragraph(INDENT + part.text)
        word.add_paragraph()
        word.add_paragraph()
    return word_case(word, [wanted(flat(one)) for one in articles])


@held(0, 9)
def word_page_breaks_and_contents_by_hand(articles: Sequence[Article]) -> Case:
    word = Document()
    outside = ["基层党建创新案例汇编", "目  录"]
    add(word, outside[0], size=26, bold=True, centre=True)
    add(word, outside[1], size=18, bold=True, centre=True)
    for page, one in pages(articles):
        outside.append(leader(one.title, page))
        add(word, outside[-1], size=14)
    for one in articles:
        word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        add(word, one.title, size=20, bold=True, centre=True)
        add_body(word, one, bold_heading, size=16)
    return word_case(word, [wanted(one) for one in articles], outside)


@held(8, 8, without=("——",))
def word_large_titles_over_two_lines(articles: Sequence[Article]) -> Case:
    word, made = Document(), []
    for one in articles:
        lines = broken(one.title, 16)
        for line in lines:
            add(word, line, size=22, bold=True, centre=True)
        add(word)
        add_body(word, one, plain_heading, size=16)
        add(word)
        made.append(wanted(one, one.title, *read_as(lines)))
    return word_case(word, made)


@held(16, 9)
def word_titles_of_second_rank_in_groups(articles: Sequence[Article]) -> Case:
    word, outside = Document(), []
    for at, one in enumerate(articles):
        if at % 3 == 0:
            outside.append(GROUPS[at // 3])
            word.add_heading(outside[-1], 1)
        word.add_heading(one.title, 2)
        add_body(word, one, bold_heading)
    return word_case(word, [wanted(one) for one in articles], outside)


@held(24, 8)
def word_numbered_bold_titles(articles: Sequence[Article]) -> Case:
    word, head = Document(), "政务服务经验做法汇总"
    add(word, head, size=18, bold=True, centre=True)
    for at, one in enumerate(articles, 1):
        add(word, f"{at}.{one.title}", size=16, bold=True)
        add_body(word, one, plain_heading)
    return word_case(word, [wanted(one) for one in articles], [head])


# --- web pages ----------------------------------------------------------------------------------


def saved(articles: Sequence[Article], inner: Sequence[str], head: str, *outside: str) -> Case:
    data = web_page(head, "\n".join(inner))
    made = tuple(wanted(one) for one in articles)
    return Case("网页.html", data, made, (head, *outside, *NAVIGATION))


@held(32, 8)
def web_second_rank_titles(articles: Sequence[Article]) -> Case:
    head = f"基层治理经验材料（{len(articles)}篇）"
    inner = [f"<h1>{head}</h1>"]
    for one in articles:
        inner += [f"<h2>{html.escape(one.title)}</h2>", web_body(one, "p")]
    return saved(articles, inner, head)


@held(4, 8)
def web_bold_pian_with_a_lead(articles: Sequence[Article]) -> Case:
    head, lead = "单位工作经验交流材料精选", "下面是本站为大家收集的工作经验交流材料，欢迎阅读。"
    inner = [f"<h1>{head}</h1>", f"<p>{lead}</p>"]
    for at, one in enumerate(articles, 1):
        inner.append(f"<p><strong>篇{chinese(at)}：{html.escape(one.title)}</strong></p>")
        inner.append(web_body(one, "p"))
    return saved(articles, inner, head, lead)


@held(12, 8)
def web_centred_bold_titles_and_bold_headings(articles: Sequence[Article]) -> Case:
    head = "市直机关优秀经验展播"
    inner = [f"<h1>{head}</h1>"]
    for one in articles:
        title = html.escape(one.title)
        inner.append(f'<p style="text-align:center"><strong>{title}</strong></p>')
        inner.append(web_body(one, "p style='font-weight:bold'"))
    return saved(articles, inner, head)


@held(20, 8)
def web_line_breaks_numbered(articles: Sequence[Article]) -> Case:
    head = "年度经验材料汇编"
    inner = [f"<h1>{head}</h1><div>"]
    for at, one in enumerate(articles, 1):
        inner.append(f"{at}、{html.escape(one.title)}<br>")
        inner += [f"　　{html.escape(part.text)}<br>" for part in one.parts]
        inner.append("<br>")
    return saved([flat(one) for one in articles], [*inner, "</div>"], head)


# --- PDF ----------------------------------------------------------------------------------------


def printed(
    articles: Sequence[Article], running: str, size: float, fresh: bool, units: bool = False,
    contents: bool = False,
) -> Case:  # fmt: skip
    """Set articles with centred titles; ``fresh`` starts each on a page of its own."""
    sheets, outside, made = Pages(running), [running], []
    if contents:
        outside.append("目　录")
        sheets.put("目　录", 20, middle=True)
        for page, one in pages(articles):
            outside.append(leader(one.title, page, "."))
            sheets.put(outside[-1], 10)
        sheets.turn()
    for at, one in enumerate(articles):
        if at and fresh:
            sheets.turn()
        elif at:
            sheets.y -= sheets.PITCH
        lines = broken(one.title, 20)
        for line in lines:
            sheets.put(line.strip(), size, middle=True)
        if units:
            sheets.put(one.unit, middle=True)
        sheets.y -= sheets.PITCH / 2
        sheets.body(one)
        by = [one.unit] if units else []
        made.append(wanted(one, one.title, *read_as(lines), bylines=by))
    return Case("汇编.pdf", sheets.data(), tuple(made), tuple(outside))


@held(28, 8, without=("——",))
def pdf_large_titles_fresh_pages(articles: Sequence[Article]) -> Case:
    return printed(articles, "全市工作经验交流材料", 20, fresh=True)


@held(36, 8, without=("——",))
def pdf_large_titles_with_units(articles: Sequence[Article]) -> Case:
    return printed(articles, "改革案例选编", 20, fresh=False, units=True)


@held(5, 8, without=("——",))
def pdf_centred_titles_in_body_size_fresh_pages(articles: Sequence[Article]) -> Case:
    return printed(articles, "内部资料 注意保存", 14, fresh=True)


@held(13, 7, without=("——",))
def pdf_contents_before_large_titles(articles: Sequence[Article]) -> Case:
    return printed(articles, "优秀案例汇编", 18, fresh=True, contents=True)


# --- several habits at once ---------------------------------------------------------------------


def right(text: str) -> str:
    return " " * max(2, 74 - columns(text)) + text


def signed(sheet: Sheet, one: Article, *lines: str) -> None:
    """Write lines at the end of the article written last."""
    sheet.put(*(right(line) for line in lines))
    sheet.wanted[-1] = replace(sheet.wanted[-1], signature=lines)


@held(2, 9, without=("强链补链",))
def mixed_pasted_from_the_web(articles: Sequence[Article]) -> Case:
    """Nothing is indented, and one blank line stands between any two lines."""
    sheet = Sheet()
    sheet.aside("2024年度基层工作经验材料9篇", "")
    for one in articles:
        write(sheet, one, after=1, between=1, indent="")
        sheet.blank()
    return sheet.case()


@held(11, 9, without=("强链补链",))
def mixed_everything_flush_and_unbroken(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("各地经验做法汇编（9篇）")
    for one in articles:
        write(sheet, one, indent="")
    return sheet.case()


@held(20, 8)
def mixed_signatures_below_articles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(middle("全县年度工作总结汇编"))
    for at, one in enumerate(articles):
        sheet.blank(2)
        write(sheet, one, pad=middle, after=1)
        sheet.blank()
        signed(sheet, one, one.unit, f"2023年12月{at + 12}日")
    return sheet.case()


@held(29, 8, without=("——", "强链补链"))
def mixed_numbered_titles_on_two_lines_with_units(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("各单位发言材料", "")
    for at, one in enumerate(articles, 1):
        lines = broken(one.title, 14)
        title = (f"{chinese(at)}、{lines[0]}", *lines[1:])
        titles = [one.title, *read_as(lines)]
        write(sheet, headed(one, bracketed, True), *title, by=[f"（{one.unit}）"], titles=titles)
        sheet.blank()
    return sheet.case()


@held(38, 9, without=("——", "汇报", "报告", "发言", "总结", "方案"))
def mixed_numbered_contents_subtitles_units_dates(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(middle("经验交流材料汇编"), middle("（2024年第一辑）"), "", middle("目录"))
    for at, (page, one) in enumerate(pages(articles), 1):
        sheet.aside(leader(f"{at}.{one.title}", page))
    for one in articles:
        sheet.blank(3)
        by = [one.unit, "（2024年6月）"]
        write(sheet, subtitled(one), pad=middle, by=by, after=1)
    return sheet.case()


@held(6, 9)
def mixed_headings_set_off_by_blanks(articles: Sequence[Article]) -> Case:
    """Headings stand flush with a blank line on either side; titles have two before them."""
    sheet = Sheet()
    sheet.aside("工作经验材料选编")
    for one in articles:
        sheet.blank(2)
        sheet.put(one.title, "")
        for part in one.parts:
            if part.kind == "heading":
                sheet.put("", part.text, "")
            else:
                sheet.put(INDENT + part.text)
        sheet.wanted.append(wanted(one))
    return sheet.case()


@held(15, 8, without=("——",))
def mixed_wrapped_with_folios(articles: Sequence[Article]) -> Case:
    """Taken out of a PDF: lines of 34 characters, and a folio every thirty."""
    sheet, page = Sheet(), 1
    wrap = wrapper(34, "pull")
    for one in articles:
        sheet.put(middle(one.title), "")
        for part in one.parts:
            for line in wrap(INDENT + part.text):
                sheet.put(line)
                if len(sheet.lines) % 31 == 0:
                    sheet.aside(middle(f"— {page} —"))
                    page += 1
        sheet.blank(2)
        sheet.wanted.append(wanted(one))
    return sheet.case()


@held(24, 9, without=("强链补链",))
def mixed_groups_and_numbers_that_begin_anew(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("全市亮点工作汇编（9篇）")
    for at, one in enumerate(articles):
        if at % 3 == 0:
            sheet.blank()
            sheet.aside(f"{chinese(at // 3 + 1)}、{GROUPS[at // 3]}")
        sheet.blank()
        title = f"{at % 3 + 1}.{one.title}"
        write(sheet, headed(one, bracketed), title, titles=[one.title], after=1)
    return sheet.case()


@held(33, 9)
def mixed_book_with_preface_contents_groups_postscript(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(middle("基层实践录"), middle("市委办公室编印"), middle("二〇二四年三月"), "", "")
    sheet.aside(middle("编者的话"), "")
    sheet.aside(
        f"{INDENT}为方便各级干部学习交流，我们选编了一批来自基层的鲜活做法，分三个部分刊印。"
    )
    sheet.aside("", "", middle("目  录"), "")
    for at, (page, one) in enumerate(pages(articles)):
        if at % 3 == 0:
            sheet.aside(GROUPS[at // 3])
        sheet.aside(leader(f"    {one.title}", page))
    for at, one in enumerate(articles):
        sheet.blank(2)
        if at % 3 == 0:
            sheet.aside(middle(GROUPS[at // 3]), "", "")
        write(sheet, one, pad=middle, by=[one.unit], after=1)
    sheet.aside("", "", middle("编后记"), "")
    sheet.aside(f"{INDENT}本书编印工作得到了有关部门的大力支持，谨致谢意。编排不当之处，请予指正。")
    return sheet.case()


@held(1, 12)
def mixed_two_volumes_with_contents_each(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for head, some in (("党建工作材料汇编", articles[:6]), ("民生工作材料汇编", articles[6:])):
        sheet.aside(middle(head), "", middle("目 录"))
        sheet.aside(*(f"{at}.{one.title}" for at, one in enumerate(some, 1)))
        for at, one in enumerate(some, 1):
            sheet.blank()
            write(sheet, one, f"{at}.{one.title}", titles=[one.title])
        sheet.blank(2)
    return sheet.case()


@held(10, 8, without=("某",))
def mixed_source_and_author_with_reader_notes(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("工作交流文章汇总", "")
    for at, one in enumerate(articles):
        by = [f"来源：{one.unit}　作者：{AUTHORS[at]}　发布时间：2024-0{at + 1}-1{at}"]
        write(sheet, one, by=by, after=1)
        sheet.blank()
        sheet.aside("（责任编辑：小禾）")
        sheet.blank(2)
    return sheet.case()


@held(19, 9)
def mixed_reporting_units_below_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for one in articles:
        write(sheet, one, by=[f"报送单位：{one.unit}"])
        sheet.blank(2)
    return sheet.case()


@held(28, 8)
def mixed_material_in_brackets_count_and_stars(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("能力作风建设经验材料（8篇）", "")
    for at, one in enumerate(articles, 1):
        write(sheet, one, f"【材料{at}】{one.title}", titles=[one.title], after=1, between=1)
        sheet.blank()
        sheet.aside("* * *")
        sheet.blank()
    return sheet.case()


@held(37, 8)
def mixed_attachments_above_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("关于印发经验交流材料的通知附件汇总", "")
    for at, one in enumerate(articles, 1):
        sheet.aside(f"附件{at}")
        sheet.blank()
        write(sheet, one, pad=middle, by=[f"（{one.unit}）"], after=1)
        sheet.blank(2)
    return sheet.case("附件.txt")


@held(5, 9)
def mixed_tabs_for_indents_and_centring(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("\t\t\t经验材料汇编")
    for one in articles:
        sheet.blank()
        write(sheet, one, pad=lambda text: f"\t\t{text}", indent="\t")
    return sheet.case(encoding="gb18030", newline="\r\n")


@held(14, 9)
def mixed_markdown_groups_units_rules(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles):
        if at % 3 == 0:
            sheet.put(f"# {GROUPS[at // 3]}", "")
            sheet.outside.append(GROUPS[at // 3])
        sheet.put(f"## {one.title}", "", f"> {one.unit}", "")
        for part in one.parts:
            sheet.put(f"**{part.text}**" if part.kind == "heading" else part.text, "")
        sheet.put("---", "")
        sheet.wanted.append(wanted(one, bylines=[one.unit]))
    return sheet.case("汇编.md")


@held(23, 8)
def mixed_word_bold_titles_among_bold_headings(articles: Sequence[Article]) -> Case:
    """Titles and headings look the same; an empty paragraph stands before each title."""
    word = Document()
    for one in articles:
        add(word, one.title, size=16, bold=True, indent=True)
        add_body(word, one, lambda word, text: add(word, text, size=16, bold=True, indent=True), 16)
        add(word)
    return word_case(word, [wanted(one) for one in articles])


@held(32, 9)
def mixed_word_title_style_over_first_rank_headings(articles: Sequence[Article]) -> Case:
    """Titles are in the style for titles, the articles' own headings are Heading 1."""
    word = Document()
    for one in articles:
        word.add_heading(one.title, 0)
        add(word, one.unit, size=14, centre=True)
        add_body(word, one, lambda word, text: word.add_heading(text, 1))
    return word_case(word, [wanted(one, bylines=[one.unit]) for one in articles])


@held(0, 9, without=("——", "汇报", "报告", "发言", "总结", "方案"))
def mixed_word_contents_groups_subtitles(articles: Sequence[Article]) -> Case:
    word, outside, made = Document(), ["创新实践案例", "目  录"], []
    add(word, outside[0], size=26, bold=True, centre=True)
    add(word, outside[1], size=16, centre=True)
    for at, (page, one) in enumerate(pages(articles)):
        if at % 3 == 0:
            add(word, GROUPS[at // 3], size=14, bold=True)
        outside.append(f"{one.title}\t{page}")
        add(word, outside[-1], size=14)
    for at, one in enumerate(articles):
        if at % 3 == 0:
            outside.append(GROUPS[at // 3])
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            add(word, outside[-1], size=26, bold=True, centre=True)
        add(word, one.title, size=20, bold=True, centre=True)
        made.append(subtitled(one))
        add(word, made[-1].subtitle, size=16, centre=True)
        add_body(word, one, plain_heading, size=16)
        add(word)
    return word_case(word, [wanted(one) for one in made], outside)


@held(9, 8)
def mixed_web_spans_from_a_chat_account(articles: Sequence[Article]) -> Case:
    """As an account's page is saved: sections and spans, large bold titles, a line about it."""
    head, lead = "一周经验速览", "点击上方蓝字关注我们"
    inner = [f"<h1>{head}</h1>", f"<section><p><span>{lead}</span></p></section>"]
    for one in articles:
        title = html.escape(one.title)
        inner.append(
            '<section><p style="text-align: center"><span style="font-size: 20px"><strong>'
            f"{title}</strong></span></p></section>"
        )
        for part in one.parts:
            text = html.escape(part.text, quote=False)
            text = f"<strong>{text}</strong>" if part.kind == "heading" else text
            inner.append(f"<section><p><span>{text}</span></p></section><p><br></p>")
    return saved(articles, inner, head, lead)


@held(18, 8, without=("——",))
def mixed_pdf_contents_units_and_fresh_pages(articles: Sequence[Article]) -> Case:
    return printed(articles, "经验材料选编", 18, fresh=True, units=True, contents=True)
