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
