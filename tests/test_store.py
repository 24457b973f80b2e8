"""The store: atomic, keeps what people changed, never follows a link out of a collection."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from handling import edit, findings, replace_in, split_small, times, tree
from huibian import frontmatter, store
from huibian.diagnostics import HuibianError
from huibian.editing import Library
from huibian.store import PageChange, Store, check_slug, merge_page

PAGE = """---
title: 一渠清水
number: 1
level: 县区级
themes: [水利]
---

甲段。

乙段。

丙段。
"""


def sha(text: str | bytes) -> str:
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def write(
    one: Store, pages: dict[str, str], base: dict[str, str] | None = None, plan: str = "版本: 1\n"
) -> store.Written:
    """Write a collection whose pages were ``base`` when they were last generated."""
    base = base or {}
    folder = one.folder("c")
    hashes = {path.name: sha(path.read_bytes()) for path in folder.glob("*.md")}
    changes = [
        PageChange(name, text, name if name in base else "", base.get(name, ""), sha(base[name]))
        if name in base
        else PageChange(name, text)
        for name, text in pages.items()
    ]
    gone = [PageChange(n, "", n, "", sha(text)) for n, text in base.items() if n not in pages]
    return one.write("c", changes, plan, ("original.txt", b"source"), gone, hashes if base else {})


@pytest.fixture
def kept(tmp_path: Path) -> Store:
    """A store with one collection of two pages."""
    one = Store(tmp_path / "docs")
    with one.locked():
        write(one, {"index.md": "---\ntitle: 汇编\n---\n", "01.md": PAGE})
    return one


# --- names --------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["a", "zuofeng-2023", "2023", "a-b-c", "x" * 80, "console", "com"])
def test_slugs_that_name_a_folder_anywhere(slug: str) -> None:
    check_slug(slug)


@pytest.mark.parametrize(
    ("slug", "reason"),
    [
        ("a/b", "路径"),
        ("..", "路径"),
        ("../x", "路径"),
        ("a..b", "路径"),
        ("a\\b", "路径"),
        ("/etc", "路径"),
        ("con", "保留"),
        ("nul", "保留"),
        ("com1", "保留"),
        ("lpt9", "保留"),
        ("Zuofeng", "小写"),
        ("CON", "保留"),
        ("作风", "小写"),
        ("a b", "小写"),
        ("a_b", "小写"),
        ("-a", "小写"),
        ("a-", "小写"),
        ("a--b", "小写"),
        (".new", "小写"),
        ("a\n", "小写"),
        ("a\x00", "小写"),
        ("", "小写"),
        ("x" * 81, "80"),
    ],
)
def test_other_slugs_are_refused_with_a_reason(slug: str, reason: str) -> None:
    with pytest.raises(HuibianError) as caught:
        check_slug(slug)
    found = findings(caught.value)["HB701"]
    assert reason in found.message
    assert "--collection" in found.hint


def test_only_folders_with_good_names_are_collections(kept: Store) -> None:
    for name in ("Other", ".c.new", "旧版"):
        (kept.root / name).mkdir()
    (kept.root / "file").write_text("x")
    assert kept.known() == ["c"]


# --- one step -----------------------------------------------------------------------------------


def test_the_same_content_writes_nothing(kept: Store) -> None:
    before = times(kept.root)
    base = {"index.md": "---\ntitle: 汇编\n---\n", "01.md": PAGE}
    with kept.locked():
        written = write(kept, base, base)
    assert not written.changed
    assert times(kept.root) == before


def test_a_write_leaves_no_leftovers(kept: Store) -> None:
    with kept.locked():
        write(kept, {"01.md": PAGE.replace("甲", "丁")}, {"01.md": PAGE})
    assert sorted(path.name for path in kept.root.iterdir()) == [".lock", "c"]


def test_without_an_exchange_of_folders_two_renames_do(
    kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "exchange", lambda one, other: False)
    with kept.locked():
        written = write(kept, {"01.md": PAGE.replace("甲", "丁")}, {"01.md": PAGE})
    assert written.changed
    assert "丁段" in (kept.folder("c") / "01.md").read_text(encoding="utf-8")
    assert sorted(path.name for path in kept.root.iterdir()) == [".lock", "c"]


def test_a_failed_second_rename_takes_the_first_back(
    kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "exchange", lambda one, other: False)
    before = tree(kept.folder("c"))
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name == ".c.new":
            raise OSError(errno.EACCES, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with kept.locked(), pytest.raises(HuibianError) as caught:
        write(kept, {"01.md": "neu"}, {"01.md": PAGE})
    assert findings(caught.value)["HB703"].message == "写不进去：没有权限"
    assert tree(kept.folder("c")) == before


@pytest.mark.parametrize("full", [False, True])
def test_leftovers_of_a_killed_command_are_mended(kept: Store, full: bool) -> None:
    """Between its two renames a command leaves .slug.old and .slug.new; the old one comes back."""
    before = tree(kept.folder("c"))
    kept.folder("c").rename(kept.root / ".c.old")
    if full:
        (kept.root / ".c.new" / "source").mkdir(parents=True)
        (kept.root / ".c.new" / "01.md").write_text("half")
    assert kept.known() == []
    with kept.locked():
        assert tree(kept.folder("c")) == before
    assert sorted(path.name for path in kept.root.iterdir()) == [".lock", "c"]


def test_leftovers_beside_a_whole_collection_are_removed(kept: Store) -> None:
    before = tree(kept.folder("c"))
    for name in (".c.old", ".c.new"):
        (kept.root / name / "source").mkdir(parents=True)
        (kept.root / name / "01.md").write_text("half")
    (kept.root / ".my.notes.old").mkdir()  # not ours: no collection has such a name
    (kept.root / ".b.new").write_text("a file, of all things")
    with kept.locked():
        pass
    assert tree(kept.folder("c")) == before
    assert sorted(path.name for path in kept.root.iterdir()) == [".lock", ".my.notes.old", "c"]


def test_rubbish_that_cannot_be_removed_stops_nothing(
    kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows a file of the old folder may be open in Word: the new one stands all the same."""
    monkeypatch.setattr(store.shutil, "rmtree", lambda path, ignore_errors=False: None)
    with kept.locked():
        assert write(kept, {"01.md": PAGE.replace("甲", "丁")}, {"01.md": PAGE}).changed
    assert "丁段" in (kept.folder("c") / "01.md").read_text(encoding="utf-8")
    monkeypatch.undo()
    with kept.locked():
        assert not (kept.root / ".c.new").exists()


# --- what people changed --------------------------------------------------------------------------


def test_a_page_changed_by_hand_is_kept_to_the_letter(kept: Store) -> None:
    mine = replace_in(kept.folder("c") / "01.md", "乙段。", "乙段，人改过。")
    with kept.locked():
        written = write(kept, {"01.md": PAGE}, {"01.md": PAGE}, plan="版本: 2\n")
    assert written.kept == ["01.md"]
    assert (kept.folder("c") / "01.md").read_text(encoding="utf-8") == mine


def test_changes_at_different_places_are_merged(kept: Store) -> None:
    page = kept.folder("c") / "01.md"
    replace_in(page, "丙段。", "丙段，人改过。")
    replace_in(page, "level: 县区级", "level: 市级\norganization: 供水站")
    new = PAGE.replace("甲段。", "甲段，新拆的。").replace("[水利]", "[农业农村]")
    with kept.locked():
        written = write(kept, {"01.md": new}, {"01.md": PAGE})
    assert written.merged == ["01.md"]
    merged = frontmatter.parse(page.read_text(encoding="utf-8"))
    assert merged.body.split() == ["甲段，新拆的。", "乙段。", "丙段，人改过。"]
    assert merged.meta == {
        "title": "一渠清水",
        "number": 1,
        "level": "市级",
        "themes": ["农业农村"],
        "organization": "供水站",
    }


def test_line_ends_of_notepad_are_no_conflict(kept: Store) -> None:
    page = kept.folder("c") / "01.md"
    mine = "\ufeff" + PAGE.replace("丙段。", "丙段，人改过。").replace("\n", "\r\n")
    page.write_bytes(mine.encode())
    with kept.locked():
        write(kept, {"01.md": PAGE.replace("甲段。", "甲段，新拆的。")}, {"01.md": PAGE})
    merged = frontmatter.parse(page.read_text(encoding="utf-8"))
    assert merged.body.split() == ["甲段，新拆的。", "乙段。", "丙段，人改过。"]


def test_all_conflicts_are_reported_and_nothing_is_written(kept: Store) -> None:
    pages = {"index.md": "---\ntitle: 汇编\n---\n", "01.md": PAGE, "02.md": PAGE, "03.md": PAGE}
    with kept.locked():
        write(kept, pages, {"01.md": PAGE})
    folder = kept.folder("c")
    replace_in(folder / "01.md", "甲段。", "甲段，人改过。")
    replace_in(folder / "02.md", "level: 县区级", "level: 市级")
    replace_in(folder / "03.md", "丙段。", "丙段，人改过。")
    before = tree(kept.root)
    new = PAGE.replace("甲段。", "甲段，新拆的。").replace("level: 县区级", "level: 省级")
    with kept.locked(), pytest.raises(HuibianError) as caught:
        write(kept, {"01.md": new, "02.md": new, "03.md": new}, pages)
    assert [(one.code, one.path) for one in caught.value.findings] == [
        ("HB702", "docs/collections/c/01.md"),
        ("HB702", "docs/collections/c/02.md"),
    ]
    assert "正文" in caught.value.findings[0].message
    assert "层级" in caught.value.findings[1].message
    assert tree(kept.root) == before


def test_a_changed_page_that_is_to_go_is_a_conflict(kept: Store) -> None:
    pages = {"01.md": PAGE, "02.md": PAGE.replace("number: 1", "number: 2")}
    with kept.locked():
        write(kept, pages, {"01.md": PAGE})
    replace_in(kept.folder("c") / "02.md", "乙段。", "乙段，人改过。")
    before = tree(kept.root)
    with kept.locked(), pytest.raises(HuibianError) as caught:
        write(kept, {"01.md": PAGE}, pages)
    assert "不再单独成页" in findings(caught.value)["HB702"].message
    assert tree(kept.root) == before


def test_a_page_saved_in_gbk_is_never_garbled(kept: Store) -> None:
    page = kept.folder("c") / "01.md"
    mine = PAGE.replace("乙段。", "乙段，人改过。").encode("gb18030")
    page.write_bytes(mine)
    with kept.locked():
        write(kept, {"01.md": PAGE}, {"01.md": PAGE}, plan="版本: 2\n")
    assert page.read_bytes() == mine
    with kept.locked(), pytest.raises(HuibianError) as caught:
        write(kept, {"01.md": PAGE.replace("甲", "丁")}, {"01.md": PAGE})
    assert "不是 UTF-8 编码" in findings(caught.value)["HB702"].message
    assert page.read_bytes() == mine


@pytest.mark.parametrize(
    ("base", "new", "mine", "field", "wanted"),
    [
        ("date: '2022'", "date: '2023'", "date: '2022'", "date", "2023"),
        ("date: '2022'", "date: '2022'", "date: '2021'", "date", "2021"),
        ("date: '2022'", "date: '2022'", "x: 1", "date", None),  # a person took it out
        ("date: '2022'", "date: '2023'", "date: '2023'", "date", "2023"),
        ("review: [level]", "review: [level, kind]", "x: 1", "review", ["kind"]),  # a new doubt
        ("review: [level]", "review: [kind]", "review: [level, date]", "review", ["kind", "date"]),
        ("review: [level, kind]", "review: [level]", "review: [kind]", "review", None),
        ("source: {lines: '1'}", "source: {lines: '2'}", "source: {lines: '9'}", "source", "2"),
    ],
)
def test_fields_are_merged_one_by_one(
    base: str, new: str, mine: str, field: str, wanted: object
) -> None:
    texts = [f"---\ntitle: 甲\n{block}\n---\n\n正文\n" for block in (base, new, mine)]
    text, conflicts = merge_page(*texts)
    assert conflicts == []
    value = frontmatter.parse(text).meta.get(field)
    assert (value["lines"] if isinstance(value, dict) else value) == wanted


def test_broken_front_matter_of_a_person_is_a_conflict_not_a_crash() -> None:
    mine = PAGE.replace("[水利]", "[水利")
    text, conflicts = merge_page(PAGE, PAGE.replace("甲", "丁"), mine)
    assert (text, conflicts) == (mine, ["元数据"])


# --- what people put there ------------------------------------------------------------------------


def test_other_files_are_kept(kept: Store) -> None:
    folder = kept.folder("c")
    (folder / "图片" / "内").mkdir(parents=True)
    (folder / "图片" / "内" / "路灯.png").write_bytes(b"\x89PNG")
    (folder / "空文件夹").mkdir()
    (folder / "备注.md").write_text("自己的备注", encoding="utf-8")
    (folder / "source" / "扫描件.pdf").write_bytes(b"%PDF")
    before = tree(folder)
    with kept.locked():
        write(kept, {"01.md": PAGE.replace("甲", "丁")}, {"01.md": PAGE})
    after = tree(folder)
    changed = {"01.md"}
    assert {name: data for name, data in after.items() if name not in changed} == {
        name: data for name, data in before.items() if name not in changed
    }


def test_pages_made_by_hand_come_after_the_generated_ones(kept: Store) -> None:
    folder = kept.folder("c")
    own = PAGE.replace("number: 1", "number: 2") + "\nnumber: 二号泵房。\n"
    (folder / "02.md").write_text(own, encoding="utf-8")
    (folder / "07.md").write_bytes(own.replace("number: 2", "number: 7").encode("gb18030"))
    pages = {"01.md": PAGE, "02.md": PAGE.replace("number: 1", "number: 2")}
    with kept.locked():
        written = write(kept, pages, {"01.md": PAGE})
    assert written.renamed == [("02.md", "03.md")]
    assert (folder / "02.md").read_text(encoding="utf-8") == pages["02.md"]
    moved = (folder / "03.md").read_text(encoding="utf-8")
    assert moved == own.replace("number: 2", "number: 3")
    assert (folder / "07.md").read_bytes() == own.replace("number: 2", "number: 7").encode(
        "gb18030"
    )


def test_a_hundredth_page_keeps_the_file_names_in_order(kept: Store) -> None:
    folder = kept.folder("c")
    (folder / "100.md").write_text(PAGE.replace("number: 1", "number: 100"), encoding="utf-8")
    pages = {f"{at:03d}.md": PAGE.replace("number: 1", f"number: {at}") for at in range(1, 101)}
    with kept.locked():
        written = write(kept, pages, {"01.md": PAGE})
    assert written.renamed == [("100.md", "101.md")]
    assert len(list(folder.glob("*.md"))) == 102  # with index.md


def test_links_are_kept_as_links_and_never_followed(kept: Store, tmp_path: Path) -> None:
    folder, outside = kept.folder("c"), tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("秘密")
    (outside / "page.md").write_text(PAGE, encoding="utf-8")
    (outside / "plan.yml").write_text("别处的")
    before = tree(outside)
    (folder / "图片").symlink_to(outside)
    (folder / "09.md").symlink_to(outside / "page.md")
    (folder / "dangling.png").symlink_to(outside / "nothing")
    for name in ("01.md", "source/plan.yml"):
        (folder / name).unlink()
    (folder / "01.md").symlink_to(outside / "page.md")
    (folder / "source" / "plan.yml").symlink_to(outside / "plan.yml")
    with kept.locked():
        write(kept, {"01.md": PAGE.replace("甲", "丁")}, {"01.md": PAGE})
    assert tree(outside) == before
    assert not (folder / "01.md").is_symlink()
    assert not (folder / "source" / "plan.yml").is_symlink()
    assert (folder / "图片").readlink() == outside
    assert (folder / "09.md").readlink() == outside / "page.md"
    assert (folder / "dangling.png").readlink() == outside / "nothing"
    with kept.locked():  # and once more, with the links in the old folder that is thrown away
        write(kept, {"01.md": PAGE}, {"01.md": PAGE.replace("甲", "丁")})
    assert tree(outside) == before


def test_a_collection_that_is_itself_a_link_is_left_alone_behind_it(
    kept: Store, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    kept.folder("c").rename(outside)
    kept.folder("c").symlink_to(outside)
    before = tree(outside)
    for new, old in ((PAGE.replace("甲", "丁"), PAGE), (PAGE, PAGE.replace("甲", "丁"))):
        with kept.locked():
            assert write(kept, {"01.md": new}, {"01.md": old}).changed
        assert tree(outside) == before
    assert sorted(path.name for path in kept.root.iterdir()) == [".lock", "c"]


def test_a_pipe_in_the_folder_does_not_hang_the_command(library: Library) -> None:
    folder = split_small(library)
    os.mkfifo(folder / "x.md")
    os.mkfifo(folder / "77.md")
    assert edit(library, "split-at 23").written is not None


# --- what cannot be written -----------------------------------------------------------------------


def no_write(code: int, after: int) -> Callable[[Path, bytes], int]:
    """Return a ``Path.write_bytes`` that fails after some calls."""
    write_bytes, calls = Path.write_bytes, [0]

    def failing(self: Path, data: bytes) -> int:
        calls[0] += 1
        if calls[0] > after:
            write_bytes(self, data[: len(data) // 2])  # half of it gets to the disk
            raise OSError(code, os.strerror(code), str(self))
        return write_bytes(self, data)

    return failing


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "磁盘满了"),
        (errno.EROFS, "只读"),
        (errno.EACCES, "没有权限"),
        (errno.EDQUOT, "配额"),
        (errno.EIO, "磁盘读写出错"),
    ],
)
@pytest.mark.parametrize("after", [0, 2, 5])
def test_a_write_that_fails_changes_nothing(
    library: Library, monkeypatch: pytest.MonkeyPatch, code: int, words: str, after: int
) -> None:
    split_small(library)
    before = tree(library.site)
    monkeypatch.setattr(Path, "write_bytes", no_write(code, after))
    with pytest.raises(HuibianError) as caught:
        edit(library, "split-at 23")
    found = findings(caught.value)["HB703"]
    assert words in found.message
    assert found.path == "docs/collections/small"
    assert tree(library.site) == before


def test_a_first_split_that_fails_leaves_no_collection(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "write_bytes", no_write(errno.ENOSPC, 3))
    with pytest.raises(HuibianError):
        split_small(library)
    assert library.store.known() == []
    assert [path.name for path in library.store.root.iterdir()] == [".lock"]


@pytest.mark.parametrize("call", ["mkdir", "open"])
def test_a_read_only_site_is_told_before_anything_is_tried(
    library: Library, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def failing(self: Path, *_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(self))

    monkeypatch.setattr(Path, call, failing)
    with pytest.raises(HuibianError) as caught, library.store.locked():
        pass
    assert findings(caught.value)["HB703"].message == "写不进去：那里是只读的"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_write_permission_is_told(library: Library) -> None:
    split_small(library)
    before = tree(library.site)
    library.store.root.chmod(0o555)
    try:
        with pytest.raises(HuibianError) as caught:
            edit(library, "split-at 23")
    finally:
        library.store.root.chmod(0o755)
    assert findings(caught.value)["HB703"].message == "写不进去：没有权限"
    assert tree(library.site) == before


@pytest.mark.skipif(sys.platform == "win32", reason="no resource limits")
def test_a_real_limit_on_file_sizes_changes_nothing(library: Library) -> None:
    split_small(library)
    before = tree(library.site)
    child = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (900, 900));"
        "from huibian.cli import main; main(sys.argv[1:])"
    )
    done = subprocess.run(
        [
            sys.executable,
            "-B",
            "-c",
            child,
            "--site",
            str(library.site),
            "edit",
            "small",
            "--split-at",
            "23",
        ],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert "HB703" in done.stderr
    assert "文件太大" in done.stderr
    assert tree(library.site) == before


# --- one at a time --------------------------------------------------------------------------------

HOLDER = """
import sys
from pathlib import Path
from huibian.store import Store
with Store(Path(sys.argv[1])).locked():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_command_is_told_to_wait(library: Library) -> None:
    split_small(library)
    before = tree(library.site)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(library.docs)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        for call in (
            lambda: edit(library, "split-at 23"),
            lambda: library.new("small", "新的一篇"),
            lambda: split_small(library, "other"),
        ):
            with pytest.raises(HuibianError) as caught:
                call()
            found = findings(caught.value)["HB708"]
            assert "再试" in found.hint
        assert tree(library.site) == before
        holder.communicate("")
    assert edit(library, "split-at 23").written is not None


def test_the_lock_of_a_killed_command_bars_nobody(library: Library) -> None:
    split_small(library)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(library.docs)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        holder.kill()
    assert edit(library, "split-at 23").written is not None


def test_a_file_system_without_locks_can_be_written(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def unsupported(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", unsupported)
    split_small(library)
    assert library.store.known() == ["small"]
