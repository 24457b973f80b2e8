"""Bylines: the lines around the titles, read by their place in the whole compilation.

A short line that stands in one place at nearly every title signs the articles, whatever it says;
one that stands below a few titles only, and looks as the title does, is the title's second half.
Runs when the titles are known, and mends what could not be told line by line.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from huibian.model import Boundary, BoundarySet, Byline, CleanLine, Evidence, Tail
from huibian.vocabulary.boundaries import dangling_end, load_title_words
from huibian.wording import (
    CENTRED,
    LARGER,
    RUN_IN,
    byline,
    byline_unit,
    is_subtitle,
    joined_text,
    numbering,
    press,
    sentence_inside,
    signature,
    splits_word,
    terminated,
    title_key,
    unbalanced,
    unit_like,
)

_NEARLY = 0.7  # of the titles, at how many a line must stand in the place …
_LEAST = 4  # … and at how many at least
_KNOWN = 0.5  # of those titles, at how many it must be a unit, a name or a date by its words
_MOST_LINES = 4  # below a title that are looked at
_LONGEST = 30  # characters of such a line
_LONGEST_SIGNED = 60  # … where it says a date, a source and more
_LONGEST_TITLE = 70
_FEW = 0.3  # of the titles: what stands below so many may be their second half
_ROOM = 2  # blank lines below a title, at most, before what signs it
_LONGEST_UNIT = 20  # characters of a line that signs without telling words
_RARELY = 0.3  # share of bold lines up to which bold sets a title off
_LABEL = re.compile(r"([\u4e00-\u9fff]{2,6})(?:\s*[:：]\s*|[\s\u3000]+)(?P<value>\S)")
_TITLE_MARK = re.compile(r"^.{1,8}[:：、.．]\s*")
_LONGEST_PHRASE = 14
_CALLS = "？！?!"
_SIGNS = re.compile(r"[•●■◆▪‣·○◦➢►▶✓*#+\[【-]")


@dataclass(slots=True, eq=False)
class _Head:
    """What stands around one title, as indexes of lines.

    ``found`` are the title's lines as found, without the number on a line of its own, ``own``
    those of them that are the title's; ``below`` the short lines under the first of them, down to
    the text; ``above`` is the short line directly over the title, -1 without one. ``looks`` are
    those of further short lines: of headings.
    """

    boundary: Boundary
    found: tuple[int, ...] = ()
    own: tuple[int, ...] = ()
    below: tuple[int, ...] = ()
    above: int = -1
    looks: frozenset[_Look] = frozenset()
    signed: tuple[int, ...] = ()


_Look = tuple[int, bool, float, bool, bool]


def settle(lines: Sequence[CleanLine], found: BoundarySet) -> BoundarySet:
    """Return the titles with all lines that belong to them, and the lines that sign articles."""
    return _Heads(lines, found).settled()


class _Heads:
    """The lines around all titles, and what most of them have in common."""

    def __init__(self, lines: Sequence[CleanLine], found: BoundarySet) -> None:
        self.lines = lines
        self.found = found
        ink = [line for line in lines if line.text and line.style.role == "text"]
        self.usual_size = median(line.style.size for line in ink) if ink else 0.0
        self.usual_indent = median(line.indent for line in ink) if ink else 0.0
        self.bold = sum(line.style.bold for line in ink) <= _RARELY * len(ink)
        self.keys = {title_key(entry.title) for entry in found.contents.entries}
        self.labels: frozenset[str] = frozenset()  # that stand at nearly every title
        starts = [one.line - 1 for one in found.boundaries]
        ends = [*starts[1:], len(lines)]
        self.heads = [self._head(one, end) for one, end in zip(found.boundaries, ends, strict=True)]
        self.enough = max(_LEAST, _NEARLY * len(self.heads))
        labels = Counter(label for head in self.heads for label in self._labels(head))
        self.labels = frozenset(label for label, count in labels.items() if count >= self.enough)

    def settled(self) -> BoundarySet:
        above = self._sign_above()
        self._sign_below()
        few = sum(map(self._unsigned, self.heads)) <= _FEW * len(self.heads)
        boundaries: list[Boundary] = []
        bylines: list[Byline] = []
        tails: list[Tail] = []
        for head in self.heads:
            title, doubtful = self._title(head, few)
            boundary = self._with_title(head, title)
            if above and head.above >= 0:
                boundary = self._with_mark(boundary, head.above)
                bylines.append(self._byline(head.above))
            bylines += map(self._byline, head.signed)
            if doubtful >= 0:
                whole = joined_text([boundary.title, self.lines[doubtful].text])
                tails.append(Tail(boundary.line, doubtful + 1, whole))
            boundaries.append(boundary)
        taken = {one.line for one in bylines} | {n for one in boundaries for n in one.title_lines}
        return replace(
            self.found,
            boundaries=tuple(boundaries),
            suspects=tuple(one for one in self.found.suspects if one.line not in taken),
            likely=tuple(line for line in self.found.likely if line not in taken),
            bylines=tuple(bylines),
            tails=tuple(tails),
        )

    # --- what stands around a title ---------------------------------------------------------

    def _head(self, boundary: Boundary, end: int) -> _Head:
        own = [number - 1 for number in boundary.title_lines]
        if len(own) > 1 and boundary.mark and self.lines[own[0]].text == boundary.mark:
            own = own[1:]
        if not own or boundary.closing:
            return _Head(boundary)
        below, text = self._below(own, end)
        more = tuple(itertools.takewhile(self._cuts_word, self._adjacent(own, below)))
        return _Head(
            boundary,
            tuple(own),
            (*own, *more),
            tuple(index for index in below if index not in more),
            -1 if boundary.mark else self._over(own[0]),
            frozenset(
                _look(self.lines[index])
                for index in range(text, end)
                if self._short(index) and not self._known(index)
            ),
        )

    def _below(self, own: Sequence[int], end: int) -> tuple[list[int], int]:
        """Return the short lines below a title's first one, and where the text starts.

        They stand no further from each other than the first of them from the title. Without any
        text below there are none.
        """
        found: list[int] = []
        room, gap = _ROOM, 0
        for index in range(own[0] + 1, end):
            line = self.lines[index]
            if not line.shown:
                gap += line.noise not in ("page-number", "running-head")
            elif is_subtitle(line.text) and len(line.text) <= _LONGEST_TITLE:
                gap = 0
            elif gap > room or len(found) == _MOST_LINES or not self._short(index, own):
                return found, index
            else:
                found.append(index)
                room, gap = gap, 0
        return [], end

    @staticmethod
    def _adjacent(own: Sequence[int], below: Sequence[int]) -> list[int]:
        """Return the lines that stand below a title's last one without a gap."""
        last = own[-1]
        return [at for n, at in enumerate(at for at in below if at > last) if at == last + n + 1]

    def _short(self, index: int, title: Sequence[int] = ()) -> bool:
        """Say whether a line may belong to a title by its form; ``title`` are the title's lines."""
        line = self.lines[index]
        text = line.text
        if not text or len(text) > _LONGEST_SIGNED or line.style.role != "text":
            return False
        if len(text) > _LONGEST and not (title and byline(text)):
            return False
        if index not in title and (line.joined or self._goes_on_below(index)):
            return False  # a paragraph over several lines
        if line.style.heading and not (
            title and line.style.heading == self.lines[title[0]].style.heading
        ):
            return False
        if terminated(text) and text[-1] not in _CALLS and not byline(text):
            return False
        return not (
            _SIGNS.match(text) or sentence_inside(text) or numbering(text)[0] or RUN_IN.match(text)
        )

    def _goes_on_below(self, index: int) -> bool:
        return index + 1 < len(self.lines) and self.lines[index + 1].joined

    def _over(self, first: int) -> int:
        """Return the short line over a title that stands apart from the text above, else -1."""
        index = first - 1
        if index < 0 or not self._short(index) or index + 1 == self.found.title_line:
            return -1
        return -1 if index and self.lines[index - 1].shown else index

    def _labels(self, head: _Head) -> set[str]:
        """Return the words before a blank or a colon in the lines around a title."""
        found = (_LABEL.match(self.lines[at].text) for at in (*head.below, head.above) if at >= 0)
        return {match.group(1) for match in found if match}

    def _known(self, index: int) -> bool:
        """Say whether a line names a unit, a person or a date by its words or its label."""
        text = self.lines[index].text
        if byline(text) or unit_like(text):
            return True
        match = _LABEL.match(text) if self.labels else None
        return match is not None and match.group(1) in self.labels

    # --- lines that sign --------------------------------------------------------------------

    def _sign_above(self) -> bool:
        """Say whether units stand over nearly all titles; mend titles that were taken for them."""
        over = [head for head in self.heads if head.above >= 0 or byline(head.boundary.mark)]
        swapped = [head for head in self.heads if self._is_over(head)]
        known = sum(head.above < 0 or self._known(head.above) for head in over) + len(swapped)
        if len(over) + len(swapped) < self.enough or known < _KNOWN * (len(over) + len(swapped)):
            return False
        if len(over) < _KNOWN * len(swapped):
            return False  # rather titles that end as units do
        for head in swapped:
            head.above, head.own = head.own[0], head.own[1:] or (head.own[0] + 1,)
            head.below = tuple(index for index in head.below if index > head.own[0])
        return True

    def _is_over(self, head: _Head) -> bool:
        """Say whether the line that was taken for a title names a unit, over the title itself."""
        if not head.own or head.above >= 0 or head.boundary.mark:
            return False
        below = head.own[0] + 1
        if below not in (*head.own[1:], *head.below):
            return False
        return self._known(head.own[0]) and not self._known(below)

    def _sign_below(self) -> None:
        """Find the lines that sign the articles below their titles."""
        having = [head for head in self.heads if head.below]
        spans = {}  # from the first to behind the last of the lines below that are known
        for at, head in enumerate(having):
            known = [n for n, index in enumerate(head.below) if self._known(index)]
            if known:
                spans[at] = known[0], known[-1] + 1
        if len(having) < self.enough or len(spans) < _KNOWN * len(having):
            return
        usual = Counter(end - start for start, end in spans.values()).most_common(1)[0][0]
        places = Counter(self._place(having[at], start) for at, (start, _) in spans.items())
        place = places.most_common(1)[0][0]
        chosen = []
        for at, head in enumerate(having):
            start, end = spans.get(at, (len(head.below), len(head.below)))
            # what stands in the same place is the same, whatever it says
            while start and (
                (end > start and signature(self._text(head.below[start - 1]), alone=False))
                or (end - start < usual and self._placed(head, start - 1, place))
            ):
                start -= 1
            chosen.append(head.below[start:end])
        if sum(map(bool, chosen)) < self.enough:
            return
        for head, signed in zip(having, chosen, strict=True):
            head.signed = signed
            head.own = tuple(index for index in head.own if index not in signed)

    def _place(self, head: _Head, at: int) -> tuple[int, _Look]:
        """Return how far a line stands from the line above it, and its look."""
        index = head.below[at]
        return index - self._above(head, at), _look(self.lines[index])

    @staticmethod
    def _above(head: _Head, at: int) -> int:
        """Return the line above one of those below a title."""
        return max(index for index in (*head.own, *head.below[:at]) if index < head.below[at])

    def _placed(self, head: _Head, at: int, place: tuple[int, _Look]) -> bool:
        """Say whether a line without telling words stands where the known ones do."""
        text = self._text(head.below[at])
        if self._place(head, at) != place or len(text) > _LONGEST_UNIT or text[-1] in _CALLS:
            return False
        if place[1] in head.looks:
            return False  # a heading of the article's
        return not _broken(self._text(self._above(head, at)), text)

    def _text(self, index: int) -> str:
        return self.lines[index].text

    def _byline(self, index: int) -> Byline:
        """Return what a line says that signs an article."""
        text = self.lines[index].text
        match = _LABEL.match(text)
        says = signature(text, alone=False)
        if says is None and match and match.group(1) in self.labels:
            says = signature(text[match.start("value") :], alone=False)
        if says is not None:
            return Byline(index + 1, says.unit, says.author, says.date)
        return Byline(index + 1, unit=text if unit_like(text) and not press(text) else "")

    # --- lines of the title -----------------------------------------------------------------

    def _unsigned(self, head: _Head) -> bool:
        """Say whether a line that signs nothing stands directly below a title."""
        index = head.own[-1] + 1 if head.own else -1
        return index in head.below and index not in head.signed and not self._known(index)

    def _title(self, head: _Head, few: bool) -> tuple[tuple[int, ...], int]:
        """Return the lines of a title, and one that may belong to it, -1 for none.

        ``few`` says that below most titles the text starts, or what signs it.
        """
        title = list(head.own)
        for index in head.below:
            if not title or index <= title[-1]:
                continue
            if index in head.signed or self._known(index):
                break
            sure = self._continues(head, title, index)
            if sure is None and few and index == title[-1] + 1:
                return tuple(title), index
            if not sure:
                break
            title.append(index)
        return tuple(title), -1

    def _continues(self, head: _Head, title: Sequence[int], index: int) -> bool | None:
        """Say whether a line goes on with a title; None where only a person can tell."""
        one = joined_text([self.lines[at].text for at in title])
        above, line = self.lines[title[-1]], self.lines[index]
        words = load_title_words()
        if len(one) + len(line.text) > _LONGEST_TITLE:
            return False
        if any(sort.search(line.text) for sort in (words.contact, words.part, words.collection)):
            return False
        if self._listed(head, one) or self._listed(head, one + line.text):
            return not self._listed(head, one)  # the table of contents has it so
        if terminated(one):
            return False
        if index == title[-1] + 1 and self._closes(index) and _couplet(one, line.text):
            return True
        alike = _look(above) == _look(line)
        large = line.style.size >= LARGER * self.usual_size > 0
        if not alike or (index > title[-1] + 1 and not large):
            return False
        set_off = large or line.style.centred or (line.style.bold and self.bold) or _centred(line)
        if _broken(one, line.text):
            return True
        if _look(line) in head.looks:
            return False  # the article's headings look so
        return True if set_off else None

    def _closes(self, index: int) -> bool:
        """Say whether a blank line follows."""
        return index + 1 < len(self.lines) and not self.lines[index + 1].text

    def _cuts_word(self, index: int) -> bool:
        """Say whether the line above breaks off in a word that a line goes on with."""
        above, line = self.lines[index - 1], self.lines[index]
        return (
            _look(above) == _look(line)
            and not byline_unit(line.text)
            and splits_word(above.text, line.text)
        )

    def _listed(self, head: _Head, title: str) -> bool:
        """Say whether the table of contents lists a title."""
        return title_key(title.removeprefix(head.boundary.mark)) in self.keys

    def _with_title(self, head: _Head, title: Sequence[int]) -> Boundary:
        """Return a boundary with the lines of its title."""
        boundary = head.boundary
        numbers = tuple(index + 1 for index in title)
        if not title or boundary.title_lines[-len(numbers) :] == numbers:
            return boundary
        # a number on a line of its own
        before = boundary.title_lines[:1] if boundary.title_lines[0] - 1 not in head.found else ()
        whole = joined_text([self.lines[n - 1].text for n in (*before, *numbers)])
        evidence = Evidence("title-lines", numbers[-1], self.lines[numbers[-1] - 1].text[:20], 0.8)
        return replace(
            boundary,
            title=whole[len(boundary.mark) :].strip(),
            title_lines=(*before, *numbers),
            evidence=(*boundary.evidence, evidence),
        )

    def _with_mark(self, boundary: Boundary, above: int) -> Boundary:
        """Return a boundary with the line over its title that signs it."""
        text = self.lines[above].text
        return replace(
            boundary,
            line=above + 1,
            mark=text,
            title_lines=(above + 1, *(n for n in boundary.title_lines if n != above + 1)),
            evidence=(*boundary.evidence, Evidence("over-every-title", above + 1, text, 0.9)),
        )


def _look(line: CleanLine) -> _Look:
    style = line.style
    return style.heading, style.centred, style.size, style.bold, _centred(line)


def _centred(line: CleanLine) -> bool:
    return line.indent >= CENTRED


def _couplet(one: str, two: str) -> bool:
    """Say whether a title and the line below are phrases of one length (小网点 / 大民生)."""
    bare = _TITLE_MARK.sub("", one)
    return 3 <= len(bare) == len(two) <= _LONGEST_PHRASE and not terminated(two)


def _broken(one: str, two: str) -> bool:
    """Say whether words or signs show that a line goes on with the one above."""
    return bool(unbalanced(one) or one[-1] in "，、" or dangling_end(one) or splits_word(one, two))
