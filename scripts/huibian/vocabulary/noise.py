"""The noise rules: what is dropped from a source, and under which name.

Loads ``noise.yml``. Knows nothing of lines around the one it is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from huibian.diagnostics import fail
from huibian.vocabulary.loading import load_list, modified

#: Rule ids that are not in the data file, because code (or an editor) applies them.
EXTRA_LABELS = {
    "editor": "编辑删去",
    "masked": "遮盖的文字",
    "title-mark": "标题序号",
    "signature": "署名行（已写入单位、作者、日期）",
    "byline": "标题旁的署名（来源报刊等，没有对应的栏目）",
    "running-head": "页眉页脚",
    "page-number": "页码",
    "web-navigation": "网页导航",
    "web-footer": "网页页脚",
    "hidden-text": "隐藏文字",
    "watermark": "水印",
    "deleted-text": "修订中删去的文字",
    "comment": "批注",
}


@dataclass(frozen=True, slots=True)
class NoiseRule:
    """One rule: ``scope`` says whether the whole line or only the match is dropped.

    ``above`` is a whole line as well, where the text line below it goes by a rule of the same id.
    ``needs`` are words of which a line must hold one: a cheap look before the costly pattern.
    """

    id: str
    label: str
    scope: Literal["line", "span", "above"]
    pattern: re.Pattern[str]
    needs: tuple[str, ...] = ()

    def possible(self, text: str) -> bool:
        """Say whether a line holds one of the words that the rule needs."""
        for word in self.needs:  # a plain loop: asked for each rule and line
            if word in text:
                return True
        return not self.needs

    def pieces(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield what the rule drops from a text: its groups where it has any, else the match."""
        for match in self.pattern.finditer(text):
            for first, last in match.regs[1:] or match.regs:
                if first >= 0:
                    yield first, last

    def drops(self, text: str) -> bool:
        """Say whether the rule drops a line with this text (no ``scope`` span)."""
        return self.possible(text) and self.pattern.search(text) is not None


def load_noise(extra: Path | None = None) -> tuple[NoiseRule, ...]:
    """Load the shipped rules, then a site's own; a wrong entry raises HB501.

    The ``examples`` of a site's own rule must be dropped, its ``counter_examples`` must stay.
    """
    return _load(extra, modified(extra))


@lru_cache(maxsize=4)
def _load(extra: Path | None, stamp: int) -> tuple[NoiseRule, ...]:
    """Load once for each state of the site's own file (``stamp`` tells them apart)."""
    rules = []
    shipped = len(load_list("noise.yml")) if extra is not None else 0
    for at, entry in enumerate(load_list("noise.yml", extra)):
        name = str(entry.get("id", "？"))
        try:
            scope = entry["scope"]
            if scope not in ("line", "span", "above"):
                raise ValueError("scope 只能是 line、span 或 above")
            rules.append(
                NoiseRule(
                    name,
                    str(entry["label"]),
                    scope,
                    re.compile(str(entry["pattern"])),
                    tuple(str(word) for word in entry.get("needs") or ()),
                )
            )
            if extra is not None and at >= shipped:  # the others have tests
                _prove(rules[-1], entry)
        except (KeyError, TypeError, ValueError, re.error) as error:
            reason = f"剔除规则“{name}”：{error}"
            raise fail("HB501", path=str(extra or "noise.yml"), reason=reason) from error
    return tuple(rules)


def _prove(rule: NoiseRule, entry: dict[str, Any]) -> None:
    """Try a rule on its examples; ValueError for one that comes out otherwise."""
    for key, wanted in (("examples", True), ("counter_examples", False)):
        for example in entry.get(key) or ():
            line = str(example).strip().split("\n", 1)[0]
            gone = rule.possible(line) and (
                any(rule.pieces(line)) if rule.scope == "span" else rule.drops(line)
            )
            if gone != wanted:
                what = "应当剔除，却没有对上" if wanted else "应当留下，却会被剔除"
                raise ValueError(f"例子“{line[:60]}”{what}")


def noise_labels(rules: Iterable[NoiseRule]) -> dict[str, str]:
    """Return the Chinese name of each rule id, for reports."""
    return EXTRA_LABELS | {rule.id: rule.label for rule in rules}
