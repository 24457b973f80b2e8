"""Work that is not saved yet, kept after every step.

A draft is a folder of the workspace: ``original``, ``name.json``, ``reading.json``, ``images/``
and ``draft.json``. That of a compilation holds the decisions as steps with a pointer, so that they
can be undone and redone after the desk was closed or killed. Knows nothing of what decisions do.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from huibian.desk.workspace import Workspace
from huibian.diagnostics import HuibianError, fail
from huibian.schema import Edit

_FILE = "draft.json"


class Step(BaseModel):
    """What one click decided: edits that came, and edits of earlier saves that went.

    Those that went stand here themselves: their numbers change when another command saves.
    """

    model_config = ConfigDict(extra="forbid")

    added: list[Edit] = []
    forgotten: list[Edit] = []


class Kept(BaseModel):
    """``draft.json``: ``revision`` counts the changes of the draft, times are in seconds."""

    model_config = ConfigDict(extra="forbid")

    version: int = 1
    created: float
    changed: float
    revision: int = 0


class Owner(NamedTuple):
    """Whose a draft is: the browser's, and that of whom a proxy says it is (``""`` without one)."""

    browser: str
    user: str


class DraftFile(Kept):
    """The draft of a compilation, of whose steps ``at`` are in force.

    ``collection`` names the collection that it corrects, ``""`` for a new one; ``plan`` is the
    hash of that collection's plan when the draft was begun.
    """

    name: str
    slug: str
    collection: str = ""
    plan: str = ""
    today: str
    whole: bool = False
    at: int = 0
    steps: list[Step] = []

    @property
    def edits(self) -> list[Edit]:
        """The edits in force that came in this draft."""
        return [edit for step in self.steps[: self.at] for edit in step.added]

    @property
    def forgotten(self) -> list[Edit]:
        """The collection's recorded edits that are taken back."""
        return [edit for step in self.steps[: self.at] for edit in step.forgotten]


File = TypeVar("File", bound=Kept)


class Kind(Generic[File]):
    """The drafts of one kind in a workspace; ``kind`` names their folder."""

    def __init__(self, workspace: Workspace, kind: str, file: type[File]) -> None:
        self._workspace, self._kind, self._file = workspace, kind, file
        self._locks: dict[str, threading.RLock] = {}
        self._lock = threading.Lock()

    def folder(self, name: str) -> Path:
        """Return a draft's folder; HB710 unless there is such a draft."""
        try:
            folder = self._workspace.folder(self._kind, name)
        except KeyError:
            raise fail("HB710") from None
        if not folder.is_dir():
            raise fail("HB710")
        return folder

    def make(self, name: str) -> tuple[str, Path]:
        """Make the folder of a new draft of a file with this name; return its id too."""
        made = self._workspace.make(self._kind)
        folder = self.folder(made)
        self._workspace.write_json(folder / "name.json", name)
        return made, folder

    def begin(self, draft: str, **values: Any) -> File:
        """Write a new draft's first state."""
        now = time.time()
        file = self._file(created=now, changed=now, **values)
        self._write(draft, file)
        return file

    def read(self, draft: str) -> File:
        """Return a draft's state; HB710 when there is none that can be read."""
        folder = self.folder(draft)
        try:
            data = json.loads((folder / _FILE).read_text(encoding="utf-8"))
            return self._file.model_validate(data)
        except (OSError, ValueError, ValidationError) as error:
            raise fail("HB710") from error

    def is_begun(self, draft: str) -> bool:
        """Say whether a draft has had its first state, be it readable or not."""
        try:
            return (self.folder(draft) / _FILE).is_file()
        except OSError:
            return True

    def names(self) -> list[str]:
        """Return the ids of all drafts, readable or not."""
        return self._workspace.names(self._kind)

    def all(self) -> list[tuple[str, File]]:
        """Return the drafts that can be read, the last changed first."""
        found = []
        for name in self.names():
            with contextlib.suppress(HuibianError):  # an upload that is being read
                found.append((name, self.read(name)))
        return sorted(found, key=lambda one: -one[1].changed)

    @contextlib.contextmanager
    def changing(self, draft: str, revision: int) -> Iterator[File]:
        """Give a draft to be changed, and keep it unless the change fails.

        ``revision`` is the one that the change was meant for: HB711 when there is a later one.
        """
        with self.locked(draft):
            file = self.read(draft)
            if file.revision != revision:
                raise fail("HB711")
            yield file
            file.revision += 1
            file.changed = time.time()
            self._write(draft, file)

    def keep(self, draft: str, file: File) -> None:
        """Keep what the desk itself has put right: no change of the person's, so no revision."""
        self._write(draft, file)

    @contextlib.contextmanager
    def locked(self, draft: str) -> Iterator[None]:
        """Let nobody else change a draft meanwhile."""
        with self._lock:
            lock = self._locks.setdefault(draft, threading.RLock())
        with lock:
            yield

    def remove(self, draft: str) -> None:
        """Throw a draft away."""
        self._workspace.remove(self.folder(draft))
        with self._lock:
            self._locks.pop(draft, None)

    def _write(self, draft: str, file: File) -> None:
        folder = self.folder(draft)
        self._workspace.write(folder / _FILE, file.model_dump_json().encode())


class Drafts(Kind[DraftFile]):
    """The drafts of compilations."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, "drafts", DraftFile)
