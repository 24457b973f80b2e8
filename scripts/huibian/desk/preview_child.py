"""The preview's process: ``huibian serve``, which ends when the desk does, however that ends.

Run as ``python -m huibian.desk.preview_child ARGUMENTS``. The desk holds the other end of the
standard input: when it is gone, be it killed, the system closes it.
"""

from __future__ import annotations

import os
import runpy
import sys
import threading


def _end_with_the_desk() -> None:
    while sys.stdin.buffer.read(1):
        pass
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=_end_with_the_desk, name="desk-gone", daemon=True).start()
    runpy.run_module("huibian", run_name="__main__")  # the command itself: it stands above us
