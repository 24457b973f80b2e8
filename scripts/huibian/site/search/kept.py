"""What one build leaves for the next: entries, indexes and the list of pieces, as one file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from huibian.site.search import entries, indexing, state
from huibian.site.search.entries import Body, Facts
from huibian.site.search.grams import Records
from huibian.site.search.indexing import Index
from huibian.site.search.pieces import Mark
from huibian.site.search.shards import Cuts

_ARRAYS = {"names": np.uint64, "many": np.bool_, "sizes": np.uint32, "data": np.uint8}


class Row(NamedTuple):
    """An article: its digest, its place, what is known of it, and its texts as they are kept."""

    digest: str
    place: int
    facts: Facts
    body: memoryview | bytes

    def texts(self) -> Body:
        """Read its texts."""
        return entries.load(bytes(self.body))


class Kept(NamedTuple):
    """All that is kept; ``rows`` by ``src``, ``indexes`` by kind, ``marks`` by piece."""

    rows: Mapping[str, Row]
    indexes: dict[str, Index]
    marks: Mapping[str, Mark]
    version: str


def save(folder: Path, key: str, kept: Kept) -> None:
    """Keep this for the next build by the same rules."""
    head = {
        "version": kept.version,
        "rows": [
            [src, row.digest, row.place, len(row.body), *row.facts]
            for src, row in kept.rows.items()
        ],
        "marks": dict(kept.marks),
        "kinds": list(kept.indexes),
    }
    line = json.dumps(head, separators=(",", ":")).encode("ascii")
    parts: dict[str, list[memoryview | bytes]] = {
        "head": [line],
        "bodies": [row.body for row in kept.rows.values()],
    }
    for kind, index in kept.indexes.items():
        for name in _ARRAYS:
            parts[f"{kind} {name}"] = [getattr(index.records, name).data]
        parts[f"{kind} cuts"] = [index.cuts.at.data]
    state.save(folder, key, parts)


def load(folder: Path, key: str) -> Kept | None:
    """Return what was kept by these rules, None if there is nothing usable."""
    parts = state.load(folder, key)
    if parts is None:
        return None
    head = json.loads(parts["head"])
    rows, at = {}, 0
    bodies = memoryview(parts["bodies"])
    for src, digest, place, size, *facts in head["rows"]:
        rows[src] = Row(digest, place, Facts(*facts), bodies[at : at + size])
        at += size
    indexes = {}
    for kind in head["kinds"]:
        records = Records(
            *(np.frombuffer(parts[f"{kind} {name}"], own) for name, own in _ARRAYS.items())
        )
        cuts = np.frombuffer(parts[f"{kind} cuts"], np.int64)
        indexes[kind] = indexing.whole(records, Cuts(cuts, records.names[cuts[:-1]]))
    marks = {name: Mark(*mark) for name, mark in head["marks"].items()}
    return Kept(rows, indexes, marks, head["version"])
