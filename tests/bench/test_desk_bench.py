"""The benchmark of the desk judges by medians."""

from __future__ import annotations

from bench import desk


def test_limits_are_judged_by_medians() -> None:
    text = desk.report(7, {"proposal": [1.0, 1.5, 9.0], "preview": [2.5, 2.1, 1.0]}, "how")
    assert "| ≤ 2.0 | 1.50 | 9.00 | met |" in text
    assert "| ≤ 2.0 | 2.10 | 2.50 | not met |" in text
