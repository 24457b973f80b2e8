"""Synthetic sites are settled as the project's own, and changes of them are taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bench.sites import OWN, Site, settings
from huibian import frontmatter


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("bench") / "own", 120)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_changes_are_taken_back(site: Site) -> None:
    before = contents(site.docs)
    site.output.mkdir()
    site.cache.mkdir()
    changed = site.change("新的一句。")
    added = [site.add("又一句。"), site.add("再一句。")]
    after = contents(site.docs)
    assert {path for path in after if after[path] != before.get(path)} == {
        path.as_posix() for path in (changed, *added)
    }
    assert changed.read_text(encoding="utf-8").endswith("\n\n新的一句。\n")
    assert [site.address(path) for path in added] == [
        "collections/c001/101/",
        "collections/c001/102/",
    ]
    titles = [frontmatter.parse(path.read_text(encoding="utf-8")).meta["title"] for path in added]
    assert len(set(titles)) == 2
    site.fresh()
    assert contents(site.docs) == before
    assert not site.output.exists()
    assert not site.cache.exists()


def test_a_built_page_is_looked_at(site: Site) -> None:
    page = site.output / site.address(site.changed) / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>甲</p>", encoding="utf-8")
    assert site.shows(site.changed, "甲")
    assert not site.shows(site.changed, "乙")
    assert not site.shows(site.docs / "none.md", "甲")


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml without the Python objects in it."""


_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, tag, node: None)


@pytest.mark.parametrize("nav", [True, False], ids=["nav", "without"])
def test_settings_are_the_projects_with_other_plugins(nav: bool) -> None:
    made = yaml.load(settings(OWN, nav=nav), _Loader)
    assert made["plugins"] == ["huibian"]
    assert made["theme"]["name"] == "material"
    assert made["validation"]["nav"]["omitted_files"] == "ignore"
    names = [name for entry in made.get("nav", ()) for name in entry]
    assert names[:2] == (["首页", "浏览"] if nav else [])
    assert "操作指南" not in names
