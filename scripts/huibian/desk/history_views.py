"""What was saved: all saves, the versions of one page, two versions side by side, going back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote

from flask import Blueprint, Response, abort, jsonify, render_template, request, url_for

from huibian import authoring, frontmatter
from huibian.desk import asking, settings, whereabouts
from huibian.desk.changes import Changes
from huibian.desk.comparing import compare, readable
from huibian.desk.context import Desk, desk
from huibian.desk.history import undone
from huibian.diagnostics import HuibianError
from huibian.revising.revision import Progress, Revision, Shown, silent
from huibian.store import FileChange, is_single

_PAGE = 50
_PATH = re.compile(r"collections/([^/]+)/([0-9]+|index)\.md")


def install(changes: Changes) -> Blueprint:
    """Return the screens of the history."""
    views = Blueprint("history", __name__)

    @views.get("/history")
    def saves() -> str:
        """Show all saves, the last first."""
        history = desk().history
        found = history.saves()
        pages = max(1, -(-len(found) // _PAGE))
        page = min(max(1, request.args.get("page", 1, int)), pages)
        trouble = history.repository.trouble()
        return render_template(
            "history.html",
            section="history",
            saves=found[(page - 1) * _PAGE : page * _PAGE],
            page=page,
            pages=pages,
            trouble=trouble,
            author=history.repository.author(),
            commits=desk().commits(),
            named=_named,
        )

    @views.get("/history/<path:path>")
    def versions(path: str) -> str:
        """Show the versions of one file, and what differs between two of them."""
        _require(path)
        history = desk().history
        found = history.versions(path)
        ids = [one.id for one in found]
        new = request.args.get("new", "")
        old = request.args.get("old", "")
        if new != "now" and new not in ids:
            new = "now"
        if old not in ids:
            old = _before(path, ids, new)
        rows = compare(_text(path, old), _text(path, new)) if old else []
        return render_template(
            "versions.html",
            section="history",
            path=path,
            title=_title(desk(), path),
            versions=found,
            old=old,
            new=new,
            now=_hash_now(path),
            rows=rows,
        )

    @views.post("/api/history/<name>/undo")
    def undo(name: str) -> Response:
        """Work out what taking a save back would do."""
        here = desk()
        save = here.history.save(name)
        title = f"撤销：{save.title}"

        def make(progress: Progress) -> Revision:
            back = undone(here.history, here.site / "docs", save)
            return Revision(title, tuple(back), tuple(_shown(here, one) for one in back))

        return jsonify(changes.shown(make(silent), make))

    @views.post("/api/history/restore")
    def restore() -> Response:
        """Work out what going back to a version would do."""
        data = asking.data()
        path, version = data.get("path"), data.get("version")
        if not isinstance(path, str) or not isinstance(version, str):
            abort(400, asking.WRONG)
        _require(path)
        here = desk()
        old = None if version == "gone" else here.history.text(path, version)

        def make(progress: Progress) -> Revision:
            title, where, text = _aimed(here, path, old)
            change = FileChange(where, _present(here, where), text)
            pages = (_shown(here, change),) if change.before != change.after else ()
            return Revision(title, (change,) if pages else (), pages)

        return jsonify(changes.shown(make(silent), make))

    @views.post("/api/settings/commits")
    def commits() -> Response:
        """Choose whether saves are commits."""
        wanted = asking.data().get("commits")
        if not isinstance(wanted, bool):
            abort(400, asking.WRONG)
        workspace = desk().workspace
        kept = settings.read(workspace).model_copy(update={"commits": wanted})
        settings.write(workspace, kept)
        return jsonify(commits=wanted)

    return views


@dataclass(frozen=True, slots=True)
class Named:
    """A file as people know it: its name, where its versions and its editor are, if anywhere."""

    name: str
    versions: str
    editor: str


def _named(path: str) -> Named:
    versions = url_for("history.versions", path=path) if is_single(path) else ""
    match = _PATH.fullmatch(path)
    editor = ""
    if match and match[2] != "index":
        editor = f"/collections/{quote(match[1])}/{match[2]}.md/edit"
    return Named(_title(desk(), path), versions, editor)


def _title(here: Desk, path: str) -> str:
    """Return what a file is called: an article's title, a vocabulary's name."""
    words = {"themes.yml": "主题词表", "regions.csv": "自己的地区", "noise.yml": "剔除规则"}
    name = path.rsplit("/", 1)[1]
    if path.startswith("vocabulary/"):
        return words.get(name, name)
    slug = path.split("/")[1]
    if not is_single(path):
        parts = {"images": "图片", "conflicts": "没合并好的一版"}
        return f"{slug} 的{parts.get(path.split('/')[-2], '原文')} {name}"
    if name in ("plan.yml", "added.yml"):
        return f"{slug} 的{'分篇方案' if name == 'plan.yml' else '单篇记录'}"
    data = _present(here, path)
    try:
        meta = frontmatter.parse((data or b"").decode(), with_lines=False).meta
        return str(meta.get("title") or path)
    except (HuibianError, UnicodeDecodeError):
        return f"{slug}/{name}"


def _aimed(here: Desk, path: str, old: bytes | None) -> tuple[str, str, bytes | None]:
    """Return what bringing an old version of a file back is called, and which file gets what.

    A page's file may be another article's by now: then the version goes where its article is.
    """
    title = f"恢复旧版：{_title(here, path)}"
    match = _PATH.fullmatch(path)
    if old is None or match is None or match[2] == "index":
        return title, path, old
    try:
        text = old.decode()
    except UnicodeDecodeError:
        return title, path, old
    slug, name = match[1], f"{match[2]}.md"
    where = whereabouts.page_of(text, name, whereabouts.pages(here.library.store, slug))
    was = authoring.taken_apart(text).title
    if where == name or (not where and _present(here, path) is None):
        return title, path, old
    if not where:
        return f"{title}：那一版是另一篇《{was}》，会盖掉现在的这一篇", path, old
    number = int(where.removesuffix(".md"))
    data = authoring.numbered(text, number).encode()
    return f"恢复旧版：《{was}》（现在是第 {number} 篇）", f"collections/{slug}/{where}", data


def _require(path: str) -> None:
    if not is_single(path):
        abort(404)


def _present(here: Desk, path: str) -> bytes | None:
    try:
        return (here.site / "docs" / path).read_bytes()
    except OSError:
        return None


def _hash_now(path: str) -> str:
    data = _present(desk(), path)
    return "gone" if data is None else sha256(data).hexdigest()


def _before(path: str, ids: list[str], new: str) -> str:
    """Return the last version before one that differs from it, ``""`` when there is none."""
    text = _text(path, new)
    later = ids if new == "now" else ids[ids.index(new) + 1 :]
    return next((one for one in later if one != new and _text(path, one) != text), "")


def _text(path: str, version: str) -> str:
    if version == "gone":
        return ""
    data = _present(desk(), path) or b"" if version == "now" else desk().history.text(path, version)
    return readable(data.decode("utf-8", "replace"))


def _shown(here: Desk, change: FileChange) -> Shown:
    def said(data: bytes | None) -> str:
        if data is None:
            return "（没有这个文件）"
        if not is_single(change.path):
            return f"{-(-len(data) // 1000)} KB"
        return f"{len(data.decode('utf-8', 'replace'))} 字"

    return Shown(change.path, _title(here, change.path), said(change.before), said(change.after))
