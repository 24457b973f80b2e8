"""Names that a text hides (xx市, 某某同志, ××局): found in Markdown's tree and set off quietly.

Numbers are hidden in the same way (xx.x%). A name is two or more of x, X, ×, * or 某 in a row
that touch a Chinese character and no Latin letter or digit. Only elements are added: the text of
a page stays as it is, so that search finds the same. Knows Python-Markdown, not MkDocs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

CLASS = "hb-hidden-name"
TITLE = "原文隐去的名称或数字"

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_SIGNS = "xX×*ｘＸ＊✕某"
_RUN = r"(?:[xX×*ｘＸ＊✕]{2,}(?:\.[xX×]+)?|某{2,})"
#: What a run may not touch: it would be a word, a number or a longer run.
_MORE = r"A-Za-z0-9×*ｘＸ＊✕"
_HIDDEN = re.compile(
    rf"(?<![{_MORE}])(?:(?<=[{_HAN}]){_RUN}(?![{_MORE}])|{_RUN}(?=[{_HAN}]))",
)
_VERBATIM = frozenset(("code", "pre"))


def hidden_names(text: str) -> Iterator[tuple[int, int]]:
    """Give start and end of each hidden name in a text."""
    for sign in _SIGNS:  # to look for one character takes much less time than for a name
        if sign in text:
            return (match.span() for match in _HIDDEN.finditer(text))
    return iter(())


class _Marker(Treeprocessor):
    """Puts each hidden name into an element of its own."""

    def run(self, root: Element) -> None:
        self._mark(root)

    def _mark(self, element: Element) -> None:
        if element.tag in _VERBATIM:
            return
        children = list(element)
        element.text, at = self._split(element, element.text, 0)
        for child in children:
            self._mark(child)
            child.tail, added = self._split(element, child.tail, at + 1)
            at += added + 1

    def _split(self, parent: Element, text: str | None, at: int) -> tuple[str | None, int]:
        """Put elements for the names of ``text`` into ``parent`` from ``at`` on.

        Returns what comes before the first of them, and how many there are.
        """
        spans = list(hidden_names(text)) if text else []
        if not text or not spans:
            return text, 0
        ends = [start for start, _ in spans[1:]] + [len(text)]
        for number, ((start, end), following) in enumerate(zip(spans, ends, strict=True)):
            name = Element("span", {"class": CLASS, "title": TITLE})
            name.text, name.tail = text[start:end], text[end:following]
            parent.insert(at + number, name)
        return text[: spans[0][0]], len(spans)


class HiddenNamesExtension(Extension):
    """Marks hidden names when everything else is done: the headings of the outline stay plain."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Put the marker behind the last of Markdown's own steps (0: escapes become text)."""
        md.treeprocessors.register(_Marker(md), "huibian_hidden_names", -5)
