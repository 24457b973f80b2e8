"""The process that reads an upload and tries it out: limits itself, does it once, ends.

Run as ``python -m huibian.desk.reading_child`` by ``worker``, with a line of JSON on its standard
input. It reads ``original`` and ``name.json`` in a draft's folder and writes ``reading.json`` and
``images/``; then it makes articles of the document, as the desk will, and writes ``tried``. So
the desk does in its own process only what has come to an end here. While it waits for its line it
loads what every upload needs.
"""

from __future__ import annotations

import contextlib
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from huibian import pipeline, readers
from huibian.desk import transfer, warming
from huibian.diagnostics import HuibianError, fail
from huibian.model import SourceDocument
from huibian.planfile import read_plan
from huibian.store import COLLECTIONS, PLAN_NAME, SOURCE_FOLDER
from huibian.vocabulary.bundle import load

MEMORY = 3_000_000_000  # bytes of address space; a .doc needs LibreOffice, which wants room
SECONDS = 120  # of processor time
FILE = 1_000_000_000  # bytes of a file that it writes


def main(line: str) -> None:
    """Do what the line says: ``folder`` is the draft's, ``trial`` what ``worker.Trial`` holds."""
    given = json.loads(line)
    folder = Path(given["folder"])
    _limit()
    document = _read(folder)
    if document is not None and given["trial"] is not None:
        _try(document, **given["trial"])
    (folder / "tried").touch()


def _read(folder: Path) -> SourceDocument | None:
    """Read the upload in a draft's folder; write what came out, or what is wrong with it."""
    document = None
    try:
        name = json.loads((folder / "name.json").read_text(encoding="utf-8"))
        document = readers.read_bytes((folder / "original").read_bytes(), name)
        (folder / "images").mkdir(exist_ok=True)
        for number, (_, data) in enumerate(document.attachments):
            (folder / "images" / str(number)).write_bytes(data)
        made = transfer.dump(document)
    except HuibianError as error:
        made = _refused(error)
    except (MemoryError, RecursionError):
        made = _refused(fail("HB109", reason="读它需要的内存超过上限"))
    (folder / "reading.new").write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    (folder / "reading.new").replace(folder / "reading.json")
    return document


def _try(document: SourceDocument, site: str, collection: str, *, whole: bool) -> None:
    """Divide a document as the desk will; what is refused is said there."""
    with contextlib.suppress(HuibianError):
        words = load(Path(site) / "docs")
        edits = []
        if collection:
            source = Path(site) / "docs" / COLLECTIONS / collection / SOURCE_FOLDER
            plan = read_plan(source / PLAN_NAME, PLAN_NAME)
            edits, whole = plan.edits, plan.collection.rule == "whole"
        prepared = pipeline.prepare(document, words, whole=whole)
        pipeline.compile_document(
            document, "trial", words, edits=edits, added="", prepared=prepared
        )


def _refused(error: HuibianError) -> dict[str, Any]:
    return {"error": [asdict(finding) for finding in error.findings]}


def _limit() -> None:
    """Set the process's limits, where the system has them."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock has to do
        return
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (limit, limit))


if __name__ == "__main__":
    with contextlib.suppress(HuibianError):
        warming.warm(load(Path(sys.argv[1]) / "docs"))
    given = sys.stdin.readline()
    if given:  # else the desk has ended
        main(given)
