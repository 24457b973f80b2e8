"""Front matter: what is written reads back the same, and errors point at their line."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from huibian import frontmatter
from huibian.diagnostics import HuibianError

#: Text that YAML would read as something else, or that tries to leave its line.
TRAPS = [
    "1:30", "no", "No", "NO", "yes", "on", "true", "null", "~", "", " ", "2022", "2022-04",
    "2022-04-15", "1e5", "0x1F", "012", ".inf", "1_000", "- 甲", "甲: 乙", "甲 #乙", "#甲", "&a",
    "*a", "!!python/object:os.system", "{a: b}", "[a]", "|", ">", "%YAML", "@a", "`a`", "---",
    "...", "? a", "=", "<<", "甲\nregion: 乙", "甲\n---\n正文", "甲\r\n", "\ttab", "甲\u2028乙",
    "\ufeff甲",
    "\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\u200b", "“三抓”", "'甲'", '"甲"', "\\n", "甲，乙",
    "甲：乙", "《甲》", "甲。", "甲-", "a.", "甲\n", "😀", "\ufffe", "甲、", "\u3000甲\u3000",
]  # fmt: skip


def reads_back(text: str) -> Any:
    return yaml.safe_load(text)


@pytest.mark.parametrize("text", TRAPS)
def test_traps_read_back_as_text(text: str) -> None:
    assert reads_back(f"key: {frontmatter.scalar(text)}\n") == {"key": text}
    assert reads_back(f"key: [{frontmatter.scalar(text)}, 乙]\n") == {"key": [text, "乙"]}


@given(st.text(alphabet=st.characters(codec="utf-8")) | st.sampled_from(TRAPS))
def test_any_text_reads_back_and_stays_on_its_line(text: str) -> None:
    written = frontmatter.scalar(text)
    assert "\n" not in written and "\r" not in written
    assert reads_back(f"key: {written}\nnext: 1\n") == {"key": text, "next": 1}


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8"), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["甲", "b", "no"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["title", "number", "region", "themes"]), values))
def test_dump_and_parse_are_inverse(meta: dict[str, Any]) -> None:
    page = frontmatter.parse(frontmatter.dump({**meta, "z": 1}, "正文\n\n第二段"))
    assert page.meta == {key: value for key, value in meta.items() if value is not None} | {"z": 1}
    assert page.body.strip() == "正文\n\n第二段"


def test_plain_titles_stay_readable() -> None:
    assert frontmatter.scalar("青禾县以“三问”促落实") == "青禾县以“三问”促落实"
    assert frontmatter.scalar("2022-04") == '"2022-04"'
    assert frontmatter.scalar("甲: 乙") == '"甲: 乙"'


def test_parse_gives_line_numbers() -> None:
    text = "---\ntitle: 甲\nthemes:\n  - 乙\n  - 丙\nnumber: 3\n---\n\n正文\n"
    page = frontmatter.parse(text)
    assert page.lines == {"title": 2, "themes": 3, "number": 6}
    assert (page.body_line, page.body) == (8, "\n正文\n")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_parse_takes_any_line_end_and_a_mark(end: str, mark: str) -> None:
    page = frontmatter.parse(mark + end.join(["---", "title: 甲", "---", "正文", ""]))
    assert page.meta == {"title": "甲"}
    assert page.body == f"正文{end}"
    assert page.body_line == 4


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("没有元数据\n", "HB302", 1),
        ("", "HB302", 1),
        ("---\ntitle: 甲\n", "HB302", 1),
        ("---\ntitle: 甲\nregion: [乙\nnumber: 1\n---\n", "HB301", 4),
        ("---\ntitle: 甲\n\tnumber: 1\n---\n", "HB301", 3),
        ("---\ntitle: 甲: 乙\n---\n", "HB301", 2),
        ("---\n- 甲\n---\n", "HB301", 2),
        ("---\n---\n", "HB301", 2),
        ("---\ndate: 2022-13-45\n---\n", "HB301", 1),
        ("---\na: !!python/object/apply:os.system [x]\n---\n", "HB301", 2),
        (f"---\na: {'[' * 5000}\n---\n", "HB301", None),
    ],
)
def test_broken_blocks_are_reported_with_their_line(text: str, code: str, line: int | None) -> None:
    with pytest.raises(HuibianError) as caught:
        frontmatter.parse(text, "docs/甲.md")
    (finding,) = caught.value.findings
    assert (finding.code, finding.path) == (code, "docs/甲.md")
    assert line is None or finding.line == line


@given(st.text())
def test_parse_never_crashes(text: str) -> None:
    with contextlib.suppress(HuibianError):
        frontmatter.parse("---\n" + text + "\n---\n")
