"""The manifest of a release: every file's SHA-256, with what it was made and how much it holds.

It depends on nothing but the release's contents and the software, so the same input gives the
same manifest, whose hash names the release. It names its own hash too; that shows damage, and is
no signature: who may write the folder may write the manifest.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huibian import parallel
from huibian.diagnostics import Diagnostic, diagnostic, fail, os_reason

NAME = "manifest.json"
FORMAT = 1
#: Characters of the manifest's hash that stand in a release's name.
SHORT = 12
_READ = 1 << 20  # bytes at a time
_MUCH = 4_000_000  # bytes from which several processes are worth their start
_AT_ONCE = 400  # files that one process takes
_HEAD = b'{"sha256":"%s",'  # what the hash is not of

#: A file's SHA-256 (hexadecimal) and its size in bytes.
Entry = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release holds.

    ``files`` by their paths below it, ``/`` between the parts; ``about`` is plain data: edition,
    versions, counts.
    """

    files: Mapping[str, Entry]
    about: Mapping[str, Any]

    @property
    def sha256(self) -> str:
        """Return the hash of what it says (hexadecimal)."""
        return hashlib.sha256(self._body()).hexdigest()

    @property
    def size(self) -> int:
        """Return the bytes of all files."""
        return sum(size for _, size in self.files.values())

    def dump(self) -> bytes:
        """Return the file: JSON with a file on each line."""
        return _HEAD % self.sha256.encode() + self._body()[1:]

    def _body(self) -> bytes:
        head = json.dumps(
            {"format": FORMAT, **self.about}, ensure_ascii=False, separators=(",", ":")
        )
        lines = ",\n".join(
            f"{json.dumps(path, ensure_ascii=False)}:{json.dumps(entry, separators=(',', ':'))}"
            for path, entry in sorted(self.files.items())
        )
        return f'{head[:-1]},\n"files":{{\n{lines}\n}}}}\n'.encode()


def read(folder: Path) -> Manifest:
    """Return the manifest of a release; HB810 where there is none or it is damaged."""
    path = folder / NAME
    try:
        raw = path.read_bytes()
        data = json.loads(raw)
        told, files = data.pop("sha256"), data.pop("files")
        known = data.pop("format")
        entries = {name: (str(entry[0]), int(entry[1])) for name, entry in files.items()}
    except OSError as error:
        raise fail("HB810", path=str(path), reason=os_reason(error)) from error
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise fail("HB810", path=str(path), reason="内容读不懂") from error
    if known != FORMAT:
        reason = f"格式是 {known}，这个版本的 huibian 只认识 {FORMAT}"
        raise fail("HB810", path=str(path), reason=reason)
    if hashlib.sha256(b"{" + raw.removeprefix(_HEAD % str(told).encode())).hexdigest() != told:
        raise fail("HB810", path=str(path), reason="清单自己的校验值不符")
    return Manifest(entries, data)


@dataclass(frozen=True, slots=True)
class Verified:
    """The outcome of a verification: how much was looked at, and what differs."""

    files: int
    size: int
    findings: tuple[Diagnostic, ...]


def verify(folder: Path) -> Verified:
    """Compare a release with its manifest: every changed, missing or extra file is a finding.

    Raises HB810 when the manifest itself cannot be trusted. Reads every byte, in several processes.
    """
    manifest = read(folder)
    present = dict(walk(folder))
    present.pop(NAME, None)
    extra = [("HB813", path) for path in present.keys() - manifest.files]
    missing = [("HB812", path) for path in manifest.files.keys() - present]
    wanted = sorted(manifest.files.keys() & present)
    root = str(folder)

    def differing(paths: Sequence[str]) -> list[tuple[str, str]]:
        return [
            ("HB811", path)
            for path in paths
            if not present[path] or _sha256(f"{root}/{path}") != manifest.files[path][0]
        ]

    chunks = [wanted[at : at + _AT_ONCE] for at in range(0, len(wanted), _AT_ONCE)]
    worth = manifest.size >= _MUCH
    differ = [one for some in parallel.each(differing, chunks, worth=worth) for one in some]
    found = sorted([*extra, *missing, *differ], key=lambda one: one[1])
    findings = tuple(diagnostic(code, path=str(folder / path)) for code, path in found)
    return Verified(len(manifest.files), manifest.size, findings)


def walk(folder: Path) -> Iterator[tuple[str, bool]]:
    """Give all that is no folder below a folder, and whether it is a plain file."""
    stack = [""]
    while stack:
        prefix = stack.pop()
        with os.scandir(folder / prefix) as entries:
            for entry in entries:
                path = f"{prefix}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    stack.append(f"{path}/")
                else:
                    yield path, entry.is_file(follow_symlinks=False)


def _sha256(path: str) -> str:
    """Return a file's hash, "" when it cannot be read."""
    try:
        file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError:
        return ""
    try:
        data = os.read(file, _READ)
        digest = hashlib.sha256(data)
        while len(data) == _READ:
            data = os.read(file, _READ)
            digest.update(data)
        return digest.hexdigest()
    except OSError:
        return ""
    finally:
        os.close(file)
