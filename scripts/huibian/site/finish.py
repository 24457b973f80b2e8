"""The last touch on a page's HTML before it is written: less white space, versioned assets.

Knows HTML as text only; which files a site has is told by the caller.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

#: White space is text here and stays as it is.
_KEPT = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2\s*>)", re.S | re.I)
_LINES = re.compile(r"\s*\n\s*")
_TAG = re.compile(r"<(?:script|link)\b[^<>]*>")
#: Scripts and styles of ours, whose names do not change with their content as Material's do.
_OURS = re.compile(r'(="[^"?]*?(assets/huibian/[\w-]+\.(?:js|css)))"')


def squeeze(html: str) -> str:
    """Return the page with one line break for each run of white space that holds one.

    Templates leave a sixth of a page in empty lines and indentation. Browsers show a run of white
    space as one space, so nothing changes for readers.
    """
    parts = _KEPT.split(html)
    # of three parts one is text, one is kept, and one is the name of the kept element
    parts[::3] = [_LINES.sub("\n", part) for part in parts[::3]]
    del parts[2::3]
    return "".join(parts).lstrip()


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
        found = version_of(match[2])
        return match[0] if found is None else f'{match[1]}?v={found}"'

    return _TAG.sub(lambda tag: _OURS.sub(stamp, tag[0]), html)
