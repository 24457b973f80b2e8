"""Take the screenshots that README and guide show: ``make screenshots``.

Builds the project's own site and photographs it in the system's Chromium, so that the pictures
are always of the site as it is. Not a test: its output is committed.
"""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

PROJECT = Path(__file__).resolve().parents[2]
TARGET = PROJECT / "docs" / "guide" / "images"
DESKTOP, PHONE = (1280, 800), (390, 844)

#: file name -> (path in the site, window, colour scheme)
PICTURES = {
    "home.png": ("", DESKTOP, "light"),
    "home-dark.png": ("", DESKTOP, "dark"),
    "home-phone.png": ("", PHONE, "light"),
    "collection.png": ("collections/sample/", DESKTOP, "light"),
    "article.png": ("collections/sample/10/", DESKTOP, "light"),
    "regions.png": ("regions/", DESKTOP, "light"),
    "matrix.png": ("matrix/", DESKTOP, "light"),
    "practices.png": ("practices/agriculture/", DESKTOP, "light"),
    "search.png": ("search/?q=群众&level=市级&level=县区级", DESKTOP, "light"),
    "search-marks.png": ("collections/sample/10/?h=热线", DESKTOP, "light"),
}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Keep the output clean."""


def main() -> None:
    chromium = shutil.which("chromium") or sys.exit("没有找到 chromium")
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", folder]
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        subprocess.run(command, cwd=PROJECT, env=environment, check=True)
        handler = functools.partial(_Quiet, directory=folder)
        with (
            http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server,
            sync_playwright() as playwright,
        ):
            threading.Thread(target=server.serve_forever, daemon=True).start()
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for name, (path, (width, height), scheme) in PICTURES.items():
                page = browser.new_page(
                    viewport={"width": width, "height": height},
                    color_scheme=scheme,
                    locale="zh-CN",
                )
                page.goto(f"http://127.0.0.1:{server.server_port}/{path}")
                page.wait_for_timeout(800)
                page.screenshot(path=TARGET / name)
                page.close()
                print(TARGET / name)
            browser.close()
            server.shutdown()


if __name__ == "__main__":
    main()
