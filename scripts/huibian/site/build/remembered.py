"""What templates have made of values that stand on many pages.

An article's row stands in some nine listings, of which most lie at the same depth.
"""

from __future__ import annotations

from typing import Any

from jinja2.runtime import Macro


class Remembered:
    """Calls macros, each once for the same value and the same other arguments.

    Values are told apart by being the same object; other arguments by what they are.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[str, int, tuple[Any, ...]], tuple[Any, str]] = {}

    def __call__(self, macro: Macro, value: Any, *arguments: Any) -> str:
        """Return what a macro makes of a value."""
        key = macro.name, id(value), arguments
        known = self._made.get(key)
        if known is None:  # the value is kept, so that no other gets its number
            known = self._made[key] = value, macro(value, *arguments)
        return known[1]
