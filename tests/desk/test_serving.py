"""The real server before the application: what is too large is told by the desk, in Chinese."""

from __future__ import annotations

import http.client
import json
import threading
from pathlib import Path

import pytest

from huibian.desk import app, serving
from huibian.desk.app import create_app
from huibian.desk.context import Desk
from huibian.desk.guard import TOKEN_HEADER
from huibian.desk.workspace import Workspace
from nginx import free_port


def test_a_file_that_is_a_little_too_large_is_told_so(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (app, serving):
        monkeypatch.setattr(module, "UPLOAD", 2_000_000)
    place = serving.Place("127.0.0.1", free_port(), 0)
    access = serving.access_of(Workspace(site), place, "")
    server = serving.listening(create_app(Desk(site), access), place)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        desk = http.client.HTTPConnection(place.host, place.port, timeout=60)
        desk.request("GET", f"/open?token={access.entry}")
        answer = desk.getresponse()
        cookie = (answer.headers["Set-Cookie"] or "").split(";")[0]
        answer.read()
        desk.request("GET", "/", headers={"Cookie": cookie})
        page = desk.getresponse().read().decode()
        token = page.split('name="huibian-token" content="')[1].split('"')[0]
        headers = {"Cookie": cookie, "Origin": access.origin, TOKEN_HEADER: token}
        desk.request("POST", "/api/drafts?name=a.txt", b"x" * 2_000_001, headers)
        answer = desk.getresponse()
        assert answer.status == 413
        assert json.loads(answer.read())["findings"][0]["message"] == "文件太大，最多 2 MB"
    finally:
        server.close()
