"""Records after a change, without a copy of those that stayed.

A few runs of records are new; between them stand runs of the old ones, which may lie in a mapped
file and are read only where somebody asks for them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from huibian.site.search.grams import Array, Records


@dataclass(frozen=True, slots=True)
class Column:
    """A column of which runs come from ``new`` and from ``held`` in turn.

    Run ``n`` is ``low[n]`` to ``high[n]`` of ``new`` where ``own[n]``, else of ``held``, and
    begins at ``at[n]``; ``at`` has one more for the end.
    """

    new: Array
    held: Array
    own: Array
    low: Array
    high: Array
    at: Array

    def __len__(self) -> int:
        return int(self.at[-1])

    def __getitem__(self, where: slice | Array) -> Array:
        """Return a slice, or the values at some places."""
        if isinstance(where, slice):
            begin, end, _ = where.indices(len(self))
            return self._between(begin, end)
        run = np.searchsorted(self.at, where, "right") - 1
        place = self.low[run] + where - self.at[run]
        own = self.own[run]
        values = np.empty(len(where), dtype=self.held.dtype)
        values[own] = self.new[place[own]]
        values[~own] = self.held[place[~own]]
        return values

    def searchsorted(self, values: Array) -> Array:
        """Return where values stand, or would; for a sorted column."""
        if not len(self):
            return np.zeros(len(values), dtype=np.int64)
        run = np.maximum(0, np.searchsorted(self[self.at[:-1]], values, "right") - 1)
        own = self.own[run]
        place = np.empty(len(values), dtype=np.int64)
        place[own] = np.searchsorted(self.new, values[own])
        place[~own] = np.searchsorted(self.held, values[~own])
        # what lies behind the run's end stands at the beginning of the next
        inside = np.clip(place, self.low[run], self.high[run])
        found: Array = self.at[run] + inside - self.low[run]
        return found

    def whole(self) -> Array:
        """Return all of it."""
        return self._between(0, len(self))

    def _between(self, begin: int, end: int) -> Array:
        runs = slice(self.at.searchsorted(begin, "right") - 1, self.at.searchsorted(end))
        shift = self.low[runs] - self.at[:-1][runs]
        low = np.maximum(self.low[runs], begin + shift).tolist()
        high = np.minimum(self.high[runs], end + shift).tolist()
        parts = [
            (self.new if own else self.held)[start:stop]
            for own, start, stop in zip(self.own[runs].tolist(), low, high, strict=True)
        ]
        return np.concatenate([self.held[:0], *parts])


@dataclass(frozen=True, slots=True)
class Spliced:
    """What ``Records`` has, in columns of runs."""

    names: Column
    many: Column
    sizes: Column
    data: Column

    def whole(self) -> Records:
        """Return the same as columns of its own."""
        columns = (self.names, self.many, self.sizes, self.data)
        return Records(*(column.whole() for column in columns))


def splice(records: Records, made: Records, into: Array, kept: Array, bounds: Array) -> Spliced:
    """Put records ``made`` into others, of which only runs stay.

    ``into`` says before which of the others each that was made stands, ascending; ``kept`` where
    the runs begin and end, two numbers each, and ``bounds`` where they do in the data.
    """
    own_edges = np.append(0, np.cumsum(made.sizes, dtype=np.int64))
    # one run of those made wherever no kept one begins in between
    opens = np.flatnonzero(np.append(True, into[1:] != into[:-1])[: len(into)])
    closes = np.append(opens[1:], len(into))[: len(opens)]
    # what was made stands before what is kept
    turn = np.argsort(np.concatenate([into[opens], kept[:, 0]]), kind="stable")
    own = turn < len(opens)
    lows = np.concatenate([opens, kept[:, 0]])[turn]
    highs = np.concatenate([closes, kept[:, 1]])[turn]
    at = np.append(0, np.cumsum(highs - lows))
    data_low = np.concatenate([own_edges[opens], bounds[:, 0]])[turn]
    data_high = np.concatenate([own_edges[closes], bounds[:, 1]])[turn]
    data_at = np.append(0, np.cumsum(data_high - data_low))

    def column(new: Array, held: Array) -> Column:
        return Column(new, held, own, lows, highs, at)

    return Spliced(
        column(made.names, records.names),
        column(made.many, records.many),
        column(made.sizes, records.sizes),
        Column(made.data, records.data, own, data_low, data_high, data_at),
    )
