"""The same field of many articles: what changes, what stays, what is refused."""

from __future__ import annotations

import pytest

from handling import findings, split_small
from huibian import frontmatter
from huibian.check import check_site
from huibian.diagnostics import HuibianError
from huibian.editing import Library
from huibian.revising.fields import Wish, revise
from huibian.store import FileChange

PAGES = [f"collections/small/0{number}.md" for number in range(1, 5)]


def meta(library: Library, path: str) -> dict[str, object]:
    return frontmatter.parse((library.docs / path).read_text(encoding="utf-8")).meta


def test_a_theme_is_added_to_all_and_taken_back(library: Library) -> None:
    split_small(library)
    before = [(library.docs / path).read_bytes() for path in PAGES]
    change = revise(library, PAGES, Wish("themes", "add", "乡村振兴"))
    assert [(library.docs / path).read_bytes() for path in PAGES] == before
    assert change.title == f"主题加上“乡村振兴”（{len(change.files)} 篇）"
    library.store.change(change.files)
    for path in PAGES:
        assert "乡村振兴" in meta(library, path)["themes"]  # type: ignore[operator]
    assert not [one for one in check_site(library.site).findings if one.severity == "error"]
    library.store.change([FileChange(one.path, one.after, one.before) for one in change.files])
    assert [(library.docs / path).read_bytes() for path in PAGES] == before


def test_splitting_again_keeps_what_was_set(library: Library) -> None:
    split_small(library)
    change = revise(library, PAGES, Wish("region", "set", "陕西省/汉中市"))
    library.store.change(change.files)
    original = library.store.folder("small") / "source" / "original.txt"
    library.split(original, slug="small", today="2026-01-02")
    assert [one.code for one in change.left] == ["HB313"]  # an article of the province
    assert {meta(library, path)["region"] for path in PAGES[:3]} == {"陕西省/汉中市"}


def test_a_field_that_was_set_needs_no_review(library: Library) -> None:
    split_small(library)
    path = library.docs / PAGES[0]
    text = path.read_text(encoding="utf-8").replace("\n---\n", "\nreview: [region, date]\n---\n", 1)
    path.write_text(text, encoding="utf-8")
    library.store.change(revise(library, PAGES[:1], Wish("region", "set", "陕西省")).files)
    assert meta(library, PAGES[0])["review"] == ["date"]
    settled = revise(library, PAGES[:1], Wish("review", "clear"))
    assert settled.pages[0].was == "待复核：日期"
    library.store.change(settled.files)
    assert "review" not in meta(library, PAGES[0])


def test_pages_that_cannot_follow_are_left_with_the_reason(library: Library) -> None:
    split_small(library)
    full = library.docs / PAGES[0]
    page = frontmatter.parse(full.read_text(encoding="utf-8"))
    themes = ["农业农村", "基层治理", "乡村振兴", "教育"]
    full.write_text(frontmatter.dump({**page.meta, "themes": themes}, page.body), "utf-8")
    (library.docs / PAGES[1]).write_text("没有字段\n", encoding="utf-8")
    change = revise(library, PAGES, Wish("themes", "add", "医疗卫生"))
    assert [one.code for one in change.left] == ["HB408", "HB302"]
    assert [one.path for one in change.pages] == PAGES[2:]


@pytest.mark.parametrize(
    "wish",
    [
        Wish("title", "set", "一样的标题"),
        Wish("region", "add", "陕西省"),
        Wish("region", "set", "没有这个省"),
        Wish("themes", "add", "没有这个主题"),
        Wish("date", "set", "去年"),
        Wish("level", "set", "宇宙级"),
        Wish("kind", "set", ""),
        Wish("review", "set", "region"),
    ],
    ids=str,
)
def test_wishes_that_no_article_can_be_given(library: Library, wish: Wish) -> None:
    split_small(library)
    with pytest.raises(HuibianError) as refused:
        revise(library, PAGES, wish)
    assert set(findings(refused.value)) == {"HB408"}


@pytest.mark.parametrize(
    "path",
    [
        "collections/small/index.md",
        "collections/small/source/plan.yml",
        "collections/../../etc/passwd",
        "collections/small/../small/01.md",
        "/etc/passwd",
        "vocabulary/themes.yml",
        "",
    ],
)
def test_other_files_are_never_touched(library: Library, path: str) -> None:
    split_small(library)
    change = revise(library, [path], Wish("date", "set", "2022"))
    assert change.files == ()
    assert [one.code for one in change.left] == ["HB105"]


def test_values_that_yaml_would_read_otherwise(library: Library) -> None:
    split_small(library)
    name = 'no: [1, "2"] # \u2028 {x}'
    library.store.change(revise(library, PAGES[:1], Wish("organization", "set", name)).files)
    assert meta(library, PAGES[0])["organization"] == 'no: [1, "2"] #   {x}'
