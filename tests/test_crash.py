"""A killed command leaves a collection as it was before or as it is after, never between."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from handling import SMALL, TODAY, edit, replace_in, split_small, tree
from huibian import store
from huibian.check import check_site
from huibian.editing import Library

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")

#: File-system calls, as the interpreter announces them just before it makes them.
CALLS = ("open", "os.", "shutil.", "ctypes.")

Command = Callable[[Library], object]


def in_child(library: Library, command: Command, point: int) -> int:
    """Run a command in a fork that kills itself before the ``point``-th call of the exchange.

    Returns the number of calls that it made (0 when it was killed).
    """
    read, write = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - the child is killed before it could tell
        try:
            exchange = store.Store._exchange
            seen = 0
            armed = False

            def hook(event: str, _: object) -> None:
                nonlocal seen
                if armed and event.startswith(CALLS):
                    seen += 1
                    if seen == point:
                        os.kill(os.getpid(), signal.SIGKILL)

            def watched(*arguments: object) -> None:
                nonlocal armed
                armed = True
                try:
                    exchange(*arguments)  # type: ignore[arg-type]
                finally:
                    armed = False

            store.Store._exchange = watched  # type: ignore[method-assign, assignment]
            sys.addaudithook(hook)
            command(library)
            os.write(write, str(seen).encode())
        finally:
            os._exit(0)
    os.close(write)
    _, status = os.waitpid(child, 0)
    with os.fdopen(read) as answer:
        told = answer.read()
    assert told or os.WIFSIGNALED(status), "the command failed in the child"
    return int(told or 0)


def again(site: Path, command: Command, spare: Path) -> None:
    """Put a site back to its spare copy."""
    shutil.rmtree(site)
    shutil.copytree(spare, site, symlinks=True)


def add(library: Library, texts: Path) -> None:
    library.add([texts / "one.txt", texts / "two.txt"], "small", 200)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Two stand-alone documents."""
    for name, title in (("one", "渡口摆渡三十年"), ("two", "山里来了放映队")):
        text = f"{title}\n\n" + f"{title}，村里人都知道这件事。" * 12 + "\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("what", "swaps"),
    [(name, True) for name in ("split", "edit", "update", "add", "new")]
    + [(name, False) for name in ("split", "edit")],  # as where folders cannot be exchanged
)
def test_killed_at_every_call(
    library: Library, texts: Path, monkeypatch: pytest.MonkeyPatch, swaps: bool, what: str
) -> None:
    if not swaps:
        monkeypatch.setattr(store, "exchange", lambda one, other: False)
    changed = texts / "small.txt"
    text = SMALL.read_text(encoding="utf-8")
    changed.write_text(text.replace("一盏路灯", "一盏明灯"), encoding="utf-8")
    commands: dict[str, Command] = {
        "split": lambda one: split_small(one),
        "edit": lambda one: edit(one, "split-at 23", "set 5 kind=访谈"),
        "update": lambda one: split_small(one, path=changed),
        "add": lambda one: add(one, texts),
        "new": lambda one: one.new("small", "新写的一篇"),
    }
    command = commands[what]
    folder = library.store.folder("small")
    if what != "split":
        split_small(library)
        replace_in(folder / "03.md", "抬头就能看见锅里", "一眼看得见锅里")
        (folder / "图片").mkdir()
        (folder / "图片" / "灶台.png").write_bytes(b"\x89PNG")
        (folder / "07.md").write_text(
            "---\ntitle: 自己加的\nnumber: 7\n---\n\n正文。\n", encoding="utf-8"
        )
    spare = texts / "spare"
    before = tree(folder)
    shutil.copytree(library.site, spare)
    calls = in_child(library, command, 0)
    after = tree(folder)
    assert after != before
    assert calls > 10
    states = []
    for point in range(1, calls + 1):
        again(library.site, command, spare)
        assert in_child(library, command, point) == 0
        if swaps:  # without an exchange the folder is away for a moment: the next command mends it
            assert tree(folder) in (before, after), f"neither before nor after at call {point}"
        if what != "split":
            library.require("small")  # as each command does that needs the collection
        with library.store.locked():
            pass
        assert tree(folder) in (before, after), f"not mended at call {point}"
        states.append(tree(folder) == after)
        if not states[-1]:
            command(library)
        assert tree(folder) == after
        assert sorted(path.name for path in library.store.root.iterdir()) == [".lock", "small"]
    assert states == sorted(states)  # once it is done it stays done
    assert not check_site(library.site).failed


@pytest.fixture
def states(library: Library) -> tuple[Path, dict[str, bytes | str], dict[str, bytes | str]]:
    """The small collection, what it holds before an edit, and what after it."""
    folder = split_small(library)
    before = tree(folder)
    edit(library, "split-at 23")
    after = tree(folder)
    shutil.rmtree(folder)
    split_small(library)
    assert tree(folder) == before
    return folder, before, after


def settled(library: Library, folder: Path, before: object, after: object) -> bool:
    """Check what a kill left and that the next command cleans up; say whether the edit was made."""
    done = tree(folder)
    assert done in (before, after)
    if done == before:
        edit(library, "split-at 23")
    else:
        split_small(library)
    assert tree(folder) == after
    assert sorted(path.name for path in library.store.root.iterdir()) == [".lock", "small"]
    shutil.rmtree(folder)
    split_small(library)
    return done == after


def test_killed_at_any_moment(
    library: Library, states: tuple[Path, dict[str, bytes | str], dict[str, bytes | str]]
) -> None:
    """SIGKILL from outside, whatever the command does just then: 60 forks of a warm process."""
    chance = random.Random(20260102)
    made = 0
    for _ in range(60):
        child = os.fork()
        if child == 0:  # pragma: no cover - the child is killed before it could tell
            try:
                edit(library, "split-at 23")
            finally:
                os._exit(0)
        time.sleep(chance.uniform(0, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        made += settled(library, *states)
    assert made < 60, "the kills came too late to tell anything"


def test_a_killed_process(
    library: Library, states: tuple[Path, dict[str, bytes | str], dict[str, bytes | str]]
) -> None:
    """The command as a clerk runs it, killed from outside at six moments."""
    where = ["--site", str(library.site)]
    command = [sys.executable, "-m", "huibian", *where, "edit", "small", "--split-at", "23"]
    environment = {**os.environ, "HUIBIAN_TODAY": TODAY, "PYTHONUTF8": "1"}
    started = time.monotonic()
    subprocess.run(command, env=environment, capture_output=True, check=True)
    whole = time.monotonic() - started
    assert settled(library, *states)
    chance = random.Random(20260102)
    for _ in range(6):
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
            # most of the time goes into the start: aim at the end, where it writes
            time.sleep(whole * chance.uniform(0.7, 1))
            process.kill()
        settled(library, *states)
