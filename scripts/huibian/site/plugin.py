"""The MkDocs plugin: puts the library's pages into the build.

Only this module and ``mkdocs_inside`` know MkDocs. It reads the catalog once, takes the library's
pages over, and keeps what is not meant for readers out. What a page shows is decided in ``pages``,
how it is made in ``build``.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import pickle
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from html import escape
from pathlib import Path
from typing import IO, Any, cast
from urllib.parse import unquote

import jinja2
from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils.templates import TemplateContext

from huibian import harmless, locking, strays
from huibian.diagnostics import Diagnostic, HuibianError, diagnostic
from huibian.pagefindings import offence_finding
from huibian.site import (
    beside,
    catalog,
    datatables,
    exports,
    finish,
    imagesize,
    mkdocs_inside,
    readahead,
)
from huibian.site.build.builder import Builder, Place, Surroundings
from huibian.site.build.cachefolder import CacheFolder, code_version
from huibian.site.build.frames import Frames
from huibian.site.build.outputs import Found, standing
from huibian.site.build.remembered import Remembered
from huibian.site.kept_catalog import KeptCatalog
from huibian.site.kept_related import KeptRelated
from huibian.site.mkdocs_inside import Links, OwnFile, StaticFile
from huibian.site.pages.library import PAGE_SIZE, Library
from huibian.site.parsed import ParsedPages
from huibian.site.search import library as search
from huibian.site.search.kept import Memory
from huibian.vocabulary import bundle

log = get_plugin_logger("huibian")

#: Folders below docs/ that never reach the site.
PRIVATE = ("vocabulary/",)
#: Templates of ours beside those in huibian/, for which Jinja escapes every value.
ESCAPED = frozenset(
    ["main.html", "404.html"]
    + [f"partials/{name}.html" for name in ("comfort", "content", "header", "search", "tabs")]
)
#: What Material brings for a search that this site does not have, and for who debugs Material.
UNUSED = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
#: Material's script, which knows addresses outside.
BUNDLE = "assets/javascripts/bundle."
#: What a site in a folder keeps its readers' articles in; browsers know its store by its address.
FRAME = finish.FOLDER + "tray.htm"
#: Settings that no page shows.
_NOT_SHOWN = frozenset(
    ("site_dir", "docs_dir", "config_file_path", "dev_addr", "watch", "strict", "plugins", "nav")
)
_PAGES = "pages"  # what the cache calls them
AUDIENCES = ("internal", "public")
_FEW = 20  # pages that are sooner read again than all are saved
_DEEPEST = 5  # folders above a wrong address in which the site's beginning is looked for


class HuibianConfig(Config):  # type: ignore[no-untyped-call]
    """Settings in mkdocs.yml; ``cache`` is a folder beside ``docs/``, empty for none.

    ``audience``: the ``public`` gets the collections that are marked for it and nothing else.
    """

    page_size = c.Type(int, default=PAGE_SIZE)
    word = c.Type(bool, default=True)
    cache = c.Type(str, default=".cache/huibian")
    audience = c.Choice(AUDIENCES, default="internal")


@dataclass(slots=True)
class _Kept:
    """What a preview keeps from one of its builds to the next.

    ``place`` says of what: folder of the pages, of the cache, whether for the public.
    """

    place: tuple[Path, Path | None, bool]
    parsed: ParsedPages
    catalog: KeptCatalog
    related: KeptRelated
    search: Memory


class HuibianPlugin(BasePlugin[HuibianConfig]):  # type: ignore[no-untyped-call]
    """Case library of docs/collections/ inside a MkDocs site.

    MkDocs builds the pages that are written by hand; articles, collections and listings that no
    file of ``docs/`` stands for are ours: MkDocs knows where they lie, ``builder`` makes them.
    """

    def __init__(self) -> None:
        self._preview = self._on_demand = self._review = False
        self._kept: _Kept | None = None
        self._own: list[tuple[str, bytes]] | None = None
        self.library: Library | None = None
        self.builder: Builder | None = None
        self._files: dict[str, File] = {}
        self._names: dict[str, str] = {}
        self._noted: Callable[[], IO[bytes]] | None = None
        self._found: Found = {}
        self._held = ExitStack()

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether this is the preview: only that shows what is left to review."""
        self._preview = command == "serve"
        self._on_demand = self._preview and mkdocs_inside.serves_on_demand()
        self._review = self._preview and mkdocs_inside.shows_review()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load vocabularies and catalog, once nothing leads out of ``docs/``.

        Without an address there is no sitemap.
        """
        if not self._preview:
            self._hold(Path(config.site_dir))
        docs = Path(config.docs_dir)
        self._load_words(docs)
        if not config.site_url or self._preview:
            config.theme.static_templates.discard("sitemap.xml")
        self._noted = None if self._on_demand else _noted(Path(config.site_dir))
        self._cache = CacheFolder(_cache_folder(config, self.config.cache), code_version())
        self._loaded = self._load(docs, config)
        self._related = self._kept.related if self._kept else KeptRelated(self._cache)
        if self.config.audience != "public":
            self._related.of(self._loaded)  # begins to look for them
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Leave out what is private or unusable, take over our own pages."""
        docs = Path(config.docs_dir)
        loaded = self._loaded
        hidden = self._hidden(files, loaded)
        loaded = catalog.without(loaded, hidden)
        if self.config.audience == "public":
            loaded = catalog.for_public(loaded)
        for finding in loaded.findings:
            _tell(finding)
        self._related.of(loaded)  # if it is not the library for which that has begun
        questions = (lambda slug: catalog.read_questions(docs, slug)) if self._review else None
        self.library = Library(
            loaded,
            directories=config.use_directory_urls,
            page_size=self.config.page_size,
            word=self.config.word,
            questions=questions,
            related=self._related.of,
        )
        for one in list(files):
            if (
                _is_private(one.src_uri)
                or _is_unused(one.src_uri, config)
                or self._is_unusable(one)
                or (one.src_uri in hidden and self._is_shown(one))
            ):
                files.remove(one)
            elif _is_active(one, config):
                _tell(diagnostic("HB317", path=f"{docs.name}/{one.src_uri}"))
                files.remove(one)
            elif one.src_uri.startswith(BUNDLE):
                files.remove(one)
                script = finish.closed(one.content_string)
                files.append(File.generated(config, one.src_uri, content=script))
        self._names = _name_assets(files, config)
        sitemap = files.get_file_from_path("sitemap.xml")
        if sitemap is not None and (self._preview or not config.site_url):  # MkDocs' bare template
            files.remove(sitemap)
        for src, spec in self.library.specs.items():
            file = files.src_uris.get(src)
            if file is None:
                files.append(OwnFile.of(File.generated(config, src, content="")))
            elif spec.kind in ("article", "collection"):
                files.remove(file)
                files.append(OwnFile.of(file))
        StaticFile.adopt(files)
        if self._noted is not None:  # before anything is written
            with self._noted() as noted:
                self._found = pickle.load(noted)
            self._noted = None
        return files

    def _hold(self, folder: Path) -> None:
        """Keep other builds out of the output folder until this one ends.

        A folder beside which nothing can be written is built into all the same.
        """
        lock = folder.with_name(f".{folder.name}.lock")
        with suppress(OSError):
            lock.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._held.enter_context(locking.held(lock, datetime.now()))
            except locking.Taken as taken:
                finding = diagnostic("HB821", path=str(folder), who=taken.who)
                raise PluginError(finding.text()) from taken

    def _load_words(self, docs: Path) -> None:
        """Load the vocabularies; for a preview only if the site's own files have changed."""
        self._links = _links(docs)
        own = _own_words(docs)
        if not self._on_demand or self._own != own:
            self._own = None  # until they are found to be right
            self._words = _vocabularies(docs)
            self._own = own

    def _load(self, docs: Path, config: MkDocsConfig) -> catalog.Catalog:
        """Load the catalog; for a preview, which does so again and again, what has changed."""
        words, public = self._words, self.config.audience == "public"
        place = docs, _cache_folder(config, self.config.cache), public
        if self._kept is not None and self._kept.place == place:
            return self._kept.catalog.catalog(words, self._kept.parsed)
        parsed = ParsedPages(self._cache.load(_PAGES))
        if self._on_demand:
            self._kept = _Kept(
                place,
                parsed,
                KeptCatalog(docs, public=public),
                KeptRelated(self._cache, saving=False),
                Memory(),
            )
            loaded = self._kept.catalog.catalog(words, parsed)
        else:
            loaded = catalog.load_catalog(
                docs,
                words.regions,
                words.themes,
                words.fields,
                parsed=parsed,
                ahead={} if public else readahead.take(docs),
                public=public,
            )
        if parsed.changes > _FEW:
            self._cache.save(_PAGES, parsed.kept())
        return loaded

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Remember the pages in the navigation: their titles come from mkdocs.yml, if they do."""
        assert self.library is not None
        self._nav = nav
        self._titled = {page.file.src_uri for page in nav.pages}
        for page in nav.pages:
            if isinstance(page.file, OwnFile) and not page.title:
                page.title = escape(self.library.specs[page.file.src_uri].title)
        return nav

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Choose template and title of a page that a file of ``docs/`` stands for.

        Titles are escaped here because Material's own templates print them as they are.
        """
        assert self.library is not None
        spec = self.library.specs.get(page.file.src_uri)
        if spec is not None:
            page.meta = {"template": spec.template, "hide": ["toc"]}
            if page.file.src_uri not in self._titled:
                page.title = escape(spec.title)
        else:
            self._check_meta(page, config)
        return markdown

    def _check_meta(self, page: Page, config: MkDocsConfig) -> None:
        """Take out of a hand-written page's fields what templates could not print or should not.

        A page may choose a template of the site's own folder. Those of Material print values as
        they are, and one that is not there would end the build.
        """
        name = f"{Path(config.docs_dir).name}/{page.file.src_uri}"
        for key, (fits, hint) in _META.items():
            value = page.meta.get(key)
            own = key != "template" or _is_in(value, config.theme.custom_dir)
            if value is not None and not (fits(value) and own):
                reason = f"“{str(value)[:40]}”不能用" if isinstance(value, str) else "类型不对"
                _tell(diagnostic("HB305", path=name, name=key, reason=reason, hint=hint))
                del page.meta[key]

    def on_page_content(
        self, html: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Take out whatever could become active, put tables into frames."""
        folder = posixpath.dirname(page.file.dest_uri)
        name = f"{Path(config.docs_dir).name}/{page.file.src_uri}"
        for offence in harmless.offences(html, folder):
            _tell(offence_finding(offence, name, 0))
        for item in _outline(page.toc):
            item.title = harmless.clean(item.title, folder)
        return datatables.framed(harmless.clean(html, folder))

    def on_env(
        self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Let Jinja escape every value in our own templates; make the texts, check their links."""
        assert self.library is not None
        mkdocs_inside.settle()
        env.autoescape = _is_ours
        env.globals["remembered"] = Remembered()
        env.bytecode_cache = self._cache.templates()
        self._files = {file.dest_uri: file for file in files if self._is_shown(file)}
        links = mkdocs_inside.Links(files, config)
        frames = Frames(
            env,
            partial(mkdocs_inside.page_context, self._nav, files, config),
            self._finished,
            frozenset(page.url for page in self._nav.pages),
        )
        builder = Builder(
            self.library,
            self._surroundings(config, files, env, links),
            frames,
            self._cache,
            self._kept.search if self._kept else None,
        )
        builder.convert()
        links.report(builder.texts.linked(), builder.texts.anchors)
        self.builder = builder
        return env

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Hand the page's values to its template."""
        assert self.library is not None
        src = page.file.src_uri
        if src in self.library.specs:
            return _with_values(context, self.library.view(src))
        section = src.split("/", 1)[0]
        return _with_values(context, {"title": None, "section": section, "kind": "page"})

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Do the same for templates without a page (404.html); tell the sitemap our pages.

        A server shows 404.html for addresses of any depth. Where ``site_url`` does not say where
        the site begins, its addresses are relative and missing.js looks for the beginning.
        """
        values = {"title": "找不到这一页", "section": "", "kind": "missing", "ups": []}
        if not config.site_url:
            context["base_url"] = "."
            values["ups"] = ["../" * depth for depth in range(_DEEPEST + 1)]
        elif template_name == "sitemap.xml":
            ours = (file for file in self._files.values() if self._is_published(file))
            listed = [mkdocs_inside.sitemap_entry(file, config.site_url) for file in ours]
            theirs = (mkdocs_inside.sitemap_page(page) for page in context["pages"])
            context["pages"] = [*theirs, *listed]
        return _with_values(context, values)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Take the empty lines out, say how large images are, name our assets."""
        folder = posixpath.dirname(page.file.dest_uri)
        return self._finished(imagesize.sized(output, lambda src: self._read(folder, src)))

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Do the same for 404.html; other templates are none of readers' pages."""
        if not template_name.endswith(".html"):
            return output_content
        return self._finished(output_content)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Build our pages, the search index and the files to take away."""
        assert self.builder is not None
        if self._on_demand:
            self.builder.texts.close()
            return
        templates = [*config.theme.static_templates, *config.extra_templates]
        self.builder.build([*self._files, *templates], self._found)
        self._held.close()
        log.info("文章和列表页：%s", self.builder.summary())

    def on_build_error(self, *, error: Exception) -> None:
        """Let go of the output folder."""
        self._held.close()

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        """Let the preview's server ask for pages."""
        if isinstance(server, mkdocs_inside.OnDemandServer):
            server.make = self._make
            self._related.count_ahead(self._loaded)
        return server

    def _make(self, path: str) -> None:
        assert self.builder is not None
        self.builder.make(path)

    def _surroundings(
        self, config: MkDocsConfig, files: Files, env: jinja2.Environment, links: Links
    ) -> Surroundings:
        assert self.library is not None
        places = {}
        for src in self.library.specs:
            file = files.src_uris.get(src)
            if isinstance(file, OwnFile) and self._is_shown(file):
                draft = bool(file.inclusion.is_excluded())  # type: ignore[no-untyped-call]
                url = "" if file.url == "./" else file.url  # as MkDocs has it for pages
                places[src] = Place(file.dest_uri, url, draft)
        address = f"{config.site_url.rstrip('/')}/" if config.site_url else ""
        return Surroundings(
            folder=Path(config.site_dir),
            places=places,
            resolve=links.resolve,
            static=self._static,
            site=exports.Site(config.site_name, address),
            indexed=f"{code_version()} {config.use_directory_urls} {self._own}",
            settings=_settings(
                config, env, dict(self.config), self._preview, self._review, self._names
            ),
            word=self.config.word,
            passing=self._preview,
        )

    def _is_shown(self, file: File) -> bool:
        level = file.inclusion
        shown = level.is_in_serve if self._preview else level.is_included
        return bool(shown())  # type: ignore[no-untyped-call]

    def _is_published(self, file: File) -> bool:
        included = file.inclusion.is_included()  # type: ignore[no-untyped-call]
        return isinstance(file, OwnFile) and bool(included)

    def _static(self, folder: str, address: str) -> Path | None:
        """Return the file that an address on a page in the folder names, None for any other."""
        file = self._files.get(posixpath.normpath(posixpath.join(folder, unquote(address))))
        found = isinstance(file, StaticFile) and file.abs_src_path
        return Path(found) if found else None

    def _finished(self, html: str) -> str:
        return finish.named(finish.squeeze(html), self._names)

    def _read(self, folder: str, address: str) -> bytes | None:
        path = self._static(folder, address)
        return None if path is None else path.read_bytes()

    def _is_unusable(self, file: File) -> bool:
        """Say whether a page in a collection has no card: it has been reported.

        One that the settings take out stays known to MkDocs, which says so where a link names it.
        """
        assert self.library is not None
        parts = file.src_uri.split("/")
        return (
            file.is_documentation_page()
            and self._is_shown(file)
            and len(parts) == 3
            and parts[0] == catalog.COLLECTIONS
            and file.src_uri not in self.library.specs
        )

    def _hidden(self, files: Files, loaded: catalog.Catalog) -> set[str]:
        """Return the ``src`` of what these readers do not get, be it by another name.

        That is what the settings take out, and what lies in the folder of a collection that is
        taken out with its index or is not for them.
        """
        hidden = {one.src_uri for one in files if not self._is_shown(one)}
        public = self.config.audience == "public"
        for one in files:
            parts = one.src_uri.split("/", 2)
            if len(parts) == 3 and parts[0] == catalog.COLLECTIONS:
                index = f"{catalog.COLLECTIONS}/{parts[1]}/{catalog.INDEX}"
                if index in hidden or (public and parts[1] not in loaded.by_slug):
                    hidden.add(one.src_uri)
        return hidden | {link for link, named in self._links.items() if named in hidden}


_LOG_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING}


def _vocabularies(docs: Path) -> bundle.Vocabularies:
    """Load the shipped vocabularies with the site's own; a wrong file stops the build."""
    try:
        return bundle.load(docs)
    except HuibianError as error:
        raise PluginError(str(error)) from error


def _links(docs: Path) -> dict[str, str]:
    """Return the links below ``docs`` and what they name, as paths below it.

    Whatever would take the build out of the folder stops it: MkDocs follows links.
    """
    try:
        return strays.refuse(docs)
    except HuibianError as error:
        raise PluginError(str(error)) from error


def _noted(folder: Path) -> Callable[[], IO[bytes]]:
    """Begin to note what stands in the output folder; return what waits for it."""

    def note(file: IO[bytes]) -> None:
        pickle.dump(standing(folder, apart=search.FOLDER), file)

    return beside.start(note, apart=True, at_once=True)


def _own_words(docs: Path) -> list[tuple[str, bytes]]:
    """Return the names and bytes of the site's own vocabularies."""
    files = sorted((docs / PRIVATE[0]).rglob("*"))
    return [
        (path.relative_to(docs).as_posix(), path.read_bytes()) for path in files if path.is_file()
    ]


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


#: Fields of hand-written pages that templates read -> what they must be, and what to write.
_META = {
    "title": (_is_text, "写成文字，有特殊符号的加引号"),
    "description": (_is_text, "写成文字，有特殊符号的加引号"),
    "hide": (_is_list, "写成 [toc] 的样子"),
    "template": (_is_text, "只能用 overrides 文件夹里的模板"),
}


def _is_in(name: object, folder: str | None) -> bool:
    """Say whether a template of this name is one of the site's own for whole pages.

    Those in folders are parts, or expect the values of the library's pages.
    """
    if not isinstance(name, str) or folder is None or "/" in name:
        return False
    return (Path(folder) / name).is_file()


def _tell(finding: Diagnostic) -> None:
    log.log(_LOG_LEVELS.get(finding.severity, logging.INFO), finding.text())


def _outline(items: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    for item in items:
        yield item
        yield from _outline(item.children)


def _is_active(file: File, config: MkDocsConfig) -> bool:
    """Say whether a file of ``docs/`` would be published that a browser or a server may run."""
    return (
        file.src_dir == config.docs_dir
        and not file.is_documentation_page()
        and not isinstance(file, OwnFile)
        and not file.inclusion.is_excluded()  # type: ignore[no-untyped-call]
        and not harmless.is_passive(file.src_uri)
    )


def _name_assets(files: Files, config: MkDocsConfig) -> dict[str, str]:
    """Give our scripts and styles, and the bundle that is no longer Material's, hashed names.

    Returns for each its path as templates write it -> its path in the site. A file that loads
    them and is no page of the site is written with these names too.
    """
    names = {}
    for file in files:
        if finish.is_named(file.src_uri) or file.src_uri.startswith(BUNDLE):
            names[file.src_uri] = finish.hashed(file.src_uri, file.content_bytes)
            file.dest_uri = names[file.src_uri]
    frame = files.get_file_from_path(FRAME)
    if frame is not None:
        files.remove(frame)
        content = finish.named(frame.content_string, names)
        files.append(File.generated(config, FRAME, content=content))
    return names


def _is_private(src: str) -> bool:
    parts = src.split("/")
    in_source = len(parts) > 3 and parts[0] == catalog.COLLECTIONS and parts[2] == "source"
    return in_source or src.startswith(PRIVATE)


def _is_unused(src: str, config: MkDocsConfig) -> bool:
    """Say whether a file of Material's is asked for by no page."""
    return src.endswith((".min.js.map", ".min.css.map")) or (
        src.startswith(UNUSED) and not any(name.endswith("search") for name in config.plugins)
    )


def _is_ours(template: str | None) -> bool:
    """Say whether a template is ours; one without a name is (site/build/frames.py)."""
    return template is None or template in ESCAPED or template.startswith("huibian/")


def _with_values(context: TemplateContext, values: dict[str, Any]) -> TemplateContext:
    """Add our values as ``hb``, and as ``root`` what stands before a URL below the site's root."""
    return cast(
        TemplateContext, {**context, "hb": values, "root": context["base_url"].rstrip("/") + "/"}
    )


def _cache_folder(config: MkDocsConfig, name: str) -> Path | None:
    return Path(config.docs_dir).parent / name if name else None


def _settings(config: MkDocsConfig, env: jinja2.Environment, *more: object) -> str:
    """Return a hash of what our pages take from the site: settings, templates, vocabularies.

    Frames, which hold most of it, are part of each page's own key.
    """
    digest = hashlib.blake2b(code_version().encode(), digest_size=12)
    settings = {key: value for key, value in config.items() if key not in _NOT_SHOWN}
    digest.update(json.dumps(_plain([settings, *more])).encode())
    assert env.loader is not None
    for name in sorted(ESCAPED):
        digest.update(f"{name}\n{env.loader.get_source(env, name)[0]}".encode())
    for folder in config.theme.dirs:
        # of the site's own, where any template may include another one, all
        pattern = "**/*.html" if folder == config.theme.custom_dir else "huibian/*.html"
        for path in sorted(filter(Path.is_file, Path(folder).glob(pattern))):
            digest.update(os.fsencode(path.relative_to(folder)) + path.read_bytes())
    for name, data in _own_words(Path(config.docs_dir)):
        digest.update(name.encode() + data)
    return digest.hexdigest()


def _plain(value: object) -> object:
    """Return what JSON can hold of a setting; of what is neither text, number nor list, the type.

    The theme is a mapping of its own settings.
    """
    if isinstance(value, Mapping):
        return {str(key): _plain(held) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(held) for held in value]
    if isinstance(value, (str, int, float)) or value is None:
        return value
    return str(value) if isinstance(value, date) else type(value).__name__
