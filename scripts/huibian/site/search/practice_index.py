"""The index of practices: what each article did, found by its words as articles are.

A practice (``site.practices``) is to ``grams`` what an article is to the library's own index: its
heading stands as a title, the parts under it as headings. Facets are those of its article, so only
three kinds of pieces are added: ``practices`` (how many each article has, where shards begin),
``p…`` (shards, and in ``p_`` branches of their list) and ``q…`` (the texts of a few articles'
practices with what a row shows of them). The other half is
``overrides/assets/huibian/practice-search.js``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from huibian.site.search import coded
from huibian.site.search.entries import Body, Facts
from huibian.site.search.owners import ROOM
from huibian.site.search.pieces import as_json, as_text, numbered, packed

ARTICLES = 4  # whose practices stand in one piece


def piece(place: int) -> str:
    """Return the name of the piece with the texts of the practices of the article at a place."""
    return numbered("q", place // ARTICLES)


def texts(held: Sequence[tuple[int, Sequence[Any], Body]]) -> str:
    """Return the piece with the practices of some articles: place, card and texts of each."""
    rows: list[list[Any] | None] = [None] * ARTICLES
    codes = b""
    for place, card, body in held:
        rows[place % ARTICLES] = [*card, body.anchors]
        codes += packed(body.practised, [len(body.practised)])[0]
    return as_json([rows, as_text(codes)])


def head(facts: Iterable[Facts], shards: Sequence[Any]) -> str:
    """Return the piece that is read first; the articles come as the catalog has them.

    ``shards`` is what it has of the list of shards (``shards.listed``).
    """
    counts = [one.practices for one in facts]
    return as_json(
        {
            "articles": ARTICLES,
            "room": ROOM,
            "counts": coded.column(np.array(counts, dtype=np.int64), max(counts, default=0) + 1),
            "shards": shards,
        }
    )
