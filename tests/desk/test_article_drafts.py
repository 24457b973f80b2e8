"""One article at the desk: drafts, findings, suggestions, saving, what is refused."""

from __future__ import annotations

import io
import json
import os
import re
import time
from pathlib import Path
from typing import Any

import pytest
from desk_clerk import ORIGIN, Clerk, begun, opened, state, typed
from PIL import Image

from handling import replace_in, split_small, tree
from huibian import frontmatter
from huibian.check import check_site
from huibian.desk.app import create_app
from huibian.desk.context import NAME, Desk
from huibian.desk.guard import Access
from huibian.editing import Library

TEXT = (
    "把路修到茶山上\n\n2023年5月，云南省临沧市凤庆县交通运输局把茶山的路一段一段修好，茶农少走弯路。\n\n"
    "一、先修最难走的一段\n从最陡的坡修起，茶农的车能开到地头。\n"
)


def blank(clerk: Clerk) -> str:
    response = clerk.post("/api/articles/blank", {"to": "small"})
    assert response.status_code == 201
    return str(response.get_json()["draft"])


def added(clerk: Clerk, data: bytes, name: str) -> dict[str, Any]:
    query = {"name": name, "to": "small"}
    return clerk.finished(clerk.post("/api/articles", data, query_string=query))


def saved(clerk: Clerk, draft: str) -> tuple[int, dict[str, Any]]:
    revision = state(clerk, draft)["revision"]
    response = clerk.post(f"/api/articles/drafts/{draft}/save", {"revision": revision})
    return response.status_code, response.get_json()


def meta(path: Path) -> dict[str, Any]:
    return frontmatter.parse(path.read_text(encoding="utf-8")).meta


def picture(color: str = "red") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (2, 2), color).save(stream, "PNG")
    return stream.getvalue()


def test_a_page_is_corrected(writer: Clerk, folder: Path, site: Path) -> None:
    before = tree(folder)
    draft = begun(writer)
    assert tree(folder) == before
    typed(writer, draft, author="柳工")
    assert tree(folder) == before
    status, answer = saved(writer, draft)
    assert (status, answer["preview"]) == (200, "/collections/small/02.md/saved")
    after = tree(folder)
    assert {name for name in after if after[name] != before[name]} == {"02.md"}
    assert meta(folder / "02.md")["author"] == "柳工"
    assert not check_site(site).failed
    assert writer.desk.workspace.names("articles") == []
    assert writer.get("/collections/small/02.md/saved").status_code == 200


def test_saving_what_nobody_changed_writes_nothing(writer: Clerk, folder: Path) -> None:
    at = (folder / "02.md").stat().st_mtime_ns
    assert saved(writer, begun(writer))[0] == 200
    assert (folder / "02.md").stat().st_mtime_ns == at


def test_a_correction_stays_when_the_source_is_split_again(writer: Clerk, library: Library) -> None:
    draft = begun(writer)
    typed(writer, draft, author="柳工")
    saved(writer, draft)
    assert meta(split_small(library) / "02.md")["author"] == "柳工"


def test_a_field_that_was_looked_at_needs_no_review(writer: Clerk, folder: Path) -> None:
    draft = begun(writer, "01.md")
    assert "themes" in state(writer, draft)["typed"]["review"]
    typed(writer, draft, review=[])
    saved(writer, draft)
    assert "review" not in meta(folder / "01.md")


def test_a_new_article_gets_the_next_number(writer: Clerk, folder: Path, site: Path) -> None:
    draft = blank(writer)
    typed(writer, draft, title="新的一篇", body="写了一段。")
    (folder / "05.md").write_text("---\ntitle: 别人加的\nnumber: 5\n---\n\n正文。\n")
    assert saved(writer, draft)[1]["preview"] == "/collections/small/06.md/saved"
    assert meta(folder / "06.md") == {"title": "新的一篇", "number": 6}
    assert not check_site(site).failed


def test_a_form_without_a_title_is_not_saved(writer: Clerk, folder: Path) -> None:
    before = tree(folder)
    draft = blank(writer)
    found = typed(writer, draft, body="写了一段。")["findings"]
    assert [(one["code"], one["field"]) for one in found] == [("HB305", "title")]
    status, answer = saved(writer, draft)
    assert (status, answer["findings"][0]["code"]) == (422, "HB305")
    assert tree(folder) == before
    assert state(writer, draft)["typed"]["body"] == "写了一段。"


def test_a_document_becomes_an_article_with_what_was_typed(
    writer: Clerk, folder: Path, site: Path
) -> None:
    draft = added(writer, TEXT.encode(), "茶山.txt")["result"]["draft"]
    now = state(writer, draft)["typed"]
    assert (now["title"], now["region"]) == ("把路修到茶山上", "云南省/临沧市/凤庆县")
    typed(writer, draft, author="何小山")
    (folder / "05.md").write_text("---\ntitle: 别人加的\nnumber: 5\n---\n\n正文。\n")
    assert saved(writer, draft)[0] == 200
    made = meta(folder / "06.md")
    assert (made["number"], made["author"]) == (6, "何小山")
    assert (folder / "source" / made["source"]["file"]).read_bytes() == TEXT.encode()
    report = check_site(site)
    assert not report.failed
    assert not [one for one in report.findings if one.code in ("HB420", "HB421", "HB422")]


def test_the_same_document_does_not_come_twice(writer: Clerk, folder: Path) -> None:
    first = added(writer, TEXT.encode(), "茶山.txt")["result"]["draft"]
    second = added(writer, TEXT.encode(), "茶山.txt")["result"]["draft"]
    assert saved(writer, first)[0] == 200
    status, answer = saved(writer, second)
    assert (status, answer["findings"][0]["code"]) == (422, "HB707")
    again = added(writer, TEXT.encode(), "茶山.txt")
    assert (again["state"], again["findings"][0]["code"]) == ("failed", "HB707")
    assert writer.desk.workspace.names("articles") == [second]


def test_another_collection_is_chosen(writer: Clerk, library: Library) -> None:
    other = split_small(library, "other")
    draft = blank(writer)
    typed(writer, draft, "other", title="新的一篇", body="写了一段。")
    assert saved(writer, draft)[1]["preview"] == "/collections/other/05.md/saved"
    assert (other / "05.md").is_file()


def test_images_come_with_their_article(writer: Clerk, folder: Path, site: Path) -> None:
    draft = begun(writer)
    names = [
        writer.post(f"/api/articles/drafts/{draft}/images", picture(one)).get_json()["name"]
        for one in ("red", "blue")
    ]
    shown = writer.get(f"/api/articles/drafts/{draft}/images/{names[0]}")
    assert (shown.mimetype, shown.data) == ("image/png", picture("red"))
    body = state(writer, draft)["typed"]["body"]
    found = typed(writer, draft, body=f"{body}\n\n![](images/{names[0]})")
    assert f'src="images/{names[0]}"' in found["html"]
    saved(writer, draft)
    assert [one.name for one in (folder / "images").iterdir()] == [names[0]]
    assert not check_site(site).failed


def test_an_old_version_still_has_its_images(writer: Clerk, folder: Path) -> None:
    draft = begun(writer)
    url = f"/api/articles/drafts/{draft}/images"
    name = writer.post(url, picture()).get_json()["name"]
    body = state(writer, draft)["typed"]["body"]
    typed(writer, draft, body=f"{body}\n\n![](images/{name})")
    assert saved(writer, draft)[0] == 200
    draft = begun(writer)
    typed(writer, draft, body=body)
    assert saved(writer, draft)[0] == 200
    path = "collections/small/02.md"
    before = writer.desk.history.versions(path)[1].id
    found = writer.post("/api/history/restore", {"path": path, "version": before}).get_json()
    writer.finished(writer.post(f"/api/changes/{found['ticket']}"))
    assert name in (folder / "02.md").read_text(encoding="utf-8")
    assert (folder / "images" / name).read_bytes() == picture()
    assert not check_site(writer.desk.site).failed


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg' onload='a()'/>", b"GIF", b"\x89PNG"],
    ids=["nothing", "svg", "cut off", "signature alone"],
)
def test_only_images_are_taken(writer: Clerk, data: bytes) -> None:
    answer = writer.post(f"/api/articles/drafts/{begun(writer)}/images", data)
    assert answer.status_code == 422
    assert answer.get_json()["findings"][0]["code"] == "HB722"


def test_what_is_too_large_is_told_with_its_own_limit(
    writer: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(path: str, data: Any) -> str:
        answer = writer.post(path, data)
        assert answer.status_code == 413
        return str(answer.get_json()["findings"][0]["message"])

    monkeypatch.setattr("huibian.desk.app.IMAGE", 1_000_000)
    draft = f"/api/articles/drafts/{begun(writer)}"
    assert told(f"{draft}/images", b"x" * 1_000_001) == "文件太大，最多 1 MB"
    monkeypatch.setattr("huibian.desk.app.UPLOAD", 2_000_000)
    query = "name=a.txt&to=small"
    assert told(f"/api/articles?{query}", b"x" * 2_000_001) == "文件太大，最多 2 MB"
    for length in (1_100_000, 5_000_000):
        form = {"revision": 0, "typed": {"body": "长" * length}, "slug": "small"}
        assert told(draft, form) == "写的内容太长，工作台收不下"


def test_findings_say_field_and_line(writer: Clerk) -> None:
    draft = begun(writer)
    found = typed(
        writer,
        draft,
        date="去年",
        region="汉中",
        themes=["没有的主题"],
        body="好。\n\n坏<b>字</b>。",
    )["findings"]
    places = {(one["code"], one["field"], one["at"]) for one in found if one["severity"] == "error"}
    assert places == {
        ("HB305", "date", 0),
        ("HB307", "region", 0),
        ("HB306", "themes", 0),
        ("HB309", "body", 3),
    }


@pytest.mark.parametrize("head", ["", "\n\n"], ids=["from the first line", "after blank lines"])
def test_lines_are_those_of_the_field(writer: Clerk, head: str) -> None:
    draft = begun(writer)
    found = typed(writer, draft, body=f"{head}<b>坏")["findings"]
    assert [one["at"] for one in found if one["code"] == "HB309"] == [len(head) + 1]


def test_what_the_plan_asks_about_is_not_asked_again(site: Path, library: Library) -> None:
    source = site / "电话.txt"
    small = "\n".join(f"第{n}篇好做法\n\n做了{n}件事，联系电话13800001234。\n\n" for n in "一二三")
    source.write_text(f"做法汇编（3篇）\n\n\n{small}", encoding="utf-8")
    library.split(source, slug="phone", today="2026-01-02", whole=True)
    clerk = opened(site)
    response = clerk.get("/collections/phone/01.md/edit")
    draft = response.headers["Location"].rsplit("/", 1)[1]
    now = state(clerk, draft)
    assert "HB320" not in {one["code"] for one in now["findings"]}
    found = typed(clerk, draft, body=now["typed"]["body"] + "\n\n另打13911112222。")["findings"]
    assert "HB320" in {one["code"] for one in found}
    found = typed(clerk, draft, confirmed=["HB320"])["findings"]
    assert "HB320" not in {one["code"] for one in found}


def test_suggestions_come_with_their_reasons(writer: Clerk) -> None:
    draft = blank(writer)
    title, _, body = TEXT.partition("\n\n")
    typed(writer, draft, title=title, body=body)
    found = writer.get(f"/api/articles/drafts/{draft}/suggestions").get_json()
    (region,) = found["fields"]["region"]
    assert region["value"] == "云南省/临沧市/凤庆县"
    assert any("凤庆" in one["text"] for one in region["evidence"])
    assert found["places"][0]["value"].startswith("云南省")
    assert found["fields"]["date"][0]["value"] == "2023-05"


def test_regions_are_found_by_name_path_and_code(writer: Clerk) -> None:
    def values(query: str) -> list[str]:
        found = writer.get("/api/regions", query_string={"q": query}).get_json()["regions"]
        return [one["value"] for one in found]

    assert {"北京市/朝阳区", "辽宁省/朝阳市"} <= set(values("朝阳"))
    assert values("辽宁 朝阳")[0] == "辽宁省/朝阳市"
    assert values("610700") == ["陕西省/汉中市"]
    assert "陕西省/汉中市" in values("汉钟市")
    assert "北京市" in values("")
    assert values("<script>") == []


def test_two_browsers_have_their_own_drafts(writer: Clerk, site: Path, folder: Path) -> None:
    other = opened(site)
    mine, theirs = begun(writer), begun(other)
    assert mine != theirs and begun(writer) == mine
    typed(other, theirs, author="乙", organization="乙单位")
    typed(writer, mine, author="甲", subtitle="甲的副标题")
    assert saved(other, theirs)[0] == 200
    assert state(writer, mine)["stale"]
    status, answer = saved(writer, mine)
    assert (status, answer["findings"][0]["code"]) == (409, "HB720")
    seen = writer.get(f"/api/articles/drafts/{mine}/versions").get_json()
    assert seen["conflicts"] == ["作者"] and seen["theirs"]["organization"] == "乙单位"
    data = {"revision": state(writer, mine)["revision"], "choice": "merge"}
    now = writer.post(f"/api/articles/drafts/{mine}/settle", data).get_json()
    assert not now["stale"]
    assert saved(writer, mine)[0] == 200
    made = meta(folder / "02.md")
    assert (made["author"], made["organization"]) == ("甲", "乙单位")
    assert made["subtitle"] == "甲的副标题"


@pytest.mark.parametrize(("choice", "author"), [("mine", "甲"), ("theirs", "磁盘")])
def test_one_version_is_taken(writer: Clerk, folder: Path, choice: str, author: str) -> None:
    draft = begun(writer)
    typed(writer, draft, author="甲")
    replace_in(folder / "02.md", "number: 2", "number: 2\nauthor: 磁盘\nregoin: 留着")
    data = {"revision": state(writer, draft)["revision"], "choice": choice}
    writer.post(f"/api/articles/drafts/{draft}/settle", data)
    made = state(writer, draft)
    assert made["typed"]["author"] == author
    typed(writer, draft)
    assert (folder / "02.md").read_text(encoding="utf-8").count("regoin: 留着") == 1


def test_two_windows_on_one_draft(writer: Clerk) -> None:
    draft = begun(writer)
    old = state(writer, draft)
    typed(writer, draft, author="甲")
    response = writer.post(f"/api/articles/drafts/{draft}", {**old, "typed": old["typed"]})
    assert (response.status_code, response.get_json()["findings"][0]["code"]) == (409, "HB711")
    assert state(writer, draft)["typed"]["author"] == "甲"


def test_the_last_word_of_a_window_follows_on_its_own(writer: Clerk) -> None:
    """A tab that closes did not hear of its word before; that of another window stands."""
    draft = begun(writer)
    url = f"/api/articles/drafts/{draft}"
    form = state(writer, draft)["typed"]

    def told(window: str, revision: int, author: str, *, last: bool) -> int:
        data = {"revision": revision, "slug": "small", "typed": {**form, "author": author}}
        return writer.post(url, {**data, "window": window, "last": last}).status_code

    assert told("one", 0, "在路上的", last=False) == 200
    assert told("one", 0, "最后的", last=True) == 200
    assert state(writer, draft)["typed"]["author"] == "最后的"
    assert told("one", 0, "来晚了的", last=False) == 409
    assert told("two", 0, "另一个窗口", last=True) == 409
    assert told("", 0, "不说是谁", last=True) == 409
    assert state(writer, draft)["typed"]["author"] == "最后的"


def test_a_form_whose_draft_has_gone_gets_another(writer: Clerk) -> None:
    first = begun(writer)
    typed(writer, first, author="甲")
    assert saved(writer, first)[0] == 200
    answer = writer.post("/api/collections/small/02.md/draft")
    assert answer.status_code == 201
    second = answer.get_json()["draft"]
    assert second != first and state(writer, second)["typed"]["author"] == "甲"
    assert writer.post("/api/collections/small/02.md/draft").get_json()["draft"] == second
    assert writer.post("/api/collections/small/99.md/draft").status_code == 422


def test_a_page_that_is_gone_takes_no_draft_with_it(writer: Clerk, folder: Path) -> None:
    draft = begun(writer)
    typed(writer, draft, author="甲")
    (folder / "02.md").unlink()
    assert state(writer, draft)["gone"] and state(writer, draft)["stale"]
    status, answer = saved(writer, draft)
    assert (status, answer["findings"][0]["code"]) == (422, "HB723")
    assert state(writer, draft)["typed"]["author"] == "甲"


def test_drafts_survive_the_desk(writer: Clerk, site: Path) -> None:
    draft = begun(writer)
    typed(writer, draft, author="甲")
    again = opened(site)
    assert state(again, draft)["typed"]["author"] == "甲"
    assert "一盏路灯照见干群心" in again.get("/articles/new").get_data(as_text=True)


def test_what_was_saved_when_the_desk_ended_is_no_draft_any_more(
    writer: Clerk, site: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = [
        begun(writer),
        blank(writer),
        added(writer, TEXT.encode(), "茶.txt")["result"]["draft"],
    ]
    typed(writer, written[0], author="甲")
    typed(writer, written[1], title="新的一篇", body="写了一段。")
    untouched = begun(writer, "03.md")
    monkeypatch.setattr("huibian.desk.drafts.Kind.remove", lambda *_: None)  # killed before this
    for draft in written:
        assert saved(writer, draft)[0] == 200
    monkeypatch.undo()
    before = tree(folder)
    again = opened(site)
    assert again.desk.workspace.names("articles") == [untouched]
    assert tree(folder) == before


def test_uploads_that_were_cut_off_and_untouched_drafts_go(writer: Clerk, site: Path) -> None:
    writer.desk.workspace.make("articles")
    old = begun(writer)
    path = writer.desk.workspace.folder("articles", old) / "draft.json"
    past = time.time() - 100_000
    text = path.read_text(encoding="utf-8")
    file = state(writer, old)
    assert file["revision"] == 0
    data = json.loads(text)
    path.write_text(json.dumps({**data, "changed": past}), encoding="utf-8")
    os.utime(path, (past, past))
    assert opened(site).desk.workspace.names("articles") == []


def test_a_page_beside_a_plan_that_cannot_be_read_is_kept(writer: Clerk, folder: Path) -> None:
    (folder / "source" / "plan.yml").write_text("坏: [\n", encoding="utf-8")
    draft = begun(writer)
    form = writer.get(f"/articles/drafts/{draft}").get_data(as_text=True)
    assert '<option value="small" selected>' in form
    assert typed(writer, draft, "", author="甲")["slug"] == "small"


def test_a_new_article_has_a_collection(writer: Clerk) -> None:
    draft = blank(writer)
    data = {"revision": 0, "slug": "", "typed": {"title": "题"}}
    assert writer.post(f"/api/articles/drafts/{draft}", data).status_code == 422


def test_front_matter_that_cannot_be_read_can_be_mended(writer: Clerk, folder: Path) -> None:
    (folder / "02.md").write_text("---\ntitle: [坏\n---\n\n正文在。\n", encoding="utf-8")
    draft = begun(writer)
    now = state(writer, draft)
    assert now["typed"]["body"] == "正文在。" and now["findings"][0]["code"] == "HB301"
    typed(writer, draft, title="修好了")
    assert saved(writer, draft)[0] == 200
    assert meta(folder / "02.md") == {"title": "修好了", "number": 2}


HOSTILE = [
    "/collections/..%2f..%2fmkdocs/02.md/edit",
    "/collections/small/..%2fsource%2fplan.yml/edit",
    "/collections/small/index.md/edit",
    "/collections/small/99.md/edit",
    "/collections/none/01.md/edit",
    "/collections/small/%2e%2e/edit",
    "/collections/small/index.md/saved",
    "/articles/look/..%2f..%2fmkdocs.yml",
    "/articles/look/passwd",
    "/api/articles/drafts/0000000000000000",
    "/api/articles/drafts/..%2f..%2fetc",
]


@pytest.mark.parametrize("path", HOSTILE)
def test_no_address_leads_out(writer: Clerk, folder: Path, path: str) -> None:
    assert writer.get(path).status_code in (404, 405, 422)


@pytest.mark.parametrize("name", ["..%2fdraft.json", "draft.json", "..", "02.md", "%00"])
def test_no_image_leads_out(writer: Clerk, name: str) -> None:
    draft = begun(writer)
    response = writer.get(f"/api/articles/drafts/{draft}/images/{name}")
    assert response.status_code in (404, 405)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"revision": "0", "typed": {}, "slug": "small"},
        {"revision": 0, "typed": [], "slug": "small"},
        {"revision": 0, "typed": {"title": 1}, "slug": "small"},
        {"revision": 0, "typed": {"other": ""}, "slug": "small"},
        {"revision": 0, "typed": {"themes": "a"}, "slug": "small"},
        {"revision": 0, "typed": {}, "slug": "../.."},
        {"revision": 0, "typed": {"body": "长" * 1_100_000}, "slug": "small"},
    ],
    ids=["nothing", "revision", "list", "number", "unknown", "text", "path", "long"],
)
def test_what_no_form_sends_changes_nothing(writer: Clerk, data: dict[str, Any]) -> None:
    draft = begun(writer)
    before = state(writer, draft)
    assert writer.post(f"/api/articles/drafts/{draft}", data).status_code in (400, 413, 422)
    assert state(writer, draft) == before


def test_nothing_typed_becomes_more_than_text(writer: Clerk, folder: Path) -> None:
    evil = "坏\n---\nnumber: 9\n---\x00<script>"
    draft = begun(writer)
    typed(writer, draft, author=evil, body="---\ntitle: 另一个\n---\n\n正文。")
    assert saved(writer, draft)[0] == 200
    made = frontmatter.parse((folder / "02.md").read_text(encoding="utf-8"))
    assert (made.meta["number"], made.meta["title"]) == (2, "一盏路灯照见干群心")
    assert "\n" not in made.meta["author"] and "\x00" not in made.meta["author"]
    assert "另一个" in made.body


@pytest.mark.parametrize("name", ["material.css", "site.css", "comfort.css"])
def test_the_styles_are_the_sites(writer: Clerk, name: str) -> None:
    response = writer.get(f"/articles/look/{name}")
    assert (response.status_code, response.mimetype) == (200, "text/css")
    if name == "material.css":
        assert b"md-typeset" in response.data


class Users:
    """Two who come through a proxy, and the desk behind it."""

    def __init__(self, site: Path) -> None:
        self.app = create_app(Desk(site), Access(ORIGIN, key=b"k" * 32, proxy="secret"))
        self.zhang, self.wang = self.come("zhang"), self.come("wang")

    def come(self, user: str) -> Clerk:
        client = self.app.test_client()
        client.environ_base["HTTP_X_HUIBIAN_PROXY"] = "secret"
        client.environ_base["HTTP_X_REMOTE_USER"] = user
        clerk = Clerk(client, self.app.extensions[NAME])
        clerk.get("/")
        page = clerk.get("/").get_data(as_text=True)
        found = re.search(r'name="huibian-token" content="([0-9a-f]+)"', page)
        assert found
        clerk.token = found[1]
        return clerk


def test_behind_a_proxy_nobody_throws_anothers_draft_away(site: Path, folder: Path) -> None:
    users = Users(site)
    draft = begun(users.zhang)
    typed(users.zhang, draft, author="柳工")
    mine = users.zhang.get("/articles/new").get_data(as_text=True)
    theirs = users.wang.get("/articles/new").get_data(as_text=True)
    assert f'data-discard="{draft}"' in mine and 'id="others"' not in mine
    assert f'data-discard="{draft}"' not in theirs and 'id="drafts"' not in theirs
    assert f"/articles/drafts/{draft}" in theirs and "zhang：修改已有的一篇" in theirs
    refused = users.wang.post(f"/api/articles/drafts/{draft}/discard")
    assert refused.status_code == 403 and "zhang" in refused.get_data(as_text=True)
    assert state(users.wang, draft)["typed"]["author"] == "柳工"
    again = users.come("zhang")  # from another browser
    assert again.post(f"/api/articles/drafts/{draft}/discard").status_code == 200
    assert users.zhang.desk.workspace.names("articles") == []


@pytest.mark.parametrize("how", ["blank", "document"])
def test_behind_a_proxy_new_articles_are_somebodys(site: Path, folder: Path, how: str) -> None:
    users = Users(site)
    if how == "blank":
        draft = blank(users.zhang)
    else:
        draft = added(users.zhang, TEXT.encode(), "茶山.txt")["result"]["draft"]
    assert users.wang.post(f"/api/articles/drafts/{draft}/discard").status_code == 403


def test_without_a_proxy_any_draft_can_go(writer: Clerk, site: Path) -> None:
    draft = begun(writer)
    other = opened(site)
    assert other.post(f"/api/articles/drafts/{draft}/discard").status_code == 200
