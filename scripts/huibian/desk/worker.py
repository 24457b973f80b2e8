"""Uploads are read and tried out in a process of their own: it may crash, hang or swell.

The desk then makes the same articles in its own process, because that is known to come to an
end. A spare process that has loaded its rules waits for the next upload, so that no clerk waits for
Python to start.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from huibian.desk import transfer
from huibian.desk.reading_child import SECONDS
from huibian.diagnostics import HuibianError, fail
from huibian.model import SourceDocument

#: Seconds on the clock after which the process is ended.
TIMEOUT = SECONDS * 1.5
_CHILD = "huibian.desk.reading_child"
_LOOK = 0.02  # seconds between two looks at how far it is
_LATER = (
    2.0  # seconds after an upload until the next process gets ready: first its proposal is made
)


@dataclass(frozen=True, slots=True)
class Trial:
    """What the desk is going to do with an upload.

    ``collection`` names the one of which it is a new version, ``""`` for none; ``whole`` takes it
    as one article.
    """

    site: str
    collection: str = ""
    whole: bool = False


class Worker:
    """The processes for the uploads of a site."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._spare: subprocess.Popen[str] | None = None
        self._keeps = False
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Have a process wait for the next upload, and for each after it."""
        with self._lock:
            self._keeps = True
            if self._spare is None or self._spare.poll() is not None:
                self._spare = self._start()

    def read(
        self,
        folder: Path,
        *,
        collection: str = "",
        whole: bool = False,
        timeout: float = TIMEOUT,
        divides: Callable[[], None] = lambda: None,
    ) -> SourceDocument:
        """Read ``original`` in a draft's folder, whose name stands in ``name.json``.

        ``timeout`` is in seconds; ``divides`` is called once it is read, and being divided, as
        ``Trial`` says. Raises the reader's findings, HB109 when reading hit a limit and HB124 when
        dividing did.
        """
        for name in ("reading.json", "tried"):
            (folder / name).unlink(missing_ok=True)
        trial = Trial(str(self._site), collection, whole)
        with self._lock:
            process, self._spare = self._spare, None
        if process is None or process.poll() is not None:
            process = self._start()
        try:
            assert process.stdin is not None
            given = {"folder": str(folder), "trial": asdict(trial)}
            with contextlib.suppress(OSError):  # it is dead already
                process.stdin.write(json.dumps(given) + "\n")
                process.stdin.close()
            late = not _wait(process, folder, timeout, divides)
        finally:
            _end(process)
            if self._keeps:
                later = threading.Timer(_LATER, self.warm)
                later.daemon = True
                later.start()
        if not (folder / "reading.json").is_file():
            why = (
                f"读了 {timeout:g} 秒还没有读完"
                if late
                else "读它的程序超过了时间或内存的上限，已经停下"
            )
            raise fail("HB109", reason=why)
        document = kept(folder)
        if not (folder / "tried").is_file():
            why = f"过了 {timeout:g} 秒还没有分完" if late else "用的时间或内存超过了上限"
            raise fail("HB124", path=document.name, reason=why)
        return document

    def _start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", _CHILD, str(self._site)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )


def _wait(
    process: subprocess.Popen[str], folder: Path, timeout: float, divides: Callable[[], None]
) -> bool:
    """Wait until a process has ended; say whether it did in time."""
    until, told = time.monotonic() + timeout, False
    while time.monotonic() < until:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_LOOK)
            return True
        if not told and (folder / "reading.json").is_file():
            told = True
            divides()
    return False


def kept(folder: Path) -> SourceDocument:
    """Return the source that was read into a draft's folder."""
    try:
        data = json.loads((folder / "reading.json").read_text(encoding="utf-8"))
        if "error" in data:
            raise HuibianError(transfer.findings(data["error"]))
        images = [
            (folder / "images" / str(number)).read_bytes()
            for number in range(len(data["attachments"]))
        ]
        return transfer.load(data, images)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise fail("HB105", reason="草稿的文件坏了或不见了，请重新添加一次") from error


def _end(process: subprocess.Popen[str]) -> None:
    """End the process and all that it started."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(5)
