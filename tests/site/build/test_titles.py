"""Titles of a library are broken and cut once, and kept with the cache."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from huibian.site import titlelines
from huibian.site.build.cachefolder import CacheFolder
from huibian.site.build.titles import Titles
from huibian.site.catalog import Catalog
from huibian.site.pages.values import TITLE_CHARACTERS
from huibian.site.search import words

SHORT = "群众身边的小事"
LONG = "坚持人民至上推动基层治理体系和治理能力现代化的实践与思考以及今后的打算"


def catalog(*titles: str) -> Catalog:
    cards = [SimpleNamespace(title=title) for title in titles]
    return cast(Catalog, SimpleNamespace(articles=cards, collections=[]))


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(titlelines, "known", {})
    monkeypatch.setattr(words, "known", {})


@pytest.fixture
def cache(tmp_path: Path) -> CacheFolder:
    return CacheFolder(tmp_path, "1")


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []
    real = titlelines._cut

    def counted(title: str) -> list[str]:
        seen.append(title)
        return real(title)

    monkeypatch.setattr(titlelines, "_cut", counted)
    return seen


def test_all_titles_are_known_after_the_beginning(cache: CacheFolder, cut: list[str]) -> None:
    titles = Titles(catalog(SHORT, LONG), cache)
    titles.begin(worth=True)()
    assert words.known.keys() == {SHORT, LONG}
    assert "群众" in words.known[SHORT]
    cut.clear()  # whether it was done in another process or here
    assert len(titlelines.lines(LONG, TITLE_CHARACTERS)) == 2
    assert cut == []
    assert titles.news() == {}  # other processes need not tell what all know


def test_a_later_build_begins_with_what_was_kept(cache: CacheFolder, cut: list[str]) -> None:
    first = Titles(catalog(LONG), cache)
    first.begin(worth=True)()
    first.save()
    titlelines.known.clear()
    words.known.clear()
    cut.clear()
    Titles(catalog(LONG, SHORT), cache).begin(worth=True)()
    titlelines.lines(LONG, TITLE_CHARACTERS)
    assert cut == []
    assert words.known == {}  # the search keeps its own


def test_lines_found_later_are_told_once_and_kept(cache: CacheFolder) -> None:
    titles = Titles(catalog(LONG), cache)
    lines = titlelines.lines(LONG, TITLE_CHARACTERS)
    news = titles.news()
    assert list(news.values()) == [lines]
    assert titles.news() == {}
    other = Titles(catalog(LONG), cache)
    other.take(news)
    assert other.news() == {}
    other.save()
    titlelines.known.clear()
    Titles(catalog(LONG), cache)
    assert dict(titlelines.known) == dict(news)


def test_lines_of_other_titles_are_not_kept(cache: CacheFolder) -> None:
    titlelines.lines(LONG, TITLE_CHARACTERS)
    Titles(catalog(SHORT), cache).save()
    titlelines.known.clear()
    Titles(catalog(SHORT), cache)
    assert titlelines.known == {}
