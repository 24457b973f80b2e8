"""The only place that reads or writes YAML front matter.

Reading keeps the line number of each key, so that an error can point at it. Writing quotes
whatever YAML would read as something else than the text it is (``1:30``, ``no``, ``2022-04``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from huibian import yamlloader
from huibian.diagnostics import fail
from huibian.simpleyaml import BARE, UNSAFE, WORDS, entries, mapping
from huibian.yamlloader import Loader

_FENCE = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.S | re.M)
#: Text that YAML reads back as the same text without quotes: Chinese or letters first, no
#: indicator characters, no ``: `` or `` #``.
_PLAIN = re.compile(rf"^{BARE}\Z")
_QUOTE = json.JSONEncoder(ensure_ascii=False).encode
_BARRED = re.compile(rf"[{UNSAFE}]")


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
    simple = entries(block)
    try:
        meta = yamlloader.load(block) if simple is None else mapping(simple)
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
        lines = {entry.key: entry.line + 1 for entry in simple}
    body = text[match.end() :]
    return FrontMatter(
        {str(key): value for key, value in meta.items()},
        lines,
        body,
        text.count("\n", 0, match.end()) + 1,
    )


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
    return _WRITERS.get(type(value), _other)(value)


def _other(value: object) -> str:
    """Return a value of a type that is like one of those that are usual."""
    like = next((write for kind, write in _LIKE if isinstance(value, kind)), None)
    return like(value) if like else _text(str(value))


def _list(value: Sequence[object]) -> str:
    writers = _WRITERS  # a plan has a million values
    return "[" + ", ".join([writers.get(type(one), _other)(one) for one in value]) + "]"


def _mapping(value: Mapping[str, object]) -> str:
    writers = _WRITERS
    return (
        "{"
        + ", ".join([f"{_key(k)}: {writers.get(type(v), _other)(v)}" for k, v in value.items()])
        + "}"
    )


def _text(text: str) -> str:
    if _PLAIN.match(text) and text.lower() not in WORDS and not text.endswith(("-", ".")):
        return text
    # JSON strings are YAML double-quoted strings, apart from characters that YAML bars.
    return _BARRED.sub(lambda m: f"\\u{ord(m.group()):04x}", _QUOTE(text))


@lru_cache(maxsize=256)
def _key(key: str) -> str:
    """Return a mapping's key; there are few, and thousands of mappings have them."""
    return scalar(key)


#: How values are written, by their type; others as the first of these that they are like.
_WRITERS: dict[type, Callable[[Any], str]] = {
    str: _text,
    bool: json.dumps,
    type(None): json.dumps,
    int: repr,
    float: repr,
    list: _list,
    tuple: _list,
    dict: _mapping,
}
_LIKE: tuple[tuple[Any, Callable[[Any], str]], ...] = (*_WRITERS.items(), (Mapping, _mapping))


def dump(meta: Mapping[str, object], body: str) -> str:
    """Return a page's whole text from its mapping (kept in order; None is left out) and body."""
    lines = [f"{key}: {scalar(value)}" for key, value in meta.items() if value is not None]
    block = "\n".join(lines)
    return (
        f"---\n{block}\n---\n\n{body.strip(chr(10))}\n" if body.strip() else f"---\n{block}\n---\n"
    )
