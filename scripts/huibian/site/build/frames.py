"""Pages from templates, of which the larger part is rendered once.

Header, sections, footer, scripts and styles are the same on all pages of a kind at one depth:
the frame. Only the blocks below are rendered for each page. A template stays an ordinary one
that extends ``main.html``: what it extends is chosen by ``layout``, which is ours for the blocks
and nothing (Material's ``base.html``) for the frame.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from typing import Any

import jinja2

from huibian.site.build.articletext import Heading

#: What differs between pages of a kind, in no particular order.
BLOCKS = ("site_meta", "htmltitle", "site_nav", "content")
_END = "\0"
_LAYOUT = _END.join(f"{{% block {name} %}}{{% endblock %}}" for name in BLOCKS)
_MARKED = "".join(f"{{% block {name} %}}{_END}{name}{_END}{{% endblock %}}" for name in BLOCKS)


@dataclass(frozen=True, slots=True)
class PageValues:
    """What templates ask of ``page``; the rest of what MkDocs has there is undefined."""

    url: str
    title: str = ""
    content: str = ""
    toc: tuple[Heading, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)


class Frames:
    """Renders pages with an environment.

    ``shared`` gives what MkDocs hands to the template of a page, ``finish`` the last touch to a
    piece of HTML. ``named`` are the URLs of pages that frames name, in the navigation: these have
    a frame of their own, where they are marked.
    """

    def __init__(
        self,
        environment: jinja2.Environment,
        shared: Callable[[PageValues], Mapping[str, Any]],
        finish: Callable[[str], str],
        named: Container[str] = (),
    ) -> None:
        self._environment = environment
        self._shared = shared
        self._finish = finish
        self._named = named
        self._layout = environment.from_string(_LAYOUT)
        self._frames: dict[tuple[str, int, str, str], list[str]] = {}
        self._stamps: dict[int, str] = {}  # by frame, all of which stay
        self._given: dict[int, Mapping[str, Any]] = {}

    def page(self, template: str, page: PageValues, values: Mapping[str, Any]) -> str:
        """Return the HTML of a page; ``values`` stand in its template as ``hb``."""
        context = {**self._context(page), "page": page, "hb": values, "layout": self._layout}
        parts = self._environment.get_template(template).render(context).split(_END)
        blocks = {
            name: self._finish(part).strip() for name, part in zip(BLOCKS, parts, strict=True)
        }
        pieces = list(self.frame(template, page.url, values["kind"], values["section"]))
        # of every two pieces one is the frame's own text, and one the name of a block
        for at in range(1, len(pieces), 2):
            pieces[at] = blocks[pieces[at]]
            if not pieces[at]:
                pieces[at + 1] = pieces[at + 1].lstrip()
        return "".join(pieces)

    def frame(self, template: str, url: str, kind: str, section: str) -> list[str]:
        """Return the frame of a page: its text, cut where the blocks named in between stand."""
        key = (template, _depth(url), section, url if url in self._named else "")
        if key not in self._frames:
            page = PageValues(url, meta={"hide": ["toc"]})
            given = self._context(page)
            framing = f'{{% extends "{template}" %}}{_MARKED}'
            context = {**given, "page": page, "hb": {"section": section, "kind": kind}}
            html = self._environment.from_string(framing).render(context)
            self._frames[key] = self._finish(html).split(_END)
        return self._frames[key]

    def stamp(self, template: str, url: str, kind: str, section: str) -> str:
        """Return what changes with the frame of a page."""
        pieces = self.frame(template, url, kind, section)
        if id(pieces) not in self._stamps:
            text = _END.join(pieces).encode("utf-8", "surrogatepass")
            self._stamps[id(pieces)] = hashlib.blake2b(text, digest_size=12).hexdigest()
        return self._stamps[id(pieces)]

    def _context(self, page: PageValues) -> Mapping[str, Any]:
        """Return what pages at one depth share, and as ``root`` what leads to the site's top."""
        depth = _depth(page.url)
        if depth not in self._given:
            given = dict(self._shared(page))
            given["root"] = given["base_url"].rstrip("/") + "/"
            self._given[depth] = given
        return self._given[depth]


def _depth(url: str) -> int:
    """Return how many folders lie above a page."""
    return url.count("/") - url.startswith("./")
