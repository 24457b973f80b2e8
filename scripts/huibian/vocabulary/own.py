"""The site's own vocabularies, ``docs/vocabulary/``, as texts that are changed entry by entry.

Nothing here writes a file: a text goes in and a text comes out, and what nobody asked to change
(order, comments, other entries) stays to the letter. ``checked`` loads what would come of it by
the loaders that the commands use. The shipped vocabularies are never touched.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from huibian import frontmatter
from huibian.diagnostics import HuibianError, fail
from huibian.vocabulary.bundle import FOLDER, Vocabularies, load
from huibian.vocabulary.loading import parse
from huibian.vocabulary.regions import COLUMNS
from huibian.yamlloader import Loader

THEMES, REGIONS, NOISE = "themes.yml", "regions.csv", "noise.yml"
FILES = (THEMES, REGIONS, NOISE)
_ALIAS = "alias"
_ITEM = re.compile(r"-(?:[ \t]|$)")

Entry = Mapping[str, Any]


def entries(text: str, name: str) -> list[dict[str, Any]]:
    """Return the entries of an own list of themes or noise rules; HB501 when it is none."""
    data = parse(text, f"docs/{FOLDER}/{name}")
    if data is None:
        return []
    if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
        raise fail("HB501", path=f"docs/{FOLDER}/{name}", line=1, reason="应当是条目的列表")
    return data


def put(text: str, name: str, at: int | None, entry: Entry) -> str:
    """Return a list with an entry in the place of the one at ``at`` (from 0), or at its end."""
    return _spliced(text, name, at, _dumped(entry))


def without(text: str, name: str, at: int) -> str:
    """Return a list without the entry at ``at`` (from 0)."""
    return _spliced(text, name, at, "")


def _spliced(text: str, name: str, at: int | None, block: str) -> str:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    present = entries(text, name)
    if at is None:
        if _is_block(text) or not present:
            head = text if not text or text.endswith("\n") else f"{text}\n"
            if not present:  # a file that says [] or nothing but comments
                head = "".join(
                    f"{line}\n" for line in head.splitlines() if line.lstrip().startswith("#")
                )
            return f"{head}\n{block}" if head.strip() else block
        return "\n".join([*map(_dumped, present), block])
    if not _is_block(text):  # [{…}, {…}]: written anew
        blocks = [_dumped(one) for one in present]
        blocks[at] = block
        return "\n".join(one for one in blocks if one)
    lines = text.splitlines(keepends=True)
    first, last = _span(text, at)
    return "".join([*lines[:first], block, *lines[last:]])


def _is_block(text: str) -> bool:
    """Say whether a list has each entry begin on a line of its own."""
    node = yaml.compose(text, Loader=Loader)
    if not isinstance(node, yaml.SequenceNode) or node.flow_style:
        return False
    lines = text.splitlines()
    return all(_ITEM.match(lines[one.start_mark.line].lstrip()) for one in node.value)


def _span(text: str, at: int) -> tuple[int, int]:
    """Return the first line (from 0) of an entry, and the one after its last."""
    node = yaml.compose(text, Loader=Loader)
    assert isinstance(node, yaml.SequenceNode)
    first = node.value[at].start_mark.line
    count = len(text.splitlines())
    end = node.value[at + 1].start_mark.line if at + 1 < len(node.value) else count
    lines = text.splitlines()
    while end > first + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return first, end


def _dumped(entry: Entry) -> str:
    """Return an entry as the guide writes it; what is empty is left out."""
    lines = []
    for key, value in entry.items():
        if value in (None, "", []) and key not in ("keywords",):
            continue
        if key == "keywords" and value:
            lines.append("keywords:")
            lines += [f"  - {frontmatter.scalar(list(pair))}" for pair in value]
        else:
            lines.append(f"{key}: {frontmatter.scalar(value)}")
    head = "- "
    return "".join(f"{head if number == 0 else '  '}{line}\n" for number, line in enumerate(lines))


def rows(text: str) -> list[dict[str, str]]:
    """Return the rows of an own table of regions, each with every column."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    reader.fieldnames = [column.strip() for column in reader.fieldnames or []]
    return [
        {column: (row.get(column) or "").strip() for column in (*COLUMNS, _ALIAS)}
        for row in reader
        if any((value or "").strip() for value in row.values() if isinstance(value, str))
    ]


def table(given: Sequence[Mapping[str, str]]) -> str:
    """Return the text of a table of regions; Excel knows by its first mark that it is UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, (*COLUMNS, _ALIAS), lineterminator="\n")
    writer.writeheader()
    writer.writerows(given)
    return f"\ufeff{out.getvalue()}"


def checked(docs: Path, texts: Mapping[str, str]) -> Vocabularies:
    """Return the vocabularies as they would be with these texts (by file name).

    Raises HB501 for what the loaders do not take. Reads ``docs``, writes nothing there.
    """
    with tempfile.TemporaryDirectory(prefix="huibian-words-") as scratch:
        folder = Path(scratch) / FOLDER
        if (docs / FOLDER).is_dir():
            shutil.copytree(docs / FOLDER, folder)
        else:
            folder.mkdir()
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
        try:
            return load(Path(scratch))
        except HuibianError as error:
            raise HuibianError(
                replace(one, path=f"docs/{FOLDER}/{Path(one.path).name}") for one in error.findings
            ) from error
