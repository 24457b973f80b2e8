"""What the listings count and in which order: pure functions over the catalog.

Region tree, groups and paging of long lists, and the matrices with their shades. Knows neither
addresses nor HTML; a cell or a group only says which articles it stands for.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from huibian.model import LEVELS
from huibian.site.catalog import NO_LEVEL, ArticleCard, Catalog, level_id

#: Key of the articles that name no province, in groups and columns.
NO_PROVINCE = ""
SHADES = 5


#: The pages of a listing come one after another, and each shows the same counts.
_remembered = lru_cache(maxsize=8)


@dataclass(frozen=True, slots=True)
class Count:
    """A value of some field and how many articles have it; ``share`` is 0–20 of the highest."""

    key: str
    label: str
    count: int
    share: int = 0


@dataclass(frozen=True, slots=True)
class RegionNode:
    """A region with articles, and those below it."""

    code: str
    name: str
    count: int
    children: tuple[RegionNode, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """A part of a listing under one heading.

    ``total`` counts the whole group; ``articles`` are those on this page, ``continued`` says
    that the group began on the page before.
    """

    key: str
    label: str
    total: int
    articles: tuple[ArticleCard, ...]
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a matrix."""

    row: str
    column: str
    count: int
    shade: int


@dataclass(frozen=True, slots=True)
class Step:
    """A shade of a map or matrix and the counts that have it."""

    shade: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Counts by two fields; ``rows`` and ``columns`` carry their own totals."""

    rows: tuple[Count, ...]
    columns: tuple[Count, ...]
    cells: tuple[tuple[Cell, ...], ...]

    @property
    def highest(self) -> int:
        """Return the highest count in a cell."""
        return max((cell.count for row in self.cells for cell in row), default=0)


def shade(count: int, highest: int) -> int:
    """Return 0 for none, else 1–``SHADES``; a long tail is stretched by a square root."""
    if count <= 0:
        return 0
    ratio = count / max(highest, SHADES)
    if highest > 25:
        ratio = math.sqrt(ratio)
    return min(SHADES, max(1, math.ceil(SHADES * ratio)))


def steps(highest: int) -> tuple[Step, ...]:
    """Return what each shade up to that of ``highest`` stands for; shade 0 is none."""
    shades = groupby(range(highest + 1), lambda count: shade(count, highest))
    runs = ((ident, list(run)) for ident, run in shades)
    return tuple(Step(ident, run[0], run[-1]) for ident, run in runs)


def counted(counts: Iterable[tuple[str, str, int]]) -> tuple[Count, ...]:
    """Return key, label, count as ``Count`` with their share of the highest, order kept."""
    items = list(counts)
    highest = max((count for _, _, count in items), default=0) or 1
    return tuple(
        Count(key, label, count, math.ceil(20 * count / highest)) for key, label, count in items
    )


def province_of(article: ArticleCard) -> str:
    """Return the code of the article's province, ``""`` when it names none."""
    return article.region[0] if article.region else NO_PROVINCE


def provinces(catalog: Catalog) -> tuple[str, ...]:
    """Return the codes of all provinces: those of the table, then any that only articles name."""
    known = sorted(region.code for region in catalog.regions.roots())
    own = {province_of(article) for article in catalog.articles} - {*known, NO_PROVINCE}
    return (*known, *sorted(own))


def region_name(catalog: Catalog, code: str) -> str:
    """Return a region's official name, ``未注明`` for none."""
    region = catalog.regions.get(code) if code else None
    return region.name if region else (code or "未注明")


def province_name(catalog: Catalog, code: str) -> str:
    """Return a province's name, ``未注明省份`` for none."""
    return region_name(catalog, code) if code else "未注明省份"


def region_short(catalog: Catalog, code: str) -> str:
    """Return a region's short name (云南), ``未注明`` for none."""
    region = catalog.regions.get(code) if code else None
    return (region.short or region.name) if region else (code or "未注明")


def region_tree(catalog: Catalog) -> tuple[RegionNode, ...]:
    """Return the provinces that have articles, with the regions below them that have some."""
    below: defaultdict[str, set[str]] = defaultdict(set)
    for article in catalog.articles:
        for parent, code in zip(("", *article.region), article.region, strict=False):
            below[parent].add(code)

    def nodes(parent: str) -> tuple[RegionNode, ...]:
        return tuple(
            RegionNode(code, region_name(catalog, code), len(catalog.by_region[code]), nodes(code))
            for code in sorted(below.get(parent, ()))
        )

    return nodes("")


def siblings(catalog: Catalog, code: str) -> tuple[Count, ...]:
    """Return the regions beside a region that have articles, by code.

    Below a province those in the same region; of a province those in its part of the country,
    which is the first digit of their codes.
    """
    region = catalog.regions.get(code)
    if region is None:
        return ()
    others = [other for key in sorted(catalog.by_region) if (other := catalog.regions.get(key))]
    return counted(
        (other.code, other.name, len(catalog.by_region[other.code]))
        for other in others
        if other.code != code
        and other.parent == region.parent
        and (region.parent or other.code[:1] == code[:1])
    )


@_remembered
def count_levels(articles: tuple[ArticleCard, ...]) -> tuple[Count, ...]:
    """Return the levels that occur, from the top down; those without one come last."""
    counts = Counter(article.level for article in articles)
    order = [*LEVELS, NO_LEVEL]
    return counted(
        (level_id(label), label or "未注明", counts[label]) for label in order if counts[label]
    )


@_remembered
def count_themes(catalog: Catalog, articles: tuple[ArticleCard, ...]) -> tuple[Count, ...]:
    """Return the themes that occur, most frequent first, the vocabulary's order on ties."""
    counts = Counter(theme for article in articles for theme in article.all_themes)
    found = [theme for theme in catalog.themes if counts[theme.id]]
    found.sort(key=lambda theme: -counts[theme.id])
    return counted((theme.id, theme.label, counts[theme.id]) for theme in found)


@_remembered
def count_provinces(catalog: Catalog, articles: tuple[ArticleCard, ...]) -> tuple[Count, ...]:
    """Return the provinces that occur by code; those without one come last."""
    counts = Counter(province_of(article) for article in articles)
    codes = sorted(code for code in counts if code)
    if counts[NO_PROVINCE]:
        codes.append(NO_PROVINCE)
    return counted((code, province_name(catalog, code), counts[code]) for code in codes)


def group(
    articles: Iterable[ArticleCard],
    key: Callable[[ArticleCard], str],
    label: Callable[[str], str],
) -> tuple[Group, ...]:
    """Group articles, keys in ascending order, the empty key last."""
    groups: defaultdict[str, list[ArticleCard]] = defaultdict(list)
    for article in articles:
        groups[key(article)].append(article)
    order = sorted(groups, key=lambda code: (not code, code))
    return tuple(Group(code, label(code), len(groups[code]), tuple(groups[code])) for code in order)


def by_province(catalog: Catalog, articles: Iterable[ArticleCard]) -> tuple[Group, ...]:
    """Group articles by province."""
    return group(articles, province_of, lambda code: province_name(catalog, code))


def by_theme(catalog: Catalog, articles: Iterable[ArticleCard]) -> tuple[Group, ...]:
    """Group articles by their first theme, the largest group first, those without one last."""
    order = {theme.id: at for at, theme in enumerate(catalog.themes)}
    groups = group(
        articles,
        lambda article: article.all_themes[0] if article.all_themes else "",
        lambda key: catalog.themes.by_id[key].label if key else "未标注主题",
    )
    return tuple(
        sorted(groups, key=lambda item: (not item.key, -item.total, order.get(item.key, 0)))
    )


def by_child(catalog: Catalog, code: str) -> tuple[Group, ...]:
    """Group a region's articles by the regions right below it; the rest comes last."""
    articles = catalog.by_region.get(code, ())
    name = region_name(catalog, code)

    def child(article: ArticleCard) -> str:
        at = article.region.index(code) + 1
        return article.region[at] if at < len(article.region) else ""

    groups = group(articles, child, lambda key: region_name(catalog, key))
    if len(groups) == 1 and not groups[0].key:
        return (Group("", "", groups[0].total, groups[0].articles),)
    return tuple(
        item if item.key else Group("", f"只写到{name}", item.total, item.articles)
        for item in groups
    )


def paginate(groups: Sequence[Group], size: int) -> tuple[tuple[Group, ...], ...]:
    """Cut groups into pages of at most ``size`` articles; there is always one page.

    A group that goes on over a page's end continues on the next one under its own heading.
    """
    pages: list[tuple[Group, ...]] = []
    page: list[Group] = []
    free = size
    for item in groups:
        rest = item.articles
        while rest:
            if not free:
                pages.append(tuple(page))
                page, free = [], size
            taken, begun = rest[:free], len(rest) < len(item.articles)
            page.append(Group(item.key, item.label, item.total, taken, begun))
            free -= len(taken)
            rest = rest[len(taken) :]
    pages.append(tuple(page))
    return tuple(pages)


def first_pages(pages: Sequence[Sequence[Group]]) -> dict[str, int]:
    """Return for each group's key the number (from 1) of the page on which it begins."""
    where: dict[str, int] = {}
    for number, page in enumerate(pages, 1):
        for item in page:
            where.setdefault(item.key, number)
    return where


def theme_by_province(catalog: Catalog) -> Matrix:
    """Return the matrix of all themes and all provinces, the column 未注明 last."""
    columns = [(code, region_short(catalog, code)) for code in provinces(catalog)]
    columns.append((NO_PROVINCE, "未注明"))
    return _matrix(catalog.articles, _all_themes(catalog), columns, province_of)


def theme_by_level(catalog: Catalog) -> Matrix:
    """Return the matrix of all themes and all levels, the column 未注明 last."""
    columns = [(ident, label) for label, ident in LEVELS.items()]
    columns.append((level_id(NO_LEVEL), "未注明"))
    return _matrix(catalog.articles, _all_themes(catalog), columns, _level_of)


@_remembered
def crossing(catalog: Catalog, articles: tuple[ArticleCard, ...]) -> Matrix:
    """Return the matrix of the themes and levels that occur in ``articles``, frequent themes first.

    Articles without a theme stand in no row.
    """
    columns = [(count.key, count.label) for count in count_levels(articles)]
    return _matrix(articles, count_themes(catalog, articles), columns, _level_of)


def _all_themes(catalog: Catalog) -> tuple[Count, ...]:
    return counted(
        (theme.id, theme.label, len(catalog.by_theme.get(theme.id, ()))) for theme in catalog.themes
    )


def _level_of(article: ArticleCard) -> str:
    return level_id(article.level)


def _matrix(
    articles: Iterable[ArticleCard],
    rows: Sequence[Count],
    columns: Sequence[tuple[str, str]],
    column_of: Callable[[ArticleCard], str],
) -> Matrix:
    totals: Counter[str] = Counter()
    counts: Counter[tuple[str, str]] = Counter()
    for article in articles:
        column = column_of(article)
        totals[column] += 1
        counts.update((theme, column) for theme in article.all_themes)
    highest = max(counts.values(), default=0)
    return Matrix(
        rows=tuple(rows),
        columns=counted((key, label, totals[key]) for key, label in columns),
        cells=tuple(
            tuple(
                Cell(row.key, key, counts[row.key, key], shade(counts[row.key, key], highest))
                for key, _ in columns
            )
            for row in rows
        ),
    )
