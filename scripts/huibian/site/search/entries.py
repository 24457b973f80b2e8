"""All that the index takes from one article: its entry, kept from one build to the next.

An entry comes from an article's card, the blocks of its page and the vocabularies alone, so it
stays good while these stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from huibian.site.catalog import ArticleCard
from huibian.site.practices import Practice
from huibian.site.search import folding, grams
from huibian.site.search.alphabet import ALPHABET, CODE_OF
from huibian.site.search.text import Block

#: Gives the words of a theme or place (by id) that are looked for in texts, with their folded form.
Names = Callable[[str], Sequence[tuple[str, str]]]
_SENTENCE = re.compile(r"[^。！？；!?;]+")
_LEAST = 8  # characters of a sentence that says where a summary comes from
_KNOWN = len(ALPHABET)


class Facts(NamedTuple):
    """What the pieces about all articles take from one.

    ``words`` are those of the ``title``, ``names`` those of its own themes and places that stand in
    the text (``id word``). ``rare`` are the characters, as they are compared, that the alphabet
    lacks. ``length`` is that of the article in characters, ``units`` that of ``Body.shown``.
    ``practices`` says how many it has.
    """

    title: str
    words: list[str]
    names: list[str]
    rare: str
    length: int
    units: int
    practices: int


@dataclass(frozen=True, slots=True)
class Body:
    """The texts of one article.

    ``shown`` and ``practised`` are numbers of characters as they are shown, each block ended by 0
    and each practice by one more: of the article (title and subtitle first), and of its practices.
    ``fields`` has a field for each block, ``heads`` the blocks that are headings with their ids.
    ``anchors`` are the ids of practices.
    """

    shown: NDArray[np.uint16]
    practised: NDArray[np.uint16]
    fields: bytes
    heads: list[list[Any]]
    anchors: list[str]

    @property
    def leads(self) -> list[int]:
        """Return the blocks where the summary comes from."""
        return [at for at, field in enumerate(self.fields) if field == grams.SUMMARY]


def make(article: ArticleCard, body: Sequence[Block], names: Names) -> tuple[Facts, Body]:
    """Return the entry of an article, without the words of its title."""
    blocks = [
        Block(folding.tidy(article.title), True),
        Block(folding.tidy(article.subtitle), True),
        *body,
    ]
    lines = [block.text for block in blocks]
    units = folding.units("\n".join(lines) + "\n")
    table = folding.unit_table()
    compared = table[units]
    text = compared.tobytes().decode("utf-16-le", "replace")
    about = [*article.all_themes, *article.region]
    anchors, parts = _practices(article.practices)
    practised = folding.units("".join(f"{part}\n" for part in parts))
    used = np.concatenate([compared, table[practised]])
    rare = np.unique(used[CODE_OF[used] > _KNOWN])
    facts = Facts(
        title=article.title,
        words=[],
        names=[f"{key} {word}" for key in about for word, folded in names(key) if folded in text],
        rare="".join(map(chr, rare)),
        length=article.length,
        units=len(units),
        practices=len(anchors),
    )
    return facts, Body(
        shown=CODE_OF[units],
        practised=CODE_OF[practised],
        fields=bytes(_fields(article, blocks)),
        heads=[[at, b.anchor] for at, b in enumerate(blocks) if at > 1 and b.heading],
        anchors=anchors,
    )


def _practices(found: Iterable[Practice]) -> tuple[list[str], list[str]]:
    """Return the ids of practices and their blocks, the last of each with its end."""
    anchors: list[str] = []
    lines: list[str] = []
    for practice in found:
        held = list(filter(None, map(folding.tidy, (practice.text, *practice.parts))))
        if held:
            anchors.append(practice.anchor)
            held[-1] += "\n"
            lines += held
    return anchors, lines


def _fields(article: ArticleCard, blocks: Sequence[Block]) -> list[int]:
    """Return the field of each block; a paragraph of the summary is where its words come from."""
    summary = [part for part in _SENTENCE.findall(article.summary) if len(part) >= _LEAST]
    fields = [grams.TITLE]
    for block in blocks[1:]:
        if block.heading:
            fields.append(grams.HEADING)
        elif any(part in block.text for part in summary):
            fields.append(grams.SUMMARY)
        else:
            fields.append(grams.BODY)
    return fields


def dump(body: Body) -> bytes:
    """Write texts."""
    head = [len(body.shown), list(body.fields), body.heads, body.anchors]
    line = json.dumps(head, separators=(",", ":")).encode("ascii")
    return b"".join((line, b"\n", body.shown.tobytes(), body.practised.tobytes()))


def load(data: bytes) -> Body:
    """Read texts that ``dump`` wrote."""
    line, _, codes = data.partition(b"\n")
    size, fields, heads, anchors = json.loads(line)
    both = np.frombuffer(codes, dtype=np.uint16)
    return Body(both[:size], both[size:], bytes(fields), heads, anchors)
