"""Single files are written all or none: conflicts, failures and kills."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from handling import findings, split_small, tree
from huibian.diagnostics import HuibianError
from huibian.editing import Library
from huibian.store import FileChange

ONE, TWO = "collections/small/01.md", "collections/small/02.md"


def change(library: Library, path: str, after: bytes | None) -> FileChange:
    try:
        before = (library.docs / path).read_bytes()
    except FileNotFoundError:
        before = None
    return FileChange(path, before, after)


def test_files_are_made_changed_and_removed(library: Library) -> None:
    split_small(library)
    words = "vocabulary/themes.yml"
    library.store.change(
        [
            change(library, ONE, b"one"),
            change(library, TWO, None),
            change(library, words, b"[]\n"),
        ]
    )
    assert (library.docs / ONE).read_bytes() == b"one"
    assert not (library.docs / TWO).exists()
    assert (library.docs / words).read_bytes() == b"[]\n"
    assert not list(library.store.root.glob(".pending*"))


def test_nothing_is_written_when_one_file_has_changed(library: Library) -> None:
    split_small(library)
    wanted = [change(library, ONE, b"one"), change(library, TWO, b"two")]
    (library.docs / TWO).write_bytes(b"elsewhere")
    held = tree(library.docs)
    with pytest.raises(HuibianError) as caught:
        library.store.change(wanted)
    assert findings(caught.value)["HB730"].path == f"docs/{TWO}"
    assert tree(library.docs) == held


@pytest.mark.parametrize("at", range(4))
def test_a_disk_that_fails_leaves_all_as_it_was(
    library: Library, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    split_small(library)
    wanted = [change(library, ONE, b"one"), change(library, TWO, b"two")]
    held = tree(library.docs)
    replace, rename, calls = Path.replace, Path.rename, iter(range(9))

    def failing(self: Path, target: Path) -> Path:
        if next(calls) == at:
            raise OSError(28, "no space")
        return rename(self, target) if self.name == ".pending.new" else replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    monkeypatch.setattr(Path, "rename", failing)
    if at < 3:
        with pytest.raises(HuibianError) as caught:
            library.store.change(wanted)
        assert set(findings(caught.value)) == {"HB703"}
        assert tree(library.docs) == {**held, "collections/.lock": b""}
    else:
        library.store.change(wanted)


@pytest.mark.parametrize("at", range(3))
def test_a_kill_leaves_all_or_none(library: Library, at: int) -> None:
    split_small(library)
    wanted = [change(library, ONE, b"one"), change(library, TWO, b"two")]
    child = os.fork()
    if not child:
        calls = iter(range(9))
        replace, rename = Path.replace, Path.rename

        def killed(self: Path, target: Path) -> Path:
            if next(calls) == at:
                os._exit(9)
            return rename(self, target) if self.name == ".pending.new" else replace(self, target)

        Path.replace = Path.rename = killed  # type: ignore[method-assign,assignment]
        try:
            library.store.change(wanted)
        finally:
            os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    if at:
        assert library.store.interrupted()
    with library.store.locked():
        pass
    texts = [(library.docs / path).read_bytes() for path in (ONE, TWO)]
    assert texts == ([b"one", b"two"] if at else [one.before for one in wanted])
    assert not library.store.interrupted()


@pytest.mark.parametrize(
    "path",
    [
        "collections/small/../../../x.md",
        "collections/small/source/notes.txt",
        "collections/small/source/conflicts/../../01.md",
        "collections/small/images/../../../x.png",
        "collections/con/01.md",
        "collections/con/images/a.png",
        "collections/a/notes.md",
        "index.md",
        "vocabulary/fields.yml",
        "/etc/passwd",
        "vocabulary/../themes.yml",
    ],
)
def test_other_files_are_refused(library: Library, path: str) -> None:
    with pytest.raises(ValueError):
        library.store.change([FileChange(path, None, b"x")])
