"""Front matter: what is written reads back the same, and errors point at their line."""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from enum import IntEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from huibian import frontmatter
from huibian.diagnostics import HuibianError
from huibian.yamlloader import Loader

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


#: Pieces of lines: what our own pages have, and what means more to YAML than it shows.
words = st.one_of(
    st.sampled_from(
        [*TRAPS, "甲", "乙丙", "App", "1", "12", "007", '"丁"', '"戊, 己"', "~", "&a 甲", "*a"]
    ),
    st.text(st.characters(codec="utf-8"), max_size=4),
    st.text("甲aN1-.,:#%\"'[]{}/ 　·“”", max_size=6),
)
inside = st.lists(words, max_size=3).map(", ".join)
pairs = st.lists(st.tuples(st.sampled_from(["file", "no", "a", "file"]), words), max_size=2)
written = st.one_of(
    words,
    words.map(frontmatter.scalar),
    inside.map("[{}]".format),
    pairs.map(lambda held: "{" + ", ".join(f"{key}: {value}" for key, value in held) + "}"),
    st.lists(words).map(frontmatter.scalar),
)
keys = st.sampled_from(
    ["title", "number", "title", "on", "y", "no", "<<", "source", " title", "-", "#"]
)
blocks = st.lists(
    st.tuples(keys, st.sampled_from([": ", ":", ":  "]), written, st.sampled_from(["", " ", "\t"])),
    min_size=1,
    max_size=4,
).map(lambda lines: "".join("".join(line) + "\n" for line in lines))


@settings(max_examples=600)
@given(blocks.filter(lambda block: "\n---" not in f"\n{block}"))
def test_a_block_reads_as_yaml_reads_it(block: str) -> None:
    """Whether it is read line by line or by YAML."""
    try:
        meta = yaml.load(block, Loader=Loader)
        node = yaml.compose(block, Loader=Loader)
    except (yaml.YAMLError, ValueError):
        meta = node = None
    try:
        page = frontmatter.parse(f"---\n{block}---\n甲")
    except HuibianError:
        assert not isinstance(meta, dict)
        return
    assert isinstance(node, yaml.MappingNode)
    assert repr(page.meta) == repr({str(key): value for key, value in meta.items()})
    assert page.lines == {str(key.value): key.start_mark.line + 2 for key, _ in node.value}


@given(
    st.dictionaries(
        st.sampled_from(["title", "number", "themes", "source"]),
        st.one_of(
            st.integers(1, 999),
            st.text("甲乙，。“”a1 :-", min_size=1),
            st.lists(st.text("甲乙a1 ", min_size=1)),
            st.fixed_dictionaries({"file": st.just("original.txt"), "lines": st.just("3-8")}),
        ),
        min_size=1,
    )
)
def test_what_dump_writes_needs_no_yaml(meta: dict[str, Any]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml, "load", None)
        patch.setattr(yaml, "compose", None)
        page = frontmatter.parse(frontmatter.dump(meta, "正文"))
    assert page.meta == meta
    assert list(page.lines.values()) == list(range(2, 2 + len(meta)))


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


class Count(IntEnum):
    """A number that is more than a number."""

    SEVEN = 7


class Name(str):
    """A text that is more than a text."""

    __slots__ = ()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Name("甲: 乙"), '"甲: 乙"'),
        (True, "true"),
        (None, "null"),
        (OrderedDict(b=(1, 2.5), a=[None]), "{b: [1, 2.5], a: [null]}"),
        (MappingProxyType({"a": Name("甲")}), "{a: 甲}"),
        (Path("docs/甲.md"), "docs/甲.md"),
    ],
)
def test_values_are_written_as_those_that_they_are_like(value: object, written: str) -> None:
    assert frontmatter.scalar(value) == written
    assert frontmatter.scalar([value]) == f"[{written}]"


def test_a_number_with_a_name_is_written_as_it_shows() -> None:
    assert frontmatter.scalar(Count.SEVEN) == repr(Count.SEVEN)
