"""A change of many files at the desk: worked out, shown, then written or forgotten.

What was shown is what is written: a ticket names a revision that waits in memory, with the bytes of
every file as they were. When one of them has changed meanwhile, nothing is written: the change is
worked out anew on what stands there now, and shown beside what others did.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from huibian.desk.comparing import compare, readable
from huibian.desk.context import Desk
from huibian.desk.jobs import Job
from huibian.desk.workspace import new_id
from huibian.diagnostics import HuibianError, fail
from huibian.revising.revision import Progress, Revision
from huibian.store import FileChange

_WAITING = 6  # revisions that may wait: each holds its files
_SHOWN = 200  # pages that are told one by one
_BESIDE = 20  # files that are shown beside what they were
_STALE = "HB730"

#: Works a revision out, on the files as they are.
Make = Callable[[Progress], Revision]


class Changes:
    """The revisions that wait to be written."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._waiting: OrderedDict[str, tuple[Revision, Make]] = OrderedDict()
        self._lock = threading.Lock()

    def work_out(self, make: Make) -> Job:
        """Begin to work out a revision; the job's result says what it would do."""

        def work(job: Job) -> dict[str, Any]:
            return self.shown(make(_told(job)), make)

        return self._desk.jobs.start(work)

    def shown(self, revision: Revision, make: Make) -> dict[str, Any]:
        """Let a revision wait, and return what it would do, with its ticket.

        ``make`` works it out anew where files have changed before it is written.
        """
        ticket = new_id()
        self._wait(ticket, revision, make)
        return {
            "ticket": ticket,
            "title": revision.title,
            "files": len(revision.files),
            "count": len(revision.pages),
            "pages": [asdict(one) for one in revision.pages[:_SHOWN]],
            "left": [asdict(one) for one in revision.left[:_SHOWN]],
            "left_count": len(revision.left),
        }

    def _wait(self, ticket: str, revision: Revision, make: Make) -> None:
        with self._lock:
            self._waiting[ticket] = (revision, make)
            while len(self._waiting) > _WAITING:
                self._waiting.popitem(last=False)

    def write(self, ticket: str, author: str) -> Job:
        """Begin to write a revision that waits; HB731 when there is none of that ticket.

        Where a file has changed since it was shown, the job's result is what ``shown`` returns of
        the revision as it is now, with ``meanwhile``: those files as they were and as they are.
        After another failure, the revision waits on under the same ticket.
        """
        with self._lock:
            revision, make = self._waiting.pop(ticket, (None, None))
        if revision is None or make is None:
            raise fail("HB731")

        def work(job: Job) -> dict[str, Any]:
            job.progress("写入", 0, 0)
            try:
                return self.written(list(revision.files), revision.title, author)
            except HuibianError as error:
                if any(one.code != _STALE for one in error.findings):
                    self._wait(ticket, revision, make)
                    raise
            anew = make(_told(job))
            return {**self.shown(anew, make), "meanwhile": self._meanwhile(revision)}

        return self._desk.jobs.start(work)

    def _meanwhile(self, revision: Revision) -> dict[str, Any]:
        """Return what others did to a revision's files since it was worked out."""
        docs = self._desk.site / "docs"
        stale = [
            (one, now) for one in revision.files if (now := _present(docs / one.path)) != one.before
        ]
        return {
            "count": len(stale),
            "files": [
                {
                    "path": one.path,
                    "rows": [asdict(row) for row in compare(_text(one.before), _text(now))],
                }
                for one, now in stale[:_BESIDE]
            ],
        }

    def written(self, files: list[FileChange], title: str, author: str) -> dict[str, Any]:
        """Write files and keep it as a save; return what the browser is told."""
        with self._desk.writing:
            self._desk.library.store.change(files)
            save = self._desk.history.record(title, files, author, commit=self._desk.commits())
        return {"title": title, "save": save.id if save else "", "files": len(files)}


def _told(job: Job) -> Progress:
    return lambda done, of: job.progress("看看要改哪些页", done, of)


def _present(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _text(data: bytes | None) -> str:
    return readable((data or b"").decode("utf-8", "replace"))
