"""Scanning finds what each pattern would find by itself: on invented patterns and on our own."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huibian.scanning import Scanner, Starts, beginnings, first_characters
from huibian.vocabulary.boundaries import first_of, load_boundaries
from huibian.vocabulary.cues import load_kinds, load_levels, load_organizations

OURS = [
    load_levels().superior,
    load_levels().patterns,
    load_organizations().place,
    load_kinds().scanner,
]
#: Characters that our patterns are full of, so that they match now and then.
LETTERS = "全我该省市县区镇乡村委xX×*某A自治纪监局中心一二、。，\n“”要的情况如下在按照部署"
#: How often a text is repeated: a long one is looked through in another way than a short one.
COPIES = st.sampled_from([1, 2, 9])


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("全省|我省", {"全省", "我省"}),
        ("[全我]省", {"全省", "我省"}),
        ("(特|现)?制(定|订)", {"特制", "现制", "制定", "制订"}),
        ("市[\u4e00-\u9fff]{0,12}局", {"市"}),
        ("x{1,3}市", {"xx", "x市"}),
        ("x{2,3}?市", {"xx"}),
        ("(?m)^(?!甲)乙(?=丙)丁", {"乙丁"}),
        ("^甲乙|丙丁", {"丙丁"}),
        ("县", {"县"}),
        ("(?:省|市)*委", {"省省", "省市", "省委", "市省", "市市", "市委", "委"}),
    ],
)
def test_beginnings(pattern: str, expected: set[str]) -> None:
    assert beginnings(re.compile(pattern)) == expected


def test_beginnings_with_classes_of_characters() -> None:
    spaced = beginnings(re.compile(r"\s*记者"))
    assert spaced is not None and {"记者", " 记", "\u3000\t"} <= spaced and "者" not in spaced
    numbered = beginnings(re.compile(r"[\d０-９]县"))
    assert numbered is not None and {"7县", "７县", "\U0001d7cf县"} <= numbered
    assert beginnings(re.compile(r"[\w-]县")) is None


@pytest.mark.parametrize(
    "pattern", [r"(?i:no)\.", "[^。]县", ".县", "县?", "", "[\u4e00-\u9fff]县"]
)
def test_beginnings_that_nobody_knows(pattern: str) -> None:
    assert beginnings(re.compile(pattern)) is None


def test_capitals_and_small_letters_alike_are_nobodys_business() -> None:
    assert beginnings(re.compile("ab", re.I)) is None


def test_of_very_many_beginnings_the_first_characters_stay() -> None:
    assert beginnings(re.compile("[a-z][a-z]{2}[a-z]|[\u4e00-\u4eff]县")) is not None
    many = beginnings(re.compile("[一-丿][一-丿]"))
    assert many == {chr(code) for code in range(ord("一"), ord("丿") + 1)}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("^[甲乙]?丙", set("甲乙丙")),
        ("^(?:甲乙|丙)?丁|戊", set("甲丙丁戊")),
        ("甲*", None),
        ("[^甲]乙", None),
        ("(?i)x", None),
        ("^(?i:no)1", None),
    ],
)
def test_first_characters(pattern: str, expected: set[str] | None) -> None:
    assert first_characters(re.compile(pattern)) == expected


def test_no_text_with_another_first_character_fits_our_marks() -> None:
    known = [(rule, first_of(rule)) for rule in load_boundaries() if rule.pattern]
    assert sum(chars is not None for _, chars in known) > len(known) / 2
    tails = (
        "甲乙丙丁",
        "、甲乙丙丁",
        "）甲乙丙丁",
        ".甲乙丙丁",
        " 甲乙丙丁",
        "：甲乙丙丁",
        "】",
        "题目：甲乙丙",
    )
    for first in map(chr, (*range(0x250), *range(0x2000, 0x3300), *range(0xFF00, 0xFFF0))):
        for rule, chars in known:
            if chars is not None and first not in chars:
                assert rule.pattern
                assert not any(rule.pattern.match(first + tail) for tail in tails), rule.id


def found(scanner: Scanner, text: str) -> list[list[tuple[int, int]]]:
    return [[match.span() for match in matches] for matches in scanner.find(text)]


def alone(scanner: Scanner, text: str) -> list[list[tuple[int, int]]]:
    return [[m.span() for m in pattern.finditer(text)] for pattern in scanner.patterns]


@given(st.text(alphabet=LETTERS, max_size=80), COPIES)
def test_our_patterns_find_what_they_find_alone(text: str, copies: int) -> None:
    text *= copies
    for scanner in OURS:
        assert found(scanner, text) == alone(scanner, text)


PIECES = ["a", "ab", "[ab]", "[^a]", "a?", "(?:a|bc)", "b+", "(?=c)", "(?<!a)b", "^", "c{2}", "."]


@given(
    st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4), min_size=1, max_size=4),
    st.text(alphabet="abc\n", max_size=30),
    st.sampled_from([0, re.MULTILINE]),
    COPIES,
)
def test_any_patterns_find_what_they_find_alone(
    parts: list[list[str]], text: str, flag: int, copies: int
) -> None:
    scanner = Scanner(re.compile("".join(part), flag) for part in parts)
    assert found(scanner, text * copies) == alone(scanner, text * copies)


@pytest.mark.parametrize(
    "pattern", [r"^\s*问", "^问*", "^(?=问)", "^问|答", "(?:^问)+", "^^问", r"^问\n答\n"]
)
def test_patterns_that_begin_where_a_line_does(pattern: str) -> None:
    scanner = Scanner([re.compile(pattern, re.MULTILINE)])
    text = "问\n答\n\n \n 问问\n答，问\n问\n答\n问\n"
    assert found(scanner, text) == alone(scanner, text)


@given(
    st.sets(st.text(alphabet="甲乙丙丁𠮷", min_size=1, max_size=2), max_size=9),
    st.text(alphabet="甲乙丙丁𠮷\ud800", max_size=40),
    COPIES,
)
def test_starts_miss_no_place(starts: set[str], text: str, copies: int) -> None:
    text *= copies
    places = list(Starts(starts).places(text))
    assert places == sorted(set(places))
    begun = {at for at in range(len(text)) for size in (1, 2) if text[at : at + size] in starts}
    assert begun <= set(places) <= set(range(len(text)))


def test_starts_leave_out_most_other_places() -> None:
    text = "".join(map(chr, range(ord("一"), ord("一") + 2000)))
    assert len(Starts([text[:2], text[9:11], text[99]]).places(text)) < 20
