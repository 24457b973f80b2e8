"""Personal data that a compilation still shows: one question an article.

Asks and takes no decision: numbers stay until an editor masks or drops them. What it returns
shows numbers masked only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huibian.lineranges import format_ranges, ranges_of
from huibian.model import CleanLine, Evidence, LineRange, Question, SplitPlan
from huibian.vocabulary.privacy import Personal, Privacy

_SHOWN = 5  # finds that a question shows
_DROPPED = 4  # passages that a question proposes to drop; where there are more, it masks
_BEFORE, _AFTER = 10, 6  # characters around a find in its evidence


@dataclass(frozen=True, slots=True)
class _Place:
    """What stands in the same place of a plan: an article (0: the preliminaries)."""

    number: int
    title_lines: tuple[int, ...]
    passages: tuple[LineRange, ...]


def ask(plan: SplitPlan, lines: Sequence[CleanLine], privacy: Privacy) -> tuple[Question, ...]:
    """Return the questions about personal data in articles and preliminaries."""
    preliminaries = _Place(0, (), ranges_of(plan.preliminaries))
    places = [
        _Place(segment.number, segment.boundary.title_lines, segment.passages)
        for segment in plan.segments
    ]
    questions = (_question(place, lines, privacy) for place in (preliminaries, *places))
    return tuple(question for question in questions if question is not None)


def _question(place: _Place, lines: Sequence[CleanLine], privacy: Privacy) -> Question | None:
    counts: Counter[str] = Counter()
    evidence: list[Evidence] = []
    mask: list[LineRange] = []
    drop: list[int] = []
    at_first = 0
    for passage, droppable in _passages(place):
        masked: list[int] = []
        for number in passage.numbers:
            line = lines[number - 1]
            found = privacy.find(line.text)
            if not found:
                continue
            at_first = at_first or number
            counts.update(one.rule.label for one in found)
            alone = line.style.role == "text" and privacy.only_contact(line.text)
            (drop if droppable and alone else masked).append(number)
            if len(evidence) < _SHOWN:
                shown = privacy.mask(line.text)
                evidence += [_evidence(one, number, shown) for one in found]
        if masked:
            mask.append(LineRange(masked[0], masked[-1]))
    if not counts:
        return None
    dropped = ranges_of(drop)
    if len(dropped) > _DROPPED:
        mask, dropped = _whole(place, [*drop, *(n for m in mask for n in (m.first, m.last))]), ()
    command = [f"--drop {format_ranges([one])}" for one in dropped]
    command += [f"--mask {format_ranges([one])}" for one in mask]
    kinds = "、".join(f"{label} {count} 处" for label, count in counts.items())
    values = (
        ("where", f"第 {place.number} 篇" if place.number else "卷首"),
        ("found", f"{kinds}，第一处在第 {at_first} 行“{evidence[0].text}”"),
    )
    return Question("HB220", at_first, values, " ".join(command), tuple(evidence[:_SHOWN]))


def _passages(place: _Place) -> Iterator[tuple[LineRange, bool]]:
    """Yield the ranges of a place, and whether their lines may be dropped (titles may not)."""
    for one in ranges_of(place.title_lines):
        yield one, False
    for one in place.passages:
        yield one, True


def _whole(place: _Place, lines: Sequence[int]) -> list[LineRange]:
    """Return one range for each passage that holds some of the lines."""
    inside = [[n for n in lines if n in passage] for passage, _ in _passages(place)]
    return [LineRange(min(some), max(some)) for some in inside if some]


def _evidence(one: Personal, number: int, shown: str) -> Evidence:
    text = shown[max(0, one.start - _BEFORE) : one.end + _AFTER]
    return Evidence(one.rule.id, number, text, 1.0)
