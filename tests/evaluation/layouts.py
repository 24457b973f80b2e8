"""The layouts of the evaluation set: how compilations set off their articles.

A layout takes articles and gives a source with what is expected of it. Written from the shapes
that compilations come in, without a look at how the splitter works, and not to be changed to
suit it: a layout that comes out badly is a fault of the splitter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from .articles import Article, Part, chosen, pool, subtitled
from .sheet import (
    NUMERALS,
    Case,
    Sheet,
    Wrap,
    centred,
    chinese,
    columns,
    full_ends,
    full_width,
    wanted,
    wrapper,
)

Layout = Callable[[Sequence[Article]], Case]


@dataclass(frozen=True, slots=True)
class Entry:
    """A layout with the articles that it is tried on."""

    make: Layout
    articles: Callable[[], list[Article]]

    def case(self) -> Case:
        return self.make(self.articles())


LAYOUTS: dict[str, Entry] = {}


def layout(
    articles: Callable[[], list[Article]], into: dict[str, Entry] = LAYOUTS
) -> Callable[[Layout], Layout]:
    """Enter a layout under its function's name, into this set or another."""

    def enter(make: Layout) -> Layout:
        name = make.__name__.replace("_", "-")
        assert name not in into, name
        into[name] = Entry(make, articles)
        return make

    return enter


def some(
    start: int, count: int, kind: str = "", headed: bool | None = None, tables: bool = True
) -> Callable[[], list[Article]]:
    """Return a choice of articles from position ``start`` on.

    ``kind`` asks for news and the like, ``headed`` for heading lines or for none, ``tables``
    leaves out articles with tables when it is False.
    """

    def choose() -> list[Article]:
        kept = [
            one
            for one in pool(start)
            if kind in ("", one.kind)
            and headed in (None, one.headed)
            and (tables or all(part.kind != "row" for part in one.parts))
        ]
        assert len(kept) >= count, f"only {len(kept)} articles"
        return kept[:count]

    return choose


INDENT = "\u3000\u3000"


# --- blank lines ------------------------------------------------------------------------------


@layout(some(0, 12))
def two_blank_lines(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"基层治理经验交流材料汇编（{len(articles)}篇）")
    for one in articles:
        sheet.blank(2)
        sheet.article(one, after=1)
    return sheet.case()


@layout(some(7, 9))
def one_blank_line(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles):
        sheet.blank(1 if at else 0)
        sheet.article(one, after=1)
    return sheet.case("新建文本文档.txt")


@layout(some(14, 11))
def one_blank_line_before_none_after(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"先进单位典型发言{len(articles)}篇")
    for one in articles:
        sheet.blank(1)
        sheet.article(one, indent=INDENT)
    return sheet.case()


@layout(some(21, 10))
def irregular_blank_lines(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.blank(2)
    sheet.aside("2023年全市重点工作经验材料选编")
    for at, one in enumerate(articles):
        sheet.blank((4, 2, 6, 3, 5)[at % 5])
        sheet.article(one, after=(1, 0, 2)[at % 3])
    sheet.blank(4)
    return sheet.case()


@layout(some(28, 10))
def blank_between_all_two_before_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"学习先进单位经验做法材料汇编（{len(articles)}篇）")
    for one in articles:
        sheet.blank(2)
        sheet.article(one, after=1, between=1)
    return sheet.case()


@layout(some(35, 9))
def blank_between_all_alike_indented(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"机关党建工作交流发言材料汇编{len(articles)}篇")
    for one in articles:
        sheet.blank(1)
        sheet.article(one, after=1, between=1, indent=INDENT)
    return sheet.case()


@layout(some(42, 9))
def blank_between_all_alike_flush(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"优化营商环境工作经验材料汇编（共{len(articles)}篇）")
    for one in articles:
        sheet.blank(1)
        sheet.article(one, after=1, between=1)
    return sheet.case()


@layout(some(49, 10))
def no_blanks_indented(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"乡村振兴典型经验汇编（{len(articles)}篇）")
    for one in articles:
        sheet.article(one, indent=INDENT)
    return sheet.case()


@layout(some(56, 8))
def no_blanks_indented_headings_flush(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"重点工作攻坚年活动经验交流材料（{len(articles)}篇）")
    for one in articles:
        sheet.article(one, indent=INDENT, bare=True)
    return sheet.case()


@layout(some(3, 8))
def no_blanks_flush_declared(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"作风建设经验交流材料汇编（{len(articles)}篇）")
    for one in articles:
        sheet.article(one)
    return sheet.case()


@layout(some(10, 8))
def no_blanks_flush_with_contents(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("县域经济发展经验材料汇编", "目录")
    sheet.put(*(one.title for one in articles))
    for one in articles:
        sheet.article(one)
    return sheet.case()


@layout(some(17, 7))
def no_blanks_flush_bare(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for one in articles:
        sheet.article(one)
    return sheet.case()


# --- tables of contents -----------------------------------------------------------------------


def pages(articles: Sequence[Article]) -> list[int]:
    """Return on which page each article would start."""
    starts, page = [], 1
    for one in articles:
        starts.append(page)
        page += 1 + sum(len(part.text) for part in one.parts) // 400
    return starts


@layout(some(24, 15))
def contents_with_dots(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("深化改革典型案例汇编", "", "目  录", "")
    for one, page in zip(articles, pages(articles), strict=True):
        sheet.aside(f"{one.title}{'…' * max(3, 24 - len(one.title) // 2)}{page}")
    for one in articles:
        sheet.blank(1)
        sheet.article(one, after=1)
    return sheet.case()


@layout(some(31, 10))
def contents_with_full_stops(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"全区工作会议经验交流材料（{len(articles)}篇）", "目 录")
    for at, (one, page) in enumerate(zip(articles, pages(articles), strict=True), 1):
        sheet.aside(f"{at}. {one.title} {'.' * (60 - len(one.title))} {page}")
    for one in articles:
        sheet.blank(2)
        sheet.article(one, indent=INDENT)
    return sheet.case()


@layout(some(38, 12))
def contents_with_tabs(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("城市精细化管理经验交流材料汇编", "目录")
    for one, page in zip(articles, pages(articles), strict=True):
        sheet.aside(f"{one.title}\t{page}")
    sheet.blank(1)
    for one in articles:
        sheet.article(one, indent=INDENT)
    return sheet.case()


@layout(some(45, 9))
def contents_with_bracketed_pages(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("全市组织工作会议书面交流材料", "", "目\u3000\u3000录", "")
    for one, page in zip(articles, pages(articles), strict=True):
        sheet.aside(f"{one.unit}  {one.title}（{page}）")
    for one in articles:
        sheet.blank(3)
        sheet.article(one, after=1, indent=INDENT)
    return sheet.case()


@layout(some(52, 11))
def contents_numbered_like_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("平安建设经验做法汇编", "目录")
    sheet.put(*(f"{chinese(at)}、{one.title}" for at, one in enumerate(articles, 1)))
    for at, one in enumerate(articles, 1):
        sheet.blank(1)
        sheet.article(one, f"{chinese(at)}、{one.title}", after=1)
    return sheet.case()


@layout(some(59, 10))
def contents_lists_an_article_that_is_missing(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("为民服务解难题典型案例选", "目录")
    for at, (one, page) in enumerate(zip(articles, pages(articles), strict=True)):
        if at == 6:
            sheet.aside(f"擦亮窗口形象 提升服务温度……{page}")
        sheet.aside(f"{one.title}……{page}")
    for one in articles:
        sheet.blank(1)
        sheet.article(one, after=1)
    return replace(sheet.case(), asks=True)


@layout(some(5, 10))
def contents_lacks_an_article(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("文明实践典型案例选", "目录")
    for at, (one, page) in enumerate(zip(articles, pages(articles), strict=True)):
        if at != 4:
            sheet.aside(f"{one.title}……{page}")
    for one in articles:
        sheet.blank(1)
        sheet.article(one, after=1)
    return replace(sheet.case(), asks=True)


@layout(some(26, 10))
def contents_with_units_on_lines_of_their_own(articles: Sequence[Article]) -> Case:
    """The unit stands below each title in the contents, before the page, and in the text."""
    sheet = Sheet()
    sheet.aside("全县河湖长制工作会议交流发言", "", "目\u3000录")
    for at, (one, page) in enumerate(zip(articles, pages(articles), strict=True), 1):
        sheet.aside(f"{at}. {one.title}", f"{INDENT}{one.unit}{'…' * 10}{page}")
    for one in articles:
        sheet.blank(2)
        sheet.article(one, bylines=[one.unit], after=1, indent=INDENT)
    return sheet.case()


@layout(some(33, 12))
def contents_with_titles_over_two_lines(articles: Sequence[Article]) -> Case:
    """Only the second half of a title has a page."""
    sheet = Sheet()
    sheet.aside("信访工作法治化经验选编", "目次", "")
    for at, (one, page) in enumerate(zip(articles, pages(articles), strict=True), 1):
        first, *second = halves(one)
        lines = [f"{at}、{first}", *(f"{INDENT}{line}" for line in second)]
        sheet.aside(*lines[:-1], f"{lines[-1]}{'.' * 18}{page}")
    for one in articles:
        sheet.blank(1)
        sheet.article(one, after=1)
    return sheet.case()


@layout(some(47, 9))
def contents_with_units_beside_titles(articles: Sequence[Article]) -> Case:
    """Behind the title in brackets, before it with a colon, or set off by blanks."""
    sheet = Sheet()
    sheet.aside("农村人居环境整治经验集锦", "目录")
    for at, (one, page) in enumerate(zip(articles, pages(articles), strict=True)):
        sheet.aside(
            (
                f"{one.title}（{one.unit}）……{page}",
                f"{one.unit}：{one.title}……{page}",
                f"{one.title}  {one.unit}  {page}",
            )[at % 3]
        )
    for one in articles:
        sheet.blank(2)
        sheet.article(one, indent=INDENT)
    return sheet.case()


def issues(sheet: Sheet, articles: Sequence[Article], heading: str, sizes: Sequence[int]) -> None:
    """Write issues of a bulletin, each with its head and a list of its pieces."""
    at = 0
    for issue, size in enumerate(sizes, 1):
        some = articles[at : at + size]
        at += size
        sheet.aside("基 层 动 态", f"第{issue}期", f"沅安县委办公室编印    2023年{issue}月20日")
        if heading:
            sheet.aside("", heading, *(f"◎{one.title}" for one in some))
        for one in some:
            sheet.blank()
            sheet.article(one, f"◎{one.title}" if heading else one.title, indent=INDENT)
        sheet.blank()


@layout(some(19, 11))
def issues_with_contents_of_their_own(articles: Sequence[Article]) -> Case:
    """Issues of two to four pieces, and one of a single piece."""
    sheet = Sheet()
    issues(sheet, articles, "【本期要目】", (3, 4, 1, 3))
    return sheet.case()


@layout(some(41, 10))
def contents_of_the_first_part_only(articles: Sequence[Article]) -> Case:
    """The list names four of ten pieces, those of the first part."""
    sheet = Sheet()
    sheet.aside("内容提要")
    sheet.aside(*(one.title for one in articles[:4]))
    for one in articles:
        sheet.blank(2)
        sheet.article(one, after=1, indent=INDENT)
    return replace(sheet.case(), asks=True)


# --- numbered titles --------------------------------------------------------------------------


@layout(some(12, 10))
def numbered_with_dots(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"数字政府建设经验材料汇编（{len(articles)}篇）")
    for at, one in enumerate(articles, 1):
        sheet.blank(1)
        sheet.article(one, f"{at}. {one.title}", after=1)
    return sheet.case()


@layout(some(19, 8, headed=True))
def numbered_with_dots_own_headings_chinese(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("基层党建工作典型经验")
    for at, one in enumerate(articles, 1):
        sheet.article(one, f"{at}.{one.title}", indent=INDENT)
    return sheet.case()


@layout(some(26, 9))
def numbered_with_commas(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("安全生产工作交流材料汇编")
    for at, one in enumerate(articles, 1):
        sheet.blank(2)
        sheet.article(one, f"{at}、{one.title}", after=1)
    return sheet.case()


@layout(some(33, 8))
def numbered_with_leading_zero(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("改革创新十佳案例")
    for at, one in enumerate(articles, 1):
        sheet.blank(1)
        sheet.article(one, f"{at:02d} {one.title}", after=1, indent=INDENT)
    return sheet.case()


@layout(some(40, 13))
def numbered_in_chinese(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"经验交流发言材料汇编（{len(articles)}篇）")
    for at, one in enumerate(articles, 1):
        sheet.blank(2)
        sheet.article(one, f"{chinese(at)}、{one.title}", after=1)
    return sheet.case()


def renumbered(article: Article, style: Callable[[int], str]) -> Article:
    """Return the article with heading lines that are numbered in another style."""
    at, parts = 0, []
    for part in article.parts:
        if part.kind == "heading":
            at += 1
            bare = part.text.lstrip("（）一二三四五0123456789、. ")
            part = Part("heading", style(at) + bare)
        parts.append(part)
    return replace(article, parts=tuple(parts))


@layout(some(47, 7, headed=True))
def numbered_in_chinese_own_headings_too(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"先进集体事迹材料汇编（{len(articles)}篇）")
    for at, one in enumerate(articles, 1):
        one = renumbered(one, lambda n: f"{chinese(n)}、")
        sheet.blank(2)
        sheet.article(one, f"{chinese(at)}、{one.title}", after=1)
    return sheet.case()


@layout(some(54, 8, headed=True))
def numbered_in_brackets(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("全县三季度重点工作亮点做法")
    for at, one in enumerate(articles, 1):
        one = renumbered(one, lambda n: f"{n}. ")
        sheet.blank(1)
        sheet.article(one, f"（{chinese(at)}）{one.title}", indent=INDENT)
    return sheet.case()


@layout(some(61, 8, headed=True))
def numbered_with_dots_own_headings_too(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"民生实事经验材料（{len(articles)}篇）")
    for at, one in enumerate(articles, 1):
        one = renumbered(one, lambda n: f"{n}.")
        sheet.blank(2)
        sheet.article(one, f"{at}.{one.title}", after=1)
    return sheet.case()


@layout(some(6, 8, headed=True))
def unnumbered_own_headings_numbered(articles: Sequence[Article]) -> Case:
    """Headings 1. 2. 3. inside, set off by blank lines as titles are elsewhere."""
    sheet = Sheet()
    sheet.aside("招商引资工作经验交流材料汇编")
    for one in articles:
        one = renumbered(one, lambda n: f"{n}. ")
        sheet.blank(3)
        sheet.put(one.title)
        sheet.wanted.append(wanted(one))
        for part in one.shown:
            sheet.blank(1 if part.kind == "heading" else 0)
            sheet.put(part.text)
    return sheet.case()


@layout(some(13, 9))
def full_width_numbers(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"志愿服务经验材料汇编（{full_width(len(articles))}篇）")
    for at, one in enumerate(articles, 1):
        sheet.blank(1)
        sheet.article(one, f"{full_width(at)}．{one.title}", indent=INDENT)
    return sheet.case()


# --- words that count: 篇, 材料, 例文 ------------------------------------------------------------


@layout(some(20, 10))
def zhi_alone(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("全市经济工作会议交流材料")
    for at, one in enumerate(articles, 1):
        sheet.blank(1)
        sheet.article(one, f"交流材料之{chinese(at)}", one.title, after=1)
        sheet.outside.append(f"交流材料之{chinese(at)}")
    return sheet.case()


@layout(some(27, 8))
def zhi_before_the_title(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("主题教育学习体会材料选编")
    for at, one in enumerate(articles, 1):
        sheet.article(one, f"之{chinese(at)}：{one.title}", indent=INDENT)
    return sheet.case()


@layout(some(34, 14))
def pian_with_colon(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("巡察整改工作经验交流材料范文（通用）")
    for at, one in enumerate(articles, 1):
        sheet.article(one, f"篇{chinese(at)}：{one.title}")
    return sheet.case()


@layout(some(41, 8))
def pian_with_arabic_numbers(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"对照检查工作经验（精选{len(articles)}篇）", "")
    for at, one in enumerate(articles, 1):
        sheet.article(one, f"篇{at}:{one.title}", between=1, after=1)
        sheet.blank(1)
    return sheet.case()


@layout(some(48, 9))
def pian_in_brackets_title_below(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"税收服务工作经验材料汇编（{len(articles)}篇）")
    for at, one in enumerate(articles, 1):
        sheet.article(one, f"【篇{chinese(at)}】", one.title, indent=INDENT)
        sheet.outside.append(f"【篇{chinese(at)}】")
    return sheet.case()


@layout(some(55, 10))
def pian_in_brackets_and_title(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles, 1):
        sheet.article(one, f"【篇{chinese(at)}】{one.title}", after=1)
        sheet.blank(1)
    return sheet.case("优秀材料.txt")


@layout(some(62, 11))
def di_pian(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("司法行政系统改革创新材料")
    for at, one in enumerate(articles, 1):
        sheet.blank(1)
        sheet.article(one, f"第{chinese(at)}篇  {one.title}", indent=INDENT)
    return sheet.case()


@layout(some(8, 7))
def di_pian_title_below(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"主官谈治理（{chinese(len(articles))}篇）")
    for at, one in enumerate(articles, 1):
        sheet.blank(1)
        sheet.article(one, f"第{at}篇", "", one.title, after=1)
        sheet.outside.append(f"第{at}篇")
    return sheet.case()


@layout(some(15, 9))
def cailiao(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("全省现场推进会参阅材料")
    for at, one in enumerate(articles, 1):
        sheet.blank(2)
        sheet.article(one, f"材料{chinese(at)}：{one.title}", after=1)
    return sheet.case()


@layout(some(22, 8))
def cailiao_alone(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("全区观摩会书面交流材料", "")
    for at, one in enumerate(articles, 1):
        sheet.article(one, f"材料{at}", centred(one.title), indent=INDENT)
        sheet.outside.append(f"材料{at}")
    return sheet.case()


@layout(some(29, 8))
def liwen_alone(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles, 1):
        sheet.article(one, f"例文{chinese(at)}", "", one.title, after=1, between=1)
        sheet.outside.append(f"例文{chinese(at)}")
        sheet.blank(1)
    return sheet.case("例文.txt")


@layout(some(36, 6))
def fanwen_with_colon(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("单位经验交流材料范文六篇")
    for at, one in enumerate(articles, 1):
        sheet.blank(1)
        sheet.article(one, f"范文{at}：{one.title}")
    return sheet.case()


@layout(some(43, 10))
def anli_in_brackets(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("新时代“枫桥经验”优秀案例集")
    for at, one in enumerate(articles, 1):
        sheet.blank(1)
        sheet.article(one, f"【案例{at}】{one.title}", after=1, indent=INDENT)
    return sheet.case()


@layout(some(50, 6))
def pian_without_titles(articles: Sequence[Article]) -> Case:
    """Only 【篇一】 stands above the text; the article has no title of its own."""
    sheet = Sheet()
    head = "关于作风建设情况的报告"
    sheet.aside(f"{head}（{len(articles)}篇）")
    for at, one in enumerate(articles, 1):
        mark = f"篇{chinese(at)}"
        readings = [mark, f"【{mark}】", f"{head}（{mark}）", f"{head}{mark}", f"{head} {mark}"]
        sheet.blank(1)
        sheet.article(one, f"【{mark}】", titles=readings, indent=INDENT)
    return sheet.case()


@layout(some(57, 7))
def one_title_with_running_numbers(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"基层减负工作情况汇报（{len(articles)}篇）", "")
    for at, one in enumerate(articles, 1):
        title = f"基层减负工作情况汇报篇{at}"
        sheet.article(one, title, titles=[title], indent=INDENT)
    return sheet.case()


@layout(some(1, 6))
def one_title_with_numbers_in_brackets(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles, 1):
        title = f"党员先锋岗事迹材料（{chinese(at)}）"
        sheet.blank(1 if at > 1 else 0)
        sheet.article(one, title, titles=[title], after=1)
    return sheet.case("事迹.txt")


@layout(some(9, 9))
def starred_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("一季度亮点工作简报汇编")
    for one in articles:
        sheet.article(one, f"★{one.title}", titles=[one.title, f"★{one.title}"])
    return sheet.case()


# --- signs, labels, and numbers of other kinds -------------------------------------------------


@layout(some(3, 9))
def latin_numbers_alone(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles, 1):
        sheet.put(f"NO.{at}", "")
        sheet.article(one, after=1, between=1)
        sheet.blank()
    return sheet.case()


@layout(some(11, 8))
def latin_numbers_before_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("基层改革创新案例")
    for at, one in enumerate(articles, 1):
        sheet.blank()
        sheet.article(one, f"Case {at}｜{one.title}", titles=[one.title], indent=INDENT)
    return sheet.case()


@layout(some(19, 9))
def circled_numbers(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for one, sign in zip(articles, "①②③④⑤⑥⑦⑧⑨", strict=True):
        sheet.article(one, f"{sign}{one.title}", titles=[one.title], indent=INDENT)
        sheet.blank(2)
    return sheet.case()


@layout(some(27, 10))
def numbers_in_square_brackets(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("便民服务做法选编（十篇）")
    for at, one in enumerate(articles, 1):
        sheet.article(one, f"［{at}］ {one.title}", titles=[one.title])
    return sheet.case()


@layout(some(31, 8))
def labelled_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for one in articles:
        sheet.article(one, f"案例标题：{one.title}", titles=[one.title], indent=INDENT)
        sheet.blank()
    return sheet.case()


@layout(some(5, 10))
def arrows_before_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("各地动态")
    for one in articles:
        sheet.blank()
        sheet.article(one, f"➤ {one.title}", titles=[one.title], indent=INDENT)
    return sheet.case()


@layout(some(13, 9))
def words_of_another_kind_with_numbers(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("表彰大会材料")
    for at, one in enumerate(articles, 1):
        sheet.blank()
        sheet.put(f"交流发言{chinese(at)}")
        sheet.article(one, after=1)
    return sheet.case()


@layout(some(22, 7))
def numbers_from_the_first_line_on(articles: Sequence[Article]) -> Case:
    """No head at all; the first line is the first article's number and title."""
    sheet = Sheet()
    for at, one in enumerate(articles, 1):
        sheet.article(one, f"{at}、{one.title}", titles=[one.title], indent=INDENT)
    return sheet.case()


@layout(some(9, 9))
def groups_of_units_in_brackets(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("优化服务交流材料")
    for at, one in enumerate(articles):
        if at % 3 == 0:
            sheet.blank()
            sheet.aside(("【省直机关】", "【市（州）】", "【县（市、区）】")[at // 3])
        sheet.blank()
        sheet.article(one, after=1)
    return sheet.case()


@layout(some(17, 9))
def label_and_number_above_centred_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("全县重点工作推进会")
    for at, one in enumerate(articles, 1):
        sheet.blank(2)
        sheet.put(f"书面交流材料之{chinese(at)}", "")
        sheet.article(one, centred(one.title, 76), titles=[one.title], after=1, indent=INDENT)
    return sheet.case()


@layout(some(2, 9, headed=False))
def numbered_parts_over_numbered_titles(articles: Sequence[Article]) -> Case:
    """一、 heads three articles each, which are numbered （一）（二）（三）."""
    sheet = Sheet()
    sheet.aside("民生实事典型案例选编")
    for at, one in enumerate(articles):
        sheet.blank()
        if at % 3 == 0:
            sheet.aside(f"{chinese(at // 3 + 1)}、{('便民服务', '城乡建设', '文化惠民')[at // 3]}")
        title = f"（{chinese(at % 3 + 1)}）{one.title}"
        sheet.article(one, title, titles=[one.title], indent=INDENT)
    return sheet.case()


@layout(some(29, 8))
def bracketed_headings_in_one_article(articles: Sequence[Article]) -> Case:
    """One of the articles has 【背景】 … 【启示】 on lines of their own."""
    sheet = Sheet()
    sheet.aside("为民办实事案例集")
    heads = ("【案例背景】", "【主要举措】", "【取得成效】", "【几点启示】")
    for at, one in enumerate(articles):
        made = one
        if at == 4:
            parts = [Part("heading", "【案例背景】")]
            for n, part in enumerate(one.parts):
                parts.append(part)
                if n in (1, 2, 3):
                    parts.append(Part("heading", heads[n]))
            made = replace(one, parts=tuple(parts[: 4 + len(one.parts)]))
        sheet.blank(2)
        sheet.article(made, after=1, indent=INDENT)
    return sheet.case()


@layout(some(36, 8))
def a_name_with_the_word_for_it_in_the_subtitle(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(centred("灯火与门牌", 76), centred("——全市网格治理案例选编", 76))
    for one in articles:
        sheet.blank(2)
        sheet.article(one, centred(one.title, 76), titles=[one.title], after=1, indent=INDENT)
    return sheet.case()


@layout(some(24, 8))
def couplets_over_two_lines_below_marks(articles: Sequence[Article]) -> Case:
    """The second half stands under the first, indented, where the mark takes room."""
    sheet = Sheet()
    sheet.aside(f"特色品牌材料（{len(articles)}篇）")
    halves = ("小窗口", "大温度"), ("守好一扇门", "点亮一盏灯")
    for at, one in enumerate(articles, 1):
        sheet.blank()
        if at in (2, 6):
            first, second = halves[at == 6]
            made = replace(one, title=f"{first} {second}", subtitle="")
            titles = [f"{first} {second}", f"{first}{second}"]
            lines = (f"篇{chinese(at)}：{first}", f"\u3000\u3000\u3000{second}")
            sheet.article(made, *lines, titles=titles, after=1, indent=INDENT)
        else:
            title = f"篇{chinese(at)}：{one.title}"
            sheet.article(one, title, titles=[one.title], after=1, indent=INDENT)
    return sheet.case()


@layout(some(33, 8))
def the_name_again_before_each_mark(articles: Sequence[Article]) -> Case:
    """As content sites have it: the page's own name, then 篇一："""
    sheet = Sheet()
    name = f"为民服务经验材料{len(articles)}篇"
    sheet.aside(name)
    for at, one in enumerate(articles, 1):
        sheet.blank()
        title = f"{name}篇{chinese(at)}：{one.title}"
        sheet.article(one, title, titles=[one.title], indent=INDENT)
    return sheet.case()


@layout(some(14, 9))
def a_line_with_a_number_above_each_title(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles, 1):
        sheet.blank(2)
        sheet.put(f"2024年全市政务服务现场观摩会参阅资料第{at}号", "")
        sheet.article(one, after=1, indent=INDENT)
    return sheet.case()


@layout(some(8, 9))
def labelled_units_above_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("座谈会发言摘登")
    for one in articles:
        sheet.blank(2)
        sheet.put(f"交流单位：{one.unit}")
        sheet.article(one, after=1, indent=INDENT)
    return sheet.case()


@layout(some(0, 10))
def two_or_three_blank_lines_by_turns(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("各部门上报材料汇总")
    for at, one in enumerate(articles):
        sheet.blank(2 + at % 2)
        sheet.article(one, after=at % 2, indent=INDENT)
    return sheet.case()


# --- how titles stand -------------------------------------------------------------------------


@layout(some(16, 10))
def centred_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(centred("年度优秀工作经验汇编"))
    for one in articles:
        sheet.article(one, centred(one.title), indent=INDENT)
    return sheet.case()


@layout(some(23, 9))
def centred_titles_full_width_spaces(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(centred(f"巾帼建功典型材料（{len(articles)}篇）", 72, "\u3000"), "")
    for one in articles:
        sheet.article(one, centred(one.title, 72, "\u3000"), after=1, indent=INDENT, bare=True)
        sheet.blank(1)
    return sheet.case()


def halves(article: Article) -> tuple[str, ...]:
    """Return a title on two lines where it can be broken well, else on one."""
    if article.broken:
        return article.broken
    for sign in " ，：":
        head, found, tail = article.title.partition(sign)
        if found and "——" not in tail and min(len(head), len(tail)) >= 5:
            return (head + sign.strip(), tail)
    return (article.title,)


def joined(lines: Sequence[str]) -> list[str]:
    """Return the readings of a title over several lines."""
    return ["".join(lines), " ".join(lines)]


@layout(some(30, 12))
def titles_over_two_lines(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"高质量发展经验交流材料汇编（{len(articles)}篇）")
    for one in articles:
        sheet.blank(2)
        lines = halves(one)
        sheet.article(one, *lines, titles=joined(lines), after=1)
    return sheet.case()


@layout(some(37, 10))
def titles_over_two_lines_centred(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for one in articles:
        lines = halves(one)
        sheet.article(one, *map(centred, lines), titles=joined(lines), indent=INDENT)
    return sheet.case("会议材料.txt")


# --- what stands under the title --------------------------------------------------------------


@layout(some(44, 9))
def subtitles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"一线工作法经验交流材料（{len(articles)}篇）")
    for one in articles:
        sheet.blank(2)
        sheet.article(subtitled(one))
    return sheet.case()


@layout(some(51, 9))
def subtitles_centred(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for one in articles:
        with_subtitle = subtitled(one)
        lines = (centred(one.title), centred(with_subtitle.subtitle))
        sheet.put(*lines)
        sheet.body(replace(one, subtitle=""), indent=INDENT)
        sheet.wanted.append(wanted(with_subtitle))
    return sheet.case("交流.txt")


@layout(some(58, 10))
def unit_lines(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("全市作风建设年活动交流材料")
    for one in articles:
        sheet.blank(2)
        sheet.article(one, bylines=[one.unit], after=1)
    return sheet.case()


@layout(some(2, 9))
def unit_lines_centred_no_blanks(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(centred(f"全县创先争优经验材料汇编（{len(articles)}篇）"))
    for one in articles:
        sheet.article(one, centred(one.title), bylines=[centred(one.unit)], indent=INDENT)
    return sheet.case()


@layout(some(11, 9))
def units_in_brackets(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("重点项目建设经验交流会材料之汇编")
    for one in articles:
        sheet.blank(1)
        sheet.article(one, bylines=[f"（{one.unit}）"], after=1, indent=INDENT)
    return sheet.case()


NAMES = ["周启明", "何  静", "方卫国", "钟  丽", "高远", "罗文秀", "吴大勇", "孟 清"]


def day(at: int) -> str:
    return f"2023年{at % 12 + 1}月{at * 7 % 28 + 1}日"


@layout(some(18, 8))
def dates_in_brackets(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("领导干部调研文章选", "")
    for at, one in enumerate(articles):
        sheet.article(one, centred(one.title), bylines=[centred(f"（{day(at)}）")], indent=INDENT)
        sheet.blank(1)
    return sheet.case()


@layout(some(25, 8))
def authors_and_dates(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"年轻干部论坛发言摘编（{len(articles)}篇）")
    for at, one in enumerate(articles):
        sheet.blank(2)
        sheet.article(one, bylines=[NAMES[at % len(NAMES)], day(at)], after=1, indent=INDENT)
    return sheet.case()


@layout(some(32, 8))
def authors_with_a_label(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("调研成果汇编")
    for at, one in enumerate(articles):
        sheet.blank(1)
        sheet.article(one, bylines=[f"作者：{NAMES[at % len(NAMES)]}　单位：{one.unit}"], after=1)
    return sheet.case()


@layout(some(39, 12))
def bylines_of_every_kind(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"全市三级干部大会发言材料（{len(articles)}篇）")
    for at, one in enumerate(articles):
        name = NAMES[at % len(NAMES)]
        bylines = [
            [one.unit, day(at)],
            [f"（{day(at)}）"],
            [f"{one.unit}  {name}"],
            [],
            [one.unit, name, f"（{day(at)}）"],
            [f"（{one.unit}）"],
        ][at % 6]
        sheet.blank(2)
        sheet.article(one, bylines=bylines, after=1, indent=INDENT)
    return sheet.case()


@layout(some(46, 10))
def units_before_titles_in_square_brackets(articles: Sequence[Article]) -> Case:
    """The unit's line stands above the title."""
    sheet = Sheet()
    sheet.aside("各部门工作亮点", "")
    for one in articles:
        sheet.article(one, f"［{one.unit}］", one.title, after=0, indent=INDENT)
        sheet.wanted[-1] = replace(sheet.wanted[-1], bylines=(f"［{one.unit}］",))
        sheet.blank(1)
    return sheet.case()


@layout(some(53, 8))
def signatures_at_the_end(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"半年工作总结汇编（{len(articles)}篇）")
    for at, one in enumerate(articles):
        sheet.blank(1)
        sheet.article(one, after=1, indent=INDENT)
        signature = (one.unit, day(at))
        sheet.put(*(" " * 44 + line for line in signature))
        sheet.wanted[-1] = replace(sheet.wanted[-1], signature=signature)
    return sheet.case()


# --- separators -------------------------------------------------------------------------------


def separated(articles: Sequence[Article], line: str, around: int) -> Sheet:
    sheet = Sheet()
    for at, one in enumerate(articles):
        if at:
            sheet.blank(around)
            sheet.aside(line)
            sheet.blank(around)
        sheet.article(one, indent=INDENT)
    return sheet


@layout(some(60, 10))
def stars_between(articles: Sequence[Article]) -> Case:
    return separated(articles, "***", 0).case("材料.txt")


@layout(some(4, 9))
def spaced_stars_between(articles: Sequence[Article]) -> Case:
    return separated(articles, "* * * * *", 1).case("材料.txt")


@layout(some(12, 8, headed=False))
def dashes_between(articles: Sequence[Article]) -> Case:
    return separated(articles, "————————————", 0).case("材料.txt")


@layout(some(20, 9))
def equals_between(articles: Sequence[Article]) -> Case:
    return separated(articles, "=" * 40, 1).case("材料.txt")


@layout(some(28, 8))
def form_feeds_between(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles):
        sheet.article(one, ("\f" if at else "") + one.title, indent=INDENT)
    return sheet.case("导出.txt")


# --- more than articles -----------------------------------------------------------------------

PREFACE = [
    "为深入学习贯彻上级决策部署，推动全市各项工作再上新台阶，我们组织力量对近年来基层涌现的好经验、好做法进行了收集整理，经反复筛选，汇编成册，供各地各部门学习借鉴。",
    "本书收录的材料，均由各地各单位供稿，编辑过程中作了适当删改。由于时间仓促，加之水平有限，疏漏之处在所难免，敬请读者批评指正。",
]
POSTSCRIPT = [
    "本书在编写过程中，得到了各县区和市直各部门的大力支持，许多基层同志利用节假日核对数据、修改稿件，在此一并表示衷心的感谢。",
    "受篇幅所限，还有不少优秀的稿件未能收入，谨致歉意。",
]


@layout(some(36, 9))
def preface_and_postscript(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("基层创新实践案例选编", "", "", "前  言", "", *PREFACE)
    sheet.aside("编  者", "2023年11月")
    for one in articles:
        sheet.blank(2)
        sheet.article(one, after=1)
    sheet.blank(2)
    sheet.aside("后  记", "", *POSTSCRIPT)
    return sheet.case()


@layout(some(44, 8))
def preface_without_heading(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"供销社综合改革经验材料（{len(articles)}篇）", *PREFACE)
    for at, one in enumerate(articles, 1):
        sheet.blank(1)
        sheet.article(one, f"篇{chinese(at)}：{one.title}", after=1)
    return sheet.case()


PARTS = ["党的建设", "经济发展", "社会治理", "民生改善"]


@layout(some(52, 12))
def parts_with_headings(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"全市工作经验交流材料汇编（{len(articles)}篇）")
    for at, one in enumerate(articles):
        if at % 3 == 0:
            sheet.blank(3)
            sheet.aside(f"第{chinese(at // 3 + 1)}部分  {PARTS[at // 3]}")
        sheet.blank(2)
        sheet.article(one, after=1)
    return sheet.case()


@layout(some(58, 12))
def parts_with_numbered_titles(articles: Sequence[Article]) -> Case:
    """Numbers run on through the parts."""
    sheet = Sheet()
    sheet.aside("干部教育培训优秀案例")
    for at, one in enumerate(articles):
        if at % 4 == 0:
            sheet.blank(1)
            sheet.aside(f"{chinese(at // 4 + 1)}、{PARTS[at // 4]}篇")
        sheet.blank(1)
        sheet.article(one, f"{at + 1}. {one.title}", after=1)
    return sheet.case()


@layout(some(0, 14))
def two_compilations_in_one_file(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for head, chunk in (("招才引智", articles[:6]), ("移风易俗", articles[6:])):
        sheet.aside(f"{head}工作经验交流材料汇编（{len(chunk)}篇）")
        for one in chunk:
            sheet.blank(2)
            sheet.article(one, after=1)
        sheet.blank(4)
    return sheet.case()


@layout(some(8, 12))
def three_numbered_compilations_in_one_file(articles: Sequence[Article]) -> Case:
    """The numbers start anew with each."""
    sheet = Sheet()
    for at, head in enumerate(("河湖管护", "粮食安全", "校园安全")):
        chunk = articles[at * 4 : at * 4 + 4]
        sheet.aside(f"{head}经验材料汇编{len(chunk)}篇", "")
        for number, one in enumerate(chunk, 1):
            sheet.article(one, f"篇{chinese(number)}：{one.title}", indent=INDENT)
            sheet.blank(1)
    return sheet.case()


ADVERTS = [
    "【更多优质材料，请关注微信公众号：老秘写作坊】",
    "海量公文材料，添加客服微信 gongwen8866 免费领取",
    "（本资料由公文资源网整理，仅供学习参考，请勿用于商业用途）",
    "更多精品范文请访问 www.example-fanwen.com",
]


@layout(some(16, 10))
def adverts_between(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"意识形态工作经验材料汇编（{len(articles)}篇）")
    for at, one in enumerate(articles):
        sheet.blank(2)
        sheet.article(one, after=1)
        sheet.aside(ADVERTS[at % len(ADVERTS)])
    return sheet.case()


@layout(some(24, 9))
def sources_under_each_article(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("外地经验参考")
    for at, one in enumerate(articles):
        sheet.blank(2)
        sheet.article(one, after=1)
        line = f"（来源：《{'望川日报' if at % 2 else '农村工作通讯'}》）"
        sheet.put(line)
        sheet.wanted[-1] = replace(sheet.wanted[-1], signature=(line,))
    return sheet.case()


# --- lines broken at full width ---------------------------------------------------------------


CLAUSES = [
    "据悉，", "近年来，", "按照部署，", "经反复研究，", "在各方支持下，", "依照统一的安排，",
    "经过前期充分准备，", "根据上级的部署要求，", "在广泛征求意见以后，",
]  # fmt: skip


def exactly_full(one: Article, width: int, indent: str = INDENT) -> Article:
    """Return the article with paragraphs whose first sentence ends where a line ends.

    Clauses before that sentence make it as long as it must be.
    """
    parts = []
    for part in one.parts:
        stop = part.text.find("。") + 1
        numbered = part.text.startswith(("（", *NUMERALS))
        fits = part.kind == "paragraph" and 0 < stop < len(part.text) and not numbered
        room = -(columns(indent) // 2 + stop) % width if fits else 0
        lead = ""
        unused = list(CLAUSES)
        while room >= 3:
            clause = max(
                (c for c in unused if room - len(c) not in (1, 2) and len(c) <= room), key=len
            )
            unused.remove(clause)
            lead += clause
            room -= len(clause)
        parts.append(Part(part.kind, lead + part.text))
    return replace(one, parts=tuple(parts))


def wrapped(
    articles: Sequence[Article], width: int, signs: str, indent: str = ""
) -> tuple[list[Article], Wrap]:
    """Return a way to break lines, and the articles with some sentences that fill theirs."""
    wrap = wrapper(width, signs)
    filled = [
        exactly_full(one, width, indent) if at % 3 == 0 else one for at, one in enumerate(articles)
    ]
    assert full_ends(filled, wrap, indent) >= 5
    return filled, wrap


@layout(some(32, 9, tables=False))
def hard_wrapped_indented(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    articles, wrap = wrapped(articles, 34, "strict", INDENT)
    sheet.aside(f"社会治安防控经验材料（{len(articles)}篇）")
    for one in articles:
        sheet.blank(2)
        sheet.article(one, after=1, indent=INDENT, wrap=wrap)
    return sheet.case()


@layout(some(40, 8, tables=False))
def hard_wrapped_indented_no_blanks(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    articles, wrap = wrapped(articles, 32, "hang", INDENT)
    for one in articles:
        sheet.article(one, centred(one.title, 70), indent=INDENT, wrap=wrap)
    return sheet.case("老文档.txt")


@layout(some(48, 8, tables=False))
def hard_wrapped_flush_blank_between(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    articles, wrap = wrapped(articles, 38, "pull")
    sheet.aside(f"工会工作创新案例（{len(articles)}篇）")
    for one in articles:
        sheet.blank(3)
        sheet.article(one, after=1, between=1, wrap=wrap)
    return sheet.case()


@layout(some(56, 8, tables=False))
def hard_wrapped_flush_no_blanks_inside(articles: Sequence[Article]) -> Case:
    """The hard case: only a short last line ends a paragraph."""
    sheet = Sheet()
    articles, wrap = wrapped(articles, 30, "strict")
    sheet.aside(f"共青团工作创新案例（{len(articles)}篇）")
    for one in articles:
        sheet.blank(2)
        sheet.article(one, after=1, wrap=wrap)
    return sheet.case()


@layout(some(1, 8, tables=False))
def hard_wrapped_numbered_titles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    articles, wrap = wrapped(articles, 35, "strict", INDENT)
    for at, one in enumerate(articles, 1):
        lines = wrap(f"{at}. {one.title}")
        sheet.article(one, *lines, indent=INDENT, wrap=wrap)
    return sheet.case("打印稿.txt")


@layout(some(9, 8, tables=False))
def hard_wrapped_by_mail_half_width_indent(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    articles, wrap = wrapped(articles, 36, "strict", "    ")
    sheet.aside(f"邮件往来经验材料（{len(articles)}篇）")
    for one in articles:
        sheet.blank(2)
        sheet.article(one, after=1, indent="    ", wrap=wrap)
    return sheet.case(newline="\r\n")


# --- odd characters, encodings ----------------------------------------------------------------


@layout(some(17, 9))
def mixed_indents(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"  科技创新经验材料汇编（{len(articles)}篇）")
    indents = ["\u3000\u3000", "    ", "\u3000 ", "  \u3000", "\t", "\u00a0\u00a0\u3000"]

    def mixed(start: int) -> Callable[[int], str]:
        return lambda at: indents[(at + start) % len(indents)]

    for number, one in enumerate(articles):
        sheet.blank(2)
        space = ["", " ", "\u3000", "      "][number % 4]
        sheet.article(
            one,
            space + one.title + " " * (number % 3),
            after=1,
            indent=mixed(number),
        )
    return sheet.case()


@layout(some(25, 9))
def invisible_characters(articles: Sequence[Article]) -> Case:
    sheet = Sheet()

    def sown(text: str, sign: str, step: int) -> str:
        return sign.join(text[at : at + step] for at in range(0, len(text), step))

    sheet.put("\ufeff" + sown(f"离退休干部工作材料汇编（{len(articles)}篇）", "\u200b", 4))
    for at, one in enumerate(articles):
        sheet.blank(2)
        title = ("\u200b" if at % 2 else "\u2060") + sown(one.title, "\u200b", 5)
        dirty = replace(
            one,
            parts=tuple(
                Part(part.kind, sown(part.text, ("\u00ad", "\u200c")[at % 2], 17))
                for part in one.parts
            ),
        )
        sheet.article(dirty, title, titles=[one.title], after=1)
        sheet.wanted[-1] = wanted(one)
    return sheet.case()


@layout(some(33, 8, headed=True))
def private_use_bullets(articles: Sequence[Article]) -> Case:
    """Titles and headings pasted from Word with the bullets of its symbol font."""
    sheet = Sheet()
    sheet.aside(f"残联工作经验材料（{len(articles)}篇）")
    for one in articles:
        bare = renumbered(one, lambda _: "")
        sheet.blank(2)
        sheet.put(one.title, "")
        for part in bare.shown:
            sheet.put(("\uf0b7 " if part.kind == "heading" else INDENT) + part.text)
        sheet.wanted.append(wanted(bare))
    return sheet.case()


@layout(some(41, 10))
def crlf_gb18030(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"侨务工作经验交流材料（{len(articles)}篇）")
    for one in articles:
        sheet.blank(2)
        sheet.article(one, after=1, indent=INDENT)
    return sheet.case(encoding="gb18030", newline="\r\n")


@layout(some(49, 8))
def utf16_with_mark(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles, 1):
        sheet.article(one, f"{chinese(at)}、{one.title}", after=1)
        sheet.blank(1)
    return sheet.case(encoding="utf-16", newline="\r\n")


@layout(some(57, 9))
def carriage_returns_only_blank_with_spaces(articles: Sequence[Article]) -> Case:
    """Blank lines that hold spaces; every line ends with spaces, too."""
    sheet = Sheet()
    sheet.aside(f"档案工作经验材料（{len(articles)}篇）")
    for one in articles:
        sheet.put("   ", "\u3000")
        sheet.article(one, after=1, indent=INDENT)
    sheet.lines = [line + "  " for line in sheet.lines]
    return sheet.case(newline="\r\n")


# --- counts, sizes, sorts of articles ---------------------------------------------------------


@layout(some(2, 10))
def declared_more_than_there_are(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"医保经办服务经验材料汇编（{len(articles) + 2}篇）")
    for one in articles:
        sheet.blank(2)
        sheet.article(one, after=1)
    return sheet.case(asks=True)


@layout(some(10, 10))
def declared_fewer_than_there_are(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"林业改革经验材料汇编（{len(articles) - 2}篇）")
    for one in articles:
        sheet.blank(2)
        sheet.article(one, after=1)
    return sheet.case(asks=True)


@layout(some(18, 12))
def declared_in_chinese(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("全市统计工作经验交流材料汇编", f"（共{chinese(len(articles))}篇）")
    for one in articles:
        sheet.blank(1)
        sheet.article(one, after=1)
    return sheet.case()


@layout(some(0, 8, kind="news"))
def only_news(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("媒体看基层——新闻报道汇编")
    for one in articles:
        sheet.blank(1)
        sheet.article(one, after=1, indent=INDENT)
    return sheet.case()


@layout(some(3, 6, kind="news"))
def only_news_spaced_flush(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for one in articles:
        sheet.article(one, after=1, between=1)
        sheet.blank(2)
    return sheet.case("剪报.txt")


@layout(some(26, 3))
def three_articles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("优秀公文三篇")
    for one in articles:
        sheet.blank(2)
        sheet.article(one, after=1)
    return sheet.case()


@layout(some(34, 3))
def three_articles_without_head(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles):
        sheet.blank(1 if at else 0)
        sheet.article(one, after=1, indent=INDENT)
    return sheet.case()


@layout(some(0, 60))
def sixty_articles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"全国各地改革经验材料大汇编（{len(articles)}篇）")
    for one in articles:
        sheet.blank(2)
        sheet.article(one, after=1)
    return sheet.case()


@layout(some(7, 40))
def forty_numbered_articles(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles, 1):
        sheet.article(one, f"{at}.{one.title}", indent=INDENT)
    return sheet.case("四十篇.txt")


SIGNED = ("破冰", "谁来给老人做饭", "机关党建如何", "一枚党徽", "全省第一张")


@layout(lambda: chosen(*SIGNED, "三问", "县医共体", "筑牢", "校园里的"))
def titles_that_end_with_a_stop(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"群众身边的好故事（{len(articles)}篇）")
    signs = "！。？！。"
    for at, one in enumerate(articles):
        one = one if one.title[-1] in "。！？" else replace(one, title=one.title + signs[at % 5])
        sheet.blank(2)
        sheet.article(one, after=1)
    return sheet.case()


REPEATED = ["一、主要做法", "二、取得成效", "三、下一步打算"]


@layout(some(50, 12, headed=False))
def same_headings_in_every_article(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(f"深化作风建设经验材料汇编（{len(articles)}篇）")
    for one in articles:
        parts = list(one.parts)
        for heading, at in zip(reversed(REPEATED), (3, 2, 1), strict=True):
            parts.insert(at, Part("heading", heading))
        sheet.blank(2)
        sheet.article(replace(one, parts=tuple(parts)), after=1)
    return sheet.case()


@layout(some(58, 9, headed=False))
def same_headings_set_off_like_titles(articles: Sequence[Article]) -> Case:
    """Headings without numbers, alike in each article, with the blank lines that titles have."""
    sheet = Sheet()
    for one in articles:
        parts = list(one.parts)
        parts.insert(2, Part("heading", "主要成效"))
        parts.insert(1, Part("heading", "主要做法"))
        one = replace(one, parts=tuple(parts))
        sheet.put(one.title, "")
        for part in one.shown:
            sheet.put(part.text, "")
        sheet.wanted.append(wanted(one))
    return sheet.case("合集.txt")


# --- told by their place at every title --------------------------------------------------------

PLACES = ["丰泽晚报", "河东海关", "驻村工作组", "综合科", "《清风》月刊", "统战科教文卫股"]


def office(one: Article, at: int) -> str:
    """Return the article's unit, or every third time a name that only its place tells."""
    return PLACES[at // 3 % len(PLACES)] if at % 3 == 1 else one.unit


@layout(some(3, 12))
def offices_of_every_name_centred(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(centred("全市改进作风经验材料选编"), "")
    for at, one in enumerate(articles):
        signed = centred(office(one, at))
        sheet.article(one, centred(one.title), bylines=[signed], after=1, indent=INDENT)
        sheet.blank()
    return sheet.case()


@layout(some(17, 9))
def sources_and_days_in_numbers(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for at, one in enumerate(articles):
        lines = [
            f"来源：丰泽新闻网　编辑：{'林许沈'[at % 3]}某",
            f"2023-{at % 12 + 1:02}-{at + 10}",
        ]
        sheet.blank(2)
        sheet.article(one, bylines=lines, after=1)
    return sheet.case("摘编.txt")


@layout(some(31, 8))
def offices_over_titles_and_writers_below(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("2023年度各单位交流材料")
    for at, one in enumerate(articles):
        over, writer = office(one, at), f"执笔人　{'蒋韩杨秦'[at % 4]}某某"
        sheet.blank(2)
        sheet.put(over)
        sheet.article(one, bylines=[writer], after=1, indent=INDENT)
        sheet.wanted[-1] = replace(sheet.wanted[-1], bylines=(over, writer))
    return sheet.case()


@layout(some(45, 9))
def times_of_sending_with_a_label(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("信息员来稿汇编")
    for at, one in enumerate(articles):
        sheet.blank()
        lines = [f"报送单位：{office(one, at)}", f"报送时间：{day(at)}"]
        sheet.article(one, bylines=lines, after=1, indent=INDENT)
    return sheet.case()


def cut_anywhere(title: str, most: int) -> tuple[str, ...]:
    """Return a title as a narrow column breaks it: after so many characters, inside words too."""
    lines = [title[at : at + most] for at in range(0, len(title), most)]
    if len(lines) > 1 and len(lines[-1]) < 4:
        lines[-2:] = [lines[-2][: most - 4], lines[-2][most - 4 :] + lines[-1]]
    return tuple(lines)


@layout(some(9, 10))
def titles_cut_anywhere_centred(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for one in articles:
        lines = cut_anywhere(one.title, 15)
        shown = map(centred, lines)
        sheet.article(one, *shown, titles=joined(lines), after=1, indent=INDENT)
        sheet.blank(2)
    return sheet.case("发言.txt")


@layout(some(23, 10))
def titles_cut_anywhere_with_offices_below(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside(centred("能力提升建设年典型经验汇编"), "")
    for at, one in enumerate(articles):
        lines = cut_anywhere(one.title, 15)
        sheet.article(
            one,
            *map(centred, lines),
            titles=joined(lines),
            bylines=[centred(office(one, at))],
            after=1,
            indent=INDENT,
        )
        sheet.blank()
    return sheet.case()


@layout(some(51, 10))
def some_titles_over_two_lines_that_the_contents_join(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("目录")
    for at, one in enumerate(articles, 1):
        sheet.aside(f"{one.title}……{at * 3}")
    for one in articles:
        lines = halves(one)
        sheet.blank(2)
        sheet.article(one, *lines, titles=joined(lines), indent=INDENT)
    return sheet.case()


@layout(some(12, 9, headed=True))
def headings_directly_below_titles(articles: Sequence[Article]) -> Case:
    """Short headings without numbers stand where bylines would: they stay in the body."""
    sheet = Sheet()
    for at, one in enumerate(articles):
        bare = [
            Part("heading", part.text.split("、", 1)[-1]) if part.kind == "heading" else part
            for part in one.parts
        ]
        bare.insert(0, Part("heading", ("深夜敲门", "从一张清单说起", "为什么要改")[at % 3]))
        sheet.blank(2)
        sheet.article(replace(one, parts=tuple(bare)), after=1, indent=INDENT)
    return sheet.case()


# --- a stand-alone document, broken at full width ---------------------------------------------


def alone(one: Article, width: int, signs: str, indent: str, between: int = 0) -> Case:
    sheet = Sheet()
    sheet.article(
        one, centred(one.title, width * 2), after=1, between=between, indent=indent,
        wrap=wrapper(width, signs),
    )  # fmt: skip
    return sheet.case("单篇.txt", whole=True)


@layout(lambda: chosen("我的扶贫日记"))
def single_wrapped_indented(articles: Sequence[Article]) -> Case:
    return alone(articles[0], 34, "strict", INDENT)


@layout(lambda: chosen("石岭县信访局"))
def single_wrapped_with_headings(articles: Sequence[Article]) -> Case:
    return alone(articles[0], 38, "hang", INDENT)


@layout(lambda: chosen("激发人才"))
def single_wrapped_flush(articles: Sequence[Article]) -> Case:
    return alone(articles[0], 30, "pull", "")


@layout(lambda: chosen("柏川市“五个强化”"))
def single_wrapped_flush_blank_between(articles: Sequence[Article]) -> Case:
    return alone(articles[0], 40, "strict", "", 1)


@layout(lambda: [exactly_full(one, 34) for one in chosen("把群众的“关键小事”", "平岭县“三个一”")])
def two_wrapped_with_sentences_that_fill_the_line(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    wrap = wrapper(34)
    assert full_ends(articles, wrap, INDENT) >= 5
    for at, one in enumerate(articles, 1):
        sheet.article(one, f"篇{chinese(at)}：{one.title}", indent=INDENT, wrap=wrap)
    return sheet.case("两篇.txt")


# --- what a bulletin, a web page or an account's post has around its articles -----------------


@layout(some(5, 8))
def bulletins_with_mastheads(articles: Sequence[Article]) -> Case:
    """Issues one behind the other: name, number, office and day; below whom they went to."""
    sheet = Sheet()
    for at, one in enumerate(articles, 1):
        sheet.aside("柏川工作简报", f"第{at}期" if at % 2 else f"2023年第{at}期（总第{at + 40}期）")
        sheet.aside(f"中共柏川市委办公室编　　20{'xx' if at % 3 else '23'}年{at}月{at * 2}日")
        sheet.blank(2)
        sheet.article(one, centred(one.title), after=1, indent=INDENT)
        sheet.blank(1)
        sheet.aside("报送：省委办公厅，市委、市政府领导。")
        sheet.aside("抄送：各县区党委、政府，市直各单位。", f"（共印{at * 10}份）")
        sheet.blank(1)
    return sheet.case("简报.txt")


@layout(some(13, 9))
def pages_copied_from_a_web_site(articles: Sequence[Article]) -> Case:
    """The path above each title, a line of facts below it, links at the end."""
    sheet = Sheet()
    for at, one in enumerate(articles, 1):
        sheet.blank(2)
        sheet.aside("当前位置：首页 > 工作动态 > 经验交流")
        facts = f"发布时间：2023-0{at}-12 09:1{at}　来源：柏川日报　浏览次数：{at * 31}"
        facts += "　字号：[大 中 小]"
        sheet.article(one, bylines=[facts], after=1, indent=INDENT)
        sheet.blank(1)
        sheet.aside("（责任编辑：何某）", "【打印本页】【关闭窗口】")
        sheet.aside("上一篇：春耕里的新帮手", "下一篇：没有了", "返回列表")
    return sheet.case("网页合集.txt")


@layout(some(29, 8))
def posts_of_an_account(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    for one in articles:
        sheet.blank(2)
        sheet.aside("点击上方蓝字，关注我们")
        sheet.article(one, after=1)
        sheet.blank(1)
        sheet.aside("END", "来源：柏川发布　编辑：小何　审核：老贺")
        sheet.aside("长按二维码关注我们", "喜欢就点个“在看”吧", "阅读原文")
    return sheet.case("推送.txt")


# --- a stand-alone document with its surroundings ---------------------------------------------


@layout(lambda: chosen("云麓县林长制"))
def single_copied_from_a_web_site(articles: Sequence[Article]) -> Case:
    sheet = Sheet()
    sheet.aside("首页 > 政务公开 > 工作总结 > 正文", "")
    facts = "2023-11-08 10:22　来源：云麓县林业局　阅读：1203次"
    sheet.article(articles[0], bylines=[facts], after=1, indent=INDENT)
    sheet.aside("", "返回首页")
    return sheet.case("总结.txt", whole=True)


COUPLETS = [
    "守牢底线 下活安全一盘棋", "摸清家底 画好风险一张图", "配强队伍 练就应急一支兵",
    "压实责任 拉紧监管一条绳",
]  # fmt: skip


@layout(lambda: chosen("石岭县信访局"))
def single_with_couplets_set_apart(articles: Sequence[Article]) -> Case:
    """One summary whose headings stand as titles would, each over long paragraphs."""
    texts = [part.text for part in articles[0].parts if part.kind == "paragraph"]
    parts = [Part("paragraph", texts[0])]
    for at, heading in enumerate(COUPLETS):
        told = "".join(f"{clause}{text}" for clause, text in zip(CLAUSES[at:], texts, strict=False))
        parts += [Part("heading", heading), Part("paragraph", told)]
    one = replace(articles[0], parts=tuple(parts))
    sheet = Sheet()
    sheet.put(one.title, "")
    for part in one.parts:
        around = 1 if part.kind == "heading" else 0
        sheet.blank(around)
        sheet.put(part.text if around else INDENT + part.text)
        sheet.blank(around)
    sheet.wanted.append(wanted(one))
    return sheet.case("总结.txt", single=True)
