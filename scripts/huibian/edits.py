"""An editor's decisions in a source: anchored by text, found again when lines have moved.

Knows what an edit stands on, not what it does; that is the plan's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huibian.model import INVISIBLE, Line
from huibian.schema import Anchor, Confirm, Drop, Edit, Keep, Move, SplitAt

_ANCHOR_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Applied:
    """Edits with their lines in the source at hand.

    ``edits`` pairs each edit that still applies with its line numbers in the order of its
    anchors; ``lost`` are those whose text stands nowhere any more.
    """

    edits: tuple[tuple[Edit, tuple[int, ...]], ...]
    lost: tuple[Edit, ...]

    def lines(self, kind: type[Keep] | type[Drop]) -> frozenset[int]:
        """Return the line numbers that edits of a kind (keep or drop) cover."""
        return frozenset(
            line
            for edit, places in self.edits
            if isinstance(edit, kind)
            for line in range(places[0], places[1] + 1)
        )


class EditError(ValueError):
    """An edit that makes no sense; the message is Chinese."""


def anchor(line: Line) -> Anchor:
    """Return the anchor for a source line."""
    return Anchor(line=line.number, text=_visible(line.text))


def anchors(edit: Edit) -> tuple[Anchor, ...]:
    """Return an edit's anchors in a fixed order."""
    if isinstance(edit, SplitAt | Confirm):
        return (edit.at,)
    if isinstance(edit, Move):
        return (edit.first, edit.last, edit.to)
    if isinstance(edit, Keep | Drop):
        return (edit.first, edit.last)
    return (edit.article,)


def locate(edits: Iterable[Edit], lines: Sequence[Line]) -> Applied:
    """Find the lines on which the edits stand in this source, by number or else by text."""
    places: dict[str, list[int]] | None = None
    applied: list[tuple[Edit, tuple[int, ...]]] = []
    lost: list[Edit] = []
    for edit in edits:
        found: list[int] = []
        for one in anchors(edit):
            if one.line <= len(lines) and _visible(lines[one.line - 1].text) == one.text:
                found.append(one.line)
                continue
            if places is None:
                places = defaultdict(list)
                for line in lines:
                    places[_visible(line.text)].append(line.number)
            near = sorted(places.get(one.text, []), key=lambda n, at=one.line: abs(n - at))  # type: ignore[misc]
            if not near or not one.text:
                break
            found.append(near[0])
        if len(found) == len(anchors(edit)) and not (len(found) >= 2 and found[0] > found[1]):
            applied.append((edit, tuple(found)))
        else:
            lost.append(edit)
    return Applied(tuple(applied), tuple(lost))


def _visible(text: str) -> str:
    return "".join(char for char in text if char not in INVISIBLE).strip()[:_ANCHOR_LENGTH]
