"""What holds for any text: nothing lost, nothing invented, the same result twice, no crash."""

from __future__ import annotations

import re
import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import samples
from describe import compiled
from huibian import edits, frontmatter, pipeline, readers
from huibian.check import check_site, conservation
from huibian.diagnostics import HuibianError
from huibian.editing import Library
from huibian.model import Block, is_blank
from huibian.pipeline import Compilation
from huibian.planfile import dump_plan
from huibian.planrecord import page_name
from huibian.schema import Edit, Mask, Remove
from huibian.stages.clean import folded
from huibian.stages.render import plain_text
from huibian.vocabulary.bundle import Vocabularies, load
from huibian.vocabulary.privacy import load_privacy

VOCABULARIES: Vocabularies = load()
PARAGRAPH = "青禾县把群众的小事当成大事来办，逐户登记诉求，办完以后回头再问一遍。" * 4
LINES = [
    "关于便民服务的经验材料汇编（3篇）", "目 录", "目录", "以党建引领促发展……1", "抓实网格……2",
    "前言",
    "篇一：以党建引领促发展", "篇二：抓实网格治理见成效", "【篇三】", "第一篇", "第二篇 办好实事",
    "1. 抓好一渠清水", "2. 走稳便民第一步", "# 把实事办到心坎上", "## 一、做法", "一、摸清底数",
    "二、压实责任", "（一）先走访。家家都到。", "一是摸清底数。逐户走访。", "关键词：灵活",
    "“动”起来，问题清零", "***", "————", "##paidbegin##", "前半句##paidend##后半句",
    "【小城代写】原创保密，需要请联系客服", "本文档编辑密码：abc2024", "— 3 —", "*县的做法",
    "**县委",
    "- 一项", "• 第二项", "* 第三项", "１. 全角", "1.第一件", "2.第二件", "3) 第三件",
    "——xx县的做法",
    "\u3000\u3000" + PARAGRAPH, PARAGRAPH, "没有写完的一句，后面还有", "，接着上一句。",
    "<script>alert(1)</script>", "{{ x }}{% y %}", "[a](javascript:b)", "```", "| a | b |",
    "|--|--|",
    "\u200b篇\u200b四\u200b：零宽", "1\u200b.\u200b 零宽标题行", "a \u3000 b\u00a0c\x0cd",
    "\ufeff", "\x0b",
    "2023年5月", "xx市纪委监委", "（青禾县水利局）", "福建省xx县", "&amp;&#60;", "title: 甲", "---",
    "• - 两重", "# # 两重", "公\u2028行",
]  # fmt: skip
LINE = st.one_of(
    st.sampled_from(LINES),
    st.just(""),
    st.just(""),
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.lists(st.sampled_from(LINES), min_size=2, max_size=3).map("".join),
)
SOURCES = st.lists(LINE, min_size=1, max_size=40).map("\n".join)
BULLETS = re.compile(r"[•●■◆▪‣·○◦➢►▶✓\uf0b7\uf06c\uf0d8\uf0fc*+-]")


def ink(text: str) -> str:
    return "".join(char for char in text if not is_blank(char))


def compilation(text: str, whole: bool) -> Compilation | None:
    """Compile a text; None when it is refused."""
    try:
        return compiled(text, VOCABULARIES, whole=whole)
    except HuibianError:
        return None


# --- 1. conservation ---------------------------------------------------------------------------


@settings(max_examples=400)
@given(SOURCES, st.booleans())
def test_every_visible_character_stands_in_exactly_one_place(text: str, whole: bool) -> None:
    made = compilation(text, whole)
    assume(made is not None)
    assert made is not None
    source = {line.number: line.text for line in made.document.lines}
    gone: set[tuple[int, int]] = set()
    for piece in made.plan.dropped:
        columns = {(piece.span.line, at) for at in range(piece.span.start, piece.span.end)}
        assert not columns & gone, "dropped twice"
        gone |= columns
        dropped = source[piece.span.line][piece.span.start : piece.span.end]
        assert ink(piece.text) == ink(dropped) != ""
        assert piece.rule in made.noise_labels
    left = {
        number: ink("".join(char for at, char in enumerate(line) if (number, at) not in gone))
        for number, line in source.items()
    }
    left = {number: line for number, line in left.items() if line}

    for article, segment in zip(made.articles, made.plan.segments, strict=True):
        if segment.boundary.title_lines:
            title = "".join(left.pop(number, "") for number in segment.boundary.title_lines)
            assert title == ink(article.title)
        body = [
            number
            for passage in segment.passages
            for number in range(passage.first, passage.last + 1)
            if number in left
        ]
        if article.subtitle:
            assert left.pop(body.pop(0)) == ink(article.subtitle)
        assert [number for block in article.blocks for number in block.lines] == body
        for block in article.blocks:
            assert shows("".join(left.pop(number) for number in block.lines), block)
    for number in made.plan.preliminaries:
        left.pop(number)
    assert not left, "in no place"


def shows(line: str, block: Block) -> bool:
    """Say whether a block has a line's characters; a list or a heading stands for its sign."""
    if block.kind == "item" and block.marker != "-":
        return line == block.marker + ink(block.text)
    sign = line.removesuffix(ink(block.text))
    if block.kind == "item":
        return BULLETS.fullmatch(sign) is not None
    return sign == "" or (block.kind == "heading" and set(sign) == {"#"})


@settings(max_examples=300)
@given(SOURCES, st.booleans())
def test_pages_hold_what_the_plan_says(text: str, whole: bool) -> None:
    made = compilation(text, whole)
    assume(made is not None)
    assert made is not None
    for article in made.articles:
        page = frontmatter.parse(made.pages[page_name(article.number, len(made.articles))])
        assert page.meta["title"] == article.title
        shown = "".join(
            (block.marker if block.marker not in ("", "-") else "") + block.text
            for block in article.blocks
        )
        assert ink(plain_text(page.body)) == ink(shown)
    index = frontmatter.parse(made.pages["index.md"])
    numbers = [n for n in made.plan.preliminaries if n != made.plan.title_line]
    gone = Counter(
        (piece.span.line, at)
        for piece in made.plan.dropped
        for at in range(piece.span.start, piece.span.end)
    )
    preface = "".join(
        char
        for n in numbers
        for at, char in enumerate(made.document.lines[n - 1].text)
        if (n, at) not in gone
    )
    assert ink(plain_text(index.body)) == ink(preface)


@settings(max_examples=100)
@given(SOURCES, st.booleans())
def test_check_finds_no_error_in_what_split_wrote(text: str, whole: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        (site / "docs").mkdir()
        source = site / "来稿.txt"
        source.write_bytes(text.encode())
        try:
            Library(site).split(source, slug="demo", today="2026-11-21", whole=whole)
        except HuibianError:
            return
        errors = [one for one in check_site(site).findings if one.severity == "error"]
        assert errors == []


PERSONAL = [
    "有事打李某某的电话13800010002，随叫随到。", "联系人：王某 １３９-0001-0003",
    "138 0001\u200b 0002", "邮箱：wang@example.com", "卡号6222020200112230004", "\t甲\t13800010002",
    "——记号码13800010002",
    "篇五：打13800010002", "1. 身份证11010519491231002X办事",
]  # fmt: skip

NUMBERS = ("13800010002", "wang@", "6222020200", "0001-0003", "11010519491231002X")


@settings(max_examples=200)
@given(st.lists(LINE | st.sampled_from(PERSONAL), min_size=1, max_size=30), st.booleans())
def test_masks_and_removed_articles_lose_nothing(lines: list[str], whole: bool) -> None:
    text = "\n".join(lines)
    made = compilation(text, whole)
    assume(made is not None)
    assert made is not None
    source = made.document.lines
    ends = [edits.anchor(line) for line in source if line.text.strip()]
    decided: list[Edit] = []
    if any(load_privacy().find(folded(line.text)) for line in source):
        decided.append(Mask(op="mask", first=ends[0], last=ends[-1]))
    if len(made.articles) > 1:
        line = source[made.plan.segments[-1].boundary.line - 1]
        decided.append(Remove(op="remove", article=edits.anchor(line)))
    assume(len(edits.locate(decided, source).edits) == len(decided))
    assert not any(number in dump_plan(made.plan_file) for number in NUMBERS)
    again = compiled(text, VOCABULARIES, whole=whole, edits=decided)
    assert list(conservation(again.plan_file, again.document, "", "")) == []
    assert "HB220" not in {question.code for question in again.plan.questions}
    for page in again.pages.values():
        assert load_privacy().find(plain_text(page)) == ()
    assert not any(number in dump_plan(again.plan_file) for number in NUMBERS)


# --- 2. split(join(articles)) --------------------------------------------------------------------


@pytest.mark.parametrize("style", samples.STYLES)
@settings(max_examples=25)
@given(data=st.data())
def test_split_gives_back_what_was_joined(style: str, data: st.DataObject) -> None:
    articles = data.draw(samples.articles())
    made = compilation(samples.STYLES[style](articles), whole=False)
    assert made is not None
    assert [article.title for article in made.articles] == [one.title for one in articles]
    for article, one in zip(made.articles, articles, strict=True):
        assert "".join(block.text for block in article.blocks) == one.text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@settings(max_examples=3)
@given(articles=samples.articles())
def test_encoding_and_line_ends_change_nothing(
    encoding: str, end: str, articles: list[samples.Article]
) -> None:
    text = samples.STYLES["two blank lines"](articles)
    made = compiled(text.replace("\n", end).encode(encoding), VOCABULARIES)
    plain = compiled(text, VOCABULARIES)
    assert made.articles == plain.articles
    assert made.plan == plain.plan


# --- 3. idempotence ------------------------------------------------------------------------------


@settings(max_examples=60)
@given(SOURCES, st.booleans())
def test_compiling_twice_gives_the_same(text: str, whole: bool) -> None:
    one, other = compilation(text, whole), compilation(text, whole)
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert one.pages == other.pages
        assert dump_plan(one.plan_file) == dump_plan(other.plan_file)


@settings(max_examples=60)
@given(samples.articles(least=1, most=1))
def test_the_text_of_a_page_compiles_to_the_same_page(articles: list[samples.Article]) -> None:
    (article,) = articles
    made = compilation("\n".join([article.title, *article.lines]), whole=True)
    assert made is not None
    page = frontmatter.parse(made.pages["01.md"])
    again = compilation(f"{page.meta['title']}\n\n{plain_text(page.body)}", whole=True)
    assert again is not None
    assert frontmatter.parse(again.pages["01.md"]).body == page.body


# --- 5. no crash ---------------------------------------------------------------------------------


@settings(max_examples=300)
@given(
    SOURCES | st.text(),
    st.booleans(),
    st.sampled_from(["来稿.txt", "a.md", "- x.TXT", ".txt", "无"]),
)
def test_no_text_crashes_the_pipeline(text: str, whole: bool, name: str) -> None:
    data = text.encode("utf-8", "ignore")
    try:
        document = readers.read_bytes(data, name)
        made = pipeline.compile_document(
            document, "demo", VOCABULARIES, added="2026-11-21", whole=whole
        )
        dump_plan(made.plan_file)
        pipeline.one_article(document, 7, "demo", VOCABULARIES, "07-original.txt")
    except HuibianError:
        pass


@settings(max_examples=60)
@given(SOURCES, st.sampled_from(["来稿.txt", "03.汇报（定稿）.txt", "附件.md"]))
def test_no_character_of_an_added_document_is_lost(text: str, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        (site / "docs" / "collections" / "x").mkdir(parents=True)
        index = "---\ntitle: 汇编\n---\n"
        (site / "docs" / "collections" / "x" / "index.md").write_text(index, encoding="utf-8")
        path = site / name
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            Library(site).add([path], "x", 10)
        except HuibianError as error:
            assert {one.code[:3] for one in error.findings} <= {"HB1"}
            return
        findings = check_site(site).findings
        assert [one.text() for one in findings if one.severity == "error"] == []
        assert "HB406" not in {one.code for one in findings}, "the proof was passed over"


@pytest.mark.parametrize(
    "piece",
    [
        "群众的小事", "1", " ", "#", "*", "（", "2023年", "客服素材", "【素材", "xx市", "“",
        "按照省委",
        "纪委监委局", "一、", "&", "\\", "x", "朝阳区吉林省", "短行\n", "1.项\n", "记者说，“好”",
        "市人民政府办公室的", "\u3000", "\u200b", "各", "集团公司",
    ],
)  # fmt: skip
def test_no_endless_line_stops_the_pipeline(piece: str) -> None:
    """A pattern that goes over a line again and again takes minutes for these."""
    text = f"青禾县把板凳搬到巷子口\n\n{piece * (30_000 // len(piece))}\n"
    start = time.monotonic()
    compilation(text, whole=True)
    compilation(text, whole=False)
    assert time.monotonic() - start < 5
