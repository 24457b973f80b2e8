"""The Caddyfile, in a real Caddy where there is one: the same answers as nginx's."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from huibian.hosting import answers
from huibian.hosting.configuration import configuration
from huibian.hosting.settings import checked
from nginx import PATIENCE, Answer, Host, ask, free_port

CADDY = shutil.which("caddy")
pytestmark = pytest.mark.skipif(CADDY is None, reason="no caddy here")


def caddyfile(root: Path, base_path: str, port: int, **more: object) -> str:
    settings = checked("caddy", root=str(root), base_path=base_path, port=port, **more)  # type: ignore[arg-type]
    return "{\n    admin off\n    auto_https off\n}\n" + configuration(settings)


@contextmanager
def running(folder: Path, config: str, port: int) -> Iterator[None]:
    """Run Caddy with a configuration until the block ends."""
    folder.mkdir(exist_ok=True)
    file = folder / "Caddyfile"
    file.write_text(config, encoding="utf-8")
    command = [str(CADDY), "run", "--adapter", "caddyfile", "--config", str(file)]
    environment = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    said = folder / "said"
    with said.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(command, env=environment, stderr=out)
    try:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                ask(port, "/")
                break
            except OSError:
                text = said.read_text(encoding="utf-8")
                assert process.poll() is None and time.monotonic() < end, text
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.fixture(scope="module", params=["/", "/anli/"], ids=["root", "sub"])
def caddy(
    request: pytest.FixtureRequest, release: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Host]:
    port = free_port()
    with running(tmp_path_factory.mktemp("caddy"), caddyfile(release, request.param, port), port):
        yield Host(port, request.param, release)


def test_headers_and_terms(caddy: Host) -> None:
    kept = next((caddy.root / answers.HASHED_FOLDERS[0]).glob("site.*.css")).name
    paths = {
        "": (200, answers.ASK),
        "guide/": (200, answers.ASK),
        "assets/huibian/tray.htm": (200, answers.ASK),
        "assets/huibian/own.css?v=1a2b3c4d": (200, answers.ASK),
        f"{answers.HASHED_FOLDERS[0]}/{kept}": (200, answers.KEEP),
        "nothing": (404, answers.ASK),
        "assets/huibian/site.00000000.css": (404, answers.ASK),
        "assets/huibian/site.css": (404, answers.ASK),
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


def test_an_unchanged_file_is_not_sent_again(caddy: Host) -> None:
    for coding in ("identity", "gzip"):
        first = caddy.ask("guide/", Accept_Encoding=coding)
        again = caddy.ask("guide/", Accept_Encoding=coding, If_None_Match=first.headers["etag"])
        assert (again.status, again.body) == (304, b"")


def test_the_start_of_a_site_below_a_path(caddy: Host) -> None:
    if caddy.base == "/":
        pytest.skip("the site begins at the root")
    for path in ("/", caddy.base[:-1]):
        found = ask(caddy.port, path)
        assert (found.status in (301, 302), found.headers["location"]) == (True, caddy.base)
    outside = ask(caddy.port, "/other")
    assert b"huibian" not in outside.body


def test_nothing_beside_the_site_can_be_had(caddy: Host) -> None:
    (caddy.root.parent / "secret.txt").write_text("secret", encoding="utf-8")
    for path in ("../secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt", "guide/../../secret.txt"):
        assert caddy.ask(path).body != b"secret", path
    assert ask(caddy.port, caddy.base[:-1] + "../secret.txt").body != b"secret"
    for path in ("assets/", "assets/huibian/", "data/"):
        assert caddy.ask(path).status == 404, path


@pytest.mark.parametrize("base", ["/", "/anli/"])
def test_names_and_passwords(base: str, release: Path, tmp_path: Path) -> None:
    made = [str(CADDY), "hash-password", "--plaintext", "密码"]
    word = subprocess.run(made, capture_output=True, text=True, check=True).stdout.strip()
    users = tmp_path / "users"
    users.write_text(f"reader {word}\n", encoding="utf-8")
    port = free_port()
    config = caddyfile(release, base, port, users=str(users))
    with running(tmp_path / "caddy", config, port):

        def answer(word: str, path: str) -> Answer:
            said = base64.b64encode(f"reader:{word}".encode()).decode()
            return ask(port, path, Authorization=f"Basic {said}")

        kept = next((release / answers.HASHED_FOLDERS[0]).glob("site.*.css")).name
        asset = f"{base}{answers.HASHED_FOLDERS[0]}/{kept}"
        for path in (base, asset, f"{base}nothing", f"{base}.hidden", f"{base}manifest.json"):
            refused = ask(port, path)
            assert refused.status == 401, path
            assert refused.headers["www-authenticate"].startswith("Basic ")
            assert refused.headers["x-content-type-options"] == "nosniff"
            assert refused.body == b"401 Unauthorized"
            assert answer("falsch", path).status == 401
        assert answer("密码", base).body == (release / "index.html").read_bytes()
        assert answer("密码", asset).headers["cache-control"] == answers.KEEP
        gone = answer("密码", f"{base}nothing")
        assert (gone.status, gone.body) == (404, (release / "404.html").read_bytes())


def test_networks(release: Path, tmp_path: Path) -> None:
    for networks, status in ((["10.20.0.0/16"], 403), (["10.20.0.0/16", "127.0.0.0/8"], 200)):
        port = free_port()
        config = caddyfile(release, "/anli/", port, allowed=networks)
        with running(tmp_path / str(status), config, port):
            for path in ("/anli/", "/anli/data/articles.json"):
                found = ask(port, path)
                assert found.status == status, path
                assert found.headers["content-security-policy"]
            assert (b"huibian" in ask(port, "/anli/nothing").body) == (status == 200)


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
