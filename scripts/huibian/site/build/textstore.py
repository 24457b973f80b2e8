"""The texts of all articles and prefaces: made once, kept in the cache, handed out when asked for.

Texts lie a hundred numbers of a collection in a file. A list beside them says of each text which
Markdown it was made from and where its links led, so that whether it still holds is known
without opening the files.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from huibian.site.build.articletext import Converter, Heading, Resolve, Text
from huibian.site.build.cachefolder import CacheFolder
from huibian.site.parsed import hash_of

_NUMBERS = 100  # of a collection, in one file
_OPEN = 4  # files held in memory
_LIST = "texts"

#: The key of the Markdown that a text was made from, and its links as written and as they became.
_Made = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Source:
    """What a text is made from: Markdown and the name of the file that keeps the text."""

    body: str
    file: str
    key: str


def source(slug: str, number: int, body: str, key: str = "") -> Source:
    """Return the source of the article with a number in a collection (0: the preface).

    ``key`` is the body's hash if that is known.
    """
    return Source(body, f"{_LIST}/{slug}.{number // _NUMBERS}", key or hash_of(body))


class TextStore:
    """Texts by the ``src`` of their pages; ``sources`` says what each is made from."""

    def __init__(self, cache: CacheFolder, sources: Mapping[str, Source], resolve: Resolve) -> None:
        self.sources = sources
        self._cache = cache
        self._resolve = resolve
        self._converter = Converter(resolve)
        self._files: dict[str, list[str]] = defaultdict(list)
        for src, made_from in sources.items():
            self._files[made_from.file].append(src)
        self._open: OrderedDict[str, dict[str, Text]] = OrderedDict()
        made: dict[str, _Made] = cache.load(_LIST) or {}
        self._made = {src: entry for src, entry in made.items() if src in sources}

    def stale(self) -> dict[str, list[str]]:
        """Return the texts that have to be made, by the file that keeps them."""
        stale: defaultdict[str, list[str]] = defaultdict(list)
        for src, made_from in self.sources.items():
            if not self._holds(src):
                stale[made_from.file].append(src)
        return stale

    def make(self, file: str, stale: Iterable[str]) -> dict[str, tuple[tuple[str, str], ...]]:
        """Make the stale texts of a file and save it; return the links of each."""
        wanted = frozenset(stale)
        kept = self._read(file) if len(wanted) < len(self._files[file]) else {}
        texts, links = {}, {}
        for src in self._files[file]:
            if src in wanted or src not in kept:
                texts[src] = self._converter.text(src, self.sources[src].body)
                links[src] = texts[src].links
            else:
                texts[src] = kept[src]
        held = {src: [self.sources[src].key, *_packed(text)] for src, text in texts.items()}
        self._cache.save(file, held)
        self._hold(file, texts)
        return links

    def made(self, links: Mapping[str, tuple[tuple[str, str], ...]]) -> None:
        """Take down that texts have been made, perhaps by another process."""
        for src, found in links.items():
            self._made[src] = (self.sources[src].key, found)
            self._open.pop(self.sources[src].file, None)

    def close(self) -> None:
        """Save the list, and remove the files of texts that are no more."""
        self._cache.save(_LIST, self._made)
        self._cache.keep_only(_LIST, self._files)

    def linked(self) -> dict[str, list[str]]:
        """Return the links and images of the texts that have any, as written."""
        return {src: [raw for raw, _ in links] for src, (_, links) in self._made.items() if links}

    def anchors(self, src: str) -> frozenset[str]:
        """Return the ids that links to a page of ours may name."""
        return self[src].anchors if src in self.sources else frozenset()

    def links(self, src: str) -> tuple[tuple[str, str], ...]:
        """Return each link and image of a text as written, and the address that it became."""
        return self._made[src][1]

    def key(self, src: str) -> str:
        """Return what changes with the text."""
        key, links = self._made[src]
        return f"{key} {links}" if links else key

    def __getitem__(self, src: str) -> Text:
        """Return a text; one that nobody has made yet is made."""
        file = self.sources[src].file
        texts = self._open.get(file)
        if texts is None or src not in texts:
            texts = self._read(file)
            if src not in texts:
                texts[src] = self._converter.text(src, self.sources[src].body)
                self._made[src] = (self.sources[src].key, texts[src].links)
            self._hold(file, texts)
        return texts[src]

    def _hold(self, file: str, texts: dict[str, Text]) -> None:
        self._open[file] = texts
        self._open.move_to_end(file)
        while len(self._open) > _OPEN:
            self._open.popitem(last=False)

    def _holds(self, src: str) -> bool:
        """Say whether the list promises the text that would be made now."""
        key, links = self._made.get(src, ("", ()))
        return key == self.sources[src].key and self._leads(src, links)

    def _leads(self, src: str, links: Iterable[tuple[str, str]]) -> bool:
        """Say whether links lead where they led."""
        return all(self._resolve(src, raw) == target for raw, target in links)

    def _read(self, file: str) -> dict[str, Text]:
        """Return the texts of a file that are what would be made now."""
        texts = {}
        held = self._cache.load(file) or {}
        for src in self._files[file]:
            key, *packed = held.get(src, ("",))
            if key == self.sources[src].key:
                text = _unpacked(packed)
                if self._leads(src, text.links):
                    texts[src] = text
        return texts


def _packed(text: Text) -> list[Any]:
    return [text.html, [_outline(heading) for heading in text.toc], text.links]


def _outline(heading: Heading) -> list[Any]:
    children = [_outline(child) for child in heading.children]
    return [heading.title, heading.id, heading.level, children]


def _unpacked(held: list[Any]) -> Text:
    html, toc, links = held
    return Text(html, tuple(map(_heading, toc)), tuple((raw, to) for raw, to in links))


def _heading(held: list[Any]) -> Heading:
    title, name, level, children = held
    return Heading(title, name, level, tuple(map(_heading, children)))
