"""Where sentences end and what starts a line: small facts of Chinese typesetting.

Shared by the stages (which never import each other); knows no document.
"""

from __future__ import annotations

import re
from functools import lru_cache

_CLOSERS = "”’\"'）)》〉】」』"
_TERMINAL = "。！？!?；;：:…"
_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("【", "】"), ("「", "」"))

#: Numbering styles of headings inside articles: name -> pattern with group ``n``.
NUMBERING: dict[str, re.Pattern[str]] = {
    "chinese": re.compile(r"^(?P<n>[一二三四五六七八九十]{1,3})、"),
    "paren": re.compile(r"^[（(](?P<n>[一二三四五六七八九十]{1,3})[）)]"),
    "arabic": re.compile(r"^(?P<n>[0-9０-９]{1,2})[.．、](?![0-9０-９])"),
    "arabic-paren": re.compile(r"^[（(](?P<n>[0-9０-９]{1,2})[）)]"),
}
RUN_IN = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}(?:是|要|抓|强|看|靠)|第[一二三四五六七八九十]{1,2}[，,、]"
    r"|其[一二三四五六七八九十][，,是]|首先[，,]|其次[，,]|再次[，,]|最后[，,]|——|--)"
)
_NAMED = (
    r"[\u4e00-\u9fffxX×*＊A-Z]{1,8}?"
    r"(?:省|自治区|市|州|盟|区|县|旗|镇|乡|街道|社区|村|集团|公司|学校|学院|医院|大学)"
)
_UNIT = re.compile(
    rf"^(?:中共|国家|国网)?{_NAMED}[\u4e00-\u9fffxX×*＊·（）()]{{0,16}}?"
    r"(?:委员会|[^为]中心|[委办局厅处科站所馆社会联队院校]|公司|集团|办公室|[^干全内外]部|政府|政协|人大|支部"
    r"|党组|中学|小学|街道|[镇乡村区])$"
)
_NO_UNIT = re.compile(
    r"[把让的了抓以]|[大全新变格布开]局$|推动|推进|加强|提升|建强|做实|聚焦|深化|打造|坚持|落实"
)
_DATED = re.compile(
    r"^(?:\d{2,4}|[xX×]{2,4}|[〇零一二三四五六七八九]{4})\s*年"
    r"(?:\s*[\dxX×一二三四五六七八九十]{1,3}\s*月)?(?:\s*[\dxX×一二三四五六七八九十]{1,3}\s*日)?$"
)
_SENTENCE_INSIDE = re.compile(r"[。！？](?![”’）》」』。！？]*$)")


def terminated(text: str) -> bool:
    """Say whether a line ends with a sentence (or a colon, an ellipsis, a closed quotation)."""
    bare = text.rstrip(_CLOSERS + " \u3000")
    return bool(bare) and bare[-1] in _TERMINAL


def sentence_inside(text: str) -> bool:
    """Say whether a sentence ends before the end of the text: no heading has this."""
    return bool(_SENTENCE_INSIDE.search(text))


def unbalanced(text: str) -> bool:
    """Say whether a quotation mark or bracket is opened and not closed."""
    return any(text.count(opening) > text.count(closing) for opening, closing in _PAIRS)


def byline_unit(text: str) -> str:
    """Return the unit that a line names, as under a title or at an article's end, else ``""``."""
    bare = text.strip("（）() \u3000")
    is_unit = 4 <= len(bare) <= 30 and _UNIT.match(bare) and not _NO_UNIT.search(bare)
    return bare if is_unit else ""


def byline(text: str) -> bool:
    """Say whether a line only names a unit or a date, or is a remark in brackets."""
    bracketed = text.startswith(("（", "(")) and text.endswith(("）", ")"))
    if len(text) <= 40 and bracketed and not numbering(text)[0]:
        return not sentence_inside(text)
    return bool(_DATED.match(text.strip("（）() "))) or bool(byline_unit(text))


def numbering(text: str) -> tuple[str, str]:
    """Return the style and the numeral of a heading's number, ``("", "")`` without one."""
    for style, pattern in NUMBERING.items():
        match = pattern.match(text)
        if match:
            return style, match.group("n")
    return "", ""


def breaks_off(text: str, following: str) -> bool:
    """Say whether a line is broken in mid-sentence, so that the next line goes on with it.

    ``following`` is the text of the line directly below (no blank line between). A short line
    without a full stop may be a heading; what tells a broken one: an open quotation, a comma at
    its end, a sentence that ended before, more than a heading's length, or a next line that
    starts with closing punctuation.
    """
    if not text or not following or terminated(text):
        return bool(following) and following[0] in "，。、；：！？”）》" and bool(text)
    if numbering(following)[0] or RUN_IN.match(following):
        # a numbered line starts something new, unless this line is plainly unfinished
        return unbalanced(text) or text[-1] in "，、,"
    if following[0] in "，。、；：！？”）》,;":
        return True
    if text[-1] in "，、,":
        return True
    if unbalanced(text):
        return True
    return sentence_inside(text) or len(text) > HEADING_LIMIT


#: Longest heading seen in the genre is below 50 characters.
HEADING_LIMIT = 50


def starts_mid_word(text: str) -> bool:
    """Say whether a line starts with the tail of a word (洪抢险 of 抗洪抢险).

    Judged by jieba's dictionary: a lone first character that, with the word after it, is known
    only as the end of a longer word.
    """
    import jieba

    jieba.setLogLevel(60)
    tokens = list(jieba.cut(text[:20]))
    if len(tokens) < 2 or len(tokens[0]) != 1 or not "\u4e00" <= tokens[0] <= "\u9fff":
        return False
    return tokens[0] + tokens[1] in _word_tails()


@lru_cache(maxsize=1)
def _word_tails() -> frozenset[str]:
    import jieba

    jieba.initialize()
    known = jieba.dt.FREQ
    return frozenset(
        word[1:]
        for word, count in known.items()
        if count and 3 <= len(word) <= 5 and not known.get(word[1:])
    )
