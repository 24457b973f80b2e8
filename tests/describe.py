"""What a compilation became, as short plain data for golden files."""

from __future__ import annotations

from typing import Any

from huibian import pipeline, readers
from huibian.diagnostics import HuibianError
from huibian.model import Article, Block
from huibian.pipeline import Compilation
from huibian.vocabulary.bundle import Vocabularies


def compiled(
    text: str | bytes, vocabularies: Vocabularies, name: str = "来稿.txt", **options: Any
) -> Compilation:
    """Compile a text as the command would."""
    data = text.encode() if isinstance(text, str) else text
    document = readers.read_bytes(data, name)
    return pipeline.compile_document(
        document, "demo", vocabularies, **{"added": "2026-11-21", **options}
    )


def described(text: str, vocabularies: Vocabularies, show: list[str], **options: Any) -> Any:
    """Compile and describe; an error is described by its code and message."""
    try:
        compilation = compiled(text, vocabularies, **options)
    except HuibianError as error:
        return {"error": [f"{finding.code} {finding.message}" for finding in error.findings]}
    return describe(compilation, show)


def describe(compilation: Compilation, show: list[str]) -> dict[str, Any]:
    """Return the parts that ``show`` names, beside titles and questions about them.

    ``show`` may hold blocks, fields and all-questions (those about metadata too).
    """
    plan = compilation.plan
    data: dict[str, Any] = {
        "collection": f"{plan.title_line} {plan.title}" if plan.title else None,
        "declared": plan.declared,
        "rule": plan.rule,
        "articles": [
            f"{segment.boundary.line} {segment.boundary.mark}|{segment.title}"
            if segment.boundary.mark
            else f"{segment.boundary.line} {segment.title}"
            for segment in plan.segments
        ],
    }
    if plan.preliminaries:
        data["preliminaries"] = list(plan.preliminaries)
    dropped = [f"{piece.span.line} {piece.rule} {piece.text}" for piece in plan.dropped]
    if dropped:
        data["dropped"] = dropped
    questions = [
        f"{question.code} {question.line} {question.command}"
        for question in plan.questions
        if question.code != "HB215" or "all-questions" in show
    ]
    if questions:
        data["questions"] = questions
    if "fields" in show:
        data["fields"] = [fields(article) for article in compilation.articles]
        data["shared"] = list(compilation.shared_themes)
    if "blocks" in show:
        data["blocks"] = [
            {article.title: [block_line(block) for block in article.blocks]}
            for article in compilation.articles
        ]
    return {key: value for key, value in data.items() if value not in (None, [])}


def fields(article: Article) -> str:
    """Return an article's metadata on one line."""
    found = [article.region, article.level, article.organization, article.kind, article.date]
    shown = [
        f"{finding.value}{'?' if finding.doubt else ''}" if finding else "-" for finding in found
    ]
    themes = "、".join(f"{theme.value}{'?' if theme.doubt else ''}" for theme in article.themes)
    return f"{article.number} {' '.join(shown)} [{themes}]"


def block_line(block: Block) -> str:
    """Return a block on one line: kind, level or marker, lines, lead, the start of its text."""
    kind = {"heading": f"h{block.level + 1}", "paragraph": "p", "item": block.marker}[block.kind]
    numbers = "+".join(map(str, block.lines))
    lead = f"**{block.text[: block.lead]}** " if block.lead else ""
    rest = block.text[block.lead :]
    return f"{numbers} {kind} {lead}{rest if len(rest) <= 24 else rest[:18] + '…' + rest[-4:]}"
