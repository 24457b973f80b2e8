"""The benchmark of publishing measures what it says."""

from __future__ import annotations

from pathlib import Path

from bench import publish
from bench.commands import Ran
from huibian.check import check_site


def test_limits_are_judged_by_medians() -> None:
    def runs(*seconds: float) -> list[Ran]:
        return [Ran(one, 10, one) for one in seconds]

    found = {
        "build": runs(10, 11, 90),
        "publish": runs(16, 17, 10),
        "again": runs(3),
        "verify": runs(2, 9, 2),
        "size": runs(500),
    }
    text = publish.report(7, found, "how")
    assert "| publishing over building | ≤ 1.5 | 1.45 | met |" in text
    assert "| verifying, MB/s | ≥ 200 | 250 | met |" in text
    found["build"] = runs(10)
    assert "1.60 | not met" in publish.report(7, found, "how")


def test_library_may_be_published(tmp_path: Path) -> None:
    site = publish.library(tmp_path / "site", 120)
    assert not [one for one in check_site(site.folder).findings if one.severity == "error"]
