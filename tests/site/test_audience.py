"""What a collection's disclosure does to the site: who gets it, and how it is marked."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from sitetree import Built, article, build_site, collection, write_docs

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


def everything(built: Built) -> dict[str, bytes]:
    return {
        path.relative_to(built.folder).as_posix(): path.read_bytes()
        for path in built.folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.slow
def test_links_are_judged_by_what_they_name(tmp_path: Path) -> None:
    ninth = {"collections/closed/09.md": article(f"{CLOSED}的第九篇", 9)}
    docs = write_docs(tmp_path / "docs", tree() | ninth)
    (docs / "collections/closed/closed.png").write_bytes(b"CLOSED-PICTURE")
    (docs / "collections/open/own.png").write_bytes(b"OPEN-PICTURE")
    for name, target in {
        "collections/open/09.md": "../closed/09.md",
        "collections/open/shown.png": "../closed/closed.png",
        "again.png": "collections/open/shown.png",
        "paper.md": "collections/closed/01.md",
        "fine.png": "collections/open/own.png",
    }.items():
        (docs / name).symlink_to(target)
    made = everything(build_site(tmp_path, {}, word=False, audience="public"))
    assert "fine.png" in made
    assert "collections/open/01/index.html" in made
    for secret in (b"CLOSED-PICTURE", CLOSED.encode()):
        assert [path for path, data in made.items() if secret in data] == []


@pytest.mark.slow
@pytest.mark.parametrize(("audience", "told"), [("internal", True), ("public", False)])
def test_own_themes_are_for_those_who_get_their_articles(
    tmp_path: Path, audience: str, told: bool
) -> None:
    own = {"sluices": "密闸", "canals": "开渠", "sayings": "说辞", "water-conservancy": "密水"}
    entries = [
        {"id": name, "label": label, "description": f"{label}之事", "keywords": [[label, 5]]}
        for name, label in own.items()
    ]
    pages = {
        "vocabulary/themes.yml": yaml.safe_dump(entries, allow_unicode=True),
        "collections/closed/01.md": article("其一", 1, themes=["密闸", "密水"]),
        "collections/open/01.md": article("其二", 1, themes=["开渠"]),
        "collections/open/index.md": collection(OPEN, disclosure="公开", themes=["说辞"]),
    }
    made = everything(build_site(tmp_path, tree() | pages, word=False, audience=audience))
    for secret in ("密闸", "密水"):
        assert any(secret.encode() in data for data in made.values()) == told
    assert ("themes/sluices/index.html" in made) == told
    assert {"themes/canals/index.html", "themes/sayings/index.html"} <= made.keys()
    # the address of a shipped theme stays
    shown = made["themes/water-conservancy/index.html"].decode()
    assert ("密水" if told else "<h1>水利</h1>") in shown
