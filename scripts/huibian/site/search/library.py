"""Everything that the engine reads: from the catalog and the pages' blocks to pieces.

``search/index.js`` names the folder of the current version; in it stand ``manifest`` (alphabet,
folding, collections, which places are taken, where shards or their branches begin), ``values``
(names of facets), ``begin/…`` (what a page of results shows before anything is asked), ``columns…``
(what each article counts under), ``g…`` (shards of the index), ``g_`` (branches of their list),
``t…`` (one article's text each), ``c…`` (titles and addresses of a hundred places), ``titles`` and
``lengths`` (order by title and by length), ``organization`` and ``author`` with ``organization-…``
(their values and names), ``words`` (what to offer instead) and the pieces of ``practice_index``.
What results show and what is counted comes from the field table.

The index knows an article by its place (``slots``), of which some are empty. Columns and orders
have the articles as the catalog has them.

An update begins at the base (``kept``), asks only for the texts of articles that have changed
since, and writes only pieces that changed. It leaves the files that a whole build would. Entries
are made anew when the vocabulary or this code changed or nothing usable was kept; an index, when
more than one article in ``_SHARE`` changed or had to move, the one of practices also when an
article leaves its room.
"""

from __future__ import annotations

import hashlib
import pickle
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache as cached
from itertools import groupby
from pathlib import Path
from typing import IO, Any

import numpy as np

from huibian.site import beside
from huibian.site.catalog import Catalog
from huibian.site.search import (
    entries,
    grams,
    indexing,
    kept,
    overview,
    owners,
    practice_index,
    shards,
    slots,
    words,
)
from huibian.site.search.entries import Body
from huibian.site.search.folding import tidy
from huibian.site.search.grams import Array, Records
from huibian.site.search.indexing import Index
from huibian.site.search.kept import Base, Memory, Row, Since
from huibian.site.search.overview import CARDS
from huibian.site.search.pieces import (
    Pieces,
    as_json,
    as_text,
    numbered,
    packed,
    script,
    standing,
)
from huibian.site.search.text import Block

FOLDER = "search"
#: Articles from which a second process is worth starting.
MANY = 1000
#: An index is brought up to date as long as at most one article in so many changed ...
_SHARE = 100
_FEW = 8  # ... or at most so many
#: Changed articles from which a new base is kept: to write one takes longer than to change these.
_NEAR = 20
_WORK = "new"
_AT_ONCE = 128  # articles whose texts are packed together
_ARTICLES, _PRACTICES = "g", "p"
Url = Callable[[str], str]


def write(
    site: Path,
    catalog: Catalog,
    texts: Mapping[str, Sequence[Block]],
    url: Url,
    *,
    digests: Mapping[str, bytes] | None = None,
    cache: Path | None = None,
    maker: str = "",
    memory: Memory | None = None,
) -> None:
    """Write the search of a built site.

    ``texts`` holds the blocks of each page that stands on the site by its ``src``; an article
    without them is not published and not found. ``url`` gives a page's address. ``digests`` has
    for each a hash of all that the index takes from it: text, metadata, address, and its
    collection's. With it and a folder ``cache``, which may be deleted at any time, an index is
    brought up to date: texts are asked for where a digest changed. ``maker`` stands for the code
    and the settings that made what these digests are of: what another one has left is not read.
    ``memory`` is for who does that again and again.
    """
    folder = None if digests is None else cache
    key = _key(catalog, maker)
    memory = memory or Memory()
    base, since = (folder and kept.load(folder, key, memory)) or (None, None)
    library = _Library(catalog, texts, url, digests or {}, base, since)
    root = site / FOLDER
    work = root / _WORK
    shutil.rmtree(work, ignore_errors=True)
    work.parent.mkdir(parents=True, exist_ok=True)
    own, memory.own = memory.own, None  # until all is written
    before = root / since.version if since else root
    if since and ((before == own and before.is_dir()) or standing(before, since.marks)):
        before.rename(work)  # so no reader finds old and new pieces together
        pieces = Pieces(work, since.marks, base.marks if base else {})
    else:
        work.mkdir()
        pieces = Pieces(work)
    indexes = library.write(pieces)
    pieces.tidy()
    version = pieces.version()
    for path in root.iterdir():
        if _is_version(path):
            shutil.rmtree(path)
    work.rename(root / version)
    memory.own = root / version
    _point(root / "index.js", version)
    if folder:
        if base and library.is_near:
            name, marks, rows = base.name, base.marks, library.kept_rows(new=True)
        else:
            every, rows, marks = library.kept_rows(new=False), {}, pieces.marks
            name = kept.save_base(folder, key, every, indexes, marks)
        kept.save_since(folder, key, name, marks, Since(rows, pieces.marks, version), memory)


def _key(catalog: Catalog, maker: str) -> str:
    """Return a hash of all that entries and indexes depend on beside the articles."""
    themes = [[theme.id, theme.label, *theme.aliases] for theme in catalog.themes]
    regions = [[region.code, region.name, region.short] for region in catalog.regions]
    settings = [grams.THRESHOLD, shards.SHARD, shards.BRANCH, overview.about(catalog)]
    text = as_json([maker, themes, regions, settings])
    return hashlib.blake2b(text.encode("utf-8"), digest_size=16).hexdigest()


def _is_version(path: Path) -> bool:
    return path.is_dir() and len(path.name) == 12 and set(path.name) <= set("0123456789abcdef")


def _point(path: Path, version: str) -> None:
    """Say which version is the current one."""
    data = script("index", version).encode("utf-8")
    if not path.is_file() or path.read_bytes() != data:
        path.write_bytes(data)


class _Library:
    """One build: the entries of all articles, those that changed made anew."""

    def __init__(
        self,
        catalog: Catalog,
        texts: Mapping[str, Sequence[Block]],
        url: Url,
        digests: Mapping[str, bytes],
        base: Base | None,
        since: Since | None,
    ) -> None:
        self.catalog = catalog
        self.placed = slots.assign(catalog, texts)
        self.articles = self.placed.articles
        self.about = overview.about(catalog)
        self.url = url
        self.card = cached(self._make_card)
        self.base = base
        self.old = base.rows if base else {}
        self.rows = self._kept(since.rows if since else {}, digests)
        #: Whether the indexes were made from those of the base.
        self.is_update = False
        self.digests = digests
        fresh = [article for article in self.articles if article.src not in self.rows]
        names = words.names(catalog)
        kept_rows = (*self.old.values(), *(since.rows.values() if since else ()))
        own = words.known | {row.facts.title: row.facts.words for row in kept_rows}
        new = list({article.title for article in fresh} - own.keys())

        def cut(file: IO[bytes]) -> None:
            pickle.dump(words.titles(new), file)

        # jieba's dictionary takes as much memory as a good part of the index
        finish = beside.start(cut, apart=len(new) >= MANY)
        made = {article.src: entries.make(article, texts[article.src], names) for article in fresh}
        with finish() as file:
            own.update(zip(new, pickle.load(file), strict=True))
        for src, (facts, body) in made.items():
            made[src] = facts._replace(words=own[facts.title]), body
        self.bodies = {src: body for src, (_, body) in made.items()}
        self.facts = [
            made[src][0] if (src := article.src) in made else self.rows[src].facts
            for article in self.articles
        ]
        # articles by their places, ascending, as their numbers in the catalog
        self.at = dict(sorted(zip(self.placed.places, range(len(self.articles)), strict=True)))
        was = {row.place: src for src, row in self.old.items()}
        now = {place: self.articles[number].src for place, number in self.at.items()}
        #: Places whose article is another one than in the base, or none any more.
        self.changed = {
            place
            for place in was.keys() | now.keys()
            if was.get(place) != now.get(place)
            or self.old[was[place]].digest != self.digests[was[place]].hex()
        }

    @property
    def is_near(self) -> bool:
        """Whether the base is near enough for the next build to begin at it, too."""
        return self.is_update and len(self.changed) <= _NEAR

    def _kept(self, since: Mapping[str, Row], digests: Mapping[str, bytes]) -> dict[str, Row]:
        """Return the rows that still hold, by ``src``."""
        held = {}
        for src, digest in digests.items():
            for rows in (since, self.old):
                row = rows.get(src)
                if row is not None and row.digest == digest.hex():
                    held[src] = row
                    break
        return held

    def body(self, place: int) -> Body:
        """Return the texts of the article at a place."""
        src = self.articles[self.at[place]].src
        made = self.bodies.get(src)
        return self.rows[src].texts() if made is None else made

    def kept_rows(self, *, new: bool) -> dict[str, Row]:
        """Return the rows to keep; only those that the base has not if they are to be ``new``."""
        kept_rows = {}
        for article, place, facts in zip(
            self.articles, self.placed.places, self.facts, strict=True
        ):
            src = article.src
            if new and src in self.rows and self.rows[src] is self.old.get(src):
                continue
            made = self.bodies.get(src)
            body = self.rows[src].body if made is None else entries.dump(made)
            kept_rows[src] = Row(self.digests[src].hex(), place, facts, body)
        return kept_rows

    def write(self, pieces: Pieces) -> dict[str, Index]:
        """Write all pieces; return the indexes."""
        indexes = self._updated()
        if indexes is None:
            indexes = self._whole(pieces)
        else:
            self._write_texts(pieces)
        for kind, index in indexes.items():
            index.write(pieces, kind)
        self._write_cards(pieces)
        pieces.write("words", as_json(words.offered(self.catalog, self.facts)))
        lists = {}
        for kind, index in indexes.items():
            lists[kind], branches = shards.listed(kind, index.cuts.first)
            for name, payload in branches.items():
                pieces.write(name, payload)
        pieces.write("practices", practice_index.head(self.facts, lists[_PRACTICES]))
        overview.write(pieces.write, self.catalog, self.placed, self.facts, lists[_ARTICLES])
        return indexes

    def _updated(self) -> dict[str, Index] | None:
        """Return the indexes of the base brought up to date; None when too much changed."""
        base = self.base
        if base is None or len(self.changed) > max(_FEW, len(self.articles) // _SHARE):
            return None
        places = sorted(self.changed)
        was = {row.place: row for row in self.old.values()}
        old = [(place, was[place].texts()) for place in places if place in was]
        new = [(place, self.body(place)) for place in places if place in self.at]
        articles = indexing.updated(
            base.indexes[_ARTICLES],
            owners.articles(old),
            owners.articles(new),
            lambda asked: owners.articles(self._bodies(asked.tolist())),
        )
        first, before = self._first_practices(), _first_practices(self.old.values())
        shared = min(len(first), len(before))
        if not np.array_equal(first[:shared], before[:shared]):
            return {_ARTICLES: articles, _PRACTICES: self._practices()}
        practices = indexing.updated(
            base.indexes[_PRACTICES],
            owners.practices(old, before),
            owners.practices(new, first),
            lambda asked: owners.practices(self._bodies(_holders(asked, first)), first),
        )
        self.is_update = True
        return {_ARTICLES: articles, _PRACTICES: practices}

    def _whole(self, pieces: Pieces) -> dict[str, Index]:
        """Return the indexes, made anew, and write the articles' texts."""
        records = self._records(pieces)
        return {_ARTICLES: indexing.whole(records), _PRACTICES: self._practices()}

    def _records(self, pieces: Pieces) -> Records:
        """Return the articles' records; at the same time write the articles' texts."""
        held = [owners.articles(self._bodies(self.at))]
        half = grams.middle(held[0].codes)
        spools = (grams.Spool(), grams.Spool())

        def second(file: IO[bytes]) -> None:
            text = held[0] if held else owners.articles(self._bodies(self.at))
            spools[1].fill(grams.build(text, half))
            self._write_texts(pieces)
            pickle.dump(pieces.marks, file)

        finish = beside.start(second, apart=len(self.articles) >= MANY)
        spools[0].fill(grams.build(held[0], 1, half))
        held.clear()
        with finish() as file:
            pieces.marks.update(pickle.load(file))
        return grams.Spool.emptied(spools)

    def _practices(self) -> Index:
        text = owners.practices(self._bodies(self.at), self._first_practices())
        return indexing.whole(grams.joined(grams.build(text)))

    def _bodies(self, places: Iterable[int]) -> Iterator[tuple[int, Body]]:
        return ((place, self.body(place)) for place in places)

    def _first_practices(self) -> Array:
        held = {place: self.facts[number].practices for place, number in self.at.items()}
        return owners.first_practices([held.get(place, 0) for place in range(self.placed.size)])

    def _write_texts(self, pieces: Pieces) -> None:
        """Write the text of each article, with what a result shows of it."""
        wanted = []
        for place in self.at:
            name = numbered("t", place)
            if place in self.changed or not pieces.stands(name):
                wanted.append(place)
            else:
                pieces.keep(name)
        for start in range(0, len(wanted), _AT_ONCE):
            some = [(place, self.body(place)) for place in wanted[start : start + _AT_ONCE]]
            codes = [body.shown for _, body in some]
            texts = packed(np.concatenate(codes), np.cumsum(list(map(len, codes))))
            for (place, body), text in zip(some, texts, strict=True):
                about = self.card(place)[:-1]
                payload = as_json([*about, body.heads, body.leads, as_text(text)])
                pieces.write(numbered("t", place), payload)

    def _write_cards(self, pieces: Pieces) -> None:
        """Write titles and addresses, and the practices of articles, several articles a piece."""

        def cards(places: Sequence[int]) -> str:
            held = {place: self.card(place) for place in places}
            first = places[0] - places[0] % CARDS
            return as_json([held.get(place) for place in range(first, places[-1] + 1)])

        def practised(places: Sequence[int]) -> str:
            return practice_index.texts(
                [(place, self.card(place), self.body(place)) for place in places]
            )

        for name_of, payload in ((_card_piece, cards), (practice_index.piece, practised)):
            touched = set(map(name_of, self.changed))
            for name, places in groupby(self.at, name_of):
                if name not in touched and pieces.stands(name):
                    pieces.keep(name)
                else:
                    pieces.write(name, payload(list(places)))

    def _make_card(self, place: int) -> list[Any]:
        """Return what a result shows of an article beside its columns; the title comes last."""
        number = self.at[place]
        article, facts = self.articles[number], self.facts[number]
        own = overview.told(self.catalog, article, facts, self.about)
        return [article.number, self.url(article.src), own, tidy(article.title)]


def _card_piece(place: int) -> str:
    return numbered("c", place // CARDS)


def _first_practices(rows: Iterable[Row]) -> Array:
    """Return ``owners.first_practices`` of what was kept."""
    held = {row.place: row.facts.practices for row in rows}
    return owners.first_practices(
        [held.get(place, 0) for place in range(max(held, default=-1) + 1)]
    )


def _holders(practices: Array, first: Array) -> list[int]:
    """Return the places of the articles that have these practices."""
    places = np.searchsorted(first, practices, side="right") - 1
    held: list[int] = np.unique(places).tolist()
    return held
