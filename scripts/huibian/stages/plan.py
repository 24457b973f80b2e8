"""The plan: boundaries and an editor's decisions -> where every line goes.

Decisions are anchored by the text of their line; one whose text is found nowhere is returned as
not applied. Knows nothing of metadata or of how pages look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from huibian.edits import Applied, EditError
from huibian.model import (
    Boundary,
    BoundarySet,
    CleanLine,
    Dropped,
    Evidence,
    LineRange,
    Segment,
    Span,
    SplitPlan,
)
from huibian.schema import Edit, Merge, Move, Retitle, SetField, SplitAt
from huibian.wording import starts_mid_word, terminated


def make_plan(
    lines: Sequence[CleanLine],
    dropped: Sequence[Dropped],
    found: BoundarySet,
    applied: Applied,
) -> SplitPlan:
    """Decide where every line goes.

    ``lines`` are clean under the editor's keeps and drops, ``found`` comes from the source as
    the rules see it. Raises EditError for an edit that cannot be carried out.
    """
    draft = _Draft(lines, found)
    for edit, places in applied.edits:
        draft.apply(edit, places)
    return draft.plan(dropped)


class _Draft:
    """A plan while edits are applied, in the order in which they were made."""

    def __init__(self, lines: Sequence[CleanLine], found: BoundarySet) -> None:
        self.lines = lines
        self.found = found
        self.starts: dict[int, Boundary] = {b.line: b for b in found.boundaries}
        for suspect in found.promoted():
            self.starts[suspect.line] = Boundary(
                suspect.line, suspect.title, "", (suspect.line,), suspect.score, suspect.evidence
            )
        self.titles: dict[int, str] = {}
        self.moves: list[tuple[LineRange, int]] = []

    def apply(self, edit: Edit, places: tuple[int, ...]) -> None:
        if isinstance(edit, SplitAt):
            self._split(places[0])
        elif isinstance(edit, Merge):
            self._merge(places[0])
        elif isinstance(edit, Move):
            self._move(LineRange(places[0], places[1]), places[2])
        elif isinstance(edit, Retitle):
            self._known(places[0])
            self.titles[places[0]] = edit.title
        elif isinstance(edit, SetField):
            self._known(places[0])

    def _known(self, line: int) -> None:
        if line not in self.starts:
            raise EditError(f"第 {line} 行不是任何一篇的标题")

    def _split(self, line: int) -> None:
        if line in self.starts:
            raise EditError(f"第 {line} 行已经是一篇的标题")
        text = self.lines[line - 1].text
        if not text:
            raise EditError(f"第 {line} 行是空行或已剔除的行，不能作为标题")
        self.starts[line] = Boundary(
            line, text, "", (line,), 1.0, (Evidence("editor", line, text[:20], 1.0),)
        )

    def _merge(self, line: int) -> None:
        self._known(line)
        if line == min(self.starts):
            raise EditError("第 1 篇前面没有可以并入的一篇")
        del self.starts[line]
        self.titles.pop(line, None)
        self.moves = [(passage, to) for passage, to in self.moves if to != line]

    def _move(self, passage: LineRange, to: int) -> None:
        self._known(to)
        title = next((n for n in sorted(self.starts) if n in passage), None)
        if title is not None:
            raise EditError(
                f"第 {passage.first}–{passage.last} 行里有一篇的标题（第 {title} 行），不能移动"
            )
        self.moves = [(p, t) for p, t in self.moves if p != passage] + [(passage, to)]

    def plan(self, dropped: Sequence[Dropped]) -> SplitPlan:
        order = sorted(self.starts)
        bodies: dict[int, list[int]] = {start: [] for start in order}
        preliminaries: list[int] = []
        title_lines = {n for start in order for n in self.starts[start].title_lines}
        moved = {
            n: to for passage, to in self.moves for n in range(passage.first, passage.last + 1)
        }
        at = 0
        for line in self.lines:
            while at < len(order) and order[at] <= line.number:
                at += 1
            if not line.text or line.number in title_lines or line.number in moved:
                continue
            (bodies[order[at - 1]] if at else preliminaries).append(line.number)
        joins: dict[int, set[int]] = defaultdict(set)
        for passage, to in self.moves:
            inside = [n for n in range(passage.first, passage.last + 1) if self.lines[n - 1].text]
            if inside and self._goes_on(bodies[to], inside[0]):
                joins[to].add(inside[0])
            bodies[to].extend(inside)
        segments = []
        marks: list[Dropped] = []
        for position, start in enumerate(order, 1):
            boundary = self.starts[start]
            marks.extend(self._marks(boundary))
            segments.append(
                Segment(
                    position,
                    boundary,
                    self._passages(bodies[start]),
                    self.titles.get(start, boundary.title),
                    frozenset(joins[start]),
                )
            )
        return SplitPlan(
            tuple(segments),
            tuple(preliminaries),
            tuple(sorted([*dropped, *marks], key=lambda piece: piece.span)),
            self.found.title,
            self.found.title_line,
            self.found.declared,
            rule=self.found.rule,
        )

    def _goes_on(self, body: Sequence[int], first: int) -> bool:
        """Say whether a moved passage goes on with the sentence at the end of a body."""
        text = self.lines[first - 1].text
        before = self.lines[body[-1] - 1].text if body else ""
        return bool(before) and (not terminated(before) or starts_mid_word(text))

    def _passages(self, body: Sequence[int]) -> tuple[LineRange, ...]:
        """Return a body as ranges; only lines without text may lie unnamed inside one."""
        ranges: list[LineRange] = []
        for line in body:
            last = ranges[-1].last if ranges else line
            if (
                ranges
                and last < line
                and not any(self.lines[n - 1].text for n in range(last + 1, line))
            ):
                ranges[-1] = LineRange(ranges[-1].first, line)
            else:
                ranges.append(LineRange(line, line))
        return tuple(ranges)

    def _marks(self, boundary: Boundary) -> list[Dropped]:
        """Return the number before a title as a dropped piece, so that it is accounted for."""
        if not boundary.mark:
            return []
        line = self.lines[boundary.line - 1]
        span = line.spans[0]
        if len(boundary.title_lines) == 2:
            return [Dropped(replace(span, end=line.spans[-1].end), line.text, "title-mark")]
        return [
            Dropped(
                Span(line.number, span.start, span.start + len(boundary.mark)),
                boundary.mark,
                "title-mark",
            )
        ]
