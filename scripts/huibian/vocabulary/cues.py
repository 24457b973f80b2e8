"""Cues of level, organization and kind: loads levels.yml, organizations.yml and kinds.yml.

Knows patterns only; what they add up to in an article is ``stages/extract`` and ``classify``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from huibian.scanning import Scanner
from huibian.vocabulary.loading import load_list, shipped

#: A placeholder that stands for a name: xx市, X区, *县, 某县, ××镇.
PLACEHOLDER = r"(?:[xX×]{1,4}|[*＊]{1,3}|某(?:某)?|[A-Z](?=[省市州区县旗镇乡村街]))"
#: Stands for a letter of a real place name while units are looked for.
PLACE = "\ue000"
NAME = rf"(?:{PLACEHOLDER}|[\u4e00-\u9fff]{{2,4}}?)"


@dataclass(frozen=True, slots=True)
class LevelCues:
    """The levels, a pattern for each, and the weights of the places where they are found."""

    superior: Scanner
    levels: tuple[str, ...]
    patterns: Scanner
    title: float
    lead: float
    text: float
    cap: int


@dataclass(frozen=True, slots=True)
class UnitCues:
    """How units are named: a place, directly followed by one of the cores."""

    place: Scanner
    cores: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class KindCues:
    """One kind of article: its cues with weights, and the score that it must reach."""

    label: str
    threshold: float
    text_cap: int
    title: tuple[tuple[re.Pattern[str], float], ...]
    text: tuple[tuple[re.Pattern[str], float], ...]


class Kinds(tuple[KindCues, ...]):
    """The kinds in their order; ``scanner`` looks for the text cues of all, one after another."""

    scanner: Scanner

    def __new__(cls, kinds: Iterable[KindCues]) -> Kinds:
        """Take the kinds; the first one is the default."""
        made = super().__new__(cls, kinds)
        made.scanner = Scanner(pattern for kind in made for pattern, _ in kind.text)
        return made


@lru_cache(maxsize=1)
def load_levels() -> LevelCues:
    """Load the cues of levels."""
    data = shipped("levels.yml")
    weights = data["weights"]
    return LevelCues(
        Scanner([re.compile("|".join(data["superior"]))]),
        tuple(entry["level"] for entry in data["levels"]),
        Scanner(
            re.compile("|".join(_fill(p) for p in entry["patterns"])) for entry in data["levels"]
        ),
        float(weights["title"]),
        float(weights["lead"]),
        float(weights["text"]),
        int(weights["cap"]),
    )


@lru_cache(maxsize=1)
def load_organizations() -> UnitCues:
    """Load the patterns of units' names, the more telling first.

    They are for a text in which every letter of a real place name is replaced by ``PLACE``.
    """
    data = shipped("organizations.yml")
    inside = r"(?:[\u4e00-\u9fffA-Za-z0-9]{1,14}?)"
    return UnitCues(
        Scanner([re.compile(f"(?:{PLACE}+|{_fill(data['places'])})+|{data['generic']}")]),
        tuple(re.compile(_fill(core).replace("{M}", inside)) for core in data["cores"]),
    )


@lru_cache(maxsize=1)
def load_kinds() -> Kinds:
    """Load the kinds of articles in the order of the file (the first one is the default)."""
    return Kinds(
        KindCues(
            entry["label"],
            float(entry["threshold"]),
            int(entry["text_cap"]),
            _weighted(entry.get("title_cues")),
            _weighted(entry.get("text_cues")),
        )
        for entry in load_list("kinds.yml")
    )


def _weighted(cues: list[list[Any]] | None) -> tuple[tuple[re.Pattern[str], float], ...]:
    return tuple((re.compile(pattern, re.M), float(weight)) for pattern, weight in cues or [])


def _fill(pattern: str) -> str:
    return pattern.replace("{P}", PLACEHOLDER).replace("{N}", NAME)
