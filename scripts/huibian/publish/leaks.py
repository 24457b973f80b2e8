"""What built files point to: links that lead nowhere, and addresses outside the site.

Pages are looked through by patterns, which takes a tenth of the time of parsing them. The patterns
see at least what a browser would; a page on which they see anything doubtful is parsed, so that
text that only looks like an attribute is no finding. Knows files as bytes; which files there are
is told by the caller.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote, urlsplit

from lxml import etree

PAGES = (".html", ".htm")
_MISSING = "404.html"  # alone in that its links begin at the server's top
#: Pieces of the search index: strings of text, which ask for nothing.
DATA = re.compile(r"search/[0-9a-f]{12}/")

_VALUE = rb"""\s*("[^"]*"|'[^']*'|[^\s>]+)"""
_LINKS = re.compile(
    rb"=(?:(?<=[hH][rR][eE][fF]=)|(?<=[sS][rR][cC]=)|(?<=[aA][cC][tT][iI][oO][nN]=))" + _VALUE
)
_IDS = re.compile(rb"=(?:(?<=[\s\"'/][iI][dD]=)|(?<=[\s\"'/][nN][aA][mM][eE]=))" + _VALUE)
#: What our own pages never have: a page that has it is parsed.
_RARE = re.compile(
    rb"=(?:(?<=\s=)|(?<=style=)|(?<=srcset=)|(?<=http-equiv=)|(?<=poster=)|(?<=background=)"
    rb"|(?<=xlink:href=)|(?<=ping=)|(?<=usemap=)|(?<=longdesc=)|(?<=manifest=))",
    re.I,
)
_RARE_TAG = re.compile(rb"<(?:style|base|object|embed|applet)", re.I)
_INLINE = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script", re.S | re.I)

#: An address of another server, in a script or style. In a script "//" opens comments as well.
_ADDRESS = re.compile(
    r"\b(?:https?|wss?|ftp):(?:\\?/){2}[^\s\"'`<>()\\]*|(?<=[\"'`(])//[\w\[][^\s\"'`<>()\\/]*\.[^\s\"'`<>()\\]*",
    re.I,
)
#: Names that look like addresses and are never asked for.
_NAMESPACES = ("http://www.w3.org/",)
_CSS_URL = re.compile(r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s)\"']*))", re.I)
_CSS_IMPORT = re.compile(r"@import\s+(?:\"([^\"]*)\"|'([^']*)')", re.I)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_IMAGE_DATA = re.compile(r"\s*data:image/", re.I)
_SCHEME = re.compile(r"\s*[a-zA-Z][a-zA-Z0-9+.-]*:")
#: Where a reader may go by a click.
_CLICKED = ("http:", "https:", "mailto:", "tel:")
_LOADED = frozenset(
    ("src", "poster", "background", "longdesc", "xlink:href", "manifest", "action", "formaction")
)
_ANYWHERE = frozenset(("", "top"))
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"]*)", re.I)

#: code, link as written, where on the page
Fault = tuple[str, str, str]


@dataclass(slots=True)
class Seen:
    """What a file has: its ids, the links to parts of other pages (page, id, as written), faults.

    ``outgoing`` are the servers to which links for readers lead.
    """

    ids: frozenset[str] = frozenset()
    parts: set[tuple[str, str, str]] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    outgoing: set[str] = field(default_factory=set)


class Looker:
    """Looks through the files of one built site.

    ``files`` are the paths of all of them; ``base`` is what the addresses of 404.html begin with
    where the site's own address is known; ``flat`` says that folders cannot be opened.
    """

    def __init__(self, files: Set[str], *, base: str = "/", flat: bool = False) -> None:
        self._files = files
        self._base = base
        self._flat = flat
        #: Where links lead, by what stands before "#": in a folder or behind the way to the top.
        self._sound: dict[bytes | tuple[str, bytes], str] = {}
        self._parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)

    def look(self, path: str, data: bytes) -> Seen | None:
        """Look through a file; None for one that can point nowhere."""
        if path.endswith(PAGES):
            return self._page(path, data)
        if path.endswith(".js"):
            return None if DATA.match(path) else self._script(data.decode("utf-8", "replace"))
        if path.endswith((".css", ".svg")):
            return self._style(path, data.decode("utf-8", "replace"))
        return None

    # ---------------------------------------------------------------- pages

    def _page(self, path: str, data: bytes) -> Seen:
        if _RARE.search(data) or _RARE_TAG.search(data):
            return self._parsed(path, data)
        seen = Seen(frozenset(map(_plain, _IDS.findall(data))))
        folder = path[: path.rfind("/") + 1]
        top = b'"' + b"../" * folder.count("/")
        for raw in set(_LINKS.findall(data)):
            address, sign, rest = raw.partition(b"#")
            # the same words lead to the same place from the site's top, else from the same folder
            key = address[len(top) :] if folder and raw.startswith(top) else (folder, address)
            is_plain = path != _MISSING and b"&" not in raw and b"%" not in rest
            found = self._sound.get(key) if is_plain else None
            if found is not None and not sign:
                continue
            link = _plain(raw)
            if found is None:
                code, found, part = self._resolve(path, link)
                if code:
                    return self._parsed(path, data)
                if is_plain and found != path:
                    self._sound[key] = found
            else:
                part = link[link.index("#") + 1 :]
            if not _is_anywhere(part):
                seen.parts.add((found, part, link))
        for script in _INLINE.findall(data):
            if b"//" in script:
                return self._parsed(path, data)
        if any(page == path and part not in seen.ids for page, part, _ in seen.parts):
            return self._parsed(path, data)
        seen.parts = {one for one in seen.parts if one[0] != path}
        return seen

    def _resolve(self, path: str, link: str) -> tuple[str, str, str]:
        """Return a fault's code or "", and the file and the part of it that a link leads to."""
        folder = posixpath.dirname(path)
        address, _, part = link.strip().partition("#")
        address = unquote(address.partition("?")[0])
        part = unquote(part)
        if _SCHEME.match(link) or address.startswith(("//", "\\", "/\\")):
            return "HB805", "", part
        if address.startswith("/"):
            if path != _MISSING or not address.startswith(self._base) or self._base == "/":
                return "HB806", "", part
            address, folder = address[len(self._base) :], ""
        if not address:
            return "", path if link.strip()[:1] in ("", "#", "?") else "index.html", part
        target = posixpath.normpath(posixpath.join(folder, address))
        if not self._flat and (address.endswith("/") or target not in self._files):
            target = posixpath.normpath(f"{target}/index.html")
        return ("" if target in self._files else "HB803"), target, part

    def _parsed(self, path: str, data: bytes) -> Seen:
        """Look through a page as a browser reads it."""
        tree = etree.fromstring(data, parser=self._parser) if data.strip() else None
        seen = Seen()
        if tree is None:
            return seen
        ids: set[str] = set()
        for element in tree.iter(etree.Element):
            tag = str(element.tag)
            for name, value in element.items():
                if name == "id" or (name == "name" and tag in ("a", "meta")):
                    ids.add(value)
            for link, clicked in _addresses(element, tag):
                self._judge(path, link, tag, seen, clicked=clicked)
            style = element.get("style", "") or ""
            if tag == "style":
                style += element.text or ""
            if style:
                self._merge(seen, self._style(path, style))
            if tag == "script" and element.get("src") is None:
                self._merge(seen, self._script(element.text or ""))
        seen.ids = frozenset(ids)
        for page, part, link in sorted(seen.parts):
            if page == path and part not in ids:
                seen.faults.append(("HB804", link, ""))
        seen.parts = {one for one in seen.parts if one[0] != path}
        return seen

    def _judge(self, path: str, link: str, tag: str, seen: Seen, *, clicked: bool) -> None:
        code, target, part = self._resolve(path, link)
        if not code:
            if not _is_anywhere(part):
                seen.parts.add((target, part, link))
            return
        if path == _MISSING and re.fullmatch(
            r"(\.\./)+assets/huibian/missing\.[0-9a-f]{8}\.js", link
        ):
            return  # that page looks for its site in the folders above
        if code == "HB805":
            if clicked and link.strip().lower().startswith(_CLICKED):
                seen.outgoing.add(urlsplit(link.strip()).netloc or link.strip())
                return
            if tag in ("img", "source", "image", "input") and _IMAGE_DATA.match(link):
                return
        seen.faults.append((code, link, f"<{tag}>"))

    @staticmethod
    def _merge(seen: Seen, other: Seen) -> None:
        seen.faults += other.faults

    # ---------------------------------------------------------------- scripts and styles

    def _script(self, text: str) -> Seen:
        return Seen(faults=[("HB805", address, "脚本") for address in _asked(text)])

    def _style(self, path: str, text: str) -> Seen:
        """Look through a style sheet or a drawing; what it loads must be there."""
        seen = Seen()
        plain = _CSS_COMMENT.sub("", text)
        for groups in (*_CSS_URL.findall(plain), *_CSS_IMPORT.findall(plain)):
            link = "".join(groups).strip()
            if link and not link.startswith("#") and not _IMAGE_DATA.match(link):
                code, _, _ = self._resolve(path, link)
                if code:
                    seen.faults.append((code, link, "样式"))
        known = {link for _, link, _ in seen.faults}
        # a drawing in a style is an image, which loads nothing
        for address in _asked(_CSS_URL.sub(_without_image, plain)):
            if address not in known:
                seen.faults.append(("HB805", address, "样式"))
        return seen


def _without_image(url: re.Match[str]) -> str:
    return "" if _IMAGE_DATA.match("".join(url.groups(""))) else url[0]


def _is_anywhere(part: str) -> bool:
    """Say whether the part of an address needs no element with such an id."""
    return part in _ANYWHERE or part.startswith(":~:")


def _plain(value: bytes) -> str:
    """Return an attribute's value."""
    if value[:1] in b"\"'":
        value = value[1:-1]
    text = value.decode("utf-8", "replace")
    return unescape(text) if "&" in text else text


def _addresses(element: etree._Element, tag: str) -> Iterator[tuple[str, bool]]:
    """Give the addresses on an element, and whether a browser asks for one only after a click."""
    for name, value in element.items():
        if name == "href":
            yield value, tag in ("a", "area")
        elif name in _LOADED or (name == "data" and tag == "object"):
            yield value, False
        elif name in ("srcset", "imagesrcset"):
            for candidate in re.split(r",\s+", value):
                yield candidate.split(" ")[0], False
        elif name == "ping":
            for one in value.split():
                yield one, False
        elif name == "content" and (element.get("http-equiv") or "").lower() == "refresh":
            target = _REFRESH.search(value)
            if target:
                yield target[1], False


def _asked(text: str) -> Iterable[str]:
    """Give the addresses of other servers in a script or style, without those in comments."""
    for match in _ADDRESS.finditer(text):
        if match[0].startswith(_NAMESPACES) or _in_comment(text, match.start()):
            continue
        yield match[0]


def _in_comment(text: str, at: int) -> bool:
    opened = text.rfind("/*", 0, at)
    before = text[max(opened - 1, 0) : max(opened, 0)]  # in a string it would be a quote or a word
    if opened > text.rfind("*/", 0, at) and before in ("", *"\n ;{}(),"):
        return True
    line = text[text.rfind("\n", 0, at) + 1 : at].lstrip()
    return line.startswith("//")


def missing_parts(seen: Iterable[tuple[str, Seen]]) -> Iterator[tuple[str, str]]:
    """Give (page, link) for each link to a part that its target does not have.

    ``seen`` are all pages of the site.
    """
    pages = dict(seen)
    for path, one in pages.items():
        for target, part, link in sorted(one.parts):
            found = pages.get(target)
            if found is not None and part not in found.ids:
                yield path, link
