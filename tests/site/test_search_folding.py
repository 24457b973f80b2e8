"""Folding: which characters count as the same, always unit for unit."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import folding_rules
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huibian.site.search import folding

_HEAD = (
    "# Code points (hexadecimal): what others become, and these others. Sources: Unicode {}\n"
    "# (NFKC, lower case), OpenCC (t2s), GB 2312; the rules are in tests/site/folding_rules.py.\n"
)


def test_the_table_follows_its_rules(request: pytest.FixtureRequest) -> None:
    made = folding_rules.table()
    version = unicodedata.unidata_version
    path = Path(folding.__file__).with_name("folding.txt")
    if request.config.getoption("--update-goldens"):
        by_result: dict[int, list[int]] = {}
        for code, char in made.items():
            by_result.setdefault(ord(char), []).append(code)
        lines = (
            f"{one:x} {' '.join(f'{code:x}' for code in by_result[one])}\n"
            for one in sorted(by_result)
        )
        path.write_text(_HEAD.format(version) + "".join(lines), encoding="ascii", newline="\n")
        folding.table.cache_clear()
    if version in path.read_text(encoding="ascii"):
        assert folding.table() == made
    else:  # later versions of Unicode have more characters, and change none
        held, other = folding.table().items(), made.items()
        assert held <= other or other <= held


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.text())
def test_length_is_kept_and_twice_is_once(text: str) -> None:
    folded = folding.fold(text)
    assert units(folded) == units(text)
    assert folding.fold(folded) == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡｐｐとＩＤ１２％", "appとid12%"),
        ("ÉCOLE", "école"),
        ("，：；！？（）", ",:;!?()"),
        ("。、《》", "。、《》"),
        ("“甲”„乙‟「丙」『丁』＂﹁﹂", '"甲""乙""丙""丁""""'),
        ("‘甲’‚＇", "'甲'''"),
        ("甲\u3000乙\u00a0丙\t丁", "甲 乙 丙 丁"),
        ("優化營商環境與後臺發展", "优化营商环境与后台发展"),
        ("①②", "12"),
        ("㎡℃", "㎡℃"),  # would need two characters
        ("𠀀𡿨", "𠀀𡿨"),
    ],
)
def test_examples(text: str, folded: str) -> None:
    assert folding.fold(text) == folded


def test_words_of_simplified_texts_stay() -> None:
    """A character of the simplified standard is never taken for a traditional one."""
    for text in ("显著", "乾隆", "宫商角徵羽", "瞭望", "慰藉"):
        assert folding.fold(text) == text


def test_tidy_text() -> None:
    assert folding.tidy(" 甲 \n\t乙\u200b丙\u3000 ") == "甲 乙丙"
    assert folding.fold_query("\u3000Ａ \u200b  Ｂ ") == "a b"
