"""Publishing real sites: the same bytes always, and nothing internal in public."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from real import index, page, project

from huibian.publish import manifest, packing

pytestmark = pytest.mark.slow

#: Stands nowhere but in the internal collection; the signs in it stand in no other text at all.
SECRET = (
    "密档甲乙丙",
    "靐龘爩麤",
    "秘县水务局",
    "隐去的出处",
    "密篇之题",
    "卷首密语",
    "SECRETNAME",
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
OPEN = (
    "各科室把办件流程贴在墙上，谁经手、几天办结，一眼看得清。\n\n## 一、守渠的办法\n\n逐户登记。\n"
)


def tree() -> dict[str, str | bytes]:
    secret = f"靐龘爩麤都登记在册。{OPEN}![图](images/SECRETNAME.png)\n"
    return {
        "collections/open/index.md": index("公开的汇编", disclosure="公开", added="2024-01-01"),
        "collections/open/01.md": page("守渠经验", 1, OPEN, themes=["水利"], level="县区级"),
        "collections/open/02.md": page("巡渠经验", 2, OPEN, themes=["水利"]),
        "collections/silent/index.md": index("没有注明的SECRETNAME"),
        "collections/silent/01.md": page(
            "密篇之题二", 1, secret.replace("images", "../closed/images")
        ),
        "collections/closed/index.md": index(
            "密档甲乙丙",
            disclosure="内部",
            note="卷首密语",
            source={"file": "original.txt", "name": "隐去的出处.txt"},
        ),
        "collections/closed/01.md": page(
            "密篇之题",
            1,
            secret,
            themes=["水利"],
            level="县区级",
            region="云南省/昆明市",
            organization="秘县水务局",
            summary="靐龘爩麤",
        ),
        "collections/closed/images/SECRETNAME.png": PNG + b"SECRETNAME",
        "collections/closed/notes.txt": "SECRETNAME",
        "collections/closed/source/original.txt": "SECRETNAME",
    }


def huibian(site: Path, *words: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "huibian", "--site", str(site), *words],
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        cwd=site if "TZ" in environment else None,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def opened(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Give a file and whatever is packed in it."""
    yield name, data
    if name.endswith(".gz"):
        yield from opened(name[:-3], gzip.decompress(data))
    elif name.endswith(".br") and packing.brotli is not None:
        yield from opened(name[:-3], packing.brotli.decompress(data))
    elif name.endswith((".docx", ".zip")):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for inside in archive.namelist():
                yield inside, inside.encode()
                yield from opened(inside, archive.read(inside))


def leaked(folder: Path) -> set[tuple[str, str]]:
    """Return where in a release anything of the internal collection stands."""
    found = set()
    for name, data in contents(folder).items():
        for inside, text in opened(name, data):
            shown = text.decode("utf-8", "replace") + inside
            for word in SECRET:
                forms = (word, json.dumps(word)[1:-1], "".join(f"&#{ord(c)};" for c in word))
                found |= {(name, word) for form in forms if form in shown}
            # single signs, as an alphabet or a shard's name would hold them
            found |= {(name, sign) for sign in "靐龘爩麤" if sign in shown}
        if re.search("closed|silent|SECRETNAME", name):
            found.add((name, "name"))
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("real"), tree())


@pytest.mark.parametrize("way", [(), ("--offline", "--zip")], ids=["server", "folder"])
def test_nothing_internal_in_public(site: Path, tmp_path: Path, way: tuple[str, ...]) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    # a cache filled by the whole library before and between
    huibian(site, "publish", "--to", str(inside), *way)
    said = huibian(site, "publish", "--to", str(outside), "--audience", "public", *way)
    assert "HB818" in said and "collections/silent/index.md" in said
    assert "公开版" in said
    held = {word for _, word in leaked(inside)}
    assert held >= {*SECRET, *"靐龘爩麤", "name"}, "the test looks in the wrong places"
    assert leaked(outside) == set()
    assert "守渠经验" in (outside / "current" / "data" / "articles.csv").read_text("utf-8-sig")
    # places of the index and counts: two articles, no third that is hidden
    about = json.loads((outside / "current" / "manifest.json").read_text(encoding="utf-8"))
    assert about["counts"]["articles"] == 2
    assert about["audience"] == "public"
    # and the other way round: the public one made first leaves the internal one whole
    again = tmp_path / "again"
    huibian(site, "publish", "--to", str(again), *way)
    assert contents(again / "current") == contents(inside / "current")


def test_public_is_as_if_the_rest_were_not_there(site: Path, tmp_path: Path) -> None:
    """Byte for byte what comes of a library that never had the others."""
    bare = {name: text for name, text in tree().items() if name.startswith("collections/open/")}
    other = project(tmp_path / "bare", bare)
    huibian(site, "publish", "--to", str(tmp_path / "one"), "--audience", "public")
    huibian(other, "publish", "--to", str(tmp_path / "two"), "--audience", "public")
    assert contents(tmp_path / "one" / "current") == contents(tmp_path / "two" / "current")


def test_publishing_after_changes_gives_the_bytes_of_a_fresh_start(tmp_path: Path) -> None:
    """What the working folder of an edition keeps from earlier is never in a release."""
    site = project(tmp_path / "site", tree())
    to = tmp_path / "to"
    huibian(site, "publish", "--to", str(to))
    folder = site / "docs" / "collections"
    (folder / "open" / "02.md").unlink()
    (folder / "closed" / "notes.txt").unlink()
    text = (folder / "open" / "01.md").read_text(encoding="utf-8")
    (folder / "open" / "01.md").write_text(f"{text}\n添的一句。\n", encoding="utf-8")
    huibian(site, "publish", "--to", str(to))
    (folder / "open" / "03.md").write_text(page("新添的", 3, OPEN), encoding="utf-8")
    huibian(site, "publish", "--to", str(to))
    shutil.rmtree(site / ".cache")
    fresh = tmp_path / "fresh"
    huibian(site, "publish", "--to", str(fresh))
    assert contents(to / "current") == contents(fresh / "current")
    assert len(list((to / "releases").glob("2*"))) == 3


def test_default_audience_is_said(site: Path, tmp_path: Path) -> None:
    said = huibian(site, "publish", "--to", str(tmp_path / "srv"))
    assert "没有写 --audience，按内部版发布" in said
    text = (tmp_path / "srv/current/collections/closed/01/index.html").read_text(encoding="utf-8")
    assert "【内部】卷首密语" in text


@pytest.mark.parametrize("settings", ["", "\nsite_url: http://nei.example/anli/\n"])
def test_same_bytes_anywhere_and_any_time(tmp_path: Path, settings: str) -> None:
    first = project(tmp_path / "甲", tree(), settings)
    second = tmp_path / "b" / "second"
    shutil.copytree(first, second)
    for path in second.rglob("*"):
        os.utime(path, (1, 1))
    huibian(first, "publish", "--to", str(tmp_path / "one"), TZ="Asia/Shanghai", PYTHONHASHSEED="1")
    faked = {"TZ": "America/New_York", "PYTHONHASHSEED": "77", "LC_ALL": "C", "HUIBIAN_TODAY": "2031-01-01"}  # fmt: skip  # noqa: E501
    huibian(second, "publish", "--to", str(tmp_path / "two"), **faked)
    one, two = (contents(tmp_path / name / "current") for name in ("one", "two"))
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []
    names = [next((tmp_path / name / "releases").glob("2*")).name[16:] for name in ("one", "two")]
    assert names[0] == names[1]
    if settings:
        sitemap = one["sitemap.xml"].decode()
        assert "http://nei.example/anli/collections/open/01/" in sitemap
        assert "lastmod" not in sitemap
        assert zlib.decompress(one["sitemap.xml.gz"], 31) == one["sitemap.xml"]
        pages = [
            name for name, data in one.items() if name.endswith(".html") and b"nei.example" in data
        ]
        assert pages == []  # fmt: skip


def test_offline_archive(site: Path, tmp_path: Path) -> None:
    to = tmp_path / "stick"
    said = huibian(site, "publish", "--to", str(to), "--offline", "--zip")
    (archive,) = (to / "releases").glob("*.zip")
    assert str(archive) in said
    assert "current/index.html" in (to / "打开.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(tmp_path / "unpacked")
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "案例库/index.html" in (tmp_path / "unpacked/打开.html").read_text(encoding="utf-8")
    assert not manifest.verify(tmp_path / "unpacked/案例库").findings
    assert not list((to / "current").rglob("*.gz"))
    twin = tmp_path / "twin"
    huibian(site, "publish", "--to", str(twin), "--offline", "--zip", TZ="Asia/Tokyo")
    (other,) = (twin / "releases").glob("*.zip")
    assert other.read_bytes() == archive.read_bytes()


def test_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    site = project(tmp_path, {"guide/more.md": "# 更多\n\n见[这里](../nowhere.md)。\n"})
    done = subprocess.run(
        [sys.executable, "-m", "huibian", "publish", "--to", str(tmp_path / "to")],
        cwd=site,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "docs/guide/more.md:3：错误 HB802" in done.stderr
    assert "docs/guide/more.md:3：错误 HB803" in done.stderr
    assert not (tmp_path / "to" / "current").exists()
