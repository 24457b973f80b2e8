"""The hold-out: layouts on which the splitter was never tried while it was written.

Every case mixes several habits, as a clerk meets them. Written from the shapes that compilations
come in, without a look at the splitter's rules, then frozen: no case is changed to suit the
splitter, and none is to be studied to write a rule. What fails here is worth a rule only when
it is a habit of its own, shown by a new layout of the evaluation set.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from docx import Document
from docx.enum.text import WD_BREAK
from docx.text.paragraph import Paragraph

from .articles import Article, Part
from .formats import add, add_body, bold_heading, plain_heading, word_case
from .layouts import INDENT
from .sheet import Case, Sheet, Wanted, centred, chinese, columns, wanted, wrapper
from .stock import Pages, Stock, cut, flat, one_case, opened, read_as

_STOCK = Stock("articles_holdout.yml", "hold-out")
HOLDOUT = _STOCK.entries
held, alone, sentences, longer = _STOCK.held, _STOCK.alone, _STOCK.sentences, _STOCK.longer


# --- copied from a phone ----------------------------------------------------------------------


@held(0, 9)
def wechat_pins_and_emoji_rules(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("收藏！9个基层治理好经验，值得一看👇", "", "点击蓝字 关注我们", "")
    for at, one in enumerate(articles):
        if at:
            sheet.aside("🔹🔹🔹🔹🔹🔹", "")
        sheet.article(
            one, f"📌 {one.title}", titles=[one.title, f"📌 {one.title}"], after=1, between=1
        )
        sheet.blank()
    sheet.aside("👆长按识别二维码关注", "点个在看你最好看")
    return sheet.case("微信.txt")


@held(5, 8)
def wechat_numbers_alone_then_titles(articles: Sequence[Article]) -> Case:
    """01 on its own line, the title below, every paragraph apart, three stars at the end."""
    sheet = Sheet()
    sheet.aside("编者荐语", "今天给大家整理了一组经验材料，欢迎转发。", "")
    for at, one in enumerate(articles, 1):
        sheet.aside(f"{at:02}")
        sheet.blank()
        sheet.article(one, after=1, between=1)
        sheet.blank()
        sheet.aside("★★★")
        sheet.blank()
    sheet.aside("来源：汀洲发布　编辑：小何　审核：老贺")
    return sheet.case()


@held(11, 8)
def starred_titles_flush_hearts_in_headings(articles: Sequence[Article]) -> Case:
    """★ stands before titles, ▶ before paragraphs that open with a heading; no blank lines."""
    sheet = Sheet()
    sheet.aside(f"【干货】{len(articles)}篇典型经验材料，直接可用")
    for one in articles:
        marked = [
            replace(part, text=f"▶{part.text}") if part.kind == "heading" else part
            for part in one.parts
        ]
        sheet.put(f"★{one.title}★")
        for part in marked:
            sheet.put(INDENT + part.text)
        sheet.wanted.append(Wanted((one.title,), one.parts))
    return sheet.case()


# --- contents ---------------------------------------------------------------------------------

THEMES = ["党建引领篇", "民生保障篇", "改革创新篇", "作风建设篇"]


@held(3, 12)
def contents_by_parts_titles_over_two_lines_units(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(centred("全市高质量发展大会"), centred("交 流 材 料 汇 编"), "")
    sheet.aside(centred("中共汀洲市委办公室编印"), centred("二○二三年十月"), "")
    sheet.aside(centred("目　　录"), "")
    for at, one in enumerate(articles):
        if at % 4 == 0:
            sheet.aside(THEMES[at // 4])
        entry = f"{one.title}（{one.unit}）"
        sheet.aside(entry + "…" * max(3, 36 - len(entry)) + str(3 + at * 4))
    sheet.blank(2)
    for at, one in enumerate(articles):
        if at % 4 == 0:
            sheet.aside(centred(THEMES[at // 4]), "")
        lines = cut(one.title)
        sheet.article(
            one, *(centred(line) for line in lines), titles=read_as(lines), after=1,
            bylines=[centred(one.unit)], indent=INDENT,
        )  # fmt: skip
        sheet.blank(2)
    return sheet.case()


@held(9, 10)
def contents_without_pages_units_first(articles: Sequence[Article]) -> Case:
    """The contents give the unit before each title; the text has unit, title, no blank lines."""
    sheet = Sheet()
    sheet.aside("2023年全市深化改革现场推进会", "典型发言材料", "目录")
    for at, one in enumerate(articles, 1):
        sheet.aside(f"{at}. {one.unit}：{one.title}")
    for one in articles:
        sheet.blank()
        sheet.article(one, bylines=[one.unit], indent=INDENT)
    return sheet.case()


@held(14, 11, without=(" ",))
def contents_in_chapters_numbers_anew(articles: Sequence[Article]) -> Case:
    """Titles are numbered anew in each chapter; the contents indent them."""
    sheet = Sheet()
    sheet.aside("汀洲市优秀工作案例集", "", "目 录", "")
    starts = {0: "第一章 党的建设", 4: "第二章 经济发展", 8: "第三章 社会治理"}
    number = 0
    for at, one in enumerate(articles):
        if at in starts:
            number = 0
            sheet.aside(starts[at])
        number += 1
        sheet.aside(f"    {number}. {one.title} ........ {at * 3 + 1}")
    sheet.blank(2)
    for at, one in enumerate(articles):
        if at in starts:
            number = 0
            sheet.aside(starts[at])
            sheet.blank()
        number += 1
        sheet.article(one, f"{number}. {one.title}", after=1, indent=INDENT)
        sheet.blank()
    return sheet.case()


@held(20, 8)
def contents_at_the_end(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles):
        sheet.blank(2 if at else 0)
        sheet.article(one, after=1, indent=INDENT)
    sheet.blank(2)
    sheet.aside("附：本汇编目录")
    for at, one in enumerate(articles, 1):
        sheet.aside(f"{at}、{one.title}")
    return sheet.case()


# --- marks and numbers ------------------------------------------------------------------------


@held(1, 9)
def square_brackets_no_blanks_wrong_count(articles: Sequence[Article]) -> Case:
    """【title】 without blank lines; the head promises ten of nine."""
    sheet = Sheet()
    sheet.aside("【经验材料】机关作风建设经验材料10篇")
    for one in articles:
        sheet.article(one, f"【{one.title}】", titles=[one.title, f"【{one.title}】"])
    return sheet.case(asks=True)


@held(6, 9)
def mixed_numbering(articles: Sequence[Article]) -> Case:
    """Somebody put the numbers in by hand: 1. 二、 3、 （四）."""
    sheet = Sheet()
    sheet.aside("乡村振兴交流材料（九篇）")
    for at, one in enumerate(articles, 1):
        sign = (f"{at}.", f"{chinese(at)}、", f"{at}、", f"（{chinese(at)}）")[(at - 1) % 4]
        sheet.blank()
        sheet.article(one, f"{sign}{one.title}", indent=INDENT)
    return sheet.case()


@held(17, 8)
def arabic_brackets_own_headings_chinese(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("街道“我为群众办实事”项目清单及做法")
    for at, one in enumerate(articles, 1):
        sheet.article(one, f"（{at}）{one.title}", indent=INDENT)
    return sheet.case()


@held(22, 8)
def no_dot_numbers_english(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("优秀案例 TOP 8", "")
    for at, one in enumerate(articles, 1):
        sheet.article(
            one, f"NO.{at} {one.title}", titles=[one.title, f"NO.{at} {one.title}"], between=1,
            after=1,
        )  # fmt: skip
        sheet.blank()
    return sheet.case()


@held(8, 9)
def experience_bar_titles(articles: Sequence[Article]) -> Case:
    """经验一｜title, tabs as indents, no blank lines."""
    sheet = Sheet()
    sheet.aside("学习贯彻主题教育 典型经验汇编")
    for at, one in enumerate(articles, 1):
        sheet.article(one, f"经验{chinese(at)}｜{one.title}", indent="\t")
    return sheet.case()


@held(2, 9)
def diamonds_and_tabs(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.put("")
    sheet.aside("◆◇ 汀洲市2023年度改革创新案例选编 ◇◆", "")
    for one in articles:
        sheet.article(one, f"◆ {one.title}", indent="\t")
    return sheet.case()


@held(13, 10)
def material_number_above_unit_in_brackets(articles: Sequence[Article]) -> Case:
    """会议材料之三 / （unit） above each title, all centred."""
    sheet = Sheet()
    for at, one in enumerate(articles, 1):
        sheet.aside(f"会议材料之{chinese(at)}")
        sheet.blank()
        sheet.article(
            one, centred(one.title), bylines=[centred(f"（{one.unit}）")], after=1, indent=INDENT
        )
        sheet.blank()
    return sheet.case()


@held(25, 8)
def first_article_gb18030_crlf_authors(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"读书心得与工作体会{len(articles)}篇")
    people = ["赵某某", "钱某某", "孙某某", "李某某"]
    for at, one in enumerate(articles, 1):
        sheet.article(
            one, f"第{at}篇 {one.title}", bylines=[f"作者：{people[at % 4]}"], after=1, between=1
        )
        sheet.blank()
    return sheet.case(encoding="gb18030", newline="\r\n")


@held(18, 8, "experience", "report", "summary")
def case_studies_with_like_headings(articles: Sequence[Article]) -> Case:
    """案例一：title and, in every article, 【背景】【做法】【成效】 on lines of their own."""
    sheet = Sheet()
    sheet.aside("全市基层治理优秀案例（共8个）", "")
    for at, one in enumerate(articles, 1):
        body = [part for part in one.parts if part.kind == "paragraph"]
        parts = [
            Part("heading", "【背景】"), body[0], Part("heading", "【做法】"), *body[1:-1],
            Part("heading", "【成效】"), body[-1],
        ]  # fmt: skip
        made = replace(one, parts=tuple(parts))
        sheet.article(made, f"案例{chinese(at)}：{one.title}", after=1, indent=INDENT)
        sheet.blank()
    return sheet.case()


@held(27, 8, "experience")
def like_headings_no_marks_all_blank(articles: Sequence[Article]) -> Case:
    """Unmarked titles, the same three headings in every article, a blank line everywhere."""
    sheet = Sheet()
    for at, one in enumerate(articles):
        body = [part for part in one.parts if part.kind == "paragraph"]
        parts = [
            Part("heading", "基本情况"), body[0], Part("heading", "主要做法"), *body[1:-1],
            Part("heading", "工作成效"), body[-1],
        ]  # fmt: skip
        sheet.blank(1 if at else 0)
        sheet.article(replace(one, parts=tuple(parts)), after=1, between=1)
    return sheet.case()


# --- what stands around titles ----------------------------------------------------------------


@held(4, 9)
def editors_note_before_each_article(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("典型引路 先进经验选登", "")
    for one in articles:
        noted = opened(
            one, f"编者按：{one.unit}立足实际大胆探索，相关做法具有借鉴意义，现予刊发，供参考。"
        )
        sheet.article(noted, after=1, indent=INDENT)
        sheet.blank(2)
    return sheet.case()


@held(10, 7)
def bulletins_with_heads(articles: Sequence[Article]) -> Case:
    """Several issues of a bulletin pasted one behind the other, head and foot included."""
    sheet = Sheet()
    for at, one in enumerate(articles, 1):
        sheet.aside("汀洲改革信息", f"〔2023〕第{at}期")
        sheet.aside(f"中共汀洲市委改革办编　　　　2023年{at + 2}月{at * 3}日")
        sheet.aside("—" * 20)
        sheet.blank()
        sheet.article(one, centred(one.title), after=1, indent=INDENT)
        sheet.blank()
        sheet.aside("—" * 20, "报：市委改革委领导。", "送：各县区改革办，市直有关单位。")
        sheet.blank()
    return sheet.case()


@held(16, 8)
def digest_of_a_news_site(articles: Sequence[Article]) -> Case:
    """A time and source line under each title, an editor's line at the end."""
    sheet = Sheet()
    for at, one in enumerate(articles):
        sheet.article(
            one, bylines=[f"2023-0{at + 1}-1{at} 09:3{at}　来源：汀洲日报　浏览：{at * 137}次"],
            after=1, indent=INDENT, between=1,
        )  # fmt: skip
        sheet.blank()
        sheet.aside("（责任编辑：梁某）", "返回列表")
        sheet.blank()
    return sheet.case()


@held(21, 9)
def signed_and_dated_at_the_end(articles: Sequence[Article]) -> Case:
    """Unit and date on the right at the end, and the next title straight below a blank line."""
    sheet = Sheet()
    sheet.aside("2023年第三季度工作简报材料（共九篇）")
    for at, one in enumerate(articles):
        signature = [f"{'　' * 22}{one.unit}", f"{'　' * 24}2023年{at + 1}月18日"]
        sheet.blank()
        sheet.article(one, indent=INDENT)
        sheet.put(*signature)
        sheet.wanted[-1] = replace(
            sheet.wanted[-1], signature=tuple(line.strip() for line in signature)
        )
    return sheet.case()


@held(26, 9)
def excerpts_with_declared_count_in_a_preface(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("前　言", "")
    sheet.aside(INDENT + "为推动学习交流走深走实，我们从各地各部门报送的材料中精选编印了本书。")
    sheet.aside(INDENT + "本书共收录文章9篇，因篇幅所限，均为摘登，排名不分先后。")
    sheet.aside("编　者", "2023年11月")
    for one in articles:
        title = one.title.removesuffix("（摘登）") + "（摘登）"
        sheet.blank(2)
        sheet.article(one, title, titles=[title], after=1, indent=INDENT)
    return sheet.case()


@held(7, 8, "experience", "news")
def speeches_with_names_and_comrades(articles: Sequence[Article]) -> Case:
    """Titles with the speaker below; every speech opens with 同志们： and thanks at the end."""
    sheet = Sheet()
    sheet.aside(centred("全市作风建设大会发言材料"), "")
    for at, one in enumerate(articles):
        made = opened(one, "各位领导、同志们：")
        made = replace(made, parts=(*made.parts, Part("paragraph", "我的发言完毕，谢谢大家！")))
        sheet.article(
            made, centred(one.title), after=1, indent=INDENT,
            bylines=[centred(f"{one.unit}　{'王李周吴'[at % 4]}某某"), centred("（2023年5月8日）")],
        )  # fmt: skip
        sheet.blank()
    return sheet.case()


@held(12, 9)
def units_above_titles(articles: Sequence[Article]) -> Case:
    """The unit in a line of its own above each title."""
    sheet = Sheet()
    sheet.aside("高质量发展“擂台赛”发言材料汇编", "")
    for one in articles:
        sheet.put(centred(one.unit))
        sheet.article(one, centred(one.title), after=1, indent=INDENT)
        sheet.blank(2)
        sheet.wanted[-1] = replace(sheet.wanted[-1], bylines=(one.unit,))
    return sheet.case()


@held(19, 10)
def grouped_by_places(articles: Sequence[Article]) -> Case:
    """A place's name stands above every two or three articles."""
    sheet = Sheet()
    sheet.aside("各地经验摘编")
    places = {0: "鹿泽县", 3: "青麓县", 5: "南屏区", 8: "棠溪区"}
    for at, one in enumerate(articles):
        sheet.blank(2)
        if at in places:
            sheet.aside(f"● {places[at]}")
            sheet.blank()
        sheet.article(one, after=1, indent=INDENT)
    return sheet.case()


@held(23, 11)
def sub_collections_numbered_anew(articles: Sequence[Article]) -> Case:
    """一、党建类（4篇） and, below, titles numbered 1. anew; flush, no blank lines inside."""
    sheet = Sheet()
    sheet.aside("典型材料合集（11篇）", "")
    starts = {0: "一、党建类（4篇）", 4: "二、民生类（4篇）", 8: "三、改革类（3篇）"}
    number = 0
    for at, one in enumerate(articles):
        if at in starts:
            number = 0
            sheet.aside(starts[at])
        number += 1
        sheet.article(one, f"{number}.{one.title}", indent=INDENT)
        sheet.blank()
    return sheet.case()


@held(28, 8)
def spread_short_titles_centred(articles: Sequence[Article]) -> Case:
    """Short titles are spread with spaces, as in print; a source note ends each article."""
    sheet = Sheet()
    for one in articles:
        title = "　".join(one.title) if len(one.title) < 8 else one.title
        sheet.article(one, centred(title), titles=[one.title, title], after=1, indent=INDENT)
        note = "（本文系2023年度优秀调研成果，内容有删节）"
        sheet.put(INDENT + note)
        sheet.blank(2)
        sheet.wanted[-1] = replace(sheet.wanted[-1], signature=(note,))
    return sheet.case()


# --- bodies -----------------------------------------------------------------------------------


@held(15, 9)
def very_uneven_lengths(articles: Sequence[Article]) -> Case:
    """From a hundred characters to five thousand, with one blank line about the titles."""
    sheet = Sheet()
    sheet.aside(f"营商环境经验做法{len(articles)}篇")
    for at, one in enumerate(articles):
        size = (0, 5000, 0, 1200, 3000, 0, 800, 2000, 0)[at]
        made = longer(one, size) if size else replace(flat(one), parts=flat(one).parts[:2])
        sheet.blank()
        sheet.article(made, after=1, indent=INDENT)
    return sheet.case()


@held(24, 6)
def long_articles_blank_between_all_flush(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles):
        sheet.blank(1 if at else 0)
        sheet.article(longer(one, 2500), after=1, between=1)
    return sheet.case()


@held(0, 8, "experience", "summary", "report")
def couplet_headings_apart_like_titles(articles: Sequence[Article]) -> Case:
    """Own headings are couplets without a number, with a blank line on both sides."""
    couplets = [
        "立足实际 找准路子",
        "创新机制 激发活力",
        "真抓实干 务求实效",
        "统筹谋划 挂图作战",
        "上下联动 同题共答",
        "以点带面 示范先行",
        "闭环管理 动真碰硬",
        "俯身倾听 解难纾困",
        "守正出新 步步为营",
        "补短强弱 夯基固本",
    ]
    sheet = Sheet()
    sheet.aside(f"城市精细化管理经验材料（{len(articles)}篇）")
    for at, one in enumerate(articles):
        body = [part for part in one.parts if part.kind == "paragraph"]
        parts: list[Part] = [body[0]]
        for number, part in enumerate(body[1:4]):
            parts += [Part("heading", couplets[(at * 3 + number) % len(couplets)]), part]
        parts += body[4:]
        sheet.blank(3)
        sheet.put(one.title)
        sheet.blank()
        for part in parts:
            if part.kind == "heading":
                sheet.blank()
                sheet.put(part.text)
                sheet.blank()
            else:
                sheet.put(INDENT + part.text)
        sheet.wanted.append(Wanted((one.title,), tuple(parts)))
    return sheet.case()


@held(3, 8)
def tables_of_two_columns_inside(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("重点工作推进情况交流材料", "")
    for at, one in enumerate(articles, 1):
        rows = [("指标", "完成情况"), ("新增就业", f"{at * 311}人"), ("投诉办结", f"{90 + at}%")]
        made = replace(one, parts=(*one.parts[:-1], *(Part("row", "\t".join(row)) for row in rows),
                                   one.parts[-1]))  # fmt: skip
        sheet.article(made, f"{chinese(at)}、{one.title}", indent=INDENT)
        sheet.blank()
    return sheet.case()


@held(9, 6, "news", "essay", "experience")
def interviews_of_questions_and_answers(articles: Sequence[Article]) -> Case:
    """Every article is talked through; the questions stand alone and are short."""
    asked = [
        "记者：当时是怎么想到要这么做的？",
        "记者：遇到的最大困难是什么？",
        "记者：下一步还有哪些打算？",
    ]
    sheet = Sheet()
    sheet.aside("对话一线·访谈实录", "")
    for one in articles:
        parts: list[Part] = []
        for at, part in enumerate(flat(one).parts):
            if at and at <= len(asked):
                parts += [Part("paragraph", asked[at - 1]), replace(part, text="答：" + part.text)]
            else:
                parts.append(part)
        sheet.article(replace(one, parts=tuple(parts)), after=1, between=1)
        sheet.blank(2)
    return sheet.case()


@held(13, 5, "experience", "news", "review")
def mails_quoted_and_hard_wrapped(articles: Sequence[Article]) -> Case:
    """A forwarded mail: "> " before every line, wrapped at 36, titles between blank lines."""
    sheet = Sheet()
    sheet.aside("> 发件人：汀洲市委研究室", "> 主题：请查收交流材料5篇", "> ")
    for one in articles:
        lines = Sheet()
        lines.put(*wrapper(36)(one.title), "")
        lines.body(one, INDENT, wrap=wrapper(36))
        lines.blank(2)
        sheet.put(*(f"> {line}" for line in lines.lines))
        sheet.wanted.append(wanted(one, *read_as(wrapper(36)(one.title))))
    return sheet.case("邮件.txt")


@held(18, 6)
def copied_from_a_pdf_with_folios(articles: Sequence[Article]) -> Case:
    """Hard-wrapped, page numbers and a running head inside paragraphs, titles over two lines."""
    sheet, page = Sheet(), 1
    wrap = wrapper(32, "pull")
    for one in articles:
        one = longer(one, 900)
        title = cut(one.title, 18)
        lines = [*(centred(line, 64) for line in title), ""]
        lines += [line for part in one.parts for line in wrap(INDENT + part.text)]
        for at, line in enumerate(lines):
            if at and at % 24 == 0:
                sheet.aside(centred(f"— {page} —", 64), "汀洲市改革案例汇编（2023）")
                page += 1
            sheet.put(line)
        sheet.blank()
        sheet.wanted.append(wanted(one, *read_as(title)))
    return sheet.case()


@held(5, 2, "experience")
def two_long_articles_numbered_like_their_headings(articles: Sequence[Article]) -> Case:
    """一、title twice, and 一、二、三、 in the articles as well."""
    sheet = Sheet()
    sheet.aside("主题教育经验材料（2篇）", "")
    headings = ["提高站位，压实责任", "抓住关键，破解难题", "着眼长远，建章立制"]
    for at, one in enumerate(articles, 1):
        parts = [flat(one).parts[0]]
        for number, heading in enumerate(headings, 1):
            text = "".join(sentences(one.title + heading, 6))
            parts += [Part("heading", f"{chinese(number)}、{heading}"), Part("paragraph", text)]
        made = replace(one, parts=tuple(parts))
        sheet.article(made, f"{chinese(at)}、{one.title}", after=1, indent=INDENT)
        sheet.blank()
    return sheet.case()


# --- Markdown ---------------------------------------------------------------------------------


@held(10, 9)
def markdown_parts_rules_and_bylines(articles: Sequence[Article]) -> Case:
    """# the compilation, ## parts, ### titles, an italic byline, --- between."""
    sheet = Sheet()
    sheet.aside("# 高质量发展案例集", "")
    for at, one in enumerate(articles):
        if at % 3 == 0:
            sheet.aside(f"## {THEMES[at // 3]}", "")
        sheet.put(f"### {one.title}", "", f"*{one.unit}*", "")
        for part in one.parts:
            sheet.put(f"**{part.text}**" if part.kind == "heading" else part.text, "")
        sheet.aside("---", "")
        sheet.wanted.append(wanted(one, bylines=[one.unit]))
    return sheet.case("案例集.md")


@held(16, 8)
def markdown_underlined_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for one in articles:
        sheet.put(one.title, "=" * min(60, columns(one.title)), "")
        sheet.body(one, between=1)
        sheet.blank()
        sheet.wanted.append(wanted(one))
    return sheet.case("汇编.md")


# --- Word -------------------------------------------------------------------------------------


@held(2, 10)
def word_only_some_titles_styled(articles: Sequence[Article]) -> Case:
    """Every third title was made by hand: bold, large and centred instead of the style."""
    word = Document()
    for at, one in enumerate(articles):
        if at % 3 == 2:
            add(word, one.title, size=18, bold=True, centre=True)
        else:
            word.add_heading(one.title, 1)
        add_body(word, one, bold_heading)
    return word_case(word, [wanted(one) for one in articles])


@held(8, 9)
def word_parts_first_titles_second_contents_by_hand(articles: Sequence[Article]) -> Case:
    word = Document()
    outside = ["乡村治理案例选", "目　录"]
    add(word, outside[0], size=28, bold=True, centre=True)
    add(word, outside[1], size=18, centre=True)
    for at, one in enumerate(articles):
        if at % 3 == 0:
            add(word, THEMES[at // 3])
        outside.append(f"{one.title}{'.' * 20}{at * 2 + 1}")
        add(word, outside[-1])
    word.add_page_break()
    for at, one in enumerate(articles):
        if at % 3 == 0:
            outside.append(THEMES[at // 3])
            word.add_heading(THEMES[at // 3], 1)
        word.add_heading(one.title, 2)
        add(word, one.unit, size=14, centre=True)
        add_body(word, one, plain_heading)
    expected = [wanted(one, bylines=[one.unit]) for one in articles]
    return word_case(word, expected, outside)


@held(14, 8, "experience", "summary", "report")
def word_own_headings_in_first_rank_too(articles: Sequence[Article]) -> Case:
    """Titles have the style Title, the articles' headings Heading 1."""
    word = Document()
    for one in articles:
        word.add_heading(one.title, 0)
        add_body(word, one, lambda word, text: word.add_heading(text, 1))
    return word_case(word, [wanted(one) for one in articles])


@held(20, 8)
def word_numbered_list_titles(articles: Sequence[Article]) -> Case:
    """Titles are items of Word's numbered list, bold; the numbers stand in no text."""
    word = Document()
    head = "全县重点工作亮点材料"
    add(word, head, size=22, bold=True, centre=True)
    for one in articles:
        title = add(word, style="List Number")
        title.add_run(one.title).bold = True
        add_body(word, one, plain_heading)
    return word_case(word, [wanted(one) for one in articles], [head])


@held(26, 7)
def word_large_flush_titles_over_two_lines_and_tables(articles: Sequence[Article]) -> Case:
    word = Document()
    expected = []
    for at, one in enumerate(articles, 1):
        rows = (Part("row", "项目\t数量"), Part("row", f"走访\t{at * 17}户"))
        made = replace(one, parts=(*one.parts[:-1], *rows, one.parts[-1]))
        lines = cut(one.title, 14)
        for line in lines:
            add(word, line, size=22)
        add(word, f"{one.unit}　2023年{at}月", size=16)
        add(word)
        add_body(word, made, bold_heading, size=16)
        add(word)
        expected.append(wanted(made, *read_as(lines), bylines=[f"{one.unit}　2023年{at}月"]))
    return word_case(word, expected)


@held(4, 8)
def word_pasted_from_the_web(articles: Sequence[Article]) -> Case:
    """Each article is one paragraph with line breaks; its first line, bold, is the title."""
    word = Document()
    head = f"工作经验材料{len(articles)}篇"
    word.add_paragraph(head)
    for at, one in enumerate(articles, 1):
        paragraph: Paragraph = word.add_paragraph()
        paragraph.add_run(f"篇{chinese(at)}：{one.title}").bold = True
        for part in one.parts:
            paragraph.add_run().add_break(WD_BREAK.LINE)
            paragraph.add_run(INDENT + part.text)
    return word_case(word, [wanted(flat(one)) for one in articles], [head])


@held(23, 8, "experience", "report", "summary", "news")
def word_some_headings_wrongly_styled(articles: Sequence[Article]) -> Case:
    """Titles are Heading 1, and so are, by mistake, the first headings of three articles."""
    word = Document()
    for at, one in enumerate(articles):
        word.add_heading(one.title, 1)
        state = {"left": 1 if at % 3 == 0 else 0}

        def heading(word: Any, text: str, state: dict[str, int] = state) -> None:
            state["left"] -= 1
            if state["left"] == 0:
                word.add_heading(text, 1)
            else:
                add(word, text, bold=True)

        add_body(word, one, heading)
    return word_case(word, [wanted(one) for one in articles])


# --- web pages --------------------------------------------------------------------------------

CMS = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{head}_汀洲市</title></head>
<body><div class="top"><a href="/">首页</a> &gt; <a href="/z">专题专栏</a> &gt; 正文</div>
<div class="article-title">{head}</div>
<div class="info"><span>发布时间：2023-10-12</span><span>来源：市政府办</span>
<span>字号：[<a>大</a> <a>中</a> <a>小</a>]</span></div>
<div class="TRS_Editor">{inner}</div>
<div class="share">分享到：</div>
<div class="foot">主办：汀洲市人民政府办公室　网站标识码：0000000000</div>
</body></html>"""


def span(text: str, style: str = "font-size:16px") -> str:
    return f'<span style="{style}"><span lang="EN">{html.escape(text, quote=False)}</span></span>'


def cms_page(head: str, inner: Sequence[str]) -> bytes:
    return CMS.format(head=head, inner="\n".join(inner)).encode()


@held(1, 9)
def web_soup_of_divs_and_spans(articles: Sequence[Article]) -> Case:
    head = "2023年全市改革创新案例展播"
    inner = []
    for one in articles:
        style = "font-size:20px;font-weight:bold"
        inner.append(f'<div><div style="text-align:center">{span(one.title, style)}</div></div>')
        inner += [f"<div>&nbsp;&nbsp;&nbsp;&nbsp;{span(part.text)}</div>" for part in one.parts]
        inner.append("<div><span>&nbsp;</span></div>")
    expected = [wanted(flat(one)) for one in articles]
    outside = (head, "发布时间：2023-10-12", "分享到：", "网站标识码：0000000000")
    return Case("案例.html", cms_page(head, inner), tuple(expected), outside)


@held(11, 8)
def web_old_tables_and_fonts(articles: Sequence[Article]) -> Case:
    """All in a layout table; <font size=5> titles, <br> and full-width spaces in the bodies."""
    rows = []
    for one in articles:
        title = html.escape(one.title, quote=False)
        rows.append(f'<tr><td><p align="center"><font size="5">{title}</font></p>')
        rows.append("<br>".join(INDENT + part.text for part in one.parts) + "</td></tr>")
    inner = "\n".join(rows)
    data = (
        '<html><head><meta charset="gbk"><title>材料汇编</title></head><body bgcolor="#ffffff">'
        f'<table width="760" border="0">{inner}</table></body></html>'
    ).encode("gb18030")
    return Case("材料.htm", data, tuple(wanted(flat(one)) for one in articles))


@held(21, 8)
def web_wechat_sections(articles: Sequence[Article]) -> Case:
    """Nested sections: a number, a title in bold, pictures, and calls to follow."""
    head = "八个案例，看基层治理新实践"
    inner = ["<section><p>点击上方蓝字关注我们</p></section>"]
    for at, one in enumerate(articles, 1):
        title = html.escape(one.title, quote=False)
        inner.append(
            f'<section><section><p><span style="font-size:24px">{at:02}</span></p></section>'
            f'<section class="centre"><p><strong>{title}</strong></p></section></section>'
        )
        inner += [f"<section><p><span>{part.text}</span></p></section>" for part in one.parts]
        inner.append('<p><img src="a.jpg" alt=""></p>')
    inner.append("<p>END</p><p>喜欢就点个“在看”吧</p>")
    data = (
        f'<html><head><meta charset="utf-8"><title>{head}</title></head><body>'
        f'<div id="js_article"><h1 class="rich_media_title">{head}</h1>'
        f'<div id="js_content">{"".join(inner)}</div></div></body></html>'
    ).encode()
    outside = (head, "点击上方蓝字关注我们", "喜欢就点个“在看”吧")
    return Case("微信文章.html", data, tuple(wanted(flat(one)) for one in articles), outside)


# --- PDF --------------------------------------------------------------------------------------


@held(6, 8)
def pdf_contents_parts_and_units(articles: Sequence[Article]) -> Case:
    """A cover, contents with dots, parts, titles over two lines, a unit in smaller type."""
    pages = Pages("汀洲市改革案例（2023年卷）")
    outside = ["汀洲市改革案例", "目　录"]
    pages.put(outside[0], 30, True)
    pages.turn()
    pages.put(outside[1], 20, True)
    for at, one in enumerate(articles):
        short = one.title if len(one.title) < 22 else one.title[:21] + "…"
        pages.put(f"{short}{'·' * (26 - len(short))}{at * 2 + 1}")
    pages.turn()
    expected = []
    for at, one in enumerate(articles):
        if at % 4 == 0:
            pages.put(THEMES[at // 4], 24, True)
            outside.append(THEMES[at // 4])
        lines = cut(one.title, 18)
        for line in lines:
            pages.put(line, 20, True)
        pages.put(one.unit, 12, True)
        pages.body(longer(one, 700))
        pages.y -= pages.PITCH * 2
        expected.append(wanted(longer(one, 700), *read_as(lines), bylines=[one.unit]))
    return Case("案例.pdf", pages.data(), tuple(expected), (*outside, pages.running))


@held(15, 7)
def pdf_numbered_flush_titles_in_body_size(articles: Sequence[Article]) -> Case:
    """Titles differ from the body by their number alone."""
    pages = Pages("交流材料")
    expected = []
    for at, one in enumerate(articles, 1):
        mark = f"材料{chinese(at)}："
        lines = wrapper(pages.WIDTH, "pull")(mark + one.title)
        for line in lines:
            pages.put(line)
        pages.body(one)
        expected.append(wanted(one, *(title.removeprefix(mark) for title in read_as(lines))))
    return Case("材料.pdf", pages.data(), tuple(expected), (pages.running,))


# --- documents that stand alone ---------------------------------------------------------------


@alone("鹿泽县2023年")
def single_report_of_three_ranks(articles: Sequence[Article]) -> Case:
    return one_case(articles[0], centre=False, after=1, between=1)


@alone("鹿泽县2023年")
def single_long_report_headings_apart(articles: Sequence[Article]) -> Case:
    return one_case(longer(articles[0], 6000), centre=True, after=2, between=0, apart=True)


@alone("在全县三级干部大会")
def single_speech(articles: Sequence[Article]) -> Case:
    return one_case(longer(articles[0], 3000), centre=True, after=1, between=0)


@alone("棠溪区2024年")
def single_plan_with_annexes(articles: Sequence[Article]) -> Case:
    annexes = ["附件：1.棠溪区易涝点清单", "2.棠溪区内涝治理重点项目表"]
    made = articles[0]
    made = replace(made, parts=(*made.parts, *(Part("paragraph", line) for line in annexes)))
    return one_case(made, centre=True, after=1, between=0, apart=True)


@alone("南屏区人民政府第十七次")
def single_minutes(articles: Sequence[Article]) -> Case:
    return one_case(articles[0], centre=True, after=1, between=1)


@alone("汀洲市城市绿道管理办法")
def single_rules_of_articles_and_chapters(articles: Sequence[Article]) -> Case:
    return one_case(articles[0], centre=True, after=1, between=0, apart=True)


@alone("一座水乡")
def single_news_with_stars(articles: Sequence[Article]) -> Case:
    """Three stars part the scenes of a feature."""
    sheet, one = Sheet(), longer(articles[0], 1800)
    sheet.put(one.title, "")
    for at, part in enumerate(one.parts):
        if at and at % 4 == 0:
            sheet.put("", "* * *", "")
        sheet.put(INDENT + part.text)
    sheet.wanted.append(wanted(one))
    return sheet.case("通讯.txt", single=True)


@alone("社区养老服务试点")
def single_summary_with_couplets_apart(articles: Sequence[Article]) -> Case:
    return one_case(longer(articles[0], 1500), centre=False, after=1, between=0, apart=True)


@alone("《汀洲市电动自行车")
def single_questions_and_answers(articles: Sequence[Article]) -> Case:
    return one_case(articles[0], centre=False, after=1, between=0, apart=True)


@alone("青麓县“两山转化”")
def single_case_study(articles: Sequence[Article]) -> Case:
    return one_case(articles[0], centre=False, after=0, between=1)


@alone("汀洲市生态环境局")
def single_summary_and_plan_in_two_parts(articles: Sequence[Article]) -> Case:
    return one_case(articles[0], centre=True, after=2, between=0, apart=True)


@alone("鹿泽县2023年")
def single_word_report_with_heading_styles(articles: Sequence[Article]) -> Case:
    """The title has the style Title, headings have the styles of their ranks."""
    word, one = Document(), articles[0]
    word.add_heading(one.title, 0)
    add_body(
        word, one, lambda word, text: word.add_heading(text, 2 if text.startswith("（") else 1)
    )
    return replace(word_case(word, [wanted(one)]), single=True)


@alone("棠溪区2024年")
def single_word_plan_by_look(articles: Sequence[Article]) -> Case:
    word, one = Document(), articles[0]
    for line in cut(one.title, 12):
        add(word, line, size=22, centre=True)
    add(word)
    add_body(word, one, bold_heading, size=16)
    case = word_case(word, [wanted(one, *read_as(cut(one.title, 12)))])
    return replace(case, single=True)


@alone("社区养老服务试点")
def single_web_page_with_headings(articles: Sequence[Article]) -> Case:
    one = articles[0]
    inner = [f"<{tag}>{part.text}</{tag}>" for part in one.parts
             for tag in ("h2" if part.kind == "heading" else "p",)]  # fmt: skip
    outside = ("发布时间：2023-10-12", "分享到：")
    return Case("总结.html", cms_page(one.title, inner), (wanted(one),), outside, single=True)


@alone("汀洲市生态环境局")
def single_pdf_with_large_headings(articles: Sequence[Article]) -> Case:
    pages, one = Pages("内部资料"), articles[0]
    lines = cut(one.title, 18)
    for line in lines:
        pages.put(line, 20, True)
    for part in one.parts:
        if part.kind == "heading":
            pages.put(part.text, 16)
        else:
            pages.body(replace(one, parts=(part,)))
    return Case(
        "总结.pdf", pages.data(), (wanted(one, *read_as(lines)),), (pages.running,), single=True
    )
