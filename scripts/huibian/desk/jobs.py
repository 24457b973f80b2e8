"""Long work in the background, with a progress that the browser asks for."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass, field
from typing import Any

from huibian.desk.workspace import new_id
from huibian.diagnostics import Diagnostic, HuibianError

log = logging.getLogger("huibian.desk")
_KEPT = 3600.0  # seconds that a finished job can be asked for
_AT_ONCE = 2


@dataclass(slots=True)
class Job:
    """Work that goes on: the stage it is at, ``done`` of ``of``, and in the end its result."""

    id: str
    stage: str = "等待"
    done: int = 0
    of: int = 0
    state: str = "running"  # then "done" or "failed"
    result: Any = None
    findings: tuple[Diagnostic, ...] = ()
    ended: float = field(default=0.0)

    def progress(self, stage: str, done: int, of: int) -> None:
        """Take note of how far the work is."""
        self.stage, self.done, self.of = stage, done, of

    def data(self) -> dict[str, Any]:
        """Return what the browser is told."""
        return {
            "stage": self.stage,
            "done": self.done,
            "of": self.of,
            "state": self.state,
            "result": self.result,
            "findings": [asdict(finding) for finding in self.findings],
        }


class Jobs:
    """The jobs of a desk; a finished one is forgotten after an hour."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="desk-job")
        self._jobs: dict[str, Job] = {}
        self._begun: list[Future[None]] = []
        self._lock = threading.Lock()

    def start(self, work: Callable[[Job], Any]) -> Job:
        """Begin work; what it returns (JSON data) is the job's result."""
        job = Job(new_id())
        with self._lock:
            old = time.monotonic() - _KEPT
            self._jobs = {
                name: one for name, one in self._jobs.items() if not one.ended or one.ended > old
            }
            self._jobs[job.id] = job
            self._begun = [one for one in self._begun if not one.done()]
            self._begun.append(self._pool.submit(self._run, job, work))
        return job

    def get(self, name: str) -> Job:
        """Return a job; KeyError when there is none."""
        return self._jobs[name]

    def join(self) -> None:
        """Wait until all jobs that were begun have ended."""
        with self._lock:
            wait(self._begun)

    def _run(self, job: Job, work: Callable[[Job], Any]) -> None:
        try:
            job.result = work(job)
            job.state = "done"
        except HuibianError as error:
            job.findings, job.state = error.findings, "failed"
        except Exception:
            log.exception("job failed")
            job.findings, job.state = (), "failed"
        finally:
            job.ended = time.monotonic()
