"""A desk as the command starts it, and a browser window that has opened it."""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, BrowserContext, Cookie, Page

from handling import ROOT, tree

_AXE = AXE_FILE_PATH.read_text(encoding="utf-8")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Desk:
    """A running desk: its site, its process and the address that it told.

    ``cookies`` are those of the clerk who has opened it: its address does so once.
    """

    site: Path
    process: subprocess.Popen[str]
    entry: str
    cookies: list[Cookie] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._docs = tree(self.site / "docs")

    @property
    def origin(self) -> str:
        return self.entry.split("/open")[0]

    def put_back(self) -> None:
        """Make the site what it was when the desk was started, and drop all drafts.

        The history goes on: a desk has it in memory.
        """
        docs = self.site / "docs"
        now = tree(docs)
        for name in sorted(now.keys() - self._docs.keys(), reverse=True):
            (docs / name).rmdir() if now[name] == "folder" else (docs / name).unlink()
        for name, data in self._docs.items():
            if isinstance(data, bytes) and now.get(name) != data:
                (docs / name).parent.mkdir(parents=True, exist_ok=True)
                (docs / name).write_bytes(data)
        for path in (self.site / ".huibian" / "desk").iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != "lock" and path.suffix != ".key":
                path.unlink()


@contextlib.contextmanager
def running(site: Path, port: int = 0) -> Iterator[Desk]:
    """Run ``huibian desk`` on a site."""
    command = [sys.executable, "-m", "huibian", "--site", str(site), "desk", "--no-browser"]
    process = subprocess.Popen(
        [*command, "--port", str(port or free_port())], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        entry = re.search(r"http\S+", process.stdout.readline())
        assert entry, process.poll()
        yield Desk(site, process, entry[0])
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


@contextlib.contextmanager
def window(browser: Browser, desk: Desk, **named: object) -> Iterator[Page]:
    """Open the desk in a fresh window; fail when a page asks elsewhere or a script fails."""
    options = {"viewport": {"width": 1280, "height": 900}, "locale": "zh-CN", **named}
    context: BrowserContext = browser.new_context(**options)  # type: ignore[arg-type]
    context.add_cookies(desk.cookies)  # type: ignore[arg-type]
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console",
        lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None,
    )
    page.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith(("http://127.0.0.1:", "data:"))
            else wrong.append(asked.url)
        ),
    )
    page.goto(desk.entry)
    desk.cookies = context.cookies()
    try:
        yield page
    finally:
        context.close()
    assert not wrong, wrong


def dress(site: Path) -> None:
    """Let a site look as the project's own."""
    shutil.copy2(ROOT / "mkdocs.yml", site / "mkdocs.yml")
    shutil.copytree(ROOT / "overrides", site / "overrides")


def project_site(folder: Path) -> Path:
    """Write the project's site without articles into a folder: its pages can be previewed."""
    folder.mkdir()
    dress(folder)
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("sample", ".*"))
    return folder


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """Return what axe finds, by rule."""
    # the policy forbids scripts in the page, not those of the browser's own tools
    page.evaluate(_AXE)
    found = page.evaluate(
        """async () => (await axe.run(document, {runOnly: {type: "tag", values:
        ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}})).violations"""
    )
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
