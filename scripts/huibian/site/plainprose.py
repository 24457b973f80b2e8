"""Prose without any sign of Markdown goes past the inline patterns, which take long to say no.

Most paragraphs of an article are such. Knows Python-Markdown, not MkDocs.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import STX, AtomicString

#: Characters of which each inline pattern of Python-Markdown 3.10 needs one: it finds nothing
#: where none of them stands.
NEEDED = {
    "backtick": "`\\",
    "escape": "\\",
    "reference": "[",
    "link": "[",
    "image_link": "[",
    "image_reference": "[",
    "short_reference": "[",
    "short_image_ref": "[",
    "autolink": "<",
    "automail": "<",
    "linebreak": "\n",
    "entity": "&",
    "not_strong": "*_",
    "em_strong": "*",
    "em_strong2": "_",
}
#: With what Python-Markdown puts in the place of something found.
_SIGNS = re.compile(f"[{re.escape(''.join({*''.join(NEEDED.values())}) + STX)}]")


class PlainProseExtension(Extension):
    """Spares plain prose the inline patterns; to be the last one, as it has to know them all."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Put the step before the inline patterns (20), unless there are others than known."""
        if len(md.inlinePatterns) == len(NEEDED) and all(
            name in md.inlinePatterns for name in NEEDED
        ):
            md.treeprocessors.register(_Settler(md), "huibian_plain_prose", 25)


class _Settler(Treeprocessor):
    """Makes texts without a sign settled ones, which is what Python-Markdown leaves alone."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text and not _SIGNS.search(element.text):
                element.text = AtomicString(element.text)
            if element.tail and not _SIGNS.search(element.tail):
                element.tail = AtomicString(element.tail)
