"""Candidates: the lines that each rule of ``boundaries.yml`` proposes as titles."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from huibian.stages.boundaries.text import Text
from huibian.vocabulary.boundaries import BoundaryRule, TitleWords, parted
from huibian.wording import RUN_IN, byline_unit, numbering, sentence_inside, terminated

_DATE_LINE = re.compile(
    r"^[（(]?\s*(?:\d{2,4}|[xX×]{2,4}|[〇零一二三四五六七八九]{4})\s*年"
    r"(?:\s*[\dxX×一二三四五六七八九十]{1,3}\s*月)?(?:\s*[\dxX×一二三四五六七八九十]{1,3}\s*日)?\s*[）)]?$"
)
_SPACES = re.compile(r"\s+")
_LARGER = 1.15  # how much larger than the text a title is set


def title_likeness(text: str, words: TitleWords) -> float:
    """Return how much a line by itself looks like an article's title, 0–1."""
    size = len(text)
    if not 4 <= size <= 80 or sentence_inside(text) or _DATE_LINE.match(text):
        return 0.0
    bare = _SPACES.sub("", text)
    if words.preface.search(bare) or words.postscript.search(bare):
        return 0.0
    score = 0.75 if size <= 45 else 0.55
    if terminated(text):
        score -= 0.1 if text[-1] in "！？!?" else 0.6
    if text[-1] in "，、,":
        score -= 0.5
    if RUN_IN.match(text) and not text.startswith("——"):
        score -= 0.4
    if byline_unit(text):
        score -= 0.3
    if words.part.search(text):
        score -= 0.5  # 第二部分 heads several articles
    if text.startswith(("——", "--", "（", "(")):
        score -= 0.5  # a subtitle or a remark, not the title
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


def candidates(text: Text, rule: BoundaryRule, words: TitleWords) -> list[Candidate]:
    """Return the lines that the rule proposes, in order, without those that are barred."""
    return [one for one in _proposed(text, rule, words) if one.at not in text.barred]


def _proposed(text: Text, rule: BoundaryRule, words: TitleWords) -> list[Candidate]:
    if rule.kind == "listed":
        return [
            Candidate(entry.place, *parted(text.texts[entry.place], text.rules))
            for entry in text.contents.entries
            if entry.place >= 0
        ]
    if rule.kind in ("mark", "markdown"):
        return _marked(text, rule)
    found = []
    for index in text.ink:
        line = text.texts[index]
        if rule.kind == "isolated":
            if text.before[index] < rule.before or text.after[index] < rule.after:
                continue
        elif rule.kind == "separator":
            if not text.broken_before[index]:
                continue
        elif rule.kind in ("style", "look", "bold", "page"):
            if not _styled(text, index, rule):
                continue
        elif not _bare(text, index, words):
            continue
        if numbering(line)[0] or title_likeness(line, words) < 0.5:
            continue
        if text.next_ink[index] < 0:
            continue  # nothing follows: no article
        found.append(Candidate(index, line))
    return found


def _styled(text: Text, index: int, rule: BoundaryRule) -> bool:
    """Say whether a line looks as the rule wants, in a source that knows styles."""
    style = text.lines[index].style
    if rule.kind == "style":
        return style.heading == rule.level
    if rule.kind == "page":
        return style.page_break
    if rule.kind == "bold":
        return style.bold and not text.mostly_bold
    larger = style.size > 0 and style.size >= _LARGER * text.usual_size > 0
    return larger or style.centred


def _marked(text: Text, rule: BoundaryRule) -> list[Candidate]:
    assert rule.pattern is not None
    found: list[Candidate] = []
    for index in text.ink:
        line = text.texts[index]
        match = rule.pattern.match(line)
        if match is None or text.next_ink[index] < 0 or text.before[index] < rule.before:
            continue
        title = match.group("title").strip()
        if sentence_inside(title) or len(title) > 80 or terminated(title):
            continue
        found.append(Candidate(index, title, line[: match.start("title")].strip()))
    return found


def _bare(text: Text, index: int, words: TitleWords) -> bool:
    """Say whether a short line stands behind a finished paragraph and before a long one.

    Lines between two headings of one numbered run (一、 … 二、) are headings themselves.
    """
    previous, following = text.previous_ink[index], text.next_ink[index]
    while previous in text.barred:
        previous = text.previous_ink[previous]
    least = 60 if previous >= 0 else 30  # at the head of the document nothing else is expected
    if following < 0 or text.sizes[index] > 45 or text.sizes[following] < least:
        return False
    if previous >= 0 and not terminated(text.texts[previous]):
        return False
    if title_likeness(text.texts[index], words) < 0.7:
        return False
    later = bisect_right(text.numbered_at, index)
    return later == len(text.numbered_at) or text.numbered[text.numbered_at[later]] == 1
