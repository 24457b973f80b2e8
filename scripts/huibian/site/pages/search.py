"""The results page: its script fills it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any, get_args

from huibian.schema import FacetField
from huibian.site import addresses
from huibian.site.pages.context import Context
from huibian.site.pages.values import Spec
from huibian.vocabulary.fields import FieldTable


def view(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page lets readers choose and sort by, as its script reads it."""
    table = context.catalog.fields
    return {"choices": choices(table, table.facets, dict(table.sorts))}


def choices(table: FieldTable, facets: Iterable[str], sorts: Collection[str]) -> str:
    """Return as JSON the facets and orders that a page offers, by the field table's words.

    Every field that can be chosen may stand in the page's address, also one that is no facet.
    """
    names = {field: table.labels[field] for field in get_args(FacetField)}
    return json.dumps(
        {
            "facets": [addresses.facet(field) for field in facets],
            "filters": [[addresses.facet(field), label] for field, label in names.items()],
            "sorts": [pair for pair in table.sorts if pair[0] in sorts],
        },
        ensure_ascii=False,
    )
