"""The simulation of large libraries, on a tiny one: that it counts what it says."""

from __future__ import annotations

import pytest

from bench import scale
from huibian.vocabulary.bundle import Vocabularies


def test_cards_are_the_same_each_time_and_spread(vocabularies: Vocabularies) -> None:
    made = [card for one in scale.cards(250, vocabularies) for card in one.articles]
    again = [card for one in scale.cards(250, vocabularies) for card in one.articles]
    assert [card.title for card in made] == [card.title for card in again]
    assert len(made) == 250 and len({card.src for card in made}) == 250
    assert len({card.region for card in made}) > 50
    assert {card.level for card in made} == {*scale.LEVELS}


@pytest.mark.slow
def test_every_kind_of_page_and_the_search_are_measured() -> None:
    found = scale.measure(120)
    assert {*found["pages"]} == {*scale.NAMES}
    assert all(page["largest"] for kind, page in found["pages"].items() if kind != "print")
    assert found["search"]["sizes"]["manifest"] > 1000 and not found["search"]["heavy"]
    shown = scale.table([found], "2026-01-02")
    assert "| 一部汇编 | 2 |" in shown and "| 第一次查询，中位 |" in shown
    assert all(size < scale.BUDGET for _, size, due in scale.budgets(found) if due)


def test_the_list_of_shards_is_as_long_as_texts_make_it() -> None:
    root, branch = scale.listed(10_000)
    assert 100 < root < 2_000 and 500 < branch < 3_000
