"""PDF documents: bytes -> paragraphs, rejoined from the visual lines by their geometry.

PDFium reads the text layer in a process of its own (``pdf_worker``), with limits of time and
memory. Here the visual lines become lines of a source:

- Running heads (the same words at the same height on many pages) and folios are furniture.
- A visual line goes on with the next one when it reaches the right edge of its column and the
  next starts at the left edge, unindented, in the same size, at the usual distance.
- A gap much wider than the usual distance gives a blank line; ``page_break`` is set where the page
  before was left unfilled. The document's outline gives heading levels.
- Rows of a table are lines of role ``table``; footnotes (role ``note``) and images follow the
  paragraph that they interrupt. Images that cannot be taken, pages that are only scanned and pages
  set vertically are findings.

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
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from pathlib import Path
from statistics import median
from typing import Any

from huibian.diagnostics import Diagnostic, diagnostic, fail
from huibian.lineranges import format_ranges, ranges_of
from huibian.model import LineStyle
from huibian.readers.images import ImageShelf
from huibian.readers.reading import Draft, Reading, check_count, finish, has_ink
from huibian.wording import without_blanks

#: Seconds for a PDF, and more for each megabyte.
_SECONDS = 60.0
_SECONDS_PER_MEGABYTE = 2.0
_TAIL = 4096
_FOLIO = re.compile(
    r"[-—–－―·•\s|~〜]*(?:第\s*)?[0-9０-９]{1,4}(?:\s*页)?"
    r"(?:\s*[/,，共]{1,2}\s*(?:共\s*)?[0-9０-９]{1,4}\s*页?)?[-—–－―·•\s|~〜]*"
    r"|[-—\s]*[ivxlcIVXLC]{1,6}[-—\s]*|第[一二三四五六七八九十百零]{1,6}页"
)
_NOTE_MARK = re.compile(
    r"(?:[0-9]{1,3}|[①-⑳]|\*{1,3}|[\[〔【(（][0-9]{1,3}[\]〕】)）])(?![0-9年月.])"
)
_BRACKETED = re.compile(r"〔([0-9*①-⑳]{1,3})〕")
_DIGITS = re.compile(r"[0-9０-９]+|[一二三四五六七八九十百零〇]+")
_ENTRY = re.compile(r"[.…·．]{3,}\s*\d{1,4}\s*$")  # of a table of contents
_SENTENCE_END = re.compile(r"[。！？；：…”）!?]\s*$")
_PRIVATE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
#: Opening marks, then a word or one sign, then closing marks: no line break is within.
_UNIT = re.compile(
    r"[“‘（《〈【〔「『(\[]*(?:[\x21-\x7e]+|.)?[，。、；：！？”’）》〉】〕」』…—,.;:!?)\]%]*",
    re.DOTALL,
)
_LONG_UNIT = re.compile(
    r"[“‘（《〈【〔「『(\[]*(?:[\x21-\x7e]+|.)?"
    r"(?:[，。、；：！？”’）》〉】〕」』…—,.;:!?)\]%]*[“”‘’]+(?:[\x21-\x7e]+|[^“”‘’]))*"
    r"(?:[，。、；：！？”’）》〉】〕」』…—,.;:!?)\]%]+[\x21-\x7e]*)?",
    re.DOTALL,
)
_HANGING = "，。、；："
_ASCII_WORD = re.compile(r"[A-Za-z0-9,.;:)]")
#: Above this share of signs without a meaning, the text layer is of no use.
_BAD_SHARE = 0.2
_EVERYDAY_SHARE = 0.5
#: What is so small in the outer margin of the only page or two is a running head.
_HEAD_SIZE, _HEAD_MARGIN = 0.8, 0.08

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
    shelf = ImageShelf(shown)
    content = _extract(data, shown, shelf)
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
    _mark_notes(pages)
    drafts = _Paragraphs(pages, content["outline"], shown).drafts()
    return finish(drafts, shown, shelf.all(), findings=_findings(pages, shown))


def _findings(pages: Sequence[_Page], shown: str) -> list[Diagnostic]:
    """Return what a person should know of pages that were not read whole."""
    found = []
    for code, chosen in (
        ("HB116", [page.number for page in pages if page.drawn and not page.lines]),
        ("HB117", [page.number for page in pages if page.vertical]),
    ):
        if chosen:
            numbers = format_ranges(ranges_of(chosen))
            found.append(diagnostic(code, path=shown, pages=numbers, count=len(chosen)))
    left_out = [page for page in pages if page.left_out]
    if left_out:
        numbers = format_ranges(ranges_of(page.number for page in left_out))
        count = sum(page.left_out for page in left_out)
        found.append(diagnostic("HB118", path=shown, count=count, where=f"第 {numbers} 页"))
    return found


def _refusal(content: dict[str, Any], data: bytes, shown: str) -> Exception:
    if content["error"] == "password":
        return fail("HB110", path=shown)
    if b"%%EOF" not in data[-_TAIL:]:
        return fail("HB108", path=shown, reason="PDF 没有结尾，像是没有下载完整")
    if content["error"] == "pages":
        return fail("HB109", path=shown, reason=f"有 {content['page']} 页")
    if content["error"] == "page":
        return fail("HB108", path=shown, reason=f"第 {content['page']} 页读不出来")
    return fail("HB108", path=shown, reason="PDF 的结构读不出来")


def _extract(data: bytes, shown: str, shelf: ImageShelf) -> dict[str, Any]:
    """Run the worker and return what it found; the images that it wrote go to the shelf."""
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
            content = _answer(done, shown)
            _shelve(content, Path(folder), shelf)
            return content
    except subprocess.TimeoutExpired as error:
        raise fail("HB114", path=shown, reason=f"读了 {limit:.0f} 秒还没有读完") from error
    except OSError as error:
        raise fail("HB105", path=shown, reason="启动不了读 PDF 的程序") from error


def _answer(done: subprocess.CompletedProcess[bytes], shown: str) -> dict[str, Any]:
    try:
        content = json.loads(done.stdout)
    except ValueError:
        content = None
    if done.returncode or not isinstance(content, dict):
        raise fail("HB108", path=shown, reason="PDF 的结构使读取程序中断")
    return content


def _shelve(content: dict[str, Any], folder: Path, shelf: ImageShelf) -> None:
    """Put the images that lines name on the shelf, and name the lines by their new names."""
    pages = content.get("pages", [])
    repeated = _repeated_images(pages)
    names: dict[str, str] = {}
    for page in pages:
        kept = []
        for line in page["lines"]:
            if line[-1] == "image":
                if line[0] in repeated:
                    continue
                if line[0] not in names:
                    names[line[0]] = shelf.add((folder / line[0]).read_bytes())
                line[0] = names[line[0]]
            kept.append(line)
        page["lines"] = kept


def _repeated_images(pages: Sequence[dict[str, Any]]) -> set[str]:
    """Return the images that stand on many pages: emblems of the running head."""
    seen: dict[str, set[int]] = defaultdict(set)
    for number, page in enumerate(pages):
        for line in page["lines"]:
            if line[-1] == "image":
                seen[line[0]].add(number)
    wanted = max(3, 0.3 * len(pages))
    return {name for name, numbers in seen.items() if len(numbers) >= wanted}


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
    column: str = ""
    kind: str = ""  # "table", "image", "note" or nothing
    furniture: str = ""

    @property
    def width(self) -> float:
        return self.right - self.left


class _Page:
    """A page with its visual lines in reading order; ``images`` stand among them."""

    def __init__(self, number: int, content: dict[str, Any]) -> None:
        self.number = number
        self.width = float(content["width"])
        self.height = float(content["height"])
        self.drawn = bool(content["drawn"])
        self.vertical = bool(content["vertical"])
        self.left_out = int(content["left_out"])
        self.separators = [float(y) for y in content["separators"]]
        self.all = [_Visual(*values) for values in content["lines"]]
        for line in self.all:
            if line.kind == "tilted":
                line.furniture = "watermark"
        self.lines = [line for line in self.all if line.kind != "image"]

    @property
    def body(self) -> list[_Visual]:
        """The lines of running text."""
        return [line for line in self.lines if not line.furniture and line.kind != "note"]


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
        words = _DIGITS.sub("#", without_blanks(line.text))
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
        # a few pages repeat nothing: there it must stand in the margin, and much smaller
        margin = all(
            line.size <= _HEAD_SIZE * body_size
            and not _HEAD_MARGIN * page.height < line.y < (1 - _HEAD_MARGIN) * page.height
            for page, line in group
        )
        if len(group) >= max(3, 0.6 * len(pages)) or (len(pages) < 3 and margin):
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


# Footnotes ----------------------------------------------------------------------------------


def _mark_notes(pages: Sequence[_Page]) -> None:
    """Mark the footnotes: small lines, or those below a short rule, the first one with a mark."""
    size = _body_size(pages)
    for page in pages:
        foot: list[_Visual] = []
        ruled = False
        for line in sorted(page.body, key=lambda line: line.y, reverse=True):
            ruled = any(line.y - 3 * line.size < y < line.y for y in page.separators)
            if line.kind or line.y < 0.4 * page.height:
                break
            foot.append(line)
            if ruled:
                break
        if not ruled:
            small = takewhile(lambda line: line.size <= size - 0.8, foot)
            foot = list(small)
        while foot and not _NOTE_MARK.match(foot[-1].text):
            foot.pop()
        for line in foot:
            line.kind = "note"


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
        self._columns = _columns(pages, self._size)
        self._pitch = self._usual_pitch()
        self._bottom = max(
            max((line.y for page in pages for line in page.body), default=0.0),
            0.8 * median(page.height for page in pages),
        )
        self._indented = self._uses_indents()
        self._levels: dict[tuple[int, str], int] = {}
        for page, title, level in outline:
            self._levels.setdefault((int(page), without_blanks(str(title))), min(int(level), 9))
        self._drafts: list[Draft] = []
        self._open: Draft | None = None  # the paragraph that may go on
        self._before: _Visual | None = None
        self._held: list[Draft] = []  # what stands in the middle of that paragraph
        self._notes: list[Draft] = []  # of the page
        self._broken = False

    def drafts(self) -> list[Draft]:
        """Return the lines of the document: each page's heads, its text, its feet."""
        for page in self._pages:
            self._page(page)
            check_count(self._drafts, self._shown)
        self._release()
        return self._drafts

    def _page(self, page: _Page) -> None:
        first = True
        self._notes = self._notes_of(page)
        for line in page.all:
            if line.furniture:
                continue
            if line.kind == "image":
                self._held.append(
                    Draft("", LineStyle(role="image", image=line.text), page=page.number)
                )
            elif line.kind != "note":
                self._line(page, line, first)
                first = False
        self._held += self._notes  # without a mark in the text
        if not page.lines:
            if page.drawn and not page.all:
                self._held.append(Draft("", LineStyle(role="image"), page=page.number))
            self._broken = True
        elif page.body:
            self._broken = max(line.y for line in page.body) < self._bottom - 3.5 * self._pitch
        for line in page.lines:
            if line.furniture:
                style = LineStyle(size=line.size, role="furniture", furniture=line.furniture)
                self._drafts.append(Draft(line.text, style, page=page.number))

    def _release(self) -> None:
        """End the paragraph: what stood in its middle follows it."""
        self._drafts += self._held
        self._held = []

    def _notes_of(self, page: _Page) -> list[Draft]:
        """Return the footnotes of a page, the lines of each joined."""
        notes: list[Draft] = []
        for line in page.lines:
            if line.kind == "note" and notes and not _NOTE_MARK.match(line.text):
                notes[-1].text = _join(notes[-1].text, line.text)
            elif line.kind == "note":
                style = LineStyle(size=line.size, role="note")
                notes.append(Draft(line.text, style, page=page.number))
        return notes

    def _hold_notes(self, text: str) -> None:
        """Let the notes whose marks stand in a line follow its paragraph."""
        for mark in _BRACKETED.findall(text):
            for note in self._notes:
                if note.text.lstrip("〔").startswith(mark):
                    self._notes.remove(note)
                    self._held.append(note)
                    break

    def _line(self, page: _Page, line: _Visual, first: bool) -> None:
        before = self._before
        if (
            self._open is not None
            and before is not None
            and not self._broken
            and self._goes_on(before, line, first)
        ):
            self._open.text = _join(self._open.text, line.text)
            if not self._open.style.centred and self._is_centred(line, self._columns[id(line)]):
                self._open.style = replace(self._open.style, centred=True)
        else:
            self._release()
            table = line.kind == "table"
            joins_table = table and before is not None and before.kind == "table"
            gap = line.y - before.y if before is not None and not first else 0.0
            if gap > 1.7 * self._pitch_of(line) and not joins_table:
                self._drafts.append(Draft("", page=page.number))
            self._open = self._draft(page, line, self._broken and first)
            self._drafts.append(self._open)
        self._hold_notes(line.text)
        self._broken = False
        self._before = line

    def _draft(self, page: _Page, line: _Visual, breaks: bool) -> Draft:
        column = self._columns[id(line)]
        if line.kind == "table":
            style = LineStyle(bold=line.bold, size=line.size, page_break=breaks, role="table")
            return Draft(line.text, style, page=page.number)
        level = self._levels.get((page.number, without_blanks(line.text)), 0)
        style = LineStyle(
            heading=level,
            bold=line.bold,
            size=line.size,
            centred=self._is_centred(line, column),
            page_break=breaks,
        )
        return Draft(line.text, style, page=page.number)

    def _goes_on(self, before: _Visual, line: _Visual, new_page: bool) -> bool:
        """Say whether the paragraph of the line before goes on in this one."""
        if before.kind or line.kind or "\t" in before.text or "\t" in line.text:
            return False  # tables, entries of a table of contents
        if _ENTRY.search(before.text):
            return False
        before_column, column = self._columns[id(before)], self._columns[id(line)]
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
        ended = _SENTENCE_END.search(before.text) is not None
        if ended and line.bold and not before.bold:
            return False
        if before_column.right - before.right > _unit_width(line, ended) + 0.5 * em:
            return False  # what starts this line would have found room
        if line.left > column.left + 0.9 * em:
            # A hanging indent: this line starts where the one before started.
            return abs(line.left - before.left) < 0.4 * em and not self._indented
        if before.bold and not line.bold and before.width < column.right - column.left - 3 * em:
            return False
        apart = not turns and gap > 1.2 * self._pitch_of(line)
        return not (ended and apart)

    def _is_centred(self, line: _Visual, column: _Column) -> bool:
        """Tell a centred line from the first line of a paragraph that happens to end early."""
        indented = self._indented and 1.6 < (line.left - column.left) / max(line.size, 1.0) < 2.6
        plain = abs(line.size - self._size) < 0.6 and not line.bold
        # Larger or bold type is centred even where it leaves little room; running text is not.
        room = 1.2 if plain else 0.3
        return _is_centred(line, column, room * line.size) and not (indented and plain)

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
        indented = [x for x in body if 1.5 * em < x.left - self._columns[id(x)].left < 2.6 * em]
        return len(indented) >= 0.08 * len(body)


def _column(lines: Sequence[_Visual], size: float) -> _Column:
    """Return the edges that enough lines share: the outermost ones are not left to one line."""
    if not lines:
        return _Column(0.0, 0.0)
    wanted = max(1, round(0.05 * len(lines)))
    lefts = sorted(line.left for line in lines)
    # A comma or full stop may hang over the edge.
    rights = sorted(
        (x.right - (x.size if x.text[-1:] in _HANGING else 0.0) for x in lines), reverse=True
    )
    left = next((x for i, x in enumerate(lefts) if _near(lefts, i, wanted, size / 2)), lefts[0])
    right = next((x for i, x in enumerate(rights) if _near(rights, i, wanted, size)), rights[0])
    return _Column(left, right)


def _near(edges: Sequence[float], at: int, wanted: int, distance: float) -> bool:
    """Say whether as many edges, from one on, are no farther from it than a distance."""
    last = at + wanted - 1
    return last < len(edges) and abs(edges[last] - edges[at]) < distance


def _columns(pages: Sequence[_Page], size: float) -> dict[int, _Column]:
    """Return the column of each line of text: of the whole page or of a part of it."""
    everywhere: dict[str, list[_Visual]] = defaultdict(list)
    for page in pages:
        for line in page.body:
            everywhere[line.column].append(line)
    wholes = {name: _column(lines, size) for name, lines in everywhere.items()}
    found: dict[int, _Column] = {}
    for page in pages:
        parts: dict[str, list[_Visual]] = defaultdict(list)
        for line in page.body:
            parts[line.column].append(line)
        for name, lines in parts.items():
            own, whole = _column(lines, size), wholes[name]
            if len(lines) < 8 or own.right < whole.right - 2 * size:
                # A page of few or short lines does not show its edges.
                shift = own.left - whole.left if abs(own.left - whole.left) < size else 0.0
                own = _Column(whole.left + shift, whole.right + shift)
            found |= dict.fromkeys(map(id, lines), own)
    return found


def _is_centred(line: _Visual, column: _Column, room: float) -> bool:
    """Say whether a line stands in the middle of its column, with as much room on both sides."""
    left, right = line.left - column.left, column.right - line.right
    return min(left, right) > room and abs(left - right) < max(
        line.size, 0.03 * (column.right - column.left)
    )


def _unit_width(line: _Visual, ended: bool) -> float:
    """Return the width of what cannot be parted at the start of a line: a sign with its marks.

    Some programs part no quotation mark from the signs beside it, nor letters from a comma before
    them; after the end of a sentence (``ended``), where a paragraph may end too, only the sure
    rule counts.
    """
    unit = (_UNIT if ended else _LONG_UNIT).match(line.text)
    assert unit is not None
    return sum(0.6 if char < "\u2000" else 1.0 for char in unit[0]) * max(line.size, 1.0)


def _join(first: str, second: str) -> str:
    """Join two visual lines: a space only between Latin letters or digits."""
    if has_ink(first) and _ASCII_WORD.match(first[-1]) and _ASCII_WORD.match(second[0]):
        return f"{first} {second}"
    return first + second
