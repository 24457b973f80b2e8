"""Structure: the lines of one article -> headings, paragraphs and list items.

Rejoins lines that are broken in mid-sentence, recognises the article's own headings in all the
shapes of the genre and the lead sentences that open paragraphs. Changes no character.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from huibian.model import Block, CleanLine
from huibian.numerals import number
from huibian.wording import (
    BULLET,
    HEADING_LIMIT,
    RUN_IN,
    breaks_off,
    byline,
    glue,
    is_subtitle,
    joined_text,
    numbering,
    sentence_inside,
    signature,
    terminated,
)

_ORDERED = re.compile(r"^(?P<n>[1-9][0-9]{0,2})\.\s*(?!\d)(?=\S)")
_MARKDOWN_HEADING = re.compile(r"^(#{1,6})\s+(?=\S)")
_FIGURES = ("table", "image")
_BARE_LIMIT = 40  # longest unnumbered heading
_LEAD_LIMIT = 45  # longest lead sentence of a paragraph
_LEAD_END = re.compile(r"[。！？](?![”’）》])")
_SIGNATURES = 5  # lines under a title that may sign it
_MOST_LEADS = 60  # paragraphs of a section among which a row is looked for
_LOOK_BACK = 4_000  # characters: a longer text breaks off as its end does
_MIN_LEADS = 3  # unnumbered lead sentences count only when they come in a row of three


def subtitle_lines(lines: Sequence[CleanLine]) -> tuple[CleanLine, ...]:
    """Return the lines of the subtitle (——…) with which a body starts, none without one."""
    if not lines or not is_subtitle(lines[0].text):
        return ()
    joined = itertools.takewhile(lambda line: line.joined, lines[1:])
    found = (lines[0], *joined)
    text = joined_text([line.text for line in found])
    return () if len(text) > 60 or terminated(text) or sentence_inside(text) else found


def signature_lines(lines: Sequence[CleanLine]) -> tuple[CleanLine, ...]:
    """Return the lines at a body's start that only sign it: its unit, author or date.

    ``lines`` are those below title and subtitle; a remark in brackets may stand between.
    """
    signed: list[CleanLine] = []
    for at, line in enumerate(lines[:_SIGNATURES]):
        below = lines[at + 1].text if at + 1 < len(lines) else ""
        beside = bool(signed) or signature(below) is not None
        if signature(line.text, alone=not beside) is not None:
            signed.append(line)
        elif not byline(line.text):
            break
    return tuple(signed) if len(signed) < len(lines) else ()


def structure(lines: Sequence[CleanLine], joins: frozenset[int] = frozenset()) -> tuple[Block, ...]:
    """Return the blocks of an article's body.

    ``lines`` are its lines with text in reading order, without title and subtitle; ``joins`` the
    line numbers that go on with the sentence before them.
    """
    figures = {line.number: line.style for line in lines if line.style.role in _FIGURES}
    headings = {line.number: line.style.heading for line in lines if line.style.heading}
    paragraphs = _rejoin(lines, joins)
    signed = _signed([text for text, _ in paragraphs])
    styles = [
        ""
        if at in signed or numbers[0] in figures
        else _style(text, at, paragraphs, headings.get(numbers[0], 0))
        for at, (text, numbers) in enumerate(paragraphs)
    ]
    present = {style for style in styles if style}
    blocks: list[Block] = []
    for at, ((text, numbers), style) in enumerate(zip(paragraphs, styles, strict=True)):
        if numbers[0] in figures:
            figure = figures[numbers[0]]
            if figure.role == "table":
                blocks.append(Block("table", text, numbers))
            elif figure.image:
                blocks.append(Block("image", figure.image, numbers))
            if figure.role == "image" and text:
                blocks.append(Block("paragraph", text, numbers))
        elif style:
            level = _level(at, styles, present)
            shown = _MARKDOWN_HEADING.sub("", text)  # the level says what the signs said
            blocks.append(Block("heading", shown, numbers, level=level))
        else:
            blocks.append(Block("paragraph", text, numbers))
    return tuple(_leads(_items(blocks)))


def _signed(paragraphs: Sequence[str]) -> set[int]:
    """Return the paragraphs at the start and at the end that name the unit and the date."""
    places = range(len(paragraphs))
    first = itertools.takewhile(lambda at: byline(paragraphs[at]), places)
    last = itertools.takewhile(lambda at: byline(paragraphs[at]), reversed(places))
    return {*first, *last}


def _rejoin(lines: Sequence[CleanLine], joins: frozenset[int]) -> list[tuple[str, tuple[int, ...]]]:
    """Return the paragraphs, each with the numbers of its lines."""
    paragraphs: list[tuple[list[str], list[int]]] = []  # pieces of text, line numbers
    end = ""  # of the last paragraph, as much as tells whether it breaks off
    role = "text"
    for line in lines:
        above, role = role, line.style.role
        numbers = paragraphs[-1][1] if paragraphs else [0]
        if role in _FIGURES or above in _FIGURES:
            if role == above == "table" and line.number == numbers[-1] + 1:  # one more row
                paragraphs[-1][0].extend(("\n", line.text))
                numbers.append(line.number)
            else:
                paragraphs.append(([line.text], [line.number]))
            end = line.text
            continue
        opens = BULLET.match(line.text) or _MARKDOWN_HEADING.match(line.text)
        if (
            paragraphs
            and not opens
            and "note" not in (role, above)
            and (
                line.joined
                or line.number in joins
                or (line.number == numbers[-1] + 1 and breaks_off(end, line.text))
            )
        ):
            space = glue(end, line.text)
            paragraphs[-1][0].extend((space, line.text))
            numbers.append(line.number)
            end = (end + space + line.text)[-_LOOK_BACK:]
        else:
            paragraphs.append(([line.text], [line.number]))
            end = line.text[-_LOOK_BACK:]
    return [("".join(pieces), tuple(numbers)) for pieces, numbers in paragraphs]


def _style(
    text: str, at: int, paragraphs: Sequence[tuple[str, tuple[int, ...]]], heading: int
) -> str:
    """Return the style of heading that a paragraph is (a numbering, bare, #), ``""`` for none.

    ``heading`` is the level that the source's own style gives it, 0 without one; a long paragraph
    in such a style is text all the same.
    """
    last = at == len(paragraphs) - 1
    if heading and not last and len(text) <= HEADING_LIMIT and not sentence_inside(text):
        return "#" * min(6, heading)
    markdown = _MARKDOWN_HEADING.match(text)
    if markdown:
        return markdown.group(1)
    style = numbering(text)[0]
    if style:
        if len(text) > HEADING_LIMIT or sentence_inside(text):
            return ""
        if terminated(text):  # “一、……。” on its own line is a heading, “1. ……。” a list item
            return style if style in ("chinese", "paren") and not last else ""
        return style if not last else ""
    if last or terminated(text) or len(text) > _BARE_LIMIT or sentence_inside(text):
        return ""
    if RUN_IN.match(text) or BULLET.match(text) or text[-1] in "，、,":
        return ""
    return "bare"


_ORDER = ("#", "##", "###", "####", "#####", "######", "chinese", "paren", "arabic", "arabic-paren")


def _level(at: int, styles: Sequence[str], present: set[str]) -> int:
    """Return 1 or 2: the rank of a heading among the styles that the article uses."""
    style = styles[at]
    if style == "bare":
        followed = at + 1 < len(styles) and styles[at + 1] == "bare"
        before = styles[at - 1] if at else ""
        if before == "bare" or (before and not followed):
            return 2
        return 1 if followed or not present & set(_ORDER) else 2
    used = [name for name in _ORDER if name in present]
    return min(2, used.index(style) + 1)


def _items(blocks: Sequence[Block]) -> list[Block]:
    """Turn bullets, and runs of ``1.`` ``2.`` …, into list items."""
    result: list[Block] = []
    for at, block in enumerate(blocks):
        if block.kind != "paragraph":
            result.append(block)
            continue
        bullet = BULLET.match(block.text)
        ordered = _ORDERED.match(block.text)
        if bullet:
            text = block.text[bullet.end() :]
            result.append(Block("item", text, block.lines, marker="-"))
        elif ordered and _in_run(blocks, at, number(ordered.group("n")) or 0):
            text = block.text[ordered.end() :]
            result.append(Block("item", text, block.lines, marker=f"{ordered.group('n')}."))
        else:
            result.append(block)
    return result


def _in_run(blocks: Sequence[Block], at: int, value: int) -> bool:
    """Say whether a neighbour has the number before or after."""
    for other, wanted in ((at - 1, value - 1), (at + 1, value + 1)):
        if 0 <= other < len(blocks) and blocks[other].kind == "paragraph":
            match = _ORDERED.match(blocks[other].text)
            if match and number(match.group("n")) == wanted:
                return True
    return False


def _leads(blocks: Sequence[Block]) -> list[Block]:
    """Mark the lead sentences: numbered ones always, others when three in a section open so."""
    result = list(blocks)
    section: list[int] = []
    for at, block in enumerate([*blocks, Block("heading", "", ())]):
        if block.kind == "paragraph":
            section.append(at)
            continue
        if block.kind == "heading":
            _mark_section(result, section)
            section = []
    return result


def _mark_section(blocks: list[Block], section: Sequence[int]) -> None:
    leads = {at: size for at in section if (size := _lead(blocks[at].text))}
    marked = {at for at in leads if RUN_IN.match(blocks[at].text) or numbering(blocks[at].text)[0]}
    # beside 一是 …, other leads are chance
    plain = {at: blocks[at].text[: leads[at]] for at in leads if not marked}
    for at in marked | _parallel(plain):
        block = blocks[at]
        blocks[at] = Block(block.kind, block.text, block.lines, lead=leads[at])


def _parallel(leads: dict[int, str]) -> frozenset[int]:
    """Return the longest row of neighbouring parallel lead sentences, empty below three.

    An article's opening paragraph mostly leads to nothing: it must be parallel to the letter.
    """
    places = list(leads)[:_MOST_LEADS]
    sizes = [len(leads[at]) for at in places]
    firsts = [leads[at][0] for at in places]
    for size in range(len(places), _MIN_LEADS - 1, -1):
        for start in range(len(places) - size + 1):
            row = slice(start, start + size)
            if _alike(sizes[row], firsts[row], strict=places[start] == 0):
                return frozenset(places[row])
    return frozenset()


def _lead(text: str) -> int:
    """Return the length of a paragraph's lead sentence, 0 when it has none."""
    match = _LEAD_END.search(text)
    if match is None or match.end() > _LEAD_LIMIT or match.end() < 5:
        return 0
    if match.end() == len(text) or text[0] in '“‘"':
        return 0
    return match.end()


def _alike(sizes: Sequence[int], firsts: Sequence[str], *, strict: bool) -> bool:
    """Say whether lead sentences are parallel: of like length, or with the same first character."""
    if strict:
        return max(sizes) == min(sizes)
    if max(sizes) <= 1.6 * min(sizes):
        return True
    needed = 0.75 * len(firsts)
    return any(firsts.count(first) >= needed for first in set(firsts))
