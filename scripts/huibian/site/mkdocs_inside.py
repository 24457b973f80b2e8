"""Everything that reaches inside MkDocs: what its plugin interface does not offer.

``tests/site/test_mkdocs_inside.py`` fails when MkDocs changes one of these. A site built by plain
``mkdocs build``, without ``run``, has the same bytes; it only takes longer.
"""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urljoin

import jinja2
import mkdocs.utils
from mkdocs import __main__ as command_line
from mkdocs.commands import build as build_command
from mkdocs.commands import serve as serve_command
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure import pages
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.utils.templates import TemplateContext
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

#: How often folders are read through for changes that the system does not tell of (seconds):
#: those that others make on a network drive.
_LOOK_AGAIN = 5.0
_LOOK = 0.5  # for single files, such as mkdocs.yml
#: How long no change must have come before a rebuild (seconds): ours are short.
_QUIET = 0.05
_CHANGES = frozenset(("created", "modified", "deleted", "moved", "closed"))


def run(arguments: Sequence[str], *, review: bool = True) -> None:
    """Run a MkDocs command, and exit as it does.

    The output folder is not emptied first: the plugin knows what belongs there. ``serve`` makes
    the library's pages when they are asked for, with what is left to ``review`` or without.
    """
    gc.disable()
    try:
        with previewing(review=review):
            command_line.cli(args=list(arguments), prog_name="huibian")
    finally:
        gc.enable()


def settle() -> None:
    """Look for garbage again, in a process of ``run``: but not in what has been read by now.

    That stays to the end, and with 10,000 articles it is two million objects to look through.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


@contextmanager
def previewing(*, review: bool) -> Iterator[None]:
    """Let previews make pages when they are asked for, with what is left to review or without."""
    server = OnDemandServer if review else ReadersServer
    with kept_output(), short_walks(), _instead(serve_command, "LiveReloadServer", server):
        yield


@contextmanager
def kept_output() -> Iterator[None]:
    """Let builds begin with what stands in the output folder."""
    with _instead(mkdocs.utils, "clean_directory", lambda directory: None):
        yield


@contextmanager
def short_walks() -> Iterator[None]:
    """Let MkDocs look for a theme's files outside of hidden folders only.

    It takes none from these, and Material keeps twelve thousand icons in one.
    """
    with _instead(jinja2.FileSystemLoader, "list_templates", _shown_templates):
        yield


def _shown_templates(loader: jinja2.FileSystemLoader) -> list[str]:
    """Return what the loader itself lists but for what lies in hidden folders."""
    found: set[str] = set()
    for root in map(os.fspath, loader.searchpath):
        for folder, folders, names in os.walk(root, followlinks=loader.followlinks):
            folders[:] = [name for name in folders if not name.startswith(".")]
            inside = Path(folder).relative_to(root)
            found.update((inside / name).as_posix() for name in names)
    return sorted(found)


def serves_on_demand() -> bool:
    """Say whether a preview that begins now would ask for pages one by one."""
    return issubclass(vars(serve_command)["LiveReloadServer"], OnDemandServer)


def shows_review() -> bool:
    """Say whether a preview that begins now shows what is left to review."""
    return vars(serve_command)["LiveReloadServer"] is not ReadersServer


@contextmanager
def _instead(owner: Any, name: str, value: Any) -> Iterator[None]:
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


class OnDemandServer(LiveReloadServer):
    """The preview's server. ``make`` brings the file at a path of the site up to date."""

    make: Callable[[str], None] = staticmethod(lambda path: None)

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self.build_delay = _QUIET
        self.observer: Any = _Observers()

    def _serve_request(self, environ: dict[str, Any], start_response: Any) -> Any:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if path.startswith(self.mount_path) and not path.startswith("/livereload/"):
            name = path[len(self.mount_path) :]
            # a rebuild may come in between: then what was made is the page of before
            while True:
                with self._epoch_cond:
                    self._epoch_cond.wait_for(lambda: self._visible_epoch == self._wanted_epoch)
                    epoch = self._visible_epoch
                self.make(name if name and not name.endswith("/") else f"{name}index.html")
                if epoch == self._wanted_epoch:
                    break
        return super()._serve_request(environ, start_response)


class ReadersServer(OnDemandServer):
    """A preview of what readers will see."""


class _Observers:
    """Watches folders by the system's own notice, and by looking through them now and then.

    MkDocs looks through all of them twice a second, which for ten thousand articles is more work
    than the build that follows.
    """

    def __init__(self) -> None:
        self._native: BaseObserver = Observer()
        self._slow: BaseObserver = PollingObserver(timeout=_LOOK_AGAIN)
        self._quick: BaseObserver = PollingObserver(timeout=_LOOK)
        self._folders: list[tuple[FileSystemEventHandler, str]] = []

    def schedule(
        self, handler: FileSystemEventHandler, path: str, *, recursive: bool = True
    ) -> list[tuple[BaseObserver, ObservedWatch]]:
        handler = _OnlyChanges(handler, path)
        watching = [self._native, self._slow] if Path(path).is_dir() else [self._quick]
        if self._native in watching:
            self._folders.append((handler, path))
        return [(one, one.schedule(handler, path, recursive=recursive)) for one in watching]

    def unschedule(self, watches: list[tuple[BaseObserver, ObservedWatch]]) -> None:
        for observer, watch in watches:
            observer.unschedule(watch)

    def start(self) -> None:
        self._quick.start()
        self._slow.start()
        try:
            self._native.start()
        except OSError:  # the system's limit of watched folders
            for handler, path in self._folders:
                self._quick.schedule(handler, path, recursive=True)

    def stop(self) -> None:
        for observer in (self._native, self._slow, self._quick):
            if observer.is_alive():
                observer.stop()

    def join(self) -> None:
        for observer in (self._native, self._slow, self._quick):
            if observer.is_alive():
                observer.join()


class _OnlyChanges(FileSystemEventHandler):
    """Passes on what changes a file of the site.

    That somebody opens one is no news, nor is a folder that the store still fills beside the one
    that it will replace (``.name.new``): a preview would be built for half of it. What one
    observer has told, the other need not tell again.
    """

    def __init__(self, handler: FileSystemEventHandler, root: str) -> None:
        self._handler, self._root = handler, Path(root)
        self._told: dict[str | bytes, tuple[int, int] | None] = {}

    def dispatch(self, event: FileSystemEvent) -> None:
        """Pass an event on or drop it."""
        paths = [event.src_path, event.dest_path] if event.dest_path else [event.src_path]
        if event.event_type not in _CHANGES or all(self._is_hidden(path) for path in paths):
            return
        now = {path: _state(path) for path in paths}
        news = any(path not in self._told or self._told[path] != now[path] for path in paths)
        self._told.update(now)
        if news:
            self._handler.dispatch(event)

    def _is_hidden(self, path: str | bytes) -> bool:
        """Say whether a path is below a folder whose name begins with a dot and that is there.

        When two folders were exchanged, the system tells of the one by the other's name.
        """
        try:
            parts = Path(os.fsdecode(path)).relative_to(self._root).parts
        except ValueError:
            return False
        at = next((at for at, part in enumerate(parts) if part.startswith(".")), -1)
        return at >= 0 and self._root.joinpath(*parts[: at + 1]).exists()


def _state(path: str | bytes) -> tuple[int, int] | None:
    """Return what tells one state of a file from another, None where there is none."""
    try:
        about = os.lstat(path)
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size


class OwnFile(File):
    """A page that we build: links and the navigation know it, MkDocs does not touch it."""

    @classmethod
    def of(cls, file: File) -> OwnFile:
        """Return a file that nobody else has taken yet as one of ours: it is the same object."""
        _ = file.dest_uri  # worked out once, and for what MkDocs takes for a page
        file.__class__ = cls
        assert isinstance(file, OwnFile)
        return file

    def is_documentation_page(self) -> bool:
        """Return False: for MkDocs it is none."""
        return False

    def is_static_page(self) -> bool:
        """Return False: nor is it a file to copy."""
        return False

    def is_media_file(self) -> bool:
        """Return False: nor is it a file to copy."""
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Do nothing."""


class StaticFile(File):
    """A file that is copied only if its copy is not there yet: same size and time of change."""

    @classmethod
    def adopt(cls, files: Iterable[File]) -> None:
        """Let files that are copied from a folder be copied this way."""
        for file in files:
            if type(file) is File and not file.is_documentation_page() and file.src_dir:
                file.__class__ = cls

    def copy_file(self, dirty: bool = False) -> None:
        """Copy the file if need be."""
        assert self.abs_src_path is not None
        source, target = Path(self.abs_src_path).stat(), Path(self.abs_dest_path)
        try:
            seen = target.stat()
        except OSError:
            target.parent.mkdir(parents=True, exist_ok=True)
        else:
            if (seen.st_size, seen.st_mtime_ns) == (source.st_size, source.st_mtime_ns):
                return
        shutil.copyfile(self.abs_src_path, target)
        os.utime(target, ns=(source.st_atime_ns, source.st_mtime_ns))


class Links:
    """Where links in our texts lead, by MkDocs' own rules."""

    def __init__(self, files: Files, config: MkDocsConfig) -> None:
        self._files, self._config = files, config

    def resolve(self, src: str, address: str) -> str:
        """Return the address that a link in the page at ``src`` becomes; faults stay unsaid."""
        with _instead(pages.log, "disabled", True):
            return str(self._processor(src).path_to_url(address))

    def report(
        self, links: Mapping[str, Iterable[str]], anchors: Callable[[str], frozenset[str]]
    ) -> None:
        """Log what is wrong with the links of our pages (by ``src``, as written).

        ``anchors`` gives the ids on one of our pages; MkDocs looks there for its own pages too.
        """
        found = {}
        for src, addresses in links.items():
            processor = self._processor(src)
            for address in addresses:
                processor.path_to_url(address)
            found[src] = processor
        linked = [processor.links_to_anchors for processor in found.values()]
        read: list[Any] = [file.page for file in self._files.documentation_pages()]
        linked += [page.links_to_anchors or {} for page in read if page is not None]
        for target in {file for one in linked for file in one if isinstance(file, OwnFile)}:
            known: Any = target.page or SimpleNamespace()
            known.present_anchor_ids = anchors(target.src_uri)
            target.page = known
        level = self._config.validation.links.anchors
        for processor in found.values():
            page: Any = SimpleNamespace(
                links_to_anchors=processor.links_to_anchors, file=processor.file
            )
            pages.Page.validate_anchor_links(page, files=self._files, log_level=level)

    def _processor(self, src: str) -> Any:
        file: Any = self._files.get_file_from_path(src)
        return pages._RelativePathTreeprocessor(file, self._files, self._config)


def page_context(nav: Navigation, files: Files, config: MkDocsConfig, page: Any) -> TemplateContext:
    """Return what MkDocs hands to the template of a page (anything with a ``url``)."""
    return build_command.get_context(nav, files, config, page)


def sitemap_entry(file: File, site_url: str) -> Any:
    """Return a page of ours as the sitemap's template expects one.

    Without a date: that of the build would say nothing, and make each day's sitemap another one.
    """
    address = urljoin(site_url, file.url)
    return SimpleNamespace(page=_undated(False, address))


def sitemap_page(file: Any) -> Any:
    """Return one of MkDocs' own pages likewise."""
    return SimpleNamespace(page=_undated(bool(file.page.is_link), file.page.canonical_url))


def _undated(is_link: bool, address: str) -> SimpleNamespace:
    return SimpleNamespace(is_link=is_link, canonical_url=address, update_date="")
