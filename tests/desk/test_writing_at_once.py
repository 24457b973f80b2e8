"""Several clerks save at one desk: they wait for each other, and nobody is refused."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from desk_clerk import Clerk, opened

from handling import SMALL, split_small, tree
from huibian.editing import Library
from huibian.store import Store

WISH = {"keys": ["small/01", "small/03"], "field": "organization", "op": "set", "value": "某县"}


@pytest.fixture
def shelf(site: Path) -> Clerk:
    split_small(Library(site))
    return opened(site)


def worked_out(clerk: Clerk) -> dict[str, Any]:
    found = clerk.finished(clerk.post("/api/articles/change", WISH))["result"]
    assert isinstance(found, dict)
    return found


def typed(clerk: Clerk) -> tuple[str, int]:
    """Begin to correct an article; return its draft with its revision."""
    response = clerk.get("/collections/small/02.md/edit")
    assert response.status_code == 303, response.get_data(as_text=True)
    base = f"/api/articles/drafts/{response.headers['Location'].rsplit('/', 1)[1]}"
    now = clerk.get(base).get_json()
    data = {"revision": 0, "slug": "small", "typed": {**now["typed"], "author": "柳工"}}
    answer = clerk.post(base, data)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return base, answer.get_json()["revision"]


def test_while_many_pages_are_written_others_open_and_wait(
    shelf: Clerk, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = worked_out(shelf)
    draft = shelf.add(SMALL, other="1")
    view = shelf.view(draft)
    finish = Store._finish
    begun, go_on = threading.Event(), threading.Event()

    def slow(self: Store) -> None:
        begun.set()
        assert go_on.wait(60)
        finish(self)

    monkeypatch.setattr(Store, "_finish", slow)
    job = shelf.post(f"/api/changes/{found['ticket']}")
    assert begun.wait(60)
    base, revision = typed(shelf)  # opening and keeping need not wait
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(shelf.post, f"{base}/save", {"revision": revision})
        save = {"revision": view["revision"]}
        other = pool.submit(shelf.post, f"/api/drafts/{draft}/save", save)
        threading.Timer(0.3, go_on.set).start()
        assert [one.result().status_code, other.result().status_code] == [200, 200]
    assert shelf.finished(job)["state"] == "done"
    folder = site / "docs" / "collections" / "small"
    assert all("某县" in (folder / name).read_text("utf-8") for name in ("01.md", "03.md"))
    assert "柳工" in (folder / "02.md").read_text("utf-8")
    assert len(shelf.desk.history.saves()) == 3


def test_a_ticket_is_good_until_the_change_is_written(shelf: Clerk, site: Path) -> None:
    found = worked_out(shelf)
    before = tree(site / "docs")
    with Library(site).store.locked():  # as another command holds it
        job = shelf.finished(shelf.post(f"/api/changes/{found['ticket']}"))
    assert [one["code"] for one in job["findings"]] == ["HB708"]
    assert {**tree(site / "docs"), "collections/.lock": b""} == {**before, "collections/.lock": b""}
    job = shelf.finished(shelf.post(f"/api/changes/{found['ticket']}"))
    assert job["state"] == "done" and job["result"]["save"]
