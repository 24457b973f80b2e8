"""``make bench-build``: measures the building of sites beside the peers, for the guide.

Makes synthetic libraries, and in rounds, so that all meet the same hours of the machine, builds
each from nothing and again after a change, checks it, splits a compilation of as many articles,
and builds the same articles with Hugo and Pagefind, Zensical and stock Material. Then it changes
articles under ``huibian serve``. The tables go into docs/guide/performance.md between two marks.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path

from bench import inputs, peers, preview
from bench.aside import put_aside
from bench.build_report import Size, add_up, left_out, machine, replaced, report, versions
from bench.commands import run
from bench.sites import OWN, ROOT, Site
from bench.steps import Step, rounds

PAGE = ROOT / "docs" / "guide" / "performance.md"
HUIBIAN = (sys.executable, "-m", "huibian")
TOOLS = ("serve", "hugo", "zensical", "material")
#: Seconds after which a slow peer's run is not repeated, and after which it is stopped.
PATIENCE, LIMIT = 60, 300


def own_steps(site: Site, *, more: bool) -> Iterator[Step]:
    """Give what is measured of this project; ``more``: with Word files, and by MkDocs alone."""
    folder, output = site.folder, site.output
    build = (*HUIBIAN, "build")
    first = {"prepare": site.fresh, "output": output, "cache": site.cache}
    yield Step(key="full", command=build, folder=folder, **first)
    yield Step(key="check", command=(*HUIBIAN, "check", "--quiet"), folder=folder)
    for key, save in (("change", site.change), ("add", site.add)):
        sentence = preview.sentence_of(key, 0)
        yield Step(
            key=key,
            command=build,
            folder=folder,
            prepare=lambda save=save, sentence=sentence: save(sentence),
            holds=lambda key=key, sentence=sentence: site.shows(
                site.changed if key == "change" else site.added[-1], sentence
            ),
        )
    if more:
        word = {"prepare": lambda: site.fresh(OWN), "output": output}
        yield Step(key="word", command=build, folder=folder, **word)
        plain = (sys.executable, "-m", "mkdocs", "build", "--quiet")
        yield Step(key="mkdocs", command=plain, folder=folder, prepare=site.fresh, output=output)


def split_steps(folder: Path, count: int) -> Iterator[Step]:
    """Give the splitting of one compilation of ``count`` articles, and the check of what came."""
    source = folder / "source.txt"
    folder.mkdir()
    source.write_bytes(inputs.text(inputs.articles(count, inputs.SHORT)))
    site = folder / "site"

    def prepare() -> None:
        put_aside(site)
        (site / "docs").mkdir(parents=True)
        (site / "mkdocs.yml").write_text("site_name: bench\n", encoding="utf-8")

    here = (*HUIBIAN, "--site", str(site))
    yield Step(
        key="split",
        command=(*here, "split", str(source), "--collection", "made"),
        folder=folder,
        prepare=prepare,
        output=site / "docs" / "collections" / "made",
    )
    yield Step(key="recheck", command=(*here, "check", "--quiet"), folder=folder, accepted=(0, 1))


def peer_steps(folder: Path, docs: Path, count: int, tools: Collection[str]) -> Iterator[Step]:
    """Give the peers that are there and wanted."""
    if "hugo" in tools and peers.version("hugo"):
        home = folder / "hugo"
        peers.write_hugo(home, count)

        def clean() -> None:
            peers.clean(home)

        public = home / "public"
        here = {"folder": home, "peer": True}
        yield Step(key="hugo", command=peers.hugo(), prepare=clean, output=public, **here)
        if peers.version("pagefind"):
            of_index = {"output": public / "pagefind", **here}
            yield Step(key="pagefind", command=peers.pagefind(), **of_index)
    makers = {
        "zensical": (peers.write_zensical, peers.zensical),
        "material": (peers.write_material, peers.material),
    }
    for name, (write, command) in makers.items():
        if name not in tools or (name == "zensical" and not peers.version(name)):
            continue
        home = folder / name
        write(home, docs)
        yield Step(
            key=name,
            command=command(),
            folder=home,
            prepare=lambda home=home: peers.clean(home),
            output=home / "site",
            peer=True,
            patience=PATIENCE,
            limit=LIMIT,
        )


def measured(count: int, runs: int, tools: Collection[str], *, more: bool) -> Size:
    """Measure all with ``count`` articles."""
    with tempfile.TemporaryDirectory(prefix="huibian-bench-") as name:
        folder = Path(name)
        site = Site(folder / "own", count)
        markdown = site.markdown()
        docs = folder / "docs"
        shutil.copytree(site.docs, docs)
        steps = [
            *own_steps(site, more=more),
            *split_steps(folder / "split", count),
            *peer_steps(folder, docs, count, tools),
        ]
        size = Size(count, markdown, rounds(steps, runs))
        if "serve" in tools:
            site.fresh()
            run((*HUIBIAN, "build"), site.folder)
            size.preview = preview.measure(site, runs)
    add_up(size.outcomes)
    return size


def main(arguments: Sequence[str] | None = None) -> None:
    """Take the extent and the date from the command line."""
    parser = argparse.ArgumentParser(prog="make bench-build", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=list(TOOLS), choices=TOOLS)
    parser.add_argument("--material", type=int, nargs="*", default=[1000], metavar="SIZE")
    parser.add_argument("--date", default=date.today().isoformat())
    parser.add_argument("--output", type=Path, default=PAGE)
    given = parser.parse_args(arguments)
    start, load = time.perf_counter(), os.getloadavg()[0]
    if set(given.only) - {"serve", "material"}:
        peers.install()
    sizes = []
    for count in sorted(given.sizes):
        tools = {name for name in given.only if name != "material" or count in given.material}
        sizes.append(measured(count, given.runs, tools, more=not sizes))
    minutes = (time.perf_counter() - start) / 60
    how = (
        f"`make bench-build` 在 {given.date} 的一次结果：{machine()}；{versions()}。"
        f"每项至多 {given.runs} 次，用时取中位数，内存取最大；"
        f"全部测量用了 {minutes:.0f} 分钟，"
        f"平均负载开始时 {load:.1f}、结束时 {os.getloadavg()[0]:.1f}。"
    )
    left = left_out(sizes, given.only, given.material)
    text = report(sizes, how=how, left=left)
    page = given.output.read_text(encoding="utf-8")
    given.output.write_text(replaced(page, text), encoding="utf-8", newline="\n")
    print(text)


if __name__ == "__main__":
    main()
