"""Whole texts through all stages: what stands in goldens/ as data, one layout a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from describe import described
from huibian.vocabulary.bundle import Vocabularies

CASES = sorted(Path(__file__).with_name("goldens").glob("*.yml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_golden(
    path: Path, golden: Callable[[Path, Any], None], vocabularies: Vocabularies
) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    options = case.get("options") or {}
    golden(path, described(case["input"], vocabularies, case.get("show") or [], **options))


def test_a_missing_golden_fails(
    tmp_path: Path, golden: Callable[[Path, Any], None], request: pytest.FixtureRequest
) -> None:
    path = tmp_path / "new.yml"
    path.write_text("input: 甲\n", encoding="utf-8")
    if request.config.getoption("--update-goldens"):
        golden(path, ["乙"])
        assert path.read_text(encoding="utf-8") == "input: 甲\nexpected:\n- 乙\n"
    else:
        with pytest.raises(AssertionError, match="--update-goldens"):
            golden(path, ["乙"])
