"""Files that no clerk's program writes: name -> bytes. Run as a program, it reads them all.

``python hostile.py`` prints ``name<TAB>codes`` a line: the codes of the error, ``read`` for a file
that was read, the exception's name for anything else. A parent sets limits of time and memory.
"""

from __future__ import annotations

import io
import sys
import traceback
import zipfile
import zlib
from collections.abc import Callable, Iterator

from huibian import readers
from huibian.diagnostics import HuibianError
from readers.docx_files import cell, docx, p, part, table

_LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "哈哈">' for n in range(10)
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _document(inner: str, doctype: str = "") -> bytes:
    text = f"{doctype}<w:document {_W}><w:body>{inner}</w:body></w:document>"
    return docx(document='<?xml version="1.0" encoding="UTF-8"?>' + text)


def _archive(entries: Iterator[tuple[str, bytes]] | list[tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return stream.getvalue()


def _overlapping() -> bytes:
    """Return an archive whose directory names one compressed part a thousand times."""
    body = part("document", f"<w:body>{p('字' * 400)}</w:body>").encode()
    data = _archive([("word/document.xml", body)])
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[start:end]
    entries = b"".join(
        entry.replace(b"document.xml", f"docu{n:04d}.xml".encode()) for n in range(1000)
    )
    size = (len(entries)).to_bytes(4, "little")
    count = (1000).to_bytes(2, "little")
    tail = data[end : end + 8] + count + count + size + data[end + 16 : end + 22]
    return data[:start] + entries + tail


def raw_pdf(*objects: str, root: int = 1, stream: bytes = b"") -> bytes:
    """Return a PDF of numbered objects as they stand; the last may be a stream's head."""
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\n".encode()
        if stream and number == len(objects):
            out += b"stream\n" + stream + b"\nendstream\n"
        out += b"endobj\n"
    xref = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root {root} 0 R >>\nstartxref\n{xref}\n".encode()
    return out + b"%%EOF\n"


def page_with(content: str, box: str = "0 0 595 842") -> bytes:
    """Return a PDF of one page that draws Latin text with a content stream."""
    body = content.encode()
    return raw_pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 5 0 R "
        "/Resources << /Font << /F1 4 0 R >> >> >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Length {len(body)} >>",
        stream=body,
    )


def _nested_tables(depth: int) -> bytes:
    open_, close = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    return _document(open_ * depth + p("底") + close * depth)


def _bomb(size: int) -> bytes:
    return docx(p("字"), parts={"word/document.xml": b"<a>" + bytes(size) + b"</a>"})


def _deflated_stream(size: int) -> bytes:
    packed = zlib.compress(b"BT /F1 12 Tf (a) Tj ET " + b" " * size, 9)
    return raw_pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        f"<< /Length {len(packed)} /Filter /FlateDecode >>",
        stream=packed,
    )


_LOOP = (
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 9 >>",
    "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 4 >>",
)
_RTF = rb"{\rtf1\ansi " + b"{" * 3000 + b"\\u23383 " + b"}" * 3000 + b"}"

#: name -> (maker, what may come of it: codes, or ``read``)
CASES: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "空文件.docx": (lambda: b"", {"HB101"}),
    "全零.docx": (lambda: bytes(4096), {"HB102"}),
    "炸弹.docx": (lambda: _bomb(400_000_000), {"HB109"}),
    "两万份.docx": (lambda: _archive((f"a{n}", b"") for n in range(20_001)), {"HB109"}),
    "套娃.docx": (lambda: _archive([("a.docx", _bomb(40_000_000))]), {"HB107"}),
    "重叠.docx": (_overlapping, {"HB107"}),
    "深表.docx": (lambda: _nested_tables(10_000), {"HB114"}),
    "浅表.docx": (lambda: _nested_tables(60), {"read"}),
    "大笑.docx": (
        lambda: _document(p("&l9;"), f"<!DOCTYPE w [{_LAUGHS}]>"),
        {"HB114"},
    ),
    "外部实体.docx": (
        lambda: _document(p("&x;"), '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
        {"HB114"},
    ),
    "十万段.docx": (lambda: docx(*[p(f"第{n}段")] * 100_000 if (n := 1) else ()), {"read"}),
    "长行.docx": (lambda: _document(p("字" * 2_000_000)), {"HB123"}),
    "长节点.docx": (lambda: _document(p("字" * 5_000_000)), {"HB114"}),
    "空字符.docx": (lambda: _document(p("一\x00二")), {"HB108"}),
    "半个字.docx": (lambda: _document("<w:p><w:r><w:t>&#xD800;</w:t></w:r></w:p>"), {"HB108"}),
    "宽表.docx": (
        lambda: docx(table(tuple(cell("") for _ in range(20_000)), ("甲",))),
        {"read", "HB101"},
    ),
    "其实是文本.docx": (lambda: "一行文字。\n".encode("gb18030"), {"read"}),
    "其实是网页.docx": (lambda: "<html><p>一行文字。</p></html>".encode(), {"read"}),
    "其实是旧版.docx": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        {"HB108", "HB112"},
    ),
    "套括号.rtf": (lambda: _RTF, {"read", "HB112"}),
    "长行.txt": (lambda: b"a" * 100_000_000, {"HB123"}),
    "十万行.txt": (lambda: "一行文字。\n".encode() * 100_000, {"read"}),
    "空字符.txt": (lambda: "一行\x00文字。\n".encode() + b"a" * 200, {"read"}),
    "半个字.txt": (lambda: ("一行文字写在这里。\n" * 9).encode() + b"\xed\xa0\x80\n", {"HB121"}),
    "深网页.html": (lambda: b"<html>" + b"<div><table><tr><td>" * 10_000 + b"a", {"HB114"}),
    "长属性.html": (lambda: b"<html><p title='" + b"a" * 9_000_000 + b"'>b</p>", {"read"}),
    "大笑.html": (lambda: f"<!DOCTYPE html [{_LAUGHS}]><html><p>一&l9;".encode(), {"read"}),
    "循环.pdf": (lambda: raw_pdf(*_LOOP), {"HB108"}),
    "亿页.pdf": (
        lambda: raw_pdf(_LOOP[0], "<< /Type /Pages /Kids [] /Count 99999999 >>"),
        {"HB108"},
    ),
    "页面无边.pdf": (
        lambda: page_with("BT /F1 12 Tf 50 700 Td (abc) Tj ET", "0 0 1e30 1e30"),
        {"read"},
    ),
    "坐标无边.pdf": (
        lambda: page_with("BT /F1 12 Tf 1e20 1e20 Td (abc) Tj 1e38 0 Td (d) Tj ET"),
        {"read"},
    ),
    "字号无边.pdf": (lambda: page_with("BT /F1 1e9 Tf 50 700 Td (abc) Tj ET"), {"HB111"}),
    "矩阵为零.pdf": (lambda: page_with("0 0 0 0 0 0 cm BT /F1 12 Tf (abc) Tj ET"), {"HB111"}),
    "线条十万.pdf": (
        lambda: page_with("BT /F1 12 Tf 50 700 Td (abc) Tj ET " + "0 0 m 500 0 l S " * 100_000),
        {"read"},
    ),
    "网格.pdf": (
        lambda: page_with(
            "BT /F1 6 Tf 52 702 Td (abc) Tj ET "
            + "".join(f"{n} 0 m {n} 800 l S 0 {n} m 500 {n} l S " for n in range(0, 800, 4))
        ),
        {"read"},
    ),
    "流炸弹.pdf": (lambda: _deflated_stream(300_000_000), {"read"}),
}


def main() -> None:
    """Read every case and print what came of it."""
    for name, (make, _) in CASES.items():
        try:
            readers.read_bytes(make(), name)
            outcome = "read"
        except HuibianError as error:
            outcome = ",".join(finding.code for finding in error.findings)
        except BaseException as error:  # the point of the whole: there must be none
            traceback.print_exc(file=sys.stderr)
            outcome = type(error).__name__
        print(f"{name}\t{outcome}", flush=True)


if __name__ == "__main__":
    main()
