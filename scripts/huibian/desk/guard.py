"""Who may ask the desk for something, and what a browser may do with the answer.

A page of another site can make the clerk's browser send requests here: it can name any host that
it lets point to this machine (DNS rebinding), and post forms. So the Host must be one of ours, a
request that changes something must come from our own pages (Origin, or Fetch Metadata) with the
session's token, and the session's cookie is never sent from another site.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, redirect, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response as BaseResponse

_DAYS = 30  # that a session lasts
_SAFE = frozenset(("GET", "HEAD"))
#: Larger requests are turned away before they are read, uploads apart (``app.UPLOAD``).
MAX_REQUEST = 4_000_000
#: Addresses that need no session: where it begins, and what a page without one shows.
_OPEN = frozenset(("/open",))
TOKEN_HEADER = "X-Huibian-Token"
PROXY_HEADER = "X-Huibian-Proxy"
USER_HEADER = "X-Remote-User"


@dataclass(slots=True)
class Access:
    """Where the desk is reached and by whom.

    ``origin`` is scheme, host and port as the browser shows them; ``others`` are more hosts of
    this machine. ``key`` signs sessions. ``entry`` is the one-time token of the address that the
    command opens, None once it was used. ``proxy`` is what an authenticating proxy sends with
    every request, ``""`` where there is none: then sessions need the one-time token.
    """

    origin: str
    key: bytes
    entry: str | None = field(default_factory=lambda: secrets.token_urlsafe(24))
    others: frozenset[str] = frozenset()
    proxy: str = ""
    preview: str = ""  # the origin whose pages may stand in a frame

    @property
    def cookie(self) -> str:
        """The name of the session's cookie: ports do not part cookies, and this is one desk's."""
        return f"huibian-desk-{hmac.new(self.key, b'cookie', sha256).hexdigest()[:8]}"

    @property
    def hosts(self) -> frozenset[str]:
        """The values of ``Host`` that are ours."""
        return frozenset((urlsplit(self.origin).netloc.lower(), *self.others))

    @property
    def origins(self) -> frozenset[str]:
        """The values of ``Origin`` that are ours."""
        scheme = urlsplit(self.origin).scheme
        return frozenset(f"{scheme}://{host}" for host in self.hosts)

    def opened_by(self, token: str) -> bool:
        """Say whether a token opens a session; it does so once."""
        if self.entry is None or not hmac.compare_digest(self.entry.encode(), token.encode()):
            return False
        self.entry = None
        return True


def _person(given: str) -> str:
    """Return who asks, as the proxy names them: WSGI hands UTF-8 over as Latin-1."""
    return given.encode("latin-1", "replace").decode("utf-8", "replace").strip()[:80]


def protect(app: Flask, access: Access) -> None:
    """Put the guard before and behind every request of an application."""
    signer = URLSafeTimedSerializer(access.key, salt="session")

    def token_of(session: str) -> str:
        return hmac.new(access.key, b"token:" + session.encode(), sha256).hexdigest()

    def session_of(cookie: str) -> str:
        try:
            session = signer.loads(cookie, max_age=_DAYS * 86_400)
        except BadSignature:
            return ""
        return session if isinstance(session, str) else ""

    def begun() -> str:
        return session_of(request.cookies.get(access.cookie, ""))

    def begin(response: BaseResponse) -> BaseResponse:
        """Give a browser its session for some days more: the one that it has, else a new one.

        Open pages have the session's token, and drafts of articles belong to it.
        """
        g.session = begun() or secrets.token_urlsafe(24)
        response.set_cookie(
            access.cookie,
            str(signer.dumps(g.session)),
            max_age=_DAYS * 86_400,
            httponly=True,
            samesite="Strict",
            secure=access.origin.startswith("https:"),
        )
        return response

    @app.before_request
    def check() -> BaseResponse | None:
        g.session = ""
        if request.host.lower() not in access.hosts:
            abort(421, "这个地址不是工作台的地址，请用启动时给出的地址打开")
        if access.proxy:
            given = request.headers.get(PROXY_HEADER, "")
            if not hmac.compare_digest(given.encode(), access.proxy.encode()):
                abort(403, "请经过单位的登录页面打开工作台")
        g.user = _person(request.headers.get(USER_HEADER, "")) if access.proxy else ""
        if request.method not in _SAFE:
            origin = request.headers.get("Origin")
            site = request.headers.get("Sec-Fetch-Site", "same-origin")
            if origin not in access.origins or site != "same-origin":
                abort(403, "这个请求不是从工作台的页面发出的，没有执行")
        if request.path in _OPEN:
            return None
        g.session = begun()
        if not g.session:
            if access.proxy and request.method in _SAFE:
                return begin(redirect(request.full_path.rstrip("?"), 303))
            abort(401, "请用启动工作台时给出的地址打开；也可以关掉它，再运行一次")
        if request.method not in _SAFE:
            given = request.headers.get(TOKEN_HEADER, "")
            if not hmac.compare_digest(given.encode(), token_of(g.session).encode()):
                abort(403, "这个页面已经过时，请刷新后再试一次")
        return None

    @app.get("/open")
    def open_session() -> BaseResponse:
        if access.opened_by(request.args.get("token", "")):
            return begin(redirect("/", 303))
        if begun():
            return redirect("/", 303)
        abort(401, "这个地址只能用一次；请关掉工作台，再运行一次")

    @app.after_request
    def dress(response: Response) -> Response:
        frames = access.preview or "'none'"
        response.headers["Content-Security-Policy"] = (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            f"connect-src 'self'; font-src 'self'; form-action 'self'; frame-src {frames}; "
            "frame-ancestors 'none'; base-uri 'none'"
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if not request.path.startswith("/static/"):
            response.headers["Cache-Control"] = "no-store"
        return response

    @app.context_processor
    def values() -> dict[str, str]:
        return {"token": token_of(g.session) if g.get("session") else ""}
