"""Builds .docx files from raw XML, so that every structure can be written, also a broken one."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from huibian.model import is_blank
from huibian.readers.reading import Reading

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
)
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}styles+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_WORD}numbering+xml"/></Types>'
)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(64))
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(64))


def run(text: str, properties: str = "") -> str:
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*content: str, properties: str = "") -> str:
    """Return a paragraph; content without a tag is the text of a run."""
    runs = "".join(c if c.startswith("<") else run(c) for c in content)
    inner = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{inner}{runs}</w:p>"


def styled(style: str, *content: str, properties: str = "") -> str:
    return p(*content, properties=f'<w:pStyle w:val="{style}"/>{properties}')


def cell(*content: str, properties: str = "") -> str:
    inner = "".join(c if c.startswith("<") else p(c) for c in content) or p()
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def table(*rows: tuple[str, ...]) -> str:
    inner = "".join(
        "<w:tr>" + "".join(c if c.startswith("<") else cell(c) for c in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{inner}</w:tbl>"


def picture(relationship: str, alt: str = "") -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图" descr="{escape(alt)}"/>'
        f'<a:graphic><a:graphicData><a:blip r:embed="{relationship}"/></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def part(tag: str, inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{tag} {NAMESPACES}>{inner}</w:{tag}>'


def docx(
    *body: str,
    styles: str = "",
    numbering: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    relationships: Mapping[str, tuple[str, str]] | None = None,
    document: str | bytes | None = None,
    compression: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """Return a .docx; ``relationships`` are id -> (kind, target) of the document part.

    ``parts`` are further entries by their full name; one with the name of a usual part replaces
    it. ``document`` replaces the whole document part.
    """
    related = dict(relationships or {})
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": _relationships({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": document
        if document is not None
        else part("document", f"<w:body>{''.join(body)}</w:body>"),
    }
    if styles:
        related["rStyles"] = ("styles", "styles.xml")
        files["word/styles.xml"] = part("styles", styles)
    if numbering:
        related["rNumbering"] = ("numbering", "numbering.xml")
        files["word/numbering.xml"] = part("numbering", numbering)
    files["word/_rels/document.xml.rels"] = _relationships(related)
    files.update(parts or {})
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _relationships(related: Mapping[str, tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{RELATED}{kind}" Target="{escape(target)}"'
        + (' TargetMode="External"' if "://" in target else "")
        + "/>"
        for key, (kind, target) in related.items()
    )
    return (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/'
        f'package/2006/relationships">{inner}</Relationships>'
    )


def texts(reading: Reading) -> list[str]:
    return [line.text for line in reading.lines]


def ink(text: str) -> str:
    return "".join(char for char in text if not is_blank(char))


def own_ink(reading: Reading) -> str:
    """Return the visible characters of all lines without what the program generated."""
    kept = []
    for line in reading.lines:
        chars = list(line.text)
        for span in reading.generated:
            if span.line == line.number:
                chars[span.start : span.end] = [""] * (span.end - span.start)
        kept.append("".join(chars))
    return ink("".join(kept))


def source_ink(data: bytes, *names: str) -> str:
    """Return the visible characters of all w:t in the parts, found without an XML parser."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        whole = "".join(archive.read(name).decode("utf-8") for name in names)
    found = re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", whole)
    text = "".join(found)
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, char)
    return ink(text)
