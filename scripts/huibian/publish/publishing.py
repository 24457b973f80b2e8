"""Publishing in order: check, build, pack, judge, switch; and taking back.

Readers see a whole release at every moment: what is written stays out of sight until the last
step, and that is a rename.
"""

from __future__ import annotations

import pickle
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO

from huibian import __version__, strays
from huibian.check import Report, check_site
from huibian.diagnostics import Diagnostic, HuibianError, diagnostic, fail, os_reason
from huibian.publish import gate, lock, manifest, offline, packing
from huibian.publish.gate import Refused
from huibian.publish.leaks import Looker
from huibian.publish.manifest import Manifest
from huibian.publish.shelf import CURRENT, KEPT, Shelf
from huibian.site import beside, edition
from huibian.site.edition import Built, Edition
from huibian.store import Store

#: Below the site: what a publish works with, one folder an edition. May be deleted at any time.
WORK = Path(".cache") / "huibian" / "publish"
#: Folders of a site that no release may be put into: what they hold is read or swept there.
_OWN = ("docs", "overrides", "site", ".cache")
_PACKAGES = ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "lxml", "jieba")
_MANY = 1000  # articles from which checking is worth a process of its own
AUDIENCES = {"internal": "内部", "public": "公开"}

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to publish. ``audience`` "" is the one of the releases that are there, else internal."""

    audience: str = ""
    offline: bool = False
    archive: bool = False
    allow_review: bool = False
    keep: int = KEPT


@dataclass(frozen=True, slots=True)
class Published:
    """What came of it; ``changed`` is False when the current release holds the same already.

    ``linked`` of its files are those of the release before, ``removed`` are old releases.
    """

    release: str
    edition: Edition
    changed: bool
    about: Manifest
    linked: int
    removed: tuple[str, ...]
    archive: Path | None
    notes: tuple[Diagnostic, ...]


def publish(
    site: Path, to: Path, wanted: Wanted, now: datetime, progress: Progress = lambda stage: None
) -> Published:
    """Publish a site to a folder.

    ``now`` is the local time that stands in the release's name and nowhere else. Raises
    ``Refused`` with everything that is in the way, or HB708 and HB8xx; nothing has changed then.
    """
    require_place(site, to)
    try:
        to.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise fail("HB815", path=str(to), reason=os_reason(error)) from error
    with lock.held(to, now):
        shelf = Shelf(to)
        shelf.tidy()
        chosen = _edition(shelf, to, wanted)
        with Store(site / "docs").locked(), _work(site, chosen) as work:
            return _publish(site, shelf, wanted, chosen, work, now, progress)


def _publish(
    site: Path,
    shelf: Shelf,
    wanted: Wanted,
    chosen: Edition,
    work: Path,
    now: datetime,
    progress: Progress,
) -> Published:
    progress("检查、生成网站")
    # both read docs/ alone; building leaves a core idle now and then
    checking = beside.start(lambda file: pickle.dump(check_site(site), file), apart=_is_large(site))
    try:
        made = edition.build(site, work / "site", work / "cache", chosen)
    except HuibianError as error:
        known_faults = gate.checked(_report(checking), (), allow_review=wanted.allow_review).stops
        raise Refused([*known_faults, *error.findings]) from error
    report = _report(checking)
    progress("核对链接、压缩")
    before = shelf.current()
    partial = shelf.begin()
    try:
        files = packing.paths(work / "site")
        looker = Looker(files, base=made.base, flat=chosen.offline)
        known = _known(shelf, before)
        packed = packing.pack(
            work / "site",
            partial,
            files,
            looker,
            before=shelf.releases / before if known else None,
            known=known,
            compress=not chosen.offline,
        )
        first = gate.checked(report, made.collections, allow_review=wanted.allow_review)
        second = gate.built(made, packed, site, public=chosen.audience == "public")
        stops = [*first.stops, *second.stops]
        if manifest.NAME in files:
            stops.append(diagnostic("HB822", path=f"docs/{manifest.NAME}"))
        stops += [wrong for path in sorted(files) if (wrong := strays.misnamed(f"site/{path}"))]
        if stops:
            raise Refused(dict.fromkeys(stops))
        about = Manifest(packed.files, _about(made, chosen, packed))
        notes = (*first.notes, *second.notes)
        changed = not _is_served(shelf, before, about)
        # before there is a release, so that none is ever there of which nobody knows for whom
        shelf.state.audience, shelf.state.offline = chosen.audience, chosen.offline
        shelf.save()
        if changed:
            progress("写入磁盘")
            name = shelf.finish(partial, about, now)
        else:
            name = before
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    try:
        if chosen.offline:
            offline.write_page(shelf.folder, made.name, CURRENT)
        archive = shelf.archive(name) if wanted.archive else None
        if archive is not None and not archive.exists():
            progress("做压缩包")
            release = shelf.releases / name
            offline.archive(release, [*about.files, manifest.NAME], made.name, archive)
        if changed:
            shelf.switch(name)
    except BaseException:
        if changed:
            shelf.withdraw(name)
        raise
    removed = tuple(shelf.keep(wanted.keep))
    return Published(name, chosen, changed, about, packed.linked, removed, archive, notes)


def rollback(to: Path, release: str, now: datetime) -> tuple[str, str]:
    """Serve another release: the given one (name, beginning or hash), else the one before.

    Returns the release that was served and the one that is. One that is not whole any more is
    ``Refused``; raises HB816 when there is none such.
    """
    _require_releases(to)
    with lock.held(to, now):
        shelf = Shelf(to)
        shelf.tidy()
        was = shelf.current()
        name = shelf.find(release) if release else shelf.earlier()
        faults = manifest.verify(shelf.releases / name).findings
        if faults:
            raise Refused(faults)
        if name != was:
            shelf.switch(name, back=True)
        return was, name


def releases(to: Path) -> Shelf:
    """Return the releases of a folder; HB810 when nothing was published there."""
    _require_releases(to)
    return Shelf(to)


def _require_releases(to: Path) -> None:
    if not Shelf(to).names():
        reason = "没有发布过：里面没有 releases 文件夹，或者是空的"
        raise HuibianError([diagnostic("HB810", path=str(to), reason=reason)])


def require_place(site: Path, to: Path) -> None:
    """Refuse folders in which a release would be in the way, or in danger."""
    place = to.resolve()
    own = [site.resolve() / name for name in _OWN]
    if place == site.resolve() or any(one == place or one in place.parents for one in own):
        raise HuibianError([diagnostic("HB819", path=str(to))])
    there = to / CURRENT
    if there.exists() and not there.is_symlink() and not (there / manifest.NAME).is_file():
        raise HuibianError([diagnostic("HB820", path=str(there))])


def _edition(shelf: Shelf, to: Path, wanted: Wanted) -> Edition:
    """Return what to publish; a folder holds one edition for good: no slip."""
    state = shelf.state
    if state.audience not in AUDIENCES and not shelf.is_new():
        raise Refused([diagnostic("HB823", path=str(to))])
    chosen = Edition(wanted.audience or state.audience or "internal", wanted.offline)
    was = Edition(state.audience, state.offline)
    if state.audience and not shelf.is_new() and was != chosen:
        raise Refused(
            [diagnostic("HB809", path=str(to), was=described(was), wanted=described(chosen))]
        )
    return chosen


def described(one: Edition) -> str:
    """Return an edition in Chinese."""
    return f"{AUDIENCES[one.audience]}版，{'离线' if one.offline else '服务器'}用"


@contextmanager
def _work(site: Path, chosen: Edition) -> Iterator[Path]:
    """Give the folder in which an edition is built; a passing one where none can be kept."""
    work = (site / WORK / chosen.name).resolve()
    try:
        work.mkdir(parents=True, exist_ok=True)
        (site / WORK.parent / ".gitignore").write_text("*\n", encoding="ascii")
    except OSError:
        with tempfile.TemporaryDirectory(prefix="huibian-") as folder:
            yield Path(folder)
        return
    yield work


def _is_large(site: Path) -> bool:
    """Say whether checking a library is worth a process of its own."""
    pages = (site / "docs" / "collections").glob("*/*.md")
    return sum(1 for _ in pages) >= _MANY


def _report(checking: Callable[[], IO[bytes]]) -> Report:
    with checking() as file:
        report: Report = pickle.load(file)
    return report


def _known(shelf: Shelf, release: str) -> dict[str, manifest.Entry]:
    """Return the files of a release to link from; none when its manifest cannot be read.

    What was packed in another way than today is not among them, or the same contents would have
    other bytes, and another name, than without a release before.
    """
    if not release:
        return {}
    try:
        told = manifest.read(shelf.releases / release)
    except HuibianError:
        return {}
    files, versions = dict(told.files), told.about.get("versions", {})
    if any(versions.get(name) != found for name, found in packing.versions().items()):
        for form in (form for path in told.files for form in packing.forms(path)):
            files.pop(form, None)
    return files


def _is_served(shelf: Shelf, current: str, about: Manifest) -> bool:
    """Say whether what is served is whole and says the same."""
    if not current:
        return False
    folder = shelf.folder / CURRENT
    try:
        if manifest.read(folder).sha256 != about.sha256:
            return False
        return not manifest.verify(folder.resolve()).findings
    except HuibianError:
        return False


def _about(made: Built, chosen: Edition, packed: packing.Packed) -> dict[str, object]:
    pages = sum(1 for path in packed.files if path.endswith(".html"))
    return {
        "site": made.name,
        "audience": chosen.audience,
        "offline": chosen.offline,
        "counts": {
            "collections": len(made.collections),
            "articles": made.articles,
            "pages": pages,
            "files": len(packed.files),
        },
        "versions": {
            "huibian": __version__,
            "python": platform.python_version(),
            **{name: found for name in _PACKAGES if (found := _installed(name))},
            **packing.versions(),
        },
    }


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
