"""From the built site into a release: copied, hashed, compressed and looked through in one go.

Each file is read once. One that the release before holds with the same bytes is linked from there
(its packed forms too) instead of written, so a release costs what has changed; what is linked has
been compared first. The same bytes come out whatever is linked.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from huibian import parallel
from huibian.publish import manifest
from huibian.publish.leaks import DATA, Looker, Seen
from huibian.publish.manifest import Entry

try:
    import brotli as _brotli
except ImportError:
    _brotli = None
brotli: ModuleType | None = _brotli

#: Files that are text; others, such as images and Word files, are packed already.
TEXT = (".html", ".htm", ".css", ".js", ".json", ".xml", ".svg", ".csv", ".txt", ".md", ".map")
#: What a reader waits for. Tables, feeds and the like are taken away once in a while: gzip will do.
_AWAITED = (".html", ".htm", ".css", ".js", ".svg")
SMALLEST = 1024  # bytes; below, an answer fits into one packet anyway
#: Pieces of the search are coded closely: gzip takes off a quarter, which servers do by themselves
#: on the way. Of some 20,000 only the few larger ones, which each visitor reads, get packed forms.
SMALLEST_PIECE = 16_384
#: Measured on a library's pages: level 4 takes 1.3 times the time of 3 and saves 3 %, and 6 twice;
#: brotli's 5 packs 15 % better than that, 6 and more cost far more than they give.
GZIP, BROTLI = 3, 5
#: Brotli looks back 64 KB, in larger files 256; a larger window only takes time to clear.
_WINDOW, _LARGE_WINDOW = 16, 18
#: A packed form is kept when it is at most this part of the file.
_WORTH = 0.95
#: What gzip cannot bring below this part, brotli packs hardly better: it gets no second form.
_BETTER = 0.65
_CHUNK = 200  # files that one task takes
_MANY = 400  # files from which several processes are worth their start
#: What MkDocs packs by itself, with the time in it.
_CLOCKED = "sitemap.xml.gz"


@dataclass(slots=True)
class Packed:
    """What came of it: the release's files, what pages point to, how many files were linked."""

    files: dict[str, Entry] = field(default_factory=dict)
    seen: dict[str, Seen] = field(default_factory=dict)
    linked: int = 0

    def take(self, other: Packed) -> None:
        """Add what another process has packed."""
        self.files.update(other.files)
        self.seen.update(other.seen)
        self.linked += other.linked


def paths(folder: Path) -> set[str]:
    """Return the paths of all files of a built site that a release takes over."""
    return {path for path, _ in manifest.walk(folder)} - {_CLOCKED}


def pack(
    source: Path,
    target: Path,
    files: Set[str],
    looker: Looker,
    *,
    before: Path | None,
    known: Mapping[str, Entry],
    compress: bool,
) -> Packed:
    """Bring the files of a built site into a release's folder, which must be new.

    ``before`` is the release to link from, ``known`` those of its files by its manifest that may
    be linked. With ``compress`` text gets packed forms beside it. Raises OSError when something
    cannot be read or written.
    """
    worker = _Worker(str(source), str(target), looker, str(before or ""), known, compress)
    ordered = sorted(files)
    # a folder's pages stand together; every process gets some of each kind
    count = max(1, len(ordered) // _CHUNK)
    tasks = [ordered[at::count] for at in range(count)]
    packed = Packed()
    for part in parallel.each(worker.run, tasks, worth=len(ordered) >= _MANY):
        packed.take(part)
    return packed


class _Worker:
    def __init__(
        self,
        source: str,
        target: str,
        looker: Looker,
        before: str,
        known: Mapping[str, Entry],
        compress: bool,
    ) -> None:
        self._source, self._target, self._before = source, target, before
        self._looker, self._known, self._compress = looker, known, compress
        self._folders: set[str] = set()

    def run(self, paths: Sequence[str]) -> Packed:
        packed = Packed()
        for folder in {os.path.dirname(path) for path in paths} - self._folders:  # noqa: PTH120
            os.makedirs(f"{self._target}/{folder}", exist_ok=True)  # noqa: PTH103
            self._folders.add(folder)
        for path in paths:
            self._file(path, packed)
        return packed

    def _file(self, path: str, packed: Packed) -> None:
        data = _read(f"{self._source}/{path}")
        entry = hashlib.sha256(data).hexdigest(), len(data)
        packed.files[path] = entry
        seen = self._looker.look(path, data)
        if seen is not None:
            packed.seen[path] = seen
        linked = self._known.get(path) == entry and self._link(path, data)
        if linked:
            packed.linked += 1
        else:
            _write(f"{self._target}/{path}", data)
        if not self._compress or not _is_packed(path, len(data)):
            return
        time = os.stat(f"{self._target}/{path}").st_mtime_ns  # noqa: PTH116 - many
        for suffix, made in _FORMS.items():
            name = f"{path}{suffix}"
            if name in packed.files or (suffix == ".br" and not _packs_well(path, packed, data)):
                continue
            if linked and self._link_packed(name, packed):
                continue
            small = made(data)
            if len(small) <= len(data) * _WORTH:
                _write(f"{self._target}/{name}", small)
                # servers hold the packed form for the same file by its time
                os.utime(f"{self._target}/{name}", ns=(time, time))
                packed.files[name] = hashlib.sha256(small).hexdigest(), len(small)

    def _link(self, path: str, data: bytes) -> bool:
        """Link a file from the release before, if it really holds these bytes."""
        source = f"{self._before}/{path}"
        try:
            if _read(source) != data:
                return False
            os.link(source, f"{self._target}/{path}")
        except OSError:  # gone, or no links here: then it is written
            return False
        return True

    def _link_packed(self, name: str, packed: Packed) -> bool:
        entry = self._known.get(name)
        if entry is None:
            return False
        try:
            data = _read(f"{self._before}/{name}")
        except OSError:
            return False
        if (hashlib.sha256(data).hexdigest(), len(data)) != entry or not self._link(name, data):
            return False
        packed.files[name] = entry
        packed.linked += 1
        return True


def _is_packed(path: str, size: int) -> bool:
    """Say whether a file of so many bytes gets packed forms."""
    return size > (SMALLEST_PIECE if DATA.match(path) else SMALLEST) and path.endswith(TEXT)


def forms(path: str) -> tuple[str, ...]:
    """Return the paths of a file's packed forms."""
    return tuple(f"{path}{suffix}" for suffix in _FORMS)


def _packs_well(path: str, packed: Packed, data: bytes) -> bool:
    """Say whether brotli, if it is there, is worth trying where gzip has done what it could."""
    if brotli is None or not path.endswith(_AWAITED):
        return False
    made = packed.files.get(f"{path}.gz")
    return made is not None and made[1] <= len(data) * _BETTER


def gzipped(data: bytes) -> bytes:
    """Return the bytes packed by gzip, without a time in them."""
    packer = zlib.compressobj(GZIP, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


def _brotlied(data: bytes) -> bytes:
    assert brotli is not None
    window = _WINDOW if len(data) <= 1 << _WINDOW else _LARGE_WINDOW
    packed: bytes = brotli.compress(data, quality=BROTLI, lgwin=window)
    return packed


_FORMS = {".gz": gzipped, ".br": _brotlied}


def versions() -> dict[str, str]:
    """Return what the packed bytes depend on."""
    sizes = (SMALLEST, SMALLEST_PIECE, _WORTH, _BETTER)
    settings = (GZIP, BROTLI, _WINDOW, _LARGE_WINDOW, *sizes, *_AWAITED)
    found = {"zlib": zlib.ZLIB_RUNTIME_VERSION, "packing": " ".join(map(str, settings))}
    if brotli is not None:
        found["brotli"] = str(brotli.__version__)
    return found


def _read(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - paths cost more than reading
        return file.readall()


def _write(path: str, data: bytes) -> None:
    with open(path, "xb", buffering=0) as file:  # noqa: PTH123
        left = memoryview(data)
        while left:
            left = left[file.write(left) :]
