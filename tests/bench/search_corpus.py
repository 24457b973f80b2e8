"""Synthetic libraries for measuring the search: as many articles as asked for, always the same.

Words come from jieba's dictionary with its frequencies, so common and rare words and the pairs
across their borders are about as in running text; set phrases, figures, withheld names, letters
and quotation marks are mixed in as compilations have them. All of it is nonsense on purpose.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

import jieba

from huibian.frontmatter import dump

#: Phrases that many articles share, with the share of articles.
SET_PHRASES = (
    ("坚持以群众需求为出发点和落脚点", 0.4),
    ("一件事一次办", 0.25),
    ("最多跑一次", 0.25),
    ("优化营商环境", 0.2),
    ("一网通办", 0.2),
    ("作风建设", 0.3),
    ("全市政务服务事项网上可办率升至xx.x%", 0.1),
    ("网格化管理、精细化服务、信息化支撑的基层治理平台", 0.12),
    ("以“三抓”促“三提升”", 0.1),
    ("“12345”热线", 0.15),
    ("12345政务服务便民热线", 0.1),
    ("App、小程序、自助机三端", 0.05),
    ("“互联网+政务服务”", 0.15),
    ("xx县委、县政府", 0.3),
    ("党建引领基层治理", 0.2),
    ("把办件流程贴在墙上", 0.03),
    ("渠长巡渠记录本", 0.01),
)
LEVELS = ("省级", "市级", "县区级", "乡镇街道级", "村社区级", "开发区", "企业")
KINDS = ("经验做法", "经验做法", "经验做法", "工作总结", "工作计划", "新闻纪实", "评论理论", "访谈")
THEMES = (
    "政务服务",
    "营商环境",
    "基层治理",
    "水利",
    "作风建设",
    "基层党建",
    "乡村振兴",
    "政协工作",
)
REGIONS = (
    "云南省/昆明市", "陕西省/汉中市", "浙江省/杭州市", "福建省", "四川省/成都市", "山东省/青岛市",
    "河南省/洛阳市", "江苏省/苏州市", "广东省/深圳市", "湖北省/宜昌市", "甘肃省/天水市", "",
)  # fmt: skip
UNITS = (
    "xx县政务服务管理局",
    "xx市住房和城乡建设局",
    "xx区人民政府办公室",
    "xx镇党委",
    "xx县委组织部",
)
HEADS = "一二三四五六七八"
PER_COLLECTION = 100


@dataclass(frozen=True)
class Synthetic:
    """One article."""

    number: int
    title: str
    paragraphs: tuple[tuple[bool, str], ...]  # (is a heading, text)
    meta: dict[str, object]

    @property
    def body(self) -> str:
        """The Markdown: every other paragraph opens with a sentence in bold."""
        return "\n\n".join(self._markdown()) + "\n"

    def _markdown(self) -> Iterator[str]:
        for place, (is_heading, text) in enumerate(self.paragraphs):
            opening, stop, rest = text.partition("。")
            if is_heading:
                yield f"## {text}"
            elif place % 2:
                yield f"**{opening}{stop}**{rest}"
            else:
                yield text

    @property
    def text(self) -> str:
        """All visible text, a line a block."""
        return "\n".join((self.title, *(text for _, text in self.paragraphs)))


@cache
def _words() -> tuple[list[str], list[int]]:
    words, weights = [], []
    path = Path(jieba.__file__).with_name("dict.txt")
    for line in path.read_text(encoding="utf-8").splitlines():
        word, count, kind = line.split(" ")
        if all("\u4e00" <= char <= "\u9fff" for char in word) and kind != "nr":
            words.append(word)
            weights.append(int(count))
    return words, list(accumulate(weights))


def _clause(rng: random.Random, words: list[str], weights: list[int]) -> str:
    size = rng.randint(3, 8)
    return "".join(words[bisect(weights, rng.random() * weights[-1])] for _ in range(size))


def _sentence(rng: random.Random, phrases: list[str]) -> str:
    words, weights = _words()
    clauses = [_clause(rng, words, weights) for _ in range(rng.randint(2, 4))]
    chance = rng.random()
    if phrases and chance < 0.25:
        clauses[rng.randrange(len(clauses))] += phrases.pop()
    elif chance < 0.35:
        clauses[-1] += f"{rng.randint(2, 999)}个"
    elif chance < 0.42:
        clauses[0] = f"{rng.randint(2015, 2025)}年{rng.randint(1, 12)}月，" + clauses[0]
    elif chance < 0.46:
        clauses[0] += f"“{_clause(rng, words, weights)[:4]}”"
    elif chance < 0.48:
        clauses[0] += rng.choice(("App", "5G", "AI", "GDP", "VR", "ISO9001", "e办通"))
    return "，".join(clauses) + "。"


def _unit(rng: random.Random, words: list[str], weights: list[int]) -> str:
    """Return a unit: nearly every article has its own, as compilations of many places have."""
    if rng.random() < 0.05:
        return rng.choice(UNITS)
    return f"xx{_clause(rng, words, weights)[:6]}{rng.choice(UNITS).removeprefix('xx')}"


def articles(count: int, length: int = 1500, first: int = 0) -> Iterator[Synthetic]:
    """Give ``count`` articles of about ``length`` characters, from the ``first`` on."""
    words, weights = _words()
    for number in range(first, first + count):
        rng = random.Random(number)
        phrases = [phrase for phrase, share in SET_PHRASES if rng.random() < share]
        rng.shuffle(phrases)
        head = rng.choice(SET_PHRASES)[0] if rng.random() < 0.3 else ""
        title = (_clause(rng, words, weights)[:12] + head + _clause(rng, words, weights)[:12])[:40]
        blocks: list[tuple[bool, str]] = []
        size, heads = 0, 0
        while size < length:
            if len(blocks) % 4 == 1 and heads < len(HEADS):
                text = f"{HEADS[heads]}、{_clause(rng, words, weights)[:14]}"
                phrase, share = SET_PHRASES[(number + heads) % len(SET_PHRASES)]
                if number % 100 < 100 * share:
                    text += f"，{phrase}"
                heads += 1
                blocks.append((True, text))
            else:
                text = "".join(_sentence(rng, phrases) for _ in range(rng.randint(3, 6)))
                blocks.append((False, text))
            size += len(text)
        region = rng.choice(REGIONS)
        meta: dict[str, object] = {
            "title": title,
            "number": number % PER_COLLECTION + 1,
            "level": rng.choice(LEVELS),
            "kind": rng.choice(KINDS),
            "themes": rng.sample(THEMES, rng.randint(1, 3)),
            "date": f"{rng.randint(2015, 2025)}-{rng.randint(1, 12):02}",
            "summary": blocks[0][1][:100],
        }
        if region:
            meta["region"] = region
            if "/" in region and meta["level"] == "省级":  # no city speaks for its province
                meta["level"] = "市级"
        meta["organization"] = _unit(rng, words, weights)
        yield Synthetic(number, title, tuple(blocks), meta)


def write(docs: Path, count: int) -> list[Synthetic]:
    """Write a library of ``count`` articles below ``docs`` and return the articles."""
    made = list(articles(count))
    for first in range(0, count, PER_COLLECTION):
        folder = docs / "collections" / f"c{first // PER_COLLECTION:03}"
        folder.mkdir(parents=True)
        head = {"title": f"合成汇编第{first // PER_COLLECTION + 1}辑", "added": "2026-01-01"}
        (folder / "index.md").write_text(dump(head, ""), encoding="utf-8")
        for article in made[first : first + PER_COLLECTION]:
            path = folder / f"{article.meta['number']:03}.md"
            path.write_text(dump(article.meta, article.body), encoding="utf-8")
    return made
