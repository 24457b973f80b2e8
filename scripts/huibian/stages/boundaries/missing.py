"""Missing: where articles that a source promises may stand unseen.

Running numbers that skip one, and the lines that would most likely be the title of an article
that is not found. Takes no decision: what it returns is asked about.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from statistics import median

from huibian.model import Gap
from huibian.numerals import number
from huibian.stages.boundaries.candidates import (
    TITLE_LIKE,
    Candidate,
    is_bare,
    mark_number,
    title_likeness,
)
from huibian.stages.boundaries.text import Text
from huibian.vocabulary.boundaries import TitleWords
from huibian.wording import numbering

_ENOUGH = 5  # lines that are worth naming
_LONG = 1.6  # times the usual size: an article that may hold two
_TITLE = 0.4  # likeness of a line that carries the missing number
_DIGITS = re.compile(
    r"^[【〔\[(（第篇]{0,3}(?P<n>[\d０-９]{1,4})(?=\D)[】〕\])）、.．:：篇\s]*(?P<title>.*)$"
)


def gaps(
    text: Text, proposed: Sequence[Candidate], groups: Sequence[int], words: TitleWords
) -> list[Gap]:
    """Return the places where the titles' running numbers skip one, in order.

    ``groups`` are the sorted lines below which numbers may start again.
    """
    found = []
    values = [mark_number(one.mark) for one in proposed]
    first = Candidate(0, "")
    set_off = _set_off(text, [one.at for one in proposed])
    pairs = itertools.pairwise([(first, 0), *zip(proposed, values, strict=True)])
    for (one, above), (other, below) in pairs:
        if above is None or below is None or below <= above + 1:
            continue
        if above and bisect_left(groups, one.at) < bisect_left(groups, other.at):
            continue
        inside = text.ink[bisect_right(text.ink, one.at) : bisect_left(text.ink, other.at)]
        numbered = _numbered(text, inside, range(above + 1, below), words)
        unmarked = [index for _, index in _unmarked(text, inside, set_off, words)]
        every = dict.fromkeys([*numbered, *unmarked])
        lines = tuple(text.lines[index].number for index in [*every][:_ENOUGH])
        found.append(Gap(text.lines[other.at].number, above, below, lines))
    return found


def likely(text: Text, starts: Sequence[int], words: TitleWords, *, every: bool) -> list[int]:
    """Return the lines that look most like a title and are none, likeliest first.

    Those in an article much longer than the others come first: it may hold two. Only there, and
    before the first article, is looked for them unless ``every`` article is asked for.
    """
    ends = [*starts[1:], len(text.lines)]
    sizes = [text.size(start, end) for start, end in zip(starts, ends, strict=True)]
    usual = median(sizes)
    set_off = _set_off(text, starts)
    found = []
    bounds = [(-1, starts[0], text.size(0, starts[0])), *zip(starts, ends, sizes, strict=True)]
    for start, end, size in bounds:
        if size < _LONG * usual and not every and start >= 0:
            continue
        inside = text.ink[bisect_right(text.ink, start) : bisect_left(text.ink, end)]
        for worth, index in _unmarked(text, inside, set_off, words):
            found.append((size < _LONG * usual, -worth, index))
    return [text.lines[index].number for *_, index in sorted(found)[:_ENOUGH]]


def _numbered(text: Text, inside: Sequence[int], wanted: range, words: TitleWords) -> list[int]:
    """Return the lines that carry a missing number and are no heading of a run (… 2. 3. …)."""
    seen: set[int] = set()
    found = []
    for index in inside:
        match = _DIGITS.match(text.texts[index])
        value = number(match.group("n")) if match else None
        if match is None or value is None:
            continue
        is_title = title_likeness(match.group("title"), words) >= _TITLE
        if value in wanted and value - 1 not in seen and is_title:
            found.append(index)
        seen.add(value)
    return found


def _unmarked(
    text: Text, inside: Sequence[int], set_off: tuple[int, int], words: TitleWords
) -> list[tuple[float, int]]:
    """Return the lines that look like a title without any mark: how much (0–1), and index.

    ``set_off`` are the blank lines that every title has above and below it.
    """
    before, after = set_off
    found = []
    for index in inside[1:]:
        line = text.texts[index]
        if index in text.barred or text.next_ink[index] < 0 or numbering(line)[0]:
            continue
        if before and text.before[index] >= before and text.after[index] >= after:
            worth = title_likeness(line.rstrip("。."), words)  # nobody else stands like this
        else:
            worth = title_likeness(line, words) if is_bare(text, index, words) else 0.0
        if worth >= TITLE_LIKE:
            found.append((worth, index))
    return sorted(found, key=lambda one: (-one[0], one[1]))


def _set_off(text: Text, starts: Sequence[int]) -> tuple[int, int]:
    """Return the blank lines that stand above and below every title but the first."""
    rest = starts[1:] or starts
    return min(text.before[at] for at in rest), min(text.after[at] for at in rest)
