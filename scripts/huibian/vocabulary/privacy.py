"""Personal data in a text: mobile numbers, identity cards, bank cards, mail addresses.

Loads ``privacy.yml``. Finds and masks in one text at a time; knows nothing of articles. A mask
has the length of what it stands for, so that columns stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from huibian.diagnostics import fail
from huibian.vocabulary.loading import load_list
from huibian.vocabulary.regions import load_regions

MASK = "*"
#: Full-width forms and the dashes and spaces that part digits, each as one ASCII character.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(char): narrow for char, narrow in zip("\u3000\u00a0\t‐‑–—", "   ----", strict=True)
}
#: Nine digits or an at sign. One set of characters begins it, so that the search is quick.
_WORTH_A_LOOK = re.compile(
    r"[0-9０-９@＠](?:(?<=[@＠])|(?:[ ()（）\u3000\u00a0\t‐‑–—－-]{0,2}[0-9０-９]){8})"
)
_AROUND = 16  # characters before and after a number that its rule looks at
_SIGNS = re.compile(r"[\W\d_]+")
_NAME = 8  # characters that may be left of a line that is nothing but contact


@dataclass(frozen=True, slots=True)
class PrivacyRule:
    """How one kind of personal data looks; see the head of ``privacy.yml``."""

    id: str
    label: str
    pattern: re.Pattern[str]
    check: Callable[[str], bool] | None
    unless_before: re.Pattern[str] | None
    unless_after: re.Pattern[str] | None
    needs: tuple[str, ...]
    alone: bool
    keep: tuple[int, int]
    until: str

    def spans(self, narrow: str) -> list[tuple[int, int]]:
        """Return the columns of all finds in a narrowed text."""
        if self.needs and not any(word in narrow for word in self.needs):
            return []
        return [match.span() for match in self.pattern.finditer(narrow) if self._holds(match)]

    def _holds(self, match: re.Match[str]) -> bool:
        text, (start, end) = match.string, match.span()
        before = text[max(0, start - _AROUND) : start]
        after = text[end : end + _AROUND]
        return not (
            (self.check is not None and not self.check(match.group()))
            or (self.unless_before is not None and self.unless_before.search(before))
            or (self.unless_after is not None and self.unless_after.search(after))
        )

    def hidden(self, narrow: str) -> set[int]:
        """Return the columns of a find's own text that a mask hides; at least one."""
        end = narrow.index(self.until) if self.until else len(narrow)
        inked = [at for at in range(end) if narrow[at].isalnum()]
        if narrow.startswith(("+86", "0086")) or (narrow.startswith("86") and len(inked) > 11):
            inked = inked[-11:]  # the country is no part of the number
        first, last = self.keep
        inner = inked[first : len(inked) - last]
        if self.until:  # dots and dashes of a name tell it, too
            inner = list(range(first, end))
        return set(inner or inked)


@dataclass(frozen=True, slots=True)
class Personal:
    """A find: the rule that found it and the columns of the text."""

    rule: PrivacyRule
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Privacy:
    """The rules, and the labels of a line that is nothing but contact."""

    rules: tuple[PrivacyRule, ...]
    labels: re.Pattern[str]

    def may_find(self, text: str) -> bool:
        """Say whether a cheap look leaves it open that a text, or one of its lines, has any."""
        return _WORTH_A_LOOK.search(text) is not None

    def find(self, text: str) -> tuple[Personal, ...]:
        """Return the personal data in a text, in their order; finds never overlap."""
        if not self.may_find(text):
            return ()
        narrow = text.translate(_NARROW)
        taken = bytearray(len(text))
        found: list[Personal] = []
        lone: list[Personal] = []
        for rule in self.rules:
            for start, end in rule.spans(narrow):
                if any(taken[start:end]):
                    continue
                taken[start:end] = b"\1" * (end - start)
                one = Personal(rule, start, end)
                (lone if rule.alone else found).append(one)
        every = sorted([*found, *lone], key=lambda one: one.start)
        if lone and not self._only_contact(text, every):
            return tuple(one for one in every if one not in lone)
        return tuple(every)

    def only_contact(self, text: str) -> bool:
        """Say whether a line holds personal data and nothing beside but labels and a name."""
        found = self.find(text)
        return bool(found) and self._only_contact(text, found)

    def _only_contact(self, text: str, found: Sequence[Personal]) -> bool:
        parts, at = [], 0
        for one in found:
            parts.append(text[at : one.start])
            at = one.end
        rest = self.labels.sub("", "\n".join([*parts, text[at:]]))
        return len(_SIGNS.sub("", rest)) <= _NAME

    def hidden(self, text: str) -> frozenset[int]:
        """Return the columns that a mask of the text hides."""
        found = self.find(text)
        if not found:
            return frozenset()
        narrow = text.translate(_NARROW)
        return frozenset(
            one.start + at for one in found for at in one.rule.hidden(narrow[one.start : one.end])
        )

    def mask(self, text: str) -> str:
        """Return the text with its personal data masked, as long as it was."""
        hidden = self.hidden(text) if self.may_find(text) else ()
        if not hidden:
            return text
        return "".join(MASK if at in hidden else char for at, char in enumerate(text))


@lru_cache(maxsize=1)
def load_privacy() -> Privacy:
    """Load the shipped rules; a wrong entry raises HB501."""
    rules = []
    labels = ""
    for entry in load_list("privacy.yml"):
        name = str(entry.get("id", "？"))
        try:
            if "labels" in entry:
                labels = str(entry["labels"])
                continue
            first, last = entry["keep"]
            rules.append(
                PrivacyRule(
                    name,
                    str(entry["label"]),
                    re.compile(str(entry["pattern"])),
                    _CHECKS[entry["check"]] if "check" in entry else None,
                    _optional(entry.get("unless_before")),
                    _optional(entry.get("unless_after")),
                    tuple(str(word) for word in entry.get("needs") or ()),
                    bool(entry.get("alone")),
                    (int(first), int(last)),
                    str(entry.get("until", "")),
                )
            )
        except (KeyError, ValueError, re.error) as error:
            reason = f"个人信息规则“{name}”：{error}"
            raise fail("HB501", path="privacy.yml", reason=reason) from error
    return Privacy(tuple(rules), re.compile(labels))


def _optional(pattern: str | None) -> re.Pattern[str] | None:
    return re.compile(pattern) if pattern else None


def identity(number: str) -> bool:
    """Say whether this is an identity number: province, birth date and check digit (GB 11643)."""
    text = "".join(char for char in number.upper() if char.isalnum())
    if len(text) != 18 or text[:2] not in _provinces() or not _is_date(text[6:14]):
        return False
    total = sum(int(char) << (17 - at) for at, char in enumerate(text[:17]))
    return "10X98765432"[total % 11] == text[17]


def luhn(number: str) -> bool:
    """Say whether the digits pass the check of bank cards (ISO/IEC 7812)."""
    digits = [int(char) for char in number if char.isdecimal()]
    doubled = [2 * digit - 9 * (digit > 4) for digit in digits[-2::-2]]
    return len(set(digits)) > 1 and (sum(doubled) + sum(digits[::-2])) % 10 == 0


_CHECKS: dict[str, Callable[[str], bool]] = {"identity": identity, "luhn": luhn}


def _is_date(text: str) -> bool:
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return day <= [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]


@lru_cache(maxsize=1)
def _provinces() -> frozenset[str]:
    return frozenset(region.code[:2] for region in load_regions().roots())
