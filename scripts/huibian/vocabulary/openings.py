"""The vocabulary of openings: how documents without a title line say what they are about.

Loads ``openings.yml``. Knows patterns only; which title they make is ``stages/titling``'s.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from huibian.vocabulary.loading import shipped


@dataclass(frozen=True, slots=True)
class Openings:
    """Patterns and words of openings; see ``openings.yml``."""

    announcements: tuple[re.Pattern[str], ...]
    acts: Mapping[str, str]
    topics: tuple[re.Pattern[str], ...]
    filler: re.Pattern[str]
    empty: re.Pattern[str]
    year_instead: re.Pattern[str]
    year_before: re.Pattern[str]
    file_prefix: re.Pattern[str]
    file_suffix: re.Pattern[str]


@lru_cache(maxsize=1)
def load_openings() -> Openings:
    """Load the openings."""
    data = shipped("openings.yml")
    acts = "|".join(data["acts"])  # the longer first, as the file has them
    return Openings(
        tuple(re.compile(pattern.replace("{ACT}", acts)) for pattern in data["announcements"]),
        dict(data["acts"]),
        tuple(re.compile(pattern) for pattern in data["topics"]),
        *(
            re.compile(data[name])
            for name in (
                *("filler", "empty", "year_instead", "year_before"),
                *("file_prefix", "file_suffix"),
            )
        ),
    )
