"""Measures the search against Material's with jieba and against Pagefind, on the same articles.

``python -m bench.search [--sizes 1000 5000 10000] [--out tests/bench/SEARCH.md]``, with ``tests``
in PYTHONPATH, builds synthetic libraries, asks 60 queries of each search in a real Chromium over
HTTP without compression, and compares the answers with plain substring search. Pagefind is measured
when ``pagefind[extended]`` is installed, Chromium when it is there; Material's search, which needs
two builds of the whole site, at the sizes of ``--material``. What is left out is said, with why.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import importlib.util
import itertools
import json
import multiprocessing
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.commands import run, tally
from bench.search_corpus import Synthetic, write
from bench.sites import MATERIAL_SEARCH, OWN, settings
from huibian.site.search.folding import fold, fold_query

ROOT = Path(__file__).resolve().parents[2]
FIXED = (
    # words, idioms and set phrases
    "工作", "发展", "服务", "群众", "经济", "环境", "制度", "改革", "一网通办", "作风建设",
    "营商环境", "最多跑一次", "党建引领", "网格化", "欣欣向荣", "因地制宜", "实事求是",
    "持之以恒",
    # across the borders of words
    "风建设", "网通办", "商环境", "多跑一", "化管理", "建引领基", "件事一次", "渠长巡渠",
    "程贴在墙", "需求为出发", "率升至",
    # quotation marks, digits, letters, placeholders
    "“三抓”", "以“三抓”促", "“12345”热线", "互联网+政务", "2023年", "2019年1", "12345政务",
    "ISO9001", "App、小程序", "5G", "e办通", "xx.x%", "xx县委", "，2024年",
    # one character
    "渠", "办", "的", "龘", "网",
    # nowhere
    "量子纠缠鱼塘", "abcxyz", "政务渠渠渠", "三抓三放",
)  # fmt: skip
COUNT = 60
BUILD_SECONDS = 0.055  # of a whole site for each of its articles, about
#: Startup flags: no calls of the browser's own.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

HUIBIAN = """async (query) => {
  const start = performance.now();
  const first = await huibian.search(query, {limit: 20});
  const elapsed = performance.now() - start;
  return {elapsed, total: first.total};
}"""
HUIBIAN_ALL = """async (query) => {
  const found = await huibian.search(query, {limit: Infinity, snippets: false});
  return found.results.map((result) => result.url);
}"""
PAGEFIND = """async (query) => {
  const start = performance.now();
  if (!window.pf) { window.pf = await import(new URL("pagefind/pagefind.js", location.href)); }
  const found = await window.pf.search(query);
  await Promise.all(found.results.slice(0, 20).map((result) => result.data()));
  return {elapsed: performance.now() - start, total: found.results.length};
}"""
PAGEFIND_ALL = """async (query) => {
  const found = await window.pf.search(query);
  return found.results.map((result) => result.id);
}"""
# A word put into the field of the header at once, as an input method does it.
TYPED = """async (query) => {
  const box = document.querySelector(".hb-find--header");
  const field = box.querySelector("input");
  const start = performance.now();
  field.value = query;
  field.dispatchEvent(new Event("input", {bubbles: true}));
  await new Promise((done) => {
    const look = new MutationObserver(() => {
      const told = /^(找到|没有|有一部分)/.test(box.querySelector(".hb-find__note").textContent);
      if (told && !box.classList.contains("hb-find--busy")) done(look.disconnect());
    });
    look.observe(box, {attributes: true, childList: true, subtree: true, characterData: true});
  });
  return performance.now() - start;
}"""
#: From the focus in the field to the first word, at the quickest.
BEFORE_TYPING = 300
# Material's worker, spoken to as its own bundle does (messages 0: set up, 2: query, 3: result).
MATERIAL = """async ([query, worker]) => {
  const start = performance.now();
  if (!window.mw) {
    const index = await (await fetch("search/search_index.json")).json();
    window.mw = new Worker(worker);
    const ready = new Promise((done) => (window.mw.onmessage = (e) => e.data.type === 1 && done()));
    window.mw.postMessage({type: 0, data: {config: index.config, docs: index.docs,
      options: {suggest: false}}});
    await ready;
  }
  const answer = new Promise((done) => {
    window.mw.onmessage = (e) => e.data.type === 3 && done(e.data.data);
  });
  window.mw.postMessage({type: 2, data: query});
  const found = await answer;
  const items = found.items.map((group) => group[0].location.split("#")[0]);
  return {elapsed: performance.now() - start, total: items.length, urls: items};
}"""


@dataclass
class Measured:
    """What one search cost and how well it answered."""

    name: str
    size: int
    seconds: float = 0.0
    megabytes: float = 0.0
    index: int = 0
    note: str = ""
    first: list[int] = field(default_factory=list)
    warm: list[int] = field(default_factory=list)
    first_ms: list[float] = field(default_factory=list)
    warm_ms: list[float] = field(default_factory=list)
    typed_ms: list[float] = field(default_factory=list)
    browse_ms: list[float] = field(default_factory=list)
    browse: dict[str, int] = field(default_factory=dict)
    recall: list[float] = field(default_factory=list)
    precision: list[float] = field(default_factory=list)


def queries(made: Sequence[Synthetic]) -> list[str]:
    """Return the 60 queries: the fixed ones, and strings out of this library."""
    text = "\n".join(article.text for article in made[:50])
    drawn = (
        text[at : at + size]
        for at, size in zip(itertools.count(101, 977), itertools.cycle((2, 3, 4, 6, 9)))
    )
    usable = (part for part in drawn if re.fullmatch(r"[\u4e00-\u9fff]+", part))
    return [*FIXED, *itertools.islice(usable, COUNT - len(FIXED))]


def expected(made: Sequence[Synthetic], asked: Sequence[str]) -> list[set[str]]:
    """Return the addresses that plain substring search finds.

    A query that is one phrase in quotation marks asks for what stands between them.
    """
    folded = [
        (f"collections/c{a.number // 100:03}/{a.number % 100 + 1:03}/", fold(a.text)) for a in made
    ]
    result = []
    for query in asked:
        inner = re.fullmatch("“([^”]+)”", query)
        word = fold_query(inner.group(1) if inner else query)
        result.append({url for url, text in folded if word in text})
    return result


MATERIAL_PLUGIN = f"{OWN}{MATERIAL_SEARCH}"


class _Server(http.server.SimpleHTTPRequestHandler):
    """Sends files as they are, without compression, and counts their bytes."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    sent: Any = None

    def copyfile(self, source: Any, outputfile: Any) -> None:
        with self.sent.get_lock():
            self.sent.value += os.fstat(source.fileno()).st_size
        super().copyfile(source, outputfile)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _serve(folder: str, port: Any, sent: Any) -> None:
    _Server.sent = sent
    handler = functools.partial(_Server, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        port.value = server.server_port
        server.serve_forever()


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, Any]]:
    """Serve a folder on loopback from a process of its own: address, count of bytes sent."""
    port, sent = multiprocessing.Value("i", 0), multiprocessing.Value("q", 0)
    process = multiprocessing.Process(target=_serve, args=(str(folder), port, sent), daemon=True)
    process.start()
    while not port.value:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port.value}/", sent
    process.terminate()
    process.join()


def chromium() -> str | None:
    """Return the path of the system's Chromium, if it has one."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)


def ask(
    result: Measured,
    folder: Path,
    asked: Sequence[str],
    right: Sequence[set[str]],
    *,
    page: str,
    one: Callable[[Any, str], dict[str, Any]],
    every: Callable[[Any, str], list[str]],
    fresh: bool,
) -> None:
    """Ask all queries in Chromium: ``fresh`` loads the page anew, without a cache, for each."""
    from playwright.sync_api import sync_playwright

    executable = chromium()
    if executable is None:
        result.note = "没有 Chromium，未测查询"
        return
    with served(folder) as (address, sent), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        tab = None
        for number, (query, wanted) in enumerate(zip(asked, right, strict=True)):
            if tab is None or fresh:
                if tab is not None:
                    tab.context.close()
                tab = browser.new_context().new_page()
                tab.goto(f"{address}{page}")
            before = sent.value
            answer = one(tab, query)
            cold = fresh or number == 0
            (result.first if cold else result.warm).append(sent.value - before)
            (result.first_ms if cold else result.warm_ms).append(answer["elapsed"])
            if fresh:  # one more, with what is loaded once a visit in place
                before = sent.value
                answer = one(tab, asked[(number + 1) % len(asked)])
                result.warm.append(sent.value - before)
                result.warm_ms.append(answer["elapsed"])
                one(tab, query)
            found = {url.removeprefix("/") for url in every(tab, query)}
            hit = len(found & wanted)
            result.recall.append(hit / len(wanted) if wanted else 1.0)
            result.precision.append(hit / len(found) if found else 1.0 if not wanted else 0.0)
        browser.close()


def type_words(result: Measured, folder: Path, asked: Sequence[str]) -> None:
    """Type words in the header of a page that was just opened: from the last key to results."""
    from playwright.sync_api import sync_playwright

    executable = chromium()
    if executable is None:
        return
    with served(folder) as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        for query, other in zip(asked[::2], asked[1::2], strict=True):
            tab = browser.new_context().new_page()
            tab.goto(address)
            tab.keyboard.press("/")
            tab.wait_for_timeout(BEFORE_TYPING)
            result.typed_ms += [tab.evaluate(TYPED, query), tab.evaluate(TYPED, other)]
            tab.context.close()
        browser.close()


#: Notes when the first result is on the page, in milliseconds from the start of the navigation.
ARRIVED = """() => {
  new MutationObserver(() => {
    if (!window.arrived && document.querySelector(".hb-hit")) window.arrived = performance.now();
  }).observe(document, {childList: true, subtree: true});
}"""
BROWSED = 5  # visits


def browse(result: Measured, folder: Path) -> None:
    """Open the browse page without a cache: what is read until all stands, and how long it takes.

    Bytes are those of the files asked for, each as a server's gzip makes it.
    """
    from playwright.sync_api import sync_playwright

    executable = chromium()
    if executable is None:
        return
    with served(folder) as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        for _ in range(BROWSED):
            tab = browser.new_context().new_page()
            asked: list[str] = []
            tab.on("request", lambda request, asked=asked: asked.append(request.url))
            tab.add_init_script(f"({ARRIVED})()")
            tab.goto(f"{address}search/", wait_until="networkidle")
            tab.wait_for_function("window.arrived")
            result.browse_ms.append(tab.evaluate("window.arrived"))
            result.browse = weigh(folder, (url.removeprefix(address) for url in asked))
            tab.context.close()
        browser.close()


def weigh(folder: Path, urls: Iterable[str]) -> dict[str, int]:
    """Return the bytes of files, after gzip, by what they are."""
    held: Counter[str] = Counter()
    for url in urls:
        path = folder / url.partition("?")[0]
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():  # Material asks for a site map, which not every site has
            continue
        name = path.relative_to(folder)
        kind = "索引" if name.parts[0] == "search" and name.suffix == ".js" else path.suffix[1:]
        held[kind] += len(gzip.compress(path.read_bytes()))
    return dict(held)


def browse_table(results: Sequence[Measured]) -> str:
    """Return what opening the browse page costs, as a Markdown table."""
    lines = [
        "| 篇数 | 共（KB） | 网页 | 样式 | 脚本 | 索引 | 其他 | 到列出结果（毫秒，中位/最大） |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for r in results:
        if not r.browse:
            continue
        known = [r.browse.get(kind, 0) for kind in ("html", "css", "js", "索引")]
        total = sum(r.browse.values())
        sizes = [f"{size / 1000:.0f}" for size in (total, *known, total - sum(known))]
        lines.append(f"| {r.size:,} | {' | '.join(sizes)} | {middle(r.browse_ms)} |")
    return "\n".join(lines)


def compression(folder: Path) -> str:
    """Say what a server's gzip makes of the pieces: of what is read once, and of the others."""

    def sizes(paths: Sequence[Path]) -> tuple[float, float]:
        held = [path.read_bytes() for path in paths]
        return sum(map(len, held)) / 1000, sum(len(gzip.compress(data)) for data in held) / 1000

    once = [path for path in folder.rglob("*.js") if path.stem in ("manifest", "columns")]
    plain, packed = sizes(once)
    rest, of_rest = sizes(sorted(folder.rglob("[gt][0-9]*/1*.js"))[:500])
    share = of_rest / rest
    return f"每次访问先读 {plain:.0f} KB（gzip 后 {packed:.0f} KB）；其余 gzip 后为 {share:.0%}"


def measure_own(site: Path, size: int, asked: list[str], right: list[set[str]]) -> Measured:
    """Measure this search: the index alone, from pages that are read anyway."""
    result = Measured("本项目", size)
    target, (result.seconds, result.megabytes, work) = own_site(site)
    result.note = f"处理器时间 {work:.1f} 秒；{compression(target / 'search')}"
    result.index = tally(target / "search").size
    engine = ROOT / "overrides" / "assets" / "huibian" / "search.js"
    shutil.copy(engine, target / "search.js")
    (target / "page.html").write_text(
        "<!doctype html><meta charset='utf-8'><script src='search.js'></script>", encoding="utf-8"
    )

    def one(tab: Any, query: str) -> dict[str, Any]:
        tab.evaluate("huibian.search.ready('.')")
        found: dict[str, Any] = tab.evaluate(HUIBIAN, query)
        return found

    def every(tab: Any, query: str) -> list[str]:
        found: list[str] = tab.evaluate(HUIBIAN_ALL, query)
        return found

    ask(result, target, asked, right, page="page.html", one=one, every=every, fresh=True)
    type_words(result, target, asked)
    browse(result, target)
    return result


def own_site(site: Path) -> tuple[Path, tuple[float, float, float]]:
    """Make the pages of a library of one article with the search of the large one in ``docs/``.

    Return their folder, and of making the index: seconds, memory in MB, processor seconds.
    """
    # the pages of a library of one article, with the index of the large one
    write(site / "page" / "docs", 1)
    build(site / "page", OWN, "built")
    target = site / "page" / "built"
    for version in (path for path in (target / "search").iterdir() if path.is_dir()):
        shutil.rmtree(version)
    script = (
        "import sys, pathlib, pickle, time, resource\n"
        "from huibian.site import catalog\n"
        "from huibian.site.search import library, text\n"
        "from huibian.vocabulary import bundle\n"
        "from markdown import Markdown\n"
        "from huibian.site import untrusted\n"
        "docs, out = map(pathlib.Path, sys.argv[1:])\n"
        "words = bundle.load(docs)\n"
        "loaded = catalog.load_catalog(docs, words.regions, words.themes)\n"
        "md = Markdown(extensions=untrusted.extensions())\n"
        "pages = {a.src: md.reset().convert(a.body) for a in loaded.articles}\n"
        "def most(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024\n"
        "before, start, work = most(), time.perf_counter(), time.process_time()\n"
        "texts = {src: tuple(text.blocks(html)) for src, html in pages.items()}\n"
        "library.write(out, loaded, texts, lambda src: src[:-3] + '/')\n"
        "work = time.process_time() - work\n"
        "print(time.perf_counter() - start, most() - before, work)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(site / "docs"), str(target)],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, megabytes, work = map(float, done.stdout.split()[-3:])
    return target, (seconds, megabytes, work)


def build(site: Path, plugins: str, target: str) -> tuple[float, float, float]:
    """Build the whole site with these plugins; return seconds, memory, processor seconds."""
    (site / "mkdocs.yml").write_text(settings(plugins), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site / target)]
    return run(command, site)


def measure_material(site: Path, size: int, asked: list[str], right: list[set[str]]) -> Measured:
    """Measure Material's search with jieba: what it adds to a build, and its answers."""
    result = Measured("Material + jieba", size)
    base, base_memory, base_work = build(site, OWN, "plain")
    seconds, memory, work = build(site, MATERIAL_PLUGIN, "material")
    result.seconds, result.megabytes = seconds - base, memory - base_memory
    result.note = (
        f"整站构建 {base:.0f} 秒（含本项目索引），加上它 {seconds:.0f} 秒；"
        f"处理器时间多 {work - base_work:.1f} 秒"
    )
    index = site / "material" / "search" / "search_index.json"
    result.index = index.stat().st_size
    workers = site / "material" / "assets" / "javascripts" / "workers"
    worker = f"assets/javascripts/workers/{next(workers.glob('search.*.min.js')).name}"

    def one(tab: Any, query: str) -> dict[str, Any]:
        found: dict[str, Any] = tab.evaluate(MATERIAL, [query, worker])
        tab.material = [url for url in found["urls"] if re.match(r"collections/c\d+/\d", url)]
        return found

    def every(tab: Any, query: str) -> list[str]:
        found: list[str] = tab.material
        return found

    ask(result, site / "material", asked, right, page="404.html", one=one, every=every, fresh=False)
    return result


def measure_pagefind(
    site: Path, size: int, made: Sequence[Synthetic], asked: list[str], right: list[set[str]]
) -> Measured:
    """Measure Pagefind on plain pages with the same text."""
    result = Measured("Pagefind", size)
    if importlib.util.find_spec("pagefind") is None:
        result.note = "没有安装 pagefind[extended]，未测"
        return result
    target = site / "pagefind-site"
    for article in made:
        url = f"collections/c{article.number // 100:03}/{article.number % 100 + 1:03}"
        (target / url).mkdir(parents=True, exist_ok=True)
        body = "".join(
            f"<h2>{text}</h2>" if head else f"<p>{text}</p>" for head, text in article.paragraphs
        )
        (target / url / "index.html").write_text(
            f"<!doctype html><html lang='zh'><meta charset='utf-8'><title>{article.title}</title>"
            f"<body><h1>{article.title}</h1>{body}</body></html>",
            encoding="utf-8",
        )
    command = [sys.executable, "-m", "pagefind", "--site", str(target)]
    result.seconds, result.megabytes, work = run(command, site)
    result.note = f"处理器时间 {work:.1f} 秒"
    result.index = tally(target / "pagefind").size
    (target / "page.html").write_text("<!doctype html><meta charset='utf-8'>", encoding="utf-8")
    urls = {}  # a result's own data are a file each: read here, not thousands in the browser
    for path in (target / "pagefind" / "fragment").iterdir():
        data = gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd")
        urls[path.stem] = json.loads(data)["url"]

    def one(tab: Any, query: str) -> dict[str, Any]:
        found: dict[str, Any] = tab.evaluate(PAGEFIND, query)
        return found

    def every(tab: Any, query: str) -> list[str]:
        return [urls[name] for name in tab.evaluate(PAGEFIND_ALL, query)]

    ask(result, target, asked, right, page="page.html", one=one, every=every, fresh=True)
    return result


def middle(values: Sequence[float], scale: float = 1.0) -> str:
    """Return median and maximum."""
    if not values:
        return "–"
    return f"{statistics.median(values) / scale:,.0f} / {max(values) / scale:,.0f}"


def table(results: Sequence[Measured]) -> str:
    """Return the results as a Markdown table."""
    lines = [
        "| 篇数 | 搜索 | 建索引（秒） | 内存（MB） | 索引（MB） | 首次查询（KB，中位/最大） |"
        " 以后每次（KB，中位/最大） | 首次出结果（毫秒，中位/最大） |"
        " 以后出结果（毫秒，中位/最大） | 最后一键到结果（毫秒，中位/最大） |"
        " 全对 | 查全率 | 查准率 | 备注 |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for r in results:
        exact = sum(a == b == 1 for a, b in zip(r.recall, r.precision, strict=True))
        cells = (
            f"{r.size:,}",
            r.name,
            f"{r.seconds:.1f}" if r.seconds else "–",
            f"{r.megabytes:,.0f}" if r.megabytes else "–",
            f"{r.index / 1e6:,.1f}" if r.index else "–",
            middle(r.first, 1000),
            middle(r.warm, 1000),
            middle(r.first_ms),
            middle(r.warm_ms),
            middle(r.typed_ms),
            f"{exact}/{len(r.recall)}" if r.recall else "–",
            f"{statistics.mean(r.recall):.3f}" if r.recall else "–",
            f"{statistics.mean(r.precision):.3f}" if r.precision else "–",
            r.note,
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def run_search(
    sizes: Sequence[int], names: Sequence[str], material: Sequence[int], out: Path | None
) -> str:
    """Measure all searches at all sizes; write the report to ``out`` and return it."""
    start, load = time.perf_counter(), os.getloadavg()[0]
    results: list[Measured] = []
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="huibian-bench-") as folder:
            site = Path(folder)
            made = write(site / "docs", size)
            asked = queries(made)
            right = expected(made, asked)
            for name in names:
                if name == "own":
                    result = measure_own(site, size, asked, right)
                elif name == "pagefind":
                    result = measure_pagefind(site, size, made, asked, right)
                elif size in material:
                    result = measure_material(site, size, asked, right)
                else:
                    minutes = size * BUILD_SECONDS * 2 / 60
                    result = Measured("Material + jieba", size)
                    result.note = (
                        f"未测：整站要构建两遍，约 {minutes:.0f} 分钟；加 `--material {size}` 测"
                    )
                results.append(result)
                print(table([result]).splitlines()[-1], flush=True)
    report = (
        "# 搜索的测量\n\n"
        f"`tests/bench/search.py` 在 {platform.system()}、{os.cpu_count()} 核、Python "
        f"{platform.python_version()} 上的一次结果。合成文章每篇约 1,500 字，"
        f"{COUNT} 个查询，与逐篇查找子串的结果比较；经 HTTP 传输，未压缩，字节数不含响应头。"
        "“首次查询”是没有缓存时连同清单一起下载的字节数（不含页面和脚本本身），"
        "“以后每次”是清单已在浏览器里时换一个查询下载的字节数。每次取前 20 条结果和摘录。"
        f"“最后一键到结果”在刚打开的页面里测：光标进搜索框 {BEFORE_TYPING} 毫秒后放进一个词，"
        "到列出结果，含搜索框等待下一键的时间。"
        "Material 的索引只下载一次，所以以后每次为零，但每打开一页都要重新解析。"
        f"全部测量用了 {(time.perf_counter() - start) / 60:.0f} 分钟，"
        f"开始时平均负载 {load:.1f}。\n\n"
        f"{table(results)}\n\n"
        "## 打开浏览页\n\n"
        "没有缓存时打开“浏览”页，到页面静止为止请求的全部文件，每个按 gzip 后的字节数计，"
        f"不含响应头；时间从开始打开到第一批结果列出，{BROWSED} 次，文件未压缩、经本机传输。\n\n"
        f"{browse_table(results)}\n"
    )
    if out is not None:
        out.write_text(report, encoding="utf-8")
    return report


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 5000, 10000])
    every = ["own", "pagefind", "material"]
    parser.add_argument("--only", nargs="+", default=every, choices=every)
    parser.add_argument("--material", type=int, nargs="*", default=[1000], metavar="SIZE")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    print(run_search(given.sizes, given.only, given.material, given.out))


if __name__ == "__main__":
    main()
