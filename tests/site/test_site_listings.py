"""Listings: counts, groups, paging, tiles, matrices, and the pages made of them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from sitetree import sample, write_docs

from huibian.site import listings, tilemap
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


def chosen_in(url: str) -> dict[str, str]:
    """Return what an address of the results page has chosen."""
    path, _, query = url.partition("?")
    assert path == "search/"
    return dict(parse_qsl(query))


def test_every_province_has_its_own_tile() -> None:
    table = load_regions()
    assert {region.code for region in table.roots()} == set(tilemap.TILES)
    assert len(set(tilemap.TILES.values())) == len(tilemap.TILES)


def test_tiles_are_in_reading_order_and_shaded(catalog: Catalog) -> None:
    tiles = tilemap.tile_map(catalog)
    corners = [(tile.y, tile.x) for tile in tiles]
    assert corners == sorted(corners)
    assert all(0 <= tile.x <= tilemap.WIDTH - tilemap.TILE_WIDTH for tile in tiles)
    assert all(0 <= tile.y <= tilemap.HEIGHT - tilemap.TILE_HEIGHT for tile in tiles)
    shades = {tile.short: (tile.count, tile.shade) for tile in tiles if tile.count}
    assert shades == {"云南": (2, 2), "陕西": (1, 1)}


def test_shade_grows_and_stays_in_range() -> None:
    for highest in (1, 4, 25, 26, 900):
        row = [listings.shade(count, highest) for count in range(highest + 1)]
        assert row == sorted(row) and row[0] == 0 and 1 <= row[-1] <= listings.SHADES
    assert listings.shade(900, 900) == listings.SHADES


def test_steps_name_every_count_once() -> None:
    for highest in (0, 1, 4, 25, 26, 251):
        steps = listings.steps(highest)
        counts = [(n, step.shade) for step in steps for n in range(step.least, step.most + 1)]
        assert counts == [(n, listings.shade(n, highest)) for n in range(highest + 1)]


def test_siblings_share_a_parent_or_a_part_of_the_country() -> None:
    articles = [
        ArticleCard("c", f"{at:02}", at, "题", region=region)
        for at, region in enumerate(
            (("530000", "530100"), ("530000", "530300"), ("510000",), ("510000",), ("310000",))
        )
    ]
    catalog = make_catalog(
        [CollectionCard("c", "集", articles=tuple(articles))], load_regions(), load_themes()
    )
    beside = {
        code: [(item.label, item.count) for item in listings.siblings(catalog, code)]
        for code in ("530000", "530100", "310000", "no-such")
    }
    assert beside == {
        "530000": [("四川省", 2)],
        "530100": [("曲靖市", 1)],
        "310000": [],
        "no-such": [],
    }


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
    assert {label: chosen_in(url) for label, url in urls.items()} == {
        "云南": {"theme": "水利", "region": "云南省"},
        "陕西": {"theme": "水利", "region": "陕西省"},
    }
    provinces = library.view("themes/water-conservancy.md")["provinces"]
    assert [link.url for link in provinces] == [
        "themes/water-conservancy/#r-530000",
        "themes/water-conservancy/page-2/#r-610000",
    ]
    second = library.view("themes/water-conservancy/page-2.md")
    assert [(g["anchor"], g["continued"], len(g["rows"])) for g in second["groups"]] == [
        ("r-530000", True, 10),
        ("r-610000", False, 10),
    ]
    assert [link.label for link in second["pager"]] == ["1", "2", "3"]


def test_a_region_crosses_themes_and_levels_and_every_count_leads_to_its_articles() -> None:
    kinds = (
        ("县区级", ("water-conservancy",)),
        ("市级", ("education", "water-conservancy")),
        ("", ()),
    )
    articles = tuple(
        ArticleCard("c", f"{at:02}", at, "题", region=("530000", "530100"), level=level, themes=ids)
        for at, (level, ids) in enumerate([*kinds, *kinds])
    )
    books = [CollectionCard("c", "集", articles=articles)]
    library = Library(make_catalog(books, load_regions(), load_themes()))
    view = library.view("regions/530100.md")
    assert [(label, [link.label for link in links]) for label, links in view["kin"]] == [
        ("上级", ["云南省"])
    ]
    crossing = view["crossing"]
    here = {"region": "云南省/昆明市"}
    chosen = []
    for row in crossing["rows"]:
        assert chosen_in(row["link"].url) == {**here, "theme": row["link"].label}
        for cell in row["cells"]:
            if cell["count"]:
                chosen.append((cell["count"], chosen_in(cell["url"])))
    assert chosen == [
        (2, {**here, "theme": "水利", "level": "市级"}),
        (2, {**here, "theme": "水利", "level": "县区级"}),
        (2, {**here, "theme": "教育", "level": "市级"}),
    ]
    levels = [(link.count, chosen_in(link.url)["level"]) for link in crossing["columns"]]
    assert levels == [(2, "市级"), (2, "县区级"), (2, "未注明")]


def test_few_articles_need_no_crossing(catalog: Catalog) -> None:
    assert Library(catalog).view("regions/530000.md")["crossing"] is None


def test_unnamed_places_are_grouped_by_theme() -> None:
    ids = (("education",), ("water-conservancy", "education"), ("water-conservancy",), ())
    articles = tuple(
        ArticleCard("c", f"{at:02}", at, "题", level="县区级", themes=themes, named=False)
        for at, themes in enumerate(ids)
    )
    books = [CollectionCard("c", "集", articles=articles)]
    library = Library(make_catalog(books, load_regions(), load_themes()))
    view = library.view("regions/unnamed-county.md")
    assert [(group["label"], group["total"]) for group in view["groups"]] == [
        ("水利", 2),
        ("教育", 1),
        ("未标注主题", 1),
    ]
    assert [link.count for link in view["themes"]] == [2, 1, 1]
    assert view["themes"][0].url == "regions/unnamed-county/#r-water-conservancy"


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
