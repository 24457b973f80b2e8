"""Measures the index of practices: what its page loads, and how soon it answers.

``python -m bench.practice_search [--sizes 1000 10000] [--out tests/bench/PRACTICES.md]``, with
``tests`` in PYTHONPATH, builds the libraries of ``search_corpus``, opens the page of practices in a
real Chromium over HTTP without compression, types every other query of ``search.py``, and compares
the answers with plain substring search in the practices of the same articles.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from bench.search import ARGUMENTS, chromium, middle, own_site, queries, served
from bench.search_corpus import Synthetic, write
from huibian.site.catalog import ArticleCard
from huibian.site.practices import practices
from huibian.site.search import entries, grams, indexing, owners
from huibian.site.search.folding import fold, fold_query

# A word put into the field of the page at once, as an input method does it.
TYPED = """async (query) => {
  const field = document.querySelector(".hb-ask input");
  const total = document.querySelector(".hb-found__total");
  const start = performance.now();
  field.value = query;
  field.dispatchEvent(new Event("input", {bubbles: true}));
  await new Promise((done) => {
    const look = new MutationObserver(() => {
      if (/^(找到|没有)/.test(total.textContent)) done(look.disconnect());
    });
    look.observe(total, {childList: true});
  });
  return performance.now() - start;
}"""
ALL = """async (query) => {
  const found = await huibian.search(query, {among: "practices", limit: Infinity});
  return found.results.map((result) => `${result.url}#${result.anchor}`);
}"""


@dataclass
class Measured:
    """What the page cost and how well it answered."""

    size: int
    practices: int
    seconds: float = 0.0
    index: int = 0
    files: int = 0
    before: int = 0
    loaded: list[int] = field(default_factory=list)
    grouped: list[int] = field(default_factory=list)
    typed_ms: list[float] = field(default_factory=list)
    grouped_ms: list[float] = field(default_factory=list)
    exact: int = 0
    asked: int = 0


def expected(made: Sequence[Synthetic], asked: Sequence[str]) -> list[set[str]]:
    """Return the practices in whose words or parts plain substring search finds each query."""
    folded = [
        (
            f"collections/c{a.number // 100:03}/{a.number % 100 + 1:03}/#{one.anchor}",
            [fold(text) for text in (one.text, *one.parts)],
        )
        for a in made
        for one in practices(a.body)
    ]
    words = [fold_query(query.strip("“”")) for query in asked]
    return [{url for url, texts in folded if any(word in text for text in texts)} for word in words]


def index_seconds(made: Sequence[Synthetic]) -> tuple[int, float]:
    """Return how many practices there are and what taking and indexing them takes."""
    start = time.perf_counter()
    cards = [ArticleCard("c", f"{a.number}", a.number, a.title, body=a.body) for a in made]
    held = [entries.make(card, (), lambda key: ())[1] for card in cards]
    counts = [len(body.anchors) for body in held]
    text = owners.practices(enumerate(held), owners.first_practices(counts))
    indexing.whole(grams.joined(grams.build(text)))
    return sum(counts), time.perf_counter() - start


def measure(size: int) -> Measured:
    """Measure a library of ``size`` articles."""
    with tempfile.TemporaryDirectory(prefix="huibian-bench-") as folder:
        site = Path(folder)
        made = write(site / "docs", size)
        count, seconds = index_seconds(made)
        result = Measured(size, count, seconds)
        target, _ = own_site(site)
        pieces = [path for name in ("p", "q") for path in target.glob(f"search/*/{name}[0-9]*/*")]
        pieces += target.glob("search/*/practices.js")
        result.files, result.index = len(pieces), sum(path.stat().st_size for path in pieces)
        ask(result, target, queries(made)[::2], made)
    return result


def ask(result: Measured, folder: Path, asked: Sequence[str], made: Sequence[Synthetic]) -> None:
    """Ask in Chromium: each query in a page opened anew without a cache, as a list and grouped."""
    executable = chromium()
    if executable is None:
        raise SystemExit("没有 Chromium，不能测")
    right = expected(made, asked)
    with served(folder) as (address, sent), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        for query, wanted in zip(asked, right, strict=True):
            for view, sizes, times in (
                ("list", result.loaded, result.typed_ms),
                ("theme", result.grouped, result.grouped_ms),
            ):
                tab = browser.new_context().new_page()
                # what a reader opens; asked by theme, the view is chosen in the address
                tab.goto(f"{address}practices/{'?view=theme' if view == 'theme' else ''}")
                result.before = max(result.before, opened(tab, address))
                before = sent.value
                times.append(tab.evaluate(TYPED, query))
                sizes.append(sent.value - before)
                if view == "list":
                    found = tab.evaluate(ALL, query)
                    result.exact += len(found) == len(wanted) and set(found) == wanted
                tab.context.close()
        result.asked = len(asked)
        browser.close()


def opened(tab: Any, address: str) -> int:
    """Wait until a page asks for nothing more; return the bytes of its pieces."""
    tab.wait_for_load_state("networkidle")
    sizes: list[int] = tab.evaluate(
        """(start) => performance.getEntriesByType("resource")
          .filter((entry) => entry.name.startsWith(start)).map((entry) => entry.decodedBodySize)""",
        f"{address}search/",
    )
    return sum(sizes)


def table(results: Sequence[Measured]) -> str:
    """Return the results as a Markdown table."""
    lines = [
        "| 篇数 | 做法（条） | 建索引（秒） | 索引（MB） | 文件 | 打开页面读入的数据（KB） |"
        " 一次查询读入（KB，中位/最大） | 最后一键到结果（毫秒，中位/最大） |"
        " 分组时读入（KB，中位/最大） | 分组时最后一键到结果（毫秒，中位/最大） | 全对 |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for r in results:
        cells = (
            f"{r.size:,}",
            f"{r.practices:,}",
            f"{r.seconds:.1f}",
            f"{r.index / 1e6:.1f}",
            f"{r.files:,}",
            f"{r.before / 1000:.0f}",
            middle(r.loaded, 1000),
            middle(r.typed_ms),
            middle(r.grouped, 1000),
            middle(r.grouped_ms),
            f"{r.exact}/{r.asked}",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    load = os.getloadavg()[0]
    report = (
        "# 做法索引的测量\n\n"
        f"`tests/bench/practice_search.py` 在 {platform.system()}、{os.cpu_count()} 核、Python "
        f"{platform.python_version()} 上的一次结果，开始时平均负载 {load:.1f}。"
        "合成文章和查询（隔一个取一个）与搜索的测量相同，结果逐条与查找子串的比较；"
        "经 HTTP 传输，未压缩，字节数不含响应头和页面本身。"
        "每个查询在没有缓存、刚打开的“做法”页里放进搜索框；"
        "“最后一键到结果”含等待下一键的 60 毫秒。\n\n"
        f"{table([measure(size) for size in given.sizes])}\n"
    )
    if given.out is not None:
        given.out.write_text(report, encoding="utf-8")
    print(report)


if __name__ == "__main__":
    main()
