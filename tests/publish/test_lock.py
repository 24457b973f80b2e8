"""Two publishes do not meet, and the second one learns who is there."""

from __future__ import annotations

import os
import signal
from datetime import datetime
from pathlib import Path

import pytest
from press import NOW, Press

from huibian.publish import lock
from huibian.publish.gate import Refused

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def holder(folder: Path, now: datetime, *, fork: bool = False) -> list[int]:
    """Let a child hold the lock, with ``fork`` beside a child of its own; return their numbers."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        try:
            with lock.held(folder, now):
                other = os.fork() if fork else 0
                if fork and other == 0:
                    signal.pause()
                os.write(write, str(other).encode())
                signal.pause()
        finally:
            os._exit(0)
    other = int(os.read(read, 20))
    os.close(read)
    os.close(write)
    return [child, other] if other else [child]


def test_the_second_is_told_who_holds_it(press: Press) -> None:
    press.publish()
    (child,) = holder(press.to, NOW)
    try:
        with pytest.raises(Refused) as caught:
            press.change("乙")
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    found = caught.value.findings[0]
    assert found.code == "HB808"
    assert f"进程 {child}" in found.message
    assert "2026-01-02 03:04:05" in found.message
    assert press.change("乙").changed  # the killed one left its file, not its lock


def test_children_of_a_killed_publish_hold_nothing(press: Press) -> None:
    press.publish()
    child, other = holder(press.to, NOW, fork=True)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    try:
        os.kill(other, 0)  # it lives on
        assert press.change("乙").changed
    finally:
        os.kill(other, signal.SIGKILL)


def test_unreadable_note_about_the_holder(press: Press) -> None:
    press.publish()
    (child,) = holder(press.to, NOW)
    (press.to / lock.NAME).with_suffix(".who").write_text("?", encoding="utf-8")
    try:
        with pytest.raises(Refused, match="另一个进程"):
            press.publish()
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
