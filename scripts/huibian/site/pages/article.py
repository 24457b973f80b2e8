"""The page of an article."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from huibian.site import addresses
from huibian.site.catalog import ArticleCard, in_lines
from huibian.site.exports import source_name
from huibian.site.pages.context import Context
from huibian.site.pages.values import (
    Fact,
    Heading,
    Link,
    Spec,
    chinese_lines,
    citation,
)
from huibian.vocabulary.fields import FIELD_LABELS


def basis(context: Context, spec: Spec) -> tuple[Any, ...]:
    """Return what the view is made from: it is the same where this is.

    Most of a large library's pages are articles, and most of them stay as they are from build to
    build: this takes a tenth of the time of the view.
    """
    article = context.catalog.by_src[spec.src]
    return (
        article,
        context.book(article.slug),
        [context.rows[other.src] for other in context.neighbours(article) if other],
        context.related(article),
        _questions(context, article),
    )


def view(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows."""
    article = context.catalog.by_src[spec.src]
    card = context.book(article.slug)
    shown = context.catalog.fields.shown
    previous, following = context.neighbours(article)
    return {
        "description": shown("summary", article.summary),
        "article": article,
        "row": context.rows[article.src],
        "heading": Heading(article.title),
        "card": card,
        "crumbs": [
            Link("汇编", context.url(addresses.COLLECTIONS)),
            Link(card.title, context.url(card.src)),
            Link(f"第 {article.number} 篇"),
        ],
        "facts": _facts(context, article),
        "subtitle": shown("subtitle", article.subtitle),
        "summary": shown("summary", article.summary),
        "practices": context.linked_practices(article),
        "citation": citation(_cited(article, shown), card),
        "related": context.related(article),
        "previous": context.rows[previous.src] if previous else None,
        "next": context.rows[following.src] if following else None,
        "lines": chinese_lines(article.source_lines),
        "word": addresses.word(article.slug, article.stem) if context.word else "",
        "source_name": source_name(context.catalog, article),
        "review": [FIELD_LABELS[name] for name in article.review] if context.preview else [],
        "questions": _questions(context, article),
    }


def _questions(context: Context, article: ArticleCard) -> list[Mapping[str, Any]]:
    """Return for the preview the open questions about an article."""
    return [
        question
        for question in context.questions(article.slug)
        if question["article"] == article.number
        or (not question["article"] and in_lines(question["line"], article.source_lines))
    ]


def _facts(context: Context, article: ArticleCard) -> list[Fact]:
    """Return the line below the title; here a place names what it withholds, too."""
    facts = []
    for field in context.catalog.fields.article:
        fact = context.fact(article, field)
        if field == "region" and not article.named:
            fact = replace(fact, unnamed=replace(context.unnamed(article.level), count=0))
        elif field == "themes":
            shared = map(context.theme, article.shared)
            fact = replace(fact, values=(*fact.values, *shared))
        if fact.values or fact.unnamed:
            facts.append(fact)
    return facts


def _cited(article: ArticleCard, shown: Callable[[str, str], str]) -> ArticleCard:
    return replace(
        article,
        subtitle=shown("subtitle", article.subtitle),
        organization=shown("organization", article.organization),
        author=shown("author", article.author),
        date=shown("date", article.date),
    )
