"""The only place that reads or writes YAML front matter.

Reading keeps the line number of each key, so that an error can point at it. Writing quotes
whatever YAML would read as something else than the text it is (``1:30``, ``no``, ``2022-04``).
Blocks as ``dump`` writes them, which nearly all are, are read line by line, eight times as fast;
anything else is left to YAML, which reads those the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from huibian.diagnostics import fail
from huibian.yamlloader import Loader

_FENCE = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.S | re.M)
#: Text that YAML reads back as the same text without quotes: Chinese or letters first, no
#: indicator characters, no ``: `` or `` #``.
_BARE = (
    r"[\u3400-\u9fff\uff08\u300aA-Za-z\u201c\u2018]"
    r"[\u3400-\u9fff\u3000-\u303f\uff01-\uff5e\u2010-\u2027A-Za-z0-9_./+·%-]*"
)
_PLAIN = re.compile(rf"^{_BARE}\Z")
_QUOTE = json.JSONEncoder(ensure_ascii=False).encode
_WORDS = frozenset(["true", "false", "yes", "no", "on", "off", "null", "y", "n", "none"])
#: What YAML bars, takes for the end of a line, or reads only in part.
_UNSAFE = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff"
_BARRED = re.compile(rf"[{_UNSAFE}]")
#: What ``scalar`` writes most: text in quotes with nothing escaped, a number, plain text.
_SIMPLE = rf'"[^"\\{_UNSAFE}]*"|[1-9][0-9]{{0,8}}|{_BARE}'
_ITEM = re.compile(_SIMPLE)
_ENTRY = re.compile(rf"([a-z_]{{2,}}): ({_SIMPLE})")
_LINE = re.compile(
    rf"([a-z_]{{2,}}): (?:({_SIMPLE})"
    rf"|\[((?:{_SIMPLE})(?:, (?:{_SIMPLE}))*)?\]"
    rf"|\{{([a-z_]{{2,}}: (?:{_SIMPLE})(?:, [a-z_]{{2,}}: (?:{_SIMPLE}))*)\}})"
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A page taken apart.

    ``meta`` is the mapping, ``lines`` the 1-based line of each top-level key, ``body`` the text
    after the block, ``body_line`` the 1-based line on which the body starts.
    """

    meta: dict[str, Any]
    lines: dict[str, int]
    body: str
    body_line: int


def body_of(text: str) -> str:
    """Return a page's text without its front matter, which need not be right."""
    return _FENCE.sub("", text, count=1)


def parse(text: str, path: str = "", *, with_lines: bool = True) -> FrontMatter:
    """Take a page apart.

    ``text`` is the page's whole text (``\\n`` or ``\\r\\n``), ``path`` is only for errors.
    ``with_lines=False`` skips the line numbers (faster, for the catalog). A page without a block
    raises HB302; a block that is no YAML mapping raises HB301 with its line.
    """
    match = _FENCE.match(text)
    if match is None:
        raise fail("HB302", path=path, line=1)
    block = match.group(1)
    simple = _simple(block)
    try:
        meta = yaml.load(block, Loader=Loader) if simple is None else dict(simple)
        lines = _key_lines(block) if with_lines and simple is None else {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark is not None else 1
        reason = getattr(error, "problem", None) or str(error)
        raise fail("HB301", path=path, line=line, reason=reason) from error
    except (ValueError, RecursionError) as error:  # an impossible date, endless nesting
        raise fail("HB301", path=path, line=1, reason=str(error)[:80]) from error
    if not isinstance(meta, dict):
        raise fail("HB301", path=path, line=2, reason="应当是“字段: 值”的列表")
    if with_lines and simple is not None:
        lines = {key: line for line, (key, _) in enumerate(simple, 2)}
    body = text[match.end() :]
    return FrontMatter(
        {str(key): value for key, value in meta.items()},
        lines,
        body,
        text.count("\n", 0, match.end()) + 1,
    )


def _simple(block: str) -> list[tuple[str, Any]] | None:
    """Return key and value of each line of a block as ``dump`` writes it.

    None when a line may be anything else.
    """
    found: list[tuple[str, Any]] = []
    try:
        for line in block.removesuffix("\n").split("\n"):
            match = _LINE.fullmatch(line)
            if match is None:
                return None
            key, value, items, entries = match.groups()
            read: Any
            if value is not None:
                read = _value(value)
            elif entries is not None:
                read = {_value(name): _value(text) for name, text in _ENTRY.findall(entries)}
            else:
                read = [_value(item) for item in _ITEM.findall(items or "")]
            found.append((_value(key), read))
    except _NotSimple:
        return None
    return found


class _NotSimple(Exception):
    """A word that means something else to YAML than its letters."""


def _value(text: str) -> Any:
    if text[0] == '"':
        return text[1:-1]
    if text[0] in "123456789":
        return int(text)
    if _is_word(text):
        raise _NotSimple
    return text


def _is_word(text: str) -> bool:
    """Say whether YAML may read plain characters as something else, or as less, than text."""
    return text.lower() in _WORDS or text.endswith(("-", "."))


def _key_lines(block: str) -> dict[str, int]:
    """Return the line in the page (the block starts on line 2) of each top-level key."""
    node = yaml.compose(block, Loader=Loader)
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(key.value): key.start_mark.line + 2 for key, _ in node.value}


def scalar(value: object) -> str:
    """Return one YAML flow value on one line that reads back as ``value``.

    ``value`` is text, a number, a truth value, None, or a list or mapping of such.
    """
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join([scalar(item) for item in value]) + "]"
    if isinstance(value, dict | Mapping):  # the former is told at once
        return "{" + ", ".join([f"{_key(k)}: {scalar(v)}" for k, v in value.items()]) + "}"
    return _text(str(value))


def _text(text: str) -> str:
    if _PLAIN.match(text) and not _is_word(text):
        return text
    # JSON strings are YAML double-quoted strings, apart from characters that YAML bars.
    return _BARRED.sub(lambda m: f"\\u{ord(m.group()):04x}", _QUOTE(text))


@lru_cache(maxsize=256)
def _key(key: str) -> str:
    """Return a mapping's key; there are few, and thousands of mappings have them."""
    return scalar(key)


def dump(meta: Mapping[str, object], body: str) -> str:
    """Return a page's whole text from its mapping (kept in order; None is left out) and body."""
    lines = [f"{key}: {scalar(value)}" for key, value in meta.items() if value is not None]
    block = "\n".join(lines)
    return (
        f"---\n{block}\n---\n\n{body.strip(chr(10))}\n" if body.strip() else f"---\n{block}\n---\n"
    )
