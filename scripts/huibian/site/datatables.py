"""Tables of a text, in a frame that scrolls: a wide one never makes the page scroll sideways.

The frame can be reached with the keyboard and has a name, and head cells say what they head.
Takes the HTML that Python-Markdown made, in which these tags are always a table's own.
"""

from __future__ import annotations

import re

LABEL = "表格，放不下时可以左右移动"

_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)


def framed(html: str) -> str:
    """Return the text with each of its tables in a frame."""
    return _TABLE.sub(_frame, html)


def _frame(match: re.Match[str]) -> str:
    table = match[0].replace("<table>", '<table class="hb-data">', 1)
    table = re.sub(r"<th(?=[ >])", '<th scope="col"', table)
    return f'<div class="hb-frame" role="group" aria-label="{LABEL}" tabindex="0">{table}</div>'
