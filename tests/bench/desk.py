"""``make bench-desk``: how long a clerk waits at the desk, in Chromium, in a large library.

A Word compilation of 24 articles is dropped on the page: seconds until its proposal is shown. It is
saved: seconds until the frame shows the new collection as readers see it. A round before the
others, which waits for the preview's first build, does not count.
"""

from __future__ import annotations

import base64
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from bench import inputs
from bench.rounds import Rounds, follow
from bench.search import chromium
from bench.sites import ROOT, Site
from bench.tables import table
from browser.desk_server import running, window

PAGE = ROOT / "tests" / "bench" / "DESK.md"
ARTICLES, SIZE = 24, 60_000  # of the compilation: its articles and characters
LIMITS = {"proposal": 2.0, "preview": 2.0}
PATIENCE = 900_000  # milliseconds
REST = 5  # seconds before each drop, in which a clerk looks for the file: the desk is at rest then
_DROP = """([data, name]) => {
  const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name));
  const event = new DragEvent("drop", {dataTransfer: transfer, bubbles: true, cancelable: true});
  document.getElementById("drop").dispatchEvent(event);
}"""

Found = dict[str, list[float]]


def measured(count: int, runs: int) -> Found:
    """Measure ``runs`` rounds in a library of ``count`` articles; seconds."""
    found: Found = {name: [] for name in LIMITS}
    with (
        tempfile.TemporaryDirectory(prefix="huibian-bench-") as name,
        sync_playwright() as playwright,
    ):
        site = Site(Path(name) / "own", count)
        browser = playwright.chromium.launch(executable_path=chromium())
        with running(site.folder) as desk, window(browser, desk) as page:
            for number in range(runs + 1):
                page.goto(desk.origin)
                page.wait_for_timeout(REST * 1000)
                proposal = dropped(page, number)
                preview = saved(page)
                print(f"{proposal:.2f} s, {preview:.2f} s", file=sys.stderr, flush=True)
                if number:
                    found["proposal"].append(proposal)
                    found["preview"].append(preview)
        browser.close()
    return found


def dropped(page: Page, number: int) -> float:
    """Drop a compilation that the library has not; return the seconds until it is shown."""
    data = inputs.word_headings(inputs.articles(ARTICLES, SIZE, seed=1000 + number))
    given = [base64.b64encode(data).decode(), f"compilation-{number}.docx"]
    begun = time.perf_counter()
    page.evaluate(_DROP, given)
    expect(page.locator(".article")).to_have_count(ARTICLES, timeout=PATIENCE)
    return time.perf_counter() - begun


def saved(page: Page) -> float:
    """Save what is proposed; return the seconds until the frame shows it."""
    begun = time.perf_counter()
    page.get_by_role("button", name="保存").click()
    heading = page.frame_locator("#frame").get_by_role("heading", level=1)
    expect(heading).to_be_visible(timeout=PATIENCE)
    return time.perf_counter() - begun


def report(count: int, found: Found, how: str) -> str:
    """Return the page."""
    labels = {
        "proposal": f"from dropping a .docx of {ARTICLES} articles to the shown proposal",
        "preview": "from save to the fresh preview",
    }
    rows = []
    for name, label in labels.items():
        middle, limit = statistics.median(found[name]), LIMITS[name]
        rows.append(
            (
                label,
                f"≤ {limit:.1f}",
                f"{middle:.2f}",
                f"{max(found[name]):.2f}",
                "met" if middle <= limit else "not met",
            )
        )
    return f"""# The desk

{how}

A library of {count} articles, one browser window; medians in seconds, and the slowest round.
The desk has been at rest for {REST} seconds when a file is dropped.

{table(("step", "limit", "median", "slowest", "result"), rows)}
"""


if __name__ == "__main__":
    follow(Rounds("make bench-desk", __doc__, 5, PAGE), measured, report)
