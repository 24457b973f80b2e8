"""Records brought up to date when the texts of a few owners have changed.

The result is what ``grams.build`` makes of the new texts, byte for byte. Only records that the old
or the new texts touch are read, and changed as they are written (``inplace``). A gram that comes to
stand in more than ``THRESHOLD`` owners gets records for what follows it, from the texts of all of
these; one that no longer does loses them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from huibian.site.search import grams, inplace
from huibian.site.search.grams import DEPTH, Array, Level, Records, Text, changes
from huibian.site.search.inplace import OWNER, OWNERS, Held
from huibian.site.search.shards import Cuts
from huibian.site.search.spliced import Spliced, splice

_PART = 1 << 20  # bytes of records that are brought up to date together, at least
_BYTES = 1 << 19  # of these that are changed at once, so that memory stays small
#: Gives the new text of owners, which are ascending.
TextOf = Callable[[Array], Text]
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))


def update(
    records: Records, cuts: Cuts, old: Text, new: Text, text_of: TextOf
) -> tuple[Spliced, Array]:
    """Return the records after a change, and the names of those that differ, sorted.

    ``cuts`` are those of the records. ``old`` and ``new`` are the texts of the owners that changed,
    before and after.
    """
    return _Update(records, cuts, old, new, text_of).done()


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Grams with one owner of each, sorted by both: its class, and a hash of its places."""

    names: Array
    owners: Array
    classes: Array
    places: Array

    def take(self, chosen: Array) -> _Pairs:
        return _Pairs(
            self.names[chosen], self.owners[chosen], self.classes[chosen], self.places[chosen]
        )

    def among(self, names: Array) -> _Pairs:
        """Return the pairs from the first of these names to the last."""
        low = np.searchsorted(self.names, names[:1], "left")
        high = np.searchsorted(self.names, names[-1:], "right")
        return self.take(np.arange(low.sum(), high.sum()))


@dataclass(frozen=True, slots=True)
class _Made:
    """The records made for some names, and where those that go begin and end."""

    made: Records
    starts: Array
    ends: Array


#: Owners, how many places each has, and the gaps of these.
_Places = tuple[Array, Array, Array]


class _Update:
    def __init__(self, records: Records, cuts: Cuts, old: Text, new: Text, text_of: TextOf) -> None:
        self._records = records
        self._cuts = cuts
        self._new = new
        self._text_of = text_of
        self._held = _owners(new)
        self._owners = np.union1d(_owners(old), self._held)
        before, after = _pairs(old), _pairs(new)
        gone, come, moved = _compared(before, after)
        self._gone, self._come = before.take(gone), after.take(come)
        self._names, index = np.unique(
            np.concatenate([self._gone.names, self._come.names]), return_inverse=True
        )
        sign = np.repeat([-1, 1], [len(self._gone.names), len(self._come.names)])
        self._more = np.bincount(index, sign, len(self._names)).astype(np.int64)
        self._only_moved = np.bincount(index, ~moved, len(self._names)) == 0

    def done(self) -> tuple[Spliced, Array]:
        """Do it all, some names after others."""
        parts = [part._made() for part in self._parts()]
        made = grams.joined(part.made for part in parts if len(part.made.names))
        starts, ends = (
            np.concatenate([_NONE, *(getattr(part, edge) for part in parts)])
            for edge in ("starts", "ends")
        )
        result = self._merged(starts, ends, made)
        lost = [self._records.names[low:high] for low, high in zip(starts, ends, strict=True)]
        return result, np.unique(np.concatenate([made.names, *lost]))

    def _parts(self) -> Iterator[_Update]:
        """Give updates of some names each; what follows a gram is in the part of the gram."""
        at, known = self._find(self._names)
        if not len(at):
            return
        sizes = np.zeros(len(at), dtype=np.int64)
        sizes[known] = self._records.sizes[at[known]]
        # a part may end before a name that begins with another code
        edges = np.flatnonzero(changes(self._names >> np.uint64(48)))[1:]
        steps = np.cumsum(sizes)[edges - 1] // _PART
        cuts = edges[np.diff(steps, prepend=0) > 0].tolist()
        for low, high in pairwise([0, *cuts, len(at)]):
            part = copy(self)
            part._names = self._names[low:high]
            part._more, part._only_moved = self._more[low:high], self._only_moved[low:high]
            part._gone = self._gone.among(part._names)
            part._come = self._come.among(part._names)
            yield part

    def _made(self) -> _Made:
        names, depth = self._names, grams.depths(self._names)
        at, known = self._find(names)
        held = list(self._held_at(at[known]))
        before = np.zeros(len(names), dtype=np.int64)
        before[known] = np.concatenate([_NONE, *(some.counts() for some in held)])
        after = before + self._more
        many, more = before > grams.THRESHOLD, after > grams.THRESHOLD
        # what follows a gram has records of its own before and after only where the gram was and
        # is in many owners; all else is made anew from texts, or goes
        stay = np.zeros(len(names), dtype=bool)
        touched = np.zeros(len(names), dtype=bool)
        for size in range(1, DEPTH + 1):
            here = np.flatnonzero(depth == size)
            if size > 1:
                here = here[self._open(_cut(names[here], size - 1), stay)]
            # without records of places it does not matter where a gram stands
            touched[here] = ~self._only_moved[here] | (many & more)[here]
            stay[here] = (many & more)[here]
        opened = touched & ~many & more
        closed = touched & many & ~more & (depth < DEPTH)
        edited = touched & ~(opened & (depth == DEPTH))
        fresh = _places(self._new, names[edited & stay & (depth == DEPTH)])
        parts = [self._first(names[edited & ~known])]
        parts += [self._edited(some, names[edited], fresh) for some in held]
        if opened.any():
            parts.append(self._opened(names[opened], held))
        made = grams.joined(part for part in parts if len(part.names))
        order = np.argsort(made.names)
        made = _reordered(made, order)
        gone = at[touched & known]
        below = np.searchsorted(self._records.names, _below(names[closed], depth[closed]), "right")
        starts, ends = np.append(gone, at[closed] + 1), np.append(gone + 1, below)
        turn = np.lexsort((ends, starts))
        return _Made(made, starts[turn], ends[turn])

    def _find(self, names: Array) -> tuple[Array, Array]:
        """Return where names stand in the records, and whether they do."""
        held = self._records.names
        at = np.searchsorted(held, names)
        at = np.minimum(at, max(0, len(held) - 1))
        return at, held[at] == names if len(held) else np.zeros(len(names), dtype=bool)

    def _open(self, parents: Array, stay: Array) -> Array:
        """Say of which grams all that follows has records, before and after the change."""
        at, known = self._find(parents)
        result = known.copy()
        result[known] = self._records.many[at[known]]
        index = np.minimum(np.searchsorted(self._names, parents), len(self._names) - 1)
        changed = self._names[index] == parents
        result[changed] = stay[index[changed]]
        return result

    def _held_at(self, at: Array) -> Iterator[Held]:
        """Give the records ``at``, some after others."""
        begins = self._cuts.begins(self._records.sizes, at)
        sizes = np.cumsum(np.append(0, self._records.sizes[at]), dtype=np.int64)
        for low, high in _steps(sizes, _BYTES):
            yield inplace.read(self._records, at[low:high], begins[low:high])

    def _first(self, names: Array) -> Records:
        """Write records of grams that nobody had."""
        if not len(names):
            return grams.joined([])
        come = self._come.take(np.isin(self._come.names, names))
        counts = np.diff(np.flatnonzero(changes(come.names)), append=len(come.names))
        level = Level(names, counts, come.owners.astype(np.uint32), come.classes)
        return grams.records([level], {})

    def _edited(self, held: Held, edited: Array, fresh: Mapping[int, _Places]) -> Records:
        """Return the records of grams ``edited`` with the pairs that have come, without those gone.

        ``fresh`` has by gram where those that have places stand in the new text.
        """
        chosen = np.isin(held.names, edited)
        gone, come = (_keys(pairs, held.names, chosen) for pairs in (self._gone, self._come))
        placed = np.isin(held.names, np.array(list(fresh), dtype=np.uint64))
        members = held.owners(placed)
        tails = {}
        for number in np.flatnonzero(placed).tolist():
            low, high = np.searchsorted(members, [number << OWNER, number + 1 << OWNER])
            owners = members[low:high] & OWNERS
            numbers = self._placed(owners, held.tail(number), fresh[int(held.names[number])])
            tails[number] = grams.encode(numbers)
        return held.edited(chosen, gone, come, tails)

    def _placed(self, owners: Array, tail: Array, fresh: _Places) -> Array:
        """Return where a gram stands: where it stood in what is unchanged, and anew."""
        times, gaps = tail[: len(owners)], tail[len(owners) :]
        keep = ~np.isin(owners, self._owners)  # of the others the new text says all
        own, own_times, own_gaps = fresh
        order = np.argsort(np.concatenate([owners[keep], own]), kind="stable")
        sizes = np.concatenate([times[keep], own_times])
        every = sizes[order]
        pool = np.concatenate([gaps[np.repeat(keep, times)], own_gaps])
        begin = (np.cumsum(sizes) - sizes)[order]
        index = np.repeat(begin - (np.cumsum(every) - every), every) + np.arange(every.sum())
        return np.concatenate([every, pool[index]])

    def _opened(self, names: Array, held: Sequence[Held]) -> Records:
        """Write what follows grams that have come to stand in many owners, from the texts."""
        depth = grams.depths(names)
        members = [some.owners(np.isin(some.names, names)) for some in held]
        owners = np.concatenate([_NONE, *members]) & OWNERS
        come = self._come.take(np.isin(self._come.names, names))
        left = np.isin(owners, np.setdiff1d(self._owners, self._held))
        text = self._text_of(np.union1d(owners[~left], come.owners))
        places = _begins(text, names, depth)
        levels, positions = grams.extend(places, text)
        kept = []
        for size, level in enumerate(levels, 1):
            wanted = np.zeros(len(level.names), dtype=bool)
            for prefix in range(1, size):
                wanted |= np.isin(_cut(level.names, prefix), names[depth == prefix])
            if size == DEPTH:
                wanted |= np.isin(level.names, names[depth == DEPTH])
            each = np.repeat(wanted, level.counts)
            kept.append(
                Level(
                    level.names[wanted],
                    level.counts[wanted],
                    level.owners[each],
                    level.classes[each],
                )
            )
        deepest = set(kept[-1].names.tolist()) if len(kept) == DEPTH else set()
        positions = {name: numbers for name, numbers in positions.items() if name in deepest}
        if not any(len(level.names) for level in kept):
            return grams.joined([])
        return grams.records(kept, positions)

    def _merged(self, starts: Array, ends: Array, made: Records) -> Spliced:
        """Return the records without those from ``starts`` to ``ends`` and with those made."""
        old = self._records
        into = np.searchsorted(old.names, made.names)
        edges = np.unique(np.concatenate([[0, len(old.names)], starts, ends, into]))
        gone = np.searchsorted(starts, edges[:-1], "right")
        kept = np.flatnonzero(gone == np.searchsorted(ends, edges[:-1], "right"))
        runs = np.stack([kept, kept + 1], axis=1)
        bounds = self._cuts.begins(old.sizes, edges)
        return splice(old, made, into, edges[runs], bounds[runs])


_NONE = np.empty(0, dtype=np.int64)
_NOWHERE: _Places = (_NONE, _NONE, _NONE)


def _owners(text: Text) -> Array:
    owners: Array = np.unique(text.about[:-DEPTH] >> 2).astype(np.int64)
    return owners


def _cut(names: Array, size: int) -> Array:
    """Return the first ``size`` codes of names."""
    shift = np.uint64(64 - 16 * size)
    return names >> shift << shift


def _below(names: Array, depth: Array) -> Array:
    """Return the last name that can follow each with more codes."""
    rest = (64 - 16 * depth).astype(np.uint64)
    last: Array = names | (np.uint64(1) << rest) - np.uint64(1)
    return last


def _reordered(records: Records, order: Array) -> Records:
    """Return records, few of them, in another order."""
    ends = np.cumsum(records.sizes, dtype=np.int64)
    begins = ends - records.sizes
    runs = zip(begins[order].tolist(), ends[order].tolist(), strict=True)
    data = np.concatenate([records.data[low:high] for low, high in runs] or [records.data])
    return Records(records.names[order], records.many[order], records.sizes[order], data)


def _spelt(text: Text, places: Array, size: int) -> tuple[Array, Array]:
    """Return the grams of a size that begin at places, and those of the places where one does."""
    name: Array = np.zeros(len(places), dtype=np.uint64)
    for at in range(size):
        code = text.codes[places + at]
        if not code.all():
            places, name, code = places[code > 0], name[code > 0], code[code > 0]
        name |= code.astype(np.uint64) << np.uint64(48 - 16 * at)
    return name, places


def _alike(text: Text, names: Array) -> Array:
    """Return the places of a text that begin with the same code as any of the names."""
    first = np.zeros(1 << 16, dtype=bool)
    first[names >> np.uint64(48)] = True
    return np.flatnonzero(first[text.codes[:-DEPTH]])


def _pairs(text: Text) -> _Pairs:
    """Return all grams of a text with their owners."""
    found = []
    for size in range(1, DEPTH + 1):
        name, places = _spelt(text, np.arange(len(text.codes) - DEPTH), size)
        order = np.argsort(name, kind="stable")
        name, places = name[order], places[order]
        here = text.about[places]
        owner = (here >> 2).astype(np.int64)
        begins = np.flatnonzero(changes(name) | changes(owner))
        mixed: Array = np.zeros(len(begins), dtype=np.uint64)
        if size == DEPTH and len(begins):
            inner = (places - text.starts[owner] + 1).astype(np.uint64) * _MIX[0]
            mixed = np.add.reduceat((inner ^ inner >> np.uint64(29)) * _MIX[1], begins)
        found.append(_Pairs(name[begins], owner[begins], grams.classed(here, begins), mixed))
    every = _Pairs(
        *(
            np.concatenate([getattr(part, column) for part in found])
            for column in ("names", "owners", "classes", "places")
        )
    )
    return every.take(np.lexsort((every.owners, every.names)))


def _compared(before: _Pairs, after: _Pairs) -> tuple[Array, Array, Array]:
    """Say which pairs of before and of after differ, and which of these by their places only."""
    names = np.concatenate([before.names, after.names])
    owners = np.concatenate([before.owners, after.owners])
    classes = np.concatenate([before.classes, after.classes])
    places = np.concatenate([before.places, after.places])
    order = np.lexsort((owners, names))
    one, other = order[:-1], order[1:]
    twins = (names[one] == names[other]) & (owners[one] == owners[other])
    twins &= classes[one] == classes[other]
    one, other = one[twins], other[twins]
    still = places[one] == places[other]
    differs, moved = np.ones(len(names), dtype=bool), np.zeros(len(names), dtype=bool)
    differs[one[still]] = differs[other[still]] = False
    moved[one] = moved[other] = True
    return differs[: len(before.names)], differs[len(before.names) :], moved[differs]


def _begins(text: Text, names: Array, depth: Array) -> Array:
    """Return where any of the grams begins, ascending."""
    found: list[Array] = []
    places = _alike(text, names)
    for size in np.unique(depth).tolist():
        name, here = _spelt(text, places, size)
        found.append(here[np.isin(name, names[depth == size])])
    every: Array = np.unique(np.concatenate(found)).astype(np.uint32)
    return every


def _places(text: Text, names: Array) -> dict[int, _Places]:
    """Return by deepest gram where it stands."""
    name, places = _spelt(text, _alike(text, names), DEPTH)
    wanted = np.isin(name, names)
    name, places = name[wanted], places[wanted]
    order = np.argsort(name, kind="stable")
    name, places = name[order], places[order]
    owner = (text.about[places] >> 2).astype(np.int64)
    inner = places - text.starts[owner]
    heads = np.append(np.flatnonzero(changes(name)), len(name)).tolist()
    result = dict.fromkeys(names.tolist(), _NOWHERE)
    for low, high in pairwise(heads):
        begins = np.flatnonzero(changes(owner[low:high]))
        numbers = grams.placed(inner[low:high], np.append(begins, high - low))
        times = numbers[: len(begins)]
        result[int(name[low])] = (owner[low:high][begins], times, numbers[len(begins) :])
    return result


def _keys(pairs: _Pairs, names: Array, chosen: Array) -> Array:
    """Return those of the pairs whose names are ``chosen``, as keys of the records of all names."""
    own = pairs.among(names)
    own = own.take(np.isin(own.names, names[chosen]))
    return inplace.keys(np.searchsorted(names, own.names), own.classes, own.owners)


def _steps(begins: Array, most: int) -> Iterator[tuple[int, int]]:
    """Give ranges of things that begin at places, of about ``most`` places each."""
    low, total = 0, len(begins) - 1
    while low < total:
        high = int(np.searchsorted(begins, begins[low] + most, "right")) - 1
        high = min(total, max(low + 1, high))
        yield low, high
        low = high
