"""Numbers of which some are common, written in about as few bits as they tell apart.

A canonical Huffman code: of a value only the size of its code is kept, shorter codes come first,
those of one size stand in the order of their values. A server's compression does not find as much
in bits of one size, and less still where there is none. ``search.js`` reads it.
"""

from __future__ import annotations

import heapq
from typing import Any

import numpy as np

from huibian.site.search.grams import Array
from huibian.site.search.pieces import as_text

#: The size of a code as a character; a value that does not occur has none.
_SIZES = np.frombuffer(
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", dtype=np.uint8
)


def column(values: Array, size: int) -> list[Any]:
    """Return numbers below ``size`` as ``[sizes of codes by value, packed text]``."""
    counts = np.bincount(values, minlength=size)
    sizes = _code_sizes(counts)
    order = np.lexsort((np.arange(len(sizes)), sizes))
    order = order[sizes[order] > 0]
    codes = np.zeros(len(sizes), dtype=np.int64)
    code, before = 0, 0
    for value, bits in zip(order.tolist(), sizes[order].tolist(), strict=True):
        code <<= bits - before
        codes[value] = code
        code, before = code + 1, bits
    lengths = sizes[values]
    ends = np.cumsum(lengths)
    # how many bits of its code follow each bit
    left = np.repeat(ends, lengths) - np.arange(int(lengths.sum())) - 1
    bits = (np.repeat(codes[values], lengths) >> left & 1).astype(np.uint8)
    return [_SIZES[sizes].tobytes().decode("ascii"), as_text(np.packbits(bits).tobytes())]


def _code_sizes(counts: Array) -> Array:
    """Return how many bits the code of each value takes, 0 for those that do not occur."""
    sizes = np.zeros(len(counts), dtype=np.int64)
    used = np.flatnonzero(counts)
    if len(used) == 1:
        sizes[used] = 1
        return sizes
    # nodes are numbered as they come, so that ties are decided in the same way each time
    heap = [(count, node) for node, count in enumerate(counts[used].tolist())]
    heapq.heapify(heap)
    parents = [0] * max(0, 2 * len(used) - 1)
    for node in range(len(used), len(parents)):
        one = heapq.heappop(heap)
        other = heapq.heappop(heap)
        parents[one[1]] = parents[other[1]] = node
        heapq.heappush(heap, (one[0] + other[0], node))
    depths = [0] * len(parents)
    for node in range(len(parents) - 2, -1, -1):
        depths[node] = depths[parents[node]] + 1
    sizes[used] = depths[: len(used)]
    return sizes
