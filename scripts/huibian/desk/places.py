"""The places that a text names, as choices beside a region's field. Knows no draft."""

from __future__ import annotations

from huibian.vocabulary.regions import RegionTable, find_mentions

_CANDIDATES = 6


def named(text: str, table: RegionTable) -> list[dict[str, str]]:
    """Return the regions that a text names, the most named first; all of one name."""
    counts: dict[str, int] = {}
    for mention in find_mentions(text, table):
        for code in mention.codes:
            counts[code] = counts.get(code, 0) + 1
    best = sorted(counts, key=lambda code: -counts[code])[:_CANDIDATES]
    return [{"value": table.path_name(code), "code": code} for code in best]
