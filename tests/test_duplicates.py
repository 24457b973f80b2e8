"""Near-duplicates: edited copies are found, articles from one template are not."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import samples
from huibian import duplicates
from huibian.duplicates import ALIKE, Library, matches, nearest, pairs, shared_line, stands_in

SIGNS = "天地人和山水田林湖草沙路桥村镇街巷门窗灯火车船书画琴棋诗酒茶春夏秋冬风云雨雪"


def sentence(words: random.Random, length: int = 30) -> str:
    """Return a sentence that no other text has."""
    return "".join(chr(words.randint(0x4E00, 0x8FFF)) for _ in range(length)) + "。"


def text(words: random.Random, sentences: int = 40) -> str:
    return "".join(sentence(words) for _ in range(sentences))


def edited(original: str, words: random.Random, share: float = 0.1) -> str:
    """Return a copy as editors make it: another opening, some new sentences, names withheld."""
    parts = re.findall(r"[^。]+。", original)
    changed = set(words.sample(range(len(parts)), int(share * len(parts))))
    new = [sentence(words) if at in changed else part for at, part in enumerate(parts)]
    copy = "".join(new)
    return "标题已经换过\n" + copy.replace("青禾县", "xx县").replace("。", "。\n", 7)


def named(words: random.Random) -> str:
    """Return a text that names its place in every fourth sentence."""
    parts = [sentence(words) for _ in range(40)]
    return "".join(f"青禾县{part}" if at % 4 == 0 else part for at, part in enumerate(parts))


@pytest.mark.parametrize("seed", range(20))
def test_an_edited_copy_is_found(seed: int) -> None:
    words = random.Random(seed)
    texts = [named(words) for _ in range(6)]
    texts.append(edited(texts[seed % 6], words))
    (pair,) = pairs(texts)
    assert (pair.first, pair.second) == (seed % 6, 6)
    assert ALIKE <= pair.likeness < 1


def test_a_part_is_found_in_the_whole() -> None:
    words = random.Random(1)
    whole = text(words)
    (pair,) = pairs([text(words), whole, whole[200:700]])
    assert (pair.first, pair.second, pair.likeness) == (1, 2, 1.0)


@pytest.mark.parametrize("seed", range(20))
def test_articles_from_one_template_are_no_duplicates(seed: int) -> None:
    """Every other sentence is the template's."""
    words = random.Random(seed)
    frame = [sentence(words) for _ in range(20)]
    texts = ["".join(part + sentence(words) for part in frame) for _ in range(30)]
    assert pairs(texts) == ()


@pytest.mark.parametrize("seed", range(5))
def test_an_edited_copy_is_found_among_articles_from_one_template(seed: int) -> None:
    words = random.Random(seed)
    frame = [sentence(words) for _ in range(20)]
    texts = ["".join(part + sentence(words) for part in frame) for _ in range(40)]
    texts.append(edited(texts[3], words))
    assert [(pair.first, pair.second) for pair in pairs(texts)] == [(3, 40)]


@pytest.mark.parametrize("seed", range(10))
def test_articles_of_the_same_clauses_are_no_duplicates(seed: int) -> None:
    words = random.Random(seed)
    texts = ["\n".join(samples.article(words, 6, "chinese").lines) for _ in range(10)]
    assert pairs(texts) == ()


@pytest.mark.parametrize("copies", [2, 8, 9, 60])
def test_each_of_many_copies_stands_in_a_pair(copies: int) -> None:
    words = random.Random(copies)
    same = text(words)
    texts = [same, text(words), *[same] * (copies - 1)]
    found = pairs(texts)
    assert {at for pair in found for at in (pair.first, pair.second)} == {0, *range(2, copies + 1)}
    assert len(found) <= copies * 8


def test_short_texts_say_too_little() -> None:
    assert pairs(["青禾县的做法是先听群众说。"] * 3) == ()
    assert pairs(["", "。", "abc" * 200, "abc" * 200]) == ()
    assert pairs([]) == ()


def test_layout_and_signs_do_not_count_but_figures_do() -> None:
    words = random.Random(4)
    one = text(words)
    (pair,) = pairs([one, "\n".join(f"## {part}" for part in one.split("。"))])
    assert pair.likeness == 1.0
    figures = "".join(f"{at}月完成{at * 7919}户" for at in range(60))
    assert pairs([figures, re.sub(r"\d", lambda m: str((int(m[0]) + 3) % 10), figures)]) == ()


@settings(max_examples=40)
@given(st.lists(st.text(SIGNS, min_size=0, max_size=400), max_size=6), st.randoms())
def test_pairs_are_ordered_exact_and_the_same_every_time(
    texts: list[str], words: random.Random
) -> None:
    texts = [*texts, *texts[:2]]
    found = pairs(texts)
    assert found == pairs(texts) == tuple(sorted(found, key=lambda p: (p.first, p.second)))
    for pair in found:
        assert pair.first < pair.second
        one, other = (
            {texts[at][n : n + 5] for n in range(len(texts[at]) - 4)}
            for at in (pair.first, pair.second)
        )
        exact = len(one & other) / min(len(one), len(other))
        assert pair.likeness == pytest.approx(exact, abs=0.006) and exact >= ALIKE


def test_the_nearest_of_a_library() -> None:
    words = random.Random(9)
    held = {f"docs/{at}.md": text(words) for at in range(20)}
    library = Library(held)
    one = held["docs/7.md"]
    assert nearest(one, library) == ("docs/7.md", 1.0)
    where, likeness = nearest(edited(one, words), library) or ("", 0.0)
    assert where == "docs/7.md" and ALIKE <= likeness < 1
    assert nearest(text(words), library) is None
    assert nearest(one, Library({})) is None
    found = matches([text(words), one, one], library)
    assert found == {1: ("docs/7.md", 1.0), 2: ("docs/7.md", 1.0)}


def test_a_library_grows() -> None:
    words = random.Random(11)
    one, other = text(words), text(words)
    library = Library({"a": one})
    assert nearest(other, library) is None
    library.add("b", other)
    assert nearest(other, library) == ("b", 1.0)
    assert nearest(one, library) == ("a", 1.0)


def test_the_better_of_two_is_the_nearest() -> None:
    words = random.Random(2)
    one = text(words)
    library = Library({"a": edited(one, words, 0.2), "b": edited(one, words, 0.05), "c": "短"})
    found = nearest(one, library)
    assert found is not None and found[0] == "b"


def test_the_line_that_is_shared() -> None:
    words = random.Random(3)
    lines = [text(words, 2), text(words, 3), text(words, 1)]
    assert shared_line(lines, text(words) + lines[1]) == 1
    assert stands_in(lines[2], text(words) + lines[2])
    assert not stands_in(lines[2], text(words))
    assert not stands_in("短", "短")


def test_what_an_earlier_library_made_is_taken_over(monkeypatch: pytest.MonkeyPatch) -> None:
    words = random.Random(11)
    held = {str(at): text(words) for at in range(5)}
    earlier = Library(held)
    assert len(earlier.sampled) == 5
    now = {"new": text(words), **held, "2": text(words)}
    del now["1"]
    made: list[str] = []
    real = duplicates._hashes
    monkeypatch.setattr(duplicates, "_hashes", lambda one: made.append(one) or real(one))
    later = Library(now, earlier)
    assert [one.tolist() for one in later.sampled] == [one.tolist() for one in Library(now).sampled]
    assert made[:2] == [now["new"], now["2"]] and len(made) == 2 + len(now)
    later.add("added", held["1"])
    assert nearest(held["1"], later) == ("added", 1.0)
