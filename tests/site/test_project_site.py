"""The project's own site, sample and guide included: strict build, links, no other host."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sitetree import Built, Page, broken_links

pytestmark = pytest.mark.slow

#: An address in an attribute or a style sheet that a browser would fetch by itself.
_FETCHED = re.compile(
    r"""(?:<(?:script|link|img|iframe|source|video|audio|object|embed)\b[^>]*?"""
    r"""(?:src|href|data|srcset)\s*=\s*["']?\s*|url\(\s*["']?|@import\s+["'])(?:https?:)?//""",
    re.I,
)


@pytest.fixture(scope="module")
def built(built_site: Path) -> Built:
    pages = {
        path.relative_to(built_site).as_posix(): Page(path.read_text(encoding="utf-8"))
        for path in sorted(built_site.rglob("*.html"))
    }
    return Built(built_site, pages)


def test_every_link_and_anchor_leads_somewhere(built: Built) -> None:
    assert len(built.pages) > 60
    assert list(broken_links(built)) == []


def test_nothing_is_fetched_from_another_host(built: Built) -> None:
    for path in sorted(built.folder.rglob("*")):
        if path.suffix in (".html", ".css", ".xml"):
            found = _FETCHED.search(path.read_text(encoding="utf-8"))
            assert found is None, f"{path.relative_to(built.folder)}: {found and found.group()}"


def test_sources_and_plans_are_not_published(built: Built) -> None:
    names = {path.name for path in built.folder.rglob("*") if path.is_file()}
    assert not names & {"plan.yml", "original.txt"}


def test_the_sample_says_that_it_is_fictional(built: Built) -> None:
    articles = [path for path in built.pages if re.match(r"collections/sample/\d+/", path)]
    assert len(articles) == 24
    for path in articles:
        assert "虚构样例" in built.pages[path].text, path


def test_every_article_is_reached_from_its_collection(built: Built) -> None:
    listed = set(built.pages["collections/sample/index.html"].links)
    assert {f"{number:02d}/" for number in range(1, 25)} <= {
        link.removeprefix("../../collections/sample/").removeprefix("../sample/") for link in listed
    }
