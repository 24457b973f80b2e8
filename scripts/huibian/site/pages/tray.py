"""The pages that the tray (对照篮) leads to, which their scripts fill."""

from __future__ import annotations

import json
from typing import Any

from huibian.site import addresses
from huibian.site.pages.context import Context
from huibian.site.pages.values import Spec


def view(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the pages know by themselves: the facts of articles, and where to pick some."""
    table = context.catalog.fields
    return {
        "facts": json.dumps(
            [[field, table.labels[field]] for field in table.article], ensure_ascii=False
        ),
        "browse_url": context.url(addresses.SEARCH),
        "collections_url": context.url(addresses.COLLECTIONS),
    }
