"""The Caddyfile, in a real Caddy where there is one: the same answers as nginx's."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from huibian.hosting import answers
from huibian.hosting.configuration import configuration
from huibian.hosting.settings import checked
from nginx import PATIENCE, Host, ask, free_port

CADDY = shutil.which("caddy")
pytestmark = pytest.mark.skipif(CADDY is None, reason="no caddy here")


def caddyfile(root: Path, base_path: str, port: int, **more: object) -> str:
    settings = checked("caddy", root=str(root), base_path=base_path, port=port, **more)  # type: ignore[arg-type]
    return "{\n    admin off\n    auto_https off\n}\n" + configuration(settings)


@pytest.fixture(scope="module", params=["/", "/anli/"], ids=["root", "sub"])
def caddy(
    request: pytest.FixtureRequest, release: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Host]:
    port = free_port()
    folder = tmp_path_factory.mktemp("caddy")
    file = folder / "Caddyfile"
    file.write_text(caddyfile(release, request.param, port), encoding="utf-8")
    command = [str(CADDY), "run", "--adapter", "caddyfile", "--config", str(file)]
    environment = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                ask(port, "/")
                break
            except OSError:
                assert process.poll() is None, process.stderr and process.stderr.read()
                assert time.monotonic() < end
                time.sleep(0.1)
        yield Host(port, request.param, release)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def test_headers_and_terms(caddy: Host) -> None:
    kept = next((caddy.root / answers.HASHED_FOLDERS[0]).glob("*.js")).name
    paths = {
        "": (200, answers.ASK),
        "guide/": (200, answers.ASK),
        "assets/huibian/site.css": (200, answers.ASK),
        "assets/huibian/site.css?v=1": (200, answers.KEEP),
        f"{answers.HASHED_FOLDERS[0]}/{kept}": (200, answers.KEEP),
        "nothing": (404, answers.ASK),
        "assets/huibian/gone.css?v=1": (404, answers.ASK),
        ".hidden": (404, answers.ASK),
        "guide/.git/config": (404, answers.ASK),
        "manifest.json": (404, answers.ASK),
        "empty/": (404, answers.ASK),
    }
    for path, (status, term) in paths.items():
        found = caddy.ask(path)
        assert (found.status, found.headers["cache-control"]) == (status, term), path
        for name, value in answers.HEADERS.items():
            assert found.headers.get(name.lower()) == value, (path, name)
        if status == 404:
            assert found.body == (caddy.root / "404.html").read_bytes(), path
            assert found.headers["content-type"] == answers.TYPES["html"]


def test_packed_files_and_types(caddy: Host) -> None:
    for path in ("guide/index.html", "data/articles.csv", "feed.xml", "search/index.js"):
        found = caddy.ask(path, Accept_Encoding="gzip")
        if path.endswith("index.html"):  # Caddy leads to the folder
            found = caddy.ask("guide/", Accept_Encoding="gzip")
        assert found.headers["content-encoding"] == "gzip"
        assert found.body == (caddy.root / f"{path}.gz").read_bytes()
        assert found.headers["content-type"] == answers.TYPES[path.rpartition(".")[2]]


def test_a_folder_without_its_slash_leads_to_it(caddy: Host) -> None:
    found = caddy.ask("guide")
    assert (found.status, found.headers["location"]) == (308, f"{caddy.base}guide/")


@pytest.mark.parametrize(
    "more",
    [
        {"allowed": ["10.20.0.0/16"]},
        {"tls": ("/etc/c.pem", "/etc/k.pem"), "strict_transport": True, "name": "a.cn b.cn"},
    ],
    ids=["networks", "tls"],
)
def test_other_settings_are_understood(more: dict[str, object], tmp_path: Path) -> None:
    file = tmp_path / "Caddyfile"
    file.write_text(caddyfile(Path("/srv/anli"), "/anli/", 8080, **more), encoding="utf-8")
    command = [str(CADDY), "adapt", "--adapter", "caddyfile", "--config", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
