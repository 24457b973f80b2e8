"""Classification: what an article is about (themes) and what it is (kind), with evidence.

Themes come from the vocabulary by weighted keywords; a theme that nearly all articles of a
collection share is the collection's own and does not take the place of a telling one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from huibian.model import Evidence, Finding
from huibian.schema import THEMES_LIMIT
from huibian.vocabulary.cues import KindCues, Kinds
from huibian.vocabulary.themes import Themes

_ENOUGH = 4.0  # below, keywords are passing mentions (measured on compilations of the genre)
_FAINT = 2.0  # the least that is offered, as a question, when no theme reaches _ENOUGH …
_FAINT_SHARE = 0.75  # … and what share of the best such score a second one needs
_TITLE = 3.0  # a keyword in the title counts this much more
_NEAR_BEST = 0.22  # a theme with less than this share of the best one's score is a side issue
_SHARED = 0.6  # a theme that this share of a collection has is the collection's own …
_SHARED_MIN = 5  # … if the collection has this many articles

ThemeScores = dict[str, tuple[float, tuple[str, ...]]]


def theme_scores(title: str, text: str, themes: Themes) -> ThemeScores:
    """Return the score of each theme that the text touches, with its telling keywords."""
    length = math.log2(2 + len(text) / 500)
    # by theme: less the gain, so that the greatest comes first
    hits: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    counts, in_title = themes.keywords_in(text), themes.keywords_in(title)
    for word in {*counts, *in_title}:
        count = math.log2(1 + counts.get(word, 0))
        more = _TITLE if word in in_title else 0
        for label, weight in themes.by_keyword[word]:
            hits[label].append((-(weight * count / length + weight * more), word))
    scores: ThemeScores = {}
    for theme in themes:
        if theme.label not in hits:
            continue
        found = sorted(hits[theme.label])
        total = -sum([less for less, _ in found])
        if total >= 1:
            scores[theme.label] = (round(total, 2), tuple([word for _, word in found[:4]]))
    return scores


def shared_themes(scores: Sequence[ThemeScores]) -> tuple[str, ...]:
    """Return the themes that nearly all articles of a collection share, most common first."""
    if len(scores) < _SHARED_MIN:
        return ()
    counts: dict[str, int] = {}
    for article in scores:
        for label, (score, _) in article.items():
            if score >= _ENOUGH:
                counts[label] = counts.get(label, 0) + 1
    common = [label for label, count in counts.items() if count >= _SHARED * len(scores)]
    return tuple(sorted(common, key=lambda label: (-counts[label], label)))


def themes_of(scores: ThemeScores, shared: Sequence[str]) -> tuple[Finding, ...]:
    """Return an article's themes, the most telling first, at most four.

    A theme that the collection shares comes last, and only where fewer than two others stand.
    """
    own = {label: hit for label, hit in scores.items() if label not in shared}
    ranked = sorted(
        ((score, label, words) for label, (score, words) in own.items()),
        key=lambda hit: (-hit[0], hit[1]),
    )
    best = ranked[0][0] if ranked else 0.0
    if best >= _ENOUGH:
        floor, doubt = max(_ENOUGH, _NEAR_BEST * best), ""
    else:  # nothing is plain: the likeliest, as a question
        floor, doubt = max(_FAINT, _FAINT_SHARE * best), "依据较少"
    common = [
        (scores[label][0], label, scores[label][1])
        for label in shared
        if label in scores and scores[label][0] >= _ENOUGH
    ]
    if common and best < _ENOUGH:  # the collection's own theme is all there is
        floor = math.inf
    chosen = [hit for hit in ranked if hit[0] >= floor][:THEMES_LIMIT]
    if len(chosen) < 2:
        chosen += common[:1]
    top = chosen[0][0] if chosen else 1.0
    return tuple(
        Finding(
            label,
            round(min(1.0, score / max(top, 2 * _ENOUGH)), 2),
            (Evidence("keywords", 0, "、".join(words), score),),
            doubt if score < _ENOUGH else "",
            next((other for _, other, _ in ranked if other != label), ""),
        )
        for score, label, words in chosen
    )


def kind_of(title: str, text: str, kinds: Kinds) -> Finding:
    """Return the kind of an article; the first of ``kinds`` is what it is without strong cues."""
    best: tuple[float, KindCues, list[str]] | None = None
    matches = iter(kinds.scanner.find(text))
    for kind in kinds:
        total = 0.0
        words: list[str] = []
        for pattern, weight in kind.title:
            match = pattern.search(title)
            if match:
                total += weight
                words.append(match.group()[:12])
        for _, weight in kind.text:
            found = next(matches)
            if found:
                total += weight * min(len(found), kind.text_cap)
                words.append(found[0].group()[:12])
        if total >= kind.threshold and (best is None or total > best[0]):
            best = (total, kind, words)
    if best is None:
        return Finding(kinds[0].label, 0.5, (Evidence("default"),))
    total, kind, words = best
    score = 0.5 if kind is kinds[0] else min(1.0, 0.5 + (total - kind.threshold) / 12)
    evidence = Evidence("kind-cues", 0, "、".join(word for word in words[:4] if word), total)
    return Finding(kind.label, round(score, 2), (evidence,))
