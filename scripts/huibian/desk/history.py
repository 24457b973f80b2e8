"""Versions of pages: what each save changed, kept so that it can be shown and taken back.

Every save of the desk is kept in ``.huibian/versions/``: the files' bytes by their hash, and one
line in ``log.jsonl`` for the save. Where the site is a git repository with a known author, a save
is a commit as well (``repository``), and what others committed stands in the history too. Knows
files below ``docs/`` as bytes; what they mean is others' business.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import threading
import time
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from huibian.desk.repository import Repository
from huibian.desk.workspace import Workspace, is_id, new_id
from huibian.diagnostics import HuibianError, fail
from huibian.store import PLAN_NAME, SOURCE_FOLDER, FileChange, is_held, is_single

#: Saves younger than this (seconds) are kept, however many; of the others the last so many a page.
_KEPT_FOR = 90 * 86_400
_KEPT_EACH = 20
_LOG = "log.jsonl"
#: Images that are named by their content: they never change, and old versions of pages show them.
_BY_CONTENT = re.compile(r".*/images/[0-9a-f]{16}\.[a-z]+")


@dataclass(frozen=True, slots=True)
class Save:
    """One save: who, when (seconds), what it did, and the hash of each file before and after.

    A hash is ``""`` where there was no file. ``commit`` is its commit, ``""`` for none.
    """

    id: str
    time: float
    author: str
    title: str
    files: tuple[tuple[str, str, str], ...]
    commit: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """A state of one file: ``id`` names it to ``History.text``, ``save`` is ``""`` for git's."""

    id: str
    time: float
    author: str
    title: str
    save: str = ""


class History:
    """The versions of a site's files."""

    def __init__(self, site: Path, workspace: Workspace) -> None:
        self._docs = site / "docs"
        self._workspace = workspace
        self._root = workspace.root.parent / "versions"
        self.repository = Repository(site)
        self._lock = threading.RLock()
        self._saves: list[Save] | None = None

    # -- taking down -------------------------------------------------------------------------

    def record(
        self,
        title: str,
        changes: Sequence[FileChange],
        author: str = "",
        *,
        commit: bool = True,
        beside: Sequence[str] = (),
    ) -> Save | None:
        """Keep a save that has been written; ``author`` is "" where only git knows one.

        ``commit`` says whether it is to be a commit where it can be one; ``beside`` are further
        files (below ``docs``) that go into it. None when nothing has changed. What cannot be
        committed is kept all the same.
        """
        changes = [one for one in changes if one.before != one.after and is_held(one.path)]
        if not changes:
            return None
        with self._lock:
            files = tuple(
                (one.path, self._keep(one.before), self._keep(one.after)) for one in changes
            )
            if hasattr(os, "sync"):  # once for all of them
                os.sync()
            name = ""
            if commit and not self.repository.trouble():
                paths = [f"docs/{one}" for one in {*(one.path for one in changes), *beside}]
                name = self.repository.commit(paths, title, author)
            author = author or self.repository.author()
            save = Save(new_id(), time.time(), author, title, files, name)
            self._write([*self._all(), save])
            return save

    @contextlib.contextmanager
    def watching(
        self,
        title: str,
        folder: str,
        author: str = "",
        *,
        commit: bool = True,
        sources: bool = False,
    ) -> Iterator[None]:
        """Keep as a save whatever changes in a collection meanwhile (``folder`` below ``docs``).

        ``sources`` says whether originals and images may change, too. Without, they only come:
        those that are there, which may be large, are not looked at.
        """
        there = set() if sources else {one for one in self._names(folder) if not is_single(one)}
        before = self._held(folder, there)
        yield
        after = self._held(folder, there)
        self.record(
            title,
            [
                FileChange(path, before.get(path), after.get(path))
                for path in sorted({*before, *after})
            ],
            author,
            commit=commit,
            beside=[
                path.relative_to(self._docs).as_posix()
                for path in (self._docs / folder).rglob("*")
                if path.is_file() and not path.is_symlink()
            ],
        )

    def _held(self, folder: str, but: Collection[str]) -> dict[str, bytes]:
        found = {}
        for name in self._names(folder):
            if is_held(name) and name not in but and not _BY_CONTENT.fullmatch(name):
                with contextlib.suppress(OSError):
                    found[name] = (self._docs / name).read_bytes()
        return found

    def _names(self, folder: str) -> list[str]:
        return _files(self._docs, folder)

    # -- looking up --------------------------------------------------------------------------

    def saves(self) -> list[Save]:
        """Return all saves, the last first."""
        with self._lock:
            return self._all()[::-1]

    def save(self, name: str) -> Save:
        """Return a save; HB733 when there is none."""
        for one in self.saves():
            if one.id == name:
                return one
        raise fail("HB733")

    def versions(self, path: str) -> list[Version]:
        """Return the states that a file had, the last first; the desk's own and git's."""
        found: list[Version] = []
        commits = set()
        first = ""
        for save in self.saves():
            for name, before, after in save.files:
                if name == path:
                    commits.add(save.commit)
                    first = before
                    found.append(
                        Version(after or "gone", save.time, save.author, save.title, save.id)
                    )
        for commit in self.repository.log(f"docs/{path}"):
            if commit.name not in commits:
                found.append(Version(commit.name, commit.time, commit.author, commit.title))
        found.sort(key=lambda one: -one.time)
        if first and not any(one.id == first or not one.save for one in found):
            found.append(Version(first, 0.0, "", "第一次在工作台里改动以前"))
        return found

    def text(self, path: str, version: str) -> bytes:
        """Return a file as it was in one of its ``versions``; HB733 when it has no such."""
        if version not in {one.id for one in self.versions(path)}:
            raise fail("HB733")
        if len(version) == 64:
            return self._read(version)
        data = self.repository.show(version, f"docs/{path}")
        if data is None:
            raise fail("HB733")
        return data

    def changes(self, save: Save) -> tuple[FileChange, ...]:
        """Return what a save did, with the files' bytes; HB733 when they are kept no more."""
        return tuple(
            FileChange(
                path,
                self._read(before) if before else None,
                self._read(after) if after else None,
            )
            for path, before, after in save.files
        )

    # -- files -------------------------------------------------------------------------------

    def prune(self) -> None:
        """Forget old saves of pages that have been saved many times since, and their bytes."""
        with self._lock:
            saves = self._all()
            old = time.time() - _KEPT_FOR
            counts: dict[str, int] = {}
            kept = []
            for save in reversed(saves):
                fresh = save.time > old
                for path, _, _ in save.files:
                    counts[path] = counts.get(path, 0) + 1
                    fresh = fresh or counts[path] <= _KEPT_EACH
                if fresh:
                    kept.append(save)
            if len(kept) == len(saves):
                return
            self._write(kept[::-1])
            used = {name for save in kept for one in save.files for name in one[1:]}
            for kept_file in self._root.glob("??/*"):
                if f"{kept_file.parent.name}{kept_file.name}" not in used:
                    kept_file.unlink(missing_ok=True)

    def _keep(self, data: bytes | None) -> str:
        if data is None:
            return ""
        name = hashlib.sha256(data).hexdigest()
        path = self._root / name[:2] / name[2:]
        if not path.exists():
            self._workspace.write(path, zlib.compress(data, 1), settle=False)
        return name

    def _read(self, name: str) -> bytes:
        try:
            data = zlib.decompress((self._root / name[:2] / name[2:]).read_bytes())
        except (OSError, zlib.error) as error:
            raise fail("HB733") from error
        if hashlib.sha256(data).hexdigest() != name:
            raise fail("HB733")
        return data

    def _all(self) -> list[Save]:
        """Return the saves, the oldest first; a line that cannot be read is passed over."""
        if self._saves is None:
            try:
                lines = (self._root / _LOG).read_text(encoding="utf-8").splitlines()
            except (OSError, UnicodeDecodeError):
                lines = []
            self._saves = [save for line in lines if (save := _save(line)) is not None]
        return self._saves

    def _write(self, saves: list[Save]) -> None:
        text = "".join(f"{json.dumps(asdict(one), ensure_ascii=False)}\n" for one in saves)
        self._workspace.write(self._root / _LOG, text.encode())
        self._saves = saves


def _save(line: str) -> Save | None:
    try:
        data: Any = json.loads(line)
        files = tuple((str(path), str(before), str(after)) for path, before, after in data["files"])
        save = Save(
            str(data["id"]),
            float(data["time"]),
            str(data["author"]),
            str(data["title"]),
            files,
            str(data["commit"]),
        )
    except (ValueError, KeyError, TypeError):
        return None
    return save if is_id(save.id) else None


def undone(history: History, docs: Path, save: Save) -> list[FileChange]:
    """Return the changes that take a save back.

    Raises HB732 where its files have changed since, HB734 where a collection would go and others'
    files in its folder would not.
    """
    back = [FileChange(one.path, one.after, one.before) for one in history.changes(save)]
    stale = [one for one in back if _present(docs / one.path) != one.before]
    if stale:
        raise HuibianError(fail("HB732", count=len(stale)).findings)
    plan = f"/{SOURCE_FOLDER}/{PLAN_NAME}"
    for one in [one for one in back if one.after is None and one.path.endswith(plan)]:
        back += _rest(docs, one.path.removesuffix(plan), {gone.path for gone in back})
    return back


def _rest(docs: Path, folder: str, gone: Collection[str]) -> list[FileChange]:
    """Return the changes by which what is left of a collection goes: images that nobody shows."""
    rest = [name for name in _files(docs, folder) if name not in gone]
    strange = [name for name in rest if not _BY_CONTENT.fullmatch(name)]
    if strange:
        name = strange[0].removeprefix(f"{folder}/")
        raise fail("HB734", folder=f"docs/{folder}", count=len(strange), name=name)
    return [FileChange(name, _present(docs / name), None) for name in rest]


def _files(docs: Path, folder: str) -> list[str]:
    """Return the paths below ``docs`` of all files in a folder, sorted."""
    return sorted(
        path.relative_to(docs).as_posix()
        for path in (docs / folder).rglob("*")
        if path.is_symlink() or not path.is_dir()
    )


def _present(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
