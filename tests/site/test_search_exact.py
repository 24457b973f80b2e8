"""The search finds exactly the articles that hold a string: the shipped script against ``in``."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from playwright.sync_api import Page
from searching import Engine, blocks_of, catalog_of, plain, urls, write_site
from sitetree import ROOT, build_site

from huibian.site.catalog import ArticleCard
from huibian.site.search import folding, grams, shards
from huibian.vocabulary.bundle import Vocabularies

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BLOCKS = ["h1", "h2", "h3", "h4", "p", "li", "td", "th", "pre", "br", "blockquote"]

#: The site's address of an article -> the lines that readers see.
Lines = dict[str, list[str]]


def visible(page: Path) -> list[str]:
    """Return title, subtitle and body of a built article as a browser lays them out."""
    root = html.fromstring(page.read_text(encoding="utf-8"))
    lines: list[str] = []

    def walk(element: html.HtmlElement) -> None:
        if element.tag in BLOCKS:
            lines.append("")
        lines[-1] += element.text or ""
        for child in element:
            walk(child)
            lines[-1] += child.tail or ""
        if element.tag in BLOCKS:
            lines.append("")

    for part in root.xpath("//article/header/h1 | //p[@class='hb-subtitle']") + root.xpath(
        "//div[contains(@class, 'hb-prose')]"
    ):
        lines.append("")
        walk(part)
    return [folding.tidy(line) for line in lines if folding.tidy(line)]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Lines]:
    """The sample as the plugin builds it: its folder and the text of its pages."""
    source = ROOT / "docs" / "collections" / "sample"
    tree = {
        f"collections/sample/{path.name}": path.read_text(encoding="utf-8")
        for path in source.glob("*.md")
    }
    built = build_site(tmp_path_factory.mktemp("sample"), tree)
    pages = sorted(built.folder.glob("collections/sample/*/index.html"))
    lines = {f"collections/sample/{page.parent.name}/": visible(page) for page in pages}
    assert len(lines) == 24
    return built.folder, lines


def as_query(text: str) -> str:
    """Return the query for exactly this text."""
    return f"“{text}”" if '"' in text else f'"{text}"'


def test_every_string_of_the_sample_finds_its_articles(
    tab: Page, sample: tuple[Path, Lines]
) -> None:
    site, lines = sample
    engine = Engine(tab, site)
    every = [line for held in lines.values() for line in held]
    sizes = st.one_of(st.integers(2, 8), st.integers(2, 60))

    @settings(max_examples=60)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        queries = []
        for _ in range(8):
            line = data.draw(st.sampled_from(every))
            start = data.draw(st.integers(0, max(0, len(line) - 2)))
            text = line[start : start + data.draw(sizes)]
            if folding.fold_query(text):
                queries.append(text)
        answers = engine.ask_all([as_query(text) for text in queries], snippets=False)
        for text, answer in zip(queries, answers, strict=True):
            assert urls(answer) == plain(lines, [text]), text
            assert answer["total"] > 0

    check()


def test_every_character_of_the_sample_finds_its_articles(
    tab: Page, sample: tuple[Path, Lines]
) -> None:
    site, lines = sample
    characters = sorted({c for held in lines.values() for line in held for c in line} - set(" "))
    assert len(characters) > 1000
    answers = Engine(tab, site).ask_all([as_query(c) for c in characters], snippets=False)
    for character, answer in zip(characters, answers, strict=True):
        assert urls(answer) == plain(lines, [character]), character


def test_words_without_spaces_need_no_quotation_marks(
    tab: Page, sample: tuple[Path, Lines]
) -> None:
    site, lines = sample
    words = [
        "风建设",
        "营商环境",
        "2023年",
        "网通办",
        "“最怕跑",
        "xx.x%",
        "办”",
        "一、先减材料，再谈",
    ]
    answers = Engine(tab, site).ask_all(words, snippets=False)
    for word, answer in zip(words, answers, strict=True):
        assert urls(answer) == plain(lines, [word]), word


LETTERS = "甲乙丙，a1 “𠀀𠀁"
FEW = "甲乙"  # of so few letters, texts often hold all parts of a phrase without the phrase


@pytest.mark.parametrize("threshold", [0, 1, 2, grams.THRESHOLD])
def test_any_library_any_string(
    tab: Page,
    tmp_path: Path,
    vocabularies: Vocabularies,
    monkeypatch: pytest.MonkeyPatch,
    threshold: int,
) -> None:
    """A small alphabet makes every string common, so that each kind of answer occurs."""
    monkeypatch.setattr(grams, "THRESHOLD", threshold)
    monkeypatch.setattr(shards, "SHARD", 60)
    monkeypatch.setattr(shards, "BRANCH", 6)
    monkeypatch.setattr(grams, "_PART", 40)
    line = st.one_of(st.text(letters, min_size=1, max_size=14) for letters in (LETTERS, FEW))
    counter = itertools.count()

    @settings(max_examples=15)
    @given(st.lists(st.lists(line, min_size=1, max_size=4), min_size=1, max_size=9), st.data())
    def check(articles: list[list[str]], data: st.DataObject) -> None:
        site = tmp_path / str(next(counter))
        site.mkdir()
        cards = [ArticleCard("c", f"{n}", n, text[0]) for n, text in enumerate(articles)]
        texts = {
            card.src: blocks_of("\n".join(text[1:]))
            for card, text in zip(cards, articles, strict=True)
        }
        lines = {
            f"collections/c/{n}/": [folding.tidy(part) for part in text]
            for n, text in enumerate(articles)
        }
        engine = Engine(tab, write_site(site, catalog_of(cards, vocabularies), texts))
        held = {part for parts in lines.values() for part in parts}
        found = {
            part[start : start + size]
            for part in held
            for start in range(len(part))
            for size in (1, 2, 3, 4, 5, 6, 7, 9, 12)
        }
        letters = data.draw(st.sampled_from((LETTERS, FEW)))
        made = data.draw(st.lists(st.text(letters, min_size=1, max_size=10), max_size=20))
        queries = sorted(text for text in {*found, *made} if folding.fold_query(text))
        answers = engine.ask_all([as_query(text) for text in queries], snippets=False)
        for text, answer in zip(queries, answers, strict=True):
            assert urls(answer) == plain(lines, [text]), (text, articles)

    check()


def test_several_words_and_words_left_out(
    tab: Page, sample: tuple[Path, Lines], tmp_path: Path
) -> None:
    site, lines = sample
    engine = Engine(tab, site)
    every = "\n".join(line for held in lines.values() for line in held)
    words = sorted({every[i : i + size] for i in range(0, 9000, 97) for size in (2, 3, 5)})
    words = [word for word in words if word.isalnum()][:60]
    queries, expected = [], []
    for one, other in itertools.pairwise(words):
        queries += [f"{one} {other}", f"{one} -{other}", f"-{one} -{other}"]
        first, second = plain(lines, [one]), plain(lines, [other])
        expected += [first & second, first - second, set(lines) - first - second]
    for query, answer, right in zip(
        queries, engine.ask_all(queries, snippets=False), expected, strict=True
    ):
        assert urls(answer) == right, query
