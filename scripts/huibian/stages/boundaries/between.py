"""Between the articles: titles of compilations, what they declare, and the editor's own pages.

The head of the document, headings of groups of articles, further compilations in the same file,
the heads of a bulletin's further issues and a postscript belong to no article.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set

from huibian.model import Evidence, Interlude
from huibian.numerals import number
from huibian.stages.boundaries.text import Text
from huibian.vocabulary.boundaries import TitleWords
from huibian.wording import is_subtitle, numbering, sentence_inside, terminated, without_blanks

_DECLARED = (
    re.compile(r"[（(]\s*(?:共|计|含)?\s*([\d０-９一二三四五六七八九十百]{1,5})\s*篇\s*[）)]"),
    re.compile(
        r"(?:汇编|材料|经验|总结|选编|合集|案例|范文)\s*[-—]*\s*([\d一二三四五六七八九十百]{1,5})\s*篇"
    ),
    re.compile(r"(?:共|收录|收入|汇集|选取|选编)(?:了)?\s*([\d一二三四五六七八九十百]{1,5})\s*篇"),
    re.compile(r"^([\d一二三四五六七八九十百]{1,5})\s*篇"),
    re.compile(
        r"(?:发言|公文|选登|精选|讲话|汇报|征文|文章|稿件)\s*([\d一二三四五六七八九十百]{1,5})\s*篇$"
    ),
)
_HEAD_LINES = 30  # how far down the declared count is looked for
_TITLE_LINES = 10  # and the compilation's title
_LONGEST_TITLE = 60
_GROUP_LINES = 4  # lines that a group's heading may have before its first article …
_GROUP_SIZE = 400  # … and characters
_FOREWORD = 60  # lines between the title of a further compilation and its first article
_LONGEST_PART = 12  # characters of the heading of a group, its number included
_NTH_PART = re.compile(r"第[一二三四五六七八九十\d]{1,3}(?:部分|编|辑|章|板块|单元|专题)")
_NUMERALS = re.compile(r"[\d０-９〇零一二三四五六七八九十]+")
_MASTHEAD = 8  # lines above the contents of an issue


def read_heads(text: Text, words: TitleWords) -> tuple[int, int | None]:
    """Find the titles of the compilations in a source; no article starts there.

    Returns the index of the first one (-1 without one) and the number of articles that the
    source promises in all (None when it does not). Puts what it found into ``text``.
    """
    declared, declared_at = _declared(text, text.ink[:_HEAD_LINES])
    title = _collection_title(text, words, declared_at)
    further = list(_further(text, words, title))
    text.heads = tuple([title, *further] if title >= 0 else further)
    cover = max(title, min(text.contents.lines, default=-1))
    above = [index for index in text.ink[:_HEAD_LINES] if index < cover]
    if not any(terminated(text.texts[index]) for index in above):  # no text, but a cover
        text.barred |= frozenset(above)
    text.barred |= frozenset(text.heads)
    text.barred |= {at for start, index in _issues(text) for at in range(start, index)}
    if title >= 0:
        text.prefix = text.texts[title]
        text.parts = _numbered_parts(text)
        text.barred |= text.parts
    for index in further:
        more, _ = _declared(text, [index])
        declared = declared + more if declared and more else None
    return title, declared


def _collection_title(text: Text, words: TitleWords, declared_at: int) -> int:
    """Return the index of the compilation's own title, -1 without one."""
    head = [index for index in text.ink[:_TITLE_LINES] if index not in text.contents.lines]
    for index in head:
        line = text.texts[index]
        above = text.previous_ink[index]
        if is_subtitle(line) and above >= 0 and words.collection_start.search(without_blanks(line)):
            return above  # 先行者的足迹——全市改革创新案例汇编
        if len(line) > _LONGEST_TITLE or is_subtitle(line):
            continue
        if index == declared_at or words.collection.search(without_blanks(line)):
            return index
    return -1


def _numbered_parts(text: Text) -> frozenset[int]:
    """Return the lines 一、二、… that head groups: short, and （一） or 1. directly below each.

    Articles have text below their titles, and longer titles than 一、农业农村.
    """
    parts = [
        index
        for index in text.numbered_at
        if len(text.texts[index]) <= _LONGEST_PART and not terminated(text.texts[index])
    ]
    below = [text.next_ink[index] for index in parts]
    run = [text.numbered[index] for index in parts] == list(range(1, len(parts) + 1))
    if len(parts) < 2 or not run or -1 in below:
        return frozenset()
    titled = [numbering(text.texts[index]) for index in below]
    styles = {style for style, _ in titled}
    longer = all(
        len(text.texts[one]) > len(text.texts[index])
        for index, one in zip(parts, below, strict=True)
    )
    if longer and len(styles) == 1 and styles <= {"paren", "arabic"}:
        return frozenset(parts)
    return frozenset()


def _further(text: Text, words: TitleWords, title: int) -> Iterator[int]:
    """Yield the titles of further compilations: set off, and saying so to the letter."""
    first = text.texts[title] if title >= 0 else ""
    listed = {entry.place for entry in text.contents.entries}
    for index in text.ink[1:] if title < 0 else text.ink[bisect_left(text.ink, title) + 1 :]:
        line = text.texts[index]
        if len(line) > _LONGEST_TITLE or not (text.before[index] and text.after[index]):
            continue
        if index in listed or index in text.contents.lines or terminated(line):
            continue
        if words.part.search(line) or numbering(line)[0]:
            continue
        if words.collection_start.search(line) and line != first:  # not a running head
            yield index


def _declared(text: Text, indexes: Sequence[int]) -> tuple[int | None, int]:
    """Return the number of articles that one of the lines promises, and that line's index."""
    for index in indexes:
        line = text.texts[index]
        if len(line) > 200 or index in text.contents.lines:
            continue
        for pattern in _DECLARED:
            match = pattern.search(line)
            value = number(match.group(1)) if match else None
            if value:
                return value, index
    return None, -1


def _issues(text: Text) -> list[tuple[int, int]]:
    """Return where each further issue starts, and the first line of its contents.

    The lines above the first contents stand above each: 工作简报, 第2期, the day.
    """
    starts = text.contents.starts
    if len(starts) < 2:
        return []

    def shape(index: int) -> str:
        return _NUMERALS.sub("0", without_blanks(text.texts[index]))

    masthead: set[str] = set()
    above = text.previous_ink[starts[0]]
    while above >= 0 and len(masthead) < _MASTHEAD:
        masthead.add(shape(above))
        above = text.previous_ink[above]
    found = []
    for index in starts[1:]:
        start = index
        above = text.previous_ink[start]
        for _ in range(_MASTHEAD):
            if above < 0 or shape(above) not in masthead:
                break
            start, above = above, text.previous_ink[above]
        found.append((start, index))
    return found


def interludes(text: Text, starts: Sequence[int], words: TitleWords) -> list[Interlude]:
    """Return the lines between and behind articles that start at ``starts``, in order."""
    found = []
    issues = {start for start, _ in _issues(text)}
    bounds = [*starts, len(text.lines)]
    for start, end in zip(starts, bounds[1:], strict=True):
        inside = text.ink[bisect_left(text.ink, start) + 1 : bisect_left(text.ink, end)]
        opening = _opening(text, inside, words, issues, last=end == len(text.lines))
        if opening is not None:
            index, rule = opening
            evidence = Evidence(rule, text.lines[index].number, text.texts[index][:20], 0.8)
            found.append(Interlude(text.lines[index].number, text.lines[end - 1].number, evidence))
    return found


def _opening(
    text: Text, inside: Sequence[int], words: TitleWords, issues: Set[int], *, last: bool
) -> tuple[int, str] | None:
    """Return the first line that is no longer the article's, and the rule that says so."""
    for at, index in enumerate(inside):
        if index in issues:
            return index, "contents"
        if index in text.heads and (last or len(inside) - at <= _FOREWORD):
            return index, "further-compilation"
        set_off = at and text.before[index]
        if set_off and words.postscript.search(without_blanks(text.texts[index])):
            return index, "postscript"
    group = None
    size = 0
    for index in reversed(inside[-_GROUP_LINES:]) if not last else ():
        line = text.texts[index]
        size += len(line)
        if size > _GROUP_SIZE:
            break
        if text.times[line] - text.listed[line] > 1 or terminated(line) or sentence_inside(line):
            continue  # 【成效】 in each article is its heading
        # words may stand below 第一部分, and below nothing else that heads a group
        heads = words.part.search(line) and (index == inside[-1] or _NTH_PART.match(line))
        if heads or index in text.ranks or index in text.parts:
            group = index, "group-heading"
    return group


def groups(text: Text, words: TitleWords) -> frozenset[int]:
    """Return the lines that may head a group of articles; numbers may start again below them."""
    parts = {
        index
        for index in text.ink
        if len(text.texts[index]) <= _LONGEST_TITLE and words.part.search(text.texts[index])
    }
    return frozenset(parts | set(text.heads) | text.parts)
