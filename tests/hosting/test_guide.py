"""The guide's examples of nginx run in a real one: the single sign-on, the other servers."""

from __future__ import annotations

import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from huibian.hosting import answers
from nginx import ask, configured, free_port, running

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "hosting.md"
BLOCKS = re.findall(r"^( *)```nginx\n(.*?)^\1```$", GUIDE.read_text(encoding="utf-8"), re.M | re.S)


def example(word: str) -> str:
    """Return the example that holds a word, without the TLS that tests do not need."""
    (found,) = [text for _, text in BLOCKS if word in text]
    return re.sub(r"^ *ssl_.*\n", "", found, flags=re.M)


def tried(text: str, folder: Path, port: int, root: Path, **more: bool) -> str:
    """Return an example on another port, with the part for a library beside it."""
    part = folder / "anli.conf"
    part.write_text(configured(root, "/anli/", port=0, inside=True, **more), encoding="utf-8")
    text = re.sub(r"listen [^;]+;", f"listen {port};", text)
    return text.replace("/etc/nginx/huibian/anli.conf", str(part))


class _Gate(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        asked: list[tuple[str, str]] = self.server.asked  # type: ignore[attr-defined]
        asked.append((self.path, self.headers.get("X-Original-URI", "")))
        states = {"session=good": 202, "session=other": 403}
        status = states.get(self.headers.get("Cookie", ""), 401)
        self.send_response(status if self.path == "/oauth2/auth" else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test output clean."""


@pytest.fixture
def gate() -> Iterator[http.server.ThreadingHTTPServer]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Gate) as server:
        server.asked = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_single_sign_on(
    release: Path, tmp_path: Path, gate: http.server.ThreadingHTTPServer
) -> None:
    port = free_port()
    text = example("@sso_login").replace(":4180", f":{gate.server_port}")
    with running(tmp_path, tried(text, tmp_path, port, release, single_sign_on=True), port):
        for path in ("/anli/guide/", "/anli/data/articles.json", "/anli/nothing"):
            found = ask(port, path)
            assert found.status == 302
            assert found.headers["location"].endswith(f"/oauth2/start?rd={path}")
            assert ask(port, path, Cookie="session=other").status == 403
        assert ask(port, "/anli/.hidden").status == 401
        found = ask(port, "/anli/guide/", Cookie="session=good")
        assert (found.status, found.body) == (200, (release / "guide/index.html").read_bytes())
        assert (
            found.headers["content-security-policy"] == answers.HEADERS["Content-Security-Policy"]
        )
        assert ask(port, "/anli/nothing", Cookie="session=good").status == 404
        assert ask(port, "/oauth2/start?rd=/anli/").status == 200
        assert ask(port, "/-/sso/check").status == 404
        assert ("/oauth2/auth", "/anli/guide/") in gate.asked  # type: ignore[attr-defined]


def test_nobody_gets_in_while_the_gate_is_down(release: Path, tmp_path: Path) -> None:
    port = free_port()
    text = example("@sso_login").replace(":4180", f":{free_port()}")
    with running(tmp_path, tried(text, tmp_path, port, release, single_sign_on=True), port):
        assert ask(port, "/anli/guide/", Cookie="session=good").status == 500


def test_a_library_in_a_server_that_is_there(release: Path, tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path, tried(example("/srv/www"), tmp_path, port, release), port):
        assert ask(port, "/anli/guide/").status == 200


def test_the_proxy_tells_who_asks(release: Path, tmp_path: Path) -> None:
    port = free_port()
    text = example("set_real_ip_from").replace("10.20.0.5", "127.0.0.1")
    config = tried(text, tmp_path, port, release)
    part = configured(release, "/anli/", port=0, inside=True, allowed=["10.9.0.0/16"])
    (tmp_path / "anli.conf").write_text(part, encoding="utf-8")
    with running(tmp_path, config, port):
        assert ask(port, "/anli/", X_Forwarded_For="10.9.1.1").status == 200
        assert ask(port, "/anli/", X_Forwarded_For="10.8.1.1").status == 403
        assert ask(port, "/anli/").status == 403


def test_the_guide_explains_every_header() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    for name in (*answers.HEADERS, *answers.TLS_HEADERS, "Strict-Transport-Security"):
        assert f"| `{name}` |" in text
    for value in (answers.ASK, answers.KEEP, answers.STRICT_TRANSPORT):
        assert f"`{value}`" in text
