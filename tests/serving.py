"""Builds the project's site, serves it on loopback, and opens pages that are watched."""

from __future__ import annotations

import contextlib
import functools
import gzip
import http.server
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

PROJECT = Path(__file__).resolve().parents[1]


def build(target: Path, *options: str) -> Path:
    """Build the project's own site, strictly, and return the folder."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", *options]
    subprocess.run(
        [*command, "--site-dir", str(target)],
        cwd=PROJECT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )
    return target


def handed_on(folder: Path) -> Path:
    """Publish the project's own site as one file, and unpack that where a reader might."""
    site = folder / "site"
    for name in ("docs", "overrides"):
        shutil.copytree(PROJECT / name, site / name)
    shutil.copy(PROJECT / "mkdocs.yml", site)
    options = ("--offline", "--zip", "--allow-review")
    subprocess.run(
        [sys.executable, "-m", "huibian", "publish", "--to", str(folder / "out"), *options],
        cwd=site,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    (archive,) = (folder / "out" / "releases").glob("*.zip")
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder / "我的 U盘")
    return folder


class _Quiet(http.server.SimpleHTTPRequestHandler):
    #: Sent with every answer.
    headers_too: Mapping[str, str] = {}

    def end_headers(self) -> None:
        for name, value in self.headers_too.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test output clean."""


class _Packed(_Quiet):
    """Serves as the guide sets nginx up: text is packed, assets are kept, pages are asked for."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        found = path.is_file()
        data = path.read_bytes() if found else b""
        kind = self.guess_type(path)
        if kind.startswith("text/") or kind.endswith(("javascript", "json", "xml")):
            data = gzip.compress(data, PACKING)
            encoding = "gzip"
        else:
            encoding = "identity"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Encoding", encoding)
        self.send_header("Content-Length", str(len(data)))
        is_asset = "/assets/" in self.path
        self.send_header("Cache-Control", "max-age=31536000, immutable" if is_asset else "no-cache")
        self.end_headers()
        self.wfile.write(data)


#: The level at which the guide lets nginx pack.
PACKING = 6


@contextlib.contextmanager
def served(
    folder: Path, *, packed: bool = False, headers: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Serve a folder on loopback while it is needed; give its address.

    ``packed`` serves it as the guide sets a web server up: packed, with a term for each file;
    ``headers`` go with every answer.
    """
    kind = type("_Told", (_Packed if packed else _Quiet,), {"headers_too": headers or {}})
    handler = functools.partial(kind, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def moved(context: BrowserContext, address: str) -> dict[str, int]:
    """Open a page and return the bytes that each of its requests moved, headers included."""
    page = context.new_page()
    network = context.new_cdp_session(page)
    names: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def asked(event: dict[str, Any]) -> None:
        names[event["requestId"]] = event["request"]["url"]

    def came(event: dict[str, Any]) -> None:
        sizes[names[event["requestId"]]] = int(event["encodedDataLength"])

    network.on("Network.requestWillBeSent", asked)
    network.on("Network.loadingFinished", came)
    network.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    page.close()
    return sizes


def watched(browser: Browser, address: str) -> Iterator[Page]:
    """Give a fresh page; fail the test when it asks another host or its script fails."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    opened = context.new_page()
    foreign: list[str] = []
    errors: list[str] = []
    opened.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((address, "data:", "blob:"))
            else foreign.append(request.url)
        ),
    )
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert not foreign, f"asked outside the site: {foreign}"
    assert not errors, f"script errors: {errors}"


#: No start-up calls of the browser's own; the sandbox needs rights that containers lack.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """Return the path of the system's Chromium; without one skip, or fail where CI=true.

    First of all the one that has no windows to draw: the same engine opens a page there with a
    quarter of the work.
    """
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path:
            return path
    reason = "没有找到 Chromium，浏览器测试没有运行：apt-get install chromium fonts-noto-cjk"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
