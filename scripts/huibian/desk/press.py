"""Publishing from the desk: in a process of its own, which tells how far it is.

Building forks and fills memory, and a fork of a server with threads may hang; so the work is done
by ``press_child``, which speaks JSON, a line each: stages first, at the end what came of it. When
the desk is killed meanwhile, the process goes on to its end: readers see a whole release.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from huibian.desk.jobs import Job
from huibian.diagnostics import Diagnostic, HuibianError, fail

_CHILD = "huibian.desk.press_child"


def run(job: Job, act: str, site: Path, to: str, **wanted: Any) -> dict[str, Any]:
    """Check, publish or take back (``act``); return what the process says of it.

    Raises what stands in the way, as the commands say it; HB815 when the process ended early.
    """
    given = json.dumps({"act": act, "site": str(site), "to": to, **wanted})
    with subprocess.Popen(
        [sys.executable, "-m", _CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(given.encode())
        process.stdin.close()
        told: dict[str, Any] = {}
        for line in process.stdout:
            try:
                told = json.loads(line)
            except ValueError:
                continue
            if "stage" in told:
                job.progress(str(told["stage"]), 0, 0)
    if "findings" in told:
        raise HuibianError([Diagnostic(**one) for one in told["findings"]])
    if "done" not in told:
        raise fail("HB815", path=to, reason="做这件事的程序中途停了")
    done: dict[str, Any] = told["done"]
    return done
