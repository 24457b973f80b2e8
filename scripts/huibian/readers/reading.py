"""What a reader gives back, and the list of lines that it fills on the way.

Shared by the formats that know styles. Knows nothing of any one format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sized
from dataclasses import dataclass

from huibian.diagnostics import Diagnostic, diagnostic, fail
from huibian.lineranges import format_ranges, ranges_of
from huibian.model import PLAIN, Line, LineStyle, Span, is_blank

#: Ten times what 10,000 articles need; a hostile file of empty paragraphs ends here.
MAX_LINES = 3_000_000

#: Characters of one line: no paragraph is longer, and every rule looks at all of them.
MAX_LINE = 1_000_000

#: (start, end) columns of a draft that the format's own program shows but no file holds.
Columns = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines of a source, its images, its encoding, and the marks that are no characters of it.

    ``generated`` are the spans that the source's own program makes up when it shows the document:
    automatic numbers, bullets, note marks. They stand in the lines because a reader sees them, and
    conservation is counted over the lines; a count against the file's own characters leaves
    these spans out. ``findings`` say what a person should know although the source was read: images
    left out, places that may have come out in another order.
    """

    lines: tuple[Line, ...]
    attachments: tuple[tuple[str, bytes], ...] = ()
    encoding: str = ""
    generated: tuple[Span, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


@dataclass(slots=True)
class Draft:
    """A line that has no number yet."""

    text: str
    style: LineStyle = PLAIN
    generated: tuple[Columns, ...] = ()
    page: int = 0

    def has_ink(self) -> bool:
        """Say whether anything of the line is visible."""
        return has_ink(self.text)


def has_ink(text: str) -> bool:
    """Say whether a text has a visible character."""
    return bool(text) and not (text.isspace() or all(map(is_blank, text)))


def tidy(text: str) -> str:
    """Return the text on one line: line ends inside a piece of text are spaces."""
    if "\n" in text or "\r" in text:
        return text.replace("\r", " ").replace("\n", " ")
    return text


def finish(
    drafts: Iterable[Draft],
    shown: str,
    attachments: tuple[tuple[str, bytes], ...] = (),
    encoding: str = "",
    empty: Callable[[], Exception] | None = None,
    findings: Iterable[Diagnostic] = (),
) -> Reading:
    """Number the drafts; ``empty`` is the error for a source without ink, HB101 by default."""
    lines: list[Line] = []
    generated: list[Span] = []
    ink = False
    for number, draft in enumerate(drafts, 1):
        if len(draft.text) > MAX_LINE:
            raise fail("HB123", path=shown, line=number, count=len(draft.text) // 10_000)
        lines.append(Line(number, draft.text, draft.style, draft.page))
        generated += [Span(number, start, end) for start, end in draft.generated]
        ink = ink or bool(draft.style.image) or draft.has_ink()
    if not ink:
        raise empty() if empty is not None else fail("HB101", path=shown)
    return Reading(tuple(lines), attachments, encoding, tuple(generated), tuple(findings))


def check_count(drafts: Sized, shown: str) -> None:
    """Raise HB109 when a source has more lines than any real one."""
    if len(drafts) > MAX_LINES:
        raise fail("HB109", path=shown, reason=f"超过 {MAX_LINES // 10_000} 万行")


def unnamed_images(lines: Iterable[Line], shown: str) -> tuple[Diagnostic, ...]:
    """Return the finding (HB118) for images of which only the line is left; none without any."""
    places = [x.number for x in lines if x.style.role == "image" and not x.style.image]
    if not places:
        return ()
    where = f"第 {format_ranges(ranges_of(places))} 行"
    return (diagnostic("HB118", path=shown, line=places[0], count=len(places), where=where),)
