"""The vocabulary of boundaries: how titles are marked, and words that tell about titles.

Loads ``boundaries.yml`` and ``titles.yml``. Knows nothing of a document; scoring is the stage's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from huibian.diagnostics import fail
from huibian.scanning import first_characters
from huibian.vocabulary.loading import load_list, shipped

RuleKind = Literal[
    "listed",
    "style",
    "look",
    "bold",
    "flush",
    "page",
    "mark",
    "series",
    "markdown",
    "separator",
    "isolated",
    "bare",
]


@dataclass(frozen=True, slots=True, eq=False)
class BoundaryRule:
    """A way in which a compilation can mark its titles; ``prior`` is 0–1. Equal only to itself."""

    id: str
    kind: RuleKind
    prior: float
    pattern: re.Pattern[str] | None = None
    before: int = 0
    after: int = 0
    level: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class TitleWords:
    """Words and patterns about titles; see ``titles.yml``. Loaded once: equal only to itself."""

    dangling: tuple[str, ...]
    dangling_except: re.Pattern[str]
    dangling_patterns: re.Pattern[str]
    usual: tuple[str, ...]
    collection: re.Pattern[str]
    collection_start: re.Pattern[str]
    part: re.Pattern[str]
    preface: re.Pattern[str]
    postscript: re.Pattern[str]
    contact: re.Pattern[str]
    contents: re.Pattern[str]
    contents_perhaps: re.Pattern[str]


@lru_cache(maxsize=1)
def load_boundaries() -> tuple[BoundaryRule, ...]:
    """Load the boundary rules in the order of the file; a wrong entry raises HB501."""
    rules = []
    for entry in load_list("boundaries.yml"):
        try:
            pattern = entry.get("pattern")
            rules.append(
                BoundaryRule(
                    str(entry["id"]),
                    entry["kind"],
                    float(entry["prior"]),
                    re.compile(pattern) if pattern else None,
                    int(entry.get("before", 0)),
                    int(entry.get("after", 0)),
                    int(entry.get("level", 0)),
                )
            )
        except (KeyError, ValueError, re.error) as error:
            reason = f"分界规则“{entry.get('id', '？')}”：{error}"
            raise fail("HB501", path="boundaries.yml", reason=reason) from error
    return tuple(rules)


@lru_cache(maxsize=1)
def load_title_words() -> TitleWords:
    """Load the words about titles."""
    data = shipped("titles.yml")
    dangling = data["dangling_endings"]
    return TitleWords(
        dangling=tuple(sorted(dangling["words"], key=len, reverse=True)),
        dangling_except=_any(dangling["except"]),
        dangling_patterns=_any(data["dangling_patterns"]["patterns"]),
        usual=tuple(data["title_words"]["words"]),
        collection=_any(data["collection_titles"]["patterns"]),
        collection_start=_any(data["collection_starts"]["patterns"]),
        part=_any(data["parts"]["patterns"]),
        preface=_any(data["editorial"]["before"]),
        postscript=_any(data["editorial"]["after"]),
        contact=_any(data["contact_lines"]["patterns"]),
        contents=_any(data["contents_heads"]["certain"]),
        contents_perhaps=_any(data["contents_heads"]["perhaps"]),
    )


def dangling_end(title: str) -> str:
    """Return the end of a title that asks for more (``各项``, ``将…体现``), else ``""``."""
    words = load_title_words()
    bare = title.rstrip("”’》）」』")
    if bare != title:  # a closing quotation mark closes a phrase
        return ""
    match = words.dangling_patterns.search(title)
    if match:
        return match.group()
    if words.dangling_except.search(title):
        return ""
    return next((word for word in words.dangling if title.endswith(word)), "")


@lru_cache(maxsize=64)
def first_of(rule: BoundaryRule) -> frozenset[str] | None:
    """Return the characters with one of which lines begin that a rule's pattern fits.

    None where that cannot be told.
    """
    return first_characters(rule.pattern) if rule.pattern else frozenset()


@lru_cache(maxsize=4096)
def _fitting(first: str, rules: tuple[BoundaryRule, ...]) -> tuple[BoundaryRule, ...]:
    """Return the rules whose patterns may fit a line with this first character."""
    known = ((rule, first_of(rule)) for rule in rules)
    return tuple(rule for rule, chars in known if chars is None or first in chars)


def parted(line: str, rules: Sequence[BoundaryRule]) -> tuple[str, str]:
    """Return a line's title and the running number before it, by the first rule that fits.

    A number behind the signs of a Markdown heading belongs to what stands before the title.
    """
    for rule in _fitting(line[:1], tuple(rules)):
        match = rule.pattern.match(line) if rule.pattern else None
        title = match.group("title").strip() if match is not None else ""
        if match is None or not title:
            continue
        start = match.start("title")
        if rule.kind == "markdown":
            title, mark = parted(title, rules)
            start = line.index(title, start + len(mark))
        return title, line[:start].strip()
    return line, ""


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
