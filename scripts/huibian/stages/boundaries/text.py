"""A source as the rules of boundaries read it: paragraphs, gaps, looks and numbered headings."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence, Set
from statistics import median, median_high

from huibian.model import CleanLine, Contents
from huibian.numerals import number
from huibian.vocabulary.boundaries import BoundaryRule
from huibian.wording import CENTRED, below_title, numbering, paragraphs

_PAGE_NOISE = ("page-number", "running-head")  # stands in the middle of a text, and is no gap
_BOLD = 0.3  # share of bold lines from which on bold says nothing


class Text:
    """The lines as paragraphs, with what every rule asks of them, worked out once.

    A paragraph stands at the index of its first line; the lines joined to it have no text here.
    """

    def __init__(
        self, lines: Sequence[CleanLine], contents: Contents, rules: Sequence[BoundaryRule]
    ) -> None:
        self.lines = lines
        self.rules = rules
        self.texts, self.members = paragraphs(lines)
        self.times = Counter(self.texts)
        self.listed = Counter(self.texts[index] for index in contents.lines)
        self.ink = [index for index, text in enumerate(self.texts) if text]
        self.before = [0] * len(lines)  # blank lines above
        self.after = [0] * len(lines)
        self.broken_before = [False] * len(lines)  # a separator or advertisement stands above
        gap, noise = 1000, True  # the start of the document is a gap
        for index, line in enumerate(lines):
            if line.text:
                self.before[index], self.broken_before[index] = gap, noise
                gap, noise = 0, False
            else:
                gap += line.noise not in _PAGE_NOISE
                noise = noise or line.noise in ("separator", "advert")
        gap = 1000
        below = -1  # index of the text line below
        for index in range(len(lines) - 1, -1, -1):
            if lines[index].text:
                # a paragraph ends where its last line does
                self.after[index] = self.after[below] if lines[below].joined and below >= 0 else gap
                gap, below = 0, index
            else:
                gap += line.noise not in _PAGE_NOISE
        for index, above in itertools.pairwise(reversed(self.ink)):
            # a subtitle, unit or date directly below belongs to the title
            if self.after[above] == 0 and below_title(self.texts[index]):
                self.after[above] = self.after[index]
        self.sizes = [len(text) for text in self.texts]
        points = [lines[index].style.size for index in self.ink if lines[index].style.size]
        self.usual_size = median(points) if points else 0.0
        indents = [lines[index].indent for index in self.ink]
        self.usual_indent = median_high(indents) if indents else 0
        # twice the middle of the lines that white space centres
        middles = [
            2 * lines[index].indent + 2 * len(self.texts[index])
            for index in self.ink
            if lines[index].indent >= max(CENTRED, self.usual_indent + 1)
        ]
        self.centre = median(middles) / 2 if len(middles) >= 2 else 0.0
        self.mostly_bold = sum(lines[index].style.bold for index in self.ink) > _BOLD * len(
            self.ink
        )
        self.total = [0]
        for size in self.sizes:
            self.total.append(self.total[-1] + size)
        self.next_ink = [-1] * len(lines)  # index of the next line with text, -1 for none
        self.previous_ink = [-1] * len(lines)
        for one, other in zip(self.ink, self.ink[1:], strict=False):
            self.next_ink[one], self.previous_ink[other] = other, one
        styles = {index: numbering(self.texts[index]) for index in self.ink}
        self.numbered = {  # index -> value of the headings numbered 一、 二、 …
            index: number(numeral) or 0
            for index, (style, numeral) in styles.items()
            if style == "chinese"
        }
        self.in_brackets = [index for index, (style, _) in styles.items() if style == "paren"]
        self.numbered_at = list(self.numbered)
        self.firsts = [index for index, value in self.numbered.items() if value == 1]
        self.contents = contents
        self._first: dict[str, list[int]] = {}  # see beginning_with
        self._free: dict[int, int] = {}  # see free_before, for these barred lines
        self._free_for = frozenset([-1])
        self.heads: tuple[int, ...] = ()  # titles of compilations, as `between` finds them
        self.ranks: frozenset[int] = frozenset()  # headings of groups, as `ranks` finds them
        self.prefix = ""  # the compilation's title, which some sites put before each mark
        self.parts: frozenset[int] = frozenset()  # numbered headings of groups, see `between`
        self.barred = contents.lines  # no article starts there

    def beginning_with(self, chars: Set[str]) -> list[int]:
        """Return, in order, the indexes of the lines that begin with one of these characters."""
        if not self._first and self.ink:
            for index in self.ink:
                self._first.setdefault(self.texts[index][0], []).append(index)
        return sorted(itertools.chain(*(self._first[char] for char in self._first.keys() & chars)))

    def free_before(self, index: int) -> int:
        """Return the index of the text line above that is not barred, -1 for none."""
        if self._free_for != self.barred:
            self._free, self._free_for = {}, self.barred
            free = -1
            for at in self.ink:
                self._free[at] = free
                free = at if at not in self.barred else free
        return self._free[index]

    def size(self, start: int, end: int) -> int:
        """Return the characters of lines ``start`` to ``end`` (exclusive)."""
        return self.total[end] - self.total[start]
