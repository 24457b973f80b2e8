"""Word documents (.docx): bytes -> lines with style, images, notes and furniture.

Reads what Word shows, in document order, from the XML itself: the body is streamed, one
paragraph or table at a time. What becomes of each thing:

- A paragraph is a line; a soft line break starts a new line of the same paragraph.
- Automatic numbers are rendered into the text as Word shows them and recorded in
  ``Reading.generated``: they are no characters of the file. So are note marks, 〔1〕.
- Tables are rows of cells parted by tabs, a merged cell once and its other places empty; a table
  of one column is layout and gives plain lines; a nested table is text of its cell.
- Text boxes and drawings follow the paragraph that anchors them; so do footnotes and endnotes
  (role ``note``). Headers and footers stand at the end, each text once (``running-head``).
- Tracked insertions are text, tracked deletions furniture (``deleted-text``), comments furniture at
  the end (``comment``); field codes are left out. Hidden text is furniture (``hidden-text``).
  ``page_break`` is on the first line with ink of the new page.
- An image that no browser shows (EMF, WMF, TIFF) or that lies outside the file is a line of
  role ``image`` without a name, and counted in a finding; of charts and diagrams only the words
  are read, and a finding says so.

Must not know how articles are split.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from huibian.diagnostics import Diagnostic, HuibianError, diagnostic, fail
from huibian.lineranges import format_ranges, ranges_of
from huibian.model import LineStyle
from huibian.readers import docx_styles as styles_room
from huibian.readers.docx_package import Package, Relationship, damage_named, refuse_dtd
from huibian.readers.docx_styles import Look, Numbering, Styles, W, is_on, points
from huibian.readers.images import ImageShelf
from huibian.readers.reading import (
    Columns,
    Draft,
    Reading,
    check_count,
    finish,
    has_ink,
    tidy,
    unnamed_images,
)

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_VML = "{urn:schemas-microsoft-com:vml}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"

_P, _R_, _T, _TBL, _SECT = f"{W}p", f"{W}r", f"{W}t", f"{W}tbl", f"{W}sectPr"
_PPR, _RPR, _BR, _CR = f"{W}pPr", f"{W}rPr", f"{W}br", f"{W}cr"
_PSTYLE, _JC, _OUTLINE, _NUMPR = f"{W}pStyle", f"{W}jc", f"{W}outlineLvl", f"{W}numPr"
_BREAK_BEFORE, _VANISH, _RSTYLE = f"{W}pageBreakBefore", f"{W}vanish", f"{W}rStyle"
_TAB, _PTAB, _BOLD, _SIZE = f"{W}tab", f"{W}ptab", f"{W}b", f"{W}sz"
_VAL, _SDT, _SDT_CONTENT = f"{W}val", f"{W}sdt", f"{W}sdtContent"
_ALTERNATE, _CHOICE, _FALLBACK = f"{_MC}AlternateContent", f"{_MC}Choice", f"{_MC}Fallback"
_ALT_CHUNK, _TXBX = f"{W}altChunk", f"{W}txbxContent"
_FLD_CHAR, _INSTR = f"{W}fldChar", f"{W}instrText"
_BODY, _SDT_PR = f"{W}body", f"{W}sdtPr"
_WHOLES = frozenset({_P, _TBL})
_DEL, _DEL_TEXT = f"{W}del", f"{W}delText"
_GONE = frozenset({f"{W}del", f"{W}moveFrom"})
_WITHOUT_TEXT = _GONE | {
    W + name
    for name in (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "tblPr", "tblGrid"),
        *("tblPrEx", "trPr", "tcPr", "sectPr", "bookmarkStart", "bookmarkEnd", "proofErr"),
        *("permStart", "permEnd", "commentRangeStart", "commentRangeEnd", "commentReference"),
        *("annotationRef", "footnoteRef", "endnoteRef", "separator", "continuationSeparator"),
        *("instrText", "delText", "delInstrText", "lastRenderedPageBreak", "softHyphen"),
        *("fldData", "pgNum"),
    )
}
_DRAWINGS = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
_NOTE_KINDS = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_SYMBOLS = {
    "F0B7": "•",
    "F06C": "●",
    "F06E": "■",
    "F0A7": "▪",
    "F0FC": "✓",
    "F0FE": "☑",
    "F0A8": "□",
}
#: Fields within fields; Word itself nests a handful.
_MAX_FIELDS = 50
#: Word allows 63 columns.
_MAX_SPAN = 63
#: Alternative texts that programs write: paths, file names, serial names, machine descriptions.
_NO_ALT = re.compile(
    r"自动生成|[\\/]|\.(?:png|jpe?g|gif|bmp|webp|emf|wmf|tiff?)$"
    r"|^(?:IMG|image|图片|Picture|QR|微信图片)[\s_\d]*$",
    re.IGNORECASE,
)
_TOC_GALLERY = re.compile(r"table of contents|目录", re.IGNORECASE)
_TOC_FIELD = re.compile(r"\s*TOC\b")


def read(data: bytes, name: str, shown: str) -> Reading:
    """Read a Word document; ``name`` is its file name, ``shown`` the path for messages.

    Raises HuibianError: HB101 no text, HB107 not a Word document, HB108 damaged, HB109 unfolds to
    an abnormal size, HB110 has a password, HB114 hostile structure.
    """
    package = Package(data, shown)
    main = package.main_part()
    with damage_named(shown, main):
        return _Reader(package, main).read()


class _Segment:
    """A line of a paragraph while it is read: pieces of text and how they look."""

    __slots__ = ("bold", "generated", "length", "page_break", "parts", "plain", "sizes")

    def __init__(self, page_break: bool = False) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.sizes: dict[float, int] = {}
        self.bold = self.plain = False
        self.page_break = page_break
        self.generated: list[Columns] = []

    def add(self, text: str, bold: bool, size: float) -> None:
        self.parts.append(text)
        length = len(text)
        self.length += length
        if bold:
            self.bold = self.bold or not text.isspace()
        elif not self.plain:
            self.plain = not text.isspace()
        sizes = self.sizes
        sizes[size] = sizes[size] + length if size in sizes else length

    def mark(self, text: str) -> None:
        """Add what only the program shows."""
        self.generated.append((self.length, self.length + len(text)))
        self.parts.append(text)
        self.length += len(text)


class _Paragraph:
    """A paragraph while it is read; ``after`` is what stands in it but is shown beside it."""

    __slots__ = ("after", "deleted", "hidden", "images", "look", "notes", "segments")

    def __init__(self, look: Look) -> None:
        self.look = look
        self.segments = [_Segment()]
        self.after: list[etree._Element] = []
        self.images: list[Draft] = []
        self.notes: list[tuple[str, str, str]] = []  # kind, id, mark
        self.hidden: list[str] = []
        self.deleted: list[str] = []


class _Field:
    """A field that is open: its code so far, and whether its result has begun."""

    __slots__ = ("code", "result", "toc")

    def __init__(self) -> None:
        self.code = ""
        self.result = self.toc = False


class _Reader:
    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._main = main
        self._shown = package.shown
        self._relationships = package.relationships(main)
        self._targets = self._relationships  # of the part being read
        self._styles = Styles(self._related_xml("styles"))
        self._numbering = Numbering(self._related_xml("numbering"), self._styles)
        self._images = ImageShelf(self._shown)
        self._image_names: dict[str, str] = {}
        self._drafts: list[Draft] = []
        self._looks: dict[tuple[object, ...], LineStyle] = {}
        self._fields: list[_Field] = []
        self._toc_depth = 0
        self._break_pending = False
        self._section_start: Draft | None = None
        self._section_begins = False
        self._carried: _Paragraph | None = None
        self._heads: dict[str, None] = {}  # parts of headers and footers, in order
        self._note_roots: dict[str, dict[str, etree._Element]] = {}
        self._note_marks: dict[tuple[str, str], str] = {}
        self._in_note = self._in_furniture = False
        self._seen_parts: set[str] = set()
        self._graphics: list[Draft] = []  # the lines after which a chart or diagram stands

    def read(self) -> Reading:
        self._stream_body()
        self._end_carried()
        self._add_heads()
        self._add_comments()
        reading = finish(self._drafts, self._shown, self._images.all(), "utf-8")
        findings = [*unnamed_images(reading.lines, self._shown), *self._graphic_findings()]
        return replace(reading, findings=tuple(findings))

    def _graphic_findings(self) -> list[Diagnostic]:
        if not self._graphics:
            return []
        wanted = set(map(id, self._graphics))
        places = [number for number, x in enumerate(self._drafts, 1) if id(x) in wanted]
        where = format_ranges(ranges_of(places))
        count = len(self._graphics)
        return [diagnostic("HB119", path=self._shown, line=places[0], count=count, where=where)]

    def _related_xml(self, kind: str) -> etree._Element | None:
        """Return the root of the part that the document names for a purpose, None without one."""
        for relationship in self._relationships.values():
            if relationship.kind == kind and not relationship.external:
                if self._package.has(relationship.target):
                    return self._package.xml(relationship.target)
                return None
        return None

    # The body, streamed ------------------------------------------------------------------

    def _stream_body(self) -> None:
        first = True
        with self._package.open(self._main) as stream:
            for _, element in etree.iterparse(
                stream,
                tag=(_P, _TBL, _SECT, _ALT_CHUNK),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            ):
                if first:
                    refuse_dtd(element, self._shown, self._main)
                    first = False
                parent = element.getparent()
                if parent is None:
                    continue
                if parent.tag == _BODY:
                    self._block(element)
                elif not self._wrapped_block(element):
                    continue
                element.clear()
                while (before := element.getprevious()) is not None and before.tag != _SDT_PR:
                    parent.remove(before)

    def _wrapped_block(self, element: etree._Element) -> bool:
        """Read a block that stands in a content control, a tracked change or the like.

        Returns False for a part of a table or paragraph: it is read with the whole.
        """
        toc = gone = False
        for ancestor in element.iterancestors():
            tag = ancestor.tag
            if tag in _WHOLES:
                return False
            if tag == _FALLBACK:
                choice = ancestor.getprevious()
                gone = gone or (choice is not None and choice.tag == _CHOICE)
            gone = gone or tag in _GONE
            toc = toc or (tag == _SDT and _is_toc_control(ancestor))
        if not gone:
            self._toc_depth += toc
            self._block(element)
            self._toc_depth -= toc
        return True

    def _blocks(self, parent: etree._Element) -> None:
        for element in parent:
            self._block(element)

    def _block(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == _P:
            self._paragraph(element)
        elif tag == _TBL:
            self._end_carried()
            self._table(element)
        elif tag == _SECT:
            self._section(element)
        elif tag == _SDT:
            content = element.find(_SDT_CONTENT)
            if content is not None:
                toc = _is_toc_control(element)
                self._toc_depth += toc
                self._blocks(content)
                self._toc_depth -= toc
        elif tag == _ALTERNATE:
            chosen = _chosen(element)
            if chosen is not None:
                self._blocks(chosen)
        elif tag == _ALT_CHUNK:
            self._alternative_chunk(element)
        elif tag not in _WITHOUT_TEXT and isinstance(tag, str):
            self._blocks(element)

    def _section(self, element: etree._Element) -> None:
        """End a section: its type says whether its first line starts a page."""
        for child in element:
            if child.tag in {f"{W}headerReference", f"{W}footerReference"}:
                relationship = self._targets.get(child.get(f"{_R}id", ""))
                if relationship is not None and not relationship.external:
                    self._heads.setdefault(relationship.target)
        kind = element.find(f"{W}type")
        continuous = kind is not None and kind.get(_VAL) in {"continuous", "nextColumn"}
        if self._section_start is not None and not continuous:
            start = self._section_start
            start.style = self._style_of(start.style, page_break=True)
        self._section_start = None
        self._section_begins = True

    # Paragraphs --------------------------------------------------------------------------

    def _paragraph(self, element: etree._Element) -> None:
        properties = None
        style_id = None
        if len(element) and (first := element[0]).tag == _PPR:
            properties = first
            named = first.find(_PSTYLE)
            if named is not None:
                style_id = named.get(_VAL)
        look = base = self._styles.paragraph(style_id)
        section = None
        joined = False
        if properties is not None:
            look, section, joined = self._with_properties(look, properties)
        paragraph = self._carried
        if paragraph is None:
            paragraph = _Paragraph(look)
        else:
            paragraph.look = look
            self._carried = None
        in_toc = any(field.toc for field in self._fields)
        if in_toc and look.heading:  # the end of the table of contents got lost
            in_toc = False
            for field in self._fields:
                field.toc = False
        if look.page_break:
            self._break_pending = True
        if look.numbering is not None:
            from_style = look.numbering == base.numbering
            self._number(paragraph, look.numbering, style_id, from_style, element)
        self._inline(element, paragraph)
        if self._fields:
            in_toc = in_toc or any(field.toc for field in self._fields)
            # A field code never goes past its paragraph: a broken one must not hide the rest.
            self._fields = [field for field in self._fields if field.result]
        if joined:
            self._carried = paragraph
        else:
            self._emit(paragraph, in_toc)
        if section is not None:
            self._section(section)

    def _with_properties(
        self, look: Look, properties: etree._Element
    ) -> tuple[Look, etree._Element | None, bool]:
        """Return the look with a paragraph's own properties, its section, and if it goes on."""
        changes: dict[str, object] = {}
        section = None
        joined = False
        for child in properties:
            tag = child.tag
            if tag == _JC:
                changes["centred"] = child.get(_VAL) == "center"
            elif tag == _OUTLINE:
                changes["heading"] = styles_room.heading_level(child)
            elif tag == _BREAK_BEFORE:
                changes["page_break"] = is_on(child)
            elif tag == _NUMPR:
                changes["numbering"] = styles_room.numbering_reference(properties, look.numbering)
            elif tag == _SECT:
                section = child
            elif tag == _RPR:
                joined = child.find(f"{W}del") is not None  # the paragraph's end was deleted
        changed = {key: value for key, value in changes.items() if getattr(look, key) != value}
        return (replace(look, **changed) if changed else look), section, joined  # type: ignore[arg-type]

    def _number(
        self,
        paragraph: _Paragraph,
        numbering: tuple[str, int],
        style_id: str | None,
        from_style: bool,
        element: etree._Element,
    ) -> None:
        mark = self._numbering.mark(*numbering, style_id, from_style)
        if mark and any(has_ink(text.text or "") for text in element.iter(_T)):
            paragraph.segments[-1].mark(mark)

    def _inline(self, parent: etree._Element, paragraph: _Paragraph) -> None:
        for element in parent:
            tag = element.tag
            if tag == _R_:
                self._run(element, paragraph)
            elif tag in _WITHOUT_TEXT:
                if tag == _DEL:
                    paragraph.deleted += [x.text or "" for x in element.iter(_DEL_TEXT, _T)]
            elif tag == _SDT:
                content = element.find(_SDT_CONTENT)
                if content is not None:
                    self._inline(content, paragraph)
            elif tag == _ALTERNATE:
                chosen = _chosen(element)
                if chosen is not None:
                    self._inline(chosen, paragraph)
            elif tag == f"{_MATH}oMath":
                text = "".join(node.text or "" for node in element.iter(f"{_MATH}t", _T))
                look = paragraph.look
                paragraph.segments[-1].add(tidy(text), look.bold, look.size)
            elif tag in _DRAWINGS:
                self._drawing(element, paragraph)
            elif isinstance(tag, str):  # hyperlinks, insertions, smart tags, whatever holds runs
                self._inline(element, paragraph)

    def _run(self, run: etree._Element, paragraph: _Paragraph) -> None:
        look = paragraph.look
        bold, size, hidden = look.bold, look.size, look.hidden
        for element in run:
            tag = element.tag
            if tag == _T:
                text = element.text
                if text and (hidden or self._fields):
                    self._text(tidy(text), paragraph, bold, size, hidden)
                elif text:
                    paragraph.segments[-1].add(tidy(text), bold, size)
            elif tag == _RPR:
                bold, size, hidden = self._run_look(element, look)
            elif tag in _WITHOUT_TEXT:
                if tag == _INSTR and self._fields:
                    self._fields[-1].code += (element.text or "")[:200]
            elif tag in (_TAB, _PTAB):
                self._text("\t", paragraph, bold, size, hidden)
            elif tag in (_BR, _CR):
                self._break(element, paragraph)
            elif tag == _FLD_CHAR:
                self._field(element)
            else:
                self._rare(element, paragraph, bold, size, hidden)

    def _run_look(self, properties: etree._Element, look: Look) -> tuple[bool, float, bool]:
        """Return bold, size and hidden of a run: its own, else its style's, else the paragraph's.

        Bold in a character style turns the bold of the paragraph style off, as in Word.
        """
        bold, size, hidden = look.bold, look.size, look.hidden
        own_bold: bool | None = None
        own_size = 0.0
        for element in properties:
            tag = element.tag
            if tag == _BOLD:
                own_bold = is_on(element)
            elif tag == _SIZE:
                own_size = points(element.get(_VAL))
            elif tag == _VANISH:
                hidden = is_on(element)
            elif tag == _RSTYLE:
                character = self._styles.character(element.get(_VAL, ""))
                bold = bold != character.bold
                size = character.size or size
                hidden = hidden or character.hidden
        return (bold if own_bold is None else own_bold), own_size or size, hidden

    def _text(
        self, text: str, paragraph: _Paragraph, bold: bool, size: float, hidden: bool
    ) -> None:
        if self._fields and not all(field.result for field in self._fields):
            return
        if hidden:
            paragraph.hidden.append(text)
        else:
            paragraph.segments[-1].add(text, bold, size)

    def _break(self, element: etree._Element, paragraph: _Paragraph) -> None:
        page = element.get(f"{W}type") == "page"
        last = paragraph.segments[-1]
        if page and not last.sizes and len(paragraph.segments) == 1:
            last.page_break = True  # nothing but an automatic number before it
            return
        paragraph.segments.append(_Segment(page))
        check_count(paragraph.segments, self._shown)

    def _field(self, element: etree._Element) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            if len(self._fields) < _MAX_FIELDS:
                self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            field = self._fields[-1]
            field.result = True
            field.toc = _TOC_FIELD.match(field.code) is not None
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _rare(
        self,
        element: etree._Element,
        paragraph: _Paragraph,
        bold: bool,
        size: float,
        hidden: bool,
    ) -> None:
        """Read what stands seldom in a run."""
        tag = element.tag
        if tag in _NOTE_KINDS:
            self._note_reference(_NOTE_KINDS[tag], element.get(f"{W}id", ""), paragraph)
        elif tag in _DRAWINGS:
            self._drawing(element, paragraph)
        elif tag == _ALTERNATE:
            chosen = _chosen(element)
            if chosen is not None:
                self._run(chosen, paragraph)
        elif tag == f"{W}noBreakHyphen":
            self._text("-", paragraph, bold, size, hidden)
        elif tag == f"{W}sym":
            self._text(_symbol(element.get(f"{W}char", "")), paragraph, bold, size, hidden)
        elif tag == f"{W}ruby":  # the base, then the reading
            for part in ("rubyBase", "rt"):
                for holder in element.iterfind(f"{W}{part}"):
                    self._inline(holder, paragraph)
        elif isinstance(tag, str):
            self._run(element, paragraph)

    # What is shown beside the text -------------------------------------------------------

    def _note_reference(self, kind: str, note_id: str, paragraph: _Paragraph) -> None:
        if self._in_note or note_id not in self._notes(kind):
            return
        mark = self._note_marks.get((kind, note_id))
        if mark is None:
            mark = f"〔{len(self._note_marks) + 1}〕"
            self._note_marks[kind, note_id] = mark
            paragraph.notes.append((kind, note_id, mark))
        paragraph.segments[-1].mark(mark)

    def _notes(self, kind: str) -> dict[str, etree._Element]:
        if kind not in self._note_roots:
            root = self._related_xml(kind)
            self._note_roots[kind] = {
                note.get(f"{W}id", ""): note
                for note in (root if root is not None else ())
                if note.get(f"{W}type") in {None, "normal"}
            }
        return self._note_roots[kind]

    def _drawing(self, element: etree._Element, paragraph: _Paragraph) -> None:
        """Take images and text boxes out of a drawing, each once."""
        alt = ""
        stack = [element]
        while stack:
            node = stack.pop()
            tag = node.tag
            if tag == _TXBX:
                paragraph.after.append(node)
                continue
            if tag == _ALTERNATE:
                chosen = _chosen(node)
                if chosen is not None:
                    stack.append(chosen)
                continue
            if tag in {f"{_WP}docPr", f"{_VML}shape"}:
                text = node.get("descr") or node.get("title") or node.get("alt") or ""
                alt = tidy(text.strip()) or alt
            elif tag == f"{_A}blip":
                self._image(node.get(f"{_R}embed"), node.get(f"{_R}link"), alt, paragraph)
            elif tag == f"{_VML}imagedata":
                self._image(node.get(f"{_R}id"), node.get(f"{_R}href"), alt, paragraph)
            elif tag in {f"{_CHART}chart", f"{_DIAGRAM}relIds"}:
                paragraph.after.append(node)
            stack.extend(reversed(node))

    def _image(
        self, embedded: str | None, linked: str | None, alt: str, paragraph: _Paragraph
    ) -> None:
        if self._in_furniture or not (embedded or linked):
            return
        name = ""
        relationship = self._targets.get(embedded or "")
        if relationship is not None and not relationship.external:
            name = self._image_name(relationship)
        text = "" if _NO_ALT.search(alt) else alt
        paragraph.images.append(Draft(text, LineStyle(role="image", image=name)))
        check_count(paragraph.images, self._shown)

    def _image_name(self, relationship: Relationship) -> str:
        part = relationship.target
        if part not in self._image_names:
            known = self._package.has(part)
            self._image_names[part] = self._images.add(self._package.read(part)) if known else ""
        return self._image_names[part]

    def _graphic_text(self, node: etree._Element) -> None:
        """Read the words of a chart or a SmartArt graphic: they stand in a part of their own."""
        if self._in_furniture:
            return
        if not self._drafts:
            self._add(Draft(""))
        self._graphics.append(self._drafts[-1])
        relationship = self._targets.get(node.get(f"{_R}id") or node.get(f"{_R}dm") or "")
        if relationship is None or relationship.external:
            return
        part = relationship.target
        if part in self._seen_parts or not self._package.has(part):
            return
        self._seen_parts.add(part)
        for element in self._package.xml(part).iter(f"{_A}p"):
            text = tidy("".join(node.text or "" for node in element.iter(f"{_A}t")))
            if has_ink(text):
                self._add(Draft(text))

    def _alternative_chunk(self, element: etree._Element) -> None:
        """Read a web page that stands in for text of the document."""
        from huibian.readers import html

        relationship = self._targets.get(element.get(f"{_R}id", ""))
        if relationship is None or relationship.external:
            return
        part = relationship.target
        if part in self._seen_parts:
            return
        self._seen_parts.add(part)
        content = self._package.read(part)
        suffix = part.rpartition(".")[2].lower()
        if suffix not in {"htm", "html", "xhtml", "mht", "mhtml", "txt"}:
            raise fail("HB108", path=self._shown, reason=f"正文在嵌入的 {suffix} 文件里，读不出来")
        try:
            reading = html.read(content, part, self._shown)
        except HuibianError as error:
            if [finding.code for finding in error.findings] == ["HB101"]:
                return
            raise
        stored = dict(reading.attachments)
        for line in reading.lines:
            style = line.style
            if style.image:
                style = replace(style, image=self._images.add(stored[style.image]))
            columns = tuple((s.start, s.end) for s in reading.generated if s.line == line.number)
            self._add(Draft(line.text, style, columns))

    # Lines -------------------------------------------------------------------------------

    def _emit(self, paragraph: _Paragraph, in_toc: bool) -> None:
        look = paragraph.look
        toc = in_toc or look.toc or self._toc_depth > 0
        segments = paragraph.segments
        if segments[-1].page_break and not segments[-1].parts and len(segments) > 1:
            segments.pop()  # a break at the end: the next line starts the page
            trailing = True
        else:
            trailing = False
        boxed = bool(paragraph.images or paragraph.after) and not any(s.parts for s in segments)
        if not boxed or any(segment.page_break for segment in segments):
            for segment in segments:
                self._emit_segment(segment, look, toc)
        self._break_pending = self._break_pending or trailing
        for image in paragraph.images:
            self._add(image)
        for pieces, rule in (
            (paragraph.hidden, "hidden-text"),
            (paragraph.deleted, "deleted-text"),
        ):
            if pieces and has_ink(text := tidy("".join(pieces))):
                self._add(Draft(text, LineStyle(role="furniture", furniture=rule)))
        for element in paragraph.after:
            if element.tag == _TXBX:
                self._apart(element)
            else:
                self._graphic_text(element)
        for kind, note_id, mark in paragraph.notes:
            self._note(self._notes(kind)[note_id], mark)

    def _emit_segment(self, segment: _Segment, look: Look, toc: bool) -> None:
        text = segment.parts[0] if len(segment.parts) == 1 else "".join(segment.parts)
        if segment.page_break:
            self._break_pending = True
        sizes = segment.sizes
        if len(sizes) == 1:
            (size,) = sizes
        else:
            size = max(sizes, key=lambda key: sizes[key]) if sizes else look.size
        bold = segment.bold and not segment.plain
        style = self._style(look.heading, bold, size, look.centred, "toc" if toc else "text")
        self._add(Draft(text, style, tuple(segment.generated)))

    def _style(self, heading: int, bold: bool, size: float, centred: bool, role: str) -> LineStyle:
        key = (heading, bold, size, centred, role)
        style = self._looks.get(key)
        if style is None:
            style = LineStyle(
                heading=heading,
                bold=bold,
                size=size,
                centred=centred,
                role="toc" if role == "toc" else "text",
            )
            self._looks[key] = style
        return style

    def _style_of(self, style: LineStyle, *, page_break: bool) -> LineStyle:
        return replace(style, page_break=page_break)

    def _add(self, draft: Draft) -> None:
        """Append a line; the first with ink takes the page break or the section that waits."""
        if (self._break_pending or self._section_begins) and not self._in_furniture:
            inked = bool(draft.style.image) or draft.has_ink()
            if inked and draft.style.role != "furniture":
                if self._break_pending:
                    draft.style = self._style_of(draft.style, page_break=True)
                    self._break_pending = False
                if self._section_begins:
                    self._section_start = draft
                    self._section_begins = False
        self._drafts.append(draft)
        if not len(self._drafts) % 4096:
            check_count(self._drafts, self._shown)

    def _end_carried(self) -> None:
        if self._carried is not None:
            paragraph, self._carried = self._carried, None
            self._emit(paragraph, False)

    def _apart(self, element: etree._Element) -> None:
        """Read blocks with fields and joins of their own."""
        fields, carried = self._fields, self._carried
        self._fields, self._carried = [], None
        self._blocks(element)
        self._end_carried()
        self._fields, self._carried = fields, carried

    def _captured(self, element: etree._Element) -> list[Draft]:
        """Return the lines of blocks instead of appending them."""
        drafts, self._drafts = self._drafts, []
        self._apart(element)
        captured, self._drafts = self._drafts, drafts
        return captured

    def _note(self, element: etree._Element, mark: str) -> None:
        targets = self._targets
        kind = "footnotes" if element.tag == f"{W}footnote" else "endnotes"
        part = next((r.target for r in self._relationships.values() if r.kind == kind), "")
        self._in_note = True
        self._targets = self._package.relationships(part)
        lines = [draft for draft in self._captured(element) if draft.has_ink()]
        self._in_note = False
        self._targets = targets
        for draft in lines:
            draft.style = replace(draft.style, role="note", page_break=False, heading=0)
        if not lines:
            lines = [Draft("", LineStyle(role="note"))]
        first = lines[0]
        text = first.text.lstrip()
        cut = len(first.text) - len(text) - len(mark) - 1
        moved = tuple((start - cut, end - cut) for start, end in first.generated)
        first.text = f"{mark} {text}"
        first.generated = ((0, len(mark)), *moved)
        for draft in lines:
            self._add(draft)

    def _add_heads(self) -> None:
        """Append headers and footers, each text once: sections repeat them."""
        self._in_furniture = True
        self._break_pending = False
        seen: set[str] = set()
        for part in self._heads:
            if not self._package.has(part):
                continue
            self._targets = self._package.relationships(part)
            for draft in self._captured(self._package.xml(part)):
                if draft.has_ink() and draft.text not in seen:
                    seen.add(draft.text)
                    style = replace(
                        draft.style,
                        role="furniture",
                        furniture="running-head",
                        heading=0,
                        page_break=False,
                        image="",
                    )
                    self._add(Draft(draft.text, style, draft.generated))

    def _add_comments(self) -> None:
        """Append what reviewers wrote beside the text."""
        self._in_furniture = True
        root = self._related_xml("comments")
        for comment in root.iterfind(f"{W}comment") if root is not None else ():
            for draft in self._captured(comment):
                if draft.has_ink():
                    style = LineStyle(role="furniture", furniture="comment")
                    self._add(Draft(draft.text, style, draft.generated))

    # Tables ------------------------------------------------------------------------------

    def _table(self, table: etree._Element) -> None:
        if self._drafts and self._drafts[-1].style.role == "table":
            self._add(Draft(""))  # two tables without a paragraph in between stay two
        rows = [(row, list(_children(row, f"{W}tc"))) for row in _children(table, f"{W}tr")]
        if all(len(cells) <= 1 and not _has_span(cells) for _, cells in rows):
            for _, cells in rows:
                for cell in cells:
                    self._apart(cell)
            return
        beside: list[Draft] = []  # follows the table: nothing comes between its rows
        for row, cells in rows:
            self._row(row, cells, beside)
        for draft in beside:
            self._add(draft)

    def _row(self, row: etree._Element, cells: list[etree._Element], beside: list[Draft]) -> None:
        """Append a row; what stands in its cells but is no text of them goes to ``beside``."""
        properties = row.find(f"{W}trPr")
        before = after = 0
        if properties is not None:
            if properties.find(_DEL) is not None:
                for cell in cells:
                    for draft in self._captured(cell):
                        if draft.has_ink():
                            style = LineStyle(role="furniture", furniture="deleted-text")
                            beside.append(Draft(draft.text, style, draft.generated))
                return
            before = _span(properties.find(f"{W}gridBefore"), 0)
            after = _span(properties.find(f"{W}gridAfter"), 0)
        pending, self._break_pending = self._break_pending, False
        begins, self._section_begins = self._section_begins, False
        text = "\t" * before
        generated: list[Columns] = []
        looks: list[LineStyle] = []
        broken = False
        for index, cell in enumerate(cells):
            text += "\t" if index else ""
            empty = True
            for draft in self._captured(cell):
                broken = broken or draft.style.page_break
                if draft.style.role not in {"text", "table", "toc"}:
                    draft.style = replace(draft.style, page_break=False)
                    beside.append(draft)
                elif draft.has_ink():
                    text += "" if empty else " "
                    at = len(text)
                    text += draft.text.replace("\t", " ")
                    generated += [(start + at, end + at) for start, end in draft.generated]
                    looks.append(draft.style)
                    empty = False
            settings = cell.find(f"{W}tcPr")
            if settings is not None:
                text += "\t" * (_span(settings.find(f"{W}gridSpan"), 1) - 1)
        text += "\t" * after
        self._break_pending = pending or broken or self._break_pending
        self._section_begins = begins
        if has_ink(text):
            style = LineStyle(
                role="table",
                bold=all(look.bold for look in looks),
                size=looks[0].size if looks else 0.0,
            )
            self._add(Draft(text, style, tuple(generated)))


def _children(parent: etree._Element, tag: str) -> Iterable[etree._Element]:
    """Yield rows or cells, also those in content controls and tracked insertions."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag == _SDT:
            content = element.find(_SDT_CONTENT)
            if content is not None:
                yield from _children(content, tag)
        elif element.tag in {f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"}:
            yield from _children(element, tag)


def _span(element: etree._Element | None, default: int) -> int:
    value = element.get(_VAL, "") if element is not None else ""
    return min(int(value), _MAX_SPAN) if re.fullmatch(r"[0-9]{1,6}", value) else default


def _has_span(cells: list[etree._Element]) -> bool:
    return any(_span(cell.find(f"{W}tcPr/{W}gridSpan"), 1) > 1 for cell in cells)


def _is_toc_control(control: etree._Element) -> bool:
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and bool(_TOC_GALLERY.search(gallery.get(_VAL, "")))


def _chosen(alternate: etree._Element) -> etree._Element | None:
    """Return the first choice that has something to show, else the fallback: never two of them."""
    fallback = None
    for child in alternate:
        if child.tag == _FALLBACK:
            fallback = child
        elif child.tag == _CHOICE and any(
            True for _ in child.iter(_T, _TXBX, f"{_A}blip", f"{_VML}imagedata", f"{_CHART}chart")
        ):
            return child
    return fallback


def _symbol(code: str) -> str:
    """Return the character of ``w:sym``, a private-use one if it is not a known shape."""
    code = code.upper()
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    if not re.fullmatch(r"[0-9A-F]{4,5}", code):
        return ""
    point = int(code, 16)
    return chr(point) if point >= 32 and not 0xD800 <= point <= 0xDFFF else ""
