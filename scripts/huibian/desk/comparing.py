"""Two texts side by side, with the words that differ marked; pages as people read them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from huibian import frontmatter
from huibian.diagnostics import HuibianError
from huibian.revising.revision import joined
from huibian.schema import ArticleMeta
from huibian.vocabulary.fields import name_of

#: Characters of a line from which only the whole line is marked, and of a gap that is no rest.
_LONG, _GAP = 3000, 2
_AROUND = 3  # equal lines that stay in sight around what differs

#: Pieces of a line: a text and whether it differs.
Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of either side: its number (0: none) and pieces. ``skipped`` lines were left out."""

    left: int
    before: Pieces
    right: int
    after: Pieces
    skipped: int = 0

    @property
    def differs(self) -> bool:
        """Say whether the sides differ here."""
        return any(marked for _, marked in (*self.before, *self.after))


def compare(one: str, other: str) -> list[Row]:
    """Return two texts line beside line; long stretches that are equal are left out."""
    return list(_folded(list(_rows(one.splitlines(), other.splitlines()))))


def _rows(one: list[str], other: list[str]) -> Iterator[Row]:
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        for at in range(max(b - a, d - c)):
            left, right = a + at, c + at
            has_left, has_right = left < b, right < d
            was = one[left] if has_left else ""
            now = other[right] if has_right else ""
            before: Pieces = ((was, tag != "equal"),) if has_left else ()
            after: Pieces = ((now, tag != "equal"),) if has_right else ()
            if tag == "replace" and has_left and has_right:
                before, after = _words(was, now)
            yield Row(left + 1 if has_left else 0, before, right + 1 if has_right else 0, after)


def _words(was: str, now: str) -> tuple[Pieces, Pieces]:
    """Return the pieces of two lines that stand for each other."""
    if len(was) > _LONG or len(now) > _LONG:
        return ((was, True),), ((now, True),)
    before: list[tuple[str, bool]] = []
    after: list[tuple[str, bool]] = []
    for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        marked = tag != "equal" or (b - a < _GAP and a > 0 and b < len(was))
        _add(before, was[a:b], marked)
        _add(after, now[c:d], marked)
    return tuple(before), tuple(after)


def _add(pieces: list[tuple[str, bool]], text: str, marked: bool) -> None:
    if not text:
        return
    if pieces and pieces[-1][1] == marked:
        pieces[-1] = (pieces[-1][0] + text, marked)
    else:
        pieces.append((text, marked))


def _folded(rows: list[Row]) -> Iterator[Row]:
    near = [False] * len(rows)
    for at, row in enumerate(rows):
        if row.differs:
            for other in range(max(0, at - _AROUND), min(len(rows), at + _AROUND + 1)):
                near[other] = True
    skipped = 0
    for at, row in enumerate(rows):
        if near[at]:
            if skipped:
                yield Row(0, (), 0, (), skipped)
            skipped = 0
            yield row
        else:
            skipped += 1
    if skipped:
        yield Row(0, (), 0, (), skipped)


def readable(text: str) -> str:
    """Return a page with its fields as people call them, in the order of the form."""
    try:
        page = frontmatter.parse(text, with_lines=False)
    except HuibianError:
        return text
    order = {key: at for at, key in enumerate(ArticleMeta.model_fields)}
    fields = sorted(page.meta.items(), key=lambda one: order.get(one[0], len(order)))
    lines = [f"{name_of(key)}：{_value(value)}" for key, value in fields]
    return "\n".join([*lines, "", page.body.strip("\n")])


def _value(value: object) -> str:
    if isinstance(value, list):
        return joined(name_of(str(one)) for one in value)
    if isinstance(value, dict):
        return " ".join(str(one) for one in value.values())
    return str(value)
