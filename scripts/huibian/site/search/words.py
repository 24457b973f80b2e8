"""The words to offer people: names of themes and places that articles hold, words of titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import chain
from typing import Any

from huibian import dictionary
from huibian.site.catalog import Catalog
from huibian.site.search import folding
from huibian.site.search.entries import Facts

WORDS = 2500  # words offered at most
_WORD = re.compile(r"^[\w\u3400-\u9fff]{2,}$")
#: Titles whose words were found ahead, by whoever builds a site.
known: dict[str, list[str]] = {}


def titles(texts: Sequence[str]) -> list[list[str]]:
    """Return the words of each title, as jieba's dictionary has them, without repetition."""
    if not texts:
        return []
    cut = dictionary.tokenizer_of(texts).cut
    return [sorted({word for word in cut(text, HMM=False) if _WORD.match(word)}) for text in texts]


def names(catalog: Catalog) -> Callable[[str], Sequence[tuple[str, str]]]:
    """Return what gives the names of a theme or place, by its id, each with its folded form."""
    themes = {theme.id: theme for theme in catalog.themes}

    @cache
    def of(key: str) -> list[tuple[str, str]]:
        if key in themes:
            found: Iterable[str] = (themes[key].label, *themes[key].aliases)
        else:
            region = catalog.regions.get(key)
            found = filter(None, (region.name, region.short)) if region else ()
        return [(name, folding.fold_query(name)) for name in dict.fromkeys(found)]

    return of


def offered(catalog: Catalog, facts: Sequence[Facts]) -> list[list[Any]]:
    """Return the words with their kind and how many articles each stands for."""
    words: dict[str, list[Any]] = {}
    held = set(chain.from_iterable(one.names for one in facts))
    counted = Counter(chain.from_iterable(one.words for one in facts))
    names_of = names(catalog)

    def offer(key: str, kind: str, count: int) -> None:
        for name, _ in names_of(key):
            if f"{key} {name}" in held:
                words.setdefault(name, [name, kind, count])

    for theme in catalog.themes:
        offer(theme.id, "theme", len(catalog.by_theme.get(theme.id, ())))
    for code, cards in catalog.by_region.items():
        offer(code, "region", len(cards))
    for word, count in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        if len(words) >= WORDS:
            break
        words.setdefault(word, [word, "title", count])
    return list(words.values())
