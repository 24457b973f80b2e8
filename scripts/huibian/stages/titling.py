"""Titling: a document without a title line -> a title made of its opening or its file's name.

``现将我县2023年防汛工作情况汇报如下：`` becomes ``xx县2023年防汛工作情况汇报``. Takes nothing
away from the text: a proposed title is a reading, and a person is asked to look at it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from huibian.model import CleanLine
from huibian.vocabulary.cues import PLACEHOLDER
from huibian.vocabulary.openings import Openings
from huibian.vocabulary.regions import RegionTable, find_mentions
from huibian.wording import byline, byline_unit

#: The rules by which a title is proposed that no line of the source holds.
PROPOSED = ("opening", "file-name")
_OPENING_LINES = 12  # how far down the opening sentence is looked for …
_OPENING_SIZE = 800  # … and in how many characters
_LONGEST = 60
_SHORTEST = 4
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_DIVISION = "省|自治区|市|州|盟|县|区|旗|镇|乡|街道|村|社区"
#: Who speaks of himself: 我县, 我局, 本单位, 全市.
_OWN = re.compile(
    rf"(?:我|本|全)(?P<what>{_DIVISION}|(?P<unit>单位|[委办局厅处科站所校院]|公司|中心|支队|大队))"
)
_PLACE = rf"(?:{PLACEHOLDER}|[\u4e00-\u9fff]{{2,4}}?)"
_STARTS_WITH_PLACE = re.compile(rf"^(?:中共)?{PLACEHOLDER}(?:{_DIVISION})")
_NAMED_AT_HEAD = re.compile(r"^[\u4e00-\u9fff]{2,4}(?:镇|乡(?!村)|街道|村|社区|县|市)")
_KINDS = ("总结", "汇报", "报告", "材料", "小结", "通报")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A title, the rule that made it (``opening`` or ``file-name``), and from which words."""

    title: str
    rule: str
    line: int = 0
    text: str = ""


def propose(
    lines: Sequence[CleanLine], name: str, openings: Openings, table: RegionTable
) -> Proposal:
    """Return a title for a document that has no title line.

    ``lines`` are its clean lines, ``name`` is its file's name, which stands in where the opening
    says nothing.
    """
    ink = [line for line in lines if line.text]
    head = _head(ink)
    opening = "".join(line.text for line in head)[:_OPENING_SIZE]
    signed, year = _signature([line.text for line in ink[-4:]], opening)
    for pattern in openings.announcements:
        match = pattern.search(opening)
        if match is None:
            continue
        title = _title(match, opening, signed, year, openings, table)
        if title:
            return Proposal(title, "opening", _line_at(head, match.start()), match.group()[:40])
    return Proposal(_from_name(name, openings), "file-name")


def _head(ink: Sequence[CleanLine]) -> list[CleanLine]:
    return [line for line in ink[:_OPENING_LINES] if not byline(line.text)]


def _line_at(lines: Sequence[CleanLine], offset: int) -> int:
    for line in lines:
        offset -= len(line.text)
        if offset < 0:
            return line.number
    return lines[-1].number


def _signature(last: Sequence[str], opening: str) -> tuple[str, str]:
    """Return the unit that signs at the end, and the year that the document is about."""
    signed = next((byline_unit(text) for text in reversed(last) if byline_unit(text)), "")
    dated = next((text for text in reversed(last) if byline(text) and _YEAR.search(text)), "")
    year = _YEAR.search(opening) or _YEAR.search(dated)
    return signed, year.group() if year else ""


def _title(
    match: re.Match[str],
    opening: str,
    signed: str,
    year: str,
    openings: Openings,
    table: RegionTable,
) -> str:
    act = openings.acts[match.group("act")]
    topic = _plain(match.group("topic"), openings)
    bare = _OWN.sub("", openings.year_instead.sub("", topic)).lstrip("的")
    if openings.empty.match(bare):
        about = _topic_elsewhere(opening[: match.start()], openings)
        if about:
            own = _OWN.search(topic) or _OWN.search(opening)
            when = openings.year_instead.search(topic)
            told = "".join(found.group() for found in (own, when) if found)
            topic = told + _joined(about, bare)
        elif not signed or not bare:
            return ""
    topic = re.sub(r"的(?=[^的]{0,4}情况$)", "", topic)
    topic = _dated(topic, year, openings)
    topic = _named(topic, opening, signed, table)
    title = topic if topic.endswith(_KINDS) else topic + act
    return title if _SHORTEST <= len(title) <= _LONGEST else ""


def _plain(topic: str, openings: Openings) -> str:
    """Return a topic without the words that say nothing."""
    before = ""
    topic = topic.strip(" \u3000，,、")
    while before != topic:
        before, topic = topic, openings.filler.sub("", topic).strip(" \u3000，,、")
    return topic


def _topic_elsewhere(before: str, openings: Openings) -> str:
    """Return what the text before the announcing sentence says that it is about, else ``""``."""
    for pattern in openings.topics:
        match = pattern.search(before)
        if match is not None:
            return _plain(match.group("topic"), openings)
    return ""


def _joined(about: str, rest: str) -> str:
    """Join a topic with what the sentence adds (开展情况), without saying a word twice."""
    if about.endswith(_KINDS):
        return about
    rest = rest or "情况"
    for size in range(min(len(about), len(rest)), 0, -1):
        if about.endswith(rest[:size]):
            return about + rest[size:]
    return about + rest


def _dated(topic: str, year: str, openings: Openings) -> str:
    """Put the year where the topic only says this year (今年, 上半年)."""
    if _YEAR.search(topic):
        return openings.year_instead.sub("", topic)
    said = f"{year}年" if year else ""
    topic = openings.year_instead.sub(said, topic, count=1)
    topic = re.sub(r"(?<=\d年)的", "", topic)
    return (
        topic
        if not said or said in topic
        else openings.year_before.sub(lambda m: said + m.group(), topic, count=1)
    )


def _named(topic: str, opening: str, signed: str, table: RegionTable) -> str:
    """Put the name of the place or unit where the topic says 我县, or before it."""
    own = _OWN.search(topic)
    if own is not None:
        name = _name(own, opening, signed, table)
        if not name and own.group().startswith("全"):
            return topic
        rest = (topic[: own.start()] + topic[own.end() :]).lstrip("的")
        return name + rest
    if _STARTS_WITH_PLACE.match(topic) or _NAMED_AT_HEAD.match(topic):
        return topic
    if any(mention.kind == "full" and not mention.start for mention in find_mentions(topic, table)):
        return topic
    if signed and not topic.startswith("“"):
        return signed + topic
    told = re.search(rf"{PLACEHOLDER}(?:{_DIVISION})", opening)
    return told.group() + topic if told else topic


def _name(own: re.Match[str], opening: str, signed: str, table: RegionTable) -> str:
    """Return what 我县 or 我局 is called in the signature or the opening, else ``""``."""
    what = own.group("what")
    if own.group("unit"):
        if signed:
            return signed
        unit = re.search(
            rf"{PLACEHOLDER}[省市州盟县区旗镇乡][\u4e00-\u9fff]{{1,14}}?{what}", opening
        )
        return unit.group() if unit else ""
    inner = re.match(rf"(?:.*?[省市州盟县区旗])?(?P<name>{_PLACE}{what})", signed)
    if inner:
        return inner.group("name")
    told = re.search(rf"{PLACEHOLDER}{what}", opening)
    if told:
        return told.group()
    named = [m.text for m in find_mentions(opening, table) if m.text.endswith(what)]
    return named[0] if named else ""


def _from_name(name: str, openings: Openings) -> str:
    """Return the title that a file's name holds; the whole name where nothing else is left."""
    stem = PurePath(name).stem
    title = openings.file_prefix.sub("", stem)
    before = ""
    while before != title:
        before, title = title, openings.file_suffix.sub("", title).strip()
    return title if len(title) >= _SHORTEST - 2 else stem
