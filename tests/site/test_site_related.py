"""Related articles: who is found, why, and that the work does not grow with the square."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import plain_related
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huibian.site import likeness, related
from huibian.site.catalog import ArticleCard, Catalog, CollectionCard, make_catalog
from huibian.vocabulary.fields import load_fields
from huibian.vocabulary.regions import RegionTable, load_regions
from huibian.vocabulary.themes import load_themes


@cache
def regions() -> RegionTable:
    return load_regions()


def library(*cards: ArticleCard, hidden: frozenset[str] = frozenset()) -> Catalog:
    book = CollectionCard("c", "汇编", articles=cards)
    fields = replace(load_fields(), hidden=hidden)
    return make_catalog([book], regions(), load_themes(), fields=fields)


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
    compare = related._Facts.compare

    def counting(self: related._Facts, articles: likeness.Array, *args: likeness.Array) -> Any:
        nonlocal calls
        calls += len(articles)
        return compare(self, articles, *args)

    monkeypatch.setattr(related._Facts, "compare", counting)
    per_article = []
    for count in (100, 400):
        calls = 0
        cards = [
            card(n, f"第{n}号窗口的办件规矩", themes=("government-services",), level="市级")
            for n in range(count)
        ]
        related.find_related(library(*cards))
        per_article.append(calls / count)
    assert 0 < per_article[1] <= per_article[0] * 1.2


PHRASES = ["河长巡河", "一网通办", "网格", "App", "k线", "\u212a线", "巡河日志", "İA", "𠮷日", "，"]
THEMES = ["elderly-care", "water-conservancy", "government-services", "no-such-theme"]
PLACES = [(), ("530000",), ("530000", "530100"), ("610000", "610700"), ("999999",)]


@st.composite
def cards(draw: st.DrawFn) -> list[ArticleCard]:
    words = st.lists(st.sampled_from(PHRASES), max_size=6).map("".join)
    return [
        card(
            number,
            draw(words),
            subtitle=draw(words),
            summary=draw(words),
            headings=tuple(draw(st.lists(words, max_size=3))),
            themes=tuple(draw(st.lists(st.sampled_from(THEMES), max_size=4))),
            shared=tuple(draw(st.lists(st.sampled_from(THEMES), max_size=1))),
            region=draw(st.sampled_from(PLACES)),
            level=draw(st.sampled_from(["", "市级", "县区级"])),
        )
        for number in range(draw(st.integers(0, 40)))
    ]


@settings(max_examples=150, deadline=None)
@given(
    cards=cards(),
    hidden=st.frozensets(st.sampled_from(["themes", "region", "level"])),
    block=st.sampled_from([1, 50, 400_000]),
)
def test_columns_find_what_comparing_pair_by_pair_finds(
    cards: list[ArticleCard], hidden: frozenset[str], block: int
) -> None:
    catalog = library(*cards, hidden=hidden)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(likeness, "_BLOCK", block)
        found = related.find_related(catalog)
    assert found == plain_related.find_related(catalog)
    # one by one, with what has been counted for another library
    some = related.Finder(library(*cards[1:])).counted
    one_by_one = related.Asked(catalog, related.Finder(catalog, counted=some))
    assert one_by_one == found
    assert [*map(one_by_one.stamp, found)] == [*map(found.stamp, found)]


def test_a_library_as_large_as_bigrams_are_common() -> None:
    """Windows, the limit of alike ones and bigrams that too many have all come into play."""
    rng = np.random.default_rng(7)
    letters = "河长巡湖林田水路网格员日志站点台账"
    cards = [
        card(
            n,
            "".join(rng.choice(list(letters), 8)),
            summary="".join(rng.choice(list(letters), 40)),
            themes=tuple(rng.choice(THEMES, rng.integers(0, 3), replace=False).tolist()),
            region=PLACES[rng.integers(0, 5)],
            level=["", "市级", "县区级"][rng.integers(0, 3)],
        )
        for n in range(400)
    ]
    catalog = library(*cards)
    assert related.find_related(catalog) == plain_related.find_related(catalog)
