"""The file of parts: whole, or none."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from huibian.site.search import kept, state

PARTS = {"head": [b"{}"], "bodies": [b"first ", memoryview(b"second")], "empty": []}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "folder" / "base.bin"
    state.save(path, "rules 1", PARTS)
    return path


def held(path: Path, key: str = "rules 1") -> dict[str, bytes] | None:
    parts = state.load(path, key)
    return None if parts is None else {name: bytes(part) for name, part in parts.items()}


WHOLE = {"head": b"{}", "bodies": b"first second", "empty": b""}


def test_what_was_saved_comes_back(file: Path) -> None:
    assert held(file) == WHOLE
    assert held(file, "rules 2") is None
    assert held(file.with_name("none.bin")) is None
    assert [path.name for path in file.parent.iterdir()] == ["base.bin"]


def test_a_turned_bit_gives_nothing_or_the_same(file: Path) -> None:
    data = file.read_bytes()
    lines = len(data[:4096].rstrip())
    for at in range(len(data)):
        if lines + 8 < at < 4096:  # blanks that fill the first line
            continue
        for bit in range(8):
            file.write_bytes(data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :])
            assert held(file) in (None, WHOLE)
    for size in range(0, len(data), 97):
        file.write_bytes(data[:size])
        assert held(file) in (None, WHOLE)


def test_a_file_that_is_as_it_was_when_it_was_whole_is_not_read_through(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = state.about(file)
    monkeypatch.setattr(state, "_checksum", lambda *given: -1)
    assert state.load(file, "rules 1") is None
    parts = state.load(file, "rules 1", whole)
    assert parts is not None and {name: bytes(part) for name, part in parts.items()} == WHOLE
    assert state.load(file, "rules 2", whole) is None
    file.write_bytes(file.read_bytes())
    assert state.load(file, "rules 1", whole) is None
    assert state.about(file.with_name("none.bin")) is None


class Meeting(list[bytes]):
    """A part; while it is written, something else happens."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        super().__init__([b"ours"])
        self._turns = iter([lambda: None, meanwhile])  # first it is read for its checksum

    def __iter__(self) -> Iterator[bytes]:
        next(self._turns)()
        return super().__iter__()


def test_two_processes_write_beside_each_other(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def other() -> None:
        with monkeypatch.context() as patch:
            patch.setattr(os, "getpid", lambda: 77)
            state.save(file, "rules 1", {"head": [b"theirs"]})
        assert held(file) == {"head": b"theirs"}

    state.save(file, "rules 1", {"head": Meeting(other)})
    assert held(file) == {"head": b"ours"}
    assert [path.name for path in file.parent.iterdir()] == ["base.bin"]


@pytest.mark.skipif(os.name == "nt", reason="open files stay there")
def test_what_is_written_may_be_cleared_up(file: Path) -> None:
    def clear_up() -> None:
        kept.save_since(file.parent, "rules 1", "1", {}, kept.Since({}, {}, "0"), kept.Memory())

    state.save(file, "rules 1", {"head": Meeting(clear_up)})
    assert [path.name for path in file.parent.iterdir()] == ["since.bin"]
