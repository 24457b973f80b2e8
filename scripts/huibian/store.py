"""The only writer of ``docs/``: whole collections at once, a person's edits kept.

A collection is written beside the old one and the two are exchanged in one step, so that a
crash leaves the old one or the new one. A page that a person changed is merged three ways:
what the splitter made before, what it makes now, and what stands in the file.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from merge3 import Merge3

from huibian import frontmatter
from huibian.diagnostics import Diagnostic, HuibianError, diagnostic, fail, os_reason
from huibian.stages.render import IMAGES
from huibian.system import exchange, try_lock, unlock
from huibian.vocabulary.fields import FIELD_LABELS

SOURCE_FOLDER = "source"
PLAN_NAME = "plan.yml"
ADDED_NAME = "added.yml"
COLLECTIONS = "collections"
#: Where, below ``source/``, the other version of a page waits that could not be merged.
CONFLICTS = "conflicts"

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: Device names that Windows keeps for itself, whatever the suffix.
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.I)
_PAGE = re.compile(r"[0-9]+\.md")
#: Files that may be changed one by one, by their paths below ``docs/``.
_SINGLE = re.compile(
    r"collections/([a-z0-9]+(?:-[a-z0-9]+)*)/([0-9]{1,9}\.md|index\.md|source/(?:plan|added)\.yml)"
    r"|vocabulary/(?:themes\.yml|regions\.csv|noise\.yml)"
)
#: Files that only change together with others: originals, images, pages that were put aside.
_BESIDE = re.compile(
    r"collections/([a-z0-9]+(?:-[a-z0-9]+)*)/(?:"
    r"source/(?:[0-9]{1,9}-)?original(?:-[0-9]{1,9})?\.[ -.0-\[\]-~]{1,8}"
    r"|source/conflicts/(?:[0-9]{1,9}|index)(?:-edited(?:-[0-9]{1,3})?)?\.md"
    r"|images/[0-9a-z-]{1,99}\.[a-z]{1,8})"
)
_PENDING = ".pending"
_JOURNAL = "journal.json"
_NUMBER = re.compile(rb"(?m)^number:[^\r\n]*")
#: Fields that only the splitter knows: its value wins.
_MACHINE_FIELDS = frozenset(["source"])
_REVIEW = "review"  # is emptied by people, entry by entry


def check_slug(slug: str) -> None:
    """Raise HB701 unless the text can name a collection's folder on any system and in URLs."""
    reason = ""
    if "/" in slug or "\\" in slug or ".." in slug:
        reason = "含有路径符号"
    elif _RESERVED.fullmatch(slug):
        reason = "是系统保留的名字"
    elif len(slug) > 80:
        reason = "超过 80 个字符"
    elif not _SLUG.fullmatch(slug):
        reason = "只能有小写字母、数字和连字符"
    if reason:
        raise fail("HB701", slug=slug, reason=reason)


def template() -> str:
    """Return the page of a blank article, with ``{title}`` and ``{number}`` in their places."""
    return (resources.files("huibian") / "article.md").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page as the splitter made it before (``base``) and makes it now (``new``).

    ``old_name`` is the file that holds it at present ("" for a new page), ``base_hash`` the hash
    recorded when it was last generated, ``title`` the article's, for the report.
    """

    name: str
    new: str
    old_name: str = ""
    base: str = ""
    base_hash: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class FileChange:
    """A single file as it is (``before``) and as it shall be (``after``); None: no such file.

    ``path`` is its path below ``docs/``: a page, a plan, a record of what was added, an original,
    an image, or one of the site's vocabularies.
    """

    path: str
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A page that a person changed where the new version does: what stands where now.

    ``page`` is the page that holds the person's text (its old name when it is no page any more),
    ``title`` its title, ``fields`` say where the versions differ, ``place`` is the file with the
    other one (or with the person's page that is none any more). ``old_name`` is the page's file as
    it is now, ``mine`` its text, ``new`` the other version's (nothing for a page that goes).
    """

    page: str
    title: str
    fields: str
    place: str
    old_name: str = ""
    mine: bytes = b""
    new: bytes = b""


@dataclass(slots=True)
class Written:
    """What a write did to each page.

    ``new`` and ``same`` pages are as the splitter makes them, ``made`` were made again, ``kept``
    and ``merged`` hold a person's changes, ``conflicts`` too, but not what is new; ``gone`` are
    titles that no page has any more, ``lost`` a person's pages that are no article any more.
    """

    changed: bool = False
    new: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    lost: list[Conflict] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)

    def changed_by_hand(self) -> frozenset[str]:
        """Return the pages that hold a person's changes."""
        return frozenset([*self.kept, *self.merged, *(one.page for one in self.conflicts)])


class Store:
    """The collections of one site."""

    def __init__(self, docs: Path) -> None:
        self.docs = docs
        self.root = docs / COLLECTIONS

    def folder(self, slug: str) -> Path:
        """Return a collection's folder (which need not exist)."""
        return self.root / slug

    def known(self) -> list[str]:
        """Return the names of the collections that exist, sorted."""
        if not self.root.is_dir():
            return []
        return sorted(
            path.name
            for path in self.root.iterdir()
            if path.is_dir() and _SLUG.fullmatch(path.name)
        )

    def interrupted(self) -> bool:
        """Say whether ``locked`` would mend something: a killed command's, or one's that writes."""
        return (self.root / _PENDING).is_dir() or any(
            not self.folder(old.name[1:-4]).exists()
            for old in self.root.glob(".*.old")
            if _SLUG.fullmatch(old.name[1:-4])
        )

    def mend(self) -> None:
        """Mend what a killed command left; while another one writes, there is nothing to mend."""
        if not self.interrupted():
            return
        try:
            with self.locked():
                pass
        except HuibianError as error:
            if any(one.code != "HB708" for one in error.findings):
                raise

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the site's lock, after mending what a killed command left; HB708 when taken."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            handle = (self.root / ".lock").open("a+b")
        except OSError as error:
            raise self._failed(error, self.root) from error
        with handle:
            if not try_lock(handle.fileno()):
                raise fail("HB708", path=str(self.root))
            try:
                self._recover()
            except OSError as error:
                raise self._failed(error, self.root) from error
            try:
                yield
            finally:
                unlock(handle.fileno())

    def write(
        self,
        slug: str,
        pages: Sequence[PageChange],
        plan: str,
        original: tuple[str, bytes] | None,
        gone: Sequence[PageChange],
        hashes: Mapping[str, str],
        images: Iterable[tuple[str, bytes]] = (),
        *,
        strict: bool = True,
        others: Mapping[str, bytes] | None = None,
    ) -> Written:
        """Write a collection: its pages, plan, original (name, bytes) and images.

        ``gone`` are pages that no longer exist (``new`` is ""); ``hashes`` maps each present
        file name to the hash of its text. Other files in the folder are kept; a person's own
        pages are numbered after the generated ones, ``others`` gives some of them new bytes.
        A page that cannot be merged raises HB702 when ``strict`` (all at once); else the
        person's version stays and the new one is put aside. Raises HB703 (cannot write). With
        an error nothing has changed.
        """
        folder = self.folder(slug)
        written = Written()
        files, conflicts = self._merge(folder, pages, gone, hashes, written)
        if conflicts and strict:
            raise HuibianError(conflicts)
        files[f"{SOURCE_FOLDER}/{PLAN_NAME}"] = plan.encode()
        if original is not None:
            files[f"{SOURCE_FOLDER}/{original[0]}"] = original[1]
        files.update((f"{IMAGES}/{name}", image) for name, image in images)
        own = {page.old_name for page in (*pages, *gone) if page.old_name}
        self._exchange(slug, files, own, written, others or {})
        return written

    def clashes(
        self,
        slug: str,
        pages: Sequence[PageChange],
        gone: Sequence[PageChange],
        hashes: Mapping[str, str],
    ) -> list[Conflict]:
        """Return the pages for which a strict ``write`` would raise HB702; writes nothing."""
        written = Written()
        self._merge(self.folder(slug), pages, gone, hashes, written)
        return [*written.conflicts, *written.lost]

    def add_files(self, slug: str, files: Mapping[str, bytes]) -> None:
        """Add files (by their path in the folder) to a collection, all or none."""
        self._exchange(slug, files, (), Written(), {})

    def change(self, changes: Sequence[FileChange]) -> None:
        """Write single files, all or none, be it through a kill.

        Raises HB730 for each file that is no longer as it was ``before``, HB703 (cannot write).
        With an error nothing has changed. A command that is killed once all is on the disk is
        finished by the next one that writes. Folders of a collection that are left empty go.
        """
        for one in changes:
            if not is_held(one.path):
                raise ValueError(one.path)
        with self.locked():
            stale = [one for one in changes if self._bytes(one.path) != one.before]
            if stale:
                raise HuibianError(
                    diagnostic("HB730", path=f"{self.docs.name}/{one.path}") for one in stale
                )
            staged = self.root / f"{_PENDING}.new"
            try:
                self._stage(changes, staged)
                staged.rename(self.root / _PENDING)
                self._finish()
            except OSError as error:
                self._take_back(changes)
                _remove(staged)
                _remove(self.root / _PENDING)
                raise self._failed(error, self.docs) from error

    def _bytes(self, path: str) -> bytes | None:
        """Return a file's bytes, None where there is none."""
        try:
            return (self.docs / path).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._failed(error, self.docs / path) from error

    def _stage(self, changes: Sequence[FileChange], folder: Path) -> None:
        """Put down all that is to be written, and what it stands for."""
        _remove(folder)
        folder.mkdir()
        journal = []
        for at, one in enumerate(changes):
            journal.append([one.path, _hash(one.before), one.after is not None])
            if one.after is not None:
                (folder / str(at)).write_bytes(one.after)
                with contextlib.suppress(OSError):
                    shutil.copymode(self.docs / one.path, folder / str(at))
        (folder / _JOURNAL).write_text(json.dumps(journal), encoding="ascii")
        if hasattr(os, "sync"):
            os.sync()

    def _finish(self) -> None:
        """Put what is pending in its place; a file that has changed since stays as it is."""
        folder = self.root / _PENDING
        journal = json.loads((folder / _JOURNAL).read_text(encoding="ascii"))
        for at, (path, before, stays) in enumerate(journal):
            target, new = self.docs / path, folder / str(at)
            if not is_held(path) or _hash(self._bytes(path)) != before:
                continue
            if stays:
                target.parent.mkdir(parents=True, exist_ok=True)
                new.replace(target)
            else:
                target.unlink(missing_ok=True)
        for path, _, stays in journal:
            if not stays and is_held(path):
                self._remove_empty((self.docs / path).parent)
        _remove(folder)

    def _remove_empty(self, folder: Path) -> None:
        """Remove a collection's folder and those above it, up to one that holds something."""
        with contextlib.suppress(OSError):
            while self.root in folder.parents:
                folder.rmdir()
                folder = folder.parent

    def _take_back(self, changes: Sequence[FileChange]) -> None:
        """Undo what was put in its place before something failed."""
        for one in changes:
            target = self.docs / one.path
            with contextlib.suppress(OSError, HuibianError):
                if one.after == one.before or self._bytes(one.path) != one.after:
                    continue
                if one.before is None:
                    target.unlink()
                else:
                    target.write_bytes(one.before)

    def page(self, slug: str, name: str) -> bytes:
        """Return an article's page; HB721 when there is none, HB105 when it cannot be read."""
        path = self.folder(slug) / name
        if slug not in self.known() or not _PAGE.fullmatch(name) or not path.is_file():
            raise fail("HB721", slug=slug[:80], name=name[:80])
        try:
            return path.read_bytes()
        except OSError as error:
            raise fail("HB105", path=self._shown(path), reason=os_reason(error)) from error

    def replace_page(self, slug: str, name: str, data: bytes, before: bytes) -> None:
        """Put other bytes in the place of an article's page, in one step.

        Only where the page still holds ``before``: HB720 else, as it has been changed meanwhile.
        """
        if self.page(slug, name) != before:
            raise fail("HB720", path=self._shown(self.folder(slug) / name))
        path, new = self.folder(slug) / name, self.root / f".{slug}.new"  # ``locked`` clears it
        try:
            _remove(new)
            with new.open("xb") as handle:
                handle.write(data)
                handle.flush()
                os.fsync(handle.fileno())
            shutil.copymode(path, new)
            new.replace(path)
        except OSError as error:
            _remove(new)
            raise self._failed(error, path) from error

    def _merge(
        self,
        folder: Path,
        pages: Sequence[PageChange],
        gone: Sequence[PageChange],
        hashes: Mapping[str, str],
        written: Written,
    ) -> tuple[dict[str, bytes], list[Diagnostic]]:
        files: dict[str, bytes] = {}
        conflicts: list[Diagnostic] = []
        aside = f"{SOURCE_FOLDER}/{CONFLICTS}"

        def bytes_of(name: str) -> bytes:
            try:
                return (folder / name).read_bytes()
            except OSError as error:
                raise self._failed(error, folder / name) from error

        for page in pages:
            files[page.name] = page.new.encode()
            present = hashes.get(page.old_name)
            if not page.old_name or present is None:
                written.new.append(page.name)
                continue
            if present == hashlib.sha256(files[page.name]).hexdigest():
                written.same.append(page.name)
                continue
            if present == page.base_hash:
                written.made.append(page.name)
                continue
            mine = bytes_of(page.old_name)
            merged, fields = _merge_bytes(page.base, page.new, mine)
            if fields:
                shown = self._shown(folder / page.old_name)
                conflicts.append(diagnostic("HB702", path=shown, fields=_labels(fields)))
                files[f"{aside}/{page.name}"] = files[page.name]
                place = self._shown(folder / aside / page.name)
                new = files[page.name]
                written.conflicts.append(
                    Conflict(
                        *(page.name, page.title, _labels(fields), place), page.old_name, mine, new
                    )
                )
            else:
                (written.kept if merged == mine else written.merged).append(page.name)
            files[page.name] = merged
        for page in gone:
            present = hashes.get(page.old_name)
            if present is None:
                continue
            if present == page.base_hash:
                written.gone.append(page.title)
                continue
            shown = self._shown(folder / page.old_name)
            conflicts.append(diagnostic("HB702", path=shown, fields=_NO_PAGE))
            mine = bytes_of(page.old_name)
            name = _free_name(folder / aside, Path(page.old_name).stem, mine)
            files[f"{aside}/{name}"] = mine
            place = self._shown(folder / aside / name)
            written.lost.append(
                Conflict(page.old_name, page.title, _NO_PAGE, place, page.old_name, mine)
            )
        return files, conflicts

    def _exchange(
        self,
        slug: str,
        files: Mapping[str, bytes],
        own: Collection[str],
        written: Written,
        others: Mapping[str, bytes],
    ) -> None:
        """Put the collection with these files in the place of the present one, in one step.

        ``own`` are the present files that they replace; all others are taken over, those in
        ``others`` with these bytes. What is left of the old folder afterwards is rubbish: failing
        to remove it is no failure.
        """
        folder, new = self.folder(slug), self.root / f".{slug}.new"
        try:
            _remove(new)
            (new / SOURCE_FOLDER).mkdir(parents=True)
            for name, data in files.items():
                (new / name).parent.mkdir(parents=True, exist_ok=True)
                (new / name).write_bytes(data)
            if folder.is_dir():
                self._carry_over(folder, new, own, written, others)
                if _same_tree(folder, new):
                    _remove(new)
                    return
                shutil.copymode(folder, new)
            if hasattr(os, "sync"):
                os.sync()
            self._replace(slug, folder, new)
        except OSError as error:
            _remove(new)
            raise self._failed(error, folder) from error
        written.changed = True
        _remove(new)

    def _replace(self, slug: str, folder: Path, new: Path) -> None:
        if not folder.is_dir():
            new.rename(folder)
            return
        if exchange(new, folder):
            return
        old = self.root / f".{slug}.old"
        folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            old.rename(folder)
            raise
        _remove(old)

    def _carry_over(
        self,
        folder: Path,
        new: Path,
        own: Collection[str],
        written: Written,
        others: Mapping[str, bytes],
    ) -> None:
        """Take what the splitter did not make into the new folder; own pages come last."""
        taken = {path.name for path in new.iterdir()}
        width = max([len(Path(name).stem) for name in taken if _PAGE.fullmatch(name)] or [2])
        extra = sorted(
            (
                path
                for path in folder.iterdir()
                if _PAGE.fullmatch(path.name) and path.name not in own and path.is_file()
            ),
            key=lambda path: int(path.stem),
        )
        for path in extra:
            if path.name not in taken:
                if path.name in others:
                    (new / path.name).write_bytes(others[path.name])
                else:
                    _link(path, new / path.name)
                taken.add(path.name)
                continue
            number = 1 + max(int(Path(name).stem) for name in taken if _PAGE.fullmatch(name))
            name = f"{number:0{width}d}.md"
            data = _NUMBER.sub(
                b"number: %d" % number, others.get(path.name) or path.read_bytes(), count=1
            )
            (new / name).write_bytes(data)
            taken.add(name)
            written.renamed.append((path.name, name))
        for path in sorted(folder.rglob("*")):
            target = new / path.relative_to(folder)
            if path.relative_to(folder).parts[0] in own or path in extra:
                continue
            if path.is_dir() and not path.is_symlink():
                target.mkdir(exist_ok=True)
                shutil.copymode(path, target)
            elif (path.is_symlink() or path.is_file()) and not os.path.lexists(target):
                _link(path, target)

    def _recover(self) -> None:
        """Mend what a killed command left: an old folder without a new one comes back.

        Single files of which all had been put down are written.
        """
        for old in self.root.glob(".*.old"):
            folder = self.root / old.name[1:-4]
            if not _SLUG.fullmatch(folder.name):
                continue
            if folder.exists():
                _remove(old)
            else:
                old.rename(folder)
        for new in self.root.glob(".*.new"):
            if _SLUG.fullmatch(new.name[1:-4]):
                _remove(new)
        if (self.root / _PENDING).is_dir():
            try:
                self._finish()
            except ValueError:  # no journal of ours
                _remove(self.root / _PENDING)

    def _shown(self, path: Path) -> str:
        try:
            return path.relative_to(self.docs.parent).as_posix()
        except ValueError:
            return str(path)

    def _failed(self, error: OSError, path: Path) -> HuibianError:
        return fail("HB703", path=self._shown(path), reason=os_reason(error))


def is_single(path: str) -> bool:
    """Say whether a path below ``docs/`` is that of a file that may be changed by itself."""
    return _allows(_SINGLE, path)


def is_held(path: str) -> bool:
    """Say whether a path below ``docs/`` is that of a file that ``Store.change`` writes.

    Beside the single ones, those that are only changed together with others.
    """
    return is_single(path) or _allows(_BESIDE, path)


def _allows(pattern: re.Pattern[str], path: str) -> bool:
    match = pattern.fullmatch(path)
    if match is None:
        return False
    return match[1] is None or not (len(match[1]) > 80 or _RESERVED.fullmatch(match[1]))


def _hash(data: bytes | None) -> str:
    return "" if data is None else hashlib.sha256(data).hexdigest()


_NO_PAGE = "这一篇不再单独成页"


def _free_name(folder: Path, stem: str, data: bytes) -> str:
    """Return a name for a person's page put aside that takes no other one's place."""
    for name in (f"{stem}-edited{more}.md" for more in ("", *(f"-{n}" for n in range(2, 1000)))):
        path = folder / name
        if not path.is_file() or path.read_bytes() == data:
            return name
    raise fail("HB703", path=str(folder), reason="放在那里的页面太多了")


def _labels(fields: Iterable[str]) -> str:
    return "、".join(FIELD_LABELS.get(name, name) for name in fields)


def merge_page(base: str, new: str, mine: str) -> tuple[str, list[str]]:
    """Merge a page three ways; return the text and the fields in conflict.

    Front matter is merged field by field, the body line by line; where both changed, ``mine``
    stands, of the body as a whole. ``mine`` comes back to the letter where nothing else changed.
    """
    if base == new:
        return mine, []
    mine_as_is, mine = mine, mine.replace("\r\n", "\n")  # Notepad's line ends are no change
    try:
        old, now, own = (frontmatter.parse(text, with_lines=False) for text in (base, new, mine))
    except HuibianError:
        return mine_as_is, ["元数据"]
    meta: dict[str, object] = {}
    conflicts: list[str] = []
    for key in dict.fromkeys([*now.meta, *own.meta, *old.meta]):
        was, is_now, is_own = (part.meta.get(key) for part in (old, now, own))
        if key in _MACHINE_FIELDS or is_own in (was, is_now):
            meta[key] = is_now
        elif is_now == was:
            meta[key] = is_own
        elif key == _REVIEW:
            meta[key] = _reviewed(was, is_now, is_own)
        else:
            meta[key] = is_own
            conflicts.append(key)
    merged = Merge3(old.body.splitlines(True), now.body.splitlines(True), own.body.splitlines(True))
    parts: list[str] = []
    for group in merged.merge_groups():
        if group[0] == "conflict":
            conflicts.append("正文")
        else:
            parts.extend(group[1])
    body = own.body if "正文" in conflicts else "".join(parts)
    fields = list(dict.fromkeys(conflicts))
    if meta == own.meta and body == own.body:
        return mine_as_is, fields
    return frontmatter.dump(meta, body), fields


def _reviewed(was: object, now: object, own: object) -> list[object] | None:
    """Return the fields to look at: the new ones, without what a person took out, with his own."""
    old, new, mine = (one if isinstance(one, list) else [] for one in (was, now, own))
    left = [one for one in new if one in mine or one not in old]
    return list(dict.fromkeys([*left, *(one for one in mine if one not in old)])) or None


def _merge_bytes(base: str, new: str, mine: bytes) -> tuple[bytes, list[str]]:
    """Merge as ``merge_page`` does; a page that is no UTF-8 can only stay as it is."""
    if base == new:
        return mine, []
    try:
        merged, fields = merge_page(base, new, mine.decode())
    except UnicodeDecodeError as error:
        return mine, [os_reason(error)]
    return merged.encode(), fields


def _remove(path: Path) -> None:
    """Remove a folder and what is in it, never what its links point to; errors are passed over."""
    if path.is_symlink() or path.is_file():
        with contextlib.suppress(OSError):
            path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)


def _link(source: Path, target: Path) -> None:
    """Take a file over without copying where the file system can, else by copying."""
    if source.is_symlink():
        target.symlink_to(source.readlink())
        return
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _same_tree(one: Path, other: Path) -> bool:
    """Say whether two folders hold the same files with the same bytes."""
    names = {path.relative_to(one) for path in one.rglob("*")}
    if names != {path.relative_to(other) for path in other.rglob("*")}:
        return False
    return all(
        (other / name).is_file() and (one / name).read_bytes() == (other / name).read_bytes()
        for name in names
        if (one / name).is_file()
    )
