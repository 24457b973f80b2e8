"""Values kept in a file between runs: a cache that may be deleted at any time.

A file holds plain values only (texts, numbers, lists, mappings and the like), the key of the code
that made them and a hash of it all. A file of other code, a damaged or a foreign one counts as
none, and nothing in a file can run as code.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import pickle
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

_SIZE = 16  # bytes of a hash
#: What YAML makes of a date; all else that the cache may name is built in.
_ALLOWED = frozenset(("datetime", name) for name in ("date", "datetime", "timedelta", "timezone"))


def digest(*parts: bytes) -> bytes:
    """Return 16 bytes that tell contents apart."""
    found = hashlib.blake2b(digest_size=_SIZE)
    for part in parts:
        found.update(part)
    return found.digest()


def code_key(modules: Iterable[ModuleType], *versions: str) -> bytes:
    """Return a key that changes with the text of the modules and with the versions named."""
    sources = [Path(module.__file__ or "").read_bytes() for module in modules]
    return digest(*sources, repr(versions).encode())


def read(path: Path, key: bytes) -> Any:
    """Return the value of a file that was written under the key, None when there is none."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    head, payload = data[:_SIZE], data[_SIZE:]
    if head != digest(key, payload):
        return None
    try:
        return _Plain(io.BytesIO(payload)).load()
    except (pickle.UnpicklingError, EOFError, ImportError):
        return None


def write(path: Path, key: bytes, value: Any) -> None:
    """Replace a file in one step; what reads it sees the old one or the new one.

    A folder that cannot be written costs the next run time, and is no error.
    """
    payload = pickle.dumps(value, protocol=5)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(digest(key, payload) + payload)
            os.replace(name, path)  # noqa: PTH105 - a name, not a path, comes from mkstemp
        except OSError:
            os.unlink(name)  # noqa: PTH108
            raise


class _Plain(pickle.Unpickler):
    """Builds plain values and calls nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)
