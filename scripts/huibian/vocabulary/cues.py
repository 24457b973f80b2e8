"""Cues of level, organization and kind: loads levels.yml, organizations.yml and kinds.yml.

Knows patterns only; what they add up to in an article is ``stages/extract`` and ``classify``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from huibian.vocabulary.loading import built_in, load_list

#: A placeholder that stands for a name: xx市, X区, *县, 某县, ××镇.
PLACEHOLDER = r"(?:[xX×]{1,4}|[*＊]{1,3}|某(?:某)?|[A-Z](?=[省市州区县旗镇乡村街]))"
#: Stands for a letter of a real place name while units are looked for.
PLACE = "\ue000"
NAME = rf"(?:{PLACEHOLDER}|[\u4e00-\u9fff]{{2,4}}?)"


@dataclass(frozen=True, slots=True)
class LevelCues:
    """Patterns by level and the weights of the places where they are found."""

    superior: re.Pattern[str]
    levels: tuple[tuple[str, re.Pattern[str]], ...]
    title: float
    lead: float
    text: float
    cap: int


@dataclass(frozen=True, slots=True)
class UnitCues:
    """How units are named: a place, directly followed by one of the cores."""

    place: re.Pattern[str]
    cores: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class KindCues:
    """One kind of article: its cues with weights, and the score that it must reach."""

    label: str
    threshold: float
    text_cap: int
    title: tuple[tuple[re.Pattern[str], float], ...]
    text: tuple[tuple[re.Pattern[str], float], ...]


@lru_cache(maxsize=1)
def load_levels() -> LevelCues:
    """Load the cues of levels."""
    data: dict[str, Any] = yaml.safe_load(built_in("levels.yml"))
    weights = data["weights"]
    return LevelCues(
        re.compile("|".join(data["superior"])),
        tuple(
            (entry["level"], re.compile("|".join(_fill(p) for p in entry["patterns"])))
            for entry in data["levels"]
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
    data: dict[str, Any] = yaml.safe_load(built_in("organizations.yml"))
    inside = r"(?:[\u4e00-\u9fffA-Za-z0-9]{1,14}?)"
    return UnitCues(
        re.compile(f"(?:{PLACE}+|{_fill(data['places'])})+|{data['generic']}"),
        tuple(re.compile(_fill(core).replace("{M}", inside)) for core in data["cores"]),
    )


@lru_cache(maxsize=1)
def load_kinds() -> tuple[KindCues, ...]:
    """Load the kinds of articles in the order of the file (the first one is the default)."""
    return tuple(
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
