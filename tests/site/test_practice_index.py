"""Practices are found exactly: the shipped script in Chromium against plain search in their words.

What is expected comes from ``site.practices``, whose own tests say what a practice is.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from searching import Engine, catalog_of, plain, write_site

from huibian.site.catalog import ArticleCard
from huibian.site.practices import practices
from huibian.site.search.text import Block
from huibian.vocabulary.bundle import Vocabularies

CHARS = "网格化管理一件事办好渠长巡记录本账亮数据跑腿App12ＡＢ“”"
LEVELS = ("省级", "市级", "县区级", "")


def card(number: int, body: str, **facts: Any) -> ArticleCard:
    return ArticleCard("c", f"{number:03}", number, f"第{number}篇的标题", body=body, **facts)


def site(
    folder: Path, vocabularies: Vocabularies, cards: Sequence[ArticleCard]
) -> dict[str, list[str]]:
    """Write the search of a site with these articles; return each practice's words by its place."""
    texts = {one.src: [Block(text) for text in one.body.split("\n") if text] for one in cards}
    write_site(folder, catalog_of(cards, vocabularies), texts)
    return {
        f"{one.src.removesuffix('.md')}/{place}": [practice.text, *practice.parts]
        for one in cards
        for place, practice in enumerate(practices(one.body))
    }


def places(answer: dict[str, Any]) -> set[str]:
    """Return where the practices of an answer are: each one's article and words."""
    assert "error" not in answer, answer
    assert answer["warnings"] == []
    rows: list[dict[str, Any]] = answer["results"]
    assert len(rows) == answer["total"]
    return {f"{row['url']}{row['text']}" for row in rows}


def named(held: dict[str, list[str]], keys: Iterable[str]) -> set[str]:
    """Return the same of practices as ``site`` names them."""
    return {f"{key.rsplit('/', 1)[0]}/{held[key][0]}" for key in keys}


def made(count: int) -> list[ArticleCard]:
    """Return articles whose headings share strings: some stand in more than 48 practices."""
    rng = random.Random(5)

    def words(size: int) -> str:
        return "".join(rng.choice(CHARS) for _ in range(size))

    cards = []
    for number in range(1, count + 1):
        lines = ["开头提到网格化管理一件事。", "## 一、基本情况", "网格"]
        for place in range(rng.randint(0, 5)):
            shared = "网格化管理一件事" if rng.random() < 0.4 else words(rng.randint(2, 9))
            lines.append(f"## {'二三四五六'[place]}、{words(2)}{shared}")
            lines += [f"**（{'一二'[k]}）{words(6)}。**正文。" for k in range(rng.randint(0, 2))]
        cards.append(
            card(
                number,
                "\n\n".join(lines),
                level=rng.choice(LEVELS),
                themes=rng.choice((("water-conservancy",), ("government-services",), ())),
                kind=rng.choice(("经验做法", "工作总结")),
                date=rng.choice(("2022-04", "2023", "")),
            )
        )
    return cards


@pytest.fixture(scope="module")
def library(
    tmp_path_factory: pytest.TempPathFactory, vocabularies: Vocabularies, tab: Page
) -> tuple[list[ArticleCard], dict[str, list[str]], Engine]:
    folder = tmp_path_factory.mktemp("practices")
    cards = made(160)
    return cards, site(folder, vocabularies, cards), Engine(tab, folder)


def test_answers_are_those_of_plain_search(
    library: tuple[list[ArticleCard], dict[str, list[str]], Engine],
) -> None:
    _, held, engine = library
    every = [text for texts in held.values() for text in texts]
    rng = random.Random(7)
    asked = ["网格", "网格化管理一件", "管理一件事", "ａｐｐ", "APP", "網格化", "基本情况", "渠"]
    asked.append("账 亮")
    for text in rng.sample(every, 40):
        start = rng.randrange(len(text))
        asked.append(text[start : start + rng.randint(1, 9)].lstrip("“”"))
    asked = list(filter(None, asked))
    many = 0
    for query, answer in zip(asked, engine.ask_all(asked, among="practices"), strict=True):
        expected = plain(held, query.split())
        many += len(expected) > 48
        assert answer["total"] == len(expected), query
        assert places(answer) == named(held, expected), query
        assert answer["articles"] == len({key.rsplit("/", 1)[0] for key in expected})
    assert many >= 3  # common strings go another way through the index


def test_facets_and_groups_count_practices(
    library: tuple[list[ArticleCard], dict[str, list[str]], Engine], vocabularies: Vocabularies
) -> None:
    cards, held, engine = library
    by_src = {one.src.removesuffix(".md"): one for one in cards}
    found = plain(held, ["网格"])
    of = [by_src[key.rsplit("/", 1)[0]] for key in found]
    labels = {theme.id: theme.label for theme in vocabularies.themes}
    answer = engine.ask("网格", among="practices", group="theme", sample=3)
    counts = {row["value"]: row["count"] for row in answer["facets"]["level"]}
    assert counts == Counter(one.level or "未注明" for one in of)
    themes = Counter(labels[theme] for one in of for theme in one.all_themes)
    assert {row["value"]: row["count"] for row in answer["facets"]["theme"]} == themes
    groups = {group["value"]: group["count"] for group in answer["groups"]}
    assert groups == {**themes, "": sum(not one.all_themes for one in of)}
    assert answer["groupTotal"] == len(groups)
    assert [len(group["results"]) for group in answer["groups"]] == [3] * len(groups)
    some = engine.ask(
        "网格", among="practices", filters={"level": ["市级"], "kind": ["工作总结"]}, limit=0
    )
    assert some["total"] == sum(one.level == "市级" and one.kind == "工作总结" for one in of) > 0


def test_without_words_every_practice_is_listed_in_order(
    library: tuple[list[ArticleCard], dict[str, list[str]], Engine],
) -> None:
    _, held, engine = library
    answer = engine.ask("", among="practices", sort="order", offset=7, limit=30)
    assert answer["total"] == len(held)
    assert [row["text"] for row in answer["results"]] == [t[0] for t in held.values()][7:37]
    newest = engine.ask("", among="practices", sort="newest")
    dates = [row["date"] for row in newest["results"]]
    assert dates == sorted(dates, reverse=True)


def test_a_row_says_what_it_is_and_where(
    tmp_path: Path, vocabularies: Vocabularies, tab: Page
) -> None:
    body = "## 一、守渠\n\n**（一）渠长巡渠。**每天。\n\n## 二、管账\n\n**（一）请渠长看账。**\n"
    cards = [
        card(1, body, level="县区级", organization="xx县水务局", themes=("water-conservancy",)),
        card(2, "**一是渠长带头。**\n\n**二是公开。**"),
        card(3, "没有做法，只有渠长。"),
    ]
    site(tmp_path, vocabularies, cards)
    engine = Engine(tab, tmp_path)
    answer = engine.ask("渠长", among="practices")
    assert [row["text"] for row in answer["results"]] == ["渠长带头", "守渠", "管账"]
    whole = answer["results"][1]
    assert (whole["url"], whole["anchor"], whole["marks"]) == ("collections/c/001/", "s_1", [])
    assert whole["parts"] == [{"text": "渠长巡渠", "marks": [[0, 2]]}]
    assert (whole["title"], whole["level"]) == ("第1篇的标题", "县区级")
    assert (whole["organization"], whole["themes"]) == ("xx县水务局", ["水利"])
    assert answer["results"][0]["anchor"] == ""
    # all words in one practice: not in two of the article, not in its title
    assert engine.ask("守渠 看账", among="practices")["total"] == 0
    assert engine.ask("管账 看账", among="practices")["total"] == 1
    assert engine.ask("渠长 -带头", among="practices")["total"] == 2
    assert engine.ask("第1篇", among="practices")["total"] == 0


def test_near_words_lead_to_practices(
    tmp_path: Path, vocabularies: Vocabularies, tab: Page
) -> None:
    cards = [card(number, "## 一、优化营商环境\n\n政务服务。") for number in range(3)]
    cards.append(
        ArticleCard("c", "099", 99, "营商环境和政务服务", themes=("business-environment",))
    )
    site(tmp_path, vocabularies, cards)
    engine = Engine(tab, tmp_path)
    assert engine.ask("营商环璄", among="practices")["missing"] == [
        {"word": "营商环璄", "near": ["营商环境", "营商"]}
    ]
    # 政务服务 stands in the texts, but in no practice
    assert engine.ask("政务服物", among="practices")["missing"] == [
        {"word": "政务服物", "near": []}
    ]


def test_a_library_without_practices(tmp_path: Path, vocabularies: Vocabularies, tab: Page) -> None:
    site(tmp_path, vocabularies, [card(1, "一段。")])
    answer = Engine(tab, tmp_path).ask("一段", among="practices")
    assert (answer["total"], answer["results"]) == (0, [])


def test_a_damaged_piece_is_told(tmp_path: Path, vocabularies: Vocabularies, tab: Page) -> None:
    site(tmp_path, vocabularies, [card(n, "## 一、守渠\n\n文。") for n in range(1, 9)])
    next(tmp_path.glob("search/*/q0/1.js")).write_text("broken(", encoding="utf-8")
    answer = Engine(tab, tmp_path).ask("渠", among="practices")
    assert answer["total"] == 8
    assert len(answer["results"]) == 4
    assert len(answer["warnings"]) == 1
    assert "q0/1.js" in answer["warnings"][0]
