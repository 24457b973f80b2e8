"""A desk on an empty site, opened by a clerk."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_clerk import Clerk, opened

from handling import split_small
from huibian.editing import Library


@pytest.fixture
def clerk(site: Path) -> Clerk:
    return opened(site)


@pytest.fixture
def folder(library: Library) -> Path:
    """The small compilation, divided, on that site."""
    return split_small(library)


@pytest.fixture
def writer(site: Path, folder: Path) -> Clerk:
    """A clerk at a desk that has it."""
    return opened(site)
