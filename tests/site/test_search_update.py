"""An update leaves the files of a whole build, and touches only what changed."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from searching import blocks_of, catalog_of

from huibian.site.catalog import ArticleCard, Catalog
from huibian.site.search import columns, grams, kept, library, pieces, shards
from huibian.site.search.pieces import Pieces
from huibian.site.search.text import Block
from huibian.vocabulary.bundle import Vocabularies

#: An article's card with the text of its page, by its ``src``.
Articles = dict[str, tuple[ArticleCard, str]]


class Asked(Mapping[str, Sequence[Block]]):
    """The blocks of pages, which notes whose are asked for."""

    def __init__(self, articles: Articles) -> None:
        self.articles = articles
        self.asked: list[str] = []

    def __getitem__(self, src: str) -> Sequence[Block]:
        self.asked.append(src)
        return blocks_of(self.articles[src][1])

    def __iter__(self) -> Iterator[str]:
        return iter(self.articles)

    def __len__(self) -> int:
        return len(self.articles)

    def __contains__(self, src: object) -> bool:
        return src in self.articles


class Site:
    """A site with the search of some articles, kept up to date with a cache."""

    def __init__(self, folder: Path, vocabularies: Vocabularies) -> None:
        self.folder = folder / "site"
        self.cache = folder / "cache"
        self.whole = folder / "whole"
        self.vocabularies = vocabularies
        self.maker = ""
        self.memory: kept.Memory | None = None

    def update(self, articles: Articles) -> list[str]:
        """Bring the search up to date; return whose texts were asked for."""
        texts = Asked(articles)
        digests = {
            src: hashlib.sha256(f"{card!r}{card.body}{text}".encode()).digest()
            for src, (card, text) in articles.items()
        }
        catalog, more = self._catalog(articles), {"cache": self.cache, "maker": self.maker}
        library.write(self.folder, catalog, texts, str, digests=digests, memory=self.memory, **more)
        return texts.asked

    def check(self, articles: Articles) -> None:
        """Compare with a whole build."""
        shutil.rmtree(self.whole, ignore_errors=True)
        library.write(self.whole, self._catalog(articles), Asked(articles), str)
        assert tree(self.folder) == tree(self.whole)

    def _catalog(self, articles: Articles) -> Catalog:
        cards = sorted((card for card, _ in articles.values()), key=lambda card: card.number)
        return catalog_of(cards, self.vocabularies)


@pytest.fixture
def site(tmp_path: Path, vocabularies: Vocabularies) -> Site:
    return Site(tmp_path, vocabularies)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files(folder)}


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def articles_of(*cards: tuple[ArticleCard, str]) -> Articles:
    return {card.src: (card, text) for card, text in cards}


def made(count: int) -> Articles:
    """Return articles of two collections with a few words in common."""
    shared = "坚持以群众需求为出发点"
    return articles_of(
        *(
            (
                ArticleCard(
                    "a" if n % 2 else "b",
                    f"{n:02}",
                    n,
                    f"第{n}篇台账",
                    body=f"## 做法{n}\n\n正文\n",
                    themes=("water-conservancy",) if n % 3 else (),
                ),
                f"# 做法{n}\n{shared}，第{n}条水利{chr(0x4E00 + 7 * n)}。\n{chr(0x5000 + n) * 3}",
            )
            for n in range(1, count + 1)
        )
    )


LINES = st.text("甲乙丙，a\U00020000龘", min_size=1, max_size=9)
EDITS = st.lists(
    st.tuples(
        st.sampled_from("ab"),
        st.integers(1, 40),
        st.none() | st.tuples(LINES, st.lists(LINES, max_size=3), st.sampled_from(["", "市级"])),
    ),
    max_size=6,
)


@pytest.mark.parametrize("threshold", [0, 1, 3])
def test_any_edits_give_the_files_of_a_whole_build(
    monkeypatch: pytest.MonkeyPatch, vocabularies: Vocabularies, threshold: int
) -> None:
    monkeypatch.setattr(grams, "THRESHOLD", threshold)
    monkeypatch.setattr(shards, "SHARD", 60)
    monkeypatch.setattr(shards, "BRANCH", 6)
    monkeypatch.setattr(columns, "TOGETHER", 10)  # in one piece as long as there are few

    @settings(max_examples=20, deadline=None)
    @given(st.lists(EDITS, min_size=2, max_size=4))
    def check(steps: list[list[tuple[str, int, tuple[str, list[str], str] | None]]]) -> None:
        articles: Articles = {}
        with tempfile.TemporaryDirectory() as folder:
            site = Site(Path(folder), vocabularies)
            for edits in steps:
                for slug, number, change in edits:
                    card = ArticleCard(slug, f"{number:02}", number, "")
                    articles.pop(card.src, None)
                    if change:
                        title, lines, level = change
                        body = "".join(f"## {line}\n\n" for line in lines)
                        card = replace(card, title=title, level=level, body=body)
                        articles[card.src] = card, "\n".join(lines)
                site.update(articles)
                site.check(articles)

    check()


def test_only_texts_that_changed_are_asked_for(site: Site) -> None:
    articles = made(30)
    assert sorted(site.update(articles)) == sorted(articles)
    assert site.update(articles) == []
    src = "collections/a/07.md"
    articles[src] = articles[src][0], "改过的一段。"
    assert site.update(articles) == [src]
    site.check(articles)


def test_only_what_changed_is_written(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SHARD", 60)
    articles = made(60)
    site.update(articles)
    (version,) = (path for path in (site.folder / "search").iterdir() if path.is_dir())
    before = {path.relative_to(version): path.stat().st_mtime_ns for path in files(version)}
    site.update(articles)
    assert {path.relative_to(version): path.stat().st_mtime_ns for path in files(version)} == before
    src = "collections/a/07.md"
    card, text = articles[src]
    articles[src] = card, text.replace("水利", "水務")
    site.update(articles)
    site.check(articles)
    (now,) = (path for path in (site.folder / "search").iterdir() if path.is_dir())
    assert now != version
    after = {path.relative_to(now): path.stat().st_mtime_ns for path in files(now)}
    new = {path.as_posix() for path, time in after.items() if before.get(path) != time}
    assert {name for name in new if name[0] == "t" and name[1].isdigit()} == {"t0/6.js"}
    assert {name for name in new if name[0] in "cpq" and name[1].isdigit()} == set()
    assert len(new) < len(after) / 4


def test_an_added_article_moves_no_other(site: Site) -> None:
    articles = made(20)
    site.update(articles)
    card = ArticleCard("b", "25", 25, "新的一篇", body="## 新做法\n")
    articles[card.src] = card, "台账。"
    assert site.update(articles) == [card.src]
    site.check(articles)
    del articles["collections/b/10.md"]
    assert site.update(articles) == []
    site.check(articles)


def damaged(path: Path, way: str) -> None:
    data = bytearray(path.read_bytes())
    if way == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif way == "flipped":
        data[-len(data) // 3] ^= 1
        path.write_bytes(data)
    elif way == "empty":
        path.write_bytes(b"")
    elif way == "no list":
        path.write_bytes(b'"x"\n')
    elif way == "gone":
        path.unlink()


@pytest.mark.parametrize("way", ["cut", "flipped", "empty", "no list", "gone"])
@pytest.mark.parametrize("part", ["base", "since"])
def test_a_damaged_cache_counts_as_none(site: Site, part: str, way: str) -> None:
    articles = made(12)
    site.update(articles)
    src = "collections/a/07.md"
    articles[src] = articles[src][0], "改过的一段，水利台账。"
    assert site.update(articles) == [src]
    (held,) = site.cache.glob(f"{part}*")
    damaged(held, way)
    assert len(site.update(articles)) == (12 if part == "base" else 1)
    site.check(articles)
    assert site.update(articles) == []


def test_what_was_changed_back_is_as_in_the_base(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "SHARD", 60)
    articles = made(30)
    site.update(articles)
    (base,) = site.cache.glob("base*")
    for src in ("collections/a/07.md", "collections/b/10.md"):
        card, text = articles[src]
        articles[src] = replace(card, title="另一个标题"), f"{text}\n改过的一段，水利台账。"
        assert site.update(articles) == [src]
        site.check(articles)
        articles[src] = card, text
        assert site.update(articles) == []
        site.check(articles)
    assert list(site.cache.glob("base*")) == [base]


def test_a_new_base_is_kept_when_much_has_changed(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "_NEAR", 2)
    articles = made(30)
    site.update(articles)
    (base,) = site.cache.glob("base*")
    for number, near in ((1, True), (3, True), (5, False), (7, True)):
        src = f"collections/a/{number:02}.md"
        articles[src] = articles[src][0], f"第{number}次改过。"
        assert site.update(articles) == [src]
        site.check(articles)
        (held,) = site.cache.glob("base*")
        assert (held == base) == near
        base = held


def test_a_cache_by_other_rules_counts_as_none(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = made(12)
    monkeypatch.setattr(grams, "THRESHOLD", 2)
    site.update(articles)
    monkeypatch.undo()
    assert len(site.update(articles)) == 12
    site.check(articles)
    site.maker = "another"
    assert len(site.update(articles)) == 12
    assert len(list(site.cache.glob("base*"))) == 1
    site.check(articles)


def test_a_folder_that_others_changed_is_written_anew(site: Site) -> None:
    articles = made(12)
    site.update(articles)
    for name in ("manifest.js", "t0/2.js"):
        (path,) = site.folder.glob(f"search/*/{name}")
        path.write_text("halb{", encoding="utf-8")
        assert site.update(articles) == []
        site.check(articles)
    (path,) = site.folder.glob("search/*/t0/2.js")
    path.with_name("stray.js").write_text("", encoding="utf-8")
    site.update(articles)
    site.check(articles)
    shutil.rmtree(site.folder)
    site.update(articles)
    site.check(articles)


@pytest.mark.parametrize("where", ["first", "middle", "tidy", "point", "base", "since"])
def test_after_an_interruption_the_next_run_is_right(
    site: Site, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    if where == "base":
        monkeypatch.setattr(library, "_NEAR", 0)
    articles = made(30)
    site.update(articles)
    src = "collections/a/07.md"
    articles[src] = articles[src][0], "改过的一段，水利台账。"

    class Stop(Exception):
        pass

    left = [3 if where == "middle" else 0]

    def stop(*_: object, **__: object) -> None:
        raise Stop

    write = Pieces.write

    def write_some(self: Pieces, name: str, payload: str) -> None:
        if not left[0]:
            raise Stop
        left[0] -= 1
        write(self, name, payload)

    with monkeypatch.context() as patch:
        if where in ("first", "middle"):
            patch.setattr(Pieces, "write", write_some)
        elif where == "tidy":
            patch.setattr(Pieces, "tidy", stop)
        elif where == "point":
            patch.setattr(library, "_point", stop)
        else:
            patch.setattr(kept, f"save_{where}", stop)
        with pytest.raises(Stop):
            site.update(articles)
    site.update(articles)
    site.check(articles)


def test_two_processes_write_what_one_does(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = made(40)
    site.update(articles)
    monkeypatch.setattr(library, "MANY", 1)
    site.check(articles)


def test_no_other_folder_is_touched(site: Site) -> None:
    page = site.folder / "search" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>", encoding="utf-8")
    other = site.folder / "search" / "images" / "a.png"
    other.parent.mkdir()
    other.write_bytes(b"")
    articles = made(3)
    site.update(articles)
    site.update({})
    assert page.is_file() and other.is_file()
    assert pieces.script("index", "").startswith("huibian.search.piece")


def test_who_builds_again_and_again_does_not_look_at_each_piece(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.memory = kept.Memory()
    articles = made(12)
    site.update(articles)
    looked: list[Path] = []
    monkeypatch.setattr(library, "standing", lambda folder, marks: looked.append(folder))

    def again(text: str) -> None:
        articles["collections/a/07.md"] = articles["collections/a/07.md"][0], text
        site.update(articles)
        site.check(articles)

    again("改过的一段，水利台账。")
    again("又改过的一段。")
    assert looked == []
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(
            library._Library, "write", lambda *given: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        again("没有写完的一段。")
    again("写完的一段。")
    assert len(looked) == 1
    shutil.rmtree(site.folder)
    again("文件夹没有了。")
    assert len(looked) == 2
