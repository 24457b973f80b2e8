"""Doubts: what a careful person would ask about a plan, each with the options that settle it.

Looks for articles run on inside others, passages that belong to another article, titles that
break off, and counts that do not agree. Takes no decision: the plan stands as it is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import add

from huibian.edits import Applied
from huibian.model import BoundarySet, CleanLine, Evidence, Question, Segment, SplitPlan
from huibian.schema import Confirm, Merge, SplitAt
from huibian.vocabulary.boundaries import dangling_end

_UNSURE_TITLE = 0.6

# Misplaced passages, measured on compilations of the genre: a passage that belongs to another
# article shares some 60 rare bigrams per 1,000 characters with it, one that does not some 20.
_RARE = 12  # a bigram that stands in more articles than this tells nothing
_BASE = 0.02  # rare bigrams per character that any two articles share
_DENSITY = 0.045
_OWN_SHARE = 0.1  # of the bigrams shared with the other article, how many the rest may share
_MIN_PASSAGE = 300  # characters; a shorter one may just quote the same slogan
_MIN_REST = 150
_MIN_SHARED = 25
_SHOWN = 5  # titles that a message names
_LONG_INTERLUDE = 400  # characters between articles that may be an article's after all
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class _Passage:
    first: int  # line numbers
    last: int
    home: Segment
    target: Segment
    shared: int
    own: int
    words: tuple[str, ...]


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
        *_cut_off(plan, found),
        *_unsure(plan, found),
        *_count(plan, applied),
        *_contents(plan, lines, found),
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


def _cut_off(plan: SplitPlan, found: BoundarySet) -> list[Question]:
    questions = []
    titles = [
        (segment.boundary.line, segment.title, f'--retitle {segment.number} "完整的标题"')
        for segment in plan.segments
    ]
    starts = {line for line, _, _ in titles}
    for suspect in found.suspects:
        home = plan.home_of(suspect.line)
        if suspect.line not in starts and home is not None:
            number = home.number + 1
            command = f'--split-at {suspect.line} --retitle {number} "完整的标题"'
            titles.append((suspect.line, suspect.title, command))
    for line, title, command in titles:
        end = dangling_end(title)
        if end:
            questions.append(
                _question(
                    "HB212",
                    line,
                    command,
                    [Evidence("dangling-end", line, end, 0.8)],
                    title=title,
                    reason=f"在“{end}”处断了",
                )
            )
    return questions


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


def _count(plan: SplitPlan, applied: Applied) -> list[Question]:
    found = len(plan.segments)
    edited = any(isinstance(edit, SplitAt | Merge) for edit, _ in applied.edits)
    if plan.declared is None or plan.declared == found or edited:
        return []
    command = "--split-at 行号" if found < plan.declared else "--merge 篇号"
    return [
        _question(
            "HB213",
            plan.title_line or 1,
            command,
            [Evidence("declared-count", plan.title_line, plan.title[:40], 1.0)],
            declared=plan.declared,
            found=found,
        )
    ]


def _contents(plan: SplitPlan, lines: Sequence[CleanLine], found: BoundarySet) -> list[Question]:
    """Ask about articles that the table of contents lists and the text lacks, and the reverse."""
    entries = found.contents.entries
    starts = {segment.boundary.line for segment in plan.segments}
    places = {entry.line: lines[entry.place].number for entry in entries if entry.place >= 0}
    missing = [entry for entry in entries if places.get(entry.line) not in starts]
    more = [segment for segment in plan.segments if segment.boundary.line not in places.values()]
    if not entries or not (missing or more):
        return []
    unsplit = next((entry for entry in missing if entry.line in places), None)
    if unsplit is not None:
        command = f"--split-at {places[unsplit.line]}"
    elif more and not missing:
        command = f"--merge {more[0].number}" if more[0].number > 1 else "--split-at 行号"
    else:
        command = "--split-at 行号"
    where = missing[0].line if missing else entries[0].line
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
        size = sum(len(lines[n - 1].text) for n in inside)
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
    for passage in _foreign_passages(plan, lines):
        if any(passage.first <= line <= passage.last for line in suspects):
            continue  # asked as an article of its own
        words = "、".join(passage.words)
        questions.append(
            _question(
                "HB211",
                passage.first,
                f"--move {passage.first}-{passage.last} --to {passage.target.number}",
                [
                    Evidence(
                        "cohesion",
                        passage.first,
                        f"与第 {passage.target.number} 篇共有 {passage.shared} 个少见词，"
                        f"与所在篇其余部分共有 {passage.own} 个：{words}",
                        round(passage.shared / (passage.shared + passage.own + 1), 2),
                    )
                ],
                first=passage.first,
                last=passage.last,
                number=passage.home.number,
                target=passage.target.number,
                title=passage.target.title,
                reason=f"用词与那一篇相同，如{words}",
            )
        )
    return questions


def _foreign_passages(plan: SplitPlan, lines: Sequence[CleanLine]) -> list[_Passage]:
    """Find, in each article, the passage whose rare bigrams are another article's."""
    bodies = [
        [
            n
            for passage in segment.passages
            for n in range(passage.first, passage.last + 1)
            if lines[n - 1].text
        ]
        for segment in plan.segments
    ]
    bigrams = [[_bigrams(lines[n - 1].text) for n in body] for body in bodies]
    wholes: list[frozenset[str]] = [frozenset().union(*paragraphs) for paragraphs in bigrams]
    counts: Counter[str] = Counter()
    for grams in wholes:
        counts.update(grams)
    most = min(_RARE, max(3, len(bodies) // 6))
    few = {gram for gram, count in counts.items() if count <= most}
    rare: dict[str, list[int]] = defaultdict(list)
    for at, grams in enumerate(wholes):
        for gram in grams & few:
            rare[gram].append(at)
    passages = []
    for at, segment in enumerate(plan.segments):
        interval = _best_interval(at, bodies[at], bigrams[at], rare, lines)
        if interval is None:
            continue
        start, end, other = interval
        inside = set().union(*bigrams[at][start : end + 1])
        outside = set().union(*bigrams[at][:start], *bigrams[at][end + 1 :])
        shared = [g for g in inside if g in rare and other in rare[g] and g not in outside]
        own = [g for g in inside & outside if g in rare and other not in rare[g]]
        numbers = bodies[at]
        size = sum(len(lines[n - 1].text) for n in numbers[start : end + 1])
        rest = sum(len(lines[n - 1].text) for n in numbers) - size
        if (
            size >= _MIN_PASSAGE
            and rest >= _MIN_REST
            and end > start
            and len(shared) >= max(_MIN_SHARED, _DENSITY * size)
            and len(own) <= _OWN_SHARE * len(shared)
        ):
            telling = sorted(shared, key=lambda g: (-_spread(g, bigrams[at]), len(rare[g]), g))
            passages.append(
                _Passage(
                    numbers[start],
                    numbers[end],
                    segment,
                    plan.segments[other],
                    len(shared),
                    len(own),
                    tuple(f"“{g}”" for g in telling[:4]),
                )
            )
    return passages


def _best_interval(
    at: int,
    body: Sequence[int],
    bigrams: Sequence[frozenset[str]],
    rare: Mapping[str, Sequence[int]],
    lines: Sequence[CleanLine],
) -> tuple[int, int, int] | None:
    """Return (first, last, other article) of the paragraphs that lean most towards another."""
    votes: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for place, grams in enumerate(bigrams):
        for gram in grams:
            homes = rare.get(gram)
            if homes is not None and len(homes) > 1:
                for other in homes:
                    if other != at:
                        votes[other][place] += 1 / (len(homes) - 1)
    best: tuple[float, int, int, int] | None = None
    for other in sorted(votes):
        running, start = 0.0, 0
        for place in range(len(body)):
            gain = votes[other].get(place, 0.0) - _BASE * len(lines[body[place] - 1].text)
            if running <= 0:
                running, start = 0.0, place
            running += gain
            if best is None or running > best[0]:
                best = (running, start, place, other)
    return None if best is None else best[1:]


def _bigrams(text: str) -> frozenset[str]:
    return frozenset().union(*(map(add, run, run[1:]) for run in _HAN.findall(text)))


def _spread(gram: str, paragraphs: Sequence[frozenset[str]]) -> int:
    return sum(gram in grams for grams in paragraphs)
