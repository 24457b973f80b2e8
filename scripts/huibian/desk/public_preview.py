"""The preview behind a proxy: on the desk's port, under an address of its own.

Others do not reach this machine's ports, and the preview asks nobody who they are. So the proxy
brings the requests for a second address to the desk, which lets them through to the preview when
the proxy shows that it is the proxy. The address is another origin than the desk's: a page of the
library never runs on the desk's ground. Only reading goes through, and no cookie.
"""

from __future__ import annotations

import contextlib
import hmac
import http.client
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import quote, urlsplit

from huibian.desk.guard import PROXY_HEADER, Access

_PATIENCE = 120.0  # seconds for a page, which may have to be made first
_PIECE = 65_536  # bytes
_KEPT = ("Content-Type", "Content-Length", "Location")
#: Of these the preview waits a minute with each answer; the desk's own screens tell of changes.
_WAITING = "/livereload/"

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class PublicPreview:
    """A WSGI application that takes the requests for the preview's address, and leaves the rest.

    ``inside`` is where the preview answers (host, port).
    """

    def __init__(self, desk: Application, access: Access, inside: tuple[str, int]) -> None:
        self._desk, self._access, self._inside = desk, access, inside
        self._host = urlsplit(access.preview).netloc.lower()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ.get("HTTP_HOST", "").lower() != self._host:
            return self._desk(environ, start_response)
        key = environ.get("HTTP_" + PROXY_HEADER.upper().replace("-", "_"), "")
        if not hmac.compare_digest(key.encode(), self._access.proxy.encode()):
            return _said(start_response, "403 Forbidden", "请经过单位的登录页面打开预览")
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return _said(start_response, "405 Method Not Allowed", "预览只能看")
        if environ["PATH_INFO"].startswith(_WAITING):
            return _said(start_response, "404 Not Found", "")
        return self._passed(environ, start_response)

    def _passed(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path = quote(environ["PATH_INFO"].encode("latin-1")) or "/"
        connection = http.client.HTTPConnection(*self._inside, timeout=_PATIENCE)
        try:
            connection.request(environ["REQUEST_METHOD"], path)
            answer = connection.getresponse()
        except (OSError, http.client.HTTPException):
            connection.close()
            return _said(start_response, "503 Service Unavailable", "预览还没有准备好，请稍后刷新")
        kept = [(name, value) for name in _KEPT if (value := answer.headers.get(name))]
        start_response(f"{answer.status} {answer.reason}", [*kept, *self._rules()])
        return _pieces(connection, answer)

    def _rules(self) -> list[tuple[str, str]]:
        """Return what a browser may do with a page: show it in the desk's frame, keep nothing."""
        return [
            ("Content-Security-Policy", f"frame-ancestors {self._access.origin}"),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "same-origin"),
            ("Cache-Control", "no-store"),
        ]


def _pieces(
    connection: http.client.HTTPConnection, answer: http.client.HTTPResponse
) -> Iterator[bytes]:
    with contextlib.closing(connection), answer:
        while piece := answer.read(_PIECE):
            yield piece


def _said(start_response: StartResponse, status: str, text: str) -> list[bytes]:
    data = text.encode()
    about = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(data)))]
    start_response(status, [*about, ("X-Content-Type-Options", "nosniff")])
    return [data]
