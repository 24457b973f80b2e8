"""What a request brings, taken out of it; anything that no screen of ours sends is a 400."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import abort, request

WRONG = "请求的内容不对"
_CHUNK = 1_000_000


def data() -> dict[str, Any]:
    """Return the request's JSON object."""
    found = request.get_json(silent=True)
    if not isinstance(found, dict):
        abort(400, WRONG)
    return found


def revision(given: dict[str, Any]) -> int:
    """Return the revision of a draft that a request was made for."""
    found = given.get("revision")
    if type(found) is not int:
        abort(400, WRONG)
    return found


def file(path: Path) -> int:
    """Write the request's body to a file that is not there yet; return its bytes."""
    size = 0
    with path.open("xb") as handle:
        while chunk := request.stream.read(_CHUNK):
            size += handle.write(chunk)
    return size
