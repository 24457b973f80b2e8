"""The site's own themes, regions and noise rules: add, change, rename, merge, remove.

A name that changes is changed wherever it is used: on pages, in the remarks of collections, in the
decisions that plans record. What comes of a vocabulary is loaded as the commands load it before
anything is written; the shipped vocabularies stay as they are (an own theme of the same id stands
in the place of a shipped one).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from huibian import frontmatter
from huibian.diagnostics import HuibianError, fail, os_reason
from huibian.editing import Library
from huibian.planfile import dump_plan, parse_plan
from huibian.revising.revision import (
    Progress,
    Revision,
    Shown,
    joined,
    page_path,
    pages_of,
    silent,
)
from huibian.schema import SetField
from huibian.store import ADDED_NAME, PLAN_NAME, SOURCE_FOLDER, FileChange
from huibian.vocabulary import own
from huibian.vocabulary.bundle import FOLDER
from huibian.vocabulary.noise import NoiseRule
from huibian.vocabulary.regions import LEVELS
from huibian.vocabulary.themes import Theme

#: From a field's value to the one that it has afterwards; the same when nothing changes.
_Change = Callable[[Any], Any]
_DECISION = re.compile(r"(?m)^  - \{op: set,")


def texts(library: Library) -> dict[str, bytes | None]:
    """Return the site's own vocabularies as they are, by file name; None where there is none."""
    found: dict[str, bytes | None] = {}
    for name in own.FILES:
        try:
            found[name] = (library.docs / FOLDER / name).read_bytes()
        except FileNotFoundError:
            found[name] = None
        except OSError as error:
            where = f"docs/{FOLDER}/{name}"
            raise fail("HB105", path=where, reason=os_reason(error)) from error
    return found


def text_of(library: Library, name: str) -> str:
    """Return the text of one of the site's own vocabularies, ``""`` where there is none."""
    data = texts(library)[name] or b""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    raise fail("HB501", path=f"docs/{FOLDER}/{name}", line=1, reason="认不出文件编码")


# -- themes ------------------------------------------------------------------------------------


def own_themes(library: Library) -> dict[str, int]:
    """Return the site's own themes by their ids, with their places in the file."""
    present = own.entries(text_of(library, own.THEMES), own.THEMES)
    return {str(entry.get("id")): at for at, entry in enumerate(present)}


def theme(library: Library, before: str, entry: Theme, progress: Progress = silent) -> Revision:
    """Return the change that adds a theme (``before`` is ``""``), or changes the one of that id.

    With another label all pages that name the old one get the new one.
    """
    themes = library.vocabularies.themes
    was = themes.by_id.get(before)
    if before and (was is None or entry.id != before):
        raise _refused(f"没有 id 是“{before}”的主题，或者改了 id", "id 是网址，不能改；请刷新")
    if not before and entry.id in themes.by_id:
        raise _refused(f"已经有 id 是“{entry.id}”的主题", "请换一个 id，或修改那个主题")
    if not entry.label or re.search(r"[,，、\s]", entry.label):
        raise _refused("名称不能是空的，也不能有逗号、顿号和空格", "请换一个名称")
    for other in themes:
        if other.id != entry.id and entry.label in (other.label, *other.aliases):
            raise _refused(
                f"“{entry.label}”已经是“{other.label}”的名称或别的叫法",
                "请换一个名称，或合并这两个",
            )
    if not entry.keywords:
        raise _refused(f"“{entry.label}”没有写认它的词", "请至少写一个词，例如名称本身，分量 5")
    for word, weight in entry.keywords:
        if len(word) < 2 or not 1 <= weight <= 5:
            raise _refused(f"词“{word}”只有一个字，或者分量 {weight} 不是 1 到 5", "请改好它")
    return _themes(library, {entry.id: entry}, (), was.label if was else "", entry.label, progress)


def theme_removed(library: Library, name: str, progress: Progress = silent) -> Revision:
    """Return the change that removes an own theme, from pages too.

    In the place of a shipped theme that comes back, with its own label.
    """
    at = own_themes(library).get(name)
    was = library.vocabularies.themes.by_id.get(name)
    if at is None or was is None:
        raise _refused("这个主题是软件自带的，不能删", "可以把它并入另一个主题")
    text = own.without(text_of(library, own.THEMES), own.THEMES, at)
    left = own.checked(library.docs, {own.THEMES: text}).themes.by_id.get(name)
    label = left.label if left is not None else ""
    pages = _renamed(library, "themes", _theme_change(was.label, label), progress, was.label)
    return _with(library, own.THEMES, text, pages, f"删去主题“{was.label}”")


def themes_merged(library: Library, name: str, into: str, progress: Progress = silent) -> Revision:
    """Return the change by which one theme goes up in another: its words, its names, its pages."""
    themes = library.vocabularies.themes
    one, other = themes.by_id.get(name), themes.by_id.get(into)
    if one is None or other is None or one is other:
        raise _refused("要合并的两个主题不对", "请选两个不同的主题")
    words = dict(other.keywords)
    for word, weight in one.keywords:
        words[word] = max(weight, words.get(word, 0))
    aliases = dict.fromkeys([*other.aliases, one.label, *one.aliases])
    aliases.pop(other.label, None)
    merged = Theme(other.id, other.label, other.description, tuple(words.items()), tuple(aliases))
    entries, gone = {merged.id: merged}, [name]
    if _is_shipped_theme(library, name):  # cannot go: it stays without words, so nothing gets it
        empty = Theme(one.id, f"{one.label}（已并入{other.label}）", "", ())
        entries[empty.id] = empty
        gone = []
    revision = _themes(library, entries, gone, one.label, other.label, progress)
    title = f"主题“{one.label}”并入“{other.label}”"
    return Revision(title, revision.files, revision.pages, revision.left)


def _is_shipped_theme(library: Library, name: str) -> bool:
    at = own_themes(library).get(name)
    if at is None:
        return True
    text = own.without(text_of(library, own.THEMES), own.THEMES, at)
    return name in own.checked(library.docs, {own.THEMES: text}).themes.by_id


def _themes(
    library: Library,
    entries: Mapping[str, Theme],
    gone: Sequence[str],
    was: str,
    now: str,
    progress: Progress,
) -> Revision:
    text = text_of(library, own.THEMES)
    for one in entries.values():
        at = _places(text).get(one.id)
        kept = own.entries(text, own.THEMES)[at] if at is not None else {}
        entry = {
            **kept,
            "id": one.id,
            "label": one.label,
            "description": one.description,
            "aliases": list(one.aliases),
            "keywords": [list(pair) for pair in one.keywords],
        }
        text = own.put(text, own.THEMES, at, entry)
    for name in gone:
        text = own.without(text, own.THEMES, _places(text)[name])
    own.checked(library.docs, {own.THEMES: text})
    pages = _Pages()
    if was and was != now:
        pages = _renamed(library, "themes", _theme_change(was, now), progress, was)
    said = f"主题“{was}”改名为“{now}”" if was and was != now else f"主题“{now}”"
    return _with(library, own.THEMES, text, pages, said)


def _places(text: str) -> dict[str, int]:
    return {str(one.get("id")): at for at, one in enumerate(own.entries(text, own.THEMES))}


def _theme_change(was: str, now: str) -> _Change:
    def change(value: Any) -> Any:
        if isinstance(value, str):  # a decision in a plan
            return ",".join(change(value.split(",")))
        if not isinstance(value, list) or was not in value:
            return value
        new = (now if one == was else one for one in value)
        return list(dict.fromkeys(one for one in new if one))

    return change


# -- regions -----------------------------------------------------------------------------------


def own_regions(library: Library) -> dict[str, dict[str, str]]:
    """Return the rows of the site's own regions by their codes."""
    return {row["code"]: row for row in own.rows(text_of(library, own.REGIONS))}


def region(
    library: Library, before: str, row: Mapping[str, str], progress: Progress = silent
) -> Revision:
    """Return the change that adds a region (``before`` is ``""``), or changes the one of that code.

    ``row`` has code, name, short, level, parent and alias. Pages follow a new name or parent.
    """
    present = own_regions(library)
    row = {column: re.sub(r"[\x00-\x1f]", " ", row.get(column, "")).strip() for column in _COLUMNS}
    if before and (before not in present or row["code"] != before):
        raise _refused("这个地区不是自己加的，或者改了代码", "代码是网址，不能改；请刷新")
    if not before and library.vocabularies.regions.get(row["code"]) is not None:
        raise _refused(f"代码 {row['code']} 已经有了", "请换一个代码")
    if row["level"] not in LEVELS:
        raise _refused(f"没有“{row['level']}”这个层级", f"可选：{'、'.join(LEVELS)}")
    present[row["code"]] = row
    return _regions(library, present, before, row["code"], f"地区“{row['name']}”", progress)


def region_removed(library: Library, code: str, progress: Progress = silent) -> Revision:
    """Return the change that removes an own region; its pages get the region above it."""
    present = own_regions(library)
    if code not in present:
        raise _refused("这个地区不是自己加的", "软件自带的地区不能删")
    row = present.pop(code)
    if any(other["parent"] == code for other in present.values()):
        raise _refused(f"“{row['name']}”下面还有地区", "请先删掉或改挂它下面的地区")
    said = f"删去地区“{row['name']}”"
    return _regions(library, present, code, row["parent"], said, progress)


def regions_merged(library: Library, code: str, into: str, progress: Progress = silent) -> Revision:
    """Return the change by which an own region goes up in another one (own or shipped)."""
    present = own_regions(library)
    other = library.vocabularies.regions.get(into)
    if code not in present or other is None or code == into:
        raise _refused("要合并的两个地区不对", "请选一个自己加的地区，并入另一个")
    row = present.pop(code)
    for child in present.values():
        if child["parent"] == code:
            child["parent"] = into
    if into in present:
        names = [present[into]["alias"], row["name"], row["alias"]]
        present[into]["alias"] = "、".join(name for name in names if name)
    said = f"地区“{row['name']}”并入“{other.name}”"
    return _regions(library, present, code, into, said, progress)


_COLUMNS = ("code", "name", "short", "level", "parent", "alias")


def _regions(
    library: Library,
    present: Mapping[str, Mapping[str, str]],
    was: str,
    now: str,
    said: str,
    progress: Progress,
) -> Revision:
    before = library.vocabularies.regions
    text = own.table(list(present.values()))
    after = own.checked(library.docs, {own.REGIONS: text}).regions
    old = before.path_name(was) if was else ""
    new = after.path_name(now) if now and after.get(now) is not None else ""
    pages = _Pages()
    if old and old != new:
        pages = _renamed(library, "region", _region_change(old, new), progress, old)
    return _with(library, own.REGIONS, text, pages, said)


def _region_change(was: str, now: str) -> _Change:
    def change(value: Any) -> Any:
        if value == was:
            return now
        if isinstance(value, str) and value.startswith(f"{was}/"):
            return f"{now}{value[len(was) :]}"
        return value

    return change


# -- noise rules -------------------------------------------------------------------------------


def own_noise(library: Library) -> list[dict[str, Any]]:
    """Return the site's own noise rules in their order."""
    return own.entries(text_of(library, own.NOISE), own.NOISE)


def noise(library: Library, at: int | None, entry: Mapping[str, Any]) -> Revision:
    """Return the change that adds a noise rule (``at`` None), or changes the one at that place.

    A rule needs an example that it drops; pages change when their source is split again.
    """
    present = own_noise(library)
    if at is not None and not 0 <= at < len(present):
        raise _refused("没有这条剔除规则", "请刷新这一页")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", str(entry.get("id", ""))):
        raise _refused("规则的名字只能用小写字母、数字和连字符", "例如 own-footer")
    if not entry.get("label"):
        raise _refused("规则没有名称", "请写上报告里显示的名称")
    if not entry.get("examples"):
        raise _refused("规则没有例子", "请至少写一行应当剔除的话，规则会照它试一遍")
    if re.search(entry["pattern"] if _compiles(entry) else "", ""):
        raise _refused("这条规则连空行都会剔除，太宽了", "请写明要剔除的那句话")
    kept = present[at] if at is not None else {}
    text = own.put(text_of(library, own.NOISE), own.NOISE, at, {**kept, **entry})
    after = own.checked(library.docs, {own.NOISE: text})
    pages = _Pages()
    if kept:
        pages.files += _records(library, after.noise, str(kept.get("id", "")), str(entry["id"]))
    return _with(library, own.NOISE, text, pages, f"剔除规则“{entry['label']}”")


def noise_merged(library: Library, at: int, into: int) -> Revision:
    """Return the change by which one own noise rule goes up in another: it drops both's lines.

    What one of them has dropped already is recorded as the other's.
    """
    present = own_noise(library)
    if at == into or not (0 <= at < len(present) and 0 <= into < len(present)):
        raise _refused("要合并的两条剔除规则不对", "请选两条不同的规则，都是自己加的")
    one, other = present[at], present[into]
    if one.get("scope") != other.get("scope"):
        reason = "一条剔除整行，另一条只剔除几个字"
        raise _refused(f"这两条规则不能合并：{reason}", "请先把“剔除什么”改成一样的")
    entry = {**other, "pattern": "|".join(f"(?:{_whole(rule)})" for rule in (other, one))}
    for key in ("examples", "counter_examples"):
        entry[key] = list(dict.fromkeys([*(other.get(key) or ()), *(one.get(key) or ())]))
    words = [rule.get("needs") or [] for rule in (other, one)]
    entry["needs"] = list(dict.fromkeys([*words[0], *words[1]])) if all(words) else []
    text = own.put(text_of(library, own.NOISE), own.NOISE, into, entry)
    text = own.without(text, own.NOISE, at)
    after = own.checked(library.docs, {own.NOISE: text})
    pages = _Pages()
    pages.files += _records(library, after.noise, str(one.get("id", "")), str(other.get("id", "")))
    said = f"剔除规则“{one.get('label', '')}”并入“{other.get('label', '')}”"
    return _with(library, own.NOISE, text, pages, said)


def _whole(rule: Mapping[str, Any]) -> str:
    """Return a rule's pattern as it can stand beside another one."""
    pattern = str(rule.get("pattern", ""))
    found = re.compile(pattern)
    if found.groups or found.flags != re.compile("").flags:
        reason = f"“{rule.get('label', '')}”里有括号分组或开关，合起来意思会变"
        raise _refused(f"这两条规则不能合并：{reason}", "请留着两条，或者改写成不带分组的")
    return pattern


def _records(
    library: Library, rules: Sequence[NoiseRule], was: str, now: str
) -> Iterator[FileChange]:
    """Yield the records of what was dropped by a rule that goes by another name from now on."""
    if was == now or any(rule.id == was for rule in rules):
        return
    pattern = re.compile(rf"{_DROPPED}{re.escape(was)}(?=[,}}])")
    for slug in library.store.known():
        for name in (PLAN_NAME, ADDED_NAME):
            path = f"collections/{slug}/{SOURCE_FOLDER}/{name}"
            try:
                data = (library.docs / path).read_bytes()
                text = data.decode()
            except (OSError, UnicodeDecodeError):
                continue
            new = pattern.sub(rf"\g<1>{now}", text)
            if new != text:
                yield FileChange(path, data, new.encode())


def noise_removed(library: Library, at: int) -> Revision:
    """Return the change that removes an own noise rule."""
    present = own_noise(library)
    if not 0 <= at < len(present):
        raise _refused("没有这条剔除规则", "请刷新这一页")
    text = own.without(text_of(library, own.NOISE), own.NOISE, at)
    own.checked(library.docs, {own.NOISE: text})
    said = f"删去剔除规则“{present[at].get('label', '')}”"
    return _with(library, own.NOISE, text, _Pages(), said)


def noise_used(library: Library) -> dict[str, int]:
    """Return how often each rule dropped something, by its id."""
    counts: dict[str, int] = {}
    for slug in library.store.known():
        for name in (PLAN_NAME, ADDED_NAME):
            try:
                path = library.store.folder(slug) / SOURCE_FOLDER / name
                text = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError):
                continue
            for _, rule in re.findall(rf"{_DROPPED}([a-z0-9-]+)", text):
                counts[rule] = counts.get(rule, 0) + 1
    return counts


#: How a record says by which rule a piece of the source was dropped.
_DROPPED = r"(columns: [^{}]*?rule: )"


def _compiles(entry: Mapping[str, Any]) -> bool:
    try:
        re.compile(str(entry.get("pattern", "")))
    except re.error as error:
        raise _refused(
            f"规则写得不对：{error}", "不懂正则表达式，请选“整行正好是这句话”"
        ) from error
    return True


# -- pages that follow -------------------------------------------------------------------------


class _Pages:
    """What a name that changes does to pages and plans."""

    def __init__(self) -> None:
        self.files: list[FileChange] = []
        self.shown: list[Shown] = []


def _renamed(
    library: Library, field: str, change: _Change, progress: Progress, word: str
) -> _Pages:
    """Return the pages and plans on which a field's value changes; they name ``word``."""
    found = _Pages()
    hashes: dict[str, dict[str, str]] = {}  # of pages before -> after, by collection
    names = list(pages_of(library.store))
    needle = word.encode()
    for at, (slug, name) in enumerate(names):
        progress(at, len(names))
        path = page_path(slug, name)
        where = f"docs/{path}"
        try:
            data = (library.docs / path).read_bytes()
            if needle not in data:
                continue
            page = frontmatter.parse(data.decode(), where, with_lines=False)
        except (OSError, UnicodeDecodeError) as error:
            raise fail("HB105", path=where, reason=os_reason(error)) from error
        except HuibianError:
            continue  # ``check`` tells of it; nothing in it can be told to be a field
        value = page.meta.get(field)
        new = change(value)
        if new == value:
            continue
        after = frontmatter.dump({**page.meta, field: new or None}, page.body).encode()
        found.files.append(FileChange(path, data, after))
        hashes.setdefault(slug, {})[_sha(data)] = _sha(after)
        title = str(page.meta.get("title", ""))
        found.shown.append(Shown(path, title, _text(value), _text(new)))
    for slug in library.store.known():
        plan = _plan(library, slug, field, change, hashes.get(slug, {}))
        if plan is not None:
            found.files.append(plan)
    return found


def _plan(
    library: Library, slug: str, field: str, change: _Change, hashes: Mapping[str, str]
) -> FileChange | None:
    """Return how a plan follows: what it says was decided, and the hashes of pages it made.

    A page that nobody had changed is still one that nobody has: splitting again makes it the same.
    """
    path = f"collections/{slug}/{SOURCE_FOLDER}/{PLAN_NAME}"
    try:
        data = (library.docs / path).read_bytes()
        text = data.decode()
    except (OSError, UnicodeDecodeError):
        return None
    if _DECISION.search(text):
        plan = parse_plan(text, f"docs/{path}")
        edits = [
            one.model_copy(update={"value": change(one.value)})
            if isinstance(one, SetField) and one.field == field
            else one
            for one in plan.edits
        ]
        if edits != plan.edits:
            text = dump_plan(plan.model_copy(update={"edits": edits}))
    for before, after in hashes.items():
        text = text.replace(before, after)
    return None if text == data.decode() else FileChange(path, data, text.encode())


def _with(library: Library, name: str, text: str, pages: _Pages, said: str) -> Revision:
    before = texts(library)[name]
    file = FileChange(f"{FOLDER}/{name}", before, text.encode())
    files = (file, *pages.files) if before != file.after else tuple(pages.files)
    return Revision(said, files, tuple(pages.shown))


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _text(value: object) -> str:
    return joined(value) if isinstance(value, list) else str(value or "")


def _refused(reason: str, hint: str) -> HuibianError:
    return fail("HB502", path=f"docs/{FOLDER}", reason=reason, hint=hint)
