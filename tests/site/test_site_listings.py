"""Listings: counts, groups, paging, tiles, matrices, and the pages made of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from sitetree import sample, write_docs

from huibian.site import listings
from huibian.site.catalog import (
    ArticleCard,
    Catalog,
    CollectionCard,
    load_catalog,
    make_catalog,
)
from huibian.site.listings import Group
from huibian.site.pages.library import Library
from huibian.site.pages.values import chinese_date, chinese_lines
from huibian.vocabulary.regions import load_regions
from huibian.vocabulary.themes import load_themes


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    docs: Path = tmp_path_factory.mktemp("docs")
    return load_catalog(write_docs(docs, sample()), load_regions(), load_themes())


def cards(count: int, **fields: object) -> list[ArticleCard]:
    return [
        ArticleCard("c", f"{n:03}", n, f"第{n}题", **fields)  # type: ignore[arg-type]
        for n in range(1, count + 1)
    ]


def test_every_province_has_its_own_tile() -> None:
    table = load_regions()
    assert {region.code for region in table.roots()} == set(listings.TILES)
    assert len(set(listings.TILES.values())) == len(listings.TILES)


def test_tiles_are_in_reading_order_and_shaded(catalog: Catalog) -> None:
    tiles = listings.tile_map(catalog)
    assert [(tile.row, tile.column) for tile in tiles] == sorted(
        (tile.row, tile.column) for tile in tiles
    )
    shades = {tile.short: (tile.count, tile.shade) for tile in tiles if tile.count}
    assert shades == {"云南": (2, 2), "陕西": (1, 1)}


def test_shade_grows_and_stays_in_range() -> None:
    for highest in (1, 4, 25, 26, 900):
        row = [listings.shade(count, highest) for count in range(highest + 1)]
        assert row == sorted(row) and row[0] == 0 and 1 <= row[-1] <= listings.SHADES
    assert listings.shade(900, 900) == listings.SHADES


def test_region_tree_counts(catalog: Catalog) -> None:
    tree = listings.region_tree(catalog)
    found = [(n.name, n.count, [(c.name, c.count) for c in n.children]) for n in tree]
    assert found == [("云南省", 2, [("昆明市", 2)]), ("陕西省", 1, [])]


def test_counts(catalog: Catalog) -> None:
    levels = listings.count_levels(catalog.articles)
    assert [(item.key, item.count) for item in levels] == [
        ("city", 1),
        ("county", 2),
        ("unknown", 3),
    ]
    themes = listings.count_themes(catalog, catalog.articles)
    assert [(item.label, item.count) for item in themes][:2] == [("政务服务", 4), ("水利", 2)]
    provinces = listings.count_provinces(catalog, catalog.articles)
    assert [item.label for item in provinces] == ["云南省", "陕西省", "未注明省份"]


def test_paginate_keeps_every_article_once_and_in_order() -> None:
    articles = cards(23)
    groups = [Group("a", "甲", 5, tuple(articles[:5])), Group("b", "乙", 18, tuple(articles[5:]))]
    pages = listings.paginate(groups, 10)
    assert [sum(len(group.articles) for group in page) for page in pages] == [10, 10, 3]
    assert [card for page in pages for group in page for card in group.articles] == articles
    assert [group.continued for page in pages for group in page] == [False, False, True, True]
    assert listings.first_pages(pages) == {"a": 1, "b": 1}
    assert listings.paginate([], 10) == ((),)


def test_matrices_hold_every_membership(catalog: Catalog) -> None:
    for matrix in (listings.theme_by_province(catalog), listings.theme_by_level(catalog)):
        for row, row_cells in zip(matrix.rows, matrix.cells, strict=True):
            assert sum(cell.count for cell in row_cells) == row.count
        assert sum(column.count for column in matrix.columns) == len(catalog.articles)


def test_long_listings_are_paged_and_groups_found() -> None:
    level = {"level": "县区级", "themes": ("water-conservancy",)}
    south = cards(30, region=("530000",), named=False, **level)
    north = [
        ArticleCard("n", card.stem, card.number, card.title, region=("610000",), **level)  # type: ignore[arg-type]
        for card in south
    ]
    books = [
        CollectionCard("c", "南", articles=tuple(south)),
        CollectionCard("n", "北", articles=tuple(north)),
    ]
    library = Library(make_catalog(books, load_regions(), load_themes()), page_size=20)
    found = [spec.src for spec in library.specs.values() if spec.key == "water-conservancy"]
    assert [src for src in found if src.startswith("themes/")] == [
        "themes/water-conservancy.md",
        "themes/water-conservancy/page-2.md",
        "themes/water-conservancy/page-3.md",
    ]
    matrix = library.view("matrix/index.md")["by_province"]
    (row,) = matrix["rows"]
    urls = {cell["label"]: cell["url"] for cell in row["cells"] if cell["count"]}
    assert urls == {
        "云南": "themes/water-conservancy/#r-530000",
        "陕西": "themes/water-conservancy/page-2/#r-610000",
    }
    second = library.view("themes/water-conservancy/page-2.md")
    assert [(g["anchor"], g["continued"], len(g["rows"])) for g in second["groups"]] == [
        ("r-530000", True, 10),
        ("r-610000", False, 10),
    ]
    assert [link.label for link in second["pager"]] == ["1", "2", "3"]


def test_every_page_has_a_view(catalog: Catalog) -> None:
    library = Library(catalog)
    for src in library.specs:
        view = library.view(src)
        assert view["title"] and view["problems"] == []
    assert "regions/unnamed-county.md" in library.specs
    assert "themes/water-conservancy/county.md" in library.specs


def test_flat_addresses(catalog: Catalog) -> None:
    library = Library(catalog, directories=False)
    assert library.url("index.md") == "index.html"
    assert library.url("collections/water/01.md") == "collections/water/01.html"
    assert Library(catalog).url("index.md") == ""
    assert Library(catalog).url("regions/index.md", "x") == "regions/#x"


def test_questions_only_in_the_preview(catalog: Catalog) -> None:
    question = {"code": "HB210", "line": 9, "article": 0, "message": "疑", "command": "改"}
    src = "collections/water/01.md"
    hidden = Library(catalog).view(src)
    assert hidden["questions"] == [] and hidden["review"] == []
    shown = Library(catalog, questions=lambda slug: [question]).view(src)
    assert shown["questions"] == [question] and shown["review"] == ["地区"]


def test_words() -> None:
    assert chinese_date("2022-04-08") == "2022年4月8日"
    assert chinese_date("2022") == "2022年" and chinese_date("") == ""
    assert chinese_lines("3-8, 12") == "第 3–8、12 行" and chinese_lines("") == ""
