"""The benchmarks' parts on tiny inputs: that they measure what they say, not how fast it is."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench import __main__ as bench
from bench import beside, inputs, measure, pages
from huibian import pipeline, readers
from huibian.vocabulary.bundle import Vocabularies


@pytest.mark.parametrize(("name", "file", "make"), inputs.CASES)
def test_the_inputs_hold_their_articles(
    name: str, file: str, make: Callable[[inputs.Articles], bytes]
) -> None:
    made = inputs.articles(3, 1500)
    assert made == inputs.articles(3, 1500)
    assert len({one.title for one in made}) == 3
    assert all(len(one.text.encode()) >= 1500 for one in made)
    document = readers.read_bytes(make(made), file)
    read = "".join("".join(line.text.split()) for line in document.lines)
    assert all("".join(one.text.split()) in read for one in made), name


def test_text_input_is_split_into_its_articles(vocabularies: Vocabularies) -> None:
    made = inputs.articles(4, 1500)
    document = readers.read_bytes(inputs.text(made), "made.txt")
    compiled = pipeline.compile_document(document, "bench", vocabularies, added="2026-01-02")
    assert [one.title for one in compiled.articles] == [one.title for one in made]


def test_a_case_is_measured_in_a_process_of_its_own(
    tmp_path: Path,
) -> None:
    path = tmp_path / "made.txt"
    path.write_bytes(inputs.text(inputs.articles(3, 1500)))
    done = measure.apart("split", path, 1)
    assert done.found == 3
    assert done.seconds > 0
    assert 10 < done.peak < 1000


@pytest.mark.parametrize("what", ["word", "python-docx"])
def test_word_readers_look_at_every_paragraph(tmp_path: Path, what: str) -> None:
    made = inputs.articles(2, 1500)
    path = tmp_path / "made.docx"
    path.write_bytes(inputs.word_headings(made))
    found = measure.measure(what, path, 1).found
    assert found == sum(1 + len(one.lines) for one in made)


def test_writing_makes_a_new_collection_each_time(tmp_path: Path) -> None:
    path = tmp_path / "made.txt"
    path.write_bytes(inputs.text(inputs.articles(3, 1500)))
    assert measure.measure("write", path, 2).found == 3


def test_judging_counts_exact_titles_and_whole_paragraphs() -> None:
    made = inputs.articles(2, 800)
    one, other = made
    everything = [(one.title, "\n".join(one.lines)), (other.title, "\n".join(other.lines))]
    assert beside.judge(made, everything) == beside.Outcome(2, 1.0, 0.0)
    unmarked = [("", "\n".join([*one.lines, *other.lines]))]
    assert beside.judge(made, unmarked) == beside.Outcome(0, 1.0, 0.0)
    half = beside.judge(made, [(one.title + "。", "\n".join(one.lines))])
    assert half.found == 0
    assert half.kept == pytest.approx(len(one.text) / (len(one.text) + len(other.text)))
    assert beside.judge(made, []) == beside.Outcome(0, 0.0, 0.0)


@pytest.mark.parametrize("name", ["EPUB/text/ch001.xhtml", "1-title.html"])
def test_chapters_are_read_from_both_forms_of_pandoc(tmp_path: Path, name: str) -> None:
    path = tmp_path / "made.zip"
    body = "<body><h1 id='a'>甲<b>乙</b> &amp; 丙</h1><p>文</p></body>"
    page = f"<html><head><title>x</title></head>{body}</html>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, page)
        archive.writestr("EPUB/nav.xhtml", page)
        archive.writestr("sitemap.json", "{}")
    ((title, text),) = beside.chapters(path)
    assert title == "甲乙 & 丙"
    assert text.endswith("文")


def test_pandoc_is_asked_in_the_words_of_its_version() -> None:
    assert "--split-level=1" in beside.pandoc_options((3, 1))
    assert "--epub-chapter-level=1" in beside.pandoc_options((2, 17, 1, 1))


def test_the_report_says_when_pandoc_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside.shutil, "which", lambda _: None)
    monkeypatch.setattr(beside, "huibian", lambda path, made, runs: beside.Outcome(2, 0.5, 0.1))
    made = bench.splitting(tmp_path, 2, 1)
    assert "pandoc is not installed" in made
    assert "| Word, look only | huibian | 2 / 2 | 50.0% | 0.10 |" in made


def test_growth_is_a_row_for_each_size_with_the_limit_of_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench, "apart", lambda what, path, runs: measure.Measured(0.5, 151.5, 2))
    head, rule, row = bench.growth(tmp_path, [2], 1).split("\n")
    assert head.count("|") == rule.count("|") == row.count("|")
    size = len(inputs.text(inputs.articles(2, inputs.SHORT)))
    assert f"| {bench.limit(size):.0f} | **no** |" in row
    assert bench.limit(23_000_000) == pytest.approx(610)


def test_tables_are_markdown() -> None:
    assert bench.table(["what", "n"], [["a", "1"]]) == "| what | n |\n|---|---:|\n| a | 1 |"


def run_of_lighthouse(score: float, shift: float) -> dict[str, Any]:
    """Return a report as Lighthouse writes it, as much of it as is read."""
    return {
        "categories": {name: {"score": score} for name in pages.CATEGORIES},
        "audits": {name: {"numericValue": shift} for name in pages.METRICS},
    }


def test_marks_of_pages_are_medians_of_runs() -> None:
    runs = [pages.read(run_of_lighthouse(score, 1 - score)) for score in (0.9, 1, 0.97)]
    found = pages.middle(runs)
    assert found["performance"] == found["seo"] == pytest.approx(97)
    assert found["cumulative-layout-shift"] == pytest.approx(0.03)


def test_pages_say_when_lighthouse_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "CACHE", tmp_path)
    monkeypatch.setattr(pages.shutil, "which", lambda _: None)
    assert pages.lighthouse() is None
    assert "未测" in pages.marks("http://127.0.0.1/", 1)
