"""One page put in the place of another: only the one that is meant, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from handling import split_small, tree
from huibian.diagnostics import HuibianError
from huibian.editing import Library


@pytest.fixture
def folder(library: Library) -> Path:
    return split_small(library)


def test_a_page_is_replaced(library: Library, folder: Path) -> None:
    before = tree(folder)
    library.store.replace_page("small", "02.md", b"new", library.store.page("small", "02.md"))
    assert tree(folder) == {**before, "02.md": b"new"}
    assert not list(folder.parent.glob(".*.new"))


def test_a_page_that_was_changed_meanwhile_is_not(library: Library, folder: Path) -> None:
    before = tree(folder)
    with pytest.raises(HuibianError) as caught:
        library.store.replace_page("small", "02.md", b"new", b"as it was")
    assert [one.code for one in caught.value.findings] == ["HB720"]
    assert tree(folder) == before


def test_a_write_that_fails_leaves_the_page(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(folder)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(HuibianError) as caught:
        library.store.replace_page("small", "02.md", b"new", library.store.page("small", "02.md"))
    assert [one.code for one in caught.value.findings] == ["HB703"]
    assert tree(folder) == before
    assert not list(folder.parent.glob(".*.new"))


@pytest.mark.parametrize("name", ["index.md", "99.md", "../02.md", "source/plan.yml", "", "02"])
def test_only_articles_are_pages(library: Library, folder: Path, name: str) -> None:
    with pytest.raises(HuibianError) as caught:
        library.store.page("small", name)
    assert [one.code for one in caught.value.findings] == ["HB721"]


def test_what_a_kill_left_behind_goes_with_the_next_writing(library: Library, folder: Path) -> None:
    left = folder.parent / ".small.new"
    left.write_bytes(b"half")
    with library.store.locked():
        pass
    assert not left.exists()
