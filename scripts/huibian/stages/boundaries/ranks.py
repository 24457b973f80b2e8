"""Ranks: what a source's own heading styles leave out, and what stands above the titles in them.

Some titles of a document may be typed large by hand while the others have the style; headings of
a higher rank, with nothing of their own below them, head groups of articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from huibian.model import Boundary, Evidence, Suspect
from huibian.stages.boundaries.candidates import TITLE_LIKE, Candidate, title_likeness
from huibian.stages.boundaries.text import Text
from huibian.vocabulary.boundaries import TitleWords
from huibian.wording import LARGER, below_title, numbering, terminated

_MOST = 0.6  # of the titles, how many must have one rank
_SHORTEST = 5  # characters of a title: 主要做法 is a heading
_MIN_TEXT = 120  # characters below a heading from which it may head an article alone
_UNSURE = 0.55  # the score of a title that has not the style of the others


def above_rank(text: Text, proposed: Sequence[Candidate]) -> list[Candidate]:
    """Return the titles without those of a higher rank that head groups of the others.

    Puts such headings, titles or not, into ``text``.
    """
    ranks = Counter(text.lines[one.at].style.heading for one in proposed)
    rank, count = ranks.most_common(1)[0]
    if rank < 2 or count < _MOST * len(proposed):
        return list(proposed)
    starts = {one.at for one in proposed}
    found: set[int] = set()
    for index in reversed(text.ink):
        below = text.next_ink[index]
        higher = 0 < text.lines[index].style.heading < rank
        if higher and (below in starts or below in found) and index not in text.barred:
            found.add(index)
            starts.discard(index)
    text.ranks = frozenset(found)
    return [one for one in proposed if one.at not in found]


def unstyled(
    text: Text, starts: Sequence[int], words: TitleWords, *, full: bool
) -> tuple[list[Boundary], list[Suspect]]:
    """Return the titles that were typed large by hand instead of in the titles' style.

    Those as large as the others are titles, the rest suspects; all are where the source promises
    no more (``full``), and none where there are more than titles: then they are headings.
    """
    found = _set_off(text, starts, words)
    if len(found) > len(starts):
        return [], []
    size = median(text.lines[index].style.size for index in starts)
    titles: list[Boundary] = []
    doubtful: list[Suspect] = []
    for index in found:
        line, title = text.lines[index], text.texts[index]
        evidence = (Evidence("look", line.number, f"字号 {line.style.size:g}，没有标题样式", 0.7),)
        if line.style.size >= size and not full:
            numbers = tuple(text.lines[at].number for at in text.members.get(index, [index]))
            titles.append(Boundary(line.number, title, "", numbers, _UNSURE, evidence))
        else:
            reason = "字号比正文大，像是没有用标题样式的标题"
            doubtful.append(Suspect(line.number, title, reason, _UNSURE, evidence))
    return titles, doubtful


def _set_off(text: Text, starts: Sequence[int], words: TitleWords) -> list[int]:
    """Return the large bold or centred lines without a style that have an article's text below.

    The text above them must be finished, and be an article's too.
    """
    own = set(starts)
    found: list[int] = []
    last, end = starts[0], len(text.lines)
    for index in text.ink:
        if index in own:
            if found and text.size(found[-1], index) < _MIN_TEXT and found[-1] == last:
                found.pop()
            last = index
            continue
        if index < starts[0] or not _large(text, index, words):
            continue
        above = text.previous_ink[index]
        if not terminated(text.texts[above]) and not below_title(text.texts[above]):
            continue
        if text.size(last, index) >= _MIN_TEXT:
            found.append(index)
            last = index
    if found and found[-1] == last and text.size(last, end) < _MIN_TEXT:
        found.pop()
    return found


def _large(text: Text, index: int, words: TitleWords) -> bool:
    style, shown = text.lines[index].style, text.texts[index]
    return (
        not style.heading
        and (style.bold or style.centred)
        and style.size >= LARGER * text.usual_size > 0
        and len(shown) >= _SHORTEST
        and index not in text.barred
        and text.times[shown] == 1
        and text.next_ink[index] >= 0
        and not numbering(shown)[0]
        and not words.part.search(shown)
        and title_likeness(shown, words) >= TITLE_LIKE
    )
