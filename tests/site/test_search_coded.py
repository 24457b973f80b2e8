"""Numbers in codes of several sizes: nothing is lost, and common ones are short."""

from __future__ import annotations

import base64

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from huibian.site.search import coded


def read(sizes: str, packed: str, count: int) -> list[int]:
    """Read numbers with a table of all codes."""
    code, before, table = 0, 0, {}
    used = sorted((int(size, 36), value) for value, size in enumerate(sizes) if size != "0")
    for size, value in used:
        code <<= size - before
        table[f"{code:0{size}b}"] = value
        code, before = code + 1, size
    bits = "".join(f"{byte:08b}" for byte in base64.b64decode(packed))
    found, at, end = [], 0, 1
    while len(found) < count:
        if bits[at:end] in table:
            found.append(table[bits[at:end]])
            at = end
        end += 1
    return found


@given(st.lists(st.integers(0, 20) | st.integers(0, 3)))
def test_numbers_are_read_as_they_were_written(values: list[int]) -> None:
    sizes, packed = coded.column(np.array(values, dtype=np.int64), 21)
    assert len(sizes) == 21
    assert read(sizes, packed, len(values)) == values


def test_what_is_common_takes_few_bits() -> None:
    values = np.repeat([3, 1, 0, 2], [800, 100, 60, 40])
    sizes, packed = coded.column(values, 5)
    assert sizes == "32310"
    assert len(base64.b64decode(packed)) == (800 + 200 + 300) // 8 + 1
