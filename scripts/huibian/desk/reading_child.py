"""The process that reads an upload: limits itself, reads one file, writes what came out, ends.

Run as ``python -m huibian.desk.reading_child FOLDER``: reads ``original`` and ``name.json`` there,
writes ``reading.json`` and ``images/``. Started by ``worker``.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from huibian import readers
from huibian.desk import transfer
from huibian.diagnostics import HuibianError, fail

MEMORY = 3_000_000_000  # bytes of address space; a .doc needs LibreOffice, which wants room
SECONDS = 120  # of processor time
FILE = 1_000_000_000  # bytes of a file that it writes


def main(folder: Path) -> None:
    """Read the upload in a draft's folder."""
    _limit()
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
    main(Path(sys.argv[1]))
