"""An editor's decisions in a source: anchored by text, found again when lines have moved.

Knows what an edit stands on, not what it does; that is the plan's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huibian.model import INVISIBLE, Line
from huibian.schema import (
    Anchor,
    Confirm,
    Cut,
    Drop,
    Edit,
    Keep,
    Mask,
    MaskWords,
    Merge,
    Move,
    Remove,
    Retitle,
    SetField,
    SplitAt,
)
from huibian.vocabulary.fields import FIELD_LABELS
from huibian.vocabulary.privacy import load_privacy

_ANCHOR_LENGTH = 60
_NUMBER = 80  # characters; a number that starts within an anchor ends within these
_UNSEEN = dict.fromkeys(map(ord, INVISIBLE))
_HEAD = 6  # characters by which lines are looked up that were wrapped anew


@dataclass(frozen=True, slots=True)
class Applied:
    """Edits with their lines in the source at hand.

    ``edits`` pairs each edit that still applies with its line numbers in the order of its
    anchors; ``lost`` are those whose text stands nowhere any more.
    """

    edits: tuple[tuple[Edit, tuple[int, ...]], ...]
    lost: tuple[Edit, ...]

    def by_line(self) -> dict[int, list[Edit]]:
        """Return the edits that still apply, by the first line that each is about."""
        found: defaultdict[int, list[Edit]] = defaultdict(list)
        for edit, places in self.edits:
            found[places[0]].append(edit)
        return found

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
    """Return the anchor for a source line; it spreads no personal data."""
    return Anchor(line=line.number, text=_shown(line.text))


def anchors(edit: Edit) -> tuple[Anchor, ...]:
    """Return an edit's anchors in a fixed order."""
    if isinstance(edit, SplitAt | Confirm | Cut | MaskWords):
        return (edit.at,)
    if isinstance(edit, Move):
        return (edit.first, edit.last, edit.to)
    if isinstance(edit, Keep | Drop | Mask):
        return (edit.first, edit.last)
    return (edit.article,)


def describe(edit: Edit) -> str:
    """Return in Chinese what an edit does and on which text it stands."""
    first, *others = (f"“{_short(one.text)}”" for one in anchors(edit))
    if isinstance(edit, Move | Keep | Drop | Mask):
        passage = first if others[0] == first else f"{first}到{others[0]}"
    if isinstance(edit, SplitAt):
        return f"从{first}起另分一篇"
    if isinstance(edit, Merge):
        return f"把{first}并入前一篇"
    if isinstance(edit, Move):
        return f"把{passage}移到《{_short(edit.to.text)}》"
    if isinstance(edit, Retitle):
        return f"把标题{first}改为“{_short(edit.title)}”"
    if isinstance(edit, Keep):
        return f"保留{passage}"
    if isinstance(edit, Drop):
        return f"剔除{passage}"
    if isinstance(edit, Mask):
        return f"遮盖{passage}里的号码和邮箱"
    if isinstance(edit, Cut):
        return f"剔除{first}里{_which(edit)}“{_short(edit.text)}”"
    if isinstance(edit, MaskWords):
        return f"遮盖{first}里{_which(edit)}“{_short(edit.text)}”"
    if isinstance(edit, Remove):
        return f"剔除整篇{first}"
    if isinstance(edit, SetField):
        label = FIELD_LABELS[edit.field]
        return f"{first}的{label}" + (f"设为“{_short(edit.value)}”" if edit.value else "删去")
    return f"确认{first}现在的处理"


def _which(edit: Cut | MaskWords) -> str:
    return "的" if edit.nth == 1 else f"第 {edit.nth} 处"


#: Quotation marks inside quotation marks.
_INNER_QUOTES = str.maketrans("“”", "‘’")


def _short(text: str) -> str:
    text = load_privacy().mask(text)
    cut = text if len(text) <= 24 else text[:22] + "…"
    return cut.translate(_INNER_QUOTES)


def locate(edits: Iterable[Edit], lines: Sequence[Line]) -> Applied:
    """Find the lines on which the edits stand in this source.

    By number or else by text; where the source was wrapped anew, by the lines that its text goes
    on over.
    """
    finder: _Finder | None = None
    applied: list[tuple[Edit, tuple[int, ...]]] = []
    lost: list[Edit] = []
    for edit in edits:
        found: list[int] = []
        for one in anchors(edit):
            text = _shown(one.text)
            if one.line <= len(lines) and _shown(lines[one.line - 1].text) == text:
                found.append(one.line)
                continue
            finder = finder or _Finder(lines)
            last = isinstance(edit, Move | Keep | Drop | Mask) and one is edit.last
            place = finder.find(text, one.line, last=last)
            if not place:
                break
            found.append(place)
        if len(found) == len(anchors(edit)) and not (len(found) >= 2 and found[0] > found[1]):
            applied.append((edit, tuple(found)))
        else:
            lost.append(edit)
    return Applied(tuple(applied), tuple(lost))


class _Finder:
    """Lines of a source by their text, and by how they start."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.places: dict[str, list[int]] = defaultdict(list)
        for line in lines:
            self.places[_shown(line.text)].append(line.number)
        self.ink: list[str] = []  # made when a text is first looked for over several lines
        self.heads: dict[str, list[int]] = defaultdict(list)

    def find(self, text: str, near: int, *, last: bool) -> int:
        """Return the line nearest to ``near`` with the text of an anchor, 0 for none.

        ``last`` asks for the line on which the text ends, not for the one where it starts.
        """
        if not text:
            return 0
        same = self.places.get(text, []) or self._wrapped(text, last=last)
        return min(same, key=lambda line: abs(line - near), default=0)

    def _wrapped(self, text: str, *, last: bool) -> list[int]:
        """Return the lines where a text starts (or ends) that goes on over several lines.

        An anchor holds a line's start only: how a long line ended cannot be told.
        """
        ink = _ink(text)
        if len(ink) < _HEAD or (last and len(text) >= _ANCHOR_LENGTH):
            return []
        if not self.ink:
            self.ink = [_ink(line.text) for line in self.lines]
            for at, one in enumerate(self.lines, 1):
                self.heads[_ink(_shown(one.text))[:_HEAD]].append(at)
        found = []
        cut_off = len(text) >= _ANCHOR_LENGTH
        size = len(ink) + _NUMBER if cut_off else len(ink)
        for start in self.heads.get(ink[:_HEAD], ()):
            joined, line = "", start
            while len(joined) < size and line <= len(self.ink):
                joined += self.ink[line - 1]
                line += 1
            joined = load_privacy().mask(joined)
            if joined.startswith(ink) if cut_off else joined == ink:
                found.append(line - 1 if last else start)
        return found


def _ink(text: str) -> str:
    return "".join(text.translate(_UNSEEN).split())


def _shown(text: str) -> str:
    """Return the start of a line as an anchor has it: visible characters, personal data masked."""
    visible = text.translate(_UNSEEN).strip()
    return load_privacy().mask(visible[: _ANCHOR_LENGTH + _NUMBER])[:_ANCHOR_LENGTH]
