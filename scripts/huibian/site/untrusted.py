"""The Markdown of collection pages: text from outside, so nothing in it may become active.

Articles get their own short list of extensions: no raw HTML, no attribute lists, and a last look
at every element that keeps only known attributes and harmless addresses. Knows Python-Markdown,
not MkDocs.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from huibian.harmless import is_harmless
from huibian.site.hidden_names import HiddenNamesExtension
from huibian.site.plainprose import PlainProseExtension

_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align"},
}


def plain(address: str) -> str:
    """Return an address as it was written; Python-Markdown puts a mark of its own for ``&``."""
    return address.replace(AMP_SUBSTITUTE, "&")


def disarm(element: Element) -> None:
    """Leave of a link its words, and of an image what stands for it."""
    if element.tag == "img":
        element.text = element.get("alt", "")
    element.tag = "span"
    element.attrib.clear()


class _Sanitizer(Treeprocessor):
    """Keeps known attributes, and takes the address from what may not be followed."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            allowed = _ATTRIBUTES.get(element.tag, set())
            for name in [name for name in element.attrib if name not in allowed]:
                del element.attrib[name]
            key = {"a": "href", "img": "src"}.get(element.tag)
            if key and not is_harmless(plain(element.get(key, "")), image=key == "src"):
                disarm(element)


class UntrustedExtension(Extension):
    """Turns raw HTML back into text and cleans what Markdown itself can make."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Take out the processors of raw HTML and put the sanitizer in."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        # after the inline patterns (20), before headings get their ids (5)
        md.treeprocessors.register(_Sanitizer(md), "huibian_sanitizer", 12)


def extensions() -> list[Extension]:
    """Return the extensions for collection pages; headings get the ids s_1, s_2, …"""
    return [
        TocExtension(slugify=lambda value, separator: "s_1", permalink=False),
        TableExtension(use_align_attribute=True),
        SaneListExtension(),
        UntrustedExtension(),
        HiddenNamesExtension(),
        PlainProseExtension(),
    ]
