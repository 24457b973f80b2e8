"""Where sentences end and what starts a line: small facts of Chinese typesetting.

Shared by the stages (which never import each other); knows no document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from huibian import dictionary
from huibian.model import CleanLine

#: Columns of white space before a line that is set in the middle.
CENTRED = 6
#: How much larger than the text a title is set.
LARGER = 1.15

_CLOSERS = "”’\"'）)》〉】」』"
#: How much of a text's end tells whether it is finished: of a paragraph that is put together from
#: thousands of lines, the whole must not be read for each of them.
_LOOK_BACK = 2_000
_TERMINAL = "。！？!?；;：:…"
_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("【", "】"), ("「", "」"))

#: Numbering styles of headings inside articles: name -> pattern with group ``n``.
NUMBERING: dict[str, re.Pattern[str]] = {
    "chinese": re.compile(r"^(?P<n>[一二三四五六七八九十]{1,3})、"),
    "paren": re.compile(r"^[（(](?P<n>[一二三四五六七八九十]{1,3})[）)]"),
    "arabic": re.compile(r"^(?P<n>[0-9０-９]{1,2})[.．、](?![0-9０-９])"),
    "arabic-paren": re.compile(r"^[（(](?P<n>[0-9０-９]{1,2})[）)]"),
}
_NUMBER_STARTS = frozenset("一二三四五六七八九十（(0123456789０１２３４５６７８９")
RUN_IN = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}(?:是|要|抓|强|看|靠)|第[一二三四五六七八九十]{1,2}[，,、]"
    r"|其[一二三四五六七八九十][，,是]|首先[，,]|其次[，,]|再次[，,]|最后[，,]|——|--)"
)
#: What opens an item of a list.
BULLET = re.compile(r"^(?:[•●■◆▪‣·○◦➢►▶✓\uf0b7\uf06c\uf0d8\uf0fc]\s*|[-*+]\s+)(?=\S)")
_NAMED = (
    r"[\u4e00-\u9fffxX×*＊A-Z]{1,8}?"
    r"(?:省|自治区|市|州|盟|区|县|旗|镇|乡|街道|社区|村|集团|公司|学校|学院|医院|大学)"
)
_UNIT = re.compile(
    rf"^(?:中共|国家|国网)?{_NAMED}[\u4e00-\u9fffxX×*＊·（）()]{{0,16}}?"
    r"(?:委员会|[^为]中心|[委办局厅处科站所馆社会联队院校]|公司|集团|办公室|[^干全内外]部|政府|政协|人大|支部"
    r"|党组|中学|小学|街道|[镇乡村区]|(?:课题|调研|考察|督导|巡察|工作)组|专班)$"
    r"|^[\u4e00-\u9fffxX×]{1,6}(?<![小乡城集古村])(?:乡|镇|街道)$"
    r"|^[\u4e00-\u9fffxX×]{2,14}(?:公司|集团|林场|农场|管委会|研究院|研究所)$"
)
_NO_UNIT = re.compile(
    r"[把让的了抓以]|[大全新变格布开]局$|推动|推进|加强|提升|建强|做实|聚焦|深化|打造|坚持|落实"
)
_DATE = (
    r"(?:\d{2,4}|[０-９]{4}|[xX×]{2,4}|[〇零○Ｏ一二三四五六七八九]{4})\s*年"
    r"(?:\s*[\d０-９xX×一二三四五六七八九十]{1,3}\s*月)?"
    r"(?:\s*[\d０-９xX×一二三四五六七八九十]{1,3}\s*[日号])?\s*(?:印发|印)?"
)
_STOP_INSIDE = re.compile(r"。(?![”’）》」』。！？]*$)")
_CALL_INSIDE = re.compile(r"[！？!?](?![”’）》」』。！？!?]*$)")
_CALLING = 45  # characters of a title that holds an exclamation or a question
_DATED = re.compile(
    rf"^(?:{_DATE}|(?:19|20)\d\d(?P<sign>[-/.])\d{{1,2}}(?:(?P=sign)\d{{1,2}})?)$"  # 2023-05-06
)
_LONGEST_BYLINE = 80
_LONGEST_TITLE = 60
#: The date behind a unit on one line, as where a document is signed.
_SIGNED_ON = re.compile(rf"[\s（(]+{_DATE}[）)]?$")


_NO_KEY = re.compile(r"[\s“”\"'‘’《》〈〉「」『』，,、：:；;（）()·—\-◎•●○◇◆■□★☆▲△※*#+]+")


def without_blanks(text: str) -> str:
    """Return a text without its white space, by which spaced-out words (目　录) are compared."""
    return "".join(text.split())


def title_key(title: str) -> str:
    """Return of a title what the table of contents and the text spell alike: no signs or blanks."""
    return _NO_KEY.sub("", title)


def terminated(text: str) -> bool:
    """Say whether a line ends with a sentence (or a colon, an ellipsis, a closed quotation)."""
    bare = text[-_LOOK_BACK:].rstrip(_CLOSERS + " \u3000")
    return bool(bare) and bare[-1] in _TERMINAL


def sentence_inside(text: str) -> bool:
    """Say whether a sentence ends before the end of the text: no heading has this.

    A short line may exclaim or ask first: 破冰！老厂区变身文创园.
    """
    if _STOP_INSIDE.search(text):
        return True
    stated = terminated(text) and text.rstrip(_CLOSERS)[-1:] not in ("！", "？", "!", "?")
    return bool(_CALL_INSIDE.search(text)) and (len(text) > _CALLING or stated)


def unbalanced(text: str) -> bool:
    """Say whether a quotation mark or bracket is opened and not closed."""
    return any(text.count(opening) > text.count(closing) for opening, closing in _PAIRS)


def byline_unit(text: str) -> str:
    """Return the unit that a line names, as under a title or at an article's end, else ``""``."""
    if len(text) > _LONGEST_BYLINE:
        return ""
    bare = _SIGNED_ON.sub("", text.strip()).strip("（）() \u3000")
    is_unit = 4 <= len(bare) <= 30 and _UNIT.match(bare) and not _NO_UNIT.search(bare)
    return bare if is_unit else ""


_PRESS = r"[日晚早周时商快]报|[周月季]刊|杂志|电视台|广播电台|通讯社|[新人][闻民]网|融媒体中心"
#: Names that are units' only where a unit is expected: they end as other lines do.
_UNIT_LIKE = re.compile(
    rf"^[\u4e00-\u9fffxX×*＊·（）()]{{1,20}}(?:{_PRESS}|海关|[委办局厅处科股室组站所队]|小组|专班|中心|商会|[协学]会)$"
)


def unit_like(text: str) -> bool:
    """Say whether a line may be a unit's name, where bylines stand; elsewhere it may be a heading.

    ``人事处``, ``岚州海关``, ``调研组``, ``岚州晚报``.
    """
    bare = text.strip("（）()【】［］[]〔〕 \u3000")
    return 3 <= len(bare) <= 24 and bool(_UNIT_LIKE.match(bare)) and not _NO_UNIT.search(bare)


def press(text: str) -> bool:
    """Say whether a unit's name is that of a newspaper or the like: a source, not an author."""
    return bool(re.search(rf"(?:{_PRESS})[）)]?$", text))


@dataclass(frozen=True, slots=True)
class Signature:
    """What the lines under a title (or at an article's end) sign with; "" for what they lack."""

    unit: str = ""
    author: str = ""
    date: str = ""
    source: str = ""  # a newspaper, an editor or the like, that no field holds


_SIGNATURE_LIMIT = 50
_SIGNED_PARTS = re.compile(r"[\s\u3000|｜]+")
_LABEL = re.compile(
    r"^(?P<label>作者|撰稿人?|撰文|执笔人?|供稿人?|[\u4e00-\u9fff]{0,4}单位|整理|文|"
    r"(?:本报|本网|本刊|特约|实习)?(?:记者|通讯员)|(?:主要)?负责人|发言人|汇报人|(?:发布|发文)机构|"
    r"(?:(?:文章|稿件|信息)?来源)|(?:责任)?编辑|责编|审核|校对|(?:浏览|阅读|点击)(?:次数|量|数)?|"
    r"(?:发布|报送|发稿|发表|更新)?(?:时间|日期))\s*[:：/／]\s*(?P<value>.*)$"
)
#: Labels of what no field holds.
_BESIDE = re.compile(r"来源$|编辑$|^(?:责编|审核|校对|浏览|阅读|点击)")
#: Labels that a blank parts from the name behind them.
_ROLE = re.compile(
    r"^(?:作者|撰稿人?|执笔人?|供稿人?|(?:本报|本网|本刊|特约|实习)?(?:记者|通讯员)|(?:主要)?负责人|"
    r"发言人|汇报人)$"
)
_CLOCK = re.compile(r"^\d{1,2}[:：]\d{2}(?:[:：]\d{2})?$")
#: Labels of a web page's line of facts, which may follow each other without a blank.
_WEB_LABEL = re.compile(
    r"(?<=[^\s\u3000])(?=(?:发布|更新)(?:时间|日期)[:：]|(?<![息章件])来源[:：]|(?:信息|文章|稿件)来源[:：]|发布机构[:：])"
)
_POST = (
    r"(?:副?(?:书记|县长|市长|区长|镇长|乡长|州长|旗长|局长|主任|部长|院长|校长|会长|主席|队长|所长|处长|科长|站长|"
    r"社长|厂长|支书|理事长|董事长|总?经理|秘书长)|第一书记)"
)
_HOLDER = re.compile(rf"^(?:{_NAMED})?[\u4e00-\u9fffxX×*＊]{{0,20}}?{_POST}$")
_MASKED_NAME = re.compile(r"^[\u4e00-\u9fff](?:某某?|[xX×*＊○]{1,2})$")
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
#: A name of two characters that is spaced out (李　明).
_SPACED_NAME = re.compile(
    rf"(?<![\u4e00-\u9fff])([{_SURNAMES}])[ \u3000]+([\u4e00-\u9fff])(?![\u4e00-\u9fff])"
)


def signature(text: str, *, alone: bool = True) -> Signature | None:
    """Return what a line signs with when it holds a unit, an author or a date and nothing else.

    ``（xx县水利局　2023年5月）``, ``作者：李明``, ``某镇党委书记　王某某``; None for any other.
    A name that is a word as well (高远) counts only beside other signatures, not ``alone``.
    """
    return _signature(text, alone) if len(text) <= _SIGNATURE_LIMIT else None


@lru_cache(maxsize=4096)
def _signature(text: str, alone: bool) -> Signature | None:
    """Return what a short line signs with; remembered, because every stage asks."""
    bare = text.strip("（）()【】［］[]〔〕*_ \u3000")
    if not bare or numbering(text)[0] or terminated(text):
        return None
    unit = author = date = source = ""
    if byline_unit(bare) == bare:
        return Signature(unit=bare)
    if _DATED.match(bare):
        return Signature(date=bare)
    parts = _SIGNED_PARTS.split(_SPACED_NAME.sub(r"\1\2", _WEB_LABEL.sub(" ", bare)))
    for part in parts:
        labelled = _LABEL.match(part)
        label, part = (labelled["label"], labelled["value"]) if labelled else ("", part)
        if not part and labelled:
            continue  # the value comes after the blank
        if len(parts) > 1 and (_ROLE.match(part) or (date and _CLOCK.match(part))):
            continue
        if _BESIDE.search(label) and not byline_unit(part):
            source = source or part
        elif byline_unit(part) or (part and label.endswith(("单位", "机构"))):
            unit = unit or part
        elif _DATED.match(part):
            date = date or part
        elif label.endswith(("时间", "日期")):
            return None
        elif _HOLDER.match(part) or label or _is_name(part, alone=alone and len(parts) == 1):
            author = f"{author} {part}".strip()
        else:
            return None
    return Signature(unit, author, date, source)


def _is_name(text: str, *, alone: bool) -> bool:
    """Say whether a text is a person's name: a surname and one or two more characters.

    ``alone`` on a line, a word of jieba's dictionary is rather a heading (方法, 成效).
    """
    if _MASKED_NAME.match(text):
        return True
    if not 2 <= len(text) <= 3 or text[0] not in _SURNAMES:
        return False
    if not all("\u4e00" <= char <= "\u9fff" for char in text):
        return False
    return not (alone and dictionary.is_word(text))


def byline(text: str) -> bool:
    """Say whether a line only names a unit, an author or a date, or is a remark in brackets."""
    bracketed = text.startswith(("（", "(")) and text.endswith(("）", ")"))
    if len(text) <= 40 and bracketed and not numbering(text)[0]:
        return not sentence_inside(text)
    return signature(text) is not None


#: How subtitles start.
SUBTITLE = ("——", "--", "—")


#: Subtitles without a dash that have a set form.
_SET_SUBTITLE = re.compile(
    r"^(?:来自|基于|写在)[\u4e00-\u9fffxX×“”]{2,22}的(?:调查|报告|调研|实践|探索|启示|思考|观察|样本|记录)$"
    r"|^以[\u4e00-\u9fffxX×“”]{2,20}为例$"
)


def is_subtitle(text: str) -> bool:
    """Say whether a line is a subtitle by its dash or its words (来自…的调查, 以…为例)."""
    return text.startswith(SUBTITLE) or bool(_SET_SUBTITLE.match(text))


def below_title(text: str) -> bool:
    """Say whether a line belongs to the title above it: a subtitle, a unit, an author, a date."""
    short = len(text) <= _LONGEST_TITLE and not terminated(text)
    return (short and is_subtitle(text)) or byline(text)


def numbering(text: str) -> tuple[str, str]:
    """Return the style and the numeral of a heading's number, ``("", "")`` without one."""
    if text[:1] not in _NUMBER_STARTS:
        return "", ""
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
        return text[-1] in "，、," or unbalanced(text[-_LOOK_BACK:])
    if following[0] in "，。、；：！？”）》,;":
        return True
    if text[-1] in "，、,":
        return True
    return len(text) > HEADING_LIMIT or unbalanced(text) or sentence_inside(text)


#: Longest heading seen in the genre is below 50 characters.
HEADING_LIMIT = 50


def starts_mid_word(text: str) -> bool:
    """Say whether a line starts with the tail of a word (洪抢险 of 抗洪抢险).

    Judged by jieba's dictionary: a lone first character that, with the word after it, is known
    only as the end of a longer word.
    """
    tokens = dictionary.tokenizer().lcut(text[:20])
    if len(tokens) < 2 or len(tokens[0]) != 1 or not "\u4e00" <= tokens[0] <= "\u9fff":
        return False
    return tokens[0] + tokens[1] in dictionary.tails()


def splits_word(before: str, after: str) -> bool:
    """Say whether a line's end and the next line's start are one word (群众身 / 边), by jieba."""
    if not ("\u4e00" <= before[-1] <= "\u9fff" and "\u4e00" <= after[0] <= "\u9fff"):
        return False
    cut = dictionary.tokenizer().lcut
    one, two = before[-_AROUND:], after[:_AROUND]
    heads, tails = cut(one, HMM=False), cut(two, HMM=False)
    if min(len(heads[-1]), len(tails[0])) > 1:
        return False
    at = 0
    for token in cut(one + two, HMM=False):
        if at < len(one) < at + len(token):
            return dictionary.is_word(token)
        at += len(token)
    return False


_AROUND = 8  # characters beside a line's end that tell its words


def glue(before: str, after: str) -> str:
    """Return the space that a line end stood for: one between Latin words, none in Chinese.

    An x stands for a hidden character (xx县), not for a word. Phrases of a title that stand
    apart by blanks do so at a line's end as well (一盏灯 一条路 / 一座城).
    """
    if not before or not after:
        return ""
    latin = _LATIN.match(before[-1]) and _LATIN.match(after[0])
    return " " if latin or _phrases(before, after) else ""


_LATIN = re.compile(r"[A-WYZa-wyz]")
_PHRASE = re.compile(r"[\u4e00-\u9fff“”]{3,12}")


def _phrases(before: str, after: str) -> bool:
    """Say whether a line ends with phrases of one length, and the next starts with another."""
    if len(before) > _LONGEST_TITLE or (" " not in before and "\u3000" not in before):
        return False
    phrases = [*before.split()[-2:], *after.split(maxsplit=1)[:1]]
    return (
        len(phrases) == 3
        and len({len(one) for one in phrases}) == 1
        and all(map(_PHRASE.fullmatch, phrases))
    )


def paragraphs(lines: Sequence[CleanLine]) -> tuple[list[str], dict[int, list[int]]]:
    """Return the paragraphs by the index of their first line, "" for the lines joined to it.

    Also returns, for those of several lines, the indexes of all of them.
    """
    texts = [line.text for line in lines]
    members: dict[int, list[int]] = {}
    first = -1
    for index, line in enumerate(lines):
        if not line.text:
            continue
        if line.joined and first >= 0:
            members.setdefault(first, [first]).append(index)
            texts[index] = ""
        else:
            first = index
    for first, indexes in members.items():
        texts[first] = joined_text([lines[index].text for index in indexes])
    return texts, members


def joined_text(parts: Sequence[str]) -> str:
    """Return lines as one text, with the spaces that their ends stood for."""
    text: list[str] = []
    for part in parts:
        if text:
            text.append(glue(text[-1], part))
        text.append(part)
    return "".join(text)
