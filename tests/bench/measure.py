"""One measurement in a process of its own: ``python -m bench.measure WHAT FILE RUNS`` prints JSON.

A fresh process, because the peak of memory is a process's and never goes down.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from huibian import pipeline, readers
from huibian.editing import Library
from huibian.planfile import dump_plan
from huibian.vocabulary.bundle import load

_DAY = "2026-01-02"
_BODY = "先把家底摸清楚，逐户登记诉求。" * 20
_WARM = "\n\n\n".join(f"青禾县第{number}件实事\n\n{_BODY}" for number in range(4))


@dataclass(frozen=True, slots=True)
class Measured:
    """The median of the runs in seconds, the process's peak of memory in MB, what was found.

    Seconds of the processor, so that other work on the machine counts little; where files are
    written, seconds on the clock.
    """

    seconds: float
    peak: float
    found: int


def split(path: Path) -> Callable[[], int]:
    """Read and split; everything that is loaded once is loaded before."""
    vocabularies = load()

    def once(document: readers.SourceDocument) -> int:
        made = pipeline.compile_document(document, "bench", vocabularies, added=_DAY)
        dump_plan(made.plan_file)
        return len(made.articles)

    once(readers.read_bytes(_WARM.encode(), "warm.txt"))
    return lambda: once(readers.read(path))


def write(path: Path) -> Callable[[], int]:
    """Read, split and write into a new collection of an empty site."""
    site = Path(tempfile.mkdtemp())
    (site / "docs").mkdir()
    library = Library(site)
    (site / "warm.txt").write_text(_WARM, encoding="utf-8")
    library.split(site / "warm.txt", slug="warm", today=_DAY)
    slugs = iter(range(10**6))
    return lambda: len(library.split(path, slug=f"c{next(slugs)}", today=_DAY).compilation.articles)


def word(path: Path) -> Callable[[], int]:
    """Read a Word document."""
    return lambda: len(readers.read(path).lines)


def python_docx(path: Path) -> Callable[[], int]:
    """Open the same document with python-docx and look at the text of its paragraphs."""
    from docx import Document

    return lambda: len([paragraph.text for paragraph in Document(str(path)).paragraphs])


KINDS: dict[str, Callable[[Path], Callable[[], int]]] = {
    "split": split,
    "write": write,
    "word": word,
    "python-docx": python_docx,
}


def measure(what: str, path: Path, runs: int) -> Measured:
    """Measure here and now."""
    once = KINDS[what](path)
    clock = time.perf_counter if what == "write" else time.process_time
    times = []
    found = 0
    for _ in range(runs):
        start = clock()
        found = once()
        times.append(clock() - start)
    return Measured(median(times), _peak(), found)


def apart(what: str, path: Path, runs: int) -> Measured:
    """Measure in a fresh process."""
    command = [sys.executable, "-m", "bench.measure", what, str(path), str(runs)]
    here = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=here)
    return Measured(**json.loads(done.stdout))


def _peak() -> float:
    """Return the most memory that this process ever had, in MB (10^6 bytes)."""
    status = Path("/proc/self/status")
    if status.is_file():  # getrusage also counts the process that started this one
        for line in status.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


if __name__ == "__main__":
    print(json.dumps(asdict(measure(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))))
