"""``make bench-split``: measure reading and splitting; the tables go to RESULTS.md."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bench import beside, inputs
from bench.measure import apart
from bench.tables import table

RESULTS = Path(__file__).parent / "RESULTS.md"

REAL = 5_600  # bytes of an article in a compilation as clerks have them: 24 make 134 kB
_LEAST_SPEED = 20  # compilations per second
_MOST_GROWTH = 1.5  # times the time for an article that the smallest of the sizes below takes
_MOST_RATIO = 3  # times the time that python-docx takes


def limit(bytes_: int) -> float:
    """Return the memory in MB that splitting a file of this size may take."""
    return 20 * bytes_ / 1e6 + 150


def _kept(value: float, most: float) -> str:
    """Say whether a limit is kept."""
    return "yes" if value <= most else "**no**"


def speed(folder: Path, count: int, runs: int) -> str:
    """Return compilations per second, read and split, and written too."""
    path = folder / f"{count}.txt"
    path.write_bytes(inputs.text(inputs.articles(count, REAL)))
    rows = []
    for name, what, least in (
        ("read and split", "split", _LEAST_SPEED),
        ("read, split and written", "write", 0),
    ):
        done = apart(what, path, runs)
        rate = 1 / done.seconds
        held = _kept(least, rate) if least else ""
        cells = [name, str(done.found), f"{path.stat().st_size / 1e3:.0f}", f"{rate:.1f}"]
        rows.append([*cells, str(least or "–"), held])
    head = ["a text compilation", "articles", "kB", "per second", "at least", "held"]
    return table(head, rows)


def growth(folder: Path, counts: Sequence[int], runs: int) -> str:
    """Return time and memory by the number of articles in one file."""
    rows = []
    first = 0.0
    for count in counts:
        path = folder / f"grown-{count}.txt"
        path.write_bytes(inputs.text(inputs.articles(count, inputs.SHORT)))
        size = path.stat().st_size
        done = apart("split", path, runs)
        each = done.seconds / done.found
        first = first or each
        most = limit(size)
        of_time = [f"{count:,}", f"{size / 1e6:.2f}", str(done.found), f"{done.seconds:.2f}"]
        of_growth = [f"{1e3 * each:.2f}", f"{each / first:.2f}"]
        of_memory = [f"{done.peak:.0f}", f"{most:.0f}", _kept(done.peak, most)]
        rows.append([*of_time, *of_growth, _kept(each, _MOST_GROWTH * first), *of_memory])
        path.unlink()
    head = ["articles", "MB", "found", "seconds", "ms an article", "growth", "linear"]
    return table([*head, "peak MB", "limit", "held"], rows)


def word(folder: Path, counts: Sequence[int], runs: int) -> str:
    """Return the time for reading Word documents against python-docx."""
    rows = []
    for count in counts:
        path = folder / f"{count}.docx"
        path.write_bytes(inputs.word_headings(inputs.articles(count, REAL)))
        ours, theirs = (apart(what, path, runs).seconds for what in ("word", "python-docx"))
        ratio = ours / theirs
        cells = [str(count), f"{1e3 * ours:.1f}", f"{1e3 * theirs:.1f}", f"{ratio:.2f}"]
        rows.append([*cells, str(_MOST_RATIO), _kept(ratio, _MOST_RATIO)])
    head = ["articles", "huibian ms", "python-docx ms", "ratio", "at most", "held"]
    return table(head, rows)


def splitting(folder: Path, count: int, runs: int) -> str:
    """Return what huibian and pandoc make of the same documents."""
    version = beside.pandoc_version()
    made = inputs.articles(count, REAL)
    rows = []
    for name, file, make in inputs.CASES:
        path = folder / file
        path.write_bytes(make(made))
        outcomes = [("huibian", beside.huibian(path, made, runs))]
        if version:
            outcomes.append(("pandoc", beside.pandoc(path, made, runs, version)))
        rows += [
            [name, tool, f"{one.found} / {count}", f"{one.kept:.1%}", f"{one.seconds:.2f}"]
            for tool, one in outcomes
        ]
    how = (
        f"pandoc {'.'.join(map(str, version))} with `{' '.join(beside.pandoc_options(version))}`"
        if version
        else "pandoc is not installed (Debian: `apt-get install pandoc`): left out"
    )
    head = ["document", "command", "articles found", "text kept", "seconds"]
    return f"{table(head, rows)}\n\n{how}."


def report(counts: Sequence[int], runs: int, day: str) -> str:
    """Measure everything and return the page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few = counts[0]
        parts = [
            f"# Benchmarks\n\nMade by `make bench-split` on {day}: {os.cpu_count()} cores, "
            f"Python {platform.python_version()}. Medians of {runs} runs, each line in a process "
            "of its own; seconds of the processor, on the clock where files are written or whole "
            "commands run. The documents are invented (`tests/bench/inputs.py`).",
            f"## Speed\n\n{speed(folder, few, 4 * runs)}",
            f"## Growth and memory\n\n{growth(folder, counts, runs)}\n\n"
            "Growth is the time for an article against the first line's; the limit of memory is "
            "20 times the file's size and 150 MB.",
            f"## Word\n\n{word(folder, counts[:2], 4 * runs)}\n\n"
            "python-docx opens the document and iterates over the text of its paragraphs.",
            f"## Beside pandoc\n\n{splitting(folder, few, runs)}\n\n"
            "An article is found when a piece has exactly its title. Times are those of the whole "
            "commands, on the clock.",
        ]
    return "\n\n".join(parts) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Take the date and the extent from the command line."""
    parser = argparse.ArgumentParser(prog="make bench-split", description=__doc__)
    parser.add_argument("--date", default=date.today().isoformat())
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--counts", type=int, nargs="+", default=[24, 240, 2400, 10000])
    parser.add_argument("--output", type=Path, default=RESULTS)
    given = parser.parse_args(arguments)
    page = report(given.counts, given.runs, given.date)
    given.output.write_text(page, encoding="utf-8", newline="\n")
    sys.stdout.write(page)


if __name__ == "__main__":
    main()
