"""A release of the project's own site, packed, behind ``current``; a real nginx before it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from nginx import Host, configured, free_port, pack, running


@pytest.fixture(scope="session")
def release(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return ``current``: a link to a release, with what must never be shown in it.

    A style that somebody has put beside ours has no hash in its name.
    """
    folder = tmp_path_factory.mktemp("server")
    made = folder / "releases" / "one"
    shutil.copytree(built_site, made)
    pack(made)
    (made / "manifest.json").write_text("{}", encoding="utf-8")
    (made / ".hidden").write_text("secret", encoding="utf-8")
    (made / "guide" / ".git").mkdir()
    (made / "guide" / ".git" / "config").write_text("secret", encoding="utf-8")
    (made / "empty").mkdir()
    (made / "assets/huibian/own.css").write_text("p {}", encoding="utf-8")
    (folder / "current").symlink_to("releases/one")
    return folder / "current"


@pytest.fixture(scope="session", params=["/", "/anli/", "/a/案例/"], ids=["root", "sub", "chinese"])
def host(
    request: pytest.FixtureRequest, release: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Host]:
    """The release behind nginx, at the root and under sub-paths."""
    port = free_port()
    config = configured(release, request.param, port=port)
    with running(tmp_path_factory.mktemp("nginx"), config, port):
        base = request.param.replace("案例", "%E6%A1%88%E4%BE%8B")
        yield Host(port, base, release)
