"""Libraries to search in, the shipped engine to search with, and plain search to compare with."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from sitetree import ROOT

from huibian.site.catalog import ArticleCard, Catalog, CollectionCard, make_catalog
from huibian.site.search import folding, library
from huibian.site.search.text import Block
from huibian.vocabulary.bundle import Vocabularies

ASSETS = ROOT / "overrides" / "assets" / "huibian"
ENGINE, PRACTICES = ASSETS / "search.js", ASSETS / "practice-search.js"

Texts = Mapping[str, Sequence[Block]]


def catalog_of(articles: Iterable[ArticleCard], vocabularies: Vocabularies) -> Catalog:
    """Return a catalog of the articles, a collection for each of their slugs."""
    by_slug: dict[str, list[ArticleCard]] = {}
    for card in articles:
        by_slug.setdefault(card.slug, []).append(card)
    cards = [CollectionCard(slug, f"汇编{slug}", tuple(held)) for slug, held in by_slug.items()]
    return make_catalog(cards, vocabularies.regions, vocabularies.themes)


def write_site(site: Path, catalog: Catalog, texts: Texts) -> Path:
    """Write the search of a site that has nothing else."""
    library.write(site, catalog, texts, lambda src: f"{src.removesuffix('.md')}/")
    return site


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text: a line each, headings begin with ``# ``."""
    lines = [line for line in text.splitlines() if folding.tidy(line)]
    return tuple(
        Block(folding.tidy(line.removeprefix("# ")), line.startswith("# "), f"s_{number}")
        if line.startswith("# ")
        else Block(folding.tidy(line))
        for number, line in enumerate(lines, 1)
    )


class Engine:
    """The shipped search.js on a site, in Chromium, opened from the folder."""

    def __init__(self, tab: Page, site: Path) -> None:
        self.tab = tab
        page = site / "engine.html"
        page.write_text(
            '<!doctype html><meta charset="utf-8">'
            + "".join(f'<script src="{path.as_uri()}"></script>' for path in (ENGINE, PRACTICES)),
            encoding="utf-8",
        )
        tab.goto(page.as_uri())
        tab.evaluate("huibian.search.ready('.')")

    def ask(self, query: str, **options: Any) -> dict[str, Any]:
        """Return the answer to a query; an error as ``{"error": name, "message": …}``."""
        return self.ask_all([query], **options)[0]

    def ask_all(self, queries: Sequence[str], **options: Any) -> list[dict[str, Any]]:
        """Return the answers to many queries; all results unless ``limit`` says otherwise."""
        if options.get("limit", math.inf) == math.inf:
            options["limit"] = -1
        answers: list[dict[str, Any]] = self.tab.evaluate(
            """async ([queries, options]) => {
              if (options.limit < 0) options.limit = Infinity;
              const answers = [];
              for (const query of queries) {
                try { answers.push(await huibian.search(query, options)); }
                catch (error) { answers.push({error: error.name, message: error.message}); }
              }
              return answers;
            }""",
            [list(queries), options],
        )
        return answers

    def call(self, script: str, *values: Any) -> Any:
        """Return what a function of JavaScript gives for the values."""
        return self.tab.evaluate(f"(values) => ({script})(...values)", list(values))


def urls(answer: Mapping[str, Any]) -> set[str]:
    """Return the addresses of an answer, whose total must be theirs."""
    assert "error" not in answer, answer
    assert answer["warnings"] == []
    found = [result["url"] for result in answer["results"]]
    assert len(set(found)) == len(found) == answer["total"]
    return set(found)


def plain(lines: Mapping[str, Sequence[str]], words: Sequence[str]) -> set[str]:
    """Return the keys whose lines hold every word, by plain search of folded text."""
    folded = [folding.fold_query(word) for word in words]
    return {
        key
        for key, held in lines.items()
        if all(any(word in folding.fold(line) for line in held) for word in folded)
    }
