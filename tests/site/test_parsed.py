"""Pages taken apart: the same whether they were known or not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huibian import frontmatter
from huibian.diagnostics import HuibianError
from huibian.site.parsed import ParsedPages, characters, headings

PAGE = "---\ntitle: 甲\nnumber: 3\n---\n\n## 一、渠\n\n**领句。**说明 \\*。\n"
#: Markdown's marks and white space, as one expression.
MARKS = re.compile(r"^#+(?=[ \t])|\\(?=[!-/:-@\[-`{-~])|\*\*|\s+", re.M)
HEADING = re.compile(r"^#{2,3}[ \t]+(.+?)[ \t#]*$", re.M)
pieces = st.lists(st.sampled_from([*"甲乙a#*\\ \t\n\r\u3000\u2028-_", "\n## ", "**", "\n\n"]))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
def test_a_page_is_the_same_the_second_time(tmp_path: Path, end: str, mark: bytes) -> None:
    data = mark + PAGE.replace("\n", end).encode()
    pages = ParsedPages(tmp_path / "pages")
    first = pages.page(data, "docs/甲.md")
    assert first.meta == {"title": "甲", "number": 3}
    assert (first.headings, first.length) == (("一、渠",), 10)
    assert first.body == PAGE[PAGE.index("\n## ") :]
    assert len(first.digest) == 16
    assert pages.page(data, "") == first
    pages.save()
    assert ParsedPages(tmp_path / "pages").page(data, "") == first


def test_known_pages_are_not_read_as_yaml_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = ParsedPages(tmp_path / "pages")
    pages.page(PAGE.encode(), "")
    pages.save()
    again = ParsedPages(tmp_path / "pages")
    monkeypatch.setattr(frontmatter, "parse", None)
    assert again.page(PAGE.encode(), "").meta["title"] == "甲"


def test_the_file_is_written_only_when_pages_change(tmp_path: Path) -> None:
    path, mark = tmp_path / "pages", b"untouched"
    one, two = PAGE.encode(), PAGE.replace("3", "4").encode()

    def load(*pages: bytes) -> bytes:
        parsed = ParsedPages(path)
        for page in pages:
            parsed.page(page, "")
        if path.exists():
            path.write_bytes(path.read_bytes() + mark)
        parsed.save()
        return path.read_bytes()

    full = load(one, two)
    assert load(two, one) == full + mark
    path.write_bytes(full)
    assert len(load(one)) < len(full)  # what is gone is forgotten
    assert not load(one, two).endswith(mark)


def test_a_wrong_page_is_wrong_each_time(tmp_path: Path) -> None:
    pages = ParsedPages(tmp_path / "pages")
    for _ in range(2):
        with pytest.raises(HuibianError) as caught:
            pages.page(b"---\ntitle: [\n---\n", "docs/a.md")
        assert caught.value.findings[0].path == "docs/a.md"
        with pytest.raises(UnicodeDecodeError):
            pages.page("---\ntitle: 甲\n---\n".encode("gb18030"), "")
        pages.save()


def test_values_that_yaml_makes_of_dates_do_not_spoil_the_file(tmp_path: Path) -> None:
    odd = b"---\ndate: 2024-02-29\nat: 2001-12-14t21:59:43.10-05:00\nset: !!set {a}\n---\n"
    pages = ParsedPages(tmp_path / "pages")
    first = [pages.page(odd, ""), pages.page(PAGE.encode(), "")]
    pages.save()
    again = ParsedPages(tmp_path / "pages")
    assert len(again._known) == 2
    assert [again.page(odd, ""), again.page(PAGE.encode(), "")] == first


def test_headings_are_plain_text() -> None:
    assert headings("# 无\n## 甲\\*乙 ##\n\n### （一）丙\n####  丁\n") == ("甲*乙", "（一）丙")


@given(pieces.map("".join))
def test_marks_and_white_space_do_not_count(body: str) -> None:
    assert characters(body) == len(MARKS.sub("", body))


@given(pieces.map("".join))
def test_headings_are_the_lines_of_second_and_third_rank(body: str) -> None:
    found = tuple(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", title) for title in HEADING.findall(body))
    assert headings(body) == found
