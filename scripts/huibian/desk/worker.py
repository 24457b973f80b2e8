"""Uploads are read in a process of their own: it may crash, hang or swell, the desk goes on."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from huibian.desk import transfer
from huibian.desk.reading_child import SECONDS
from huibian.diagnostics import HuibianError, fail
from huibian.model import SourceDocument

#: Seconds on the clock after which the process is ended.
TIMEOUT = SECONDS * 1.5
_CHILD = "huibian.desk.reading_child"


def read(folder: Path, timeout: float = TIMEOUT) -> SourceDocument:
    """Read ``original`` in a draft's folder, whose name stands in ``name.json``.

    ``timeout`` is in seconds. Raises the reader's findings, HB109 when the process hit a limit.
    """
    result = folder / "reading.json"
    result.unlink(missing_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", _CHILD, str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        raise fail("HB109", reason=f"读了 {timeout:g} 秒还没有读完") from None
    finally:
        _end(process)
    if not result.is_file():
        raise fail("HB109", reason="读它的程序超过了时间或内存的上限，已经停下")
    return kept(folder)


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


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and all that it started."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(5)
