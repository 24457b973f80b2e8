"""What may stand in a page without doing anything: elements, attributes, addresses, kinds of files.

Pages are untrusted text. Those of collections may hold no HTML at all; pages written by hand (the
guide, the stubs of listings) may hold what is listed here, and ``clean`` takes the rest out of
their HTML. ``offences`` names the same in a text, with lines, for whoever has to mend it. Knows
neither Markdown nor MkDocs.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from html.parser import HTMLParser
from typing import Literal
from urllib.parse import unquote

import nh3


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ANY = frozenset(("class", "dir", "id", "lang", "title"))
_OWN: dict[str, frozenset[str]] = {
    "a": frozenset(("href", "target")),
    "col": frozenset(("span",)),
    "colgroup": frozenset(("span",)),
    "details": frozenset(("open",)),
    "img": frozenset(("alt", "height", "loading", "src", "width")),
    "li": frozenset(("value",)),
    "ol": frozenset(("reversed", "start", "type")),
    "td": frozenset(("align", "colspan", "rowspan")),
    "th": frozenset(("align", "colspan", "rowspan", "scope")),
    "time": frozenset(("datetime",)),
}
_TAGS = _words(
    """
    a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em
    figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s
    samp small span strong sub summary sup table tbody td tfoot th thead time tr u ul var
    """
)
#: Gone with all that stands in them.
_SILENT = _words(
    """
    script style template noscript iframe frame frameset object embed applet svg math
    title textarea select noembed noframes xmp plaintext
    """
)
_SCHEMES = frozenset(("http", "https", "mailto"))
#: Names that scripts of the site and of its theme look for.
_RESERVED_CLASS = re.compile(r"(?:hb|md)-(?!button\b)")
_RESERVED_ID = re.compile(r"hb-|__(?!codelineno-|span-)")

_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")
_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*):")
_AUTOLINK = re.compile(r"<(?:https?://[^\s<>]*|[^\s<>@:]+@[^\s<>]+)>")

#: Files that a browser shows or stores and never runs; anything else below ``docs/`` stays there.
_PASSIVE = _words(
    """
    png jpg jpeg gif webp avif bmp ico tif tiff pdf doc docx wps rtf odt xls xlsx et ods
    csv ppt pptx dps odp ofd txt zip 7z rar mp3 m4a ogg wav mp4 webm
    """
)

Fault = Literal["html", "attribute", "address", "outside"]


@dataclass(frozen=True, slots=True)
class Offence:
    """Something that may not stand in a page: what is wrong with it, its line (from 1), itself."""

    fault: Fault
    line: int
    text: str


def is_harmless(address: str, *, image: bool = False) -> bool:
    """Say whether a link may lead there, or an image come from there, as a browser reads it.

    Links lead into the site or to http(s) and mailto; images come from the site only, because
    no page asks another host for anything.
    """
    bare = _UNSEEN.sub("", html.unescape(address))
    if bare.replace("\\", "/").startswith("//") or bare.startswith("\\"):
        return False
    scheme = _SCHEME.match(bare)
    if scheme is None:
        return ":" not in bare.split("/", 1)[0].split("#", 1)[0].split("?", 1)[0]
    return not image and scheme.group(1).lower() in _SCHEMES


def is_inside(address: str, folder: str) -> bool:
    """Say whether a harmless address stays below the site, for a page that stands in ``folder``.

    ``folder`` is below the site's beginning ("" for itself). What names a host or is a place in
    the page does not leave; a path from the server's root does, because the site may lie anywhere.
    """
    bare = _UNSEEN.sub("", html.unescape(address))
    if _SCHEME.match(bare):
        return True
    path = unquote(re.split(r"[?#]", bare, maxsplit=1)[0]).replace("\\", "/")
    if path.startswith("/"):
        return False
    return posixpath.normpath(posixpath.join(folder, path)).split("/")[0] != ".."


def is_passive(name: str) -> bool:
    """Say whether a file of this name may be published as it is, being nothing that runs."""
    _, dot, suffix = name.rpartition(".")
    return bool(dot) and suffix.lower() in _PASSIVE


def clean(text: str, folder: str) -> str:
    """Return the HTML of a page in ``folder`` (below the site) with nothing but what may stay."""
    return nh3.clean(
        text,
        tags=set(_TAGS),
        clean_content_tags=set(_SILENT),
        attributes={tag: {*_ANY, *_OWN.get(tag, ())} for tag in _TAGS},
        attribute_filter=partial(_value, folder),
        url_schemes=set(_SCHEMES),
        link_rel=None,
    )


def offences(text: str, folder: str) -> list[Offence]:
    """Return what ``clean`` would take from a page in ``folder``: of its HTML or of Markdown.

    Of Markdown, code has to be blanked before. In order of lines; empty when nothing is wrong.
    """
    if "<" not in text:
        return []
    reader = _Reader(folder)
    reader.feed(_AUTOLINK.sub(lambda match: " " * len(match[0]), text))
    reader.close()
    return reader.found


def _value(folder: str, tag: str, name: str, value: str) -> str | None:
    """Return what an attribute may say, None when it has to go."""
    if name == "class":
        kept = [one for one in value.split() if not _RESERVED_CLASS.match(one)]
        return value if len(kept) == len(value.split()) else " ".join(kept) or None
    if name == "id":
        return None if _RESERVED_ID.match(value) else value
    if name == "target":
        return value if value == "_blank" else None
    if name == "src":
        fine = is_harmless(value, image=True) and is_inside(value, folder)
        return value if fine else None
    if name == "href":
        return value if is_harmless(value) and is_inside(value, folder) else None
    return value


class _Reader(HTMLParser):
    """Collects what ``clean`` would take out."""

    def __init__(self, folder: str) -> None:
        super().__init__(convert_charrefs=True)
        self._folder = folder
        self.found: list[Offence] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at a tag and its attributes."""
        if tag not in _TAGS:
            self._report("html", f"<{tag}>")
            return
        for name, value in attrs:
            if name not in _ANY and name not in _OWN.get(tag, ()):
                self._report("attribute", name)
            elif _value(self._folder, tag, name, value or "") != (value or ""):
                self._report(*_wrong(tag, name, value or ""))

    def handle_decl(self, decl: str) -> None:
        """Report a declaration."""
        self._report("html", f"<!{decl[:20]}>")

    def handle_pi(self, data: str) -> None:
        """Report a processing instruction."""
        self._report("html", f"<?{data[:20]}>")

    def _report(self, fault: Fault, text: str) -> None:
        self.found.append(Offence(fault, self.getpos()[0], text))


def _wrong(tag: str, name: str, value: str) -> tuple[Fault, str]:
    if name not in ("href", "src"):
        return "attribute", f"{name}={value}"
    fault: Fault = "outside" if is_harmless(value, image=tag == "img") else "address"
    return fault, value


def attribute_names(line: str) -> Iterator[str]:
    """Give the names of attributes in Markdown's braces (``{ title=… }``) that may not be set."""
    allowed = _ANY.union(*_OWN.values()) - {"href", "src"}
    for braces in re.finditer(r"\{:?([^{}\n]*=[^{}\n]*)\}", line):
        for name in re.findall(r"([^\s=.#\"']+)\s*=", braces[1]):
            if name.lower() not in allowed:
                yield name
