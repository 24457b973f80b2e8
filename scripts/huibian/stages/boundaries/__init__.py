"""Boundaries: where the articles start, with evidence.

Every rule of ``boundaries.yml`` proposes a set of title lines; the sets are scored as wholes
(running numbers, evenness, agreement with the declared count and the table of contents, headings
that start again at 一 in each article) and the best one wins. Lines inside its articles that
look like one more title are returned as suspects: whether they become titles is the plan's
decision. Knows nothing of edits or metadata.
"""

from __future__ import annotations

from collections.abc import Sequence

from huibian.model import Boundary, BoundarySet, CleanLine, Contents, Evidence, ScoredSet
from huibian.stages.boundaries.between import groups, interludes, read_heads
from huibian.stages.boundaries.candidates import Candidate, candidates, title_likeness
from huibian.stages.boundaries.scores import count_suspects, score, total
from huibian.stages.boundaries.suspects import suspects
from huibian.stages.boundaries.text import Text
from huibian.vocabulary.boundaries import BoundaryRule, TitleWords, load_title_words

__all__ = ["find", "title_likeness"]

_ENOUGH = 0.45  # a set that scores less is no split
_LONG_ENOUGH = 0.5  # share of pieces that are long enough for an article
_LIKE_TITLES = 0.4
_HEADED = 0.8  # how well numbered lines must explain the count, or headings that start again

#: Rules whose marks number the headings inside one article just as well.
_HEADING_STYLES = frozenset(
    ["number", "chinese-number", "number-set-off", "chinese-number-set-off", "paren-number"]
)


def find(
    lines: Sequence[CleanLine], contents: Contents, rules: Sequence[BoundaryRule]
) -> BoundarySet | None:
    """Find the articles' starts in a compilation; None when no set of titles is good enough.

    ``contents`` is the table of contents of the same lines.
    """
    text = Text(lines, contents, rules)
    words = load_title_words()
    title_index, declared = read_heads(text, words)
    promised = declared or len(contents.entries) or None
    below = sorted(groups(text, words))
    tried: list[ScoredSet] = []
    best: tuple[float, BoundaryRule, list[Candidate], dict[str, float]] | None = None
    for rule in rules:
        proposed = candidates(text, rule, words)
        if len(proposed) < 2 and not (proposed and declared == 1):
            continue
        parts = score(text, rule, proposed, promised, below, words)
        if promised and len(proposed) < promised and rule.id not in _HEADING_STYLES:
            count_suspects(text, proposed, promised, words, parts)
        points = total(parts)
        possible = parts["length"] >= _LONG_ENOUGH and parts["titles"] >= _LIKE_TITLES
        if rule.id in _HEADING_STYLES:
            possible = possible and _compiled(text, promised, title_index, parts)
        tried.append(
            ScoredSet(rule.id, len(proposed), round(points, 3), possible, tuple(parts.items()))
        )
        if possible and (best is None or points > best[0] + 1e-9):
            best = (points, rule, proposed, parts)
    if best is None or best[0] < _ENOUGH:
        return None
    points, rule, proposed, parts = best
    starts = [one.at for one in proposed]
    return BoundarySet(
        tuple(_boundary(text, rule, one, parts, points, words) for one in proposed),
        rule.id,
        round(points, 3),
        lines[title_index].number if title_index >= 0 else 0,
        text.texts[title_index] if title_index >= 0 else "",
        declared,
        tuple(suspects(text, starts, words)),
        contents,
        tuple(interludes(text, starts, words)),
        tuple(tried),
    )


def _compiled(text: Text, promised: int | None, title_index: int, parts: dict[str, float]) -> bool:
    """Say whether anything shows that numbered lines are titles and not one article's headings.

    A compilation says so at its head, or its articles have numbered headings of their own.
    """
    if promised is not None:
        return parts["declared"] >= _HEADED
    return title_index >= 0 or (len(text.firsts) >= 2 and parts["restarts"] >= _HEADED)


def _boundary(
    text: Text,
    rule: BoundaryRule,
    candidate: Candidate,
    parts: dict[str, float],
    points: float,
    words: TitleWords,
) -> Boundary:
    index, title, mark = candidate
    number = text.lines[index].number
    lines = [text.lines[at].number for at in text.members.get(index, (index,))]
    if not title:  # the title stands on the line after its number
        following = text.next_ink[index]
        if title_likeness(text.texts[following], words) >= 0.5:
            title = text.texts[following]
            lines += [text.lines[at].number for at in text.members.get(following, (following,))]
        else:
            title = text.texts[index]
            mark = ""
    own = title_likeness(title, words)
    before, after = min(text.before[index], 99), min(text.after[index], 99)
    evidence = [Evidence(rule.id, number, f"前空 {before} 行，后空 {after} 行", rule.prior)]
    if mark:
        evidence.append(Evidence("mark", number, mark, 1.0))
    evidence.append(Evidence("title-likeness", number, title[:20], round(own, 2)))
    if parts["declared"] == 1.0:
        evidence.append(Evidence("declared-count", 0, "与所示篇数一致", 1.0))
    confidence = round(min(1.0, 0.5 * points + 0.5 * own + 0.05), 2)
    return Boundary(number, title, mark, tuple(lines), confidence, tuple(evidence))
