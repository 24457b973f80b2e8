"""The Markdown of collection pages: text from outside, so nothing in it may become active.

Articles get their own short list of extensions: no raw HTML, no attribute lists, and a last look
at every element that keeps only known attributes and harmless addresses. Knows Python-Markdown,
not MkDocs.
"""

from __future__ import annotations

import html
import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from huibian.site.hidden_names import HiddenNamesExtension

_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align"},
}
_SPACE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")
_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*):")


def is_harmless(address: str, *, image: bool = False) -> bool:
    """Say whether a link may lead there, or an image come from there.

    Links lead into the site or to http(s) and mailto; images come from the site only, because
    no page asks another host for anything.
    """
    bare = _SPACE.sub("", html.unescape(address.replace(AMP_SUBSTITUTE, "&")))
    if bare.startswith(("//", "\\", "/\\")):
        return False
    scheme = _SCHEME.match(bare)
    if scheme is None:
        return ":" not in bare.split("/", 1)[0].split("#", 1)[0].split("?", 1)[0]
    return not image and scheme.group(1).lower() in ("http", "https", "mailto")


class _Sanitizer(Treeprocessor):
    """Keeps known attributes, and takes the address from what may not be followed."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            allowed = _ATTRIBUTES.get(element.tag, set())
            for name in [name for name in element.attrib if name not in allowed]:
                del element.attrib[name]
            if element.tag == "a" and not is_harmless(element.get("href", "")):
                element.tag = "span"
                element.attrib.clear()
            elif element.tag == "img" and not is_harmless(element.get("src", ""), image=True):
                element.tag, element.text = "span", element.get("alt", "")
                element.attrib.clear()


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
    ]
