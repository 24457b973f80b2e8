"""What templates have made of values that stand on many pages.

An article's row stands in some nine listings, at several depths. It is made once, with a mark
where its links lead to the top of the site.
"""

from __future__ import annotations

from typing import Any

from jinja2.runtime import Macro
from markupsafe import Markup

_TOP = "\0"  # stands for what leads to the site's top; no text holds it


class Remembered:
    """Calls macros, each once for the same value and the same other arguments.

    Values are told apart by being the same object; other arguments by what they are.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[str, int, tuple[Any, ...]], tuple[Any, str]] = {}

    def __call__(
        self, macro: Macro, value: Any, root: str, *arguments: Any, near: str = ""
    ) -> Markup:
        """Return what ``macro(value, root, *arguments)`` makes, for a page with this ``root``.

        ``near`` is a folder that the page is in (``themes/``, or none): links into it do not lead
        over the top. The macro may only write ``root`` before addresses.
        """
        key = macro.name, id(value), arguments
        known = self._made.get(key)
        if known is None:  # the value is kept, so that no other gets its number
            known = self._made[key] = value, str(macro(value, _TOP, *arguments))
        made = known[1]
        if near:
            made = made.replace(_TOP + near, root[3 * near.count("/") :])
        return Markup(made.replace(_TOP, root))
