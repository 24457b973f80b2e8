"""The index of practices: what each article did, found by its words as articles are.

A practice (``site.practices``) is to ``grams`` what an article is to the library's own index: its
heading stands as a title, the parts under it as headings. Facets are those of its article, so only
three kinds of pieces are added: ``practices`` (how many each article has, where shards begin),
``p…`` (shards) and ``q…`` (the texts of a few articles' practices with what a row shows of them).
The other half is ``overrides/assets/huibian/practice-search.js``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huibian.site.practices import Practice
from huibian.site.search import folding, grams
from huibian.site.search.pieces import as_json, as_text, column, numbered, packed

ARTICLES = 4  # whose practices stand in one piece


class PracticeIndex:
    """The practices of all articles, a sequence for each, as one text.

    ``units`` are its UTF-16 units: every block is ended by a line feed, every practice by one more.
    """

    def __init__(self, practices: Sequence[Sequence[Practice]]) -> None:
        self._anchors: list[list[str]] = []
        texts: list[str] = []
        fields: list[int] = []
        sizes: list[int] = []
        ends = [0]  # of each article's practices, in blocks
        self._starts: list[int] = []  # of each practice, in blocks
        for held in practices:
            anchors = []
            for practice in held:
                words = map(folding.tidy, (practice.text, *practice.parts))
                blocks = list(filter(None, words))
                if not blocks:
                    continue
                anchors.append(practice.anchor)
                self._starts.append(len(texts))
                fields += [grams.TITLE, *[grams.HEADING] * (len(blocks) - 1)]
                blocks[-1] += "\n"
                texts += blocks
                sizes += [len(folding.units(block)) + 1 for block in blocks]
            self._anchors.append(anchors)
            ends.append(len(texts))
        self.units = folding.units("".join(f"{text}\n" for text in texts))
        self._at = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
        self._ends = self._at[ends]
        self._fields = np.repeat(np.array(fields, dtype=np.uint8), sizes)

    def write(
        self,
        put: Callable[[str, str], None],
        code_of: NDArray[np.uint16],
        cards: Sequence[Sequence[Any]],
    ) -> None:
        """Write all pieces.

        ``code_of`` gives the code of a unit; ``cards`` what a row shows of each article.
        """
        shown = code_of[self.units]
        for number in range(0, len(cards), ARTICLES):
            part = slice(number, number + ARTICLES)
            held = zip(cards[part], self._anchors[part], strict=True)
            rows = [[*card, anchors] for card, anchors in held]
            first, last = self._ends[number], self._ends[min(number + ARTICLES, len(cards))]
            text = as_text(packed(shown[first:last]))
            put(numbered("q", number // ARTICLES), as_json([rows, text]))
        counts = [len(held) for held in self._anchors]
        shards = list(self._shards(put, code_of))
        head = {
            "articles": ARTICLES,
            "counts": column(counts, max(counts, default=0) + 1),
            "shards": as_text(grams.separators(shards)),
        }
        put("practices", as_json(head))

    def _shards(
        self, put: Callable[[str, str], None], code_of: NDArray[np.uint16]
    ) -> Iterator[tuple[int, ...]]:
        """Write the shards; give the first gram of each."""
        if not self._starts:
            return
        nothing = np.zeros(grams.DEPTH, dtype=np.uint16)
        compared = np.append(code_of[folding.unit_table()[self.units]], nothing)
        fields = np.append(self._fields, nothing.astype(np.uint8))
        starts = self._at[self._starts]
        for number, shard in enumerate(grams.build(compared, starts, fields)):
            put(numbered("p", number), as_text(shard.data))
            yield shard.first
