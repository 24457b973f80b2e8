"""Decisions taken one by one on a source that is not written yet: the desk's way to split."""

from __future__ import annotations

from pathlib import Path

import pytest

from handling import SMALL, TITLES, TODAY, edit, findings, replace_in, split_small, tree
from huibian import readers
from huibian.check import check_site
from huibian.diagnostics import HuibianError
from huibian.editing import Decisions, Library, Proposal, Request, requests_of
from huibian.planfile import read_plan


def proposed(library: Library, slug: str = "small") -> Proposal:
    return library.new_proposal(readers.read(SMALL), SMALL.read_bytes(), slug, TODAY)


def test_a_new_source_is_decided_on_and_written_at_once(library: Library) -> None:
    proposal = proposed(library)
    first = library.decide(proposal, [Request("merge", ("2",))])
    second = library.decide(proposal, [Request("retitle", ("1", "合起来的一篇"))], first)
    assert [edit.op for edit in second.edits] == ["merge", "retitle"]
    assert not library.store.known()
    outcome = library.accept(proposal, second, library.compiled(proposal, second))
    assert outcome.written is not None and outcome.written.changed
    folder = library.store.folder("small")
    plan = read_plan(folder / "source" / "plan.yml", "plan.yml")
    assert len(plan.articles) == len(TITLES) - 1
    assert len(plan.edits) == 2
    assert (folder / "01.md").read_text(encoding="utf-8").count("合起来的一篇") == 1
    assert not [one for one in check_site(library.site).findings if one.severity == "error"]


def test_the_pages_are_those_that_the_commands_make(library: Library, tmp_path: Path) -> None:
    proposal = proposed(library)
    decisions = library.decide(proposal, [Request("merge", ("2",))])
    library.accept(proposal, decisions, library.compiled(proposal, decisions))
    other = Library(tmp_path / "other")
    split_small(other)
    edit(other, "merge 2")
    assert tree(library.store.folder("small")) == tree(other.store.folder("small"))


def test_a_refused_decision_changes_nothing(library: Library) -> None:
    proposal = proposed(library)
    before = library.decide(proposal, [Request("merge", ("2",))])
    with pytest.raises(HuibianError) as caught:
        library.compiled(proposal, library.decide(proposal, [Request("merge", ("1",))], before))
    assert "HB408" in findings(caught.value)


def test_a_collection_that_came_meanwhile_is_not_overwritten(library: Library) -> None:
    proposal = proposed(library)
    decisions = Decisions((), 0)
    compilation = library.compiled(proposal, decisions)
    split_small(library)
    with pytest.raises(HuibianError) as caught:
        library.accept(proposal, decisions, compilation)
    assert "HB704" in findings(caught.value)
    with pytest.raises(HuibianError) as caught:
        proposed(library)
    assert "HB704" in findings(caught.value)


def test_a_collection_that_somebody_changed_meanwhile_is_not_overwritten(library: Library) -> None:
    folder = split_small(library)
    proposal = library.proposal("small")
    decisions = library.decide(proposal, [Request("merge", ("2",))])
    compilation = library.compiled(proposal, decisions)
    replace_in(folder / "01.md", next(iter(TITLES)), "别人改的标题")
    before = tree(folder)
    with pytest.raises(HuibianError) as caught:
        library.accept(proposal, decisions, compilation)
    assert "HB709" in findings(caught.value)
    assert tree(folder) == before


def test_requests_of_commands() -> None:
    assert requests_of('--split-at 370 --retitle 24 "甲 乙"') == (
        Request("split-at", ("370",)),
        Request("retitle", ("24", "甲 乙")),
    )
    assert requests_of("--move 227-237 --to 16") == (Request("move", ("227-237", "16")),)
    assert requests_of("--set 3 level=市级") == (Request("set", ("3", "level=市级")),)


@pytest.mark.parametrize(
    "command", ["--undo", "--merge", "merge 2", "--to 3", "--move 1 --to 2 --to 3"]
)
def test_what_is_no_command_of_a_question(command: str) -> None:
    with pytest.raises(ValueError):
        requests_of(command)
