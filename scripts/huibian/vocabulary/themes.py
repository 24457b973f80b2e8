"""The vocabulary of themes: what articles are about.

Loads ``themes.yml`` (and a site's own ``docs/vocabulary/themes.yml``). Knows nothing of how
themes are scored in a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from huibian.diagnostics import fail
from huibian.scanning import Starts
from huibian.vocabulary.loading import load_list, modified

_ID = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: ``id`` for addresses, ``label`` for people, ``keywords`` with weights 1–5."""

    id: str
    label: str
    description: str
    keywords: tuple[tuple[str, int], ...]
    aliases: tuple[str, ...] = ()


class Themes:
    """The themes by label and id, in the order of the file."""

    def __init__(self, themes: Iterable[Theme]) -> None:
        self.all = tuple(themes)
        self.by_label = {theme.label: theme for theme in self.all}
        self.by_id = {theme.id: theme for theme in self.all}
        #: keyword -> the themes' labels, with its weight in each
        self.by_keyword: dict[str, list[tuple[str, int]]] = {}
        for theme in self.all:
            for word, weight in theme.keywords:
                self.by_keyword.setdefault(word, []).append((theme.label, weight))
        self._by_start: dict[str, list[str]] = {}  # keywords by their first two characters
        for word in self.by_keyword:
            self._by_start.setdefault(word[:2], []).append(word)
        self._starts = Starts(self._by_start)
        #: of one character, or such that one occurrence may begin inside another
        self._by_itself = [
            word
            for word in self.by_keyword
            if len(word) < 2 or any(word.startswith(word[at:]) for at in range(1, len(word)))
        ]
        self._aliases = {alias: theme for theme in self.all for alias in theme.aliases}

    def __iter__(self) -> Iterator[Theme]:
        return iter(self.all)

    def keywords_in(self, text: str) -> dict[str, int]:
        """Return the keywords that stand in a text, and how often (as ``str.count`` has it)."""
        counts: dict[str, int] = {}
        for at in self._starts.places(text):
            for word in self._by_start.get(text[at : at + 2], ()):
                if text.startswith(word, at):
                    counts[word] = counts.get(word, 0) + 1
        for word in self._by_itself:
            if count := text.count(word):
                counts[word] = count
        return counts

    def get(self, label: str) -> Theme | None:
        """Return the theme with this label, else None."""
        return self.by_label.get(label)

    def suggest(self, label: str) -> str:
        """Return the label that a person probably meant, ``""`` when none is near."""
        if label in self._aliases:
            return self._aliases[label].label
        near = get_close_matches(label, [*self.by_label, *self._aliases], n=1, cutoff=0.5)
        if not near:
            return ""
        return self._aliases[near[0]].label if near[0] in self._aliases else near[0]


def load_themes(extra: Path | None = None) -> Themes:
    """Load the shipped themes and a site's own.

    An entry of ``extra`` with a known ``id`` replaces the shipped theme. A wrong entry raises
    HB501 that names it.
    """
    return _load(extra, modified(extra))


@lru_cache(maxsize=4)
def _load(extra: Path | None, stamp: int) -> Themes:
    """Load once for each state of the site's own file (``stamp`` tells them apart)."""
    themes: dict[str, Theme] = {}
    for entry in load_list("themes.yml", extra):
        theme = _theme(entry, str(extra or "themes.yml"))
        themes[theme.id] = theme
    return Themes(themes.values())


def _theme(entry: dict[str, object], path: str) -> Theme:
    name = str(entry.get("label") or entry.get("id") or "？")
    try:
        keywords = entry.get("keywords") or []
        aliases = entry.get("aliases") or []
        assert isinstance(keywords, list) and isinstance(aliases, list)
        theme = Theme(
            id=str(entry["id"]),
            label=str(entry["label"]).strip(),
            description=str(entry.get("description") or "").strip(),
            keywords=tuple((str(word), int(weight)) for word, weight in keywords),
            aliases=tuple(str(alias) for alias in aliases),
        )
    except (KeyError, TypeError, ValueError, AssertionError) as error:
        reason = f"主题“{name}”缺少 id、label，或 keywords 不是 [词, 权重] 的列表"
        raise fail("HB501", path=path, reason=reason) from error
    if not _ID.match(theme.id):
        reason = f"主题“{name}”的 id 只能用小写字母、数字和连字符：{theme.id}"
        raise fail("HB501", path=path, reason=reason)
    return theme
