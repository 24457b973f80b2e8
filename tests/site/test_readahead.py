"""Pages read ahead: those that lie in collections' folders, and none that only a link leads to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from huibian.site import beside, readahead
from huibian.site.readahead import Pages


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs" / "collections"
    for name, text in {
        "a/index.md": "a",
        "a/01.md": "一",
        "a/02.txt": "no page",
        "a/source/03.md": "no page either",
        "b/01.md": "",
        "b/02.md": "\ufeff二\r\n",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return tmp_path / "docs"


def read(docs: Path) -> Pages:
    readahead.begin(docs)
    return readahead.take(docs)


@pytest.fixture(autouse=True)
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "is_possible", lambda: True)


def test_pages_are_given_byte_by_byte(docs: Path) -> None:
    pages = read(docs)
    assert dict(pages) == {
        "collections/a/index.md": b"a",
        "collections/a/01.md": "一".encode(),
        "collections/b/01.md": b"",
        "collections/b/02.md": "\ufeff二\r\n".encode(),
    }
    assert pages.get("collections/a/02.txt") is None and len(pages) == 4


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
def test_only_files_in_their_places_are_opened(docs: Path, tmp_path: Path) -> None:
    folder = docs / "collections"
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "01.md").write_text("secret", encoding="utf-8")
    (folder / "a" / "04.md").symlink_to(outside / "01.md")
    (folder / "a" / "05.md").symlink_to("/dev/zero")
    os.mkfifo(folder / "a" / "06.md")
    (folder / "c").symlink_to(outside)
    pages = read(docs)
    assert "collections/a/01.md" in pages
    assert pages.keys().isdisjoint(
        f"collections/{name}.md" for name in ("a/04", "a/05", "a/06", "c/01")
    )


def test_no_more_is_read_than_memory_may_hold(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readahead, "_MOST", 3)
    pages = read(docs)
    assert sum(map(len, pages.values())) <= 3


def test_nothing_is_read_without_another_process_or_a_folder(
    docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not read(docs / "nowhere")
    readahead.begin(docs)
    assert not readahead.take(docs / "nowhere")
    assert readahead.take(docs) and not readahead.take(docs)
    monkeypatch.setattr(beside, "is_possible", lambda: False)
    assert not read(docs)
