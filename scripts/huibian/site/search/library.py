"""Everything that the engine reads: from the catalog and the pages' blocks to pieces.

``search/index.js`` names the folder of the current version; in it stand ``manifest`` (alphabet,
folding, where each shard begins, names of facets), ``columns`` (what each article counts under),
``g…`` (shards of the index), ``t…`` (one article's text each), ``c…`` (titles and addresses of a
hundred articles), ``titles`` and ``lengths`` (order by title and by length), ``organization`` and
``author`` with ``organization-…`` (their values and names), ``words`` (what to offer instead) and
the pieces of ``practice_index``. What results show and what is counted comes from the field table.
"""

from __future__ import annotations

import hashlib
import logging
import re
import shutil
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import jieba
import numpy as np

from huibian.model import LEVELS
from huibian.site import addresses, listings
from huibian.site.catalog import ArticleCard, Catalog
from huibian.site.practices import practices
from huibian.site.search import folding, grams
from huibian.site.search.pieces import Pieces, as_json, as_text, column, numbered, packed, script
from huibian.site.search.practice_index import PracticeIndex
from huibian.site.search.text import Block

FOLDER = "search"
CARDS = 100  # articles of one piece of titles
LABELS = 100  # names of units or authors in one piece: a query shows a few from anywhere
#: What readers can choose by; nearly every article has its own of the last two.
FACETS = ("region", "level", "theme", "kind", "year", "collection")
LARGE = ("organization", "author")
#: Fields of a result that no column holds: written with each article where results show them.
_ABOUT = ("organization", "author", "length")
WORDS = 2500  # words offered at most
UNKNOWN = "未注明"
Put = Callable[[str, str], None]
_SENTENCE = re.compile(r"[^。！？；!?;]+")
_WORD = re.compile(r"^[\w\u3400-\u9fff]{2,}$")
_LEAST = 8  # characters of a sentence that says where a summary comes from


def write(
    site: Path,
    catalog: Catalog,
    texts: Mapping[str, Sequence[Block]],
    url: Callable[[str], str],
) -> None:
    """Write the search of a built site.

    ``texts`` holds the blocks of each page that stands on the site by its ``src``; an article
    without them is not published and not found. ``url`` gives a page's address.
    """
    articles = [article for article in catalog.articles if article.src in texts]
    library = _Library(catalog, articles, texts)
    root = site / FOLDER
    work = root / "new"
    shutil.rmtree(work, ignore_errors=True)
    version = library.write(Pieces(work), url)
    target = root / version
    shutil.rmtree(target, ignore_errors=True)
    work.rename(target)
    for other in root.iterdir():
        if other.is_dir() and other != target:
            shutil.rmtree(other)
    (root / "index.js").write_text(script("index", version), encoding="utf-8")


class _Library:
    """One build: the text of all articles as codes."""

    def __init__(
        self,
        catalog: Catalog,
        articles: Sequence[ArticleCard],
        texts: Mapping[str, Sequence[Block]],
    ) -> None:
        self.catalog = catalog
        self.table = catalog.fields
        shown = {*self.table.results, *self.table.results_foot}
        self.about = [field for field in _ABOUT if field in shown]
        self.articles = articles
        self.blocks = [_blocks(article, texts[article.src]) for article in articles]
        lines = ("\n".join(block.text for block in part) + "\n" for part in self.blocks)
        units = folding.units("".join(lines))
        compared = folding.unit_table()[units]
        self.practices = PracticeIndex([practices(article.body) for article in articles])
        sizes = [_sizes(blocks) for blocks in self.blocks]
        lengths = np.array([sum(part) for part in sizes], dtype=np.int64)
        self.starts = np.cumsum(lengths) - lengths
        counts = grams.count(units)
        counts += grams.count(compared) > 0
        for also in (self.practices.units, folding.unit_table()[self.practices.units]):
            counts += grams.count(also) > 0
        counts[ord("\n")] = 0
        order = np.argsort(-counts, kind="stable")
        order = order[counts[order] > 0]
        self.alphabet = "".join(map(chr, order))
        self.code_of = code_of = np.zeros(folding.UNITS, dtype=np.uint16)
        code_of[order] = np.arange(1, len(order) + 1)
        self.units = np.append(ord("\n"), order).astype(np.uint16)
        self.shown = code_of[units]
        self.codes = np.append(code_of[compared], np.zeros(grams.DEPTH, dtype=np.uint16))
        self.kinds = [
            _fields(article, blocks) for article, blocks in zip(articles, self.blocks, strict=True)
        ]
        self.fields = np.repeat(
            np.array([field for part in self.kinds for field in part], dtype=np.uint8),
            [size for part in sizes for size in part],
        )
        self.fields = np.append(self.fields, np.zeros(grams.DEPTH, dtype=np.uint8))

    def write(self, pieces: Pieces, url: Callable[[str], str]) -> str:
        """Write all pieces; return the version, a hash of what they hold."""
        digest = hashlib.sha256()

        def put(name: str, payload: str) -> None:
            digest.update(payload.encode("utf-8"))
            pieces.write(name, payload)

        cards = self._write_texts(put, url)
        self.practices.write(put, self.code_of, cards)
        shards = []
        if self.articles:
            for number, shard in enumerate(grams.build(self.codes, self.starts, self.fields)):
                put(numbered("g", number), as_text(shard.data))
                shards.append(shard.first)
        put("columns", as_json(self._columns()))
        for name in LARGE:
            self._write_large(put, name)
        put("words", as_json(_words(self.catalog, self.articles, self._texts())))
        put("titles", _ranks([_by_sound(article.title) for article in self.articles]))
        put("lengths", _ranks([article.length for article in self.articles]))
        put("manifest", as_json(self._manifest(shards)))
        return digest.hexdigest()[:12]

    def _write_texts(self, put: Put, url: Callable[[str], str]) -> list[list[Any]]:
        """Write the articles' texts, and their cards a hundred together; return the cards."""
        cards: list[list[Any]] = []
        ends = np.append(self.starts[1:], len(self.shown))
        for index, (article, blocks) in enumerate(zip(self.articles, self.blocks, strict=True)):
            heads = [[at, b.anchor] for at, b in enumerate(blocks) if at > 1 and b.heading]
            leads = [at for at, field in enumerate(self.kinds[index]) if field == grams.SUMMARY]
            own = [getattr(article, field) for field in self.about]
            about = [article.number, url(article.src), own]
            text = as_text(packed(self.shown[self.starts[index] : ends[index]]))
            put(numbered("t", index), as_json([*about, heads, leads, text]))
            cards.append([*about, blocks[0].text])
        for number in range(0, len(cards), CARDS):
            put(numbered("c", number // CARDS), as_json(cards[number : number + CARDS]))
        return cards

    def _write_large(self, put: Put, name: str) -> None:
        """Write a facet with about as many values as articles: numbers first, names in pieces.

        Values that several articles have stand first, by how many; the others follow as their
        articles do, so that each of these is written as 0, "the next one", which packs well.
        """
        values = [getattr(article, name) for article in self.articles]
        held = Counter(values)
        shared = [value for value, count in held.items() if count > 1]
        shared.sort(key=lambda value: (-held[value], _by_sound(value)))
        numbers = {value: number for number, value in enumerate(shared, 1)}
        order = [*shared, *(value for value in values if held[value] == 1)]
        labels = [value or UNKNOWN for value in order]
        first = {
            "values": len(labels),
            "shared": len(shared),
            "labels": labels[:LABELS],
            "column": column([numbers.get(value, 0) for value in values], len(shared) + 1),
        }
        put(name, as_json(first))
        for at in range(LABELS, len(labels), LABELS):
            put(numbered(f"{name}-", at // LABELS), as_json(labels[at : at + LABELS]))

    def _texts(self) -> list[str]:
        """Return the folded text of each article."""
        bounds = pairwise([*self.starts, len(self.codes)])
        return [
            self.units[self.codes[start:end]].tobytes().decode("utf-16-le", "replace")
            for start, end in bounds
        ]

    def _manifest(self, shards: Sequence[tuple[int, ...]]) -> dict[str, Any]:
        known = set(self.alphabet)
        return {
            "articles": len(self.articles),
            "threshold": grams.THRESHOLD,
            "depth": grams.DEPTH,
            "cards": CARDS,
            "alphabet": self.alphabet,
            "fold": "".join(
                chr(code) + char for code, char in folding.table().items() if char in known
            ),
            "spaces": "".join(chr(code) for code, char in folding.table().items() if char == " "),
            "dropped": folding.DROPPED,
            "shards": as_text(grams.separators(shards)),
            "labels": LABELS,
            "filters": [*FACETS, *LARGE],
            "large": LARGE,
            "facets": [addresses.facet(field) for field in self.table.facets],
            "results": self.table.results,
            "foot": self.table.results_foot,
            "about": self.about,
        }

    def _columns(self) -> dict[str, Any]:
        """Return the facets: names in order, and for each article the numbers of its own.

        Places stand by their code, each above those in it; levels from the nation down to the
        village; themes and kinds by sound; collections as the catalog has them.
        """
        catalog, articles = self.catalog, self.articles
        dates = sorted({article.date for article in articles})
        levels = [*LEVELS, ""]
        kinds = sorted({article.kind for article in articles}, key=_by_sound)
        named = sorted(
            (theme for theme in catalog.themes if theme.id in catalog.by_theme),
            key=lambda theme: _by_sound(theme.label),
        )
        themes = {theme.id: number for number, theme in enumerate(named)}
        paths = {a.region[:depth] for a in articles for depth in range(len(a.region) + 1)}
        places = {path: number for number, path in enumerate(sorted({(), *paths}))}
        held = Counter(article.slug for article in articles)
        average = len(self.codes) / max(1, len(articles))
        lengths = np.diff(np.append(self.starts, len(self.codes))) / average
        return {
            "levels": [level or UNKNOWN for level in levels],
            "kinds": [kind or UNKNOWN for kind in kinds],
            "dates": dates,
            "themes": [theme.label for theme in named],
            "regions": [
                [
                    listings.region_name(catalog, path[-1]) if path else UNKNOWN,
                    places[path[:-1]] if path else 0,
                ]
                for path in places
            ],
            "collections": [
                [card.slug, card.title, held[card.slug]]
                for card in catalog.collections
                if card.slug in held
            ],
            "level": column([levels.index(a.level) for a in articles], len(levels)),
            "kind": column([kinds.index(a.kind) for a in articles], len(kinds)),
            "date": column([dates.index(a.date) for a in articles], len(dates)),
            "region": column([places[a.region] for a in articles], len(places)),
            "named": column([len(a.all_themes) for a in articles], 16),
            "theme": column([themes[t] for a in articles for t in a.all_themes], len(themes)),
            "length": column(np.clip(np.round(lengths * 4), 0, 15).astype(np.uint32), 16),
        }


def _ranks(keys: Sequence[Any]) -> str:
    """Return each article's place in the order of keys; equal ones keep the catalog's order."""
    order = sorted(range(len(keys)), key=lambda i: (keys[i], i))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return as_json(column(rank, len(order)))


def _blocks(article: ArticleCard, body: Sequence[Block]) -> list[Block]:
    """Return all blocks of an article: title and subtitle (may be empty) come first."""
    head = [Block(folding.tidy(article.title), True), Block(folding.tidy(article.subtitle), True)]
    return [*head, *body]


def _sizes(blocks: Sequence[Block]) -> list[int]:
    """Return the UTF-16 units of each block with its end."""
    return [len(block.text.encode("utf-16-le")) // 2 + 1 for block in blocks]


def _fields(article: ArticleCard, blocks: Sequence[Block]) -> list[int]:
    """Return the field of each block; a paragraph of the summary is where its words come from."""
    summary = [part for part in _SENTENCE.findall(article.summary) if len(part) >= _LEAST]
    fields = [grams.TITLE]
    for block in blocks[1:]:
        if block.heading:
            fields.append(grams.HEADING)
        elif any(part in block.text for part in summary):
            fields.append(grams.SUMMARY)
        else:
            fields.append(grams.BODY)
    return fields


def _words(
    catalog: Catalog, articles: Sequence[ArticleCard], texts: Sequence[str]
) -> list[list[Any]]:
    """Return words to offer: themes and places that their own articles name, words of titles."""
    words: dict[str, list[Any]] = {}
    text_of = {article.src: text for article, text in zip(articles, texts, strict=True)}

    def offer(word: str, kind: str, cards: Sequence[ArticleCard]) -> None:
        folded = folding.fold_query(word)
        if word not in words and any(folded in text_of.get(card.src, "") for card in cards):
            words[word] = [word, kind, len(cards)]

    for theme in catalog.themes:
        for name in (theme.label, *theme.aliases):
            offer(name, "theme", catalog.by_theme.get(theme.id, ()))
    for code, cards in catalog.by_region.items():
        region = catalog.regions.get(code)
        for name in (region.name, region.short) if region else ():
            if name:
                offer(name, "region", cards)
    logging.getLogger("jieba").setLevel(logging.WARNING)  # it reports each start
    titles = Counter(
        word
        for article in articles
        for word in set(jieba.cut(article.title, HMM=False))
        if _WORD.match(word)
    )
    for word, count in sorted(titles.items(), key=lambda item: (-item[1], item[0])):
        if len(words) >= WORDS:
            break
        words.setdefault(word, [word, "title", count])
    return list(words.values())


def _by_sound(title: str) -> bytes:
    """Return a key that sorts titles as Chinese readers expect: common characters by sound."""
    return folding.fold(title).lstrip("\"'《 ").encode("gb18030", "surrogatepass")
