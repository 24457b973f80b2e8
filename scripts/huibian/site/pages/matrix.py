"""Themes by province and by level; and the crossing of both in a part of the library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from huibian.site import addresses, listings
from huibian.site.catalog import ArticleCard
from huibian.site.pages.context import Context
from huibian.site.pages.values import Link, Spec, counted

CROSSING = 4  # articles from which it is worth a table how they spread
CROSSING_ROWS = 12  # themes before the rest is folded


def view(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows."""
    catalog = context.catalog

    def in_province(theme: str, code: str) -> str:
        place = listings.region_name(catalog, code)
        return context.found({"theme": context.theme(theme).label, "region": place})

    by_level = listings.theme_by_level(catalog)
    return {
        "total": len(catalog.articles),
        "by_province": _matrix(
            listings.theme_by_province(catalog),
            lambda theme: context.theme(theme).url,
            in_province,
            lambda code: context.url(addresses.region(code)) if code else "",
        ),
        "by_level": _matrix(
            by_level,
            lambda theme: context.theme(theme).url,
            lambda theme, level: context.listing_url(addresses.theme(theme, level)),
            lambda level: context.url(addresses.level(level)),
        ),
        "empty": [context.theme(row.key) for row in by_level.rows if not row.count],
    }


def crossing(
    context: Context, articles: tuple[ArticleCard, ...], chosen: dict[str, str]
) -> dict[str, Any] | None:
    """Return the themes and levels of ``articles``, None for a few; every count leads to its list.

    ``chosen`` are the values of facets that single these articles out.
    """
    if len(articles) < CROSSING:
        return None
    matrix = listings.crossing(context.catalog, articles)
    labels = {column.key: column.label for column in matrix.columns}

    def theme(key: str) -> str:
        return context.found({**chosen, "theme": context.theme(key).label})

    def level(key: str) -> str:
        return context.found({**chosen, "level": labels[key]})

    def cell(row: str, column: str) -> str:
        label = context.theme(row).label
        return context.found({**chosen, "theme": label, "level": labels[column]})

    shown = _matrix(matrix, theme, cell, level)
    rows = shown["rows"]
    return {**shown, "rows": rows[:CROSSING_ROWS], "rest": rows[CROSSING_ROWS:]}


def _matrix(
    matrix: listings.Matrix,
    row_url: Callable[[str], str],
    cell_url: Callable[[str, str], str],
    column_url: Callable[[str], str],
) -> dict[str, Any]:
    labels = {count.key: count.label for count in matrix.columns}
    return {
        "steps": listings.steps(matrix.highest),
        "columns": counted(matrix.columns, column_url),
        "rows": [
            {
                "link": Link(row.label, row_url(row.key), row.count),
                "cells": [
                    {
                        "count": cell.count,
                        "shade": cell.shade,
                        "label": labels[cell.column],
                        "url": cell_url(cell.row, cell.column) if cell.count else "",
                    }
                    for cell in cells
                ],
            }
            for row, cells in zip(matrix.rows, matrix.cells, strict=True)
            if row.count
        ],
    }
