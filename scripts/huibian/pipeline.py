"""The pipeline: composes the stages into a compilation's pages and plan. Writes nothing."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from huibian import drafting, duplicates
from huibian import edits as edit_anchors
from huibian.diagnostics import Diagnostic, diagnostic, fail
from huibian.drafting import Drafts, body_lines, findings, proposed_title, sets_themes
from huibian.duplicates import Library
from huibian.edits import Applied, EditError
from huibian.frontmatter import parse
from huibian.lineranges import format_ranges, ranges_of
from huibian.model import (
    Article,
    Boundary,
    BoundarySet,
    CleanLine,
    Considered,
    Contents,
    Dropped,
    Evidence,
    Finding,
    Progress,
    Question,
    Segment,
    SourceDocument,
    SplitPlan,
)
from huibian.planrecord import (
    dropped_records,
    evidence_records,
    page_name,
    plan_record,
    sha256,
)
from huibian.quoting import quoted
from huibian.schema import (
    Confirm,
    Cut,
    Drop,
    Edit,
    Keep,
    Mask,
    MaskWords,
    PlanAdded,
    PlanFile,
    SetField,
    SplitAt,
)
from huibian.stages import (
    adverts,
    boundaries,
    bylines,
    clean,
    contents,
    doubts,
    plan,
    privacy,
    proportions,
    render,
    structure,
    titling,
    unwrap,
)
from huibian.vocabulary.adverts import load_adverts
from huibian.vocabulary.boundaries import load_title_words
from huibian.vocabulary.bundle import Vocabularies
from huibian.vocabulary.fields import FIELD_LABELS
from huibian.vocabulary.noise import NoiseRule, noise_labels
from huibian.vocabulary.openings import load_openings
from huibian.vocabulary.privacy import MASK, load_privacy
from huibian.wording import (
    byline,
    numbering,
    paragraphs,
    sentence_inside,
)

#: From what a title was made that no line of the source holds.
_TITLE_ORIGINS = {"opening": "由开头一句拟的", "file-name": "用文件名代替的"}
#: The sign before a title in Markdown.
_MARKDOWN_TITLE = re.compile(r"#{1,6}(?=\s+\S)")
#: What stands in a command in the place of a title that a person has to write.
TITLE_BLANK = "完整的标题"
_TITLE_LIKE = 0.5  # likeness of a title from which on a line at the head is one
_HEAD = 8  # lines at the head among which the title of a source of one article is looked for …
_LONGEST_TITLE = 80  # … and the characters of a title

_LEVELS_BY_DEPTH = ("其他", "省级", "市级", "县区级")  # by the length of the region's path
_PART = 0.8  # an article so much shorter than its twin is a part of it
_Cleaned = tuple[tuple[CleanLine, ...], tuple[Dropped, ...]]


def silent(stage: str, done: int, of: int) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True)
class Compilation:
    """Everything that a source became.

    ``pages`` are the generated files by name (``index.md``, ``01.md`` …); ``findings`` the
    questions and the edits that no longer apply, for the report; ``noise_labels`` the names of
    the rules that dropped something.
    """

    document: SourceDocument
    plan: SplitPlan
    articles: tuple[Article, ...]
    shared_themes: tuple[str, ...]
    pages: dict[str, str]
    plan_file: PlanFile
    findings: tuple[Diagnostic, ...]
    noise_labels: dict[str, str]


def original_name(name: str) -> str:
    """Return the name under which an original is kept in ``source/``."""
    suffix = PurePath(name).suffix.lower()
    return "original" + (suffix if suffix.isascii() and 1 < len(suffix) <= 9 else ".txt")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A source as the rules read it, before any decision of an editor.

    ``drafts`` are the articles that plans of it had so far: one decision changes few of many.
    """

    document: SourceDocument
    cleaned: _Cleaned
    found: BoundarySet
    drafts: Drafts = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan under an editor's decisions, the lines that it is about, and what applied."""

    lines: Sequence[CleanLine]
    split: SplitPlan
    applied: Applied


@dataclass(slots=True)
class Trace:
    """What the stages made on the way, for a look behind the scenes; filled as far as they got."""

    document: SourceDocument | None = None
    cleaned: _Cleaned = ((), ())
    considered: list[Considered] = field(default_factory=list)
    found: BoundarySet | None = None
    planned: Planned | None = None


def prepare(
    document: SourceDocument,
    vocabularies: Vocabularies,
    *,
    whole: bool = False,
    whole_command: str = "",
    trace: Trace | None = None,
) -> Prepared:
    """Clean a source and find its articles; ``whole`` takes it as one article.

    Raises HB201 when no articles are found; it offers ``whole_command``.
    """
    trace = trace or Trace()
    trace.document = document
    trace.cleaned = cleaned = _clean(document, vocabularies.noise)
    if whole:
        found: BoundarySet | None = _as_one(cleaned[0], document, vocabularies)
    else:
        rules = vocabularies.boundaries
        listed = contents.read_contents(cleaned[0], rules)
        found = boundaries.find(cleaned[0], listed, rules, trace.considered.append)
    trace.found = found = bylines.settle(cleaned[0], found) if found else None
    if found is None:
        command = whole_command or f"huibian split {quoted(document.name)} --whole"
        raise fail("HB201", path=document.name, command=command)
    return Prepared(document, cleaned, found)


def make_plan(
    prepared: Prepared,
    slug: str,
    vocabularies: Vocabularies,
    edits: Sequence[Edit],
    recorded: int | None = None,
) -> Planned:
    """Plan a source under an editor's decisions.

    The first ``recorded`` edits (all, when None) were carried out before: where the source leaves
    no room for one any more, it is passed over. Raises HB408 when one of the others cannot be
    carried out.
    """
    document = prepared.document
    old = len(edits) if recorded is None else recorded
    before = edit_anchors.locate(edits[:old], document.lines)
    now = edit_anchors.locate(edits[old:], document.lines)
    applied = Applied((*before.edits, *now.edits), (*before.lost, *now.lost))
    try:
        return Planned(
            *_plan(
                document,
                prepared.cleaned,
                prepared.found,
                applied,
                len(before.edits),
                vocabularies.noise,
            )
        )
    except EditError as error:
        original = f"docs/collections/{slug}/source/{original_name(document.name)}"
        hint = (
            f"用 huibian split {original} --collection {slug} --dry-run 可以看到现在各篇的行号；"
            f"以前的修改用 huibian edit {slug} 可以看到"
        )
        raise fail("HB408", path=slug, reason=str(error), hint=hint) from error


def compile_document(
    document: SourceDocument,
    slug: str,
    vocabularies: Vocabularies,
    *,
    edits: Sequence[Edit] = (),
    added: str,
    whole: bool = False,
    note: str = "",
    recorded: int | None = None,
    whole_command: str = "",
    library: Library | None = None,
    prepared: Prepared | None = None,
    trace: Trace | None = None,
    progress: Progress = silent,
) -> Compilation:
    """Turn a source into pages and a plan.

    ``edits`` are an editor's decisions, of which the first ``recorded`` were carried out before
    (see ``make_plan``); ``added`` is the day (YYYY-MM-DD) of the collection's arrival, ``whole``
    takes the source as one article. ``prepared`` is what ``prepare`` made of the document, where
    the caller has it already; ``trace`` is filled with what the stages made. ``library`` holds
    the pages of the other collections, in which duplicates are looked for.
    """
    trace = trace or Trace()
    if prepared is None:
        prepared = prepare(
            document, vocabularies, whole=whole, whole_command=whole_command, trace=trace
        )
    trace.planned = planned = make_plan(prepared, slug, vocabularies, edits, recorded)
    found, lines, split, applied = prepared.found, planned.lines, planned.split, planned.applied
    source_file = original_name(document.name)
    with drafting.begun(
        split, lines, found.bylines, vocabularies, applied, prepared.drafts
    ) as reading:
        asked = (
            *doubts.ask(split, lines, found, applied),
            *_open(proportions.ask(split, lines, found), applied),
            *_open(_content_questions(split, lines, library), applied),
        )
        split = replace(split, questions=tuple(sorted(asked, key=lambda q: (q.line, q.code))))
        articles, shared, gone = reading.articles(_unsure_titles(split), progress)
    split = replace(
        split,
        questions=(*split.questions, *_field_questions(articles, split, applied)),
        dropped=_without_signatures(split.dropped, gone),
    )
    count = len(articles)
    pages = {
        page_name(article.number, count): render.article_page(article, source_file)
        for article in articles
    }
    title = split.title or PurePath(document.name).stem
    fields: dict[str, object] = {
        "title": title,
        "declared": split.declared,
        "added": added,
        "themes": list(shared) or None,
        "note": note or None,
        "source": {"file": source_file, "name": document.name},
    }
    preface = [
        lines[number - 1].text for number in split.preliminaries if number != split.title_line
    ]
    pages["index.md"] = render.index_page(fields, preface)
    messages = _messages(split.questions, slug)
    plan_file = plan_record(document, split, articles, pages, edits, added, messages, source_file)
    lost = _lost_edits(edits, applied, slug)
    return Compilation(
        document,
        split,
        articles,
        shared,
        pages,
        plan_file,
        (*document.findings, *messages, *lost),
        noise_labels(vocabularies.noise),
    )


def lost_numbers(edits: Sequence[Edit], applied: Applied) -> list[int]:
    """Return the numbers, from 1, of the edits that the source leaves no room for any more."""
    lost = [id(edit) for edit in applied.lost]
    return [number for number, edit in enumerate(edits, 1) if id(edit) in lost]


def _lost_edits(edits: Sequence[Edit], applied: Applied, slug: str) -> list[Diagnostic]:
    return [
        diagnostic(
            "HB216",
            line=edit_anchors.anchors(edits[number - 1])[0].line,
            number=number,
            edit=edit_anchors.describe(edits[number - 1]),
            slug=slug,
        )
        for number in lost_numbers(edits, applied)
    ]


@dataclass(frozen=True, slots=True)
class Single:
    """What a stand-alone document became.

    ``title_lines`` are the source's lines that make the title, none for a proposed one;
    ``findings`` are the questions about it.
    """

    article: Article
    page: str
    title_lines: tuple[int, ...]
    evidence: tuple[Evidence, ...]
    dropped: tuple[Dropped, ...]
    findings: tuple[Diagnostic, ...]


def one_article(
    document: SourceDocument, number: int, slug: str, vocabularies: Vocabularies, source_file: str
) -> Single:
    """Turn a stand-alone document into the article with that number in a collection."""
    prepared = prepare(document, vocabularies, whole=True)
    planned = make_plan(prepared, slug, vocabularies, ())
    (segment,) = (replace(one, number=number) for one in planned.split.segments)
    split = replace(planned.split, segments=(segment,))
    asked = doubts.ask(split, planned.lines, prepared.found, planned.applied)
    # whether it is an article at all is no question of a document that a person added
    split = replace(split, questions=tuple(one for one in asked if one.code != "HB214"))
    with drafting.begun(split, planned.lines, (), vocabularies, planned.applied) as reading:
        (article,), _, gone = reading.articles(_unsure_titles(split), silent)
    questions = (*split.questions, *_field_questions((article,), split, planned.applied))
    return Single(
        article,
        render.article_page(article, source_file),
        segment.boundary.title_lines,
        segment.boundary.evidence,
        _without_signatures(split.dropped, gone),
        _messages(questions, slug),
    )


def page_doubts(
    page: str, path: str, settled: Collection[str] = (), known: str = ""
) -> tuple[Diagnostic, ...]:
    """Return the findings on a page that nobody asked about yet: personal data, advertising.

    ``settled`` are codes that a person has confirmed for the page. ``known`` is text about which
    the plan asks; what stands in it is left out.
    """
    texts = [render.plain_text(line.rstrip("\r")) for line in page.split("\n")]
    whole = "\n".join(texts)
    if not (load_privacy().may_find(whole) or load_adverts().may_find(whole)):  # most pages
        return ()
    old = {part for text in known.split("\n") for part in _telling(text)}
    findings: dict[str, Diagnostic] = {}
    for number, text in enumerate(texts, 1):
        for part, (code, shown) in _telling(text).items():
            if part not in old and code not in settled and code not in findings:
                name = "found" if code == "HB320" else "text"
                findings[code] = diagnostic(code, path=path, line=number, **{name: shown})
    return tuple(findings.values())


def _telling(text: str) -> dict[str, tuple[str, str]]:
    """Return the personal data and the advertising in a text: as it stands -> code, as shown."""
    private = load_privacy()
    personal = private.find(text)
    promoting = load_adverts().find(text)
    if not personal and not promoting:
        return {}
    masked = private.mask(text)
    found = {
        text[one.start : one.end]: ("HB320", f"{one.rule.label}“{masked[one.start : one.end]}”")
        for one in personal
    }
    for one in promoting:
        found[text[one.start : one.end]] = ("HB321", masked[one.start : one.end].strip()[:60])
    return found


def _clean(
    document: SourceDocument,
    noise: Sequence[NoiseRule],
    keep: frozenset[int] = frozenset(),
    drop: frozenset[int] = frozenset(),
    mask: frozenset[int] = frozenset(),
    cuts: Mapping[int, Sequence[clean.Words]] | None = None,
    stars: Mapping[int, Sequence[clean.Words]] | None = None,
) -> _Cleaned:
    lines, dropped = clean.clean(document.lines, noise, keep, drop, mask, cuts, stars)
    return unwrap.unwrap(lines), dropped


def _plan(
    document: SourceDocument,
    cleaned: _Cleaned,
    found: BoundarySet,
    applied: Applied,
    recorded: int,
    noise: Sequence[NoiseRule],
) -> tuple[Sequence[CleanLine], SplitPlan, Applied]:
    """Make the plan; of the first ``recorded`` edits pass over those that have become senseless."""
    while True:
        try:
            return (*_plan_with(document, cleaned, found, applied, noise), applied)
        except EditError:
            at = _culprit(document, cleaned, found, applied, noise)
            if at >= recorded:
                raise
            edit, places = applied.edits[at]
            starts = {one.line for one in found.boundaries} | {s.line for s in found.promoted()}
            # a decision that the source now bears out is kept, and no news
            lost = () if isinstance(edit, SplitAt) and places[0] in starts else (edit,)
            rest = (*applied.edits[:at], *applied.edits[at + 1 :])
            applied, recorded = Applied(rest, (*applied.lost, *lost)), recorded - 1


def _culprit(
    document: SourceDocument,
    cleaned: _Cleaned,
    found: BoundarySet,
    applied: Applied,
    noise: Sequence[NoiseRule],
) -> int:
    """Return the position of the first edit that cannot be carried out after those before it."""
    for at in range(len(applied.edits) - 1):
        try:
            _plan_with(document, cleaned, found, Applied(applied.edits[: at + 1], ()), noise)
        except EditError:
            return at
    return len(applied.edits) - 1


def _plan_with(
    document: SourceDocument,
    cleaned: _Cleaned,
    found: BoundarySet,
    applied: Applied,
    noise: Sequence[NoiseRule],
) -> tuple[Sequence[CleanLine], SplitPlan]:
    keep: set[int] = set()
    drop: set[int] = set()
    mask: set[int] = set()
    cuts: dict[int, list[clean.Words]] = {}
    stars: dict[int, list[clean.Words]] = {}
    for edit, places in applied.edits:
        if isinstance(edit, Keep | Drop):  # of several on one line the last one counts
            covered = range(places[0], places[1] + 1)
            wanted, other = (keep, drop) if isinstance(edit, Keep) else (drop, keep)
            wanted.update(covered)
            other.difference_update(covered)
            if isinstance(edit, Keep):
                mask.difference_update(covered)
                for taken in (cuts, stars):
                    for line in taken.keys() & set(covered):
                        del taken[line]
        elif isinstance(edit, Mask):
            mask.update(_to_mask(places, document))
        elif isinstance(edit, Cut | MaskWords):
            if clean.place_of(edit.text, document.lines[places[0] - 1].text, edit.nth) is None:
                which = "" if edit.nth == 1 else f"第 {edit.nth} 处"
                raise EditError(f"第 {places[0]} 行里没有{which}“{edit.text}”这几个字")
            words = cuts if isinstance(edit, Cut) else stars
            words.setdefault(places[0], []).append((edit.text, edit.nth))
    lines, dropped = cleaned
    if keep or drop or mask or cuts or stars:
        lines, dropped = _clean(
            document, noise, frozenset(keep), frozenset(drop), frozenset(mask), cuts, stars
        )
    split = plan.make_plan(lines, dropped, found, applied)
    places_of: Counter[int] = Counter()
    for segment in split.segments:
        places_of.update(segment.boundary.title_lines)
        places_of.update(line.number for line in body_lines(segment, lines))
    twice = [line for line, count in sorted(places_of.items()) if count > 1]
    if twice:
        raise EditError(f"第 {twice[0]} 行会同时出现在两处，因为先前的修改已经用了它")
    replaced = _replaced_subtitles(split, lines, applied)
    if replaced:
        split = replace(split, dropped=_with_lines(split.dropped, replaced, "editor"))
    return lines, split


def _with_lines(
    dropped: Sequence[Dropped], lines: Sequence[CleanLine], rule: str
) -> tuple[Dropped, ...]:
    """Return the dropped pieces with those of whole lines that go, by ``rule``, in order.

    A masked number on such a line shows no more: it goes with the line.
    """
    gone = {line.number for line in lines}
    kept = (
        replace(piece, rule=rule) if piece.rule == "masked" and piece.span.line in gone else piece
        for piece in dropped
    )
    return _in_order([*kept, *plan.dropped_text(lines, dropped, rule)])


def _without_signatures(
    dropped: Sequence[Dropped], gone: Mapping[str, Sequence[CleanLine]]
) -> tuple[Dropped, ...]:
    """Return the dropped pieces with the lines, by rule, that sign articles."""
    for rule, lines in gone.items():
        dropped = _with_lines(dropped, lines, rule)
    return tuple(dropped)


def _to_mask(places: Sequence[int], document: SourceDocument) -> list[int]:
    """Return the lines of a passage that hold personal data; EditError where none does."""
    find = load_privacy().find
    numbers = range(places[0], places[1] + 1)
    holding = [n for n in numbers if find(clean.folded(document.lines[n - 1].text))]
    if not holding:
        where = f"第 {places[0]}" + (f"–{places[1]}" if places[1] > places[0] else "") + " 行里"
        raise EditError(f"{where}没有可以遮盖的号码或邮箱")
    return holding


def _in_order(pieces: Iterable[Dropped]) -> tuple[Dropped, ...]:
    return tuple(sorted(pieces, key=lambda piece: piece.span))


def _replaced_subtitles(
    split: SplitPlan, lines: Sequence[CleanLine], applied: Applied
) -> list[CleanLine]:
    """Return the source's subtitles in whose place an editor put another."""
    told = {
        places[0]
        for edit, places in applied.edits
        if isinstance(edit, SetField) and edit.field == "subtitle"
    }
    replaced = (one for one in split.segments if one.boundary.line in told)
    return [line for one in replaced for line in structure.subtitle_lines(body_lines(one, lines))]


def _as_one(
    lines: Sequence[CleanLine], document: SourceDocument, vocabularies: Vocabularies
) -> BoundarySet:
    """Take the source as one article: a line at its head is the title if it looks like one.

    What stands above it (the unit, the date) stays at the start of the body. Without a title line
    one is proposed, and a person should look.
    """
    texts, members = paragraphs(lines)
    ink = [index for index, text in enumerate(texts) if text]
    if not ink:
        raise fail("HB101", path=document.name)
    at = _title_of_one(lines, texts, ink) if len(ink) > 1 else -1
    start = lines[ink[0]].number
    if at >= 0:
        sign = _MARKDOWN_TITLE.match(texts[at]) if at == ink[0] else None
        mark = sign.group() if sign else ""
        number = lines[at].number
        boundary = Boundary(
            start,
            texts[at][len(mark) :].strip(),
            mark,
            tuple(lines[index].number for index in members.get(at, [at])),
            0.8,
            (Evidence("first-line", number, texts[at][:20], 0.8),),
        )
    else:
        proposal = titling.propose(lines, document.name, load_openings(), vocabularies.regions)
        boundary = Boundary(
            start,
            proposal.title,
            "",
            (),
            0.3,
            (Evidence(proposal.rule, proposal.line, proposal.text, 0.3),),
        )
    return BoundarySet((boundary,), "whole", 0.5, 0, "", None, (), Contents())


def _title_of_one(lines: Sequence[CleanLine], texts: Sequence[str], ink: Sequence[int]) -> int:
    """Return the index of the line that titles a source of one article, -1 without one.

    It is the largest of the short lines at the head, else the first.
    """
    words = load_title_words()
    head = list(
        itertools.takewhile(
            lambda index: len(texts[index]) <= _LONGEST_TITLE and not sentence_inside(texts[index]),
            ink[:_HEAD],
        )
    )
    above = list(itertools.takewhile(lambda index: byline(texts[index]), head[:2]))
    first = next((index for index in head[len(above) :]), -1)
    titles = [
        index
        for index in head
        if not byline(texts[index])
        and not numbering(texts[index])[0]
        and boundaries.title_likeness(texts[index], words) >= _TITLE_LIKE
    ]
    largest = max(titles, key=lambda index: lines[index].style.size, default=-1)
    if largest >= 0 and lines[largest].style.size > lines[first].style.size:
        return largest
    likely = (first, ink[0])  # the first line may be a unit's name, and all the title there is
    return next(
        (
            index
            for index in likely
            if index >= 0 and boundaries.title_likeness(texts[index], words) >= _TITLE_LIKE
        ),
        -1,
    )


def _unsure_titles(split: SplitPlan) -> frozenset[int]:
    """Return the lines whose titles are in question."""
    return frozenset(one.line for one in split.questions if one.code in ("HB212", "HB214"))


def _open(questions: Sequence[Question], applied: Applied) -> list[Question]:
    """Return the questions at lines that no editor has confirmed."""
    confirmed = {places[0] for edit, places in applied.edits if isinstance(edit, Confirm)}
    return [question for question in questions if question.line not in confirmed]


def _content_questions(
    split: SplitPlan, lines: Sequence[CleanLine], library: Library | None
) -> list[Question]:
    """Return the questions about what articles say: personal data, advertising, duplicates."""
    return [
        *privacy.ask(split, lines, load_privacy()),
        *adverts.ask(split, lines, load_adverts(), load_privacy()),
        *_duplicate_questions(split, lines, library),
    ]


def _duplicate_questions(
    split: SplitPlan, lines: Sequence[CleanLine], library: Library | None
) -> list[Question]:
    """Return a question for each article that the plan, or else the library, has twice.

    Of two articles the later one is in doubt, or the one that is no more than a part.
    """
    bodies = [body_lines(segment, lines) for segment in split.segments]
    texts = ["\n".join(line.text for line in body) for body in bodies]
    twins: dict[int, tuple[float, int]] = {}
    for pair in duplicates.pairs(texts):
        part = len(texts[pair.first]) < _PART * len(texts[pair.second])
        at, other = (pair.first, pair.second) if part else (pair.second, pair.first)
        twins[at] = max(twins.get(at, (0.0, other)), (pair.likeness, other))
    questions = []
    for at, (likeness, other) in twins.items():
        segment, twin = split.segments[at], split.segments[other]
        values = (("other", str(twin.number)), ("title", twin.title))
        questions.append(
            _duplicate_question("HB222", segment, bodies[at], texts[other], likeness, values)
        )
    if library is not None:
        texts_of = dict(zip(library.addresses, library.texts, strict=True))
        for at, (where, likeness) in duplicates.matches(texts, library).items():
            if at not in twins:
                segment = split.segments[at]
                questions.append(
                    _duplicate_question(
                        "HB223", segment, bodies[at], texts_of[where], likeness, (("where", where),)
                    )
                )
    return questions


def _duplicate_question(
    code: str,
    segment: Segment,
    body: Sequence[CleanLine],
    other: str,
    likeness: float,
    values: tuple[tuple[str, str], ...],
) -> Question:
    # another line than those that are asked about for their own sake: each is confirmed by itself
    plain = [line for line in body if MASK not in line.text and not _telling(line.text)] or body
    shared = plain[duplicates.shared_line([line.text for line in plain], other)]
    every = (("number", str(segment.number)), ("percent", f"{likeness:.0%}"), *values)
    evidence = Evidence("shared-passage", shared.number, shared.text[:40], likeness)
    return Question(code, shared.number, every, f"--remove {segment.number}", (evidence,))


def _field_questions(
    articles: Sequence[Article], split: SplitPlan, applied: Applied
) -> list[Question]:
    questions = []
    edits = applied.by_line()
    for article, segment in zip(articles, split.segments, strict=True):
        line = segment.boundary.line
        own = edits.get(line, ())
        if any(isinstance(edit, Confirm) for edit in own):
            continue
        rule = proposed_title(segment, own)
        if rule:
            values = (
                ("number", str(article.number)),
                ("title", article.title),
                ("origin", _TITLE_ORIGINS[rule]),
            )
            command = f'--retitle {article.number} "{TITLE_BLANK}"'
            questions.append(Question("HB230", line, values, command, segment.boundary.evidence))
        asked: set[str] = set()
        for name, finding in findings(article):
            if finding.doubt and name not in asked:
                asked.add(name)
                questions.append(_field_question(article.number, line, name, finding))
        if article.level is None:
            questions.append(
                _field_question(
                    article.number,
                    line,
                    "level",
                    Finding("", 0, (), "文中看不出来", _LEVELS_BY_DEPTH[_depth(article.region)]),
                )
            )
        if not article.themes and not sets_themes(own):
            questions.append(
                _field_question(article.number, line, "themes", Finding("", 0, (), "没有对得上的"))
            )
    return questions


def _field_question(number: int, line: int, name: str, finding: Finding) -> Question:
    label = FIELD_LABELS[name]
    value = finding.value or "未填"
    more = finding.instead and finding.instead not in finding.doubt
    values = (
        ("number", str(number)),
        ("field", f"{label}（现为{value}）"),
        ("reason", f"{finding.doubt}，其次像“{finding.instead}”" if more else finding.doubt),
    )
    # with nothing to offer, to leave it empty is the answer that a command can give
    command = f"--set {number} {quoted(f'{name}={finding.instead}')}"
    return Question("HB215", line, values, command, finding.evidence)


def _depth(region: Finding | None) -> int:
    return region.value.count("/") + 1 if region else 0


def _messages(questions: Sequence[Question], slug: str) -> tuple[Diagnostic, ...]:
    mask = load_privacy().mask
    return tuple(
        diagnostic(
            question.code,
            line=question.line,
            command=f"huibian edit {slug} {question.command}",
            **{name: mask(value) for name, value in question.values},
        )
        for question in questions
    )


def added_record(document: SourceDocument, single: Single, source_file: str) -> PlanAdded:
    """Return what is recorded of a stand-alone document, so that ``check`` can prove its page."""
    body = frontmatter_body(single.page)
    mask = load_privacy().mask
    return PlanAdded(
        file=source_file,
        name=document.name,
        sha256=document.sha256,
        title=mask(single.article.title),
        title_lines=format_ranges(ranges_of(single.title_lines)) or None,
        subtitle=mask(single.article.subtitle),
        body_sha256=sha256(body),
        evidence=evidence_records(single.evidence),
        dropped=dropped_records(single.dropped),
    )


def frontmatter_body(page: str) -> str:
    """Return a page's text below its front matter, without the blank lines around it."""
    return parse(page, with_lines=False).body.replace("\r\n", "\n").strip("\n")
