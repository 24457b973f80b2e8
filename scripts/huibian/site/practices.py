"""Practices: what an article says that was done, taken from its structure.

The first-level headings of a page, each with what stands under it: second-level headings and the
sentences that open paragraphs in bold (一是 …, （一）…). An article without headings has its
opening sentences as practices. Pure text in and out; knows neither addresses nor HTML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from huibian.wording import NUMBERING, RUN_IN

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t#]*$")
_LEAD = re.compile(r"^\*\*(.+?)(?<!\\)((?:\\\\)*)\*\*")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ORDINAL = re.compile(r"^第[一二三四五六七八九十\d]{1,3}[，,、：:\s]\s*")
_END = "。；;：:，, \u3000"
#: Headings that stand in articles of every kind and tell no practice.
_USUAL = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,6}(?:背景|概况|基本情况|主要情况|存在(?:的)?(?:问题|不足|困难)|下一步.{0,10}|工作打算"
    r"|主要成效|工作成效|取得(?:的)?成效|几点(?:体会|启示|建议)|启示|体会|经验启示|结语|附件|引言|前言))$"
)


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice in the article's words, without its number.

    ``anchor`` is the id of its heading on the page, empty for an opening sentence; ``parts`` are
    the practices under it.
    """

    text: str
    anchor: str = ""
    parts: tuple[str, ...] = ()


def practices(body: str) -> tuple[Practice, ...]:
    """Return the practices of an article's Markdown in order; empty when it has none.

    Headings such as 下一步打算 or 存在问题 are left out: they tell no practice.
    """
    found: list[Practice] = []
    loose: list[str] = []
    under: list[str] = []
    title = anchor = ""
    for level, text, number in _pieces(body):
        if level in (1, 2):
            found += _closed(title, anchor, under)
            title, anchor, under = text, f"s_{number}", []
        elif title:
            under.append(text)
        else:
            loose.append(text)
    found += _closed(title, anchor, under)
    return tuple(found) if found else tuple(Practice(text) for text in loose)


def _closed(title: str, anchor: str, under: list[str]) -> list[Practice]:
    if not title or _USUAL.match(title):
        return []
    return [Practice(title, anchor, tuple(under))]


def _pieces(body: str) -> Iterator[tuple[int, str, int]]:
    """Yield headings and opening sentences: level (0: a sentence), text, place among headings."""
    count = 0
    for line in body.split("\n"):
        heading = _HEADING.match(line)
        lead = None if heading else _LEAD.match(line)
        if heading:
            count += 1
            text = _plain(heading.group(2))
            if text:
                yield len(heading.group(1)), text, count
        elif lead:
            text = _plain(lead.group(1) + lead.group(2))
            if text:
                yield 0, text, count


def _plain(markdown: str) -> str:
    """Return the text without marks, number, 一是 and the full stop."""
    text = html.unescape(_ESCAPE.sub(r"\1", markdown)).strip()
    patterns = (*NUMBERING.values(), _ORDINAL, RUN_IN)
    match = next((match for pattern in patterns if (match := pattern.match(text))), None)
    bare = text[match.end() :] if match else text
    return (bare or text).strip(_END)
