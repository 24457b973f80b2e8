"""What below docs/ is no plain file or folder of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from handling import findings, run, split_small
from huibian.diagnostics import HuibianError
from huibian.editing import Library
from huibian.strays import refuse, strays


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder with files that are published and files that are not."""
    docs = tmp_path / "docs"
    for name in ("a.png", "collections/x/01.md", "collections/x/source/original.txt"):
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text("文", encoding="utf-8")
    (docs / "vocabulary").mkdir()
    (docs / "vocabulary" / "themes.yml").write_text("[]", encoding="utf-8")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text("密", encoding="utf-8")
    return docs


def test_plain_files_and_folders(docs: Path) -> None:
    assert list(strays(docs)) == []
    assert list(strays(docs / "none")) == []


@pytest.mark.parametrize(
    ("name", "target", "reason"),
    [
        ("b.png", "/etc/passwd", "docs 文件夹以外（/etc/passwd）"),
        ("b.png", "../outside/secret.txt", "docs 文件夹以外"),
        ("collections/x/images", "../../../outside", "docs 文件夹以外"),
        ("collections/y", "/", "docs 文件夹以外"),
        ("collections/x/source/b.txt", "/etc/passwd", "docs 文件夹以外"),
        ("vocabulary/b.yml", "/etc/passwd", "docs 文件夹以外"),
        (".b", "/etc/passwd", "docs 文件夹以外"),
        ("b", "collections", "指向文件夹"),
        ("collections/x/b", "..", "指向文件夹"),
        ("b.png", "b.png", "不存在"),
        ("b.png", "none.png", "不存在"),
        ("b.txt", "collections/x/source/original.txt", "不发布"),
        ("b.txt", "vocabulary/themes.yml", "不发布"),
    ],
)
def test_links_that_may_not_stay(docs: Path, name: str, target: str, reason: str) -> None:
    (docs / name).symlink_to(target)
    (found,) = strays(docs)
    assert (found.code, found.path, found.severity) == ("HB316", f"docs/{name}", "error")
    assert reason in found.message and found.hint
    with pytest.raises(HuibianError) as error:
        refuse(docs)
    assert set(findings(error.value)) == {"HB316"}


def test_another_name_for_what_is_published(docs: Path) -> None:
    (docs / "collections" / "x" / "b.png").symlink_to("../../a.png")
    (docs / "c.png").symlink_to("collections/x/b.png")
    assert refuse(docs) == {"collections/x/b.png": "a.png", "c.png": "a.png"}


def test_docs_itself_may_be_a_link(docs: Path, tmp_path: Path) -> None:
    (tmp_path / "library").symlink_to(docs)
    (docs / "b.png").symlink_to("a.png")
    refuse(tmp_path / "library")


def test_pipes_are_not_opened(docs: Path) -> None:
    os.mkfifo(docs / "collections" / "x" / "02.md")
    (found,) = strays(docs)
    assert found.path == "docs/collections/x/02.md" and "管道" in found.message


def test_no_command_follows_a_link(library: Library) -> None:
    """Neither what it leads to nor anything else is read or written."""
    folder = split_small(library)
    (folder / "09.md").symlink_to("/etc/passwd")
    before = sorted(folder.rglob("*"))
    for command in (
        ["edit", "small", "--merge", "1"],
        ["new", "--to", "small", "--title", "甲"],
        ["check"],
    ):
        done = run(library.site, *command)
        assert done.exit_code != 0 and "HB316" in done.output
    assert sorted(folder.rglob("*")) == before
