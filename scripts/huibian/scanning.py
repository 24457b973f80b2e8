"""Looking for several patterns in a text in one go, only where one of them may begin.

A pattern that does not begin with a literal is tried at every character of a text; most of the
vocabularies' patterns are such. With which two characters a match may begin is worked out once,
from the parsed pattern; where that cannot be told the pattern is looked for by itself. What is
found is the same.
"""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

if sys.version_info >= (3, 11):
    from re import _parser as sre  # type: ignore[attr-defined]
else:
    import sre_parse as sre

_LENGTH = 2  # characters of a beginning
_MANY = 1000  # beginnings of a pattern; of more only the first characters are kept
#: A pattern that begins with one of these and who knows what is as quickly looked for by itself.
_COMMON = frozenset(" \n，。、的")

#: The beginning of a match, and whether anything at all may follow it.
_Beginning = tuple[str, bool]
_MatchAt = Callable[[str, int], "re.Match[str] | None"]


class Scanner:
    """Several patterns; ``find`` gives the matches of each."""

    def __init__(self, patterns: Iterable[re.Pattern[str]]) -> None:
        self.patterns = tuple(patterns)
        self._alone: list[tuple[int, re.Pattern[str]]] = []
        self._begin: list[tuple[int, _MatchAt]] = []
        begun: dict[str, list[tuple[int, _MatchAt]]] = {}
        for index, pattern in enumerate(self.patterns):
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
        firsts, lone, seconds = (
            "".join(map(re.escape, sorted(chars)))
            for chars in (
                {text[0] for text in begun if len(text) > 1},
                {text for text in begun if len(text) == 1},
                {text[1] for text in begun if len(text) > 1},
            )
        )
        either = [f"[{firsts}](?=[{seconds}])"] if firsts else []
        self._starts = re.compile("|".join([*([f"[{lone}]"] if lone else []), *either]) or "(?!)")

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
        for start in self._starts.finditer(text):
            at = start.start()
            some = begun.get(text[at : at + 2]) or begun.get(text[at])
            if some is None:
                continue
            for index, match_at in some:
                if at >= ends[index]:
                    match = match_at(text, at)
                    if match is not None:
                        found[index].append(match)
                        ends[index] = match.end()
        for index, pattern in self._alone:
            found[index] = list(pattern.finditer(text))
        return found


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


def _of_all(items: Any, once: bool) -> set[_Beginning]:
    """Return the beginnings of a sequence of parsed operations; ``once`` says what ``^`` means."""
    known: set[_Beginning] = {("", False)}
    for at, (op, value) in enumerate(items):
        if once and at == 0 and op is sre.AT and value is sre.AT_BEGINNING:
            rest = _of_all(items[1:], once)
            return set() if all(text for text, _ in rest) else {("", True)}
        known = _joined(known, set(_of_one(op, value, once)))
        if len(known) > _MANY:
            known = {(text[:1], True) for text, _ in known}
        if all(len(text) == _LENGTH or anything for text, anything in known):
            break
    return known


def _joined(before: set[_Beginning], after: set[_Beginning]) -> set[_Beginning]:
    joined = set()
    for text, anything in before:
        if anything or len(text) == _LENGTH:
            joined.add((text, anything))
        else:
            joined |= {((text + more)[:_LENGTH], unknown) for more, unknown in after}
    return joined


def _of_one(op: Any, value: Any, once: bool) -> Iterator[_Beginning]:
    if op is sre.LITERAL:
        yield chr(value), False
    elif op is sre.IN and all(kind in (sre.LITERAL, sre.RANGE) for kind, _ in value):
        ranges = [(what, what) if kind is sre.LITERAL else what for kind, what in value]
        if sum(last - first + 1 for first, last in ranges) > _MANY:
            yield "", True
        else:
            codes = itertools.chain(*(range(first, last + 1) for first, last in ranges))
            yield from ((chr(code), False) for code in codes)
    elif op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        yield "", False
    elif op is sre.SUBPATTERN:
        yield from _of_all(value[-1], once)
    elif op is sre.BRANCH:
        for branch in value[1]:
            yield from _of_all(branch, once)
    elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        least, most, repeated = value
        one = _of_all(repeated, once)
        if least == 0:
            yield "", False
        if least <= 1:
            yield from one
        if most > 1:
            yield from _joined(one, one)
    else:
        yield "", True
