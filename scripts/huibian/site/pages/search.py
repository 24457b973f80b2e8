"""The results page: its script fills it."""

from __future__ import annotations

import json
from typing import Any, get_args

from huibian.schema import FacetField
from huibian.site import addresses
from huibian.site.pages.context import Context
from huibian.site.pages.values import Spec


def view(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page lets readers choose and sort by, as its script reads it."""
    table = context.catalog.fields
    names = {field: table.labels[field] for field in get_args(FacetField)}
    return {
        "choices": json.dumps(
            {
                "facets": [addresses.facet(field) for field in table.facets],
                "filters": [[addresses.facet(field), label] for field, label in names.items()],
                "sorts": table.sorts,
            },
            ensure_ascii=False,
        )
    }
