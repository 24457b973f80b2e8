"""Themes by province and by level."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from huibian.site import addresses, listings
from huibian.site.pages.context import Context
from huibian.site.pages.values import Link, Spec, counted


def view(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows."""
    catalog = context.catalog
    return {
        "total": len(catalog.articles),
        "by_province": _matrix(
            context,
            listings.theme_by_province(catalog),
            lambda theme, code: context.listing_url(addresses.theme(theme), code),
            lambda code: context.url(addresses.region(code)) if code else "",
        ),
        "by_level": _matrix(
            context,
            listings.theme_by_level(catalog),
            lambda theme, level: context.listing_url(addresses.theme(theme, level)),
            lambda level: context.url(addresses.level(level)),
        ),
    }


def _matrix(
    context: Context,
    matrix: listings.Matrix,
    cell_url: Callable[[str, str], str],
    column_url: Callable[[str], str],
) -> dict[str, Any]:
    columns = counted(matrix.columns, column_url)
    labels = {count.key: count.label for count in matrix.columns}
    return {
        "columns": columns,
        "rows": [
            {
                "link": Link(row.label, context.url(addresses.theme(row.key)), row.count),
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
        "empty": [
            Link(row.label, context.url(addresses.theme(row.key)))
            for row in matrix.rows
            if not row.count
        ],
    }
