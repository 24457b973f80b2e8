"""jieba's dictionary of Chinese words: it takes a quarter of a second and 100 MB, so all share one.

Our own one, so that nobody's user dictionary changes our answers. For a few short texts it is not
loaded: what it says about them alone is found in a hundredth of the time.
"""

from __future__ import annotations

import logging
import marshal
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    import jieba

#: Short texts for which the dictionary is looked through rather than loaded.
_FEW = 20
#: The sum of all words' counts by jieba's version: adding them up takes longer than all the rest.
_TOTALS = {"0.42.1": 60_101_967}
_looked_through = count(1)


@lru_cache(maxsize=1)
def tokenizer() -> jieba.Tokenizer:
    """Return what cuts texts into words."""
    made: jieba.Tokenizer = _jieba().Tokenizer()
    if not _from_cache(made):
        made.initialize()
    return made


def _from_cache(made: jieba.Tokenizer) -> bool:
    """Take what jieba left in its cache; say whether it was there.

    It reads that file entry by entry: in one piece it takes a third of the time.
    """
    try:
        cache = Path(made.tmp_dir or tempfile.gettempdir()) / "jieba.cache"
        known, total = marshal.loads(cache.read_bytes())
    except (OSError, ValueError, TypeError, EOFError):
        return False
    if not isinstance(known, dict) or not isinstance(total, int):
        return False
    made.FREQ, made.total, made.initialized = known, total, True
    return True


def tokenizer_of(texts: Sequence[str]) -> jieba.Tokenizer:
    """Return what cuts these texts into words, as ``tokenizer`` does; others it may cut otherwise.

    Once the dictionary is there, or when it has been looked through for many, it is that.
    """
    few = not is_loaded() and len(texts) <= _FEW and next(_looked_through) <= _FEW
    return _part(texts) if few else tokenizer()


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


def _part(texts: Sequence[str]) -> jieba.Tokenizer:
    """Return a tokenizer that knows the dictionary's words in these texts and no others."""
    module = _jieba()
    made: jieba.Tokenizer = module.Tokenizer()
    with made.get_dict_file() as file:
        lines = "\n" + file.read().decode("utf-8")
    held = {
        text[start:end]
        for text in texts
        for start in range(len(text))
        for end in range(start + 1, len(text) + 1)
    }
    known = {word: number for word, number in _beginning(lines, "".join(texts)) if word in held}
    made.FREQ = {word[:end]: 0 for word in known for end in range(1, len(word))} | known
    made.total = _TOTALS.get(module.__version__) or sum(map(int, lines.split()[1::3]))
    made.initialized = True
    return made


def _beginning(lines: str, chars: str) -> Iterator[tuple[str, int]]:
    """Yield the words, with their counts, that begin with one of these characters."""
    # a line is: word, count, kind
    found = re.findall(rf"\n([{re.escape(chars)}][^ \n]*) (\d+)", lines) if chars else ()
    return ((word, int(number)) for word, number in found)


def _jieba() -> ModuleType:
    """Load jieba without setuptools' ``pkg_resources``, which takes longer and is not needed."""
    name = "pkg_resources"
    hidden = name not in sys.modules
    if hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # to import it fails
    try:
        import jieba  # takes a while, and much is done without it
    finally:
        if hidden:
            del sys.modules[name]
    jieba.setLogLevel(logging.WARNING)  # it reports each start
    module: ModuleType = jieba
    return module
