"""Texts are made once, and again only when their Markdown or where their links lead changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown import Markdown

from huibian.site.build.articletext import Converter, Text
from huibian.site.build.cachefolder import CacheFolder
from huibian.site.build.textstore import Source, TextStore, source

BODY = """第一段。

## 一、做法

见[另一篇](02.md)。

### （一）分条

![图](a.png)

## 二、成效
"""


def resolve(src: str, address: str) -> str:
    return f"../{address.removesuffix('.md')}/"


@pytest.fixture
def converted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    seen: list[str] = []
    convert = Markdown.convert

    def counted(markdown: Markdown, text: str) -> str:
        seen.append(text)
        return convert(markdown, text)

    monkeypatch.setattr(Markdown, "convert", counted)
    yield seen


def sources(**bodies: str) -> dict[str, Source]:
    return {name: source("water", at, body) for at, (name, body) in enumerate(bodies.items(), 1)}


def test_a_text_has_an_outline_links_and_anchors() -> None:
    text = Converter(resolve).text("a", BODY)
    assert [(heading.title, heading.url) for heading in text.toc] == [
        ("一、做法", "#s_1"),
        ("二、成效", "#s_3"),
    ]
    (part,) = text.toc[0].children
    assert (part.title, part.level) == ("（一）分条", 3)
    assert text.links == (("02.md", "../02/"), ("a.png", "../a.png/"))
    assert text.anchors == {"s_1", "s_2", "s_3"}
    assert 'href="../02/"' in text.html


def test_one_text_leaves_no_trace_in_the_next() -> None:
    converter = Converter(resolve)
    converter.text("a", BODY)
    assert converter.text("b", "只有一段。") == Text("<p>只有一段。</p>")
    assert converter.text("a", BODY) == Converter(resolve).text("a", BODY)


def made(store: TextStore) -> TextStore:
    for file, stale in store.stale().items():
        store.made(store.make(file, stale))
    store.close()
    return store


def test_texts_outlive_the_store(tmp_path: Path, converted: list[str]) -> None:
    cache = CacheFolder(tmp_path, "1")
    first = made(TextStore(cache, sources(a=BODY, b="第二篇。"), resolve))
    assert len(converted) == 2
    again = TextStore(cache, sources(a=BODY, b="第二篇。"), resolve)
    assert again.stale() == {}
    assert again["a"] == first["a"] and again["b"] == first["b"]
    assert again.key("a") == first.key("a") != first.key("b")
    assert len(converted) == 2


def test_only_what_changed_is_made(tmp_path: Path, converted: list[str]) -> None:
    cache = CacheFolder(tmp_path, "1")
    made(TextStore(cache, sources(a=BODY, b="第二篇。"), resolve))
    again = made(TextStore(cache, sources(a=BODY, b="改过的第二篇。"), resolve))
    assert converted[2:] == ["改过的第二篇。"]
    assert again["b"].html == "<p>改过的第二篇。</p>"


def test_a_link_that_leads_elsewhere_now_makes_a_text_stale(tmp_path: Path) -> None:
    cache = CacheFolder(tmp_path, "1")
    made(TextStore(cache, sources(a=BODY, b="第二篇。"), resolve))
    moved = TextStore(cache, sources(a=BODY, b="第二篇。"), lambda src, address: "#")
    assert list(moved.stale().values()) == [["a"]]
    assert moved["a"].links == (("02.md", "#"), ("a.png", "#"))


def test_the_list_may_be_older_than_the_texts(tmp_path: Path) -> None:
    """As after a build that was stopped: the texts were saved and the list was not."""
    cache = CacheFolder(tmp_path, "1")
    made(TextStore(cache, sources(a="原来的。"), resolve))
    stopped = TextStore(cache, sources(a="改过的。"), resolve)
    for file, stale in stopped.stale().items():
        stopped.make(file, stale)
    back = TextStore(cache, sources(a="原来的。"), resolve)
    assert back["a"].html == "<p>原来的。</p>"


def test_texts_that_are_no_more_are_forgotten(tmp_path: Path) -> None:
    cache = CacheFolder(tmp_path, "1")
    many = {f"n{number}": source("water", number, "文。") for number in range(250)}
    made(TextStore(cache, many, resolve))
    assert len(list((tmp_path / "texts").iterdir())) == 3
    made(TextStore(cache, {"n1": many["n1"]}, resolve))
    assert len(list((tmp_path / "texts").iterdir())) == 1


@pytest.mark.parametrize("version", ["1", "2"])
def test_a_cache_folder_gives_back_what_its_own_version_saved(tmp_path: Path, version: str) -> None:
    value = {"a": ["字", 1, None, "\ud800"]}
    CacheFolder(tmp_path, "1").save("folder/name", value)
    found = CacheFolder(tmp_path, version).load("folder/name")
    assert found == (value if version == "1" else None)
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["name.bin"]


def test_a_cache_that_cannot_be_kept_passes(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for folder in (None, tmp_path / "file" / "below"):
        cache = CacheFolder(folder, "1")
        cache.save("name", [1])
        assert cache.load("name") == [1]
        assert tmp_path not in cache.folder.parents
