"""A question about a field is open until a person settled the field on the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from handling import SMALL, TODAY, edit, replace_in, run, split_small
from huibian import openquestions
from huibian.check import check_site
from huibian.editing import Library, Request, set_on_page
from huibian.planfile import read_plan
from huibian.revising import fields
from huibian.revising.fields import Wish
from huibian.site.catalog import read_questions

FIELD = "HB215"
#: What a person puts in the place of a doubtful value.
VALUES = {"level": "村社区级", "themes": "基层治理", "kind": "访谈", "region": "陕西省"}


@pytest.mark.parametrize(
    ("command", "field"),
    [
        ("huibian edit a --set 3 level=市级", "level"),
        ('huibian edit a --set 3 "region=陕西省/汉中市"', "region"),
        ("--set 12 themes=", "themes"),
        ('huibian edit a --retitle 3 "一"', "title"),
        ('huibian edit a --split-at 9 --retitle 3 "一"', ""),
        ("huibian edit a --confirm 9", ""),
        ("", ""),
    ],
)
def test_the_field_that_a_command_sets(command: str, field: str) -> None:
    assert openquestions.field_of(command) == field


def test_a_page_that_cannot_be_read_settles_nothing(tmp_path: Path) -> None:
    (tmp_path / "01.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    (tmp_path / "02.md").write_bytes("---\ntitle: 甲\n---\n".encode("gb18030"))
    starts = [(1, "01.md"), (2, "02.md"), (3, "03.md")]
    assert openquestions.reviews(tmp_path, starts) == {}
    assert openquestions.is_open(1, "--set 1 level=", {})


@pytest.fixture
def folder(library: Library) -> Path:
    """A collection about whose articles' fields something is asked."""
    folder = split_small(library)
    assert doubts(library)
    return folder


def doubts(library: Library) -> set[tuple[int, str]]:
    """Return the open questions about fields wherever they are told, all the same."""
    found = {
        (one.line, openquestions.field_of(one.command))
        for one in library.overview("small").questions
        if one.code == FIELD
    }
    told = [one for one in read_questions(library.docs, "small") if one["code"] == FIELD]
    assert {(one["line"], openquestions.field_of(one["command"])) for one in told} == found
    checked = [one for one in check_site(library.site).questions if one.code == FIELD]
    assert {(one.line, openquestions.field_of(one.hint)) for one in checked} == found
    every = library.overview("small").questions
    assert library.card("small").questions == len(every)
    proposal = library.proposal("small")
    compilation = library.compiled(proposal, library.decide(proposal, []))
    open_ = library.still_open(proposal, compilation)
    assert sum(open_) == len(every)
    listed = run(library.site, "edit", "small").output
    assert f"待定问题 {len(every)} 处" in listed
    return found


def test_all_that_a_new_collection_asks_is_told(library: Library) -> None:
    outcome = library.split(SMALL, slug="small", today=TODAY)
    told = {
        (one.line, openquestions.field_of(one.hint))
        for one in outcome.compilation.findings
        if one.code == FIELD
    }
    assert told == doubts(library)


def first_doubt(library: Library, folder: Path) -> tuple[int, str, Path]:
    """Return a question about a field: its line, the field and the page."""
    line, field = next(one for one in sorted(doubts(library)) if one[1] in VALUES)
    plan = read_plan(folder / "source" / "plan.yml", "")
    page = next(
        one.page for one in plan.articles if openquestions.first_line(one.title_lines) == line
    )
    return line, field, folder / page


@pytest.mark.parametrize("way", ["form", "bulk", "looked", "editor"])
def test_a_field_that_was_corrected_is_no_question(
    library: Library, folder: Path, way: str
) -> None:
    line, field, page = first_doubt(library, folder)
    before = doubts(library)
    was = page.read_text(encoding="utf-8")
    path = page.relative_to(library.docs).as_posix()
    if way == "form":
        page.write_text(set_on_page(was, "", field, VALUES[field]), encoding="utf-8")
    elif way == "editor":
        review = next(one for one in was.splitlines() if one.startswith("review:"))
        replace_in(page, review + "\n", "")
    else:
        wish = Wish(field, "set", VALUES[field]) if way == "bulk" else Wish("review", "clear")
        revision = fields.revise(library, [path], wish)
        library.store.change(revision.files)
    settled = before - doubts(library)
    assert (line, field) in settled and {one[0] for one in settled} == {line}
    outcome = library.split(SMALL, slug="small", today=TODAY)
    told = {(one.line, openquestions.field_of(one.hint)) for one in outcome.compilation.findings}
    assert (line, field) not in told
    page.write_text(was, encoding="utf-8")  # as going back to an older version does
    assert doubts(library) == before


def test_a_decision_that_is_taken_back_opens_its_question_again(
    library: Library, folder: Path
) -> None:
    line, field, page = first_doubt(library, folder)
    before = doubts(library)
    edit(library, f"set {int(page.stem)} {field}={VALUES[field]}")
    assert (line, field) not in doubts(library)
    library.edit("small", [Request("undo", ("1",))])
    assert doubts(library) == before
