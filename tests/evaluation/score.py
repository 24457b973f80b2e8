"""Measures how the evaluation set is split: ``python -m tests.evaluation.score [--case NAME]``.

Prints a table of all cases and the totals. ``--record`` writes the figures to recorded.yml, to
which test_evaluation.py holds every case; ``--case`` shows what went wrong in one. ``--set
holdout``, ``--set holdout_2`` and so on do the same with the hold-outs, of which only the totals
are held.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path

import yaml

from huibian import frontmatter, pipeline, readers
from huibian.check import conservation
from huibian.diagnostics import HuibianError
from huibian.model import Block, is_blank
from huibian.pipeline import Compilation
from huibian.planrecord import page_name
from huibian.stages.render import plain_text
from huibian.vocabulary.bundle import Vocabularies, load

from . import formats  # noqa: F401  (enters its layouts)
from .holdout import HOLDOUT
from .holdout_2 import HOLDOUT_2
from .holdout_3 import HOLDOUT_3
from .holdout_4 import HOLDOUT_4
from .holdout_5 import HOLDOUT_5
from .layouts import LAYOUTS, Entry
from .sheet import Case, Wanted

RECORDED = Path(__file__).with_name("recorded.yml")
SETS: dict[str, Mapping[str, Entry]] = {
    "seen": LAYOUTS,
    "holdout": HOLDOUT,
    "holdout_2": HOLDOUT_2,
    "holdout_3": HOLDOUT_3,
    "holdout_4": HOLDOUT_4,
    "holdout_5": HOLDOUT_5,
}
HELD_OUT = [name for name in SETS if name != "seen"]
#: Questions that do not say that an article is missing or one too many: about an article's fields,
#: about a passage's wording (composed articles share sentences, so that these come by chance).
_OTHER_QUESTIONS = {"HB211", "HB215"}
_BULLET = re.compile(r"^[\uf0b7•\-*#★]+")
_LEAST_MATCH = 3  # characters that must agree in a row to count as the same text
_DISTINCT = 12  # characters from which a line cannot stand in a text by chance


def ink(text: str) -> str:
    """Return the visible characters."""
    return "".join(char for char in text if not is_blank(char))


def spaced(title: str) -> str:
    """Return a title with single spaces, by which two are compared."""
    return " ".join(title.split())


@dataclass(frozen=True, slots=True)
class Found:
    """An article as it came out: what its page shows, and its blocks."""

    title: str
    text: str  # subtitle and body without spaces
    blocks: tuple[str, ...]  # likewise, a block each


@dataclass(slots=True)
class Score:
    """The figures of a case.

    ``text`` counts the expected characters that stand in the right article, of ``characters``;
    ``extra`` those in an article that do not belong there; ``paragraphs`` the expected
    paragraphs that came out whole and alone; ``leaks`` the lines in a title or body that belong
    to none; ``lost`` the faults that the check of conservation finds; ``asked`` the questions
    about the split (a refusal counts as one); ``torn`` the stand-alone documents that were split.
    """

    expected: int = 0
    found: int = 0
    exact: int = 0
    characters: int = 0
    text: int = 0
    extra: int = 0
    paragraphs: int = 0
    paragraphs_expected: int = 0
    leaks: int = 0
    lost: int = 0
    asked: int = 0
    torn: int = 0
    must_ask: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.exact / (self.expected + self.found)

    @property
    def text_share(self) -> float:
        return self.text / self.characters

    @property
    def paragraph_share(self) -> float:
        return self.paragraphs / self.paragraphs_expected

    @property
    def perfect(self) -> bool:
        return self.exact == self.expected == self.found

    @property
    def silent(self) -> bool:
        """Say whether something is wrong (with the split or in the source) and nothing asks."""
        return not self.asked and (self.must_ask or not self.perfect)


def compiled(case: Case, vocabularies: Vocabularies) -> Compilation:
    """Compile a case in memory, as the command would.

    A stand-alone document that is refused because nothing parts it is read as one article, as
    the refusal advises.
    """
    document = readers.read_bytes(case.data, case.file)
    compile_as = partial(
        pipeline.compile_document, document, "evaluation", vocabularies, added="2026-11-21"
    )
    try:
        return compile_as(whole=case.whole)
    except HuibianError as error:
        if case.single and [finding.code for finding in error.findings] == ["HB201"]:
            return compile_as(whole=True)
        raise


def score(case: Case, vocabularies: Vocabularies) -> Score:
    """Compile a case and compare what comes out with what is expected."""
    result = Score(
        expected=len(case.wanted),
        characters=sum(len(_wanted_text(one)) for one in case.wanted),
        paragraphs_expected=sum(len(_wanted_blocks(one)) for one in case.wanted),
        must_ask=case.asks,
    )
    try:
        made = compiled(case, vocabularies)
    except HuibianError as error:
        result.asked = 1
        result.notes = [f"refused: {finding.code}" for finding in error.findings]
        return result
    found = [_found(made, at) for at in range(len(made.articles))]
    result.found = len(found)
    result.torn = int(case.single and len(found) > 1)
    _titles(result, case.wanted, found)
    for want, have in _pairs(case.wanted, found):
        _compare(result, want, have)
    result.leaks = _leaks(case, found, result.notes)
    questions = [one for one in made.plan.questions if one.code not in _OTHER_QUESTIONS]
    result.asked = len(questions)
    result.notes += [f"asked: {one.code} line {one.line} {one.command}" for one in questions]
    result.lost = _lost(made, case, result.notes)
    return result


def _found(made: Compilation, at: int) -> Found:
    article = made.articles[at]
    page = frontmatter.parse(made.pages[page_name(at + 1, len(made.articles))])
    return Found(
        str(page.meta["title"]),
        ink(str(page.meta.get("subtitle") or "") + plain_text(page.body)),
        tuple(_shown(block) for block in article.blocks),
    )


def _shown(block: Block) -> str:
    marker = block.marker if block.kind == "item" and block.marker != "-" else ""
    return _BULLET.sub("", ink(marker + block.text))


def _wanted_text(want: Wanted) -> str:
    return ink(want.subtitle + "".join(part.text for part in want.parts))


def _wanted_blocks(want: Wanted) -> list[str]:
    """Return the paragraphs and headings of an article; tables are compared as text only."""
    return [_BULLET.sub("", ink(part.text)) for part in want.parts if part.kind != "row"]


def _exact(want: Wanted, have: Found) -> bool:
    return spaced(have.title) in {spaced(title) for title in want.titles}


def _titles(result: Score, wants: Sequence[Wanted], found: Sequence[Found]) -> None:
    """Count the exact titles that come in the expected order, and note the others."""
    pairs = _chain([[float(_exact(want, have)) for have in found] for want in wants])
    result.exact = len(pairs)
    met = {at for at, _ in pairs}
    used = {at for _, at in pairs}
    result.notes += [f"missing: {want.titles[0]}" for at, want in enumerate(wants) if at not in met]
    result.notes += [f"extra: {have.title}" for at, have in enumerate(found) if at not in used]


def _pairs(wants: Sequence[Wanted], found: Sequence[Found]) -> list[tuple[Wanted, Found]]:
    """Return for each expected article the one that holds its text, in order, one to one."""
    grams = [_grams(have.text) for have in found]
    shared = [
        [float(sum((own & other).values())) for other in grams]
        for own in (_grams(_wanted_text(want)) for want in wants)
    ]
    return [(wants[at], found[to]) for at, to in _chain(shared)]


def _grams(text: str) -> Counter[str]:
    return Counter(text[at : at + 6] for at in range(max(0, len(text) - 5)))


def _chain(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Return the pairs (row, column), rising in both, with the greatest sum of weights."""
    rows, width = len(weights), len(weights[0]) if weights else 0
    best = [[0.0] * (width + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(width - 1, -1, -1):
            best[row][column] = max(
                best[row + 1][column],
                best[row][column + 1],
                weights[row][column] + best[row + 1][column + 1],
            )
    pairs, row, column = [], 0, 0
    while row < rows and column < width:
        if best[row][column] == best[row + 1][column]:
            row += 1
        elif best[row][column] == best[row][column + 1]:
            column += 1
        else:
            pairs.append((row, column))
            row, column = row + 1, column + 1
    return pairs


def _compare(result: Score, want: Wanted, have: Found) -> None:
    expected = _wanted_text(want)
    same = _same(expected, have.text)
    result.text += same
    allowed = sum(len(ink(line)) for line in want.signature if ink(line) in have.text)
    result.extra += max(0, len(have.text) - same - allowed)
    there = Counter(have.blocks)
    for block in _wanted_blocks(want):
        if there[block] > 0:
            there[block] -= 1
            result.paragraphs += 1
        else:
            result.notes.append(f"not a paragraph: {block[:20]}…{block[-12:]}")


def _same(expected: str, text: str) -> int:
    """Return how many characters agree, in order."""
    if expected == text:
        return len(expected)
    blocks = SequenceMatcher(None, expected, text, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= _LEAST_MATCH)


def _leaks(case: Case, found: Sequence[Found], notes: list[str]) -> int:
    """Count the lines that belong to no article and stand in a title or body all the same."""
    own = {ink(title) for want in case.wanted for title in want.titles}
    own |= {ink(part.text) for want in case.wanted for part in want.parts}
    lines = [*case.outside, *(line for want in case.wanted for line in want.bylines)]
    pieces = Counter(ink(text) for have in found for text in (have.title, *have.blocks))
    texts = "\n".join(have.text for have in found)
    leaked = [
        line
        for line in lines
        if (bare := ink(line)) not in own
        and (bare in pieces or (len(bare) >= _DISTINCT and bare in texts))
    ]
    notes += [f"leak: {line[:40]}" for line in leaked]
    return len(leaked)


def _lost(made: Compilation, case: Case, notes: list[str]) -> int:
    """Count what the check of conservation finds, and characters that the reader did not read."""
    findings = list(conservation(made.plan_file, made.document, "plan.yml", ""))
    read = Counter(ink("".join(line.text for line in made.document.lines)))
    put = Counter("".join(ink(one.titles[0]) + _wanted_text(one) for one in case.wanted))
    unread = put - read
    notes += [f"lost: {finding.code} line {finding.line}" for finding in findings]
    if unread:
        notes.append(f"unread: {''.join(sorted(unread.elements()))[:60]}")
    return len(findings) + unread.total()


def totals(scores: Sequence[Score]) -> Score:
    """Return the sums over all cases."""
    names = ("expected", "found", "exact", "characters", "text", "extra", "paragraphs",
             "paragraphs_expected", "leaks", "lost", "asked", "torn")  # fmt: skip
    return Score(**{name: sum(getattr(one, name) for one in scores) for name in names})


def evaluate(entries: Mapping[str, Entry] = LAYOUTS) -> dict[str, Score]:
    """Score every case of a set."""
    vocabularies = load()
    return {name: score(entry.case(), vocabularies) for name, entry in entries.items()}


def figures(one: Score) -> dict[str, object]:
    """Return the figures to which a case is held."""
    return {
        "expected": one.expected,
        "f1": _floor(one.f1),
        "text": _floor(one.text_share),
        "paragraphs": _floor(one.paragraph_share),
        "leaks": one.leaks,
        **({"silent": True} if one.silent else {}),
    }


def total_figures(scores: Mapping[str, Score]) -> dict[str, object]:
    """Return the figures to which a set as a whole is held."""
    everything = list(scores.values())
    every = totals(everything)
    return {
        "cases": len(everything),
        "expected": every.expected,
        "f1": _floor(every.f1),
        "text": _floor(every.text_share),
        "paragraphs": _floor(every.paragraph_share),
        "leaks": every.leaks,
        "lost": every.lost,
        "torn": every.torn,
        "silent": sum(one.silent for one in everything),
    }


def _floor(share: float) -> float:
    return int(share * 1000) / 1000


def row(name: str, one: Score, questions: str) -> str:
    return (
        f"{name:<46}{one.expected:>5}{one.found:>6}{one.exact:>6}{one.f1:>7.3f}"
        f"{one.text_share * 100:>8.1f}{one.paragraph_share * 100:>7.1f}{one.extra:>7}"
        f"{one.leaks:>6}{one.lost:>5}{questions:>10}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Score the evaluation set.")
    parser.add_argument("--set", choices=SETS, default="seen", help="which set")
    parser.add_argument("--case", action="append", help="show one case's faults")
    parser.add_argument("--failing", action="store_true", help="list only cases with faults")
    parser.add_argument("--record", action="store_true", help="write the set's recorded file anew")
    options = parser.parse_args()
    entries = SETS[options.set]
    if options.case:
        if unknown := [name for name in options.case if name not in entries]:
            parser.error(f"no case of this set: {', '.join(unknown)}")
        chosen = evaluate({name: entries[name] for name in options.case})
        for name, result in chosen.items():
            print(yaml.safe_dump({name: asdict(result)}, allow_unicode=True, width=200))
        return 0
    scores = evaluate(entries)
    print(
        f"{'case':<46}{'want':>5}{'found':>6}{'exact':>6}{'F1':>7}{'text %':>8}{'para %':>7}"
        f"{'extra':>7}{'leaks':>6}{'lost':>5}{'questions':>10}"
    )
    for name, one in scores.items():
        clean = one.perfect and one.text_share == 1 and not (one.leaks or one.lost or one.silent)
        if not (options.failing and clean):
            print(row(name, one, "SILENT" if one.silent else str(one.asked)))
    print(row(f"all {len(scores)} cases", totals(list(scores.values())), ""))
    every = total_figures(scores)
    print(f"stand-alone documents split: {every['torn']}, silent faults: {every['silent']}")
    if options.record:
        _record(options.set, scores)
    return 0


def recorded(which: str) -> Path:
    """Return the file that holds a hold-out's figures."""
    return Path(__file__).with_name(f"recorded_{which}.yml")


def _record(which: str, scores: Mapping[str, Score]) -> None:
    """Write a set's figures to its file: of a hold-out the totals, else of every case."""
    if which in HELD_OUT:
        shown, what, path = {"all": total_figures(scores)}, "this hold-out", recorded(which)
        option = f" --set {which}"
    else:
        shown = {name: figures(one) for name, one in scores.items()}
        what, path, option = "each case", RECORDED, ""
    head = f"# What {what} reaches at present; `python -m tests.evaluation.score{option} --record`."
    lines = [head, *(f"{name}: {yaml_line(entry)}" for name, entry in shown.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def yaml_line(entry: dict[str, object]) -> str:
    text: str = yaml.safe_dump(entry, default_flow_style=True, sort_keys=False, width=200)
    return text.strip()


if __name__ == "__main__":
    sys.exit(main())
