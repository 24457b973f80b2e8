"""Word files to take away: an article, or a whole collection with cover and contents.

The text comes as the HTML that the site shows, so the file says what the page says. The writing
is direct, without a template to fill: the same bytes for the same text, and a file takes about a
millisecond, which matters for ten thousand. Knows neither MkDocs nor addresses.
"""

from __future__ import annotations

import html as html_text
import math
import re
import struct
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from lxml import html as lxml_html
from lxml.html import HtmlElement

from huibian.site import titlelines
from huibian.site import wordparts as parts

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_TYPES = {"png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp"}
_PART = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PIXEL = 9525  # English Metric Units of a 96th of an inch
_WIDEST, _HIGHEST = parts.TEXT_WIDTH * 635, 7_200_000  # in those units: the text's width, 20 cm
_HEADINGS = {"h1": 1, "h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 4}
_DEEPEST_LIST = 4
_WIDE = 7  # columns above which a table is set in small type
_CELL = 57  # twips inside a cell's border: a millimetre
#: What XML cannot hold.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE = re.compile(r"[ \t\r\n]+")
_EXTENT = re.compile(r'<wp:extent cx="\d+" cy="(\d+)"')
_TAG = re.compile(r"<[^>]*>")
_NARROW = re.compile(r"[\x00-\u02ff]")
#: Links that work outside the site. Word refuses a whole file for one malformed address.
_FOLLOWED = re.compile(
    r"(?:https?://[\w.-]+(?::\d{1,5})?(?:[/?#][^\[\]]*)?|mailto:[^@\s]+@[\w.-]+)", re.I | re.A
)
_IN_ADDRESS = "!#$&'()*+,/:;=?@[]~%"
_SHOWN = re.compile(r"<w:t [^>]*>\s*[^\s<]")
_BLOCKS = frozenset(
    ("blockquote", "div", "dl", "hr", "ol", "p", "pre", "table", "ul", *_HEADINGS, "section")
)

#: Gives the bytes of an image by its address on the page, None where there is no such file.
Images = Callable[[str], "bytes | None"]


@dataclass(frozen=True, slots=True)
class Text:
    """An article to write: titles, the page's HTML, and small lines at its end."""

    title: str
    html: str
    subtitle: str = ""
    origin: Sequence[str] = ()
    author: str = ""
    images: Images = lambda address: None


def article(text: Text) -> bytes:
    """Return an article as a .docx file."""
    writer = _Writer(shift=0)
    writer.text(text, "Title")
    return _package(writer, parts.NUMBERED, text.title, text.author)


def collection(title: str, lines: Sequence[str], preface: Text, texts: Iterable[Text]) -> bytes:
    """Return a collection: cover with ``lines`` below the title, preface, contents, articles.

    ``preface`` is left out where it has no HTML.
    """
    texts = list(texts)
    writer = _Writer(shift=1)
    writer.cover(title, lines)
    if preface.html.strip():
        writer.paragraph("TOCHeading", _run(preface.title))
        writer.images = preface.images
        writer.blocks(preface.html)
    front, writer.out, page, pages = writer.out, [], 1, []
    for at, text in enumerate(texts):
        pages.append(page)
        page += writer.text(text, "Heading1", bookmark=at + 1, new_page=at > 0)
    articles, writer.out = writer.out, front
    writer.contents([(text.title, page) for text, page in zip(texts, pages, strict=True)])
    writer.add(f"<w:p><w:pPr>{parts.UNNUMBERED}</w:pPr></w:p>")
    writer.out += articles
    return _package(writer, parts.NUMBERED, title, preface.author)


@dataclass(slots=True)
class _Look:
    """How a piece of a line looks."""

    bold: bool = False
    emphasis: bool = False
    link: str = ""


@dataclass(slots=True)
class _Writer:
    """Collects paragraphs, images and links. ``shift`` lowers the headings of the text."""

    shift: int
    out: list[str] = field(default_factory=list)
    media: dict[bytes, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    images: Images = lambda address: None
    drawings: int = 0
    plain: str = ""  # style of paragraphs that are nothing else
    height: int = 0  # twips, of all that was written

    def add(self, xml: str, height: int = 0) -> None:
        self.out.append(xml)
        self.height += height

    def paragraph(self, style: str, runs: str, look: str = "") -> None:
        self.add(_paragraph(style, runs, look), _height(style, runs))

    def text(
        self, text: Text, title_style: str, *, bookmark: int = 0, new_page: bool = False
    ) -> int:
        """Write an article; return how many pages it will most likely take."""
        self.images = text.images
        before = self.height
        title = _title(text.title)
        if bookmark:
            title = (
                f'<w:bookmarkStart w:id="{bookmark}" w:name="{_mark(bookmark)}"/>{title}'
                f'<w:bookmarkEnd w:id="{bookmark}"/>'
            )
        # what stands between title and text belongs to the title: the blank line comes below it
        tight = '<w:spacing w:after="0"/>' if text.subtitle else ""
        broken = "<w:pageBreakBefore/>" if new_page else ""
        self.paragraph(title_style, title, broken + tight)
        if text.subtitle:
            self.paragraph("Subtitle", _run(text.subtitle), '<w:spacing w:after="579"/>')
        self.blocks(text.html)
        for at, line in enumerate(text.origin):
            space = '<w:spacing w:before="579"/>' if not at else ""
            self.paragraph("Origin", _run(line), space)
        blank = parts.LINE * (1 + bool(text.origin))  # below the title, above the origin
        return max(1, math.ceil((self.height - before + blank) / parts.PAGE_HEIGHT))

    def cover(self, title: str, lines: Sequence[str]) -> None:
        self.paragraph("Title", _title(title), '<w:spacing w:before="4000"/>')
        for line in lines:
            self.paragraph("Subtitle", _run(line))

    def contents(self, entries: Sequence[tuple[str, int]]) -> None:
        """Write the contents as a field that Word renews, filled so that they show at once.

        ``entries`` are titles with the pages on which they most likely begin.
        """
        self.paragraph("TOCHeading", _run("目　录"))
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            r'<w:r><w:instrText xml:space="preserve"> TOC \o "1-1" \h \z \u </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        for at, (title, number) in enumerate(entries):
            page = (
                '<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
                f'<w:r><w:instrText xml:space="preserve"> PAGEREF {_mark(at + 1)} \\h'
                ' </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
                f"<w:r><w:t>{number}</w:t></w:r>{end}"
            )
            link = (
                f'<w:hyperlink w:anchor="{_mark(at + 1)}" w:history="1">'
                f"{_run(title)}{page}</w:hyperlink>"
            )
            first, last = at == 0, at == len(entries) - 1
            self.paragraph("TOC1", (begin if first else "") + link + (end if last else ""))

    # ---------------------------------------------------------------- from HTML

    def blocks(self, html: str) -> None:
        """Write the paragraphs, tables and images of a page."""
        if html.strip():
            self._container(lxml_html.fragment_fromstring(_clean(html), create_parent="div"), "")

    def _container(self, parent: HtmlElement, indent: str) -> None:
        """Write the blocks in an element; text between them is a paragraph of its own."""
        loose: list[str] = [self._words(parent.text, _Look())]
        for child in parent.iterchildren():
            if child.tag in _BLOCKS:
                self._flush(loose, indent)
                self._block(child, indent)
            elif isinstance(child.tag, str):
                loose += self._inline_of(child, _Look())
            loose.append(self._words(child.tail, _Look()))
        self._flush(loose, indent)

    def _flush(self, loose: list[str], indent: str) -> None:
        self._lines(loose, self.plain, indent)
        loose.clear()

    def _block(self, element: HtmlElement, indent: str) -> None:
        tag = str(element.tag)
        if tag in _HEADINGS:
            level = _HEADINGS[tag] + self.shift
            self._lines(self._inline(element, _Look()), f"Heading{level}", "")
        elif tag in ("ul", "ol"):
            self._list(element, indent)
        elif tag == "table":
            self._table(element)
        elif tag == "pre":
            for line in "".join(map(str, element.itertext())).rstrip("\n").split("\n"):
                self.paragraph(self.plain, _run(line), indent)
        elif tag in ("p", "hr"):
            self._lines(self._inline(element, _Look()), self.plain, indent)
        elif tag == "blockquote":
            outside, self.plain = self.plain, "Quote"
            self._container(element, indent)
            self.plain = outside
        else:
            self._container(element, indent)

    def _list(self, element: HtmlElement, indent: str) -> None:
        """Write a list with its numbers as text: they are part of what the source says.

        Each level below the first stands two characters further in.
        """
        start = str(element.get("start") or "1")
        number = int(start) if start.isdigit() else 1
        depth = min(len(list(element.iterancestors("li"))), _DEEPEST_LIST)
        inner = f'<w:ind w:leftChars="{200 * depth}" w:left="{640 * depth}"/>' if depth else indent
        for at, item in enumerate(element.iterchildren("li")):
            mark = f"{number + at}. " if element.tag == "ol" else "• "
            first = next(item.iterchildren(), None)
            holds = first is not None and first.tag == "p" and not (item.text or "").strip()
            holder = first if first is not None and holds else item
            holder.text = mark + (holder.text or "").lstrip()
            self._container(item, inner)

    def _table(self, element: HtmlElement) -> None:
        rows = [
            [cell for cell in row.iterchildren() if cell.tag in ("td", "th")]
            for row in element.iter("tr")
        ]
        columns = max((len(row) for row in rows), default=0)
        if not columns:
            return
        widths = _widths(rows, columns)
        wide = columns > _WIDE
        edges = "".join(
            f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
            for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        margins = "".join(
            f'<w:{side} w:w="{_CELL}" w:type="dxa"/>' for side in ("top", "left", "bottom", "right")
        )
        xml = [
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>"
            + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
            + "</w:tblGrid>"
        ]
        for row in rows:
            head = bool(row) and all(cell.tag == "th" for cell in row)
            repeat = "<w:tblHeader/>" if head else ""
            xml.append(f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>")
            for at, width in enumerate(widths):
                cell = row[at] if at < len(row) else None
                xml.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>')
                xml.append(self._cell(cell, head, wide))
                xml.append("</w:tc>")
            xml.append("</w:tr>")
        size = 180 if wide else 240  # twips of a character
        tallest = (
            max(
                math.ceil(len(str(cell.text_content())) / max(1, (width - 2 * _CELL) // size)) or 1
                for cell, width in zip(row, widths, strict=False)
            )
            for row in rows
            if row
        )
        height = sum(tallest) * size * 4 // 3 + 2 * _CELL * len(rows)
        # a paragraph must stand between two tables and at the end of a file
        self.add("".join(xml) + "</w:tbl><w:p/>", height + parts.LINE)

    def _cell(self, cell: HtmlElement | None, head: bool, wide: bool) -> str:
        style = ("Wide" if wide else "") + ("TableHead" if head else "TableText")
        if cell is None:
            return _paragraph(style, "")
        align = str(cell.get("align") or ("center" if head else "left"))
        look = f'<w:jc w:val="{align}"/>' if align in ("left", "center", "right") else ""
        return _paragraph(style, "".join(self._inline(cell, _Look())), look)

    def _lines(self, runs: Sequence[str], style: str, indent: str) -> None:
        """Write runs as a paragraph; images stand in paragraphs of their own."""
        line: list[str] = []
        for run in runs:
            if drawn := _EXTENT.search(run):
                self._line(line, style, indent)
                line = []
                self.add(_paragraph("Picture", run), int(drawn.group(1)) // 635 + 240)
            else:
                line.append(run)
        self._line(line, style, indent)

    def _line(self, runs: Sequence[str], style: str, indent: str) -> None:
        if any(_SHOWN.search(run) for run in runs):
            self.paragraph(style, "".join(runs), indent)

    def _inline(self, element: HtmlElement, look: _Look) -> list[str]:
        runs = [self._words(element.text, look)]
        for child in element.iterchildren():
            if isinstance(child.tag, str):
                runs += self._inline_of(child, look)
            runs.append(self._words(child.tail, look))
        return [run for run in runs if run]

    def _inline_of(self, element: HtmlElement, look: _Look) -> list[str]:
        tag = element.tag
        if tag == "br":
            return ["<w:r><w:br/></w:r>"]
        if tag == "img":
            return self._image(element, look)
        address = str(element.get("href") or "") if tag == "a" else ""
        address = quote(address, safe=_IN_ADDRESS)
        return self._inline(
            element,
            _Look(
                look.bold or tag in ("strong", "b"),
                look.emphasis or tag in ("em", "i"),
                address if _FOLLOWED.fullmatch(address) else look.link,
            ),
        )

    def _words(self, text: str | None, look: _Look) -> str:
        if not text:
            return ""
        run = _run(_SPACE.sub(" ", text), bold=look.bold, emphasis=look.emphasis)
        if not look.link:
            return run
        key = self.links.setdefault(look.link, f"rIdL{len(self.links) + 1}")
        return f'<w:hyperlink r:id="{key}" w:history="1">{run}</w:hyperlink>'

    def _image(self, element: HtmlElement, look: _Look) -> list[str]:
        """Return a drawing no wider than the text; of an image that Word cannot show, words."""
        label = str(element.get("alt") or "")
        data = self.images(str(element.get("src") or ""))
        size = image_size(data) if data else None
        if data is None or size is None:
            return [self._words(f"（图：{label}）" if label else "（图见网页）", look)]
        kind, width, height = size
        wide, high = width * _PIXEL, height * _PIXEL
        shrink = min(1.0, _WIDEST / wide, _HIGHEST / high)
        extent = f'cx="{max(1, int(wide * shrink))}" cy="{max(1, int(high * shrink))}"'
        name = self.media.setdefault(data, f"image{len(self.media) + 1}.{kind}")
        key = "rIdM" + name.split(".")[0].removeprefix("image")
        self.drawings += 1
        named = f'id="{self.drawings}" name="图 {self.drawings}" descr={_quoted(label)}'
        return [
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f"<wp:extent {extent}/><wp:docPr {named}/>"
            f'<a:graphic><a:graphicData uri="{_DRAWING}/picture"><pic:pic>'
            f'<pic:nvPicPr><pic:cNvPr id="{self.drawings}" name="{name}"/><pic:cNvPicPr/>'
            f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{key}"/><a:stretch><a:fillRect/>'
            f'</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/>'
            '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        ]


def image_size(data: bytes) -> tuple[str, int, int] | None:
    """Return type, width and height (pixels) of an image that Word shows, None of any other."""
    kind, size = "", (0, 0)
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        kind, size = "png", struct.unpack(">II", data[16:24])
    elif data.startswith((b"GIF87a", b"GIF89a")) and len(data) >= 10:
        kind, size = "gif", struct.unpack("<HH", data[6:10])
    elif data.startswith(b"BM") and len(data) >= 26:
        width, height = struct.unpack("<ii", data[18:26])
        kind, size = "bmp", (abs(width), abs(height))
    elif data.startswith(b"\xff\xd8"):
        kind, size = "jpeg", _jpeg_size(data)
    return (kind, size[0], size[1]) if size[0] and size[1] else None


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Find the frame header of a JPEG file: markers, each with the length of what follows."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    return 0, 0


def _clean(text: str) -> str:
    return _ILLEGAL.sub("", text)


def _quoted(text: str) -> str:
    return quoteattr(_clean(text))


def _mark(number: int) -> str:
    return f"article{number}"


def _run(text: str, *, bold: bool = False, emphasis: bool = False) -> str:
    """Return a run of text. The hint gives “ ” … — the Chinese font, as its neighbours have."""
    font = f' w:eastAsia="{parts.SUBHEADING_FONT}"' if emphasis else ""
    weight = "<w:b/>" if bold else ""
    return (
        f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"{font}/>{weight}</w:rPr>'
        f'<w:t xml:space="preserve">{escape(_clean(text))}</w:t></w:r>'
    )


def _title(text: str) -> str:
    """Return the runs of a title, broken between words where it needs several lines."""
    return "<w:r><w:br/></w:r>".join(
        _run(line.strip()) for line in titlelines.lines(text, parts.TITLE_CHARACTERS)
    )


def _paragraph(style: str, runs: str, look: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{named}{look}</w:pPr>" if named or look else ""
    return f"<w:p>{properties}{runs}</w:p>"


def _widths(rows: Sequence[Sequence[HtmlElement]], columns: int) -> list[int]:
    """Share the text's width out over columns: more to long texts, enough to short ones."""
    longest = [2] * columns
    for row in rows:
        for at, cell in enumerate(row):
            longest[at] = max(longest[at], min(20, len(str(cell.text_content()).strip())))
    shares = [2 + length for length in longest]
    return [parts.TEXT_WIDTH * share // sum(shares) for share in shares]


def _height(style: str, runs: str) -> int:
    """Return how high a paragraph will be (twips), by counting characters.

    Lines have fixed heights and 28 characters, so this comes near to what Word makes of it.
    """
    text = html_text.unescape(_TAG.sub("", runs))
    width = len(text) - len(_NARROW.findall(text)) / 2
    if "<w:bookmarkStart" in runs:  # the title of an article in a collection
        breaks = runs.count("<w:br/>")
        return (1 + (breaks or int(width / (parts.TITLE_CHARACTERS + 0.1)))) * parts.TITLE_LINE
    if style == "Origin":
        return math.ceil(width / 36) * parts.ORIGIN_LINE
    return math.ceil((width + 2) / 28) * parts.LINE


# -------------------------------------------------------------------- the package


def _package(writer: _Writer, section: str, title: str, author: str) -> bytes:
    document = (
        f'{parts.HEAD}<w:document xmlns:w="{parts.W}" xmlns:r="{parts.R}"'
        f' xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:a="{_DRAWING}/main"'
        f' xmlns:pic="{_DRAWING}/picture"><w:body>{"".join(writer.out)}{section}</w:body>'
        "</w:document>"
    )
    files: list[tuple[str, str | bytes]] = [
        ("[Content_Types].xml", _content_types()),
        ("_rels/.rels", _ROOT_RELATIONS),
        ("docProps/core.xml", _core(title, author)),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", _relations(writer)),
        ("word/styles.xml", _STYLES[bool(writer.shift)]),
        ("word/settings.xml", parts.SETTINGS),
        ("word/fontTable.xml", parts.FONT_TABLE),
        ("word/footer1.xml", parts.footer(even=False)),
        ("word/footer2.xml", parts.footer(even=True)),
        *((f"word/media/{name}", data) for data, name in writer.media.items()),
    ]
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name)  # 1980-01-01: no clock in the bytes
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, content)
    return buffer.getvalue()


_STYLES = {flag: parts.styles(collection=flag) for flag in (False, True)}
_ROOT_RELATIONS = (
    f'{parts.HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{parts.R}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>'
)


def _content_types() -> str:
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        **_TYPES,
    }
    overrides = {
        "word/document.xml": f"{_PART}.document.main+xml",
        "word/styles.xml": f"{_PART}.styles+xml",
        "word/settings.xml": f"{_PART}.settings+xml",
        "word/fontTable.xml": f"{_PART}.fontTable+xml",
        "word/footer1.xml": f"{_PART}.footer+xml",
        "word/footer2.xml": f"{_PART}.footer+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    return (
        f'{parts.HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        + "".join(f'<Default Extension="{k}" ContentType="{v}"/>' for k, v in defaults.items())
        + "".join(f'<Override PartName="/{k}" ContentType="{v}"/>' for k, v in overrides.items())
        + "</Types>"
    )


def _relations(writer: _Writer) -> str:
    own = (
        ("rId1", "styles", "styles.xml", ""),
        ("rId2", "settings", "settings.xml", ""),
        ("rId3", "fontTable", "fontTable.xml", ""),
        ("rId4", "footer", "footer1.xml", ""),
        ("rId5", "footer", "footer2.xml", ""),
        *(
            (f"rIdM{at}", "image", f"media/{name}", "")
            for at, name in enumerate(writer.media.values(), 1)
        ),
        *(
            (key, "hyperlink", address, ' TargetMode="External"')
            for address, key in writer.links.items()
        ),
    )
    return (
        f'{parts.HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="{key}" Type="{parts.R}/{kind}" Target={_quoted(target)}{mode}/>'
            for key, kind, target, mode in own
        )
        + "</Relationships>"
    )


def _core(title: str, author: str) -> str:
    """Return the file's properties, without times: those would be the clock's."""
    creator = f"<dc:creator>{escape(_clean(author))}</dc:creator>" if author else ""
    return (
        f'{parts.HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(_clean(title))}</dc:title>{creator}</cp:coreProperties>"
    )
