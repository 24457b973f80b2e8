"""The plan: boundaries and an editor's decisions -> where every line goes.

Decisions are anchored by the text of their line; one whose text is found nowhere is returned as
not applied. Knows nothing of metadata or of how pages look.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
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
    is_blank,
)
from huibian.schema import Edit, Merge, Move, Remove, Retitle, SetField, SplitAt
from huibian.wording import joined_text, starts_mid_word, terminated


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
            title_lines = self._paragraph(suspect.line)
            self.starts[suspect.line] = Boundary(
                suspect.line, suspect.title, "", title_lines, suspect.score, suspect.evidence
            )
        self.titles: dict[int, str] = {}
        self.moves: list[tuple[LineRange, int]] = []
        self.removed: set[int] = set()  # lines

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
        elif isinstance(edit, Remove):
            self._remove(places[0])

    def _known(self, line: int) -> None:
        if line not in self.starts:
            raise EditError(f"第 {line} 行不是任何一篇的标题")

    def _split(self, line: int) -> None:
        if line in self._title_lines():
            raise EditError(f"第 {line} 行已经是一篇的标题")
        moved = next((passage for passage, _ in self.moves if line in passage), None)
        if moved is not None:
            raise EditError(
                f"第 {line} 行在移到别篇的段落（第 {moved.first}–{moved.last} 行）里，不能作为标题"
            )
        text = self.lines[line - 1].text
        if not text or line in self.removed:
            raise EditError(f"第 {line} 行是空行或已剔除的行，不能作为标题")
        evidence = (Evidence("editor", line, text[:20], 1.0),)
        self.starts[line] = Boundary(line, text, "", self._paragraph(line), 1.0, evidence)

    def _paragraph(self, line: int) -> tuple[int, ...]:
        """Return a line and those joined to it."""
        below = itertools.takewhile(
            lambda n: self.lines[n - 1].joined, range(line + 1, len(self.lines) + 1)
        )
        return (line, *below)

    def _merge(self, line: int) -> None:
        self._known(line)
        if line == min(self.starts):
            raise EditError("第 1 篇前面没有可以并入的一篇")
        del self.starts[line]
        self.titles.pop(line, None)
        self.moves = [(passage, to) for passage, to in self.moves if to != line]

    def _remove(self, line: int) -> None:
        self._known(line)
        if len(self.starts) == 1:
            raise EditError("只有这一篇了，不能剔除")
        after = min((start for start in self.starts if start > line), default=len(self.lines) + 1)
        elsewhere = {n for passage, to in self.moves if to != line for n in passage.numbers}
        body = (n for n in range(line, after) if not self._between(n, line))
        self.removed |= {*self._lines_of(self.starts[line]), *body} - elsewhere
        for passage, to in self.moves:
            if to == line:
                self.removed.update(passage.numbers)
        self.moves = [(passage, to) for passage, to in self.moves if to != line]
        del self.starts[line]
        self.titles.pop(line, None)

    def _move(self, passage: LineRange, to: int) -> None:
        self._known(to)
        gone = next((n for n in sorted(self.removed) if n in passage), None)
        if gone is not None:
            raise EditError(f"第 {gone} 行已经随整篇剔除，不能移动")
        title = next((n for n in sorted(self._title_lines()) if n in passage), None)
        if title is not None:
            raise EditError(
                f"第 {passage.first}–{passage.last} 行里有一篇的标题（第 {title} 行），不能移动"
            )
        self.moves = [(p, t) for p, t in self.moves if p != passage] + [(passage, to)]

    def _title_lines(self) -> set[int]:
        return {n for b in self.starts.values() for n in self._lines_of(b)}

    @staticmethod
    def _lines_of(boundary: Boundary) -> tuple[int, ...]:
        return (boundary.line, *boundary.title_lines)

    def _as_kept(self, boundary: Boundary) -> Boundary:
        """Return a boundary with its title as the lines read under the editor's keeps and drops."""
        if not boundary.title_lines:
            return boundary
        gone = next((n for n in boundary.title_lines if not self.lines[n - 1].text), None)
        if gone is not None:
            raise EditError(
                f"第 {gone} 行是一篇的标题，不能剔除；请先把那一篇并入前一篇（--merge），"
                "或剔除整篇（--remove）"
            )
        title = joined_text([self.lines[n - 1].text for n in boundary.title_lines])
        mark = boundary.mark if title.startswith(boundary.mark) else ""
        closing = boundary.closing if title.endswith(boundary.closing) else ""
        title = title[len(mark) : len(title) - len(closing)].strip()
        return replace(boundary, title=title, mark=mark, closing=closing)

    def plan(self, dropped: Sequence[Dropped]) -> SplitPlan:
        order = sorted(self.starts)
        self.starts = {line: self._as_kept(boundary) for line, boundary in self.starts.items()}
        bodies: dict[int, list[int]] = {start: [] for start in order}
        preliminaries: list[int] = []
        title_lines = {n for start in order for n in self.starts[start].title_lines}
        moved = {  # line -> the last move that takes it
            n: at for at, (passage, _) in enumerate(self.moves) for n in passage.numbers
        }
        at = 0
        for line in self.lines:
            while at < len(order) and order[at] <= line.number:
                at += 1
            if line.number in self.removed or not line.shown:
                continue
            if line.number in title_lines or line.number in moved:
                continue
            between = not at or self._between(line.number, order[at - 1])
            (preliminaries if between else bodies[order[at - 1]]).append(line.number)
        joins: dict[int, set[int]] = defaultdict(set)
        for at, (passage, to) in enumerate(self.moves):
            inside = [
                n
                for n in passage.numbers
                if self.lines[n - 1].shown and moved[n] == at and n not in self.removed
            ]
            if inside and self._goes_on(bodies[to], inside[0]):
                joins[to].add(inside[0])
            bodies[to].extend(inside)
        segments = []
        title_line, title = self._title()
        gone = dropped_text((self.lines[n - 1] for n in sorted(self.removed)), dropped, "editor")
        for position, start in enumerate(order, 1):
            boundary = self.starts[start]
            if not boundary.title_lines and not bodies[start]:
                raise EditError(f"第 {position} 篇没有剩下任何文字")
            gone.extend(self._marks(boundary))
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
            tuple(sorted([*dropped, *gone], key=lambda piece: piece.span)),
            title,
            title_line,
            self.found.declared,
            rule=self.found.rule,
        )

    def _title(self) -> tuple[int, str]:
        """Return the compilation's title and its line under the editor's keeps and drops."""
        line = self.found.title_line
        below = self._paragraph(line) if line and line not in self.removed else ()
        title = joined_text([self.lines[n - 1].text for n in below])
        return (line, title) if title else (0, "")

    def _between(self, line: int, start: int) -> bool:
        """Say whether a line below an article's start is the editor's, not the article's."""
        at = bisect_right(self.found.interludes, line, key=lambda one: one.first) - 1
        return (
            at >= 0
            and start < self.found.interludes[at].first
            and (line <= self.found.interludes[at].last)
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
        pieces: list[Dropped] = []
        if boundary.mark:
            first = self.lines[boundary.line - 1]
            pieces += _dropped_start(first, len(boundary.mark), "title-mark")
        if boundary.closing:
            last = self.lines[boundary.title_lines[-1] - 1]
            whole = _dropped_start(last, len(last.text), "title-mark")
            kept = _dropped_start(last, len(last.text) - len(boundary.closing), "title-mark")
            pieces += _beyond(whole, kept)
        return pieces


def _beyond(whole: Sequence[Dropped], kept: Sequence[Dropped]) -> list[Dropped]:
    """Return what of a line's pieces comes after those of its start."""
    end = kept[-1].span.end if kept else 0
    return [
        Dropped(
            Span(piece.span.line, max(end, piece.span.start), piece.span.end),
            piece.text[max(0, end - piece.span.start) :],
            piece.rule,
        )
        for piece in whole
        if piece.span.end > end and piece.text[max(0, end - piece.span.start) :].strip()
    ]


def _dropped_start(line: CleanLine, size: int, rule: str) -> list[Dropped]:
    """Return the first ``size`` characters of a clean line as dropped pieces, by ``rule``."""
    left = line.text[:size]
    pieces = []
    for span in line.spans:  # a character of the text is a column of the spans
        text, left = left[: span.end - span.start], left[span.end - span.start :]
        if text.strip():
            piece = Span(line.number, span.start, span.start + len(text))
            pieces.append(Dropped(piece, text, rule))
    return pieces


def dropped_text(
    lines: Iterable[CleanLine], dropped: Sequence[Dropped], rule: str
) -> list[Dropped]:
    """Return what is left of lines as dropped pieces, by ``rule``.

    ``dropped`` are pieces that are gone already, such as masked numbers.
    """
    gone = {
        (piece.span.line, column)
        for piece in dropped
        for column in range(piece.span.start, piece.span.end)
    }
    pieces: list[Dropped] = []
    for line in lines:
        columns = [column for span in line.spans for column in range(span.start, span.end)]
        for column, char in zip(columns, line.text, strict=True):
            if (line.number, column) in gone:
                continue
            last = pieces[-1] if pieces else None
            if last is not None and (last.span.line, last.span.end) == (line.number, column):
                pieces[-1] = Dropped(replace(last.span, end=column + 1), last.text + char, rule)
            elif not is_blank(char):
                pieces.append(Dropped(Span(line.number, column, column + 1), char, rule))
    return pieces
