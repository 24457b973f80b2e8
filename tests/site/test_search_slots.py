"""Places of articles: their own, whatever comes and goes after them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huibian.site.catalog import ArticleCard, Catalog, CollectionCard, make_catalog
from huibian.site.search import slots
from huibian.vocabulary.bundle import Vocabularies


def collection(slug: str, added: str, *numbers: int) -> CollectionCard:
    cards = tuple(
        ArticleCard(slug, f"{at:03}", number, "") for at, number in enumerate(sorted(numbers))
    )
    return CollectionCard(slug, slug, cards, added=added)


def catalog(vocabularies: Vocabularies, *cards: CollectionCard) -> Catalog:
    return make_catalog(cards, vocabularies.regions, vocabularies.themes)


def places(held: Catalog) -> dict[str, int]:
    made = slots.assign(held, held.by_src)
    assert made.articles == held.articles
    return dict(zip((article.src for article in made.articles), made.places, strict=True))


@given(
    held=st.dictionaries(
        st.text("abcd", min_size=1, max_size=3),
        st.tuples(st.sampled_from(["2025", "2026"]), st.lists(st.integers(1, 400), max_size=40)),
        max_size=6,
    )
)
def test_no_two_articles_share_a_place(
    vocabularies: Vocabularies, held: dict[str, tuple[str, list[int]]]
) -> None:
    cards = [collection(slug, added, *numbers) for slug, (added, numbers) in held.items()]
    made = slots.assign(every := catalog(vocabularies, *cards), every.by_src)
    assert len(set(made.places)) == len(made.places)
    assert all(0 <= place < made.size for place in made.places)
    for card in cards:
        own = [places(every)[article.src] for article in card.articles]
        assert all(one < other for one, other in pairwise(own))
        assert not own or made.first[card.slug] <= own[0]


def test_a_new_article_and_a_new_collection_move_no_other(vocabularies: Vocabularies) -> None:
    old = places(
        catalog(vocabularies, collection("a", "2025", 1, 2, 5), collection("b", "2026", 1))
    )
    new = places(
        catalog(
            vocabularies,
            collection("a", "2025", 1, 2, 5, 15),
            collection("b", "2026", 1),
            collection("c", "2026", 1),
        )
    )
    assert {src: new[src] for src in old} == old


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [((1, 3, 4), [0, 2, 3]), ((2, 2, 3), [1, 2, 3]), ((1, 2, 202603), [0, 1, 2])],
)
def test_an_article_stands_at_its_number_where_that_can_be(
    vocabularies: Vocabularies, numbers: tuple[int, ...], expected: list[int]
) -> None:
    assert list(places(catalog(vocabularies, collection("a", "", *numbers))).values()) == expected


def test_what_is_not_published_keeps_its_place_free(vocabularies: Vocabularies) -> None:
    held = catalog(vocabularies, collection("a", "", 1, 2, 3))
    made = slots.assign(held, {"collections/a/000.md", "collections/a/002.md"})
    assert made.places == (0, 2)
