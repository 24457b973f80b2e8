"""What a library of 100,000 articles asks of its readers: pages, facets and search, in bytes.

``python tests/bench/scale.py [--sizes 10000 100000] [--out tests/bench/SCALE.md]`` makes catalogs
in memory, lets the site's own code make the listings (all are counted, of each kind a sample is
made), and writes a real search index over short texts. What grows with the length of texts, the
list of shards, is made as long as real texts make it. Articles themselves cost the same in any
library and are not made.
"""

from __future__ import annotations

import argparse
import gzip
import json
import platform
import random
import re
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import accumulate
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from mkdocs.commands import build
from mkdocs.config import load_config

from huibian.site import plugin
from huibian.site.build.builder import Builder
from huibian.site.catalog import (
    ArticleCard,
    Catalog,
    CollectionCard,
    is_named,
    make_catalog,
)
from huibian.site.practices import Practice
from huibian.site.search import library as search
from huibian.site.search import shards
from huibian.site.search.alphabet import ALPHABET
from huibian.site.search.entries import Body, Facts, Names, make
from huibian.site.search.pieces import script
from huibian.site.search.text import Block
from huibian.vocabulary.bundle import Vocabularies

ROOT = Path(__file__).resolve().parents[2]
PER_COLLECTION = 100
SAMPLE = 12  # pages made of each kind: so many first ones, and as many others
#: Levels and kinds with their shares in compilations, in percent.
LEVELS = {"县区级": 42, "市级": 22, "乡镇街道级": 14, "省级": 8, "村社区级": 6, "开发区": 3, "": 5}
KINDS = {"经验做法": 70, "工作总结": 12, "新闻纪实": 8, "工作计划": 4, "评论理论": 4, "访谈": 2}
PLACES = [
    "党建", "政务", "水利", "社区", "信访", "教育", "养老", "文旅", "消防",
    "环保", "交通", "园区", "粮仓", "渠道", "车间", "窗口",
]  # fmt: skip
ACTS = [
    "一窗受理", "网格巡查", "上门帮办", "清单管理", "积分激励", "先议后办", "错时服务", "限时督办",
    "带头包片",
]  # fmt: skip
ENDS = [
    "解难题", "见实效", "走前列", "换新颜", "稳基层", "促提升", "暖民心", "破瓶颈",
]  # fmt: skip
NAMES = {
    "home": "首页", "search": "浏览（网页）", "collections": "汇编总表", "collection": "一部汇编",
    "print": "打印版", "regions": "地区总表", "region": "一个地区", "unnamed": "隐去名称",
    "themes": "主题总表", "theme": "一个主题", "theme-level": "主题的一个层级",
    "levels": "层级总表", "level": "一个层级", "matrix": "对照表", "practices": "做法",
    "practices-of": "做法对照", "compare": "对照", "selection": "打印所选",
}  # fmt: skip
BUDGET = 300_000  # bytes, packed: before the first interaction on the browse page, and a query
#: Bytes, packed, of the browse page beside its index, as SEARCH.md has them.
PAGE = 115_000
#: Bytes of a query of 10,000 articles, of which a server's compression takes a quarter off: the
#: median and the largest of SEARCH.md. It depends on the texts' length, not on their number.
QUERY = (77_000, 112_000)
TEXT = 2_350  # bytes, packed, of an article's text of 1,500 characters; a page of results has 20
RESULTS = 20
LOOK_UPS = 3  # branches that a query reads, in the median
SHARDS = 1.55  # of both indexes for an article of 1,500 characters ...
DEPTHS = {1: 17, 2: 65, 3: 15, 4: 3}  # ... and the characters of their names, in percent
OPENED = ("../index", "manifest", "values", "begin/articles")
PRACTICES = ("../index", "manifest", "values", "begin/practices")
ORDERING = ("columns/length", "columns/date")
COLUMNS = (*ORDERING, *(f"columns/{name}" for name in ("level", "kind", "region", "theme")))
LATER = ("organization", "author", "practices", "titles", "lengths", "words")
FACETS = {
    "level": "层级",
    "kind": "体裁",
    "region": "地区",
    "theme": "主题",
    "organization": "单位",
}
PIECES = {
    "../index": "入口", "manifest": "清单（分片的列表按真实正文）", "values": "筛选项的名称",
    "begin/articles": "浏览页的开头", "begin/practices": "做法页的开头",
    "columns": "筛选各列（合在一起）", "columns/length": "列：篇幅", "columns/date": "列：日期",
    "columns/level": "列：层级", "columns/kind": "列：体裁", "columns/region": "列：地区",
    "columns/theme": "列：主题", "organization": "列：单位", "author": "列：作者",
    "practices": "做法的清单", "titles": "按标题排序", "lengths": "按篇幅排序", "words": "搜索提示",
}  # fmt: skip


def cards(count: int, words: Vocabularies) -> Iterator[CollectionCard]:
    """Give collections of ``count`` articles: places, themes and years as unevenly as they come."""
    rng, own = random.Random(1), random.Random(2)
    regions = [region for region in words.regions if region.level != "国家级"]
    rng.shuffle(regions)
    spread = list(accumulate(1 / (rank + 30) for rank in range(len(regions))))
    themes = [theme.id for theme in words.themes]
    weights = [1 / (rank + 6) for rank in range(len(themes))]
    for first in range(0, count, PER_COLLECTION):
        slug, year = f"c{first // PER_COLLECTION:04}", rng.randint(2012, 2025)
        held = []
        for number in range(1, min(PER_COLLECTION, count - first) + 1):
            level = rng.choices([*LEVELS], [*LEVELS.values()])[0]
            region = rng.choices(regions, cum_weights=spread)[0] if rng.random() < 0.85 else None
            path = words.regions.path(region.code) if region else ()
            deep = path[-1].level if path else ""
            act, end = rng.choice(ACTS), rng.choice(ENDS)
            title = f"{path[-1].name if path else 'xx县'}{rng.choice(PLACES)}{act}{end}"
            summary = f"{title}，{rng.choice(ACTS)}，{rng.choice(PLACES)}{rng.randint(2, 999)}件。"
            held.append(
                ArticleCard(
                    slug,
                    f"{number:03}",
                    number,
                    title,
                    region=tuple(one.code for one in path),
                    level=level,
                    organization=f"{path[-1].name if path else 'xx县'}{rng.choice(PLACES)}局",
                    themes=tuple(dict.fromkeys(rng.choices(themes, weights, k=rng.randint(1, 3)))),
                    kind=rng.choices([*KINDS], [*KINDS.values()])[0],
                    date=f"{year}-{rng.randint(1, 12):02}",
                    summary=summary,
                    headings=(f"一、{rng.choice(ACTS)}", f"二、{rng.choice(ENDS)}"),
                    named=is_named(level, deep),
                    length=rng.randint(900, 2600),
                    practices=tuple(
                        Practice(own.choice(ACTS), f"s_{at}")
                        for at in range(own.choices(range(7), (20, 4, 10, 26, 22, 12, 6))[0])
                    ),
                )
            )
        title = f"{year}年经验交流材料汇编第{first // PER_COLLECTION + 1}辑"
        yield CollectionCard(slug, title, tuple(held), added=f"{year}-12-01", date=str(year))


def texts(catalog: Catalog) -> Mapping[str, tuple[Block, ...]]:
    """Return a short text for each article."""
    return {
        card.src: (Block(card.summary), *(Block(head, True, "h") for head in card.headings))
        for card in catalog.articles
    }


def entry(article: ArticleCard, blocks: Sequence[Block], names: Names) -> tuple[Facts, Body]:
    """Return the entry of an article as long as its card says, though its text is short."""
    facts, body = make(article, blocks, names)
    return facts._replace(units=article.length), body


def measure(count: int) -> dict[str, Any]:
    """Return what a library of ``count`` articles has of each kind of page and of search pieces."""
    found: dict[str, Any] = {"count": count}

    def loaded(docs: Path, regions: Any, themes: Any, fields: Any, **_: Any) -> Catalog:
        words = plugin.bundle.load(docs)
        began = time.process_time()
        made = make_catalog(cards(count, words), regions, themes, fields=fields)
        found["catalog"] = time.process_time() - began
        return made

    def built(self: Builder, *_: Any) -> None:
        began = time.process_time()
        self.library.prepare()
        found["prepare"] = time.process_time() - began
        found["pages"] = pages(self)
        began = time.process_time()
        with tempfile.TemporaryDirectory() as folder:
            site = Path(folder)
            catalog = self.library.catalog
            with mock.patch.object(search.entries, "make", entry):
                search.write(site, catalog, texts(catalog), self.library.url)
            found["indexing"] = time.process_time() - began
            found["search"] = pieces(site / search.FOLDER, count)

    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        (site / "docs").mkdir()
        settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
        settings = settings.replace("custom_dir: overrides", f"custom_dir: {ROOT / 'overrides'}")
        settings = settings.replace("- huibian\n", "- huibian: {word: false, cache: ''}\n")
        (site / "mkdocs.yml").write_text(settings, encoding="utf-8")
        with (
            mock.patch.object(plugin.catalog, "load_catalog", loaded),
            mock.patch.object(Builder, "build", built),
        ):
            config = load_config(str(site / "mkdocs.yml"))
            config.plugins.on_startup(command="build", dirty=False)
            build.build(config)
    return found


def pages(builder: Builder) -> dict[str, dict[str, float]]:
    """Return for each kind how many pages there are, and the bytes of some packed."""
    kinds = defaultdict(list)
    for spec in builder.library.specs.values():
        kinds[spec.kind].append(spec)
    rng = random.Random(2)
    found = {}
    for kind, specs in kinds.items():
        if kind not in NAMES:
            continue
        chosen = specs
        if len(specs) > 2 * SAMPLE:
            chosen = [*specs[:SAMPLE], *rng.sample(specs[SAMPLE:], SAMPLE)]
        sizes, began = [], time.process_time()
        for spec in () if kind == "print" else chosen:  # as long as a collection is
            path = builder._around.places[spec.src].path
            html = builder._makers[path]().make()
            sizes.append((len(gzip.compress(html, 6)), len(html)))
        seconds = (time.process_time() - began) / max(1, len(sizes))
        packed, plain = zip(*sizes, strict=True) if sizes else ((0,), (0,))
        found[kind] = {
            "pages": len(specs),
            "median": statistics.median(packed),
            "largest": max(packed),
            "plain": max(plain),
            "seconds": seconds,
        }
    return found


def pieces(folder: Path, count: int) -> dict[str, Any]:
    """Return the bytes of the search's pieces, packed, and how many files there are."""
    (version,) = (path for path in folder.iterdir() if path.is_dir())
    sizes = {}
    for name in (*OPENED, *PRACTICES, "columns", *COLUMNS, *LATER):
        path = version / f"{name}.js"
        if path.is_file():
            sizes[name] = packed(path.read_bytes())
    root, branch = listed(count)
    sizes["manifest"] += root
    files = [path for path in version.rglob("*") if path.is_file()]
    names = [path for path in files if path.parent.name.startswith("organization-")]
    head = (version / "manifest.js").read_text(encoding="utf-8")
    heavy = re.search(r'"heavy":\[(.*?)\]', head)
    assert heavy
    return {
        "sizes": sizes,
        "branch": branch,
        "heavy": json.loads(f"[{heavy[1]}]"),
        "names": (len(names), sum(packed(path.read_bytes()) for path in names)),
        "files": len(files),
        "bytes": sum(path.stat().st_size for path in files),
    }


def packed(data: bytes) -> int:
    """Return how many bytes a server sends."""
    return len(gzip.compress(data, 6))


def listed(count: int) -> tuple[int, int]:
    """Return the bytes of the list of shards as real texts make it: its root, and a branch."""
    rng = np.random.default_rng(3)
    size = int(count * SHARDS * 1.1)  # some come twice
    depths = rng.choice([*DEPTHS], size, p=[share / 100 for share in DEPTHS.values()])
    codes = np.minimum(rng.zipf(1.2, (size, 4)), len(ALPHABET)).astype(np.uint64)
    spread = rng.permutation(len(ALPHABET)).astype(np.uint64) + np.uint64(1)
    names = np.zeros(size, dtype=np.uint64)
    for at in range(4):
        own = spread[codes[:, at].astype(np.int64) - 1] << np.uint64(48 - 16 * at)
        names |= np.where(depths > at, own, np.uint64(0))
    held = np.unique(names)
    (_, root), branches = shards.listed("g", held)
    every = [packed(script(name, text).encode()) for name, text in branches.items()]
    return packed(root.encode()), int(max(every, default=0))


def budgets(one: Mapping[str, Any]) -> list[tuple[str, float, bool]]:
    """Return what readers load, in bytes, and whether a budget is set for it."""
    found = one["search"]
    sizes, heavy = found["sizes"], found["heavy"]
    together = sizes.get("columns")

    def columns(*names: str) -> int:
        held = [name for name in names if name in sizes]
        return sum(sizes[name] for name in held) + (together or 0)

    def facet(name: str) -> str:
        return name if name in sizes else f"columns/{name}"

    counted = [facet(name) for name in FACETS if name not in heavy]
    texts = RESULTS * TEXT
    opened = sum(sizes[name] for name in OPENED) + PAGE + texts
    practices = sum(sizes[name] for name in PRACTICES) + PAGE
    look_ups = LOOK_UPS * found["branch"]
    asked = columns(*ORDERING, *counted) + look_ups
    rows = [
        ("打开浏览页（网页、样式、脚本和 20 篇的开头在内）", opened, True),
        ("打开做法页（同上）", practices, True),
        ("第一次查询，中位", asked + QUERY[0], True),
        ("第一次查询，最大", asked + QUERY[1], True),
        ("以后的查询，最大", QUERY[1] + look_ups, True),
    ]
    for name, label in FACETS.items():
        used = dict.fromkeys(["columns/date", facet(name), *counted])
        rows.append((f"打开后第一步就选一个{label}", columns(*used) + texts, True))
    for name in heavy:
        rows.append((f"查询之后点开“{FACETS[name]}”", sizes[facet(name)], True))
    by_title = columns(*dict.fromkeys(["columns/length", *counted])) + look_ups
    rows.append(("打开后第一步就按标题排", sizes["titles"] + texts, True))
    rows.append(("带着词又按标题排的链接", by_title + sizes["titles"] + QUERY[0], True))
    used = dict.fromkeys([*ORDERING, *counted, *map(facet, heavy)])
    everything = columns(*used) + look_ups + QUERY[0]
    rows.append(("一次查询加上点开所有筛选项（一次访问只下载一回）", everything, False))
    rows.append(("在单位里打字找（全部单位名称）", sizes["organization"] + found["names"][1], True))
    return rows


def table(found: Sequence[Mapping[str, Any]], date: str) -> str:
    """Return the page of results, in Chinese."""
    sizes = [f"{one['count']:,} 篇" for one in found]
    lines = [
        "# 规模的测量",
        "",
        f"`make bench-scale` 在 {platform.system()}、Python {platform.python_version()} 上的一次"
        f"结果，{date}。目录是在内存里造的：每部汇编 {PER_COLLECTION} 篇，地区取自全部区划，主题、"
        "层级、年份按汇编里常见的比例分布；列表页由网站自己的代码生成，每种取开头 12 页和随机 "
        "12 页，大小是 gzip -6 之后的（KB，中位/最大）。处理器秒数随机器上别的工作而变，只供比较。",
        "",
        "## 列表页",
        "",
        f"| 页面 | {' | '.join(f'{size}：页数 | 大小' for size in sizes)} |",
        f"| --- |{' ---: | ---: |' * len(found)}",
    ]
    for kind, name in NAMES.items():
        cells = []
        for one in found:
            page = one["pages"].get(kind)
            cells.append(f"{page['pages']:,}" if page else "–")
            packed = f"{page['median'] / 1e3:.1f} / {page['largest'] / 1e3:.1f}" if page else ""
            cells.append(packed if page and page["largest"] else "–")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    totals = [f"{sum(page['pages'] for page in one['pages'].values()):,} | " for one in found]
    lines += [
        f"| 合计 | {' | '.join(totals)}|",
        "",
        "## 搜索和筛选",
        "",
        "索引是真的，但每篇只有标题、一句话和两个小标题；分片的列表按每篇 1,500 字的真实正文造"
        f"（每篇 {SHARDS} 个分片），一次查询读的分片和正文取 [SEARCH.md](SEARCH.md) 在 10,000 "
        f"篇上量得的中位 {QUERY[0] // 1000} KB、最大 {QUERY[1] // 1000} KB（未压缩）；"
        f"浏览页自己的网页、样式和脚本算 {PAGE // 1000} KB，一篇的正文算 {TEXT / 1000:.2f} KB。"
        "大小是 gzip -6 之后的（KB）。",
        "",
        f"预算：浏览页在第一次操作之前 {BUDGET // 1000} KB，一次查询 {BUDGET // 1000} KB。",
        "",
        f"| 读者下载的 | {' | '.join(f'{size} | 在预算内' for size in sizes)} |",
        f"| --- |{' ---: | --- |' * len(found)}",
    ]
    rows_of = [{name: (size, due) for name, size, due in budgets(one)} for one in found]
    for name in dict.fromkeys(name for rows in rows_of for name in rows):
        cells = []
        for rows in rows_of:
            if name not in rows:
                cells += ["–", "–"]
                continue
            size, due = rows[name]
            cells += [f"{size / 1e3:.0f}", ("是" if size <= BUDGET else "否") if due else "不限"]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    lines += [
        "",
        f"| 文件 | {' | '.join(sizes)} |",
        f"| --- |{' ---: |' * len(found)}",
    ]
    for name, label in PIECES.items():
        cells = [one["search"]["sizes"].get(name) for one in found]
        if any(cells):
            row = " | ".join("–" if size is None else f"{size / 1e3:.1f}" for size in cells)
            lines.append(f"| {label} | {row} |")
    rows = (
        ("分片列表的一支，最大", lambda one: f"{one['search']['branch'] / 1e3:.1f}"),
        ("其余单位的名称", lambda one: f"{one['search']['names'][1] / 1e3:.1f}"),
        ("其余单位的名称（个文件）", lambda one: f"{one['search']['names'][0]:,}"),
        (
            "查询时先不数、点开才数的筛选项",
            lambda one: "、".join(FACETS[name] for name in one["search"]["heavy"]) or "没有",
        ),
        ("文件（个）", lambda one: f"{one['search']['files']:,}"),
        ("全部索引（MB，未压缩）", lambda one: f"{one['search']['bytes'] / 1e6:.1f}"),
        ("建索引（处理器秒）", lambda one: f"{one['indexing']:.1f}"),
        ("算相关文章和各行（处理器秒）", lambda one: f"{one['prepare']:.1f}"),
    )
    lines += [f"| {name} | {' | '.join(map(value, found))} |" for name, value in rows]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--date", default=f"{datetime.now().date()}")
    arguments = parser.parse_args()
    written = table([measure(size) for size in arguments.sizes], arguments.date)
    if arguments.out:
        arguments.out.write_text(written, encoding="utf-8")
    else:
        print(written)
