"""The values that pages are made of, and how dates, lines and citations are put into words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from huibian.site import titlelines
from huibian.site.catalog import NO_LEVEL, ArticleCard, CollectionCard
from huibian.site.listings import Count

TITLE_CHARACTERS = 20  # of 二号 (22 pt) in a line on A4

UNNAMED_LABELS = {
    "省级": "未具名省份",
    "市级": "未具名市州",
    "县区级": "未具名县区",
    "乡镇街道级": "未具名乡镇街道",
    "村社区级": "未具名村社区",
    "开发区": "未具名开发区",
    "企业": "未具名企业",
    "其他": "未具名单位",
    NO_LEVEL: "地区、层级均未注明",
}


@dataclass(frozen=True, slots=True)
class Spec:
    """A page: its path below ``docs/``, what it is, its number in a long listing, its title."""

    src: str
    kind: str
    key: str
    title: str
    section: str
    number: int = 1

    @property
    def template(self) -> str:
        """Return the template that prints it."""
        return f"huibian/{self.kind}.html"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; ``url`` is empty where there is nothing to open."""

    label: str
    url: str = ""
    count: int = 0
    share: int = 0
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of an article with its label; no values where the article has none.

    ``unnamed`` leads to the places of its level whose name is withheld.
    """

    id: str
    label: str
    values: tuple[Link, ...]
    unnamed: Link | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """An article in a listing.

    ``columns`` stand beside the title and ``under_title`` below it, as the field table says; a
    hidden field is empty everywhere. ``key`` names it in the tray and in links that compare.
    """

    key: str
    number: int
    title: str
    url: str
    organization: str
    author: str
    place: str
    level: str
    date: str
    columns: tuple[Fact, ...]
    under_title: tuple[str, ...]
    review: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A title over a page, in lines that are worked out when they are asked for."""

    title: str

    def __iter__(self) -> Iterator[str]:
        return iter(titlelines.lines(self.title, TITLE_CHARACTERS))


def counted(counts: Iterable[Count], url: Callable[[str], str]) -> list[Link]:
    """Return counts as links; ``url`` gives the address of a key."""
    return [Link(item.label, url(item.key), item.count, item.share) for item in counts]


def chinese_date(date: str) -> str:
    """Return ``2022-04`` as 2022年4月."""
    return "".join(
        f"{int(part)}{unit}" for part, unit in zip(date.split("-"), "年月日", strict=False) if part
    )


def chinese_lines(lines: str) -> str:
    """Return ``344-352, 360`` as 第 344–352、360 行."""
    return f"第 {lines.replace(' ', '').replace(',', '、').replace('-', '–')} 行" if lines else ""


def citation(article: ArticleCard, card: CollectionCard) -> str:
    """Return how to cite an article of a compilation, after GB/T 7714 (G: a compilation)."""
    maker = article.author or article.organization
    title = (
        f"{article.title}：{article.subtitle.lstrip('—－-')}" if article.subtitle else article.title
    )
    date = article.date or card.date
    return (
        f"{f'{maker}. ' if maker else ''}{title}[G]//{card.title}. "
        f"{f'{date}: ' if date else ''}第 {article.number} 篇."
    )
