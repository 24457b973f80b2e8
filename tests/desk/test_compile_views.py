"""Adding a compilation and correcting its division, as the browser asks for it."""

from __future__ import annotations

import functools
import io
import re
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from desk_clerk import Clerk, opened

from handling import EMBEDDED, SMALL, TITLES, edit, empty_site, replace_in, split_small, tree
from huibian.check import check_site
from huibian.desk.proposals import buttons
from huibian.editing import Library, Request, requests_of, set_on_page
from huibian.revising import words

LINES = list(TITLES.values())


def codes(response: object) -> list[str]:
    return [one["code"] for one in response.get_json()["findings"]]  # type: ignore[attr-defined]


def put_back(folder: Path, held: dict[str, bytes | str]) -> None:
    """Make a folder that has gone what it was."""
    folder.mkdir()
    for name, data in held.items():
        if isinstance(data, bytes):
            (folder / name).write_bytes(data)


@pytest.fixture(scope="module")
def uploaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a desk keeps of the small compilation once it is uploaded."""
    clerk = opened(empty_site(tmp_path_factory.mktemp("uploaded") / "site-root"))
    return clerk.desk.workspace.folder("drafts", clerk.add(SMALL))


@pytest.fixture
def draft(clerk: Clerk, uploaded: Path) -> str:
    """The small compilation, uploaded: each test has its own, none waits for it to be read."""
    made = clerk.desk.workspace.make("drafts")
    shutil.copytree(uploaded, clerk.desk.workspace.folder("drafts", made), dirs_exist_ok=True)
    return made


def test_a_file_becomes_a_proposal_and_then_a_collection(clerk: Clerk, site: Path) -> None:
    draft = clerk.add(SMALL)
    assert not (site / "docs" / "collections").exists()
    view = clerk.view(draft)
    assert [one["line"] for one in view["articles"]] == LINES
    assert [one["title"] for one in view["articles"]] == list(TITLES)
    question = next(one for one in view["questions"] if one["line"] == EMBEDDED)
    view = clerk.decide(draft, *question["actions"][0]["requests"])
    assert len(view["articles"]) == len(LINES) + 1
    saved = clerk.post(f"/api/drafts/{draft}/save", {"revision": view["revision"]}).get_json()
    assert (saved["slug"], saved["articles"]) == ("small", len(LINES) + 1)
    assert not [one for one in check_site(site).findings if one.severity == "error"]
    assert clerk.get(f"/api/drafts/{draft}").status_code == 422  # there is no such draft any more
    assert clerk.get("/saved/small").status_code == 200


def test_the_desk_makes_what_the_commands_make(clerk: Clerk, site: Path, tmp_path: Path) -> None:
    draft = clerk.add(SMALL)
    clerk.decide(draft, ["split-at", str(EMBEDDED)])
    view = clerk.decide(draft, ["retitle", "3", "另写的标题"], ["set", "3", "level=市级"])
    clerk.post(f"/api/drafts/{draft}/save", {"revision": view["revision"]})
    other = Library(tmp_path / "other")
    split_small(other)
    edit(other, f"split-at {EMBEDDED}", "retitle 3 另写的标题", "set 3 level=市级")
    assert tree(site / "docs/collections/small") == tree(other.store.folder("small"))


def test_every_line_is_somewhere(clerk: Clerk, draft: str) -> None:
    texts = clerk.get(f"/api/drafts/{draft}/lines").get_json()["texts"]
    runs = clerk.view(draft)["runs"]
    assert [run[0] for run in runs] == [1, *(run[1] + 1 for run in runs[:-1])]
    assert runs[-1][1] == len(texts)
    for first, last, role, _, rule in runs:
        for text in texts[first - 1 : last]:
            assert (role == "blank") == (not text.strip())
        assert bool(rule) == (role == "dropped")


def test_decisions_are_undone_and_redone_after_the_desk_was_killed(
    clerk: Clerk, draft: str, site: Path
) -> None:
    before = clerk.view(draft)
    after = clerk.decide(draft, ["merge", "2"])
    clerk = opened(site)  # nothing was said to the first one
    assert clerk.view(draft) == after
    undone = clerk.post(f"/api/drafts/{draft}/undo", {"revision": after["revision"]}).get_json()
    assert undone["articles"] == before["articles"] and undone["redo"] == after["undo"]
    again = clerk.post(f"/api/drafts/{draft}/redo", {"revision": undone["revision"]}).get_json()
    assert again["articles"] == after["articles"]
    nothing = clerk.post(f"/api/drafts/{draft}/redo", {"revision": again["revision"]})
    assert nothing.status_code == 409


def test_a_new_decision_ends_what_could_be_redone(clerk: Clerk, draft: str) -> None:
    view = clerk.decide(draft, ["merge", "2"])
    clerk.post(f"/api/drafts/{draft}/undo", {"revision": view["revision"]})
    view = clerk.decide(draft, ["drop", str(LINES[0] + 2)])
    assert view["redo"] == "" and len(view["articles"]) == len(LINES)


def test_what_cannot_be_done_is_said_and_not_recorded(clerk: Clerk, draft: str) -> None:
    before = clerk.view(draft)
    for request in (["merge", "1"], ["merge", "99"], ["split-at", "9999"], ["drop", str(LINES[0])]):
        data = {"revision": before["revision"], "requests": [request]}
        response = clerk.post(f"/api/drafts/{draft}/decide", data)
        assert response.status_code == 422 and codes(response) == ["HB408"]
    assert clerk.view(draft) == before


def test_two_windows_do_not_overwrite_each_other(clerk: Clerk, draft: str) -> None:
    old = clerk.view(draft)
    clerk.decide(draft, ["merge", "2"])
    data = {"revision": old["revision"], "requests": [["merge", "3"]]}
    assert clerk.post(f"/api/drafts/{draft}/decide", data).status_code == 409
    assert clerk.post(f"/api/drafts/{draft}/save", {"revision": old["revision"]}).status_code == 409
    assert len(clerk.view(draft)["articles"]) == len(LINES) - 1


def fields(view: dict[str, Any], number: int) -> tuple[str, str, list[str]]:
    """Return the region, the level and the themes of an article as the browser is shown them."""
    one = view["articles"][number - 1]
    return (
        one["region"]["value"] if one["region"] else "",
        one["level"]["value"] if one["level"] else "",
        [theme["value"] for theme in one["themes"]],
    )


SET = (
    ["set", "3", "region=陕西省/汉中市"],
    ["set", "3", "level=市级"],
    ["set", "3", "themes=作风建设,基层治理"],
)


def test_fields_of_an_article_are_set_and_stay(
    clerk: Clerk, draft: str, site: Path, tmp_path: Path
) -> None:
    before = fields(clerk.view(draft), 3)
    view = clerk.decide(draft, *SET)
    wanted = ("陕西省/汉中市", "市级", ["作风建设", "基层治理"])
    assert fields(view, 3) == wanted and not view["articles"][2]["review"]
    for way, now in (("undo", before), ("redo", wanted)):  # one step, not three
        data = {"revision": view["revision"]}
        view = clerk.post(f"/api/drafts/{draft}/{way}", data).get_json()
        assert fields(view, 3) == now
    view = clerk.decide(draft, ["split-at", str(EMBEDDED)])
    assert fields(opened(site).view(draft), 4) == wanted  # the draft was kept, its number is new
    view = clerk.decide(draft, ["merge", "4"])
    assert len(view["articles"]) == len(LINES)
    data = {"revision": view["revision"]}
    view = clerk.post(f"/api/drafts/{draft}/undo", data).get_json()
    assert fields(view, 4) == wanted
    clerk.post(f"/api/drafts/{draft}/save", {"revision": view["revision"]})
    folder = site / "docs/collections/small"
    assert "region: 陕西省/汉中市" in (folder / "04.md").read_text(encoding="utf-8")
    made = tree(folder)
    split_small(Library(site))
    assert tree(folder) == made
    newer = tmp_path / "small.txt"  # everything three lines lower
    newer.write_text("\n\n\n" + SMALL.read_text(encoding="utf-8"), encoding="utf-8")
    Library(site).split(newer, slug="small", today="2026-02-03", update=True)
    assert "region: 陕西省/汉中市" in (folder / "04.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "value", ["region=无此地", "level=星级", "themes=无此主题", "themes=1,2,3,4,5", "nothing=1"]
)
def test_a_field_that_cannot_be_is_said(clerk: Clerk, draft: str, value: str) -> None:
    data = {"revision": 0, "requests": [["set", "3", value]]}
    response = clerk.post(f"/api/drafts/{draft}/decide", data)
    assert response.status_code == 422 and codes(response) == ["HB408"]
    assert clerk.view(draft)["revision"] == 0


def test_places_that_an_article_names_are_offered(clerk: Clerk, tmp_path: Path) -> None:
    path = tmp_path / "small.txt"
    path.write_text(
        SMALL.read_text(encoding="utf-8").replace("xx县教育局", "陕西省汉中市教育局"),
        encoding="utf-8",
    )
    draft = clerk.add(path)
    offered = clerk.get(f"/api/drafts/{draft}/articles/3/places").get_json()["places"]
    assert "陕西省/汉中市" in [one["value"] for one in offered]
    assert clerk.get(f"/api/drafts/{draft}/articles/99/places").get_json()["places"] == []


def test_a_field_that_was_corrected_on_the_page_is_asked_about_no_more(
    clerk: Clerk, site: Path
) -> None:
    folder = split_small(Library(site))
    draft = clerk.post("/api/collections/small/draft").get_json()["draft"]
    asked = clerk.view(draft)["questions"]
    count = clerk.desk.cards()["small"].questions
    assert len(asked) == count
    question = next(one for one in asked if one["set"])
    number, field = question["set"][0], question["set"][1].partition("=")[0]
    page = folder / f"0{number}.md"
    before = page.read_bytes()
    page.write_text(set_on_page(before.decode(), "", field, ""), encoding="utf-8")  # in its place
    assert question not in clerk.view(draft)["questions"]
    assert clerk.desk.cards()["small"].questions < count
    assert f"{count} 处" not in clerk.get("/").get_data(as_text=True)
    page.write_bytes(before)
    assert clerk.view(draft)["questions"] == asked
    assert clerk.desk.cards()["small"].questions == count


def test_words_are_cut_and_masked(clerk: Clerk, tmp_path: Path) -> None:
    path = tmp_path / "small.txt"
    text = SMALL.read_text(encoding="utf-8").replace("老文书", "老文书13800010002")
    path.write_text(text, encoding="utf-8")
    draft = clerk.add(path)
    assert clerk.get(f"/api/drafts/{draft}/lines").get_json()["personal"] == [12]
    view = clerk.decide(
        draft, ["mask", "12"], ["mask-words", "12", "老文书"], ["cut", "10#2", "清单"]
    )
    assert [len(view["pieces"][line]) for line in ("10", "12")] == [1, 2]
    question = [one for one in view["questions"] if one["code"] == "HB220"]
    assert question == []
    view = clerk.decide(draft, ["keep", "12"])
    assert "12" not in view["pieces"]


def test_a_collection_is_corrected(clerk: Clerk, site: Path) -> None:
    library = Library(site)
    folder = split_small(library)
    draft = clerk.post("/api/collections/small/draft").get_json()["draft"]
    assert clerk.post("/api/collections/small/draft").get_json()["draft"] == draft
    view = clerk.decide(draft, ["split-at", str(EMBEDDED)])
    clerk.post(f"/api/drafts/{draft}/save", {"revision": view["revision"]})
    assert len(list(folder.glob("[0-9]*.md"))) == len(LINES) + 1
    assert library.overview("small").edits


def test_a_collection_changed_meanwhile_is_noticed(clerk: Clerk, site: Path) -> None:
    folder = split_small(Library(site))
    draft = clerk.post("/api/collections/small/draft").get_json()["draft"]
    view = clerk.decide(draft, ["merge", "2"])
    replace_in(folder / "01.md", next(iter(TITLES)), "别人改的标题")
    before = tree(folder)
    response = clerk.post(f"/api/drafts/{draft}/save", {"revision": view["revision"]})
    assert response.status_code == 409 and codes(response) == ["HB709"]
    assert tree(folder) == before


def test_a_file_that_is_there_already_is_recognised(
    clerk: Clerk, site: Path, tmp_path: Path
) -> None:
    split_small(Library(site))

    def sent(data: bytes, **query: str) -> dict[str, object]:
        named = {"name": "small.txt", **query}
        answer = clerk.finished(clerk.post("/api/drafts", data, query_string=named))
        assert isinstance(answer["result"], dict)
        return answer["result"]

    data = SMALL.read_bytes()
    found = sent(data)
    assert (found["found"], found["same"]) == ("small", True)
    newer = data + "\n又加的一句话。\n".encode()
    assert sent(newer)["same"] is False
    assert not clerk.desk.workspace.names("drafts")
    other = clerk.view(str(sent(data, other="1")["draft"]))
    assert other["slug"] == "small-2"
    draft = str(sent(newer, again="small")["draft"])
    view = clerk.view(draft)
    assert (view["slug"], view["collection"]) == ("small", "small")
    clerk.post(f"/api/drafts/{draft}/save", {"revision": view["revision"]})
    assert (site / "docs/collections/small/source/original.txt").read_bytes() == newer


def test_a_file_of_one_article_is_offered_as_one(clerk: Clerk) -> None:
    data = "某县办好一件事\n\n一句话，又一句话。\n".encode()
    named = {"name": "一篇.txt"}
    answer = clerk.finished(clerk.post("/api/drafts", data, query_string=named))
    assert [one["code"] for one in answer["findings"]] == ["HB201"]
    answer = clerk.finished(clerk.post("/api/drafts", data, query_string={**named, "whole": "1"}))
    assert len(clerk.view(answer["result"]["draft"])["articles"]) == 1


def test_what_was_chosen_and_renamed_since_is_not_saved(
    clerk: Clerk, draft: str, site: Path
) -> None:
    library = clerk.desk.library
    clerk.decide(draft, ["set", "1", "themes=基层治理"], ["set", "2", "themes=基层治理"])
    clerk.decide(draft, ["set", "3", "region="], ["set", "2", "themes=农业农村"])
    theme = library.vocabularies.themes.get("基层治理")
    assert theme is not None
    library.store.change(words.theme(library, theme.id, replace(theme, label="城乡治理")).files)
    revision = clerk.view(draft)["revision"]
    refused = clerk.post(f"/api/drafts/{draft}/save", {"revision": revision})
    (finding,) = refused.get_json()["findings"]
    assert finding["code"] == "HB714" and finding["line"] == LINES[0]
    assert finding["message"].startswith("第 1 篇的主题“基层治理”")
    assert not (site / "docs/collections/small").exists()
    clerk.decide(draft, ["set", "1", "themes=城乡治理"])
    revision = clerk.view(draft)["revision"]
    assert clerk.post(f"/api/drafts/{draft}/save", {"revision": revision}).status_code == 200
    assert not [one for one in check_site(site).findings if one.severity == "error"]


def test_a_decision_of_an_earlier_save_is_taken_back(
    clerk: Clerk, site: Path, tmp_path: Path
) -> None:
    library = Library(site)
    split_small(library)
    edit(library, f"split-at {EMBEDDED}", "set 1 level=市级", "retitle 2 另写的标题")
    draft = str(clerk.post("/api/collections/small/draft").get_json()["draft"])
    view = clerk.view(draft)
    assert [one["number"] for one in view["recorded"]] == [0, 1, 2] and view["decisions"] == 3
    first = view["recorded"][0]
    assert "另分一篇" in first["text"]

    def forget(one: dict[str, Any]) -> Any:
        data = {"revision": clerk.view(draft)["revision"], **one}
        return clerk.post(f"/api/drafts/{draft}/forget", data)

    view = forget(first).get_json()
    assert len(view["articles"]) == len(LINES) and "另分一篇" in view["undo"]
    assert [one["number"] for one in view["recorded"]] == [1, 2] and view["decisions"] == 2
    assert forget(first).status_code == 409  # it went already
    assert forget({**view["recorded"][0], "text": "另一项"}).status_code == 409
    undone = clerk.post(f"/api/drafts/{draft}/undo", {"revision": view["revision"]}).get_json()
    assert len(undone["articles"]) == len(LINES) + 1 and len(undone["recorded"]) == 3
    forget(first)
    edit(library, "forget 2")  # somebody else takes another one back: the numbers move
    revision = clerk.view(draft)["revision"]
    late = clerk.post(f"/api/drafts/{draft}/save", {"revision": revision})
    assert codes(late) == ["HB709"]
    assert [one["text"] for one in clerk.view(draft)["recorded"]] == [view["recorded"][1]["text"]]
    kept = tree(clerk.desk.workspace.folder("drafts", draft))
    assert clerk.post(f"/api/drafts/{draft}/save", {"revision": revision}).status_code == 200
    other = Library(tmp_path / "other")
    split_small(other)
    edit(other, f"split-at {EMBEDDED}", "retitle 2 另写的标题")
    edit(other, "forget 1")
    assert tree(site / "docs/collections/small") == tree(other.store.folder("small"))
    folder = clerk.desk.workspace.folder("drafts", draft)
    put_back(folder, kept)  # as if it had been killed before the draft went
    assert opened(site).desk.workspace.names("drafts") == []


@pytest.mark.parametrize(
    "data",
    [{}, {"number": "0", "text": "x"}, {"number": 0}, {"number": True, "text": "x"}],
    ids=["nothing", "text", "no text", "true"],
)
def test_what_no_list_of_decisions_sends(clerk: Clerk, draft: str, data: dict[str, Any]) -> None:
    answer = clerk.post(f"/api/drafts/{draft}/forget", {"revision": 0, **data})
    assert answer.status_code == 400


@pytest.mark.parametrize("kind", ["drafts", "articles"])
@pytest.mark.parametrize("state", ['{"version": 1, "another versions key": 2}', "", "\0"])
def test_a_draft_that_cannot_be_read_is_left_alone(
    clerk: Clerk, site: Path, kind: str, state: str
) -> None:
    workspace = clerk.desk.workspace
    folder = workspace.folder(kind, workspace.make(kind))
    (folder / "original").write_bytes(b"work")
    (folder / "draft.json").write_text(state, encoding="utf-8")
    held = tree(folder)
    clerk = opened(site)
    assert tree(folder) == held
    assert clerk.get("/").status_code == 200


def test_a_new_version_of_nothing_leaves_nothing_behind(clerk: Clerk) -> None:
    query = {"name": "small.txt", "again": "nothing"}
    answer = clerk.post("/api/drafts", SMALL.read_bytes(), query_string=query)
    assert codes(answer) == ["HB706"]
    assert clerk.desk.workspace.names("drafts") == []


def test_half_an_upload_and_a_saved_draft_are_cleared_away(
    clerk: Clerk, draft: str, site: Path
) -> None:
    clerk.desk.workspace.make("drafts")
    folder = clerk.desk.workspace.folder("drafts", draft)
    kept = tree(folder)
    revision = clerk.view(draft)["revision"]
    clerk.post(f"/api/drafts/{draft}/save", {"revision": revision})
    put_back(folder, kept)  # as if it had been killed between the two
    assert opened(site).desk.workspace.names("drafts") == []


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd.txt",
        "..\\..\\a.txt",
        "/etc/a.txt",
        "C:\\a.txt",
        "\0a.txt",
        "a\n.txt",
        "",
    ],
    ids=["up", "windows up", "root", "drive", "nul", "newline", "none"],
)
def test_a_name_is_a_name_only(clerk: Clerk, site: Path, name: str) -> None:
    before = set(tree(site.parent))
    response = clerk.post("/api/drafts", SMALL.read_bytes(), query_string={"name": name})
    answer = clerk.finished(response)
    assert answer["state"] == "done", answer
    shown = clerk.view(answer["result"]["draft"])["name"]
    assert not set(shown) & set("/\\\0\n")
    new = [one for one in tree(site.parent) if one not in before]
    assert all(one.startswith(f"{site.name}/.huibian") for one in new)


@pytest.mark.parametrize("draft", ["0" * 16, "..", "%2e%2e", "..%2f..%2fdocs", "x" * 300, "%00"])
@pytest.mark.parametrize("path", ["/api/drafts/{}", "/api/drafts/{}/lines", "/drafts/{}"])
def test_a_draft_that_is_none(clerk: Clerk, path: str, draft: str) -> None:
    assert clerk.get(path.format(draft)).status_code in (302, 308, 404, 422)


@pytest.mark.parametrize("slug", ["..", "%2e%2e", "no", "A", "a%2fb", "con", "x" * 200])
def test_a_collection_that_is_none(clerk: Clerk, slug: str) -> None:
    assert clerk.post(f"/api/collections/{slug}/draft").status_code in (308, 404, 405, 422)
    assert clerk.get(f"/saved/{slug}").status_code in (308, 404, 422)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"revision": "0", "requests": [["merge", "2"]]},
        {"revision": True, "requests": [["merge", "2"]]},
        {"revision": 0},
        {"revision": 0, "requests": []},
        {"revision": 0, "requests": "merge"},
        {"revision": 0, "requests": [["undo", "1"]]},
        {"revision": 0, "requests": [["merge"]]},
        {"revision": 0, "requests": [["merge", 2]]},
        {"revision": 0, "requests": [[["merge"], "2"]]},
        {"revision": 0, "requests": [["retitle", "1", "长" * 3000]]},
        {"revision": 0, "requests": [["merge", "2"]] * 51},
    ],
    ids=str,
)
def test_what_no_click_sends(clerk: Clerk, draft: str, data: object) -> None:
    assert clerk.post(f"/api/drafts/{draft}/decide", data).status_code == 400
    assert clerk.view(draft)["revision"] == 0


def test_a_zip_bomb_is_refused(clerk: Clerk) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"<a>" + bytes(400_000_000))
    named = {"name": "a.docx"}
    answer = clerk.finished(clerk.post("/api/drafts", stream.getvalue(), query_string=named))
    assert answer["state"] == "failed" and answer["findings"][0]["code"] in (
        "HB107",
        "HB108",
        "HB109",
    )
    assert clerk.desk.workspace.names("drafts") == []


@pytest.mark.parametrize("again", ["", "small"])
def test_a_file_that_cannot_be_divided_in_time_leaves_nothing(
    clerk: Clerk, site: Path, monkeypatch: pytest.MonkeyPatch, again: str
) -> None:
    split_small(Library(site))
    rule = "- {id: own-hang, label: 算不完, scope: line, pattern: '^(?:(?:甲+)+)+乙$'}\n"
    (site / "docs" / "vocabulary").mkdir(exist_ok=True)
    (site / "docs" / "vocabulary" / "noise.yml").write_text(rule, encoding="utf-8")
    before = tree(site / "docs")
    read = clerk.desk.worker.read
    monkeypatch.setattr(clerk.desk.worker, "read", functools.partial(read, timeout=6))
    named = {"name": "small.txt", "again": again}
    data = SMALL.read_bytes() + b"\n" + "甲".encode() * 60
    answer = clerk.finished(clerk.post("/api/drafts", data, query_string=named))
    assert answer["state"] == "failed"
    assert [one["code"] for one in answer["findings"]] == ["HB124"]
    assert clerk.desk.workspace.names("drafts") == []
    assert tree(site / "docs") == before


def test_a_decision_that_takes_too_long_is_not_recorded(
    clerk: Clerk, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = clerk.view(draft)
    monkeypatch.setattr("huibian.desk.proposals.TIMEOUT", -1)
    data = {"revision": 0, "requests": [["merge", "2"]]}
    response = clerk.post(f"/api/drafts/{draft}/decide", data)
    assert response.status_code == 422 and codes(response) == ["HB124"]
    assert clerk.view(draft) == before


def test_a_file_that_is_too_large_is_not_taken(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huibian.desk.app.UPLOAD", 1000)
    response = clerk.post("/api/drafts", SMALL.read_bytes(), query_string={"name": "a.txt"})
    assert response.status_code == 413
    assert clerk.desk.workspace.names("drafts") == []


def test_a_drafts_new_collection_gets_another_name(clerk: Clerk, draft: str, site: Path) -> None:
    data = {"revision": 0, "slug": "../x"}
    assert codes(clerk.post(f"/api/drafts/{draft}/name", data)) == ["HB701"]
    view = clerk.post(f"/api/drafts/{draft}/name", {"revision": 0, "slug": "new"}).get_json()
    clerk.post(f"/api/drafts/{draft}/save", {"revision": view["revision"]})
    assert (site / "docs/collections/new/01.md").is_file()


@pytest.mark.parametrize(
    ("command", "labels"),
    [
        ('--retitle 3 "一"', ["标题改为“一”", "另写标题…"]),
        ('--retitle 3 "完整的标题"', ["改标题…"]),
        ('--split-at 9 --retitle 3 "一"', ["从第 9 行起另分一篇，标题改为“一”", "另写标题…"]),
        ("--move 22-23 --to 4", ["把第 22–23 行移到第 4 篇"]),
        ("--drop 2 --mask 3-4", ["剔除第 2 行，遮盖第 3–4 行的号码"]),
        ("--set 3 level=市级", ["层级改为“市级”"]),
        ("--set 3 region=", ["地区就空着"]),
        ("--remove 3", ["剔除整篇（第 3 篇）"]),
    ],
)
def test_commands_of_questions_as_buttons(command: str, labels: list[str]) -> None:
    requests = requests_of(command)
    made = buttons(requests)
    assert [button["label"] for button in made] == labels
    for button in made:
        assert [Request(op, tuple(values)) for op, *values in button["requests"]] == list(requests)
        if "ask" in button:
            ask = button["ask"]
            assert button["requests"][ask["request"]][0] == "retitle" and ask["value"] == 2


def test_screens_name_no_command(clerk: Clerk, site: Path) -> None:
    split_small(Library(site), "other")
    draft = clerk.add(SMALL, other="1")
    for path in ("/", f"/drafts/{draft}", "/saved/other"):
        page = clerk.get(path).get_data(as_text=True)
        shown = re.sub(r"<[^>]*>", "", page)
        assert not re.search(r"huibian |YAML|Markdown|--[a-z]", shown)
