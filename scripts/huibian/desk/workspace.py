"""The desk's private folder ``.huibian/desk/`` in the site's folder: drafts and keys.

It is no cache: what stands here is a clerk's work that is not saved yet. Names of files come from
the program alone; ids that a browser sends are checked by their form before they become names.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from huibian import locking
from huibian.diagnostics import fail, os_reason

_ID = re.compile(r"[0-9a-f]{16}")
_README = """这里是工作台（huibian desk）的草稿、保存过的旧版和它自己的钥匙，不会放到网站上。
versions 里是页面的旧版，用来查看历史和恢复；删掉以后，就只剩现在的样子。
删掉 desk/drafts 里的文件夹，那份草稿就没有了；已经保存的汇编和文章不受影响。
"""


def new_id() -> str:
    """Return a name for something of the desk's that nobody can guess."""
    return secrets.token_hex(8)


def is_id(text: str) -> bool:
    """Say whether a text has the form of an id."""
    return _ID.fullmatch(text) is not None


class Workspace:
    """The private folder of a site's desk; made when first written to."""

    def __init__(self, site: Path) -> None:
        self.root = site / ".huibian" / "desk"

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder for one desk: HB713 while another one runs on the same site."""
        with self.failing(self.root):
            self._begin()
        with contextlib.ExitStack() as stack:
            with self.failing(self.root):
                try:
                    stack.enter_context(locking.held(self.root / "lock", datetime.now()))
                except locking.Taken as taken:
                    raise fail("HB713", path=str(self.root.parent.parent), who=taken.who) from None
            yield

    def folder(self, kind: str, name: str) -> Path:
        """Return the folder of something of a kind; KeyError unless the name is an id."""
        if not is_id(name):
            raise KeyError(name)
        return self.root / kind / name

    def names(self, kind: str) -> list[str]:
        """Return the ids of a kind, in no order."""
        try:
            return [one.name for one in (self.root / kind).iterdir() if is_id(one.name)]
        except OSError:
            return []

    def make(self, kind: str) -> str:
        """Make a folder for something new and return its id."""
        name = new_id()
        with self.failing(self.root):
            self._begin()
            self.folder(kind, name).mkdir(parents=True)
        return name

    def write(self, path: Path, data: bytes, *, settle: bool = True) -> None:
        """Write a file so that after a crash the old or the new one stands there, whole.

        Without ``settle`` the caller sees to it that the bytes are on the disk: ``os.sync``.
        """
        with self.failing(path):
            self._begin()
            path.parent.mkdir(parents=True, exist_ok=True)
            new = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
            try:
                with new.open("xb") as handle:
                    handle.write(data)
                    if settle:
                        handle.flush()
                        os.fsync(handle.fileno())
                new.replace(path)
            finally:
                new.unlink(missing_ok=True)

    def write_json(self, path: Path, data: Any) -> None:
        """Write data as JSON, in one step."""
        self.write(path, json.dumps(data, ensure_ascii=False).encode())

    def remove(self, folder: Path) -> None:
        """Remove a folder: first out of sight, in one step, then from the disk."""
        gone = folder.with_name(f".{folder.name}.gone")
        with self.failing(folder):
            if folder.exists():
                shutil.rmtree(gone, ignore_errors=True)
                folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def key(self, name: str) -> bytes:
        """Return a secret of the desk's (32 bytes), made when first asked for."""
        path = self.root / f"{name}.key"
        with contextlib.suppress(OSError):
            if len(found := path.read_bytes()) == 32:
                return found
        secret = secrets.token_bytes(32)
        self.write(path, secret)
        with contextlib.suppress(OSError):
            path.chmod(0o600)
        return secret

    @contextlib.contextmanager
    def failing(self, path: Path) -> Iterator[None]:
        """Turn what the system says into HB703."""
        try:
            yield
        except OSError as error:
            raise fail("HB703", path=str(path), reason=os_reason(error)) from error

    def _begin(self) -> None:
        """Make the folder, closed to others, with a word for who looks into it."""
        home = self.root.parent
        if self.root.is_dir():
            return
        self.root.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(OSError):
            home.chmod(0o700)
        for name, text in (("说明.txt", _README), (".gitignore", "*\n")):
            if not (home / name).exists():
                (home / name).write_text(text, encoding="utf-8")
