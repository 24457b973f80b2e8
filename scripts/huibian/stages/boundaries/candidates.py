"""Candidates: the lines that each rule of ``boundaries.yml`` proposes as titles."""

from __future__ import annotations

import itertools
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from statistics import median
from typing import NamedTuple

from huibian.numerals import number
from huibian.stages.boundaries.nesting import nested_titles
from huibian.stages.boundaries.text import Text
from huibian.vocabulary.boundaries import BoundaryRule, TitleWords, first_of, parted
from huibian.wording import (
    CENTRED,
    LARGER,
    RUN_IN,
    below_title,
    byline,
    byline_unit,
    is_subtitle,
    numbering,
    sentence_inside,
    signature,
    terminated,
    without_blanks,
)

_DATE_LINE = re.compile(
    r"^[（(]?\s*(?:\d{2,4}|[xX×]{2,4}|[〇零一二三四五六七八九]{4})\s*年"
    r"(?:\s*[\dxX×一二三四五六七八九十]{1,3}\s*月)?(?:\s*[\dxX×一二三四五六七八九十]{1,3}\s*日)?\s*[）)]?$"
)
_NUMERAL = re.compile(r"[一二三四五六七八九十百零〇\d０-９]+")
_TALK = re.compile(r"^(?:问|答|记者|主持人|嘉宾)[:：]")
_NTH = re.compile(r"第[一二三四五六七八九十]{1,3}")
_HASHES = re.compile(r"^#{1,6}\s+")
_QUOTED = re.compile(r"“[^”]*”")
_MARK = re.compile(r"[“：，、]")
_RUNNING = 2 / 3  # of the titles, how many have numbers that go on
_LONGEST_MARKED = 120  # characters of a title with its mark
_OFTEN = 3  # times that a heading comes again, a title does not
_SAME_OPENING = 4  # characters
_ALIKE = 0.45  # of the characters, how many parallel headings share
_LONGEST_SERIES, _SHORTEST_SERIES = 40, 4  # characters of a line that only numbers a title
_PARALLEL = 3  # lines in a row
_HEADING_SIZE = 0.6  # of a usual piece, what a piece below a heading has at most
_INDENT = 2  # columns of white space before a paragraph
_OFF_CENTRE = 3  # columns
TITLE_LIKE = 0.7  # likeness of a title


@lru_cache(maxsize=16384)
def title_likeness(text: str, words: TitleWords) -> float:
    """Return how much a line by itself looks like an article's title, 0–1.

    Remembered, because every rule asks it of the same lines.
    """
    size = len(text)
    if not 4 <= size <= 80 or sentence_inside(text) or _DATE_LINE.match(text):
        return 0.0
    if _TALK.match(text):
        return 0.0
    bare = without_blanks(text)
    if any(sort.search(bare) for sort in (words.preface, words.postscript, words.contact)):
        return 0.0
    score = 0.75 if size <= 45 else 0.55
    if terminated(text):
        score -= 0.1 if _calls(text) else 0.6
    if text[-1] in "，、,":
        score -= 0.5
    if RUN_IN.match(text) and not text.startswith("——"):
        score -= 0.4
    if byline_unit(text):
        score -= 0.3
    if words.part.search(text):
        score -= 0.5  # 第二部分 heads several articles
    if is_subtitle(text):
        return 0.0
    if text.startswith(("（", "(")):
        score -= 0.5  # a remark, not the title
    if 8 <= size <= 36:
        score += 0.1
    if any(word in text for word in words.usual):
        score += 0.15
    return max(0.0, min(1.0, score))


class Candidate(NamedTuple):
    """A line that a rule takes for a title: its index (``at``), title, and number before it."""

    at: int
    title: str
    mark: str = ""
    closing: str = ""


def candidates(
    text: Text, rule: BoundaryRule, words: TitleWords, groups: Sequence[int] = ()
) -> list[Candidate]:
    """Return the lines that the rule proposes, in order, without those that are barred.

    ``groups`` are the sorted lines below which running numbers may start again.
    """
    found = [
        one
        for one in _proposed(text, rule, words)
        if one.at not in text.barred
        and not (one.title and words.part.search(_heading(text.texts[one.at], one, rule)))
        # 【篇一】 looks like a group's heading, and has no title of its own
    ]
    return _nested(text, found, words, groups) if rule.kind == "mark" else found


def _heading(line: str, one: Candidate, rule: BoundaryRule) -> str:
    """Return what of a proposed line would tell the heading of a group."""
    return one.title if rule.id == "bracketed" else _HASHES.sub("", line)


def mark_number(mark: str) -> int | None:
    """Return the running number in a mark (``篇一：``, ``1.``, ``①``), None without one."""
    numerals = _NUMERAL.findall(mark)
    if numerals:
        return number(numerals[-1])  # 党建材料8篇篇三：
    sign = next((char for char in mark if unicodedata.category(char) == "No"), "")
    return int(unicodedata.numeric(sign)) if sign else None  # ①


def _nested(
    text: Text, found: list[Candidate], words: TitleWords, groups: Sequence[int]
) -> list[Candidate]:
    """Leave out the headings of articles that are numbered like the titles."""
    values = [mark_number(one.mark) for one in found]
    if values.count(1) < 2:
        return found
    worth = [title_likeness(one.title, words) + 0.5 * (text.before[one.at] > 0) for one in found]
    passed = [bisect_right(groups, one.at) for one in found]
    fresh = [at > 0 and passed[at] > passed[at - 1] for at in range(len(found))]
    titles = _nested_titles(tuple(values), tuple(worth), tuple(fresh))
    return [found[at] for at in titles] if titles else found


#: Several rules propose the same lines.
_nested_titles = lru_cache(maxsize=1)(nested_titles)


def _proposed(text: Text, rule: BoundaryRule, words: TitleWords) -> list[Candidate]:
    if rule.kind == "listed":
        places = sorted(entry.place for entry in text.contents.entries if entry.place >= 0)
        return [Candidate(place, *parted(text.texts[place], text.rules)) for place in places]
    if rule.kind == "mark":
        return _marked(text, rule)
    if rule.kind == "series":
        return _series(text)
    if rule.kind == "markdown":
        return _without_numbers(text, _marked(text, rule))
    found: list[Candidate] = []
    under = -1  # the last of the lines that look alike below a title
    for index in _fitting(text, rule, words):
        line = text.texts[index]
        if text.times[line] >= _OFTEN:
            continue  # 主要做法 in each article
        if rule.kind == "look" and 0 <= under == text.previous_ink[index]:
            under = index  # a subtitle, a unit
            continue
        if _unit_above(text, index, rule, words):
            found.append(Candidate(index, "", line))
            under = text.next_ink[index]
            continue
        if numbering(line)[0] or _HASHES.match(line) or title_likeness(line, words) < 0.5:
            continue
        if text.next_ink[index] < 0:
            continue  # nothing follows: no article
        found.append(Candidate(index, line))
        if index not in text.barred:
            under = index
    return _without_parallels(text, found) if rule.kind in ("isolated", "bare", "bold") else found


def _series(text: Text) -> list[Candidate]:
    """Return the lines that are alike but for a number which rises, the titles below them.

    ``第3次会议材料``, ``全市组织工作会议交流材料之三``: whatever the words are.
    """
    series: dict[str, list[tuple[int, int]]] = {}
    for index in text.ink:
        line = text.texts[index]
        if text.sizes[index] > _LONGEST_SERIES or index in text.barred:
            continue
        if terminated(line) or byline(line) or numbering(line)[0]:
            continue
        numerals = list(_NUMERAL.finditer(line))
        value = number(numerals[-1].group()) if numerals else None
        if value is None or text.next_ink[index] < 0:
            continue
        last = numerals[-1]
        shape = f"{line[: last.start()]}\0{line[last.end() :]}"
        if len(shape) > _SHORTEST_SERIES:
            series.setdefault(shape, []).append((index, value))
    runs = [
        [index for index, _ in found]
        for found in series.values()
        if len(found) >= _PARALLEL and [value for _, value in found] == [*range(1, len(found) + 1)]
    ]
    longest = max(runs, key=len, default=[])
    return [Candidate(index, "", text.texts[index]) for index in longest]


def _unit_above(text: Text, index: int, rule: BoundaryRule, words: TitleWords) -> bool:
    """Say whether a line names the unit of the title that stands directly below it."""
    below = text.next_ink[index]
    if rule.kind not in ("look", "isolated") or below < 0 or text.before[below]:
        return False
    if not _names_unit(text.texts[index]) or byline(text.texts[below]):
        return False
    if rule.kind == "look" and not _styled(text, below, rule):
        return False
    return text.sizes[below] <= 60 and title_likeness(text.texts[below], words) >= TITLE_LIKE


def _fitting(text: Text, rule: BoundaryRule, words: TitleWords) -> list[int]:
    """Return the lines that stand as an unmarked rule wants it."""
    if rule.kind == "isolated":
        before, after = text.before, text.after
        return [at for at in text.ink if before[at] >= rule.before and after[at] >= rule.after]
    if rule.kind == "separator":
        return [at for at in text.ink if text.broken_before[at]]
    if rule.kind == "flush":
        indented = text.usual_indent >= _INDENT
        return [at for at in text.ink if indented and text.lines[at].indent == 0]
    if rule.kind == "bare":
        return [at for at in text.ink if is_bare(text, at, words)]
    return [at for at in text.ink if _styled(text, at, rule)]


def _names_unit(line: str) -> bool:
    """Say whether a line is a unit's name, perhaps behind a label (发言单位：)."""
    signed = signature(line)
    return bool(byline_unit(line) or (signed and signed.unit and not signed.author))


def _without_parallels(text: Text, found: Sequence[Candidate]) -> list[Candidate]:
    """Leave out runs of lines that open alike (“学”起来…, “练”起来…): one article's headings.

    Titles that open alike stand all through a compilation, and head longer pieces.
    """
    if len(found) < _PARALLEL:
        return list(found)
    ends = [*(one.at for one in found[1:]), len(text.lines)]
    sizes = [text.size(one.at, end) for one, end in zip(found, ends, strict=True)]
    usual = median(sizes)
    gone: set[int] = set()
    start = 0
    for at in range(1, len(found) + 1):
        if at < len(found) and _opens_alike(found[at - 1].title, found[at].title):
            continue
        run = range(start, at)
        if len(run) >= _PARALLEL and median(sizes[n] for n in run) <= _HEADING_SIZE * usual:
            gone.update(run)
        start = at
    if len(gone) > len(found) / 2:
        return list(found)
    return [one for at, one in enumerate(found) if at not in gone]


def _opens_alike(one: str, other: str) -> bool:
    """Say whether two lines start with the same words, quotations and numbers aside."""
    one, other = (_NTH.sub("第一", _QUOTED.sub("“”", text)) for text in (one, other))
    pairs = zip(one, other, strict=False)
    same = "".join(a for a, _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
    if len(same) >= _SAME_OPENING and _MARK.search(same):
        return True
    if abs(len(one) - len(other)) > 1 or one.find("，") != other.find("，"):
        return False
    return "，" in one and SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _styled(text: Text, index: int, rule: BoundaryRule) -> bool:
    """Say whether a line looks as the rule wants, in a source that knows styles."""
    style = text.lines[index].style
    if rule.kind == "style":
        return style.heading == rule.level
    if rule.kind == "page":
        return style.page_break or index == text.ink[0]
    if rule.kind == "bold":
        return style.bold and not text.mostly_bold
    larger = style.size > 0 and style.size >= LARGER * text.usual_size > 0
    below = text.next_ink[index]
    if below >= 0 and is_subtitle(text.texts[below]) and text.after[index] == 0:
        index = below if _padded(text, below) else index  # a long title leaves little to centre
    return larger or style.centred or _padded(text, index)


def _padded(text: Text, index: int) -> bool:
    """Say whether white space sets a line in the middle."""
    indent = text.lines[index].indent
    if indent >= CENTRED and indent > text.usual_indent:
        return True
    # a long title leaves little to centre: its middle is where the others' are
    off = abs(indent + len(text.texts[index]) - text.centre)
    return bool(text.centre) and indent != text.usual_indent and indent > 0 and off <= _OFF_CENTRE


def _marked(text: Text, rule: BoundaryRule) -> list[Candidate]:
    assert rule.pattern is not None
    found: list[Candidate] = []
    first = None if text.prefix else first_of(rule)
    for index in text.ink if first is None else text.beginning_with(first):
        if text.sizes[index] > _LONGEST_MARKED:
            continue
        line = text.texts[index]
        skipped = len(text.prefix) if line.startswith(text.prefix) else 0
        match = rule.pattern.match(line[skipped:])
        if match is None or text.next_ink[index] < 0 or text.before[index] < rule.before:
            continue
        title = match.group("title").strip()
        if sentence_inside(title) or len(title) > 80 or (terminated(title) and not _calls(title)):
            continue
        start, end = skipped + match.start("title"), skipped + match.end("title")
        mark, closing = line[:start].strip(), line[end:].strip()
        found.append(Candidate(index, title, mark, closing))
    return found


def _without_numbers(text: Text, found: list[Candidate]) -> list[Candidate]:
    """Take running numbers from titles that have another mark before them: ## 1. title."""
    parts = [parted(one.title, text.rules) for one in found]
    running = 0
    for _, mark in parts:
        running += mark_number(mark) == running + 1
    if len(found) < 2 or running < _RUNNING * len(found):
        return found
    return [
        Candidate(one.at, title, line[: line.index(title, len(one.mark))].strip(), one.closing)
        for one, line, (title, _) in zip(
            found, [text.texts[one.at] for one in found], parts, strict=True
        )
    ]


def _calls(text: str) -> bool:
    """Say whether a line ends with an exclamation or a question, as titles may."""
    return text.rstrip("”’）》」』")[-1:] in ("！", "？", "!", "?")


def is_bare(text: Text, index: int, words: TitleWords) -> bool:
    """Say whether a short line stands behind a finished paragraph and before a long one.

    Lines between two headings of one numbered run (一、 … 二、) are headings themselves.
    """
    previous, following = text.free_before(index), text.next_ink[index]
    while following >= 0 and below_title(text.texts[following]):
        following = text.next_ink[following]
    if following < 0 or text.sizes[index] > 45:
        return False
    least = 60 if previous >= 0 else 30  # at the head of the document nothing else is expected
    if text.sizes[following] < least:  # a short paragraph may open an article, a list may not
        beyond = text.next_ink[following]
        if not terminated(text.texts[following]) or beyond < 0 or text.sizes[beyond] < least:
            return False
    if previous >= 0 and not terminated(text.texts[previous]):
        return False
    if title_likeness(text.texts[index], words) < TITLE_LIKE:
        return False
    later = bisect_right(text.numbered_at, index)
    return later == len(text.numbered_at) or text.numbered[text.numbered_at[later]] == 1
