"""The results page: its script fills it."""

from __future__ import annotations

from typing import Any

from huibian.site.pages.context import Context
from huibian.site.pages.values import Spec


def view(context: Context, spec: Spec) -> dict[str, Any]:
    """Return what the page shows: nothing of the catalog."""
    return {}
