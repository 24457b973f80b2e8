"""What the listings count and in which order: pure functions over the catalog.

Region tree, tile map, groups and paging of long lists, and the two matrices. Knows neither
addresses nor HTML; a cell or a group only says which articles it stands for.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from huibian.model import LEVELS
from huibian.site.catalog import NO_LEVEL, ArticleCard, Catalog, level_id

#: Where each province's tile stands: adcode -> column, row. Neighbours stay neighbours as far
#: as a grid allows; it is an index of names, not a map of borders.
TILES: dict[str, tuple[int, int]] = {
    "230000": (8, 0),
    "650000": (0, 1),
    "150000": (5, 1),
    "210000": (7, 1),
    "220000": (8, 1),
    "630000": (1, 2),
    "620000": (2, 2),
    "640000": (3, 2),
    "140000": (4, 2),
    "130000": (5, 2),
    "110000": (6, 2),
    "120000": (7, 2),
    "540000": (1, 3),
    "510000": (2, 3),
    "610000": (3, 3),
    "410000": (4, 3),
    "370000": (5, 3),
    "320000": (6, 3),
    "530000": (2, 4),
    "500000": (3, 4),
    "420000": (4, 4),
    "340000": (5, 4),
    "330000": (6, 4),
    "310000": (7, 4),
    "520000": (3, 5),
    "430000": (4, 5),
    "360000": (5, 5),
    "350000": (6, 5),
    "710000": (7, 5),
    "450000": (3, 6),
    "440000": (4, 6),
    "460000": (3, 7),
    "820000": (4, 7),
    "810000": (5, 7),
}
#: Key of the articles that name no province, in groups and columns.
NO_PROVINCE = ""
SHADES = 5


@dataclass(frozen=True, slots=True)
class Tile:
    """A province on the tile map; ``shade`` is 0 (none) to ``SHADES``."""

    code: str
    name: str
    short: str
    count: int
    column: int
    row: int
    shade: int


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
class Matrix:
    """Counts by two fields; ``rows`` and ``columns`` carry their own totals."""

    rows: tuple[Count, ...]
    columns: tuple[Count, ...]
    cells: tuple[tuple[Cell, ...], ...]


def shade(count: int, highest: int) -> int:
    """Return 0 for none, else 1–``SHADES``; a long tail is stretched by a square root."""
    if count <= 0:
        return 0
    ratio = count / max(highest, SHADES)
    if highest > 25:
        ratio = math.sqrt(ratio)
    return min(SHADES, max(1, math.ceil(SHADES * ratio)))


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
    """Return the codes of all provinces: those of the tile map, then any of the site's own."""
    own = {province_of(article) for article in catalog.articles} - set(TILES) - {NO_PROVINCE}
    return tuple(sorted(TILES)) + tuple(sorted(own))


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


def tile_map(catalog: Catalog) -> tuple[Tile, ...]:
    """Return the tiles in reading order (row by row), also those without articles."""
    counts = {code: len(catalog.by_region.get(code, ())) for code in TILES}
    highest = max(counts.values(), default=0)
    tiles = [
        Tile(
            code,
            region_name(catalog, code),
            region_short(catalog, code),
            counts[code],
            column,
            row,
            shade(counts[code], highest),
        )
        for code, (column, row) in TILES.items()
    ]
    return tuple(sorted(tiles, key=lambda tile: (tile.row, tile.column)))


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


def count_levels(articles: Iterable[ArticleCard]) -> tuple[Count, ...]:
    """Return the levels that occur, from the top down; those without one come last."""
    counts = Counter(article.level for article in articles)
    order = [*LEVELS, NO_LEVEL]
    return counted(
        (level_id(label), label or "未注明", counts[label]) for label in order if counts[label]
    )


def count_themes(catalog: Catalog, articles: Iterable[ArticleCard]) -> tuple[Count, ...]:
    """Return the themes that occur, most frequent first, the vocabulary's order on ties."""
    counts = Counter(theme for article in articles for theme in article.all_themes)
    found = [theme for theme in catalog.themes if counts[theme.id]]
    found.sort(key=lambda theme: -counts[theme.id])
    return counted((theme.id, theme.label, counts[theme.id]) for theme in found)


def count_provinces(catalog: Catalog, articles: Iterable[ArticleCard]) -> tuple[Count, ...]:
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
    return _theme_matrix(catalog, columns, province_of)


def theme_by_level(catalog: Catalog) -> Matrix:
    """Return the matrix of all themes and all levels, the column 未注明 last."""
    columns = [(ident, label) for label, ident in LEVELS.items()]
    columns.append((level_id(NO_LEVEL), "未注明"))
    return _theme_matrix(catalog, columns, lambda article: level_id(article.level))


def _theme_matrix(
    catalog: Catalog,
    columns: Sequence[tuple[str, str]],
    column_of: Callable[[ArticleCard], str],
) -> Matrix:
    totals = Counter(column_of(article) for article in catalog.articles)
    rows: dict[str, Mapping[str, int]] = {
        theme.id: Counter(column_of(card) for card in catalog.by_theme.get(theme.id, ()))
        for theme in catalog.themes
    }
    highest = max((max(row.values(), default=0) for row in rows.values()), default=0)
    return Matrix(
        rows=counted(
            (theme.id, theme.label, len(catalog.by_theme.get(theme.id, ())))
            for theme in catalog.themes
        ),
        columns=counted((key, label, totals[key]) for key, label in columns),
        cells=tuple(
            tuple(
                Cell(theme, key, row.get(key, 0), shade(row.get(key, 0), highest))
                for key, _ in columns
            )
            for theme, row in rows.items()
        ),
    )
