"""Peers get the same articles in their own words, and are named when they are missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import peers
from huibian import frontmatter


def test_hugo_gets_days_and_a_term_for_each_place() -> None:
    meta: dict[str, object] = {
        "title": "题",
        "number": 3,
        "kind": "访谈",
        "level": "市级",
        "date": "2019-03",
    }
    page = frontmatter.parse(peers.hugo_page({**meta, "region": "陕西省/汉中市"}, "文"))
    assert page.meta["regions"] == ["陕西省", "汉中市"]
    assert page.meta["date"] == "2019-03-01"
    assert (page.meta["genre"], page.meta["weight"], page.meta["levels"]) == ("访谈", 3, ["市级"])
    assert not {"kind", "number", "region"} & set(page.meta)
    assert page.body.strip() == "文"
    assert "regions" not in frontmatter.parse(peers.hugo_page(meta, "文")).meta


def test_versions_of_hugo_are_read() -> None:
    said = "hugo v0.111.3+extended linux/amd64 BuildDate=2023-03-16T08:41:31Z VendorInfo=debian"
    assert peers.hugo_version(said) == "0.111.3"
    assert peers.hugo_version("") == ""


def test_a_peer_that_is_not_there_has_no_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peers, "CACHE", tmp_path)
    monkeypatch.setattr(peers.shutil, "which", lambda name, path=None: None)
    assert peers.version("hugo") == peers.version("zensical") == ""
    folder = tmp_path / "lib" / "python3.11" / "site-packages" / "zensical-0.0.73.dist-info"
    folder.mkdir(parents=True)
    assert peers.version("zensical") == "0.0.73"


def test_sites_of_peers_are_cleaned(tmp_path: Path) -> None:
    (tmp_path / "public" / "a").mkdir(parents=True)
    (tmp_path / ".hugo_build.lock").touch()
    (tmp_path / "hugo.toml").touch()
    peers.clean(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".aside", "hugo.toml"]
