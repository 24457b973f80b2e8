"""The manifest of a release: every file's SHA-256, with what it was made and how much it holds.

It depends on nothing but the release's contents and the software, so the same input gives the
same manifest, whose hash names the release. It names its own hash too; that shows damage, and is
no signature: who may write the folder may write the manifest.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huibian.diagnostics import Diagnostic, diagnostic, fail, os_reason

NAME = "manifest.json"
FORMAT = 1
#: Characters of the manifest's hash that stand in a release's name.
SHORT = 12
_READ = 1 << 20  # bytes at a time
_AT_ONCE = 64  # files that one thread takes

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
        return b'{"sha256":"%s",%s' % (self.sha256.encode(), self._body()[1:])

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
        data = json.loads(path.read_bytes())
        told, files = data.pop("sha256"), data.pop("files")
        known = data.pop("format")
        if known != FORMAT:
            raise fail("HB810", path=str(path), reason=f"格式是 {known}，这个版本只认识 {FORMAT}")
        entries = {name: (str(entry[0]), int(entry[1])) for name, entry in files.items()}
        found = Manifest(entries, data)
    except OSError as error:
        raise fail("HB810", path=str(path), reason=os_reason(error)) from error
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise fail("HB810", path=str(path), reason="内容读不懂") from error
    if found.sha256 != told:
        raise fail("HB810", path=str(path), reason="清单自己的校验值不符")
    return found


@dataclass(frozen=True, slots=True)
class Verified:
    """The outcome of a verification: how much was looked at, and what differs."""

    files: int
    size: int
    findings: tuple[Diagnostic, ...]


def verify(folder: Path) -> Verified:
    """Compare a release with its manifest: every changed, missing or extra file is a finding.

    Raises HB810 when the manifest itself cannot be trusted. Reads every byte, in several threads.
    """
    manifest = read(folder)
    present = dict(walk(folder))
    present.pop(NAME, None)
    findings = [
        diagnostic("HB813", path=str(folder / path)) for path in present.keys() - manifest.files
    ]
    wanted = []
    for path, (_, size) in manifest.files.items():
        if path not in present:
            findings.append(diagnostic("HB812", path=str(folder / path)))
        elif present[path] != size:
            findings.append(diagnostic("HB811", path=str(folder / path)))
        else:
            wanted.append(path)
    chunks = [wanted[at : at + _AT_ONCE] for at in range(0, len(wanted), _AT_ONCE)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for chunk, hashes in zip(
            chunks, pool.map(lambda some: [_sha256(folder / one) for one in some], chunks),
            strict=True,
        ):  # fmt: skip
            findings += [
                diagnostic("HB811", path=str(folder / path))
                for path, found in zip(chunk, hashes, strict=True)
                if found != manifest.files[path][0]
            ]
    return Verified(len(manifest.files), manifest.size, tuple(sorted(findings, key=_place)))


def _place(finding: Diagnostic) -> tuple[str, str]:
    return finding.path, finding.code


def walk(folder: Path) -> Iterator[tuple[str, int]]:
    """Give all files below a folder with their sizes; what is no plain file has the size -1."""
    stack = [""]
    while stack:
        prefix = stack.pop()
        with os.scandir(folder / prefix) as entries:
            for entry in entries:
                path = f"{prefix}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    stack.append(f"{path}/")
                elif entry.is_file(follow_symlinks=False):
                    yield path, entry.stat(follow_symlinks=False).st_size
                else:
                    yield path, -1


def _sha256(path: Path) -> str:
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
