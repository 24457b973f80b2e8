"""The catalog: what it reads, how it indexes, what it reports."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest
from sitetree import article, collection, sample, write_docs

from huibian.site.catalog import (
    ArticleCard,
    Catalog,
    in_lines,
    is_named,
    load_catalog,
    read_questions,
    without,
)
from huibian.site.parsed import ParsedPages
from huibian.vocabulary.regions import load_regions
from huibian.vocabulary.themes import load_themes


def load(docs: Path, tree: dict[str, str]) -> Catalog:
    return load_catalog(write_docs(docs, tree), load_regions(), load_themes())


def test_reads_collections_and_articles(tmp_path: Path) -> None:
    catalog = load(tmp_path / "docs", sample())
    assert not catalog.findings
    assert [card.slug for card in catalog.collections] == ["water", "hostile"]
    first = catalog.by_src["collections/water/01.md"]
    assert first.region == ("530000", "530100")
    assert first.themes == ("water-conservancy", "community-governance")
    assert first.shared == ("government-services",)
    assert first.headings == ("一、把台账建起来", "（一）分类处理", "二、把回访做实在")
    assert catalog.by_slug["water"].note == "虚构样例，仅供测试。"


def test_pages_are_taken_out_of_the_library(tmp_path: Path) -> None:
    whole = load(tmp_path / "docs", sample())
    assert without(whole, {"note.md", "collections/water/source/original.txt"}) is whole
    less = without(whole, {"collections/water/03.md"})
    assert [card.number for card in less.by_slug["water"].articles] == [1, 2, 4]
    assert "collections/water/03.md" not in less.by_src
    assert [card.number for card in less.by_theme["water-conservancy"]] == [1]
    assert less.by_slug["hostile"] is whole.by_slug["hostile"]
    assert [*without(whole, {"collections/water/index.md"}).by_slug] == ["hostile"]


def test_indexes_count_an_article_in_every_region_above_it(tmp_path: Path) -> None:
    catalog = load(tmp_path / "docs", sample())
    stems = {code: [card.stem for card in cards] for code, cards in catalog.by_region.items()}
    assert stems == {"530000": ["01", "02"], "530100": ["01", "02"], "610000": ["03"]}
    assert [card.stem for card in catalog.by_level["县区级"]] == ["01", "03"]
    # the collection's own theme counts for each of its articles
    assert len(catalog.by_theme["government-services"]) == 4


def test_unnamed_are_those_whose_region_does_not_reach_their_level(tmp_path: Path) -> None:
    catalog = load(tmp_path / "docs", sample())
    assert [card.stem for card in catalog.unnamed["县区级"]] == ["01", "03"]
    assert "市级" not in catalog.unnamed
    assert {card.stem for card in catalog.unnamed[""]} >= {"04"}


@pytest.mark.parametrize(
    ("level", "region_level", "named"),
    [
        ("国家级", "", True),
        ("省级", "省级", True),
        ("省级", "", False),
        ("市级", "省级", False),
        ("市级", "县区级", True),
        ("县区级", "市级", False),
        ("村社区级", "县区级", True),
        ("乡镇街道级", "市级", False),
        ("乡镇街道级", "乡镇街道级", True),
        ("开发区", "省级", True),
        ("企业", "", False),
        ("", "", False),
    ],
)
def test_is_named(level: str, region_level: str, named: bool) -> None:
    assert is_named(level, region_level) is named


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        ("---\ntitle: 甲\nnumber: 1\nregoin: 云南省\n---\n", "HB303", 4, "region"),
        ("---\ntitle: 甲\n---\n", "HB304", 1, "number"),
        ("---\ntitle: 甲\nnumber: 1\nlevel: 厅级\n---\n", "HB305", 4, "level"),
        ("---\ntitle: 甲\nnumber: 1\ndate: 2023-02-30x\n---\n", "HB305", 4, "date"),
        ("---\ntitle: 甲\nnumber: 1\nthemes: [水力]\n---\n", "HB306", 4, "水利"),
        ("---\ntitle: 甲\nnumber: 1\nregion: 昆明\n---\n", "HB307", 4, "云南省/昆明市"),
        ("---\ntitle: [甲\n---\n", "HB301", 3, "YAML"),
        ("没有元数据\n", "HB302", 1, "元数据"),
    ],
)
def test_wrong_front_matter_is_reported_with_its_line(
    tmp_path: Path, text: str, code: str, line: int, words: str
) -> None:
    tree = {"collections/c/index.md": collection("汇编"), "collections/c/01.md": text}
    catalog = load(tmp_path / "docs", tree)
    assert [finding.code for finding in catalog.findings] == [code]
    finding = catalog.findings[0]
    assert (finding.path, finding.line) == ("docs/collections/c/01.md", line)
    assert words in finding.text()


def test_all_problems_at_once_and_the_good_pages_stay(tmp_path: Path) -> None:
    tree = {
        "collections/c/index.md": collection("汇编"),
        "collections/c/01.md": article("好", 1),
        "collections/c/02.md": article("重号", 1),
        "collections/c/03.md": "---\ntitle: 坏\n---\n",
        "collections/lost/01.md": article("没有卷首", 1),
        "collections/bytes/index.md": collection("汇编"),
    }
    docs = write_docs(tmp_path / "docs", tree)
    (docs / "collections/bytes/01.md").write_bytes("---\ntitle: 甲\n".encode("gb18030"))
    catalog = load_catalog(docs, load_regions(), load_themes())
    codes = sorted(finding.code for finding in catalog.findings)
    assert codes == ["HB105", "HB105", "HB304", "HB308"]
    assert [card.title for card in catalog.articles] == ["好", "重号"]


def test_an_empty_library(tmp_path: Path) -> None:
    catalog = load_catalog(tmp_path, load_regions(), load_themes())
    assert catalog.articles == () and catalog.findings == ()


def test_questions_and_lines(tmp_path: Path) -> None:
    docs = write_docs(tmp_path / "docs", sample())
    (question,) = read_questions(docs, "water")
    assert question["line"] == 9 and "--split-at 9" in question["command"]
    assert read_questions(docs, "hostile") == ()
    (docs / "collections/water/source/plan.yml").write_text("questions: [", encoding="utf-8")
    assert read_questions(docs, "water") == ()
    assert in_lines(9, "3-8, 9") and in_lines(3, "3-8") and not in_lines(9, "3-8")
    assert not in_lines(1, "")


def test_known_pages_make_the_same_catalog_and_the_same_findings(tmp_path: Path) -> None:
    wrong = {
        "collections/c/index.md": collection("汇编"),
        "collections/c/01.md": article("重号", 2).replace("---\n", "---\nregion: 昆明\n", 1),
        "collections/c/02.md": article("重号", 2).replace("---\n", "---\nthemes: [水力]\n", 1),
        "collections/c/03.md": "---\ntitle: 坏\n---\n",
        "collections/c/04.md": "---\ntitle: [坏\n---\n",
        "collections/c/05.md": "---\ntitle: 坏\nnumber: 5\ndate: 2024-01-01\n---\n",
        "collections/d/index.md": "没有元数据\n",
    }
    docs = write_docs(tmp_path / "docs", {**sample(), **wrong})
    (docs / "collections/c/06.md").write_bytes("---\ntitle: 甲\n".encode("gb18030"))
    regions, themes = load_regions(), load_themes()
    first = load_catalog(docs, regions, themes)
    assert len(first.findings) >= 7
    pages = ParsedPages()
    for _ in range(2):
        for parsed in (pages, ParsedPages(pages.kept())):
            again = load_catalog(docs, regions, themes, parsed=parsed)
            assert again.findings == first.findings
            assert [asdict(card) for card in again.collections] == [
                asdict(card) for card in first.collections
            ]
    held = {f"collections/{path.parent.name}/{path.name}": path for path in docs.rglob("*.md")}
    ahead = {src: path.read_bytes() for src, path in held.items() if path.stem != "04"}
    for path in held.values():
        if path.stem != "04":
            path.write_text("changed since", encoding="utf-8")
    again = load_catalog(docs, regions, themes, ahead=ahead)
    assert again.findings == first.findings
    assert list(map(asdict, again.collections)) == list(map(asdict, first.collections))


def test_digests_change_with_the_file(tmp_path: Path) -> None:
    docs = write_docs(tmp_path / "docs", sample())
    pages = ParsedPages()

    def digests() -> dict[str, bytes]:
        catalog = load_catalog(docs, load_regions(), load_themes(), parsed=pages)
        return {card.src: card.digest for card in (*catalog.collections, *catalog.articles)}

    before = digests()
    assert len(set(before.values())) == len(before)
    page = docs / "collections/water/01.md"
    page.write_text(page.read_text(encoding="utf-8") + "多一句。\n", encoding="utf-8")
    after = digests()
    changed = [src for src, digest in after.items() if digest != before[src]]
    assert changed == ["collections/water/01.md"]


def test_a_card_without_a_file_counts_its_own_text() -> None:
    card = ArticleCard("c", "01", 1, "甲", body="## 渠\n\n**长。**")
    assert (card.length, card.digest) == (3, b"")
    assert ArticleCard("c", "01", 1, "甲").length == 0
