"""``make bench-pages``: Lighthouse's marks and the weight of pages; the tables go to PAGES.md.

Builds the project's own site, serves it as the guide sets a web server up (packed, with terms for
caching), and opens it in the system's Chromium. Lighthouse comes from npm into ``.cache/``; without
npm, or when it cannot be had, the report says so and holds the weights only.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from bench.tables import table
from serving import ARGUMENTS, PROJECT, build, moved, served

RESULTS = Path(__file__).parent / "PAGES.md"
CACHE = PROJECT / ".cache" / "lighthouse"

#: Pages that are measured: what they are called, where they are.
PAGES = {
    "首页": "",
    "文章": "collections/sample/10/",
    "浏览": "search/",
    "汇编": "collections/sample/",
    "做法": "practices/",
}
JUDGED = ("首页", "文章")
CATEGORIES = {
    "performance": "性能",
    "accessibility": "无障碍",
    "best-practices": "最佳实践",
    "seo": "SEO",
}
LEAST = 95  # of the first three
METRICS = {
    "first-contentful-paint": "首次绘制",
    "largest-contentful-paint": "最大内容绘制",
    "total-blocking-time": "阻塞",
    "cumulative-layout-shift": "布局偏移",
}
PRESETS = {"手机": (), "桌面": ("--preset=desktop",)}


def lighthouse() -> list[str] | None:
    """Return the command of Lighthouse, installed when it is not yet; None when it cannot be."""
    npm = shutil.which("npm")
    program = CACHE / "node_modules" / ".bin" / "lighthouse"
    if npm and not program.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        options = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
        where = ["--prefix", str(CACHE)]
        subprocess.run([npm, "install", *where, *options, "lighthouse"], check=False)
    return [str(program)] if program.exists() else None


def judged(command: Sequence[str], address: str, options: Sequence[str]) -> dict[str, float]:
    """Return the marks (0 to 100) and metrics of one run, and ``version``."""
    flags = "--chrome-flags=--headless=new " + " ".join(ARGUMENTS)
    done = subprocess.run(
        [*command, address, "--quiet", "--output=json", flags, *options],
        env={**os.environ, "CHROME_PATH": shutil.which("chromium") or ""},
        capture_output=True,
        text=True,
        check=True,
    )
    return read(json.loads(done.stdout))


def read(report: dict[str, Any]) -> dict[str, float]:
    """Return what is told of Lighthouse's report."""
    marks = {name: 100 * report["categories"][name]["score"] for name in CATEGORIES}
    return {**marks, **{name: report["audits"][name]["numericValue"] for name in METRICS}}


def middle(runs: Sequence[dict[str, float]]) -> dict[str, float]:
    """Return the median of each value."""
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def marks(address: str, runs: int) -> str:
    """Return Lighthouse's table."""
    command = lighthouse()
    if command is None:
        return "没有 npm，或者装不了 Lighthouse，未测。"
    version = subprocess.run(
        [*command, "--version"], capture_output=True, text=True, check=True
    ).stdout.strip()
    rows = []
    for name in JUDGED:
        for preset, options in PRESETS.items():
            found = middle([judged(command, address + PAGES[name], options) for _ in range(runs)])
            least = min(found[one] for one in ("performance", "accessibility", "best-practices"))
            seconds = [f"{found[one] / 1000:.1f} s" for one in list(METRICS)[:2]]
            rows.append(
                [f"{name}，{preset}", *(f"{found[one]:.0f}" for one in CATEGORIES), *seconds,
                 f"{found['total-blocking-time']:.0f} ms",
                 f"{found['cumulative-layout-shift']:.3f}",
                 "是" if least >= LEAST else "**否**"]
            )  # fmt: skip
            print(rows[-1], flush=True)
    head = ["页面", *CATEGORIES.values(), *METRICS.values(), f"前三项不低于 {LEAST}"]
    said = f"Lighthouse {version}，默认的模拟限速，每行是 {runs} 次的中位数。"
    return f"{said}\n\n{table(head, rows, len(head))}"


def weights(address: str) -> str:
    """Return what each page moves over the network, on the first visit and on a later one."""
    rows = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        version = browser.version
        for name, path in PAGES.items():
            with browser.new_context() as context:
                first = moved(context, address + path)
                later = moved(context, address + path)
            sums = [f"{sum(sizes.values()) / 1000:.1f}" for sizes in (first, later)]
            rows.append([name, *sums, str(len(first))])
        browser.close()
    head = ["页面", "首次访问（KB）", "再次访问（KB）", "请求数"]
    said = f"Chromium {version}，gzip -6，字节数含响应头；再次访问时样式和脚本在浏览器的缓存里。"
    return f"{said}\n\n{table(head, rows, len(head))}"


def report(runs: int, day: str) -> str:
    """Build the site, measure, and return the report."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="huibian-bench-") as folder:
        site = build(Path(folder) / "site")
        with served(site, packed=True) as address:
            parts = [marks(address, runs), weights(address)]
    machine = f"{platform.system()}、{os.cpu_count()} 核、Python {platform.python_version()}"
    opening = f"`make bench-pages` 在 {machine} 上的一次结果，{day}；开始时平均负载 {load:.1f}。"
    body = f"## Lighthouse\n\n{parts[0]}\n\n## 传输的字节\n\n{parts[1]}"
    return f"# 页面的测量\n\n{opening}\n\n{body}\n"


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--date", default=date.today().isoformat())
    given = parser.parse_args()
    made = report(given.runs, given.date)
    RESULTS.write_text(made, encoding="utf-8")
    print(made)


if __name__ == "__main__":
    main()
