"""A desk on an empty site, opened by a clerk."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_clerk import Clerk, opened


@pytest.fixture
def clerk(site: Path) -> Clerk:
    return opened(site)
