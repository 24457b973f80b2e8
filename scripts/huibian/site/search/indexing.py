"""An index as pieces: records in shards, made as a whole or brought up to date."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from huibian.site.search import edits, shards
from huibian.site.search.grams import Array, Records, Text
from huibian.site.search.pieces import Pieces, as_text
from huibian.site.search.spliced import Spliced


@dataclass(frozen=True, slots=True)
class Index:
    """Records and where their shards begin; ``same`` says which shards are those of the base."""

    records: Records | Spliced
    cuts: shards.Cuts
    same: Array

    def write(self, pieces: Pieces, kind: str) -> None:
        """Write a piece for each shard, but let those of the base be that still stand."""
        for number, (first, (low, high)) in enumerate(
            zip(self.cuts.first.tolist(), pairwise(self.cuts.bounds.tolist()), strict=True)
        ):
            name = shards.piece(kind, first)
            if self.same[number] and pieces.stands(name):
                pieces.keep(name)
            else:
                pieces.write(name, as_text(self.records.data[low:high].data))


def whole(records: Records, cuts: shards.Cuts | None = None) -> Index:
    """Return an index none of whose pieces is known; ``cuts`` where they have been made."""
    cuts = cuts or shards.cut(records)
    return Index(records, cuts, np.zeros(len(cuts.first), dtype=bool))


def updated(before: Index, old: Text, new: Text, text_of: edits.TextOf) -> Index:
    """Return an index after a change, as ``edits.update`` takes it."""
    assert isinstance(before.records, Records)
    records, changed = edits.update(before.records, before.cuts, old, new, text_of)
    cuts = shards.cut(records, before.cuts, changed)
    return Index(records, cuts, cuts.unchanged(before.cuts, changed))
