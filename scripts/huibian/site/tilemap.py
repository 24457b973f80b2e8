"""The tile map: a grid with a labelled tile for each province, shaded by its articles.

Says where each tile stands, in the units of the drawing; the template draws it. Knows neither
addresses nor SVG.
"""

from __future__ import annotations

from dataclasses import dataclass

from huibian.site.catalog import Catalog
from huibian.site.listings import region_name, region_short, shade

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

#: A tile and the gap beside it, in units of the drawing. On the narrowest phone a unit is half a
#: pixel, and a tile still has the 24 pixels that a finger needs.
TILE_WIDTH, TILE_HEIGHT, GAP = 56, 48, 4
_ACROSS = 1 + max(column for column, _ in TILES.values())
_DOWN = 1 + max(row for _, row in TILES.values())
WIDTH = _ACROSS * (TILE_WIDTH + GAP) - GAP
HEIGHT = _DOWN * (TILE_HEIGHT + GAP) - GAP


@dataclass(frozen=True, slots=True)
class Tile:
    """A province with its left upper corner; ``shade`` is as in ``listings.shade``."""

    code: str
    name: str
    short: str
    count: int
    shade: int
    x: int
    y: int


def tile_map(catalog: Catalog) -> tuple[Tile, ...]:
    """Return the tiles in reading order (row by row), also those without articles."""
    counts = {code: len(catalog.by_region.get(code, ())) for code in TILES}
    highest = max(counts.values())
    tiles = [
        Tile(
            code,
            region_name(catalog, code),
            region_short(catalog, code),
            counts[code],
            shade(counts[code], highest),
            column * (TILE_WIDTH + GAP),
            row * (TILE_HEIGHT + GAP),
        )
        for code, (column, row) in TILES.items()
    ]
    return tuple(sorted(tiles, key=lambda tile: (tile.y, tile.x)))
