"""What a layout gives, and the pad on which the layouts of text files are written."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from .articles import Article, Part

NUMERALS = "一二三四五六七八九"


def chinese(value: int) -> str:
    """Return 1–99 in Chinese numerals."""
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else NUMERALS[tens - 1] + "十"
    return head + (NUMERALS[ones - 1] if ones else "")


def full_width(value: int) -> str:
    """Return a number in full-width digits."""
    return "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in str(value))


@dataclass(frozen=True, slots=True)
class Wanted:
    """An article as it should come out.

    ``titles`` are the readings of the title that count as exact (a title over two lines may be
    joined with or without a space); ``bylines`` stand under the title and belong to the metadata,
    in neither title nor body; ``signature`` stands at the end and may be body or metadata.
    """

    titles: tuple[str, ...]
    parts: tuple[Part, ...]
    subtitle: str = ""
    bylines: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A source and what is expected of it.

    ``outside`` are lines that belong to no article. ``asks`` says that the source contradicts
    itself, so that a question is due even when every article is found. ``whole`` is a
    stand-alone document, read as one article. ``single`` is one that somebody splits by mistake:
    it comes out right as one article, or refused as such and then read as one.
    """

    file: str
    data: bytes
    wanted: tuple[Wanted, ...]
    outside: tuple[str, ...] = ()
    asks: bool = False
    whole: bool = False
    single: bool = False


def wanted(article: Article, *titles: str, bylines: Sequence[str] = ()) -> Wanted:
    """Return what should come of an article; ``titles`` where they are not its own."""
    return Wanted(titles or (article.title,), article.parts, article.subtitle, tuple(bylines))


Wrap = Callable[[str], list[str]]


@dataclass
class Sheet:
    """Collects the lines of a text file together with what is expected of them."""

    lines: list[str] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def blank(self, count: int = 1) -> None:
        self.lines += [""] * count

    def put(self, *lines: str) -> None:
        """Write lines as they are."""
        self.lines += lines

    def aside(self, *lines: str) -> None:
        """Write lines that belong to no article."""
        self.lines += lines
        self.outside += [line for line in lines if line.strip()]

    def body(
        self,
        article: Article,
        indent: str | Callable[[int], str] = "",
        between: int = 0,
        wrap: Wrap | None = None,
        bare: bool = False,
    ) -> None:
        """Write an article's subtitle and body.

        ``indent`` stands before every line but a table's (a function gets its position),
        ``between`` counts the blank lines between paragraphs, ``bare`` leaves headings flush.
        """
        if article.subtitle:
            self.lines.append(article.subtitle)
            self.blank(between)
        for at, part in enumerate(article.parts):
            if at:
                self.blank(between)
            space = indent(at) if callable(indent) else indent
            if part.kind == "row" or (bare and part.kind == "heading"):
                space = ""
            text = space + part.text
            self.lines += wrap(text) if wrap and part.kind != "row" else [text]

    def article(
        self,
        article: Article,
        *title: str,
        titles: Sequence[str] = (),
        bylines: Sequence[str] = (),
        after: int = 0,
        indent: str | Callable[[int], str] = "",
        between: int = 0,
        wrap: Wrap | None = None,
        bare: bool = False,
    ) -> None:
        """Write an article; ``title`` are its title's lines where they are not the bare title."""
        self.put(*(title or (article.title,)))
        self.put(*bylines)
        self.blank(after)
        self.body(article, indent, between, wrap, bare)
        self.wanted.append(wanted(article, *titles, bylines=[one.strip() for one in bylines]))

    def case(
        self,
        file: str = "汇编.txt",
        encoding: str = "utf-8",
        newline: str = "\n",
        asks: bool = False,
        whole: bool = False,
        single: bool = False,
    ) -> Case:
        """Return the finished text file."""
        data = (newline.join(self.lines) + newline).encode(encoding)
        return Case(file, data, tuple(self.wanted), tuple(self.outside), asks, whole, single)


def columns(text: str) -> int:
    """Return how many half-width columns a text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def centred(text: str, width: int = 76, pad: str = " ") -> str:
    """Pad a line with spaces so that it stands in the middle of ``width`` columns."""
    room = max(2, (width - columns(text)) // 2)
    return pad * (room // columns(pad)) + text


def wrapper(width: int, signs: str = "strict") -> Wrap:
    """Return a function that breaks a line at ``width`` full-width characters.

    ``signs`` says what becomes of punctuation that would start a line: ``strict`` leaves it
    there, ``hang`` lets it stand out at the end of the line above, ``pull`` takes the character
    before it down.
    """
    closing = "，。、；：！？”’）》"

    def wrap(text: str) -> list[str]:
        lines, line = [], ""
        for char in text:
            if columns(line) + columns(char) > width * 2:
                if char in closing and signs == "hang":
                    lines.append(line + char)
                    line = ""
                    continue
                if char in closing and signs == "pull":
                    cut = len(line) - 1
                    while line[cut] in closing:
                        cut -= 1
                    lines.append(line[:cut])
                    line = line[cut:]
                else:
                    lines.append(line)
                    line = ""
            line += char
        return [*lines, line] if line else lines

    return wrap


def full_ends(articles: Iterable[Article], wrap: Wrap, indent: str = "") -> int:
    """Count the broken lines inside paragraphs that happen to end with a sentence."""
    return sum(
        line.endswith(("。", "！", "？"))
        for article in articles
        for part in article.parts
        for line in wrap(indent + part.text)[:-1]
    )
