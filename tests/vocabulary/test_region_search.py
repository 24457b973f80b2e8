"""Regions found by what a person types."""

from __future__ import annotations

import pytest

from huibian.vocabulary.bundle import Vocabularies


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("陕西省/汉中市", "陕西省/汉中市"),
        ("陕西 汉中", "陕西省/汉中市"),
        ("汉中", "陕西省/汉中市"),
        ("610700", "陕西省/汉中市"),
        ("辽宁/朝阳", "辽宁省/朝阳市"),
    ],
)
def test_what_is_meant_comes_first(vocabularies: Vocabularies, query: str, first: str) -> None:
    table = vocabularies.regions
    assert table.path_name(table.search(query)[0].code) == first


def test_all_places_of_a_name_are_found(vocabularies: Vocabularies) -> None:
    table = vocabularies.regions
    found = [table.path_name(one.code) for one in table.search("朝阳区")]
    assert {"北京市/朝阳区", "吉林省/长春市/朝阳区"} <= set(found)


def test_a_slip_finds_what_is_near(vocabularies: Vocabularies) -> None:
    table = vocabularies.regions
    assert "陕西省/汉中市" in [table.path_name(one.code) for one in table.search("汉钟市")]


def test_nothing_typed_offers_the_provinces(vocabularies: Vocabularies) -> None:
    assert vocabularies.regions.search("  ") == list(vocabularies.regions.roots())[:20]


@pytest.mark.parametrize("query", ["/", "xyz不是地方xyz", "%", "\x00", "0" * 500])
def test_what_is_no_place_finds_none(vocabularies: Vocabularies, query: str) -> None:
    found = vocabularies.regions.search(query)
    assert found == [] or query == "/"
