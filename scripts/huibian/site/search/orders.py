"""The orders in which readers see articles, as numbers of the catalog's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from huibian.site.search.grams import Array


@dataclass(frozen=True, slots=True)
class Orders:
    """By title and by length; ``dates`` are numbers, 0 without one. The catalog decides ties."""

    titles: Array
    lengths: Array
    dates: Array

    @classmethod
    def of(cls, titles: Sequence[Any], lengths: Sequence[int], dates: Array) -> Orders:
        """Return the orders of articles with these keys."""
        return cls(_ordered(titles), _ordered(lengths), dates)

    def by(self, sort: str) -> Array:
        """Return the articles as the engine puts them that found all."""
        dates = self.dates
        if sort == "newest":
            return np.argsort(-dates, kind="stable")
        if sort == "oldest":
            last = dates.max(initial=0) + 1
            return np.argsort(np.where(dates > 0, dates, last), kind="stable")
        if sort == "title":
            return self.titles
        if sort in ("shortest", "longest"):
            return self.lengths if sort == "shortest" else self.lengths[::-1]
        return np.arange(len(dates))


def ranks(order: Array) -> Array:
    """Return each article's place in an order."""
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank


def _ordered(keys: Sequence[Any]) -> Array:
    return np.array(sorted(range(len(keys)), key=lambda i: (keys[i], i)), dtype=np.int64)
