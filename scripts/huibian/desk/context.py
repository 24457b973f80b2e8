"""What all parts of the desk share. One of it per running desk."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from flask import current_app

from huibian import duplicates, frontmatter
from huibian.desk import settings, warming
from huibian.desk.history import History
from huibian.desk.jobs import Jobs
from huibian.desk.worker import Worker
from huibian.desk.workspace import Workspace
from huibian.diagnostics import HuibianError
from huibian.editing import Card, Library
from huibian.site.catalog import Catalog
from huibian.site.kept_catalog import KeptCatalog
from huibian.store import PLAN_NAME, SOURCE_FOLDER

NAME = "huibian-desk"  # under which it hangs at the application


@dataclass
class Desk:
    """The site that is worked on and the desk's means.

    ``preview`` gives the address of the site as it is now, ``""`` where there is none, and
    ``preview_shows`` says whether it has a page at a path; ``today`` is the day that new
    collections get.
    """

    site: Path
    preview: Callable[[], str] = lambda: ""
    preview_shows: Callable[[str], bool] = lambda path: False
    today: Callable[[], str] = lambda: os.environ.get("HUIBIAN_TODAY") or date.today().isoformat()
    jobs: Jobs = field(default_factory=Jobs)

    def __post_init__(self) -> None:
        self.workspace = Workspace(self.site)
        self.writing = threading.RLock()  # held by who writes below docs/: the others wait
        self.texts = Texts(self.site)
        self.worker = Worker(self.site)
        self.history = History(self.site, self.workspace)
        self._kept = KeptCatalog(self.site / "docs")
        self._library: tuple[object, Library] | None = None
        self._cards: dict[str, tuple[object, Card | None]] = {}
        self._lock = threading.Lock()

    @property
    def library(self) -> Library:
        """The library, with its vocabularies as they are on the disk now."""
        with self._lock:
            stamp = _stamp(self.site / "docs" / "vocabulary")
            if self._library is None or self._library[0] != stamp:
                self._library = (stamp, Library(self.site))
            return self._library[1]

    def catalog(self) -> Catalog:
        """Return all articles as they are on the disk now."""
        return self._kept.catalog(self.library.vocabularies)

    def commits(self) -> bool:
        """Say whether saves shall be commits, where they can be."""
        return settings.read(self.workspace).commits

    def cards(self) -> dict[str, Card]:
        """Return the collections at a glance, by their names; unreadable ones are left out."""
        library = self.library
        cards: dict[str, tuple[object, Card | None]] = {}
        for slug in library.store.known():
            folder = library.store.folder(slug)
            files = [folder, folder / SOURCE_FOLDER / PLAN_NAME]
            stamp, card = self._cards.get(slug, (None, None))
            pages = [folder / name for name in card.doubtful] if card is not None else []
            now = _times(*files, *pages)
            if stamp is None or stamp != now:
                try:
                    card = library.card(slug)
                    now = _times(*files, *(folder / name for name in card.doubtful))
                except HuibianError:
                    card, now = None, _times(*files)
            cards[slug] = (now, card)
        self._cards = cards
        return {slug: card for slug, (_, card) in cards.items() if card is not None}

    def warm(self) -> None:
        """Load what the first compilation would have to wait for."""
        self.worker.warm()
        warming.warm(self.library.vocabularies)
        _ = self.texts.but("").sampled
        self.catalog()


class Texts:
    """The texts of all pages, in which duplicates are looked for; read again when pages change."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._lock = threading.Lock()
        self._bodies: dict[Path, tuple[tuple[int, int], str]] = {}
        self._made: tuple[object, duplicates.Library] | None = None

    def but(self, slug: str) -> duplicates.Library:
        """Return the texts of all collections but one."""
        with self._lock:
            self._refresh()
            known = tuple(
                (path, stamp)
                for path, (stamp, _) in self._bodies.items()
                if path.parent.name != slug
            )
            if self._made is None or self._made[0] != known:
                texts = {
                    path.relative_to(self._site).as_posix(): self._bodies[path][1]
                    for path, _ in known
                }
                earlier = self._made[1] if self._made else None
                self._made = known, duplicates.Library(texts, earlier)
            return self._made[1]

    def _refresh(self) -> None:
        bodies = {}
        for folder in sorted((self._site / "docs" / "collections").glob("*/")):
            if folder.name.startswith("."):
                continue
            for entry in sorted(os.scandir(folder), key=lambda one: one.name):
                if not entry.name.endswith(".md") or entry.name == "index.md":
                    continue
                path = Path(entry.path)
                try:
                    about = entry.stat()
                    stamp = (about.st_mtime_ns, about.st_size)
                    old = self._bodies.get(path)
                    if old is None or old[0] != stamp:
                        old = (stamp, frontmatter.body_of(path.read_text(encoding="utf-8")))
                    bodies[path] = old
                except (OSError, UnicodeDecodeError):
                    continue
        self._bodies = bodies


def desk() -> Desk:
    """Return the desk that the present request belongs to."""
    found = current_app.extensions[NAME]
    assert isinstance(found, Desk)
    return found


def _times(*paths: Path) -> object:
    try:
        return tuple(path.stat().st_mtime_ns for path in paths)
    except OSError:
        return None


def _stamp(folder: Path) -> object:
    try:
        return tuple(
            sorted(
                (one.name, one.stat().st_mtime_ns, one.stat().st_size) for one in folder.iterdir()
            )
        )
    except OSError:
        return ()
