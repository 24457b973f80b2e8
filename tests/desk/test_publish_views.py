"""Publishing from the desk: where to, what is new, what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from desk_clerk import ORIGIN, Clerk
from flask.testing import FlaskClient

from handling import split_small
from huibian.desk import press
from huibian.desk.app import create_app
from huibian.desk.context import Desk
from huibian.desk.guard import PROXY_HEADER, TOKEN_HEADER, Access
from huibian.desk.jobs import Job
from huibian.desk.news import digests, news

WANTED = {"audience": "internal", "allow_review": True}


@pytest.fixture
def shelf(clerk: Clerk) -> Clerk:
    split_small(clerk.desk.library)
    return clerk


def chosen(clerk: Clerk, to: Path) -> None:
    assert clerk.post("/api/publish/target", {"to": str(to)}).status_code == 200


def looked(clerk: Clerk, **wanted: Any) -> dict[str, Any]:
    job = clerk.finished(clerk.post("/api/publish/look", {**WANTED, **wanted}))
    assert job["state"] == "done", job
    result = job["result"]
    assert isinstance(result, dict)
    return result


def test_the_checks_before_the_first_release(shelf: Clerk, tmp_path: Path) -> None:
    chosen(shelf, tmp_path / "srv")
    assert "还没有发布过" in shelf.get("/publish").get_data(as_text=True)
    found = looked(shelf)
    assert (found["first"], found["count"], found["stops"]) == (True, 4, [])
    assert looked(shelf, allow_review=False)["stops"]
    assert looked(shelf, audience="public")["count"] == 0
    page = shelf.desk.site / "docs" / "collections" / "small" / "01.md"
    page.write_text(page.read_text("utf-8").replace("number: 1", "number: 一"), "utf-8")
    stops = looked(shelf)["stops"]
    assert [one["code"] for one in stops] == ["HB305"]
    assert not (tmp_path / "srv").exists()


def test_a_site_that_cannot_be_built_says_so(shelf: Clerk, tmp_path: Path) -> None:
    chosen(shelf, tmp_path / "srv")
    job = shelf.finished(shelf.post("/api/publish/go", WANTED))
    assert job["state"] == "failed"
    assert "HB801" in [one["code"] for one in job["findings"]]


@pytest.mark.parametrize(
    "to",
    ["", "srv", "../srv", "/nowhere/at/all", "/tmp/a\x00b", "/tmp/a\nb", "x" * 600,
     f"/tmp/{'x' * 300}"],
    ids=lambda to: repr(to)[:20],
)  # fmt: skip
def test_folders_that_cannot_be_published_to(shelf: Clerk, to: str) -> None:
    assert shelf.post("/api/publish/target", {"to": to}).status_code == 422


def unreadable(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """Let the system refuse a folder: what it lets root read says nothing of others."""
    real = Path.is_dir

    def is_dir(path: Path) -> bool:
        if where in str(path):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "is_dir", is_dir)


def test_a_folder_that_may_not_be_looked_into_is_refused(
    shelf: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unreadable(monkeypatch, "closed")
    answer = shelf.post("/api/publish/target", {"to": str(tmp_path / "closed" / "srv")})
    assert answer.status_code == 422
    assert answer.get_json()["findings"][0]["code"] == "HB815"


def test_another_folder_is_chosen_when_the_chosen_one_cannot_be_read(
    shelf: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen(shelf, tmp_path / "closed")
    unreadable(monkeypatch, "closed")
    answer = shelf.get("/publish")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200 and 'id="target"' in page
    assert "读不了这个文件夹" in page and "还没有发布过" not in page
    job = shelf.finished(shelf.post("/api/publish/look", WANTED))
    assert [one["code"] for one in job["findings"]] == ["HB815"]
    chosen(shelf, tmp_path / "open")
    assert "还没有发布过" in shelf.get("/publish").get_data(as_text=True)


def test_nothing_is_published_into_the_site(shelf: Clerk) -> None:
    for name in ("docs", "docs/collections", ""):
        answer = shelf.post("/api/publish/target", {"to": str(shelf.desk.site / name)})
        assert answer.get_json()["findings"][0]["code"] == "HB819"


def test_no_folder_no_work(shelf: Clerk) -> None:
    for path in ("look", "go", "rollback"):
        assert shelf.post(f"/api/publish/{path}", WANTED).status_code == 422


@pytest.mark.parametrize("release", ["", "../../etc", "20260101-000000-zzzzzzzzzzzz", 7, None])
def test_releases_have_their_form(shelf: Clerk, tmp_path: Path, release: object) -> None:
    chosen(shelf, tmp_path / "srv")
    assert shelf.post("/api/publish/rollback", {"release": release}).status_code == 400
    missing = {"release": "20260101-000000-0123456789ab"}
    job = shelf.finished(shelf.post("/api/publish/rollback", missing))
    assert job["state"] == "failed"


def test_audiences_have_their_names(shelf: Clerk, tmp_path: Path) -> None:
    chosen(shelf, tmp_path / "srv")
    assert shelf.post("/api/publish/go", {"audience": "everyone"}).status_code == 400
    assert shelf.post("/api/publish/go", {}).status_code == 400


def test_behind_a_proxy_nobody_chooses_folders(site: Path, tmp_path: Path) -> None:
    access = Access(ORIGIN, key=b"k" * 32, proxy="secret")
    client: FlaskClient = create_app(Desk(site), access).test_client()
    headers = {PROXY_HEADER: "secret"}
    client.get("/publish", base_url=ORIGIN, headers=headers)
    page = client.get("/publish", base_url=ORIGIN, headers=headers).get_data(as_text=True)
    assert 'id="target"' not in page
    token = page.split('name="huibian-token" content="')[1].split('"')[0]
    headers |= {"Origin": ORIGIN, TOKEN_HEADER: token}
    data = {"to": str(tmp_path)}
    answer = client.post("/api/publish/target", base_url=ORIGIN, headers=headers, json=data)
    assert answer.status_code == 403


def test_a_process_that_stops_early_is_told(
    shelf: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "_CHILD", "huibian.nothing")
    chosen(shelf, tmp_path / "srv")
    job = shelf.finished(shelf.post("/api/publish/go", WANTED))
    assert [one["code"] for one in job["findings"]] == ["HB815"]


def test_what_is_new_since_a_release(shelf: Clerk) -> None:
    catalog = shelf.desk.catalog()
    paths = [f"collections/small/0{number}/index.html" for number in (1, 2, 3)]
    paths += ["collections/small/09/index.html", "collections/small/index.html", "index.html"]
    known = digests(catalog, "internal")
    known["collections/small/02.md"] = "older"
    found = news(catalog, "internal", paths, known, ())
    assert [card.stem for card in found.came] == ["04"]
    assert [card.stem for card in found.changed] == ["02"]
    assert found.went == ("collections/small/09",)
    flat = [path.replace("/index.html", ".html") for path in paths]
    unsure = news(catalog, "internal", flat, None, {"collections/small/03.md"})
    assert [card.stem for card in unsure.changed] == ["03"]
    assert not unsure.sure
    assert news(catalog, "public", [], None, ()).empty


def test_stages_reach_the_job(shelf: Clerk, tmp_path: Path) -> None:
    job = Job("0" * 16)
    press.run(job, "check", shelf.desk.site, str(tmp_path), slugs=["small"], allow_review=True)
    assert job.stage == "检查全部文章"
