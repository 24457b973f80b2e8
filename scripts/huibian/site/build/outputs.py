"""The output folder: what was written there and from what, so that only changes are written.

Every file that we make has a key: a hash of all that it is made from. A file whose key is the
one in the record, and which nobody has touched since, needs neither making nor writing.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from huibian.site.build.cachefolder import CacheFolder

#: A file's key, its size in bytes and its time of change in nanoseconds.
Entry = tuple[str, int, int]


def clock(folder: Path) -> int:
    """Return the time (nanoseconds) that a file in a folder would be changed at now.

    The clock of a network drive is another machine's.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        return os.fstat(file.fileno()).st_mtime_ns


class Outputs:
    """Files below ``folder`` (absolute) by their path, ``/`` between its parts."""

    def __init__(self, folder: Path, cache: CacheFolder) -> None:
        self._folder = folder
        self._cache = cache
        self._name = f"outputs/{hashlib.blake2b(os.fsencode(folder), digest_size=8).hexdigest()}"
        saved = cache.load(self._name) or {}
        self._before: dict[str, Entry] = {path: tuple(entry) for path, entry in saved.items()}
        self._now: dict[str, Entry] = {}
        self._folders: set[str] = set()
        self.written: list[str] = []

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

    def sweep(self, wanted: Iterable[str], *, since: int, apart: str) -> list[str]:
        """Remove what no build would leave there, return what was removed.

        ``wanted`` are the files of this build; whoever changed another one ``since`` the build
        began (nanoseconds) vouches for it. The folder ``apart`` looks after itself.
        """
        kept = set(wanted)
        removed = []
        top = len(os.fspath(self._folder)) + 1
        for folder, folders, files in os.walk(self._folder, topdown=True):
            inside = folder[top:].replace(os.sep, "/")
            prefix = f"{inside}/" if inside else ""
            if not prefix and apart in folders:
                folders.remove(apart)
            for name in files:
                path = f"{prefix}{name}"
                if path not in kept and (self._folder / path).lstat().st_mtime_ns < since:
                    (self._folder / path).unlink()
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
