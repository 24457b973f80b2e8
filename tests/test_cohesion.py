"""Cohesion: passages in another article's words, found as a plain count of bigrams finds them."""

from __future__ import annotations

import itertools
import random
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huibian import cohesion
from huibian.cohesion import ForeignPassage, foreign_passages

Articles = list[list[str]]


def bigrams(text: str) -> set[str]:
    runs = re.findall("[\u4e00-\u9fff]+", text)
    return {one + other for run in runs for one, other in itertools.pairwise(run)}


def plainly(articles: Articles) -> list[ForeignPassage]:
    """Find the passages by the definition, slowly."""
    grams = [[bigrams(text) for text in body] for body in articles]
    counts = Counter(gram for body in grams for gram in set().union(*body))
    most = min(12, max(3, len(articles) // 6))
    homes = {
        gram: [at for at, body in enumerate(grams) if gram in set().union(*body)]
        for gram, count in counts.items()
        if count <= most
    }
    passages = []
    for at, body in enumerate(articles):
        best: tuple[float, int, int, int] = (0.0, 0, 0, 0)
        for other in range(len(articles)):
            running, start = 0.0, 0
            for place, text in enumerate(body):
                gain = sum(
                    1 / (len(homes[gram]) - 1)
                    for gram in grams[at][place]
                    if other != at and other in homes.get(gram, ())
                )
                if running <= 0:
                    running, start = 0.0, place
                running += gain - 0.02 * len(text)
                if running > best[0] + 1e-9:
                    best = (running, start, place, other)
        _, first, last, other = best
        size = len("".join(body[first : last + 1]))
        inside = set().union(*grams[at][first : last + 1])
        outside = set().union(*grams[at][:first], *grams[at][last + 1 :])
        shared = [g for g in inside - outside if other in homes.get(g, ())]
        own = [g for g in inside & outside if g in homes and other not in homes[g]]
        if (
            first < last
            and size >= 300
            and len("".join(body)) - size >= 150
            and len(shared) >= max(25, 0.045 * size)
            and len(own) <= 0.1 * len(shared)
        ):
            telling = sorted(shared, key=lambda g: (-sum(g in t for t in body), len(homes[g]), g))
            words = tuple(telling[:4])
            passages.append(ForeignPassage(at, first, last, other, len(shared), len(own), words))
    return passages


def compilation(seed: int, count: int, moves: int) -> Articles:
    """Articles in phrases of their own and of all; some passages stand in another article."""
    words = random.Random(seed)
    han = [chr(code) for code in range(0x4E00, 0x4E00 + 60 * count)]
    words.shuffle(han)

    def phrases(letters: list[str], number: int) -> list[str]:
        return ["".join(words.sample(letters, 4)) for _ in range(number)]

    common = phrases(han[: 30 * 2], 40)
    articles = []
    for at in range(count):
        own = phrases(han[at * 60 : at * 60 + 40], 30)
        body = ["，".join(words.sample(own + common, 20)) + "。" for _ in range(7)]
        articles.append(body)
    for _ in range(moves):
        home, target = words.sample(range(count), 2)
        size = words.randint(1, 4)
        articles[home][3:3] = articles[target][1 : 1 + size]
        del articles[target][1 : 1 + size]
    return articles


@pytest.mark.parametrize("seed", range(12))
def test_as_a_plain_count_finds_them(seed: int) -> None:
    articles = compilation(seed, 3 + 2 * seed, 1 + seed // 3)
    assert list(foreign_passages(articles)) == plainly(articles)


def test_a_moved_passage_is_found_with_its_words() -> None:
    articles = compilation(1, 6, 0)
    assert list(foreign_passages(articles)) == []
    moved = articles[4][1:5]
    articles[4][1:5] = []
    articles[2][2:2] = moved
    (passage,) = foreign_passages(articles)
    assert (passage.home, passage.first, passage.last, passage.target) == (2, 2, 5, 4)
    assert all(any(word in text for text in moved) for word in passage.words)


def test_little_memory_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = compilation(5, 12, 4)
    at_once = list(foreign_passages(articles))
    assert at_once
    monkeypatch.setattr(cohesion, "_AT_ONCE", 1)
    assert list(foreign_passages(articles)) == at_once


@pytest.mark.parametrize(
    "articles",
    [
        [],
        [["只有一篇"]],
        [[], []],
        [["abc"], ["abc", ""]],
        [["字"], ["字"]],
        [["\ud800字字"], ["𠮷"]],
    ],
)
def test_too_little_text_has_no_passage(articles: Articles) -> None:
    assert list(foreign_passages(articles)) == []


@given(
    st.lists(
        st.lists(st.text(alphabet="甲乙丙丁a，\n\ud800𠮷", max_size=12), max_size=5), max_size=5
    )
)
def test_the_arrays_hold_just_the_bigrams(articles: Articles) -> None:
    paragraphs = [text for body in articles for text in body]
    keys = cohesion._bigrams(paragraphs).tolist()
    found = {(cohesion._word(key >> 32), key & 0xFFFFFFFF) for key in keys}
    assert found == {(gram, at) for at, text in enumerate(paragraphs) for gram in bigrams(text)}
    assert list(foreign_passages(articles)) == []
