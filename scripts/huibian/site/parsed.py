"""What the bytes of a page say: its mapping, its body, and what is counted in that.

Reading YAML is most of what loading a library takes, so pages that were read before are known by
a hash of their bytes. Files are always read: times and sizes of files say too little. Knows no
schema: whether a mapping is right is asked each time, and a wrong page is reported each time.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from huibian import frontmatter, simpleyaml, yamlloader
from huibian.site import cachefile

_BOM = b"\xef\xbb\xbf"
_RANKED = re.compile(r"\n(#+[ \t].*)")
_HEADING = re.compile(r"#{2,3}[ \t]+(.+?)[ \t#]*$")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ESCAPING = re.compile(r"\\(?=[!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """A page taken apart.

    ``digest`` are 16 bytes that change with the file's, ``meta`` is the front matter as YAML
    gives it, ``headings`` and ``length`` are of the body.
    """

    digest: bytes
    meta: dict[str, Any]
    body: str = field(repr=False)
    headings: tuple[str, ...]
    length: int


class ParsedPages:
    """Pages by the hash of their bytes, in memory and, when ``path`` names one, in a file.

    A preview keeps one of these between its builds. ``save`` forgets pages that nobody asked for
    since it was last called.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        #: By digest: mapping, length of the body's text, headings, characters of the body.
        self._known: dict[bytes, tuple[dict[str, Any], int, tuple[str, ...], int]] = {}
        self._asked: set[bytes] = set()
        self._changed = False
        if path is not None:
            self._known = cachefile.read(path, _key()) or {}

    def page(self, data: bytes, name: str) -> ParsedPage:
        """Take a page apart; ``name`` is only for errors.

        Raises HB301 and HB302 as ``frontmatter.parse`` does, UnicodeDecodeError when the bytes
        are no UTF-8.
        """
        digest = cachefile.digest(data)
        text = data.removeprefix(_BOM).decode()
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        known = self._known.get(digest)
        if known is None:
            matter = frontmatter.parse(text, name, with_lines=False)
            body = matter.body
            known = (matter.meta, len(body), headings(body), characters(body))
            self._known[digest] = known
            self._changed = True
        self._asked.add(digest)
        meta, size, titles, length = known
        return ParsedPage(digest, meta, text[len(text) - size :], titles, length)

    def save(self) -> None:
        """Write the file when pages have changed, come or gone."""
        gone = self._known.keys() - self._asked
        for digest in gone:
            del self._known[digest]
        if self._path is not None and (gone or self._changed):
            cachefile.write(self._path, _key(), self._known)
        self._asked.clear()
        self._changed = False


@cache
def _key() -> bytes:
    own: tuple[ModuleType, ...] = (
        frontmatter,
        simpleyaml,
        yamlloader,
        cachefile,
        sys.modules[__name__],
    )
    return cachefile.code_key(own, yaml.__version__, yamlloader.Loader.__name__, sys.version)


def headings(body: str) -> tuple[str, ...]:
    """Return the ``##`` and ``###`` headings of an article's Markdown as plain text."""
    found = map(_HEADING.match, _ranked(body))
    titles = (match.group(1) for match in found if match)
    return tuple(_ESCAPE.sub(r"\1", title) if "\\" in title else title for title in titles)


def characters(body: str) -> int:
    """Return how many characters the text has, without white space and Markdown's marks.

    Marks are the number signs of headings, the stars of bold text and the backslashes of escapes.
    """
    marks = sum(len(line) - len(line.lstrip("#")) for line in _ranked(body))
    marks += 2 * body.count("**")
    if "\\" in body:
        marks += len(_ESCAPING.findall(body))
    return len("".join(body.split())) - marks


def _ranked(body: str) -> list[str]:
    """Return the lines that begin with number signs."""
    return _RANKED.findall("\n" + body)
