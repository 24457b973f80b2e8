"""A site whose build takes no time, and a file system without links."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from press import Press

from huibian.publish import publishing


@pytest.fixture
def press(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Press:
    made = Press(site, tmp_path / "srv")
    monkeypatch.setattr(publishing.edition, "build", made.build)
    return made


NoLinks = Callable[[], None]


@pytest.fixture
def no_links(monkeypatch: pytest.MonkeyPatch) -> NoLinks:
    """Return what takes symbolic and hard links away, as on a USB stick."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    def take() -> None:
        monkeypatch.setattr(Path, "symlink_to", refuse)
        monkeypatch.setattr("os.link", refuse)

    return take
