"""Measures ``huibian serve`` from outside: how soon a saved article can be read and found."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from bench.search import ARGUMENTS, HUIBIAN_ALL, chromium
from bench.sites import Site

INDEX = "search/index.js"
#: Seconds until a page or the search must be up to date.
PATIENCE = 600.0
_PAUSE = 0.02  # between two questions
_VERSION = re.compile(r"'([0-9a-f]{8,})'")


@dataclass
class Preview:
    """Seconds until the first page came, and from each save until page and search had it.

    ``found`` says whether searches in a browser found the very articles; None without a browser.
    """

    start: float = 0.0
    pages: dict[str, list[float]] = field(default_factory=dict)
    searches: dict[str, list[float]] = field(default_factory=dict)
    found: bool | None = None


def measure(site: Site, runs: int) -> Preview:
    """Serve a site that has been built before; change and add an article, ``runs`` times each."""
    result = Preview()
    standing: dict[str, str] = {}  # what each page was last given
    gone: list[str] = []
    begun = time.perf_counter()
    with serving(site) as address:
        until(lambda: bool(read(address)), "home page")
        result.start = time.perf_counter() - begun
        for number in range(runs):
            for kind, save in (("change", site.change), ("add", site.add)):
                sentence = sentence_of(kind, number)
                before = read(f"{address}{INDEX}")
                begun = time.perf_counter()
                url = site.address(save(sentence))
                has_page(f"{address}{url}", sentence)
                result.pages.setdefault(kind, []).append(time.perf_counter() - begun)
                has_search(address, before)
                result.searches.setdefault(kind, []).append(time.perf_counter() - begun)
                gone += [standing[url]] if url in standing else []
                standing[url] = sentence
        result.found = finds(address, standing, gone)
    site.restore()
    return result


def sentence_of(kind: str, number: int) -> str:
    """Return a sentence that stands nowhere else, another for each save."""
    digits = "〇一二三四五六七八九"
    said = "".join(digits[int(digit)] for digit in str(number))
    return f"龘靐{'改' if kind == 'change' else '增'}{said}齾爩。"


@contextmanager
def serving(site: Site) -> Iterator[str]:
    """Run ``huibian serve`` while it is needed; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "huibian", "--site", str(site.folder), "serve"]
    process = subprocess.Popen(
        [*command, "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def read(address: str) -> str:
    """Return what stands at an address, "" where nothing answers or nothing is."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            text: str = answer.read().decode()
            return text
    except (urllib.error.URLError, ConnectionError, http.client.HTTPException):
        return ""


def until(ready: Callable[[], bool], what: str) -> None:
    """Ask again and again until something is so."""
    end = time.monotonic() + PATIENCE
    while not ready():
        if time.monotonic() > end:
            raise RuntimeError(f"huibian serve: no {what} in {PATIENCE:.0f} s")
        time.sleep(_PAUSE)


def has_page(address: str, sentence: str) -> None:
    """Wait until a page has a sentence."""
    until(lambda: sentence in read(address), f"{sentence} at {address}")


def has_search(address: str, before: str) -> None:
    """Wait until the search names a version other than ``before``, and that version is there."""

    def renewed() -> bool:
        now = read(f"{address}{INDEX}")
        match = _VERSION.search(now)
        return (
            now != before and bool(match) and bool(read(f"{address}search/{match[1]}/manifest.js"))
        )

    until(renewed, "new version of the search")


def finds(address: str, standing: Mapping[str, str], gone: Sequence[str]) -> bool | None:
    """Say whether the site's own search, in Chromium, finds each page by its sentence alone.

    Sentences that are ``gone`` must have none. Return None without Chromium.
    """
    executable = chromium()
    if executable is None:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        tab = browser.new_page()
        tab.goto(f"{address}404.html")
        name = tab.evaluate("document.querySelector('[data-hb-engine]').dataset.hbEngine")
        tab.add_script_tag(url=f"{address}assets/huibian/{name}")
        tab.evaluate("root => huibian.search.ready(root)", address.rstrip("/"))
        wanted = [*((words, [url]) for url, words in standing.items()), *((w, []) for w in gone)]
        found = all(tab.evaluate(HUIBIAN_ALL, f"“{words}”") == urls for words, urls in wanted)
        browser.close()
    return found
