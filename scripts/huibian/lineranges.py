"""Line ranges as people write them: ``7-13, 20`` <-> LineRange."""

from __future__ import annotations

from collections.abc import Iterable

from huibian.model import LineRange


def parse_ranges(text: str) -> tuple[LineRange, ...]:
    """Return the ranges of ``7-13, 20``; a ValueError when it is not of that form."""
    ranges = []
    for part in text.replace("，", ",").replace("–", "-").split(","):
        first, dash, last = part.strip().partition("-")
        one = LineRange(int(first), int(last if dash else first))
        if not 1 <= one.first <= one.last:
            raise ValueError(text)
        ranges.append(one)
    return tuple(ranges)


def format_ranges(ranges: Iterable[LineRange]) -> str:
    """Return ``7-13, 20`` for ranges, in their order."""
    return ", ".join(
        str(one.first) if one.first == one.last else f"{one.first}-{one.last}" for one in ranges
    )


def ranges_of(lines: Iterable[int]) -> tuple[LineRange, ...]:
    """Return the shortest ranges that cover line numbers, keeping their order."""
    ranges: list[LineRange] = []
    for line in lines:
        if ranges and line == ranges[-1].last + 1:
            ranges[-1] = LineRange(ranges[-1].first, line)
        else:
            ranges.append(LineRange(line, line))
    return tuple(ranges)
