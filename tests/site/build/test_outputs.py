"""The output folder: what is up to date stays, what is not is written, what nobody wants goes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from huibian.site.build.cachefolder import CacheFolder
from huibian.site.build.outputs import Outputs, standing


@pytest.fixture
def cache(tmp_path: Path) -> CacheFolder:
    return CacheFolder(tmp_path / "cache", "1")


def outputs(tmp_path: Path, cache: CacheFolder) -> Outputs:
    return Outputs(tmp_path / "site", cache)


def test_a_file_stays_while_its_key_does(tmp_path: Path, cache: CacheFolder) -> None:
    first = outputs(tmp_path, cache)
    assert not first.keep("a/b.html", "1")
    first.write("a/b.html", "1", b"text")
    first.save()
    again = outputs(tmp_path, cache)
    assert again.keep("a/b.html", "1")
    assert not again.keep("a/b.html", "2")
    assert not again.keep("a/c.html", "1")


def test_the_same_bytes_are_not_written_again(tmp_path: Path, cache: CacheFolder) -> None:
    first = outputs(tmp_path, cache)
    first.write("a.html", "1", b"text")
    first.save()
    before = (tmp_path / "site/a.html").stat().st_mtime_ns
    again = outputs(tmp_path, cache)
    again.write("a.html", "2", b"text")
    assert again.written == []
    assert (tmp_path / "site/a.html").stat().st_mtime_ns == before
    again.write("a.html", "3", b"new!")
    assert again.written == ["a.html"]


def test_a_file_that_somebody_touched_is_no_longer_known(
    tmp_path: Path, cache: CacheFolder
) -> None:
    first = outputs(tmp_path, cache)
    first.write("a.html", "1", b"text")
    first.save()
    path = tmp_path / "site/a.html"
    path.write_bytes(b"edit")
    os.utime(path, ns=(1, 1))
    assert not outputs(tmp_path, cache).keep("a.html", "1")


@pytest.mark.parametrize("moment", [1, 4_102_444_800_000_000_000], ids=["1970", "2100"])
def test_what_nobody_vouches_for_is_removed(
    tmp_path: Path, cache: CacheFolder, moment: int
) -> None:
    site = tmp_path / "site"
    names = ("old/x/y.html", "asset.css", "search/abc/g.js", "keep.html", "moved.html", "again.pdf")
    for name in names:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text("", encoding="utf-8")
        os.utime(site / name, ns=(moment, moment))
    (site / "folder").symlink_to(tmp_path)
    found = standing(site, apart="search")
    (site / "404.html").write_text("", encoding="utf-8")  # others write while we build
    (site / "moved.html").write_text("anew", encoding="utf-8")
    os.utime(site / "moved.html", ns=(moment, moment))
    shutil.copy2(site / "asset.css", site / "again.pdf")
    made = outputs(tmp_path, cache)
    made.write("keep.html", "1", b"")
    assert made.sweep(["asset.css", "keep.html"], found) == ["old/x/y.html"]
    assert not (site / "old").exists()
    assert sorted(path.name for path in site.iterdir()) == [
        "404.html",
        "again.pdf",
        "asset.css",
        "folder",
        "keep.html",
        "moved.html",
        "search",
    ]


def test_nothing_stands_where_no_folder_is(tmp_path: Path, cache: CacheFolder) -> None:
    found = standing(tmp_path / "site", apart="search")
    assert found == {}
    assert outputs(tmp_path, cache).sweep([], found) == []


def test_what_is_gone_meanwhile_is_nobodys_fault(tmp_path: Path, cache: CacheFolder) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "old.html").write_text("", encoding="utf-8")
    found = standing(site, apart="search")
    (site / "old.html").unlink()
    assert outputs(tmp_path, cache).sweep([], found) == []


def test_what_another_process_did_counts(tmp_path: Path, cache: CacheFolder) -> None:
    there, here = outputs(tmp_path, cache), outputs(tmp_path, cache)
    there.write("a.html", "1", b"text")
    here.take(*there.taken())
    assert there.taken() == ({}, [])
    assert here.written == ["a.html"]
    here.save()
    assert outputs(tmp_path, cache).keep("a.html", "1")


def test_two_output_folders_have_a_record_each(tmp_path: Path, cache: CacheFolder) -> None:
    one, two = Outputs(tmp_path / "one", cache), Outputs(tmp_path / "two", cache)
    one.write("a.html", "1", b"text")
    one.save()
    assert not two.keep("a.html", "1")
