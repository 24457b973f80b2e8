"""A build after a change leaves what a build from nothing would, and does little for it."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import jinja2
import pytest
from markdown import Markdown
from mkdocs.exceptions import Abort
from rebuilding import Site, files
from sitetree import ROOT, STUBS, article, collection

from huibian import locking, parallel

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000003000000020806000000"
)  # enough to say that it is three by two


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def same(site: Site, after: str = "") -> None:
    """Hold the site to one from nothing, file by file."""
    mine, anew = files(site.folder / "site"), files(site.build_anew())
    assert sorted(mine) == sorted(anew), after
    assert [path for path in anew if mine[path] != anew[path]] == [], after


def add(site: Site) -> None:
    site.page("water/05").write_text(article("新来的一篇", 5, level="市级"), encoding="utf-8")


def put_in_between(site: Site) -> None:
    site.page("hostile/00").write_text(article("插在中间", 2, themes=["水利"]), encoding="utf-8")
    site.change("hostile/02", "number: 2", "number: 3")


def new_collection(site: Site) -> None:
    for name, text in {
        "index": collection("又一本", added="2025-01-01"),
        "01": article("又一篇", 1, region="云南省/昆明市", themes=["水利"]),
    }.items():
        site.page(f"more/{name}").parent.mkdir(exist_ok=True)
        site.page(f"more/{name}").write_text(text, encoding="utf-8")


def add_image(site: Site) -> None:
    (site.docs / "collections/water/map.png").write_bytes(PNG)
    site.change("water/02", "贴在墙上", "贴在墙上 ![图](map.png)")


def link(site: Site) -> None:
    site.change("water/02", "贴在墙上", "[贴在墙上](03.md#s_1)，[又](01.md)")


def vocabulary(site: Site) -> None:
    path = site.docs / "vocabulary/fields.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("labels:\n  organization: 报送部门\n", encoding="utf-8")


def settings(site: Site) -> None:
    path = site.folder / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("site_name: ", "site_name: 新的"), encoding="utf-8")


CHANGES: dict[str, Callable[[Site], Any]] = {
    "text": lambda site: site.change("water/01", "核对人口", "核对户数"),
    "title": lambda site: site.change("water/02", "窗口前少站一刻钟", "窗口前少站半小时"),
    "theme": lambda site: site.change("water/03", "水利", "基层治理"),
    "region": lambda site: site.change("water/01", "云南省/昆明市", "浙江省/杭州市"),
    "collection": lambda site: site.change("water/index", "水渠与大厅经验汇编", "水渠经验汇编"),
    "preface": lambda site: site.change(
        "water/index", "这是卷首语。", "新的。\n\n## 说明\n\n两段。"
    ),
    "add": add,
    "put in between": put_in_between,
    "new collection": new_collection,
    "image": add_image,
    "link": link,
    "vocabulary": vocabulary,
    "settings": settings,
    "no cache": lambda site: shutil.rmtree(site.folder / ".cache"),
    "remove": lambda site: site.page("water/04").unlink(),
    "remove collection": lambda site: shutil.rmtree(site.docs / "collections/hostile"),
}


@pytest.mark.slow
def test_a_build_after_a_change_is_one_from_nothing(site: Site) -> None:
    site.build()
    for name, change in CHANGES.items():
        change(site)
        site.build()
        same(site, name)


@pytest.mark.slow
def test_so_it_is_after_changes_in_another_order(site: Site) -> None:
    order = [name for name in CHANGES if name != "remove collection"]
    random.Random(6).shuffle(order)
    for at, name in enumerate(order):
        CHANGES[name](site)
        if at % 2:
            site.build()
    site.build()
    same(site, str(order))


@pytest.mark.slow
def test_an_image_that_changes_its_size_is_measured_anew(site: Site) -> None:
    add_image(site)
    site.build()
    (site.docs / "collections/water/map.png").write_bytes(PNG.replace(b"\0\x03", b"\0\x05"))
    site.build()
    assert 'width="5" height="2"' in (
        site.folder / "site/collections/water/02/index.html"
    ).read_text(encoding="utf-8")
    same(site)


@pytest.mark.slow
def test_what_others_did_to_the_output_is_mended(site: Site) -> None:
    site.build()
    out = site.folder / "site"
    (out / "collections/water/01/index.html").write_text("改过了", encoding="utf-8")
    (out / "regions/530000/index.html").unlink()
    shutil.rmtree(out / "levels")
    (out / "stray").mkdir()
    (out / "stray/left.html").write_text("谁放的", encoding="utf-8")
    site.build()
    same(site)
    assert not (out / "stray").exists()


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def turned(data: bytes) -> bytes:
    return data[:-2] + bytes([data[-2] ^ 1]) + data[-1:]


@pytest.mark.slow
@pytest.mark.parametrize("damage", [cut, turned, lambda data: b""], ids=["cut", "bit", "empty"])
def test_a_damaged_cache_counts_as_none(site: Site, damage: Callable[[bytes], bytes]) -> None:
    site.build()
    for file in (site.folder / ".cache").rglob("*"):
        if file.is_file():
            file.write_bytes(damage(file.read_bytes()))
    site.change("water/01", "核对人口", "核对户数")
    site.build()
    same(site)


@pytest.mark.slow
def test_without_a_change_nothing_is_made(site: Site) -> None:
    site.build()
    work = site.work
    assert work["texts"] == work["files"] == work["written"] == work["removed"] == 0


@pytest.mark.slow
def test_a_change_costs_its_own_pages_only(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    first = site.build()
    assert first.work["texts"] == 8  # six articles, two prefaces
    rendered: list[str | None] = []
    converted = []
    render, convert = jinja2.Template.render, Markdown.convert

    def counted_render(template: jinja2.Template, *args: Any, **named: Any) -> str:
        rendered.append(template.name)
        return render(template, *args, **named)

    def counted_convert(markdown: Markdown, source: str) -> str:
        converted.append(source)
        return convert(markdown, source)

    monkeypatch.setattr(jinja2.Template, "render", counted_render)
    monkeypatch.setattr(Markdown, "convert", counted_convert)
    site.change("water/01", "核对人口", "核对户数")
    again = site.build()
    # frames have no name; the pages that a file of docs/ stands for are MkDocs' own
    stubs = {f"huibian/{path.split('/')[-2]}.html" for path in STUBS[1:]} | {"huibian/home.html"}
    ours = [name for name in rendered if name and name not in stubs and name != "404.html"]
    assert sorted(ours) == ["huibian/article.html", "huibian/print.html"]
    assert sum("核对户数" in text for text in converted) == again.work["texts"] == 1
    assert sorted(again.outputs.written) == [
        "collections/water/01.docx",
        "collections/water/01/index.html",
        "collections/water/water.docx",
        "print/water/index.html",
    ]


@pytest.mark.slow
def test_a_new_title_costs_the_pages_that_name_it(site: Site) -> None:
    site.build()
    site.change("water/03", "渠长巡渠记", "渠长巡渠日记")
    written = set(site.build().outputs.written)
    assert {
        "collections/water/03/index.html",
        "collections/water/02/index.html",  # its neighbours
        "collections/water/04/index.html",
        "collections/water/index.html",
        "print/water/index.html",
        "data/articles.csv",
        "feed.xml",
    } <= written
    assert not {path for path in written if path.startswith("collections/hostile/")}


@pytest.mark.slow
@pytest.mark.parametrize("few", [0, 200], ids=["told", "made at once"])
def test_several_processes_make_the_same(
    site: Site, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    code = (
        f"from huibian.site.build import builder; builder._MANY = 0; builder._FEW = {few};"
        "from mkdocs.__main__ import cli; cli(['build', '--quiet', '--strict'])"
    )
    for change in (lambda: None, lambda: CHANGES["text"](site), lambda: CHANGES["title"](site)):
        change()
        subprocess.run([sys.executable, "-c", code], cwd=site.folder, check=True)
    monkeypatch.setattr(parallel, "_can_fork", lambda: False)
    same(site)


@pytest.mark.slow
def test_the_command_has_pages_read_while_it_loads_what_it_needs(site: Site) -> None:
    code = (
        "from huibian.site import beside, readahead; beside.is_possible = lambda: True;"
        "begin, take = readahead.begin, readahead.take;"
        "readahead.begin = lambda docs: print('mkdocs' in sys.modules) or begin(docs);"
        "readahead.take = lambda docs: print(*sorted(pages := take(docs))) or pages;"
        "from huibian.cli import main; main(['build'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {code}"], cwd=site.folder, stdout=subprocess.PIPE
    )
    pages = sorted((site.docs / "collections").glob("*/*.md"))
    shown = " ".join(path.relative_to(site.docs).as_posix() for path in pages)
    assert done.stdout.decode().splitlines()[:2] == ["False", shown]


@pytest.mark.slow
@pytest.mark.parametrize(
    "address", ["99.md", "01.md#s_9", "01.md#nowhere"], ids=["page", "anchor", "id"]
)
def test_links_that_lead_nowhere_are_reported_each_time(site: Site, address: str) -> None:
    site.change("water/02", "贴在墙上", f"[贴在墙上]({address})")
    command = [sys.executable, "-m", "huibian", "build", "--strict"]
    for _ in range(2):  # the second time nothing is converted
        done = subprocess.run(command, cwd=site.folder, capture_output=True, text=True)
        assert done.returncode == 1
        assert done.stderr.count(f"link '{address}'") == 1


@pytest.mark.slow
def test_drafts_are_left_out(site: Site) -> None:
    withdraw(site, "draft_docs", "/collections/water/03.md")
    site.build()
    out = site.folder / "site"
    assert not (out / "collections/water/03/index.html").exists()
    rows = json.loads((out / "collections/water/articles.json").read_bytes())
    assert [row["number"] for row in rows] == [1, 2, 4]
    same(site)


def own_folder(site: Site) -> Path:
    """Give the site templates and assets of its own."""
    own = site.folder / "overrides"
    shutil.copytree(ROOT / "overrides", own)
    path = site.folder / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(str(ROOT / "overrides"), "overrides"), encoding="utf-8")
    return own


def another_icon(site: Site, own: Path) -> None:
    icon = own / "assets/huibian/favicon.svg"
    icon.write_text(icon.read_text(encoding="utf-8").replace("</svg>", "<g/></svg>"), "utf-8")


def icon_elsewhere(site: Site, own: Path) -> None:
    (site.docs / "mark.png").write_bytes(PNG)
    path = site.folder / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("favicon: assets/huibian/favicon.svg", "favicon: mark.png"), "utf-8"
    )


def another_outline(site: Site, own: Path) -> None:
    part = own / "partials/toc.html"
    part.write_text(part.read_text(encoding="utf-8").replace(">目录<", ">本页<"), "utf-8")


def more_settings(site: Site, own: Path) -> None:
    outline = own / "partials/toc.html"
    text = outline.read_text(encoding="utf-8").replace(">目录<", ">{{ config.extra.toc.name }}<")
    outline.write_text(text, "utf-8")
    path = site.folder / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("extra:\n", "extra:\n  toc: {name: 目次}\n", 1), "utf-8")


def other_settings(site: Site, own: Path) -> None:
    path = site.folder / "mkdocs.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("目次", "目錄"), "utf-8")


@pytest.mark.slow
def test_what_templates_take_from_the_site_counts(site: Site) -> None:
    own = own_folder(site)
    site.build()
    for change in (another_icon, icon_elsewhere, another_outline, more_settings, other_settings):
        change(site, own)
        site.build()
        same(site, change.__name__)


def withdraw(site: Site, setting: str, *patterns: str) -> None:
    """Take pages or files out of the site by a setting of MkDocs."""
    path = site.folder / "mkdocs.yml"
    lines = "".join(f"  {pattern}\n" for pattern in patterns)
    text = path.read_text(encoding="utf-8")
    old = f"{setting}: |\n" if f"{setting}: |\n" in text else "theme:\n"
    new = f"{setting}: |\n{lines}"
    path.write_text(text.replace(old, new if old in new else f"{new}\n{old}", 1), "utf-8")


@pytest.mark.slow
def test_a_deleted_file_goes_whatever_its_date(site: Site) -> None:
    notice = site.docs / "notice.pdf"
    notice.write_bytes(b"%PDF-1.4")
    os.utime(notice, ns=(4_102_444_800_000_000_000,) * 2)  # the clock of another machine
    site.build()
    assert (site.folder / "site/notice.pdf").is_file()
    notice.unlink()
    site.build()
    assert not (site.folder / "site/notice.pdf").exists()
    same(site)


@pytest.mark.slow
@pytest.mark.parametrize("setting", ["exclude_docs", "draft_docs"])
def test_what_is_withdrawn_leaves_every_page(site: Site, setting: str) -> None:
    add_image(site)
    (site.docs / "note.md").write_text("# 便笺\n\n写在旁边。\n", encoding="utf-8")
    site.build()
    out = site.folder / "site"
    gone = ["note/index.html", "collections/water/03/index.html", "collections/water/map.png"]
    assert all((out / name).is_file() for name in gone)
    withdraw(site, setting, "/note.md", "/collections/water/03.md", "/collections/water/map.png")
    builder = site.build()
    assert not any((out / name).exists() for name in gone)
    assert len(builder.library.catalog.articles) == 5
    told = [path for path, data in files(out).items() if "渠长巡渠记".encode() in data]
    assert told == []
    same(site)


@pytest.mark.slow
def test_a_collection_is_withdrawn_with_its_index(site: Site) -> None:
    add_image(site)
    (site.docs / "map.png").symlink_to("collections/water/map.png")
    site.build()
    withdraw(site, "exclude_docs", "/collections/water/index.md")
    builder = site.build()
    assert list(builder.library.catalog.by_slug) == ["hostile"]
    assert not (site.folder / "site/collections/water").exists()
    assert not (site.folder / "site/map.png").exists()
    same(site)


@pytest.mark.slow
def test_two_builds_do_not_meet(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    site.build()
    site.change("water/01", "核对人口", "核对户数")
    before = files(site.folder / "site")
    with locking.held(site.folder / ".site.lock", datetime(2026, 1, 2, 3, 4, 5)):
        with pytest.raises(Abort):
            site.build()
        assert f"HB821 另一个进程正在生成这个文件夹里的网站：进程 {os.getpid()}" in caplog.text
        assert files(site.folder / "site") == before
        site.build_anew()  # another folder, the same cache
    vocabulary = site.docs / "vocabulary/fields.yml"
    vocabulary.write_text("?", encoding="utf-8")
    with pytest.raises(Abort):  # which lets go
        site.build()
    vocabulary.unlink()
    site.build()
    assert not (site.folder / ".site.who").exists()
    same(site)


@pytest.mark.slow
def test_a_site_beside_which_nothing_can_be_written(site: Site) -> None:
    (site.folder / ".site.lock").mkdir()
    site.build()
    same(site)


@pytest.mark.slow
def test_a_site_without_cache_or_with_a_folder_that_nobody_may_write(tmp_path: Path) -> None:
    site = Site(tmp_path, cache='""')
    site.build()
    assert not (tmp_path / ".cache").exists()
    (tmp_path / ".cache").write_text("a file", encoding="utf-8")
    other = Site(tmp_path)
    other.build()
    same(other)
