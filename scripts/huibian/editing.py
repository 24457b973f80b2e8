"""What the commands do to collections: split, edit, add, new. Joins pipeline and store.

The command line (and later the desk) only collects arguments and shows results.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path, PurePath
from typing import Literal

from huibian import drafting, duplicates, frontmatter, openquestions, pipeline, readers, strays
from huibian.diagnostics import Diagnostic, HuibianError, diagnostic, fail, os_reason
from huibian.edits import anchor, describe
from huibian.lineranges import parse_ranges
from huibian.model import (
    LEVELS,
    Article,
    Line,
    LineRange,
    Progress,
    SourceDocument,
    SplitPlan,
    is_blank,
)
from huibian.pairing import Version, pair
from huibian.pipeline import Compilation, Prepared, Single, Trace
from huibian.planfile import dump_added, dump_plan, read_added, read_plan
from huibian.planrecord import page_name
from huibian.quoting import quoted, shell_words
from huibian.schema import (
    THEMES_LIMIT,
    AddedFile,
    Anchor,
    ArticleMeta,
    Confirm,
    Cut,
    Drop,
    Edit,
    Keep,
    Mask,
    MaskWords,
    Merge,
    Move,
    PlanArticle,
    PlanFile,
    PlanQuestion,
    Remove,
    Retitle,
    SetField,
    SplitAt,
    valid_date,
)
from huibian.shelf import Shelf, Shelved
from huibian.stages.render import IMAGES
from huibian.store import (
    ADDED_NAME,
    PLAN_NAME,
    SOURCE_FOLDER,
    Conflict,
    PageChange,
    Store,
    Written,
    check_slug,
    template,
)
from huibian.vocabulary.bundle import Vocabularies, load
from huibian.vocabulary.fields import FIELD_LABELS
from huibian.vocabulary.privacy import load_privacy

#: Characters of a file's name that are kept, and of its suffix.
_LONGEST_NAME, _LONGEST_SUFFIX = 120, 12
#: What becomes of pages that a person changed where writing would, too.
Clash = Literal["refuse", "page", "new"]
SUMMARY_HINT = "例如 --set 3 region=陕西省/汉中市"
#: Requests that name articles by their number.
_BY_NUMBER = frozenset(["merge", "move", "remove", "retitle", "set"])


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command made: the compilation, and what writing it did (None: nothing written)."""

    slug: str
    compilation: Compilation
    written: Written | None
    notes: tuple[str, ...] = ()  # what was recorded or taken back, a sentence each
    warnings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """A stand-alone document that became a page: its file, what it became, what to look at."""

    page: str
    single: Single
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A stand-alone document as a collection's next article, before it is written.

    ``name`` is its page, ``source`` the name of its original in ``source/``.
    """

    name: str
    source: str
    document: SourceDocument
    single: Single
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article that was not split and that a person should look at: page, number and fields."""

    page: str
    number: int
    title: str
    review: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A collection at a glance: its title, how many articles and open questions it has.

    ``name`` and ``sha256`` are those of its original; ``doubtful`` are the pages with whose fields
    questions may be settled.
    """

    title: str
    articles: int
    questions: int
    name: str
    sha256: str
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """What is open in a collection, and what was decided so far (a sentence each, in order)."""

    title: str
    articles: int
    questions: tuple[PlanQuestion, ...]
    waiting: tuple[Waiting, ...]
    edits: tuple[str, ...]
    lost: frozenset[int]  # numbers of those that the original leaves no room for


@dataclass(frozen=True, slots=True)
class Proposal:
    """A source on which decisions are taken, before anything of them is written.

    ``old`` is the plan of the collection that it belongs to, None for a new one; ``stamp`` tells
    whether another command has changed that collection since; ``added`` is its day of arrival.
    """

    slug: str
    document: SourceDocument
    data: bytes
    prepared: Prepared
    old: PlanFile | None
    added: str
    stamp: tuple[object, ...] = ()

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The decisions that the collection records already."""
        return tuple(self.old.edits) if self.old is not None else ()


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions about a source in order, of which the first ``recorded`` were there before.

    ``pages`` are pages that no plan knows with their new bytes, ``notes`` say what was decided.
    """

    edits: tuple[Edit, ...]
    recorded: int
    pages: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """One option of ``huibian edit`` in the order given: its name and its values."""

    op: str
    values: tuple[str, ...]


#: The options of ``huibian edit`` that a question offers, with how many values each takes.
_VALUES = {
    "split-at": 1, "merge": 1, "move": 1, "to": 1, "retitle": 2, "keep": 1, "drop": 1, "cut": 2,
    "mask": 1, "mask-words": 2, "remove": 1, "set": 2, "confirm": 1,
}  # fmt: skip


def requests_of(command: str) -> tuple[Request, ...]:
    """Return the requests that a question's command stands for.

    Raises ValueError for a text that is no command of a question.
    """
    words = shell_words(command)
    requests: list[Request] = []
    while words:
        option = words.pop(0)
        count = _VALUES.get(option[2:]) if option.startswith("--") else None
        if count is None or len(words) < count:
            raise ValueError(option)
        values = tuple(words[:count])
        del words[:count]
        if option == "--to":
            if not requests or requests[-1].op != "move" or len(requests[-1].values) != 1:
                raise ValueError(option)
            requests[-1] = Request("move", (*requests[-1].values, *values))
        else:
            requests.append(Request(option[2:], values))
    return tuple(requests)


class Library:
    """The collections below a site's ``docs/`` and the vocabularies that they are read with."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.docs = site / "docs"
        strays.refuse(self.docs)
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
        whole: bool | None = None,
        max_size: float = readers.DEFAULT_MAX_SIZE,
        progress: Progress = pipeline.silent,
        trace: Trace | None = None,
    ) -> Outcome:
        """Split a source into a collection.

        ``slug`` names it (made from the file's name when empty); ``today`` (YYYY-MM-DD) is its
        day of arrival if it is new; ``update`` takes another file as its new version. ``whole``
        takes it as one article, or not (None: as the collection was before). ``trace`` is
        filled with what the stages made.
        """
        slug = slug or slug_of(path.name)
        check_slug(slug)
        document = _read(path, max_size)
        data = _bytes_of(path, document)
        command = f"huibian split {quoted(str(path))} --collection {slug} --whole"

        def compiled() -> tuple[PlanFile | None, Compilation]:
            old = self._present(slug, document, update)
            source = document
            if old is not None and old.source.sha256 == document.sha256:
                source = replace(document, name=old.source.name)
            compilation = self._compile(
                source, slug, old, today, whole, progress, command, trace, self.texts(slug)
            )
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
            written = self._write(slug, compilation, old, data, strict=False)
        return Outcome(slug, self._as_written(slug, compilation, written), written)

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
        proposal = self.proposal(slug)
        decisions = self.decide(proposal, requests)
        compilation = self.compiled(proposal, decisions, self.texts(slug))
        with self.store.locked():
            if self._stamp(slug) != proposal.stamp:  # another command was faster
                proposal = self.proposal(slug)
                decisions = self.decide(proposal, requests)
                compilation = self.compiled(proposal, decisions, self.texts(slug))
            return self._accepted(proposal, decisions, compilation)

    def proposal(self, slug: str) -> Proposal:
        """Return the kept original of a collection, to take decisions on."""
        stamp = self._stamp(slug)
        old = self._plan(slug)
        document, data = self._original(slug, old)
        prepared = pipeline.prepare(document, self.vocabularies, whole=_was_whole(old))
        return Proposal(slug, document, data, prepared, old, old.added, stamp)

    def new_proposal(
        self, document: SourceDocument, data: bytes, slug: str, today: str, *, whole: bool = False
    ) -> Proposal:
        """Return a source that is to become a collection, to take decisions on.

        ``data`` are the bytes that the document was read from. Raises HB201 when no articles are
        found, HB701 for a name that cannot be, HB704 and HB705 when the collection is there.
        """
        check_slug(slug)
        self._refuse_present(slug)
        prepared = pipeline.prepare(document, self.vocabularies, whole=whole)
        return Proposal(slug, document, data, prepared, None, today)

    def new_version(self, document: SourceDocument, data: bytes, slug: str) -> Proposal:
        """Return another source of a collection that is there, to take decisions on.

        The decisions about the old one hold as far as the new one leaves room for them.
        """
        self.require(slug)
        stamp = self._stamp(slug)
        old = self._plan(slug)
        prepared = pipeline.prepare(document, self.vocabularies, whole=_was_whole(old))
        return Proposal(slug, document, data, prepared, old, old.added, stamp)

    def decide(
        self,
        proposal: Proposal,
        requests: Sequence[Request],
        before: Decisions | None = None,
        asked: Collection[int] | None = None,
    ) -> Decisions:
        """Return the decisions after the requests, each understood under those before it.

        ``before`` are decisions that are not written yet; without them those that the plan
        records. Article numbers are those that the requests before gave: the plan is made anew
        where a number is asked for after articles were parted or joined. ``asked`` are the lines
        with questions, those of the plan by default: to confirm another one is no decision.
        """
        before = before or Decisions(proposal.edits, len(proposal.edits))
        slug, old, document = proposal.slug, proposal.old, proposal.document
        edits, recorded = list(before.edits), before.recorded
        notes, pages = list(before.notes), dict(before.pages)
        warnings = list(before.warnings)
        if asked is None:
            asked = {question.line for question in old.questions} if old is not None else ()
        plan: SplitPlan | None = None
        changed = any(request.op not in ("set", "retitle", "confirm") for request in requests)
        for request in requests:
            if request.op in ("undo", "forget"):
                notes += _take_back(edits, request, slug)
                recorded, plan = min(recorded, len(edits)), None
                continue
            if request.op in _BY_NUMBER and plan is None:
                plan = pipeline.make_plan(
                    proposal.prepared, slug, self.vocabularies, edits, recorded
                ).split
            number = request.values[0]
            if plan is not None and old is not None and request.op in ("set", "retitle"):
                own = self._added_page(number, old, plan, slug)
                if own:
                    pages[own] = self._on_page(request, own, slug, pages)
                    notes.append(
                        f"第 {number} 篇是另外收入的，已直接改在 docs/collections/{slug}/{own}"
                        "（不能用 --undo 撤销，再设一次就改回来）"
                    )
                    continue
            edit = self._edit(request, document, old, plan, slug)
            if isinstance(edit, Confirm) and not changed and edit.at.line not in asked:
                lines = "、".join(map(str, sorted(asked))) or "（没有）"
                line = edit.at.line
                warnings.append(diagnostic("HB231", path=slug, line=line, lines=lines, slug=slug))
                continue
            edits.append(edit)
            notes.append(f"记下第 {len(edits)} 项修改：{describe(edit)}")
            if isinstance(edit, SplitAt | Merge | Remove):
                plan = None
        return Decisions(tuple(edits), recorded, pages, tuple(notes), tuple(warnings))

    def compiled(
        self,
        proposal: Proposal,
        decisions: Decisions,
        texts: duplicates.Library | None = None,
        progress: Progress = pipeline.silent,
        trace: Trace | None = None,
    ) -> Compilation:
        """Return what a source becomes under decisions; writes nothing.

        ``texts`` holds the pages of the other collections, in which duplicates are looked for.
        """
        return pipeline.compile_document(
            proposal.document,
            proposal.slug,
            self.vocabularies,
            edits=decisions.edits,
            added=proposal.added,
            note=self._note(proposal.slug),
            recorded=decisions.recorded,
            library=texts,
            prepared=proposal.prepared,
            progress=progress,
            trace=trace,
        )

    def accept(
        self,
        proposal: Proposal,
        decisions: Decisions,
        compilation: Compilation,
        clash: Clash = "refuse",
    ) -> Outcome:
        """Write what was decided; HB709 when another command has changed the collection since.

        A page that a person changed where the new one does, too, stops it (HB702), except where
        the source is a new version: then the person's stays and the new one is put aside. With
        ``clash`` the person's page stays for any source, or the new one takes its place.
        """
        with self.store.locked():
            if proposal.old is None:
                self._refuse_present(proposal.slug)
            elif self._stamp(proposal.slug) != proposal.stamp:
                where = f"docs/collections/{proposal.slug}"
                raise fail("HB709", path=where, slug=proposal.slug)
            return self._accepted(proposal, decisions, compilation, clash)

    def clashes(self, proposal: Proposal, compilation: Compilation) -> list[Conflict]:
        """Return the pages that a person changed where this compilation would, too."""
        if proposal.old is None:
            return []
        hashes = self._hashes(proposal.slug)
        pages, gone = self._changes(proposal.slug, compilation, proposal.old, hashes)
        return self.store.clashes(proposal.slug, pages, gone, hashes)

    # -- a source on which decisions are taken one by one -------------------------------------

    def _accepted(
        self,
        proposal: Proposal,
        decisions: Decisions,
        compilation: Compilation,
        clash: Clash = "refuse",
    ) -> Outcome:
        old = proposal.old
        same = old is None or old.source.sha256 == proposal.document.sha256
        written = self._write(
            proposal.slug,
            compilation,
            old,
            proposal.data,
            strict=same and clash == "refuse",
            others=decisions.pages,
            over=frozenset(one.old_name for one in self.clashes(proposal, compilation))
            if clash == "new"
            else frozenset(),
        )
        compilation = self._as_written(proposal.slug, compilation, written)
        return Outcome(proposal.slug, compilation, written, decisions.notes, decisions.warnings)

    def _refuse_present(self, slug: str) -> None:
        """Raise HB704 or HB705 when a collection is there already."""
        if self.store.folder(slug).exists():
            if not (self.store.folder(slug) / SOURCE_FOLDER / PLAN_NAME).is_file():
                raise fail("HB705", slug=slug)
            raise fail("HB704", slug=slug, name=self._plan(slug).source.name)

    def _added_page(self, number: str, old: PlanFile, plan: SplitPlan, slug: str) -> str:
        """Return the page of an article that was not split, ``""`` when the number is another's.

        Numbers are those that the pages have under this plan, which may be written only later.
        """
        count = len(plan.segments)
        if not number.isdecimal() or len(number) > 9 or 1 <= int(number) <= count:
            return ""
        split = {article.page for article in old.articles}
        taken = set(range(1, count + 1))
        for name, page in self._pages(slug):
            own = page.meta.get("number")
            if name in split or not isinstance(own, int):
                continue
            own = max(taken) + 1 if own in taken else own
            taken.add(own)
            if own == int(number):
                return name
        return ""

    def _on_page(self, request: Request, name: str, slug: str, pages: Mapping[str, bytes]) -> bytes:
        """Return a page that no plan knows with a field as a person wants it."""
        path = self.store.folder(slug) / name
        shown = f"docs/collections/{slug}/{name}"
        try:
            text = (pages.get(name) or path.read_bytes()).decode()
        except (OSError, UnicodeDecodeError) as error:
            raise fail("HB105", path=shown, reason=os_reason(error)) from error
        if request.op == "retitle":
            field, value = "title", _title(request.values[1], slug)
        else:
            field, value = self.checked_field(request.values[1], slug)
        return set_on_page(text, shown, field, value).encode()

    def overview(self, slug: str) -> Overview:
        """Return what is open in a collection and what was decided; writes nothing."""
        self.require(slug)
        old = self._plan(slug)
        document, _ = self._original(slug, old)
        prepared = pipeline.prepare(document, self.vocabularies, whole=_was_whole(old))
        planned = pipeline.make_plan(prepared, slug, self.vocabularies, old.edits)
        split = {article.page for article in old.articles}
        pages = list(self._pages(slug))
        return Overview(
            old.collection.title or old.source.name,
            len(pages),
            self._open_questions(slug, old),
            tuple(
                Waiting(name, number, str(page.meta.get("title", "")), tuple(map(str, review)))
                for name, page in pages
                if name not in split
                and isinstance(review := page.meta.get("review"), list)
                and review
                and isinstance(number := page.meta.get("number"), int)
            ),
            tuple(describe(edit) for edit in old.edits),
            frozenset(pipeline.lost_numbers(old.edits, planned.applied)),
        )

    def card(self, slug: str) -> Card:
        """Return a collection at a glance; HB401 where its plan cannot be read."""
        plan = self._plan(slug)
        articles = len(list(self.store.folder(slug).glob("[0-9]*.md")))
        source = plan.source
        title = plan.collection.title or source.name
        doubtful = tuple(name for _, name in _doubtful(plan))
        questions = len(self._open_questions(slug, plan))
        return Card(title, articles, questions, source.name, source.sha256, doubtful)

    def _open_questions(self, slug: str, plan: PlanFile) -> tuple[PlanQuestion, ...]:
        """Return the questions of a plan that no person has settled on a page."""
        pages = openquestions.reviews(self.store.folder(slug), _doubtful(plan))
        return tuple(
            one for one in plan.questions if openquestions.is_open(one.line, one.command, pages)
        )

    def _as_written(self, slug: str, compilation: Compilation, written: Written) -> Compilation:
        """Return a compilation without the findings that pages which a person changed settle."""
        changed = written.changed_by_hand()
        if not changed:
            return compilation
        doubtful = (one for one in _doubtful(compilation.plan_file) if one[1] in changed)
        pages = openquestions.reviews(self.store.folder(slug), doubtful)
        asked = iter(compilation.plan.questions)
        findings = []
        for one in compilation.findings:
            if one.severity == "question":
                question = next(asked)
                if not openquestions.is_open(question.line, question.command, pages):
                    continue
            findings.append(one)
        return replace(compilation, findings=tuple(findings))

    def still_open(self, proposal: Proposal, compilation: Compilation) -> list[bool]:
        """Say of each question of a compilation whether it is open on the pages that are there."""
        questions = compilation.plan.questions
        if proposal.old is None or proposal.old.source.sha256 != compilation.document.sha256:
            return [True] * len(questions)  # the lines are those of another source
        pages = openquestions.reviews(self.store.folder(proposal.slug), _doubtful(proposal.old))
        return [openquestions.is_open(one.line, one.command, pages) for one in questions]

    def add(self, paths: Sequence[Path], slug: str, max_size: float) -> list[Added]:
        """Add stand-alone documents to a collection as its next articles, all or none.

        Raises all that is wrong with any of them at once.
        """
        self.require(slug)
        documents: list[tuple[Path, SourceDocument]] = []
        wrong: list[Diagnostic] = []
        for path in paths:
            try:
                document = _read(path, max_size)
                pipeline.prepare(document, self.vocabularies, whole=True)
                documents.append((path, document))
            except HuibianError as error:
                wrong += (replace(one, path=str(path)) for one in error.findings)
        with contextlib.ExitStack() as stack:
            if not wrong:  # whatever is wrong shows before anything is written
                stack.enter_context(self.store.locked())
            added, files, refused = self._added(documents, slug)
            if wrong or refused:
                raise HuibianError([*wrong, *refused])
            self.store.add_files(slug, files)
        return added

    def _added(
        self, documents: Sequence[tuple[Path, SourceDocument]], slug: str
    ) -> tuple[list[Added], dict[str, bytes], list[Diagnostic]]:
        """Return what documents become, the files to write, and why some are refused."""
        texts = self.texts()
        present = Shelf(self.store, texts)
        number = max(self._numbers(slug), default=0)
        added: list[Added] = []
        offers: list[Offer] = []
        refused: list[Diagnostic] = []
        files: dict[str, bytes] = {}
        for path, document in documents:
            try:
                offer = self._offer(document, number + 1, slug, str(path), present, texts)
            except HuibianError as error:
                refused += error.findings
                continue
            number += 1
            offers.append(offer)
            page = Shelved(slug, offer.name, offer.single.article.title)
            present.take(page, document.sha256)
            texts.add(page.where, frontmatter.body_of(offer.single.page))
            files |= self._offered(offer, offer.single.page, _bytes_of(path, document))
            added.append(Added(offer.name, offer.single, offer.findings))
        files |= self._recorded(offers, slug)
        return added, files, refused

    def _offer(
        self,
        document: SourceDocument,
        number: int,
        slug: str,
        shown: str,
        present: Shelf,
        texts: duplicates.Library,
    ) -> Offer:
        """Return a document as the article with that number; HB707 when it is there already.

        ``shown`` is what the document is called in findings.
        """
        mask = load_privacy().mask
        name = page_name(number, max(99, number))
        stem = PurePath(name).stem
        source = _free_source(self.store.folder(slug) / SOURCE_FOLDER, stem, document.name)
        document = _with_own_images(document, stem)
        single = pipeline.one_article(document, number, slug, self.vocabularies, source)
        found, reason = present.duplicate(document.sha256, single.page)
        if found is not None:
            title = mask(found.title)
            raise fail("HB707", path=shown, where=found.where, title=title, reason=reason)
        title = single.article.title
        page = Shelved(slug, name, title)
        where, likeness = duplicates.nearest(frontmatter.body_of(single.page), texts) or ("", 0.0)
        findings = [
            diagnostic("HB232", path=shown, where=one.where, title=mask(one.title))
            for one in present.titled(slug, title)
            if one.where != where
        ]
        if where:
            findings.append(
                diagnostic(
                    "HB322",
                    path=page.where,
                    where=where,
                    percent=f"{likeness:.0%}",
                    command=f"删掉 {page.where}",
                )
            )
        doubts = pipeline.page_doubts(single.page, page.where)
        return Offer(name, source, document, single, (*findings, *doubts, *single.findings))

    def _offered(self, offer: Offer, page: str, data: bytes) -> dict[str, bytes]:
        """Return the files of a document that becomes an article, its record apart."""
        images = ((f"{IMAGES}/{name}", image) for name, image in offer.document.attachments)
        source = f"{SOURCE_FOLDER}/{offer.source}"
        return {offer.name: page.encode(), source: data, **dict(images)}

    def _recorded(self, offers: Sequence[Offer], slug: str) -> dict[str, bytes]:
        """Return the record of a collection's added articles, with these."""
        place = f"{SOURCE_FOLDER}/{ADDED_NAME}"
        known = read_added(self.store.folder(slug) / place, f"docs/collections/{slug}/{place}")
        made = [pipeline.added_record(one.document, one.single, one.source) for one in offers]
        record = AddedFile(version=1, articles=[*known.articles, *made])
        return {place: dump_added(record).encode()}

    def new(self, slug: str, title: str) -> Path:
        """Add a blank article to a collection; return its path."""
        self.require(slug)
        blank = template().replace("{title}", frontmatter.scalar(_title(title, slug)))
        return self.write_new(slug, lambda number: blank.replace("{number}", str(number)))

    def write_new(
        self,
        slug: str,
        page: Callable[[int], str],
        images: Mapping[str, bytes] | None = None,
    ) -> Path:
        """Add the page that ``page`` makes of its number to a collection; return its path.

        ``images`` are new images by their names.
        """
        self.require(slug)
        with self.store.locked():
            number = self.next_number(slug)
            name = page_name(number, max(99, number))
            files = {f"{IMAGES}/{image}": data for image, data in (images or {}).items()}
            self.store.add_files(slug, {name: page(number).encode(), **files})
        return self.store.folder(slug) / name

    def write_page(
        self,
        slug: str,
        name: str,
        text: str,
        before: bytes,
        images: Mapping[str, bytes] | None = None,
    ) -> None:
        """Put a person's text in the place of a page that still holds ``before``; HB720 else."""
        with self.store.locked():
            if self.store.page(slug, name) != before:
                raise fail("HB720", path=f"docs/collections/{slug}/{name}")
            if images:
                files = {f"{IMAGES}/{image}": data for image, data in images.items()}
                self.store.add_files(slug, files)
            self.store.replace_page(slug, name, text.encode(), before)

    def next_number(self, slug: str) -> int:
        """Return the number that a collection's next article gets."""
        return max(self._numbers(slug), default=0) + 1

    def offer(
        self, document: SourceDocument, slug: str, texts: duplicates.Library | None = None
    ) -> Offer:
        """Return a stand-alone document as a collection's next article; writes nothing.

        ``texts`` holds all pages, in which look-alikes are looked for, where the caller has them
        already. Raises HB707 when the very document or text is there.
        """
        self.require(slug)
        number = self.next_number(slug)
        texts = self.texts() if texts is None else texts
        shelf = Shelf(self.store, texts)
        return self._offer(document, number, slug, document.name, shelf, texts)

    def accept_offer(
        self,
        document: SourceDocument,
        data: bytes,
        slug: str,
        page: Callable[[Offer], str],
        images: Mapping[str, bytes] | None = None,
        texts: Callable[[], duplicates.Library] | None = None,
    ) -> Path:
        """Add a document with the page that a person made of its offer; return the page's path.

        ``data`` are the bytes that the document was read from, ``images`` more images by name.
        ``texts`` gives the texts of all pages as they are now, where the caller can do so sooner
        than by reading them. Raises HB707 when it is there already.
        """
        self.require(slug)
        with self.store.locked():
            shelf = Shelf(self.store, (texts or self.texts)())
            told = duplicates.Library({})  # look-alikes were told when the document was offered
            number = self.next_number(slug)
            offer = self._offer(document, number, slug, document.name, shelf, told)
            files = self._offered(offer, page(offer), data) | self._recorded([offer], slug)
            files |= {f"{IMAGES}/{image}": one for image, one in (images or {}).items()}
            self.store.add_files(slug, files)
        return self.store.folder(slug) / offer.name

    def suggested(self, slug: str, title: str, body: str) -> Article:
        """Return what the rules read from an article of a collection as a person writes it."""
        shared = self._index(slug).get("themes")
        themes = [str(one) for one in shared] if isinstance(shared, list) else []
        return drafting.suggested(title, body, self.vocabularies, themes)

    def require(self, slug: str) -> None:
        """Raise HB706 with the nearest name unless the collection exists."""
        self.store.mend()
        known = self.store.known()
        if slug not in known:
            near = get_close_matches(slug, known, n=1)
            suggestion = f"，是不是 {near[0]}？" if near else ""
            raise fail(
                "HB706", slug=slug, suggestion=suggestion, known="、".join(known) or "（还没有）"
            )

    def texts(self, but: str = "") -> duplicates.Library:
        """Return the text of every article page, by its path from the site's root.

        ``but`` names a collection that is left out. Unreadable pages are passed over.
        """
        texts = {}
        for slug in self.store.known():
            folder = self.store.folder(slug)
            for path in sorted(folder.glob("*.md")) if slug != but else ():
                if path.name != "index.md":
                    with contextlib.suppress(OSError, UnicodeDecodeError):
                        text = path.read_text(encoding="utf-8")
                        texts[f"docs/collections/{slug}/{path.name}"] = frontmatter.body_of(text)
        return duplicates.Library(texts)

    # -- inside -------------------------------------------------------------------------------

    def _compile(
        self,
        document: SourceDocument,
        slug: str,
        old: PlanFile | None,
        today: str,
        whole: bool | None,
        progress: Progress | None,
        whole_command: str = "",
        trace: Trace | None = None,
        library: duplicates.Library | None = None,
    ) -> Compilation:
        return pipeline.compile_document(
            document,
            slug,
            self.vocabularies,
            edits=old.edits if old else (),
            added=old.added if old else today,
            whole=(old is not None and _was_whole(old)) if whole is None else whole,
            note=self._note(slug),
            whole_command=whole_command,
            trace=trace,
            library=library,
            progress=progress or pipeline.silent,
        )

    def _plan_bytes(self, slug: str) -> bytes | None:
        try:
            return (self.store.folder(slug) / SOURCE_FOLDER / PLAN_NAME).read_bytes()
        except OSError:
            return None

    def _stamp(self, slug: str) -> tuple[object, ...]:
        """Return what tells whether another command has changed a collection."""
        pages = sorted(self.store.folder(slug).glob("*.md"))
        times = tuple((path.name, path.stat().st_mtime_ns) for path in pages if path.is_file())
        return (self._plan_bytes(slug), times)

    def _plan(self, slug: str) -> PlanFile:
        path = self.store.folder(slug) / SOURCE_FOLDER / PLAN_NAME
        return read_plan(path, f"docs/collections/{slug}/{SOURCE_FOLDER}/{PLAN_NAME}")

    def _note(self, slug: str) -> str:
        """Return the remark that a person put at a collection's head; it is kept."""
        return str(self._index(slug).get("note") or "")

    def _index(self, slug: str) -> Mapping[str, object]:
        """Return the front matter of a collection's own page, empty where it cannot be read."""
        try:
            text = (self.store.folder(slug) / "index.md").read_text(encoding="utf-8")
            return frontmatter.parse(text, with_lines=False).meta
        except (HuibianError, OSError, UnicodeDecodeError):
            return {}

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
        self,
        slug: str,
        compilation: Compilation,
        old: PlanFile | None,
        data: bytes,
        *,
        strict: bool,
        others: Mapping[str, bytes] | None = None,
        over: Collection[str] = (),
    ) -> Written:
        """Write a compilation; pages of the files in ``over`` count as changed by nobody."""
        hashes = self._hashes(slug)
        pages, gone = (
            [
                replace(one, base_hash=hashes[one.old_name]) if one.old_name in over else one
                for one in some
            ]
            for some in self._changes(slug, compilation, old, hashes)
        )
        return self.store.write(
            slug,
            pages,
            dump_plan(compilation.plan_file),
            (compilation.plan_file.source.file, data),
            gone,
            hashes if old else {},
            compilation.document.attachments,
            strict=strict,
            others=others,
        )

    def _hashes(self, slug: str) -> dict[str, str]:
        """Return the hashes of a collection's pages as they are, by file name."""
        folder = self.store.folder(slug)
        hashes: dict[str, str] = {}
        for path in sorted(folder.glob("*.md")) if folder.is_dir() else ():
            if not path.is_file():
                continue
            try:
                hashes[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
            except OSError as error:
                shown = f"docs/collections/{slug}/{path.name}"
                raise fail("HB105", path=shown, reason=os_reason(error)) from error
        return hashes

    def _changes(
        self,
        slug: str,
        compilation: Compilation,
        old: PlanFile | None,
        hashes: dict[str, str],
    ) -> tuple[list[PageChange], list[PageChange]]:
        """Pair the new pages with the present ones, and say which are gone."""
        if old is None:
            return [PageChange(name, text) for name, text in compilation.pages.items()], []
        edited = any(
            hashes.get(article.page) not in (None, article.sha256) for article in old.articles
        ) or hashes.get("index.md") not in (None, old.index_sha256)
        before = self._before(slug, old) if edited else {}
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
        articles = compilation.plan_file.articles
        for article, was in zip(articles, _paired(old, compilation, before), strict=True):
            if was is None:
                new = compilation.pages[article.page]
                pages.append(PageChange(article.page, new, title=article.title))
                continue
            used.add(was.page)
            pages.append(
                PageChange(
                    article.page,
                    compilation.pages[article.page],
                    was.page,
                    before.get(was.page, ""),
                    was.sha256,
                    article.title,
                )
            )
        gone = [
            PageChange(article.page, "", article.page, "", article.sha256, article.title)
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
        return self._compile(document, slug, old, old.added, None, None).pages

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

    # -- requests of ``huibian edit`` -> edits -------------------------------------------------

    def _edit(
        self,
        request: Request,
        document: SourceDocument,
        old: PlanFile | None,
        plan: SplitPlan | None,
        slug: str,
    ) -> Edit:
        def line(text: str) -> Anchor:
            return anchor(_line(document, text, slug))

        def article(text: str) -> Anchor:
            assert plan is not None
            number = _number(text, slug)
            if not 1 <= number <= len(plan.segments):
                own = self._added_page(text, old, plan, slug) if old is not None else ""
                if own:
                    where = f"docs/collections/{slug}/{own}"
                    reason = f"第 {number} 篇不在这份原文里，是另外添加的"
                    raise _refused(slug, reason, f"它只能用 --set 和 --retitle，或直接修改 {where}")
                count = len(plan.segments)
                hint = f"拆分出来的有 {count} 篇，篇号从 1 到 {count}"
                others = [n for n in sorted(set(self._numbers(slug))) if n > count]
                if number in others:
                    reason = f"第 {number} 篇的页面读不了"
                    raise _refused(slug, reason, "用 huibian check 看看它哪里写错了")
                if others:
                    hint += f"；另外收入的有第 {'、'.join(map(str, others))} 篇"
                raise _refused(slug, f"没有第 {text} 篇", hint)
            return anchor(document.lines[plan.segments[number - 1].boundary.line - 1])

        values = request.values
        if request.op == "split-at":
            return SplitAt(op="split-at", at=line(values[0]))
        if request.op == "confirm":
            return Confirm(op="confirm", at=line(values[0]))
        if request.op in ("cut", "mask-words"):
            at, nth, words = _words(request, document, slug)
            if request.op == "cut":
                return Cut(op="cut", at=at, text=words, nth=nth)
            return MaskWords(op="mask-words", at=at, text=words, nth=nth)
        if request.op == "remove":
            return Remove(op="remove", article=article(values[0]))
        if request.op == "merge":
            return Merge(op="merge", article=article(values[0]))
        if request.op == "retitle":
            title = _title(values[1], slug)
            return Retitle(op="retitle", article=article(values[0]), title=title)
        if request.op == "set":
            field, value = self.checked_field(values[1], slug)
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
        if request.op == "mask":
            return Mask(op="mask", first=first, last=last)
        return Drop(op="drop", first=first, last=last)

    def checked_field(self, assignment: str, slug: str) -> tuple[str, str]:
        """Return the name of the field and the value of ``field=value`` (``""``: no value).

        Several themes come parted by commas. HB408 where schema or vocabularies do not take it;
        ``slug`` is only for that.
        """
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


def set_on_page(text: str, shown: str, field: str, value: str) -> str:
    """Return a page's text with a field as a person wants it: it needs no review then.

    ``value`` is one that ``Library.checked_field`` gave. HB301 and HB302 for a page that cannot be
    read; ``shown`` is only for that.
    """
    page = frontmatter.parse(text, shown, with_lines=False)
    new: object = [one for one in value.split(",") if one] if field == "themes" else value
    meta = {**page.meta, field: new or None}
    review = page.meta.get("review")
    meta["review"] = [one for one in review or [] if one != field] or None
    order = {key: at for at, key in enumerate(ArticleMeta.model_fields)}
    ordered = sorted(meta.items(), key=lambda item: order.get(item[0], len(order)))
    return frontmatter.dump(dict(ordered), page.body)


def _doubtful(plan: PlanFile) -> list[tuple[int, str]]:
    """Return the title lines and pages of the articles about whose fields a plan asks."""
    asked = {one.line for one in plan.questions if openquestions.field_of(one.command)}
    starts = ((openquestions.first_line(one.title_lines), one.page) for one in plan.articles)
    return [(line, page) for line, page in starts if line in asked]


def _take_back(edits: list[Edit], request: Request, slug: str) -> list[str]:
    """Take back the last decisions, or those with the given numbers; say which."""
    count = len(edits)
    if request.op == "undo":
        wanted = int(request.values[0])
        if wanted > count:
            has = f"只记着 {count} 项修改" if edits else "没有记着任何修改"
            hint = f"用 huibian edit {slug} 可以看到全部修改"
            raise _refused(slug, f"撤销不了 {wanted} 项：{has}", hint)
        numbers = set(range(count - wanted + 1, count + 1))
    else:
        numbers = {_number(value, slug) for value in request.values}
        unknown = min((n for n in numbers if not 1 <= n <= count), default=None)
        if unknown is not None:
            hint = f"用 huibian edit {slug} 可以看到全部修改和它们的编号"
            raise _refused(slug, f"没有第 {unknown} 项修改", hint)
    notes = [f"撤销第 {number} 项修改：{describe(edits[number - 1])}" for number in sorted(numbers)]
    edits[:] = [edit for number, edit in enumerate(edits, 1) if number not in numbers]
    return notes


def _paired(old: PlanFile, new: Compilation, before: Mapping[str, str]) -> list[PlanArticle | None]:
    """Return for each article now the one that it was: by title line, or in a new version by text.

    ``before`` are the pages as they were made, empty where nobody changed any.
    """
    now = new.plan_file.articles
    if old.source.sha256 != new.document.sha256:
        places = pair(
            [Version(one.title, before.get(one.page, "")) for one in old.articles],
            [Version(one.title, new.pages[one.page]) for one in now],
        )
        return [None if place is None else old.articles[place] for place in places]
    present = defaultdict(list)
    for article in old.articles:
        present[parse_ranges(article.title_lines)[0].first].append(article)
    same = (present[parse_ranges(article.title_lines)[0].first] for article in now)
    return [like.pop(0) if like else None for like in same]


def _free_source(folder: Path, stem: str, name: str) -> str:
    """Return a name for an original in ``source/`` that no other one has."""
    kept = PurePath(pipeline.original_name(name))
    count = 1
    while True:
        more = f"-{count}" if count > 1 else ""
        free = f"{stem}-{kept.stem}{more}{kept.suffix}"
        if not os.path.lexists(folder / free):
            return free
        count += 1


def _with_own_images(document: SourceDocument, stem: str) -> SourceDocument:
    """Return a document whose images take no other document's place in the collection."""
    if not document.attachments:
        return document
    return replace(
        document,
        lines=tuple(
            replace(line, style=replace(line.style, image=f"{stem}-{line.style.image}"))
            if line.style.image
            else line
            for line in document.lines
        ),
        attachments=tuple((f"{stem}-{name}", data) for name, data in document.attachments),
    )


def _title(text: str, slug: str) -> str:
    title = _one_line(text)
    if not title:
        raise _refused(slug, "标题不能是空的", "请在引号里写上标题")
    return title


def file_name(name: str) -> str:
    """Return what a program calls a file as a plain name: no folders, no control characters."""
    bare = _speakable(re.split(r"[/\\]", name)[-1]).strip().strip(".")
    stem, suffix = PurePath(bare).stem, PurePath(bare).suffix
    return f"{stem[:_LONGEST_NAME]}{suffix[:_LONGEST_SUFFIX]}" or "未命名.txt"


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


def _words(request: Request, document: SourceDocument, slug: str) -> tuple[Anchor, int, str]:
    """Return the line of words that go, which of them there (from 1), and the words themselves.

    The line may be written as ``12#2``: the second place in line 12.
    """
    number, sign, which = request.values[0].partition("#")
    line = _line(document, number, slug)
    nth = _number(which, slug) if sign else 1
    words = load_privacy().mask(_one_line(request.values[1]))
    if not words or nth < 1:
        hint = f'写成 --{request.op} 行号 "文字"，这一行里的第 2 处写成 行号#2'
        raise _refused(slug, "没有写清是哪几个字", hint)
    if words in line.text and words not in load_privacy().mask(line.text):
        raise _refused(slug, "选的字里有半个号码或邮箱", "请把整个号码写上，或者用 --mask 遮盖它")
    return anchor(line), nth, words


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
