"""Versions of pages: kept by the desk or as commits, shown side by side, brought back."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from desk_clerk import Clerk

from handling import split_small
from huibian.desk import history as history_module
from huibian.desk.comparing import compare
from huibian.store import FileChange

PAGE = "collections/small/01.md"


@pytest.fixture
def shelf(clerk: Clerk) -> Clerk:
    split_small(clerk.desk.library)
    return clerk


def path(clerk: Clerk, name: str = PAGE) -> Path:
    return clerk.desk.site / "docs" / name


def save(clerk: Clerk, **wanted: Any) -> dict[str, Any]:
    data = {"keys": ["small/01"], "field": "organization", "op": "set", "value": "某县", **wanted}
    job = clerk.finished(clerk.post("/api/articles/change", data))
    done = clerk.finished(clerk.post(f"/api/changes/{job['result']['ticket']}"))
    assert done["state"] == "done", done
    result = done["result"]
    assert isinstance(result, dict)
    return result


def git(clerk: Clerk, *words: str) -> str:
    command = ["git", "-C", str(clerk.desk.site), *words]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture
def repository(shelf: Clerk) -> Clerk:
    git(shelf, "init", "-q", "-b", "trunk")
    git(shelf, "config", "user.name", "张三")
    git(shelf, "config", "user.email", "zhang@example.org")
    git(shelf, "add", "-A")
    git(shelf, "commit", "-qm", "从前")
    return shelf


def test_a_version_is_shown_and_brought_back(shelf: Clerk) -> None:
    before = path(shelf).read_bytes()
    save(shelf)
    save(shelf, value="某县民政局")
    page = shelf.get(f"/history/{PAGE}").get_data(as_text=True)
    assert "单位设为“某县民政局”" in page
    assert "<mark>民政局</mark>" in page
    oldest = shelf.desk.history.versions(PAGE)[-1].id
    data = {"path": PAGE, "version": oldest}
    found = shelf.post("/api/history/restore", data).get_json()
    done = shelf.finished(shelf.post(f"/api/changes/{found['ticket']}"))
    assert done["state"] == "done"
    assert path(shelf).read_bytes() == before
    assert shelf.desk.history.saves()[0].title.startswith("恢复旧版")


def test_an_undo_does_not_run_over_later_work(shelf: Clerk) -> None:
    first = save(shelf)
    save(shelf, value="别的单位")
    refused = shelf.post(f"/api/history/{first['save']}/undo")
    assert refused.status_code == 409
    assert refused.get_json()["findings"][0]["code"] == "HB732"


def test_each_save_is_a_commit_of_its_files_alone(repository: Clerk) -> None:
    other, staged = path(repository, "collections/small/02.md"), path(repository, "new.md")
    other.write_text(other.read_text("utf-8") + "没有提交的\n", encoding="utf-8")
    staged.write_text("放进暂存区的\n", encoding="utf-8")
    git(repository, "add", "docs/new.md")
    hook = repository.desk.site / ".git" / "hooks" / "post-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ntouch hooked\n", encoding="utf-8")
    hook.chmod(0o755)
    done = save(repository)
    assert git(repository, "log", "-1", "--format=%an %s").strip() == "张三 单位设为“某县”（1 篇）"
    changed = git(repository, "show", "--name-only", "--format=", "HEAD").split()
    assert changed == [f"docs/{PAGE}"]
    status = git(repository, "status", "--porcelain").splitlines()
    assert sorted(status) == [" M docs/collections/small/02.md", "A  docs/new.md"]
    assert not list(repository.desk.site.rglob("hooked"))
    kept = repository.desk.history.save(done["save"])
    assert kept.commit == git(repository, "rev-parse", "HEAD").strip()


def test_what_others_committed_is_in_the_history(repository: Clerk) -> None:
    save(repository)
    titles = [one.title for one in repository.desk.history.versions(PAGE)]
    assert titles == ["单位设为“某县”（1 篇）", "从前"]
    commit = repository.desk.history.versions(PAGE)[1].id
    data = {"path": PAGE, "version": commit}
    found = repository.post("/api/history/restore", data).get_json()
    assert found["count"] == 1


def test_commits_can_be_turned_off(repository: Clerk) -> None:
    head = git(repository, "rev-parse", "HEAD")
    assert repository.post("/api/settings/commits", {"commits": False}).status_code == 200
    save(repository)
    assert git(repository, "rev-parse", "HEAD") == head
    assert len(repository.desk.history.saves()) == 1


def test_no_commit_in_the_middle_of_a_merge(repository: Clerk) -> None:
    (repository.desk.site / ".git" / "MERGE_HEAD").write_text("0" * 40 + "\n", encoding="ascii")
    assert "合并" in repository.desk.history.repository.trouble()
    head = git(repository, "rev-parse", "HEAD")
    save(repository)
    assert git(repository, "rev-parse", "HEAD") == head


def test_a_repository_without_an_author_is_left_alone(
    shelf: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    git(shelf, "init", "-q")
    assert "user.name" in shelf.desk.history.repository.trouble()
    save(shelf)
    assert shelf.desk.history.saves()[0].commit == ""


def test_a_compilation_that_is_added_is_a_save(repository: Clerk) -> None:
    from handling import SMALL

    draft = repository.add(SMALL, other="1")
    view = repository.view(draft)
    answer = repository.post(f"/api/drafts/{draft}/save", {"revision": view["revision"]})
    assert answer.status_code == 200
    assert repository.desk.history.saves()[0].title.startswith("添加汇编《")
    slug = answer.get_json()["slug"]
    assert f"?? docs/collections/{slug}" not in git(repository, "status", "--porcelain")


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "collections/small/source/original.txt", "index.md", ".git/config"],
)
def test_other_files_have_no_history(shelf: Clerk, name: str) -> None:
    assert shelf.get(f"/history/{name}").status_code == 404
    data = {"path": name, "version": "now"}
    assert shelf.post("/api/history/restore", data).status_code == 404


@pytest.mark.parametrize("version", ["HEAD", "--output=x", "0" * 40, "0" * 64, "", "gone"])
def test_versions_that_there_are_not(shelf: Clerk, version: str) -> None:
    save(shelf)
    answer = shelf.post("/api/history/restore", {"path": PAGE, "version": version})
    if version == "gone":
        assert answer.get_json()["title"].startswith("恢复旧版")
        return
    assert answer.status_code == 422
    assert answer.get_json()["findings"][0]["code"] == "HB733"


def test_a_log_that_was_cut_off_and_bytes_that_rotted(shelf: Clerk) -> None:
    done = save(shelf)
    root = shelf.desk.site / ".huibian" / "versions"
    log = root / "log.jsonl"
    log.write_text(log.read_text("utf-8") + '{"id": "0123', encoding="utf-8")
    fresh = history_module.History(shelf.desk.site, shelf.desk.workspace)
    assert [one.id for one in fresh.saves()] == [done["save"]]
    for file in root.glob("??/*"):
        file.write_bytes(b"rot")
    assert shelf.post(f"/api/history/{done['save']}/undo").status_code == 422


def test_old_versions_of_busy_pages_are_forgotten(
    shelf: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_module, "_KEPT_FOR", -1)
    monkeypatch.setattr(history_module, "_KEPT_EACH", 3)
    history = shelf.desk.history
    for number in range(6):
        change = FileChange(PAGE, b"%d" % number, b"%d" % (number + 1))
        history.record(f"第 {number} 次", [change])
    history.prune()
    assert [one.title for one in history.saves()] == ["第 5 次", "第 4 次", "第 3 次"]
    assert len(list((shelf.desk.site / ".huibian" / "versions").glob("??/*"))) == 4
    assert history.text(PAGE, history.versions(PAGE)[0].id) == b"6"


def test_lines_stand_beside_what_they_were() -> None:
    rows = compare("一\n二\n三\n甲乙丙丁戊己", "一\n三\n甲乙子丑戊己\n末")
    assert [(row.left, row.right) for row in rows] == [(1, 1), (2, 0), (3, 2), (4, 3), (0, 4)]
    assert rows[3].before == (("甲乙", False), ("丙丁", True), ("戊己", False))
    assert compare("一\n" * 30, "一\n" * 30)[0].skipped == 30
