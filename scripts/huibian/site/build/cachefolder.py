"""The cache: a folder of things that can be made again, which may be deleted at any time.

Every file names the version that wrote it. One of another version, a damaged or a missing one
counts as nothing, so the worst a cache can do is to be of no use.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from jinja2.bccache import Bucket, BytecodeCache

import huibian

#: Packages whose own code decides what a page looks like.
_PACKAGES = ("markdown", "jinja2", "mkdocs", "mkdocs-material", "lxml", "jieba", "numpy")
_SOURCES = (".py", ".yml", ".csv", ".txt")
_KIND = ".bin"


class CacheFolder:
    """A folder of values and templates.

    Values are written as Python writes its own compiled code (marshal), which is read several
    times sooner than JSON; the first line of a file says that it is of this very Python. ``folder``
    None, or one that cannot be written: a passing one.
    """

    def __init__(self, folder: Path | None, version: str) -> None:
        self._version = version
        self._passing: tempfile.TemporaryDirectory[str] | None = None
        try:
            if folder is None:
                raise OSError
            folder.mkdir(parents=True, exist_ok=True)
            (folder / ".gitignore").write_text("*\n", encoding="ascii")  # also: may we write here?
        except OSError:
            self._passing = tempfile.TemporaryDirectory(prefix="huibian-")
            folder = Path(self._passing.name)
        self.folder = folder

    def load(self, name: str) -> Any:
        """Return what was saved under a name, None where nothing usable is."""
        data = self._read(self._path(name))
        return None if data is None else marshal.loads(data)

    def save(self, name: str, value: Any) -> None:
        """Save a plain value; a reader sees the old file or the new one, whole.

        Plain are text, numbers, None, and lists, tuples and dictionaries of these. Anything else
        is ValueError.
        """
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._write(path, marshal.dumps(value))

    def _read(self, path: Path) -> bytes | None:
        """Return what was written to a file, None where nothing usable is."""
        try:
            head, _, data = path.read_bytes().partition(b"\n")
        except OSError:
            return None
        return data if head == self._head(data) else None

    def _write(self, path: Path, data: bytes) -> None:
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        beside.write_bytes(self._head(data) + b"\n" + data)
        beside.replace(path)

    def _head(self, data: bytes) -> bytes:
        """Return the first line of a file: it fits no other version and no other content."""
        digest = hashlib.blake2b(data, digest_size=12, key=self._version.encode())
        return digest.hexdigest().encode("ascii")

    def templates(self) -> BytecodeCache:
        """Return a place for compiled templates: of this version, which decides what is escaped."""
        root = self.folder / "templates"
        folder = root / self._version
        for other in root.glob("*"):
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        return _Templates(folder, self._read, self._write)

    def keep_only(self, prefix: str, names: Iterable[str]) -> None:
        """Remove the files below a folder of the cache that are not named.

        What another process is about to rename stays.
        """
        kept = {self._path(name) for name in names}
        for path in (self.folder / prefix).glob(f"*{_KIND}"):
            if path not in kept:
                path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}{_KIND}"


class _Templates(BytecodeCache):
    """Compiled templates. Jinja holds them to their sources, and trusts that the code is whole."""

    def __init__(
        self,
        folder: Path,
        read: Callable[[Path], bytes | None],
        write: Callable[[Path, bytes], None],
    ) -> None:
        self._folder, self._read, self._write = folder, read, write

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket if there is something usable for it."""
        code = self._read(self._folder / bucket.key)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in a bucket, if it can be kept."""
        with suppress(OSError):
            self._write(self._folder / bucket.key, bucket.bytecode_to_string())


@cache
def code_version() -> str:
    """Return a hash of all code and data that pages are made with: ours, and packages by number."""
    digest = hashlib.blake2b(digest_size=12)
    digest.update(sys.version.encode())
    for name in _PACKAGES:
        digest.update(f"{name} {_installed(name)}\n".encode())
    root = Path(huibian.__file__).parent
    for path in sorted(root.rglob("*")):
        if path.suffix in _SOURCES:
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _installed(name: str) -> str:
    try:
        return installed(name)
    except ModuleNotFoundError:  # PackageNotFoundError: vendored by a distribution
        return ""
