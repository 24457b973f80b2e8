"""The noise rules: what is dropped from a source, and under which name.

Loads ``noise.yml``. Knows nothing of lines around the one it is asked about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from huibian.diagnostics import fail
from huibian.vocabulary.loading import load_list

#: Rule ids that are not in the data file, because code (or an editor) applies them.
EXTRA_LABELS = {
    "editor": "编辑删去",
    "title-mark": "标题序号",
}


@dataclass(frozen=True, slots=True)
class NoiseRule:
    """One rule: ``scope`` says whether the whole line or only the match is dropped."""

    id: str
    label: str
    scope: Literal["line", "span"]
    pattern: re.Pattern[str]


@lru_cache(maxsize=4)
def load_noise(extra: Path | None = None) -> tuple[NoiseRule, ...]:
    """Load the shipped rules, then a site's own; a wrong entry raises HB501."""
    rules = []
    for entry in load_list("noise.yml", extra):
        name = str(entry.get("id", "？"))
        try:
            scope = entry["scope"]
            if scope not in ("line", "span"):
                raise ValueError("scope 只能是 line 或 span")
            rules.append(
                NoiseRule(name, str(entry["label"]), scope, re.compile(str(entry["pattern"])))
            )
        except (KeyError, ValueError, re.error) as error:
            reason = f"剔除规则“{name}”：{error}"
            raise fail("HB501", path=str(extra or "noise.yml"), reason=reason) from error
    return tuple(rules)


def noise_label(rule: str) -> str:
    """Return the Chinese name of a rule id for reports."""
    for entry in load_noise():
        if entry.id == rule:
            return entry.label
    return EXTRA_LABELS.get(rule, rule)
