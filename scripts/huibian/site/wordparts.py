"""The fixed parts of a Word file: styles, fonts, footers and sections after GB/T 9704-2012.

Measures are the standard's own: A4, 37, 35, 28 and 26 mm of margin, 22 lines of 28 characters of
三号 (16 pt). Plain strings of WordprocessingML; what stands in the file is ``wordfile``'s work.
"""

from __future__ import annotations

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

TITLE_FONT = "方正小标宋简体"
BODY_FONT = "仿宋"
HEADING_FONT = "黑体"
SUBHEADING_FONT = "楷体"
PAGE_FONT = "宋体"
_LATIN = "Times New Roman"

#: Twips (a twentieth of a point): what stands between the margins, and the heights of lines.
TEXT_WIDTH = 8845
LINE = 579
PAGE_HEIGHT = 22 * LINE
TITLE_LINE = 660
TITLE_CHARACTERS = 20  # of 二号 (22 pt) in a line
ORIGIN_LINE = 400
_BODY = 32  # half points
_TIGHT = -5  # twips between characters

#: Where a font is missing, Word and WPS take the other name it goes by.
_FONTS = (
    (TITLE_FONT, "方正小标宋_GBK", "roman"),
    (BODY_FONT, "FangSong", "modern"),
    (HEADING_FONT, "SimHei", "modern"),
    (SUBHEADING_FONT, "KaiTi", "modern"),
    (PAGE_FONT, "SimSun", "auto"),
)

_GEOMETRY = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851"'
    ' w:footer="1247" w:gutter="0"/>'
)
_GRID = f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/>'
_FOOTERS = (
    '<w:footerReference w:type="default" r:id="rId4"/>'
    '<w:footerReference w:type="even" r:id="rId5"/>'
)

#: Pages with numbers from 1 on; and those before them, without (cover and contents).
NUMBERED = f'<w:sectPr>{_FOOTERS}{_GEOMETRY}<w:pgNumType w:start="1"/>{_GRID}</w:sectPr>'
UNNUMBERED = f"<w:sectPr>{_GEOMETRY}{_GRID}</w:sectPr>"

SETTINGS = (
    f'{HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
    '<w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="compressPunctuation"/>'
    '<w:compat><w:useFELayout/><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)
FONT_TABLE = (
    f'{HEAD}<w:fonts xmlns:w="{W}">'
    + "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/></w:font>'
        for name, other, family in _FONTS
    )
    + "</w:fonts>"
)


def footer(*, even: bool) -> str:
    """Return the footer — 1 —: one character from the outer edge of the text."""
    side = (
        '<w:ind w:leftChars="100" w:left="280"/><w:jc w:val="left"/>'
        if even
        else '<w:ind w:rightChars="100" w:right="280"/><w:jc w:val="right"/>'
    )
    return (
        f'{HEAD}<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Footer"/>{side}</w:pPr>'
        '<w:r><w:t xml:space="preserve">— </w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
    )


def styles(*, collection: bool) -> str:
    """Return the styles. In a collection the titles of articles are its first headings.

    So the contents and the navigation of Word hold the articles, and what is the first level in
    an article is the second there.
    """
    parts = [_DEFAULTS, _NORMAL, _style("Title", "Title", _title())]
    first = 1
    if collection:
        extra = '<w:outlineLvl w:val="0"/>'
        parts.append(_style("Heading1", "heading 1", _title(), extra=extra))
        first = 2
    for at, (font, bold) in enumerate(
        ((HEADING_FONT, False), (SUBHEADING_FONT, False), (BODY_FONT, True), (BODY_FONT, False))
    ):
        level = first + at
        parts.append(
            _style(
                f"Heading{level}",
                f"heading {level}",
                ("<w:keepNext/>", _run(font, _BODY, bold=bold)),
                extra=f'<w:outlineLvl w:val="{level - 1}"/>',
            )
        )
    parts += _OTHERS
    return f'{HEAD}<w:styles xmlns:w="{W}">{"".join(parts)}</w:styles>'


def _run(font: str, size: int, *, bold: bool = False) -> str:
    """Return run properties; ``size`` in half points. Letters and digits are Times New Roman."""
    weight = "<w:b/><w:bCs/>" if bold else ""
    # 28 characters of 16 pt are a little wider than the text; a grid of characters would do the
    # same in Word, but LibreOffice gives each character two cells of it
    tight = f'<w:spacing w:val="{_TIGHT if size == _BODY else 0}"/>'
    return (
        f'<w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:eastAsia="{font}" w:cs="{_LATIN}"/>'
        f'{weight}{tight}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    )


def _title() -> tuple[str, str]:
    paragraph = (
        '<w:keepNext/><w:keepLines/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="{LINE}" w:line="{TITLE_LINE}" w:lineRule="exact"/>'
        '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>'
    )
    return paragraph, _run(TITLE_FONT, 44)


def _style(style: str, name: str, look: tuple[str, str], *, extra: str = "") -> str:
    paragraph, run = look
    return (
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{paragraph}{extra}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


_DEFAULTS = (
    f"<w:docDefaults><w:rPrDefault><w:rPr>{_run(BODY_FONT, _BODY)}"
    '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>'
)
_NORMAL = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    f'<w:qFormat/><w:pPr><w:widowControl w:val="0"/><w:spacing w:line="{LINE}"'
    ' w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/>'
    f'<w:jc w:val="both"/></w:pPr><w:rPr>{_run(BODY_FONT, _BODY)}</w:rPr></w:style>'
)
_FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_LOOSE = '<w:snapToGrid w:val="0"/><w:spacing w:line="240" w:lineRule="auto"/>'
_OTHERS = (
    _style(
        "Subtitle",
        "Subtitle",
        (f'<w:keepNext/>{_FLUSH}<w:jc w:val="center"/>', _run(SUBHEADING_FONT, _BODY)),
    ),
    # not of an exact line spacing: Word would show only the lowest line of an image
    _style(
        "Picture",
        "图片",
        (
            '<w:snapToGrid w:val="0"/><w:spacing w:before="120" w:after="120" w:line="240"'
            f' w:lineRule="auto"/>{_FLUSH}<w:jc w:val="center"/>',
            "",
        ),
    ),
    _style("Quote", "Quote", ("", _run(SUBHEADING_FONT, _BODY))),
    _style("TableText", "表格文字", (f"{_LOOSE}{_FLUSH}", _run(BODY_FONT, 24))),
    _style("TableHead", "表格标题", (f"{_LOOSE}{_FLUSH}", _run(HEADING_FONT, 24))),
    _style("WideTableText", "宽表文字", (f"{_LOOSE}{_FLUSH}", _run(BODY_FONT, 18))),
    _style("WideTableHead", "宽表标题", (f"{_LOOSE}{_FLUSH}", _run(HEADING_FONT, 18))),
    _style(
        "Origin",
        "出处",
        (
            f'<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="{ORIGIN_LINE}"'
            f' w:lineRule="exact"/>{_FLUSH}<w:jc w:val="left"/>',
            _run(BODY_FONT, 24),
        ),
    ),
    _style(
        "TOCHeading",
        "TOC Heading",
        (
            f'<w:keepNext/><w:pageBreakBefore/><w:spacing w:after="{LINE}"/>{_FLUSH}'
            '<w:jc w:val="center"/>',
            _run(HEADING_FONT, _BODY),
        ),
    ),
    _style(
        "TOC1",
        "toc 1",
        (
            f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{TEXT_WIDTH}"/></w:tabs>'
            f'{_FLUSH}<w:jc w:val="left"/>',
            _run(BODY_FONT, 28),
        ),
    ),
    _style(
        "Footer",
        "footer",
        (
            '<w:snapToGrid w:val="0"/><w:spacing w:line="240" w:lineRule="auto"/>' + _FLUSH,
            _run(PAGE_FONT, 28).replace(_LATIN, PAGE_FONT),
        ),
    ),
)
