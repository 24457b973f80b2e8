"""Old and foreign formats through LibreOffice, and what is said where that does not work."""

from __future__ import annotations

import http.server
import io
import os
import threading
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huibian.diagnostics import HuibianError
from huibian.readers import office
from readers.docx_files import docx, p, run, styled, table, texts
from readers.soffice import converted, needs_soffice

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RTF = (
    rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 SimSun;}}\f0"
    rb"\qc\b\u38738?\u31166?\u21439?\par\pard\b0 x\par}"
)


def ole(*streams: str, locked: bool = False) -> bytes:
    """Return bytes that look like a compound file with these streams."""
    names = b"".join(name.encode("utf-16-le") + bytes(64) for name in streams)
    header = bytearray(512)
    header[:2] = b"\xec\xa5"
    header[11] = 1 if locked else 0
    return OLE + bytes(504) + bytes(header) + names


def odt(body: str = "正文", mimetype: str = "text", manifest: str = "") -> bytes:
    office_ns = "urn:oasis:names:tc:opendocument:xmlns:"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{mimetype}")
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{office_ns}office:1.0" '
            f'xmlns:text="{office_ns}text:1.0" xmlns:draw="{office_ns}drawing:1.0" '
            f'xmlns:svg="{office_ns}svg-compatible:1.0" '
            'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:body>'
            f"<office:text><text:p>{body}</text:p></office:text></office:body>"
            "</office:document-content>",
        )
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{office_ns}manifest:1.0" manifest:version="1.2">'
            '<manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.text"/>'
            '<manifest:file-entry manifest:full-path="content.xml" '
            f'manifest:media-type="text/xml"/>{manifest}</manifest:manifest>',
        )
    return stream.getvalue()


def code(data: bytes, name: str = "材料.doc", timeout: float = 60) -> str:
    with pytest.raises(HuibianError) as caught:
        office.read(data, name, name, timeout)
    (finding,) = caught.value.findings
    assert finding.path == name
    return finding.code


STYLES = (
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
)


@needs_soffice
@pytest.mark.parametrize("target", ["doc", "rtf", "odt"])
def test_formats_that_libreoffice_reads(target: str, tmp_path: Path) -> None:
    source = docx(
        styled("1", "青禾县经验"),
        p(run("一、抓学习", "<w:b/>"), properties='<w:jc w:val="center"/>'),
        p("　　正文“三抓”。"),
        table(("乡镇", "件数"), ("柳泉镇", "12")),
        p("文末"),
        styles=STYLES,
    )
    data = converted(source, ".docx", target, tmp_path)
    reading = office.read(data, f"材料.{target}", f"材料.{target}")
    shown = [text for text in texts(reading) if text]
    assert shown == [
        "青禾县经验",
        "一、抓学习",
        "　　正文“三抓”。",
        "乡镇\t件数",
        "柳泉镇\t12",
        "文末",
    ]
    looks = {line.text: line.style for line in reading.lines}
    assert looks["青禾县经验"].heading == 1
    assert looks["一、抓学习"].bold and looks["一、抓学习"].centred


@needs_soffice
def test_the_content_decides_not_the_name() -> None:
    reading = office.read(RTF, "其实是.doc", "其实是.doc")
    assert texts(reading)[:2] == ["青禾县", "x"]
    assert reading.lines[0].style.bold and reading.lines[0].style.centred


@needs_soffice
def test_nothing_goes_to_the_network() -> None:
    """A linked image is the usual way to see who opens a document, and when."""
    asked: list[str] = []

    class Ear(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Ear)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/seen.png"
        frame = (
            '<draw:frame svg:width="2cm" svg:height="2cm"><draw:image '
            f'xlink:href="{address}" xlink:type="simple" xlink:actuate="onLoad"/></draw:frame>'
        )
        assert "正文" in "".join(texts(office.read(odt(f"正文{frame}"), "a.odt", "a.odt")))
        field = rb"{\field{\*\fldinst INCLUDEPICTURE " + address.encode() + rb" \\d}{\fldrslt }}"
        office.read(RTF[:-1] + field + b"}", "a.rtf", "a.rtf")
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []


@needs_soffice
def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    office.read(RTF, "a.rtf", "a.rtf")
    assert list(tmp_path.iterdir()) == []


def test_a_misnamed_word_document_needs_no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_program", lambda: "/不会运行")
    assert texts(office.read(docx(p("其实是新格式")), "旧名.doc", "旧名.doc")) == ["其实是新格式"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "HB101"),
        (b"\x00\x00 \r\n", "HB101"),
        ("纯文本".encode(), "HB107"),
        (b"<html>x</html>", "HB107"),
        (b"%PDF-1.5", "HB107"),
        (ole("Workbook"), "HB107"),
        (ole("PowerPoint Document"), "HB107"),
        (ole("EncryptedPackage"), "HB110"),
        (ole("WordDocument", locked=True), "HB110"),
        (ole(), "HB108"),
        (odt(mimetype="spreadsheet"), "HB107"),
        (odt(manifest="<manifest:encryption-data/>"), "HB110"),
        (odt()[:200], "HB108"),
        (b"PK\x05\x06" + bytes(18), "HB107"),
    ],
)
def test_what_is_refused_before_a_conversion(
    data: bytes, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "find_program", lambda: "/不会运行")
    assert code(data) == expected


@pytest.mark.parametrize("suffix", [".doc", ".wps", ".rtf", ".odt"])
def test_without_libreoffice_the_way_out_is_named(
    suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "find_program", lambda: None)
    with pytest.raises(HuibianError) as caught:
        office.read(RTF, f"材料{suffix}", "材料")
    assert caught.value.findings[0].code == "HB112"
    assert suffix in str(caught.value) and ".docx" in str(caught.value)


def fake_program(folder: Path, script: str) -> str:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program)


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
def test_a_conversion_that_fails_or_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = fake_program(tmp_path, "exit 1")
    monkeypatch.setattr(office, "find_program", lambda: failing)
    assert code(RTF) == "HB113"
    left = tmp_path / "left"
    hanging = fake_program(tmp_path, f"(sleep 3; touch {left}) & sleep 60")
    monkeypatch.setattr(office, "find_program", lambda: hanging)
    start = time.monotonic()
    assert code(RTF, timeout=0.5) == "HB113"
    assert time.monotonic() - start < 20
    time.sleep(3.2)
    assert not left.exists()  # its children were ended with it
    monkeypatch.setattr(office, "find_program", lambda: "/没有这个程序")
    assert code(RTF) == "HB113"


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    start=st.sampled_from([ole("WordDocument"), odt(), RTF, docx(p("甲"))]),
    changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 255)), max_size=8),
    cut=st.none() | st.integers(0, 10**6),
)
def test_sniffing_damaged_files(
    start: bytes, changes: list[tuple[int, int]], cut: int | None
) -> None:
    data = bytearray(start)
    for at, value in changes:
        data[at % len(data)] ^= value
    try:
        suffix = office._suffix(bytes(data if cut is None else data[: cut % len(data)]), "x")
    except HuibianError as error:
        assert error.findings
    else:
        assert suffix in {".doc", ".wps", ".rtf", ".odt", ".docx"}


@needs_soffice
@pytest.mark.parametrize("seed", range(3))
def test_damaged_files_that_reach_libreoffice(seed: int, tmp_path: Path) -> None:
    data = bytearray(converted(docx(p("正文一段"), p("又一段")), ".docx", "doc", tmp_path))
    for at in range(600 + seed * 37, len(data), 997):
        data[at] ^= 0x5A
    try:
        assert office.read(bytes(data), "a.doc", "a.doc", 60).lines
    except HuibianError as error:
        assert error.findings
