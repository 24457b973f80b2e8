"""The MkDocs plugin: puts the library's pages into the build. The only module that knows MkDocs.

It reads the catalog once, adds the listing pages, gives every page its template and values, and
keeps what is not meant for readers out. What a page shows is decided in ``pages``.
"""

from __future__ import annotations

import logging
import posixpath
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

import jinja2
from markdown.extensions import Extension
from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from huibian.diagnostics import HuibianError
from huibian.site import (
    catalog,
    datatables,
    exports,
    finish,
    imagesize,
    printing,
    takeaway,
    untrusted,
)
from huibian.site.pages.library import PAGE_SIZE, Library
from huibian.site.search import library as search
from huibian.site.search.text import Block, blocks
from huibian.vocabulary import bundle

log = get_plugin_logger("huibian")

#: Folders below docs/ that never reach the site.
PRIVATE = ("vocabulary/",)
#: Templates of ours beside those in huibian/, for which Jinja escapes every value.
ESCAPED = frozenset(
    ["main.html", "404.html"]
    + [f"partials/{name}.html" for name in ("comfort", "header", "search", "tabs")]
)
#: What Material brings for a search that this site does not have, and for who debugs Material.
UNUSED = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
_EMPTY = "---\n{}\n---\n\n"
_DEEPEST = 5  # folders above a wrong address in which the site's beginning is looked for


class HuibianConfig(Config):  # type: ignore[no-untyped-call]
    """Settings in mkdocs.yml."""

    page_size = c.Type(int, default=PAGE_SIZE)
    word = c.Type(bool, default=True)


class HuibianPlugin(BasePlugin[HuibianConfig]):  # type: ignore[no-untyped-call]
    """Case library of docs/collections/ inside a MkDocs site."""

    def __init__(self) -> None:
        self._preview = self._dirty = False
        self._library: Library | None = None
        self._trusted: list[Any] = []
        self._untrusted: list[Extension] = []
        self._texts: dict[str, tuple[Block, ...]] = {}
        self._contents: dict[str, tuple[str, str]] = {}
        self._files: dict[str, File] = {}

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether this is the preview: only that shows what is left to review."""
        self._preview = command == "serve"
        self._dirty = dirty

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load the vocabularies; keep a sitemap without URLs out."""
        self._words = _vocabularies(Path(config.docs_dir))
        self._trusted = list(config.markdown_extensions)
        self._untrusted = untrusted.extensions()
        if not config.site_url:
            config.theme.static_templates.discard("sitemap.xml")
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read the catalog, leave out what is private or unusable, add the listing pages."""
        docs = Path(config.docs_dir)
        loaded = catalog.load_catalog(
            docs, self._words.regions, self._words.themes, self._words.fields
        )
        for finding in loaded.findings:
            log.log(_LOG_LEVELS.get(finding.severity, logging.INFO), finding.text())
        questions = (lambda slug: catalog.read_questions(docs, slug)) if self._preview else None
        self._texts.clear()
        self._contents.clear()
        self._library = Library(
            loaded,
            directories=config.use_directory_urls,
            page_size=self.config.page_size,
            word=self.config.word,
            questions=questions,
        )
        for file in list(files):
            if (
                _is_private(file.src_uri)
                or _is_unused(file.src_uri, config)
                or self._is_unusable(file)
            ):
                files.remove(file)
        sitemap = files.get_file_from_path("sitemap.xml")
        if sitemap is not None and not config.site_url:  # the bare template of MkDocs
            files.remove(sitemap)
        for src in self._library.specs:
            if files.get_file_from_path(src) is None:
                files.append(File.generated(config, src, content=_EMPTY))
        return files

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """Give MkDocs the bodies that the catalog has read, with front matter that it keeps off.

        A body that looks like front matter would otherwise be taken for such.
        """
        assert self._library is not None
        src = page.file.src_uri
        loaded = self._library.catalog
        if src in loaded.by_src:
            return _EMPTY + loaded.by_src[src].body
        spec = self._library.specs.get(src)
        if spec is not None and spec.kind == "collection" and spec.number == 1:
            return _EMPTY + loaded.by_slug[spec.key].body
        return None

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Choose template, title and Markdown extensions of a page.

        Titles are escaped here because Material's own templates print them as they are.
        """
        assert self._library is not None
        spec = self._library.specs.get(page.file.src_uri)
        config["markdown_extensions"] = self._trusted
        if spec is None:
            return markdown
        page.meta = {"template": spec.template}
        if page.file.src_uri not in self._nav:
            page.title = escape(spec.title)
        if spec.kind in ("article", "collection"):
            config["markdown_extensions"] = self._untrusted
        if spec.kind != "article":
            page.meta["hide"] = ["toc"]
        return markdown

    def on_page_content(
        self, html: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Keep what Word files, pages to print and the search are made of; put tables into frames.

        Drafts of a preview have Word files, since their pages link to them, but are not found.
        """
        assert self._library is not None
        src = page.file.src_uri
        spec = self._library.specs.get(src)
        if spec is not None and spec.kind in ("article", "collection"):
            self._contents[src] = (page.file.dest_uri, html)
        if src in self._library.catalog.by_src and page.file.inclusion is InclusionLevel.INCLUDED:
            self._texts[src] = tuple(blocks(html))
        return datatables.framed(html)

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Remember the pages in the navigation: their titles come from mkdocs.yml."""
        self._nav = {page.file.src_uri for page in nav.pages}
        return nav

    def on_env(
        self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Let Jinja escape every value in our own templates; remember the files of the site."""
        config["markdown_extensions"] = self._trusted
        env.autoescape = _is_ours
        self._files = {file.dest_uri: file for file in files}
        self._version = cache(self._version_of)
        return env

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Hand the page's values to its template."""
        assert self._library is not None
        src = page.file.src_uri
        spec = self._library.specs.get(src)
        if spec is not None:
            values = self._library.view(src)
            if spec.kind == "print":
                shown = (self._library.catalog.by_src[item["src"]] for item in values["articles"])
                texts = printing.texts(shown, self._contents, page.file.dest_uri)
                values["texts"] = {one: datatables.framed(text) for one, text in texts.items()}
            return _with_values(context, values)
        section = src.split("/", 1)[0]
        return _with_values(context, {"title": None, "section": section, "kind": "page"})

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Do the same for templates without a page (404.html).

        A server shows that page for addresses of any depth. Where ``site_url`` does not say where
        the site begins, its addresses are relative and missing.js looks for the beginning.
        """
        values = {"title": "找不到这一页", "section": "", "kind": "missing", "ups": []}
        if not config.site_url:
            context["base_url"] = "."
            values["ups"] = ["../" * depth for depth in range(_DEEPEST + 1)]
        return _with_values(context, values)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Take the empty lines out, say how large images are, give our assets their versions."""
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
        """Write the search index and the files to take away.

        A dirty build reads changed pages only and keeps the old ones.
        """
        if self._dirty:
            return
        assert self._library is not None
        loaded = self._library.catalog
        folder = Path(config.site_dir)
        search.write(folder, loaded, self._texts, self._library.url)
        address = f"{config.site_url.rstrip('/')}/" if config.site_url else ""
        site = exports.Site(config.site_name, address)
        exports.write(folder, loaded, self._texts, self._library.url, site)
        if self.config.word:
            takeaway.write(folder, loaded, self._contents)
        self._texts.clear()
        self._contents.clear()

    def _finished(self, html: str) -> str:
        return finish.versioned(finish.squeeze(html), self._version)

    def _version_of(self, path: str) -> str | None:
        data = self._read("", path)
        return None if data is None else finish.version(data)

    def _read(self, folder: str, address: str) -> bytes | None:
        """Return the file that an address on a page in the folder names, None for any other."""
        file = self._files.get(posixpath.normpath(posixpath.join(folder, unquote(address))))
        return None if file is None else file.content_bytes

    def _is_unusable(self, file: File) -> bool:
        """Say whether a page in a collection has no card: it has been reported."""
        assert self._library is not None
        parts = file.src_uri.split("/")
        return (
            file.is_documentation_page()
            and len(parts) == 3
            and parts[0] == catalog.COLLECTIONS
            and file.src_uri not in self._library.specs
        )


_LOG_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING}


def _vocabularies(docs: Path) -> bundle.Vocabularies:
    """Load the shipped vocabularies with the site's own; a wrong file stops the build."""
    try:
        return bundle.load(docs)
    except HuibianError as error:
        raise PluginError(str(error)) from error


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
    return template is not None and (template in ESCAPED or template.startswith("huibian/"))


def _with_values(context: TemplateContext, values: dict[str, Any]) -> TemplateContext:
    """Add our values as ``hb``, and as ``root`` what stands before a URL below the site's root."""
    return cast(
        TemplateContext, {**context, "hb": values, "root": context["base_url"].rstrip("/") + "/"}
    )
