"""Publishing as a whole: what is served, kept, taken back, refused and cleaned up."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from press import Press

from huibian import system
from huibian.diagnostics import HuibianError
from huibian.editing import Library, Request
from huibian.publish import manifest, packing, publishing
from huibian.publish.gate import Refused
from huibian.publish.shelf import Shelf


def codes(error: HuibianError) -> list[str]:
    return [finding.code for finding in error.findings]


def whole(press: Press) -> str:
    """Return the release that is served, having verified it."""
    assert not manifest.verify(press.to / "current").findings
    return Shelf(press.to).current()


def test_what_is_built_is_served(press: Press) -> None:
    done = press.publish()
    assert done.changed
    assert whole(press) == done.release
    assert (press.to / "current").readlink() == Path("releases") / done.release
    assert done.release.startswith("20260102-030505-")
    for path, text in press.pages.items():
        assert press.read(path) == text
    about = json.loads(press.read("manifest.json"))
    assert about["counts"] == {"collections": 1, "articles": 1, "pages": 2, "files": 8}
    assert done.release.endswith(about["sha256"][:12])
    assert {"huibian", "mkdocs", "python", "zlib"} <= set(about["versions"])
    assert press.left() == []


@pytest.mark.parametrize("with_brotli", [True, False])
def test_text_is_packed(press: Press, monkeypatch: pytest.MonkeyPatch, with_brotli: bool) -> None:
    if not with_brotli:
        monkeypatch.setattr(packing, "brotli", None)
    press.publish()
    folder = press.to / "current"
    packed = {path.name for path in folder.rglob("*") if path.suffix in (".gz", ".br")}
    forms = (".gz", ".br") if with_brotli else (".gz",)
    assert packed == {f"{name}{form}" for name in ("index.html", "site.css") for form in forms}
    data = (folder / "index.html.gz").read_bytes()
    assert data[4:8] == bytes(4)  # no time in it
    assert gzip.decompress(data).decode() == press.pages["index.html"]
    if packing.brotli is not None:
        assert (
            packing.brotli.decompress((folder / "assets/site.css.br").read_bytes()).decode()
            == (press.pages["assets/site.css"])
        )
    plain, small = (folder / "index.html").stat(), (folder / "index.html.gz").stat()
    assert plain.st_mtime_ns == small.st_mtime_ns


def test_pieces_of_the_search_are_packed_where_each_visitor_reads_them(press: Press) -> None:
    least = packing.SMALLEST_PIECE
    press.pages["search/0123456789ab/words.js"] = "文" * least
    press.pages["search/0123456789ab/t1.js"] = "文" * (least // 3)
    press.pages["search/index.js"] = "文" * packing.SMALLEST
    press.publish()
    packed = {path.stem for path in (press.to / "current" / "search").rglob("*.gz")}
    assert packed == {"words.js", "index.js"}


def test_same_again_makes_no_release(press: Press) -> None:
    first = press.publish()
    again = press.publish()
    assert (again.changed, again.release) == (False, first.release)
    assert len(Shelf(press.to).names()) == 1


def test_damaged_release_is_made_again(press: Press) -> None:
    first = press.publish()
    path = press.to / "current" / "a" / "index.html"
    path.write_text(path.read_text(encoding="utf-8").replace("甲", "乙"), encoding="utf-8")
    again = press.publish()
    assert again.changed
    assert again.release[-12:] == first.release[-12:]
    assert whole(press) == again.release
    assert "甲" in press.read()


def test_unchanged_files_are_shared_and_safe(press: Press) -> None:
    press.publish()
    done = press.change("乙")
    assert done.linked == 7
    old, new = (Shelf(press.to).releases / name for name in Shelf(press.to).names())
    assert (old / "index.html.gz").samefile(new / "index.html.gz")
    assert not (old / "a/index.html").samefile(new / "a/index.html")
    for folder in (old, new):
        assert not manifest.verify(folder).findings


@pytest.mark.parametrize(("name", "value"), [("GZIP", 9), ("_WORTH", 0.001)])
def test_packed_otherwise_the_same_contents_have_the_same_hash(
    press: Press, monkeypatch: pytest.MonkeyPatch, name: str, value: float
) -> None:
    """By other settings or another zlib, packed forms of the release before are not taken over."""
    press.publish()
    monkeypatch.setattr(packing, name, value)
    upon = press.publish()
    press.to = press.to.with_name("other")
    assert upon.release[-12:] == press.publish().release[-12:]


def test_packed_forms_of_another_library_are_made_anew(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.publish()
    packed = press.to / "current" / "index.html.gz"
    before = packed.stat().st_ino
    monkeypatch.setattr(packing.zlib, "ZLIB_RUNTIME_VERSION", "0")
    assert press.publish().changed
    assert packed.stat().st_ino != before
    assert packed.with_suffix("").stat().st_nlink == 2  # not packed, so the same in any case


def test_rollback_and_forward(press: Press) -> None:
    names = [press.change(text).release for text in ("甲", "乙", "丙")]
    assert publishing.rollback(press.to, "", press.time) == (names[2], names[1])
    assert (whole(press), press.read()) == (names[1], '<h2 id="one">乙</h2>')
    assert publishing.rollback(press.to, "", press.time) == (names[1], names[0])
    for given in (names[2], names[2][-12:], names[2][:15]):
        publishing.rollback(press.to, names[0], press.time)
        assert publishing.rollback(press.to, given, press.time)[1] == names[2]


def test_rollback_passes_over_what_was_taken_back(press: Press) -> None:
    good = press.change("好").release
    bad = press.change("坏").release
    publishing.rollback(press.to, "", press.time)
    mended = press.change("改好").release
    assert publishing.rollback(press.to, "", press.time) == (mended, good)
    assert bad in Shelf(press.to).names()


def test_rollback_refuses_what_is_not_there_or_not_whole(press: Press) -> None:
    with pytest.raises(HuibianError) as nothing:
        publishing.rollback(press.to, "", press.time)
    assert codes(nothing.value) == ["HB810"]
    first = press.publish().release
    for given in ("", "2025", "没有"):
        with pytest.raises(HuibianError) as caught:
            publishing.rollback(press.to, given, press.time)
        assert codes(caught.value) == ["HB816"]
    press.change("乙")
    (press.to / "releases" / first / "index.html").unlink()
    with pytest.raises(Refused) as broken:
        publishing.rollback(press.to, "", press.time)
    assert codes(broken.value) == ["HB812"]
    assert press.read() == '<h2 id="one">乙</h2>'


def test_the_last_are_kept(press: Press) -> None:
    names = [press.change(f"第{number}").release for number in range(4)]
    publishing.rollback(press.to, names[1], press.time)  # from names[3]
    press.pages["a/index.html"] = '<h2 id="one">第4</h2>'
    done = press.publish(keep=1)
    # names[1] is the one before the current: neither newest, current, nor taken back
    assert set(done.removed) == {names[0], names[1], names[2]}
    assert Shelf(press.to).names() == [names[3], done.release]
    assert whole(press) == done.release


def test_current_is_never_removed(press: Press) -> None:
    names = [press.change(f"第{number}").release for number in range(3)]
    publishing.rollback(press.to, names[0], press.time)
    Shelf(press.to).keep(1)
    assert whole(press) == names[0]
    assert Shelf(press.to).names() == [names[0], names[2]]


def test_everything_wrong_is_said_at_once_and_nothing_changes(press: Press) -> None:
    first = press.publish()
    docs = press.site / "docs"
    (docs / "a.md").write_text("# 甲\n\n[断](b.md)\n", encoding="utf-8")
    (docs / "collections" / "one").mkdir(parents=True)
    (docs / "collections" / "one" / "index.md").write_text(
        "---\ntitle: 一\n---\n", encoding="utf-8"
    )
    (docs / "collections" / "one" / "01.md").write_text(
        "---\ntitle: 甲\nnumber: 1\nreview: [region]\n---\n\n电话 13800138000。\n", encoding="utf-8"
    )
    (docs / "collections" / "one" / "02.md").write_text("没有字段\n", encoding="utf-8")
    press.pages["a/index.html"] = '<h2 id="one">甲</h2><a href="b.md">断</a><a href="../#no">x</a>'
    press.pages["manifest.json"] = "{}"
    with pytest.raises(Refused) as caught:
        press.publish()
    places = {(one.code, one.path, one.line) for one in caught.value.findings}
    assert places >= {
        ("HB302", "docs/collections/one/02.md", 1),
        ("HB312", "docs/collections/one/01.md", 4),
        ("HB320", "docs/collections/one/01.md", 7),
        ("HB803", "docs/a.md", 3),
        ("HB804", "docs/a.md", 0),
        ("HB822", "docs/manifest.json", 0),
    }
    assert all(one.hint and one.severity == "error" for one in caught.value.findings)
    with pytest.raises(Refused) as without_review:
        press.publish(allow_review=True)
    assert set(codes(caught.value)) - set(codes(without_review.value)) == {"HB312"}
    assert whole(press) == first.release
    assert Shelf(press.to).names() == [first.release]
    assert press.left() == []


def test_settled_findings_let_it_pass(press: Press) -> None:
    folder = press.site / "docs" / "collections" / "one"
    folder.mkdir(parents=True)
    (folder / "index.md").write_text("---\ntitle: 一\n---\n", encoding="utf-8")
    text = "---\ntitle: 甲\nnumber: 1\nconfirmed: [HB320]\n---\n\n电话 13800138000。\n"
    (folder / "01.md").write_text(text, encoding="utf-8")
    assert press.publish().changed


@pytest.mark.parametrize("name", ["index.md", "guide/a.md", "collections/a.md"])
@pytest.mark.parametrize("audience", ["internal", "public"])
def test_personal_data_on_pages_written_by_hand(press: Press, audience: str, name: str) -> None:
    path = press.site / "docs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("有事打 13800138000。\n", encoding="utf-8")
    with pytest.raises(Refused) as caught:
        press.publish(audience=audience, allow_review=True)
    assert [(one.code, one.path, one.line) for one in caught.value.findings] == [
        ("HB320", f"docs/{name}", 1)
    ]


@pytest.mark.parametrize("slugs", [("one",), ()])
def test_personal_data_on_the_page_of_a_collection(press: Press, slugs: tuple[str, ...]) -> None:
    """Of one that goes out, that is."""
    press.built = replace(press.built, collections=slugs)
    folder = press.site / "docs" / "collections" / "one"
    folder.mkdir(parents=True)
    (folder / "index.md").write_text("---\ntitle: 一\n---\n电话 13800138000。\n", encoding="utf-8")
    if not slugs:
        assert press.publish().changed
        return
    with pytest.raises(Refused) as caught:
        press.publish(allow_review=True)
    assert codes(caught.value) == ["HB320"]


def test_the_folder_of_collections_is_a_link(press: Press) -> None:
    elsewhere = press.site / "elsewhere"
    elsewhere.mkdir()
    (press.site / "docs" / "collections").symlink_to(elsewhere)
    with pytest.raises(Refused) as caught:
        press.publish()
    assert [(one.code, one.path) for one in caught.value.findings] == [
        ("HB316", "docs/collections")
    ]


def test_plan_with_open_questions(press: Press) -> None:
    """Personal data stops it in any case, other questions unless they are let pass."""
    source = press.site / "一.txt"
    body = "各科室把办件流程贴在墙上，谁经手、几天办结，一眼看得清。" * 8
    source.write_text(
        f"某镇守渠经验\n\n{body}\n联系人手机：13800138000。\n{body}\n", encoding="utf-8"
    )
    library = Library(press.site)
    library.split(source, slug="one", today="2026-01-02", whole=True)
    with pytest.raises(Refused) as caught:
        press.publish(allow_review=True)
    assert codes(caught.value) == ["HB220"]
    found = caught.value.findings[0]
    assert found.path == "docs/collections/one/source/original.txt"
    assert found.line == 4
    assert found.hint.startswith("huibian edit one --drop 4；")
    assert "huibian edit one --confirm 4" in found.hint
    library.edit("one", [Request("confirm", (str(found.line),))])
    assert press.publish(allow_review=True).changed


def test_one_folder_holds_one_edition(press: Press) -> None:
    press.publish()
    for wanted in ({"audience": "public"}, {"offline": True}):
        with pytest.raises(Refused) as caught:
            press.publish(**wanted)
        assert codes(caught.value) == ["HB809"]
    assert press.publish(audience="internal").release


def test_audience_is_remembered(press: Press) -> None:
    press.publish(audience="public")
    press.pages["a/index.html"] += "<p>x</p>"
    assert press.publish().edition.audience == "public"


def test_audience_outlives_its_record(press: Press) -> None:
    """It stands in every release as well; what a folder holds is never guessed."""
    press.pages = {"index.html": "<p>甲</p>"}
    press.publish(audience="public", offline=True)
    record = press.to / "releases" / ".state.json"
    told = json.loads(record.read_text(encoding="utf-8"))
    for text in (None, "", "[]", "{", '{"audience": 3, "before": [], "left": null}'):
        record.unlink()
        if text is not None:
            record.write_text(text, encoding="utf-8")
        with pytest.raises(Refused) as caught:
            press.publish(audience="internal", offline=True)
        assert codes(caught.value) == ["HB809"]
        assert press.publish(offline=True).edition.audience == "public"
        assert json.loads(record.read_text(encoding="utf-8"))["audience"] == "public"
    record.write_text(json.dumps({**told, "later": 1}), encoding="utf-8")
    assert Shelf(press.to).state.before == told["before"]


def test_audience_after_taking_back_without_a_record(press: Press) -> None:
    press.publish(audience="public")
    press.pages["a/index.html"] += "<p>x</p>"
    press.publish()
    (press.to / "releases" / ".state.json").unlink()
    publishing.rollback(press.to, "", press.time)
    assert press.publish().edition.audience == "public"


def test_audience_of_what_is_served_without_releases(
    press: Press, no_links: Callable[[], None]
) -> None:
    no_links()
    press.publish(audience="public")
    shutil.rmtree(press.to / "releases")
    assert press.publish().edition.audience == "public"


@pytest.mark.parametrize("harm", ["manifests", "releases"])
def test_nothing_says_for_whom_a_folder_is(press: Press, harm: str) -> None:
    press.publish(audience="public")
    releases = press.to / "releases"
    (releases / ".state.json").unlink()
    if harm == "manifests":
        for path in releases.glob("*/manifest.json"):
            path.write_text("{}", encoding="utf-8")
    else:
        shutil.rmtree(releases)
    for audience in ("", "internal"):
        with pytest.raises(Refused) as caught:
            press.publish(audience=audience)
        assert codes(caught.value) == ["HB823"]


def test_public_without_anything(press: Press) -> None:
    press.built = replace(press.built, collections=(), unmarked=("collections/one/index.md",))
    with pytest.raises(Refused) as caught:
        press.publish(audience="public")
    assert codes(caught.value) == ["HB817"]


@pytest.mark.parametrize("name", ["", "docs", "docs/collections/x", "overrides", "site", ".cache"])
def test_own_folders_are_refused(press: Press, name: str) -> None:
    press.to = press.site / name
    with pytest.raises(HuibianError) as caught:
        press.publish()
    assert codes(caught.value) == ["HB819"]


def test_a_current_of_somebody_else_is_left_alone(press: Press) -> None:
    (press.to / "current").mkdir(parents=True)
    with pytest.raises(HuibianError) as caught:
        press.publish()
    assert codes(caught.value) == ["HB820"]


def test_without_links(press: Press, no_links: Callable[[], None]) -> None:
    """A USB stick: current is a folder, and all else is as ever."""
    no_links()
    first = press.publish()
    second = press.change("乙")
    assert second.linked == 0
    assert not (press.to / "current").is_symlink()
    assert whole(press) == second.release
    assert not press.publish().changed
    assert publishing.rollback(press.to, "", press.time) == (second.release, first.release)
    assert press.read() == '<h2 id="one">甲</h2><a href="../">回</a>'
    assert press.left() == []


def test_without_links_or_exchange(
    press: Press, no_links: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    no_links()
    monkeypatch.setattr("huibian.publish.shelf.exchange", lambda one, other: False)
    press.publish()
    second = press.change("乙")
    assert whole(press) == second.release
    # killed between the two renames
    (press.to / "current").rename(press.to / ".current-old")
    publishing.rollback(press.to, second.release, press.time)
    assert whole(press) == second.release
    assert press.left() == []


@pytest.mark.parametrize("way", ["renames", "windows"])
@pytest.mark.parametrize("name", [".current-new", "current"])
def test_a_folder_that_somebody_has_open(
    press: Press,
    ways: dict[str, Callable[[], None]],
    monkeypatch: pytest.MonkeyPatch,
    way: str,
    name: str,
) -> None:
    """Windows does not rename it: later, or not at all, and then readers keep what they have."""
    ways[way]()
    first = press.publish()
    rename, left = Path.rename, 2

    def held(path: Path, target: Path) -> Path:
        nonlocal left
        if path.name == name and left:
            left -= 1
            raise PermissionError(13, "Access is denied", str(path))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", held)
    monkeypatch.setattr(system, "_PAUSES", (0, 0, 0))
    second = press.change("乙")
    assert (left, whole(press)) == (0, second.release)
    left = 1000
    with pytest.raises(HuibianError) as caught:
        press.change("丙")
    assert codes(caught.value) == ["HB815"]
    assert whole(press) == second.release
    left = 0
    third = press.publish()
    assert whole(press) == third.release
    assert first.release in [one.name for one in publishing.releases(press.to).all()]
    assert press.left() == []


@pytest.mark.parametrize("step", ["page", "archive", "switch"])
@pytest.mark.parametrize("links", [True, False])
def test_a_release_that_could_not_be_served_goes(
    press: Press,
    no_links: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    links: bool,
) -> None:
    """Each attempt would leave a whole one."""
    if not links:
        no_links()
    press.pages = {"index.html": "<p>甲</p>"}
    first = press.publish(offline=True).release
    press.pages = {"index.html": "<p>乙</p>"}
    with monkeypatch.context() as patch:

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        place = {
            "page": "huibian.publish.offline.write_page",
            "archive": "huibian.publish.offline.archive",
            "switch": "huibian.publish.shelf.Shelf._point",
        }
        patch.setattr(place[step], full)
        for _ in range(2):
            with pytest.raises(HuibianError) as caught:
                press.publish(offline=True, archive=True)
            assert codes(caught.value) == ["HB815"]
            assert (Shelf(press.to).names(), whole(press)) == ([first], first)
            assert set(Shelf(press.to).state.before) == {first}
    second = press.publish(offline=True, archive=True).release
    assert (Shelf(press.to).names(), whole(press)) == ([first, second], second)


def test_a_release_that_was_never_served_goes_next_time(press: Press) -> None:
    """That of a publish that was killed before the switch; what was served and left stays."""
    names = [press.change(text).release for text in "甲乙丙"]
    publishing.rollback(press.to, names[0], press.time)
    shelf = Shelf(press.to)
    orphan = shelf.finish(shelf.begin(), manifest.Manifest({}, {}), press.time)
    Shelf(press.to).tidy()
    assert orphan not in Shelf(press.to).names()
    assert Shelf(press.to).names() == names
    (press.to / "releases" / ".state.json").unlink()
    shelf = Shelf(press.to)
    orphan = shelf.finish(shelf.begin(), manifest.Manifest({}, {}), press.time)
    Shelf(press.to).tidy()
    assert Shelf(press.to).names() == [*names, orphan]  # nothing tells that it was not


def test_an_old_release_that_somebody_has_open_goes_next_time(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = press.publish().release
    rename = Path.rename
    with monkeypatch.context() as patch:

        def held(path: Path, target: Path) -> Path:
            if path.name == first:
                raise PermissionError(13, "Access is denied", str(path))
            return rename(path, target)

        patch.setattr(Path, "rename", held)
        second = press.change("乙")
        assert press.change("丙").removed == ()
        done = press.publish(keep=1)
        assert (done.removed, whole(press)) == ((second.release,), done.release)
    assert press.publish(keep=1).removed == (first,)


def test_names_suit_every_file_system(press: Press) -> None:
    """What Windows and sticks refuse in names stands in none, nor are names long."""
    press.publish(archive=True)
    for path in press.to.rglob("*"):
        assert not re.search(r'[<>:"\\|?*]|[ .]$', path.name), path
    assert max(len(one.name) for one in (press.to / "releases").iterdir()) <= 32


def test_links_come_back(press: Press, no_links: Callable[[], None]) -> None:
    """Once current is a folder it stays one: something may point at it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "symlink_to", _no_privilege)
        press.publish()
    done = press.change("乙")
    assert whole(press) == done.release
    assert not (press.to / "current").is_symlink()


def _no_privilege(*_: object, **__: object) -> None:
    error = OSError(22, "A required privilege is not held by the client")
    error.winerror = 1314  # type: ignore[attr-defined]
    raise error


def test_two_in_one_second(press: Press) -> None:
    first = press.change("甲").release
    press.time = press.time.replace(minute=press.time.minute - 1)
    second = press.change("乙").release
    assert first[:15] != second[:15]
    assert whole(press) == second


def test_a_clock_that_was_set_back(press: Press) -> None:
    """Or somebody in another time zone: what was published later stays the later one."""
    names = [press.change("甲").release]
    press.time -= timedelta(hours=8)
    names += [press.change(text).release for text in ("乙", "丙")]
    assert Shelf(press.to).names() == names
    assert [name[:15] for name in names[1:]] == ["20260102-030506", "20260102-030507"]
    (press.to / "releases" / ".state.json").unlink()
    assert Shelf(press.to).earlier() == names[1]
    press.pages["a/index.html"] = '<h2 id="one">丁</h2>'
    assert set(press.publish(keep=2).removed) == set(names[:2])


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root may write")
def test_folder_that_may_not_be_written(press: Press) -> None:
    press.publish()
    press.to.chmod(0o555)
    try:
        with pytest.raises(HuibianError) as caught:
            press.change("乙")
    finally:
        press.to.chmod(0o755)
    assert codes(caught.value) == ["HB815"]


@pytest.mark.parametrize("name", ["", "below"])
def test_folder_that_is_a_file(press: Press, name: str) -> None:
    press.to.write_text("不是文件夹", encoding="utf-8")
    press.to /= name
    with pytest.raises(HuibianError) as caught:
        press.publish()
    assert codes(caught.value) == ["HB815"]


def test_disclosure_outlives_another_split(site: Path) -> None:
    """A person writes it into the index, which the splitter makes."""
    source = site / "一.txt"
    body = "各科室把办件流程贴在墙上，谁经手、几天办结，一眼看得清。" * 8
    library = Library(site)
    for text in (f"某镇守渠经验\n\n{body}\n", f"某镇守渠经验\n\n{body}{body}\n"):
        source.write_text(text, encoding="utf-8")
        library.split(source, slug="one", today="2026-01-02", whole=True)
        index = site / "docs" / "collections" / "one" / "index.md"
        written = index.read_text(encoding="utf-8")
        if "disclosure" not in written:
            index.write_text(written.replace("---\n", "---\ndisclosure: 内部\n", 1), "utf-8")
    assert "disclosure: 内部" in index.read_text(encoding="utf-8")
    assert body * 2 in (index.parent / "01.md").read_text(encoding="utf-8")
