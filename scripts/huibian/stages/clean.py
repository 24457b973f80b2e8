"""Cleaning: source lines -> clean lines, and what was dropped with the rule that dropped it.

Takes off outer white space, invisible characters and noise. Never changes a visible
character, apart from masking what an editor wants masked, and never looks at what a line means;
joining lines is ``structure``'s work.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from huibian.model import INVISIBLE, CleanLine, Dropped, Line, Span, is_blank
from huibian.vocabulary.noise import NoiseRule
from huibian.vocabulary.privacy import MASK, load_privacy

_REMOVABLE = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f" + "".join(
    re.escape(char) for char in sorted(INVISIBLE)
)
_REMOVED = re.compile(f"[{_REMOVABLE}]")
_PIECES = re.compile(rf"(?P<space>\s+)|(?P<gone>[{_REMOVABLE}]+)|(?P<ink>[^\s{_REMOVABLE}]+)")
_UNEVEN = re.compile(rf"[\s{_REMOVABLE}]")
_FULL_SPACES = re.compile("\u3000+")
#: Inner white space of any kind becomes one kind that Markdown and HTML leave alone.
_INNER_SPACE = re.compile(r"\s+")


def clean(
    lines: Sequence[Line],
    rules: Sequence[NoiseRule],
    keep: frozenset[int] = frozenset(),
    drop: frozenset[int] = frozenset(),
    mask: frozenset[int] = frozenset(),
    cuts: Mapping[int, Sequence[Words]] | None = None,
    stars: Mapping[int, Sequence[Words]] | None = None,
) -> tuple[tuple[CleanLine, ...], tuple[Dropped, ...]]:
    """Clean the lines.

    ``keep`` and ``drop`` are line numbers on which an editor overrules the noise rules, ``mask``
    those whose personal data is masked, ``cuts`` the words to drop within lines, ``stars`` those to
    mask. Returns one clean line for each line given, and the dropped pieces in source order.
    """
    cleaned: list[CleanLine] = []
    dropped: list[Dropped] = []
    noise = _noise(tuple(rules))
    for line in lines:
        words = cuts.get(line.number, ()) if cuts else ()
        result, pieces = _clean_line(line, noise, line.number in keep, line.number in drop, words)
        hide = stars.get(line.number, ()) if stars else ()
        if hide or line.number in mask:
            result, hidden = _masked(line, result, hide, personal=line.number in mask)
            pieces = sorted([*pieces, *hidden], key=lambda piece: piece.span)
        cleaned.append(result)
        dropped.extend(pieces)
    above = _drop_above(lines, cleaned, rules, keep)
    if above:
        dropped = sorted([*dropped, *above], key=lambda piece: piece.span)
    return tuple(cleaned), tuple(dropped)


def _drop_above(
    lines: Sequence[Line],
    cleaned: list[CleanLine],
    rules: Sequence[NoiseRule],
    keep: frozenset[int],
) -> list[Dropped]:
    """Drop the lines that go because of the line below them; return what was dropped.

    At most one blank line stands between; a line that goes so takes the one above it along.
    """
    wanted: dict[str, list[NoiseRule]] = {}
    for rule in rules:
        if rule.scope == "above":
            wanted.setdefault(rule.id, []).append(rule)
    found: list[Dropped] = []
    below, gap = "", 0  # the rule by which the text line below went, and the blank lines above it
    for at in range(len(lines) - 1, -1, -1) if wanted else ():
        line = cleaned[at]
        if not line.text and not line.noise:
            gap += 1
            continue
        goes = line.text and gap <= 1 and line.number not in keep
        if goes and any(rule.drops(line.text) for rule in wanted.get(below, ())):
            whole = Span(line.number, *_ink(lines[at].text))
            cleaned[at], pieces = _noise_line(lines[at], whole, below)
            found += pieces
        below, gap = cleaned[at].noise, 0
    return found


#: Words within a line, and which of them (from 1) where it has them several times.
Words = tuple[str, int]


def place_of(words: str, text: str, nth: int = 1) -> tuple[int, int] | None:
    """Return the columns of a source line at which words stand, None where they do not.

    The words are as a page has them: other white space, invisible characters between them and
    masks on personal data make no difference. Of several places it is the ``nth``, from 1.
    """
    between = f"(?:{_REMOVED.pattern}|\\s)*"
    wanted = between.join(re.escape(char) for char in words if not is_blank(char))
    places = re.finditer(wanted, load_privacy().mask(text)) if wanted else iter(())
    match = next(itertools.islice(places, nth - 1, None), None)
    return match.span() if match is not None else None


class _Noise:
    """The rules, by the words that they need: a line is asked few of them."""

    def __init__(self, rules: tuple[NoiseRule, ...]) -> None:
        self._rules = rules
        words = sorted({word for rule in rules for word in rule.needs})
        self._words = re.compile("|".join(map(re.escape, words)) or "(?!)")
        #: with each word those that may begin inside it, which are then not found
        self._with = {
            word: {other for other in words if _begins_inside(other, word)} for word in words
        }
        self._of: dict[frozenset[str], tuple[NoiseRule, ...]] = {}

    def of(self, *texts: str) -> tuple[NoiseRule, ...]:
        """Return the rules that may drop something from a line with one of these texts."""
        found = frozenset([word for text in texts for word in self._words.findall(text)])
        rules = self._of.get(found)
        if rules is None:
            words = found.union(*(self._with[word] for word in found))
            rules = tuple(
                rule for rule in self._rules if not rule.needs or words.intersection(rule.needs)
            )
            self._of[found] = rules
        return rules


def _begins_inside(other: str, word: str) -> bool:
    """Say whether one occurrence of a word may begin within another one's."""
    return any(word.startswith(other, at) or other.startswith(word[at:]) for at in range(len(word)))


@lru_cache(maxsize=4)
def _noise(rules: tuple[NoiseRule, ...]) -> _Noise:
    return _Noise(rules)


def _clean_line(
    line: Line, noise: _Noise, keep: bool, drop: bool, cuts: Sequence[Words]
) -> tuple[CleanLine, list[Dropped]]:
    text = line.text
    start, end = _ink(text)
    if start == end:
        return CleanLine(line.number, "", (), style=line.style), []
    whole = Span(line.number, start, end)
    if drop:
        return _noise_line(line, whole, "editor")
    if line.style.furniture and not keep:
        return _noise_line(line, whole, line.style.furniture)
    before = text[:start]
    indent = sum([2 if char == "\u3000" else 1 for char in before if char not in INVISIBLE])
    even = _UNEVEN.search(text, start, end) is None
    pieces: list[Dropped] = []
    spans = [whole]
    for words, nth in cuts:
        place = place_of(words, text, nth)
        piece = Span(line.number, *place) if place is not None else whole
        if place is not None and not any(_overlap(piece, d.span) for d in pieces):
            pieces.append(Dropped(piece, text[piece.start : piece.end], "editor"))
    if not keep:
        visible = text[start:end] if even else _REMOVED.sub("", text[start:end])
        for rule in noise.of(text) if even else noise.of(text, visible):
            if rule.scope == "line":
                if rule.drops(visible):
                    return _noise_line(line, whole, rule.id)
            elif rule.scope == "span" and rule.possible(text):
                for first, last in rule.pieces(text[start:end]):
                    piece = Span(line.number, start + first, start + last)
                    found = text[start + first : start + last].strip()
                    if found and not any(_overlap(piece, d.span) for d in pieces):
                        pieces.append(Dropped(piece, found, rule.id))
    if pieces:
        spans = _without(whole, [piece.span for piece in pieces])
    joined = "".join(text[span.start : span.end] for span in spans)
    visible = joined if even else folded(joined)
    if line.style.role == "table" and not pieces:  # tabs part the cells, empty ones count
        visible = "\t".join(map(folded, text.split("\t")))
        return CleanLine(line.number, visible, _cells(line), indent, style=line.style), []
    dropped = pieces[0].rule if not visible else ""
    kept = tuple(spans) if visible == joined else _columns(line, spans)
    return CleanLine(line.number, visible, kept, indent, dropped, line.style), pieces


def _masked(
    line: Line, cleaned: CleanLine, words: Sequence[Words], *, personal: bool
) -> tuple[CleanLine, list[Dropped]]:
    """Mask words in a clean line, and its personal data; what is masked counts as dropped.

    The dropped pieces have the mask for their text, so that no plan or report shows the number.
    """
    hidden = load_privacy().hidden(cleaned.text) if personal else frozenset()
    places = [place for one, nth in words if (place := place_of(one, line.text, nth)) is not None]
    columns = [
        column
        for span in cleaned.spans
        for column in range(span.start, span.end)
        if not is_blank(line.text[column])
    ]
    inked = [at for at, char in enumerate(cleaned.text) if not is_blank(char)]
    hidden |= {
        at
        for at, column in zip(inked, columns, strict=True)
        if any(start <= column < end for start, end in places)
    }
    pieces: list[Span] = []
    for at, column in zip(inked, columns, strict=True):
        if at not in hidden:
            continue
        if pieces and pieces[-1].end == column:
            pieces[-1] = Span(line.number, pieces[-1].start, column + 1)
        else:
            pieces.append(Span(line.number, column, column + 1))
    text = "".join(MASK if at in hidden else char for at, char in enumerate(cleaned.text))
    dropped = [Dropped(piece, MASK * (piece.end - piece.start), "masked") for piece in pieces]
    return replace(cleaned, text=text), dropped


def folded(text: str) -> str:
    """Return a text without outer white space and invisible characters, inner spaces folded."""
    return _INNER_SPACE.sub(_one_space, _REMOVED.sub("", text)).strip()


def _columns(line: Line, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the columns of what is left of a line once its white space is folded."""
    kept: list[Span] = []
    waiting: list[tuple[int, int]] = []  # the white space since the last visible character
    for span in spans:
        for match in _PIECES.finditer(line.text, span.start, span.end):
            start, end = match.span()
            if match.lastgroup == "space":
                waiting.append((start, end))
            elif match.lastgroup == "ink":
                if kept:  # outer white space goes
                    for first, last in _folded_space(line.text, waiting):
                        _append(kept, line.number, first, last)
                waiting = []
                _append(kept, line.number, start, end)
    return tuple(kept)


def _folded_space(text: str, runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return what stays of white space: its full-width spaces, else its first column."""
    full = [
        match.span() for start, end in runs for match in _FULL_SPACES.finditer(text, start, end)
    ]
    return full or [(start, start + 1) for start, _ in runs[:1]]


def _append(spans: list[Span], line: int, start: int, end: int) -> None:
    if spans and spans[-1].end == start:
        spans[-1] = Span(line, spans[-1].start, end)
    else:
        spans.append(Span(line, start, end))


def _cells(line: Line) -> tuple[Span, ...]:
    """Return the columns of a table's row: those of its cells and of the tabs between them."""
    spans: list[Span] = []
    at = 0
    for cell in line.text.split("\t"):
        if at:
            spans.append(Span(line.number, at - 1, at))
        spans += _columns(line, [Span(line.number, at, at + len(cell))])
        at += len(cell) + 1
    return tuple(spans)


def _noise_line(line: Line, span: Span, rule: str) -> tuple[CleanLine, list[Dropped]]:
    text = line.text[span.start : span.end]
    return (
        CleanLine(line.number, "", (), noise=rule, style=line.style),
        [Dropped(span, text, rule)],
    )


def _one_space(match: re.Match[str]) -> str:
    """Keep full-width spaces (they align Chinese text), fold everything else to one space."""
    return "\u3000" * match.group().count("\u3000") or " "


def _ink(text: str) -> tuple[int, int]:
    """Return the columns from the first to after the last visible character; equal if none."""
    start, end = 0, len(text)
    while start < end and is_blank(text[start]):
        start += 1
    while end > start and is_blank(text[end - 1]):
        end -= 1
    return (start, end) if start < end else (0, 0)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _without(whole: Span, holes: Iterable[Span]) -> list[Span]:
    spans, at = [], whole.start
    for hole in sorted(holes):
        if hole.start > at:
            spans.append(Span(whole.line, at, hole.start))
        at = max(at, hole.end)
    if at < whole.end:
        spans.append(Span(whole.line, at, whole.end))
    return spans
