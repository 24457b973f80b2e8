"""A private nginx with a configuration of ours: own folder, own port, ended with the test."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from huibian.hosting import answers
from huibian.hosting.configuration import configuration
from huibian.hosting.settings import checked

PATIENCE = 30  # seconds until the server must listen

#: What Debian's nginx.conf says around the configuration of a host.
MAIN = """\
daemon off;
{user}
worker_processes {workers};
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{modules}
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log {log};
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Answer:
    """What a server said: status, headers by lower-case name, the bytes as they came."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def program() -> str:
    """Return the path of nginx; without one skip, or fail where CI=true."""
    found = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if found:
        return found
    reason = "没有找到 nginx，服务器的测试没有运行：apt-get install nginx"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def configured(root: Path, base_path: str = "/", *, port: int, **more: object) -> str:
    """Return our configuration for a folder."""
    given = {"root": str(root), "base_path": base_path, "port": port, **more}
    return configuration(checked("nginx", **given))  # type: ignore[arg-type]


@contextlib.contextmanager
def running(
    folder: Path,
    config: str,
    port: int,
    *,
    modules: str = "",
    workers: int = 1,
    log: str = "off",
) -> Iterator[None]:
    """Run nginx with this ``site.conf`` in a folder of its own while it is needed."""
    folder.mkdir(parents=True, exist_ok=True)
    user = "user root;" if os.geteuid() == 0 else ""  # folders of tests are for their owner only
    given = {"folder": folder, "user": user, "workers": workers, "modules": modules, "log": log}
    (folder / "nginx.conf").write_text(MAIN.format(**given), encoding="utf-8")
    (folder / "site.conf").write_text(config, encoding="utf-8")
    errors = folder / "error.log"
    command = [program(), "-p", str(folder), "-e", str(errors), "-c", str(folder / "nginx.conf")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        end = time.monotonic() + PATIENCE
        while not _listens(port):
            assert process.poll() is None, process.stderr and process.stderr.read()
            assert time.monotonic() < end, errors.read_text(encoding="utf-8")
            time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def ask(port: int, path: str, method: str = "GET", **headers: str) -> Answer:
    """Ask for a path; underscores in names of headers stand for hyphens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=sent)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, found, answer.read())
    finally:
        connection.close()


@dataclass(frozen=True)
class Host:
    """A running server: its port, where the site begins, its folder there."""

    port: int
    base: str
    root: Path

    def ask(self, path: str = "", method: str = "GET", **headers: str) -> Answer:
        """Ask for a path below the site's beginning."""
        return ask(self.port, self.base + path, method, **headers)


def pack(site: Path) -> None:
    """Lay a .gz beside each text file, as a release has them."""
    packed = {suffix for suffix, kind in answers.TYPES.items() if kind in answers.PACKED_TYPES}
    for path in sorted(site.rglob("*")):
        if path.is_file() and path.suffix[1:] in packed:
            data = gzip.compress(path.read_bytes(), 9, mtime=0)
            path.with_name(path.name + ".gz").write_bytes(data)
