"""A site whose build takes no time, and a file system without links."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from press import Press

from huibian import system
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


@pytest.fixture
def ways(no_links: NoLinks, monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], None]]:
    """Return what makes the file system one of another kind."""

    def renames() -> None:
        no_links()
        monkeypatch.setattr("huibian.publish.shelf.exchange", lambda one, other: False)

    def windows() -> None:
        """Links to folders can be made, and are removed as folders; nothing replaces one."""
        remove, rmdir, rename = Path.unlink, Path.rmdir, Path.rename

        def unlink(path: Path, missing_ok: bool = False) -> None:
            if path.is_symlink() and path.is_dir():
                raise PermissionError(13, "Access is denied", str(path))
            remove(path, missing_ok=missing_ok)

        def moved(path: Path, target: Path) -> Path:
            if target.is_symlink() or target.exists():
                raise FileExistsError(17, "The file exists already", str(target))
            return rename(path, target)

        monkeypatch.setattr(system, "REPLACES_LINKS", False)
        monkeypatch.setattr("huibian.publish.shelf.exchange", lambda one, other: False)
        monkeypatch.setattr(Path, "unlink", unlink)
        monkeypatch.setattr(Path, "rename", moved)
        monkeypatch.setattr(
            Path, "rmdir", lambda path: remove(path) if path.is_symlink() else rmdir(path)
        )

    return {"link": lambda: None, "exchange": no_links, "renames": renames, "windows": windows}
