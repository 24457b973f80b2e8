"""Suspects: lines inside articles that look like one more title."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from huibian.model import Evidence, Suspect
from huibian.stages.boundaries.candidates import TITLE_LIKE, title_likeness
from huibian.stages.boundaries.text import Text
from huibian.vocabulary.boundaries import TitleWords
from huibian.wording import numbering, terminated

_FEW = 0.2  # of the titles: more lines that stand alike are headings


def suspects(
    text: Text, starts: Sequence[int], words: TitleWords, known: Sequence[Suspect] = ()
) -> list[Suspect]:
    """Return the lines inside articles that look like one more title, with those ``known``.

    A title that is run on without blank lines shows by its form (a short line without a full
    stop between finished paragraphs) and by what follows: headings that start again at 一.
    """
    found = [*_alike(text, starts, words), *known]
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
    return sorted({suspect.line: suspect for suspect in found}.values(), key=lambda s: s.line)


def _alike(text: Text, starts: Sequence[int], words: TitleWords) -> list[Suspect]:
    """Return the lines that stand as the titles do, where there are few of them."""
    before = min(text.before[index] for index in starts)
    after = min(text.after[index] for index in starts)
    if not before:
        return []
    own = set(starts) | {text.next_ink[index] for index in starts}
    looks = {_look(text, index) for index in starts}
    alike = [
        index
        for index in text.ink
        if starts[0] < index
        and index not in own
        and index not in text.barred
        and text.before[index] >= before
        and text.after[index] >= after
        and text.times[text.texts[index]] == 1
        and _look(text, index) in looks
        and not numbering(text.texts[index])[0]
        and not words.part.search(text.texts[index])
        and text.next_ink[index] >= 0
        and title_likeness(text.texts[index], words) >= TITLE_LIKE
    ]
    if len(alike) > max(1, _FEW * len(starts)):
        return []
    return [
        Suspect(
            text.lines[index].number,
            text.texts[index],
            f"前后空行与其他标题一样（前空 {min(text.before[index], 99)} 行）",
            round(0.35 + 0.5 * title_likeness(text.texts[index], words), 2),
            (Evidence("set-off", text.lines[index].number, text.texts[index][:20], 0.7),),
        )
        for index in alike
    ]


def _look(text: Text, index: int) -> tuple[int, float, bool, bool]:
    style = text.lines[index].style
    return style.heading, style.size, style.bold, style.centred


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
