"""Runs the desk: the server, the preview beside it, the browser in front of it."""

from __future__ import annotations

import signal
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from huibian.desk.app import UPLOAD, create_app
from huibian.desk.context import Desk
from huibian.desk.guard import Access
from huibian.desk.preview import Preview
from huibian.desk.public_preview import Application, PublicPreview
from huibian.desk.workspace import Workspace

_THREADS = 8


@dataclass(frozen=True, slots=True)
class Place:
    """Where the desk listens, and how it is reached.

    ``address`` is what browsers show (scheme and host), ``""`` for the listening address itself;
    with one, a proxy that knows who asks stands before the desk. ``preview_address`` is what they
    show of the preview then, ``""`` where the proxy brings nobody there.
    """

    host: str
    port: int
    preview_port: int
    address: str = ""
    preview_address: str = ""


def serve(site: Path, place: Place, *, browser: bool, say: Callable[[str], None]) -> None:
    """Serve the desk of a site until it is interrupted; HB713 when it has one already."""
    workspace = Workspace(site)
    with workspace.held():
        _serve(site, workspace, place, browser=browser, say=say)


def _serve(
    site: Path, workspace: Workspace, place: Place, *, browser: bool, say: Callable[[str], None]
) -> None:
    preview = Preview(site, "127.0.0.1", place.preview_port)
    shown = _with_slash(place.preview_address) if place.address else preview.address
    access = access_of(workspace, place, shown)
    desk = Desk(site, preview=lambda: shown, preview_shows=preview.shows)
    app = create_app(desk, access)
    behind = PublicPreview(app, access, ("127.0.0.1", place.preview_port))
    server = listening(behind if place.address and shown else app, place)
    if shown:
        preview.start()
    desk.history.prune()
    threading.Thread(target=desk.warm, name="desk-warm", daemon=True).start()
    entry = f"{access.origin}/" if access.proxy else f"{access.origin}/open?token={access.entry}"
    signal.signal(signal.SIGTERM, _interrupt)
    say(f"工作台已经打开：{entry}\n（这个地址只能用一次；按 Ctrl+C 停止）")
    try:
        if browser:
            webbrowser.open(entry)
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
        preview.stop()


def listening(app: Application, place: Place) -> BaseWSGIServer | MultiSocketServer:
    """Return the server of an application, which listens already.

    It lets through somewhat more than the desk takes, because what it refuses itself it refuses
    in words of its own.
    """
    return create_server(
        app,
        host=place.host,
        port=place.port,
        threads=_THREADS,
        max_request_body_size=UPLOAD + UPLOAD // 10,
        ident=None,
        clear_untrusted_proxy_headers=True,
    )


def _with_slash(address: str) -> str:
    return f"{address.rstrip('/')}/" if address else ""


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def access_of(workspace: Workspace, place: Place, preview: str) -> Access:
    """Return who may ask, for where the desk listens."""
    origin = place.address.rstrip("/") or f"http://{place.host}:{place.port}"
    names = () if place.address else ("127.0.0.1", "localhost", "[::1]")
    return Access(
        origin=origin,
        key=workspace.key("session"),
        others=frozenset(f"{name}:{place.port}" for name in names),
        proxy=workspace.key("proxy").hex() if place.address else "",
        preview="{0.scheme}://{0.netloc}".format(urlsplit(preview)) if preview else "",
    )
