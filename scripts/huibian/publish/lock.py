"""The lock of a folder that is published to: one publish at a time, and who it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from huibian import locking
from huibian.diagnostics import diagnostic, fail, os_reason
from huibian.publish.gate import Refused

NAME = ".publish.lock"


@contextmanager
def held(folder: Path, now: datetime) -> Iterator[None]:
    """Hold the folder's lock; HB808 with who has it when another process does.

    HB815 stands for whatever cannot be read or written meanwhile.
    """
    try:
        with locking.held(folder / NAME, now):
            yield
    except locking.Taken as taken:
        raise Refused([diagnostic("HB808", path=str(folder), who=taken.who)]) from taken
    except OSError as error:
        raise fail("HB815", path=str(error.filename or folder), reason=os_reason(error)) from error
