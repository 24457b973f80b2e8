"""A document that comes a second time is told by its bytes or its letters, and little is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handling import split_small
from huibian import duplicates, frontmatter, shelf
from huibian.editing import Library
from huibian.shelf import Shelf, Shelved

MARKS = st.text("，。 \n#*-_[]（）", max_size=6)


@given(st.lists(st.tuples(st.text("甲乙丙丁a1", max_size=9), MARKS, MARKS), max_size=60))
def test_marks_do_not_change_the_opening(parts: list[tuple[str, str, str]]) -> None:
    one, other = ("".join(part[0] + part[at] for part in parts) for at in (1, 2))
    assert shelf._opening(one) == shelf._opening(other)


def test_the_same_letters_are_found_with_their_page(library: Library) -> None:
    folder = split_small(library)
    page = (folder / "02.md").read_text(encoding="utf-8")
    found = Shelf(library.store, library.texts())
    changed = page.replace("，", "、").replace("\n\n", "\n \n\n")
    where, reason = found.duplicate("0" * 64, changed)
    assert where is not None and (where.slug, where.page) == ("small", "02.md")
    assert where.title == frontmatter.parse(page).meta["title"] and reason == "文字完全相同"
    assert found.duplicate("0" * 64, f"{page}再加一句") == (None, "")
    assert found.duplicate("0" * 64, "---\ntitle: 空\n---\n") == (None, "")
    assert [one.page for one in found.titled("small", where.title)] == ["02.md"]


def test_what_was_put_on_the_shelf_is_there(library: Library) -> None:
    split_small(library)
    texts = library.texts()
    found = Shelf(library.store, texts)
    one = Shelved("small", "09.md", "新来的")
    found.take(one, "f" * 64)
    texts.add(one.where, "新来的一篇正文")
    assert found.duplicate("f" * 64, "") == (one, "是同一个文件")
    assert found.duplicate("0" * 64, "新来的，一篇正文。") == (one, "文字完全相同")
    assert found.titled("small", "新来的") == [one]


def test_plans_are_taken_apart_only_for_their_document(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = split_small(library)
    read: list[Path] = []
    real = shelf.read_plan

    def listening(path: Path, shown: str) -> object:
        read.append(path)
        return real(path, shown)

    monkeypatch.setattr(shelf, "read_plan", listening)
    found = Shelf(library.store, duplicates.Library({}))
    assert found.duplicate("0" * 64, "") == (None, "") and not read
    plan = real(folder / "source" / "plan.yml", "")
    where, _ = found.duplicate(plan.source.sha256, "")
    assert where is not None and where.page == "index.md" and len(read) == 1
    (folder / "source" / "plan.yml").write_text(f"{plan.source.sha256}: [", encoding="utf-8")
    assert found.duplicate(plan.source.sha256, "") == (None, "")
