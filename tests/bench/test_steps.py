"""Steps are run in rounds, and what fails is told or ends the benchmark."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.commands import Tally
from bench.steps import Step, rounds

PYTHON = sys.executable


def test_steps_are_run_in_rounds(tmp_path: Path) -> None:
    said: list[str] = []
    steps = [
        Step(
            key=key,
            command=(PYTHON, "-c", f"open('{key}', 'w').write('{key}')"),
            folder=tmp_path,
            prepare=lambda key=key: said.append(key),
            output=tmp_path,
        )
        for key in ("one", "two")
    ]
    found = rounds(steps, 2)
    assert said == ["one", "two", "one", "two"]
    assert [len(found[key].runs) for key in ("one", "two")] == [2, 2]
    assert found["one"].output == Tally(1, 3, 0), "counted before the other step wrote"


def test_a_slow_peer_is_run_once_and_a_failing_one_is_told(tmp_path: Path) -> None:
    fails = (PYTHON, "-c", "import sys; sys.exit('first\\nlast | line')")
    sleeps = (PYTHON, "-c", "import time; time.sleep(60)")
    steps = [
        Step(key="slow", command=(PYTHON, "-c", ""), folder=tmp_path, patience=0),
        Step(key="fails", command=fails, folder=tmp_path, peer=True),
        Step(key="missing", command=(PYTHON, "none.py"), folder=tmp_path, peer=True),
        Step(key="sleeps", command=sleeps, folder=tmp_path, peer=True, limit=0.3),
    ]
    found = rounds(steps, 2)
    assert len(found["slow"].runs) == 1
    assert found["fails"].note == "未测：出错，last / line"
    assert found["missing"].note.startswith("未测：出错")
    assert found["sleeps"].note == "未测：超过 0 秒，停下了"
    assert not any(found[key].runs for key in ("fails", "missing", "sleeps"))


def test_what_this_project_fails_at_ends_the_benchmark(tmp_path: Path) -> None:
    fails = Step(key="fails", command=(PYTHON, "-c", "1/0"), folder=tmp_path)
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        rounds([fails], 1)
    wrong = Step(key="wrong", command=(PYTHON, "-c", ""), folder=tmp_path, holds=lambda: False)
    with pytest.raises(RuntimeError, match="wrong"):
        rounds([wrong], 1)
