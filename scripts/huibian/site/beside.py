"""Two things at once: the second half of a piece of work in a process of its own.

Where none can be forked safely the work is done here, later, with the same result.
"""

from __future__ import annotations

import os
import tempfile
import threading
import warnings
from collections.abc import Callable
from typing import IO

from huibian.diagnostics import fail
from huibian.system import end_with_parent

#: Writes its result into a file.
Work = Callable[[IO[bytes]], None]


def start(work: Work, *, apart: bool, at_once: bool = False) -> Callable[[], IO[bytes]]:
    """Begin work in another process, if it is to be done apart; return what waits for its result.

    The result is a file at its beginning. ``work`` must not need anything that this process does
    from now on; if its process fails, it is done here, and an error is raised here. What has to be
    done ``at_once`` cannot be made up for later: without another process it is done now, and one
    that fails is HB605.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed by whoever reads the result
    child = _fork() if apart and is_possible() else None
    if child is None and at_once:
        work(file)
        file.seek(0)
        return lambda: file
    if child == 0:
        status = 1
        try:
            end_with_parent()
            work(file)
            file.flush()
            status = 0
        finally:
            os._exit(status)

    def finish() -> IO[bytes]:
        failed = child is not None and os.waitpid(child, 0)[1]
        if failed and at_once:
            file.close()
            raise fail("HB605")
        if failed or child is None:
            file.seek(0)
            file.truncate()
            work(file)
        file.seek(0)
        return file

    return finish


def is_possible() -> bool:
    """Say whether work can be done in another process now."""
    return hasattr(os, "fork") and threading.active_count() == 1 and (os.cpu_count() or 1) > 1


def _fork() -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # numpy's own threads stand still here
        return os.fork()
