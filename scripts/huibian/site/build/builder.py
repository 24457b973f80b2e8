"""Building the library's pages and files: all of them, or one when it is asked for.

A full build works in two rounds, each in several processes: first the texts that no cache has,
then the files that are not up to date, with the search index beside them. What a file is made
from decides about that, so a build that follows a small change does little, and leaves the same
bytes as one from nothing.
"""

from __future__ import annotations

import hashlib
import pickle
import posixpath
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import IO

from huibian import parallel
from huibian.site import beside, datatables, exports, imagesize, printing, takeaway
from huibian.site.build import textstore
from huibian.site.build.articletext import Heading, Resolve
from huibian.site.build.cachefolder import CacheFolder
from huibian.site.build.frames import Frames, PageValues
from huibian.site.build.outputs import Entry, Found, Outputs
from huibian.site.build.pagekeys import Keys
from huibian.site.build.product import Product
from huibian.site.build.textstore import Source, TextStore
from huibian.site.build.titles import Lines, Titles
from huibian.site.catalog import ArticleCard
from huibian.site.pages.library import Library
from huibian.site.pages.values import Spec
from huibian.site.search import library as search
from huibian.site.search.kept import Memory
from huibian.site.search.text import Block, blocks

_CHUNK = 25  # pages without texts that one task makes
_MANY = 200  # texts or files from which several processes are worth their start
_SOME = 40  # files to make, which take longer
_FEW = 200  # files that one process makes at once
#: Kinds of pages that show what the other listings do not: with the exports, which are of no kind,
#: they are about half of the work when an article has come.
_APART = ("practices-of", "level", "print", "collection", "")
_DRAFT = '<div class="mkdocs-draft-marker" title="这一页不会发布。">DRAFT</div>'


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of ours lies: its file below the site's root and its URL.

    A ``draft`` stands in the preview only.
    """

    path: str
    url: str
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the library's pages need to know of the site around them.

    ``folder`` is the built site, ``places`` our pages by their ``src``, ``static`` gives the file
    that an address on a page in a folder names (None: no file that is copied), ``settings`` is a
    hash of what templates take from the site's settings, ``indexed`` one of what the search takes
    from them, which is the same for a preview. A ``passing`` site is never built upon.
    """

    folder: Path
    places: Mapping[str, Place]
    resolve: Resolve
    static: Callable[[str, str], Path | None]
    site: exports.Site
    settings: str
    indexed: str
    word: bool
    passing: bool


@dataclass(slots=True)
class _Done:
    """What a task has done, and the keys of files that it has ``left`` to be made."""

    entries: Mapping[str, Entry]
    written: Sequence[str]
    rendered: int
    titles: Lines
    left: Mapping[str, str] = field(default_factory=dict)


class Builder:
    """The library's files over one catalog, in one site."""

    def __init__(
        self,
        library: Library,
        around: Surroundings,
        frames: Frames,
        cache: CacheFolder,
        memory: Memory | None = None,
    ) -> None:
        """``memory`` is what the search of an earlier builder has left, in the same process."""
        self.library = library
        self.outputs = Outputs(around.folder, cache)
        self.texts = TextStore(cache, _sources(library, around.places), around.resolve)
        #: How many texts were converted and files made: what a change costs.
        self.work: Counter[str] = Counter()
        self._around = around
        self._frames = frames
        self._cache = cache
        self._memory = memory
        self._keys = Keys(around.settings)
        self._made: set[str] = set()
        self._due: dict[str, str] = {}  # the keys of files that are to be made, by path
        self._titles = Titles(library.catalog, cache)
        self._lock = threading.RLock()
        contents = _Contents(self.texts, around.places)
        self._contents = contents
        self._makers: dict[str, Callable[[], Product]] = {
            place.path: partial(self._page, library.specs[src])
            for src, place in around.places.items()
        }
        catalog = library.catalog
        made = list(exports.products(catalog, self._published(), library.url, around.site))
        self._makers |= {product.path: partial(_as_is, product) for product in made}
        self._exports = {product.path for product in made}
        if around.word:
            self._makers |= takeaway.products(around.folder, catalog, contents, self._stamp)

    # ---------------------------------------------------------------- all of them

    def convert(self) -> None:
        """Make the texts that no cache has."""
        stale = self.texts.stale()
        tasks = sorted(stale)
        worth = sum(map(len, stale.values())) >= _MANY
        wait = self._titles.begin(worth=worth)
        made = parallel.each(lambda file: self.texts.make(file, stale[file]), tasks, worth=worth)
        for links in made:
            self.texts.made(links)
            self.work["texts"] += len(links)
        wait()

    def build(self, others: Iterable[str], found: Found) -> None:
        """Bring all files up to date and remove those that nothing leads to any more.

        ``others`` are files that others wrote, ``found`` what stood there when the build began.
        """
        # the search takes longest and needs nothing of what follows
        many = len(self._makers) >= _MANY
        searched = beside.start(lambda _: self._write_search(), apart=many)
        # before files are made: what goes must not be found by who looks into the folder
        removed = self.outputs.sweep([*others, *self._makers], found)
        done: list[_Done] = []
        left: Collection[str] = self._makers.keys()
        if self.outputs.known:
            done = self._bring_few()
            left = [path for share in done for path in share.left]
        else:
            self.library.prepare()
        # each process makes for itself what many pages show: a few files are made sooner by one
        done += parallel.each(self._run, self._tasks(left), worth=len(left) >= _SOME)
        for one in done:
            self.outputs.take(one.entries, one.written)
            self._titles.take(one.titles)
            self.work["files"] += one.rendered
        self.work["written"] = len(self.outputs.written)
        if not self._around.passing:
            self.outputs.save()
        self.work["removed"] = len(removed)
        self.texts.close()
        self._titles.save()
        searched().close()

    def summary(self) -> str:
        """Return in Chinese what the build has done."""
        work = self.work
        return (
            f"共 {len(self._makers)} 个文件，重做 {work['files']} 个（正文 {work['texts']} 篇），"
            f"写入 {work['written']} 个，删除 {work['removed']} 个"
        )

    # ---------------------------------------------------------------- one of them

    @property
    def paths(self) -> Collection[str]:
        """The paths of all files but those of the search."""
        return self._makers.keys()

    def make(self, path: str) -> None:
        """Bring the file at a path up to date, if it is one of ours; for the preview."""
        with self._lock:
            if path in self._made:
                return
            self._made.add(path)
            if path in self._makers:
                self._bring([path])
            elif path.startswith(f"{search.FOLDER}/") and search.FOLDER not in self._made:
                self._made.add(search.FOLDER)
                self._write_search()

    # ---------------------------------------------------------------- tasks

    def _tasks(self, due: Iterable[str]) -> list[list[str]]:
        """Return lists of paths, the longest work first.

        Together are exports of the same articles, and articles whose texts are one file.
        """
        texts = {
            place.path: self.texts.sources[src].file
            for src, place in self._around.places.items()
            if src in self.texts.sources
        }
        by_folder: dict[str, list[str]] = {}
        by_file: dict[str, list[str]] = {}
        plain: list[str] = []
        for path in due:
            if path in texts:
                by_file.setdefault(texts[path], []).append(path)
            elif path in self._exports:
                by_folder.setdefault(posixpath.dirname(path), []).append(path)
            else:
                plain.append(path)
        chunks = [plain[at : at + _CHUNK] for at in range(0, len(plain), _CHUNK)]
        return [*by_folder.values(), *chunks, *by_file.values()]

    def _run(self, paths: list[str]) -> _Done:
        rendered = self._bring(paths)
        return _Done(*self.outputs.taken(), rendered, self._titles.news())

    def _bring_few(self) -> list[_Done]:
        """Bring files up to date in two processes, of which each has its share.

        Where many files of a share are not up to date, they are left.
        """
        kinds = {
            place.path: self.library.specs[src].kind for src, place in self._around.places.items()
        }
        articles: list[str] = []
        apart: list[str] = []
        others: list[str] = []
        for path in self._makers:
            kind = kinds.get(path, "")
            (articles if kind == "article" else apart if kind in _APART else others).append(path)

        def bring(file: IO[bytes]) -> None:
            pickle.dump(self._share(apart), file)

        brought = beside.start(bring, apart=len(articles) >= _MANY)
        done = [self._share(others)]
        # what is related, which articles show, is perhaps still being worked out
        self.library.prepare()
        done.append(self._share(articles))
        with brought() as file:
            done.append(pickle.load(file))
        self._due.update(done[-1].left)
        return done

    def _share(self, paths: Iterable[str]) -> _Done:
        """Bring files up to date if that is little work, else only tell which are not."""
        due = [path for path in paths if self._is_due(path)]
        if len(due) <= _FEW:
            return self._run(due)
        return replace(self._run([]), left={path: self._due[path] for path in due})

    def _is_due(self, path: str) -> bool:
        """Say whether a file has to be made; one that is up to date is kept."""
        key = self._keys.key(self._makers[path]().shown)
        if self.outputs.keep(path, key):
            return False
        self._due[path] = key
        return True

    def _bring(self, paths: Iterable[str]) -> int:
        """Bring files up to date; return how many had to be made."""
        due = [path for path in paths if path in self._due or self._is_due(path)]
        for path in due:
            self.outputs.write(path, self._due[path], self._makers[path]().make())
        return len(due)

    # ---------------------------------------------------------------- pages

    def _page(self, spec: Spec) -> Product:
        place = self._around.places[spec.src]
        stamps = [self._stamp(src) for src in self._texts_of(spec)]
        frame = self._frames.stamp(spec.template, place.url, spec.kind, spec.section)
        shown = (frame, stamps, place.draft, self.library.basis(spec.src))
        return Product(place.path, shown, lambda: self._render(spec, place))

    def _texts_of(self, spec: Spec) -> Sequence[str]:
        """Return the ``src`` of the texts that stand on a page."""
        if spec.kind == "print":
            held = self.library.printed(spec.src)
            return [card.src for card in held if card.src in self.texts.sources]
        return [spec.src] if spec.src in self.texts.sources else []

    def _render(self, spec: Spec, place: Place) -> bytes:
        values = self.library.view(spec.src)
        content = ""
        toc: tuple[Heading, ...] = ()
        if spec.kind == "print":
            held = printing.texts(self.library.printed(spec.src), self._contents, place.path)
            values["texts"] = {src: datatables.framed(text) for src, text in held.items()}
        elif spec.src in self.texts.sources:
            text = self.texts[spec.src]
            content, toc = datatables.framed(text.html), text.toc
        if place.draft:
            content = _DRAFT + content
        meta = {} if spec.kind == "article" else {"hide": ["toc"]}
        page = PageValues(place.url, spec.title, content, toc, meta)
        html = self._frames.page(spec.template, page, values)
        if "<img" in html:
            folder = posixpath.dirname(place.path)
            html = imagesize.sized(html, lambda address: self._read(folder, address))
        return html.encode("utf-8", "xmlcharrefreplace")

    # ---------------------------------------------------------------- search, texts, images

    def _write_search(self) -> None:
        catalog, published = self.library.catalog, self._published()
        search.write(
            self._around.folder,
            catalog,
            _Blocks(self.texts, published),
            self.library.url,
            digests={src: self._indexed(catalog.by_src[src]) for src in published},
            cache=self._cache.folder / search.FOLDER,
            maker=self._around.indexed,
            memory=self._memory,
        )

    def _indexed(self, card: ArticleCard) -> bytes:
        """Return what changes with anything that the index takes from an article."""
        book = self.library.catalog.by_slug[card.slug]
        about = (book.title, book.added, book.date)
        read = card.digest or repr(card)
        shown = (card.src, read, card.shared, self.texts.key(card.src), about)
        text = repr(shown).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(text, digest_size=12).digest()

    def _published(self) -> dict[str, None]:
        """Return the articles that readers find, in the catalog's order."""
        places = self._around.places
        return {
            card.src: None
            for card in self.library.catalog.articles
            if card.src in places and not places[card.src].draft
        }

    def _stamp(self, src: str) -> str:
        """Return what changes with a page's text or with an image in it."""
        stamp = [self.texts.key(src)]
        links = self.texts.links(src)
        folder = posixpath.dirname(self._around.places[src].path) if links else ""
        for _, address in links:
            path = self._around.static(folder, address)
            if path is not None:
                stat = path.stat()
                stamp.append(f"{address} {stat.st_size} {stat.st_mtime_ns}")
        return " ".join(stamp)

    def _read(self, folder: str, address: str) -> bytes | None:
        path = self._around.static(folder, address)
        return None if path is None else path.read_bytes()


def _as_is(product: Product) -> Product:
    return product


def _sources(library: Library, places: Iterable[str]) -> dict[str, Source]:
    """Return what the texts of the articles and prefaces are made from."""
    found = {}
    for src in places:
        spec = library.specs[src]
        if spec.kind == "article":
            card = library.catalog.by_src[src]
            found[src] = textstore.source(card.slug, card.number, card.body, card.written)
        elif spec.kind == "collection" and spec.number == 1:
            book = library.catalog.by_slug[spec.key]
            found[src] = textstore.source(book.slug, 0, book.body, book.written)
    return found


class _Contents(Mapping[str, tuple[str, str]]):
    """Where each text's page lies, and its HTML: made or read when it is asked for."""

    def __init__(self, texts: TextStore, places: Mapping[str, Place]) -> None:
        self._texts, self._places = texts, places

    def __getitem__(self, src: str) -> tuple[str, str]:
        return self._places[src].path, self._texts[src].html

    def __contains__(self, src: object) -> bool:
        return src in self._texts.sources

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts.sources)

    def __len__(self) -> int:
        return len(self._texts.sources)


class _Blocks(Mapping[str, tuple[Block, ...]]):
    """The blocks of the articles that are to be found, likewise."""

    def __init__(self, texts: TextStore, published: Mapping[str, None]) -> None:
        self._texts, self._published = texts, published

    def __getitem__(self, src: str) -> tuple[Block, ...]:
        return tuple(blocks(self._texts[src].html))

    def __contains__(self, src: object) -> bool:
        return src in self._published

    def __iter__(self) -> Iterator[str]:
        return iter(self._published)

    def __len__(self) -> int:
        return len(self._published)
