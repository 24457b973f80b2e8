"""Which questions are still open: one about a field is not, once a person settled it on the page.

A page lists in ``review`` the fields that a person should look at. The splitter puts there each
field that a question is about; a person's correction takes it out, by whatever way it came, and
going back to an older version puts it there again. So the page decides, and no plan is written.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from huibian import frontmatter
from huibian.diagnostics import HuibianError

_SET = re.compile(r"--set \d+ [\"']?([a-z]+)=")
_RETITLE = re.compile(r"--retitle \d+ ")
_COMMAND = re.compile(r"huibian edit \S+ ")

#: The fields to look at of each article whose page can be read, by the line of its title.
Reviews = Mapping[int, Collection[str]]


def field_of(command: str) -> str:
    """Return the field that a question's command sets, ``""`` where it is about something else.

    A command that parts an article before is no matter of the page that is there.
    """
    rest = _COMMAND.sub("", command, count=1)
    if _RETITLE.match(rest):
        return "title"
    found = _SET.match(rest)
    return found[1] if found else ""


def first_line(lines: str) -> int:
    """Return the line at which ranges such as ``344-352,360`` begin."""
    return int(re.split(r"[-,]", lines)[0])


def reviews(folder: Path, articles: Iterable[tuple[int, str]]) -> dict[int, frozenset[str]]:
    """Return what the pages in a collection's folder leave to look at.

    ``articles`` are title lines with the names of pages. A page that cannot be read is left out:
    nobody can tell what was settled there.
    """
    found: dict[int, frozenset[str]] = {}
    for line, name in articles:
        try:
            text = (folder / name).read_text(encoding="utf-8")
            meta = frontmatter.parse(text, with_lines=False).meta
        except (HuibianError, OSError, UnicodeDecodeError):
            continue
        found[line] = in_review(meta)
    return found


def in_review(meta: Mapping[str, object]) -> frozenset[str]:
    """Return the fields that a page's front matter leaves to look at."""
    review = meta.get("review")
    return frozenset(map(str, review)) if isinstance(review, list) else frozenset()


def is_open(line: int, command: str, pages: Reviews) -> bool:
    """Say whether the question at a line of the source is open; ``command`` settles it."""
    field = field_of(command)
    return not field or line not in pages or field in pages[line]
