"""A lock that one process has at a time, and who it is."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from huibian.system import try_lock, unlock


class Taken(Exception):
    """Another process has the lock; ``who`` says in Chinese which."""

    def __init__(self, who: str) -> None:
        super().__init__(who)
        self.who = who


@contextmanager
def held(file: Path, now: datetime) -> Iterator[None]:
    """Hold the lock of a file, which stays; beside it stands who has it, since ``now``.

    Raises ``Taken``, or OSError where no lock can be had. The system lets go of a lock when its
    process ends, however it ends; what is said beside it counts only while the lock is taken.
    """
    said = file.with_suffix(".who")
    with file.open("a+b") as handle:
        if not try_lock(handle.fileno()):
            raise Taken(_who(said))
        try:
            told = {
                "pid": os.getpid(),
                "host": socket.gethostname(),
                "since": f"{now:%Y-%m-%d %H:%M:%S}",
            }
            said.write_text(json.dumps(told), encoding="utf-8")
            yield
        finally:
            unlock(handle.fileno())
            said.unlink(missing_ok=True)


def _who(path: Path) -> str:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return f"进程 {told['pid']}（机器 {told['host']}），从 {told['since']} 开始"
    except (OSError, ValueError, KeyError, TypeError):
        return "另一个进程"
