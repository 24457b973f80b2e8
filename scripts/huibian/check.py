"""Every rule that pages, plans, vocabularies and originals must keep.

Used by ``huibian check`` and by the tests. Reads only; reports all findings at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import BaseModel

from huibian import duplicates, frontmatter, harmless, openquestions, readers, strays
from huibian.diagnostics import Diagnostic, HuibianError, diagnostic, os_reason
from huibian.edits import locate
from huibian.lineranges import parse_ranges
from huibian.model import SourceDocument, ink
from huibian.pagefindings import meta_findings, offence_finding
from huibian.pipeline import page_doubts
from huibian.planfile import read_added, read_plan
from huibian.schema import (
    ArticleMeta,
    CollectionMeta,
    Confirm,
    PlanAdded,
    PlanDropped,
    PlanFile,
    SetField,
)
from huibian.stages.render import plain_text
from huibian.stages.titling import PROPOSED
from huibian.store import (
    ADDED_NAME,
    COLLECTIONS,
    CONFLICTS,
    PLAN_NAME,
    SOURCE_FOLDER,
    Store,
    check_slug,
    template,
)
from huibian.vocabulary.bundle import FOLDER as VOCABULARY_FOLDER
from huibian.vocabulary.bundle import Vocabularies, load
from huibian.vocabulary.fields import FIELD_LABELS
from huibian.vocabulary.privacy import MASK

_HTML = re.compile(r"<\s*[/!?]?[A-Za-z][^>\n]*>?|<!--")
_AUTOLINK = re.compile(r"<https?://[^\s<>]*>")
_CODE = re.compile(  # a fenced block, or a span in one paragraph; \\` opens none
    r"^```.*?^```|(?<![\\`])(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\1(?!`)", re.S | re.M
)
_LINK = re.compile(
    r"(?:(?P<image>!)\[[^\]]*)?(?<!\\)(?:\\\\)*\]\((?P<inline>[^)]{0,500})"
    r"|^[ \t]*\[[^\]]+\]:\s*(?P<reference>[^\n]*)",
    re.M,
)
_LINK_TITLE = re.compile(r"""\s+["'(].*\Z|>.*\Z""", re.S)
_PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")  # what MkDocs takes for pages
_INDEX = "index.md"
_BULLET = re.compile(
    r"^(?:(?:[•●■◆▪‣·○◦➢►▶✓\uf0b7\uf06c\uf0d8\uf0fc]\s*|[-*+]\s+|#{1,6}\s+)(?=\S))+"
)
#: The lines of the blank article that say what to write in their place.
_PROMPTS = frozenset(line for line in template().split("\n") if line.startswith("（"))
_RENAME = "请给文件夹改名，只用小写字母、数字和连字符，例如 zuofeng-2023"
_LEVEL_DEPTH = {"省级": 1, "市级": 2, "县区级": 3}


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of a check and what was looked at; ``questions`` are those that plans ask."""

    findings: tuple[Diagnostic, ...]
    collections: int
    articles: int
    questions: tuple[Diagnostic, ...] = ()

    @property
    def failed(self) -> bool:
        """Say whether any finding is an error."""
        return any(finding.severity == "error" for finding in self.findings)


def check_site(site: Path) -> Report:
    """Check everything below a site's ``docs/``."""
    docs = site / "docs"
    findings = list(strays.strays(docs))
    if findings:  # where these lead is not read, and so is nothing else
        return Report(tuple(findings), 0, 0)
    try:
        vocabularies = load(docs)
    except HuibianError as error:
        return Report(error.findings, 0, 0)
    store = Store(docs)
    articles = 0
    pages: list[_Page] = []
    questions: list[Diagnostic] = []
    folders = sorted(store.root.iterdir()) if store.root.is_dir() else []
    names = [one.name for one in folders if one.is_dir() and not one.name.startswith(".")]
    for slug in names:
        try:
            check_slug(slug)
        except HuibianError as error:  # a folder that a person made: the site shows it, too
            path = f"docs/{COLLECTIONS}/{slug}"
            findings.extend(replace(one, path=path, hint=_RENAME) for one in error.findings)
        checked = _Collection(store.folder(slug), slug, vocabularies)
        findings.extend(checked.run())
        articles += checked.articles
        pages.extend(checked.pages())
        questions.extend(checked.questions)
    findings.extend(_duplicates(pages))
    findings.extend(_other_files(docs))
    return Report(tuple(findings), len(names), articles, tuple(questions))


@dataclass(frozen=True, slots=True)
class _Page:
    """An article page, for the search for duplicates.

    ``plan`` is the path of the plan that made it ("" for none); ``settled`` says that a person
    has confirmed its front matter's HB322, ``confirmed`` are its source's confirmed lines.
    """

    path: str
    text: str
    plan: str
    settled: bool
    confirmed: tuple[str, ...]

    def body_line(self, at: int) -> int:
        """Return the page's line (from 1) of its body's line ``at`` (from 0)."""
        body = frontmatter.body_of(self.text)
        return self.text.count("\n") - body.count("\n") + at + 1


def _duplicates(pages: Sequence[_Page]) -> Iterator[Diagnostic]:
    """Find pages that hold the same article; a plan asks itself about those that it made."""
    bodies = [frontmatter.body_of(page.text) for page in pages]
    for pair in duplicates.pairs(bodies):
        first, second = pages[pair.first], pages[pair.second]
        if (first.plan and first.plan == second.plan) or first.settled or second.settled:
            continue
        confirmed = [(line, bodies[pair.second]) for line in first.confirmed]
        confirmed += [(line, bodies[pair.first]) for line in second.confirmed]
        if any(duplicates.stands_in(line, body) for line, body in confirmed):
            continue
        lines = bodies[pair.second].split("\n")
        at = duplicates.shared_line(lines, bodies[pair.first])
        there = duplicates.shared_line(bodies[pair.first].split("\n"), lines[at])
        yield diagnostic(
            "HB322",
            path=second.path,
            line=second.body_line(at),
            where=f"{first.path}:{first.body_line(there)}",
            percent=f"{pair.likeness:.0%}",
            command=_removal(second),
        )


def _removal(page: _Page) -> str:
    """Return how a page is taken out of its collection."""
    slug, name = page.path.split("/")[-2:]
    if not page.plan:
        return f"删掉 {page.path}"
    return f"huibian edit {slug} --remove {int(PurePosixPath(name).stem)}"


class _Collection:
    """The check of one collection."""

    def __init__(self, folder: Path, slug: str, vocabularies: Vocabularies) -> None:
        self.folder = folder
        self.slug = slug
        self.vocabularies = vocabularies
        self.articles = 0
        self.texts: dict[str, str] = {}
        self.metas: dict[str, Mapping[str, Any]] = {}
        #: Its own page's front matter.
        self.about: Mapping[str, Any] = {}
        #: Pages that the plan made -> confirmed lines of their source; None: unreadable plan.
        self.planned: dict[str, tuple[str, ...]] | None = {}
        self.questions: list[Diagnostic] = []

    def run(self) -> Iterator[Diagnostic]:
        numbers: dict[int, str] = {}
        names = sorted(path.name for path in self.folder.glob("*.md"))
        if _INDEX not in names:
            names.append(_INDEX)
        for name in names:
            try:
                self.texts[name] = (self.folder / name).read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                yield diagnostic("HB105", path=self.path(name), reason=os_reason(error))
                continue
            if name == _INDEX:
                yield from self._page(name, CollectionMeta)
                continue
            self.articles += 1
            yield from self._page(name, ArticleMeta, numbers)
        plan_path = self.folder / SOURCE_FOLDER / PLAN_NAME
        if plan_path.is_file():
            yield from self._plan(plan_path)
        yield from self._added()
        yield from self._conflicts()
        read = [name for name in self.texts if name in self.metas or name == _INDEX]
        for name in read if self.planned is not None else ():
            if name not in (self.planned or ()):
                yield from self._doubts(name)

    def settled(self, name: str) -> tuple[str, ...]:
        """Return the codes of warnings that a page's front matter declares settled."""
        return _settled(self.about if name == _INDEX else self.metas.get(name, {}))

    def _doubts(self, name: str, known: str = "") -> Iterator[Diagnostic]:
        """Find what a page says that its plan does not ask about in the source's ``known``."""
        yield from page_doubts(self.texts[name], self.path(name), self.settled(name), known)

    def pages(self) -> list[_Page]:
        """Return the article pages, once they have been checked."""
        plan = self.path(f"{SOURCE_FOLDER}/{PLAN_NAME}")
        return [
            _Page(
                self.path(name),
                self.texts[name],
                plan if self.planned is None or name in self.planned else "",
                "HB322" in self.settled(name),
                (self.planned or {}).get(name, ()),
            )
            for name in self.metas
        ]

    def path(self, name: str) -> str:
        return f"docs/{COLLECTIONS}/{self.slug}/{name}"

    # -- pages ---------------------------------------------------------------------------------

    def _page(
        self, name: str, model: type[BaseModel], numbers: dict[int, str] | None = None
    ) -> Iterator[Diagnostic]:
        path = self.path(name)
        try:
            page = frontmatter.parse(self.texts[name], path)
        except HuibianError as error:
            yield from error.findings
            return
        if numbers is not None:
            self.metas[name] = page.meta
        else:
            self.about = page.meta
        yield from meta_findings(page.meta, model, path, page.lines)
        yield from _body_findings(page, path)
        yield from _theme_findings(page, path, self.vocabularies)
        if numbers is None:
            return
        yield from _article_findings(page, path, self.vocabularies)
        number = page.meta.get("number")
        if isinstance(number, int):
            if number in numbers:
                yield diagnostic(
                    "HB308",
                    path=path,
                    line=page.lines.get("number", 1),
                    number=number,
                    other=numbers[number],
                )
            numbers.setdefault(number, name)

    # -- plan and original ---------------------------------------------------------------------

    def _plan(self, plan_path: Path) -> Iterator[Diagnostic]:
        shown = self.path(f"{SOURCE_FOLDER}/{PLAN_NAME}")
        self.planned = None
        try:
            plan = read_plan(plan_path, shown)
            self.planned = {_INDEX: (), **{article.page: () for article in plan.articles}}
            source = self.path(f"{SOURCE_FOLDER}/{plan.source.file}")
            pages = {
                openquestions.first_line(one.title_lines): openquestions.in_review(
                    self.metas[one.page]
                )
                for one in plan.articles
                if one.page in self.metas
            }
            self.questions = [
                Diagnostic(one.code, "question", source, one.line, one.message, one.command)
                for one in plan.questions
                if openquestions.is_open(one.line, one.command, pages)
            ]
            data = (self.folder / SOURCE_FOLDER / plan.source.file).read_bytes()
            document = readers.read_bytes(data, plan.source.file, source)
        except HuibianError as error:
            yield from error.findings
            return
        except OSError as error:
            yield diagnostic("HB105", path=source, reason=os_reason(error))
            return
        if document.sha256 != plan.source.sha256:
            yield diagnostic("HB402", path=source, file=plan.source.file)
            return
        yield from conservation(plan, document, shown, self._again(plan))
        yield from self._pages_hold_text(plan, document)

    def _again(self, plan: PlanFile) -> str:
        source = f"docs/{COLLECTIONS}/{self.slug}/{SOURCE_FOLDER}/{plan.source.file}"
        return f"huibian split {source} --collection {self.slug}"

    def _pages_hold_text(self, plan: PlanFile, document: SourceDocument) -> Iterator[Diagnostic]:
        again = self._again(plan)
        kept = _Kept(document, plan.dropped)
        ops: dict[int, set[str]] = {}  # title line -> what an editor put in the source's place
        confirmed: set[int] = set()
        for edit, places in locate(plan.edits, document.lines).edits:
            if isinstance(edit, Confirm):
                confirmed.add(places[0])
            name = edit.field if isinstance(edit, SetField) else edit.op
            ops.setdefault(places[0], set()).add(name)
        if _INDEX in self.texts:
            yield from self._doubts(_INDEX, kept.text("", plan.preliminaries or ""))
        for article in plan.articles:
            path = self.path(article.page)
            text = self.texts.get(article.page)
            if self.planned is not None:
                own = confirmed & {*_numbers(article.lines, len(document.lines))}
                own -= {*_numbers(article.title_lines, len(document.lines))}
                self.planned[article.page] = tuple(
                    document.lines[number - 1].text for number in sorted(own)
                )
            if text is None:
                shown = self.path(f"{SOURCE_FOLDER}/{PLAN_NAME}")
                yield diagnostic("HB407", path=shown, file=article.page, command=again)
                continue
            wanted = kept.text(article.title_lines, article.lines)
            if hashlib.sha256(text.encode()).hexdigest() != article.sha256:
                yield diagnostic("HB406", path=path)
                yield from self._doubts(article.page, wanted)
                continue
            try:
                page = frontmatter.parse(text, path, with_lines=False)
            except HuibianError:
                continue  # reported with the page
            replaced = ops.get(parse_ranges(article.title_lines)[0].first, set())
            title = str(page.meta.get("title", ""))
            if "retitle" in replaced:
                title = _unmasked(article.title, wanted)
            if any(one.rule in PROPOSED for one in article.evidence):
                title = ""  # the source has none, one was proposed
            subtitle = "" if "subtitle" in replaced else str(page.meta.get("subtitle", ""))
            held = f"{title}\n{subtitle}\n{plain_text(page.body)}"
            shown_ink, wanted_ink = _ink(held), _ink(wanted)
            at = _first_difference(shown_ink, wanted_ink)
            if at >= 0:
                yield diagnostic(
                    "HB405",
                    path=path,
                    line=page.body_line,
                    lines=article.lines,
                    text=wanted_ink[at : at + 12] or shown_ink[at : at + 12],
                    command=again,
                )

    # -- articles added by hand, and what could not be merged ----------------------------------

    def _added(self) -> Iterator[Diagnostic]:
        """Prove the pages of stand-alone documents from their kept originals."""
        shown = self.path(f"{SOURCE_FOLDER}/{ADDED_NAME}")
        try:
            record = read_added(self.folder / SOURCE_FOLDER / ADDED_NAME, shown)
        except HuibianError as error:
            yield from error.findings
            return
        homes: dict[str, tuple[str, frontmatter.FrontMatter]] = {}
        for name, text in self.texts.items() if record.articles else ():
            with contextlib.suppress(HuibianError):
                page = frontmatter.parse(text, with_lines=False)
                source = page.meta.get("source")
                if isinstance(source, dict):
                    homes.setdefault(str(source.get("file")), (name, page))
        for one in record.articles:
            file = self.path(f"{SOURCE_FOLDER}/{one.file}")
            if one.file not in homes:
                yield diagnostic("HB422", path=shown, title=one.title, file=file)
                continue
            name, page = homes[one.file]
            try:
                data = (self.folder / SOURCE_FOLDER / one.file).read_bytes()
            except OSError:
                data = b""
            if hashlib.sha256(data).hexdigest() != one.sha256:
                yield diagnostic("HB420", path=self.path(name), file=file)
                continue
            yield from self._added_page(one, name, page, data, file)

    def _added_page(
        self, one: PlanAdded, name: str, page: frontmatter.FrontMatter, data: bytes, file: str
    ) -> Iterator[Diagnostic]:
        path = self.path(name)
        body = page.body.replace("\r\n", "\n").strip("\n")
        if hashlib.sha256(body.encode()).hexdigest() != one.body_sha256:
            yield diagnostic("HB406", path=path)
            return
        try:
            document = readers.read_bytes(data, one.name, file)
        except HuibianError as error:
            yield from error.findings
            return
        title = one.title if one.title_lines else ""
        every = f"1-{len(document.lines)}"
        wanted = _ink(_Kept(document, one.dropped).text(one.title_lines or "", every))
        held = _ink(_unmasked(title + one.subtitle, wanted) + plain_text(body))
        at = _first_difference(held, wanted)
        if at >= 0:
            text = wanted[at : at + 12] or held[at : at + 12]
            yield diagnostic("HB421", path=path, line=page.body_line, file=file, text=text)

    def _conflicts(self) -> Iterator[Diagnostic]:
        folder = self.folder / SOURCE_FOLDER / CONFLICTS
        for path in sorted(folder.glob("*.md")):
            shown = self.path(f"{SOURCE_FOLDER}/{CONFLICTS}/{path.name}")
            page = self.path(f"{path.stem.partition('-')[0]}.md")
            yield diagnostic("HB423", path=page, file=shown, page=page)


def page_findings(
    text: str, path: str, vocabularies: Vocabularies, known: str = ""
) -> Iterator[Diagnostic]:
    """Check an article's page by itself, be it written yet or not.

    ``path`` is the page's from the site's root; ``known`` the source's text about which a plan
    asks (see ``source_text``). What concerns other pages is left to ``check_site``.
    """
    try:
        page = frontmatter.parse(text, path)
    except HuibianError as error:
        yield from error.findings
        return
    yield from meta_findings(page.meta, ArticleMeta, path, page.lines)
    yield from _body_findings(page, path)
    yield from _theme_findings(page, path, vocabularies)
    yield from _article_findings(page, path, vocabularies)
    yield from page_doubts(text, path, _settled(page.meta), known)


def source_text(folder: Path, name: str) -> str:
    """Return what a page of a collection was made from by its plan, ``""`` without one.

    Also ``""`` where plan or original cannot be read, which ``check_site`` reports.
    """
    try:
        plan = read_plan(folder / SOURCE_FOLDER / PLAN_NAME, "")
        article = next((one for one in plan.articles if one.page == name), None)
        if article is None:
            return ""
        data = (folder / SOURCE_FOLDER / plan.source.file).read_bytes()
        document = readers.read_bytes(data, plan.source.file, "")
    except (HuibianError, OSError):
        return ""
    return _Kept(document, plan.dropped).text(article.title_lines, article.lines)


def _settled(meta: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the codes of warnings that a page's front matter declares settled."""
    confirmed = meta.get("confirmed")
    return tuple(map(str, confirmed)) if isinstance(confirmed, list) else ()


def _article_findings(
    page: frontmatter.FrontMatter, path: str, vocabularies: Vocabularies
) -> Iterator[Diagnostic]:
    """Check what articles have and collections' own pages have not."""
    yield from _region_findings(page, path, vocabularies)
    if not page.body.strip():
        yield diagnostic("HB310", path=path, line=page.body_line)
    for at, text in enumerate(page.body.split("\n")):
        if text in _PROMPTS:
            yield diagnostic("HB424", path=path, line=page.body_line + at, text=text[:20])
    review = page.meta.get("review")
    if isinstance(review, list) and review:
        yield diagnostic(
            "HB312",
            path=path,
            line=page.lines.get("review", 1),
            count=len(review),
            fields="、".join(FIELD_LABELS.get(str(name), str(name)) for name in review),
        )


def _theme_findings(
    page: frontmatter.FrontMatter, path: str, vocabularies: Vocabularies
) -> Iterator[Diagnostic]:
    themes = page.meta.get("themes")
    for theme in themes if isinstance(themes, list) else ():
        if isinstance(theme, str) and vocabularies.themes.get(theme) is None:
            near = vocabularies.themes.suggest(theme)
            yield diagnostic(
                "HB306",
                path=path,
                line=page.lines.get("themes", 1),
                theme=theme,
                suggestion=f"，是不是“{near}”？" if near else "",
            )


def _region_findings(
    page: frontmatter.FrontMatter, path: str, vocabularies: Vocabularies
) -> Iterator[Diagnostic]:
    region, level = page.meta.get("region"), page.meta.get("level")
    if not isinstance(region, str):
        return
    line = page.lines.get("region", 1)
    table = vocabularies.regions
    found = table.by_path(region)
    if found is None:
        near = table.suggest(region)
        suggestion = f"，是不是“{near[0]}”？" if near else ""
        yield diagnostic("HB307", path=path, line=line, region=region, suggestion=suggestion)
    elif level in _LEVEL_DEPTH and _LEVEL_DEPTH.get(found.level, 0) > _LEVEL_DEPTH[level]:
        yield diagnostic("HB313", path=path, line=line, level=level, region=region)


def _body_findings(page: frontmatter.FrontMatter, path: str) -> Iterator[Diagnostic]:
    visible = _without_code(page.body)
    for match in _HTML.finditer(visible) if "<" in visible else ():
        if _AUTOLINK.match(visible, match.start()):
            continue
        line = page.body_line + visible.count("\n", 0, match.start())
        yield diagnostic("HB309", path=path, line=line, tag=match.group()[:40])
    yield from _link_findings(
        visible, path, page.body_line, path.split("/", 1)[1].rpartition("/")[0]
    )


def _without_code(text: str) -> str:
    """Return Markdown with blanks in place of what it shows as code."""
    if "`" not in text:
        return text
    return _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def _link_findings(visible: str, path: str, first: int, folder: str) -> Iterator[Diagnostic]:
    """Look at the addresses in a text whose first line is ``first``, of a page in ``folder``."""
    for match in _LINK.finditer(visible) if "](" in visible or "]:" in visible else ():
        target = (match.group("inline") or match.group("reference") or "").strip()
        address = _LINK_TITLE.sub("", target).replace("<", "")
        image = bool(match.group("image"))
        fine = harmless.is_harmless(address, image=image)
        if fine and harmless.is_inside(address, folder):
            continue
        line = first + visible.count("\n", 0, match.start())
        code = "HB314" if fine else "HB311"
        yield diagnostic(code, path=path, line=line, target=target[:60])


def _other_files(docs: Path) -> Iterator[Diagnostic]:
    """Check what the site publishes of ``docs`` besides the pages of collections."""
    for folder, names, files in os.walk(docs):
        below = Path(folder).relative_to(docs).parts
        names[:] = sorted(
            name
            for name in names
            if name[0] != "."
            and not (not below and name == VOCABULARY_FOLDER)
            and not (len(below) == 2 and below[0] == COLLECTIONS and name == SOURCE_FOLDER)
        )
        in_collection = len(below) == 2 and below[0] == COLLECTIONS
        for name in sorted(files):
            path = "/".join((docs.name, *below, name))
            if name[0] == "." or (in_collection and name.endswith(".md")):
                continue
            if name.endswith(_PAGES):
                yield from _written_by_hand(Path(folder, name), path, "/".join(below))
            elif not harmless.is_passive(name):
                yield diagnostic("HB317", path=path)


def _written_by_hand(file: Path, path: str, folder: str) -> Iterator[Diagnostic]:
    """Check a page of the guide or a stub: front matter it may lack, nothing active or private."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        body, line = text, 1
        settled: tuple[str, ...] = ()
        if text.startswith("---"):
            page = frontmatter.parse(text, path, with_lines=False)
            body, line, settled = page.body, page.body_line, _settled(page.meta)
    except HuibianError as error:
        yield from error.findings
        return
    except (OSError, UnicodeDecodeError) as error:
        yield diagnostic("HB105", path=path, reason=os_reason(error))
        return
    visible = _without_code(body)
    own = file.stem if file.stem != "index" else ""
    for offence in harmless.offences(visible, str(PurePosixPath(folder, own))):
        yield offence_finding(offence, path, line + offence.line - 1)
    for at, one in enumerate(visible.split("\n") if "{" in visible else ()):
        for name in harmless.attribute_names(one):
            yield diagnostic("HB315", path=path, line=line + at, name=name)
    yield from _link_findings(visible, path, line, folder)
    yield from page_doubts(text, path, settled)


def conservation(
    plan: PlanFile, document: SourceDocument, shown: str, again: str
) -> Iterator[Diagnostic]:
    """Prove that every visible character of the source stands in exactly one place."""
    owners = [0] * (len(document.lines) + 1)
    dropped: dict[int, set[int]] = {}
    for article in plan.articles:
        # the title's lines may stand in the ranges too: they are one place
        last = len(document.lines)
        for number in {*_numbers(article.lines, last), *_numbers(article.title_lines, last)}:
            owners[number] += 1
    for number in set(_numbers(plan.preliminaries or "", len(document.lines))):
        owners[number] += 1
    for piece in plan.dropped:
        start, _, end = piece.columns.partition("-")
        size = len(document.lines[piece.line - 1].text) if piece.line < len(owners) else 0
        columns = set(range(int(start), min(int(end), size)))
        if dropped.setdefault(piece.line, set()) & columns:
            yield diagnostic(
                "HB404", path=shown, line=piece.line, text=piece.text[:20], command=again
            )
        dropped[piece.line] |= columns
    for line in document.lines:
        count = owners[line.number]
        if count == 1:
            continue
        gone = dropped.get(line.number, set())
        left = ink("".join(char for at, char in enumerate(line.text) if at not in gone))
        if left:
            code = "HB404" if count else "HB403"
            yield diagnostic(code, path=shown, line=line.number, text=left[:20], command=again)


def _numbers(ranges: str, last: int) -> list[int]:
    """Return the line numbers in ranges, up to the document's last."""
    if not ranges:
        return []
    return [n for one in parse_ranges(ranges) for n in range(one.first, min(one.last, last) + 1)]


def _unmasked(title: str, source: str) -> str:
    """Return a recorded title with what a mask hides in it as the source has it."""
    pairs = zip_longest(_ink(title), _ink(source)[: len(_ink(title))], fillvalue="")
    return "".join(own if char == MASK else char for char, own in pairs)


class _Kept:
    """What pages have of a source's lines: dropped pieces are left out, masked ones masked."""

    def __init__(self, document: SourceDocument, dropped: Iterable[PlanDropped]) -> None:
        self._lines = document.lines
        self._dropped: defaultdict[int, list[PlanDropped]] = defaultdict(list)
        for piece in dropped:
            self._dropped[piece.line].append(piece)

    def text(self, title_lines: str, lines: str) -> str:
        """Return what a page has of an article's lines, title first."""
        last = len(self._lines)
        numbers = dict.fromkeys([*_numbers(title_lines, last), *_numbers(lines, last)])
        return "\n".join([self._line(number) for number in numbers])

    def _line(self, number: int) -> str:
        text = self._lines[number - 1].text
        if number not in self._dropped:
            return text
        gone: set[int] = set()
        for piece in self._dropped[number]:
            start, _, end = piece.columns.partition("-")
            first, after = int(start), int(end)
            if piece.rule == "masked":
                text = text[:first] + MASK * (after - first) + text[after:]
            else:
                gone.update(range(first, min(after, len(text))))
        return "".join(char for column, char in enumerate(text) if column not in gone)


def _ink(text: str) -> str:
    """Return the visible characters, without the bullets and # that Markdown stands for."""
    return ink("\n".join([_BULLET.sub("", line.strip()) for line in text.split("\n")]))


def _first_difference(one: str, other: str) -> int:
    """Return where two texts differ first, -1 when they are the same."""
    if one == other:
        return -1
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return at
    return min(len(one), len(other))
