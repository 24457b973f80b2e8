"""The pipeline: composes the stages into a compilation's pages and plan. Writes nothing."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePath
from typing import Any

from pydantic import BaseModel

from huibian import duplicates, parallel
from huibian import edits as edit_anchors
from huibian.diagnostics import Diagnostic, diagnostic, fail
from huibian.duplicates import Library
from huibian.edits import Applied, EditError
from huibian.frontmatter import parse, scalar
from huibian.lineranges import format_ranges, ranges_of
from huibian.model import (
    Article,
    Block,
    Boundary,
    BoundarySet,
    Byline,
    CleanLine,
    Considered,
    Contents,
    Dropped,
    Evidence,
    Finding,
    LineRange,
    Question,
    Segment,
    SourceDocument,
    SplitPlan,
)
from huibian.quoting import quoted
from huibian.schema import (
    AddedFile,
    Confirm,
    Cut,
    Drop,
    Edit,
    Keep,
    Mask,
    MaskWords,
    PlanAdded,
    PlanArticle,
    PlanCollection,
    PlanDropped,
    PlanEvidence,
    PlanField,
    PlanFile,
    PlanQuestion,
    PlanSource,
    Retitle,
    SetField,
    SplitAt,
)
from huibian.stages import (
    adverts,
    boundaries,
    bylines,
    classify,
    clean,
    contents,
    doubts,
    extract,
    plan,
    privacy,
    proportions,
    render,
    structure,
    titling,
    unwrap,
)
from huibian.vocabulary.adverts import load_adverts
from huibian.vocabulary.boundaries import dangling_end, load_title_words
from huibian.vocabulary.bundle import Vocabularies
from huibian.vocabulary.fields import FIELD_LABELS
from huibian.vocabulary.noise import NoiseRule, noise_labels
from huibian.vocabulary.openings import load_openings
from huibian.vocabulary.privacy import MASK, load_privacy
from huibian.wording import (
    byline,
    joined_text,
    numbering,
    paragraphs,
    sentence_inside,
    signature,
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

Progress = Callable[[str, int, int], None]  # stage, done, of
_LEVELS_BY_DEPTH = ("其他", "省级", "市级", "县区级")  # by the length of the region's path
_MANY, _SOME = 1000, 50  # articles worth reading in several processes, and in one go
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


def page_name(number: int, count: int) -> str:
    """Return the file name of article ``number`` of ``count``: at least two digits."""
    return f"{number:0{max(2, len(str(count)))}d}.md"


@dataclass(frozen=True, slots=True)
class _Draft:
    """An article as the rules read it, its scores of themes, and the lines by rule that sign it."""

    article: Article
    scores: classify.ThemeScores
    gone: Mapping[str, Sequence[CleanLine]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A source as the rules read it, before any decision of an editor.

    ``drafts`` are the articles that plans of it had so far: one decision changes few of many.
    """

    document: SourceDocument
    cleaned: _Cleaned
    found: BoundarySet
    drafts: dict[object, _Draft] = field(default_factory=dict, compare=False, repr=False)


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
    asked = (
        *doubts.ask(split, lines, found, applied),
        *_open(proportions.ask(split, lines, found), applied),
        *_open(_content_questions(split, lines, library), applied),
    )
    split = replace(split, questions=tuple(sorted(asked, key=lambda q: (q.line, q.code))))
    articles, shared, gone = _articles(
        split, lines, found.bylines, vocabularies, applied, progress, prepared.drafts
    )
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
    plan_file = _plan_file(document, split, articles, pages, edits, added, messages, source_file)
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
    (article,), _, gone = _articles(split, planned.lines, (), vocabularies, planned.applied, silent)
    questions = (*split.questions, *_field_questions((article,), split, planned.applied))
    return Single(
        article,
        render.article_page(article, source_file),
        segment.boundary.title_lines,
        segment.boundary.evidence,
        _without_signatures(split.dropped, gone),
        _messages(questions, slug),
    )


def suggested(
    title: str, body: str, vocabularies: Vocabularies, shared: Sequence[str] = ()
) -> Article:
    """Return what the rules read from an article as a person writes it (Markdown).

    ``shared`` are the themes of its collection. Lines of evidence are the body's, from 1, the
    title's is 0. The article has no number and no lines.
    """
    blocks = tuple(_typed(body))
    text = extract.reading(title, 0, blocks)
    level = extract.level_of(text, vocabularies.levels)
    region, level = extract.region_of(text, level, vocabularies.regions)
    scores = classify.theme_scores(title, text.text, vocabularies.themes)
    return Article(
        number=0,
        title=title,
        blocks=blocks,
        lines=(),
        region=region,
        level=level,
        organization=extract.organization_of(
            text, vocabularies.organizations, vocabularies.regions
        ),
        themes=classify.themes_of(scores, shared),
        kind=classify.kind_of(title, text.text, vocabularies.kinds),
        date=extract.date_of(text),
        summary=extract.summary_of(blocks),
    )


def _typed(body: str) -> Iterator[Block]:
    """Yield the lines of Markdown that hold text, as blocks."""
    for number, line in enumerate(body.splitlines(), 1):
        text = render.plain_text(line).strip()
        if not text:
            continue
        if line.startswith("#"):
            yield Block("heading", text.lstrip("# "), (number,), 1)
        else:
            yield Block("paragraph", text, (number,))


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


def sha256(text: str) -> str:
    """Return the hash by which hand edits of a page are noticed."""
    return hashlib.sha256(text.encode()).hexdigest()


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
        places_of.update(line.number for line in _body_lines(segment, lines))
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
    gone: list[CleanLine] = []
    for segment in split.segments:
        body = _body_lines(segment, lines)
        if _was_set(applied, segment.boundary.line, "subtitle"):
            gone += structure.subtitle_lines(body)
    return gone


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


def _body_lines(segment: Segment, lines: Sequence[CleanLine]) -> list[CleanLine]:
    return [lines[number - 1] for number in segment.numbers if lines[number - 1].shown]


def _articles(
    split: SplitPlan,
    lines: Sequence[CleanLine],
    placed: Sequence[Byline],
    vocabularies: Vocabularies,
    applied: Applied,
    progress: Progress,
    drafts: dict[object, _Draft] | None = None,
) -> tuple[tuple[Article, ...], tuple[str, ...], dict[str, list[CleanLine]]]:
    """Return the articles, the themes that nearly all share, and the signatures taken out by rule.

    ``placed`` are the lines that sign articles by their place. ``drafts`` are those of an earlier
    plan of the same source: articles that are as they were are not read again; new ones are put in.
    """
    drafts = {} if drafts is None else drafts
    keys: list[object] = []
    found: dict[int, _Draft] = {}
    wanted: dict[int, Callable[[], _Draft]] = {}
    kept = _kept(applied)
    by_line = {one.line: one for one in placed if one.line not in kept}
    for at, segment in enumerate(split.segments):
        everything = tuple(_body_lines(segment, lines))
        numbers = {segment.boundary.line, *(line.number for line in everything)}
        signing = {line: one for line, one in by_line.items() if line in numbers}
        kept_here = frozenset(kept & numbers)
        key = (replace(segment, number=0), everything, tuple(signing.values()), kept_here)
        keys.append(key)
        if one := drafts.get(key):
            found[at] = one
        else:
            wanted[at] = partial(_draft, segment, everything, signing, kept_here, vocabularies)
    for done, (at, one) in enumerate(_drafted(wanted), len(found)):
        found[at] = drafts[keys[at]] = one
        progress("识别", done, len(keys))
    progress("识别", len(keys), len(keys))
    made = [found[at] for at in range(len(keys))]
    gone: dict[str, list[CleanLine]] = {"signature": [], "byline": []}
    for draft in made:
        for rule, more in draft.gone.items():
            gone[rule] += more
    shared = classify.shared_themes([draft.scores for draft in made])
    asked = {q.line for q in split.questions if q.code in ("HB212", "HB214")}
    articles = []
    for segment, draft in zip(split.segments, made, strict=True):
        themes = classify.themes_of(draft.scores, shared)
        article = replace(
            draft.article,
            number=segment.number,
            lines=_provenance(segment, lines),
            themes=themes,
        )
        article = _edited(article, segment, applied)
        articles.append(replace(article, review=_review(article, asked, segment, applied)))
    return tuple(articles), shared, gone


def _drafted(wanted: Mapping[int, Callable[[], _Draft]]) -> Iterator[tuple[int, _Draft]]:
    """Give the drafts by their places; each article is read on its own, so several at a time."""
    places, readings = list(wanted), list(wanted.values())

    def read(first: int) -> list[_Draft]:
        return [reading() for reading in readings[first : first + _SOME]]

    firsts = range(0, len(readings), _SOME)
    made = parallel.each(read, firsts, worth=len(readings) >= _MANY)
    yield from zip(places, itertools.chain.from_iterable(made), strict=True)


def _draft(
    segment: Segment,
    everything: Sequence[CleanLine],
    by_line: Mapping[int, Byline],
    kept: Set[int],
    vocabularies: Vocabularies,
) -> _Draft:
    """Read one article; its place in the plan is left open.

    ``by_line`` are those of its lines that sign it by their place.
    """
    body = [line for line in everything if line.number not in by_line]
    if not body:
        body = list(everything)  # the rest of the article was moved away
    above = structure.subtitle_lines(body)
    subtitle = joined_text([line.text for line in above])
    blocks = structure.structure(body[len(above) :], segment.joins)
    title = f"{segment.title}\u3000{subtitle}" if subtitle else segment.title
    first = segment.boundary.line
    alone = len(body) == len(everything)
    signing = [] if alone else [one for one in everything if one.number in by_line]
    around = [(segment.boundary.mark, first), *((line.text, line.number) for line in signing)]
    text = extract.reading(title, first, blocks, around)
    scores = classify.theme_scores(title, text.text, vocabularies.themes)
    level = extract.level_of(text, vocabularies.levels)
    region, level = extract.region_of(text, level, vocabularies.regions)
    draft = Article(
        number=segment.number,
        title=segment.title,
        blocks=blocks,
        lines=(),
        subtitle=subtitle,
        region=region,
        level=level,
        organization=extract.organization_of(
            text, vocabularies.organizations, vocabularies.regions
        ),
        kind=classify.kind_of(segment.title, text.text, vocabularies.kinds),
        date=extract.date_of(text),
        summary=extract.summary_of(blocks),
    )
    said = [by_line[n] for n in (first, *(line.number for line in signing)) if n in by_line]
    draft = extract.with_bylines(draft, said)
    gone: dict[str, list[CleanLine]] = {"signature": [], "byline": []}
    for line in signing:
        gone["signature" if extract.holds(draft, by_line[line.number]) else "byline"].append(line)
    draft, signed = _signed(draft, body, segment, kept)
    for rule, more in signed.items():
        gone[rule] += more
    return _Draft(draft, scores, gone)


def _kept(applied: Applied) -> set[int]:
    """Return the lines that an editor keeps in the text."""
    kept: set[int] = set()
    for edit, places in applied.edits:
        if isinstance(edit, Keep | Drop):
            change = kept.update if isinstance(edit, Keep) else kept.difference_update
            change(range(places[0], places[1] + 1))
    return kept


def _signed(
    article: Article, body: Sequence[CleanLine], segment: Segment, kept: Set[int]
) -> tuple[Article, dict[str, list[CleanLine]]]:
    """Take the lines under the title that sign an article out of its body.

    Only a line all of whose parts are the article's fields goes, or a newspaper's name; the
    others stay text, as do those that an editor ``kept``. Returns the article with its author,
    and the lines by rule.
    """
    rest = body[len(structure.subtitle_lines(body)) :]
    authors: list[Evidence] = []
    gone: dict[str, list[CleanLine]] = {"signature": [], "byline": []}
    for line in structure.signature_lines(rest):
        signed = signature(line.text, alone=False)
        if signed is None or line.number in kept or not extract.signs(article, signed):
            continue
        if signed.author:
            authors.append(Evidence("signature", line.number, signed.author, 0.9))
        gone["byline" if signed.source else "signature"].append(line)
    lines = [line for one in gone.values() for line in one]
    if not lines:
        return article, gone
    if authors:
        names = " ".join(one.text for one in authors)
        article = replace(article, author=Finding(names, 0.9, tuple(authors)))
    taken = {line.number for line in lines}
    left = [line for line in rest if line.number not in taken]
    blocks = structure.structure(left, segment.joins)
    return replace(article, blocks=blocks), gone


def _provenance(segment: Segment, lines: Sequence[CleanLine]) -> tuple[LineRange, ...]:
    """Return the source lines of an article in reading order, title first.

    A range goes on over lines without text; lines that went to another article part it.
    """
    ranges = [LineRange(n, n) for n in segment.boundary.title_lines]
    ranges += segment.passages
    merged: list[LineRange] = []
    for one in ranges:
        last = merged[-1].last if merged else one.first
        if last < one.first and not any(lines[n - 1].text for n in range(last + 1, one.first)):
            merged[-1] = LineRange(merged[-1].first, one.last)
        else:
            merged.append(one)
    return tuple(merged)


def _edited(article: Article, segment: Segment, applied: Applied) -> Article:
    """Put in the fields that an editor set."""
    for edit, places in applied.edits:
        if not isinstance(edit, SetField) or places[0] != segment.boundary.line:
            continue
        finding = Finding(edit.value, 1.0, (Evidence("editor"),)) if edit.value else None
        if edit.field == "themes":
            values = [part for part in edit.value.split(",") if part]
            themes = tuple(Finding(value, 1.0, (Evidence("editor"),)) for value in values)
            article = replace(article, themes=themes)
        elif edit.field == "subtitle":
            article = replace(article, subtitle=edit.value)
        elif edit.field == "summary":
            article = replace(article, summary=edit.value)
        else:
            fields: dict[str, Any] = {edit.field: finding}
            article = replace(article, **fields)
    return article


def _review(
    article: Article, asked: Set[int], segment: Segment, applied: Applied
) -> tuple[str, ...]:
    """Return the fields of an article that a person should look at.

    ``asked`` are the lines whose titles are in question.
    """
    line = segment.boundary.line
    if any(isinstance(e, Confirm) and places[0] == line for e, places in applied.edits):
        return ()
    fields = []
    if proposed_title(segment, applied) or dangling_end(segment.title) or line in asked:
        fields.append("title")
    fields += [name for name, finding in _findings(article) if finding.doubt]
    if article.level is None:
        fields.append("level")
    if not article.themes and not _was_set(applied, line, "themes"):
        fields.append("themes")
    return tuple(dict.fromkeys(fields))


def proposed_title(segment: Segment, applied: Applied) -> str:
    """Return the rule that made a title which no line of the source holds, else ``""``."""
    boundary = segment.boundary
    if boundary.title_lines or any(
        isinstance(edit, Retitle) and places[0] == boundary.line for edit, places in applied.edits
    ):
        return ""
    return boundary.evidence[0].rule


def _was_set(applied: Applied, line: int, field: str) -> bool:
    return any(
        isinstance(edit, SetField) and edit.field == field and places[0] == line
        for edit, places in applied.edits
    )


def _findings(article: Article) -> list[tuple[str, Finding]]:
    single = [
        ("region", article.region),
        ("level", article.level),
        ("organization", article.organization),
        ("author", article.author),
        ("kind", article.kind),
        ("date", article.date),
    ]
    found = [(name, finding) for name, finding in single if finding is not None]
    return found + [("themes", theme) for theme in article.themes]


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
    bodies = [_body_lines(segment, lines) for segment in split.segments]
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
    confirmed = {places[0] for e, places in applied.edits if isinstance(e, Confirm)}
    for article, segment in zip(articles, split.segments, strict=True):
        line = segment.boundary.line
        if line in confirmed:
            continue
        rule = proposed_title(segment, applied)
        if rule:
            values = (
                ("number", str(article.number)),
                ("title", article.title),
                ("origin", _TITLE_ORIGINS[rule]),
            )
            command = f'--retitle {article.number} "{TITLE_BLANK}"'
            questions.append(Question("HB230", line, values, command, segment.boundary.evidence))
        asked: set[str] = set()
        for name, finding in _findings(article):
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
        if not article.themes and not _was_set(applied, line, "themes"):
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


def _plan_file(
    document: SourceDocument,
    split: SplitPlan,
    articles: Sequence[Article],
    pages: dict[str, str],
    edits: Sequence[Edit],
    added: str,
    messages: Sequence[Diagnostic],
    source_file: str,
) -> PlanFile:
    count = len(articles)
    mask = load_privacy().mask
    numbers = {segment.boundary.line: segment.number for segment in reversed(split.segments)}
    return PlanFile(
        version=1,
        source=PlanSource(
            file=source_file,
            name=document.name,
            format=document.format,
            encoding=document.encoding,
            sha256=document.sha256,
            lines=len(document.lines),
        ),
        added=added,
        index_sha256=sha256(pages["index.md"]),
        collection=PlanCollection(
            title=mask(split.title),
            title_line=split.title_line,
            declared=split.declared,
            rule=split.rule,
        ),
        articles=[
            PlanArticle(
                number=article.number,
                title=mask(segment.boundary.title),
                title_lines=format_ranges(ranges_of(segment.boundary.title_lines))
                or str(segment.boundary.line),
                lines=format_ranges(article.lines),
                page=page_name(article.number, count),
                sha256=sha256(pages[page_name(article.number, count)]),
                score=segment.boundary.score,
                mark=segment.boundary.mark,
                evidence=_evidence(segment.boundary.evidence),
                fields=_fields(article),
            )
            for article, segment in zip(articles, split.segments, strict=True)
        ],
        preliminaries=format_ranges(ranges_of(split.preliminaries)) or None,
        dropped=_dropped(split.dropped),
        questions=[
            PlanQuestion(
                code=question.code,
                line=question.line,
                message=message.message,
                command=message.hint,
                article=numbers.get(question.line) or _home(split, question.line),
                evidence=_evidence(question.evidence),
            )
            for question, message in zip(split.questions, messages, strict=True)
        ],
        edits=list(edits),
    )


def _home(split: SplitPlan, line: int) -> int | None:
    home = split.home_of(line)
    return home.number if home else None


def _dropped(pieces: Sequence[Dropped]) -> list[PlanDropped]:
    mask = load_privacy().mask  # a plan spreads no personal data
    return [
        PlanDropped(
            line=piece.span.line,
            columns=f"{piece.span.start}-{piece.span.end}",
            rule=piece.rule,
            text=mask(piece.text),
        )
        for piece in pieces
    ]


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
        evidence=_evidence(single.evidence),
        dropped=_dropped(single.dropped),
    )


def frontmatter_body(page: str) -> str:
    """Return a page's text below its front matter, without the blank lines around it."""
    return parse(page, with_lines=False).body.replace("\r\n", "\n").strip("\n")


def _evidence(evidence: Sequence[Evidence]) -> list[PlanEvidence]:
    mask = load_privacy().mask
    return [
        PlanEvidence(rule=one.rule, line=one.line, text=mask(one.text), weight=float(one.weight))
        for one in evidence
    ]


def _fields(article: Article) -> dict[str, list[PlanField]]:
    fields: dict[str, list[PlanField]] = {}
    mask = load_privacy().mask
    for name, finding in _findings(article):
        fields.setdefault(name, []).append(
            PlanField(
                value=mask(finding.value),
                score=float(finding.score),
                doubt=finding.doubt,
                evidence=_evidence(finding.evidence),
            )
        )
    return fields


def dump_plan(plan_file: PlanFile) -> str:
    """Return plan.yml: one line an entry, so that changes are easy to read and to merge."""
    return _dump(
        plan_file, "# 分篇方案：原文每一行的去向和理由。由 huibian 生成；编辑的决定记在 edits 里。"
    )


def dump_added(added: AddedFile) -> str:
    """Return added.yml, in the same form."""
    return _dump(added, "# 另外收入的单篇：各自的原文，剔除了什么，标题从哪里来。由 huibian 生成。")


def _dump(model: PlanFile | AddedFile, head: str) -> str:
    lines = [head]
    for key in type(model).model_fields:
        value = getattr(model, key)
        if value is None or value == []:
            continue
        if isinstance(value, list):  # entry by entry: ten thousand at once take a lot of memory
            lines.append(f"{key}:")
            lines += [f"  - {scalar(entry.model_dump(exclude_defaults=True))}" for entry in value]
        elif isinstance(value, BaseModel):
            lines.append(f"{key}: {scalar(value.model_dump(exclude_defaults=True))}")
        else:
            lines.append(f"{key}: {scalar(value)}")
    return "\n".join(lines) + "\n"
