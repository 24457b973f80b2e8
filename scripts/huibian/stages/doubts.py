"""Doubts: what a careful person would ask about a plan, each with the options that settle it.

Looks for articles run on inside others, passages that belong to another article, titles that
break off, and counts that do not agree. Takes no decision: the plan stands as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from huibian.cohesion import foreign_passages
from huibian.edits import Applied
from huibian.model import BoundarySet, CleanLine, Evidence, Question, Segment, SplitPlan
from huibian.quoting import shell_word
from huibian.schema import Confirm, Merge, Remove, SplitAt
from huibian.vocabulary.boundaries import dangling_end

_UNSURE_TITLE = 0.6

# A title's end that the text repeats, and what may follow it there to complete the title.
_REPEATED_LEAST, _REPEATED_MOST = 4, 30
_REST = re.compile(r"[\u4e00-\u9fff“”]{1,10}(?=[，。；：、！？”）》\s.…·]|$)", re.M)
_SHOWN = 5  # titles that a message names
_LONG_INTERLUDE = 400  # characters between articles that may be an article's after all


def ask(
    plan: SplitPlan, lines: Sequence[CleanLine], found: BoundarySet, applied: Applied
) -> tuple[Question, ...]:
    """Return the questions about a plan in source order.

    Questions at a line that an editor has confirmed are left out. A question's ``command`` holds
    the options of ``huibian edit`` only; the caller knows the collection.
    """
    questions = [
        *_embedded(plan, found),
        *_misplaced(plan, lines, found),
        *_cut_off(plan, lines, found),
        *_tails(plan, lines, found),
        *_unsure(plan, found),
        *_count(plan, lines, found, applied),
        *_gaps(plan, lines, found, applied),
        *_others(plan, lines, found),
        *_contents(plan, lines, found, applied),
        *_set_apart(plan, lines, found),
    ]
    confirmed = {places[0] for edit, places in applied.edits if isinstance(edit, Confirm)}
    return tuple(
        sorted(
            (question for question in questions if question.line not in confirmed),
            key=lambda question: (question.line, question.code),
        )
    )


def _question(
    code: str, line: int, command: str, evidence: Iterable[Evidence] = (), **values: object
) -> Question:
    pairs = tuple((key, str(value)) for key, value in values.items())
    return Question(code, line, pairs, command, tuple(evidence))


def _embedded(plan: SplitPlan, found: BoundarySet) -> list[Question]:
    starts = {segment.boundary.line for segment in plan.segments}
    questions = []
    for suspect in found.suspects:
        home = plan.home_of(suspect.line)
        if suspect.line in starts or home is None:
            continue
        reason = suspect.reason
        if plan.declared == len(plan.segments):
            reason += f"；但所示篇数 {plan.declared} 已经够了"
        questions.append(
            _question(
                "HB210",
                suspect.line,
                f"--split-at {suspect.line}",
                suspect.evidence,
                title=suspect.title,
                number=home.number,
                reason=reason,
            )
        )
    return questions


def _cut_off(plan: SplitPlan, lines: Sequence[CleanLine], found: BoundarySet) -> list[Question]:
    questions = []
    titles = [
        (segment.boundary.line, segment.title, segment, f"--retitle {segment.number}")
        for segment in plan.segments
    ]
    starts = {segment.boundary.line for segment in plan.segments}
    for suspect in found.suspects:
        home = plan.home_of(suspect.line)
        if suspect.line not in starts and home is not None:
            command = f"--split-at {suspect.line} --retitle {home.number + 1}"
            titles.append((suspect.line, suspect.title, home, command))
    for line, title, segment, command in titles:
        end = dangling_end(title)
        if end:
            whole = _completed(title, segment, lines, found) or "完整的标题"
            questions.append(
                _question(
                    "HB212",
                    line,
                    f"{command} {shell_word(whole)}",
                    [Evidence("dangling-end", line, end, 0.8)],
                    title=title,
                    reason=f"在“{end}”处断了",
                )
            )
    return questions


def _tails(plan: SplitPlan, lines: Sequence[CleanLine], found: BoundarySet) -> list[Question]:
    """Ask about lines below titles that may be their second halves, while they are in the text."""
    segments = {segment.boundary.line: segment for segment in plan.segments}
    questions = []
    for tail in found.tails:
        segment = segments.get(tail.title_line)
        text = lines[tail.line - 1].text
        if segment is None or plan.home_of(tail.line) is not segment or not text:
            continue
        if dangling_end(segment.title):
            continue  # asked already
        questions.append(
            _question(
                "HB212",
                tail.title_line,
                f"--retitle {segment.number} {shell_word(tail.whole)} --drop {tail.line}",
                [Evidence("title-tail", tail.line, text, 0.5)],
                title=segment.title,
                reason=f"下一行“{text}”像是标题的后半句",
            )
        )
    return questions


def _completed(title: str, segment: Segment, lines: Sequence[CleanLine], found: BoundarySet) -> str:
    """Return a cut-off title as the table of contents or the article's own text goes on, or "".

    Where the text repeats the title's end, what follows there up to the next sign completes it;
    the longest repeated end tells best.
    """
    for entry in found.contents.entries:
        if entry.title.startswith(title) and not dangling_end(entry.title):
            return entry.title
    text = "\n".join(
        lines[number - 1].text for number in segment.numbers if number != segment.boundary.line
    )
    for size in range(min(len(title), _REPEATED_MOST), _REPEATED_LEAST - 1, -1):
        at = text.find(title[-size:])
        while at >= 0:
            match = _REST.match(text, at + size)
            if match is not None and not dangling_end(title + match.group()):
                return title + match.group()
            at = text.find(title[-size:], at + 1)
    return ""


def _unsure(plan: SplitPlan, found: BoundarySet) -> list[Question]:
    reasons = {suspect.line: suspect.reason for suspect in found.promoted()}
    questions = []
    for segment in plan.segments:
        boundary = segment.boundary
        if boundary.evidence and boundary.evidence[0].rule == "editor":
            continue
        reason = reasons.get(boundary.line)
        if reason is None and boundary.score < _UNSURE_TITLE:
            reason = f"把握只有 {boundary.score:.0%}"
        if reason is not None and segment.number > 1:
            questions.append(
                _question(
                    "HB214",
                    boundary.line,
                    f"--merge {segment.number}",
                    boundary.evidence,
                    number=segment.number,
                    title=segment.title,
                    reason=reason,
                )
            )
    return questions


def _count(
    plan: SplitPlan, lines: Sequence[CleanLine], found: BoundarySet, applied: Applied
) -> list[Question]:
    count = len(plan.segments)
    edited = any(isinstance(edit, SplitAt | Merge | Remove) for edit, _ in applied.edits)
    if plan.declared is None or plan.declared == count or edited:
        return []
    line = plan.title_line or 1
    if count > plan.declared > 0:  # one title too many is the least sure one
        least = min(plan.segments[1:], key=lambda segment: (segment.boundary.score, segment.number))
        command, likely = f"--merge {least.number}", ""
    else:
        command, likely = _missing(plan, lines, _likely(found), line)
    return [
        _question(
            "HB213",
            line,
            command,
            [Evidence("declared-count", plan.title_line, plan.title[:40], 1.0)],
            declared=plan.declared,
            found=count,
            likely=likely,
        )
    ]


def _gaps(
    plan: SplitPlan, lines: Sequence[CleanLine], found: BoundarySet, applied: Applied
) -> list[Question]:
    """Ask about running numbers of titles that skip one, unless an article was found there."""
    numbers = {boundary.line: n for n, boundary in enumerate(found.boundaries)}
    decided = {at[0] for edit, at in applied.edits if isinstance(edit, Merge | Remove)}
    starts = [segment.boundary.line for segment in plan.segments]
    questions = []
    for gap in found.gaps:
        at = numbers.get(gap.line, 0)
        above = found.boundaries[at - 1].line if at else 0
        below = bisect_right(starts, above)
        if starts[below : below + 1] != [gap.line] or {above, gap.line} & decided:
            continue  # something starts between them, or it is settled
        command, likely = _missing(plan, lines, gap.likely, gap.line)
        where = f"从 {gap.above} 跳到 {gap.below}" if gap.above else f"从 {gap.below} 开始"
        questions.append(
            _question(
                "HB219",
                gap.line,
                command,
                [Evidence("number-gap", gap.line, where, 0.8)],
                where=where,
                likely=likely,
            )
        )
    return questions


def _others(plan: SplitPlan, lines: Sequence[CleanLine], found: BoundarySet) -> list[Question]:
    """Ask about the lines that a reading nearly as good takes for titles as well."""
    starts = {segment.boundary.line for segment in plan.segments}
    suspects = {suspect.line for suspect in found.suspects}
    left = [n for n in found.others if n not in starts | suspects and lines[n - 1].text]
    if not left or plan.declared == len(plan.segments):
        return []
    return [
        _question(
            "HB227",
            left[0],
            " ".join(f"--split-at {line}" for line in left),
            [Evidence("other-set", line, lines[line - 1].text[:20], 0.5) for line in left[:_SHOWN]],
            count=len(left),
            titles=_named("：", [lines[line - 1].text for line in left]),
        )
    ]


def _likely(found: BoundarySet) -> tuple[int, ...]:
    """Return the lines that may be titles which were not found, likeliest first."""
    suspects = sorted(found.suspects, key=lambda one: (-one.score, one.line))
    return (
        *(one.line for one in suspects),
        *(n for gap in found.gaps for n in gap.likely),
        *found.likely,
    )


def _missing(
    plan: SplitPlan, lines: Sequence[CleanLine], likely: Iterable[int], asked: int
) -> tuple[str, str]:
    """Return the options that add a missing article, and words that name its likely title.

    Without a likely one there is nothing to split: the editor confirms, or finds the line.
    """
    starts = {segment.boundary.line for segment in plan.segments}
    for line in likely:
        if line not in starts and lines[line - 1].text:
            return f"--split-at {line}", f"；第 {line} 行“{lines[line - 1].text[:40]}”最像缺的标题"
    return f"--confirm {asked}", ""


def _contents(
    plan: SplitPlan, lines: Sequence[CleanLine], found: BoundarySet, applied: Applied
) -> list[Question]:
    """Ask about articles that the table of contents lists and the text lacks, and the reverse."""
    entries = found.contents.entries
    starts = {segment.boundary.line for segment in plan.segments}
    places = {entry.line: lines[entry.place].number for entry in entries if entry.place >= 0}
    removed = {at[0] for edit, at in applied.edits if isinstance(edit, Remove)}
    missing = [entry for entry in entries if places.get(entry.line) not in starts | removed]
    more = [segment for segment in plan.segments if segment.boundary.line not in places.values()]
    if not entries or not (missing or more):
        return []
    where = missing[0].line if missing else entries[0].line
    unsplit = next((entry for entry in missing if entry.line in places), None)
    if unsplit is not None:
        command = f"--split-at {places[unsplit.line]}"
    elif more and not missing:
        command = f"--merge {more[0].number}" if more[0].number > 1 else f"--confirm {where}"
    else:  # no line is like the title that is listed
        command = f"--confirm {where}"
    evidence = [Evidence("contents", entry.line, entry.title[:20], 0.9) for entry in missing]
    return [
        _question(
            "HB218",
            where,
            command,
            evidence[:_SHOWN],
            listed=len(entries),
            found=len(plan.segments),
            missing=_named("，缺：", [entry.title for entry in missing]),
            more=_named("，目录里没有：", [segment.title for segment in more]),
        )
    ]


def _named(label: str, titles: Sequence[str]) -> str:
    """Return titles for a message, the first few by name; "" for none."""
    if not titles:
        return ""
    names = "".join(f"《{title}》" for title in titles[:_SHOWN])
    return label + names + (f"等 {len(titles)} 篇" if len(titles) > _SHOWN else "")


def _set_apart(plan: SplitPlan, lines: Sequence[CleanLine], found: BoundarySet) -> list[Question]:
    """Ask about long passages that were taken for the editor's own words."""
    questions = []
    preliminaries = set(plan.preliminaries)
    for one in found.interludes:
        inside = [n for n in range(one.first, one.last + 1) if n in preliminaries]
        before = [s for s in plan.segments if s.boundary.line < one.first]
        contents = found.contents.lines
        size = sum(len(lines[n - 1].text) for n in inside if n - 1 not in contents)
        if size < _LONG_INTERLUDE or not before:
            continue
        number = before[-1].number
        questions.append(
            _question(
                "HB217",
                inside[0],
                f"--move {inside[0]}-{inside[-1]} --to {number}",
                [one.evidence],
                first=inside[0],
                last=inside[-1],
                heading=one.evidence.text,
                number=number,
            )
        )
    return questions


def _misplaced(plan: SplitPlan, lines: Sequence[CleanLine], found: BoundarySet) -> list[Question]:
    questions = []
    suspects = {suspect.line for suspect in found.suspects}
    bodies = _bodies(plan, lines)
    texts = [[line.text for line in body] for body in bodies]
    for passage in foreign_passages(texts):
        first, last = (bodies[passage.home][at].number for at in (passage.first, passage.last))
        if any(first <= line <= last for line in suspects):
            continue  # asked as an article of its own
        target = plan.segments[passage.target]
        words = "、".join(f"“{word}”" for word in passage.words)
        questions.append(
            _question(
                "HB211",
                first,
                f"--move {first}-{last} --to {target.number}",
                [
                    Evidence(
                        "cohesion",
                        first,
                        f"与第 {target.number} 篇共有 {passage.shared} 个少见词，"
                        f"与所在篇其余部分共有 {passage.own} 个：{words}",
                        round(passage.shared / (passage.shared + passage.own + 1), 2),
                    )
                ],
                first=first,
                last=last,
                number=plan.segments[passage.home].number,
                target=target.number,
                title=target.title,
                reason=f"用词与那一篇相同，如{words}",
            )
        )
    return questions


def _bodies(plan: SplitPlan, lines: Sequence[CleanLine]) -> list[list[CleanLine]]:
    """Return the lines with text of each article's body."""
    return [
        [lines[number - 1] for number in segment.numbers if lines[number - 1].text]
        for segment in plan.segments
    ]
