"""The visible text of a page: its blocks in order, each plain text. Knows HTML, not MkDocs."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from huibian.site.search.folding import tidy

#: Elements that begin and end a line on the page; all others run on inside one.
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote br caption dd details div dl dt figcaption figure "
        "footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td "
        "tfoot th thead tr ul",
    )
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SILENT = frozenset(("script", "style", "template"))
_TOKEN = re.compile(
    r"<!--.*?-->|<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.S
)
_ID = re.compile(r"""\sid\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or cell; ``anchor`` is a heading's id."""

    text: str
    heading: bool = False
    anchor: str = ""


def blocks(content: str) -> Iterator[Block]:
    """Give the blocks of a page's content (HTML as MkDocs hands it over) that hold text."""
    parts: list[str] = []
    heading, anchor, silent = False, "", ""
    at = 0
    for token in _TOKEN.finditer(content):
        if not silent:
            parts.append(content[at : token.start()])
        at = token.end()
        closing, name = token.group(1), (token.group(2) or "").lower()
        if silent:
            if closing and name == silent:
                silent = ""
            continue
        if name in _SILENT and not closing:
            silent = name
        if name not in _BLOCKS:
            continue
        if text := tidy(html.unescape("".join(parts))):
            yield Block(text, heading, anchor)
        parts.clear()
        if name in _HEADINGS:
            heading = not closing
            found = _ID.search(token.group(3)) if heading else None
            anchor = html.unescape(next(filter(None, found.groups()), "")) if found else ""
    parts.append(content[at:])
    if text := tidy(html.unescape("".join(parts))):
        yield Block(text)
