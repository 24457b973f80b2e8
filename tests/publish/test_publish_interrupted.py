"""Whatever happens to a publish, readers are served a whole release, and the next one cleans up."""

from __future__ import annotations

import errno
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from press import Press

from handling import run
from huibian.diagnostics import HuibianError
from huibian.publish import manifest, packing, publishing, shelf
from huibian.publish.shelf import Shelf

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")

#: File-system calls, as the interpreter announces them just before it makes them.
CALLS = ("open", "os.", "shutil.", "ctypes.")


def in_child(command: Callable[[], object], point: int) -> int:
    """Run a command in a fork that kills itself before the ``point``-th call.

    Returns the number of calls that it made (0 when it was killed).
    """
    read, write = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - the child is killed before it could tell
        seen = 0

        def hook(event: str, _: object) -> None:
            nonlocal seen
            if event.startswith(CALLS):
                seen += 1
                if seen == point:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(hook)
            command()
            os.write(write, str(seen).encode())
        finally:
            os._exit(0)
    os.close(write)
    _, status = os.waitpid(child, 0)
    with os.fdopen(read) as answer:
        told = answer.read()
    assert told or os.WIFSIGNALED(status), "the command failed in the child"
    return int(told or 0)


def served(press: Press) -> str:
    """Return which release readers see, which must be whole."""
    folder = press.to / "current"
    assert not manifest.verify(folder.resolve()).findings
    return manifest.read(folder).sha256[: manifest.SHORT]


@pytest.mark.parametrize("what", ["publish", "rollback"])
@pytest.mark.parametrize("way", ["link", "exchange", "renames", "windows"])
def test_killed_at_every_call(
    press: Press, ways: Mapping[str, Callable[[], None]], tmp_path: Path, way: str, what: str
) -> None:
    """By two renames there is a moment without ``current``, which the next command ends."""
    ways[way]()
    away = way in ("renames", "windows")
    old = press.publish().release[-12:]
    press.change("乙")
    spare = tmp_path / "spare"

    def publish() -> object:
        press.pages["a/index.html"] = '<h2 id="one">丙</h2>'
        return press.publish(keep=1)

    def rollback() -> object:
        return publishing.rollback(press.to, old, press.time)

    command = publish if what == "publish" else rollback
    before = served(press)
    shutil.copytree(press.to, spare, symlinks=True)
    calls = in_child(command, 0)
    after = served(press)
    assert after != before
    assert calls > 20
    outcomes = []
    for point in range(1, calls + 1):
        shutil.rmtree(press.to)
        shutil.copytree(spare, press.to, symlinks=True)
        assert in_child(command, point) == 0
        if not away or (press.to / "current").exists():
            found = served(press)
            assert found in (before, after), f"neither before nor after at call {point}"
            outcomes.append(found == after)
        command()  # the next one finishes the work and cleans up
        assert served(press) == after
        assert press.left() == [], f"left behind at call {point}"
        assert not (press.to / ".current-new").exists()
    assert len(outcomes) >= calls - (2 if away else 0)
    assert outcomes == sorted(outcomes)  # once it is switched it stays switched
    assert 0 < sum(outcomes) < len(outcomes)


def test_first_publish_killed(press: Press) -> None:
    def first() -> object:
        return press.publish(audience="public")

    in_child(first, 0)  # makes the folders of the build
    shutil.rmtree(press.to)
    calls = in_child(first, 0)
    for point in random.Random(20260102).sample(range(1, calls + 1), 30):
        shutil.rmtree(press.to, ignore_errors=True)
        assert in_child(first, point) == 0
        if (press.to / "current").exists():
            served(press)
        begun = Shelf(press.to).names()
        assert press.publish().edition.audience == "public" or not begun
        served(press)
        assert press.left() == []


@pytest.mark.slow
def test_killed_process(tmp_path: Path) -> None:
    """The command as a publisher runs it, killed from outside, its helpers with it or not."""
    from real import project

    site = project(tmp_path / "site", {})
    to = tmp_path / "srv"
    command = [sys.executable, "-m", "huibian", "--site", str(site), "publish", "--to", str(to)]
    started = time.monotonic()
    subprocess.run(command, capture_output=True, check=True)
    whole = time.monotonic() - started
    page = site / "docs" / "guide" / "index.md"
    chance = random.Random(20260102)
    for number in range(8):
        page.write_text(f"# 指南\n\n第 {number} 次\n", encoding="utf-8")
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            time.sleep(whole * chance.uniform(0.4, 1.1))
            process.kill()
        assert not manifest.verify((to / "current").resolve()).findings
        done = run(site, "publish", "--to", str(to))
        assert done.exit_code == 0, done.output
        assert f"第 {number} 次" in (to / "current/guide/index.html").read_text(encoding="utf-8")
        assert not list((to / "releases").glob(".partial-*"))
    assert len(Shelf(to).names()) <= shelf.KEPT


def full(press: Press, command: Callable[[], object]) -> None:
    before = served(press)
    with pytest.raises(HuibianError) as caught:
        command()
    assert [one.code for one in caught.value.findings] == ["HB815"]
    assert served(press) == before


def test_full_disk_at_every_write(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    press.publish()
    write = packing._write
    for point in range(1, 9):
        seen = 0

        def failing(path: str, data: bytes, point: int = point) -> None:
            nonlocal seen
            seen += 1
            if seen == point:
                write(path, data[: len(data) // 2])
                raise OSError(errno.ENOSPC, "No space left on device", path)
            write(path, data)

        monkeypatch.setattr(packing, "_write", failing)
        press.pages |= {name: f"{text} " for name, text in press.pages.items()}
        full(press, press.publish)
        assert press.left() == []
    monkeypatch.setattr(packing, "_write", write)
    assert press.publish().changed
    served(press)


def test_full_disk_for_large_files(press: Press) -> None:
    """What the system itself refuses to write on: half a file stands there."""
    press.publish()
    press.pages["large.txt"] = "字" * 40_000
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    build = press.build

    def built(*arguments: object) -> object:
        made = build(*arguments)  # type: ignore[arg-type]
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limit[1]))
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publishing.edition, "build", built)
        try:
            full(press, press.publish)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limit)
            signal.signal(signal.SIGXFSZ, ignored)
    assert press.publish().changed
    served(press)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root")
def test_really_full_disk(press: Press, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("may not mount here")
    try:
        press.to = disk / "srv"
        press.publish()
        press.pages["large.txt"] = "字" * 100_000
        full(press, press.publish)
        del press.pages["large.txt"]
        assert press.change("乙").changed
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        full(press, lambda: press.change("丙"))
    finally:
        subprocess.run(["umount", str(disk)], check=True)
