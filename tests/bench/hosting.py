"""``make bench-hosting``: nginx with our configuration beside its own; the tables go to HOSTING.md.

Builds the project's own site, packs it as a release is packed, and asks a private nginx for it with
wrk on loopback: once with the shipped configuration, once with what Debian's nginx does by itself.
Needs nginx and wrk. Bytes of page views are what Chromium sees.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.pages import PAGES
from bench.tables import table
from nginx import ask, configured, free_port, pack, program, running
from serving import ARGUMENTS, build, moved

RESULTS = Path(__file__).parent / "HOSTING.md"
QUIET = 0.5  # load up to which a machine counts as quiet
CONNECTIONS = 32

#: Debian's own host and the line of its nginx.conf that matters here: packing, of HTML alone.
THEIRS = """\
gzip on;
server {{
    listen {port};
    root {root};
    index index.html;
    location / {{ try_files $uri $uri/ =404; }}
}}
"""
SETUPS: dict[str, Callable[[Path, int], str]] = {
    "本软件的配置": lambda root, port: configured(root, port=port),
    "nginx 自带的配置": lambda root, port: THEIRS.format(root=root, port=port),
}
_RATE = re.compile(r"^Requests/sec:\s+([\d.]+)", re.M)
_FAULTS = re.compile(r"Non-2xx or 3xx responses: \d+|Socket errors: .*")


def rate(address: str, seconds: int) -> float:
    """Return the requests that wrk got answered in a second; RuntimeError when some failed."""
    command = ["wrk", "--threads", "1", "--connections", str(CONNECTIONS)]
    command += ["--duration", f"{seconds}s", "--header", "Accept-Encoding: gzip", address]
    return read(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def read(said: str) -> float:
    """Return the rate of wrk's report."""
    fault, found = _FAULTS.search(said), _RATE.search(said)
    if fault or found is None:
        raise RuntimeError(fault[0] if fault else said)
    return float(found[1])


def asked(site: Path) -> dict[str, str]:
    """Return what is asked for: what it is called, its path."""
    script = next((site / "assets/javascripts").glob("bundle.*.js")).relative_to(site).as_posix()
    piece = min((site / "search").glob("*/t0/*.js")).relative_to(site).as_posix()
    pages = {"首页": "", "文章": PAGES["文章"]}
    return pages | {"主题的脚本": script, "搜索索引的一块": piece}


def rates(site: Path, folder: Path, runs: int, seconds: int) -> str:
    """Return the table of requests per second: turn by turn, so that a slow minute hits both."""
    found: dict[str, dict[str, list[float]]] = {name: {} for name in asked(site)}
    sizes: dict[str, dict[str, int]] = {name: {} for name in found}
    for _ in range(runs):
        for setup, config in SETUPS.items():
            port = free_port()
            with running(folder / "nginx", config(site, port), port):
                for name, path in asked(site).items():
                    sizes[name][setup] = len(ask(port, f"/{path}", Accept_Encoding="gzip").body)
                    speed = rate(f"http://127.0.0.1:{port}/{path}", seconds)
                    found[name].setdefault(setup, []).append(speed)
    rows = []
    for name, speeds in found.items():
        ours, theirs = (statistics.median(speeds[setup]) for setup in SETUPS)
        packed = [f"{sizes[name][setup] / 1000:.1f}" for setup in SETUPS]
        rows.append([name, f"{ours:,.0f}", f"{theirs:,.0f}", f"{ours / theirs:.2f}", *packed])
    one, two = SETUPS
    head = ["请求", f"{one}（次/秒）", f"{two}（次/秒）", "倍数", f"{one}（KB）", f"{two}（KB）"]
    said = (
        f"wrk，1 个线程，{CONNECTIONS} 个连接，每次 {seconds} 秒，{runs} 次的中位数；"
        "nginx 一个工作进程，不写访问记录；请求里有 `Accept-Encoding: gzip`。"
    )
    return f"{said}\n\n{table(head, rows)}"


def views(site: Path, folder: Path) -> str:
    """Return the table of bytes of a page view, the first and a later one."""
    weights: dict[str, dict[str, list[int]]] = {name: {} for name in PAGES}
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for setup, config in SETUPS.items():
            port = free_port()
            with running(folder / "nginx", config(site, port), port):
                for name, path in PAGES.items():
                    with browser.new_context() as context:
                        visits = [moved(context, f"http://127.0.0.1:{port}/{path}") for _ in "12"]
                        weights[name][setup] = [sum(sizes.values()) for sizes in visits]
        browser.close()
    rows = [
        [name, *(f"{size / 1000:.1f}" for setup in SETUPS for size in sizes[setup])]
        for name, sizes in weights.items()
    ]
    head = ["页面", *(f"{setup}，{visit}（KB）" for setup in SETUPS for visit in ("首次", "再次"))]
    said = (
        "Chromium 打开一页传输的字节，含响应头。"
        "本软件的配置下，再次访问时每个页面问一声有没有更新；"
        "自带的配置不说期限，浏览器自己猜一个，猜的期限里不问，读者会看到旧的页面。"
    )
    return f"{said}\n\n{table(head, rows)}"


def report(runs: int, seconds: int, day: str) -> str:
    """Build the site, measure, and return the report."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="huibian-bench-") as name:
        folder = Path(name)
        site = build(folder / "site")
        pack(site)
        parts = [rates(site, folder, runs, seconds), views(site, folder)]
    version = subprocess.run([program(), "-v"], capture_output=True, text=True, check=True).stderr
    machine = f"{platform.system()}、{os.cpu_count()} 核、{version.split(': ')[-1].strip()}"
    opening = f"`make bench-hosting` 在 {machine} 上的一次结果，{day}；开始时平均负载 {load:.1f}。"
    if load > QUIET:
        opening += "\n\n**机器上还有别的程序在运行，次数只供比较。**"
    return f"# 服务器的测量\n\n{opening}\n\n## 每秒请求\n\n{parts[0]}\n\n## 字节\n\n{parts[1]}\n"


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--date", default=date.today().isoformat())
    given = parser.parse_args()
    made = report(given.runs, given.seconds, given.date)
    RESULTS.write_text(made, encoding="utf-8")
    print(made)


if __name__ == "__main__":
    main()
