"""A desk that is killed while it saves a compilation: all of it or nothing, and no work is lost."""

from __future__ import annotations

import http.cookiejar
import json
import os
import random
import re
import shutil
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from desk_clerk import Clerk, opened

from browser.desk_server import Desk, free_port, running
from handling import EMBEDDED, SMALL, TITLES, split_small, tree
from huibian.check import check_site
from huibian.desk.guard import TOKEN_HEADER
from huibian.editing import Library

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")

REQUESTS = (["split-at", str(EMBEDDED)], ["set", "3", "level=市级"], ["mask-words", "12", "老文书"])
ROUNDS = 12
Tree = dict[str, bytes | str]


def begin(clerk: Clerk, *, corrects: bool) -> str:
    """Begin a draft, of a new collection or of one that is there, and decide something."""
    if corrects:
        draft = str(clerk.post("/api/collections/small/draft").get_json()["draft"])
    else:
        draft = clerk.add(SMALL)
    clerk.decide(draft, *REQUESTS)
    return draft


def save(clerk: Clerk, draft: str) -> None:
    revision = clerk.view(draft)["revision"]
    response = clerk.post(f"/api/drafts/{draft}/save", {"revision": revision})
    assert response.status_code == 200, response.get_data(as_text=True)


def whole(folder: Path) -> Tree:
    """Return what a collection holds, nothing where there is none."""
    return tree(folder) if folder.is_dir() else {}


def left(site: Path) -> list[str]:
    """Return what lies beside the collections that is none."""
    root = site / "docs" / "collections"
    return sorted(one.name for one in root.iterdir() if one.name not in ("small", ".lock"))


@pytest.mark.parametrize("corrects", [False, True], ids=["new", "corrected"])
def test_killed_at_any_moment(site: Path, tmp_path: Path, corrects: bool) -> None:
    """SIGKILL from outside, whatever saving does just then: forks of a warm desk."""
    folder = site / "docs/collections/small"
    if corrects:
        split_small(Library(site))
    before = whole(folder)
    clerk = opened(site)
    draft = begin(clerk, corrects=corrects)
    spare = tmp_path / "spare"
    shutil.copytree(site, spare)
    started = time.monotonic()
    save(clerk, draft)
    took = time.monotonic() - started
    after = whole(folder)
    assert len(after) > len(before)
    chance = random.Random(20260102)
    made = 0
    for number in range(ROUNDS):
        shutil.rmtree(site)
        shutil.copytree(spare, site)
        clerk = opened(site)
        shown = clerk.view(draft)  # the source is read, as when a clerk presses the button
        child = os.fork()
        if child == 0:  # pragma: no cover - the child is killed before it could tell
            try:
                save(clerk, draft)
            finally:
                os._exit(0)
        # a warm desk saves in less time than the first save took: every second kill is early
        time.sleep(chance.uniform(0, took * (0.2 if number % 2 else 1.2)))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        made += _settled(site, draft, shown, before, after)
    assert made < ROUNDS, "the kills came too late to tell anything"


def _settled(site: Path, draft: str, shown: dict[str, Any], before: Tree, after: Tree) -> bool:
    """Check what a kill left, that the next start cleans up and that saving again does the same."""
    folder = site / "docs/collections/small"
    assert whole(folder) in (before, after)
    clerk = opened(site)
    done = whole(folder) == after
    assert clerk.desk.workspace.names("drafts") == ([] if done else [draft])
    if not done:
        assert whole(folder) == before
        assert clerk.view(draft) == shown  # every decision, undone and redone as before
        save(clerk, draft)
    assert whole(folder) == after
    with Library(site).store.locked():
        pass
    assert left(site) == []
    assert not [one for one in check_site(site).findings if one.severity == "error"]
    return done


class Browser:
    """What a browser sends to a running desk."""

    def __init__(self, desk: Desk) -> None:
        self.origin = desk.origin
        self.jar = http.cookiejar.CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar)).open
        self._open(desk.entry)
        page = self._open(f"{self.origin}/").read().decode()
        found = re.search(r'name="huibian-token" content="([0-9a-f]+)"', page)
        assert found
        self.token = found[1]

    def get(self, path: str) -> Any:
        return json.loads(self._open(f"{self.origin}{path}").read())

    def post(self, path: str, data: bytes | dict[str, Any]) -> Any:
        plain = isinstance(data, bytes)
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        kind = "application/octet-stream" if plain else "application/json"
        headers = {"Content-Type": kind, TOKEN_HEADER: self.token, "Origin": self.origin}
        asked = urllib.request.Request(f"{self.origin}{path}", body, headers)
        return json.loads(self._open(asked).read())

    def add(self) -> str:
        job = self.post("/api/drafts?name=small.txt", SMALL.read_bytes())["job"]
        return str(_until(lambda: self.get(f"/api/jobs/{job}")["result"])["draft"])


def _until(asked: Callable[[], Any]) -> Any:
    for _ in range(600):
        found = asked()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it never came")


def test_the_server_is_killed(site: Path) -> None:
    """The desk as a clerk starts it, killed at three moments of saving.

    The desk that starts after a kill is the one that is killed next.
    """
    folder = site / "docs/collections/small"
    chance = random.Random(8)
    port = free_port()
    wanted: Tree = {}
    killed: tuple[str, Any, bool] | None = None
    for left_to_kill in reversed(range(4)):
        with running(site, port) as desk:
            browser = Browser(desk)
            if killed:
                draft, view, done = killed
                _saved_or_kept(browser, draft, view, done=done)
                wanted = wanted or whole(folder)
                assert len(list(folder.glob("[0-9]*.md"))) == len(TITLES) + 1
                assert whole(folder) == wanted and left(site) == []
                shutil.rmtree(folder)
            if not left_to_kill:
                break
            draft = browser.add()
            view = browser.post(
                f"/api/drafts/{draft}/decide", {"revision": 0, "requests": [*REQUESTS]}
            )
            child = os.fork()
            if child == 0:  # pragma: no cover - what it asks is cut off
                try:
                    browser.post(f"/api/drafts/{draft}/save", {"revision": view["revision"]})
                finally:
                    os._exit(0)
            time.sleep(chance.uniform(0, 0.06))
            desk.process.kill()
            desk.process.wait()
            os.waitpid(child, 0)
        killed = draft, view, bool(whole(folder))


def _saved_or_kept(browser: Browser, draft: str, view: dict[str, Any], *, done: bool) -> None:
    """Check that a killed saving was done, or that its draft is whole; then save that."""
    if done:
        with pytest.raises(urllib.error.HTTPError):  # the draft was saved, and is gone
            browser.get(f"/api/drafts/{draft}")
        return
    kept = browser.get(f"/api/drafts/{draft}")
    assert kept["articles"] == view["articles"] and kept["undo"] == view["undo"]
    browser.post(f"/api/drafts/{draft}/save", {"revision": kept["revision"]})
