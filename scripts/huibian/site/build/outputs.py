"""The output folder: what was written there and from what, so that only changes are written.

Every file that we make has a key: a hash of all that it is made from. A file whose key is the
one in the record, and which nobody has touched since, needs neither making nor writing.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from huibian.site.build.cachefolder import CacheFolder

#: A file's key, its size in bytes and its time of change in nanoseconds.
Entry = tuple[str, int, int]
#: What tells a file that was written again, be it with the same size and date: its size, and its
#: times of change of content and of anything.
State = tuple[int, int, int]
#: Files by their path.
Found = dict[str, State]


def standing(folder: Path, *, apart: str) -> Found:
    """Return what stands in a folder that may not be there; the folder ``apart`` is left out."""
    found: Found = {}
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        with suppress(OSError), os.scandir(f"{folder}/{inside}") as entries:
            for entry in entries:
                path = f"{inside}{entry.name}"
                if not entry.is_dir():
                    found[path] = _state(entry.stat(follow_symlinks=False))
                elif path != apart and not entry.is_symlink():
                    waiting.append(f"{path}/")
    return found


def _state(stat: os.stat_result) -> State:
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


class Outputs:
    """Files below ``folder`` (absolute) by their path, ``/`` between its parts."""

    def __init__(self, folder: Path, cache: CacheFolder) -> None:
        self._folder = folder
        self._cache = cache
        self._name = f"outputs/{hashlib.blake2b(os.fsencode(folder), digest_size=8).hexdigest()}"
        self._before: dict[str, Entry] = cache.load(self._name) or {}
        self._now: dict[str, Entry] = {}
        self._folders: set[str] = set()
        self.written: list[str] = []

    @property
    def known(self) -> bool:
        """Whether a build before has left a record of what it wrote."""
        return bool(self._before)

    def keep(self, path: str, key: str) -> bool:
        """Say whether the file is what would be made; if so it stays."""
        entry = self._before.get(path)
        if entry is None or entry[0] != key or self._seen(path) != entry[1:]:
            return False
        self._now[path] = entry
        return True

    def write(self, path: str, key: str, data: bytes) -> None:
        """Write a file; one that holds the same bytes already is left alone."""
        target = self._folder / path
        seen = self._seen(path)
        if seen is None or seen[0] != len(data) or target.read_bytes() != data:
            parent = posixpath.dirname(path)
            if parent not in self._folders:
                target.parent.mkdir(parents=True, exist_ok=True)
                self._folders.add(parent)
            target.write_bytes(data)
            self.written.append(path)
            seen = self._seen(path)
        assert seen is not None
        self._now[path] = (key, *seen)

    def taken(self) -> tuple[dict[str, Entry], list[str]]:
        """Return what has been kept or written, and the paths written, since the last call."""
        taken = self._now, self.written
        self._now, self.written = {}, []
        return taken

    def take(self, entries: Mapping[str, Entry], written: Iterable[str]) -> None:
        """Take down what another process has done."""
        self._now.update(entries)
        self.written.extend(written)

    def sweep(self, wanted: Iterable[str], found: Found) -> list[str]:
        """Remove what no build would leave there, return what was removed.

        ``wanted`` are the files of this build, ``found`` those that stood there when it began.
        Whoever has written another one since vouches for it. Dates are not compared with a clock:
        copies have the date of what they were made from.
        """
        removed = []
        for path in found.keys() - set(wanted):
            file = self._folder / path
            with suppress(FileNotFoundError):
                if _state(file.lstat()) == found[path]:
                    file.unlink()
                    removed.append(path)
        for path in {posixpath.dirname(path) for path in removed}:
            self._remove_empty(path)
        return removed

    def save(self) -> None:
        """Save the record for the next build."""
        self._cache.save(self._name, self._now)

    def _remove_empty(self, path: str) -> None:
        """Remove a folder and those above it as far as nothing is left in them."""
        while path:
            try:
                (self._folder / path).rmdir()
            except OSError:
                return
            path = posixpath.dirname(path)

    def _seen(self, path: str) -> tuple[int, int] | None:
        try:
            stat = os.stat(f"{self._folder}/{path}")  # noqa: PTH116 - paths cost more than asking
        except OSError:
            return None
        return stat.st_size, stat.st_mtime_ns
