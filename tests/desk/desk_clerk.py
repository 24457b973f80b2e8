"""A desk on an empty site, and a clerk who has opened it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from huibian.desk.app import create_app
from huibian.desk.context import Desk
from huibian.desk.guard import TOKEN_HEADER, Access

HOST = "127.0.0.1:8600"
ORIGIN = f"http://{HOST}"
KEY = b"k" * 32


@dataclass
class Clerk:
    """A browser at the desk: sends what a browser sends, waits for jobs."""

    client: FlaskClient
    desk: Desk
    token: str = ""

    def open(self, entry: str) -> None:
        assert self.get(f"/open?token={entry}").status_code == 303
        page = self.get("/").get_data(as_text=True)
        found = re.search(r'name="huibian-token" content="([0-9a-f]+)"', page)
        assert found
        self.token = found[1]

    def get(self, path: str, **named: Any) -> TestResponse:
        return self.client.get(path, base_url=ORIGIN, **named)

    def post(self, path: str, data: Any = None, **named: Any) -> TestResponse:
        headers = {"Origin": ORIGIN, TOKEN_HEADER: self.token, **named.pop("headers", {})}
        if isinstance(data, bytes):
            named["data"] = data
        else:
            named["json"] = data or {}
        return self.client.post(path, base_url=ORIGIN, headers=headers, **named)

    def finished(self, response: TestResponse) -> dict[str, Any]:
        """Wait for the job that a response names; return its data."""
        assert response.status_code == 202, response.get_data(as_text=True)
        job = self.desk.jobs.get(response.get_json()["job"])
        self.desk.jobs.join()
        return job.data()

    def add(self, path: Path, **query: str) -> str:
        """Upload a file and return the id of its draft."""
        named = {"name": path.name, **query}
        data = self.finished(self.post("/api/drafts", path.read_bytes(), query_string=named))
        assert data["state"] == "done", data
        return str(data["result"]["draft"])

    def view(self, draft: str) -> dict[str, Any]:
        response = self.get(f"/api/drafts/{draft}")
        assert response.status_code == 200, response.get_data(as_text=True)
        found = response.get_json()
        assert isinstance(found, dict)
        return found

    def decide(self, draft: str, *requests: list[str]) -> dict[str, Any]:
        revision = self.view(draft)["revision"]
        data = {"revision": revision, "requests": list(requests)}
        response = self.post(f"/api/drafts/{draft}/decide", data)
        assert response.status_code == 200, response.get_data(as_text=True)
        found = response.get_json()
        assert isinstance(found, dict)
        return found


def opened(site: Path) -> Clerk:
    """Start a desk on a site and open it."""
    desk = Desk(site, today=lambda: "2026-01-02")
    access = Access(ORIGIN, key=KEY)
    clerk = Clerk(create_app(desk, access).test_client(), desk)
    clerk.open(access.entry or "")
    return clerk


def begun(clerk: Clerk, page: str = "02.md") -> str:
    """Open a page of the small compilation; return its draft."""
    response = clerk.get(f"/collections/small/{page}/edit")
    assert response.status_code == 303, response.get_data(as_text=True)
    return response.headers["Location"].rsplit("/", 1)[1]


def state(clerk: Clerk, draft: str) -> dict[str, Any]:
    """Return what the form of an article is told."""
    found = clerk.get(f"/api/articles/drafts/{draft}").get_json()
    assert isinstance(found, dict)
    return found


def typed(clerk: Clerk, draft: str, slug: str = "small", **values: Any) -> dict[str, Any]:
    """Type into the form; return what the desk says."""
    now = state(clerk, draft)
    data = {"revision": now["revision"], "slug": slug, "typed": {**now["typed"], **values}}
    response = clerk.post(f"/api/articles/drafts/{draft}", data)
    assert response.status_code == 200, response.get_data(as_text=True)
    found = response.get_json()
    assert isinstance(found, dict)
    return found
