"""The texts of articles, and of their practices, as the index takes them (``grams.Text``).

An article has the number of its place. Practices are numbered by the places of their articles,
each of which has room for more than it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np

from huibian.site.search import folding, grams
from huibian.site.search.alphabet import CODE_OF, UNIT_OF
from huibian.site.search.entries import Body
from huibian.site.search.grams import Array, Text

#: An article, or an empty place, has room for so many practices, or for the next multiple.
ROOM = 8


@cache
def _compared() -> Array:
    """Return what the character of each number is compared as, as a number."""
    codes: Array = CODE_OF[folding.unit_table()[UNIT_OF]]
    return codes


def articles(bodies: Iterable[tuple[int, Body]]) -> Text:
    """Return the text of articles, which come by their places, ascending."""
    held = list(bodies)
    places = np.array([place for place, _ in held], dtype=np.int64)
    units = [len(body.shown) for _, body in held]
    fields = np.frombuffer(b"".join(body.fields for _, body in held), dtype=np.uint8)
    return _text(
        [body.shown for _, body in held],
        np.repeat(places, [len(body.fields) for _, body in held]),
        fields,
        _starts(places, np.array(units, dtype=np.int64)),
    )


def practices(bodies: Iterable[tuple[int, Body]], first: Array) -> Text:
    """Return the text of articles' practices; ``first`` has by place the number of the first."""
    held = [(place, body) for place, body in bodies if len(body.anchors)]
    codes = np.concatenate([_NO_CODES, *(body.practised for _, body in held)])
    block_ends = np.flatnonzero(codes == 0) + 1
    # a practice ends with a block of nothing but its end
    last = np.diff(block_ends, prepend=0) == 1
    owners = np.concatenate(
        [_NO_OWNERS, *(first[place] + np.arange(len(body.anchors)) for place, body in held)]
    )
    opening = np.append(True, last[:-1])[: len(last)]
    number = np.cumsum(opening) - 1
    fields = np.where(opening, grams.TITLE, grams.HEADING)
    sizes = np.diff(np.append(0, block_ends[last]))
    return _text([codes], owners[number], fields, _starts(owners, sizes))


def first_practices(counts: Sequence[int]) -> Array:
    """Return by place the number of the first practice, and one more for the end."""
    rooms = -(-np.maximum(1, np.array(counts, dtype=np.int64)) // ROOM) * ROOM
    return np.append(0, np.cumsum(rooms))


_NO_CODES = np.empty(0, dtype=np.uint16)
_NO_OWNERS = np.empty(0, dtype=np.int64)


def _starts(owners: Array, sizes: Array) -> Array:
    starts = np.zeros(int(owners[-1]) + 1 if len(owners) else 0, dtype=np.int64)
    starts[owners] = np.cumsum(sizes) - sizes
    return starts


def _text(shown: Sequence[Array], owners: Array, fields: Array, starts: Array) -> Text:
    """Return a text of codes as they are shown, whose blocks have these owners and fields."""
    nothing = np.zeros(grams.DEPTH, dtype=np.uint16)
    codes = _compared()[np.concatenate([*shown, nothing])]
    sizes = np.diff(np.flatnonzero(codes[: -grams.DEPTH] == 0) + 1, prepend=0)
    small = len(starts) <= 1 << 14  # the owner and the field in one number of 16 bits
    about = (owners << 2 | fields).astype(np.uint16 if small else np.uint32)
    return Text(codes, np.append(np.repeat(about, sizes), nothing.astype(about.dtype)), starts)
