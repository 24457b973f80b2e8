"""Regions of China: the table, and where a text names one of them.

For: the region of an article, the region tree of the site, checking ``region:`` in front
matter. Facts are data beside this file: ``regions.csv`` (``regions.meta.yml`` says from
where and when), ``region_aliases.yml``, ``region_stopwords.yml``.

Must not know: articles, pages, scores, or which of several mentions an article is about
(that is stages.extract's business); anonymised places (xx市, 某县), which name no region.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from huibian import dictionary
from huibian.diagnostics import os_reason
from huibian.scanning import Starts
from huibian.vocabulary.loading import built_in, load_list, shipped

Kind = Literal["full", "short", "alias"]

#: Levels that a row may carry (front matter's ``level`` without 国家级, DESIGN "Front matter").
LEVELS = ("省级", "市级", "县区级", "乡镇街道级", "村社区级", "开发区", "企业", "其他")
COLUMNS = ("code", "name", "short", "level", "parent")

_CODE = re.compile(r"[A-Za-z0-9-]+")
_ALIAS_SEPARATOR = re.compile(r"[;；、|]")
#: What may stand between a parent's mention and its child's: nothing, a space, a path's slash.
_JOINERS = frozenset(["", " ", "\u3000", "/", "·"])
#: Offices and scopes that show that the word before them is a place of that level (平安区委).
_OFFICES = ("委", "政府", "人民政府", "政协", "人大", "纪委", "监委")
_LEVEL_LETTERS = "省市县区州旗盟"
#: What jieba may have glued to a place name without making it another thing (陕西省, 湖南人).
_GLUED = (*_LEVEL_LETTERS, "人", "岛", "籍", "自治", "地区", "特区", "同胞", "政府", "经济", "高新")
_WINDOW = 12


@dataclass(frozen=True, slots=True)
class Region:
    """One administrative division: ``short`` and ``parent`` are empty where there is none."""

    code: str
    name: str
    short: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class Alias:
    """A further name of one region, or of several (then all are candidates)."""

    alias: str
    codes: tuple[str, ...]
    not_before: tuple[str, ...] = ()
    note: str = ""
    example: str = ""
    counter_example: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """``text[start:end]`` names a region; more than one code means: candidates, not settled."""

    start: int
    end: int
    text: str
    codes: tuple[str, ...]
    kind: Kind


class RegionTableError(ValueError):
    """A table that cannot be used; ``errors`` is a list of (line, Chinese message)."""

    def __init__(self, path: str, errors: list[tuple[int, str]]) -> None:
        self.path = path
        self.errors = errors
        super().__init__("；".join(f"{path}:{line} {message}" for line, message in errors))


@dataclass(frozen=True, slots=True)
class _Suffix:
    suffix: str
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Stops:
    """``region_stopwords.yml``, ready for look-ups."""

    short: frozenset[str]
    after_parent: frozenset[str]
    at_phrase_start: frozenset[str]
    suffixes: dict[str, tuple[_Suffix, ...]]  # by first letter
    full_not_before: dict[str, tuple[str, ...]]  # by last letter of the name
    inside: tuple[str, ...]


@dataclass(slots=True)
class _Surface:
    """One string that may name regions, and as what; ``swallows`` marks a word that names none."""

    text: str
    full: tuple[str, ...] = ()
    variant: tuple[str, ...] = ()  # 恩施州, 长阳县, 广西自治区: short name with its class
    short: tuple[str, ...] = ()
    alias: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    swallows: bool = False


class RegionTable:
    """All regions by code and by path, and the index of the names that a text may use."""

    def __init__(self, regions: Iterable[Region], aliases: Iterable[Alias] = ()) -> None:
        """Take rows whose codes are unique and whose parents exist; the loaders see to that."""
        self._regions = {region.code: region for region in regions}
        self.aliases = tuple(aliases)
        self._children: dict[str, list[Region]] = {}
        for region in self._regions.values():
            self._children.setdefault(region.parent, []).append(region)
        self._lines = {code: self._line(code) for code in self._regions}
        self._by_path = {self.path_name(code): self._regions[code] for code in self._regions}
        self._index = self._build_index()
        self._starts = Starts(self._index)

    def __len__(self) -> int:
        """Return the number of regions."""
        return len(self._regions)

    def __iter__(self) -> Iterator[Region]:
        """Give the regions in the order of the table."""
        return iter(self._regions.values())

    def get(self, code: str) -> Region | None:
        """Return the region of a code."""
        return self._regions.get(code)

    def path(self, code: str) -> tuple[Region, ...]:
        """Return the region and all above it, root first; an unknown code is a KeyError."""
        return tuple(self._regions[above] for above in self._lines[code])

    def path_name(self, code: str) -> str:
        """Return the official names joined by "/", as front matter has them (陕西省/汉中市)."""
        return "/".join(region.name for region in self.path(code))

    def by_path(self, path_name: str) -> Region | None:
        """Return the region of a path name, spelt exactly."""
        return self._by_path.get(path_name)

    def children(self, code: str) -> tuple[Region, ...]:
        """Return the regions right below a code, in the order of the table."""
        return tuple(self._children.get(code, ())) if code else ()

    def roots(self) -> tuple[Region, ...]:
        """Return the regions that have no parent: the provinces."""
        return tuple(self._children.get("", ()))

    def ancestor_at(self, code: str, level: str) -> Region | None:
        """Return the region of this level on the path of a code (itself included)."""
        return next((region for region in self.path(code) if region.level == level), None)

    def is_within(self, code: str, above: str) -> bool:
        """Tell whether ``above`` is a true ancestor of ``code``."""
        return code != above and above in self._lines[code]

    def suggest(self, name: str) -> list[str]:
        """Return up to five path names near a misspelt one, the nearest first.

        An official or short name without its path (汉中, 朝阳区) gives all places of that name.
        """
        name = name.strip().strip("/")
        last = name.rsplit("/", 1)[-1]
        same = [
            self.path_name(region.code)
            for region in self._regions.values()
            if last and last in (region.name, region.short)
        ]
        same.sort(key=lambda path: -difflib.SequenceMatcher(None, name, path).ratio())
        if "/" in name:
            near = difflib.get_close_matches(name, self._by_path, n=5, cutoff=0.6)
        else:
            names: dict[str, list[str]] = {}
            for path, region in self._by_path.items():
                names.setdefault(region.name, []).append(path)
            close = difflib.get_close_matches(name, names, n=5, cutoff=0.6)
            near = [path for match in close for path in names[match]]
        return list(dict.fromkeys([*same, *near]))[:5]

    def search(self, query: str, limit: int = 20) -> list[Region]:
        """Return the regions that a person may mean who types a part of a name, a path or a code.

        First those whose name or alias it is, then those that begin with it, then those that hold
        it; among equals the wider ones. Without any, those with a name near it.
        """
        words = query.replace("/", " ").split()
        if not words:
            return list(self.roots())[:limit]
        last, above = words[-1], words[:-1]
        aliased = {code for one in self.aliases if one.alias == last for code in one.codes}
        ranked: list[tuple[int, int, int, Region]] = []
        for at, region in enumerate(self._regions.values()):
            if last in (region.name, region.short, region.code) or region.code in aliased:
                rank = 0
            elif region.name.startswith(last) or region.code.startswith(last):
                rank = 1
            elif last in region.name:
                rank = 2
            else:
                continue
            names = [one.name for one in self.path(region.code)[:-1]]
            if all(any(word in name for name in names) for word in above):
                ranked.append((rank, len(names), at, region))
        found = [one[-1] for one in sorted(ranked, key=lambda one: one[:-1])]
        if not found:
            found = [self._by_path[path] for path in self.suggest(query.strip())]
        return found[:limit]

    def surfaces(self, two_letters: str) -> tuple[_Surface, ...]:
        """Return the names that begin with two letters, the longest first (for find_mentions)."""
        return self._index.get(two_letters, ())

    def _starts_in(self, text: str) -> Iterator[tuple[int, tuple[_Surface, ...]]]:
        """Yield the places of a text where names may begin, and the names, left to right."""
        for at in self._starts.places(text):
            surfaces = self._index.get(text[at : at + 2])
            if surfaces is not None:
                yield at, surfaces

    def _line(self, code: str) -> tuple[str, ...]:
        line = [code]
        while parent := self._regions[line[-1]].parent:
            line.append(parent)
        return tuple(reversed(line))

    def _build_index(self) -> dict[str, tuple[_Surface, ...]]:
        surfaces: dict[str, _Surface] = {}

        def add(field: str, text: str, codes: Iterable[str]) -> _Surface:
            surface = surfaces.setdefault(text, _Surface(text))
            known: tuple[str, ...] = getattr(surface, field)
            setattr(surface, field, tuple(dict.fromkeys([*known, *codes])))
            return surface

        for word in _stops().inside:
            add("full", word, ()).swallows = True
        # Provinces before counties: the wider region is the likelier reading of a short name.
        for region in sorted(self._regions.values(), key=lambda r: len(self._lines[r.code])):
            add("full", region.name, [region.code])
            if len(region.short) >= 2:
                add("short", region.short, [region.code])
                for text in _variants(region):
                    add("variant", text, [region.code])
        for alias in self.aliases:
            add("alias", alias.alias, alias.codes).not_before += alias.not_before

        index: dict[str, list[_Surface]] = {}
        for surface in surfaces.values():
            index.setdefault(surface.text[:2], []).append(surface)
        return {
            key: tuple(sorted(group, key=lambda surface: -len(surface.text)))
            for key, group in index.items()
        }


def load_regions(extra: Path | None = None) -> RegionTable:
    """Return the built-in table, or that and a site's own regions.

    ``extra`` is a CSV (UTF-8, or GB18030 as Excel saves it) with the columns of regions.csv
    and, if wanted, ``alias`` (several, separated by "、" or ";"). Its rows may stand in any
    order. Whatever is wrong in it is reported at once as RegionTableError.
    """
    base = _built_in_table()
    if extra is None:
        return base
    regions, aliases = _read_rows(_decode(extra), str(extra), base)
    return RegionTable([*base, *regions], [*base.aliases, *aliases])


def find_mentions(text: str, table: RegionTable) -> list[Mention]:
    """Return where a text names regions: left to right, without overlaps, the longest name first.

    A name right after its parent's (陕西省汉中市, 北京市朝阳区) stands for the child; otherwise all
    regions of that name are candidates. Words that only contain the letters of a name are no
    mentions: stop words, suffixes (武汉大学, 中山路) and word boundaries see to that.
    """
    mentions: list[Mention] = []
    done = 0
    for start, surfaces in table._starts_in(text):
        if start < done:
            continue
        for surface in surfaces:
            if not text.startswith(surface.text, start):
                continue
            end = start + len(surface.text)
            if surface.swallows:
                done = end
                break
            before = _adjacent(text, start, mentions)
            judged = _judge(text, start, end, surface, before, table)
            if judged is None:
                continue
            codes, kind = judged
            if before is not None and len(before.codes) > 1:
                mentions[-1] = _narrowed(before, codes, table)
            mentions.append(Mention(start, end, surface.text, codes, kind))
            done = end
            break
    return mentions


def _adjacent(text: str, start: int, mentions: list[Mention]) -> Mention | None:
    if not mentions or start - mentions[-1].end > 1:
        return None
    return mentions[-1] if text[mentions[-1].end : start] in _JOINERS else None


def _narrowed(before: Mention, codes: tuple[str, ...], table: RegionTable) -> Mention:
    """Keep of an unsettled parent what its child leaves possible (吉林 in 吉林船营区)."""
    kept = tuple(c for c in before.codes if any(table.is_within(code, c) for code in codes))
    if not kept or len(kept) == len(before.codes):
        return before
    return Mention(before.start, before.end, before.text, kept, before.kind)


def _judge(
    text: str, start: int, end: int, surface: _Surface, before: Mention | None, table: RegionTable
) -> tuple[tuple[str, ...], Kind] | None:
    """Decide what a name at this place stands for; None where it is no mention."""
    stops = _stops()
    glued = before is not None and before.end == start
    found: list[tuple[str, Kind]] = []
    official = _official_stands(text, start, end, surface.text, glued, stops)
    if official:
        alone = surface.text not in stops.after_parent and (
            surface.text not in stops.at_phrase_start or _begins_phrase(text, start, end)
        )
        found += [
            (code, "full")
            for code in surface.full
            if alone or (before is not None and _under(code, before, table))
        ]
    if surface.variant and _left_holds(text, start, end, glued):
        found += [(code, "short") for code in surface.variant]
    if (surface.short or surface.alias) and not _has_suffix(text, end, stops):
        found += _loose(text, start, end, surface, before, glued, table, stops, official)
    if not found:
        return None
    children = [(c, kind) for c, kind in found if before and _under(c, before, table)]
    chosen = dict(reversed(children or found))  # a code keeps the strongest kind that it has
    codes = tuple(dict.fromkeys(code for code, _ in children or found))
    return codes, chosen[codes[0]]


def _loose(
    text: str,
    start: int,
    end: int,
    surface: _Surface,
    before: Mention | None,
    glued: bool,
    table: RegionTable,
    stops: _Stops,
    official: bool,
) -> list[tuple[str, Kind]]:
    """Return the regions that a short name or an alias stands for at this place."""
    found: list[tuple[str, Kind]] = []
    short = surface.short
    if surface.text in stops.short:
        office = _office_follows(text, end)
        short = tuple(
            code
            for code in short
            if (before is not None and table._regions[code].parent in before.codes)
            or (office and office == table._regions[code].name[-1])
        )
    alias = surface.alias
    if alias and surface.not_before and text.startswith(surface.not_before, end):
        alias = ()
    if alias and surface.text[-1] in _LEVEL_LETTERS:
        # A former official name keeps the rules of official names.
        if not official or (
            surface.text in stops.at_phrase_start
            and not _begins_phrase(text, start, end)
            and before is None
        ):
            alias = ()
        found += [(code, "alias") for code in alias]
        alias = ()
    if (short or alias) and _bounded(text, start, end, glued, table):
        found += [(code, "short") for code in short]
        found += [(code, "alias") for code in alias]
    return found


def _under(code: str, before: Mention, table: RegionTable) -> bool:
    return any(table.is_within(code, above) for above in before.codes)


def _official_stands(
    text: str, start: int, end: int, name: str, glued: bool, stops: _Stops
) -> bool:
    """Tell whether an official name is meant: 汉中市场 has none, 主城区 has none."""
    after = stops.full_not_before.get(name[-1])
    if after and text.startswith(after, end):
        return False
    return _left_holds(text, start, end, glued)


def _left_holds(text: str, start: int, end: int, glued: bool) -> bool:
    """Tell whether a word may begin here; long names need no look (示范县 is why short ones do)."""
    if glued or end - start > 3 or start == 0 or not _is_han(text[start - 1]):
        return True
    return any(left == start for left, _ in _words(text, start, end))


def _begins_phrase(text: str, start: int, end: int) -> bool:
    """Tell whether nothing before can own the first letter (市和县委), nor a title the name."""
    letter = text[end - 1]
    if letter == "区" and text.startswith(_OFFICES, end):
        return True
    return (start == 0 or not _is_han(text[start - 1])) and not text.startswith(("委", "长"), end)


def _bounded(text: str, start: int, end: int, glued: bool, table: RegionTable) -> bool:
    """Tell whether both ends of a short name are ends of words."""
    open_left = glued or start == 0 or not _is_han(text[start - 1])
    if open_left and (end == len(text) or not _is_han(text[end])):
        return True
    # After a parent's mention its last letter is spent; nothing to the left can own ours.
    words = _words(text, start, end, from_start=open_left)
    if not open_left and not any(left == start for left, _ in words):
        return False
    for left, right in words:
        if left < end < right:
            tail = text[end:right]
            is_region = any(tail == surface.text for surface in table.surfaces(tail[:2]))
            return left == start and (is_region or tail.startswith(_GLUED))
    return True


def _words(text: str, start: int, end: int, from_start: bool = False) -> list[tuple[int, int]]:
    """Cut a small window around a hit into words (jieba), as offsets in the text.

    The window ends at the first letter that is not Chinese: no word reaches beyond it.
    """
    left = start
    if not from_start:
        floor = max(0, start - _WINDOW)
        while left > floor and _is_han(text[left - 1]):
            left -= 1
    right, ceiling = end, min(len(text), end + _WINDOW)
    while right < ceiling and _is_han(text[right]):
        right += 1
    words = []
    at = left
    for word in _cut(text[left:right]):
        words.append((at, at + len(word)))
        at += len(word)
    return words


@lru_cache(maxsize=4096)
def _cut(window: str) -> tuple[str, ...]:
    # Without HMM: guessed words would swallow rare county names, dictionary words are enough.
    return tuple(dictionary.tokenizer().cut(window, HMM=False))


def _is_han(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff" or letter == "〇" or letter >= "\U00020000"


def _has_suffix(text: str, end: int, stops: _Stops) -> bool:
    for rule in stops.suffixes.get(text[end : end + 1], ()):
        if text.startswith(rule.suffix, end) and not text.startswith(rule.unless, end):
            return True
    return False


def _office_follows(text: str, end: int) -> str:
    """Return the level's letter where an office or a scope follows (区委, 县政府, 全市)."""
    follower = text[end : end + 2]
    if len(follower) == 2 and follower[0] == "全" and follower[1] in _LEVEL_LETTERS:
        return follower[1]
    if follower[:1] in tuple(_LEVEL_LETTERS) and text.startswith(_OFFICES, end + 1):
        return follower[0]
    return ""


def _variants(region: Region) -> list[str]:
    """Return the short name with its class, as documents abbreviate long official names."""
    for ending, forms in (
        ("自治州", ("州", "自治州")),
        ("自治县", ("县", "自治县")),
        ("自治旗", ("旗", "自治旗")),
        ("自治区", ("自治区",)),
        ("特别行政区", ("特区",)),
    ):
        if region.name.endswith(ending):
            return [region.short + form for form in forms if region.short + form != region.name]
    return []


@lru_cache(maxsize=1)
def _stops() -> _Stops:
    data = shipped("region_stopwords.yml")
    suffixes: dict[str, list[_Suffix]] = {}
    for entry in data["suffixes"]:
        rule = _Suffix(entry["suffix"], tuple(entry.get("unless", ())))
        suffixes.setdefault(rule.suffix[0], []).append(rule)
    return _Stops(
        short=frozenset(data["short"].split()),
        after_parent=frozenset(data["full_after_parent"].split()),
        at_phrase_start=frozenset(data["full_at_phrase_start"].split()),
        suffixes={letter: tuple(rules) for letter, rules in suffixes.items()},
        full_not_before={key: tuple(value) for key, value in data["full_not_before"].items()},
        inside=tuple(data["inside"].split()),
    )


@lru_cache(maxsize=1)
def _built_in_table() -> RegionTable:
    regions, _ = _read_rows(built_in("regions.csv"), "regions.csv", None)
    known = {region.code for region in regions}
    aliases = []
    errors = []
    for number, entry in enumerate(load_list("region_aliases.yml"), start=1):
        codes = tuple(entry["codes"]) if "codes" in entry else (entry["code"],)
        errors += [
            (number, f"第 {number} 条“{entry['alias']}”的代码 {code} 不在区划表里")
            for code in codes
            if code not in known
        ]
        aliases.append(
            Alias(
                alias=entry["alias"],
                codes=codes,
                not_before=tuple(entry.get("not_before", ())),
                note=entry.get("note", ""),
                example=entry.get("example", ""),
                counter_example=entry.get("counter_example", ""),
            )
        )
    if errors:
        raise RegionTableError("region_aliases.yml", errors)
    return RegionTable(regions, aliases)


def _decode(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RegionTableError(str(path), [(1, f"读不了这个文件：{os_reason(error)}")]) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RegionTableError(str(path), [(1, "认不出文件编码，请另存为 UTF-8 编码的 CSV")])


def _read_rows(text: str, path: str, base: RegionTable | None) -> tuple[list[Region], list[Alias]]:
    """Parse a table; ``base`` holds the regions that its rows may hang under."""
    reader = csv.DictReader(io.StringIO(text, newline=""))
    columns = [column.strip() for column in reader.fieldnames or []]
    reader.fieldnames = columns
    missing = [column for column in COLUMNS if column not in columns]
    strange = [column for column in columns if column not in (*COLUMNS, "alias")]
    errors = [(1, f"缺少列 {column}；应有 {','.join(COLUMNS)}") for column in missing]
    errors += [(1, f"不认识的列 {column or '（空）'}；可以另加的只有 alias") for column in strange]
    if missing or strange:
        raise RegionTableError(path, errors)

    rows: dict[str, tuple[int, Region]] = {}
    aliases: list[Alias] = []
    for row in reader:
        line = reader.line_num
        if None in row or None in row.values():
            errors.append((line, f"这一行的格数与表头不符，应有 {len(columns)} 格"))
            continue
        cells = {column: (row[column] or "").strip() for column in columns}
        if not any(cells.values()):
            continue  # Excel leaves such rows behind
        region = Region(*(cells[column] for column in COLUMNS))
        errors += [(line, message) for message in _row_errors(region)]
        if region.code in rows or (base is not None and base.get(region.code)):
            where = f"第 {rows[region.code][0]} 行" if region.code in rows else "内置区划表"
            errors.append((line, f"代码 {region.code} 重复，{where}已经用了它"))
            continue
        rows[region.code] = (line, region)
        for alias in _ALIAS_SEPARATOR.split(cells.get("alias", "")):
            if len(alias.strip()) == 1:
                errors.append((line, f"别名“{alias.strip()}”只有一个字，无法在文中辨认"))
            elif alias.strip():
                aliases.append(Alias(alias.strip(), (region.code,)))
    errors += _tree_errors(rows, base)
    if errors:
        raise RegionTableError(path, sorted(errors))
    return [region for _, region in rows.values()], aliases


def _row_errors(region: Region) -> Iterator[str]:
    if not _CODE.fullmatch(region.code):
        yield f"代码“{region.code}”只能由英文字母、数字和连字符组成"
    if len(region.name) < 2:
        yield f"名称“{region.name}”太短，应当是完整的正式名称"
    if "/" in region.name:
        yield f"名称“{region.name}”里不能有斜线"
    if len(region.short) == 1:
        yield f"简称“{region.short}”只有一个字，请留空"
    if region.level not in LEVELS:
        yield f"层级“{region.level}”不对，应当是：{'、'.join(LEVELS)}"


def _tree_errors(
    rows: dict[str, tuple[int, Region]], base: RegionTable | None
) -> Iterator[tuple[int, str]]:
    paths: dict[tuple[str, str], int] = {}
    for line, region in rows.values():
        known = region.parent in rows or (base is not None and base.get(region.parent))
        if region.parent and not known:
            yield line, f"上级代码 {region.parent} 不存在"
            continue
        seen = {region.code}
        above = region.parent
        while above in rows:
            if above in seen:
                yield line, f"上级关系成了圈：{region.name} 又回到了自己"
                break
            seen.add(above)
            above = rows[above][1].parent
        key = (region.parent, region.name)
        siblings = base.children(region.parent) if base is not None and region.parent else ()
        if key in paths or any(sibling.name == region.name for sibling in siblings):
            yield line, f"同一个上级下已经有“{region.name}”"
        paths[key] = line
