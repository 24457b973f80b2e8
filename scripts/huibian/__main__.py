"""The ``huibian`` command, and ``python -m huibian``."""

from __future__ import annotations

import atexit
import os
import sys
import threading
from typing import NoReturn

from huibian.cli import main


def run() -> NoReturn:
    """Run the command and leave at once: to clear away a library object by object takes a while.

    What was registered for the end is done, and all output is written, before that.
    """
    try:
        main()
    except SystemExit as end:
        if threading.active_count() > 1 or not isinstance(end.code, int):
            raise
        atexit._run_exitfuncs()
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except (OSError, ValueError, AttributeError):  # nobody reads it, or there is none
            raise end from None
        os._exit(end.code)
    raise AssertionError("click always exits")


if __name__ == "__main__":
    run()
