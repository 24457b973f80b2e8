"""Unwrapping: which lines go on with the line above, judged by the layout of the whole source.

A source that was typed, mailed or scanned at a fixed width breaks its paragraphs wherever the
line is full. The histogram of line lengths tells that width; a line is broken there when the
next line's first word would not have fitted. A title set over two lines is joined as well.
Broken lines without a common width are left to ``structure``, which judges by the sentence.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import median

from huibian.model import CleanLine
from huibian.vocabulary.boundaries import TitleWords, dangling_end, load_title_words
from huibian.wording import (
    BULLET,
    CENTRED,
    HEADING_LIMIT,
    RUN_IN,
    below_title,
    byline,
    numbering,
    sentence_inside,
    terminated,
    unbalanced,
)

# A column is half a Chinese character. Widths of 15 to 65 characters are seen in the wild.
_NARROWEST, _WIDEST = 30, 130
_LEAST_LINES = 8  # fewer say nothing about a width
_TOP_SHARE = 0.05  # of all lines, how many are as wide as the width or wider
_FULL_SHARE = 0.35  # of all lines, how many are full in a wrapped source
_UNFINISHED = 0.5  # of the full lines, how many end in mid-sentence there
_OVERLONG_SHARE = 0.03  # longer lines that a wrapped source may have (tables, addresses)
_SLACK = 4  # columns by which full lines differ: punctuation may not start a line
_RUN = 4  # full lines in a row that show a wrapped passage in a source that is not wrapped
_NO_LINE_START = "，。、；：！？”’）》」』】…·,.;:!?)%％"
_NO_LINE_END = "“‘（《「『【("
_LIST_SIGN = re.compile(r"[-*+#•●■◆▪‣·○◦➢►▶✓]\s")
_PAUSE = re.compile(r"[，。；、]")
#: What most texts are made of, all of it two columns wide.
_WIDE = re.compile("[\u3001\u3002\u4e00-\u9fff\uff01-\uff5e\u2014\u2018\u2019\u201c\u201d\u2026]+")
_PROSE = 0.5  # of the lines of prose, how many have a pause in them; lists of titles have none
_ENTRY = re.compile(r"[.…·．_][.…·．_]{2,}\s*[-—]?\s*\d*\s*[-—]?$")  # of a table of contents
_ENTRY_END = 80  # characters of its leader and page
_TITLE_SIZE = 40
_LARGER = 1.3  # how much larger than the text the lines of one title are
_LARGE_TITLE = 90  # characters of a title over several lines
_COUPLET = 20  # characters of a line of a title whose two lines stand by themselves


@dataclass(frozen=True, slots=True)
class _Layout:
    """The width of a stretch of lines, and whether its paragraphs start with an indent.

    ``measure`` gives the width of a text: in columns as a terminal has them, or in characters.
    """

    width: int
    indented: bool
    measure: Callable[[str], int]

    def of(self, line: CleanLine) -> int:
        """Return the width of a line with its indent."""
        return self.measure(line.text) + line.indent


def unwrap(lines: Sequence[CleanLine]) -> tuple[CleanLine, ...]:
    """Return the lines, those ``joined`` that go on with the text line before them.

    A line is joined at most to the line directly above, or above dropped lines (a running head
    in mid-sentence); a blank line ends a paragraph.
    """
    words = load_title_words()
    ink = [line for line in lines if line.text and line.style.role == "text"]
    layout = _layout(ink)
    local = {} if layout else _wrapped_passages(ink)
    usual = median(line.style.size for line in ink) if ink else 0.0
    joined: set[int] = set()
    above: CleanLine | None = None
    size = 0  # characters of the title so far
    for line, adjacent in _with_adjacency(lines):
        size += len(line.text)
        if above is not None and adjacent and not _listed(above, line):
            here = layout or local.get(line.number)
            large = above.style.size == line.style.size >= _LARGER * usual > 0
            if above.number not in joined:
                size = len(above.text) + len(line.text)
            if (
                (here and _broken(above, line, here))
                or (large and size <= _LARGE_TITLE and _goes_on_large(above, line))
                or (above.number not in joined and _two_line_title(above, line, lines, words))
            ):
                joined.add(line.number)
        above = line
    if not joined:
        return tuple(lines)
    return tuple(replace(line, joined=True) if line.number in joined else line for line in lines)


def _with_adjacency(lines: Sequence[CleanLine]) -> Iterator[tuple[CleanLine, bool]]:
    """Yield the text lines, each with whether it stands directly below the one before."""
    adjacent = True
    dropped = False
    for line in lines:
        if line.text and line.style.role == "text":
            yield line, adjacent or dropped
            adjacent, dropped = True, False
        elif line.noise in ("page-number", "running-head"):
            dropped = True  # a page ended here, with the blank lines around its number
        else:
            adjacent = False


def _layout(ink: Sequence[CleanLine]) -> _Layout | None:
    """Return the layout of a source that is wrapped throughout, None for any other."""
    if len(ink) < _LEAST_LINES:
        return None
    found = [layout for measure in (_columns, _characters) for layout in _measured(ink, measure)]
    # by columns or by characters: the measure in which the full lines agree best
    return max(found, key=lambda hit: hit[0])[1] if found else None


def _measured(
    ink: Sequence[CleanLine], measure: Callable[[str], int]
) -> Iterator[tuple[int, _Layout]]:
    """Yield the layout by one measure, if any, with how many lines have its very width."""
    widths = {line.number: measure(line.text) + line.indent for line in ink}
    ordered = sorted(widths.values())
    at_most = ordered[int(len(ordered) * (1 - _OVERLONG_SHARE))]
    if at_most < _NARROWEST:
        return
    # the width that most of the longest lines share
    width = max(
        range(max(_NARROWEST, at_most - 2 * _SLACK), at_most + 1),
        key=lambda w: (_between(ordered, w - 1, w), w),
    )
    if not _NARROWEST <= width <= _WIDEST:
        return
    full = [line for line in ink if width - _SLACK <= widths[line.number] <= width + _SLACK]
    if len(full) < max(_FULL_SHARE * len(ink), _LEAST_LINES / 2):
        return
    if _between(ordered, width + _SLACK + 1, ordered[-1]) > _OVERLONG_SHARE * len(ordered):
        return
    if sum(not terminated(line.text) for line in full) < _UNFINISHED * len(full):
        return
    yield _between(ordered, width - 1, width), _Layout(width, _indents(ink, full), measure)


def _indents(ink: Sequence[CleanLine], full: Sequence[CleanLine]) -> bool:
    """Say whether paragraphs start with an indent: some lines have one, most full ones none."""
    indented = sum(2 <= line.indent <= 8 for line in ink)
    return indented >= 0.1 * len(ink) and sum(line.indent < 2 for line in full) >= 0.3 * len(full)


def _wrapped_passages(ink: Sequence[CleanLine]) -> dict[int, _Layout]:
    """Return the layout of each line in a wrapped passage of a source that is not wrapped."""
    found: dict[int, _Layout] = {}
    widths = [_columns(line.text) + line.indent for line in ink]
    start = 0
    while start < len(ink):
        end = start + 1
        low = high = widths[start]
        while end < len(ink) and ink[end].number == ink[end - 1].number + 1:
            if max(high, widths[end]) - min(low, widths[end]) > _SLACK:
                break
            low, high = min(low, widths[end]), max(high, widths[end])
            end += 1
        run = ink[start:end]
        if (
            len(run) >= _RUN
            and _NARROWEST <= high <= _WIDEST
            and sum(not terminated(line.text) for line in run) > _UNFINISHED * len(run)
            and sum(bool(_PAUSE.search(line.text)) for line in run) > _PROSE * len(run)
            and not any(numbering(line.text)[0] or RUN_IN.match(line.text) for line in run[1:])
        ):
            layout = _Layout(high, any(line.indent >= 2 for line in run[:1]), _columns)
            found.update((line.number, layout) for line in run)
            if end < len(ink) and ink[end].number == run[-1].number + 1:
                found[ink[end].number] = layout  # the short line that ends the paragraph
        start = end
    return found


def _broken(above: CleanLine, line: CleanLine, layout: _Layout) -> bool:
    """Say whether the width broke the line above, so that ``line`` goes on with it."""
    width = layout.of(above)
    if width + layout.measure(_first_word(line.text)) <= layout.width and width < layout.width - 1:
        return False  # there was room left: the writer ended the line
    if width > layout.width + _SLACK:
        return False
    if layout.indented and line.indent >= 2:
        return False
    numbered = bool(numbering(line.text)[0] or RUN_IN.match(line.text))
    if numbered and (terminated(above.text) or not (unbalanced(above.text) or _open(above.text))):
        return False
    if not terminated(above.text):
        return True
    # The hard case: a sentence ends where the line is full. With indents the next line's tells;
    # without, a paragraph goes on more often than it ends just there.
    return not byline(line.text) and _is_prose(line, layout)


def _is_prose(line: CleanLine, layout: _Layout) -> bool:
    """Say whether a line is text and not a heading: it is full, or ends a sentence."""
    return layout.of(line) >= layout.width - _SLACK or terminated(line.text)


def _listed(above: CleanLine, line: CleanLine) -> bool:
    """Say whether one of the lines is an entry of a table of contents."""
    return bool(_ENTRY.search(above.text[-_ENTRY_END:]) or _ENTRY.search(line.text[-_ENTRY_END:]))


def _open(text: str) -> bool:
    return text[-1] in "，、,"


def _first_word(text: str) -> str:
    """Return what must stand together at a line's start."""
    size = 1
    if text[0].isascii() and text[0].isalnum():
        while size < len(text) and text[size].isascii() and text[size].isalnum():
            size += 1
    elif text[0] in _NO_LINE_END:
        size = min(2, len(text))
    while size < len(text) and text[size] in _NO_LINE_START:
        size += 1
    return text[:size]


def _two_line_title(
    above: CleanLine, line: CleanLine, lines: Sequence[CleanLine], words: TitleWords
) -> bool:
    """Say whether two lines are one title: the first breaks off, or both are set alike.

    A quotation that is still open and words that ask for more show a break; so does white space
    that centres both lines, or a style that only titles have, or that the two stand by
    themselves and are as long as each other.
    """
    one, two = above.text, line.text
    if len(one) > _TITLE_SIZE or len(two) > _TITLE_SIZE or terminated(two):
        return False
    alone = _alone(above, line, lines)
    middle = alone or above.style.centred or above.indent >= CENTRED
    if terminated(one) and not (one.endswith("：") and middle and len(one) <= _COUPLET):
        return False
    if sentence_inside(one) or sentence_inside(two):
        return False
    if below_title(two) or byline(one) or numbering(two)[0]:
        return False
    if RUN_IN.match(two) or BULLET.match(two) or two.startswith("#"):
        return False
    if _LIST_SIGN.match(two):
        return False
    if words.collection.search(one) or words.collection.search(two) or words.part.search(one):
        return False
    style, other = above.style, line.style
    if (style.heading, style.centred, style.size) != (other.heading, other.centred, other.size):
        return False
    if style.heading:
        return style.heading == 1
    if style.centred:
        return True
    both_centred = above.indent >= CENTRED and line.indent >= CENTRED
    if both_centred and above.indent != line.indent:
        return True
    if 2 <= line.indent < above.indent or len(_PAUSE.findall(two)) > 1:
        return False  # a paragraph below the title
    if alone and (one.endswith("：") or abs(len(one) - len(two)) <= 1 <= _COUPLET - len(one)):
        return not numbering(one)[0]
    return len(one) + len(two) <= HEADING_LIMIT + 10 and (unbalanced(one) or _asks(one))


def _goes_on_large(above: CleanLine, line: CleanLine) -> bool:
    """Say whether two lines in the same large letters are one title."""
    if line.style.page_break or terminated(line.text) or sentence_inside(above.text):
        return False
    if load_title_words().collection.search(above.text) or numbering(line.text)[0]:
        return False
    if BULLET.match(line.text):
        return False
    return not below_title(line.text) and not byline(above.text)


def _alone(above: CleanLine, line: CleanLine, lines: Sequence[CleanLine]) -> bool:
    """Say whether two lines stand by themselves between blank lines."""
    before, after = above.number - 2, line.number  # indexes of the lines around them
    free_before = before < 0 or not lines[before].shown
    return free_before and after < len(lines) and not lines[after].shown


def _asks(text: str) -> bool:
    return text[-1] in "，、：" or (bool(dangling_end(text)) and text[-1] in "的和与及以将把在为")


def _between(ordered: Sequence[int], low: int, high: int) -> int:
    """Return how many of the sorted numbers lie between two, both included."""
    return bisect_left(ordered, high + 1) - bisect_left(ordered, low)


def _characters(text: str) -> int:
    """Return the width of a text in a source that counts characters: two a character."""
    return 2 * len(text)


def _columns(text: str) -> int:
    """Return the columns that a text takes: two a Chinese character, one a Latin one."""
    rest = _WIDE.sub("", text)
    narrow = len(rest) if rest.isascii() else sum(map(_column, rest))
    return 2 * (len(text) - len(rest)) + narrow


@lru_cache(maxsize=65536)
def _column(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1
