"""The list of all articles, and changes of many: found, shown, written, taken back."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from desk_clerk import Clerk, opened

from handling import split_small, tree
from huibian import frontmatter
from huibian.desk.listing import Query, select
from huibian.editing import Library

KEYS = [f"small/0{number}" for number in range(1, 5)]


@pytest.fixture
def shelf(clerk: Clerk) -> Clerk:
    split_small(clerk.desk.library)
    return clerk


def shown(clerk: Clerk, tail: str = "") -> str:
    response = clerk.get(f"/articles{tail}")
    assert response.status_code == 200
    return response.get_data(as_text=True)


def worked_out(clerk: Clerk, **wanted: Any) -> dict[str, Any]:
    data = {"keys": KEYS, "field": "themes", "op": "add", "value": "乡村振兴", **wanted}
    job = clerk.finished(clerk.post("/api/articles/change", data))
    assert job["state"] == "done", job
    result = job["result"]
    assert isinstance(result, dict)
    return result


def written(clerk: Clerk, found: dict[str, Any]) -> dict[str, Any]:
    return clerk.finished(clerk.post(f"/api/changes/{found['ticket']}"))


def themes(clerk: Clerk, key: str) -> list[str]:
    path = clerk.desk.site / "docs" / "collections" / f"{key}.md"
    found = frontmatter.parse(path.read_text(encoding="utf-8")).meta.get("themes")
    return found if isinstance(found, list) else []


def test_the_list_has_every_article_with_its_editor(shelf: Clerk) -> None:
    page = shown(shelf)
    for key in KEYS:
        assert f'href="/collections/{key}.md/edit"' in page
    assert "找到 4 篇" in page


@pytest.mark.parametrize(
    ("tail", "count"),
    [
        ("?q=集市", 1),
        ("?q=集市 路灯", 0),
        ("?collection=small", 4),
        ("?collection=other", 0),
        ("?q=%3Cscript%3E", 0),
        ("?sort=evil&page=-3", 4),
        ("?page=999999999999", 4),
        ("?page=x", 4),
        ("?region=-&theme=nothing", 0),
    ],
)
def test_filters(shelf: Clerk, tail: str, count: int) -> None:
    page = shown(shelf, tail)
    assert page.count('class="pick"') == count
    assert "<script>" not in page


def test_reviews_come_first_and_can_be_seen_alone(shelf: Clerk) -> None:
    path = shelf.desk.site / "docs" / "collections" / "small" / "04.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\n---\n", "\nreview: [date]\n---\n", 1), encoding="utf-8")
    catalog = shelf.desk.catalog()
    assert select(catalog, Query())[0].stem == "04" or any(
        card.review for card in catalog.articles[:3]
    )
    assert all(card.review for card in select(catalog, Query(review="1")))
    assert [card.stem for card in select(catalog, Query(sort="order"))] == ["01", "02", "03", "04"]
    lengths = [card.length for card in select(catalog, Query(sort="longest"))]
    assert lengths == sorted(lengths, reverse=True)


def test_the_catalog_is_read_again_when_a_file_changes(shelf: Clerk) -> None:
    before = shelf.desk.catalog()
    assert shelf.desk.catalog() is before
    time.sleep(3.2)  # from now on the times of files are trusted
    assert shelf.desk.catalog() is before
    path = shelf.desk.site / "docs" / "collections" / "small" / "01.md"
    path.write_text(path.read_text("utf-8").replace("把办事窗口", "把办事的窗口"), "utf-8")
    assert "把办事的窗口" in shown(shelf)
    path.unlink()
    assert len(shelf.desk.catalog().articles) == 3


def test_pages_with_faults_are_told(shelf: Clerk) -> None:
    path = shelf.desk.site / "docs" / "collections" / "small" / "02.md"
    path.write_text("---\ntitle: [\n---\n", encoding="utf-8")
    assert "有 1 处写错了" in shown(shelf)
    link = '<a href="/collections/small/02.md/edit">docs/collections/small/02.md</a>'
    assert link in shown(shelf)


def test_a_change_of_many_is_shown_then_written_then_taken_back(shelf: Clerk) -> None:
    docs = shelf.desk.site / "docs"
    before = tree(docs)
    found = worked_out(shelf)
    assert tree(docs) == before
    assert {one["now"] for one in found["pages"] if "乡村振兴" in one["now"]}
    done = written(shelf, found)
    assert done["state"] == "done"
    assert all("乡村振兴" in themes(shelf, key) for key in KEYS)
    back = shelf.post(f"/api/history/{done['result']['save']}/undo").get_json()
    assert back["title"].startswith("撤销：主题加上")
    assert written(shelf, back)["state"] == "done"
    after = tree(docs)
    after.pop("collections/.lock", None)
    before.pop("collections/.lock", None)
    assert after == before


def test_all_that_was_found_on_other_pages_too(shelf: Clerk) -> None:
    found = worked_out(shelf, keys=None, query={"q": "集市"}, field="date", op="set", value="2021")
    assert [one["path"] for one in found["pages"]] == ["collections/small/01.md"]


def test_a_ticket_is_good_once(shelf: Clerk) -> None:
    found = worked_out(shelf)
    assert written(shelf, found)["state"] == "done"
    again = shelf.post(f"/api/changes/{found['ticket']}")
    assert again.status_code == 409
    assert again.get_json()["findings"][0]["code"] == "HB731"


def test_what_was_not_shown_is_not_written_but_shown_anew(shelf: Clerk) -> None:
    found = worked_out(shelf)
    path = shelf.desk.site / "docs" / "collections" / "small" / "02.md"
    path.write_text(path.read_text("utf-8") + "\n新的一段。\n", encoding="utf-8")
    before = tree(shelf.desk.site / "docs")
    again = written(shelf, found)["result"]
    assert tree(shelf.desk.site / "docs") == before
    assert (again["title"], again["count"]) == (found["title"], found["count"])
    assert again["meanwhile"]["count"] == 1
    (file,) = again["meanwhile"]["files"]
    marked = [part for row in file["rows"] for part in row["after"] if part[1]]
    assert file["path"] == "collections/small/02.md" and ("新的一段。", True) in marked
    assert written(shelf, again)["result"]["save"]
    assert "新的一段。" in path.read_text("utf-8")
    assert all("乡村振兴" in themes(shelf, key) for key in KEYS)


def test_two_desks_at_once(shelf: Clerk) -> None:
    other = opened(shelf.desk.site)
    mine, theirs = worked_out(shelf), worked_out(other, op="add", value="教育")
    assert written(shelf, mine)["state"] == "done"
    again = written(other, theirs)["result"]
    assert again["meanwhile"]["count"] == theirs["files"] > 1
    assert written(other, again)["result"]["save"]
    assert all({"乡村振兴", "教育"} <= set(themes(other, key)) for key in KEYS)


def test_a_change_that_cannot_be_made_any_more(shelf: Clerk) -> None:
    found = worked_out(shelf)
    for one in (shelf.desk.site / "docs" / "collections" / "small").glob("0*.md"):
        one.unlink()
    again = written(shelf, found)["result"]
    assert (again["files"], again["left_count"]) == (0, len(KEYS))


@pytest.mark.parametrize(
    "data",
    [
        {"keys": []},
        {"keys": ["small/../../../etc/passwd"]},
        {"keys": ["small/01", 7]},
        {"keys": "small/01"},
        {"keys": None, "query": {"q": 1}},
        {"keys": None, "query": None},
        {"field": None},
        {"value": "x" * 501},
        {"value": ["a"]},
        {"op": {}},
    ],
    ids=lambda data: str(data)[:40],
)
def test_requests_that_no_screen_sends(shelf: Clerk, data: dict[str, Any]) -> None:
    whole = {"keys": KEYS, "field": "themes", "op": "add", "value": "教育", **data}
    assert shelf.post("/api/articles/change", whole).status_code == 400


@pytest.mark.parametrize(
    "path",
    ["/api/articles/change", "/api/changes/0123456789abcdef", "/api/history/restore",
     "/api/history/0123456789abcdef/undo", "/api/settings/commits", "/api/vocabulary/themes/put"],
)  # fmt: skip
def test_other_sites_change_nothing(shelf: Clerk, path: str) -> None:
    for headers in ({"Origin": "http://evil.example"}, {"X-Huibian-Token": "wrong"}):
        assert shelf.post(path, headers=headers).status_code == 403


def test_a_killed_write_is_finished_by_the_next_one(site: Path) -> None:
    split_small(Library(site))
    clerk = opened(site)
    staged = site / "docs" / "collections" / ".pending"
    staged.mkdir()
    (staged / "journal.json").write_text("not json", encoding="utf-8")
    assert written(clerk, worked_out(clerk))["state"] == "done"
    assert not staged.exists()
