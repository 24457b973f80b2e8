"""Runs whole commands and says what they cost: time, work of the processor, memory, output.

As a script it is the lean process that starts and waits for one command: the kernel counts the
memory of the process that starts another among that of the other, and a benchmark is large.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

_TOLD = 2000  # characters of what a command says before it fails


class Ran(NamedTuple):
    """What a command cost.

    ``seconds`` on the clock; ``peak`` is the most memory (MB, 10^6 bytes) that the largest process
    among it and those that it started and waited for ever held; ``work`` is seconds of the
    processor, of all these processes together.
    """

    seconds: float
    peak: float
    work: float


class Tally(NamedTuple):
    """What a command wrote: files, bytes, and bytes of those that are HTML."""

    files: int
    size: int
    html: int


class Slow(Exception):
    """A command took longer than it may, and was stopped."""


def run(
    command: Sequence[str],
    cwd: Path,
    *,
    limit: float | None = None,
    accepted: Collection[int] = (0,),
) -> Ran:
    """Run a command in a folder; ``limit`` is in seconds, ``accepted`` are its good exit codes.

    Raise RuntimeError with the end of what it said when it fails, ``Slow`` past the limit.
    """
    if hasattr(os, "sync"):  # what was written before is not put on the disk in this one's time
        os.sync()
    with subprocess.Popen(
        [sys.executable, __file__, *command],
        cwd=cwd,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        start_new_session=True,
    ) as process:
        try:
            told, _ = process.communicate(timeout=limit)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            if isinstance(error, subprocess.TimeoutExpired):
                raise Slow(f"{limit:.0f} s") from error
            raise
    *cost, code, said = json.loads(told)
    if code not in accepted:
        raise RuntimeError(f"{' '.join(command)}: exit code {code}\n{said}")
    return Ran(*cost)


def tally(folder: Path) -> Tally:
    """Count what is in a folder."""
    files = size = html = 0
    for name, _, names in os.walk(folder):
        for one in names:
            bytes_ = os.stat(os.path.join(name, one)).st_size  # noqa: PTH116, PTH118 - quicker
            files, size = files + 1, size + bytes_
            html += bytes_ if one.endswith(".html") else 0
    return Tally(files, size, html)


def _waited(command: Sequence[str]) -> tuple[float, float, float, int, str]:
    """Run a command from this process; return the parts of ``Ran``, exit code, end of errors."""
    with tempfile.TemporaryFile("w+", errors="replace") as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        said = errors.read()[-_TOLD:]
    unit = 1 if sys.platform == "darwin" else 1024
    peak = usage.ru_maxrss * unit / 1e6
    return seconds, peak, usage.ru_utime + usage.ru_stime, process.returncode, said


if __name__ == "__main__":
    print(json.dumps(_waited(sys.argv[1:])))
