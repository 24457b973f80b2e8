"""A real Firefox, spoken to over WebDriver BiDi: as much of it as the walk through the site needs.

Playwright drives only a Firefox of its own; Debian's Firefox ESR speaks this protocol itself.
"""

from __future__ import annotations

import base64
import contextlib
import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "intl.accept_languages": "zh-CN",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.active-protocols": 1,
    "remote.prefs.recommended": False,  # they let the pages of a folder share what readers' may not
    "services.settings.server": "data:,",
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
SECONDS, PATIENCE = 60, 10  # for an answer, until something is true


class Refused(Exception):
    """Firefox did not do what it was told."""


class Tab:
    """One tab of a running Firefox."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._number = 0
        #: Text of every error that a script of a page raised.
        self.errors: list[str] = []
        #: Every address that was asked for.
        self.asked: list[str] = []
        self.version = str(
            self._tell("session.new", capabilities={})["capabilities"]["browserVersion"]
        )
        self._tell("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self._tab = self._tell("browsingContext.getTree")["contexts"][0]["context"]

    def _tell(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        self._connection.send(json.dumps(message))
        while True:
            answer = json.loads(self._connection.recv(SECONDS))
            if answer.get("id") == self._number:
                if answer["type"] == "error":
                    raise Refused(answer["message"])
                result: dict[str, Any] = answer["result"]
                return result
            self._note(answer.get("method"), answer.get("params", {}))

    def _note(self, method: str | None, params: dict[str, Any]) -> None:
        if method == "log.entryAdded" and params["type"] == "javascript":
            if params["level"] == "error":
                self.errors.append(str(params["text"]))
        elif method == "network.beforeRequestSent":
            self.asked.append(params["request"]["url"])

    def go(self, address: str) -> None:
        """Open an address and wait until it has loaded."""
        self._tell("browsingContext.navigate", context=self._tab, url=address, wait="complete")
        # on a busy machine the answer can come before the new document has taken the tab
        there = "Boolean(document.documentElement) && document.readyState === 'complete'"
        end = time.monotonic() + PATIENCE
        while not self.ask(there):
            if time.monotonic() > end:
                raise Refused(f"{address} has not loaded")
            time.sleep(0.05)

    def resize(self, width: int, height: int) -> None:
        viewport = {"width": width, "height": height}
        self._tell("browsingContext.setViewport", context=self._tab, viewport=viewport)

    def ask(self, expression: str) -> Any:
        """Return what an expression is in the page: plain data only."""
        answer = self._tell(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then(JSON.stringify)",
            target={"context": self._tab},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise Refused(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"].get("value", "null"))

    def until(self, expression: str) -> None:
        """Wait until an expression is true, also across pages; fail after ten seconds."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with contextlib.suppress(Refused):  # the page may be on its way to another
                if self.ask(expression):
                    return
            time.sleep(0.03)
        raise Refused(f"never true: {expression}")

    def keys(self, text: str) -> None:
        """Press keys, one a character; special keys are those of WebDriver (\\ue007 is Enter)."""
        actions = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        source = {"type": "key", "id": "keyboard", "actions": actions}
        self._tell("input.performActions", context=self._tab, actions=[source])

    def click(self, selector: str) -> None:
        """Press the main button in the middle of the first element that a selector finds."""
        found = f"document.querySelector({json.dumps(selector)})"
        self.until(f"{found} !== null")
        x, y = self.ask(
            f"(({found}).scrollIntoView({{block: 'center', behavior: 'instant'}}),"
            f" ((box) => [box.x + box.width / 2, box.y + box.height / 2].map(Math.round))"
            f"({found}.getBoundingClientRect()))"
        )
        moves = [{"type": "pointerMove", "x": x, "y": y}]
        press = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        source = {"type": "pointer", "id": "mouse", "actions": [*moves, *press]}
        self._tell("input.performActions", context=self._tab, actions=[source])

    def picture(self) -> bytes:
        """Return the window as PNG."""
        shot = self._tell("browsingContext.captureScreenshot", context=self._tab)
        return base64.b64decode(shot["data"])

    def paper(self) -> bytes:
        """Return the page as it is printed, as PDF."""
        printed = self._tell("browsingContext.print", context=self._tab, background=False)
        return base64.b64decode(printed["data"])


def find() -> str | None:
    """Return the path of the system's Firefox, if it has one."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


@contextlib.contextmanager
def running(program: str, profile: Path) -> Iterator[Tab]:
    """Run Firefox without a window, with a profile of its own, while it is needed."""
    profile.mkdir(parents=True, exist_ok=True)
    lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = [program, "--headless", "--no-remote", "--profile", str(profile)]
    process = subprocess.Popen(
        [*command, "--remote-debugging-port", "0", "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        for line in process.stderr:
            found = re.search(r"WebDriver BiDi listening on (ws://\S+)", line)
            if found:
                break
        else:
            raise Refused("Firefox ended before it listened")
        with connect(f"{found[1]}/session", max_size=None, proxy=None) as connection:
            yield Tab(connection)
    finally:
        process.terminate()
        process.wait(SECONDS)
        if process.stderr is not None:
            process.stderr.close()
