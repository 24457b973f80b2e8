"""What makes every rule load what it looks things up in, before somebody waits for it."""

from __future__ import annotations

from huibian import pipeline, readers
from huibian.vocabulary.bundle import Vocabularies

#: Names a place in a sentence: whether it is one is asked of jieba's dictionary.
_TINY = """某省某市某县做好一件事

一、做法
2023年3月，某县发展改革局把群众的小事当成大事来办，学习浙江省湖州市安吉县的做法。
"""


def warm(words: Vocabularies) -> None:
    """Make an article of a tiny text."""
    document = readers.read_bytes(_TINY.encode(), "例.txt")
    pipeline.one_article(document, 1, "warm", words, "例.txt")
