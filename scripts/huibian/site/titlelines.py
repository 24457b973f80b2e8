"""Lines of a long title: full words, and a shape that official documents allow.

GB/T 9704-2012 (7.3.1) asks that a title over several lines keeps its words whole and stands as a
trapezium or a rhombus. Pure; knows neither Word nor HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from huibian import dictionary

_OPENING, _CLOSING = "“‘（《〈【〔([", "”’）》〉】〕)]，。、；：！？,.;:!?…%％"
_NARROW = re.compile(r"[\x00-\u02ff]")
_SLACK = 5  # characters by which a line may stay below the mean
_HOURGLASS = 40  # what a line shorter than both its neighbours costs
_AFTER_MARK = 6  # what a break after a mark or a space is worth
#: Titles that have been broken: width and title, and the lines. Words take long to find, so that
#: whoever builds a site keeps these.
known: dict[str, tuple[str, ...]] = {}
_MOST = 6  # lines of a title that is set with care; longer ones break where they must


def lines(title: str, width: int) -> tuple[str, ...]:
    """Return a title as lines of at most ``width`` Chinese characters.

    The lines joined are the title. One that fits is one line; so is one that cannot be broken
    between words, which then breaks wherever the program likes.
    """
    total = _size(title)
    if total <= width:
        return (title,)
    key = f"{width} {title}"
    if key not in known:  # asked for by the page, the print page and the Word files
        known[key] = _broken(title, width, total)
    return known[key]


def _broken(title: str, width: int, total: float) -> tuple[str, ...]:
    words = _words(title)
    for count in range(-int(-total // width), _MOST + 1):
        shapes = _shapes(words, count, width, total / count)
        best = min(shapes, key=lambda shape: (_cost(shape, total / count), shape), default=None)
        if best is not None:
            return best
    return (title,)


def _shapes(words: list[str], count: int, width: int, mean: float) -> Iterator[tuple[str, ...]]:
    """Yield the ways to set words in ``count`` lines of about the same length."""
    if count == 1:
        line = "".join(words)
        if _size(line.strip()) <= width:
            yield (line,)
        return
    line = ""
    for at in range(1, len(words)):
        line += words[at - 1]
        if _size(line.strip()) > width:
            return
        if _size(line.strip()) >= mean - _SLACK:
            for rest in _shapes(words[at:], count - 1, width, mean):
                yield (line, *rest)


def _cost(shape: tuple[str, ...], mean: float) -> float:
    sizes = [_size(line.strip()) for line in shape]
    cost = sum((size - mean) ** 2 for size in sizes)
    cost -= sum(_AFTER_MARK for line in shape[:-1] if line[-1] in f"{_CLOSING}— 　")
    inner = zip(sizes, sizes[1:], sizes[2:], strict=False)
    return cost + sum(_HOURGLASS for above, at, below in inner if at < above and at < below)


def _words(title: str) -> list[str]:
    """Return the words with the marks that may not be parted from them."""
    found: list[str] = []
    for word in _cut(title):
        glued = found and (
            word[0] in f"{_CLOSING}— 　" or found[-1][-1] in _OPENING or _both(found[-1], word)
        )
        if glued:
            found[-1] += word
        else:
            found.append(word)
    return found


def _both(before: str, word: str) -> bool:
    """Say whether letters or figures meet: a number stays whole, and xx with 县."""
    return bool(_NARROW.fullmatch(before[-1])) and before[-1] != " "


def _size(text: str) -> float:
    return len(text) - len(_NARROW.findall(text)) / 2


def _cut(title: str) -> list[str]:
    return [str(word) for word in dictionary.tokenizer_of([title]).cut(title)]
