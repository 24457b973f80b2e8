"""Rendering: an article -> the text of its page; a compilation -> its index page.

A source is untrusted text: whatever stands in it comes out as text. ``plain_text`` is the
inverse, by which ``check`` proves that a page holds its source's characters.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence

from huibian import frontmatter
from huibian.lineranges import format_ranges
from huibian.model import Article, Block

#: How the signs of Markdown and HTML are written, in an order in which none is written twice.
_SIGNS = (
    ("\\", "\\\\"),
    ("&", "&amp;"),
    ("<", "&lt;"),
    (">", "&gt;"),
    *((sign, f"\\{sign}") for sign in "`*_[]{}"),
)
_ANY_SIGN = re.compile("[" + "".join(re.escape(sign) for sign, _ in _SIGNS) + "]")
#: With these behind a brace it would open or close a Jinja block or comment.
_TEMPLATE = re.compile(r"(?<=\{)[%#]|[%#](?=\\})")
#: What Markdown (or an extension) takes for structure at the start of a line.
_LINE_START = re.compile(r"^(?:[#+\-=:|!?~^$%@/;\"']|\d+(?=[.)]))")
#: Lines of a page that hold no text: the rule below a table's head, an image of ours.
_FIGURE_LINE = re.compile(r"^(?:\|(?: --- \|)+|!\[\]\([^)]*\))$")
#: Where the images of a source stand, beside the pages.
IMAGES = "images"
#: What a line of Markdown begins with that is more than its text.
_MARKS = ("#", "|", "!", "*", "-")
_BACKSLASHED = re.compile(r"\\([\\`*_{}\[\]()>#+\-.!])")


def escape(text: str) -> str:
    """Return Markdown that shows exactly this text inside a line."""
    if _ANY_SIGN.search(text) is None:  # most texts
        return text
    for sign, shown in _SIGNS:
        text = text.replace(sign, shown)
    return _TEMPLATE.sub(lambda m: f"&#{ord(m.group())};", text)


def escape_line(text: str) -> str:
    """Return Markdown that shows exactly this text as a paragraph of its own."""
    escaped = escape(text)
    match = _LINE_START.match(escaped)
    if match is None:
        return escaped
    found = match.group()
    if found[0].isdigit():
        return (
            f"{found}\\{escaped[len(found) :]}"
            if escaped[len(found)] == "."
            else (f"{found}&#{ord(escaped[len(found)])};{escaped[len(found) + 1 :]}")
        )
    if found in "#+-!":
        return "\\" + escaped
    return f"&#{ord(found)};{escaped[1:]}"


def body(blocks: Sequence[Block]) -> str:
    """Return the Markdown of an article's body."""
    parts: list[str] = []
    before, last = "", 0  # how the block above was written, and its number in a list
    for block in blocks:
        kind, value = _list_kind(block), _value(block)
        if kind == "ordered" and (before == "loose" or (before == kind and value != last + 1)):
            # Markdown would count on in the list above; only as text does the number stay
            kind = "loose"
            text = escape_line(f"{block.marker} {block.text}")
        else:
            text = _block(block)
        same_list = kind == before and kind in ("bullet", "ordered")
        parts.append(("\n" if same_list else "\n\n" if parts else "") + text)
        before, last = kind, value
    return "".join(parts)


def _list_kind(block: Block) -> str:
    if block.kind != "item":
        return ""
    return "bullet" if block.marker == "-" else "ordered"


def _value(block: Block) -> int:
    return int(block.marker[:-1]) if _list_kind(block) == "ordered" else 0


def _block(block: Block) -> str:
    if block.kind == "heading":
        return "#" * (block.level + 1) + " " + re.sub(r"(?<!&)#", r"\\#", escape(block.text))
    if block.kind == "item":
        return f"{block.marker} {escape_line(block.text)}"
    if block.kind == "table":
        return _table(block.text)
    if block.kind == "image":
        return f"![]({IMAGES}/{block.text})"
    if block.lead:
        lead, rest = block.text[: block.lead], block.text[block.lead :]
        return f"**{escape(lead)}**{escape(rest)}"
    return escape_line(block.text)


def _table(text: str) -> str:
    """Return a Markdown table; its first row is the head, short rows are filled up."""
    rows = [[_cell(cell) for cell in row.split("\t")] for row in text.split("\n")]
    width = max(len(row) for row in rows)
    rows = [row + [""] * (width - len(row)) for row in rows]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _cell(text: str) -> str:
    return escape(text).replace("|", "&#124;")


def meta(article: Article, source_file: str) -> dict[str, object]:
    """Return the front matter of an article's page, in the order of the contract."""
    return {
        "title": article.title,
        "subtitle": article.subtitle or None,
        "number": article.number,
        "region": article.region.value if article.region else None,
        "level": article.level.value if article.level else None,
        "organization": article.organization.value if article.organization else None,
        "author": article.author.value if article.author else None,
        "themes": [theme.value for theme in article.themes] or None,
        "kind": article.kind.value if article.kind else None,
        "date": article.date.value if article.date else None,
        "summary": article.summary or None,
        "source": {"file": source_file, "lines": format_ranges(article.lines)},
        "review": list(article.review) or None,
    }


def article_page(article: Article, source_file: str) -> str:
    """Return the whole text of an article's page."""
    return frontmatter.dump(meta(article, source_file), body(article.blocks))


def index_page(fields: Mapping[str, object], preface: Sequence[str]) -> str:
    """Return the whole text of a compilation's page: its fields and its preface's paragraphs."""
    return frontmatter.dump(fields, "\n\n".join(escape_line(text) for text in preface))


def plain_text(markdown: str) -> str:
    """Return the text that a generated page's Markdown shows, a line for each paragraph.

    The inverse of ``body`` up to white space: heading marks, bold marks and bullets go, a list
    number stays.
    """
    lines = []
    for line in markdown.split("\n"):
        if not (line.startswith(_MARKS) or "\\" in line or "&" in line):  # most lines
            lines.append(line)
            continue
        if _FIGURE_LINE.match(line):
            continue
        if line.startswith("| ") and line.endswith(" |"):
            line = line[1:-1].replace(" | ", "\t")
        bare = re.sub(r"^(?:#{2,3} |- )", "", line)
        bare = re.sub(r"^\*\*(.+?)(?<!\\)((?:\\\\)*)\*\*", r"\1\2", bare)
        lines.append(html.unescape(_unescape(bare)))
    return "\n".join(lines)


def _unescape(text: str) -> str:
    return _BACKSLASHED.sub(r"\1", text)
