"""The site as it is now, beside the desk: ``huibian serve`` in a process of its own.

Its pages come from another port, so what stands in an article is never on the desk's own ground.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

_PATIENCE = 60.0  # seconds for a page
_AGAIN = 5.0  # seconds after which it is made to look, or is started, again
_CHILD = "huibian.desk.preview_child"


class Preview:
    """The preview of a site: started with the desk, ended with it."""

    def __init__(self, site: Path, host: str, port: int) -> None:
        self._site, self._host, self.port = site, host, port
        self._process: subprocess.Popen[bytes] | None = None
        self._nudged = self._begun = time.monotonic()
        self._lock = threading.Lock()

    @property
    def address(self) -> str:
        """The address of the site's front page."""
        return f"http://{self._host}:{self.port}/"

    def start(self) -> None:
        """Start it; it makes pages when they are asked for."""
        self._begun = time.monotonic()
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", _CHILD, "--site", str(self._site)),
                *("serve", "--no-review", "--host", self._host, "--port", str(self.port)),
            ],
            stdin=subprocess.PIPE,  # never written to: its end tells that the desk is gone
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        )

    def shows(self, path: str) -> bool:
        """Say whether it has a page at a path of the site.

        What was written while it was starting it may have missed: then it is made to look again,
        by the time of mkdocs.yml, which it watches. One that has ended is started again: what it
        ended of may be mended by now.
        """
        self._revive()
        try:
            with urllib.request.urlopen(f"{self.address}{path}", timeout=_PATIENCE):
                return True
        except urllib.error.HTTPError:
            if time.monotonic() - self._nudged > _AGAIN:
                self._nudged = time.monotonic()
                with contextlib.suppress(OSError):
                    (self._site / "mkdocs.yml").touch()
        except OSError:
            pass
        return False

    def _revive(self) -> None:
        with self._lock:
            ended = self._process is not None and self._process.poll() is not None
            if ended and time.monotonic() - self._begun > _AGAIN:
                self.start()

    def stop(self) -> None:
        """End it."""
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)
