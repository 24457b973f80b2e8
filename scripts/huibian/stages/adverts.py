"""Advertising that the noise rules left, mostly because it stands within a paragraph.

Asks and takes no decision: one question an article, with the lines to drop whole and the
sentences to cut out of the others.
"""

from __future__ import annotations

from collections.abc import Sequence

from huibian.lineranges import format_ranges, ranges_of
from huibian.model import CleanLine, Evidence, LineRange, Question, SplitPlan
from huibian.quoting import shell_word
from huibian.vocabulary.adverts import Advert, Adverts
from huibian.vocabulary.privacy import Privacy

_COMMANDS = 6  # proposals in one command; what is left is asked about once these are done
_WHOLE = 0.8  # share of a line that must advertise for the whole line to go
_SHOWN = 60  # characters of a sentence that are shown


def ask(
    plan: SplitPlan, lines: Sequence[CleanLine], adverts: Adverts, privacy: Privacy
) -> tuple[Question, ...]:
    """Return the questions about advertising in articles and preliminaries.

    ``privacy`` masks the numbers in what is quoted.
    """
    places = [("卷首", ranges_of(plan.preliminaries))]
    places += [(f"第 {segment.number} 篇", segment.passages) for segment in plan.segments]
    questions = (_question(where, passages, lines, adverts, privacy) for where, passages in places)
    return tuple(question for question in questions if question is not None)


def _question(
    where: str,
    passages: Sequence[LineRange],
    lines: Sequence[CleanLine],
    adverts: Adverts,
    privacy: Privacy,
) -> Question | None:
    drop: list[int] = []
    cuts: list[tuple[int, str]] = []
    evidence: list[Evidence] = []
    for passage in passages:
        for number in passage.numbers:
            text = lines[number - 1].text
            found = adverts.find(text)
            if not found:
                continue
            shown = privacy.mask(text)
            evidence += [_evidence(one, number, shown) for one in found]
            if sum(one.end - one.start for one in found) >= _WHOLE * len(text):
                drop.append(number)
            else:
                cuts += [(number, shown[one.start : one.end]) for one in found]
    if not evidence:
        return None
    command = [f"--drop {format_ranges([one])}" for one in ranges_of(drop)]
    command += [f"--cut {number} {shell_word(text)}" for number, text in cuts]
    first = evidence[0]
    many = f"等 {len(evidence)} 处" if len(evidence) > 1 else ""
    values = (("where", where), ("text", first.text), ("many", many))
    return Question("HB221", first.line, values, " ".join(command[:_COMMANDS]), tuple(evidence[:5]))


def _evidence(one: Advert, number: int, shown: str) -> Evidence:
    return Evidence(one.rule.id, number, shown[one.start : one.end].strip()[:_SHOWN], 0.7)
