"""An index as pieces: records in shards, made as a whole or brought up to date."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from huibian.site.search import edits, shards
from huibian.site.search.grams import Array, Records, Text
from huibian.site.search.pieces import Pieces, as_text


@dataclass(frozen=True, slots=True)
class Index:
    """Records and where their shards begin; ``same`` says which shards an update left alone."""

    records: Records
    cuts: shards.Cuts
    same: Array

    def write(self, pieces: Pieces, kind: str) -> None:
        """Write a piece for each shard, but let those stand that an update left alone."""
        at = self.cuts.at
        sizes = [int(own.sum(dtype=np.int64)) for own in np.split(self.records.sizes, at[1:-1])]
        bounds = [0, *accumulate(sizes)]
        data = self.records.data.data
        for number, first in enumerate(self.cuts.first.tolist()):
            name = shards.piece(kind, first)
            if self.same[number] and pieces.stands(name):
                pieces.keep(name)
            else:
                pieces.write(name, as_text(data[bounds[number] : bounds[number + 1]]))


def whole(records: Records, cuts: shards.Cuts | None = None) -> Index:
    """Return an index none of whose pieces is known; ``cuts`` where they have been made."""
    cuts = cuts or shards.cut(records)
    return Index(records, cuts, np.zeros(len(cuts.first), dtype=bool))


def updated(before: Index, old: Text, new: Text, text_of: edits.TextOf) -> Index:
    """Return an index after a change, as ``edits.update`` takes it."""
    cuts = before.cuts
    records, changed = edits.update(before.records, old, new, text_of)
    del before  # that is half of the memory
    now = shards.cut(records, cuts, changed)
    return Index(records, now, now.unchanged(cuts, changed))
