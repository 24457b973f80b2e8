"""The last touch on a page's HTML before it is written: less white space, assets by hashed names.

Knows HTML as text only; which files a site has is told by the caller.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping

#: White space is text here and stays as it is.
_KEPT = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2\s*>)", re.S | re.I)
#: A tag's end and a line break, before the tag of an element that never stands in a line of text.
_BEFORE_BLOCK = re.compile(
    r">\n(?=</?(?:meta|link|title|script|head|body|header|footer|main|nav|section|article|form"
    r"|table|caption|colgroup|thead|tbody|tr|th|td)\b)"
)
_TAG = re.compile(r"<(?:script|link)\b[^<>]*>")
#: Where our own scripts and styles lie.
FOLDER = "assets/huibian/"
#: What of it browsers keep for good; tray.htm, in which a folder's site stores, keeps its name.
_KINDS = (".js", ".css", ".svg")
#: A file below ``assets/``; a bare name is that of a file of ours beside the one that a tag loads.
_ASSET = re.compile(
    r'(="(?:[^"?#]*?(?=assets/))?)((?:assets/[\w-]+/)?[\w.-]+\.(?:js|css|svg))(?=")'
)
_SERVERS = re.compile(r"https://(?:unpkg\.com|api\.github\.com|\$\{\w+\})/")


def squeeze(html: str) -> str:
    """Return the page with one line break for each run of white space that holds one, and none
    between a tag and that of a block.

    Templates leave a sixth of a page in empty lines and indentation. Browsers show a run of white
    space as one space, and before a block none, so nothing changes for readers.
    """
    parts = _KEPT.split(html)
    # of three parts one is text, one is kept, and one is the name of the kept element
    parts[::3] = [_BEFORE_BLOCK.sub(">", _joined(part)) for part in parts[::3]]
    del parts[2::3]
    return "".join(parts).lstrip()


def _joined(text: str) -> str:
    """Return a text with one line break for each run of white space that holds one.

    By lines: a pattern for such runs takes ten times as long, on every page.
    """
    first, *rest = text.split("\n")
    if not rest:
        return text
    *middle, last = rest
    kept = [line for line in map(str.strip, middle) if line]
    return "\n".join([first.rstrip(), *kept, last.lstrip()])


def closed(script: str) -> str:
    """Return Material's script with nothing in the place of the servers that it would ask.

    It loads what old browsers and diagrams need from unpkg.com, and asks GitHub or
    GitLab about a repository; none of that is used here, and no request ever leaves the site.
    """
    return _SERVERS.sub("about:invalid#", script)


def is_named(path: str) -> bool:
    """Say whether a file at this path of the site is to have a hash in its name."""
    return path.startswith(FOLDER) and path.endswith(_KINDS)


def hashed(path: str, content: bytes) -> str:
    """Return the path with eight characters in its name that change with the content.

    ``…/search.js`` becomes ``…/search.1a2b3c4d.js``; a hash that the name has already (Material's
    bundle, of which less is left) gives way. Servers may let browsers keep such a file for good:
    whoever asks for an old name after a change gets nothing, never another file's bytes.
    """
    folder, name = posixpath.split(path)
    stem, _, rest = name.partition(".")
    kind = re.sub(r"^[0-9a-f]{8}\.", "", rest)
    return posixpath.join(folder, f"{stem}.{hashlib.sha256(content).hexdigest()[:8]}.{kind}")


def named(html: str, names: Mapping[str, str]) -> str:
    """Return the page with hashed names in the place of those that templates write.

    ``names``: a file's path below the site's root, as written -> its path in the site. Only what
    ``<script>`` and ``<link>`` say is looked at; files without an entry stay as they are.
    """

    def put(match: re.Match[str]) -> str:
        written = match[2]
        if "/" in written:
            return match[1] + names.get(written, written)
        beside = names.get(FOLDER + written)
        return match[1] + (posixpath.basename(beside) if beside else written)

    return _TAG.sub(lambda tag: _ASSET.sub(put, tag[0]), html)
