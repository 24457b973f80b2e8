"""The catalogue and the code agree: no code without an entry, no entry without a use."""

from __future__ import annotations

import json
import re
import string
from pathlib import Path

import pytest

import huibian
from huibian.diagnostics import CATALOGUE, SEVERITY_LABELS, HuibianError, diagnostic, fail

PACKAGE = Path(huibian.__file__).parent
SOURCES = {
    path: path.read_text(encoding="utf-8")
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.name != "diagnostics.py"
}
USED = {code for text in SOURCES.values() for code in re.findall(r'"(HB\d{3})"', text)}
#: Entries kept for formats and commands that are described but not built yet.
DOCUMENTED: set[str] = set()


def places(code: str) -> set[str]:
    entry = CATALOGUE[code]
    parsed = string.Formatter().parse(entry.message + entry.hint)
    return {name for _, name, _, _ in parsed if name} - {"path", "line"}


def test_every_used_code_is_in_the_catalogue() -> None:
    assert set() == USED - set(CATALOGUE)


def test_every_entry_is_used_or_documented() -> None:
    assert set(CATALOGUE) - USED == DOCUMENTED


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_entries_are_complete(code: str) -> None:
    entry = CATALOGUE[code]
    assert re.fullmatch(r"HB[1-8]\d\d", code)
    assert entry.severity in SEVERITY_LABELS
    assert entry.message and entry.hint
    assert re.search(r"[\u4e00-\u9fff]", entry.message)
    assert not entry.message.endswith("。")


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_places_can_be_filled(code: str) -> None:
    values = {name: f"<{name}>" for name in places(code)}
    finding = diagnostic(code, path="docs/甲.md", line=7, **values)
    shown = finding.text()
    assert all(value in shown for value in values.values())
    assert shown.startswith("docs/甲.md:7：")
    assert not re.search(r"\{\w+\}", shown)
    assert json.loads(json.dumps(finding.data()))["code"] == code


@pytest.mark.parametrize("code", sorted(code for code in CATALOGUE if places(code)))
def test_a_missing_value_is_a_defect(code: str) -> None:
    with pytest.raises(KeyError):
        diagnostic(code)


def calls() -> list[tuple[str, str, list[str]]]:
    """Return (place, code, names of the values) of every call with a literal code."""
    found = []
    for path, text in SOURCES.items():
        for match in re.finditer(r'\b(?:fail|diagnostic)\(\s*"(HB\d{3})"', text):
            depth, at = 1, match.end()
            while depth:
                depth += {"(": 1, ")": -1}.get(text[at], 0)
                at += 1
            arguments = text[match.end() : at]
            names = sorted(set(re.findall(r"(?:^|[,(\s])(\w+)=(?!=)", arguments)))
            if "**" not in arguments:
                found.append((f"{path.name}:{text.count(chr(10), 0, at)}", match[1], names))
    return found


@pytest.mark.parametrize(("place", "code", "names"), calls(), ids=lambda value: str(value)[:24])
def test_calls_fill_every_place(place: str, code: str, names: list[str]) -> None:
    assert places(code) <= set(names), place


def test_text_without_a_place() -> None:
    assert diagnostic("HB101").text().startswith("错误 HB101 ")
    assert diagnostic("HB101", line=3).text().startswith("第 3 行：错误")


def test_an_error_carries_its_findings() -> None:
    error = fail("HB105", path="甲.txt", reason="没有权限")
    assert isinstance(error, HuibianError)
    assert [finding.code for finding in error.findings] == ["HB105"]
    assert "没有权限" in str(error)
