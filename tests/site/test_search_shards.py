"""The list of shards: in one piece, or in branches that a change leaves as they are."""

from __future__ import annotations

import base64

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huibian.site.search import shards
from huibian.site.search.grams import Array, Records

CODES = st.lists(st.integers(1, 9), min_size=1, max_size=4)


def named(codes: list[int]) -> int:
    return sum(code << 48 - 16 * at for at, code in enumerate(codes))


def names_of(text: str) -> list[int]:
    """Read names as the engine does."""
    values, value, shift = [], 0, 0
    for byte in base64.b64decode(text):
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            values.append(value)
            value = shift = 0
    read: list[list[int]] = []
    while values:
        own = values[0] & 7
        before = read[-1] if read else []
        read.append([*before[: values[0] >> 3], *values[1 : own + 1]])
        del values[: own + 1]
    return [named(codes) for codes in read]


def array(names: set[int]) -> Array:
    return np.array(sorted(names), dtype=np.uint64)


@given(st.sets(CODES.map(named)), st.integers(1, 20))
def test_the_list_is_read_as_it_was_written(names: set[int], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "BRANCH", most)
        (storeys, root), branches = shards.listed("g", array(names))
    if storeys == 1:
        assert names_of(root) == sorted(names) and not branches and len(names) <= most
        return
    assert len(branches) == len(names_of(root)) > 1
    read = [names_of(text) for text in branches.values()]
    assert [name for held in read for name in held] == sorted(names)
    assert [held[0] for held in read] == names_of(root)
    assert max(map(len, read)) <= most
    for name, held in zip(branches, read, strict=True):
        assert name == f"g_/{'_'.join(map(str, shards.spelt(held[0])))}"


def test_one_more_shard_changes_few_branches() -> None:
    rng = np.random.default_rng(1)
    names = {named(codes) for codes in rng.integers(1, 3000, (20_000, 2)).tolist()}
    _, before = shards.listed("g", array(names))
    changed = []
    for codes in rng.integers(1, 3000, (20, 2)).tolist():
        _, after = shards.listed("g", array({*names, named(codes)}))
        changed.append(sum(before.get(name) != text for name, text in after.items()))
    assert 50 < len(before) < 160
    assert sum(changed) / len(changed) < 4


SIZED = st.dictionaries(CODES.map(named), st.integers(1, 60), max_size=80)


def of_sizes(sizes: dict[int, int]) -> Records:
    """Return records of which nothing but names and sizes is looked at."""
    names = array(set(sizes))
    held = np.array([sizes[name] for name in names.tolist()], dtype=np.uint32)
    return Records(names, np.zeros(len(names), dtype=bool), held, np.empty(0, dtype=np.uint8))


@given(SIZED, st.dictionaries(CODES.map(named), st.none() | st.integers(1, 60), max_size=4))
def test_cuts_of_before_give_the_same_cuts(
    sizes: dict[int, int], changes: dict[int, int | None]
) -> None:
    after = {name: size for name, size in {**sizes, **changes}.items() if size is not None}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "SHARD", 100)
        patch.setattr(shards, "_LOOK", 7)
        before = shards.cut(of_sizes(sizes))
        whole = shards.cut(of_sizes(after))
        made = shards.cut(of_sizes(after), before, array(set(changes)))
    assert made.at.tolist() == whole.at.tolist()
    assert made.bounds.tolist() == whole.bounds.tolist()
    assert made.first.tolist() == whole.first.tolist()


@given(SIZED, st.data())
def test_where_records_begin(sizes: dict[int, int], data: st.DataObject) -> None:
    records = of_sizes(sizes)
    begins = np.append(0, np.cumsum(records.sizes, dtype=np.int64))
    asked = sorted(data.draw(st.sets(st.integers(0, len(sizes)))))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "SHARD", 100)
        patch.setattr(shards, "_TOGETHER", 2)
        cuts = shards.cut(records)
        assert cuts.bounds.tolist() == begins[cuts.at].tolist()
        found = cuts.begins(records.sizes, np.array(asked, dtype=np.int64))
    assert found.tolist() == begins[asked].tolist()
