"""The desk's screens: of one family with the site, nothing inline, nothing from outside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handling import ROOT

DESK = ROOT / "scripts" / "huibian" / "desk"
SITE = (ROOT / "overrides" / "assets" / "huibian" / "site.css").read_text(encoding="utf-8")
OWN = (DESK / "static" / "desk.css").read_text(encoding="utf-8")
_TOKEN = re.compile(r"(--hb-[a-z0-9-]+): ([^;]+);")


def block(style: str, head: str) -> dict[str, str]:
    body = style[style.index(head) + len(head) :]
    return dict(_TOKEN.findall(body[: body.index("\n}")]))


def test_colours_and_faces_are_the_sites() -> None:
    light = {
        **block(SITE, ":root {"),
        **block(SITE, '[data-md-color-scheme="default"] {'),
    }
    dark = block(SITE, '[data-md-color-scheme="slate"] {')
    own_light = block(OWN, ":root {")
    own_dark = block(OWN, "@media (prefers-color-scheme: dark) {")
    assert own_light and own_dark
    assert own_light == {name: light[name] for name in own_light}
    assert own_dark == {name: dark[name] for name in own_dark}


def files(kind: str) -> list[Path]:
    return sorted(DESK.rglob(f"*.{kind}"))


@pytest.mark.parametrize("path", files("html"), ids=lambda path: path.name)
def test_templates_hold_nothing_inline(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*src=)", text)
    assert "| safe" not in text


@pytest.mark.parametrize(
    "path", [*files("html"), *files("js"), *files("css")], ids=lambda path: path.name
)
def test_nothing_comes_from_outside(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://|@import|innerHTML|insertAdjacentHTML|\beval\(", text)
