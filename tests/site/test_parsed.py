"""Pages taken apart: the same whether they were known or not."""

from __future__ import annotations

import marshal
import re

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


def through_cache(pages: ParsedPages) -> ParsedPages:
    return ParsedPages(marshal.loads(marshal.dumps(pages.kept())))


pieces = st.lists(st.sampled_from([*"甲乙a#*\\ \t\n\r\u3000\u2028-_", "\n## ", "**", "\n\n"]))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
def test_a_page_is_the_same_the_second_time(end: str, mark: bytes) -> None:
    data = mark + PAGE.replace("\n", end).encode()
    pages = ParsedPages()
    first = pages.page(data, "docs/甲.md")
    assert first.meta == {"title": "甲", "number": 3}
    assert (first.headings, first.length) == (("一、渠",), 10)
    assert first.body == PAGE[PAGE.index("\n## ") :]
    assert len(first.digest) == 16
    assert pages.page(data, "") == first
    assert through_cache(pages).page(data, "") == first


def test_known_pages_are_not_parsed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = ParsedPages()
    pages.page(PAGE.encode(), "")
    again = through_cache(pages)
    monkeypatch.setattr(frontmatter, "parse", None)
    assert again.page(PAGE.encode(), "").meta["title"] == "甲"


def test_what_nobody_asks_for_is_forgotten() -> None:
    one, two = PAGE.encode(), PAGE.replace("3", "4").encode()
    pages = ParsedPages()
    assert pages.changes == 0
    pages.page(one, "")
    pages.page(two, "")
    assert pages.changes == 2 and len(pages.kept()) == 2
    pages.page(two, "")
    pages.page(one, "")
    assert pages.changes == 0 and len(pages.kept()) == 2
    pages.page(two, "")
    assert pages.changes == 1 and len(pages.kept()) == 1
    pages.page(two, "")
    assert pages.changes == 0


@pytest.mark.parametrize("earlier", [None, [], "甲", 3], ids=["none", "list", "text", "number"])
def test_what_no_run_has_kept_counts_as_nothing(earlier: object) -> None:
    assert ParsedPages(earlier).page(PAGE.encode(), "").length == 10


def test_a_wrong_page_is_wrong_each_time() -> None:
    pages = ParsedPages()
    for _ in range(2):
        with pytest.raises(HuibianError) as caught:
            pages.page(b"---\ntitle: [\n---\n", "docs/a.md")
        assert caught.value.findings[0].path == "docs/a.md"
        with pytest.raises(UnicodeDecodeError):
            pages.page("---\ntitle: 甲\n---\n".encode("gb18030"), "")
    assert pages.kept() == {}


@pytest.mark.parametrize(
    "odd",
    [
        "date: 2024-02-29",
        "at: [2001-12-14t21:59:43.10-05:00]",
        "set: !!set {a}",
        "{1: 2}",
        "a: {1: 2}",
        "a: .nan",
    ],
)
def test_values_that_json_does_not_know_are_not_kept(odd: str) -> None:
    data = f"---\n{odd}\n---\n".encode()
    pages = ParsedPages()
    first = [pages.page(data, ""), pages.page(PAGE.encode(), "")]
    again = through_cache(pages)
    assert repr([again.page(data, ""), again.page(PAGE.encode(), "")]) == repr(first)


def test_headings_are_plain_text() -> None:
    assert headings("# 无\n## 甲\\*乙 ##\n\n### （一）丙\n####  丁\n") == ("甲*乙", "（一）丙")


@given(pieces.map("".join))
def test_marks_and_white_space_do_not_count(body: str) -> None:
    assert characters(body) == len(MARKS.sub("", body))


@given(pieces.map("".join))
def test_headings_are_the_lines_of_second_and_third_rank(body: str) -> None:
    found = tuple(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", title) for title in HEADING.findall(body))
    assert headings(body) == found
