"""A draft's compilation, and what the browser is shown of it.

Decisions are taken by ``editing.Library``, as for the commands; here they are only carried to it,
and what it answers is told line by line.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from huibian.desk import places, worker
from huibian.desk.comparing import compare, readable
from huibian.desk.context import Desk
from huibian.desk.drafts import DraftFile, Drafts, Step
from huibian.desk.worker import TIMEOUT
from huibian.diagnostics import Diagnostic, HuibianError, diagnostic, fail
from huibian.editing import Clash, Decisions, Library, Outcome, Proposal, Request, requests_of
from huibian.edits import describe
from huibian.model import Article, Evidence, Finding, Progress, Question, SourceDocument
from huibian.pipeline import TITLE_BLANK, Compilation, silent
from huibian.schema import Edit, SetField
from huibian.vocabulary.fields import FIELD_LABELS
from huibian.vocabulary.privacy import load_privacy

_KEPT = 8  # compilations of a draft that undo and redo find again
_OPEN = 4  # drafts whose sources are held in memory

#: Roles of a line -> what they are called on screen, in the order of the legend.
ROLES = {
    "title": "标题",
    "body": "正文",
    "heading": "小标题",
    "front": "卷首",
    "dropped": "剔除",
    "blank": "空行",
}


@dataclass
class Bench:
    """A draft whose source is in memory, with the compilations of its last states."""

    proposal: Proposal
    library: Library
    made: OrderedDict[tuple[str, ...], tuple[Decisions, Compilation]] = field(
        default_factory=OrderedDict
    )


class Proposals:
    """The drafts of a desk, compiled when asked for."""

    def __init__(self, desk: Desk, drafts: Drafts) -> None:
        self._desk, self._drafts = desk, drafts
        self._benches: OrderedDict[str, Bench] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, draft: str, document: SourceDocument | None = None) -> Bench:
        """Return a draft's source, ready to be decided on."""
        with self._drafts.locked(draft):
            file = self._drafts.read(draft)
            library = self._desk.library
            with self._lock:
                bench = self._benches.get(draft)
                if bench is not None:
                    self._benches.move_to_end(draft)
            if bench is not None and bench.library is library and _fits(bench.proposal, file):
                return bench
            bench = Bench(self._proposal(draft, file, library, document), library)
            with self._lock:
                self._benches[draft] = bench
                while len(self._benches) > _OPEN:
                    self._benches.popitem(last=False)
            return bench

    def _proposal(
        self, draft: str, file: DraftFile, library: Library, document: SourceDocument | None
    ) -> Proposal:
        folder = self._drafts.folder(draft)
        original = folder / "original"
        if file.collection and not original.is_file():
            library.require(file.collection)
            return library.proposal(file.collection)
        document = document or worker.kept(folder)
        data = original.read_bytes()
        if file.collection:
            return library.new_version(document, data, file.collection)
        return library.new_proposal(document, data, file.slug, file.today, whole=file.whole)

    def compiled(
        self, draft: str, file: DraftFile, progress: Progress = silent
    ) -> tuple[Bench, Decisions, Compilation]:
        """Return what a draft's source becomes under the decisions in force."""
        bench = self.open(draft)
        recorded = [edit for _, edit in _recorded(bench, file)]
        edits = (*recorded, *file.edits)
        key = tuple(edit.model_dump_json() for edit in edits)
        if key not in bench.made:
            decisions = Decisions(edits, len(recorded))
            texts = self._desk.texts.but(bench.proposal.slug)
            compilation = bench.library.compiled(
                bench.proposal, decisions, texts, _in_time(progress, file.name)
            )
            bench.made[key] = (decisions, compilation)
            while len(bench.made) > _KEPT:
                bench.made.popitem(last=False)
        bench.made.move_to_end(key)
        return bench, *bench.made[key]

    def decide(self, draft: str, revision: int, requests: Sequence[Request]) -> None:
        """Take one decision (all requests or none) as the draft's next step."""
        with self._drafts.changing(draft, revision) as file:
            bench, before, compilation = self.compiled(draft, file)
            asked = {question.line for question in compilation.plan.questions}
            after = bench.library.decide(bench.proposal, requests, before, asked)
            if after.warnings:
                raise HuibianError(after.warnings)
            if after.pages:
                raise fail("HB712")
            step = Step(added=list(after.edits[len(before.edits) :]))
            file.steps[file.at :] = [step]
            file.at += 1
            self.compiled(draft, file)  # what cannot be carried out is not recorded

    def take_back(self, draft: str, revision: int, number: int, said: str) -> None:
        """Take a decision of an earlier save back, as the draft's next step.

        ``number`` is its place (from 0), ``said`` what the browser was told of it: HB711 where
        another one stands there by now.
        """
        with self._drafts.changing(draft, revision) as file:
            edit = dict(_recorded(self.open(draft), file)).get(number)
            if edit is None or describe(edit) != said:
                raise fail("HB711")
            file.steps[file.at :] = [Step(forgotten=[edit])]
            file.at += 1
            self.compiled(draft, file)  # what cannot be carried out is not recorded

    def turn(self, draft: str, revision: int, by: int) -> None:
        """Undo (-1) or redo (1) a step."""
        with self._drafts.changing(draft, revision) as file:
            if not 0 <= file.at + by <= len(file.steps):
                raise fail("HB711")
            file.at += by

    def clashes(self, draft: str) -> list[dict[str, Any]]:
        """Return the pages that a person changed where saving would, too: both side by side."""
        with self._drafts.locked(draft):
            bench, _, compilation = self.compiled(draft, self._drafts.read(draft))
            found = bench.library.clashes(bench.proposal, compilation)
        return [
            {
                "title": one.title,
                "fields": one.fields,
                "rows": [asdict(row) for row in compare(_page(one.mine), _page(one.new))],
            }
            for one in found
        ]

    def save(self, draft: str, revision: int, author: str = "", clash: Clash = "refuse") -> Outcome:
        """Write what was decided, and throw the draft away.

        HB714 where a value that was chosen is in the vocabularies no more. A proxy says who the
        ``author`` is; of ``clash`` see ``Library.accept``.
        """
        with self._drafts.locked(draft):
            file = self._drafts.read(draft)
            if file.revision != revision:
                raise fail("HB711")
            bench, decisions, compilation = self.compiled(draft, file)
            if unknown := _unknown(bench, file, compilation):
                raise HuibianError(unknown)
            folder = f"collections/{file.slug}"
            done = "改分篇" if file.collection else "添加汇编"
            title = f"{done}《{compilation.plan_file.collection.title or file.name}》"
            commit = self._desk.commits()
            history = self._desk.history
            with (
                self._desk.writing,
                history.watching(title, folder, author, commit=commit, sources=True),
            ):
                try:
                    outcome = bench.library.accept(bench.proposal, decisions, compilation, clash)
                except HuibianError as error:
                    if any(one.code == "HB709" for one in error.findings):
                        self.forget(draft)  # the next look is at the collection as it is now
                    raise
            self.forget(draft)
            self._drafts.remove(draft)
            return outcome

    def tidy(self) -> None:
        """Clear away what a killed desk left: half uploads, and drafts that it had saved."""
        for draft in self._drafts.names():
            if not self._drafts.is_begun(draft):
                self._drafts.remove(draft)  # an upload that was cut off
                continue
            try:
                file = self._drafts.read(draft)
            except HuibianError:
                continue  # another version's, or the disk fails just now: it is somebody's work
            if self._is_saved(draft, file):
                self._drafts.remove(draft)

    def _is_saved(self, draft: str, file: DraftFile) -> bool:
        library = self._desk.library
        if file.slug not in library.store.known():
            return False
        try:
            present = library.proposal(file.slug)
            original = self._drafts.folder(draft) / "original"
            data = original.read_bytes() if original.is_file() else present.data
        except (HuibianError, OSError):
            return False
        if data != present.data:
            return False
        decided, new, gone = list(present.edits), file.edits, file.forgotten
        if not file.collection:
            return decided == new
        saved = decided[len(decided) - len(new) :] == new and not any(
            one in decided for one in gone
        )
        return bool(new or gone) and saved

    def forget(self, draft: str) -> None:
        """Let go of a draft's source."""
        with self._lock:
            self._benches.pop(draft, None)

    # -- what the browser is shown ------------------------------------------------------------

    def lines(self, draft: str) -> dict[str, Any]:
        """Return the source's lines: text, page and heading level where there are any."""
        document = self.open(draft).proposal.document
        return {
            "texts": [line.text for line in document.lines],
            "pages": [line.page for line in document.lines] if _paged(document) else [],
            "personal": _personal(document),
            "images": [n for n, line in enumerate(document.lines, 1) if line.style.role == "image"],
        }

    def places(self, draft: str, number: int) -> list[dict[str, str]]:
        """Return the regions that an article names; none where there is no such article."""
        bench, _, compilation = self.compiled(draft, self._drafts.read(draft))
        if not 1 <= number <= len(compilation.articles):
            return []
        article = compilation.articles[number - 1]
        text = "\n".join((article.title, *(block.text for block in article.blocks)))
        return places.named(text, bench.library.vocabularies.regions)

    def view(self, draft: str) -> dict[str, Any]:
        """Return a draft as it stands: roles of lines, articles, questions, decisions."""
        file = self._drafts.read(draft)
        bench, decisions, compilation = self.compiled(draft, file)
        plan = compilation.plan
        still_open = bench.library.still_open(bench.proposal, compilation)
        return {
            "revision": file.revision,
            "undo": _said(file.steps[file.at - 1]) if file.at else "",
            "redo": _said(file.steps[file.at]) if file.at < len(file.steps) else "",
            "name": file.name,
            "slug": file.slug,
            "collection": file.collection,
            "whole": file.whole,
            "title": plan.title or file.name,
            "declared": plan.declared,
            "shared": list(compilation.shared_themes),
            "runs": _runs(compilation),
            "pieces": _pieces(compilation),
            "articles": [
                _article(article, compilation, position)
                for position, article in enumerate(compilation.articles)
            ],
            "questions": [
                _question(number, question, message.message, compilation)
                for number, (question, message) in enumerate(
                    itertools.compress(
                        zip(plan.questions, _asked(compilation), strict=True), still_open
                    ),
                    1,
                )
            ],
            "decisions": len(decisions.edits),
            "recorded": [
                {"number": number, "text": describe(edit)}
                for number, edit in _recorded(bench, file)
            ],
        }


def _in_time(progress: Progress, name: str) -> Progress:
    """Return a progress that ends work which goes on too long, between two articles."""
    until = time.monotonic() + TIMEOUT

    def told(stage: str, done: int, of: int) -> None:
        if time.monotonic() > until:
            raise fail("HB124", path=name, reason=f"过了 {TIMEOUT:g} 秒还没有分完")
        progress(stage, done, of)

    return told


def _unknown(bench: Bench, file: DraftFile, compilation: Compilation) -> list[Diagnostic]:
    """Return what was chosen in a draft that the vocabularies do not have any more (HB714).

    Somebody may have renamed a theme or removed a region since.
    """
    numbers = {one.boundary.line: one.number for one in compilation.plan.segments}
    chosen = {
        (edit.article.line, edit.field): edit for edit in file.edits if isinstance(edit, SetField)
    }
    found = []
    for (line, name), edit in chosen.items():
        if line not in numbers:  # the article went up in another one
            continue
        try:
            bench.library.checked_field(f"{name}={edit.value}", file.slug)
        except HuibianError as error:
            values = {"number": numbers[line], "field": FIELD_LABELS[name], "value": edit.value}
            hint = error.findings[0].hint
            found.append(diagnostic("HB714", path=file.slug, line=line, hint=hint, **values))
    return found


def _fits(proposal: Proposal, file: DraftFile) -> bool:
    whole = proposal.prepared.found.rule == "whole"
    return proposal.slug == file.slug and (bool(file.collection) or whole == file.whole)


def _recorded(bench: Bench, file: DraftFile) -> list[tuple[int, Edit]]:
    """Return the decisions of earlier saves that are in force, with their places."""
    gone, left = file.forgotten, []
    for number, edit in enumerate(bench.proposal.edits):
        if edit in gone:
            gone.remove(edit)
        else:
            left.append((number, edit))
    return left


def _said(step: Step) -> str:
    parts = [describe(edit) for edit in step.added]
    parts += [f"收回以前的修改：{describe(edit)}" for edit in step.forgotten]
    return "；".join(parts)


def _paged(document: SourceDocument) -> bool:
    return any(line.page for line in document.lines)


def _personal(document: SourceDocument) -> list[int]:
    """Return the lines that hold what could be masked: numbers, addresses of mail."""
    find = load_privacy().find
    return [line.number for line in document.lines if find(line.text)]


def _asked(compilation: Compilation) -> list[Diagnostic]:
    return [one for one in compilation.findings if one.severity == "question"]


def _roles(compilation: Compilation) -> list[tuple[str, int, str]]:
    """Return for each line its role, its article's number (0: none), the rule that dropped it."""
    document, plan = compilation.document, compilation.plan
    roles: list[tuple[str, int, str]] = [("blank", 0, "")] * (len(document.lines) + 1)
    for piece in plan.dropped:
        roles[piece.span.line] = ("dropped", 0, piece.rule)
    for number in plan.preliminaries:
        roles[number] = ("front", 0, "")
    for segment, article in zip(plan.segments, compilation.articles, strict=True):
        for number in segment.numbers:
            if document.lines[number - 1].style.image or roles[number][0] != "dropped":
                roles[number] = ("body", segment.number, "")
        for block in article.blocks:
            for number in block.lines:
                role = "heading" if block.kind == "heading" else "body"
                roles[number] = (role, segment.number, "")
        for number in segment.boundary.title_lines:
            roles[number] = ("title", segment.number, "")
    for number, line in enumerate(document.lines, 1):  # blank lines inside passages stay blank
        if roles[number][0] in ("body", "front") and not line.text.strip() and not line.style.image:
            roles[number] = ("blank", 0, "")
    return roles


def _runs(compilation: Compilation) -> list[list[Any]]:
    """Return the roles as runs: first line, last line, role, article, rule's name."""
    runs: list[list[Any]] = []
    for number, (role, article, rule) in enumerate(_roles(compilation)[1:], 1):
        label = compilation.noise_labels.get(rule, rule)
        if runs and runs[-1][2:] == [role, article, label]:
            runs[-1][1] = number
        else:
            runs.append([number, number, role, article, label])
    return runs


def _pieces(compilation: Compilation) -> dict[int, list[list[Any]]]:
    """Return the dropped pieces of lines: start, end (columns from 0), the rule's name and id."""
    pieces: dict[int, list[list[Any]]] = defaultdict(list)
    for piece in compilation.plan.dropped:
        label = compilation.noise_labels.get(piece.rule, piece.rule)
        pieces[piece.span.line].append([piece.span.start, piece.span.end, label, piece.rule])
    return pieces


def _evidence(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    mask = load_privacy().mask
    return [{"rule": one.rule, "line": one.line, "text": mask(one.text)} for one in evidence]


def _value(finding: Finding | None) -> dict[str, Any] | None:
    if finding is None:
        return None
    return {
        "value": finding.value,
        "score": round(finding.score, 2),
        "doubt": finding.doubt,
        "evidence": _evidence(finding.evidence),
    }


def _article(article: Article, compilation: Compilation, position: int) -> dict[str, Any]:
    segment = compilation.plan.segments[position]
    return {
        "number": article.number,
        "title": article.title,
        "line": segment.boundary.line,
        "last": max((one.last for one in article.lines), default=segment.boundary.line),
        "score": round(segment.boundary.score, 2),
        "region": _value(article.region),
        "level": _value(article.level),
        "organization": _value(article.organization),
        "kind": _value(article.kind),
        "date": _value(article.date),
        "themes": [_value(theme) for theme in article.themes],
        "summary": article.summary,
        "review": [FIELD_LABELS.get(name, name) for name in article.review],
    }


# -- questions --------------------------------------------------------------------------------


def _question(
    number: int, question: Question, message: str, compilation: Compilation
) -> dict[str, Any]:
    requests = requests_of(question.command)
    home = compilation.plan.home_of(question.line)
    confirm = [["confirm", str(question.line)]]
    if all(request.op == "confirm" for request in requests):
        actions = [{"label": "知道了，不用改", "requests": confirm, "kind": "keep"}]
    else:
        keep = {"label": "现在这样就对", "requests": confirm, "kind": "keep"}
        actions = [*buttons(requests), keep]
    return {
        "id": number,
        "code": question.code,
        "line": question.line,
        "text": message,
        "article": home.number if home is not None else 0,
        "set": next(([*one.values] for one in requests if one.op == "set"), None),
        "evidence": _evidence(question.evidence),
        "actions": actions,
    }


def buttons(requests: Sequence[Request]) -> list[dict[str, Any]]:
    """Return the buttons that carry a question's requests out.

    Where the requests hold a title, one button takes it as it is; the other, with ``ask``, lets
    the clerk write another one into the request and value that it names.
    """
    given = [[request.op, *request.values] for request in requests]
    labels = "，".join(dict.fromkeys(_label(request) for request in requests))
    at = next((at for at, request in enumerate(requests) if request.op == "retitle"), -1)
    if at < 0:
        return [{"label": labels, "requests": given, "kind": "change"}]
    title = "" if requests[at].values[1] == TITLE_BLANK else requests[at].values[1]
    ask = {"request": at, "value": 2, "label": "标题", "text": title}
    write = {"label": "另写标题…", "requests": given, "kind": "keep", "ask": ask}
    if not title:
        return [{**write, "label": f"{labels}…", "kind": "change"}]
    label = labels.replace(_LABELS["retitle"], f"标题改为“{_short(title)}”")
    return [{"label": label, "title": title, "requests": given, "kind": "change"}, write]


def _short(title: str) -> str:
    return title if len(title) <= 14 else f"…{title[-13:]}"


def _label(request: Request) -> str:
    if request.op == "set":
        name, _, value = request.values[1].partition("=")
        label = FIELD_LABELS.get(name, name)
        return f"{label}改为“{value}”" if value else f"{label}就空着"
    return _LABELS[request.op].format(*(value.replace("-", "–") for value in request.values))


#: What the requests of questions are called on buttons.
_LABELS = {
    "split-at": "从第 {0} 行起另分一篇",
    "merge": "把第 {0} 篇并入前一篇",
    "move": "把第 {0} 行移到第 {1} 篇",
    "retitle": "改标题",
    "keep": "保留第 {0} 行",
    "drop": "剔除第 {0} 行",
    "cut": "剔除第 {0} 行里的这几个字",
    "mask": "遮盖第 {0} 行的号码",
    "mask-words": "遮盖第 {0} 行里的这几个字",
    "remove": "剔除整篇（第 {0} 篇）",
    "confirm": "第 {0} 行不用改",
}


def _page(data: bytes) -> str:
    return readable(data.decode("utf-8", "replace"))
