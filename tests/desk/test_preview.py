"""The preview beside the desk ends with it, however the desk ends."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from huibian.desk import preview as preview_module
from huibian.desk.preview import Preview


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(preview: Preview) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", preview.port), 0.5):
        return True
    return False


def gone(preview: Preview) -> bool:
    for _ in range(300):
        if not answers(preview):
            return True
        time.sleep(0.1)
    return False


def came(preview: Preview) -> bool:
    for _ in range(600):
        if answers(preview):
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def themed(site: Path) -> Path:
    (site / "mkdocs.yml").write_text("site_name: 测试\ntheme: {name: material}\n", encoding="utf-8")
    (site / "docs" / "index.md").write_text("# 首页\n", encoding="utf-8")
    return site


def test_it_is_started_and_stopped(themed: Path) -> None:
    preview = Preview(themed, "127.0.0.1", free_port())
    assert not answers(preview)
    preview.start()
    try:
        assert came(preview)
        assert preview.shows("") and not preview.shows("nothing/")
    finally:
        preview.stop()
    assert gone(preview)


def test_one_that_ended_is_started_again(themed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview_module, "_AGAIN", 0.0)
    (themed / "mkdocs.yml").write_text("theme: [坏\n", encoding="utf-8")
    preview = Preview(themed, "127.0.0.1", free_port())
    preview.start()
    try:
        process = preview._process
        assert process is not None and process.wait(60)
        text = "site_name: 测试\ntheme: {name: material}\n"
        (themed / "mkdocs.yml").write_text(text, encoding="utf-8")
        assert not preview.shows("")
        assert came(preview)
        assert preview.shows("")
    finally:
        preview.stop()
    assert not preview.shows("") and gone(preview)  # what was stopped stays so


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["term", "kill"])
def test_it_does_not_outlive_the_desk(themed: Path, number: signal.Signals) -> None:
    port = free_port()
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom huibian.desk.preview import Preview\n"
        f"Preview(Path({str(themed)!r}), '127.0.0.1', {port}).start()\ntime.sleep(600)\n"
    )
    desk = subprocess.Popen([sys.executable, "-c", program])
    preview = Preview(themed, "127.0.0.1", port)
    try:
        assert came(preview)
    finally:
        desk.send_signal(number)
        desk.wait()
    assert gone(preview)
