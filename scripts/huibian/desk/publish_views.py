"""Publish: what changed since the last release, the checks, going out, taking back."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template

from huibian.desk import asking, press, settings
from huibian.desk.context import Desk, desk
from huibian.desk.guard import Access
from huibian.desk.jobs import Job
from huibian.desk.news import digests, news, published
from huibian.diagnostics import Diagnostic, HuibianError, fail, os_reason
from huibian.publish import publishing
from huibian.publish.shelf import CURRENT, KEPT, Release, Shelf

_LONGEST = 500  # characters of a folder's path
_SHOWN = 200  # articles that are told one by one
_RELEASE = re.compile(r"\d{8}-\d{6}-[0-9a-f]{12}")
_KEPT_RELEASES = 20  # of which what they held is remembered


def install(access: Access) -> Blueprint:
    """Return the screen; behind a proxy nobody chooses folders of this machine."""
    views = Blueprint("publish", __name__)

    @views.get("/publish")
    def show() -> str:
        """Show where to publish to, what can be done, and the releases."""
        to = settings.read(desk().workspace).publish_to
        releases: list[Release] = []
        trouble: tuple[Diagnostic, ...] = ()
        try:
            releases = _releases(to)
        except HuibianError as error:  # another one can be chosen
            trouble = error.findings
        state = Shelf(Path(to)).state if releases else None
        return render_template(
            "publish.html",
            section="publish",
            to=to,
            may_choose=not access.proxy,
            releases=releases,
            trouble=trouble,
            state=state,
            keep=KEPT,
            served=str(Path(to) / CURRENT) if to else "",
        )

    @views.post("/api/publish/target")
    def target() -> Response:
        """Choose the folder that is published to."""
        if access.proxy:
            abort(403, "发布到哪个文件夹，请在那台机器上打开工作台来选")
        to = asking.data().get("to")
        if not isinstance(to, str):
            abort(400, asking.WRONG)
        folder = _folder(desk(), to)
        workspace = desk().workspace
        kept = settings.read(workspace).model_copy(update={"publish_to": folder})
        settings.write(workspace, kept)
        return jsonify(to=folder)

    @views.post("/api/publish/look")
    def look() -> tuple[Response, int]:
        """Begin to look at what is new and what stands in the way."""
        here, to, wanted = desk(), _target(), _wanted()

        def work(job: Job) -> dict[str, Any]:
            job.progress("看看有什么变化", 0, 0)
            found = _news(here, to, wanted["audience"])
            slugs = [one.slug for one in published(here.catalog(), wanted["audience"])]
            review = wanted["allow_review"]
            told = press.run(job, "check", here.site, to, slugs=slugs, allow_review=review)
            return {**found, **told}

        return jsonify(job=here.jobs.start(work).id), 202

    @views.post("/api/publish/go")
    def go() -> tuple[Response, int]:
        """Begin to publish."""
        here, to, wanted = desk(), _target(), _wanted()

        def work(job: Job) -> dict[str, Any]:
            held = digests(here.catalog(), wanted["audience"])
            done = press.run(job, "publish", here.site, to, **wanted)
            _remember(here, str(done["release"]), held)
            return done

        return jsonify(job=here.jobs.start(work).id), 202

    @views.post("/api/publish/rollback")
    def rollback() -> tuple[Response, int]:
        """Begin to take back, or to serve a release again."""
        here, to = desk(), _target()
        release = asking.data().get("release")
        if not isinstance(release, str) or not _RELEASE.fullmatch(release):
            abort(400, asking.WRONG)

        def work(job: Job) -> dict[str, Any]:
            return press.run(job, "rollback", here.site, to, release=release)

        return jsonify(job=here.jobs.start(work).id), 202

    return views


def _folder(here: Desk, typed: str) -> str:
    """Return a typed folder's path; HB819 or HB815 for one that cannot be published to."""
    text = typed.strip()
    path = Path(text)
    if not text or len(text) > _LONGEST or re.search(r"[\x00-\x1f]", text):
        raise fail("HB815", path=text[:80], reason="没有写文件夹，或者写得不对")
    if not path.is_absolute():
        raise fail("HB815", path=text, reason="要写完整的路径，例如 /srv/anli 或 D:\\anli")
    try:
        if not path.is_dir() and not path.parent.is_dir():
            raise fail("HB815", path=text, reason="没有这个文件夹，它的上一级也没有")
        publishing.require_place(here.site, path)
        _releases(text)
    except OSError as error:  # a name that is too long, no right to look
        raise fail("HB815", path=text, reason=os_reason(error)) from error
    return str(path)


def _target() -> str:
    to = settings.read(desk().workspace).publish_to
    if not to:
        raise fail("HB815", path="", reason="还没有选发布到哪个文件夹")
    return to


def _wanted() -> dict[str, Any]:
    """Return what is to be published, as the form says it."""
    data = asking.data()
    audience = data.get("audience")
    if audience not in ("internal", "public"):
        abort(400, asking.WRONG)
    flags = {name: data.get(name) is True for name in ("offline", "archive", "allow_review")}
    flags["archive"] = flags["archive"] and flags["offline"]
    return {"audience": audience, "keep": KEPT, **flags}


def _releases(to: str) -> list[Release]:
    """Return the releases of a folder; HB815 when it cannot be looked into."""
    if not to:
        return []
    try:
        return list(publishing.releases(Path(to)).all())
    except HuibianError:  # nothing was published there
        return []
    except OSError as error:
        raise fail("HB815", path=to, reason=os_reason(error)) from error


def _news(here: Desk, to: str, audience: str) -> dict[str, Any]:
    """Return what the browser is told of what is new since the release that is served."""
    catalog = here.catalog()
    current = next((one for one in _releases(to) if one.current and one.about), None)
    if current is None or current.about is None:
        count = sum(len(one.articles) for one in published(catalog, audience))
        return {"first": True, "count": count, "came": [], "changed": [], "went": [], "sure": True}
    known = _remembered(here).get(current.name)
    since = datetime.strptime(current.name[:15], "%Y%m%d-%H%M%S").timestamp()
    found = news(catalog, audience, current.about.files, known, _touched(here, since))
    return {
        "first": False,
        "release": current.name,
        "time": current.time,
        "sure": found.sure,
        "empty": found.empty,
        "came": [_told(card) for card in found.came[:_SHOWN]],
        "came_count": len(found.came),
        "changed": [_told(card) for card in found.changed[:_SHOWN]],
        "changed_count": len(found.changed),
        "went": list(found.went[:_SHOWN]),
        "went_count": len(found.went),
    }


def _told(card: Any) -> dict[str, str]:
    return {"title": card.title, "src": card.src}


def _touched(here: Desk, since: float) -> set[str]:
    """Return the articles whose files are younger than a moment."""
    docs = here.site / "docs"
    found = set()
    for card in here.catalog().articles:
        try:
            if (docs / card.src).stat().st_mtime > since:
                found.add(card.src)
        except OSError:
            continue
    return found


def _memory(here: Desk) -> Path:
    return here.workspace.root / "published.json"


def _remembered(here: Desk) -> dict[str, dict[str, str]]:
    try:
        data = json.loads(_memory(here).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _remember(here: Desk, release: str, held: dict[str, str]) -> None:
    """Keep what articles were like in a release."""
    kept = {**_remembered(here), release: held}
    last = sorted(kept)[-_KEPT_RELEASES:]
    here.workspace.write_json(_memory(here), {name: kept[name] for name in last})
