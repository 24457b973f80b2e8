"""What the measuring of builds says: targets, tables, machine and versions, in Chinese."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from bench import peers
from bench.commands import Ran, Tally
from bench.preview import Preview
from bench.steps import Outcome, Outcomes
from bench.tables import table

START, END = "<!-- bench:start -->", "<!-- bench:end -->"

#: What is measured of this project, and what of others: keys of steps, and what they are called.
OWN_STEPS = {
    "full": "第一次生成（`huibian build`）",
    "change": "改一篇，再生成",
    "add": "增加一篇，再生成",
    "word": "第一次生成，带 Word 文档",
    "mkdocs": "第一次生成，用 `mkdocs build`",
    "check": "检查（`huibian check`）",
    "split": "拆分同样多篇并写出（`huibian split`）",
    "recheck": "检查拆分出的汇编，逐字核对原文",
}
PEER_STEPS = {
    "hugo": "Hugo，最小的模板",
    "pagefind": "Pagefind，给它的网页建索引",
    "both": "Hugo + Pagefind",
    "zensical": "Zensical，导航只到本栏",
    "material": "Material，导航列出全部文章",
}
SERVE_ROWS = {"change": "改一篇", "add": "增加一篇"}


@dataclass
class Size:
    """All that was measured with a number of articles; ``markdown`` is in bytes."""

    articles: int
    markdown: int
    outcomes: Outcomes
    preview: Preview | None = None

    def seconds(self, key: str) -> float | None:
        """Return the median of a step, None when it was not run."""
        found = self.outcomes.get(key)
        return found.seconds if found is not None and found.runs else None


def add_up(outcomes: Outcomes) -> None:
    """Put down what Hugo and Pagefind take together, run by run."""
    parts = [outcomes.get(key, Outcome()) for key in ("hugo", "pagefind")]
    pairs = zip(*(part.runs for part in parts), strict=False)
    both = [Ran(a.seconds + b.seconds, max(a.peak, b.peak), a.work + b.work) for a, b in pairs]
    if both:
        outputs = [part.output for part in parts if part.output is not None]
        outcomes["both"] = Outcome(both, Tally(*map(sum, zip(*outputs, strict=True))))


@dataclass(frozen=True)
class Target:
    """What is wanted: a value of at most ``most``; None when it was not measured."""

    name: str
    most: float
    unit: str
    value: float | None

    def cells(self) -> list[str]:
        """Return the target as a row of a table."""
        if self.value is None:
            return [self.name, f"≤ {self.most:g}{self.unit}", "–", "未测"]
        held = "是" if self.value <= self.most else "**否**"
        digits = 2 if self.most < 1 else 1
        return [self.name, f"≤ {self.most:g}{self.unit}", f"{self.value:.{digits}f}", held]


def ratio(one: float | None, other: float | None) -> float | None:
    """Return how many times the other one is, None without both."""
    return None if one is None or not other else one / other


def html_an_article(size: Size) -> float | None:
    """Return the KB of HTML an article beyond its Markdown."""
    full = size.outcomes.get("full")
    if full is None or full.output is None:
        return None
    return (full.output.html - size.markdown) / size.articles / 1000


def targets(sizes: Sequence[Size]) -> list[Target]:
    """Return what the largest library must keep, growth by the smallest."""
    small, large = sizes[0], sizes[-1]
    full = large.seconds("full")
    builds = [large.outcomes.get(key, Outcome()) for key in ("full", "change", "add")]
    peaks = [one.peak for one in builds if one.runs]
    saved = large.preview.searches if large.preview is not None else {}
    more = large.articles / small.articles
    grown = ratio(full, small.seconds("full"))
    growth = Target(f"比 {small.articles:,} 篇时增长", 1.1 * more, " 倍", grown)
    return [
        Target("第一次生成", 60, " 秒", full),
        Target("第一次生成 ÷ Hugo + Pagefind", 0.8, " 倍", ratio(full, large.seconds("both"))),
        *([growth] if more > 1 else []),
        Target("生成时最大的进程占用的内存", 600, " MB", max(peaks, default=None)),
        *(Target(OWN_STEPS[key], 5, " 秒", large.seconds(key)) for key in ("change", "add")),
        *(
            Target(f"预览时{name}，到搜得到", 2, " 秒", middle(saved.get(key, ())))
            for key, name in SERVE_ROWS.items()
        ),
        *(Target(OWN_STEPS[key], 10, " 秒", large.seconds(key)) for key in ("check", "recheck")),
        Target("拆分并写出", 20, " 秒", large.seconds("split")),
        Target("每篇的网页超出文字的部分", 25, " KB", html_an_article(large)),
    ]


def middle(values: Sequence[float]) -> float | None:
    """Return the median, None of nothing."""
    return statistics.median(values) if values else None


def one_place(value: float | None) -> str:
    """Return a number with one decimal, a dash for none."""
    return "–" if value is None else f"{value:,.1f}"


def rows(sizes: Sequence[Size], names: Mapping[str, str], *, beside: bool) -> list[list[str]]:
    """Return a row for each step and size; ``beside`` compares with this project's first build."""
    made = []
    for key, name in names.items():
        base = sizes[0].seconds(key)
        for size in sizes:
            outcome = size.outcomes.get(key)
            if outcome is None:
                continue
            cells = [name, f"{size.articles:,}"]
            if not outcome.runs:
                made.append([*cells, *["–"] * (7 if beside else 6), outcome.note])
                continue
            output = outcome.output
            grown = ratio(outcome.seconds, base) if size is not sizes[0] else None
            cells += [one_place(outcome.seconds), one_place(outcome.work), f"{outcome.peak:,.0f}"]
            cells += [one_place(output.size / 1e6), f"{output.files:,}"] if output else ["–", "–"]
            cells.append(one_place(grown))
            if beside:
                share = ratio(size.seconds("full"), outcome.seconds)
                whole = key not in ("hugo", "pagefind")
                cells.append(f"{share:.2f}" if share is not None and whole else "–")
            made.append([*cells, str(len(outcome.runs))])
    return made


def serve_rows(sizes: Sequence[Size]) -> list[list[str]]:
    """Return a row for each kind of change and each size."""
    made = []
    said = {True: "是", False: "**否**", None: "没有 Chromium，未核对"}
    for size in sizes:
        seen = size.preview
        if seen is None:
            continue
        for key, name in SERVE_ROWS.items():
            times = [one_place(middle(all_.get(key, ()))) for all_ in (seen.pages, seen.searches)]
            cells = [name, f"{size.articles:,}", *times, one_place(seen.start), said[seen.found]]
            made.append(cells)
    return made


def kept(sizes: Sequence[Size]) -> str:
    """Say what the first build leaves for the next one."""
    caches = [(size.articles, size.outcomes["full"].cache) for size in sizes]
    parts = [
        f"{count:,} 篇 {cache.size / 1e6:.0f} MB"
        for count, cache in caches
        if cache and cache.files
    ]
    return f"缓存文件夹 `.cache/huibian/`：{'、'.join(parts) or '没有'}。"


def left_out(sizes: Sequence[Size], tools: Collection[str], material: Collection[int]) -> str:
    """Say which peers were not measured, and why."""
    parts = []
    for name, label in (("hugo", "Hugo"), ("pagefind", "Pagefind"), ("zensical", "Zensical")):
        wanted = ("hugo" if name == "pagefind" else name) in tools
        if not wanted:
            parts.append(f"{label}（没有选）")
        elif not peers.version(name):
            parts.append(f"{label}（装不了）")
    missed = [size.articles for size in sizes if size.articles not in material]
    if "material" not in tools:
        parts.append("Material（没有选）")
    elif missed:
        counts = "、".join(f"{count:,}" for count in missed)
        option = " ".join(str(count) for count in (*material, *missed))
        parts.append(f"Material 的 {counts} 篇（太慢，加 `--material {option}` 测）")
    return f"没有测：{'；'.join(parts)}。" if parts else "全部都测了。"


def machine() -> str:
    """Describe the machine: cores, processor, memory, system."""
    name, memory = platform.processor(), ""
    info = Path("/proc/cpuinfo")
    if info.is_file():
        models = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        name = models[0].partition(":")[2].strip() if models else name
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        held = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        memory = f"、{held / 2**30:.0f} GB 内存"
    processor = f"（{name}）" if name else ""
    system = f"{platform.system()}、Python {platform.python_version()}"
    return f"{os.cpu_count()} 核{processor}{memory}、{system}"


def versions() -> str:
    """Name what was measured, with versions."""
    own = [f"{name} {metadata.version(name)}" for name in ("mkdocs", "mkdocs-material", "jieba")]
    others = [
        f"{name} {peers.version(name) or '（没有）'}" for name in ("hugo", "pagefind", "zensical")
    ]
    return "、".join([*own, *others])


def report(sizes: Sequence[Size], *, how: str, left: str) -> str:
    """Return what goes into the guide."""
    largest = f"{sizes[-1].articles:,}"
    markdown = "、".join(f"{size.articles:,} 篇 {size.markdown / 1e6:.1f} MB" for size in sizes)
    common = [
        "篇数",
        "用时（秒）",
        "CPU（秒）",
        "内存（MB）",
        "写出（MB）",
        "文件",
        "增长（倍）",
    ]
    own_rows = rows(sizes, OWN_STEPS, beside=False)
    parts = [
        f"{how}合成的文章每篇约 1,500 字，Markdown 共 {markdown}。",
        f"### {largest} 篇时应做到的",
        table(["要求", "至多", "量得", "做到"], [one.cells() for one in targets(sizes)], 2),
        "### 生成、检查和拆分",
        table(["做什么", *common, "次数"], own_rows),
        kept(sizes),
    ]
    served = serve_rows(sizes)
    if served:
        head = ["预览（`huibian serve`）中", "篇数", "保存到网页更新（秒）", "保存到搜得到（秒）"]
        parts += [
            "### 预览",
            table([*head, "打开首页（秒）", "用浏览器搜，正好找到"], served),
        ]
    peer_rows = rows(sizes, PEER_STEPS, beside=True)
    if peer_rows:
        head = ["软件", *common, "本项目 ÷ 它", "次数"]
        parts += ["### 和别的软件比", table(head, peer_rows)]
    parts.append(left)
    return "\n\n".join(parts)


def replaced(page: str, text: str) -> str:
    """Return the page with ``text`` between its two marks."""
    if page.count(START) != 1 or page.count(END) != 1:
        raise ValueError(f"the page must have {START} and {END} once each")
    head, tail = page.partition(START)[0], page.partition(END)[2]
    return f"{head}{START}\n\n{text}\n\n{END}{tail}"
