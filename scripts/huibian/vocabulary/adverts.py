"""Sentences that look like advertising: what a person is asked about.

Loads ``adverts.yml``. The noise rules (``noise.yml``) drop what is plain; these only raise a
question. Knows one sentence at a time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from huibian.diagnostics import fail
from huibian.vocabulary.loading import load_list

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*[”’）)】」]*")
_OUTER = " \u3000\t（(【[“”—-*★☆◆●#"
_LONGEST = 400  # characters; a longer sentence advertises nothing


@dataclass(frozen=True, slots=True)
class AdvertRule:
    """One way in which a sentence advertises; ``needs`` is a cheap look before the pattern."""

    id: str
    label: str
    pattern: re.Pattern[str]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advert:
    """A sentence that looks like advertising, with its columns and the rule that says so."""

    rule: AdvertRule
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Adverts:
    """The rules, and what finds a word that one of them needs."""

    rules: tuple[AdvertRule, ...]
    needs: re.Pattern[str]

    def may_find(self, text: str) -> bool:
        """Say whether a cheap look leaves it open that a text, or one of its lines, advertises."""
        return self.needs.search(text) is not None

    def find(self, text: str) -> tuple[Advert, ...]:
        """Return the sentences of a text that look like advertising, in their order."""
        if not self.may_find(text):
            return ()
        found = []
        for match in _SENTENCE.finditer(text):
            if match.end() - match.start() > _LONGEST:
                continue
            bare = match.group().strip(_OUTER)
            rule = next(
                (
                    rule
                    for rule in self.rules
                    if any(word in bare for word in rule.needs)
                    and rule.pattern.search(bare.rstrip("。！？!?；;”’）)】」]"))
                ),
                None,
            )
            if rule is not None:
                found.append(Advert(rule, match.start(), match.end()))
        return tuple(found)


@lru_cache(maxsize=1)
def load_adverts() -> Adverts:
    """Load the shipped rules; a wrong entry raises HB501."""
    rules = []
    for entry in load_list("adverts.yml"):
        name = str(entry.get("id", "？"))
        try:
            needs = tuple(str(word) for word in entry["needs"])
            pattern = re.compile(str(entry["pattern"]))
            rules.append(AdvertRule(name, str(entry["label"]), pattern, needs))
        except (KeyError, re.error) as error:
            reason = f"广告规则“{name}”：{error}"
            raise fail("HB501", path="adverts.yml", reason=reason) from error
    words = sorted({word for rule in rules for word in rule.needs})
    return Adverts(tuple(rules), re.compile("|".join(map(re.escape, words))))
