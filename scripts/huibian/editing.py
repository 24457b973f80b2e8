"""What the commands do to collections: split, edit, add, new. Joins pipeline and store.

The command line (and later the desk) only collects arguments and shows results.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path, PurePath

from huibian import frontmatter, pipeline, readers
from huibian.diagnostics import HuibianError, fail, os_reason
from huibian.edits import anchor
from huibian.lineranges import parse_ranges
from huibian.model import LEVELS, Article, Dropped, Line, LineRange, SourceDocument, is_blank
from huibian.pipeline import Compilation, Progress
from huibian.planfile import read_plan
from huibian.schema import (
    FIELD_LABELS,
    THEMES_LIMIT,
    Anchor,
    Confirm,
    Drop,
    Edit,
    Keep,
    Merge,
    Move,
    PlanFile,
    Retitle,
    SetField,
    SplitAt,
    valid_date,
)
from huibian.store import PLAN_NAME, SOURCE_FOLDER, PageChange, Store, Written, check_slug
from huibian.vocabulary.bundle import Vocabularies, load

SUMMARY_HINT = "例如 --set 3 region=陕西省/汉中市"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command made: the compilation, and what writing it did (None: nothing written)."""

    slug: str
    compilation: Compilation
    written: Written | None


@dataclass(frozen=True, slots=True)
class Added:
    """A stand-alone document that became a page: its file, article and what was dropped."""

    page: str
    article: Article
    dropped: tuple[Dropped, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """One option of ``huibian edit`` in the order given: its name and its values."""

    op: str
    values: tuple[str, ...]


class Library:
    """The collections below a site's ``docs/`` and the vocabularies that they are read with."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.docs = site / "docs"
        self.store = Store(self.docs)
        self._vocabularies: Vocabularies | None = None

    @property
    def vocabularies(self) -> Vocabularies:
        """The vocabularies, loaded when first asked for."""
        if self._vocabularies is None:
            self._vocabularies = load(self.docs)
        return self._vocabularies

    def split(
        self,
        path: Path,
        *,
        slug: str = "",
        today: str,
        dry_run: bool = False,
        update: bool = False,
        whole: bool = False,
        max_size: float = readers.DEFAULT_MAX_SIZE,
        progress: Progress = pipeline.silent,
    ) -> Outcome:
        """Split a source into a collection.

        ``slug`` names it (made from the file's name when empty); ``today`` (YYYY-MM-DD) is its
        day of arrival if it is new; ``update`` takes another file as its new version.
        """
        slug = slug or slug_of(path.name)
        check_slug(slug)
        document = _read(path, max_size)
        data = _bytes_of(path, document)
        command = f"huibian split {pipeline.quoted(str(path))} --collection {slug} --whole"

        def compiled() -> tuple[PlanFile | None, Compilation]:
            old = self._present(slug, document, update)
            source = document
            if old is not None and old.source.sha256 == document.sha256:
                source = replace(document, name=old.source.name)
            compilation = self._compile(source, slug, old, today, whole, progress, command)
            if old is not None and not update:
                _refuse_stranger(slug, old, compilation)
            return old, compilation

        # whatever is wrong with the input shows before anything is written, be it a lock file
        stamp = self._plan_bytes(slug)
        old, compilation = compiled()
        if dry_run:
            return Outcome(slug, compilation, None)
        with self.store.locked():
            if self._plan_bytes(slug) != stamp:  # another command was faster
                old, compilation = compiled()
            written = self._write(slug, compilation, old, data)
        return Outcome(slug, compilation, written)

    def _present(self, slug: str, document: SourceDocument, update: bool) -> PlanFile | None:
        """Return the plan that a source would replace; HB704 and HB705 where it may not."""
        folder = self.store.folder(slug)
        if not folder.exists():
            return None
        if not (folder / SOURCE_FOLDER / PLAN_NAME).is_file():
            raise fail("HB705", slug=slug)
        old = self._plan(slug)
        same = old.source.name == document.name or old.source.sha256 == document.sha256
        if not same and not update:
            raise fail("HB704", slug=slug, name=old.source.name)
        return old

    def edit(self, slug: str, requests: Sequence[Request]) -> Outcome:
        """Record an editor's decisions in plan.yml and carry them out, all or none."""
        self.require(slug)
        stamp = self._plan_bytes(slug)
        old, compilation, data = self._decided(slug, requests)
        with self.store.locked():
            if self._plan_bytes(slug) != stamp:  # another command was faster
                old, compilation, data = self._decided(slug, requests)
            written = self._write(slug, compilation, old, data)
        return Outcome(slug, compilation, written)

    def _decided(
        self, slug: str, requests: Sequence[Request]
    ) -> tuple[PlanFile, Compilation, bytes]:
        """Return the present plan, and what the requests, one after the other, make of it."""
        old = self._plan(slug)
        document, data = self._original(slug, old)
        edits = list(old.edits)
        compilation = self._compile(document, slug, old, old.added, _was_whole(old), None)
        recorded = len(edits)
        for request in requests:
            if request.op == "undo":
                _undo(edits, int(request.values[0]), slug)
                recorded = min(recorded, len(edits))
            else:
                edits.append(self._edit(request, document, compilation, slug))
            compilation = pipeline.compile_document(
                document,
                slug,
                self.vocabularies,
                edits=edits,
                added=old.added,
                whole=_was_whole(old),
                note=self._note(slug),
                recorded=recorded,
            )
        return old, compilation, data

    def add(self, paths: Sequence[Path], slug: str, max_size: float) -> list[Added]:
        """Add stand-alone documents to a collection as its next articles, all or none."""
        self.require(slug)
        documents = [(path, _read(path, max_size)) for path in paths]
        added: list[Added] = []
        with self.store.locked():
            titles = self._titles(slug)
            number = max(self._numbers(slug), default=0)
            files: dict[str, bytes] = {}
            for path, document in documents:
                number += 1
                name = pipeline.page_name(number, max(99, number))
                source = f"{PurePath(name).stem}-{pipeline.original_name(document.name)}"
                article, page, dropped = pipeline.one_article(
                    document, number, self.vocabularies, source
                )
                if article.title in titles:
                    where = f"docs/collections/{slug}/{titles[article.title]}"
                    raise fail("HB707", path=str(path), where=where)
                titles[article.title] = name
                files[name] = page.encode()
                files[f"{SOURCE_FOLDER}/{source}"] = _bytes_of(path, document)
                added.append(Added(name, article, dropped))
            self.store.add_files(slug, files)
        return added

    def new(self, slug: str, title: str) -> Path:
        """Add a blank article to a collection; return its path."""
        self.require(slug)
        title = _one_line(title)
        if not title:
            raise _refused(slug, "标题不能是空的", '写成 --title "标题"')
        with self.store.locked():
            number = max(self._numbers(slug), default=0) + 1
            name = pipeline.page_name(number, max(99, number))
            meta = {"title": title, "number": number, "level": None, "review": ["level", "themes"]}
            body = "## 一、基本情况\n\n（在这里写正文，一段一行，段落之间空一行。）\n"
            self.store.add_files(slug, {name: frontmatter.dump(meta, body).encode()})
        return self.store.folder(slug) / name

    def require(self, slug: str) -> None:
        """Raise HB706 with the nearest name unless the collection exists."""
        if self.store.interrupted():
            with self.store.locked():
                pass
        known = self.store.known()
        if slug not in known:
            near = get_close_matches(slug, known, n=1)
            suggestion = f"，是不是 {near[0]}？" if near else ""
            raise fail(
                "HB706", slug=slug, suggestion=suggestion, known="、".join(known) or "（还没有）"
            )

    # -- inside -------------------------------------------------------------------------------

    def _compile(
        self,
        document: SourceDocument,
        slug: str,
        old: PlanFile | None,
        today: str,
        whole: bool,
        progress: Progress | None,
        whole_command: str = "",
    ) -> Compilation:
        return pipeline.compile_document(
            document,
            slug,
            self.vocabularies,
            edits=old.edits if old else (),
            added=old.added if old else today,
            whole=whole or (old is not None and _was_whole(old)),
            note=self._note(slug),
            whole_command=whole_command,
            progress=progress or pipeline.silent,
        )

    def _plan_bytes(self, slug: str) -> bytes | None:
        try:
            return (self.store.folder(slug) / SOURCE_FOLDER / PLAN_NAME).read_bytes()
        except OSError:
            return None

    def _plan(self, slug: str) -> PlanFile:
        path = self.store.folder(slug) / SOURCE_FOLDER / PLAN_NAME
        return read_plan(path, f"docs/collections/{slug}/{SOURCE_FOLDER}/{PLAN_NAME}")

    def _note(self, slug: str) -> str:
        """Return the remark that a person put at a collection's head; it is kept."""
        path = self.store.folder(slug) / "index.md"
        if not path.is_file():
            return ""
        try:
            meta = frontmatter.parse(path.read_text(encoding="utf-8"), with_lines=False).meta
        except (HuibianError, OSError, UnicodeDecodeError):
            return ""
        return str(meta.get("note") or "")

    def _original(self, slug: str, plan: PlanFile) -> tuple[SourceDocument, bytes]:
        path = self.store.folder(slug) / SOURCE_FOLDER / plan.source.file
        shown = f"docs/collections/{slug}/{SOURCE_FOLDER}/{plan.source.file}"
        try:
            data = path.read_bytes()
        except OSError as error:
            raise fail("HB105", path=shown, reason=os_reason(error)) from error
        if hashlib.sha256(data).hexdigest() != plan.source.sha256:
            raise fail("HB402", path=shown, file=plan.source.file)
        return readers.read_bytes(data, plan.source.name, shown), data

    def _write(
        self, slug: str, compilation: Compilation, old: PlanFile | None, data: bytes
    ) -> Written:
        folder = self.store.folder(slug)
        hashes = {}
        for path in sorted(folder.glob("*.md")) if folder.is_dir() else ():
            if not path.is_file():
                continue
            try:
                hashes[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
            except OSError as error:
                shown = f"docs/collections/{slug}/{path.name}"
                raise fail("HB105", path=shown, reason=os_reason(error)) from error
        pages, gone = self._changes(slug, compilation, old, hashes)
        return self.store.write(
            slug,
            pages,
            pipeline.dump_plan(compilation.plan_file),
            (compilation.plan_file.source.file, data),
            gone,
            hashes if old else {},
            compilation.document.attachments,
        )

    def _changes(
        self,
        slug: str,
        compilation: Compilation,
        old: PlanFile | None,
        hashes: dict[str, str],
    ) -> tuple[list[PageChange], list[PageChange]]:
        """Pair the new pages with the present ones: by title line, or by title in a new version."""
        if old is None:
            return [PageChange(name, text) for name, text in compilation.pages.items()], []
        edited = any(
            hashes.get(article.page) not in (None, article.sha256) for article in old.articles
        ) or hashes.get("index.md") not in (None, old.index_sha256)
        before = self._before(slug, old) if edited else {}
        same_source = old.source.sha256 == compilation.document.sha256

        def key(title: str, title_lines: str) -> str:
            return title_lines.partition(",")[0].partition("-")[0] if same_source else title

        present = defaultdict(list)  # articles of the same title are paired in their order
        for article in old.articles:
            present[key(article.title, article.title_lines)].append(article)
        pages = [
            PageChange(
                "index.md",
                compilation.pages["index.md"],
                "index.md",
                before.get("index.md", ""),
                old.index_sha256,
            )
        ]
        used = set()
        for article in compilation.plan_file.articles:
            like = present[key(article.title, article.title_lines)]
            was = like.pop(0) if like else None
            if was is None:
                pages.append(PageChange(article.page, compilation.pages[article.page]))
                continue
            used.add(was.page)
            pages.append(
                PageChange(
                    article.page,
                    compilation.pages[article.page],
                    was.page,
                    before.get(was.page, ""),
                    was.sha256,
                )
            )
        gone = [
            PageChange(article.page, "", article.page, "", article.sha256)
            for article in old.articles
            if article.page not in used
        ]
        return pages, gone

    def _before(self, slug: str, old: PlanFile) -> dict[str, str]:
        """Return the pages as the splitter makes them from the kept original and old edits.

        Nothing when the original is gone or changed: no telling then what a person changed.
        """
        try:
            document, _ = self._original(slug, old)
        except HuibianError:
            return {}
        compilation = self._compile(document, slug, old, old.added, _was_whole(old), None)
        return compilation.pages

    def _numbers(self, slug: str) -> list[int]:
        """Return the numbers that pages have, by their file name or in their front matter."""
        folder = self.store.folder(slug)
        numbers = [
            int(path.stem)
            for path in folder.glob("*.md")
            if path.stem.isdecimal() and len(path.stem) < 9
        ]
        own = (page.meta.get("number") for _, page in self._pages(slug))
        return numbers + [number for number in own if isinstance(number, int)]

    def _pages(self, slug: str) -> Iterator[tuple[str, frontmatter.FrontMatter]]:
        """Yield the article pages that can be read."""
        for path in sorted(self.store.folder(slug).glob("*.md")):
            if path.name == "index.md":
                continue
            try:
                text = path.read_text(encoding="utf-8")
                yield path.name, frontmatter.parse(text, with_lines=False)
            except (HuibianError, OSError, UnicodeDecodeError):
                continue

    def _titles(self, slug: str) -> dict[str, str]:
        return {str(page.meta.get("title", "")): name for name, page in self._pages(slug)}

    # -- requests of ``huibian edit`` -> edits -------------------------------------------------

    def _edit(
        self, request: Request, document: SourceDocument, now: Compilation, slug: str
    ) -> Edit:
        def line(text: str) -> Anchor:
            return anchor(_line(document, text, slug))

        def article(text: str) -> Anchor:
            number = _number(text, slug)
            if not 1 <= number <= len(now.plan.segments):
                own = next(
                    (n for n, page in self._pages(slug) if page.meta.get("number") == number), ""
                )
                if own:
                    where = f"docs/collections/{slug}/{own}"
                    reason = f"第 {number} 篇不在这份原文里，是另外添加的"
                    raise _refused(slug, reason, f"请直接修改 {where}")
                count = len(now.plan.segments)
                raise _refused(slug, f"没有第 {text} 篇", f"现在有 {count} 篇，篇号从 1 到 {count}")
            return anchor(document.lines[now.plan.segments[number - 1].boundary.line - 1])

        values = request.values
        if request.op == "split-at":
            return SplitAt(op="split-at", at=line(values[0]))
        if request.op == "confirm":
            return Confirm(op="confirm", at=line(values[0]))
        if request.op == "merge":
            return Merge(op="merge", article=article(values[0]))
        if request.op == "retitle":
            title = _one_line(values[1])
            if not title:
                raise _refused(slug, "标题不能是空的", '写成 --retitle 篇号 "新标题"')
            return Retitle(op="retitle", article=article(values[0]), title=title)
        if request.op == "set":
            field, value = self._field(values[1], slug)
            return SetField.model_validate(
                {"op": "set", "article": article(values[0]), "field": field, "value": value}
            )
        passage = _passage(values[0], slug)
        line(str(passage.last))
        inside = [  # an anchor on a blank line would not be found again
            one.number
            for one in document.lines[passage.first - 1 : passage.last]
            if not all(map(is_blank, one.text))
        ]
        if not inside:
            raise _refused(slug, f"第 {values[0]} 行都是空行", "请换成有文字的行")
        first, last = line(str(inside[0])), line(str(inside[-1]))
        if request.op == "move":
            return Move(op="move", first=first, last=last, to=article(values[1]))
        if request.op == "keep":
            return Keep(op="keep", first=first, last=last)
        return Drop(op="drop", first=first, last=last)

    def _field(self, assignment: str, slug: str) -> tuple[str, str]:
        """Check ``field=value`` against schema and vocabularies."""
        field, equals, value = assignment.partition("=")
        field, value = field.strip(), _one_line(value)
        labels = {label: name for name, label in FIELD_LABELS.items()}
        field = labels.get(field, field)
        if not equals or field not in FIELD_LABELS or field == "title":
            names = "、".join(name for name in FIELD_LABELS if name != "title")
            raise _refused(slug, f"不认识的字段“{assignment}”", f"可以设置 {names}，{SUMMARY_HINT}")
        if not value:
            return field, ""
        vocabularies = self.vocabularies
        if field == "region" and vocabularies.regions.by_path(value) is None:
            near = "、".join(vocabularies.regions.suggest(value)[:3])
            raise _refused(slug, f"区划表里没有“{value}”", f"相近的有：{near or '（没有）'}")
        if field == "level" and value not in LEVELS:
            raise _refused(slug, f"没有“{value}”这个层级", f"可选：{'、'.join(LEVELS)}")
        if field == "kind" and value not in (kinds := [kind.label for kind in vocabularies.kinds]):
            raise _refused(slug, f"没有“{value}”这个体裁", f"可选：{'、'.join(kinds)}")
        if field == "date" and not valid_date(value):
            raise _refused(slug, f"日期“{value}”不对", "写成 2023、2023-03 或 2023-03-15")
        if field == "summary" and len(value) > 120:
            raise _refused(slug, f"摘要有 {len(value)} 字，超过 120 字", "请缩短后再试")
        if field == "themes":
            themes = [part for part in re.split(r"[,，、\s]+", value) if part]
            for theme in themes:
                if vocabularies.themes.get(theme) is None:
                    near_theme = vocabularies.themes.suggest(theme)
                    hint = f"是不是“{near_theme}”？" if near_theme else "请用主题词表里的主题"
                    raise _refused(slug, f"主题词表里没有“{theme}”", hint)
            if len(themes) > THEMES_LIMIT:
                raise _refused(slug, f"主题有 {len(themes)} 个", f"最多 {THEMES_LIMIT} 个")
            value = ",".join(themes)
        return field, value


def _undo(edits: list[Edit], count: int, slug: str) -> None:
    """Take back the last decisions."""
    if count > len(edits):
        has = f"只记着 {len(edits)} 项修改" if edits else "没有记着任何修改"
        raise _refused(slug, f"撤销不了 {count} 项：{has}", "修改记在 source/plan.yml 的 edits 里")
    del edits[len(edits) - count :]


def slug_of(name: str) -> str:
    """Return a folder name for a file: its ASCII letters and digits, Chinese as pinyin."""
    from pypinyin import lazy_pinyin

    stem = PurePath(name).stem
    words = re.findall(r"[a-z0-9]+", " ".join(lazy_pinyin(stem, errors=_spaced)).lower())
    slug = ""
    for word in words:
        if len(slug) + 1 + len(word) > 48:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug[:48].strip("-") or "collection"


def _spaced(text: str) -> str:
    return f" {text} "


def _read(path: Path, max_size: float) -> SourceDocument:
    document = readers.read(path, max_size)
    return replace(document, name=_speakable(document.name))


def _speakable(name: str) -> str:
    """Return a file name as text; one in another encoding than the system's is decoded again."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            name = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        name = raw.decode("utf-8", "replace")
    return "".join("_" if unicodedata.category(char) == "Cc" else char for char in name)


def _bytes_of(path: Path, document: SourceDocument) -> bytes:
    """Return the bytes that a document was read from."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise fail("HB105", path=str(path), reason=os_reason(error)) from error
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise fail("HB105", path=str(path), reason="读取时文件正在改变")
    return data


def _refuse_stranger(slug: str, old: PlanFile, new: Compilation) -> None:
    """Raise HB704 when a file of the same name has no article in common with the present one."""
    if new.document.sha256 == old.source.sha256:
        return
    before = {article.title for article in old.articles}
    if before.isdisjoint(article.title for article in new.plan_file.articles):
        raise fail("HB704", slug=slug, name=f"{old.source.name}，篇目完全不同")


def _was_whole(plan: PlanFile) -> bool:
    return plan.collection.rule == "whole"


def _one_line(text: str) -> str:
    """Return what was typed as one line, without control characters."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).strip()


def _line(document: SourceDocument, text: str, slug: str) -> Line:
    number = _number(text, slug)
    if not 1 <= number <= len(document.lines):
        count = len(document.lines)
        raise _refused(slug, f"原文没有第 {number} 行", f"原文有 {count} 行")
    return document.lines[number - 1]


def _number(text: str, slug: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise _refused(slug, f"“{text}”不是行号或篇号", "请写阿拉伯数字")
    return int(text)


def _passage(text: str, slug: str) -> LineRange:
    try:
        ranges = parse_ranges(text)
    except ValueError:
        ranges = ()
    if len(ranges) != 1:
        raise _refused(slug, f"“{text}”不是行号范围", "写成 227-237（从小到大）")
    return ranges[0]


def _refused(slug: str, reason: str, hint: str) -> HuibianError:
    return fail("HB408", path=slug, reason=reason, hint=hint)
