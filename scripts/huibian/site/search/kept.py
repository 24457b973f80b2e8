"""What builds leave for the next one: a base, and what has changed since.

The base is large: entries and indexes as they were at one time, and the marks of the pieces made of
them. It stays until many articles have changed; what each build leaves is small: the entries
that are not those of the base, and the marks of the pieces that are not.
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from huibian.site.search import entries, indexing, state
from huibian.site.search.entries import Body, Facts
from huibian.site.search.grams import Records
from huibian.site.search.indexing import Index
from huibian.site.search.pieces import Mark
from huibian.site.search.shards import Cuts

_ARRAYS = {"names": np.uint64, "many": np.bool_, "sizes": np.uint32, "data": np.uint8}
_EDGES = ("cuts", "bounds")
_BASE, _SINCE = "base-{}.bin", "since.bin"


class Row(NamedTuple):
    """An article: its digest, its place, what is known of it, and its texts as they are kept."""

    digest: str
    place: int
    facts: Facts
    body: memoryview | bytes

    def texts(self) -> Body:
        """Read its texts."""
        return entries.load(bytes(self.body))


class Base(NamedTuple):
    """The library at one time: ``rows`` by ``src``, ``indexes`` by kind, ``marks`` by piece."""

    name: str
    rows: Mapping[str, Row]
    indexes: Mapping[str, Index]
    marks: Mapping[str, Mark]


class Since(NamedTuple):
    """What the last build left: the rows that are not the base's, its pieces and their version."""

    rows: Mapping[str, Row]
    marks: Mapping[str, Mark]
    version: str


class Memory:
    """What was read or kept last, so that who builds again and again reads no file twice.

    It holds as long as the file is the one that was read or written. ``own`` is the folder of
    pieces that was written last: in a preview's passing site nobody else writes.
    """

    def __init__(self) -> None:
        self.own: Path | None = None
        self._held: dict[Path, tuple[tuple[str, state.About], Any]] = {}

    def get(self, path: Path, key: str) -> Any:
        """Return what a file holds under a key, None when that is not known."""
        was, value = self._held.get(path, (None, None))
        return value if was is not None and was == (key, state.about(path)) else None

    def put(self, path: Path, key: str, value: Any) -> None:
        """Remember what a file holds."""
        now = state.about(path)
        self._held = {known: held for known, held in self._held.items() if known.exists()}
        if now is not None:
            self._held[path] = (key, now), value


def save_base(
    folder: Path,
    key: str,
    rows: Mapping[str, Row],
    indexes: Mapping[str, Index],
    marks: Mapping[str, Mark],
) -> str:
    """Keep a base for next builds by the same rules; return its name."""
    head, bodies = _dumped(rows, {"marks": _plain(marks), "kinds": list(indexes)})
    parts: dict[str, list[memoryview | bytes]] = {"head": [head], "bodies": bodies}
    for kind, index in indexes.items():
        records = index.records.whole()
        for name in _ARRAYS:
            parts[f"{kind} {name}"] = [getattr(records, name).data]
        for name, edges in zip(_EDGES, (index.cuts.at, index.cuts.bounds), strict=True):
            parts[f"{kind} {name}"] = [edges.data]
    name = hashlib.blake2b(head, digest_size=8).hexdigest()
    state.save(folder / _BASE.format(name), key, parts)
    return name


def save_since(
    folder: Path,
    key: str,
    base: str,
    marks: Mapping[str, Mark],
    since: Since,
    memory: Memory,
) -> None:
    """Keep what has changed since a base; forget other bases and what killed builds have left.

    ``marks`` are those of the base's pieces.
    """
    own = {name: mark for name, mark in since.marks.items() if marks.get(name) != mark}
    gone = [name for name in marks if name not in since.marks]
    whole = state.about(folder / _BASE.format(base))
    more = {"marks": _plain(own), "gone": gone, "version": since.version, "whole": whole}
    head, bodies = _dumped(since.rows, more)
    state.save(folder / _SINCE, f"{key} {base}", {"head": [head], "bodies": bodies})
    memory.put(folder / _SINCE, f"{key} {base}", since)
    for path in folder.glob("*"):
        if path.name not in (_BASE.format(base), _SINCE):
            with suppress(OSError):  # Windows keeps what is mapped; the next build removes it
                path.unlink()


def load(folder: Path, key: str, memory: Memory) -> tuple[Base, Since | None] | None:
    """Return what was kept by these rules, None if there is nothing usable."""
    after = folder / _SINCE
    for path in folder.glob(_BASE.format("*")):
        name = path.stem.partition("-")[2]
        own = f"{key} {name}"
        base, since = memory.get(path, key), memory.get(after, own)
        left = None if base and since else _read(after, own)
        base = base or _base(path, key, name, left[0]["whole"] if left else None)
        if base is not None:
            memory.put(path, key, base)
            if since is None and left is not None:
                since = _since(*left, base.marks)
            return base, since
    return None


def _base(path: Path, key: str, name: str, whole: state.About | None) -> Base | None:
    """Read a base that was found ``whole`` when it was as this says."""
    parts = state.load(path, key, whole)
    if parts is None:
        return None
    head, rows = _loaded(parts)
    indexes = {kind: _index(kind, parts) for kind in head["kinds"]}
    return Base(name, rows, indexes, _marks(head))


def _read(path: Path, key: str) -> tuple[dict[str, Any], dict[str, Row]] | None:
    parts = state.load(path, key)
    return None if parts is None else _loaded(parts)


def _since(head: dict[str, Any], rows: dict[str, Row], marks: Mapping[str, Mark]) -> Since:
    held = {**marks, **_marks(head)}
    for name in head["gone"]:
        del held[name]
    return Since(rows, held, head["version"])


def _index(kind: str, parts: Mapping[str, memoryview]) -> Index:
    records = Records(
        *(np.frombuffer(parts[f"{kind} {name}"], own) for name, own in _ARRAYS.items())
    )
    cuts, bounds = (np.frombuffer(parts[f"{kind} {edge}"], np.int64) for edge in _EDGES)
    return indexing.whole(records, Cuts(cuts, bounds, records.names[cuts[:-1]]))


def _dumped(
    rows: Mapping[str, Row], more: dict[str, Any]
) -> tuple[bytes, list[memoryview | bytes]]:
    listed = [[src, row.digest, row.place, len(row.body), *row.facts] for src, row in rows.items()]
    return marshal.dumps({"rows": listed, **more}), [row.body for row in rows.values()]


def _loaded(parts: Mapping[str, memoryview]) -> tuple[dict[str, Any], dict[str, Row]]:
    head = marshal.loads(parts["head"])
    rows, at = {}, 0
    for src, digest, place, size, *facts in head["rows"]:
        rows[src] = Row(digest, place, Facts(*facts), parts["bodies"][at : at + size])
        at += size
    return head, rows


def _plain(marks: Mapping[str, Mark]) -> dict[str, tuple[str, int, int]]:
    return {name: (mark.digest, mark.size, mark.time) for name, mark in marks.items()}


def _marks(head: Mapping[str, Any]) -> dict[str, Mark]:
    return {name: Mark(*mark) for name, mark in head["marks"].items()}
