"""Nesting: titles and the headings inside articles that are numbered in the same style.

一、 (title) 一、 二、 三、 (headings) 二、 (title) 一、 二、 … has only few readings in which every
number goes on with the one before it, as a title or as a heading; the best of them is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

_HEADING = 0.6  # what a heading that goes on with its article's numbers is worth
_STRAY = -2.0  # a number that fits nowhere
_STATES = 64  # readings that are followed at a time
_STRAYS = 0.05  # of all numbers, how many may fit nowhere
_SOME = 5  # titles, where every number fits
_MANY = 8  # titles that run on, with fewer headings among them
_NESTED = 0.5  # of the titles, how many have numbered headings below them


class _Reading(NamedTuple):  # many are made, and these are made soonest
    """A way to read the numbers so far: the last title's and the last heading's."""

    gain: float
    title: int = 0
    heading: int = 0
    strays: int = 0
    nested: int = 0  # titles with headings
    titles: tuple[int, object] | None = None  # positions as a linked list, last first


_strays = attrgetter("strays")


def nested_titles(
    values: Sequence[int | None], worth: Sequence[float], fresh: Sequence[bool] = ()
) -> list[int]:
    """Return the positions of the titles among numbered lines, none without a nested reading.

    ``values`` are the numbers in source order, ``worth`` (0–2) how much each line looks like a
    title; where ``fresh``, titles may start again at 1.
    """
    readings = [_Reading(0.0)]
    most = _STRAYS * len(values)
    for at, (value, gain) in enumerate(zip(values, worth, strict=True)):
        states: dict[tuple[int, int], _Reading] = {}
        for one in readings:
            for after in _goes_on(one, at, value, gain, bool(fresh) and fresh[at]):
                state = (after.title, after.heading)
                if state not in states or states[state].gain < after.gain:
                    states[state] = after
        readings = sorted(states.values(), key=lambda one: -one.gain)[:_STATES]
        if min(readings, key=_strays).strays > most:
            return []  # whichever will be the best one
    best = readings[0]
    if best.strays > most:
        return []
    positions: list[int] = []
    link: object = best.titles
    while isinstance(link, tuple):
        positions.append(link[0])
        link = link[1]
    count = len(positions)
    headings = len(values) - count - best.strays
    clear = not best.strays and count >= _SOME and best.nested >= 2
    running = 0 < headings < count >= _MANY
    if not clear and not running and best.nested < max(2, _NESTED * count):
        return []
    return positions[::-1]


def _goes_on(one: _Reading, at: int, value: int | None, gain: float, fresh: bool) -> list[_Reading]:
    """Return the readings of one more number."""
    after = []
    if value is not None and (value == one.title + 1 or (fresh and value == 1)):
        after.append(_Reading(one.gain + gain, value, 0, one.strays, one.nested, (at, one.titles)))
    if value == one.heading + 1 and one.title:
        nested = one.nested + (value == 1)
        after.append(
            _Reading(one.gain + _HEADING, one.title, value, one.strays, nested, one.titles)
        )
    after.append(
        _Reading(one.gain + _STRAY, one.title, one.heading, one.strays + 1, one.nested, one.titles)
    )
    return after
