"""Old and foreign word-processor files (.doc, .wps, .rtf, .odt): LibreOffice makes a .docx of them.

LibreOffice runs without a window in a profile and a folder of its own that are deleted afterwards:
macros off, links not updated, no way to the network, killed with all its children when the time
is up. What the file really is decides, not its name: LibreOffice would take anything for text.

Must not know what a .docx looks like inside: ``docx`` reads the result.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import subprocess
import tempfile
import zipfile
from pathlib import Path

from huibian.diagnostics import fail
from huibian.readers import docx
from huibian.readers.docx_package import content_name
from huibian.readers.reading import Reading

#: Seconds for a conversion; the first start of LibreOffice alone takes up to ten.
TIMEOUT = 180.0

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_OTHER_STREAMS = (
    ("Workbook", "其实是 Excel 表格"),
    ("PowerPoint Document", "其实是 PowerPoint 演示文稿"),
    ("MSWorksDB", "其实是 Works 数据库"),
)
#: Where LibreOffice is when it is not on the search path.
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
_SETTING = (
    '<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "WarnSaveOrSendDoc", "false"),
    ("Writer/Content/Update", "Link", "0"),
    ("Common/Misc", "FirstRun", "false"),
)
_REGISTRY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>\n'
)
#: Nothing listens there: what still wants to the network gets an error at once.
_NOWHERE = "http://127.0.0.1:9"


def read(data: bytes, name: str, shown: str, timeout: float = TIMEOUT) -> Reading:
    """Convert a document with LibreOffice and read the result.

    Raises HuibianError: HB101 empty, HB107 another format, HB110 has a password, HB112 no
    LibreOffice here, HB113 not converted; and what ``docx.read`` raises.
    """
    suffix = _suffix(data, shown)
    program = find_program()
    if program is None:
        raise fail("HB112", path=shown, suffix=Path(name).suffix or suffix)
    converted = _convert(program, data, suffix, shown, timeout)
    return docx.read(converted, name, shown)


def find_program() -> str | None:
    """Return the path of LibreOffice, None when it is not installed."""
    for name in ("soffice", "libreoffice", "soffice.com"):
        found = shutil.which(name)
        if found:
            return found
    return next((place for place in _PLACES if Path(place).is_file()), None)


def _suffix(data: bytes, shown: str) -> str:
    """Return the suffix that the content asks for. HB101, HB107, HB108, HB110."""
    if not data.strip(b"\x00 \t\r\n"):
        raise fail("HB101", path=shown)
    if data.startswith(_OLE):
        return _ole_suffix(data, shown)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return ".rtf"
    if data.startswith(b"PK"):
        return _zip_suffix(data, shown)
    raise fail("HB107", path=shown, reason=content_name(data))


def _ole_suffix(data: bytes, shown: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise fail("HB110", path=shown)
    if _WORD_STREAM in data:
        if _is_locked(data):
            raise fail("HB110", path=shown)
        return ".doc"
    for stream, reason in _OTHER_STREAMS:
        if stream.encode("utf-16-le") in data:
            raise fail("HB107", path=shown, reason=reason)
    if "MatOST".encode("utf-16-le") in data:  # Microsoft Works' own .wps
        return ".wps"
    raise fail("HB108", path=shown, reason="里面没有文字部分")


def _is_locked(data: bytes) -> bool:
    """Say whether the header of the text (at the start of a sector) has the encryption bit."""
    at = data.find(b"\xec\xa5")
    while at >= 0:
        if at % 512 == 0:
            return len(data) > at + 11 and bool(data[at + 11] & 1)
        at = data.find(b"\xec\xa5", at + 1)
    return False


def _zip_suffix(data: bytes, shown: str) -> str:
    """Tell OpenDocument text from other archives."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = b""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype")
            locked = "META-INF/manifest.xml" in names and (
                archive.getinfo("META-INF/manifest.xml").file_size < 10_000_000
                and b"encryption-data" in archive.read("META-INF/manifest.xml")
            )
            size = sum(entry.file_size for entry in archive.infolist())
    except Exception as error:  # whatever a damaged archive raises
        raise fail("HB108", path=shown, reason="压缩包读不出来，可能没有下载完整") from error
    if size > 1_000_000_000 or (size > 64_000_000 and size > 300 * len(data)):
        raise fail("HB109", path=shown, reason=f"展开后有 {size // 1_000_000} MB")
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        if locked:
            raise fail("HB110", path=shown)
        return ".odt"
    if kind.startswith(b"application/vnd.oasis.opendocument"):
        raise fail("HB107", path=shown, reason="其实是 OpenDocument 表格或演示文稿")
    if "[Content_Types].xml" in names:
        return ".docx"
    raise fail("HB107", path=shown, reason="其实是压缩文件（.zip）")


def _convert(program: str, data: bytes, suffix: str, shown: str, timeout: float) -> bytes:
    """Return the .docx that LibreOffice makes. HB113."""
    if suffix == ".docx":  # only misnamed
        return data
    with tempfile.TemporaryDirectory(prefix="huibian-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"source{suffix}"
        source.write_bytes(data)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        items = "".join(_SETTING.format(path=p, name=n, value=v) for p, n, v in _SETTINGS)
        registry = profile / "user" / "registrymodifications.xcu"
        registry.write_text(_REGISTRY.format(items=items), encoding="utf-8")
        target = folder / "converted"
        _run(
            [
                program,
                f"-env:UserInstallation={profile.as_uri()}",
                *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
                *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(target), str(source)),
            ],
            folder,
            shown,
            timeout,
        )
        result = target / "source.docx"
        try:
            return result.read_bytes()
        except OSError as error:
            raise fail("HB113", path=shown, reason="没有转换出结果，文件可能已损坏") from error


def _run(command: list[str], folder: Path, shown: str, timeout: float) -> None:
    environment = {
        key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")
    }
    environment |= {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "SAL_USE_VCLPLUGIN": "svp",
        "http_proxy": _NOWHERE,
        "https_proxy": _NOWHERE,
        "ftp_proxy": _NOWHERE,
    }
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
    except OSError as error:
        raise fail("HB113", path=shown, reason="LibreOffice 启动不了") from error
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired as error:
        raise fail("HB113", path=shown, reason=f"转换了 {timeout:.0f} 秒还没有完成") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of LibreOffice: it starts children of its own."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(10)
