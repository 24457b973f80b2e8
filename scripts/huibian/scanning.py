"""Looking for many words or patterns in a text in one go, only where one of them may begin.

A pattern that does not begin with a literal is tried at every character of a text; most of the
vocabularies' patterns are such. With which two characters a match may begin is worked out once,
from the parsed pattern; where that cannot be told the pattern is looked for by itself. What is
found is the same.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if sys.version_info >= (3, 11):
    from re import _parser as sre  # type: ignore[attr-defined]
else:
    import sre_parse as sre

if TYPE_CHECKING:  # imported when it is needed: most commands read no long texts
    import numpy as np
    from numpy.typing import NDArray

_LENGTH = 2  # characters of a beginning
_MANY = 1000  # beginnings of a pattern; of more only the first characters are kept
#: A pattern that begins with one of these and who knows what is as quickly looked for by itself.
_COMMON = frozenset(" \n，。、的")

_LINE_END = re.compile("\n")
_LINE_START = (sre.AT, sre.AT_BEGINNING)  # what ``^`` is parsed into
#: Bits of the hash of a character and of the next one: together eighty times as many as names of
#: places begin with.
_FIRST, _SECOND = 11, 7
_SHORT = 100  # characters; in a text of no more, every place is looked at

#: What the classes of characters are that can be counted.
_CATEGORIES = {sre.CATEGORY_DIGIT: str.isdecimal, sre.CATEGORY_SPACE: str.isspace}

#: The beginning of a match, and whether anything at all may follow it.
_Beginning = tuple[str, bool]
_MatchAt = Callable[[str, int], "re.Match[str] | None"]


class Starts:
    """Where words may begin in a text, told by their first one or two characters."""

    def __init__(self, starts: Iterable[str]) -> None:
        """Take what the words begin with: a character, or two."""
        self.starts = frozenset(starts)
        self._marks: NDArray[np.bool_] | None = None  # by hash; made for the first long text

    def places(self, text: str) -> Sequence[int]:
        """Return, in order, every place at which one of the starts stands, and a few others."""
        if len(text) <= _SHORT:
            return range(len(text))
        if self._marks is None:
            self._marks = self._marked()
        found: list[int] = self._marks.take(_hashes(text)).nonzero()[0].tolist()
        return found

    def _marked(self) -> NDArray[np.bool_]:
        import numpy as np

        marks = np.zeros((1 << _FIRST, 1 << _SECOND), dtype=np.bool_)
        alone = "".join(start for start in self.starts if len(start) == 1)
        marks[_hashes(alone) >> _SECOND] = True  # whatever comes next
        pairs = "".join(start for start in self.starts if len(start) == 2)
        marks.reshape(-1)[_hashes(pairs)[::2]] = True
        return marks.reshape(-1)


@lru_cache(maxsize=8)
def _hashes(text: str) -> NDArray[np.intp]:
    """Return a number for each character and the next one: upper bits by it, lower by the next.

    Remembers the last texts: those of an article are searched for many things.
    """
    import numpy as np

    codes = np.frombuffer(f"{text}\0".encode("utf-32-le", "surrogatepass"), dtype="<u4")
    hashes = codes * np.uint32(0x9E3779B1)  # modulo 2**32
    upper = hashes[:-1] >> np.uint32(32 - _FIRST) << np.uint32(_SECOND)
    return (upper | hashes[1:] >> np.uint32(32 - _SECOND)).astype(np.intp)


class Scanner:
    """Several patterns; ``find`` gives the matches of each."""

    def __init__(self, patterns: Iterable[re.Pattern[str]]) -> None:
        self.patterns = tuple(patterns)
        self._alone: list[tuple[int, re.Pattern[str]]] = []
        self._begin: list[tuple[int, _MatchAt]] = []
        self._of_lines: list[tuple[int, _MatchAt]] = []
        begun: dict[str, list[tuple[int, _MatchAt]]] = {}
        for index, pattern in enumerate(self.patterns):
            if _starts_lines(pattern):
                self._of_lines.append((index, pattern.match))
                continue
            known = beginnings(pattern)
            if known is None or known & _COMMON:
                self._alone.append((index, pattern))
                continue
            if "^" in pattern.pattern:
                self._begin.append((index, pattern.match))
            for text in known:
                begun.setdefault(text, []).append((index, pattern.match))
        # one look-up is to give all patterns: those of which only the first character is known, too
        self._begun = {text: [*begun.get(text[0], ()), *some] for text, some in begun.items()} | {
            text: some for text, some in begun.items() if len(text) == 1
        }
        self._starts = Starts(begun)

    def find(self, text: str) -> list[list[re.Match[str]]]:
        """Return for each pattern its matches, the same as its own ``finditer`` gives."""
        found: list[list[re.Match[str]]] = [[] for _ in self.patterns]
        ends = [0] * len(found)
        begun = self._begun
        for index, match_at in self._begin:  # that may match at the text's start only
            match = match_at(text, 0)
            if match is not None:
                found[index].append(match)
                ends[index] = match.end()
        for at in self._starts.places(text):
            some = begun.get(text[at : at + 2]) or begun.get(text[at])
            for index, match_at in some or ():
                if at >= ends[index]:
                    match = match_at(text, at)
                    if match is not None:
                        found[index].append(match)
                        ends[index] = match.end()
        for at in _line_starts(text) if self._of_lines else ():
            for index, match_at in self._of_lines:
                if at >= ends[index]:
                    match = match_at(text, at)
                    if match is not None:
                        found[index].append(match)
                        ends[index] = match.end()
        for index, pattern in self._alone:
            found[index] = list(pattern.finditer(text))
        return found


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in _LINE_END.finditer(text))]


def _starts_lines(pattern: re.Pattern[str]) -> bool:
    """Say whether a match, which is never empty, begins where a line does."""
    parsed = sre.parse(pattern.pattern, pattern.flags)
    anchored = bool(pattern.flags & re.MULTILINE) and parsed[:1].data == [_LINE_START]
    return anchored and parsed.getwidth()[0] > 0


def beginnings(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """Return the one or two characters with one of which any match begins; None where unknown.

    Matches at the very start of a text are left out where only they are meant (``^``).
    """
    if pattern.flags & re.IGNORECASE:
        return None
    parsed = sre.parse(pattern.pattern, pattern.flags)
    known = {text for text, _ in _of_all(parsed, not pattern.flags & re.MULTILINE)}
    if "" in known:
        return None
    return frozenset(text for text in known if len(text) == 1 or text[0] not in known)


def first_characters(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """Return the characters with one of which a match at a text's start begins; None where unknown.

    A text that begins with none of them need not be asked.
    """
    if pattern.flags & re.IGNORECASE:
        return None
    parsed = sre.parse(pattern.pattern, pattern.flags)
    first = {text for text, _ in _of_all(parsed, False, 1)}
    return None if "" in first else frozenset(first)


def _of_all(items: Any, once: bool, size: int = _LENGTH) -> set[_Beginning]:
    """Return the beginnings, at most ``size`` characters, of a sequence of parsed operations.

    ``once`` says what ``^`` means.
    """
    known: set[_Beginning] = {("", False)}
    for at, (op, value) in enumerate(items):
        if once and at == 0 and op is sre.AT and value is sre.AT_BEGINNING:
            return set() if items.getwidth()[0] > 0 else {("", True)}
        known = _joined(known, set(_of_one(op, value, once, size)), size)
        if len(known) > _MANY:
            known = {(text[:1], True) for text, _ in known}
        if all(len(text) == size or anything for text, anything in known):
            break
    return known


def _of_class(items: Any) -> set[str] | None:
    """Return the characters of a class; None for too many, or where that cannot be told."""
    chars: set[str] = set()
    for kind, what in items:
        if kind is sre.CATEGORY and what in _CATEGORIES:
            chars |= _in_category(what)
        elif kind in (sre.LITERAL, sre.RANGE):
            first, last = what if kind is sre.RANGE else (what, what)
            if last - first >= _MANY:
                return None
            chars.update(map(chr, range(first, last + 1)))
        else:
            return None
    return chars if len(chars) <= _MANY else None


@lru_cache(maxsize=len(_CATEGORIES))
def _in_category(category: Any) -> frozenset[str]:
    """Return the characters that ``\\d`` or ``\\s`` matches: none from U+20000 on (ideographs)."""
    return frozenset(filter(_CATEGORIES[category], map(chr, range(0x20000))))


def _joined(before: set[_Beginning], after: set[_Beginning], size: int) -> set[_Beginning]:
    joined = set()
    for text, anything in before:
        if anything or len(text) == size:
            joined.add((text, anything))
        else:
            joined |= {((text + more)[:size], unknown) for more, unknown in after}
    return joined


def _of_one(op: Any, value: Any, once: bool, size: int) -> Iterator[_Beginning]:
    if op is sre.LITERAL:
        yield chr(value), False
    elif op is sre.IN:
        chars = _of_class(value)
        yield from (("", True),) if chars is None else ((char, False) for char in chars)
    elif op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        yield "", False
    elif op is sre.SUBPATTERN and not value[1] & re.IGNORECASE:
        yield from _of_all(value[-1], once, size)
    elif op is sre.BRANCH:
        for branch in value[1]:
            yield from _of_all(branch, once, size)
    elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        least, most, repeated = value
        one = _of_all(repeated, once, size)
        if least == 0:
            yield "", False
        if least <= 1:
            yield from one
        if most > 1:
            yield from _joined(one, one, size)
    else:
        yield "", True
