"""YAML as this project writes it, read without a YAML parser.

Pages and plans are written by ``frontmatter.scalar``, a value on a line: text in quotes, numbers,
plain text, and lists and mappings of these in brackets. Such a line differs from JSON in nothing
but the quotes that plain text lacks, so it is given them and read as JSON, many times as fast. What
may be anything else is left to YAML, which reads these lines the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

#: Text that YAML reads back as the same text without quotes: Chinese or letters first, no
#: indicator characters, no ``: `` or `` #``.
BARE = (
    r"[\u3400-\u9fff\uff08\u300aA-Za-z\u201c\u2018]"
    r"[\u3400-\u9fff\u3000-\u303f\uff01-\uff5e\u2010-\u2027A-Za-z0-9_./+·%-]*"
)
#: Words that mean something else to YAML than their letters.
WORDS = frozenset(["true", "false", "yes", "no", "on", "off", "null", "y", "n", "none"])
#: What YAML bars, or takes for the end of a line.
UNSAFE = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff"

_KEY = re.compile(r"([a-z][a-z0-9_]+):(?: (.+))?")
_ITEM = "  - "
_COMMENT = re.compile(rf"#[^{UNSAFE}]*")
_BARE = re.compile(f"({BARE})")
#: In quotes, with the escapes that JSON and YAML have in common.
_TEXT = re.compile(rf'"(?:[^"\\{UNSAFE}]|\\["\\bfnrt]|\\u(?![dD][89a-fA-F])[0-9a-fA-F]{{4}})*"')
#: Outside of quotes: a quote that is none, odd characters, marks that need a space.
_ODD = re.compile(r'["\\\x01-\x1f\x7f-\x9f]|[:,](?! )')
_WORD = re.compile(rf'"(?:{"|".join(sorted(WORDS))})"', re.I)
_GAP = "\x00"


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of a block with the line it stands on (from 1) and its value."""

    key: str
    line: int
    value: Any


def entries(text: str) -> list[Entry] | None:
    """Return the keys of a block in order; None when a line may mean anything else.

    A line is ``key: value``, a comment, or an item of the list whose ``key:`` stands above it.
    """
    found: list[Entry] = []
    items: list[Any] | None = None
    try:
        for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
            if line.startswith(_ITEM) and items is not None:
                items.append(_value(line[len(_ITEM) :]))
                continue
            if _COMMENT.fullmatch(line):
                continue
            match = _KEY.fullmatch(line)
            if match is None or match[1] in WORDS or items == []:
                return None
            if match[2] is None:
                items = []
                found.append(Entry(match[1], number, items))
            else:
                items = None
                found.append(Entry(match[1], number, _value(match[2])))
    except (ValueError, RecursionError):
        return None
    return found if found and items != [] else None  # YAML has nothing there, not an empty list


def mapping(block: Sequence[Entry]) -> dict[str, Any]:
    """Return the mapping that a block is; of a key that is there twice, the last one counts."""
    return {entry.key: entry.value for entry in block}


def _value(text: str) -> Any:
    """Return a value on one line; ValueError when it may mean anything else."""
    bare = _TEXT.sub(_GAP, text) if '"' in text else text
    if _ODD.search(bare) or text.count(_GAP):
        raise ValueError(text)
    parts = _BARE.split(bare)
    parts[1::2] = [f'"{part}"' for part in parts[1::2]]
    quoted = "".join(parts)
    if _WORD.search(quoted):
        raise ValueError(text)
    if bare is not text:
        between = quoted.split(_GAP)
        texts = _TEXT.findall(text)
        quoted = "".join(chain.from_iterable(zip(between, [*texts, ""], strict=True)))
    return json.loads(quoted)
