"""What a collection's disclosure does to the site: who gets it, and how it is marked."""

from __future__ import annotations

from pathlib import Path

import pytest
from sitetree import article, build_site, collection, write_docs

from huibian.frontmatter import dump
from huibian.site import catalog
from huibian.vocabulary.bundle import Vocabularies

OPEN, CLOSED, SILENT = "开渠放水经验", "密闸调度经验", "未注明的经验"


def tree() -> dict[str, str]:
    pages = {}
    for slug, title, marks in (
        ("open", OPEN, {"disclosure": "公开", "note": "虚构样例"}),
        ("closed", CLOSED, {"disclosure": "内部", "note": "虚构样例"}),
        ("silent", SILENT, {}),
    ):
        pages[f"collections/{slug}/index.md"] = collection(title, added="2024-05-01", **marks)
        pages[f"collections/{slug}/01.md"] = article(f"{title}的一篇", 1)
    return pages


@pytest.mark.parametrize(
    ("public", "slugs"), [(False, ["closed", "open", "silent"]), (True, ["open"])]
)
def test_public_gets_what_is_marked_for_it(
    tmp_path: Path, vocabularies: Vocabularies, public: bool, slugs: list[str]
) -> None:
    docs = write_docs(tmp_path / "docs", tree())
    found = catalog.load_catalog(docs, vocabularies.regions, vocabularies.themes, public=public)
    assert [card.slug for card in found.collections] == slugs
    assert not found.findings


def test_wrong_mark_is_an_error(tmp_path: Path, vocabularies: Vocabularies) -> None:
    page = dump({"title": "甲", "disclosure": "绝密"}, "")
    docs = write_docs(tmp_path / "docs", {"collections/one/index.md": page})
    for public in (False, True):
        found = catalog.load_catalog(docs, vocabularies.regions, vocabularies.themes, public=public)
        assert [finding.code for finding in found.findings] == ["HB305"]
        assert not found.collections


@pytest.mark.slow
def test_internal_collections_are_marked(tmp_path: Path) -> None:
    pages = build_site(tmp_path, tree(), word=False).pages
    for path in ("index.html", "01/index.html"):
        assert "【内部】虚构样例" in pages[f"collections/closed/{path}"].text
        assert "【内部】" not in pages[f"collections/open/{path}"].text
        assert "【内部】" not in pages[f"collections/silent/{path}"].text
    assert pages["collections/index.html"].text.count("【内部】") == 1
    assert "【内部】虚构样例" in pages["print/closed/index.html"].text
