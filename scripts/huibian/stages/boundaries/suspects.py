"""Suspects: lines inside articles that look like one more title."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from huibian.model import Evidence, Suspect
from huibian.stages.boundaries.candidates import title_likeness
from huibian.stages.boundaries.text import Text
from huibian.vocabulary.boundaries import TitleWords
from huibian.wording import numbering, terminated


def suspects(text: Text, starts: Sequence[int], words: TitleWords) -> list[Suspect]:
    """Return the lines inside articles that look like one more title.

    A title that is run on without blank lines shows by its form (a short line without a full
    stop between finished paragraphs) and by what follows: headings that start again at 一.
    """
    found = []
    ends = [*starts[1:], len(text.lines)]
    for start, end in zip(starts, ends, strict=True):
        inside = text.ink[bisect_right(text.ink, start) : bisect_left(text.ink, end)]
        seen_first = False
        last_numbered = start
        for index in inside:
            if text.numbered.get(index, 0) != 1:
                if index in text.numbered:
                    last_numbered = index
                continue
            if seen_first:
                suspect = _title_before(text, inside, last_numbered, index, words)
                if suspect is not None:
                    found.append(suspect)
            seen_first = True
            last_numbered = index
    return found


def _title_before(
    text: Text, inside: Sequence[int], after: int, restart: int, words: TitleWords
) -> Suspect | None:
    """Return the most title-like line between the last numbered heading and the restart."""
    best: tuple[float, int] | None = None
    window = [index for index in inside if after < index < restart]
    for place, index in enumerate(window):
        shown = text.texts[index]
        if place == 0 or terminated(shown) or numbering(shown)[0]:
            continue
        if not terminated(text.texts[window[place - 1]]):
            continue
        own = title_likeness(shown, words)
        if own >= 0.5 and (best is None or own > best[0]):
            best = (own, index)
    if best is None:
        return None
    own, index = best
    line, restarted = text.lines[index].number, text.lines[restart]
    title = text.texts[index]
    reason = f"下面的小标题从第 {restarted.number} 行起又从“一、”开始编号"
    return Suspect(
        line,
        title,
        reason,
        round(0.4 + 0.5 * own, 2),
        (
            Evidence("numbering-restarts", restarted.number, restarted.text[:20], 0.9),
            Evidence("title-likeness", line, title[:20], round(own, 2)),
        ),
    )
