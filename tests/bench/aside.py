"""Putting away what the last run left, so that it does not weigh on the next.

Removed files would: a file system may avoid their numbers for minutes (ext4), and look for others.
"""

from __future__ import annotations

from pathlib import Path

_ASIDE = ".aside"


def put_aside(*paths: Path) -> None:
    """Move files and folders, those that are there, into a folder beside them."""
    for path in paths:
        if path.is_dir() or path.is_file():
            folder = path.parent / _ASIDE
            folder.mkdir(exist_ok=True)
            path.rename(folder / str(sum(1 for _ in folder.iterdir())))
