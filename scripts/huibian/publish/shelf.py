"""The releases of a folder that is published to: which there are, which is served, switching.

``releases/<time>-<hash>/`` are whole releases, always: they are made under a name that begins with
a dot and get their own when all is written. ``current`` is a symbolic link that is replaced in one
step. Where links cannot be made (a USB stick, some shares, Windows without the right to), it is a
folder with the release's files that is exchanged: in one step where the system can, else by two
renames, between which it is away; every command mends that.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import shutil
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from huibian import system
from huibian.diagnostics import HuibianError, fail
from huibian.publish import manifest
from huibian.publish.manifest import Manifest
from huibian.system import exchange

RELEASES = "releases"
CURRENT = "current"
KEPT = 5
_STATE = ".state.json"
_PARTIAL, _GONE = ".partial-", ".gone-"
_NEW, _OLD = ".current-new", ".current-old"
_NAME = re.compile(r"\d{8}-\d{6}-[0-9a-f]{12}")
#: What a file system that has no links says.
_NO_LINKS = frozenset(
    (errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EINVAL, errno.EMLINK)
)
_NO_PRIVILEGE = 1314  # what Windows says


@dataclass(slots=True)
class State:
    """What the folder is for, and how its releases came to be served.

    ``audience`` is "" where nothing was published, or nothing tells. ``before`` names for each
    release the one that was served when it was published; ``left`` is the one that was last taken
    back.
    """

    audience: str = ""
    offline: bool = False
    before: dict[str, str] = field(default_factory=dict)
    left: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """One release; ``about`` is what its manifest says, None when that cannot be read."""

    name: str
    folder: Path
    current: bool
    left: bool
    about: Manifest | None

    @property
    def time(self) -> str:
        """Return when it was published, as people read it."""
        return f"{_stamp(self.name):%Y-%m-%d %H:%M:%S}"


class Shelf:
    """The folder that is published to. All that changes it needs ``lock.held``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.releases = folder / RELEASES
        self.state = self._read_state()

    # ---------------------------------------------------------------- what there is

    def names(self) -> list[str]:
        """Return the releases, oldest first."""
        if not self.releases.is_dir():
            return []
        return sorted(
            path.name
            for path in self.releases.iterdir()
            if _NAME.fullmatch(path.name) and path.is_dir()
        )

    def all(self) -> Iterator[Release]:
        """Give the releases, newest first."""
        current = self.current()
        for name in reversed(self.names()):
            try:
                about = manifest.read(self.releases / name)
            except HuibianError:
                about = None
            served, left = name == current, name == self.state.left
            yield Release(name, self.releases / name, served, left, about)

    def current(self) -> str:
        """Return the release that is served, "" for none."""
        link = self.folder / CURRENT
        if link.is_symlink():
            name = link.readlink().name
            return name if name in self.names() else ""
        try:
            served = (link / manifest.NAME).read_bytes()
        except OSError:
            return ""
        for name in reversed(self.names()):
            try:
                if (self.releases / name / manifest.NAME).read_bytes() == served:
                    return name
            except OSError:
                continue
        return ""

    def find(self, given: str) -> str:
        """Return the release of a name or of its beginning or hash; HB816 for none or several."""
        names = self.names()
        found = [name for name in names if given in (name, name[-manifest.SHORT :])]
        found = found or [name for name in names if name.startswith(given)]
        if len(found) == 1:
            return found[0]
        near = get_close_matches(given, names, 1)
        reason = f"有 {len(found)} 个都对得上" if found else "没有这个版本"
        hint = f"，是不是 {near[0]}" if near and not found else ""
        raise fail("HB816", path=str(self.folder), release=given, reason=f"{reason}{hint}")

    def earlier(self) -> str:
        """Return the release to go back to: the one served before the current was published."""
        current, names = self.current(), self.names()
        seen, name = {current}, self.state.before.get(current, "")
        while name and name not in seen:
            if name in names:
                return name
            seen.add(name)
            name = self.state.before.get(name, "")
        older = [name for name in names if name < current and name != self.state.left]
        if older and current:
            return older[-1]
        raise fail(
            "HB816", path=str(self.folder), release="上一个版本", reason="没有更早的版本可退"
        )

    # ---------------------------------------------------------------- making and switching

    def tidy(self) -> None:
        """Mend and remove what an interrupted command left."""
        served, old = self.folder / CURRENT, self.folder / _OLD
        if old.is_dir() and not _is_there(served):
            system.rename(old, served)
        for path in (self.folder / _NEW, old):
            _remove(path)
        if self.releases.is_dir():
            for path in self.releases.iterdir():
                orphan = path.suffix == ".zip" and path.stem not in self.names()
                if path.name.startswith((_PARTIAL, _GONE)) or orphan:
                    _remove(path)
        current, names = self.current(), self.names()
        if current in self.state.before:  # else the record is younger than the releases
            for name in names[names.index(current) + 1 :]:
                if name not in self.state.before:
                    self._discard(name)

    def begin(self) -> Path:
        """Return a new folder to make a release in."""
        path = self.releases / f"{_PARTIAL}{os.getpid()}"
        path.mkdir(parents=True)
        return path

    def finish(self, partial: Path, about: Manifest, now: datetime) -> str:
        """Give a written release its name; all of it is on the disk then."""
        if hasattr(os, "sync"):  # one call for ten thousands of files, while the manifest is made
            threading.Thread(target=os.sync).start()
        path = partial / manifest.NAME
        with path.open("xb") as file:
            file.write(about.dump())
            file.flush()
            os.fsync(file.fileno())
        if hasattr(os, "sync"):
            os.sync()
        # names tell the order, whatever the clock does or the one of another publisher says
        newest = max((_stamp(name) for name in self.names()), default=datetime.min)
        stamp = max(now, newest + timedelta(seconds=1))
        name = f"{stamp:%Y%m%d-%H%M%S}-{about.sha256[: manifest.SHORT]}"
        system.rename(partial, self.releases / name)
        _settle(self.releases)
        return name

    def switch(self, name: str, *, back: bool = False) -> None:
        """Serve a release; ``back`` says that this takes the current one back."""
        served = self.current()
        if back:
            self.state.left = served
        else:
            self.state.before[name] = served
        self.save()
        self._point(name)
        _settle(self.folder)

    def withdraw(self, name: str) -> None:
        """Remove a release that could not be served; what cannot be removed now stays."""
        with contextlib.suppress(OSError):
            if name in self.names() and name != self.current() and self._discard(name):
                self.save()

    def keep(self, count: int) -> list[str]:
        """Remove all but the newest releases, the current one and the one last taken back.

        Returns what was removed.
        """
        names = self.names()
        kept = {*names[-count:], self.current(), self.state.left}
        removed = [name for name in names if name not in kept and self._discard(name)]
        if removed:
            self.save()
        return removed

    def _discard(self, name: str) -> bool:
        """Remove a release, if that can be done now."""
        gone = self.releases / f"{_GONE}{name}"
        try:
            system.rename(self.releases / name, gone)
        except PermissionError:  # Windows, when a file of it is open: it goes next time
            return False
        _remove(gone)
        _remove(self.archive(name))
        self.state.before.pop(name, None)
        return True

    def archive(self, name: str) -> Path:
        """Return where a release's one file is."""
        return self.releases / f"{name}.zip"

    def is_new(self) -> bool:
        """Say whether nothing is there that was published before."""
        return not self.names() and not _is_there(self.folder / CURRENT)

    def save(self) -> None:
        """Write the state down."""
        self.releases.mkdir(parents=True, exist_ok=True)
        beside = self.releases / f"{_PARTIAL}state"
        with beside.open("w", encoding="utf-8") as file:
            json.dump(asdict(self.state), file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.releases / _STATE)

    def _read_state(self) -> State:
        try:
            told = json.loads((self.releases / _STATE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            told = None
        state = _state_of(told)
        if not state.audience:
            state.audience, state.offline = self._told_by_releases()
        return state

    def _told_by_releases(self) -> tuple[str, bool]:
        """Return what the folder is for by what is served, else by the newest release."""
        for folder in (self.folder / CURRENT, *map(self.releases.joinpath, self.names()[::-1])):
            try:
                about = manifest.read(folder).about
            except HuibianError:
                continue
            audience, is_offline = about.get("audience"), about.get("offline")
            if isinstance(audience, str) and isinstance(is_offline, bool):
                return audience, is_offline
        return "", False

    def _point(self, name: str) -> None:
        link, new = self.folder / CURRENT, self.folder / _NEW
        _remove(new)
        if link.is_symlink() or not link.exists():
            try:
                new.symlink_to(Path(RELEASES) / name, target_is_directory=True)
            except (OSError, NotImplementedError) as error:
                if not _has_no_links(error):
                    raise
            else:
                if system.REPLACES_LINKS:
                    new.replace(link)
                else:
                    self._swap(new)
                return
        self._exchange(name)

    def _exchange(self, name: str) -> None:
        """Put a release's files in the place of the folder that is served."""
        served, new = self.folder / CURRENT, self.folder / _NEW
        _copy(self.releases / name, new)
        if hasattr(os, "sync"):
            os.sync()
        if _is_there(served) and exchange(new, served):
            _remove(new)
        else:
            self._swap(new)

    def _swap(self, new: Path) -> None:
        """Put a link or folder in the place of what is served, by two renames.

        What cannot be put there, since somebody has a file of it open, leaves all as it was.
        """
        served, old = self.folder / CURRENT, self.folder / _OLD
        if not _is_there(served):
            system.rename(new, served)
            return
        system.rename(served, old)
        try:
            system.rename(new, served)
        except OSError:
            system.rename(old, served)
            raise
        _remove(old)


def served(folder: Path) -> Path:
    """Return the folder to verify: a release itself, or what a published folder serves."""
    return folder if (folder / manifest.NAME).exists() else folder / CURRENT


def _stamp(name: str) -> datetime:
    """Return the time in a release's name."""
    return datetime.strptime(name[:15], "%Y%m%d-%H%M%S")


def _state_of(told: Any) -> State:
    """Return a state of what its file holds; what is of another kind counts as missing."""
    state = State()
    for name, empty in asdict(state).items() if isinstance(told, dict) else ():
        if isinstance(told.get(name), type(empty)):
            setattr(state, name, told[name])
    return state


def _is_there(path: Path) -> bool:
    return path.is_symlink() or path.exists()


def _has_no_links(error: Exception) -> bool:
    if isinstance(error, OSError):
        no_right = getattr(error, "winerror", 0) == _NO_PRIVILEGE
        return no_right or error.errno in _NO_LINKS
    return True


def _copy(source: Path, target: Path) -> None:
    """Copy a release; its files are linked where that can be done."""
    target.mkdir()
    stack: list[Sequence[str]] = [()]
    while stack:
        parts = stack.pop()
        for path in source.joinpath(*parts).iterdir():
            there = target.joinpath(*parts, path.name)
            if path.is_dir():
                there.mkdir()
                stack.append((*parts, path.name))
                continue
            try:
                os.link(path, there)
            except OSError:
                shutil.copy2(path, there)


def _settle(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:  # some shares cannot, and have nothing to settle
        pass
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    """Remove a file or folder; what cannot be removed now is left to the next command."""
    if path.is_symlink() and path.is_dir() and not system.REPLACES_LINKS:
        path.rmdir()  # what Windows calls removing a link to a folder
    elif path.is_symlink() or path.is_file():
        path.unlink(missing_ok=True)
    elif path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
