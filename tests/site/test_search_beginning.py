"""What a page of results shows before anything is asked, and what is loaded for what is."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from searching import Engine, blocks_of, catalog_of, write_site

from huibian.site.catalog import ArticleCard
from huibian.site.practices import Practice
from huibian.site.search import columns
from huibian.vocabulary.bundle import Vocabularies

pytestmark = pytest.mark.browser

REGIONS = [(), ("530000",), ("530000", "530100"), ("610000",), ("330000", "330100")]
ORDERS = ["newest", "oldest", "order", "title", "shortest", "longest"]


def cards(count: int) -> list[ArticleCard]:
    """Return articles of several collections that have of every field what there may be."""
    rng = random.Random(4)
    return [
        ArticleCard(
            f"c{number % 3}",
            f"{number:03}",
            number,
            f"第{rng.randint(1, 40)}篇台账",
            region=rng.choice(REGIONS),
            level=rng.choice(["市级", "县区级", ""]),
            kind=rng.choice(["经验做法", "访谈", ""]),
            date=rng.choice(["", "2021", "2021-04", "2023-05", "2024-05-06"]),
            themes=tuple(
                rng.sample(["water-conservancy", "business-environment"], rng.randint(0, 2))
            ),
            organization=f"xx县第{min(rng.randint(1, 30), 12)}局" if number % 5 else "",
            practices=tuple(
                Practice(f"做法{at}", f"s_{at}") for at in range(rng.choice([0, 0, 1, 2]))
            ),
            body="字" * rng.randint(10, 60),
        )
        for number in range(1, count + 1)
    ]


@pytest.fixture(scope="module")
def held() -> list[ArticleCard]:
    return cards(70)


def write(site: Path, held: list[ArticleCard], vocabularies: Vocabularies, **fields: Any) -> Path:
    catalog = catalog_of(held, vocabularies)
    catalog = replace(catalog, fields=replace(catalog.fields, **fields))
    return write_site(site, catalog, {card.src: blocks_of("台账。登记。") for card in held})


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, held: list[ArticleCard], vocabularies: Vocabularies
) -> Path:
    return write(tmp_path_factory.mktemp("beginning"), held, vocabularies)


def without_time(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name not in ("elapsed", "warnings")}


@pytest.mark.parametrize("among", ["", "practices"])
def test_the_beginning_says_what_counting_says(
    tab: Page, tmp_path: Path, held: list[ArticleCard], vocabularies: Vocabularies, among: str
) -> None:
    site = write(tmp_path, held, vocabularies)
    options = {"sort": "newest", "limit": 0 if among else 20, "among": among}
    begun = Engine(tab, site).ask("", **options)
    assert begun["warnings"] == [] and begun["folded"] == []
    for path in site.glob("search/*/begin/*.js"):
        path.unlink()
    counted = Engine(tab, site).ask("", **options)
    assert "begin/" in counted["warnings"][0]
    assert without_time(begun) == without_time(counted)
    assert begun["total"] == (sum(len(card.practices) for card in held) if among else len(held))


@pytest.mark.parametrize("sort", ORDERS)
def test_the_page_begins_in_the_first_order_of_the_table(
    tab: Page, tmp_path: Path, held: list[ArticleCard], vocabularies: Vocabularies, sort: str
) -> None:
    site = write(tmp_path, held, vocabularies, sorts=(("relevance", ""), (sort, "")))
    engine = Engine(tab, site)
    first = engine.ask("", sort=sort, limit=50, snippets=False)["results"]
    whole = engine.ask("", sort=sort, snippets=False)["results"]
    assert len(first) == 50 and len(whole) == 70
    assert first == whole[:50]


def test_nothing_is_loaded_before_it_is_needed(
    tab: Page,
    tmp_path: Path,
    held: list[ArticleCard],
    vocabularies: Vocabularies,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(columns, "TOGETHER", 0)
    engine = Engine(tab, write(tmp_path, held, vocabularies))
    loaded: list[str] = []

    def note(request: Any) -> None:
        if found := re.search(r"/search/\w{12}/([a-z/]+)\.js$", request.url):
            loaded.append(found[1])

    tab.on("request", note)

    def read() -> set[str]:
        new = set(loaded)
        loaded.clear()
        return new

    engine.ask("", sort="newest", limit=20)
    assert read() == {"manifest", "values", "begin/articles"}
    engine.ask("", sort="newest", limit=20, offset=60, facets=["level", "organization"])
    assert read() == {"columns/date"}
    assert engine.ask("台账", facets=["kind"])["total"] == 70
    assert read() == {"columns/length", "columns/kind"}
    engine.ask("", filters={"region": ["云南省"]}, facets=["collection"])
    assert read() == {"columns/region"}
    engine.ask("", sort="title", facets=[])
    assert read() == {"titles"}
    engine.ask("台账", facets=["theme", "organization"])
    assert read() == {"columns/theme", "organization"}
    tab.remove_listener("request", note)


@pytest.mark.parametrize("among", ["", "practices"])
def test_a_query_counts_no_more_than_it_may_load(
    tab: Page,
    tmp_path: Path,
    held: list[ArticleCard],
    vocabularies: Vocabularies,
    monkeypatch: pytest.MonkeyPatch,
    among: str,
) -> None:
    """What is heavy is counted where one asks for it, and as soon as it is there anyway."""
    monkeypatch.setattr(columns, "TOGETHER", 0)
    monkeypatch.setattr(columns, "COUNTED", 0)
    engine = Engine(tab, write(tmp_path, held, vocabularies))
    heavy = ["region", "level", "theme", "kind", "organization"]
    word = "做法" if among else "台账"
    begun = engine.ask("", sparing=True, limit=0, among=among)
    assert begun["folded"] == [] and begun["facets"]["region"]
    answer = engine.ask(word, sparing=True, limit=0, among=among)
    assert answer["folded"] == heavy
    assert answer["total"] and answer["warnings"] == []
    assert answer["facets"]["year"] and answer["facets"]["collection"]
    one = engine.ask(word, facets=["theme"], limit=0, among=among)
    assert one["folded"] == [] and one["facets"]["theme"]
    some = engine.ask(word, sparing=True, limit=0, among=among, filters={"level": ["市级"]})
    assert some["folded"] == ["region", "kind", "organization"]
    assert some["facets"]["level"][0]["value"] == "市级"
    whole = engine.ask(word, limit=0, among=among)
    assert whole["folded"] == []
    assert engine.ask(word, sparing=True, limit=0, among=among)["facets"] == whole["facets"]


def test_results_tell_their_facts_without_columns(
    tab: Page, site: Path, held: list[ArticleCard]
) -> None:
    by_url = {f"{card.src.removesuffix('.md')}/": card for card in held}
    for result in Engine(tab, site).ask("", snippets=False)["results"]:
        card = by_url[result["url"]]
        assert (result["level"], result["kind"], result["date"]) == (
            card.level,
            card.kind,
            card.date,
        )
        assert bool(result["region"]) == bool(card.region)
        assert len(result["themes"]) == len(card.themes)
        assert result["collection"]["slug"] == card.slug
