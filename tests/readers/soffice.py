"""LibreOffice for tests that need it: skipped where it is absent, except on the CI machine."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from huibian.readers.office import find_program

PROGRAM = find_program()

needs_soffice = pytest.mark.skipif(
    PROGRAM is None and os.environ.get("CI") != "true",
    reason="LibreOffice is not installed (apt-get install libreoffice-writer)",
)


def converted(data: bytes, suffix: str, target: str, folder: Path) -> bytes:
    """Return a document in another format, made by LibreOffice."""
    assert PROGRAM, "LibreOffice is missing on the CI machine"
    source = folder / f"in{suffix}"
    source.write_bytes(data)
    subprocess.run(
        [
            PROGRAM,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", target, "--outdir", str(folder / "out"), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (folder / "out" / f"in.{target.partition(':')[0]}").read_bytes()
