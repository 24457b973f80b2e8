"""The text of an article or a preface as HTML: from Markdown of which nothing may become active.

Knows Python-Markdown, not MkDocs: where a link leads is told by the caller.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from huibian.harmless import is_inside
from huibian.site import untrusted

#: Gives the address of what a link or an image in a page (its ``src``) names.
Resolve = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the outline; ``title`` is HTML."""

    title: str
    id: str
    level: int
    children: tuple[Heading, ...] = ()

    @property
    def url(self) -> str:
        """Return the link to it on its own page."""
        return f"#{self.id}"


@dataclass(frozen=True, slots=True)
class Text:
    """A text as its page shows it, with its outline.

    ``links`` holds each link and image as written and the address that it became.
    """

    html: str
    toc: tuple[Heading, ...] = ()
    links: tuple[tuple[str, str], ...] = ()

    @property
    def anchors(self) -> frozenset[str]:
        """Return the ids that a link may name: those of the headings."""
        return frozenset(_ids(self.toc))


class Converter:
    """Turns Markdown into texts, one after another."""

    def __init__(self, resolve: Resolve) -> None:
        self._links = _Links(resolve)
        self._markdown = Markdown(extensions=[*untrusted.extensions(), self._links])

    def text(self, src: str, body: str) -> Text:
        """Return the text of the page at ``src``."""
        self._links.begin(src)
        html = self._markdown.reset().convert(body)
        tokens: list[Mapping[str, Any]] = getattr(self._markdown, "toc_tokens", [])
        return Text(html, _headings(tokens), tuple(self._links.found))


class _Links(Extension):
    """Puts the addresses in, after everything else has been done to the elements."""

    def __init__(self, resolve: Resolve) -> None:
        super().__init__()
        self._resolve = resolve
        self.begin("")

    def begin(self, src: str) -> None:
        """Begin a page."""
        self._src = src
        self.found: list[tuple[str, str]] = []

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the processor at the place where MkDocs has its own."""
        md.treeprocessors.register(_Resolver(md, self), "huibian_links", 0)

    def follow(self, address: str) -> str:
        """Return where an address leads."""
        target = self._resolve(self._src, address)
        self.found.append((address, target))
        return target

    def leaves(self, address: str, target: str) -> bool:
        """Say whether an address that became ``target`` leads out of the site on its own host."""
        if target.startswith("/"):
            return True
        folder = posixpath.dirname(self._src)
        return not address.startswith("/") and not is_inside(untrusted.plain(address), folder)


class _Resolver(Treeprocessor):
    def __init__(self, md: Markdown, links: _Links) -> None:
        super().__init__(md)
        self._links = links

    def run(self, root: Element) -> None:
        for element in root.iter():
            key = {"a": "href", "img": "src"}.get(element.tag)
            if key is None:
                continue
            address = element.get(key, "")
            target = self._links.follow(address)
            if self._links.leaves(address, target):
                untrusted.disarm(element)
            else:
                element.set(key, target)


def _headings(tokens: Iterable[Mapping[str, Any]]) -> tuple[Heading, ...]:
    return tuple(
        Heading(token["name"], token["id"], token["level"], _headings(token["children"]))
        for token in tokens
    )


def _ids(headings: Iterable[Heading]) -> Iterable[str]:
    for heading in headings:
        yield heading.id
        yield from _ids(heading.children)
