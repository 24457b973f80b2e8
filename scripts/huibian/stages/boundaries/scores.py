"""Scores: how well a set of titles explains the whole source."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from statistics import median

from huibian.stages.boundaries.candidates import Candidate, mark_number, title_likeness
from huibian.stages.boundaries.suspects import suspects
from huibian.stages.boundaries.text import Text
from huibian.vocabulary.boundaries import BoundaryRule, TitleWords

#: Weights of the parts of a set's score; they sum to 1 with the rule's prior.
_WEIGHTS = {
    "prior": 0.15,
    "declared": 0.25,
    "length": 0.15,
    "even": 0.1,
    "titles": 0.15,
    "coverage": 0.05,
    "restarts": 0.15,
}
_MIN_ARTICLE = 80  # characters; a shorter piece is hardly an article of the genre
_NEARLY = 0.6  # what agreement is worth that is reached by a doubtful title
UNCOUNTED = 0.6  # agreement where no count is declared
_INEXACT = 0.9  # what agreement is worth at most that is not exact
_FEW = 8  # in a compilation of fewer articles one more or less is no reason to doubt a set


def score(
    text: Text,
    rule: BoundaryRule,
    proposed: Sequence[Candidate],
    promised: int | None,
    groups: Sequence[int],
    words: TitleWords,
) -> dict[str, float]:
    """Return the parts of a set's score, each 0–1.

    ``promised`` is the count that the source declares or its table of contents lists, ``groups``
    the sorted lines below which running numbers may start again.
    """
    starts = [one.at for one in proposed]
    ends = [*starts[1:], len(text.lines)]
    sizes = [text.size(start, end) for start, end in zip(starts, ends, strict=True)]
    long_enough = sum(size >= _MIN_ARTICLE for size in sizes) / len(sizes)
    middle = median(sizes)
    even = sum(middle / 6 <= size <= middle * 6 for size in sizes) / len(sizes)
    titles = sum(title_likeness(one.title, words) if one.title else 0.7 for one in proposed)
    titles /= len(proposed)
    agreement = _agreement(len(proposed), promised)
    if rule.kind == "mark":
        order = _continuity(proposed, groups)
        titles *= order
        agreement *= order
    return {
        "prior": rule.prior,
        "declared": agreement,
        "length": long_enough,
        "even": even,
        "titles": titles,
        "coverage": max(0.0, 1 - 4 * text.size(0, starts[0]) / max(1, text.total[-1])),
        "restarts": _restarts(text, starts),
    }


def total(parts: dict[str, float]) -> float:
    """Return the score of a set, 0–1, from its parts."""
    return sum(_WEIGHTS[name] * value for name, value in parts.items())


def count_suspects(
    text: Text,
    proposed: Sequence[Candidate],
    promised: int,
    words: TitleWords,
    parts: dict[str, float],
) -> None:
    """Credit a set with the titles inside its articles that the promised count will add to it."""
    starts = [one.at for one in proposed]
    likeliest = sorted(suspects(text, starts, words), key=lambda s: (-s.score, s.line))
    added = [suspect.line - 1 for suspect in likeliest[: promised - len(proposed)]]
    if added:
        agreement = _agreement(len(proposed) + len(added), promised)
        parts["declared"] = max(parts["declared"], _NEARLY * agreement)
        parts["restarts"] = _restarts(text, sorted(starts + added))


def _agreement(count: int, declared: int | None) -> float:
    """Return how well a number of titles agrees with the declared one, 0–1."""
    if declared is None:
        return UNCOUNTED
    if count == declared:
        return 1.0
    return max(0.0, _INEXACT - 2 * abs(declared - count) / max(declared, _FEW))


def _continuity(proposed: Sequence[Candidate], groups: Sequence[int]) -> float:
    """Return the share of running numbers that go on with the next one: 1, 2, 3 …

    They may start again at 1 below a group's heading.
    """
    values = [mark_number(one.mark) for one in proposed]
    if not any(values):
        return 1.0  # marks without numbers
    fresh = [True] + [
        bisect_left(groups, one.at) < bisect_left(groups, other.at)
        for one, other in itertools.pairwise(proposed)
    ]
    steps = restarts = 0
    for at, value in enumerate(values):
        above = values[at - 1] if at else None
        if (value is not None and above is not None and value == above + 1) or (
            value == 1 and fresh[at]
        ):
            steps += 1
        elif value == 1:
            restarts += 1
    if steps == len(values):
        return 1.0
    return max(0.0, (steps - 2 * restarts) / len(values)) ** 2


def _restarts(text: Text, starts: Sequence[int]) -> float:
    """Return how well the set explains that numbered headings start again at 一.

    1 when every 一 stands in an article of its own; each further 一 in one article counts
    against the set. Neutral (0.7) when there are hardly any such headings.
    """
    if len(text.firsts) < 2:
        return 0.7
    homes = {bisect_right(starts, index) for index in text.firsts}
    return len(homes - {0}) / len(text.firsts)
