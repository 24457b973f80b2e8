"""How well unseen compilations are split: totals to reach, and no case below what it had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
import yaml

from huibian.diagnostics import HuibianError
from huibian.vocabulary.bundle import Vocabularies

from .articles import Part
from .holdout import HOLDOUT
from .layouts import LAYOUTS
from .score import (
    HELD_OUT,
    RECORDED,
    SETS,
    Score,
    compiled,
    evaluate,
    figures,
    recorded,
    score,
    total_figures,
    totals,
)
from .sheet import Case

RECORDS: dict[str, dict[str, Any]] = yaml.safe_load(RECORDED.read_text(encoding="utf-8"))
LEAST_F1 = 0.97
LEAST_TEXT = 0.98
LEAST_PARAGRAPHS = 0.95  # of hard-wrapped text


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return evaluate()


def worst(scores: dict[str, Score]) -> str:
    ranked = sorted(scores.items(), key=lambda one: (one[1].f1, one[1].text_share))
    shown = [f"{name} F1 {one.f1:.3f} text {one.text_share:.3f}" for name, one in ranked[:15]]
    return "worst: " + "; ".join(shown)


def test_articles_come_out_with_their_exact_titles(scores: dict[str, Score]) -> None:
    assert totals(list(scores.values())).f1 >= LEAST_F1, worst(scores)


def test_text_stands_in_the_right_article(scores: dict[str, Score]) -> None:
    assert totals(list(scores.values())).text_share >= LEAST_TEXT, worst(scores)


def test_no_character_is_lost(scores: dict[str, Score]) -> None:
    assert {name: one.notes for name, one in scores.items() if one.lost} == {}


def test_what_is_wrong_is_asked_about(scores: dict[str, Score]) -> None:
    """A missing or extra article, or a source that contradicts itself, raises a question."""
    assert [name for name, one in scores.items() if one.silent] == []


def test_paragraphs_broken_at_full_width_are_whole_again(scores: dict[str, Score]) -> None:
    wrapped = [one for name, one in scores.items() if "wrapped" in name]
    assert totals(wrapped).paragraph_share >= LEAST_PARAGRAPHS


def test_every_case_is_recorded() -> None:
    assert list(RECORDS) == list(LAYOUTS), "run python -m tests.evaluation.score --record"


def test_no_title_stands_twice_in_a_case() -> None:
    for entries in SETS.values():
        for name, entry in entries.items():
            titles = [one.titles[0] for one in entry.case().wanted]
            assert len(set(titles)) == len(titles) > 0, name


@pytest.mark.parametrize("name", LAYOUTS)
def test_no_case_gets_worse(scores: dict[str, Score], name: str) -> None:
    now, before = figures(scores[name]), RECORDS[name]
    assert now["expected"] == before["expected"], "the set has changed: record it anew"
    worse = [key for key in ("f1", "text", "paragraphs") if now[key] < before[key]]
    worse += [key for key in ("leaks",) if now[key] > before[key]]
    worse += [key for key in ("silent",) if now.get(key) and not before.get(key)]
    assert worse == [], "\n".join([f"now {now}", f"before {before}", *scores[name].notes])


# --- the hold-outs: held as wholes, so that no rule is written for one of their cases ----------


@pytest.fixture(scope="module", params=HELD_OUT)
def held_out(request: pytest.FixtureRequest) -> tuple[str, dict[str, Score]]:
    return request.param, evaluate(SETS[request.param])


def test_a_hold_out_as_a_whole_gets_no_worse(held_out: tuple[str, dict[str, Score]]) -> None:
    which, scores = held_out
    now, records = total_figures(scores), recorded(which).read_text(encoding="utf-8")
    before = yaml.safe_load(records)["all"]
    same = ("cases", "expected")
    assert [now[key] for key in same] == [before[key] for key in same], "the set has changed"
    worse = [key for key in ("f1", "text", "paragraphs") if now[key] < before[key]]
    worse += [key for key in ("leaks", "lost", "torn", "silent") if now[key] > before[key]]
    assert worse == [], f"now {now}, before {before}; {worst(scores)}"


def test_no_character_of_a_hold_out_is_lost(held_out: tuple[str, dict[str, Score]]) -> None:
    assert {name: one.notes for name, one in held_out[1].items() if one.lost} == {}


@pytest.mark.parametrize("which", HELD_OUT)
def test_a_hold_out_has_documents_that_stand_alone(which: str) -> None:
    entries = SETS[which]
    single = [name for name, entry in entries.items() if entry.case().single]
    assert single == [name for name in entries if name.startswith("single-")] != []
    assert all(len(entries[name].case().wanted) == 1 for name in single)


# --- the score itself -------------------------------------------------------------------------

PLAINEST = "web-first-rank-headings"


def spoiled(vocabularies: Vocabularies, *, outside: Sequence[str] = (), **changes: Any) -> Score:
    """Score a case that comes out well with one article of it expected otherwise."""
    case = LAYOUTS[PLAINEST].case()
    first = replace(case.wanted[0], **changes)
    return score(
        replace(case, wanted=(first, *case.wanted[1:]), outside=(*case.outside, *outside)),
        vocabularies,
    )


def test_a_case_that_comes_out_well_scores_full(vocabularies: Vocabularies) -> None:
    result = spoiled(vocabularies)
    assert result.perfect
    assert (result.f1, result.text_share, result.paragraph_share) == (1, 1, 1)
    assert (result.extra, result.leaks, result.lost, result.silent) == (0, 0, 0, False)


def test_the_score_notices_a_title_that_is_not_exact(vocabularies: Vocabularies) -> None:
    result = spoiled(vocabularies, titles=("另一个题目",))
    assert (result.exact, result.found, result.expected) == (9, 10, 10)
    assert result.text_share == 1, "the text is still in the right article"
    assert any(note == "missing: 另一个题目" for note in result.notes)


def test_the_score_notices_text_that_is_elsewhere_or_lost(vocabularies: Vocabularies) -> None:
    parts = LAYOUTS[PLAINEST].case().wanted[0].parts
    result = spoiled(vocabularies, parts=(*parts, Part("paragraph", "壹贰叁肆伍陆柒捌玖拾")))
    assert result.characters - result.text == 10
    assert result.paragraphs_expected - result.paragraphs == 1
    assert result.lost == 10, "the source has no such characters"
    result = spoiled(vocabularies, parts=parts[:-1])
    assert result.extra == len(parts[-1].text)
    joined = Part("paragraph", parts[0].text + parts[1].text)
    result = spoiled(vocabularies, parts=(joined, *parts[2:]))
    assert result.text_share == 1
    assert result.paragraphs_expected - result.paragraphs == 1


def test_the_score_notices_a_line_that_belongs_to_no_article(vocabularies: Vocabularies) -> None:
    parts = LAYOUTS[PLAINEST].case().wanted[0].parts
    result = spoiled(vocabularies, parts=parts[:-1], outside=[parts[-1].text])
    assert result.leaks == 1


def test_a_document_that_stands_alone_is_read_as_one_when_it_is_refused(
    vocabularies: Vocabularies,
) -> None:
    case = HOLDOUT["single-minutes"].case()
    assert len(compiled(case, vocabularies).articles) == 1
    with pytest.raises(HuibianError, match="HB201"):
        compiled(replace(case, single=False), vocabularies)


def test_the_score_notices_a_document_that_was_split_and_should_not_have_been(
    vocabularies: Vocabularies,
) -> None:
    case = LAYOUTS[PLAINEST].case()
    alone: Case = replace(case, wanted=case.wanted[:1], single=True)
    result = score(alone, vocabularies)
    assert (result.torn, result.found > 1) == (1, True)
    assert score(case, vocabularies).torn == 0
