"""What the tests of the commands share: the small compilation, trees compared, commands run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import click
from click.testing import CliRunner, Result

from huibian.cli import main
from huibian.diagnostics import Diagnostic, HuibianError
from huibian.editing import Library, Outcome, Request

ROOT = Path(__file__).resolve().parents[1]
SMALL = Path(__file__).parent / "data" / "small.txt"
TODAY = "2026-01-02"
#: Titles of the small compilation's articles -> their lines; 23 heads an embedded article.
TITLES = {
    "把办事窗口搬到集市上": 6,
    "一盏路灯照见干群心": 15,
    "课桌边的热饭菜": 31,
    "河边多了巡河人": 40,
}
EMBEDDED = 23

#: All commands by name, loaded.
COMMANDS = {
    name: command
    for name in main.list_commands(click.Context(main))
    if (command := main.get_command(click.Context(main), name))
}


def tree(folder: Path) -> dict[str, bytes | str]:
    """Return what a folder holds: files by their bytes, links by where they lead, folders."""
    held: dict[str, bytes | str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            held[name] = f"-> {path.readlink()}"
        else:
            held[name] = "folder" if path.is_dir() else path.read_bytes()
    return held


def times(folder: Path) -> dict[str, int]:
    """Return when each file was last written, in nanoseconds."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file()
    }


def empty_site(root: Path) -> Path:
    """Make an empty site: mkdocs.yml and docs/."""
    (root / "docs").mkdir(parents=True)
    # MkDocs' own theme would ask another server for a script, as soon as the desk shows a preview
    theme = "theme: {name: mkdocs, highlightjs: false}\n"
    (root / "mkdocs.yml").write_text(f"site_name: 测试案例库\n{theme}", encoding="utf-8")
    return root


def split_small(library: Library, slug: str = "small", path: Path = SMALL) -> Path:
    """Split the small compilation and return the collection's folder."""
    library.split(path, slug=slug, today=TODAY)
    return library.store.folder(slug)


def edit(library: Library, *requests: str, slug: str = "small") -> Outcome:
    """Run ``huibian edit`` on requests such as ``"split-at 23"`` or ``"move 8-9 2"``."""
    parsed = []
    for request in requests:
        op, *values = request.split(
            " ", 2 if request.startswith(("retitle", "set", "move", "cut", "mask-words")) else 1
        )
        parsed.append(Request(op, tuple(values)))
    return library.edit(slug, parsed)


def replace_in(path: Path, old: str, new: str) -> str:
    """Change a page as a person would, and return its new text."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return text


def findings(error: HuibianError) -> dict[str, Diagnostic]:
    """Return an error's findings by their code (one each)."""
    return {finding.code: finding for finding in error.findings}


def run(site: Path | None, *arguments: str, env: Mapping[str, str] | None = None) -> Result:
    """Run the command in this process."""
    given = ["--site", str(site)] if site is not None else []
    environment = {"HUIBIAN_TODAY": TODAY, **(env or {})}
    return CliRunner().invoke(main, [*given, *arguments], env=environment, prog_name="huibian")


def spawn(
    folder: Path, *arguments: str, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own, in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "huibian", *arguments],
        cwd=folder,
        env={**os.environ, "HUIBIAN_TODAY": TODAY, "PYTHONUTF8": "1", **(env or {})},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
