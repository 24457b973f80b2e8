"""Uploads are read in a process with limits: what crashes, hangs or swells there stays there."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest

from handling import SMALL, findings
from huibian import readers
from huibian.desk import worker
from huibian.desk.worker import Worker
from huibian.diagnostics import HuibianError
from readers.docx_files import PNG, docx, p, picture


def upload(folder: Path, data: bytes, name: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "original").write_bytes(data)
    (folder / "name.json").write_text(json.dumps(name), encoding="utf-8")
    return folder


def instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Let a shell script stand in the place of Python for the reading process."""
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(worker.sys, "executable", str(program))


def work(folder: Path) -> Worker:
    """Return the worker of an empty site."""
    site = folder.parent / "a-site"
    (site / "docs").mkdir(parents=True, exist_ok=True)
    return Worker(site)


def refusal(folder: Path, timeout: float = 60) -> str:
    with pytest.raises(HuibianError) as caught:
        work(folder).read(folder, timeout=timeout)
    return findings(caught.value).popitem()[0]


def test_it_reads_what_the_reader_reads(tmp_path: Path) -> None:
    folder = upload(tmp_path / "draft", SMALL.read_bytes(), "small.txt")
    assert work(folder).read(folder) == readers.read(SMALL)
    assert worker.kept(folder) == readers.read(SMALL)


def test_images_come_with_it(tmp_path: Path) -> None:
    data = docx(
        p("标题"),
        p(picture("i1")),
        relationships={"i1": ("image", "media/a.png")},
        parts={"word/media/a.png": PNG},
    )
    folder = upload(tmp_path / "draft", data, "a.docx")
    document = work(folder).read(folder)
    assert [image for _, image in document.attachments] == [PNG]
    assert document == readers.read_bytes(data, "a.docx")


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"  \n", "a.txt", "HB101"),
        (b"\x89PNG\r\n", "a.txt", "HB102"),
        (b"PK\x03\x04 broken", "a.docx", "HB108"),
        (b"%PDF-1.7 broken", "a.pdf", "HB108"),
    ],
    ids=["empty", "image", "zip", "pdf"],
)
def test_what_is_wrong_with_a_file_is_said(
    tmp_path: Path, data: bytes, name: str, code: str
) -> None:
    assert refusal(upload(tmp_path / "draft", data, name)) == code


def test_a_process_that_hangs_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = upload(tmp_path / "draft", b"a", "a.txt")
    mark = tmp_path / "alive"
    instead(tmp_path, monkeypatch, f"(sleep 1; touch {mark}) &\nsleep 60")
    assert refusal(folder, timeout=0.5) == "HB109"
    time.sleep(1.5)
    assert not mark.exists()


def test_a_process_that_crashes_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = upload(tmp_path / "draft", b"a", "a.txt")
    instead(tmp_path, monkeypatch, "kill -SEGV $$")
    assert refusal(folder) == "HB109"


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such limits")
@pytest.mark.parametrize(
    ("limit", "act"),
    [
        ("MEMORY = 600_000_000", "x = [bytes(10_000_000) for _ in range(200)]"),
        ("SECONDS = 1", "\n while True: pass"),
        ("FILE = 100_000", "open(sys.argv[1] + '/big', 'wb').write(bytes(1_000_000))"),
    ],
    ids=["memory", "time", "disk"],
)
@pytest.mark.parametrize(
    ("place", "code"),
    [("readers.read_bytes", "HB109"), ("pipeline.compile_document", "HB124")],
    ids=["reading", "dividing"],
)
def test_the_process_keeps_its_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, act: str, place: str, code: str
) -> None:
    folder = upload(tmp_path / "draft", SMALL.read_bytes(), "a.txt")
    script = tmp_path / "greedy.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\n"
        "from huibian.desk import reading_child as child\n"
        "def greedy(*_, **named):\n"
        f" {act}\n"
        f"child.{limit}\n"
        f"child.{place} = greedy\n"
        "child.main(sys.stdin.readline())\n",
        encoding="utf-8",
    )
    instead(tmp_path, monkeypatch, f"exec {sys.executable} {script} {tmp_path}")
    assert refusal(folder) == code


@pytest.mark.parametrize(
    "reading",
    [
        "",
        "[]",
        "{}",
        '{"lines": 3}',
        '{"name": "a", "format": "text", "encoding": "", "sha256": "", "attachments": [],'
        ' "findings": [], "lines": [["x", "y"]]}',
        '{"name": "a", "format": "text", "encoding": "", "sha256": "", "attachments": [],'
        ' "findings": [], "lines": [["x", 0, {"heading": "1"}]]}',
        '{"name": "a", "format": "text", "encoding": "", "sha256": "", "attachments": ["a"],'
        ' "findings": [], "lines": []}',
    ],
    ids=["empty", "list", "bare", "lines", "page", "style", "image"],
)
def test_a_draft_that_is_broken_says_so(tmp_path: Path, reading: str) -> None:
    folder = upload(tmp_path / "draft", b"a", "a.txt")
    (folder / "reading.json").write_text(reading, encoding="utf-8")
    with pytest.raises(HuibianError) as caught:
        worker.kept(folder)
    assert "HB105" in findings(caught.value)


HANGS = """- id: own-hang
  label: 算不完的规则
  scope: line
  pattern: '^(?:(?:甲+)+)+乙$'
"""


def test_a_stage_that_hangs_is_ended(tmp_path: Path) -> None:
    folder = upload(tmp_path / "draft", SMALL.read_bytes() + b"\n" + "甲".encode() * 60, "a.txt")
    docs = tmp_path / "a-site" / "docs"
    (docs / "vocabulary").mkdir(parents=True)
    (docs / "vocabulary" / "noise.yml").write_text(HANGS, encoding="utf-8")
    told: list[str] = []
    with pytest.raises(HuibianError) as caught:
        work(folder).read(folder, timeout=8, divides=lambda: told.append("分篇"))
    assert told == ["分篇"]
    assert "过了 8 秒还没有分完" in findings(caught.value)["HB124"].message


def test_a_process_that_waits_takes_the_next_upload(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_LATER", 0.01)
    folder = upload(tmp_path / "draft", SMALL.read_bytes(), "small.txt")
    mine = work(folder)
    mine.warm()
    first = mine._spare
    assert first is not None
    assert mine.read(folder) == readers.read(SMALL)
    assert first.poll() is not None
    for _ in range(200):  # another one gets ready
        if mine._spare is not None:
            break
        time.sleep(0.05)
    second = mine._spare
    assert second is not None and second is not first
    second.kill()  # one that died meanwhile is no harm
    second.wait()
    assert mine.read(folder) == readers.read(SMALL)
    for _ in range(200):
        if (left := mine._spare) is not None:
            break
        time.sleep(0.05)
    assert left is not None and left.stdin is not None
    left.stdin.close()  # as when the desk ends, however it does
    assert left.wait(30) == 0
