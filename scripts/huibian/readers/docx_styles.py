"""Styles and automatic numbering of a Word document, resolved to what the reader needs.

Knows ``styles.xml`` and ``numbering.xml`` and the properties inside paragraphs and runs; knows
nothing of text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{W}val"
_OFF = frozenset({"0", "false", "off", "none"})
_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])")
_TOC_NAME = re.compile(r"(?:toc|目录)\s*(?:[1-9]|heading|标题)")
#: Word's own size when a document names none.
_DEFAULT_SIZE = 10.0

_B, _SZ, _RSTYLE, _VANISH = f"{W}b", f"{W}sz", f"{W}rStyle", f"{W}vanish"
_JC, _OUTLINE, _PBB, _NUMPR = f"{W}jc", f"{W}outlineLvl", f"{W}pageBreakBefore", f"{W}numPr"
_PPR, _RPR = f"{W}pPr", f"{W}rPr"


def is_on(element: etree._Element) -> bool:
    """Say whether a toggle (``<w:b/>``, ``<w:b w:val="0"/>``) is on."""
    value = element.get(_VAL)
    return value is None or value.lower() not in _OFF


def _whole(text: str | None, default: int = 0) -> int:
    """Return a whole number of at most nine digits from an attribute."""
    if text is None or not re.fullmatch(r"-?[0-9]{1,9}", text):
        return default
    return int(text)


@lru_cache(maxsize=256)
def points(text: str | None) -> float:
    """Return points from half points (``sz``); 0 when the attribute is no plausible size."""
    half = _whole(text)
    return half / 2 if 0 < half < 4000 else 0.0


@dataclass(frozen=True, slots=True)
class Look:
    """What a paragraph style says, with everything it is based on.

    ``bold``, ``size`` and ``hidden`` are the runs' default; ``numbering`` is (numId, level).
    """

    heading: int = 0
    bold: bool = False
    size: float = _DEFAULT_SIZE
    hidden: bool = False
    centred: bool = False
    page_break: bool = False
    toc: bool = False
    numbering: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class CharacterLook:
    """What a character style says; ``size`` 0 for nothing."""

    bold: bool = False
    size: float = 0.0
    hidden: bool = False


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._looks: dict[str, Look] = {}
        self._characters: dict[str, CharacterLook] = {}
        self._base = Look()
        self._default = ""
        if root is None:
            return
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{_RPR}")
        if defaults is not None:
            self._base = _with_run_properties(self._base, defaults)
        for element in root.iterfind(f"{W}style"):
            name = element.get(f"{W}styleId", "")
            self._elements.setdefault(name, element)
            if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in {
                "1",
                "true",
            }:
                self._default = self._default or name

    def paragraph(self, style_id: str | None) -> Look:
        """Return the resolved look of a paragraph style; the default one for None or unknown."""
        key = style_id if style_id in self._elements else self._default
        assert key is not None
        look = self._looks.get(key)
        if look is None:
            look = self._base
            for element in self._chain(key):
                look = _with_style(look, element)
            self._looks[key] = look
        return look

    def character(self, style_id: str) -> CharacterLook:
        """Return the resolved look of a character style."""
        found = self._characters.get(style_id)
        if found is None:
            found = CharacterLook()
            for element in self._chain(style_id):
                properties = element.find(_RPR)
                if properties is not None:
                    bold, size, hidden = properties.find(_B), properties.find(_SZ), None
                    hidden = properties.find(_VANISH)
                    found = CharacterLook(
                        found.bold if bold is None else is_on(bold),
                        found.size if size is None else points(size.get(_VAL)) or found.size,
                        found.hidden if hidden is None else is_on(hidden),
                    )
            self._characters[style_id] = found
        return found

    def numbering_of(self, style_id: str) -> str:
        """Return the numId that a list style names, for ``numStyleLink``."""
        element = self._elements.get(style_id)
        found = element.find(f"{_PPR}/{_NUMPR}/{W}numId") if element is not None else None
        return found.get(_VAL, "") if found is not None else ""

    def _chain(self, style_id: str) -> list[etree._Element]:
        """Return the style and what it is based on, the base first; a circle ends."""
        chain: list[etree._Element] = []
        seen: set[str] = set()
        key: str | None = style_id
        while key in self._elements and key not in seen and len(chain) < 64:
            assert key is not None
            seen.add(key)
            element = self._elements[key]
            chain.append(element)
            base = element.find(f"{W}basedOn")
            key = base.get(_VAL) if base is not None else None
        return chain[::-1]


def _with_style(look: Look, element: etree._Element) -> Look:
    """Return the look with what one style of the chain adds."""
    named = element.find(f"{W}name")
    name = (named.get(_VAL) or "").strip().lower() if named is not None else ""
    if match := _HEADING_NAME.fullmatch(name):
        look = replace(look, heading=int(match[1]))
    if _TOC_NAME.match(name):
        look = replace(look, toc=True, heading=0)
    properties = element.find(_PPR)
    if properties is not None:
        outline = properties.find(_OUTLINE)
        jc, before = properties.find(_JC), properties.find(_PBB)
        look = replace(
            look,
            heading=look.heading if outline is None else heading_level(outline),
            centred=look.centred if jc is None else jc.get(_VAL) == "center",
            page_break=look.page_break if before is None else is_on(before),
            numbering=numbering_reference(properties, look.numbering),
        )
    runs = element.find(_RPR)
    return look if runs is None else _with_run_properties(look, runs)


def _with_run_properties(look: Look, properties: etree._Element) -> Look:
    bold, size = properties.find(_B), properties.find(_SZ)
    hidden = properties.find(_VANISH)
    return replace(
        look,
        bold=look.bold if bold is None else is_on(bold),
        size=look.size if size is None else points(size.get(_VAL)) or look.size,
        hidden=look.hidden if hidden is None else is_on(hidden),
    )


def heading_level(outline: etree._Element) -> int:
    """Return 1–9 for an outline level of 0–8; 9 is body text."""
    level = _whole(outline.get(_VAL), 9)
    return level + 1 if 0 <= level <= 8 else 0


def numbering_reference(
    properties: etree._Element, inherited: tuple[str, int] | None
) -> tuple[str, int] | None:
    """Return (numId, level) of paragraph properties; numId 0 takes the numbering off."""
    found = properties.find(_NUMPR)
    if found is None:
        return inherited
    number, level = found.find(f"{W}numId"), found.find(f"{W}ilvl")
    known = inherited or ("", 0)
    num_id = known[0] if number is None else number.get(_VAL, "")
    at = known[1] if level is None else _whole(level.get(_VAL))
    return (num_id, min(max(at, 0), 8)) if num_id not in {"", "0"} else None


@dataclass(slots=True)
class _Level:
    start: int = 1
    kind: str = "decimal"
    pattern: str = ""
    legal: bool = False
    restart: int = -1  # levels from this one up (1-based) restart it; 0 never, -1 any higher one
    style: str = ""


@dataclass(slots=True)
class _List:
    """An abstract numbering: its levels and how far it has counted."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    link: str = ""


class Numbering:
    """The automatic numbers, counted in document order as Word does when it shows the text."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._lists: dict[str, _List] = {}
        self._nums: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._own_levels: dict[str, dict[int, _Level]] = {}
        self._started: set[str] = set()
        self._styles = styles
        if root is None:
            return
        for element in root.iterfind(f"{W}abstractNum"):
            entry = _List()
            for level in element.iterfind(f"{W}lvl"):
                entry.levels[_whole(level.get(f"{W}ilvl"))] = _level(level)
            link = element.find(f"{W}numStyleLink")
            entry.link = link.get(_VAL, "") if link is not None else ""
            self._lists.setdefault(element.get(f"{W}abstractNumId", ""), entry)
        for element in root.iterfind(f"{W}num"):
            self._add_num(element)

    def _add_num(self, element: etree._Element) -> None:
        num_id = element.get(f"{W}numId", "")
        abstract = element.find(f"{W}abstractNumId")
        if abstract is None or num_id in self._nums:
            return
        self._nums[num_id] = abstract.get(_VAL, "")
        for override in element.iterfind(f"{W}lvlOverride"):
            at = _whole(override.get(f"{W}ilvl"))
            start, level = override.find(f"{W}startOverride"), override.find(f"{W}lvl")
            if level is not None:
                self._own_levels.setdefault(num_id, {})[at] = _level(level)
            if start is not None:
                value = _whole(start.get(_VAL), 1)
                self._overrides.setdefault(num_id, {})[at] = value

    def mark(self, num_id: str, at: int, style_id: str | None, from_style: bool) -> str:
        """Count one paragraph of a list and return its mark (``（一）``), with a space if needed.

        ``from_style`` says that the numbering comes from the paragraph's style: then the level is
        the one that names the style.
        """
        entry = self._entry(num_id)
        if entry is None:
            return ""
        own = self._own_levels.get(num_id, {})
        if from_style and style_id:
            at = next((n for n, level in entry.levels.items() if level.style == style_id), at)
        level = own.get(at) or entry.levels.get(at)
        if level is None:
            return ""
        if num_id not in self._started:
            self._started.add(num_id)
            for n, value in self._overrides.get(num_id, {}).items():
                entry.counts[n] = value - 1
        entry.counts[at] = entry.counts.get(at, level.start - 1) + 1
        for n in [n for n in entry.counts if n > at]:
            deeper = own.get(n) or entry.levels.get(n) or level
            if deeper.restart < 0 or at < deeper.restart:
                del entry.counts[n]
        return _rendered(entry, own, at, level)

    def _entry(self, num_id: str) -> _List | None:
        entry = self._lists.get(self._nums.get(num_id, ""))
        for _ in range(4):  # a list that takes its levels from a list style
            if entry is None or not entry.link or entry.levels:
                break
            entry = self._lists.get(self._nums.get(self._styles.numbering_of(entry.link), ""))
        return entry


def _level(element: etree._Element) -> _Level:
    level = _Level()
    for child in element:
        value = child.get(_VAL)
        if child.tag == f"{W}start":
            level.start = _whole(value, 1)
        elif child.tag == f"{W}numFmt":
            level.kind = value or "decimal"
        elif child.tag == f"{W}lvlText":
            level.pattern = (value or "")[:64]
        elif child.tag == f"{W}isLgl":
            level.legal = is_on(child)
        elif child.tag == f"{W}lvlRestart":
            level.restart = _whole(value, -1)
        elif child.tag == f"{W}pStyle":
            level.style = value or ""
    return level


#: Bullets that Word takes from symbol fonts, as the characters they look like.
_BULLETS = {
    "\uf0b7": "•",
    "\uf06c": "●",
    "\uf06e": "■",
    "\uf075": "◆",
    "\uf0a7": "▪",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
    "\uf0e0": "→",
    "\uf0b2": "•",
    "\uf076": "❖",
    "o": "○",
}


def _rendered(entry: _List, own: dict[int, _Level], at: int, level: _Level) -> str:
    """Return the mark of a level as text."""
    if level.kind == "bullet":
        text = "".join(_BULLETS.get(char, char) for char in level.pattern)
        text = "•" if any("\ue000" <= char <= "\uf8ff" for char in text) else text
        return f"{text} " if text.strip() else ""

    def count(match: re.Match[str]) -> str:
        n = int(match[1]) - 1
        other = own.get(n) or entry.levels.get(n) or level
        value = entry.counts.get(n, other.start)
        return format_number(value, "decimal" if level.legal and n != at else other.kind)

    text = re.sub(r"%([1-9])", count, level.pattern).strip()
    return f"{text} " if text and text[-1] < "\u2000" else text


_HAN = "零一二三四五六七八九"
_CYCLES = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
}
_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def format_number(value: int, kind: str) -> str:
    """Return a number in one of Word's numbering formats; decimal for one it does not know."""
    if kind == "none":
        return ""
    if not 0 < value < 4000:
        return str(value)
    if kind in {
        "chineseCounting",
        "chineseCountingThousand",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "japaneseCounting",
        "ideographLegalTraditional",
        "chineseLegalSimplified",
    }:
        text = _chinese(value)
        return text.translate(_FORMAL) if "egal" in kind else text
    if kind in {"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"}:
        return "".join(_HAN[int(digit)] if digit != "0" else "〇" for digit in str(value))
    if kind in _CYCLES:
        cycle = _CYCLES[kind]
        return cycle[value - 1] if value <= len(cycle) else str(value)
    if kind in {"upperRoman", "lowerRoman"}:
        return _roman(value) if kind == "upperRoman" else _roman(value).lower()
    if kind in {"upperLetter", "lowerLetter"} and value <= 26 * 8:
        letter = chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if kind == "upperLetter" else letter.lower()
    if kind == "decimalZero":
        return f"{value:02d}"
    if kind in {"decimalFullWidth", "decimalFullWidth2"}:
        return "".join(chr(ord("０") + int(digit)) for digit in str(value))
    if kind in {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"} and value <= 20:
        return chr(0x2460 + value - 1)
    if kind == "decimalEnclosedParen" and value <= 20:
        return chr(0x2474 + value - 1)
    if kind == "decimalEnclosedFullstop" and value <= 20:
        return chr(0x2488 + value - 1)
    return str(value)


def _chinese(value: int) -> str:
    """Return 1–3999 as 一, 十二, 二十, 一百零五."""
    text = ""
    pending_zero = False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += ("零" if pending_zero else "") + _HAN[digit] + name
            pending_zero = False
        elif text:
            pending_zero = True
    return text[1:] if text.startswith("一十") else text


def _roman(value: int) -> str:
    text = ""
    for number, letters in _ROMAN:
        count, value = divmod(value, number)
        text += letters * count
    return text
