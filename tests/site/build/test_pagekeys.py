"""Keys change with what a page shows; what stands for a view changes whenever the view does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huibian.site.build.pagekeys import Keys
from huibian.site.catalog import ArticleCard, Catalog, CollectionCard, make_catalog
from huibian.site.listings import Group
from huibian.site.pages.library import Library
from huibian.site.pages.values import Link
from huibian.vocabulary.regions import load_regions
from huibian.vocabulary.themes import load_themes

CARD = ArticleCard("water", "01", 1, "守好村口这条渠", body="正文。")
BOOK = CollectionCard("water", "水渠经验汇编", (CARD,))


@pytest.mark.parametrize(
    "other",
    [
        replace(CARD, title="守好村口那条渠"),
        replace(CARD, body="正文！"),
        replace(CARD, themes=("work-style",)),
        replace(CARD, stem="02"),
        replace(CARD, digest=b"1"),
    ],
)
def test_a_card_counts_with_all_it_holds(other: ArticleCard) -> None:
    keys = Keys("site")
    assert keys.key(CARD) == keys.key(replace(CARD)) != keys.key(other)
    shown = [keys.key(Group("", "", 1, (card,))) for card in (CARD, other)]
    assert shown[0] != shown[1]


def test_a_collection_counts_with_its_articles_number_only() -> None:
    keys = Keys("site")
    same = replace(BOOK, articles=(replace(CARD, title="别的"),))
    assert keys.key(BOOK) == keys.key(same)
    assert keys.key(BOOK) != keys.key(replace(BOOK, articles=(CARD, CARD)))
    assert keys.key(BOOK) != keys.key(replace(BOOK, note="注"))


def test_keys_are_the_same_in_another_run_and_differ_between_sites() -> None:
    values = {"links": [Link("一", "a/"), Link("一", "a/")], "none": None, "n": (1, 2.5)}
    assert Keys("site").key(values) == Keys("site").key(values)
    assert Keys("site").key(values) != Keys("other").key(values)
    assert Keys("site").key([Link("a")]) != Keys("site").key([["a", "", 0, 0, ""]])


FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "title": st.sampled_from(["守好村口这条渠", "窗口前少站一刻钟"]),
    "level": st.sampled_from(["", "市级", "县区级"]),
    "region": st.sampled_from([(), ("530000",), ("530000", "530100")]),
    "themes": st.sampled_from([(), ("work-style",), ("work-style", "business-environment")]),
    "organization": st.sampled_from(["", "xx县水务局"]),
    "date": st.sampled_from(["", "2023-04"]),
    "summary": st.sampled_from(["", "网格员逐户登记。"]),
    "named": st.booleans(),
    "body": st.sampled_from(
        ["正文。\n", "## 一、登记\n\n正文。\n", "## 一、回访\n\n**一是快。**正文。\n"]
    ),
}
CARDS = st.lists(st.fixed_dictionaries(FIELDS), min_size=1, max_size=5)
THEMES = load_themes()
REGIONS = load_regions()


def library(cards: list[dict[str, Any]], title: str) -> Library:
    articles = tuple(
        ArticleCard("water", f"{number:02}", number, **values)
        for number, values in enumerate(cards, 1)
    )
    book = CollectionCard("water", title, articles)
    catalog: Catalog = make_catalog([book], REGIONS, THEMES)
    return Library(catalog, page_size=2, word=True)


@given(CARDS, st.data())
def test_where_a_basis_is_the_same_the_view_is(cards: list[dict[str, Any]], data: Any) -> None:
    """Change one field of one article: no page whose basis stays may show anything else."""
    at = data.draw(st.integers(0, len(cards) - 1))
    name = data.draw(st.sampled_from(sorted(FIELDS)))
    changed = [dict(card) for card in cards]
    changed[at][name] = data.draw(FIELDS[name])
    title = data.draw(st.sampled_from(["水渠汇编", "大厅汇编"]))
    before, after = library(cards, "水渠汇编"), library(changed, title)
    keys = Keys("site")
    for src in before.specs.keys() & after.specs.keys():
        if keys.key(before.basis(src)) == keys.key(after.basis(src)):
            assert keys.key(before.view(src)) == keys.key(after.view(src)), src
