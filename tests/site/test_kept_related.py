"""Related articles that are kept: found again when anything that they are found by changes."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from test_site_related import card, library

from huibian.site import beside, kept_related, likeness
from huibian.site.build.cachefolder import CacheFolder
from huibian.site.catalog import ArticleCard, Catalog
from huibian.site.kept_related import KeptRelated
from huibian.site.related import Finder, find_related

CARDS = [
    card(1, "把小水库管到底", themes=("water",), region=("330000",), level="县区级"),
    card(2, "再把小水库管到底", themes=("water",), region=("330000",), level="县区级"),
    card(3, "别的事", themes=("water", "health")),
]


def catalog(**changes: Any) -> Catalog:
    return library(replace(CARDS[0], **changes), *CARDS[1:])


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Catalog]:
    """The libraries whose related articles were looked for."""
    asked: list[Catalog] = []

    def find(one: Catalog) -> Any:
        asked.append(one)
        return find_related(one)

    def finder(one: Catalog, **named: Any) -> Any:
        asked.append(one)
        return Finder(one, **named)

    monkeypatch.setattr(kept_related, "find_related", find)
    monkeypatch.setattr(kept_related, "Finder", finder)
    return asked


@pytest.mark.parametrize("saving", [True, False])
def test_they_are_found_once_and_as_they_would_be_found(
    tmp_path: Path, found: list[Catalog], saving: bool
) -> None:
    kept = KeptRelated(CacheFolder(tmp_path, "1"), saving=saving)
    assert find_related(catalog())[CARDS[0].src]
    for _ in range(2):
        assert kept.of(catalog(body="另一句。", review=("region",)))() == find_related(catalog())
    assert len(found) == 1
    later = KeptRelated(CacheFolder(tmp_path, "1"))
    assert later.of(catalog())() == find_related(catalog())
    assert len(found) == (1 if saving else 2)


def test_a_preview_finds_them_in_a_thread_beside_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []

    def finder(one: Catalog, **named: Any) -> Any:
        names.append(threading.current_thread().name)
        return Finder(one, **named)

    monkeypatch.setattr(kept_related, "Finder", finder)
    for possible in (True, False):
        monkeypatch.setattr(beside, "is_possible", lambda: possible)  # noqa: B023
        kept = KeptRelated(CacheFolder(tmp_path, "1"), saving=False)
        for title in ("甲", "乙"):
            now = catalog(title=title)
            assert kept.of(now)() == find_related(now)
    here = threading.current_thread().name
    assert names[:2] == [here, here] and here not in names[2:] and len(names) == 4


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "另一个题目"},
        {"subtitle": "副题"},
        {"summary": "摘要"},
        {"headings": ("一、做法",)},
        {"themes": ("health",)},
        {"shared": ("health",)},
        {"region": ("320000",)},
        {"level": "市级"},
        {"stem": "07"},
    ],
)
def test_they_are_found_again_after_a_change(
    tmp_path: Path, found: list[Catalog], changes: dict[str, Any]
) -> None:
    kept = KeptRelated(CacheFolder(tmp_path, "1"))
    kept.of(catalog())()
    assert kept.of(catalog(**changes))() == find_related(catalog(**changes))
    assert len(found) == 2


def test_so_they_are_when_words_or_what_is_shown_changes(
    tmp_path: Path, found: list[Catalog]
) -> None:
    kept, now = KeptRelated(CacheFolder(tmp_path, "1")), catalog()
    kept.of(now)()
    hidden = replace(now.fields, hidden=frozenset({"level"}))
    assert kept.of(replace(now, fields=hidden))() == find_related(replace(now, fields=hidden))
    assert len(found) == 2


def test_a_cache_of_another_version_or_none_does_no_harm(
    tmp_path: Path, found: list[Catalog]
) -> None:
    KeptRelated(CacheFolder(tmp_path, "1")).of(catalog())()
    (tmp_path / "related.bin").write_text("{}", encoding="ascii")
    for version in ("1", "2"):
        kept = KeptRelated(CacheFolder(tmp_path, version))
        assert kept.of(catalog())() == find_related(catalog())
    assert len(found) == 3


def test_articles_are_told_from_their_cards_by_what_is_compared() -> None:
    """A field that finding looks at and the key does not would keep what is wrong."""
    looked_at = {"src", "slug", "stem", "title", "subtitle", "summary", "headings"}
    looked_at |= {"themes", "shared", "region", "level"}
    others = {name for name in ArticleCard.__slots__ if name not in looked_at}
    plain: dict[str, Any] = {"number": 9, "named": False, "length": 7, "practices": ()}
    changes = {name: plain.get(name, "x") for name in others}
    assert kept_related._key(catalog(**changes)) == kept_related._key(catalog())
    assert find_related(catalog(**changes)) == find_related(catalog())


def test_words_that_were_counted_ahead_are_not_counted_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[int] = []

    def packed(some: Sequence[str], first: int) -> Any:
        texts.append(len(some))
        return likeness_packed(some, first)

    likeness_packed = likeness._packed
    monkeypatch.setattr(likeness, "_packed", packed)
    kept = KeptRelated(CacheFolder(tmp_path, "1"), saving=False)
    before, now = catalog(), catalog(title="乙")
    kept.count_ahead(before)
    monkeypatch.setattr(beside, "is_possible", lambda: False)
    found = kept.of(now)()
    assert found[CARDS[0].src] == find_related(now)[CARDS[0].src]
    assert texts[0] == len(before.articles) and texts[1] == 1  # only what has changed
    kept.count_ahead(now)
    assert len(texts) == 3  # the third is find_related's own
