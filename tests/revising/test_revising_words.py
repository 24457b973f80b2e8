"""The site's own themes, regions and noise rules change, and what names them follows."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from handling import edit, findings, split_small
from huibian import frontmatter
from huibian.check import check_site
from huibian.diagnostics import HuibianError
from huibian.editing import Library
from huibian.revising import words
from huibian.revising.fields import Wish, revise
from huibian.vocabulary.themes import Theme

PAGE = "collections/small/01.md"
TALKS = Theme("courtyard-talks", "小院议事", "院里商量。", (("小院议事", 5),), ("板凳议事",))
PARK = {
    "code": "gx-370100",
    "name": "舜华高新区",
    "short": "舜华",
    "level": "开发区",
    "parent": "370100",
    "alias": "",
}
RULE = {
    "id": "own-footer",
    "label": "内部页脚",
    "scope": "line",
    "pattern": "^内部资料，注意保存。$",
    "examples": ["内部资料，注意保存。"],
    "counter_examples": ["内部资料，注意保存。另附一份"],
}


@pytest.fixture
def shelf(library: Library) -> Library:
    split_small(library)
    return library


def again(library: Library) -> Library:
    """The library with its vocabularies as they are now."""
    return Library(library.site)


def meta(library: Library, path: str = PAGE) -> dict[str, object]:
    return frontmatter.parse((library.docs / path).read_text(encoding="utf-8")).meta


def errors(library: Library) -> list[str]:
    return [one.code for one in check_site(library.site).findings if one.severity == "error"]


def refused(call: object) -> str:
    with pytest.raises(HuibianError) as caught:
        call()  # type: ignore[operator]
    return next(iter(findings(caught.value)))


def with_theme(library: Library) -> Library:
    library.store.change(words.theme(library, "", TALKS).files)
    library = again(library)
    library.store.change(revise(library, [PAGE], Wish("themes", "set", "小院议事")).files)
    return library


def test_a_theme_is_added_and_renamed_with_its_pages(shelf: Library) -> None:
    library = with_theme(shelf)
    new = Theme(TALKS.id, "庭院议事", "", TALKS.keywords, ("板凳议事",))
    change = words.theme(library, TALKS.id, new)
    assert [(one.path, one.was, one.now) for one in change.pages] == [
        (PAGE, "小院议事", "庭院议事")
    ]
    library.store.change(change.files)
    assert meta(library)["themes"] == ["庭院议事"]
    assert errors(library) == []


def test_decisions_in_plans_follow_a_rename(shelf: Library) -> None:
    shelf.store.change(words.theme(shelf, "", TALKS).files)
    edit(again(shelf), "set 1 themes=小院议事")
    plan = shelf.store.folder("small") / "source" / "plan.yml"
    assert "小院议事" in plan.read_text(encoding="utf-8")
    new = Theme(TALKS.id, "庭院议事", "", TALKS.keywords)
    shelf.store.change(words.theme(again(shelf), TALKS.id, new).files)
    library = again(shelf)
    library.split(plan.with_name("original.txt"), slug="small", today="2026-01-02")
    assert meta(library)["themes"] == ["庭院议事"]
    assert errors(library) == []


def test_pages_that_nobody_had_changed_are_still_the_splitters(shelf: Library) -> None:
    edit(shelf, "set 1 themes=乡村振兴")
    shipped = shelf.vocabularies.themes.get("乡村振兴")
    assert shipped is not None
    new = Theme(shipped.id, "乡村全面振兴", shipped.description, shipped.keywords, shipped.aliases)
    shelf.store.change(words.theme(shelf, shipped.id, new).files)
    page = (shelf.docs / PAGE).read_bytes()
    plan = (shelf.store.folder("small") / "source" / "plan.yml").read_text(encoding="utf-8")
    assert hashlib.sha256(page).hexdigest() in plan
    library = again(shelf)
    original = library.store.folder("small") / "source" / "original.txt"
    outcome = library.split(original, slug="small", today="2026-01-02")
    assert outcome.written is not None and not outcome.written.conflicts
    assert (library.docs / PAGE).read_bytes() == page


def test_two_themes_become_one(shelf: Library) -> None:
    library = with_theme(shelf)
    target = library.vocabularies.themes.get("基层治理")
    assert target is not None
    library.store.change(revise(library, [PAGE], Wish("themes", "add", "基层治理")).files)
    library.store.change(words.themes_merged(library, TALKS.id, target.id).files)
    assert meta(library)["themes"] == ["基层治理"]
    themes = again(library).vocabularies.themes
    assert TALKS.id not in themes.by_id
    assert ("小院议事", 5) in themes.by_id[target.id].keywords
    assert themes.suggest("小院议事") == themes.suggest("板凳议事") == "基层治理"
    assert errors(library) == []


def test_a_shipped_theme_goes_up_in_another(shelf: Library) -> None:
    themes = shelf.vocabularies.themes
    one, other = themes.by_label["乡村振兴"], themes.by_label["农业农村"]
    shelf.store.change(revise(shelf, [PAGE], Wish("themes", "set", one.label)).files)
    shelf.store.change(words.themes_merged(shelf, one.id, other.id).files)
    assert meta(shelf)["themes"] == ["农业农村"]
    assert again(shelf).vocabularies.themes.by_id[one.id].keywords == ()
    assert errors(shelf) == []


def test_a_theme_is_removed_from_pages_too(shelf: Library) -> None:
    library = with_theme(shelf)
    library.store.change(words.theme_removed(library, TALKS.id).files)
    assert "themes" not in meta(library)
    assert errors(library) == []
    assert refused(lambda: words.theme_removed(again(library), "rural-revitalization")) == "HB502"


@pytest.mark.parametrize(
    "entry",
    [
        Theme("courtyard-talks", "", "", (("小院", 5),)),
        Theme("courtyard-talks", "乡村振兴", "", (("小院", 5),)),
        Theme("courtyard-talks", "两 个词", "", (("小院", 5),)),
        Theme("courtyard-talks", "小院议事", "", ()),
        Theme("courtyard-talks", "小院议事", "", (("院", 5),)),
        Theme("courtyard-talks", "小院议事", "", (("小院", 9),)),
        Theme("../talks", "小院议事", "", (("小院", 5),)),
    ],
    ids=lambda entry: f"{entry.id} {entry.label} {entry.keywords}",
)
def test_themes_that_cannot_be(shelf: Library, entry: Theme) -> None:
    assert refused(lambda: words.theme(shelf, "", entry)) in ("HB501", "HB502")


def test_what_nobody_asked_to_change_stays_to_the_letter(shelf: Library) -> None:
    path = shelf.docs / "vocabulary" / "themes.yml"
    path.parent.mkdir()
    head = (
        "# 我们的主题\n- id: one\n  label: 第一个   # 常用\n  keywords: [[第一个, 5]]\n\n# 另一类\n"
    )
    path.write_text(f"{head}- id: two\n  label: 第二个\n", encoding="utf-8")
    new = Theme("two", "第二类", "", (("第二类", 5),))
    shelf.store.change(words.theme(again(shelf), "two", new).files)
    assert path.read_text(encoding="utf-8").startswith(head)
    assert again(shelf).vocabularies.themes.by_id["two"].label == "第二类"


def test_a_region_is_added_renamed_merged_and_removed(shelf: Library) -> None:
    shelf.store.change(words.region(shelf, "", PARK).files)
    library = again(shelf)
    wish = Wish("region", "set", "山东省/济南市/舜华高新区")
    library.store.change(revise(library, [PAGE], wish).files)
    new = {**PARK, "name": "舜华园区", "alias": "舜华高新区"}
    library.store.change(words.region(library, PARK["code"], new).files)
    assert meta(library)["region"] == "山东省/济南市/舜华园区"
    library = again(library)
    change = words.regions_merged(library, PARK["code"], "370100")
    assert change.title == "地区“舜华园区”并入“济南市”"
    library.store.change(change.files)
    assert meta(library)["region"] == "山东省/济南市"
    assert errors(library) == []
    shelf.store.change(words.region(again(shelf), "", PARK).files)
    shelf.store.change(words.region_removed(again(shelf), PARK["code"]).files)
    assert again(shelf).vocabularies.regions.get(PARK["code"]) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"code": "370100"},
        {"code": "../x"},
        {"parent": "999999"},
        {"parent": "gx-370100"},
        {"level": "宇宙级"},
        {"name": "甲/乙"},
        {"name": ""},
        {"short": "舜"},
    ],
    ids=str,
)
def test_regions_that_cannot_be(shelf: Library, changed: dict[str, str]) -> None:
    assert refused(lambda: words.region(shelf, "", {**PARK, **changed})) in ("HB501", "HB502")


def test_a_noise_rule_is_tried_on_its_examples(shelf: Library) -> None:
    shelf.store.change(words.noise(shelf, None, RULE).files)
    library = again(shelf)
    assert [rule.label for rule in library.vocabularies.noise if rule.id == "own-footer"]
    wrong = {**RULE, "counter_examples": RULE["examples"]}
    assert refused(lambda: words.noise(library, 0, wrong)) == "HB501"
    assert refused(lambda: words.noise(library, 0, {**RULE, "pattern": "^别的$"})) == "HB501"
    assert refused(lambda: words.noise(library, 0, {**RULE, "pattern": "(("})) == "HB502"
    assert refused(lambda: words.noise(library, 0, {**RULE, "pattern": ".*"})) == "HB502"
    assert refused(lambda: words.noise(library, 0, {**RULE, "examples": []})) == "HB502"
    assert refused(lambda: words.noise(library, 7, RULE)) == "HB502"
    library.store.change(words.noise_removed(library, 0).files)
    assert not [rule for rule in again(library).vocabularies.noise if rule.id == "own-footer"]


def test_how_often_rules_dropped_something(shelf: Library, tmp_path: Path) -> None:
    source = tmp_path / "页脚.txt"
    body = "县里把小事办到集市上，群众少跑一趟路，办成一件是一件。" * 4
    source.write_text(f"把小事办好\n\n一、做法\n{body}\n内部资料，注意保存。\n", encoding="utf-8")
    shelf.store.change(words.noise(shelf, None, RULE).files)
    library = again(shelf)
    library.split(source, slug="footer", today="2026-01-02", whole=True)
    assert words.noise_used(library)["own-footer"] == 1


def dropped(library: Library) -> dict[str, int]:
    return {rule: count for rule, count in words.noise_used(library).items() if "footer" in rule}


def test_a_noise_rule_goes_up_in_another(shelf: Library, tmp_path: Path) -> None:
    body = "县里把小事办到集市上，群众少跑一趟路，办成一件是一件。" * 4
    lines = f"把小事办好\n\n一、做法\n{body}\n内部资料，注意保存。\n"
    lines += f"{body[:40]}\n内部交流，请勿外传。\n"
    (tmp_path / "页脚.txt").write_text(lines, encoding="utf-8")
    second = {
        **RULE,
        "id": "second-footer",
        "label": "外传提醒",
        "pattern": "^内部交流，请勿外传。$",
        "examples": ["内部交流，请勿外传。"],
        "counter_examples": ["内部交流会上，大家请勿拘束。"],
    }
    shelf.store.change(words.noise(shelf, None, RULE).files)
    shelf.store.change(words.noise(again(shelf), None, second).files)
    library = again(shelf)
    library.split(tmp_path / "页脚.txt", slug="footer", today="2026-01-02", whole=True)
    pages = {one.name: one.read_bytes() for one in library.store.folder("footer").glob("*.md")}
    assert dropped(library) == {"own-footer": 1, "second-footer": 1}

    merged = words.noise_merged(library, 1, 0)
    assert merged.title == f"剔除规则“外传提醒”并入“{RULE['label']}”"
    library.store.change(merged.files)
    library = again(library)
    assert dropped(library) == {"own-footer": 2}
    (rule,) = words.own_noise(library)
    assert rule["examples"] == [*RULE["examples"], "内部交流，请勿外传。"]
    outcome = library.split(tmp_path / "页脚.txt", slug="footer", today="2026-01-02", whole=True)
    assert outcome.written is not None and not outcome.written.changed
    assert pages == {
        one.name: one.read_bytes() for one in library.store.folder("footer").glob("*.md")
    }


def test_a_noise_rule_that_is_renamed_keeps_its_count(shelf: Library, tmp_path: Path) -> None:
    body = "县里把小事办到集市上，群众少跑一趟路，办成一件是一件。" * 4
    (tmp_path / "页脚.txt").write_text(f"把小事办好\n\n{body}\n内部资料，注意保存。\n", "utf-8")
    shelf.store.change(words.noise(shelf, None, RULE).files)
    library = again(shelf)
    library.split(tmp_path / "页脚.txt", slug="footer", today="2026-01-02", whole=True)
    library.store.change(words.noise(library, 0, {**RULE, "id": "new-footer"}).files)
    assert dropped(again(library)) == {"new-footer": 1}


@pytest.mark.parametrize(
    ("changed", "at", "into"),
    [
        ({}, 0, 0),
        ({}, 0, 2),
        ({}, -1, 0),
        ({"scope": "span"}, 1, 0),
        ({"pattern": "^(内部)交流$"}, 1, 0),
        ({"pattern": "(?i)^内部交流$"}, 1, 0),
    ],
)
def test_noise_rules_that_do_not_go_together(
    shelf: Library, changed: dict[str, str], at: int, into: int
) -> None:
    second = {**RULE, "id": "second-footer", "pattern": "^内部交流$", "examples": ["内部交流"]}
    shelf.store.change(words.noise(shelf, None, RULE).files)
    shelf.store.change(words.noise(again(shelf), None, {**second, **changed}).files)
    assert refused(lambda: words.noise_merged(again(shelf), at, into)) == "HB502"
