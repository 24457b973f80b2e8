"""A source as read <-> JSON: how it comes out of the reading process, and is kept in a draft.

Plain data, because what a hostile file has made of that process must not become code here.
"""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from huibian.diagnostics import Diagnostic
from huibian.model import PLAIN, Line, LineStyle, SourceDocument

_STYLE = tuple((one.name, getattr(PLAIN, one.name)) for one in fields(LineStyle))


def dump(document: SourceDocument) -> dict[str, Any]:
    """Return a document as JSON data, its attachments by name only."""
    return {
        "name": document.name,
        "format": document.format,
        "encoding": document.encoding,
        "sha256": document.sha256,
        "lines": [_line(line) for line in document.lines],
        "attachments": [name for name, _ in document.attachments],
        "findings": [asdict(finding) for finding in document.findings],
    }


def load(data: Any, attachments: list[bytes]) -> SourceDocument:
    """Return the document of JSON data; ValueError, KeyError or TypeError for anything else."""
    names = [str(name) for name in data["attachments"]]
    return SourceDocument(
        str(data["name"]),
        str(data["format"]),
        str(data["encoding"]),
        str(data["sha256"]),
        tuple(_read(number, one) for number, one in enumerate(data["lines"], 1)),
        tuple(zip(names, attachments, strict=True)),
        findings(data["findings"]),
    )


def findings(data: Any) -> tuple[Diagnostic, ...]:
    """Return the findings of JSON data."""
    return tuple(
        Diagnostic(
            str(one["code"]),
            one["severity"],
            str(one["path"]),
            int(one["line"]),
            str(one["message"]),
            str(one["hint"]),
        )
        for one in data
    )


def _line(line: Line) -> list[Any]:
    style = {name: value for name, usual in _STYLE if (value := getattr(line.style, name)) != usual}
    return [line.text, line.page, style] if style else [line.text, line.page]


def _read(number: int, data: Any) -> Line:
    text, page, *style = data
    if not isinstance(text, str) or not isinstance(page, int):
        raise TypeError(number)
    if not style:
        return Line(number, text, PLAIN, page)
    usual = dict(_STYLE)
    given = {str(name): value for name, value in style[0].items()}
    for name, value in given.items():
        if type(value) is not type(usual[name]) and not (
            isinstance(usual[name], float) and isinstance(value, int)
        ):
            raise TypeError(name)
    return Line(number, text, LineStyle(**given), page)
