"""A file of the site that can be made: where it lies, what it shows, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Product:
    """A file at ``path`` below the site's root.

    ``shown`` is everything that ``make`` depends on, apart from the code and the site's settings:
    plain values, and cards as they are.
    """

    path: str
    shown: Any
    make: Callable[[], bytes]
