"""A facet with about as many values as articles: a unit, an author."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from huibian.site.search import coded, folding
from huibian.site.search.grams import Array
from huibian.site.search.pieces import as_json, numbered


@dataclass(frozen=True, slots=True)
class Large:
    """Values that several articles have stand first, by how many; the others as their articles do.

    ``numbers`` has for each article the number of its value among the ``shared`` first ones, from
    1 on; 0 is "the next one" of those that one article alone has, which packs well.
    """

    order: list[str]
    shared: int
    numbers: Array

    @classmethod
    def of(cls, values: Sequence[str]) -> Large:
        """Return the facet of the articles' values."""
        held = Counter(values)
        shared = [value for value, count in held.items() if count > 1]
        shared.sort(key=lambda value: (-held[value], folding.by_sound(value)))
        number = {value: at for at, value in enumerate(shared, 1)}
        order = [*shared, *(value for value in values if held[value] == 1)]
        numbers = np.array([number.get(value, 0) for value in values], dtype=np.int64)
        return cls(order, len(shared), numbers)

    def counted(self, weights: Array) -> Array:
        """Return how many articles each value has, each as often as ``weights`` says."""
        alone = self.numbers == 0
        own = self.numbers - 1
        own[alone] = self.shared + np.arange(alone.sum())
        sums: Array = np.bincount(own, weights, len(self.order)).astype(np.int64)
        return sums

    def write(self, put: Callable[[str, str], None], name: str, unknown: str, per: int) -> None:
        """Write numbers and the first names in one piece, ``per`` names in each of the others."""
        labels = [value or unknown for value in self.order]
        first = {
            "values": len(labels),
            "shared": self.shared,
            "labels": labels[:per],
            "column": coded.column(self.numbers, self.shared + 1),
        }
        put(name, as_json(first))
        for at in range(per, len(labels), per):
            put(numbered(f"{name}-", at // per), as_json(labels[at : at + per]))
