"""Records brought up to date are what a whole build makes, and only what changed is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huibian.site.search import edits, grams, shards
from huibian.site.search.grams import Records, Text
from huibian.site.search.spliced import Spliced

#: An owner's blocks: the field and the codes of each.
Blocks = Sequence[tuple[int, Sequence[int]]]

texts = st.lists(
    st.tuples(st.integers(0, 3), st.lists(st.integers(1, 3), min_size=1, max_size=12)),
    max_size=4,
)
libraries = st.dictionaries(st.integers(0, 12), texts, max_size=9)


def text_of(owners: Mapping[int, Blocks]) -> Text:
    codes: list[int] = []
    about: list[int] = []
    starts = np.zeros(max(owners, default=0) + 1, dtype=np.int64)
    for owner in sorted(owners):
        starts[owner] = len(codes)
        for field, line in owners[owner]:
            codes += [*line, 0]
            about += [owner << 2 | field] * (len(line) + 1)
    nothing = [0] * grams.DEPTH
    return Text(
        np.array([*codes, *nothing], dtype=np.uint16),
        np.array([*about, *nothing], dtype=np.uint32),
        starts,
    )


def as_lists(records: Records) -> tuple[list[int], list[int], list[int], bytes]:
    return (
        records.names.tolist(),
        records.many.tolist(),
        records.sizes.tolist(),
        records.data.tobytes(),
    )


def check_slices(made: Spliced, whole: Records) -> None:
    """Any part of it is that of the whole, and so is the place of any name."""
    total = len(whole.names)
    at = np.arange(total + 1)
    for low in range(0, total, 3):
        for high in (low, low + 1, low + 4, total):
            assert made.names[low:high].tolist() == whole.names[low:high].tolist()
            assert made.sizes[low:high].tolist() == whole.sizes[low:high].tolist()
    begin, end = len(whole.data) // 3, 2 * len(whole.data) // 3
    assert made.data[begin:end].tobytes() == whole.data[begin:end].tobytes()
    odd = at[:-1:2]
    assert made.many[odd].tolist() == whole.many[odd].tolist()
    sought = np.unique(np.concatenate([whole.names, whole.names + np.uint64(1)]))
    found = made.names.searchsorted(sought)
    assert found.tolist() == np.searchsorted(whole.names, sought).tolist()


@pytest.mark.parametrize("threshold", [0, 1, 2, 4])
def test_an_update_is_a_build(monkeypatch: pytest.MonkeyPatch, threshold: int) -> None:
    monkeypatch.setattr(grams, "THRESHOLD", threshold)
    monkeypatch.setattr(grams, "_PART", 20)
    monkeypatch.setattr(edits, "_BYTES", 12)
    monkeypatch.setattr(shards, "SHARD", 40)
    monkeypatch.setattr(shards, "_TOGETHER", 3)

    @settings(max_examples=150, deadline=None)
    @given(libraries, st.dictionaries(st.integers(0, 12), st.none() | texts, max_size=5))
    def check(before: dict[int, Blocks], changes: dict[int, Blocks | None]) -> None:
        after = {owner: blocks for owner, blocks in before.items() if owner not in changes}
        after |= {owner: blocks for owner, blocks in changes.items() if blocks is not None}
        old = {owner: before[owner] for owner in changes if owner in before}
        new = {owner: after[owner] for owner in changes if owner in after}
        start = grams.joined(grams.build(text_of(before)))
        made, changed = edits.update(
            start,
            shards.cut(start),
            text_of(old),
            text_of(new),
            lambda owners: text_of({owner: after[owner] for owner in owners.tolist()}),
        )
        whole = grams.joined(grams.build(text_of(after)))
        assert as_lists(made.whole()) == as_lists(whole)
        check_slices(made, whole)
        one, other = (
            dict(zip(held.names.tolist(), np.split(held.data, np.cumsum(held.sizes)), strict=False))
            for held in (start, whole)
        )
        differing = {
            name
            for name in one.keys() | other.keys()
            if name not in one or name not in other or bytes(one[name]) != bytes(other[name])
        }
        assert differing <= set(changed.tolist())
        assert np.all(np.diff(changed.astype(np.float64)) > 0)

    check()
