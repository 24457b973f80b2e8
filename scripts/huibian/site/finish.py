"""The last touch on a page's HTML before it is written: less white space, versioned assets.

Knows HTML as text only; which files a site has is told by the caller.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

#: White space is text here and stays as it is.
_KEPT = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2\s*>)", re.S | re.I)
#: A tag's end and a line break, before the tag of an element that never stands in a line of text.
_BEFORE_BLOCK = re.compile(
    r">\n(?=</?(?:meta|link|title|script|head|body|header|footer|main|nav|section|article|form"
    r"|table|caption|colgroup|thead|tbody|tr|th|td)\b)"
)
_TAG = re.compile(r"<(?:script|link)\b[^<>]*>")
#: Scripts and styles of ours, whose names do not change with their content as Material's do; a
#: bare name is that of a file beside the one that the tag loads.
_FOLDER = "assets/huibian/"
_OURS = re.compile(rf'(="(?:[^"?]*?{_FOLDER})?([\w-]+\.(?:js|css)))"')
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


def version(content: bytes) -> str:
    """Return the version of a file: eight characters that change with its content."""
    return f"{zlib.crc32(content):08x}"


def versioned(html: str, version_of: Callable[[str], str | None]) -> str:
    """Return the page with ``?v=…`` behind each of our scripts and styles.

    ``version_of`` gives the version of a path below the site's root, None for an unknown one.
    Servers may then let browsers keep these files for good, and no browser ever runs an old
    script on a new page.
    """

    def stamp(match: re.Match[str]) -> str:
        found = version_of(_FOLDER + match[2])
        return match[0] if found is None else f'{match[1]}?v={found}"'

    return _TAG.sub(lambda tag: _OURS.sub(stamp, tag[0]), html)
