"""Pages that somebody corrected where a new division changes them, too: shown, then settled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from desk_clerk import Clerk

from handling import replace_in, split_small
from huibian import frontmatter
from huibian.check import check_site


@pytest.fixture
def page(clerk: Clerk) -> Path:
    """A page with a title of a person's."""
    path = split_small(clerk.desk.library) / "01.md"
    replace_in(path, "title: 把办事窗口搬到集市上", "title: 页面上改的标题")
    path.write_text(path.read_text(encoding="utf-8") + "\n页面上加的一段。\n", encoding="utf-8")
    return path


@pytest.fixture
def draft(clerk: Clerk, page: Path) -> str:
    """A new division that gives the same article another title."""
    draft = str(clerk.post("/api/collections/small/draft").get_json()["draft"])
    clerk.decide(draft, ["retitle", "1", "分篇时改的标题"])
    return draft


def save(clerk: Clerk, draft: str, **more: Any) -> Any:
    data = {"revision": clerk.view(draft)["revision"], **more}
    return clerk.post(f"/api/drafts/{draft}/save", data)


def test_both_versions_are_shown_and_nothing_is_written(
    clerk: Clerk, page: Path, draft: str
) -> None:
    before = page.read_bytes()
    refused = save(clerk, draft)
    assert refused.status_code == 422
    assert [one["code"] for one in refused.get_json()["findings"]] == ["HB702"]
    assert page.read_bytes() == before
    (one,) = clerk.get(f"/api/drafts/{draft}/clashes").get_json()["pages"]
    assert (one["title"], one["fields"]) == ("把办事窗口搬到集市上", "标题")
    row = next(row for row in one["rows"] if any(part[1] for part in row["before"]))
    assert "".join(part[0] for part in row["before"]) == "标题：页面上改的标题"
    assert "".join(part[0] for part in row["after"]) == "标题：分篇时改的标题"


@pytest.mark.parametrize(
    ("clash", "title"), [("page", "页面上改的标题"), ("new", "分篇时改的标题")]
)
def test_the_clerk_says_which_stands(
    clerk: Clerk, page: Path, draft: str, clash: str, title: str
) -> None:
    assert save(clerk, draft, clash=clash).status_code == 200
    text = page.read_text(encoding="utf-8")
    assert frontmatter.parse(text).meta["title"] == title
    versions = [one.id for one in clerk.desk.history.versions("collections/small/01.md")]
    if clash == "new":  # what was on the page is kept
        old = clerk.desk.history.text("collections/small/01.md", versions[-1]).decode()
        assert "页面上改的标题" in old and "页面上加的一段。" in old
    else:
        aside = page.parent / "source" / "conflicts" / "01.md"
        assert "分篇时改的标题" in aside.read_text("utf-8") and "页面上加的一段。" in text
    assert not check_site(clerk.desk.site).failed


def test_pages_without_a_clash_are_merged(clerk: Clerk, page: Path, draft: str) -> None:
    replace_in(page, "title: 页面上改的标题", "title: 把办事窗口搬到集市上")
    assert save(clerk, draft).status_code == 409  # changed since the division was begun
    assert clerk.get(f"/api/drafts/{draft}/clashes").get_json() == {"pages": []}
    assert save(clerk, draft).status_code == 200
    text = page.read_text(encoding="utf-8")
    assert "分篇时改的标题" in text and "页面上加的一段。" in text


@pytest.mark.parametrize("clash", ["mine", "", 1, None])
def test_answers_that_no_button_gives(clerk: Clerk, draft: str, clash: object) -> None:
    assert save(clerk, draft, clash=clash).status_code == 400
