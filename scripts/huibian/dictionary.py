"""jieba's dictionary of Chinese words: it takes half a second and 100 MB, so all share one.

Our own one, so that nobody's user dictionary changes our answers.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jieba


@lru_cache(maxsize=1)
def tokenizer() -> jieba.Tokenizer:
    """Return what cuts texts into words."""
    import jieba  # takes a while, and much is done without it

    jieba.setLogLevel(logging.WARNING)  # it reports each start
    made = jieba.Tokenizer()
    made.initialize()
    return made


def is_loaded() -> bool:
    """Say whether somebody has asked for it already."""
    return tokenizer.cache_info().currsize > 0


def is_word(text: str) -> bool:
    """Say whether a text is a word of it."""
    return bool(tokenizer().FREQ.get(text))  # beginnings of words stand there with nought


@lru_cache(maxsize=1)
def tails() -> frozenset[str]:
    """Return what is known only as the end of a word: of three to five characters all but one."""
    known = tokenizer().FREQ
    return frozenset(
        word[1:]
        for word, count in known.items()
        if count and 3 <= len(word) <= 5 and not known.get(word[1:])
    )
