"""The desk and its preview behind a real nginx, set up as the guide says."""

from __future__ import annotations

import base64
import http.client
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

import nginx
from handling import split_small
from huibian.desk.guard import PROXY_HEADER, Access
from huibian.desk.history import History
from huibian.desk.public_preview import PublicPreview
from huibian.desk.workspace import Workspace
from huibian.editing import Library
from nginx import Answer, free_port

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "desk.md"
DESK, PREVIEW = "anli.example.cn", "yulan.example.cn"
WHO = "Basic " + base64.b64encode("王芳:open".encode()).decode()


class Proxied:
    """A browser that comes through the proxy."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookie = ""
        self.token = ""

    def ask(self, host: str, path: str, method: str = "GET", body: str = "", **more: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)
        sent = {"Host": f"{host}:{self.port}", "Authorization": WHO, "Cookie": self.cookie}
        sent |= {name.replace("_", "-"): value for name, value in more.items()}
        try:
            connection.request(method, path, body.encode(), sent)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        finally:
            connection.close()

    def post(self, path: str, body: str) -> Answer:
        return self.ask(
            *(DESK, path, "POST", body),
            Origin=f"http://{DESK}:{self.port}",
            X_Huibian_Token=self.token,
            Content_Type="application/json",
        )

    def open(self) -> None:
        first = self.ask(DESK, "/")
        assert first.status == 303, first
        self.cookie = first.headers["set-cookie"].split(";")[0]
        page = self.ask(DESK, "/").body.decode()
        found = re.search(r'name="huibian-token" content="([0-9a-f]+)"', page)
        assert found
        self.token = found[1]


def configuration(folder: Path, port: int, desk: int, key: str) -> str:
    """Return the guide's configuration, with this machine's ports, files and key."""
    (folder / "desk.htpasswd").write_text("王芳:{PLAIN}open\n", encoding="utf-8")
    text = GUIDE.read_text(encoding="utf-8").split("```nginx\n")[1].split("```")[0]
    text = re.sub(r"\n *ssl_certificate.*", "", text)
    for old, new in (
        ("443 ssl", f"127.0.0.1:{port}"),
        ("/etc/nginx", str(folder)),
        ("127.0.0.1:8600", f"127.0.0.1:{desk}"),
        ("钥匙", key),
    ):
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.fixture
def proxied(site: Path, tmp_path: Path) -> Iterator[Proxied]:
    text = "site_name: 测试\ntheme: {name: material}\n"
    (site / "mkdocs.yml").write_text(text, encoding="utf-8")
    (site / "docs" / "index.md").write_text("# 预览的首页\n", encoding="utf-8")
    split_small(Library(site))
    port, desk = free_port(), free_port()
    key = Workspace(site).key("proxy").hex()
    command = [sys.executable, "-m", "huibian", "--site", str(site), "desk", "--no-browser"]
    command += ["--port", str(desk), "--address", f"http://{DESK}:{port}"]
    command += ["--preview-address", f"http://{PREVIEW}:{port}"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert f"http://{DESK}:{port}/" in process.stdout.readline()
        with nginx.running(tmp_path / "nginx", configuration(tmp_path, port, desk, key), port):
            browser = Proxied(port)
            while browser.ask(DESK, "/").status == 502:
                time.sleep(0.1)
            browser.open()
            yield browser
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


def test_saving_and_looking_through_a_proxy(proxied: Proxied, site: Path) -> None:
    edit = proxied.ask(DESK, "/collections/small/02.md/edit", X_Remote_User="thief")
    draft = f"/api/articles/drafts/{edit.headers['location'].rsplit('/', 1)[1]}"
    typed = json.loads(proxied.ask(DESK, draft).body)["typed"] | {"organization": "某县民政局"}
    form = {"revision": 0, "slug": "small", "typed": typed}
    assert proxied.post(draft, json.dumps(form)).status == 200
    assert proxied.post(f"{draft}/save", '{"revision": 1}').status == 200
    wish = '{"keys": ["small/01"], "field": "organization", "op": "set", "value": "某县"}'
    job = _finished(proxied, proxied.post("/api/articles/change", wish))
    ticket = re.search(rb'"ticket":\s*"([0-9a-f]+)"', job)
    assert ticket
    _finished(proxied, proxied.post(f"/api/changes/{ticket[1].decode()}", "{}"))
    assert [one.author for one in History(site, Workspace(site)).saves()] == ["王芳", "王芳"]

    shown = f"http://{PREVIEW}:{proxied.port}/"
    saved = proxied.ask(DESK, "/collections/small/02.md/saved")
    assert f'data-address="{shown}collections/small/02/"' in saved.body.decode()
    assert (
        f"frame-src http://{PREVIEW}:{proxied.port};" in (saved.headers["content-security-policy"])
    )
    while (front := proxied.ask(PREVIEW, "/")).status == 503:
        time.sleep(0.3)
    assert "预览的首页" in front.body.decode()
    assert front.headers["content-security-policy"] == f"frame-ancestors http://{DESK}:" + str(
        proxied.port
    )
    assert "set-cookie" not in front.headers
    assert proxied.ask(PREVIEW, "/%2e%2e/mkdocs.yml").status in (400, 404)
    assert proxied.ask(PREVIEW, "/livereload/1/1").status == 404
    assert proxied.ask(PREVIEW, "/", "POST").status == 405
    assert proxied.ask(PREVIEW, "/", Authorization="").status == 401
    assert proxied.ask("evil.example", "/").status in (403, 421)


def _finished(proxied: Proxied, begun: Answer) -> bytes:
    assert begun.status == 202, begun
    job = re.search(rb'"job":\s*"([0-9a-f]+)"', begun.body)
    assert job
    while b'"running"' in (told := proxied.ask(DESK, f"/api/jobs/{job[1].decode()}").body):
        time.sleep(0.1)
    assert b'"done"' in told, told.decode()
    return told


@pytest.mark.parametrize("key", ["", "wrong", "钥匙"])
def test_who_comes_past_the_proxy_sees_no_preview(key: str) -> None:
    access = Access("https://a.example", b"k" * 32, proxy="secret", preview="https://b.example")
    said: list[str] = []
    asked = {
        "HTTP_HOST": "b.example",
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/",
        f"HTTP_{PROXY_HEADER.upper().replace('-', '_')}": quote(key),
    }
    application = PublicPreview(
        lambda environ, start: [b"desk"], access, ("127.0.0.1", free_port())
    )
    application(asked, lambda status, headers: said.append(status))
    assert said == ["403 Forbidden"]
    asked["HTTP_HOST"] = "a.example"
    assert list(application(asked, lambda status, headers: None)) == [b"desk"]
