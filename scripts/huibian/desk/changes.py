"""A change of many files at the desk: worked out, shown, then written or forgotten.

What was shown is what is written: a ticket names a revision that waits in memory, with the bytes of
every file as they were. When one of them has changed meanwhile, nothing is written.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from huibian.desk.context import Desk
from huibian.desk.jobs import Job
from huibian.desk.workspace import new_id
from huibian.diagnostics import fail
from huibian.revising.revision import Progress, Revision
from huibian.store import FileChange

_WAITING = 6  # revisions that may wait: each holds its files
_SHOWN = 200  # pages that are told one by one


class Changes:
    """The revisions that wait to be written."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._waiting: OrderedDict[str, Revision] = OrderedDict()
        self._lock = threading.Lock()

    def work_out(self, make: Callable[[Progress], Revision]) -> Job:
        """Begin to work out a revision; the job's result says what it would do."""

        def work(job: Job) -> dict[str, Any]:
            revision = make(lambda done, of: job.progress("看看要改哪些页", done, of))
            return self.shown(revision)

        return self._desk.jobs.start(work)

    def shown(self, revision: Revision) -> dict[str, Any]:
        """Let a revision wait, and return what it would do, with its ticket."""
        ticket = new_id()
        with self._lock:
            self._waiting[ticket] = revision
            while len(self._waiting) > _WAITING:
                self._waiting.popitem(last=False)
        return {
            "ticket": ticket,
            "title": revision.title,
            "files": len(revision.files),
            "count": len(revision.pages),
            "pages": [asdict(one) for one in revision.pages[:_SHOWN]],
            "left": [asdict(one) for one in revision.left[:_SHOWN]],
            "left_count": len(revision.left),
        }

    def write(self, ticket: str, author: str) -> Job:
        """Begin to write a revision that waits; HB731 when there is none of that ticket."""
        with self._lock:
            revision = self._waiting.pop(ticket, None)
        if revision is None:
            raise fail("HB731")

        def work(job: Job) -> dict[str, Any]:
            job.progress("写入", 0, 0)
            return self.written(list(revision.files), revision.title, author)

        return self._desk.jobs.start(work)

    def written(self, files: list[FileChange], title: str, author: str) -> dict[str, Any]:
        """Write files and keep it as a save; return what the browser is told."""
        self._desk.library.store.change(files)
        save = self._desk.history.record(title, files, author, commit=self._desk.commits())
        return {"title": title, "save": save.id if save else "", "files": len(files)}
