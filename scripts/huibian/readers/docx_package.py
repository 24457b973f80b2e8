"""The ZIP package around a Word document: its parts, their relationships, and the safety limits.

Knows containers only: nothing of paragraphs or styles. Every fault of a file becomes a coded
error here, so that what reads the parts never sees a broken or boundless one.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from lxml import etree

from huibian.diagnostics import HuibianError, fail

_MEGABYTE = 1_000_000
#: Word's own files shrink to a tenth; deflate's best is 1:1032.
_MAX_RATIO = 300
_RATIO_FROM = 32 * _MEGABYTE
#: The streamed body; 10,000 articles have about 300 MB of it.
_MAX_STREAMED = 600 * _MEGABYTE
#: A part that is read as a whole (styles, notes, one image).
_MAX_WHOLE = 100 * _MEGABYTE
_MAX_TOTAL = 1_000 * _MEGABYTE
_MAX_ENTRIES = 20_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/"
#: "Strict Open XML" differs in its namespaces only; they are rewritten to the usual ones.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"wordprocessingml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"drawingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/chart", b"drawingml/2006/chart"),
    (b"http://purl.oclc.org/ooxml/drawingml/diagram", b"drawingml/2006/diagram"),
    (
        b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
        b"drawingml/2006/wordprocessingDrawing",
    ),
)
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"

#: A name inside the archive that tells another format.
_OTHER_FORMATS = (
    ("xl/workbook.xml", "其实是 Excel 表格"),
    ("ppt/presentation.xml", "其实是 PowerPoint 演示文稿"),
    ("ofd.xml", "其实是 OFD 版式文件"),
    ("meta-inf/container.xml", "其实是 EPUB 电子书"),
    ("content.xml", "其实是 OpenDocument 文档（.odt 等）"),
)


@dataclass(frozen=True, slots=True)
class Relationship:
    """Where a part points: the last word of the type (``image``), and the target part's name."""

    kind: str
    target: str
    external: bool


@contextmanager
def damage_named(shown: str, part: str = "") -> Iterator[None]:
    """Turn what the ZIP and XML libraries raise on bad input into coded errors."""
    try:
        yield
    except HuibianError:
        raise
    except etree.XMLSyntaxError as error:
        raise _xml_error(error, shown, part) from error
    except RecursionError as error:
        raise fail("HB114", path=shown, reason="嵌套太深") from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        OSError,
        ValueError,  # with UnicodeDecodeError
        OverflowError,
        NotImplementedError,
        RuntimeError,
        LookupError,  # an unknown encoding or a missing entry
    ) as error:
        reason = f"压缩包里的 {part} 读不出来" if part else "压缩包读不出来，可能没有下载完整"
        raise fail("HB108", path=shown, reason=reason) from error


def _xml_error(error: etree.XMLSyntaxError, shown: str, part: str) -> HuibianError:
    text = str(error).lower()
    for sign, reason in (
        ("excessive depth", "嵌套超过 256 层"),
        ("text node too long", "一段文字超过一千万字节"),
        ("xml_parse_huge", "有超出限度的内容"),
        ("resource limit", "有超出限度的内容"),
        ("entity", "含有自定义实体"),
        ("amplification", "含有自定义实体"),
    ):
        if sign in text:
            return fail("HB114", path=shown, reason=f"{part} {reason}".strip())
    return fail("HB108", path=shown, reason=f"{part} 不是完整的 XML".strip())


def content_name(data: bytes) -> str:
    """Say in Chinese what bytes that are no ZIP archive seem to be."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(_OLE):
        return "其实是旧版 Word 或 WPS 文件（.doc、.wps）"
    if head.startswith(b"%pdf"):
        return "其实是 PDF 文件"
    if head.startswith(b"{\\rtf"):
        return "其实是 RTF 文件"
    if head.startswith((b"<!doctype html", b"<html")) or b"<html" in head:
        return "其实是网页（.html）"
    if head.startswith((b"mime-version:", b"from:")) or b"multipart/related" in head:
        return "其实是单个文件网页（.mht）"
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "认不出是什么文件"
    return "其实是纯文本（.txt）"


class Package:
    """A .docx archive that has passed the checks; parts are found by name in any case."""

    def __init__(self, data: bytes, shown: str) -> None:
        """Open the archive. Raises HB101, HB107–HB110, HB114."""
        self.shown = shown
        if not data.strip(b"\x00 \t\r\n"):
            raise fail("HB101", path=shown)
        if not data.startswith(b"PK"):
            if data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data:
                raise fail("HB110", path=shown)
            raise fail("HB107", path=shown, reason=content_name(data))
        if data.count(b"PK\x01\x02") > _MAX_ENTRIES:
            raise fail("HB109", path=shown, reason="压缩包里的文件多得不正常")
        with damage_named(shown):
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._entries: dict[str, zipfile.ZipInfo] = {}
            for entry in self._zip.infolist():
                name = entry.filename.replace("\\", "/").lstrip("/").lower()
                self._entries.setdefault(name, entry)
        self._read = 0
        for name, reason in _OTHER_FORMATS:
            if name in self._entries:
                raise fail("HB107", path=shown, reason=reason)

    def has(self, name: str) -> bool:
        """Say whether there is such a part."""
        return name.lower() in self._entries

    def open(self, name: str, limit: int = _MAX_STREAMED) -> IO[bytes]:
        """Open a part for streaming; it yields no more bytes than its entry declares. HB109."""
        entry = self._entries.get(name.lower())
        if entry is None:
            raise fail("HB108", path=self.shown, reason=f"缺少 {name}")
        if entry.flag_bits & 1:
            raise fail("HB110", path=self.shown)
        size = entry.file_size
        self._read += size
        if size > limit or self._read > _MAX_TOTAL:
            raise fail("HB109", path=self.shown, reason=f"{name} 有 {size // _MEGABYTE} MB")
        if size > _RATIO_FROM and size > _MAX_RATIO * max(1, entry.compress_size):
            reason = f"{name} 压缩了 {size // max(1, entry.compress_size)} 倍"
            raise fail("HB109", path=self.shown, reason=reason)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise fail("HB108", path=self.shown, reason=f"{name} 的压缩方式不是 Word 用的")
        with damage_named(self.shown, name):
            stream = self._zip.open(entry)
        head = b""
        with damage_named(self.shown, name):
            head = stream.peek(4096) if hasattr(stream, "peek") else b""
        if b"http://purl.oclc.org/ooxml/" in head:
            with damage_named(self.shown, name):
                content = stream.read()
            for strict, usual in _STRICT:
                content = content.replace(strict, _TRANSITIONAL + usual)
            return io.BytesIO(content)
        return stream

    def read(self, name: str) -> bytes:
        """Return a part as a whole."""
        stream = self.open(name, _MAX_WHOLE)
        with damage_named(self.shown, name), stream:
            return stream.read()

    def xml(self, name: str) -> etree._Element:
        """Return the root element of a part; no entity, no DTD, no network."""
        content = self.read(name)
        with damage_named(self.shown, name):
            root = etree.fromstring(content, _parser())
        refuse_dtd(root, self.shown, name)
        return root

    def relationships(self, part: str) -> dict[str, Relationship]:
        """Return what a part points to, by relationship id; empty when it points nowhere."""
        folder, file = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{file}.rels")
        if not self.has(name):
            return {}
        found: dict[str, Relationship] = {}
        for element in self.xml(name).iter(f"{{{_RELATIONSHIPS}}}Relationship"):
            target = element.get("Target", "")
            external = element.get("TargetMode") == "External"
            if not external:
                target = target.replace("\\", "/")
                joined = target if target.startswith("/") else posixpath.join(folder, target)
                target = posixpath.normpath(joined).lstrip("/")
            kind = element.get("Type", "").rpartition("/")[2]
            found.setdefault(element.get("Id", ""), Relationship(kind, target, external))
        return found

    def main_part(self) -> str:
        """Return the name of the document part; HB107 for another archive, HB108 if it is gone."""
        for relationship in self.relationships("").values():
            if relationship.kind == "officeDocument" and self.has(relationship.target):
                return relationship.target
        if self.has("word/document.xml"):
            return "word/document.xml"
        if self.has("[content_types].xml") or self.has("_rels/.rels"):
            raise fail("HB108", path=self.shown, reason="缺少正文 word/document.xml")
        raise fail("HB107", path=self.shown, reason="其实是压缩文件（.zip）")


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def refuse_dtd(root: etree._Element, shown: str, part: str) -> None:
    """Raise HB114 for a document type declaration: no word processor writes one."""
    if root.getroottree().docinfo.internalDTD is not None:
        raise fail("HB114", path=shown, reason=f"{part} 含有 DTD 声明")
