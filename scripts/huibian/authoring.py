"""An article's page as a person writes it in a form: taken apart, put together, merged.

Pages written in a text editor and in a form are the same pages: what a form does not show stays,
and a page that nobody changed stays to the letter. Reads and writes no files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from huibian import frontmatter
from huibian.diagnostics import HuibianError
from huibian.schema import ArticleMeta
from huibian.stages.render import IMAGES
from huibian.store import merge_page
from huibian.vocabulary.fields import FIELD_LABELS

#: Fields of one value, in the order of the page.
SINGLE = (
    "title", "subtitle", "region", "level", "organization", "author", "kind", "date", "summary"
)  # fmt: skip
#: Fields that hold lists.
LISTS = ("themes", "review", "confirmed")
_ORDER = {name: at for at, name in enumerate(ArticleMeta.model_fields)}


class Typed(BaseModel):
    """What stands in the form: fields of one value, lists, and the body as Markdown."""

    model_config = ConfigDict(extra="forbid", strict=True)

    title: str = ""
    subtitle: str = ""
    region: str = ""
    level: str = ""
    organization: str = ""
    author: str = ""
    kind: str = ""
    date: str = ""
    summary: str = ""
    themes: list[str] = []
    review: list[str] = []
    confirmed: list[str] = []
    body: str = ""


def taken_apart(page: str) -> Typed:
    """Return what a form shows of a page.

    Of front matter that cannot be read nothing is shown; the body stands below it.
    """
    text = page.replace("\r\n", "\n")
    try:
        meta = frontmatter.parse(text, with_lines=False).meta
    except HuibianError:
        meta = {}
    values: dict[str, Any] = {name: _text(meta.get(name)) for name in SINGLE}
    for name in LISTS:
        given = meta.get(name)
        values[name] = [_text(one) for one in given] if isinstance(given, list) else []
    return Typed(**values, body=frontmatter.body_of(text).strip("\n"))


def put_together(typed: Typed, base: str = "", number: int = 0) -> str:
    """Return the page of a form that was begun with ``base``, ``""`` for a new page.

    ``base`` comes back to the letter where nothing was changed; keys that no form shows stay. A
    page whose number cannot be read gets ``number``.
    """
    before = taken_apart(base)
    if base and typed == before:
        return base
    try:
        meta = dict(frontmatter.parse(base, with_lines=False).meta)
    except HuibianError:
        meta = {}
    for name in (*SINGLE, *LISTS):
        value = getattr(typed, name)
        if name in SINGLE:
            value = _one_line(value)
        if value != getattr(before, name) or name not in meta:
            meta[name] = value or None
    if number and "number" not in meta:
        meta["number"] = number
    meta["title"] = meta["title"] or ""  # that it is missing is for the check to say
    ordered = sorted(meta.items(), key=lambda item: _ORDER.get(item[0], len(_ORDER)))
    return frontmatter.dump(dict(ordered), typed.body.replace("\r\n", "\n"))


def numbered(page: str, number: int, source: str = "") -> str:
    """Return a new page with its number, and the name of its original where it has one."""
    meta = dict(frontmatter.parse(page, with_lines=False).meta)
    meta["number"] = number
    if source and isinstance(meta.get("source"), dict):
        meta["source"] = {**meta["source"], "file": source}
    ordered = sorted(meta.items(), key=lambda item: _ORDER.get(item[0], len(_ORDER)))
    return frontmatter.dump(dict(ordered), frontmatter.body_of(page))


def with_images(page: str, names: Mapping[str, str]) -> str:
    """Return a page that shows images by other names; ``names`` maps old ones to new ones."""
    pattern = re.compile(rf"(?<=\({IMAGES}/)[^()\s]+(?=\))")
    body = frontmatter.body_of(page)
    head = page[: len(page) - len(body)]
    return head + pattern.sub(lambda match: names.get(match.group(), match.group()), body)


def shown_images(body: str) -> list[str]:
    """Return the names of the images that a body shows."""
    return list(dict.fromkeys(re.findall(rf"\({IMAGES}/([^()\s/]+)\)", body)))


def merged(base: str, theirs: str, mine: str) -> tuple[str, list[str]]:
    """Return a page with what two people made of ``base``, and the labels of fields in conflict.

    Where both changed a field, or the same lines of the body, ``mine`` stands.
    """
    text, fields = merge_page(base, theirs, mine)
    return text, [FIELD_LABELS.get(name, name) for name in fields]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _one_line(text: str) -> str:
    """Return a field's text as one line without control characters."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).strip()
