"""Proportions: articles and preliminaries that are far shorter or longer than they should be.

Asks and takes no decision. An article without text may be the heading of a group, one that is
much longer than the others may hold a further article, and so may long preliminaries.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from huibian.model import BoundarySet, CleanLine, Evidence, Question, Segment, SplitPlan
from huibian.vocabulary.boundaries import load_title_words
from huibian.wording import terminated, without_blanks

_EMPTY = 20  # characters of an article's text that are none
_MANY = 5  # articles whose usual length tells something
LONG = 4  # times the usual length
_PROSE = 400  # characters of whole sentences that an editor rarely writes without a heading


def ask(plan: SplitPlan, lines: Sequence[CleanLine], found: BoundarySet) -> tuple[Question, ...]:
    """Return the questions about what is too short or too long, in source order."""
    sizes = [_size(segment, lines) for segment in plan.segments]
    return (
        *_preliminaries(plan, lines, found),
        *_empty(plan, sizes),
        *_long(plan, lines, found, sizes),
    )


def _size(segment: Segment, lines: Sequence[CleanLine]) -> int:
    return sum(len(lines[number - 1].text) for number in segment.numbers)


def _empty(plan: SplitPlan, sizes: Sequence[int]) -> Iterator[Question]:
    for segment, size in zip(plan.segments, sizes, strict=True):
        if size >= _EMPTY or len(plan.segments) == 1:
            continue
        line = segment.boundary.line
        yield Question(
            "HB224",
            line,
            (("number", str(segment.number)), ("title", segment.title), ("size", str(size))),
            f"--remove {segment.number}" if not size else f"--merge {segment.number}",
            (Evidence("length", line, f"{size} 字", 0.8),),
        )


def _long(
    plan: SplitPlan, lines: Sequence[CleanLine], found: BoundarySet, sizes: Sequence[int]
) -> Iterator[Question]:
    usual = median(sizes)
    if len(sizes) < _MANY:
        return
    for segment, size in zip(plan.segments, sizes, strict=True):
        if size < LONG * usual:
            continue
        inside = [n for n in found.likely if any(n in passage for passage in segment.passages)]
        if not inside:
            continue
        yield Question(
            "HB225",
            segment.boundary.line,
            (
                ("number", str(segment.number)),
                ("size", f"{size:,}"),
                ("usual", f"{usual:,.0f}"),
                ("at", str(inside[0])),
                ("text", lines[inside[0] - 1].text[:40]),
            ),
            f"--split-at {inside[0]}",
            (Evidence("length", segment.boundary.line, f"{size} 字", 0.5),),
        )


def _preliminaries(
    plan: SplitPlan, lines: Sequence[CleanLine], found: BoundarySet
) -> Iterator[Question]:
    """Ask about prose at the head that no heading calls a preface."""
    words = load_title_words()
    first = min(segment.boundary.line for segment in plan.segments)
    listed = {index + 1 for index in found.contents.lines}
    head = [n for n in plan.preliminaries if n < first and n not in listed]
    texts = [lines[n - 1].text for n in head]
    if any(words.preface.search(without_blanks(text)) for text in texts):
        return
    prose = [n for n in head if terminated(lines[n - 1].text)]
    size = sum(len(lines[n - 1].text) for n in prose)
    if size < _PROSE:
        return
    likely = next((n for n in found.likely if n < first and n in head), 0)
    yield Question(
        "HB226",
        prose[0],
        (
            ("first", str(prose[0])),
            ("last", str(prose[-1])),
            ("size", f"{size:,}"),
            (
                "likely",
                f"；第 {likely} 行“{lines[likely - 1].text[:40]}”像是一篇的标题" if likely else "",
            ),
        ),
        f"--split-at {likely}" if likely else f"--confirm {prose[0]}",
        (Evidence("length", prose[0], f"{size} 字", 0.5),),
    )
