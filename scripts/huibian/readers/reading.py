"""What a reader gives back, and the list of lines that it fills on the way.

Shared by the formats that know styles. Knows nothing of any one format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sized
from dataclasses import dataclass, replace

from huibian.diagnostics import fail
from huibian.model import PLAIN, Line, LineStyle, Span, is_blank

#: Ten times what 10,000 articles need; a hostile file of empty paragraphs ends here.
MAX_LINES = 3_000_000

#: (start, end) columns of a draft that the format's own program shows but no file holds.
Columns = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines of a source, its images, its encoding, and the marks that are no characters of it.

    ``generated`` are the spans that the source's own program makes up when it shows the document:
    automatic numbers, bullets, note marks. They stand in the lines because a reader sees them, and
    conservation is counted over the lines; a count against the file's own characters leaves
    these spans out.
    """

    lines: tuple[Line, ...]
    attachments: tuple[tuple[str, bytes], ...] = ()
    encoding: str = ""
    generated: tuple[Span, ...] = ()


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
) -> Reading:
    """Number the drafts; ``empty`` is the error for a source without ink, HB101 by default."""
    lines: list[Line] = []
    generated: list[Span] = []
    ink = False
    for number, draft in enumerate(drafts, 1):
        lines.append(Line(number, draft.text, draft.style, draft.page))
        generated += [Span(number, start, end) for start, end in draft.generated]
        ink = ink or bool(draft.style.image) or draft.has_ink()
    if not ink:
        raise empty() if empty is not None else fail("HB101", path=shown)
    return Reading(tuple(lines), attachments, encoding, tuple(generated))


def check_count(drafts: Sized, shown: str) -> None:
    """Raise HB109 when a source has more lines than any real one."""
    if len(drafts) > MAX_LINES:
        raise fail("HB109", path=shown, reason=f"超过 {MAX_LINES // 10_000} 万行")


def restyled(draft: Draft, **changes: object) -> Draft:
    """Return the draft with other style values."""
    style = replace(draft.style, **changes)  # type: ignore[arg-type]
    return Draft(draft.text, style, draft.generated, draft.page)
