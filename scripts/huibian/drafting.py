"""Drafts: what the rules read of each article of a plan, and the articles that come of them.

An article is read on its own: many of them in several processes, while something else is done.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple

from huibian import parallel
from huibian.edits import Applied
from huibian.model import (
    Article,
    Block,
    Byline,
    CleanLine,
    Evidence,
    Finding,
    LineRange,
    Packed,
    Progress,
    Segment,
    SplitPlan,
)
from huibian.schema import Confirm, Drop, Edit, Keep, Retitle, SetField
from huibian.stages import classify, extract, render, structure
from huibian.vocabulary.boundaries import dangling_end
from huibian.vocabulary.bundle import Vocabularies
from huibian.wording import joined_text, signature

_MANY, _SOME = 1000, 50  # articles worth reading in several processes, and in one go


@dataclass(frozen=True, slots=True)
class Draft(Packed):
    """An article as the rules read it, its scores of themes, and the lines by rule that sign it."""

    article: Article
    scores: classify.ThemeScores
    gone: Mapping[str, Sequence[CleanLine]]


class _Key(NamedTuple):
    """All of a source and of the decisions on it that a draft depends on."""

    segment: Segment
    everything: tuple[CleanLine, ...]
    signing: tuple[Byline, ...]
    kept: frozenset[int]

    def __hash__(self) -> int:  # of the whole text it would take long
        return hash((self.segment.boundary.line, self.segment.title, len(self.everything)))


#: The drafts of earlier plans of the same source.
Drafts = dict[_Key, Draft]


class Drafting:
    """The articles of a plan that are being read."""

    def __init__(
        self,
        plan: SplitPlan,
        lines: Sequence[CleanLine],
        applied: Applied,
        keys: Sequence[_Key],
        drafts: Drafts,
        coming: Iterator[tuple[_Key, Draft]],
    ) -> None:
        """Take the drafts that are known, and those that come, by the ``keys`` of all articles."""
        self._plan, self._lines, self._applied = plan, lines, applied
        self._keys, self._drafts, self._coming = keys, drafts, coming

    def articles(
        self, asked: Set[int], progress: Progress
    ) -> tuple[tuple[Article, ...], tuple[str, ...], dict[str, list[CleanLine]]]:
        """Return the articles, the themes that nearly all share, and the lines that sign them.

        ``asked`` are the lines whose titles are in question. The lines that sign articles are
        taken out, by rule.
        """
        keys, drafts = self._keys, self._drafts
        for done, (key, draft) in enumerate(self._coming, sum(key in drafts for key in keys)):
            drafts[key] = draft
            progress("识别", done, len(keys))
        progress("识别", len(keys), len(keys))
        made = [drafts[key] for key in keys]
        gone: dict[str, list[CleanLine]] = {"signature": [], "byline": []}
        for draft in made:
            for rule, more in draft.gone.items():
                gone[rule] += more
        shared = classify.shared_themes([draft.scores for draft in made])
        edits = self._applied.by_line()
        articles = []
        for segment, draft in zip(self._plan.segments, made, strict=True):
            own = edits.get(segment.boundary.line, ())
            article = replace(
                draft.article,
                number=segment.number,
                lines=_provenance(segment, self._lines),
                themes=classify.themes_of(draft.scores, shared),
            )
            article = _edited(article, own)
            articles.append(replace(article, review=_review(article, asked, segment, own)))
        return tuple(articles), shared, gone


@contextmanager
def begun(
    plan: SplitPlan,
    lines: Sequence[CleanLine],
    placed: Sequence[Byline],
    vocabularies: Vocabularies,
    applied: Applied,
    drafts: Drafts | None = None,
) -> Iterator[Drafting]:
    """Begin to read the articles of a plan; where there are many, in other processes.

    ``placed`` are the lines that sign articles by their place. ``drafts`` are those of earlier
    plans of the same source: articles that are as they were are not read again; new ones are put
    in.
    """
    drafts = {} if drafts is None else drafts
    keys: list[_Key] = []
    wanted: dict[_Key, Callable[[], Draft]] = {}
    kept = _kept(applied)
    by_line = {one.line: one for one in placed if one.line not in kept}
    for segment in plan.segments:
        everything = tuple(body_lines(segment, lines))
        numbers = {segment.boundary.line, *(line.number for line in everything)}
        signing = {line: by_line[line] for line in sorted(numbers) if line in by_line}
        kept_here = frozenset(kept & numbers)
        key = _Key(replace(segment, number=0), everything, tuple(signing.values()), kept_here)
        keys.append(key)
        if key not in drafts:
            wanted[key] = partial(_draft, segment, everything, signing, kept_here, vocabularies)
    readings = list(wanted.values())

    def read(first: int) -> list[Draft]:
        return [reading() for reading in readings[first : first + _SOME]]

    firsts = range(0, len(readings), _SOME)
    with parallel.begun(read, firsts, worth=len(readings) >= _MANY) as made:
        coming = zip(wanted, itertools.chain.from_iterable(made), strict=True)
        yield Drafting(plan, lines, applied, keys, drafts, coming)


def _draft(
    segment: Segment,
    everything: Sequence[CleanLine],
    by_line: Mapping[int, Byline],
    kept: Set[int],
    vocabularies: Vocabularies,
) -> Draft:
    """Read one article; its place in the plan is left open.

    ``by_line`` are those of its lines that sign it by their place.
    """
    body = [line for line in everything if line.number not in by_line]
    if not body:
        body = list(everything)  # the rest of the article was moved away
    above = structure.subtitle_lines(body)
    subtitle = joined_text([line.text for line in above])
    blocks = structure.structure(body[len(above) :], segment.joins)
    title = f"{segment.title}\u3000{subtitle}" if subtitle else segment.title
    first = segment.boundary.line
    alone = len(body) == len(everything)
    signing = [] if alone else [one for one in everything if one.number in by_line]
    around = [(segment.boundary.mark, first), *((line.text, line.number) for line in signing)]
    text = extract.reading(title, first, blocks, around)
    scores = classify.theme_scores(title, text.text, vocabularies.themes)
    draft = replace(_read(segment.title, text, blocks, vocabularies), subtitle=subtitle)
    said = [by_line[n] for n in (first, *(line.number for line in signing)) if n in by_line]
    draft = extract.with_bylines(draft, said)
    gone: dict[str, list[CleanLine]] = {"signature": [], "byline": []}
    for line in signing:
        gone["signature" if extract.holds(draft, by_line[line.number]) else "byline"].append(line)
    draft, signed = _signed(draft, body, segment, kept)
    for rule, more in signed.items():
        gone[rule] += more
    return Draft(draft, scores, gone)


def _read(
    title: str, text: extract.Reading, blocks: tuple[Block, ...], vocabularies: Vocabularies
) -> Article:
    """Return an article with the fields that its text tells; themes, number and lines are open."""
    level = extract.level_of(text, vocabularies.levels)
    region, level = extract.region_of(text, level, vocabularies.regions)
    return Article(
        number=0,
        title=title,
        blocks=blocks,
        lines=(),
        region=region,
        level=level,
        organization=extract.organization_of(
            text, vocabularies.organizations, vocabularies.regions
        ),
        kind=classify.kind_of(title, text.text, vocabularies.kinds),
        date=extract.date_of(text),
        summary=extract.summary_of(blocks),
    )


def suggested(
    title: str, body: str, vocabularies: Vocabularies, shared: Sequence[str] = ()
) -> Article:
    """Return what the rules read from an article as a person writes it (Markdown).

    ``shared`` are the themes of its collection. Lines of evidence are the body's, from 1, the
    title's is 0. The article has no number and no lines.
    """
    blocks = tuple(_typed(body))
    text = extract.reading(title, 0, blocks)
    scores = classify.theme_scores(title, text.text, vocabularies.themes)
    article = _read(title, text, blocks, vocabularies)
    return replace(article, themes=classify.themes_of(scores, shared))


def _typed(body: str) -> Iterator[Block]:
    """Yield the lines of Markdown that hold text, as blocks."""
    for number, line in enumerate(body.splitlines(), 1):
        text = render.plain_text(line).strip()
        if not text:
            continue
        if line.startswith("#"):
            yield Block("heading", text.lstrip("# "), (number,), 1)
        else:
            yield Block("paragraph", text, (number,))


def body_lines(segment: Segment, lines: Sequence[CleanLine]) -> list[CleanLine]:
    """Return the lines of an article that are shown below its title."""
    return [lines[number - 1] for number in segment.numbers if lines[number - 1].shown]


def _kept(applied: Applied) -> set[int]:
    """Return the lines that an editor keeps in the text."""
    kept: set[int] = set()
    for edit, places in applied.edits:
        if isinstance(edit, Keep | Drop):
            change = kept.update if isinstance(edit, Keep) else kept.difference_update
            change(range(places[0], places[1] + 1))
    return kept


def _signed(
    article: Article, body: Sequence[CleanLine], segment: Segment, kept: Set[int]
) -> tuple[Article, dict[str, list[CleanLine]]]:
    """Take the lines under the title that sign an article out of its body.

    Only a line all of whose parts are the article's fields goes, or a newspaper's name; the
    others stay text, as do those that an editor ``kept``. Returns the article with its author,
    and the lines by rule.
    """
    rest = body[len(structure.subtitle_lines(body)) :]
    authors: list[Evidence] = []
    gone: dict[str, list[CleanLine]] = {"signature": [], "byline": []}
    for line in structure.signature_lines(rest):
        signed = signature(line.text, alone=False)
        if signed is None or line.number in kept or not extract.signs(article, signed):
            continue
        if signed.author:
            authors.append(Evidence("signature", line.number, signed.author, 0.9))
        gone["byline" if signed.source else "signature"].append(line)
    lines = [line for one in gone.values() for line in one]
    if not lines:
        return article, gone
    if authors:
        names = " ".join(one.text for one in authors)
        article = replace(article, author=Finding(names, 0.9, tuple(authors)))
    taken = {line.number for line in lines}
    left = [line for line in rest if line.number not in taken]
    blocks = structure.structure(left, segment.joins)
    return replace(article, blocks=blocks), gone


def _provenance(segment: Segment, lines: Sequence[CleanLine]) -> tuple[LineRange, ...]:
    """Return the source lines of an article in reading order, title first.

    A range goes on over lines without text; lines that went to another article part it.
    """
    ranges = [LineRange(n, n) for n in segment.boundary.title_lines]
    ranges += segment.passages
    merged: list[LineRange] = []
    for one in ranges:
        last = merged[-1].last if merged else one.first
        if last < one.first and not any(lines[n - 1].text for n in range(last + 1, one.first)):
            merged[-1] = LineRange(merged[-1].first, one.last)
        else:
            merged.append(one)
    return tuple(merged)


def _edited(article: Article, edits: Sequence[Edit]) -> Article:
    """Put in the fields that an editor set, by the edits of the article's line."""
    for edit in edits:
        if not isinstance(edit, SetField):
            continue
        finding = Finding(edit.value, 1.0, (Evidence("editor"),)) if edit.value else None
        if edit.field == "themes":
            values = [part for part in edit.value.split(",") if part]
            themes = tuple(Finding(value, 1.0, (Evidence("editor"),)) for value in values)
            article = replace(article, themes=themes)
        elif edit.field == "subtitle":
            article = replace(article, subtitle=edit.value)
        elif edit.field == "summary":
            article = replace(article, summary=edit.value)
        else:
            fields: dict[str, Any] = {edit.field: finding}
            article = replace(article, **fields)
    return article


def _review(
    article: Article, asked: Set[int], segment: Segment, edits: Sequence[Edit]
) -> tuple[str, ...]:
    """Return the fields of an article that a person should look at.

    ``asked`` are the lines whose titles are in question, ``edits`` those of the article's line.
    """
    if any(isinstance(edit, Confirm) for edit in edits):
        return ()
    fields = []
    in_question = segment.boundary.line in asked
    if proposed_title(segment, edits) or dangling_end(segment.title) or in_question:
        fields.append("title")
    fields += [name for name, finding in findings(article) if finding.doubt]
    if article.level is None:
        fields.append("level")
    if not article.themes and not sets_themes(edits):
        fields.append("themes")
    return tuple(dict.fromkeys(fields))


def proposed_title(segment: Segment, edits: Sequence[Edit]) -> str:
    """Return the rule that made a title which no line of the source holds, else ``""``.

    ``edits`` are those of the article's line.
    """
    boundary = segment.boundary
    if boundary.title_lines or any(isinstance(edit, Retitle) for edit in edits):
        return ""
    return boundary.evidence[0].rule


def sets_themes(edits: Sequence[Edit]) -> bool:
    """Say whether an editor set the themes of the article at whose line these edits are."""
    return any(isinstance(edit, SetField) and edit.field == "themes" for edit in edits)


def findings(article: Article) -> list[tuple[str, Finding]]:
    """Return the fields of an article that were found, by name; each theme by itself."""
    single = [
        ("region", article.region),
        ("level", article.level),
        ("organization", article.organization),
        ("author", article.author),
        ("kind", article.kind),
        ("date", article.date),
    ]
    found = [(name, finding) for name, finding in single if finding is not None]
    return found + [("themes", theme) for theme in article.themes]
