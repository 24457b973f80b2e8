"""Reading a vocabulary's YAML file: shared by the loaders, knows no vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from huibian.diagnostics import fail, os_reason
from huibian.yamlloader import Loader


def built_in(name: str) -> str:
    """Return the text of a data file that ships with the package (UTF-8)."""
    return (resources.files("huibian.vocabulary") / name).read_text(encoding="utf-8")


def shipped(name: str) -> dict[str, Any]:
    """Return what a data file that ships with the package holds: a mapping."""
    data: dict[str, Any] = yaml.load(built_in(name), Loader=Loader)
    return data


def load_list(name: str, extra: Path | None = None) -> list[dict[str, Any]]:
    """Return the entries of a shipped list and, after them, those of a site's own file.

    ``extra`` need not exist. A file that is no list of mappings raises HB501.
    """
    entries = _parse_list(built_in(name), name)
    if extra is not None and extra.is_file():
        entries = entries + _parse_list(read_own(extra), str(extra))
    return entries


def read_own(path: Path) -> str:
    """Return the text of a site's own file. One that cannot be read raises HB501."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise fail("HB501", path=str(path), line=1, reason=os_reason(error)) from error


def modified(path: Path | None) -> int:
    """Return when a file changed last (nanoseconds), 0 where there is none: a cache's key."""
    try:
        return path.stat().st_mtime_ns if path is not None else 0
    except OSError:
        return 0


def parse(text: str, path: str) -> Any:
    """Return what a YAML text holds; None for an empty one. Wrong YAML raises HB501."""
    try:
        return yaml.load(text, Loader=Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = f"不是合法的 YAML（{getattr(error, 'problem', error)}）"
        line = mark.line + 1 if mark is not None else 1
        raise fail("HB501", path=path, line=line, reason=reason) from error
    except (ValueError, RecursionError) as error:  # an impossible date, endless nesting
        reason = f"不是合法的 YAML（{str(error)[:60]}）"
        raise fail("HB501", path=path, line=1, reason=reason) from error


def line_of(text: str, place: Sequence[str | int]) -> int:
    """Return the line (from 1) of a key or entry, by the keys and numbers that lead to it."""
    node = yaml.compose(text, Loader=Loader)
    line = 1
    for step in place:
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == step), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            break
    return line


def _parse_list(text: str, path: str) -> list[dict[str, Any]]:
    data = parse(text, path)
    if data is None:
        return []
    if not isinstance(data, list) or not all(isinstance(entry, dict) for entry in data):
        raise fail("HB501", path=path, line=1, reason="应当是条目的列表，每条以“- ”开始")
    return data
