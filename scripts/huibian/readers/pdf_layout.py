"""Puts the characters of a PDF page into visual lines, in the order in which a person reads them.

The order in which a PDF draws its characters says little: word processors draw quotation marks
after the rest of the line, and tables cell by cell. Here only the places count:

- Characters on one baseline are a row, from left to right; a raised note mark joins its row, in
  brackets (〔1〕) where it would read as part of the text.
- A row falls into pieces where a gap is much wider than its own; pieces side by side on many rows
  are columns (read one after the other), on a few rows a table (cells parted by tabs).
- Characters inside a grid of ruled lines are a table, its merged cells once.

Blanks stand where the page shows them: a gap between two Latin words is one, the little space that
typesetting puts between Chinese and Latin letters is none. Pure: no PDFium, no files.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

#: A gap that parts two pieces of a row, in units of the type size; a smaller one is enough where
#: the page draws something else in between.
_WIDE, _ODD_WIDE, _JUMP = 1.6, 0.9, 40
_WORD_GAP = 0.18
_SHOWN_GAP = 0.8
_MAX_DEPTH = 3
#: As many rows side by side are columns, fewer a table.
_COLUMN_ROWS = 4
#: Lines of columns are longer than this, cells of a table shorter (in units of the type size).
_CELL_WIDTH = 7
_NEAR = 3.0  # points between what counts as one ruled line
_MAX_CELL = 600
_MAX_GRID = 4_000
_MARK = re.compile(r"[0-9*①-⑳]")
_LATIN = re.compile(r"[!-~\u00a1-\u024f]")


class Char(NamedTuple):
    """A character on the page.

    ``y`` is its baseline from the top, ``at`` says when it was drawn, ``run`` with which others;
    ``raised`` is found out here.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool
    at: int
    run: int = 0
    raised: bool = False


class Rule(NamedTuple):
    """A ruled line, level (``y0 == y1``) or upright (``x0 == x1``)."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class Piece:
    """A visual line, a table's row, or an image; ``column`` names the column it stands in."""

    text: str
    left: float
    right: float
    y: float
    size: float = 0.0
    bold: bool = False
    column: str = ""
    kind: str = ""  # "table", "image" or nothing
    row: int = 0


def arrange(
    chars: Iterable[Char], rules: Sequence[Rule] = (), images: Iterable[Piece] = ()
) -> list[Piece]:
    """Return the visual lines of a page in reading order; no visible character gets lost."""
    flow, tables = _tables(list(chars), rules)
    pieces: list[Piece] = []
    for number, row in enumerate(_rows(flow)):
        for part in _parts(row):
            piece = _piece(part)
            if piece is not None:
                piece.row = number
                pieces.append(piece)
    for at, group in enumerate([[image] for image in images] + tables):
        # Rows of a table stay together, numbered below all rows of the page.
        for piece in group:
            piece.row = -1 - at
            pieces.append(piece)
    pieces.sort(key=lambda piece: (piece.y, piece.left))
    return _ordered(pieces, "")


# Rows ---------------------------------------------------------------------------------------


def _rows(chars: Sequence[Char]) -> list[list[Char]]:
    """Return the characters by baseline from top to bottom, each row from left to right."""
    rows: list[list[Char]] = []
    for char in sorted(chars, key=lambda c: (c.y, c.at)):
        if rows and char.y - rows[-1][0].y < 0.25 * max(rows[-1][0].size, char.size, 1.0):
            rows[-1].append(char)
        else:
            rows.append([char])
    rows = _with_raised(rows)
    for row in rows:
        row.sort(key=lambda c: (c.left, c.at))
    return [_without_shadows(row) for row in rows]


def _with_raised(rows: list[list[Char]]) -> list[list[Char]]:
    """Join small raised or lowered signs (note marks) with the row that they stand in."""
    sizes = [max(char.size for char in row) for row in rows]
    merged: list[list[Char]] = []
    pending: list[Char] = []
    for at, row in enumerate(rows):
        home = None
        for other in (at + 1, at - 1):
            if 0 <= other < len(rows) and sizes[at] <= 0.8 * sizes[other]:
                near = abs(rows[other][0].y - row[0].y) < 0.6 * sizes[other]
                if near and _within(row, rows[other], sizes[other]):
                    home = other
                    break
        if home is None:
            merged.append(row + pending)
            pending = []
        elif home < at:
            merged[-1].extend(_raised(row, rows[home]))
        else:
            pending += _raised(row, rows[home])
    if pending:
        merged.append(pending)
    return merged


def _raised(row: Sequence[Char], home: Sequence[Char]) -> list[Char]:
    """Mark the signs of a row that stands above the one that it joins."""
    return [char._replace(raised=char.y < home[0].y) for char in row]


def _within(small: Sequence[Char], row: Sequence[Char], size: float) -> bool:
    """Say whether each sign of a small row touches a character of the other."""
    if len(small) > 40:
        return False
    edges = sorted((char.left, char.right) for char in row)
    return all(
        any(left - 0.6 * size < sign.left < right + 0.6 * size for left, right in edges)
        for sign in small
    )


def _without_shadows(row: list[Char]) -> list[Char]:
    """Take out characters drawn twice on one spot, by which some programs imitate bold."""
    kept: list[Char] = []
    for char in row:
        shadow = any(
            char.text == other.text
            and char.run != other.run  # one sign may stand for two characters
            and char.left - other.left < 0.08 * max(char.size, 1.0)
            for other in kept[-2:]
        )
        if shadow and not char.text.isspace():
            kept[-1] = kept[-1]._replace(bold=True)
        else:
            kept.append(char)
    return kept


def _parts(row: Sequence[Char]) -> list[list[Char]]:
    """Cut a row where a gap is much wider than the gaps inside it."""
    inked = [char for char in row if not char.text.isspace()]
    if not inked:
        return []
    gaps = [second.left - first.right for first, second in pairwise(inked)]
    usual = max(median(gaps), 0.0) if gaps else 0.0
    parts = [[inked[0]]]
    blanks = [char for char in row if char.text.isspace()]
    for (first, second), gap in zip(pairwise(inked), gaps, strict=True):
        size = max(first.size, second.size, 1.0)
        jumps = abs(second.at - first.at) > _JUMP
        wide = gap > (_ODD_WIDE if jumps else _WIDE) * size and gap > 3 * usual
        if wide:
            parts.append([])
        parts[-1].append(second)
    if not blanks:
        return parts
    lefts = [part[0].left for part in parts]
    rights = [part[-1].left for part in parts]
    for blank in blanks:
        at = max(0, bisect_right(lefts, blank.left) - 1)
        if lefts[at] <= blank.left <= rights[at]:
            parts[at].append(blank)
    for part in parts:
        part.sort(key=lambda c: (c.left, c.at))
    return parts


def _piece(chars: Sequence[Char]) -> Piece | None:
    text: list[str] = []
    before: Char | None = None
    marked = False
    sizes: Counter[float] = Counter()
    blank = ""
    for char in chars:
        if char.text.isspace():
            blank += "\u3000" if char.text == "\u3000" else " "
            continue
        opens = char.raised and _MARK.match(char.text)
        if marked and not opens:
            text.append("〕")
            marked = False
        if before is not None:
            text.append(_blank_between(before, char, blank))
        blank = ""
        if opens and not (before is not None and (before.raised or _LATIN.match(before.text))):
            text.append("〔")
            marked = True
        text.append(char.text)
        sizes[char.size] += 1
        before = char
    whole = "".join(text).strip() + ("〕" if marked else "")
    if not whole:
        return None
    inked = [char for char in chars if not char.text.isspace()]
    size = sizes.most_common(1)[0][0]
    base = Counter(round(char.y, 2) for char in inked if char.size == size).most_common(1)[0][0]
    return Piece(
        whole,
        min(char.left for char in inked),
        max(char.right for char in inked),
        base,
        size,
        all(char.bold for char in inked),
    )


def _blank_between(before: Char, char: Char, drawn: str) -> str:
    """Return the white space to show between two characters; ``drawn`` is what the page has there.

    Many drawn blanks on end only set something in its place, as one would.
    """
    if drawn:
        return "\u3000" * drawn.count("\u3000") or " "
    gap = (char.left - before.right) / max(char.size, before.size, 1.0)
    words = _LATIN.match(before.text[-1:]) and _LATIN.match(char.text)
    if gap > (_WORD_GAP if words else _SHOWN_GAP):
        return " " if words or gap < 1.5 else "\u3000"
    return ""


# Columns ------------------------------------------------------------------------------------


def _ordered(pieces: Sequence[Piece], column: str) -> list[Piece]:
    """Return pieces sorted from the top in reading order: full lines, columns between them."""
    gutter = _gutter(pieces) if len(column) < _MAX_DEPTH else None
    result: list[Piece] = []
    if gutter is None:
        for piece in pieces:
            piece.column = column
        return _joined(pieces)
    band: list[Piece] = []

    def end() -> None:
        left = [piece for piece in band if piece.right <= gutter]
        right = [piece for piece in band if piece.right > gutter]
        if left and right:
            result.extend(_ordered(left, column + "L"))
            result.extend(_ordered(right, column + "R"))
        else:  # a paragraph's last line, or a title, between full lines
            for piece in band:
                piece.column = column if not left or not _is_half(left, pieces) else column + "L"
            result.extend(_joined(band))
        band.clear()

    for piece in pieces:
        if piece.left < gutter < piece.right:
            end()
            piece.column = column
            result.extend(_joined([piece]))
        else:
            band.append(piece)
    end()
    return result


def _is_half(left: Sequence[Piece], pieces: Sequence[Piece]) -> bool:
    """Say whether lines that stand alone on the left are a column that only the left side has."""
    return len(left) >= _COLUMN_ROWS and len(left) > 0.5 * len(pieces)


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Return where the empty strip between two columns is, None without columns.

    Columns have many rows on both sides, each mostly filled; and hardly a row goes across.
    """
    rows: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        if piece.kind != "image":
            rows[piece.row].append(piece)
    spots: Counter[int] = Counter()
    for row in rows.values():
        for first, second in pairwise(sorted(row, key=lambda piece: piece.left)):
            for spot in range(int(first.right) + 1, min(int(second.left), int(first.right) + 400)):
                spots[spot] += 1
    if not spots:
        return _staggered(pieces)
    most = max(spots.values())
    best = sorted(spot for spot, count in spots.items() if count >= 0.9 * most)
    strips: list[list[int]] = []
    for spot in best:
        if strips and spot == strips[-1][-1] + 1:
            strips[-1].append(spot)
        else:
            strips.append([spot])
    widest = max(strips, key=len)
    gutter = float(median(widest)) + 0.01
    left = [piece for piece in pieces if piece.right <= gutter and piece.kind != "image"]
    right = [piece for piece in pieces if piece.left >= gutter and piece.kind != "image"]
    crossing = len(pieces) - len(left) - len(right)
    if most < _COLUMN_ROWS or crossing > 0.5 * (len(left) + len(right)):
        return _staggered(pieces)
    return gutter if _filled(left) and _filled(right) else None


def _staggered(pieces: Sequence[Piece]) -> float | None:
    """Return the strip between columns whose rows do not stand side by side."""
    lines = [piece for piece in pieces if not piece.kind]
    if len(lines) < 2 * _COLUMN_ROWS:
        return None
    middle = (min(p.left for p in lines) + max(p.right for p in lines)) / 2
    left = [piece for piece in lines if piece.right <= middle]
    right = [piece for piece in lines if piece.left >= middle]
    enough = min(len(left), len(right)) >= _COLUMN_ROWS
    if not enough or len(left) + len(right) < 0.8 * len(lines):
        return None
    both = max(p.y for p in left) > min(p.y for p in right) < max(p.y for p in right)
    return middle if both and _filled(left) and _filled(right) else None


def _filled(lines: Sequence[Piece]) -> bool:
    """Say whether lines are mostly as long as the longest, as running text is; cells are short."""
    if len(lines) < _COLUMN_ROWS:
        return False
    widths = [line.right - line.left for line in lines]
    full = sum(width > 0.75 * max(widths) for width in widths)
    wide = sum(widths) / len(lines) > _CELL_WIDTH * median(line.size for line in lines)
    return full >= 0.5 * len(lines) and wide


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Put pieces of one row on one line: parted by a tab, and a table when two rows are so."""
    result: list[Piece] = []
    parts: list[int] = []
    for piece in pieces:
        before = result[-1] if result else None
        if before is not None and piece.row == before.row and not (piece.kind or before.kind):
            before.text += f"\t{piece.text}"
            before.right = max(before.right, piece.right)
            before.bold = before.bold and piece.bold
            parts[-1] += 1
        else:
            result.append(piece)
            parts.append(1)
    start = 0
    while start < len(result):
        end = start
        while end < len(result) and parts[end] > 1:
            end += 1
        rows = result[start:end]
        if len(rows) > 1 and not all(map(_leads_to_number, rows)):
            for piece in rows:
                piece.kind = "table"
        start = end + 1
    return result


def _leads_to_number(piece: Piece) -> bool:
    """Say whether a line is an entry of a table of contents: words, a gap, a number."""
    words, _, number = piece.text.rpartition("\t")
    return "\t" not in words and number.strip(" .…·()（）-—").isdigit()


# Tables -------------------------------------------------------------------------------------


def _tables(chars: list[Char], rules: Sequence[Rule]) -> tuple[list[Char], list[list[Piece]]]:
    """Take the characters inside ruled grids out of the flow; return the rest and the tables."""
    tables: list[list[Piece]] = []
    for grid in _grids(rules):
        inside = [char for char in chars if grid.holds(char)]
        rows = grid.rows(inside)
        if rows:
            tables.append(rows)
            taken = set(map(id, inside))
            chars = [char for char in chars if id(char) not in taken]
    return chars, tables


class _Grid:
    """The cells between ruled lines that touch."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._level = [rule for rule in rules if rule.y0 == rule.y1]
        self._upright = [rule for rule in rules if rule.y0 != rule.y1]
        self.xs = _places(rule.x0 for rule in self._upright)
        self.ys = _places(rule.y0 for rule in self._level)

    def holds(self, char: Char) -> bool:
        """Say whether a character stands inside the outer edges."""
        middle = (char.left + char.right) / 2
        return self.xs[0] < middle < self.xs[-1] and self.ys[0] < char.y < self.ys[-1] + 1

    def rows(self, chars: Sequence[Char]) -> list[Piece]:
        """Return a piece a row; nothing when it is no table of data."""
        across, down = len(self.xs) - 1, len(self.ys) - 1
        if across < 2 or down < 1 or across * down > _MAX_GRID or not chars:
            return []
        home = self._cells(across, down)
        cells: dict[tuple[int, int], list[Char]] = defaultdict(list)
        for char in chars:
            column = bisect_left(self.xs, (char.left + char.right) / 2) - 1
            row = bisect_left(self.ys, char.y - 0.3 * char.size) - 1
            key = min(max(row, 0), down - 1), min(max(column, 0), across - 1)
            cells[home[key]].append(char)
        if len(cells) < 2 or any(len(cell) > _MAX_CELL for cell in cells.values()):
            return []
        pieces = []
        for row in range(down):
            texts = [_cell_text(cells.get((row, column), [])) for column in range(across)]
            if any(texts):
                inked = [char for column in range(across) for char in cells.get((row, column), [])]
                size = Counter(char.size for char in inked).most_common(1)[0][0]
                bold = all(char.bold for char in inked if not char.text.isspace())
                left, right, y = self.xs[0], self.xs[-1], self.ys[row]
                pieces.append(Piece("\t".join(texts), left, right, y, size, bold, kind="table"))
        return pieces

    def _cells(self, across: int, down: int) -> dict[tuple[int, int], tuple[int, int]]:
        """Return the first place of the merged cell that each place of the grid belongs to."""
        home = {(row, column): (row, column) for row in range(down) for column in range(across)}
        for row in range(down):
            middle = (self.ys[row] + self.ys[row + 1]) / 2
            for column in range(1, across):
                if not _crossed(self._upright, self.xs[column], middle, upright=True):
                    home[row, column] = home[row, column - 1]
        for column in range(across):
            middle = (self.xs[column] + self.xs[column + 1]) / 2
            for row in range(1, down):
                if not _crossed(self._level, self.ys[row], middle, upright=False):
                    above, here = home[row - 1, column], home[row, column]
                    for place, first in home.items():
                        if first == here:
                            home[place] = above
        return home


def _crossed(rules: Iterable[Rule], at: float, middle: float, *, upright: bool) -> bool:
    """Say whether a rule stands at a place and covers the middle of a cell's edge."""
    for rule in rules:
        place, start, end = (rule.x0, rule.y0, rule.y1) if upright else (rule.y0, rule.x0, rule.x1)
        if abs(place - at) <= _NEAR and min(start, end) - _NEAR < middle < max(start, end) + _NEAR:
            return True
    return False


def _places(values: Iterable[float]) -> list[float]:
    """Return the distinct places of ruled lines: those that nearly coincide count as one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return places


def _grids(rules: Sequence[Rule]) -> list[_Grid]:
    """Return the groups of ruled lines that touch and make at least two cells."""
    groups: list[list[Rule]] = []
    for rule in rules:
        x0, y0 = min(rule.x0, rule.x1) - _NEAR, min(rule.y0, rule.y1) - _NEAR
        x1, y1 = max(rule.x0, rule.x1) + _NEAR, max(rule.y0, rule.y1) + _NEAR
        touching = [
            group
            for group in groups
            if any(
                min(o.x0, o.x1) <= x1
                and max(o.x0, o.x1) >= x0
                and min(o.y0, o.y1) <= y1
                and max(o.y0, o.y1) >= y0
                for o in group
            )
        ]
        joined = [rule, *(one for group in touching for one in group)]
        groups = [group for group in groups if group not in touching] + [joined]
    grids = [_Grid(group) for group in groups]
    return [grid for grid in grids if len(grid.xs) > 2 and len(grid.ys) > 1]


def _cell_text(chars: Sequence[Char]) -> str:
    """Return the lines of a cell as one text."""
    text = ""
    for row in _rows(chars):
        piece = _piece(row)
        if piece is not None:
            latin = text and _LATIN.match(text[-1]) and _LATIN.match(piece.text)
            text += (" " if latin else "") + piece.text.replace("\t", " ")
    return text
