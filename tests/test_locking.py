"""One process at a time has a lock, and the others learn which."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from huibian import locking

NOW = datetime(2026, 1, 2, 3, 4, 5)


def test_who_has_it_is_told_while_it_is_held(tmp_path: Path) -> None:
    file = tmp_path / ".site.lock"
    with locking.held(file, NOW):
        said = pytest.raises(locking.Taken, match="从 2026-01-02 03:04:05 开始")
        with said, locking.held(file, NOW):
            pass
        (tmp_path / ".site.who").write_text("?", encoding="utf-8")
        with pytest.raises(locking.Taken, match="另一个进程"), locking.held(file, NOW):
            pass
    assert [path.name for path in tmp_path.iterdir()] == [".site.lock"]
    with locking.held(file, NOW):
        pass


def test_a_fault_in_between_lets_go(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), locking.held(tmp_path / ".a.lock", NOW):
            _ = 1 / 0


def test_where_no_file_can_be_made(tmp_path: Path) -> None:
    (tmp_path / ".a.lock").mkdir()
    with pytest.raises(OSError, match="lock"), locking.held(tmp_path / ".a.lock", NOW):
        pass
