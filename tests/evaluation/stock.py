"""What the hold-outs share: a stock of articles with its choices, ways to change an article or
show a title, and the pages of a PDF."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from .articles import Article, Part, article
from .formats import FONT
from .layouts import INDENT, Entry, Layout, layout
from .sheet import Case, Sheet, Wrap, centred, chinese, wanted, wrapper


class Stock:
    """The articles of a data file, mixed by ``seed``, and the layouts that are tried on them."""

    def __init__(self, file: str, seed: str, grow: bool = False) -> None:
        """``grow``: the layouts get lengthened articles."""
        self._path, self._seed, self._grow = Path(__file__).with_name(file), seed, grow
        self.entries: dict[str, Entry] = {}

    @cached_property
    def _data(self) -> dict[str, Any]:
        data: dict[str, Any] = yaml.safe_load(self._path.read_text(encoding="utf-8"))
        return data

    @cached_property
    def _pool(self) -> tuple[Article, ...]:
        made = [article(dict(one)) for one in self._data["articles"]]
        random.Random(self._seed).shuffle(made)
        return tuple(made)

    def held(
        self, start: int, count: int, *kinds: str, without: Sequence[str] = ()
    ) -> Callable[[Layout], Layout]:
        """Enter a layout, tried on ``count`` articles from position ``start`` on.

        ``kinds`` asks for news and the like; ``without`` leaves out titles with any of these
        signs.
        """

        def choose() -> list[Article]:
            everything = [*self._pool[start:], *self._pool[:start]]
            kept = [
                one
                for one in everything
                if (not kinds or one.kind in kinds)
                and not any(sign in one.title for sign in without)
            ]
            assert len(kept) >= count, f"only {len(kept)} articles"
            return self._sized(kept[:count])

        return layout(choose, self.entries)

    def alone(self, start: str) -> Callable[[Layout], Layout]:
        """Enter a layout of the stand-alone document whose title starts so."""

        def choose() -> list[Article]:
            made = [article(dict(one)) for one in self._data["singles"]]
            return self._sized([one for one in made if one.title.startswith(start)])

        return layout(choose, self.entries)

    def sentences(self, seed: str, count: int) -> list[str]:
        """Return invented sentences, the same ones for the same seed."""
        words, growth = random.Random(seed), self._data["growth"]
        return [
            words.choice(growth["patterns"]).format(
                n=chinese(words.randint(2, 19)),
                m=words.choice(
                    ["二十三", "一百四十", "三百六十七", "八十五", "四十二", "六百零三"]
                ),
                **{name: words.choice(growth[name]) for name in ("when", "who", "where")},
            )
            for _ in range(count)
        ]

    def _sized(self, articles: list[Article]) -> list[Article]:
        return [self.grown(one) for one in articles] if self._grow else articles

    def grown(self, one: Article) -> Article:
        """Return the article with its paragraphs lengthened, to some 500 to 1,000 characters."""
        wish = random.Random(one.title).choice([500, 600, 700, 850, 1000])
        parts, used = list(one.parts), set[str]()
        spots = [
            part
            for part in parts
            if part.kind == "paragraph" and len(part.text) > 30 and "如下" not in part.text
        ]
        added: dict[str, list[str]] = {part.text: [] for part in spots}
        size = sum(len(part.text) for part in parts)
        for at, sentence in enumerate(self.sentences(one.title, 60)):
            if size >= wish:
                break
            if sentence[-12:] not in used:
                used.add(sentence[-12:])
                added[spots[at % len(spots)].text].append(sentence)
                size += len(sentence)
        made: list[Part] = []
        for at, part in enumerate(parts):
            more = added.get(part.text, [])
            if at % 3 == 1 and len(more) > 1:  # as a paragraph of its own
                made += [part, Part("paragraph", "".join(more))]
            else:
                made.append(replace(part, text=part.text + "".join(more)))
        return replace(one, parts=tuple(made))

    def longer(self, one: Article, characters: int) -> Article:
        """Return the article with paragraphs put in until it has so many characters."""
        parts = list(one.parts)
        at = 1
        while sum(len(part.text) for part in parts) < characters:
            text = "".join(self.sentences(f"{one.title}{at}", 4))
            parts.insert(min(len(parts) - 1, at * 2), Part("paragraph", text))
            at += 1
        return replace(one, parts=tuple(parts))


def opened(one: Article, *lines: str) -> Article:
    """Return the article with paragraphs before its body."""
    return replace(one, parts=(*(Part("paragraph", line) for line in lines), *one.parts))


def flat(one: Article) -> Article:
    """Return the article with its headings as paragraphs."""
    return replace(one, parts=tuple(Part("paragraph", part.text) for part in one.parts))


def cut(title: str, most: int = 16) -> tuple[str, ...]:
    """Return a title as it stands on lines of ``most`` characters, cut at a sign if there is."""
    lines = []
    while len(title) > most:
        at = max((title.rfind(sign, 4, most) + 1 for sign in " 、，："), default=0) or most
        lines.append(title[:at])
        title = title[at:]
    return (*lines, title)


def read_as(lines: Sequence[str]) -> tuple[str, str, str]:
    """Return how a title over lines may be read: a blank at a line's end cannot be seen."""
    bare = [line.strip() for line in lines]
    return "".join(lines), " ".join(bare), "".join(bare)


_RUN_IN = re.compile(r"（([一二三四五六])）")
_MARK = re.compile(r"（?[一二三四五六][）、]|[1-9]\.|体会[一二三]：")


def headed(one: Article, style: Callable[[int], str], run_in: bool = False) -> Article:
    """Return the article with its headings numbered so; ``run_in`` numbers （一） below as 1. ."""
    number, parts = 0, []
    for part in one.parts:
        text = part.text
        if part.kind == "heading" and not text.startswith("【"):
            number += 1
            text = style(number) + _MARK.sub("", text, count=1)
        elif run_in and (found := _RUN_IN.match(text)):
            text = f"{'一二三四五六'.index(found[1]) + 1}.{text[found.end() :]}"
        parts.append(replace(part, text=text))
    return replace(one, parts=tuple(parts))


def broken(title: str, most: int) -> tuple[str, ...]:
    """Return a title's lines as somebody breaks it by hand: at a sign, or about the middle."""
    lines = cut(title, most)
    if len(lines) == 1 or title[len(lines[0]) - 1] in " 、，：":
        return lines
    middle = (len(title) + 1) // 2
    while title[middle].isascii() or title[middle - 1] in "“（" or title[middle] in "”）":
        middle += 1
    return title[:middle], title[middle:]


def same(text: str) -> str:
    return text


def middle(text: str) -> str:
    return centred(text, 78)


def wide(text: str) -> str:
    return centred(text, 72, "\u3000")


def write(
    sheet: Sheet, one: Article, *title: str, by: Sequence[str] = (),
    pad: Callable[[str], str] = same, after: int = 0, between: int = 0,
    indent: str | Callable[[int], str] = INDENT, wrap: Wrap | None = None, bare: bool = False,
    titles: Sequence[str] = (),
) -> None:  # fmt: skip
    """Write an article with its subtitle and bylines straight under its title."""
    sheet.put(*(pad(line) for line in title or (one.title,)))
    if one.subtitle:
        sheet.put(pad(one.subtitle))
    sheet.put(*(pad(line) for line in by))
    sheet.blank(after)
    sheet.body(replace(one, subtitle=""), indent, between, wrap, bare)
    sheet.wanted.append(wanted(one, *titles, bylines=by))


def pages(articles: Sequence[Article]) -> Iterator[tuple[int, Article]]:
    """Return the articles with the page each starts on."""
    page = 1
    for one in articles:
        yield page, one
        page += 2 + len(one.parts) % 3


def subtitled(one: Article) -> Article:
    return replace(one, subtitle=one.subtitle or f"——{one.unit}经验交流材料")


class Pages:
    """Sets lines on A4 pages with a running head and folios."""

    LEFT, TOP, BOTTOM, SIZE, PITCH, WIDTH = 85.0, 740.0, 90.0, 14.0, 26.0, 30

    def __init__(self, running: str) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.held, self.running, self.page = io.BytesIO(), running, 1
        self.canvas, self.y = Canvas(self.held, invariant=1), self.TOP

    def turn(self) -> None:
        self.canvas.setFont(FONT, 9)
        self.canvas.drawString(self.LEFT, 800, self.running)
        self.canvas.drawRightString(510, 50, f"第 {self.page} 页")
        self.canvas.showPage()
        self.y, self.page = self.TOP, self.page + 1

    def put(self, text: str, size: float = 0, middle: bool = False) -> None:
        if self.y < self.BOTTOM:
            self.turn()
        size = size or self.SIZE
        self.canvas.setFont(FONT, size)
        if middle:
            self.canvas.drawCentredString(297, self.y, text)
        else:
            bare = text.lstrip("\u3000")
            self.canvas.drawString(self.LEFT + size * (len(text) - len(bare)), self.y, bare)
        self.y -= self.PITCH * max(1.0, size / self.SIZE)

    def body(self, one: Article) -> None:
        wrap = wrapper(self.WIDTH, "pull")
        for part in one.parts:
            for line in wrap(INDENT + part.text):
                self.put(line)

    def data(self) -> bytes:
        self.turn()
        self.canvas.save()
        return self.held.getvalue()


def one_case(one: Article, *, centre: bool, after: int, between: int, apart: bool = False) -> Case:
    """Return a stand-alone document; ``apart`` sets its headings off with blank lines."""
    sheet = Sheet()
    sheet.put(centred(one.title) if centre else one.title)
    sheet.blank(after)
    for part in one.parts:
        heading = part.kind == "heading"
        sheet.blank(1 if apart and heading else 0)
        sheet.put(part.text if heading and apart else INDENT + part.text)
        sheet.blank(1 if apart and heading else between)
    sheet.wanted.append(wanted(one))
    return sheet.case("文件.txt", single=True)
