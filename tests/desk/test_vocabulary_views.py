"""The site's own words at the desk: forms, counts, changes, hostile patterns."""

from __future__ import annotations

import re
from typing import Any

import pytest
from desk_clerk import Clerk

from handling import split_small
from huibian.desk import trial
from huibian.revising import words

THEME = {
    "before": "",
    "id": "courtyard-talks",
    "label": "小院议事",
    "description": "",
    "aliases": "板凳议事，院坝会议",
    "keywords": "小院议事 5\n板凳议事\n",
}
RULE = {
    "before": "",
    "id": "own-footer",
    "label": "内部页脚",
    "shape": "whole",
    "text": "内部资料（第1版），注意保存。",
    "scope": "line",
    "examples": "内部资料（第1版），注意保存。",
    "counter_examples": "内部资料要注意保存",
}
REGION = {
    "before": "",
    "code": "gx-370100",
    "name": "舜华高新区",
    "short": "",
    "level": "开发区",
    "parent": "370100",
    "alias": "舜华园",
}


@pytest.fixture
def shelf(clerk: Clerk) -> Clerk:
    split_small(clerk.desk.library)
    return clerk


def shown(clerk: Clerk, kind: str, name: str) -> str:
    """Return what the form of an entry says of the entry that it was made for."""
    form = clerk.get(f"/vocabulary/{kind}/entry?id={name}").get_data(as_text=True)
    found = re.search(r'name="shown" value="([0-9a-f]*)"', form)
    return found[1] if found else ""


def put(clerk: Clerk, kind: str, data: dict[str, Any], act: str = "put") -> dict[str, Any]:
    if data["before"] and "shown" not in data:
        data = {**data, "shown": shown(clerk, kind, data["before"])}
    job = clerk.finished(clerk.post(f"/api/vocabulary/{kind}/{act}", data))
    if job["state"] == "done":
        written = clerk.finished(clerk.post(f"/api/changes/{job['result']['ticket']}"))
        assert written["state"] == "done", written
    return job


def page(clerk: Clerk, path: str) -> str:
    response = clerk.get(path)
    assert response.status_code == 200, path
    return response.get_data(as_text=True)


def test_a_theme_by_its_form(shelf: Clerk) -> None:
    assert put(shelf, "themes", THEME)["state"] == "done"
    theme = shelf.desk.library.vocabularies.themes.by_id["courtyard-talks"]
    assert theme.keywords == (("小院议事", 5), ("板凳议事", 5))
    assert theme.aliases == ("板凳议事", "院坝会议")
    assert "小院议事" in page(shelf, "/vocabulary/themes")
    form = page(shelf, "/vocabulary/themes/entry?id=courtyard-talks")
    assert "板凳议事 5" in form
    renamed = {**THEME, "before": "courtyard-talks", "label": "庭院议事"}
    assert put(shelf, "themes", renamed)["result"]["title"] == "主题“小院议事”改名为“庭院议事”"
    merged = {"before": "courtyard-talks", "into": "rural-revitalization"}
    assert put(shelf, "themes", merged, "merge")["state"] == "done"


def test_a_region_by_its_form(shelf: Clerk) -> None:
    assert put(shelf, "regions", REGION)["state"] == "done"
    assert "舜华高新区" in page(shelf, "/vocabulary/regions")
    assert "舜华园" in page(shelf, "/vocabulary/regions/entry?id=gx-370100")
    assert put(shelf, "regions", {"before": "gx-370100"}, "remove")["state"] == "done"
    assert "舜华高新区" not in page(shelf, "/vocabulary/regions")


def test_a_noise_rule_by_its_form(shelf: Clerk) -> None:
    assert put(shelf, "noise", RULE)["state"] == "done"
    rule = next(one for one in shelf.desk.library.vocabularies.noise if one.id == "own-footer")
    assert rule.drops("内部资料（第1版），注意保存。")
    assert not rule.drops("内部资料（第1版），注意保存。另附")
    assert "内部页脚" in page(shelf, "/vocabulary/noise")
    assert "内部页脚" in page(shelf, "/vocabulary/noise/entry?id=0")
    other = {**RULE, "id": "own-header", "label": "内部页眉", "text": "内部", "examples": "内部"}
    assert put(shelf, "noise", other)["state"] == "done"
    first = shown(shelf, "noise", "0")
    form = page(shelf, "/vocabulary/noise/entry?id=1")
    assert f'<option value="{first}">内部页脚</option>' in form
    assert put(shelf, "noise", {"before": "1", "into": first}, "merge")["state"] == "done"
    rule = next(one for one in shelf.desk.library.vocabularies.noise if one.id == "own-footer")
    assert rule.drops("内部") and not rule.drops("内部的事")
    assert "内部页眉" not in page(shelf, "/vocabulary/noise")
    wrong = put(shelf, "noise", {**RULE, "before": "0", "examples": "别的话"})
    assert [one["code"] for one in wrong["findings"]] == ["HB501"]
    assert "例子“别的话”应当剔除，却没有对上" in wrong["findings"][0]["message"]


@pytest.mark.parametrize("shape", ["whole", "start", "has"])
@pytest.mark.parametrize("text", ["内部资料（第1版），注意保存。", "a.b [c]", "甲 乙", "第^$页"])
def test_a_rule_comes_back_as_it_was_typed(shape: str, text: str) -> None:
    assert trial.shape_of(trial.pattern(shape, text)) == (shape, text)


@pytest.mark.parametrize("text", ["", "^$", "^第\\d+页$", "甲|乙", "(?:甲)|(?:乙)", "\\"])
def test_patterns_stay_patterns(text: str) -> None:
    assert trial.shape_of(text) == ("pattern", text)


def test_a_pattern_without_end_is_ended(shelf: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "_SECONDS", 1.0)
    endless = {**RULE, "shape": "pattern", "text": "^(内+)+完$", "examples": "内完"}
    job = put(shelf, "noise", endless)
    assert [one["code"] for one in job["findings"]] == ["HB502"]
    assert "很久" in job["findings"][0]["message"]


@pytest.mark.parametrize(
    ("kind", "data", "code"),
    [
        ("themes", {**THEME, "id": "../../x"}, "HB501"),
        ("themes", {**THEME, "label": "a: [b\n---"}, "HB502"),
        ("themes", {**THEME, "before": "nothing"}, "HB502"),
        ("regions", {**REGION, "name": "=cmd|' /C calc'!A0/"}, "HB501"),
        ("regions", {**REGION, "parent": "nowhere"}, "HB501"),
        ("noise", {**RULE, "shape": "pattern", "text": "(("}, "HB502"),
        ("noise", {**RULE, "before": "99"}, "HB502"),
    ],
    ids=lambda value: str(value)[:30] if isinstance(value, str) else "data",
)
def test_hostile_entries(shelf: Clerk, kind: str, data: dict[str, str], code: str) -> None:
    job = put(shelf, kind, data)
    assert code in [one["code"] for one in job["findings"]]
    assert not (shelf.desk.site / "docs" / "vocabulary").exists()


def test_odd_words_come_back_as_they_were(shelf: Clerk) -> None:
    label = "no"
    odd = {**THEME, "label": label, "description": "a: 'b' \"c\" # d <script>"}
    assert put(shelf, "themes", odd)["state"] == "done"
    theme = shelf.desk.library.vocabularies.themes.by_id["courtyard-talks"]
    assert (theme.label, theme.description) == (label, odd["description"])
    assert "<script>" not in page(shelf, "/vocabulary/themes")


@pytest.mark.parametrize(
    "path",
    [
        "/vocabulary/fields",
        "/vocabulary/../themes",
        "/vocabulary/themes/entry?id=nothing",
        "/vocabulary/regions/entry?id=370100",
        "/vocabulary/noise/entry?id=5",
    ],
)
def test_there_is_no_such_page(shelf: Clerk, path: str) -> None:
    assert shelf.get(path).status_code == 404


def test_there_is_no_such_act(shelf: Clerk) -> None:
    assert shelf.post("/api/vocabulary/noise/merge", {"before": "0"}).status_code == 400
    assert shelf.post("/api/vocabulary/noise/burn", {"before": "0"}).status_code == 404
    assert shelf.post("/api/vocabulary/themes/burn", {"before": "x"}).status_code == 404
    assert shelf.post("/api/vocabulary/themes/put", {"label": ["x"]}).status_code == 400


def test_a_page_that_was_changed_meanwhile_follows_too(shelf: Clerk) -> None:
    path = shelf.desk.site / "docs" / "collections" / "small" / "01.md"
    theme = shelf.desk.library.vocabularies.themes.get("农业农村")
    assert theme is not None
    renamed = {"before": theme.id, "id": theme.id, "label": "办事", "keywords": "办事 5"}
    renamed["shown"] = shown(shelf, "themes", theme.id)
    job = shelf.finished(shelf.post("/api/vocabulary/themes/put", renamed))
    path.write_text(path.read_text("utf-8") + "\n别处加的一段。\n", encoding="utf-8")
    again = shelf.finished(shelf.post(f"/api/changes/{job['result']['ticket']}"))["result"]
    assert [one["path"] for one in again["meanwhile"]["files"]] == ["collections/small/01.md"]
    shelf.finished(shelf.post(f"/api/changes/{again['ticket']}"))
    text = path.read_text("utf-8")
    assert "别处加的一段。" in text and "办事" in text.split("---")[1]


def codes(job: dict[str, Any]) -> list[str]:
    return [one["code"] for one in job["findings"]]


def rules(clerk: Clerk, *names: str) -> list[str]:
    """Make noise rules of these names; return what their forms say of them."""
    for name in names:
        rule = {"id": f"own-{name}", "label": name, "text": f"{name}页", "examples": f"{name}页"}
        assert put(clerk, "noise", {**RULE, **rule, "counter_examples": ""})["state"] == "done"
    return [shown(clerk, "noise", str(at)) for at in range(len(names))]


def labels(clerk: Clerk) -> list[str]:
    return [str(one["label"]) for one in words.own_noise(clerk.desk.library)]


def test_a_noise_rule_is_the_one_that_was_shown_wherever_it_stands_now(shelf: Clerk) -> None:
    first, second, third = rules(shelf, "a", "b", "c")
    assert put(shelf, "noise", {"before": "0", "shown": first}, "remove")["state"] == "done"
    again = put(shelf, "noise", {"before": "0", "shown": first}, "remove")
    assert codes(again) == ["HB730"] and labels(shelf) == ["b", "c"]
    form = {**RULE, "id": "own-a", "label": "a2", "before": "0", "shown": first}
    assert codes(put(shelf, "noise", form)) == ["HB730"] and labels(shelf) == ["b", "c"]
    form = {**RULE, "id": "own-c", "label": "c2", "before": "2", "shown": third}
    assert put(shelf, "noise", form)["state"] == "done"
    assert labels(shelf) == ["b", "c2"]
    merged = {"before": "0", "shown": second, "into": third}  # c is another one by now
    assert codes(put(shelf, "noise", merged, "merge")) == ["HB730"]
    assert labels(shelf) == ["b", "c2"]


def test_a_deletion_that_waits_does_not_hit_the_next_rule(shelf: Clerk) -> None:
    first, _ = rules(shelf, "a", "b")
    wish = {"before": "0", "shown": first}
    waiting = [shelf.finished(shelf.post("/api/vocabulary/noise/remove", wish)) for _ in range(2)]
    tickets = [one["result"]["ticket"] for one in waiting]
    assert shelf.finished(shelf.post(f"/api/changes/{tickets[0]}"))["state"] == "done"
    late = shelf.finished(shelf.post(f"/api/changes/{tickets[1]}"))
    assert codes(late) == ["HB730"] and labels(shelf) == ["b"]


@pytest.mark.parametrize(
    ("kind", "entry", "mine", "theirs"),
    [
        ("themes", THEME, {"keywords": "小院议事 5\n我的词"}, {"keywords": "小院议事 5\n他的词"}),
        ("regions", REGION, {"alias": "舜华园、我的"}, {"alias": "舜华园、他的"}),
    ],
    ids=["themes", "regions"],
)
def test_the_later_of_two_clerks_does_not_run_over_the_others_words(
    shelf: Clerk, kind: str, entry: dict[str, Any], mine: dict[str, str], theirs: dict[str, str]
) -> None:
    assert put(shelf, kind, entry)["state"] == "done"
    name = entry.get("code") or entry["id"]
    form = {**entry, "before": name, "shown": shown(shelf, kind, name)}
    assert put(shelf, kind, {**form, **theirs})["state"] == "done"
    refused = put(shelf, kind, {**form, **mine})
    assert codes(refused) == ["HB730"]
    assert refused["findings"][0]["path"].startswith("docs/vocabulary/")
    for act in ("remove", "merge"):
        late = {"before": name, "shown": form["shown"], "into": "rural-revitalization"}
        assert codes(put(shelf, kind, late, act)) == ["HB730"]
    fresh = {**form, **mine, "shown": shown(shelf, kind, name)}
    assert put(shelf, kind, fresh)["state"] == "done"
