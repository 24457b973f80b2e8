"""The page of an article."""

from __future__ import annotations

from typing import Any

from huibian.schema import FIELD_LABELS
from huibian.site import addresses
from huibian.site.catalog import in_lines
from huibian.site.exports import source_name
from huibian.site.pages.context import Context
from huibian.site.pages.values import (
    Link,
    Spec,
    chinese_date,
    chinese_lines,
    citation,
    reading_minutes,
)


def view(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows."""
    article = context.catalog.by_src[spec.src]
    card = context.catalog.by_slug[article.slug]
    at = card.articles.index(article)
    neighbours = (
        card.articles[at - 1] if at else None,
        card.articles[at + 1] if at + 1 < len(card.articles) else None,
    )
    return {
        "description": article.summary,
        "article": article,
        "card": card,
        "crumbs": [
            Link("汇编", context.url(addresses.COLLECTIONS)),
            context.collection(card),
            Link(f"第 {article.number} 篇"),
        ],
        "place": [context.region(code) for code in article.region],
        "unnamed": None if article.named else context.unnamed(article.level),
        "level": context.level(article.level) if article.level else None,
        "themes": [context.theme(theme) for theme in article.themes],
        "shared": [context.theme(theme) for theme in article.shared],
        "found": {
            name: context.found(name, value)
            for name, value in (
                ("organization", article.organization),
                ("author", article.author),
                ("kind", article.kind),
                ("year", article.date[:4]),
            )
        },
        "date": chinese_date(article.date),
        "minutes": reading_minutes(article.body),
        "practices": context.linked_practices(article),
        "citation": citation(article, card),
        "related": context.related(article),
        "previous": context.rows[neighbours[0].src] if neighbours[0] else None,
        "next": context.rows[neighbours[1].src] if neighbours[1] else None,
        "lines": chinese_lines(article.source_lines),
        "word": addresses.word(article.slug, article.stem) if context.word else "",
        "source_name": source_name(context.catalog, article),
        "review": [FIELD_LABELS[name] for name in article.review] if context.preview else [],
        "questions": [
            question
            for question in context.questions(article.slug)
            if question["article"] == article.number
            or (not question["article"] and in_lines(question["line"], article.source_lines))
        ],
    }
