"""What the bytes of a page say: its mapping, its body, and what is counted in that.

Reading front matter is a good part of what loading a library takes, so pages that were read before
are known by a hash of their bytes. Files are always read: their times and sizes say too little.
Knows no files and no schema: whether a mapping is right is asked each time, and a wrong page is
reported each time.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from huibian import frontmatter
from huibian.site.practices import Practice, practices

_BOM = b"\xef\xbb\xbf"
_RANKED = re.compile(r"\n(#+[ \t].*)")
_HEADING = re.compile(r"#{2,3}[ \t]+(.+?)[ \t#]*$")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ESCAPING = re.compile(r"\\(?=[!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """A page taken apart.

    ``digest`` are 16 bytes that change with the file's, ``about`` is a hash of its front matter,
    ``written`` one of its body. ``meta`` is the front matter as YAML gives it, ``headings``,
    ``practices`` and ``length`` are of the body.
    """

    digest: bytes
    about: str
    written: str
    meta: dict[str, Any]
    body: str = field(repr=False)
    headings: tuple[str, ...]
    practices: tuple[Practice, ...]
    length: int


class ParsedPages:
    """Pages by the hash of their bytes.

    A preview keeps one of these between its builds; ``kept`` and ``earlier`` take it from one run
    to the next, through anything that holds plain values.
    """

    def __init__(self, earlier: Any = None) -> None:
        """Know what an earlier one has ``kept``; anything else than such counts as nothing."""
        known = earlier if isinstance(earlier, Mapping) else {}
        #: By digest: mapping and its hash, length of the body's text and its hash, headings,
        #: practices, characters.
        self._known: dict[str, tuple[Any, ...]] = dict(known)
        self._asked: set[str] = set()
        self._new = 0

    def page(self, data: bytes, name: str) -> ParsedPage:
        """Take a page apart; ``name`` is only for errors.

        Raises HB301 and HB302 as ``frontmatter.parse`` does, UnicodeDecodeError when the bytes
        are no UTF-8.
        """
        digest = hashlib.blake2b(data, digest_size=16)
        key = digest.hexdigest()
        text = data.removeprefix(_BOM).decode()
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        known = self._known.get(key)
        if known is None:
            matter = frontmatter.parse(text, name, with_lines=False)
            body = matter.body
            head = text[: len(text) - len(body)].encode()
            about = hashlib.blake2b(head, digest_size=12).hexdigest()
            told = tuple((one.text, one.anchor, one.parts) for one in practices(body))
            of_body = (len(body), hash_of(body), headings(body), told, characters(body))
            known = (matter.meta, about, *of_body)
            self._known[key] = known
            self._new += 1
        self._asked.add(key)
        meta, about, size, written, titles, told, length = known
        return ParsedPage(
            digest=digest.digest(),
            about=about,
            written=written,
            meta=meta,
            body=text[len(text) - size :],
            headings=titles,
            practices=tuple(Practice(*one) for one in told),
            length=length,
        )

    @property
    def changes(self) -> int:
        """How many pages have come or gone since the last ``kept``."""
        return self._new + len(self._known) - len(self._asked)

    def kept(self) -> dict[str, Any]:
        """Return for a later run the pages that were asked for since this was last called.

        The others are forgotten. Mappings with values that are not plain, such as dates without
        quotes, are left out: no schema takes them, so they are soon mended.
        """
        self._known = {key: self._known[key] for key in self._asked}
        self._asked.clear()
        self._new = 0
        return {key: known for key, known in self._known.items() if _is_plain(known[0])}


def _is_plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(one) for key, one in value.items())
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return isinstance(value, str | int)


def hash_of(body: str) -> str:
    """Return what changes with an article's Markdown."""
    return hashlib.blake2b(body.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


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
