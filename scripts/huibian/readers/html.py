"""Article pages saved from the web (.html, .mht): bytes -> lines with style, images and furniture.

Block elements give lines, ``br`` starts a new one, table rows are cells parted by tabs, list
items get the mark that a browser shows (recorded in ``Reading.generated``). What is around the
article (menus, breadcrumbs, share bars, sidebars, page footers) is kept as lines of role
``furniture`` with the rule ``web-navigation`` or ``web-footer``, text that the page itself hides
with ``hidden-text``: every visible character stays in some line. Contents of script, style,
noscript, template, head and comments are no text of the page and are left out (``web-script``).

The guard of every such decision: an element that holds a third of the page's text, or its main
heading, is never furniture, whatever it calls itself; whole pages stand in one ``form``.

Must not know how articles are split.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import email
import email.policy
import re
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from lxml import etree

from huibian.diagnostics import HuibianError, fail
from huibian.model import LineStyle, is_blank
from huibian.readers.images import ImageShelf
from huibian.readers.reading import (
    Draft,
    Reading,
    check_count,
    finish,
    has_ink,
    unnamed_images,
)
from huibian.readers.text import Decoded, decode, without_nul

Furniture = Literal["", "web-navigation", "web-footer", "hidden-text"]

_META = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,30})", re.IGNORECASE
)
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,30})")
#: Declarations that are believed, as browsers read them. Others (a page of GBK that says
#: ISO-8859-1) are found out from the bytes.
_DECLARED = {
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "gb18030", "gb_2312-80"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5"), "big5hkscs"),
}

_INVISIBLE = frozenset(
    {"script", "style", "noscript", "template", "head", "title", "meta", "link", "noframes"}
)
_BLOCK = frozenset(
    {
        *("p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "form"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table"),
        *("thead", "tbody", "tfoot", "tr", "td", "th", "caption", "blockquote", "pre", "center"),
        *("address", "figure", "figcaption", "fieldset", "legend", "details", "summary", "hr"),
        *("body", "html", "hgroup", "menu", "dir", "frameset", "option", "iframe", "search"),
    }
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOLD = frozenset({"b", "strong"})
_CONTROLS = frozenset({"button", "select", "textarea", "option", "datalist"})
#: Font sizes 1–7 of ``<font size>`` in points.
_FONT_SIZES = {"1": 7.5, "2": 10.0, "3": 12.0, "4": 13.5, "5": 18.0, "6": 24.0, "7": 36.0}
_NAMED_SIZES = {"一号": 26.0, "二号": 22.0, "三号": 16.0, "四号": 14.0, "小四": 12.0, "五号": 10.5}

_TAG_FURNITURE: dict[str, Furniture] = {
    "nav": "web-navigation",
    "aside": "web-navigation",
    "form": "web-navigation",
    "menu": "web-navigation",
    "search": "web-navigation",
    "header": "web-navigation",
    "footer": "web-footer",
}
_ROLE_FURNITURE: dict[str, Furniture] = {
    "navigation": "web-navigation",
    "banner": "web-navigation",
    "search": "web-navigation",
    "complementary": "web-navigation",
    "contentinfo": "web-footer",
}
#: Words of class and id that name what is around an article.
_NAVIGATION_WORDS = frozenset(
    {
        *("nav", "navbar", "navigation", "menu", "menus", "breadcrumb", "breadcrumbs", "crumb"),
        *("crumbs", "crumbnav", "share", "sharebar", "sharebox", "sharing", "bdshare", "jiathis"),
        *("sidebar", "aside", "related", "recommend", "pager", "pagination", "login", "search"),
        *("toolbar", "comment", "comments", "qrcode", "position", "location", "weizhi", "topbar"),
        *("qr", "dialog", "toast", "weapp", "rewardarea", "likearea"),
        *("tags", "prevnext", "hot", "ranking", "subnav", "mainnav", "topnav", "bdsharebuttonbox"),
    }
)
_FOOTER_WORDS = frozenset(
    {"footer", "foot", "copyright", "footerbox", "bottom", "beian", "siteinfo"}
)
_FOOTER_TEXT = re.compile(
    r"ICP[备证]|公网安备|^版权所有|Copyright\s*(?:©|\(c\))|网站标识码"
    r"|^主办(?:单位)?[:：].{2,40}承办(?:单位)?[:：]|^联系电话[:：].{5,40}邮(?:政)?编码?[:：]"
    r"|^技术支持[:：].{2,30}$|^建议使用.{0,30}浏览器",
    re.IGNORECASE,
)
_NAVIGATION_TEXT = re.compile(
    r"^[【\[（(]?(?:您?(?:现在|当前|目前)?的?(?:所在)?位置\s*[:：]|分享(?:到|至)?\s*[:：]|字[体号]\s*[:：]"
    r"|(?:打印|关闭|收藏)(?:本页|窗口)|上一[篇条页]\s*[:：]|下一[篇条页]\s*[:：]"
    r"|(?:相关|推荐)(?:阅读|链接|文章)\s*[:：]?$|扫一扫.{0,16}$|责任编辑[:：].{0,12}打印"
    r"|(?:微信扫一扫|关注该公众号|使用小程序|知道了|预览时标签不可点|向上滑动看下一个|轻触阅读原文)$"
    r"|阅读原文(?:\s*阅读\s*\d+)?.{0,12}$)"
)
#: What stands above a list of other pages.
_RELATED_TEXT = re.compile(
    r"[【\[]?(?:热[点门]|相关|推荐|最新|更多|猜你喜欢|延伸|往期)"
    r"(?:推荐|阅读|新闻|文章|链接|资讯|内容|精彩|回顾)?[】\]]?[:：]?"
)
_SHORT = 100
#: Where pages that load their images late keep the address; a stand-in image is smaller than this.
_LATE_SOURCES = ("data-src", "data-original", "data-lazy-src")
_PLACEHOLDER = 200
_ORNAMENT_WORDS = frozenset(
    {"icon", "icons", "logo", "qrcode", "spacer", "blank", "pixel", "avatar", "loading", "arrow"}
)
_SMALL = 40  # pixels
_SEPARATORS = frozenset("|｜>»›·•/、-—[]【】《》 \t\u3000\u00a0")
#: As many neighbouring lines of nothing but links are a menu.
_MENU_LINES = 4
_WIDE_SPACE = re.compile(r"[ \t\n\r\f]+")
_EAST_ASIAN = re.compile(r"[\u2014-\u2026\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]")
_MAX_COLUMNS = 100
_MAX_PARTS = 200
_CELL_LIMIT = 600


def read(data: bytes, name: str, shown: str) -> Reading:
    """Read a saved web page, or a single-file one (MHT).

    Raises HuibianError: HB101 no visible text, HB102/HB103 as text, HB108 damaged, HB109 too many
    lines or images, HB114 hostile structure.
    """
    images: dict[str, bytes] = {}
    declared = ""
    if _looks_like_mht(data):
        data, declared, images = _unpack_mht(data, shown)
    decoded = _decode(data, declared, shown)
    root = _parse(decoded.text, shown)
    page = _Page(root, images, shown)
    page.read()
    frames = [e.get("src") or "" for e in root.iter("frame", "iframe") if e.get("src")]

    def empty() -> HuibianError:
        if not frames:
            return fail("HB101", path=shown)
        names = "、".join(name.rpartition("/")[2][:40] for name in frames[:3])
        return fail("HB122", path=shown, names=names)

    reading = finish(page.drafts, shown, page.images.all(), decoded.encoding, empty)
    findings = (*decoded.findings, *unnamed_images(reading.lines, shown))
    return replace(reading, findings=findings)


# Bytes to a tree ----------------------------------------------------------------------------


def _decode(data: bytes, declared: str, shown: str) -> Decoded:
    """Return the text by byte-order mark, declaration, else as plain text is decoded."""
    head = data[:4096]
    marked = head.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not marked:
        match = _META.search(head) or _XML_ENCODING.search(head)
        names = [declared, match[1].decode("ascii") if match else ""]
        for name in names:
            encoding = _DECLARED.get(name.lower(), "")
            if encoding:
                try:
                    return without_nul(data.decode(encoding), encoding, shown)
                except UnicodeDecodeError:
                    continue
    return decode(data, shown)


def _parse(page: str, shown: str) -> etree._Element:
    parser = etree.HTMLParser(
        encoding="utf-8",
        huge_tree=True,  # HTML has no entities of its own; without it the parser drops text
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    content = page.encode("utf-8", "replace")
    try:
        root = etree.fromstring(content, parser)
    except etree.LxmlError as error:
        if "empty" in str(error).lower():
            raise fail("HB101", path=shown) from error
        raise fail("HB108", path=shown, reason="不是完整的网页") from error
    except ValueError as error:
        raise fail("HB101", path=shown) from error
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        deep = any("depth" in entry.message.lower() for entry in parser.error_log)
        if deep:
            raise fail("HB114", path=shown, reason="网页嵌套太深")
        raise fail("HB108", path=shown, reason="网页读到一半就断了")
    if root is None:
        raise fail("HB101", path=shown)
    return root


def _looks_like_mht(data: bytes) -> bool:
    head = data[:4096].lstrip(b"\xef\xbb\xbf\r\n ").lower()
    return head.startswith(
        (b"from:", b"mime-version:", b"content-type: multipart", b"snapshot-")
    ) and (b"multipart/" in head or b"text/html" in head)


def _unpack_mht(data: bytes, shown: str) -> tuple[bytes, str, dict[str, bytes]]:
    """Return the page of a single-file save, its declared encoding and its images by address."""
    if data.lower().count(b"boundary=") > 20:
        raise fail("HB114", path=shown, reason="网页的分段嵌套太多")
    pages: list[tuple[bytes, str]] = []
    images: dict[str, bytes] = {}
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        for number, part in enumerate(message.walk()):
            if number > _MAX_PARTS * 10:
                raise fail("HB109", path=shown, reason="网页的分段多得不正常")
            content = part.get_payload(decode=True)
            if not isinstance(content, bytes):
                continue
            kind = part.get_content_type()
            if kind in {"text/html", "application/xhtml+xml"}:
                pages.append((content, part.get_content_charset("") or ""))
            elif kind.startswith("image/"):
                for header in ("Content-Location", "Content-ID"):
                    key = str(part.get(header, "")).strip()
                    if key:
                        images.setdefault(_address(key.strip("<>")), content)
    except HuibianError:
        raise
    except (RecursionError, LookupError, ValueError, TypeError, AttributeError) as error:
        raise fail("HB108", path=shown, reason="单个文件网页（.mht）读不出来") from error
    if not pages:
        raise fail("HB108", path=shown, reason="单个文件网页（.mht）里没有网页")
    page = pages[0]
    if b"<frameset" in page[0].lower():  # its frames hold the text
        page = max(pages, key=lambda one: len(one[0]))
    return page[0], page[1], images


def _address(reference: str) -> str:
    reference = reference.strip()
    if reference.lower().startswith("cid:"):
        reference = reference[4:]
    return urllib.parse.unquote(reference)


# The page -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Context:
    """What an element hands down to what is in it."""

    bold: bool = False
    size: float = 0.0
    centred: bool = False
    heading: int = 0
    link: str = ""  # "out" or "in" (to a place in the page)
    furniture: Furniture = ""
    preformatted: bool = False
    article: bool = False


class _LineInProgress:
    """The pieces of a line with what they look like."""

    __slots__ = ("mark", "pieces")

    def __init__(self) -> None:
        self.pieces: list[tuple[str, _Context]] = []
        self.mark = ""


class _Page:
    """Walks the tree without recursion and fills ``drafts``."""

    def __init__(self, root: etree._Element, images: dict[str, bytes], shown: str) -> None:
        self.drafts: list[Draft] = []
        self.images = ImageShelf(shown)
        self._stored = images
        self._shown = shown
        self._root = root
        self._line = _LineInProgress()
        self._links: list[str] = []  # of each draft: the kind of link that it wholly is
        self._break_pending = False
        self._broken = False  # the line before ended at a br
        self._weights = _weights(root)
        self._total = max(1, self._weights.get(root, 0))
        heading = _main_heading(root)
        self._around_heading = set(heading.iterancestors()) if heading is not None else set()
        self._counters: list[int | None] = []

    def read(self) -> None:
        stack: list[tuple[etree._Element, _Context, Iterator[etree._Element]]] = []
        body = self._root
        context = self._enter(body, _Context())
        stack.append((body, context, iter(body)))
        while stack:
            element, context, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self._leave(element, context)
                if stack:
                    self._text(element.tail, stack[-1][1])
                continue
            if not isinstance(child.tag, str) or _local(child) in _INVISIBLE:
                self._text(child.tail, context)
                continue
            if _local(child) == "table" and self._is_data(child):
                self._flush(context)
                self._table(child, self._context_of(child, context))
                self._text(child.tail, context)
                continue
            stack.append((child, self._enter(child, context), iter(child)))
        self._flush(_Context())
        self._mark_menus()

    # Elements

    def _enter(self, element: etree._Element, outer: _Context) -> _Context:
        tag = _local(element)
        context = self._context_of(element, outer)
        if tag in _BLOCK:
            self._flush(outer)
        if _breaks_page(element):
            self._break_pending = True
        if tag == "br":
            self._flush(outer, keep_blank=True)
        elif tag == "img":
            self._image(element, context)
        elif tag in {"ul", "menu", "dir"}:
            self._counters.append(None)
        elif tag == "ol":
            start = element.get("start", "1")
            self._counters.append(int(start) - 1 if re.fullmatch(r"-?\d{1,6}", start) else 0)
        elif tag == "li" and self._counters:
            self._item(element)
        self._text(element.text, context)
        return context

    def _item(self, element: etree._Element) -> None:
        counter = self._counters[-1]
        if counter is None:
            self._line.mark = "• "
            return
        value = element.get("value", "")
        counter = int(value) if re.fullmatch(r"\d{1,6}", value) else counter + 1
        self._counters[-1] = counter
        self._line.mark = f"{counter}. "

    def _leave(self, element: etree._Element, context: _Context) -> None:
        tag = _local(element)
        if tag in _BLOCK:
            empty = tag == "p" and not any(has_ink(text) for text, _ in self._line.pieces)
            self._flush(context, keep_blank=empty and not self._broken)
            self._broken = False
        if tag in {"ul", "ol", "menu", "dir"} and self._counters:
            self._counters.pop()
        if tag == "li":
            self._line.mark = ""

    def _context_of(self, element: etree._Element, outer: _Context) -> _Context:
        tag = _local(element)
        style = _declarations(element.get("style"))
        changes: dict[str, object] = {}
        if tag in _BOLD:
            changes["bold"] = True
        if weight := style.get("font-weight"):
            changes["bold"] = weight in {"bold", "bolder", "600", "700", "800", "900"}
        if tag in _HEADINGS:
            changes["heading"] = _HEADINGS[tag]
        elif tag in {"p", "table", "ul", "ol"} and outer.heading:
            changes["heading"] = 0
        size = _points(style.get("font-size", "")) or (
            _FONT_SIZES.get(element.get("size", ""), 0.0) if tag == "font" else 0.0
        )
        if size:
            changes["size"] = size
        align = style.get("text-align") or (element.get("align") or "").lower()
        if tag == "center":
            changes["centred"] = True
        elif align in {"center", "left", "right", "justify"} and tag != "img":
            changes["centred"] = align == "center"
        if tag == "a" and element.get("href"):
            changes["link"] = "in" if (element.get("href") or "").startswith("#") else "out"
        if tag in {"article", "main"}:
            changes["article"] = True
        if tag in {"pre", "textarea", "listing"}:
            changes["preformatted"] = True
        if not outer.furniture:
            furniture = self._furniture_of(element, tag, style, outer)
            if furniture:
                changes["furniture"] = furniture
        return replace(outer, **changes) if changes else outer  # type: ignore[arg-type]

    def _furniture_of(
        self, element: etree._Element, tag: str, style: dict[str, str], outer: _Context
    ) -> Furniture:
        if tag in {"html", "body", "article", "main"}:
            return ""
        named = _TAG_FURNITURE.get(tag) or _ROLE_FURNITURE.get(element.get("role", "").lower(), "")
        if not named and tag in _CONTROLS:
            named = "web-navigation"
        if not named:
            words = _words(element)
            if words & _NAVIGATION_WORDS:
                named = "web-navigation"
            elif words & _FOOTER_WORDS:
                named = "web-footer"
        hidden = (
            style.get("display") == "none"
            or style.get("visibility") == "hidden"
            or element.get("hidden") is not None
        )
        if hidden and not named:
            named = "hidden-text"
        if not named:
            return ""
        if tag == "header" and outer.article:
            return ""
        if tag != "nav" and self._weights.get(element, 0) * 3 > self._total:
            return ""
        if element in self._around_heading:
            return ""
        return named

    def _image(self, element: etree._Element, context: _Context) -> None:
        if context.furniture:
            return
        source = (element.get("src") or "").strip()
        late = next((element.get(x) for x in _LATE_SOURCES if element.get(x)), "")
        data = _data_address(source)
        if data is None and source:
            data = self._stored.get(_address(source))
        if late and (data is None or len(data) < _PLACEHOLDER):
            data = self._stored.get(_address(late))  # until then a stand-in was shown
        name = self.images.add(data) if data else ""
        alt = _WIDE_SPACE.sub(" ", (element.get("alt") or "")).strip()
        if not name and not has_ink(alt) and (not (source or late) or _is_ornament(element)):
            return  # nothing to show: an icon, a counter
        self._flush(context)
        self._add(Draft(alt, LineStyle(role="image", image=name)), "")

    # Text

    def _text(self, text: str | None, context: _Context) -> None:
        if not text:
            return
        if context.preformatted:
            lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            for number, line in enumerate(lines):
                if number:
                    self._flush(context, keep_blank=True)
                if line:
                    self._line.pieces.append((line, context))
            return
        if not text.isspace() or self._line.pieces or "\u3000" in text or "\xa0" in text:
            self._line.pieces.append((text, context))

    def _flush(self, context: _Context, keep_blank: bool = False) -> None:
        """End the line; ``keep_blank`` keeps one without ink as a blank line."""
        line = self._line
        pieces = line.pieces
        text, ink = _joined(pieces)
        if not ink:
            if pieces or keep_blank:
                line.pieces = []
            wanted = keep_blank and self.drafts and not context.furniture
            if wanted and (self._broken or self.drafts[-1].text):
                self._add(Draft(""), "")
            self._broken = False
            return
        self._broken = keep_blank
        self._line = _LineInProgress()
        first = ink[0]
        link = first.link if all(c.link for c in ink) else ""
        furniture = first.furniture
        bold = all(c.bold for c in ink)
        style = LineStyle(
            heading=0 if furniture else max(c.heading for c in ink),
            bold=bold,
            size=first.size,
            centred=first.centred,
        )
        if not furniture and len(text) <= _SHORT:
            stripped = text.strip()
            if _FOOTER_TEXT.search(stripped):
                furniture = "web-footer"
            elif _NAVIGATION_TEXT.search(stripped):
                furniture = "web-navigation"
        if furniture:
            style = replace(style, role="furniture", furniture=furniture)
        generated: tuple[tuple[int, int], ...] = ()
        if line.mark and not furniture:
            text = line.mark + text.lstrip()
            generated = ((0, len(line.mark)),)
        self._add(Draft(text, style, generated), link)

    def _add(self, draft: Draft, link: str) -> None:
        inked = bool(draft.style.image) or draft.has_ink()
        if self._break_pending and inked and draft.style.role != "furniture":
            draft.style = replace(draft.style, page_break=True)
            self._break_pending = False
        self.drafts.append(draft)
        self._links.append(link)
        if not len(self.drafts) % 4096:
            check_count(self.drafts, self._shown)

    def _mark_menus(self) -> None:
        """Call a run of lines that are nothing but links a menu, or a table of contents."""
        start = 0
        while start < len(self.drafts):
            kind = self._links[start]
            end = start + 1
            while end < len(self.drafts) and (
                self._links[end] == kind or not self.drafts[end].has_ink()
            ):
                end += 1
            run = [d for d in self.drafts[start:end] if d.has_ink()]
            wanted = _MENU_LINES
            above = self._related_above(start) if kind == "out" and run else None
            if above is not None:
                above.style = replace(above.style, role="furniture", furniture="web-navigation")
                wanted = 1
            if kind and len(run) >= wanted and not any(d.style.heading for d in run):
                for draft in run:
                    if draft.style.role == "text":
                        if kind == "in":
                            draft.style = replace(draft.style, role="toc")
                        else:
                            draft.style = replace(
                                draft.style, role="furniture", furniture="web-navigation"
                            )
                            for _, end_of_mark in draft.generated:
                                draft.text = draft.text[end_of_mark:]
                            draft.generated = ()
            start = end

    def _related_above(self, start: int) -> Draft | None:
        """Return the line above that announces other pages, None without one."""
        for draft in reversed(self.drafts[max(0, start - 3) : start]):
            if draft.has_ink():
                announces = draft.style.role == "text" and not draft.style.heading
                found = announces and _RELATED_TEXT.fullmatch(draft.text.strip())
                return draft if found else None
        return None

    # Tables

    def _is_data(self, table: etree._Element) -> bool:
        """Tell a table of data from one that lays the page out."""
        rows = list(_rows(table))
        if len(rows) < 2 or max(len(cells) for cells in rows) < 2:
            return False
        if any(True for _ in table.iterdescendants("table", "form", "ul", "ol", *_HEADINGS)):
            return False
        for cells in rows:
            for cell in cells:
                if self._weights.get(cell, 0) > _CELL_LIMIT:
                    return False
        return True

    def _table(self, table: etree._Element, context: _Context) -> None:
        for caption in table.iterchildren("caption"):
            self._text("".join(caption.itertext()), self._context_of(caption, context))
            self._flush(context)
        carried: dict[int, int] = {}  # column -> rows that a cell from above still covers
        for cells in _rows(table):
            row: list[str] = []
            all_bold = True
            images: list[etree._Element] = []
            for cell in cells:
                while carried.get(len(row), 0) > 0 and len(row) < _MAX_COLUMNS:
                    carried[len(row)] -= 1
                    row.append("")
                text, bold = self._cell(cell, context, images)
                all_bold = all_bold and (bold or not has_ink(text))
                down, across = _attribute(cell, "rowspan"), _attribute(cell, "colspan")
                for column in range(len(row), min(len(row) + across, _MAX_COLUMNS)):
                    carried[column] = down - 1
                row.append(text)
                row += [""] * (min(across, _MAX_COLUMNS) - 1)
            while carried.get(len(row), 0) > 0 and len(row) < _MAX_COLUMNS:
                carried[len(row)] -= 1
                row.append("")
            line = "\t".join(row)
            if has_ink(line):
                furniture = context.furniture
                role = "furniture" if furniture else "table"
                style = LineStyle(bold=all_bold, role="table")
                if role == "furniture":
                    style = replace(style, role="furniture", furniture=furniture)
                self._add(Draft(line, style), "")
            for image in images:
                self._image(image, context)

    def _cell(
        self, cell: etree._Element, context: _Context, images: list[etree._Element]
    ) -> tuple[str, bool]:
        """Return the text of a cell and whether it is bold; notes the images in it."""
        pieces: list[tuple[str, _Context]] = []
        plain = _Context(furniture=context.furniture)
        bold = replace(plain, bold=True)
        weight = 1 if _local(cell) == "th" else 0
        skipped: etree._Element | None = None
        for event, element in etree.iterwalk(cell, events=("start", "end")):
            if not isinstance(element.tag, str):
                continue
            tag = _local(element)
            if event == "start":
                if skipped is None and tag in _INVISIBLE:
                    skipped = element
                if skipped is not None:
                    continue
                weight += tag in _BOLD
                if tag == "img":
                    images.append(element)
                if tag in _BLOCK or tag == "br":
                    pieces.append((" ", plain))
                pieces.append((element.text or "", bold if weight else plain))
                continue
            if skipped is not None:
                if element is not skipped:
                    continue
                skipped = None
            else:
                weight -= tag in _BOLD
            if tag in _BLOCK:
                pieces.append((" ", plain))
            if element is not cell:
                pieces.append((element.tail or "", bold if weight else plain))
        text, ink = _joined([piece for piece in pieces if piece[0]])
        return text.strip(" \t"), bool(ink) and all(c.bold for c in ink)


# Small helpers ------------------------------------------------------------------------------


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _joined(pieces: list[tuple[str, _Context]]) -> tuple[str, list[_Context]]:
    """Return the text with white space folded as browsers do, and the contexts that have ink.

    A line end of the file between two Chinese characters leaves no space.
    """
    ink: list[_Context] = []
    parts: list[str] = []
    for text, context in pieces:
        if has_ink(text) and not (context.link == "" and all(c in _SEPARATORS for c in text)):
            ink.append(context)
        parts.append(text)
    whole = "".join(parts)
    if not ink and has_ink(whole):
        ink = [context for text, context in pieces if has_ink(text)]
    if pieces and pieces[0][1].preformatted:
        return whole, ink

    def fold(match: re.Match[str]) -> str:
        start, end = match.span()
        inner = "\n" in match[0] and start > 0 and end < len(whole)
        if inner and _EAST_ASIAN.match(whole[start - 1]) and _EAST_ASIAN.match(whole[end]):
            return ""
        return " "

    return _WIDE_SPACE.sub(fold, whole).strip(" "), ink


def _weights(root: etree._Element) -> dict[etree._Element, int]:
    """Return how many visible characters each element with a block's weight holds."""
    weights: dict[etree._Element, int] = {}
    totals = [0]
    skipped = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        hidden = not isinstance(element.tag, str) or _local(element) in _INVISIBLE
        if event == "start":
            skipped += hidden
            totals.append(0 if skipped else _ink(element.text))
            continue
        own = totals.pop()
        skipped -= hidden
        if own:
            weights[element] = own
        totals[-1] += own + (0 if skipped else _ink(element.tail))
    return weights


def _ink(text: str | None) -> int:
    if not text or text.isspace():
        return 0
    return sum(1 for char in text if not is_blank(char))


def _main_heading(root: etree._Element) -> etree._Element | None:
    """Return the page's only h1 with text; a site's logo is often one, then there are several."""
    found = [h for h in root.iter("h1") if _ink("".join(h.itertext()))]
    return found[0] if len(found) == 1 else None


def _words(element: etree._Element) -> set[str]:
    text = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
    if not text.strip():
        return set()
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return set(re.split(r"[^a-z]+", text.lower()))


def _declarations(style: str | None) -> dict[str, str]:
    if not style:
        return {}
    found = {}
    for part in style[:2000].lower().split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip()] = value.replace("!important", "").strip()
    return found


def _points(size: str) -> float:
    match = re.fullmatch(r"(\d{1,3}(?:\.\d{1,4})?)\s*(pt|px)", size)
    if not match:
        return _NAMED_SIZES.get(size, 0.0)
    return round(float(match[1]) * (1.0 if match[2] == "pt" else 0.75), 2)


def _breaks_page(element: etree._Element) -> bool:
    style = element.get("style")
    if not style:
        return False
    found = _declarations(style)
    before = found.get("page-break-before") or found.get("break-before") or ""
    return before in {"always", "page", "left", "right"}


def _attribute(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "1")
    return min(max(int(value), 1), 1000) if re.fullmatch(r"\d{1,5}", value) else 1


def _rows(table: etree._Element) -> Iterator[list[etree._Element]]:
    for child in table:
        tag = _local(child)
        if tag == "tr":
            yield [c for c in child if _local(c) in {"td", "th"}]
        elif tag in {"thead", "tbody", "tfoot"}:
            for row in child:
                if _local(row) == "tr":
                    yield [c for c in row if _local(c) in {"td", "th"}]


def _is_ornament(element: etree._Element) -> bool:
    """Say whether an image is an icon, a counter or the like, by its size or name."""
    for side in ("width", "height"):
        match = re.match(r"\d{1,5}", (element.get(side) or "").strip())
        if match and int(match[0]) <= _SMALL:
            return True
    name = (element.get("src") or "").rpartition("/")[2].lower()
    return bool((_words(element) | set(re.split(r"[^a-z]+", name))) & _ORNAMENT_WORDS)


def _data_address(source: str) -> bytes | None:
    """Return the bytes of a ``data:image/…;base64,`` address, None for any other."""
    head, comma, body = source.partition(",")
    if not comma or not re.match(r"data:image/[a-z0-9.+-]+", head, re.IGNORECASE):
        return None
    try:
        if head.lower().rstrip().endswith(";base64"):
            packed = re.sub(r"\s+", "", urllib.parse.unquote(body))
            return base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
        return urllib.parse.unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        return None
