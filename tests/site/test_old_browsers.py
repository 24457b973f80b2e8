"""Our scripts and styles stay within what Chromium 90 and Firefox ESR 115 know.

Holds for every file in overrides/assets/huibian and of the desk, also for those that are still to
come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tree_sitter_javascript
import yaml
from sitetree import ROOT
from tree_sitter import Language, Node, Parser

RULES = yaml.safe_load(Path(__file__).with_name("old_browsers.yml").read_text("utf-8"))
ASSETS = ROOT / "overrides" / "assets" / "huibian"
DESK = ROOT / "scripts" / "huibian" / "desk" / "static"
#: What the desk may have, which is served; pages of the site are opened from folders, too.
MODULES = {"import", "export", "import()"}
SCRIPTS = sorted((*ASSETS.rglob("*.js"), *DESK.rglob("*.js")))
STYLES = sorted((*ASSETS.rglob("*.css"), *DESK.rglob("*.css")))
PARSER = Parser(Language(tree_sitter_javascript.language()))
OLDEST = {"chromium": 90, "firefox": 115}


def nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from nodes(child)


def parsed(script: str) -> Node:
    return PARSER.parse(script.encode()).root_node


def too_new(script: str) -> list[str]:
    """Return the syntax of a script that ECMAScript 2019 does not have, with its lines."""
    names = {rule["node"]: rule["name"] for rule in RULES["syntax"]}
    return [f"{one.start_point[0] + 1}: {names[one.type]}" for one in nodes(parsed(script))
            if one.type in names]  # fmt: skip


def without_comments(script: str) -> str:
    data = script.encode()
    for one in reversed([one for one in nodes(parsed(script)) if one.type == "comment"]):
        data = data[: one.start_byte] + data[one.end_byte :]
    return data.decode()


def asks_first(script: str, name: str) -> bool:
    """Say whether a script looks for a name before it uses it."""
    last = re.escape(re.findall(r"\w+", name)[-1])
    return bool(re.search(rf'typeof [\w.]*{last}\b|"{last}" in ', script))


def blocks(style: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give each head and declaration of a style sheet with the heads that it stands in."""
    plain = re.sub(r"/\*.*?\*/", "", style, flags=re.S)
    plain = re.sub(r'"[^"\n]*"', '""', plain)
    heads: list[str] = []
    for text, end in re.findall(r"([^{};]*)([{};])", plain):
        if text.strip():
            yield tuple(heads), text.strip()
        if end == "{":
            heads.append(text.strip())
        elif end == "}":
            heads.pop()


def is_rule(head: str) -> bool:
    return not head.startswith("@")


@pytest.mark.parametrize("rule", RULES["syntax"], ids=lambda rule: rule["name"])
def test_new_syntax_is_seen(rule: dict[str, str]) -> None:
    assert any(rule["name"] in found for found in too_new(rule["example"]))


@pytest.mark.parametrize("rule", RULES["script"] + RULES["style"], ids=lambda rule: rule["pattern"])
def test_patterns_match_what_they_are_for(rule: dict[str, Any]) -> None:
    assert re.search(rule["pattern"], rule["example"])
    assert not re.search(rule["pattern"], rule.get("counter_example", ""))
    since = rule["since"]
    is_new = any(since[name] is None or since[name] > oldest for name, oldest in OLDEST.items())
    assert is_new, "both know it"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_of_2019(path: Path) -> None:
    script = path.read_text(encoding="utf-8")
    assert not parsed(script).has_error
    found = [one for one in too_new(script) if path.parent != DESK or one.split()[1] not in MODULES]
    assert found == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_ask_for_nothing_newer(path: Path) -> None:
    script = without_comments(path.read_text(encoding="utf-8"))
    found = [match[0] for rule in RULES["script"]
             for match in re.finditer(rule["pattern"], script)
             if not asks_first(script, match[0])]  # fmt: skip
    assert found == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_use_nothing_newer(path: Path) -> None:
    style = path.read_text(encoding="utf-8")
    rules = [rule["pattern"] for rule in RULES["style"] if not rule.get("harmless")]
    found = []
    for heads, text in blocks(style):
        if any(head.startswith("@supports") for head in (*heads, text)):
            continue
        found += [text for pattern in rules if re.search(pattern, text)]
    assert found == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_are_not_nested(path: Path) -> None:
    for heads, text in blocks(path.read_text(encoding="utf-8")):
        assert sum(map(is_rule, heads)) <= 1, text


def test_what_is_asked_for_first_may_be_used() -> None:
    assert asks_first('if (typeof CSS.highlights === "object") use();', "CSS.highlights")
    assert asks_first('if ("inert" in node) node.inert = true;', ".inert")
    assert not asks_first("node.inert = true;", ".inert")
    style = "@supports selector(a:has(b)) { a:has(b) { color: red; } } a:has(c) { color: red; }"
    assert [heads for heads, text in blocks(style) if text == "a:has(c)"] == [()]
    assert list(blocks("a { b { c: d; } }"))[-1] == (("a", "b"), "c: d")
