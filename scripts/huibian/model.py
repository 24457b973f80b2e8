"""What passes between the rooms: frozen dataclasses, no behaviour beyond reading them.

A source is a list of lines; every place in it is a ``Span`` (line, columns). All later
results say from which spans they come, so that nothing of a source can get lost unseen.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal

from huibian.diagnostics import Diagnostic

LevelLabel = Literal[
    "国家级", "省级", "市级", "县区级", "乡镇街道级", "村社区级", "开发区", "企业", "其他"
]

#: Levels from the top down: label -> ASCII id used in addresses.
LEVELS: dict[str, str] = {
    "国家级": "national",
    "省级": "province",
    "市级": "city",
    "县区级": "county",
    "乡镇街道级": "township",
    "村社区级": "village",
    "开发区": "zone",
    "企业": "enterprise",
    "其他": "other",
}

#: Characters that are neither text nor space: they vanish without a trace in any editor.
INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)


@lru_cache(maxsize=4096)
def is_blank(char: str) -> bool:
    """Say whether a character leaves no ink: white space, controls and invisible ones."""
    return char.isspace() or char in INVISIBLE or unicodedata.category(char) == "Cc"


_BLANKS = re.compile(rf"[\s\x00-\x1f\x7f-\x9f{''.join(sorted(INVISIBLE))}]+")


def ink(text: str) -> str:
    """Return the characters of a text that are not blank."""
    return _BLANKS.sub("", text)


LineRole = Literal["text", "table", "image", "note", "toc", "furniture"]


#: Is told of a stage how much is done, of how much.
Progress = Callable[[str, int, int], None]


class Packed:
    """A dataclass with slots that goes from process to process by its fields.

    The way that such a dataclass has by itself takes twice the time.
    """

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Return what makes an equal one."""
        return type(self), tuple([getattr(self, name) for name in self.__slots__])


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How a line looked in its source; what a format does not know stays at the default.

    ``role`` says what the format itself takes the line for: running text, a table's row (cells
    parted by tabs), an image (``image`` names it among the attachments), a footnote, an entry of
    a table of contents, or furniture (running heads, page numbers, navigation; ``furniture``
    names the noise rule).
    """

    heading: int = 0  # 1–9: the format's own heading level, 0 none
    bold: bool = False
    size: float = 0.0  # points, 0 unknown
    centred: bool = False
    page_break: bool = False  # a page starts with this line
    role: LineRole = "text"
    image: str = ""
    furniture: str = ""


PLAIN = LineStyle()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a source: ``number`` is 1-based, ``text`` without its line end.

    ``page`` is 1-based, 0 where the format knows no pages.
    """

    number: int
    text: str
    style: LineStyle = PLAIN
    page: int = 0


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A source as read: ``name`` of the file, its format, encoding and SHA-256 (hex).

    ``attachments`` are the images that lines name: (file name, bytes). ``findings`` say what the
    reader could not take over.
    """

    name: str
    format: str
    encoding: str
    sha256: str
    lines: tuple[Line, ...]
    attachments: tuple[tuple[str, bytes], ...] = ()
    findings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Columns ``start`` (from 0) to ``end`` (exclusive) of source line ``line`` (from 1)."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence(Packed):
    """Why a decision was taken: the rule's id, where it found it (0: nowhere) and the words."""

    rule: str
    line: int = 0
    text: str = ""
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Dropped:
    """A piece of the source that is in no article, with the rule that dropped it.

    ``text`` is what stands there; of a masked number (rule ``masked``) the mask.
    """

    span: Span
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class CleanLine:
    """A source line after cleaning.

    ``text`` has no outer white space, no invisible characters and no dropped pieces; ``spans``
    are the columns that it was made of, one for each of its characters. Blank lines have an
    empty text. ``indent`` counts the columns of white space that stood before the text (a
    full-width space counts 2).
    ``noise`` is the rule that dropped the whole line, if one did; ``joined`` says that the line
    goes on with the text line before it.
    """

    number: int
    text: str
    spans: tuple[Span, ...]
    indent: int = 0
    noise: str = ""
    style: LineStyle = PLAIN
    joined: bool = False

    @property
    def shown(self) -> bool:
        """Say whether the line has something to show: text or an image."""
        return bool(self.text or self.style.image)


@dataclass(frozen=True, slots=True)
class Boundary:
    """The start of an article: the lines of its title, the title, and why.

    ``mark`` is the numbering that stood before the title (``篇一：``, ``1.``, ``【``), ``closing``
    what stood behind it (``】``), both without the title.
    """

    line: int
    title: str
    mark: str = ""
    title_lines: tuple[int, ...] = ()
    score: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    closing: str = ""


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """An article that the table of contents lists: the entry's line number and title.

    ``place`` is the index of the line that it lists, -1 where the text has none like it.
    """

    line: int
    title: str
    place: int


@dataclass(frozen=True, slots=True)
class Contents:
    """The tables of contents: the indexes of their lines, and the articles that they list.

    ``starts`` are the indexes of their first lines. A source has several when it is made of
    issues, each with its own.
    """

    lines: frozenset[int] = frozenset()
    entries: tuple[ContentsEntry, ...] = ()
    starts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Interlude:
    """Lines ``first`` to ``last`` between articles that are the editor's: why, and which words.

    The heading of a group of articles, the head of a second compilation, a postscript.
    """

    first: int
    last: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Suspect:
    """A line inside an article that looks like a title: why and how strongly (0–1)."""

    line: int
    title: str
    reason: str
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Byline:
    """A line that signs an article by its place, which is the same at nearly every title.

    ``unit``, ``author`` and ``date`` are what it says, all "" where no field holds that.
    """

    line: int
    unit: str = ""
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Tail:
    """A line below a title that may be the title's second half: both lines, and the whole title."""

    title_line: int
    line: int
    whole: str


@dataclass(frozen=True, slots=True)
class Considered:
    """A set of titles that was scored, whether it won or not.

    ``titles`` are (line, title, mark); ``parts`` what the score was made of; a set that is not
    ``possible`` cannot win.
    """

    rule: str
    titles: tuple[tuple[int, str, str], ...]
    parts: tuple[tuple[str, float], ...]
    score: float
    possible: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """Running numbers that go from ``above`` to ``below`` (0: the start) at a title's line.

    ``likely`` are the lines between them that may be a missing title, likeliest first.
    """

    line: int
    above: int
    below: int
    likely: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BoundarySet:
    """The winning set, the declared count, the compilation's own title line and the suspects.

    ``contents`` is the table of contents, ``interludes`` what stands between the articles;
    ``gaps`` are numbers that are skipped. Where the source promises more articles, ``likely``
    are the lines that may be the missing titles, likeliest first; ``others`` are those that a set
    nearly as good has beside these titles. ``bylines`` sign the articles by their place,
    ``tails`` may belong to titles.
    """

    boundaries: tuple[Boundary, ...]
    rule: str
    score: float
    title_line: int
    title: str
    declared: int | None
    suspects: tuple[Suspect, ...]
    contents: Contents
    interludes: tuple[Interlude, ...] = ()
    gaps: tuple[Gap, ...] = ()
    likely: tuple[int, ...] = ()
    others: tuple[int, ...] = ()
    bylines: tuple[Byline, ...] = ()
    tails: tuple[Tail, ...] = ()

    def promoted(self) -> tuple[Suspect, ...]:
        """Return the suspects that the declared count turns into titles, likeliest first."""
        missing = (self.declared or 0) - len(self.boundaries)
        return tuple(sorted(self.suspects, key=lambda s: (-s.score, s.line))[: max(0, missing)])


@dataclass(frozen=True, slots=True)
class LineRange:
    """Source lines ``first`` to ``last``, both included."""

    first: int
    last: int

    def __contains__(self, line: object) -> bool:
        return isinstance(line, int) and self.first <= line <= self.last

    @property
    def numbers(self) -> range:
        """Return the numbers of the lines."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True, slots=True)
class Segment:
    """One article of a plan: its boundary and the passages of its body, in reading order.

    ``joins`` are the first lines of passages that an editor moved here and that go on in the
    middle of the sentence before them.
    """

    number: int
    boundary: Boundary
    passages: tuple[LineRange, ...]
    title: str  # as the page has it: the source's, or the editor's
    joins: frozenset[int] = frozenset()

    @property
    def numbers(self) -> Iterator[int]:
        """Yield the numbers of the body's lines in reading order."""
        return (number for passage in self.passages for number in passage.numbers)


@dataclass(frozen=True, slots=True)
class Question:
    """A doubt for the editor: a diagnostic's code, values, and the command that settles it."""

    code: str
    line: int
    values: tuple[tuple[str, str], ...]
    command: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class SplitPlan:
    """Where every line of the source goes."""

    segments: tuple[Segment, ...]
    preliminaries: tuple[int, ...]  # line numbers
    dropped: tuple[Dropped, ...]
    title: str = ""
    title_line: int = 0
    declared: int | None = None
    questions: tuple[Question, ...] = ()
    rule: str = ""  # the boundary rule that won

    def home_of(self, line: int) -> Segment | None:
        """Return the article in whose passages a line stands, None for no article."""
        position = self._homes[line] if 0 < line < len(self._homes) else 0
        return self.segments[position - 1] if position else None

    @cached_property
    def _homes(self) -> array[int]:
        """For each line the position (from 1) of the first article that has it, 0 for none."""
        ends = [passage.last for segment in self.segments for passage in segment.passages]
        homes = array("L", bytes((max(ends, default=0) + 1) * array("L").itemsize))
        for position in range(len(self.segments), 0, -1):
            for passage in self.segments[position - 1].passages:
                size = passage.last - passage.first + 1
                homes[passage.first : passage.last + 1] = array("L", [position]) * size
        return homes


BlockKind = Literal["heading", "paragraph", "item", "table", "image"]


@dataclass(frozen=True, slots=True)
class Block(Packed):
    """A piece of an article's body.

    ``level`` is 1 or 2 for headings; ``marker`` is the list marker of an item (``1.`` or ``-``);
    ``lead`` counts the characters of a run-in lead sentence at the start of a paragraph. A table's
    ``text`` has a row a line, cells parted by tabs; an image's is its file's name.
    """

    kind: BlockKind
    text: str
    lines: tuple[int, ...]
    level: int = 0
    marker: str = ""
    lead: int = 0


@dataclass(frozen=True, slots=True)
class Finding(Packed):
    """A metadata value with its reasons. ``score`` is 0–1; ``doubt`` says what is unsure.

    ``instead`` is the next likely value of a doubtful one, "" to have none.
    """

    value: str
    score: float
    evidence: tuple[Evidence, ...] = ()
    doubt: str = ""
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Article(Packed):
    """One article with everything that its page shows, and the reasons behind it."""

    number: int
    title: str
    blocks: tuple[Block, ...]
    lines: tuple[LineRange, ...]
    subtitle: str = ""
    region: Finding | None = None
    level: Finding | None = None
    organization: Finding | None = None
    author: Finding | None = None
    themes: tuple[Finding, ...] = ()
    kind: Finding | None = None
    date: Finding | None = None
    summary: str = ""
    review: tuple[str, ...] = field(default=())
