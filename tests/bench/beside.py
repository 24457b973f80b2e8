"""Huibian beside pandoc: the same document split by both commands, and what came of it."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.inputs import Articles
from huibian import frontmatter
from huibian.stages.render import plain_text

#: A piece of a split document: its title and its text.
Piece = tuple[str, str]

_SPACE = re.compile(r"\s+")
_TAG = re.compile(r"<[^>]+>")
_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.S)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Articles with exactly their title, share of text that stands in a piece, seconds."""

    found: int
    kept: float
    seconds: float


def judge(made: Articles, pieces: Iterable[Piece], seconds: float = 0.0) -> Outcome:
    """Compare what a command made of a document with the articles that it was made of.

    An article is found when a piece has its title; its text is kept when the paragraph stands in
    any piece, white space apart.
    """
    pieces = list(pieces)
    titles = {_bare(title) for title, _ in pieces}
    whole = "\n".join(_bare(text) for _, text in pieces)
    found = sum(_bare(one.title) in titles for one in made)
    lines = [_bare(line) for one in made for line in one.lines]
    kept = sum(len(line) for line in lines if line in whole)
    return Outcome(found, kept / sum(map(len, lines)), seconds)


def huibian(path: Path, made: Articles, runs: int) -> Outcome:
    """Split a file with ``huibian split`` into an empty site."""

    def once(folder: Path) -> None:
        (folder / "docs").mkdir()
        (folder / "mkdocs.yml").write_text("site_name: bench\n", encoding="utf-8")
        command = [sys.executable, "-m", "huibian", "--site", str(folder), "split", str(path)]
        subprocess.run([*command, "--collection", "made"], capture_output=True, check=False)

    return _timed(once, lambda folder: _pages(folder / "docs/collections/made"), made, runs)


def _pages(folder: Path) -> list[Piece]:
    pages = [
        frontmatter.parse(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("[0-9]*.md"))
    ]
    return [(str(page.meta["title"]), plain_text(page.body)) for page in pages]


def pandoc_version() -> tuple[int, ...]:
    """Return pandoc's version, () when it is not installed."""
    if shutil.which("pandoc") is None:
        return ()
    said = subprocess.run(["pandoc", "--version"], capture_output=True, text=True, check=True)
    return tuple(map(int, re.findall(r"\d+", said.stdout.split("\n", 1)[0])))


def pandoc_options(version: tuple[int, ...]) -> list[str]:
    """Return how this pandoc splits at first-level headings; before 3.0 only into an e-book."""
    if version >= (3,):
        return ["--to=chunkedhtml", "--split-level=1"]
    return ["--to=epub3", "--epub-chapter-level=1"]


def pandoc(path: Path, made: Articles, runs: int, version: tuple[int, ...]) -> Outcome:
    """Split a file with pandoc."""

    def once(folder: Path) -> None:
        command = ["pandoc", str(path), *pandoc_options(version), "--metadata=title:bench"]
        target = str(folder / "made.zip")
        subprocess.run([*command, "--output", target], capture_output=True, check=True)

    return _timed(once, lambda folder: chapters(folder / "made.zip"), made, runs)


def chapters(path: Path) -> list[Piece]:
    """Return the pieces in what pandoc wrote: web pages in a zip archive."""
    pieces = []
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if re.search(r"(?:^|/)(?:ch\d+|\d+-[^/]*|index)\.x?html$", name):
                page = archive.read(name).decode()
                title = _TITLE.search(page)
                body = page.partition("<body")[2]
                pieces.append((_text(title.group(1)) if title else "", _text(body)))
    return pieces


def _timed(
    once: Callable[[Path], None],
    pieces: Callable[[Path], list[Piece]],
    made: Articles,
    runs: int,
) -> Outcome:
    times = []
    made_pieces: list[Piece] = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as name:
            start = time.perf_counter()
            once(Path(name))
            times.append(time.perf_counter() - start)
            made_pieces = pieces(Path(name))
    return judge(made, made_pieces, median(times))


def _text(markup: str) -> str:
    return html.unescape(_TAG.sub("", markup))


def _bare(text: str) -> str:
    return _SPACE.sub("", text)
