"""Drafts are kept after every step: they outlive tabs, servers and broken files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from handling import findings
from huibian.desk.drafts import Drafts, Step
from huibian.desk.workspace import Workspace, is_id
from huibian.diagnostics import HuibianError
from huibian.schema import Anchor, Confirm

CONFIRM = Confirm(op="confirm", at=Anchor(line=3, text="三"))


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(Workspace(tmp_path))


def begun(drafts: Drafts) -> str:
    draft, _ = drafts.make("材料.txt")
    drafts.begin(draft, name="材料.txt", slug="cailiao", today="2026-01-02")
    return draft


def test_a_step_is_on_the_disk_when_it_is_taken(drafts: Drafts, tmp_path: Path) -> None:
    draft = begun(drafts)
    with drafts.changing(draft, 0) as file:
        file.steps.append(Step(added=[CONFIRM]))
        file.at = 1
    again = Drafts(Workspace(tmp_path)).read(draft)  # as after kill -9
    assert again.edits == [CONFIRM] and again.revision == 1
    assert [name for name, _ in drafts.all()] == [draft]


def test_a_change_that_fails_leaves_the_draft_as_it_was(drafts: Drafts) -> None:
    draft = begun(drafts)
    with pytest.raises(RuntimeError), drafts.changing(draft, 0) as file:
        file.at = 7
        raise RuntimeError
    assert (drafts.read(draft).at, drafts.read(draft).revision) == (0, 0)


def test_what_another_window_did_is_not_overwritten(drafts: Drafts) -> None:
    draft = begun(drafts)
    with drafts.changing(draft, 0):
        pass
    with pytest.raises(HuibianError) as caught, drafts.changing(draft, 0):
        raise AssertionError
    assert "HB711" in findings(caught.value)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../../x",
        "0123456789abcdeF",
        "0123456789abcde",
        "0123456789abcdef/..",
        "\0" * 16,
    ],
    ids=["none", "dot", "up", "far up", "upper", "short", "below", "nul"],
)
def test_a_name_that_is_no_id_reaches_no_file(drafts: Drafts, name: str) -> None:
    assert not is_id(name)
    for act in (drafts.folder, drafts.read, drafts.remove):
        with pytest.raises(HuibianError) as caught:
            act(name)
        assert "HB710" in findings(caught.value)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"version": 1, "extra": 2}'])
def test_a_broken_draft_is_passed_over(drafts: Drafts, text: str) -> None:
    draft = begun(drafts)
    (drafts.folder(draft) / "draft.json").write_text(text, encoding="utf-8")
    assert drafts.all() == []
    with pytest.raises(HuibianError):
        drafts.read(draft)


def test_it_stands_where_no_cache_is_emptied_and_git_does_not_look(
    drafts: Drafts, tmp_path: Path
) -> None:
    draft = begun(drafts)
    home = tmp_path / ".huibian"
    assert drafts.folder(draft).parent == home / "desk" / "drafts"
    assert (home / ".gitignore").read_text(encoding="utf-8") == "*\n"
    assert "草稿" in (home / "说明.txt").read_text(encoding="utf-8")
    assert home.stat().st_mode & 0o077 == 0


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path)
    path = workspace.root / "a.json"
    workspace.write_json(path, {"old": True})

    def full(*_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(HuibianError) as caught:
        workspace.write_json(path, {"new": True})
    assert "HB703" in findings(caught.value)
    assert json.loads(path.read_text(encoding="utf-8")) == {"old": True}
    assert [one.name for one in workspace.root.iterdir()] == ["a.json"]


def test_a_key_is_made_once_and_for_its_owner(tmp_path: Path) -> None:
    first = Workspace(tmp_path).key("session")
    assert Workspace(tmp_path).key("session") == first and len(first) == 32
    assert (tmp_path / ".huibian/desk/session.key").stat().st_mode & 0o077 == 0


def test_a_second_desk_on_a_site_is_refused(tmp_path: Path) -> None:
    """Its start would clear away what the first one is just taking in."""
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n", encoding="utf-8")
    workspace = Workspace(tmp_path)
    with workspace.held():
        upload, _ = Drafts(workspace).make("材料.txt")
        done = subprocess.run(
            [sys.executable, "-m", "huibian", "--site", str(tmp_path), "desk", "--no-browser"],
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode != 0
        assert "HB713" in done.stderr and "工作台已经开着" in done.stderr
        assert workspace.names("drafts") == [upload]
    with workspace.held():  # the first one has ended
        pass
