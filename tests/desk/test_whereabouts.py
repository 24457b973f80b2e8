"""A draft of an article follows it when its collection is divided anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_clerk import Clerk, begun, state, typed

from handling import EMBEDDED, SMALL, edit
from huibian import frontmatter
from huibian.check import check_site
from huibian.desk.whereabouts import page_of
from huibian.editing import Library


def posted(clerk: Clerk, draft: str, act: str, **data: Any) -> Any:
    return clerk.post(
        f"/api/articles/drafts/{draft}/{act}", {"revision": state(clerk, draft)["revision"], **data}
    )


def test_a_draft_follows_its_article_to_another_number(
    writer: Clerk, library: Library, folder: Path, site: Path
) -> None:
    draft = begun(writer, "03.md")
    title = typed(writer, draft, author="柳工")["typed"]["title"]
    edit(library, "merge 2")
    now = state(writer, draft)
    assert (now["number"], now["stale"], now["gone"]) == (2, False, False)
    assert begun(writer, "02.md") == draft
    assert begun(writer, "03.md") != draft
    assert posted(writer, draft, "save").get_json()["preview"] == "/collections/small/02.md/saved"
    text = (folder / "02.md").read_text("utf-8")
    assert title in text and "author: 柳工" in text and "number: 2" in text
    assert not check_site(site).failed


def test_a_draft_of_an_article_that_went_up_in_another_is_not_mixed_with_its_number(
    writer: Clerk, library: Library, folder: Path
) -> None:
    draft = begun(writer, "02.md")
    typed(writer, draft, author="柳工")
    edit(library, "merge 2")
    held = (folder / "02.md").read_bytes()
    other = begun(writer, "02.md")
    assert other != draft and state(writer, other)["typed"]["author"] != "柳工"
    assert state(writer, draft)["gone"]
    for answer in (
        posted(writer, draft, "save"),
        posted(writer, draft, "settle", choice="merge"),
        writer.get(f"/api/articles/drafts/{draft}/versions"),
    ):
        assert [one["code"] for one in answer.get_json()["findings"]] == ["HB723"]
    typed(writer, draft, author="柳工、何工")  # what is typed is kept all the same
    assert (folder / "02.md").read_bytes() == held
    edit(library, "undo 1")
    assert not state(writer, draft)["gone"]
    assert posted(writer, draft, "save").status_code == 200
    assert "author: 柳工、何工" in (folder / "02.md").read_text("utf-8")


def test_an_article_that_was_parted_keeps_its_draft(writer: Clerk, library: Library) -> None:
    draft = begun(writer, "02.md")
    typed(writer, draft, author="柳工")
    edit(library, f"split-at {EMBEDDED}")
    now = state(writer, draft)
    assert (now["number"], now["stale"], now["gone"]) == (2, True, False)
    assert posted(writer, draft, "settle", choice="merge").status_code == 200
    assert posted(writer, draft, "save").status_code == 200


def test_a_draft_follows_through_a_new_version(
    writer: Clerk, library: Library, site: Path, folder: Path
) -> None:
    draft = begun(writer, "02.md")
    typed(writer, draft, author="柳工")
    new = site / "small.txt"
    new.write_text("另加的一行\n\n" + SMALL.read_text("utf-8"), encoding="utf-8")
    library.split(new, slug="small", today="2026-01-02", update=True)
    now = state(writer, draft)
    assert (now["number"], now["gone"]) == (2, False)
    assert posted(writer, draft, "settle", choice="merge").status_code == 200
    assert posted(writer, draft, "save").status_code == 200


def page(title: str, source: str = "", body: str = "正文里有一句说得清楚的话。") -> str:
    line = f"source: {{file: original.txt, lines: {source}}}\n" if source else ""
    return f"---\ntitle: {title}\nnumber: 1\n{line}---\n\n{body}\n"


OWN = "这一句只有这一篇文章里才有。"


@pytest.mark.parametrize(
    ("text", "pages", "found"),
    [
        (page("甲", "6-13"), {"01.md": page("甲改了题", "6-13")}, "01.md"),
        (page("甲", "6-13"), {"01.md": page("乙", "15-20"), "02.md": page("甲", "6-13")}, "02.md"),
        # another source of the same length: its lines mean nothing
        (page("甲", "6-9", OWN), {"01.md": page("乙", "6-9"), "02.md": page("甲", "9")}, "02.md"),
        # of two articles of one name the one with these lines, under whatever title
        (page("总结", "6-9"), {"01.md": page("甲结", "6-9"), "02.md": page("总结", "15")}, "01.md"),
        # what begins where it began and holds its text is it, and not what merely ends there
        (page("甲", "6-13"), {"01.md": page("甲和乙", "6-20")}, "01.md"),
        (page("乙", "14-20"), {"01.md": page("甲", "6-20")}, ""),
        (page("乙", "14-20"), {"01.md": page("丙", "30-40")}, ""),
        # typed articles come last and are numbered anew
        (page("自己写的"), {"01.md": page("甲", "6-13"), "05.md": page("自己写的")}, "05.md"),
        (page("自己写的"), {"01.md": page("改了题")}, "01.md"),
        (page("自己写的"), {"01.md": page("自己写的", "6-13")}, ""),
        # what cannot be read has its number only
        (page("甲", "6-13"), {"01.md": "---\ntitle: [坏\n---\n"}, "01.md"),
        (page("甲", "6-13"), {"02.md": "---\ntitle: [坏\n---\n"}, ""),
        ("---\ntitle: [坏\n---\n", {"02.md": page("甲")}, "01.md"),
        (page("甲", "[1, 2"), {"02.md": page("甲")}, "01.md"),
    ],
)  # fmt: skip
def test_which_page_an_article_is(text: str, pages: dict[str, str], found: str) -> None:
    assert page_of(text, "01.md", pages.items()) == found


def test_a_page_that_is_surely_it_needs_no_other() -> None:
    def pages() -> Iterator[tuple[str, str]]:
        yield "02.md", page("甲", "6-13", OWN)
        raise AssertionError("another page was asked for")

    assert page_of(page("甲", "6-13"), "02.md", pages()) == "02.md"


def restored(clerk: Clerk, version: str) -> dict[str, Any]:
    data = {"path": "collections/small/02.md", "version": version}
    found = clerk.post("/api/history/restore", data).get_json()
    if found["files"]:
        clerk.finished(clerk.post(f"/api/changes/{found['ticket']}"))
    assert isinstance(found, dict)
    return found


def test_an_old_version_comes_back_where_its_article_is(
    writer: Clerk, library: Library, folder: Path
) -> None:
    draft = begun(writer, "03.md")
    typed(writer, draft, author="柳工")
    posted(writer, draft, "save")
    edit(library, "remove 1")  # articles 2 to 4 are now 1 to 3
    draft = begun(writer, "02.md")
    typed(writer, draft, author="何工")
    posted(writer, draft, "save")
    third = writer.desk.history.versions("collections/small/02.md")[0].id
    edit(library, "undo 1")
    held = (folder / "02.md").read_bytes()
    found = restored(writer, third)
    title = frontmatter.parse((folder / "03.md").read_text("utf-8")).meta["title"]
    assert found["title"] == f"恢复旧版：《{title}》（现在是第 3 篇）"
    assert (folder / "02.md").read_bytes() == held
    text = (folder / "03.md").read_text("utf-8")
    assert "author: 何工" in text and "number: 3" in text


def test_an_old_version_of_an_article_that_is_none_any_more_says_what_it_covers(
    writer: Clerk, library: Library, folder: Path
) -> None:
    edit(library, "remove 1")
    draft = begun(writer, "01.md")
    title = typed(writer, draft, author="柳工")["typed"]["title"]
    posted(writer, draft, "save")
    version = writer.desk.history.versions("collections/small/01.md")[0].id
    for path in folder.glob("0*.md"):
        text = path.read_text("utf-8")
        if f"title: {title}" in text:
            path.unlink()
    (folder / "01.md").write_text(page("另外的一篇", "60-70"), encoding="utf-8")
    data = {"path": "collections/small/01.md", "version": version}
    found = writer.post("/api/history/restore", data).get_json()
    assert found["title"].endswith(f"：那一版是另一篇《{title}》，会盖掉现在的这一篇")
