"""Text files: every encoding of the trade reads right, everything else is refused in words."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huibian import readers
from huibian.diagnostics import Diagnostic, HuibianError
from huibian.model import is_blank
from huibian.readers.reading import MAX_LINE

TEXT = "青禾县办事不求人\n\n窗口早晚错峰开放，材料能少交一份就少交一份。\n"
MARKS = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
MARKS |= {"utf-8": codecs.BOM_UTF8, "utf-32-le": codecs.BOM_UTF32_LE}
ENCODINGS = ["utf-8", "utf-16-le", "utf-16-be", "gb18030", "gbk", "gb2312"]


def texts(data: bytes, name: str = "来稿.txt") -> list[str]:
    return [line.text for line in readers.read_bytes(data, name).lines]


def refusal(data: bytes, name: str = "来稿.txt") -> Diagnostic:
    with pytest.raises(HuibianError) as caught:
        readers.read_bytes(data, name)
    (finding,) = caught.value.findings
    assert finding.path == name
    return finding


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings_without_a_mark(encoding: str) -> None:
    document = readers.read_bytes(TEXT.encode(encoding), "来稿.txt")
    assert [line.text for line in document.lines] == TEXT.splitlines()
    assert document.encoding == ("gb18030" if encoding.startswith("gb") else encoding)
    assert [line.number for line in document.lines] == [1, 2, 3]


@pytest.mark.parametrize("encoding", MARKS)
def test_encodings_with_a_mark(encoding: str) -> None:
    assert texts(MARKS[encoding] + TEXT.encode(encoding)) == TEXT.splitlines()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(encoding: str, end: str) -> None:
    assert texts(TEXT.replace("\n", end).encode(encoding)) == TEXT.splitlines()


def test_mixed_line_ends_and_no_last_one() -> None:
    assert texts("甲\r\n乙\n丙\r丁".encode()) == ["甲", "乙", "丙", "丁"]
    assert texts("甲\r\n\r\n乙".encode()) == ["甲", "", "乙"]


def test_line_separators_inside_a_line_stay() -> None:
    assert texts("甲\u2028乙\x0b丙\n".encode()) == ["甲\u2028乙\x0b丙"]


def test_rare_characters_beyond_gb2312() -> None:
    line = "㙓口镇的𠮷屋村民小组长把账目一笔一笔写在墙上请大家来看"
    assert texts(line.encode("gb18030")) == [line]


def test_hash_name_and_kind() -> None:
    document = readers.read_bytes(b"# a\n", "笔记.MD")
    assert (document.name, document.format) == ("笔记.MD", "markdown")
    assert document.sha256.startswith("bd92") or len(document.sha256) == 64
    assert readers.read_bytes(b"a", "a.txt").format == "text"


@pytest.mark.parametrize("data", [b"", b"\n\n", b" \t\r\n", "\u3000\u200b\ufeff\n".encode()])
def test_nothing_to_read(data: bytes) -> None:
    assert refusal(data).code == "HB101"


@pytest.mark.parametrize("mark", MARKS.values())
def test_nothing_but_a_mark(mark: bytes) -> None:
    assert refusal(mark).code == "HB101"


@pytest.mark.parametrize(
    "start",
    [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c"],
)
def test_well_known_binary_formats(start: bytes) -> None:
    finding = refusal(start + bytes(range(256)))
    assert finding.code == "HB102"
    assert "另存为" in finding.hint


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (b"PK\x03\x04\x14\x00", "来稿.docx"),
        (b"PK\x03\x04\x14\x00", "来稿.txt"),
        (b"%PDF-1.7\n", "来稿.pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "来稿.doc"),
        (b"{\\rtf1\\ansi", "来稿.rtf"),
    ],
)
def test_documents_that_only_start_like_their_format(start: bytes, name: str) -> None:
    finding = refusal(start + bytes(range(256)), name)
    assert finding.code.startswith("HB1")
    assert finding.hint


def test_nul_bytes_are_binary() -> None:
    assert refusal(b"abc\x00\x01\x02" * 20).code == "HB102"


def test_control_characters_are_binary() -> None:
    assert refusal(bytes(range(1, 32)) * 20).code == "HB102"
    assert refusal(codecs.BOM_UTF8 + bytes(range(1, 32)) * 20).code == "HB102"


def test_a_few_control_characters_do_not_matter() -> None:
    assert texts("甲\x07乙\n".encode()) == ["甲\x07乙"]


def test_big5_is_named_as_a_guess() -> None:
    text = "縣政府推動便民服務,窗口早晚錯峰開放,材料能少交一份就少交一份。\n" * 20
    finding = refusal(text.encode("big5"))
    assert finding.code == "HB103"
    assert "第 1 个字节" in finding.message
    assert "big5" in finding.message


def test_latin_1_and_cut_utf_8() -> None:
    assert refusal("déjà vu à la fête".encode("latin-1")).code == "HB103"
    finding = refusal(TEXT.encode()[:-5] + b"\n")
    assert finding.code == "HB121"
    assert finding.line == TEXT.count("\n")


def test_a_broken_utf_16_file() -> None:
    assert refusal(codecs.BOM_UTF16_LE + "甲乙".encode("utf-16-le") + b"\x00").code == "HB121"


PAGE = "".join(f"第{n}段写的是青禾县抓作风、促落实的具体做法。\n" for n in range(40))


@pytest.mark.parametrize(
    ("encoding", "named"), [("utf-8", "UTF-8"), ("gb18030", "GBK"), ("utf-16-le", "UTF-16")]
)
def test_bytes_that_do_not_fit_are_named_by_line(encoding: str, named: str) -> None:
    broken = "\udc81".encode("utf-16-le", "surrogatepass") if "16" in encoding else b"\xff"
    mark = codecs.BOM_UTF16_LE if "16" in encoding else b""
    lines = PAGE.split("\n")
    data = b"".join(
        (line[:5].encode(encoding) + (broken if at in (6, 30) else b"") + line[5:].encode(encoding))
        + "\n".encode(encoding)
        for at, line in enumerate(lines)
    )
    finding = refusal(mark + data)
    assert (finding.code, finding.line) == ("HB121", 7)
    assert named in finding.message
    assert "第 7, 31 行有 2 处" in finding.message


def test_a_line_in_another_encoding_is_named() -> None:
    data = PAGE.encode() + "末尾一行是另一种编码。".encode("gb18030") + b"\n"
    finding = refusal(data)
    assert (finding.code, finding.line) == ("HB121", 41)


@pytest.mark.parametrize("encoding", [*ENCODINGS, *MARKS])
def test_a_stray_nul_is_taken_out_with_a_warning(encoding: str) -> None:
    at = PAGE.index("第7段") + 3
    text = PAGE[:at] + "\x00" + PAGE[at:]
    document = readers.read_bytes(MARKS.get(encoding, b"") + text.encode(encoding), "来稿.txt")
    assert "".join(line.text + "\n" for line in document.lines) == PAGE
    (finding,) = document.findings
    assert (finding.code, finding.severity, finding.line) == ("HB120", "warning", 8)


def test_a_line_beyond_measure() -> None:
    assert refusal(b"x" * (MAX_LINE + 1)).code == "HB123"


@pytest.mark.parametrize("name", ["数据.xml", "数据.XML", "书.epub"])
def test_formats_that_only_look_like_text(name: str) -> None:
    finding = refusal(b"<p>a</p>", name)
    assert finding.code == "HB106"
    assert Path(name).suffix.lower() in finding.message


# --- files -----------------------------------------------------------------------------------


def failed(path: Path, **options: float) -> Diagnostic:
    with pytest.raises(HuibianError) as caught:
        readers.read(path, **options)
    (finding,) = caught.value.findings
    assert finding.path == str(path)
    return finding


def test_read_a_file(tmp_path: Path) -> None:
    path = tmp_path / "来 稿.txt"
    path.write_bytes(TEXT.encode("gbk"))
    document = readers.read(path)
    assert (document.name, document.encoding) == ("来 稿.txt", "gb18030")


def test_missing_file_and_directory(tmp_path: Path) -> None:
    assert failed(tmp_path / "没有.txt").code == "HB105"
    assert failed(tmp_path).code == "HB105"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
def test_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("甲", encoding="utf-8")
    path.chmod(0)
    assert failed(path).code == "HB105"


def test_size_limit(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    path.write_bytes("甲".encode() * 500_000)
    finding = failed(path, max_size=1)
    assert finding.code == "HB104"
    assert "1.5 MB" in finding.message and "--max-size 2" in finding.hint
    assert len(readers.read(path, max_size=1.5).lines) == 1


# --- any bytes -------------------------------------------------------------------------------

STARTS = [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE]


@given(
    st.sampled_from(STARTS),
    st.binary(max_size=200) | st.text(max_size=60).map(lambda t: t.encode("utf-8", "ignore")),
)
def test_any_bytes_are_a_document_or_a_refusal(start: bytes, data: bytes) -> None:
    try:
        document = readers.read_bytes(start + data, "来稿.txt")
    except HuibianError as error:
        assert error.findings[0].code in {"HB101", "HB102", "HB103"}
        return
    assert any(not is_blank(char) for line in document.lines for char in line.text)
    assert all("\n" not in line.text and "\r" not in line.text for line in document.lines)


HAN = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工"
PROSE = st.text(alphabet=HAN + "，。、“”《》1234567890abcXYZ ", min_size=20, max_size=200)


@given(st.lists(PROSE, min_size=2, max_size=8), st.sampled_from([*ENCODINGS, *MARKS]))
def test_encode_then_read(lines: list[str], encoding: str) -> None:
    lines = [f"第{'一二三四五六七八'[at]}行：{line}" for at, line in enumerate(lines)]
    for mark in {b"", MARKS.get(encoding, b"")} - ({b""} if encoding == "utf-32-le" else set()):
        data = mark + "\n".join(lines).encode(encoding)
        assert texts(data) == lines
