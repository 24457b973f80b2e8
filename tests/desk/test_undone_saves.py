"""Saves of every kind are taken back whole: originals, records and images go with the pages."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from desk_clerk import Clerk
from PIL import Image

from handling import SMALL, split_small, tree
from huibian.check import check_site
from huibian.desk.history import History, undone
from huibian.diagnostics import HuibianError

OTHER = "把路修到茶山上\n\n2023年5月，云南省临沧市凤庆县交通运输局把茶山的路一段一段修好。\n"


def drawn(colour: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(made, "PNG")
    return made.getvalue()


def web(colour: str, text: str = "") -> bytes:
    """Return the small compilation as a Word document with an image in its first article."""
    import docx

    document = docx.Document()
    for at, line in enumerate((SMALL.read_text("utf-8") + text).splitlines(), 1):
        document.add_paragraph(line)
        if at == 10:
            document.add_picture(io.BytesIO(drawn(colour)))
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def added(clerk: Clerk, data: bytes, name: str, **query: str) -> str:
    job = clerk.finished(clerk.post("/api/drafts", data, query_string={"name": name, **query}))
    assert job["state"] == "done", job
    draft = job["result"]["draft"]
    answer = clerk.post(f"/api/drafts/{draft}/save", {"revision": clerk.view(draft)["revision"]})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return str(answer.get_json()["slug"])


def article(clerk: Clerk, slug: str) -> None:
    query = {"name": "新路.txt", "to": slug}
    job = clerk.finished(clerk.post("/api/articles", OTHER.encode(), query_string=query))
    draft = job["result"]["draft"]
    revision = clerk.get(f"/api/articles/drafts/{draft}").get_json()["revision"]
    answer = clerk.post(f"/api/articles/drafts/{draft}/save", {"revision": revision})
    assert answer.status_code == 200, answer.get_data(as_text=True)


def undo(clerk: Clerk) -> dict[str, Any]:
    """Take the last save back."""
    save = clerk.desk.history.saves()[0]
    found = clerk.post(f"/api/history/{save.id}/undo").get_json()
    assert "ticket" in found, found
    done = clerk.finished(clerk.post(f"/api/changes/{found['ticket']}"))
    assert done["state"] == "done" and "meanwhile" not in done["result"], done
    assert isinstance(found, dict)
    return found


def errors(clerk: Clerk) -> list[str]:
    return [one.code for one in check_site(clerk.desk.site).findings if one.severity == "error"]


def collections(clerk: Clerk) -> Path:
    return clerk.desk.site / "docs" / "collections"


def test_a_compilation_that_was_added_goes_whole_and_comes_back(clerk: Clerk) -> None:
    slug = added(clerk, web("red"), "small.docx")
    held = tree(collections(clerk))
    assert any("/images/" in name for name in held)
    shown = undo(clerk)
    assert {"title": f"{slug} 的原文 original.docx", "now": "（没有这个文件）"}.items() <= next(
        one for one in shown["pages"] if one["path"].endswith("original.docx")
    ).items()
    assert clerk.desk.library.store.known() == [] and list(tree(collections(clerk))) == [".lock"]
    assert errors(clerk) == []
    undo(clerk)
    assert tree(collections(clerk)) == held
    undo(clerk)
    assert added(clerk, web("red"), "small.docx") == slug


@pytest.mark.parametrize("name", ["small.docx", "新版.txt"])
def test_a_new_version_is_taken_back_with_its_original_and_images(clerk: Clerk, name: str) -> None:
    slug = added(clerk, web("red"), "small.docx")
    held = tree(collections(clerk))
    text = "\n新添的一句话。\n"
    data = web("blue", text) if name.endswith("docx") else (SMALL.read_text() + text).encode()
    added(clerk, data, name, again=slug)
    changed = tree(collections(clerk))
    image = next(one for one in held if "/images/" in one and one.endswith(".png"))
    assert (changed[image] != held[image]) == name.endswith("docx")
    undo(clerk)
    assert tree(collections(clerk)) == held
    assert errors(clerk) == []


def test_a_document_that_was_added_goes_with_its_record(clerk: Clerk) -> None:
    split_small(clerk.desk.library)
    held = tree(collections(clerk))
    article(clerk, "small")
    undo(clerk)
    assert tree(collections(clerk)) == held
    assert errors(clerk) == []


def test_what_was_added_later_stops_taking_a_compilation_back(clerk: Clerk) -> None:
    slug = added(clerk, SMALL.read_bytes(), "small.txt")
    first = clerk.desk.history.saves()[0]
    strange = collections(clerk) / slug / "笔记.txt"
    strange.write_text("自己的", encoding="utf-8")
    refused = clerk.post(f"/api/history/{first.id}/undo")
    assert refused.status_code == 422
    finding = refused.get_json()["findings"][0]
    assert finding["code"] == "HB734" and "1 个文件" in finding["message"]
    assert "笔记.txt" in finding["message"]
    strange.unlink()
    # an image that was put into an article: others may show it, so only the whole folder takes it
    image = collections(clerk) / slug / "images" / "0123456789abcdef.png"
    image.parent.mkdir()
    image.write_bytes(drawn("green"))
    undo(clerk)
    assert clerk.desk.library.store.known() == []


def test_images_of_articles_are_not_taken_back(clerk: Clerk) -> None:
    """They are named by their content: another article may have come to show them meanwhile."""
    split_small(clerk.desk.library)
    history, docs = clerk.desk.history, clerk.desk.site / "docs"
    with history.watching("改一篇", "collections/small"):
        images = docs / "collections/small/images"
        images.mkdir()
        (images / "0123456789abcdef.png").write_bytes(drawn("green"))
        (images / "05-image-01.png").write_bytes(drawn("green"))
    names = [one.path for one in undone(history, docs, history.saves()[0])]
    assert names == ["collections/small/images/05-image-01.png"]


def test_what_is_there_is_not_read_for_an_article(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    split_small(clerk.desk.library)
    original = collections(clerk) / "small/source/original.txt"
    read = Path.read_bytes
    seen: list[Path] = []

    def reading(self: Path) -> bytes:
        seen.append(self)
        return read(self)

    monkeypatch.setattr(Path, "read_bytes", reading)
    with clerk.desk.history.watching("改一篇", "collections/small"):
        pass
    assert original not in seen
    with clerk.desk.history.watching("改分篇", "collections/small", sources=True):
        pass
    assert original in seen


def test_bytes_that_are_kept_no_more_cannot_come_back(clerk: Clerk) -> None:
    added(clerk, SMALL.read_bytes(), "small.txt")
    history: History = clerk.desk.history
    save = history.saves()[0]
    for file in (clerk.desk.site / ".huibian/versions").glob("??/*"):
        file.unlink()
    with pytest.raises(HuibianError):
        undone(history, clerk.desk.site / "docs", save)
