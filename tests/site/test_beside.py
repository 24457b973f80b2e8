"""Work beside gives the same result in a process of its own and in this one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

import pytest

from huibian.diagnostics import HuibianError
from huibian.site import beside


def say_who(file: IO[bytes]) -> None:
    file.write(str(os.getpid()).encode())


def write(file: IO[bytes]) -> None:
    file.write(b"x" * 100_000)


@pytest.mark.parametrize("apart", [False, True])
def test_the_result_is_a_file_at_its_beginning(apart: bool) -> None:
    finish = beside.start(write, apart=apart)
    with finish() as file:
        assert file.read() == b"x" * 100_000


def test_apart_is_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "is_possible", lambda: True)
    with beside.start(say_who, apart=True)() as file:
        assert int(file.read()) != os.getpid()
    with beside.start(say_who, apart=False)() as file:
        assert int(file.read()) == os.getpid()


def test_what_a_process_fails_at_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "is_possible", lambda: True)
    here = os.getpid()

    def work(file: IO[bytes]) -> None:
        file.write(b"whole" if os.getpid() == here else b"half of it, and more")
        if os.getpid() != here:
            file.flush()
            os._exit(3)

    with beside.start(work, apart=True)() as file:
        assert file.read() == b"whole"


@pytest.mark.parametrize("apart", [False, True])
def test_what_cannot_wait_is_never_done_later(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, apart: bool
) -> None:
    monkeypatch.setattr(beside, "is_possible", lambda: True)
    seen = tmp_path / "seen"
    seen.touch()

    def work(file: IO[bytes]) -> None:
        file.write(str(seen.exists()).encode())

    finish = beside.start(work, apart=apart, at_once=True)
    if not apart:
        seen.unlink()
    with finish() as file:
        assert file.read() == b"True"


def test_what_cannot_wait_is_not_made_up_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "is_possible", lambda: True)
    with pytest.raises(HuibianError) as caught:
        beside.start(lambda _: os._exit(3), apart=True, at_once=True)()
    assert [finding.code for finding in caught.value.findings] == ["HB605"]


def test_an_error_is_raised_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "is_possible", lambda: True)

    def work(file: IO[bytes]) -> None:
        raise ValueError("不行")

    with pytest.raises(ValueError, match="不行"):
        beside.start(work, apart=True)()
