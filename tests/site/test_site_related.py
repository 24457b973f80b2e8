"""Related articles: who is found, why, and that the work does not grow with the square."""

from __future__ import annotations

from typing import Any

import pytest

from huibian.site import related
from huibian.site.catalog import ArticleCard, Catalog, CollectionCard, make_catalog
from huibian.vocabulary.regions import load_regions
from huibian.vocabulary.themes import load_themes


def library(*cards: ArticleCard) -> Catalog:
    book = CollectionCard("c", "汇编", articles=cards)
    return make_catalog([book], load_regions(), load_themes())


def card(number: int, title: str, **fields: Any) -> ArticleCard:
    return ArticleCard("c", f"{number:02}", number, title, **fields)


FILLER = [
    card(n, title)
    for n, title in enumerate(
        ["粮仓里的温度计", "山路十八弯上的校车", "一张办税清单", "老街的消防水箱"], 50
    )
]


def test_same_theme_and_level_with_the_reason() -> None:
    common = {"themes": ("elderly-care",), "level": "县区级", "region": ("530000",)}
    catalog = library(
        card(1, "食堂开到家门口", **common), card(2, "夜间巡查不断档", **common), *FILLER
    )
    (found,) = related.find_related(catalog)["collections/c/01.md"]
    assert found.src == "collections/c/02.md"
    assert found.reasons == ("同一主题：养老服务", "同在云南省", "同为县区级")


def test_similar_wording_is_a_reason_of_its_own() -> None:
    catalog = library(
        card(1, "河道巡查日志怎样记", summary="渠长每日填写河道巡查日志。"),
        card(2, "一本河道巡查日志的来历", summary="河道巡查日志由渠长填写。"),
        *FILLER,
    )
    found = related.find_related(catalog)["collections/c/01.md"]
    assert [item.src for item in found] == ["collections/c/02.md"]
    assert found[0].reasons == ("内容相近",)


def test_the_level_alone_is_no_reason() -> None:
    catalog = library(card(1, "甲乙丙", level="市级"), card(2, "丁戊己", level="市级"), *FILLER)
    assert related.find_related(catalog)["collections/c/01.md"] == ()


def test_never_itself_at_most_the_limit_and_deterministic() -> None:
    cards = [card(n, f"第{n}条水渠的管护办法", themes=("water-conservancy",)) for n in range(1, 31)]
    catalog = library(*cards, *FILLER)
    first = related.find_related(catalog)
    assert first == related.find_related(catalog)
    for src, items in first.items():
        assert len(items) <= related.LIMIT and src not in {item.src for item in items}
        assert [item.score for item in items] == sorted((i.score for i in items), reverse=True)


def test_empty_and_single() -> None:
    assert related.find_related(library()) == {}
    assert related.find_related(library(card(1, "独一篇"))) == {"collections/c/01.md": ()}


def test_work_grows_with_the_number_of_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0
    relate = related._relate

    def counting(*args: Any) -> related.Related:
        nonlocal calls
        calls += 1
        return relate(*args)

    monkeypatch.setattr(related, "_relate", counting)
    per_article = []
    for count in (100, 400):
        calls = 0
        cards = [
            card(n, f"第{n}号窗口的办件规矩", themes=("government-services",), level="市级")
            for n in range(count)
        ]
        related.find_related(library(*cards))
        per_article.append(calls / count)
    assert per_article[1] <= per_article[0] * 1.2


def test_bigrams_stop_at_punctuation() -> None:
    assert related.bigrams("一网，通办A1") == {"一网": 1, "通办": 1, "办a": 1, "a1": 1}
