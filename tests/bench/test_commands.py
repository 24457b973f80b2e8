"""What a command costs and writes is counted, and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.commands import Slow, Tally, run, tally

PYTHON = sys.executable
LARGE_CHILD = (
    "import subprocess, sys;"
    "subprocess.run([sys.executable, '-c', 'x = bytearray(10**8); y = sum(range(10**6))'])"
)


def test_a_command_costs_what_its_children_cost(tmp_path: Path) -> None:
    held = bytearray(3 * 10**8)  # ours is not counted
    ran = run([PYTHON, "-c", LARGE_CHILD], tmp_path)
    assert len(held) / 1e6 > ran.peak > 100
    assert ran.seconds > 0
    assert ran.work > 0


def test_a_command_fails_with_what_it_said(tmp_path: Path) -> None:
    command = [PYTHON, "-c", "import sys; sys.exit('no such thing')"]
    with pytest.raises(RuntimeError, match="no such thing"):
        run(command, tmp_path)
    assert run(command, tmp_path, accepted=(0, 1)).seconds > 0


def test_a_command_is_stopped_at_its_limit(tmp_path: Path) -> None:
    with pytest.raises(Slow):
        run([PYTHON, "-c", "import time; time.sleep(60)"], tmp_path, limit=0.3)


def test_output_is_counted_by_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_bytes(b"12345")
    (tmp_path / "b.js").write_bytes(b"123")
    assert tally(tmp_path) == Tally(files=2, size=8, html=5)
    assert tally(tmp_path / "missing") == Tally(0, 0, 0)
