"""A preview that goes on shows after each change what one that begins now would."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rebuilding import Preview, Site, files
from sitetree import article, collection

from huibian.site import catalog, kept_catalog, kept_related
from huibian.site.search import entries, state


def retitle(site: Site, word: str) -> None:
    path = site.page("water/02")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: ", f"title: {word}", 1), encoding="utf-8")


def in_place(site: Site, word: str) -> None:
    """Change a text to one of its size, and put the times back that a person may put back."""
    path = site.page("water/01")
    about, text = path.stat(), path.read_text(encoding="utf-8")
    path.write_text(f"{text[:-3]}{word[0]}。\n", encoding="utf-8")
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))


def add(site: Site, word: str) -> None:
    held = sorted(path.stem for path in (site.docs / "collections/water").glob("[0-9]*.md"))
    number = int(held[-1]) + 1
    text = article(f"新来的{word}", number, level="市级", themes=["水利"])
    site.page(f"water/{number:02}").write_text(text, encoding="utf-8")


def remove(site: Site, word: str) -> None:
    held = sorted((site.docs / "collections/water").glob("[0-9]*.md"))
    if len(held) > 2:
        held[-1].unlink()


def break_and_mend(site: Site, word: str) -> None:
    path = site.page("hostile/02")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.removeprefix("x") if text[0] == "x" else f"x{text}", encoding="utf-8")


def other_collection(site: Site, word: str) -> None:
    folder = site.docs / "collections/more"
    if folder.exists():
        shutil.rmtree(folder)
        return
    folder.mkdir()
    (folder / "index.md").write_text(collection("又一本", added="2025-01-01"), encoding="utf-8")
    text = article(f"又一篇{word}", 1, region="云南省/昆明市", themes=["水利"])
    (folder / "01.md").write_text(text, encoding="utf-8")


def vocabulary(site: Site, word: str) -> None:
    path = site.docs / "vocabulary/fields.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"labels:\n  organization: {word}部门\n", encoding="utf-8")


CHANGES: list[Callable[[Site, str], Any]] = [
    *(retitle, in_place, add, remove, break_and_mend, other_collection, vocabulary)
]


@pytest.mark.parametrize("seed", [1, 2])
def test_after_each_change_it_is_one_that_begins_now(tmp_path: Path, seed: int) -> None:
    site, chance = Site(tmp_path, word="false"), random.Random(seed)
    going_on = Preview(site, "one")
    going_on.build()
    assert len(going_on.everything()) > 100
    order = [*CHANGES, chance.choice(CHANGES)]
    chance.shuffle(order)
    for at, change in enumerate(order):
        change(site, chr(0x4E00 + 100 * seed + at))
        going_on.build()
        mine = going_on.everything()
        fresh = Preview(site, f"fresh-{at}", fresh=True)
        fresh.build()
        anew = fresh.everything()
        assert sorted(mine) == sorted(anew), change.__name__
        assert [path for path in anew if mine[path] != anew[path]] == [], change.__name__
        shutil.rmtree(fresh.folder)


def test_a_preview_reads_and_finds_only_what_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, done = Site(tmp_path, word="false"), []

    def counted(owner: Any, name: str) -> None:
        real = getattr(owner, name)

        def count(*given: Any, **named: Any) -> Any:
            done.append(name if name != "load_collection" else given[0].name)
            return real(*given, **named)

        monkeypatch.setattr(owner, name, count)

    monkeypatch.setattr(kept_catalog, "_TICK", 0)
    counted(kept_catalog, "load_collection")
    counted(kept_related, "Finder")
    counted(state, "load")
    preview = Preview(site, "one")
    for _ in range(2):
        preview.build()
        preview.everything()
    done.clear()
    preview.build()
    assert done == []
    site.change("water/01", "核对人口", "核对户数")
    preview.build()
    preview.everything()
    assert done == ["water"]
    done.clear()
    retitle(site, "改")
    preview.build()
    preview.everything()
    assert done == ["water", "Finder"]


def test_a_preview_takes_over_the_search_of_a_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, made = Site(tmp_path, word="false"), []
    site.build()
    real = entries.make
    monkeypatch.setattr(entries, "make", lambda *given: made.append(given[0]) or real(*given))
    preview = Preview(site, "one")
    preview.build()
    shown = preview.everything()
    assert made == []
    site.build()
    assert made == []
    built = files(tmp_path / "site")
    searched = [path for path in built if path.startswith("search/") and path.endswith(".js")]
    assert len(searched) > 20
    assert [path for path in searched if built[path] != shown[path]] == []


def test_what_changed_just_now_is_read_once_more(tmp_path: Path) -> None:
    """Two changes within a tick of the clock leave the same times, and perhaps the same size."""
    site = Site(tmp_path)
    folder = site.docs / catalog.COLLECTIONS / "water"
    stamp = kept_catalog._stamp(folder)
    assert not kept_catalog._is_settled(stamp)
    long_ago = tuple((name, inode, size, 1, 1) for name, inode, size, *_ in stamp)
    assert kept_catalog._is_settled(long_ago)
