"""The measuring of builds, without builds: what is run, and where it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import build, peers
from bench.build_report import OWN_STEPS, PEER_STEPS, replaced
from bench.sites import Site


def test_the_guide_has_the_marks() -> None:
    assert replaced(build.PAGE.read_text(encoding="utf-8"), "新")


def test_no_step_is_made_of_a_missing_peer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "version", lambda name: "")
    assert list(build.peer_steps(tmp_path, tmp_path, 1, ("hugo", "zensical"))) == []
    (one,) = build.peer_steps(tmp_path, tmp_path, 1, ("hugo", "zensical", "material"))
    assert (one.key, one.peer) == ("material", True)


def test_every_step_has_a_name_in_the_report(tmp_path: Path) -> None:
    site = Site(tmp_path / "own", 3)
    own = [step.key for step in build.own_steps(site, more=True)]
    split = [step.key for step in build.split_steps(tmp_path / "split", 2)]
    assert {*own, *split} == set(OWN_STEPS)
    assert {step.key for step in build.own_steps(site, more=False)} < set(own)
    assert "material" in PEER_STEPS


def test_a_changed_article_must_be_on_its_page(tmp_path: Path) -> None:
    site = Site(tmp_path / "own", 3)
    steps = {step.key: step for step in build.own_steps(site, more=False)}
    for key in ("change", "add"):
        steps[key].prepare()
        page = site.changed if key == "change" else site.added[-1]
        built = site.output / site.address(page) / "index.html"
        assert not steps[key].holds()
        built.parent.mkdir(parents=True)
        built.write_text(page.read_text(encoding="utf-8"), encoding="utf-8")
        assert steps[key].holds()
