"""PDF documents: bytes -> paragraphs, rejoined from the visual lines by their geometry.

PDFium reads the text layer in a process of its own (``pdf_worker``), with limits of time and
memory. Here the visual lines become lines of a source:

- Running heads (the same words at the same height on many pages) and folios are furniture.
- A visual line goes on with the next one when it reaches the right edge of its column and the
  next starts at the left edge, unindented, in the same size, at the usual distance.
- A gap much wider than the usual distance gives a blank line; ``page_break`` is set where the page
  before was left unfilled. The document's outline gives heading levels.
- A page that is only an image is a line of role ``image`` without a name.

No character is changed or dropped; joined lines meet without a space between Chinese characters.
Must not know how articles are split.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from huibian.diagnostics import fail
from huibian.model import LineStyle
from huibian.readers.reading import Draft, Reading, check_count, finish, has_ink

#: Seconds for a PDF, and more for each megabyte.
_SECONDS = 60.0
_SECONDS_PER_MEGABYTE = 2.0
_TAIL = 4096
_FOLIO = re.compile(
    r"[-—–－―·•\s|~〜]*(?:第\s*)?[0-9０-９]{1,4}(?:\s*页)?"
    r"(?:\s*[/,，共]{1,2}\s*(?:共\s*)?[0-9０-９]{1,4}\s*页?)?[-—–－―·•\s|~〜]*"
    r"|[-—\s]*[ivxlcIVXLC]{1,6}[-—\s]*|第[一二三四五六七八九十百零]{1,6}页"
)
_DIGITS = re.compile(r"[0-9０-９]+|[一二三四五六七八九十百零〇]+")
_SENTENCE_END = re.compile(r"[。！？；：…”）!?]\s*$")
_PRIVATE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
#: Opening marks, then a word or one sign, then closing marks: no line break is within.
_UNIT = re.compile(
    r"[“‘（《〈【〔「『(\[]*(?:[\x21-\x7e]+|.)?[，。、；：！？”’）》〉】〕」』…—,.;:!?)\]%]*",
    re.DOTALL,
)
_ASCII_WORD = re.compile(r"[A-Za-z0-9,.;:)]")
#: Above this share of signs without a meaning, the text layer is of no use.
_BAD_SHARE = 0.2
_EVERYDAY_SHARE = 0.5

_LAUNCH = (
    "import sys; sys.path[:] = sys.argv[1].split('\\n'); "
    "from huibian.readers.pdf_worker import main; main()"
)


def read(data: bytes, name: str, shown: str) -> Reading:
    """Read the text layer of a PDF; ``name`` is its file name, ``shown`` the path for messages.

    Raises HuibianError: HB101 no text, HB108 damaged, HB109 too many lines, HB110 has a password,
    HB111 scanned, HB114 takes too long or too much memory, HB115 text without a meaning.
    """
    if not data.strip():
        raise fail("HB101", path=shown)
    if b"%PDF-" not in data[:1024]:
        raise fail("HB108", path=shown, reason="开头不是 PDF 的标记")
    content = _extract(data, shown)
    if "error" not in content and b"%%EOF" not in data[-_TAIL:]:
        content = {"error": "format"}  # the library repairs what it can: words may be lost
    if "error" in content:
        raise _refusal(content, data, shown)
    pages = [_Page(number, page) for number, page in enumerate(content["pages"], 1)]
    if not any(page.lines for page in pages):
        if any(page.drawn for page in pages):
            raise fail("HB111", path=shown, pages=len(pages))
        raise fail("HB101", path=shown)
    _refuse_garbage(pages, shown)
    _mark_furniture(pages)
    drafts = _Paragraphs(pages, content["outline"], shown).drafts()
    return finish(drafts, shown)


def _refusal(content: dict[str, Any], data: bytes, shown: str) -> Exception:
    if content["error"] == "password":
        return fail("HB110", path=shown)
    if b"%%EOF" not in data[-_TAIL:]:
        return fail("HB108", path=shown, reason="PDF 没有结尾，像是没有下载完整")
    if content["error"] == "page":
        return fail("HB108", path=shown, reason=f"第 {content['page']} 页读不出来")
    return fail("HB108", path=shown, reason="PDF 的结构读不出来")


def _extract(data: bytes, shown: str) -> dict[str, Any]:
    """Run the worker and return what it found."""
    limit = _SECONDS + _SECONDS_PER_MEGABYTE * len(data) / 1e6
    command = [sys.executable, "-c", _LAUNCH, "\n".join(path for path in sys.path if path)]
    try:
        with tempfile.TemporaryDirectory(prefix="huibian-") as folder:
            done = subprocess.run(
                command,
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                timeout=limit,
                check=False,
            )
    except subprocess.TimeoutExpired as error:
        raise fail("HB114", path=shown, reason=f"读了 {limit:.0f} 秒还没有读完") from error
    except OSError as error:
        raise fail("HB105", path=shown, reason="启动不了读 PDF 的程序") from error
    try:
        content = json.loads(done.stdout)
    except ValueError:
        content = None
    if done.returncode or not isinstance(content, dict):
        raise fail("HB108", path=shown, reason="PDF 的结构使读取程序中断")
    return content


# Visual lines -------------------------------------------------------------------------------


@dataclass(slots=True)
class _Visual:
    """A line as it stands on the page; ``y`` is the baseline from the top."""

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool
    furniture: str = ""

    @property
    def width(self) -> float:
        return self.right - self.left


class _Page:
    """A page with its visual lines in reading order."""

    def __init__(self, number: int, content: dict[str, Any]) -> None:
        self.number = number
        self.width = float(content["width"])
        self.height = float(content["height"])
        self.drawn = bool(content["drawn"])
        self.lines = _merged([_Visual(*values) for values in content["lines"]])

    @property
    def body(self) -> list[_Visual]:
        return [line for line in self.lines if not line.furniture]


def _merged(lines: Sequence[_Visual]) -> list[_Visual]:
    """Join neighbouring pieces that stand on the same baseline, one to the right of the other."""
    merged: list[_Visual] = []
    for line in lines:
        before = merged[-1] if merged else None
        if (
            before is not None
            and abs(before.y - line.y) < 0.3 * max(line.size, 1.0)
            and line.left >= before.right - 0.5 * line.size
            and line.left - before.right < 20 * max(line.size, 1.0)
        ):
            gap = " " if line.left - before.right > 0.25 * line.size else ""
            before.text += gap + line.text
            before.right = max(before.right, line.right)
            before.bold = before.bold and line.bold
        else:
            merged.append(line)
    return merged


def _refuse_garbage(pages: Iterable[_Page], shown: str) -> None:
    """Raise HB115 when fonts without an encoding gave signs instead of text."""
    text = "".join(line.text for page in pages for line in page.lines)[:200_000]
    visible = [char for char in text if not char.isspace()]
    bad = sum(1 for char in visible if _PRIVATE.match(char))
    if bad > _BAD_SHARE * len(visible):
        raise fail("HB115", path=shown, count=len(visible), bad=bad)
    beyond = [char for char in visible if char > "\x7f" and not _PRIVATE.match(char)]
    strange = sum(1 for char in beyond if not _is_everyday(char))
    if len(beyond) > 50 and strange > _EVERYDAY_SHARE * len(beyond):
        raise fail("HB115", path=shown, count=len(visible), bad=bad + strange)


def _is_everyday(char: str) -> bool:
    try:
        char.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


# Running heads and folios -------------------------------------------------------------------


def _mark_furniture(pages: Sequence[_Page]) -> None:
    """Mark running heads and folios among the first and last lines of the pages."""
    body_size = _body_size(pages)
    edges: list[tuple[_Page, _Visual]] = []
    for page in pages:
        ranked = sorted(page.lines, key=lambda line: line.y)
        top = [line for line in ranked[:3] if line.y < 0.16 * page.height]
        bottom = [line for line in ranked[-3:] if line.y > 0.84 * page.height]
        edges += [(page, line) for line in {id(x): x for x in top + bottom}.values()]
    _mark_repeated(pages, edges)
    _mark_folios(pages, edges, body_size)
    _mark_by_height(pages, edges, body_size)


def _mark_repeated(pages: Sequence[_Page], edges: Sequence[tuple[_Page, _Visual]]) -> None:
    """Mark words that stand at the same height on many pages (heads may differ left and right)."""
    groups: dict[tuple[str, int], list[tuple[_Page, _Visual]]] = defaultdict(list)
    for page, line in edges:
        words = _DIGITS.sub("#", "".join(line.text.split()))
        if words.strip("#-—–－·/第页共"):
            groups[words, round(line.y / 4)].append((page, line))
    wanted = max(3, round(0.3 * len(pages)))
    for group in groups.values():
        if len({page.number for page, _ in group}) >= wanted:
            for _, line in group:
                line.furniture = "running-head"


def _mark_folios(
    pages: Sequence[_Page], edges: Sequence[tuple[_Page, _Visual]], body_size: float
) -> None:
    """Mark page numbers at a height that repeats; bare digits must stand apart from the text."""
    found: dict[int, list[_Visual]] = defaultdict(list)
    for page, line in edges:
        text = line.text.strip()
        if (
            len(text) <= 30
            and _FOLIO.fullmatch(text)
            and (not text.isdigit() or _is_apart(page, line, body_size))
        ):
            found[round(line.y / 6)].append(line)
    for height, lines in found.items():
        near = sum(len(found.get(height + step, ())) for step in (-1, 0, 1))
        if near >= max(2, 0.3 * len(pages)) or (len(pages) < 3 and _is_dashed(lines[0])):
            for line in lines:
                line.furniture = "page-number"


def _is_dashed(line: _Visual) -> bool:
    return not line.text.strip().isdigit()


def _mark_by_height(
    pages: Sequence[_Page], edges: Sequence[tuple[_Page, _Visual]], body_size: float
) -> None:
    """Mark small lines apart from the text at one height on most pages: heads that change."""
    heights: dict[int, list[tuple[_Page, _Visual]]] = defaultdict(list)
    for page, line in edges:
        if not line.furniture and line.size < body_size - 0.4 and _is_apart(page, line, body_size):
            heights[round(line.y / 4)].append((page, line))
    for group in heights.values():
        if len(group) >= max(3, 0.6 * len(pages)):
            for _, line in group:
                line.furniture = "running-head"


def _is_apart(page: _Page, line: _Visual, body_size: float) -> bool:
    """Say whether a line is the page's first or last one and stands clear of its text.

    Smaller type is told from the text at a smaller distance.
    """
    others = [other for other in page.lines if other is not line and not other.furniture]
    above = [line.y - other.y for other in others if other.y < line.y - 1]
    below = [other.y - line.y for other in others if other.y > line.y + 1]
    if (above and below) or len(above) + len(below) < len(others):
        return False
    heights = sorted({round(other.y, 1) for other in others})
    gaps = [second - first for first, second in pairwise(heights)]
    pitch = median(gaps) if gaps else 1.2 * line.size
    wanted = 1.35 * pitch if abs(line.size - body_size) < 0.4 else 0.8 * pitch
    return min(above or below, default=wanted + 1) > wanted


def _body_size(pages: Iterable[_Page]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0]


# Paragraphs ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Column:
    """The left and right edge of the text around a line."""

    left: float
    right: float


class _Paragraphs:
    """Rejoins the visual lines of all pages."""

    def __init__(self, pages: Sequence[_Page], outline: Sequence[Any], shown: str) -> None:
        self._pages = pages
        self._shown = shown
        self._size = _body_size(pages)
        self._whole = _column([line for page in pages for line in page.body], self._size)
        self._pitch = self._usual_pitch()
        self._bottom = max(
            max((line.y for page in pages for line in page.body), default=0.0),
            0.8 * median(page.height for page in pages),
        )
        self._indented = self._uses_indents()
        self._levels: dict[tuple[int, str], int] = {}
        for page, title, level in outline:
            self._levels.setdefault((int(page), _squeezed(str(title))), min(int(level), 9))

    def drafts(self) -> list[Draft]:
        """Return the lines of the document: each page's heads, its text, its feet."""
        drafts: list[Draft] = []
        open_draft: Draft | None = None  # the paragraph that may go on
        before: _Visual | None = None
        before_column = self._whole
        broken = False
        for page in self._pages:
            furniture = [line for line in page.lines if line.furniture]
            body = page.body
            if not page.lines:
                if page.drawn:
                    drafts.append(Draft("", LineStyle(role="image"), page=page.number))
                broken = True
                continue
            first_of_page = True
            columns = _columns(page, body, self._whole, self._size)
            for line in body:
                column = columns[id(line)]
                joins = (
                    open_draft is not None
                    and before is not None
                    and not broken
                    and self._goes_on(before, before_column, line, column, first_of_page)
                )
                if joins and open_draft is not None:
                    open_draft.text = _join(open_draft.text, line.text)
                else:
                    if (
                        before is not None
                        and not first_of_page
                        and line.y - before.y > 1.7 * self._pitch_of(line)
                        and line.y > before.y
                    ):
                        drafts.append(Draft("", page=page.number))
                    open_draft = self._draft(page, line, column, broken and first_of_page)
                    drafts.append(open_draft)
                broken = False
                first_of_page = False
                before, before_column = line, column
            if body:
                lowest = max(line.y for line in body)
                broken = lowest < self._bottom - 3.5 * self._pitch
            for line in furniture:
                style = LineStyle(size=line.size, role="furniture", furniture=line.furniture)
                drafts.append(Draft(line.text, style, page=page.number))
            check_count(drafts, self._shown)
        return drafts

    def _draft(self, page: _Page, line: _Visual, column: _Column, breaks: bool) -> Draft:
        level = self._levels.get((page.number, _squeezed(line.text)), 0)
        style = LineStyle(
            heading=level,
            bold=line.bold,
            size=line.size,
            centred=self._is_centred(line, column),
            page_break=breaks,
        )
        return Draft(line.text, style, page=page.number)

    def _goes_on(
        self,
        before: _Visual,
        before_column: _Column,
        line: _Visual,
        column: _Column,
        new_page: bool,
    ) -> bool:
        """Say whether the paragraph of the line before goes on in this one."""
        em = max(line.size, 1.0)
        if abs(before.size - line.size) > 0.6:
            return False
        turns = new_page or column.left > before_column.right - em
        gap = line.y - before.y
        if not turns and not 0 < gap < 1.5 * self._pitch_of(line):
            return False
        if self._is_centred(line, column):
            # A title over two centred lines: the first one left no room.
            wide = before.width > before_column.right - before_column.left - 2.2 * em
            return wide and not turns and before.bold == line.bold and before.left < line.left + em
        if before_column.right - before.right > _unit_width(line) + 0.5 * em:
            return False  # what starts this line would have found room
        if line.left > column.left + 0.9 * em:
            # A hanging indent: this line starts where the one before started.
            return abs(line.left - before.left) < 0.4 * em and not self._indented
        if before.bold and not line.bold and before.width < column.right - column.left - 3 * em:
            return False
        ended = _SENTENCE_END.search(before.text) is not None
        apart = not turns and gap > 1.2 * self._pitch_of(line)
        return not (ended and apart)

    def _is_centred(self, line: _Visual, column: _Column) -> bool:
        """Tell a centred line from the first line of a paragraph that happens to end early."""
        indented = self._indented and 1.6 < (line.left - column.left) / max(line.size, 1.0) < 2.6
        plain = abs(line.size - self._size) < 0.6 and not line.bold
        return _is_centred(line, column) and not (indented and plain)

    def _pitch_of(self, line: _Visual) -> float:
        """Return the usual distance of lines, for larger type in proportion."""
        return self._pitch * max(1.0, line.size / max(self._size, 1.0))

    def _usual_pitch(self) -> float:
        gaps = [
            round(second.y - first.y, 1)
            for page in self._pages
            for first, second in pairwise(page.body)
            if 0.8 * self._size < second.y - first.y < 4 * self._size
            and abs(first.size - self._size) < 0.6
            and abs(second.size - self._size) < 0.6
        ]
        return median(gaps) if gaps else 1.5 * self._size

    def _uses_indents(self) -> bool:
        """Say whether paragraphs of this document start with an indent."""
        body = [line for page in self._pages for line in page.body]
        em = self._size
        indented = [x for x in body if 1.5 * em < x.left - self._whole.left < 2.6 * em]
        return len(indented) >= 0.08 * len(body)


def _column(lines: Sequence[_Visual], size: float) -> _Column:
    """Return the edges that enough lines share: the outermost ones are not left to one line."""
    if not lines:
        return _Column(0.0, 0.0)
    wanted = max(1, round(0.05 * len(lines)))
    lefts = sorted(line.left for line in lines)
    rights = sorted((line.right for line in lines), reverse=True)
    left = next(
        (x for i, x in enumerate(lefts) if sum(y - x < size / 2 for y in lefts[i:]) >= wanted),
        lefts[0],
    )
    right = next(
        (x for i, x in enumerate(rights) if sum(x - y < size for y in rights[i:]) >= wanted),
        rights[0],
    )
    return _Column(left, right)


def _columns(
    page: _Page, body: Sequence[_Visual], whole: _Column, size: float
) -> dict[int, _Column]:
    """Return the column of each line: the page's text, or its left or right half."""
    if not body:
        return {}
    own = _column(body, size)
    middle = (own.left + own.right) / 2
    left = [line for line in body if line.right < middle + size / 2]
    right = [line for line in body if line.left > middle - size / 2]
    crossing = len(body) - len(left) - len(right)
    if min(len(left), len(right)) >= max(4, 0.3 * len(body)) and crossing < 0.25 * len(body):
        halves = {id(line): _column(left, size) for line in left}
        halves |= {id(line): _column(right, size) for line in right}
        return {id(line): halves.get(id(line), own) for line in body}
    if len(body) < 8 or own.right < whole.right - 2 * size:
        # A page of few or short lines does not show its edges.
        shift = own.left - whole.left if abs(own.left - whole.left) < size else 0.0
        own = _Column(whole.left + shift, whole.right + shift)
    return dict.fromkeys(map(id, body), own)


def _is_centred(line: _Visual, column: _Column) -> bool:
    """Say whether a line stands in the middle of its column, with as much room on both sides."""
    left, right = line.left - column.left, column.right - line.right
    return min(left, right) > 1.2 * line.size and abs(left - right) < max(
        line.size, 0.03 * (column.right - column.left)
    )


def _unit_width(line: _Visual) -> float:
    """Return the width of what cannot be parted at the start of a line: a sign with its marks."""
    unit = _UNIT.match(line.text)
    assert unit is not None
    return sum(0.6 if char < "\u2000" else 1.0 for char in unit[0]) * max(line.size, 1.0)


def _join(first: str, second: str) -> str:
    """Join two visual lines: a space only between Latin letters or digits."""
    if has_ink(first) and _ASCII_WORD.match(first[-1]) and _ASCII_WORD.match(second[0]):
        return f"{first} {second}"
    return first + second


def _squeezed(text: str) -> str:
    return "".join(text.split())
