"""What people write: front matter and plan files, as pydantic models.

The models refuse unknown keys; the Chinese wording of each error is made by ``check`` and
``frontmatter`` from the error's type. JSON Schema for editors comes from the same models.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
)

from huibian.model import LevelLabel

KindLabel = Literal["经验做法", "工作总结", "工作计划", "新闻纪实", "评论理论", "访谈"]
Reviewable = Literal[
    "title", "region", "level", "organization", "author", "themes", "kind", "date", "summary"
]
#: Warnings about a page that a person can declare settled.
Confirmable = Literal["HB320", "HB321", "HB322"]
Disclosure = Literal["公开", "内部"]
SUMMARY_LIMIT = 120  # characters, DESIGN: "at most 120 characters, taken from the text"
THEMES_LIMIT = 4

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _rising(ranges: str) -> str:
    for one in ranges.split(","):
        first, _, last = one.strip().partition("-")
        if not 1 <= int(first) <= int(last or first):
            raise ValueError("lines")
    return ranges


Lines = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{1,9}(-[0-9]{1,9})?(, ?[0-9]{1,9}(-[0-9]{1,9})?)*$"),
    AfterValidator(_rising),
]
#: A name without a path: what stands in a plan must not lead out of its folder.
FileName = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[^/\\:\x00-\x1f]*[^/\\:.\x00-\x1f]$")
]
PageName = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}\.md$")]

_DATE = re.compile(r"^(1[89]|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")


@lru_cache(maxsize=4096)  # a library has few dates, and thousands of pages
def valid_date(text: str) -> bool:
    """Say whether the text is a year, a year-month or a date that exists."""
    if not _DATE.match(text):
        return False
    parts = [int(part) for part in text.split("-")]
    if len(parts) < 3:
        return True
    year, month, day = parts
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return day <= [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]


#: Empty by default. A list itself would be copied, in a general and slow way, for each model.
_NONE: Any = Field(default_factory=list)
_NOTHING: Any = Field(default_factory=dict)


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)


class SourceRef(_Model):
    """Where an article stands in the kept original: file in ``source/`` and line ranges."""

    file: FileName
    lines: Lines | None = None


class ArticleMeta(_Model):
    """Front matter of an article page."""

    title: Text
    subtitle: Text | None = None
    number: Annotated[int, Field(ge=1)]
    region: Text | None = None
    level: LevelLabel | None = None
    organization: Text | None = None
    author: Text | None = None
    themes: Annotated[list[Text], Field(max_length=THEMES_LIMIT)] = _NONE
    kind: KindLabel | None = None
    date: str | None = None
    summary: Annotated[str, StringConstraints(max_length=SUMMARY_LIMIT)] | None = None
    source: SourceRef | None = None
    review: list[Reviewable] = _NONE
    confirmed: list[Confirmable] = _NONE

    @field_validator("date")
    @classmethod
    def _date(cls, value: str | None) -> str | None:
        if value is not None and not valid_date(value):
            raise ValueError("date")
        return value


class CollectionSource(_Model):
    """The kept original of a collection: file in ``source/`` and its name as it came."""

    file: FileName
    name: Text


class CollectionMeta(_Model):
    """Front matter of a collection's ``index.md``.

    ``declared`` is the number of articles that the compilation's own title promises; ``themes``
    are those that nearly all of its articles share; ``added`` is the day it came into the
    library; ``note`` is a remark shown at its head (for instance that it is sample data).
    ``disclosure`` says who may read it; one that says nothing is not for the public.
    ``confirmed`` are warnings about its page that a person has settled.
    """

    title: Text
    declared: Annotated[int, Field(ge=1)] | None = None
    added: str | None = None
    date: str | None = None
    themes: list[Text] = _NONE
    note: Text | None = None
    disclosure: Disclosure | None = None
    confirmed: list[Literal["HB320", "HB321"]] = _NONE
    source: CollectionSource | None = None

    @field_validator("added", "date")
    @classmethod
    def _date(cls, value: str | None) -> str | None:
        if value is not None and not valid_date(value):
            raise ValueError("date")
        return value


class Anchor(_Model):
    """A source line that an edit stands on: its number and its text, for when numbers move."""

    line: Annotated[int, Field(ge=1)]
    text: str


class SplitAt(_Model):
    """Start an article at a line."""

    op: Literal["split-at"]
    at: Anchor


class Merge(_Model):
    """Take the article whose title is at the anchor into the one before it."""

    op: Literal["merge"]
    article: Anchor


class Move(_Model):
    """Put a passage at the end of another article."""

    op: Literal["move"]
    first: Anchor
    last: Anchor
    to: Anchor


class Retitle(_Model):
    """Give an article another title; the source's own stays recorded in the plan."""

    op: Literal["retitle"]
    article: Anchor
    title: Text


class Keep(_Model):
    """Keep lines that a noise rule dropped."""

    op: Literal["keep"]
    first: Anchor
    last: Anchor


class Drop(_Model):
    """Drop lines."""

    op: Literal["drop"]
    first: Anchor
    last: Anchor


class Mask(_Model):
    """Mask the personal data in lines; the original keeps them."""

    op: Literal["mask"]
    first: Anchor
    last: Anchor


class _Words(_Model):
    """Words within a line, as the page has them, personal data masked.

    ``nth`` says which of them, from 1, where the line has them several times.
    """

    at: Anchor
    text: Text
    nth: Annotated[int, Field(ge=1)] = 1


class MaskWords(_Words):
    """Mask words within a line that no rule knows for personal data."""

    op: Literal["mask-words"]


class Cut(_Words):
    """Drop words within a line."""

    op: Literal["cut"]


class Remove(_Model):
    """Drop a whole article, title and body."""

    op: Literal["remove"]
    article: Anchor


SettableField = Literal[
    "subtitle", "region", "level", "organization", "author", "themes", "kind", "date", "summary"
]


class SetField(_Model):
    """Set a metadata field; ``value`` as written on the command line, ``""`` removes it."""

    op: Literal["set"]
    article: Anchor
    field: SettableField
    value: str


class Confirm(_Model):
    """Say that the present reading at a line is right: its questions are settled."""

    op: Literal["confirm"]
    at: Anchor


Edit = Annotated[
    SplitAt
    | Merge
    | Move
    | Retitle
    | Keep
    | Drop
    | Cut
    | Mask
    | MaskWords
    | Remove
    | SetField
    | Confirm,
    Field(discriminator="op"),
]


class PlanSource(_Model):
    """The kept original: file in ``source/``, the name it came with, how it was read."""

    file: FileName
    name: Text
    format: str
    encoding: str
    sha256: str
    lines: int


class PlanEvidence(_Model):
    """One reason; see ``model.Evidence``."""

    rule: str
    line: int = 0
    text: str = ""
    weight: float = 0.0


class PlanField(_Model):
    """A metadata value as the machine read it, with its reasons."""

    value: str
    score: float
    doubt: str = ""
    evidence: list[PlanEvidence] = _NONE


class PlanArticle(_Model):
    """One article of the plan: what the page holds and where it comes from.

    ``title`` is the source's title, ``lines`` all its source lines in reading order, ``page``
    the file name and ``sha256`` the hash of the page as it was last generated.
    """

    number: int
    title: str
    title_lines: Lines
    lines: Lines
    page: PageName
    sha256: str
    score: float
    mark: str = ""
    evidence: list[PlanEvidence] = _NONE
    fields: dict[str, list[PlanField]] = _NOTHING


class PlanDropped(_Model):
    """A dropped piece; ``columns`` are 0-based, end exclusive."""

    line: Annotated[int, Field(ge=1)]
    columns: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}-[0-9]{1,9}$")]
    rule: str
    text: str


class PlanQuestion(_Model):
    """A doubt on the review list and the command that settles it the other way."""

    code: str
    line: int
    message: str
    command: str
    article: int | None = None
    evidence: list[PlanEvidence] = _NONE


class PlanCollection(_Model):
    """What the compilation says of itself and the boundary rule that won."""

    title: str
    title_line: int
    declared: int | None = None
    rule: str


class PlanFile(_Model):
    """``source/plan.yml``: where every line went, why, and the editor's decisions."""

    version: Literal[1]
    source: PlanSource
    added: str
    index_sha256: str
    collection: PlanCollection
    articles: list[PlanArticle]
    preliminaries: Lines | None = None
    dropped: list[PlanDropped] = _NONE
    questions: list[PlanQuestion] = _NONE
    edits: list[Edit] = _NONE


class PlanAdded(_Model):
    """A stand-alone document that became a page; the page names ``file`` as its source.

    ``sha256`` is the hash of the kept original, ``body_sha256`` that of the page's body as it was
    made; ``title_lines`` are the source's lines that make the title, none for a proposed one.
    """

    file: FileName
    name: Text
    sha256: str
    title: Text
    title_lines: Lines | None = None
    subtitle: str = ""
    body_sha256: str
    evidence: list[PlanEvidence] = _NONE
    dropped: list[PlanDropped] = _NONE


class AddedFile(_Model):
    """``source/added.yml``: what was dropped from each stand-alone document, and why."""

    version: Literal[1]
    articles: list[PlanAdded] = _NONE


#: Fields that stand on a page; the others (``minutes``, ``year`` …) are made of these.
ShownField = Literal[
    "region",
    "level",
    "organization",
    "author",
    "themes",
    "kind",
    "date",
    "collection",
    "number",
    "length",
]
ArticleField = Literal[ShownField, "minutes"]
FacetField = Literal[
    "region", "level", "themes", "kind", "year", "collection", "organization", "author"
]
HideableField = Literal[
    ShownField, "subtitle", "summary", "year", "minutes", "source", "lines", "url"
]
ExportField = Literal[HideableField, "title"]
SortName = Literal["relevance", "newest", "oldest", "order", "title", "shortest", "longest"]


def _once(names: list[str]) -> list[str]:
    twice = next((name for at, name in enumerate(names) if name in names[:at]), None)
    if twice is not None:
        raise ValueError(twice)
    return names


_Once = AfterValidator(_once)


class FieldsFile(_Model):
    """``fields.yml``: labels of fields, and the lists of those that stand in each place.

    A list that is missing is taken from the shipped table. ``sorts`` maps an order to its label.
    """

    labels: dict[ExportField, Text] = _NOTHING
    article: Annotated[list[ArticleField], _Once] | None = None
    columns: Annotated[list[ShownField], _Once] | None = None
    under_title: Annotated[list[ShownField], _Once] | None = None
    results: Annotated[list[ShownField], _Once] | None = None
    results_foot: Annotated[list[ShownField], _Once] | None = None
    facets: Annotated[list[FacetField], _Once] | None = None
    sorts: Annotated[dict[SortName, Text], Field(min_length=1)] | None = None
    export: Annotated[list[ExportField], Field(min_length=1), _Once] | None = None
    hidden: Annotated[list[HideableField], _Once] | None = None
