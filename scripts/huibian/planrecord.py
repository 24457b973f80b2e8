"""What plan.yml records of a compilation: where each line went, and why.

A plan spreads no personal data: every text in it is masked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from huibian.diagnostics import Diagnostic
from huibian.drafting import findings
from huibian.lineranges import format_ranges, ranges_of
from huibian.model import Article, Dropped, Evidence, SourceDocument, SplitPlan
from huibian.schema import (
    Edit,
    PlanArticle,
    PlanCollection,
    PlanDropped,
    PlanEvidence,
    PlanField,
    PlanFile,
    PlanQuestion,
    PlanSource,
)
from huibian.vocabulary.privacy import load_privacy


def page_name(number: int, count: int) -> str:
    """Return the file name of article ``number`` of ``count``: at least two digits."""
    return f"{number:0{max(2, len(str(count)))}d}.md"


def sha256(text: str) -> str:
    """Return the hash by which hand edits of a page are noticed."""
    return hashlib.sha256(text.encode()).hexdigest()


def plan_record(
    document: SourceDocument,
    split: SplitPlan,
    articles: Sequence[Article],
    pages: dict[str, str],
    edits: Sequence[Edit],
    added: str,
    messages: Sequence[Diagnostic],
    source_file: str,
) -> PlanFile:
    """Return the record of a compilation.

    ``pages`` are its generated files by name, ``edits`` the editor's decisions, ``added`` the day
    of its arrival (YYYY-MM-DD), ``messages`` the questions in words, ``source_file`` the name under
    which the original is kept.
    """
    count = len(articles)
    mask = load_privacy().mask
    numbers = {segment.boundary.line: segment.number for segment in reversed(split.segments)}
    return PlanFile(
        version=1,
        source=PlanSource(
            file=source_file,
            name=document.name,
            format=document.format,
            encoding=document.encoding,
            sha256=document.sha256,
            lines=len(document.lines),
        ),
        added=added,
        index_sha256=sha256(pages["index.md"]),
        collection=PlanCollection(
            title=mask(split.title),
            title_line=split.title_line,
            declared=split.declared,
            rule=split.rule,
        ),
        articles=[
            PlanArticle(
                number=article.number,
                title=mask(segment.boundary.title),
                title_lines=format_ranges(ranges_of(segment.boundary.title_lines))
                or str(segment.boundary.line),
                lines=format_ranges(article.lines),
                page=page_name(article.number, count),
                sha256=sha256(pages[page_name(article.number, count)]),
                score=segment.boundary.score,
                mark=segment.boundary.mark,
                evidence=evidence_records(segment.boundary.evidence),
                fields=_fields(article),
            )
            for article, segment in zip(articles, split.segments, strict=True)
        ],
        preliminaries=format_ranges(ranges_of(split.preliminaries)) or None,
        dropped=dropped_records(split.dropped),
        questions=[
            PlanQuestion(
                code=question.code,
                line=question.line,
                message=message.message,
                command=message.hint,
                article=numbers.get(question.line) or _home(split, question.line),
                evidence=evidence_records(question.evidence),
            )
            for question, message in zip(split.questions, messages, strict=True)
        ],
        edits=list(edits),
    )


def _home(split: SplitPlan, line: int) -> int | None:
    home = split.home_of(line)
    return home.number if home else None


def dropped_records(pieces: Sequence[Dropped]) -> list[PlanDropped]:
    """Return the record of what was dropped from a source."""
    mask = load_privacy().mask
    return [
        PlanDropped(
            line=piece.span.line,
            columns=f"{piece.span.start}-{piece.span.end}",
            rule=piece.rule,
            text=mask(piece.text),
        )
        for piece in pieces
    ]


def evidence_records(evidence: Sequence[Evidence]) -> list[PlanEvidence]:
    """Return the record of the reasons for a decision."""
    mask = load_privacy().mask
    return [
        PlanEvidence(rule=one.rule, line=one.line, text=mask(one.text), weight=float(one.weight))
        for one in evidence
    ]


def _fields(article: Article) -> dict[str, list[PlanField]]:
    fields: dict[str, list[PlanField]] = {}
    mask = load_privacy().mask
    for name, finding in findings(article):
        fields.setdefault(name, []).append(
            PlanField(
                value=mask(finding.value),
                score=float(finding.score),
                doubt=finding.doubt,
                evidence=evidence_records(finding.evidence),
            )
        )
    return fields
