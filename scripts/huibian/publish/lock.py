"""The lock of a folder that is published to: one publish at a time, and who it is."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from huibian.diagnostics import diagnostic, fail, os_reason
from huibian.publish.gate import Refused
from huibian.system import try_lock, unlock

NAME = ".publish.lock"
WHO = ".publish.who"


@contextmanager
def held(folder: Path, now: datetime) -> Iterator[None]:
    """Hold the folder's lock; HB808 with who has it when another process does.

    The system lets go of a lock when its process ends, however it ends; what the file beside it
    says counts only while the lock is taken.
    """
    try:
        handle = (folder / NAME).open("a+b")
    except OSError as error:
        raise fail("HB815", path=str(folder), reason=os_reason(error)) from error
    with handle:
        if not try_lock(handle.fileno()):
            raise Refused([diagnostic("HB808", path=str(folder), who=_who(folder / WHO))])
        try:
            told = {
                "pid": os.getpid(),
                "host": socket.gethostname(),
                "since": f"{now:%Y-%m-%d %H:%M:%S}",
            }
            (folder / WHO).write_text(json.dumps(told), encoding="utf-8")
            yield
        except OSError as error:
            raise fail(
                "HB815", path=str(error.filename or folder), reason=os_reason(error)
            ) from error
        finally:
            unlock(handle.fileno())
            (folder / WHO).unlink(missing_ok=True)


def _who(path: Path) -> str:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return f"进程 {told['pid']}（机器 {told['host']}），从 {told['since']} 开始"
    except (OSError, ValueError, KeyError, TypeError):
        return "另一个进程"
