"""Records changed as they are written are what is written anew, whatever their groups become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from huibian.site.search import grams, inplace
from huibian.site.search.grams import Array, Level, Records
from huibian.site.search.inplace import OWNER, OWNERS

#: The class of each owner of a record.
Owners = Mapping[int, int]
#: What becomes of owners: a class, or None where they are gone.
Change = tuple[range, int | None]

_RECORDS = 3


def name_of(number: int) -> int:
    return (number + 1) << 48 | 7 << 32


def written(library: Sequence[Owners], tails: Mapping[int, Array]) -> Records:
    """Write records anew."""
    held = [number for number, owners in enumerate(library) if owners]
    pairs = [pair for number in held for pair in sorted(library[number].items())]
    if not pairs:
        return grams.joined([])
    level = Level(
        np.array([name_of(number) for number in held], dtype=np.uint64),
        np.array([len(library[number]) for number in held]),
        np.array([owner for owner, _ in pairs], dtype=np.uint32),
        np.array([own for _, own in pairs], dtype=np.uint8),
    )
    return grams.records([level], {name_of(number): tail for number, tail in tails.items()})


def keys(library: Sequence[Owners], other: Sequence[Owners]) -> Array:
    """Return what the one has and not the other."""
    found = [
        (number, own, owner)
        for number, (one, two) in enumerate(zip(library, other, strict=True))
        for owner, own in one.items()
        if two.get(owner) != own
    ]
    return inplace.keys(*np.array(found, dtype=np.int64).reshape(-1, 3).T)


def check(before: Sequence[Owners], after: Sequence[Owners]) -> None:
    """Compare the second record of all, which says where its gram stands, and the others."""
    old_tail, new_tail = np.array([3, 1, 300]), np.array([2, 70_000, 1, 5])
    records = written(before, {1: old_tail})
    begins = np.cumsum(records.sizes, dtype=np.int64) - records.sizes
    held = inplace.read(records, np.arange(len(before)), begins)
    assert held.counts().tolist() == [len(owners) for owners in before]
    assert held.tail(1).tolist() == old_tail.tolist()
    assert held.tail(0).tolist() == held.tail(2).tolist() == []
    for number, owners in enumerate(before):
        found = held.owners(np.arange(len(before)) == number)
        assert (found & OWNERS).tolist() == sorted(owners)
        assert set((found >> OWNER).tolist()) <= {number}
    gone, come = keys(before, after), keys(after, before)
    still = keys(before, [{}] * len(before))[:2]  # goes and comes: only its places differ
    gone, come = np.union1d(gone, still), np.union1d(come, np.setdiff1d(still, gone))
    everyone = np.ones(len(before), dtype=bool)
    tails = {1: grams.encode(new_tail)} if after[1] else {}
    made = held.edited(everyone, gone, come, tails)
    whole = written(after, {1: new_tail} if after[1] else {})
    assert made.names.tolist() == whole.names.tolist()
    assert made.many.tolist() == whole.many.tolist()
    assert made.sizes.tolist() == whole.sizes.tolist()
    assert made.data.tobytes() == whole.data.tobytes()
    first = everyone & (np.arange(len(before)) == 0)
    alone = [key[key >> OWNER + 3 == 0] for key in (gone, come)]
    assert held.edited(first, *alone, {}).data.tobytes() == written(after[:1], {}).data.tobytes()


def changed(library: Sequence[Owners], changes: Sequence[tuple[int, Change]]) -> list[Owners]:
    result = [dict(owners) for owners in library]
    for number, (owners, own) in changes:
        for owner in owners:
            if own is None:
                result[number].pop(owner, None)
            else:
                result[number][owner] = own
    return result


def bitset(owners: Owners) -> list[bool]:
    """Say of the groups of a record which are bitsets."""
    pairs = sorted((own, owner) for owner, own in owners.items())
    kinds, members = np.array(pairs).T
    return grams.contents(members, np.flatnonzero(grams.changes(kinds)))[2].tolist()


#: Blocks with gaps that take two bytes: a list and a bitset of them take about the same.
WAVES = {owner: 0 for start in range(0, 3000, 150) for owner in range(start, start + 20)}


@pytest.mark.parametrize(
    "before, change, kinds",
    [
        ({5: 0}, (range(9, 10), 0), ([False], [False])),
        ({5: 0, 300: 0, 400: 0}, (range(300, 301), None), ([False], [False])),
        # a list becomes a bitset, and again a list
        (dict.fromkeys(range(9), 0), (range(9, 60), 0), ([True], [True])),
        ({3: 0, 200: 0}, (range(250), 0), ([False], [True])),
        (dict.fromkeys(range(250), 0), (range(3, 249), None), ([True], [False])),
        # a bitset grows, from where its length takes a byte more; shrinks; keeps its length
        (dict.fromkeys(range(880), 0), (range(900, 901), 0), ([True], [True])),
        (dict.fromkeys(range(901), 0), (range(870, 901), None), ([True], [True])),
        (dict.fromkeys(range(800), 0), (range(3, 4), None), ([True], [True])),
        # with fewer owners than bytes it depends on the gaps
        (WAVES, (range(20, 22), 0), ([True], [True])),
        (WAVES, (range(20, 40), 0), ([True], [True])),
        (WAVES, (range(10, 13), None), ([True], [True])),
        (WAVES, (range(10, 17), None), ([True], [False])),
        # a group comes, or goes, before and behind others
        ({5: 3}, (range(9, 10), 1), ([False], [False, False])),
        ({5: 3}, (range(9, 10), 6), ([False], [False, False])),
        ({5: 3, 9: 1}, (range(9, 10), None), ([False, False], [False])),
        ({5: 3, 9: 6}, (range(9, 10), None), ([False, False], [False])),
        ({**dict.fromkeys(range(80), 2), 90: 5}, (range(80), None), ([True, False], [False])),
        # classes change
        ({5: 3, 9: 1}, (range(9, 10), 3), ([False, False], [False])),
        ({**dict.fromkeys(range(80), 2), 90: 5}, (range(40), 5), ([True, False], [True, True])),
    ],
)
def test_groups_become_what_they_may(
    before: Owners, change: Change, kinds: tuple[list[bool], list[bool]]
) -> None:
    other = {1: 0, 40: 2, 700: 2}
    for number in range(_RECORDS):
        library = [other] * _RECORDS
        library[number] = before
        after = changed(library, [(number, change)])
        assert (bitset(before), bitset(after[number])) == kinds
        check(library, after)


spans = st.builds(
    lambda start, size, step: range(start, start + size * step, step),
    st.integers(0, 1200),
    st.sampled_from([1, 1, 2, 20, 150]),
    st.sampled_from([1, 1, 2, 7, 130]),
)
records = st.lists(st.tuples(spans, st.integers(0, 7)), min_size=1, max_size=5).map(
    lambda held: changed([{}], [(0, one) for one in held])[0]
)


@given(
    st.lists(st.just(WAVES) | records, min_size=_RECORDS, max_size=_RECORDS),
    st.lists(
        st.tuples(st.integers(0, _RECORDS - 1), st.tuples(spans, st.none() | st.integers(0, 7))),
        max_size=8,
    ),
)
@example([{5: 1}, {6: 2}, {7: 3}], [(n, (range(9), None)) for n in range(_RECORDS)])
@example([{5: 1}, {6: 2}, {7: 3}], [(1, (range(9), None))])
def test_any_change_is_what_is_written_anew(
    before: list[Owners], changes: list[tuple[int, Change]]
) -> None:
    check(before, changed(before, changes))
