"""The articles of the evaluation set: read from articles.yml, and more put together from it.

The hold-outs have their own, by other hands: articles_holdout.yml, articles_holdout_2.yml,
articles_holdout_3.yml, articles_holdout_4.yml, articles_holdout_5.yml.

Everything is invented. An article is what its author wrote: a title, perhaps a subtitle, a unit,
and a body of lines, each of which is a whole paragraph, a heading or a table's row.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

Kind = Literal["paragraph", "heading", "row"]
_SIGNS: dict[str, Kind] = {"= ": "heading", "| ": "row"}
_DATA = Path(__file__).with_name("articles.yml")


@dataclass(frozen=True, slots=True)
class Part:
    """A line of a body: ``text`` is a paragraph, a heading, or a row with cells parted by tabs."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article as its author wrote it; ``broken`` is the title as it stands on two lines;
    a ``rare`` one stands only where it is asked for by name."""

    title: str
    parts: tuple[Part, ...]
    unit: str = ""
    subtitle: str = ""
    kind: str = "experience"
    broken: tuple[str, str] | None = None
    rare: bool = False

    @property
    def shown(self) -> tuple[Part, ...]:
        """The body with the subtitle above it."""
        return (*([Part("paragraph", self.subtitle)] if self.subtitle else []), *self.parts)

    @property
    def headed(self) -> bool:
        """Say whether the article has heading lines of its own."""
        return any(part.kind == "heading" for part in self.parts)


def part(line: str) -> Part:
    """Return a part of a body from a line of the data file."""
    kind = _SIGNS.get(line[:2], "paragraph")
    text = line if kind == "paragraph" else line[2:]
    if kind == "row":
        text = "\t".join(cell.strip() for cell in text.rstrip("| ").split("|"))
    return Part(kind, text)


def article(data: dict[str, Any]) -> Article:
    """Return an article from an entry of the data file."""
    broken = data.pop("broken", None)
    body = data.pop("body")
    parts = tuple(part(line) for line in body.splitlines() if line)
    return Article(parts=parts, broken=tuple(broken) if broken else None, **data)


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return data


@lru_cache(maxsize=1)
def written() -> tuple[Article, ...]:
    """Return the articles that are written out, in the file's order."""
    return tuple(article(dict(one)) for one in _data()["articles"])


@lru_cache(maxsize=1)
def composed() -> tuple[Article, ...]:
    """Return the articles whose paragraphs are put together: longer ones, 500–900 characters."""
    data = _data()
    made = []
    for at, title in enumerate(data["more_titles"]):
        words = random.Random(f"evaluation-{at}")
        place = next((one for one in data["more_places"] if one in title), "")
        unit = (place or words.choice(data["more_places"])) + words.choice(data["more_units"])
        sentences = words.sample(data["sentences"], len(data["sentences"]))
        parts: list[Part] = []
        style = at % 4  # none, 一、 lines, （一） run in, 一是
        for number in range(4):
            chunk = "".join(sentences.pop() for _ in range(words.randint(3, 5)))
            heading, numeral = data["more_headings"][number], "一二三四"[number]
            if style == 1:
                parts.append(Part("heading", f"{numeral}、{heading}"))
            elif style == 2:
                chunk = f"（{numeral}）{heading}。{chunk}"
            elif style == 3:
                chunk = f"{numeral}是{heading}。{chunk}"
            parts.append(Part("paragraph", chunk))
        parts.insert(0, Part("paragraph", f"{unit}{sentences.pop()}{sentences.pop()}"))
        made.append(Article(title, tuple(parts), unit))
    return tuple(made)


def pool(start: int) -> list[Article]:
    """Return all but the rare articles, mixed, from position ``start`` on, round and round."""
    everything = [one for one in (*written(), *composed()) if not one.rare]
    random.Random("order").shuffle(everything)
    start %= len(everything)
    return everything[start:] + everything[:start]


def chosen(*titles: str) -> list[Article]:
    """Return the articles whose titles start so."""
    everything = [*written(), *composed()]
    return [next(one for one in everything if one.title.startswith(title)) for title in titles]


def subtitled(article: Article) -> Article:
    """Return the article with a subtitle."""
    return replace(article, subtitle=article.subtitle or f"——{article.unit}经验交流材料")
