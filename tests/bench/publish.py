"""``make bench-publish``: publishing a library beside plain building, and verifying a release.

Builds and publishes the same invented library in turns, each from nothing (no cache, no release
before), then once more after one article changed, and verifies what came. Both need the same
library without errors, so articles whose invented level does not suit their region lose it.
"""

from __future__ import annotations

import re
import statistics
import sys
import tempfile
from pathlib import Path

from bench.aside import put_aside
from bench.commands import Ran, run, tally
from bench.rounds import Rounds, follow
from bench.sites import ROOT, Site
from bench.tables import table
from huibian.publish import packing

PAGE = ROOT / "tests" / "bench" / "PUBLISH.md"
HUIBIAN = (sys.executable, "-m", "huibian")
RATIO, RATE = 1.5, 200
_LEVEL = re.compile(r"^level: 省级\n", re.M)


def library(folder: Path, count: int) -> Site:
    """Return a site whose invented articles have no faults."""
    site = Site(folder, count)
    for path in site.docs.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        sound = _LEVEL.sub("", text)
        if sound != text:
            path.write_text(sound, encoding="utf-8")
    return site


def measured(count: int, runs: int) -> dict[str, list[Ran]]:
    """Measure each command ``runs`` times, in rounds; ``size`` is of the release (MB)."""
    found: dict[str, list[Ran]] = {key: [] for key in ("build", "publish", "again", "verify")}
    with tempfile.TemporaryDirectory(prefix="huibian-bench-") as name:
        site = library(Path(name) / "own", count)
        to = Path(name) / "srv"
        publish = (*HUIBIAN, "publish", "--to", str(to))
        page = next(path for path in sorted(site.docs.rglob("*.md")) if path.stem == "050")
        for number in range(runs):
            put_aside(site.output, site.cache, to)
            found["build"].append(told("build", run((*HUIBIAN, "build"), site.folder)))
            put_aside(site.output, site.cache)
            found["publish"].append(told("publish", run(publish, site.folder)))
            with page.open("a", encoding="utf-8") as file:
                file.write(f"\n又添了第{number}句。\n")
            found["again"].append(told("again", run(publish, site.folder)))
            found["verify"].append(told("verify", run((*HUIBIAN, "verify", str(to)), site.folder)))
        size = tally(to / "current").size / 1e6
        found["size"] = [Ran(size, 0, 0)]
    return found


def told(key: str, ran: Ran) -> Ran:
    """Say how it goes."""
    print(f"{key}: {ran.seconds:.1f} s, CPU {ran.work:.1f} s", file=sys.stderr, flush=True)
    return ran


def median(runs: list[Ran]) -> float:
    """Return the median of the seconds."""
    return statistics.median(one.seconds for one in runs)


def report(count: int, found: dict[str, list[Ran]], how: str) -> str:
    """Return the page."""
    size = found["size"][0].seconds
    plain = median(found["build"])
    labels = {
        "build": "`huibian build`, from nothing",
        "publish": "`huibian publish`, from nothing",
        "again": "`huibian publish`, one article changed",
        "verify": "`huibian verify`, with its start",
    }
    rows = [
        (
            label,
            f"{median(found[key]):.1f}",
            f"{statistics.median(one.work for one in found[key]):.1f}",
            f"{max(one.peak for one in found[key]):.0f}",
            f"{median(found[key]) / plain:.2f}",
        )
        for key, label in labels.items()
    ]
    ratio, rate = median(found["publish"]) / plain, size / median(found["verify"])
    forms = "gzip and brotli" if packing.brotli is not None else "gzip"
    return f"""# Publishing

{how}

{count} articles; the release holds {size:.0f} MB, text also packed by {forms}.
1 MB is a million bytes; medians.

{table(("step", "s", "CPU s", "MB of memory", "times building"), rows)}

| figure | limit | measured | |
|---|---:|---:|---|
| publishing over building | ≤ {RATIO} | {ratio:.2f} | {_met(ratio <= RATIO)} |
| verifying, MB/s | ≥ {RATE} | {rate:.0f} | {_met(rate >= RATE)} |
"""


def _met(holds: bool) -> str:
    return "met" if holds else "not met"


if __name__ == "__main__":
    follow(Rounds("make bench-publish", __doc__, 3, PAGE), measured, report)
