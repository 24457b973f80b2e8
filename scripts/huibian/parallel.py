"""The same work on many things, in as many processes as there are processors.

Processes are copies of this one (fork), so that nothing has to be handed over. Where that is not
to be had, or not safe, the work is done here, one thing after another, with the same result.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, TypeVar

from huibian.diagnostics import fail
from huibian.system import end_with_parent

Task = TypeVar("Task")
Result = TypeVar("Result")

_work: Callable[[Any], Any] | None = None


def each(
    work: Callable[[Task], Result], tasks: Sequence[Task], *, worth: bool = True
) -> Iterator[Result]:
    """Give the results of ``work`` on each task, in the order of the tasks.

    What a copy changes in memory is lost, so all that matters has to be in the result. Where it is
    not ``worth`` the copies, the work is done here. Raises HB605 when the system ends a copy.
    """
    with begun(work, tasks, worth=worth) as results:
        yield from results


@contextmanager
def begun(
    work: Callable[[Task], Result], tasks: Sequence[Task], *, worth: bool = True
) -> Iterator[Iterator[Result]]:
    """Begin with ``work`` on each task, and give what gives the results (see ``each``).

    Copies go on with it while the caller does something else; what is done here is done when a
    result is asked for. With an error in between, what has not begun is left undone.
    """
    global _work
    processes = min(len(tasks), os.cpu_count() or 1)
    if processes < 2 or not worth or not _can_fork():
        yield map(work, tasks)
        return
    context = multiprocessing.get_context("fork")
    try:
        with ProcessPoolExecutor(processes, context, end_with_parent) as pool:
            before, _work = _work, work
            try:
                results = pool.map(_call, tasks)  # all copies are made here
            finally:
                _work = before
            try:
                yield results
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
    except BrokenProcessPool as error:
        raise fail("HB605") from error


def _call(task: Any) -> Any:
    assert _work is not None
    return _work(task)


def _can_fork() -> bool:
    """Say whether a copy of this process would work: not with other threads' locks held."""
    return sys.platform == "linux" and threading.active_count() == 1
