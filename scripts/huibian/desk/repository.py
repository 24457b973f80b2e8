"""The site's git repository: a save as a commit of its own, and what others committed.

A commit is made beside the index: only the files that were written go in, whatever else is staged
or changed stays as it is, and no hook of the repository runs. git is asked with fixed words; paths
and messages go in by standard input or behind ``--``.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SAFE = ("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "gc.auto=0")
_SHA = re.compile(r"[0-9a-f]{40}")
_SECONDS = 60
_MOST = 200  # commits of a file that are looked up
#: While one of these is there, somebody is in the middle of something.
_BUSY = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit of a file; ``time`` in seconds."""

    name: str
    time: float
    author: str
    title: str


class Repository:
    """The repository that a site's folder belongs to; without git all answers are empty."""

    def __init__(self, site: Path) -> None:
        self._site = site

    def trouble(self) -> str:
        """Return why a save cannot be a commit (Chinese), ``""`` when it can."""
        folder = self._ask("rev-parse", "--absolute-git-dir").strip()
        if not folder:
            return "这个文件夹不是 git 仓库（或没有安装 git）"
        if not self.author():
            return "git 里没有写 user.name 和 user.email"
        if any((Path(folder) / name).exists() for name in _BUSY):
            return "git 仓库正在合并或变基"
        if not self._ask("symbolic-ref", "-q", "HEAD").strip():
            return "git 仓库不在任何分支上"
        return ""

    def author(self) -> str:
        """Return the author that git knows, ``""`` for none."""
        name = self._ask("config", "user.name").strip()
        return name if name and self._ask("config", "user.email").strip() else ""

    def commit(self, paths: Sequence[str], title: str, author: str = "") -> str:
        """Commit files (by their paths in the site's folder) as they are; return the commit.

        ``author`` stands in the place of git's own user. Ignored files are left out; ``""`` when
        nothing is left or git refuses.
        """
        listed = "".join(f"{path}\0" for path in paths)
        ignored = set(self._ask("check-ignore", "-z", "--stdin", given=listed).split("\0"))
        listed = "".join(f"{path}\0" for path in paths if path not in ignored)
        if not listed:
            return ""
        head = self._ask("rev-parse", "-q", "--verify", "HEAD").strip()
        with tempfile.TemporaryDirectory(prefix="huibian-git-") as scratch:
            beside = {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
            if head:
                self._ask("read-tree", "HEAD", env=beside)
            put = ("update-index", "--add", "--remove", "-z", "--stdin")
            if self._run(*put, given=listed, env=beside) is None:
                return ""
            tree = self._ask("write-tree", env=beside).strip()
        if not _SHA.fullmatch(tree) or (head and tree == self._tree()):
            return ""
        who = {}
        if author:
            plain = re.sub(r"[\x00-\x1f<>]", " ", author).strip()[:80] or "desk"
            who = {"GIT_AUTHOR_NAME": plain, "GIT_AUTHOR_EMAIL": "desk@localhost"}
        parent = ("-p", head) if head else ()
        name = self._ask("commit-tree", tree, *parent, given=f"{title}\n", env=who).strip()
        if not _SHA.fullmatch(name):
            return ""
        moved = self._run("update-ref", "-m", "huibian desk", "HEAD", name, head or "0" * 40)
        if moved is None:
            return ""
        self._run("update-index", "--add", "--remove", "-z", "--stdin", given=listed)
        return name

    def log(self, path: str) -> list[Commit]:
        """Return the last commits that changed a file, the last first."""
        out = self._ask("log", f"-{_MOST}", "--format=%H%x1f%at%x1f%an%x1f%s", "--", path)
        found = []
        for line in out.splitlines():
            parts = line.split("\x1f")
            if len(parts) == 4 and _SHA.fullmatch(parts[0]) and parts[1].isdigit():
                found.append(Commit(parts[0], float(parts[1]), parts[2], parts[3]))
        return found

    def show(self, commit: str, path: str) -> bytes | None:
        """Return a file as a commit has it; None when it has none."""
        if not _SHA.fullmatch(commit):
            return None
        return self._run("cat-file", "blob", f"{commit}:./{path}")

    def _tree(self) -> str:
        return self._ask("rev-parse", "HEAD^{tree}").strip()

    def _ask(self, *words: str, given: str = "", env: Mapping[str, str] | None = None) -> str:
        return (self._run(*words, given=given, env=env) or b"").decode("utf-8", "replace")

    def _run(
        self, *words: str, given: str = "", env: Mapping[str, str] | None = None
    ) -> bytes | None:
        """Return what git says; None when it is not there, fails or takes too long."""
        try:
            done = subprocess.run(
                ["git", "-C", str(self._site), *_SAFE, *words],
                input=given.encode(),
                capture_output=True,
                timeout=_SECONDS,
                check=False,
                env={**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8", **(env or {})},
            )
        except (OSError, subprocess.SubprocessError):
            return None
        return done.stdout if done.returncode == 0 else None
