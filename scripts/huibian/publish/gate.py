"""May it go out? What ``huibian check`` found, as a publisher has to see it.

Errors stop everything. Personal data and advertising stop it until somebody has masked them,
dropped them or said that they may stay (``confirm`` in the plan, ``confirmed`` on the page). What
is only doubtful stops it as well, unless the publisher lets it pass.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from huibian.check import Report
from huibian.diagnostics import Diagnostic, HuibianError, diagnostic
from huibian.publish import leaks
from huibian.publish.packing import Packed
from huibian.site.edition import Built

#: Personal data and advertising, in sources and on pages.
TELLING = frozenset(("HB220", "HB221", "HB320", "HB321"))
#: What a person should have looked at.
DOUBTFUL = frozenset(("HB312", "HB322"))


class Refused(HuibianError):
    """The site may not go out, or not now: nothing has changed."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stops a publish, and what a publisher should know."""

    stops: tuple[Diagnostic, ...]
    notes: tuple[Diagnostic, ...]


def checked(report: Report, slugs: Collection[str], *, allow_review: bool) -> Verdict:
    """Judge what a check found; ``slugs`` are the collections that are to be published.

    What is doubtful in other collections does not matter here, what is wrong does.
    """
    stops, notes = [], []
    for one in (*report.findings, *report.questions):
        parts = one.path.split("/")
        # what lies beside the collections' folders belongs to none of them
        published = parts[:2] != ["docs", "collections"] or len(parts) < 4 or parts[2] in slugs
        asked = one.severity == "question" or one.code in DOUBTFUL
        doubtful = one.code in TELLING or (asked and not allow_review)
        if one.severity == "error" or (published and doubtful):
            stops.append(replace(one, severity="error", hint=_hint(one, parts)))
        elif published and one.severity == "warning":
            notes.append(one)
    return Verdict(tuple(stops), tuple(notes))


def _hint(one: Diagnostic, parts: Sequence[str]) -> str:
    """Return what to do about a finding, with what lets it pass where something does."""
    if one.severity == "error" or one.code in ("HB320", "HB321"):  # whose hints say so
        return one.hint
    if one.code in TELLING:
        return f"{one.hint}；看过可以留的，用 huibian edit {parts[2]} --confirm {one.line} 记下"
    return f"{one.hint}；先不处理也要发布，加 --allow-review"


def built(made: Built, packed: Packed, site: Path, *, public: bool) -> Verdict:
    """Judge a built site: what MkDocs said, where its pages point to, what it leaves out."""
    stops = list(made.findings)
    if public and not made.collections:
        stops.append(diagnostic("HB817", path="docs/collections"))
    stops += _faults(packed, site)
    notes = [diagnostic("HB818", path=path) for path in map("docs/{}".format, made.unmarked)]
    servers = sorted({server for seen in packed.seen.values() for server in seen.outgoing})
    if servers:
        notes.append(diagnostic("HB807", count=len(servers), servers="、".join(servers[:5])))
    return Verdict(tuple(stops), tuple(notes))


def _faults(packed: Packed, site: Path) -> Iterable[Diagnostic]:
    """Give each fault once: the navigation repeats it on every page."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for path, seen in sorted(packed.seen.items()):
        for code, link, where in seen.faults:
            found.setdefault((code, link, where), []).append(path)
    for path, link in leaks.missing_parts(packed.seen.items()):
        found.setdefault(("HB804", link, ""), []).append(path)
    for (code, link, where), paths in sorted(found.items(), key=lambda item: item[1][0]):
        source, line = _origin(site, paths, link)
        more = f"（共 {len(paths)} 页）" if len(paths) > 1 else ""
        yield diagnostic(code, path=source, line=line, link=link[:200], where=where, more=more)


def _origin(site: Path, paths: Collection[str], link: str) -> tuple[str, int]:
    """Return the file in ``docs/`` and the line that a link on one of these pages comes from.

    A page that no file of ``docs/`` stands for, or that has the link from its template, is named
    by its path in the site.
    """
    first = ""
    for path in paths:
        bare = path.rsplit(".", 1)[0]
        for stem in (bare, bare.removesuffix("/index")):
            source = site / "docs" / f"{stem}.md"
            if not source.is_file():
                continue
            shown = f"docs/{stem}.md"
            lines = source.read_text(encoding="utf-8", errors="replace").splitlines()
            for wanted in (link, link.strip("/").split("/")[-1].removesuffix(".html")):
                for at, line in enumerate(lines, 1):
                    if wanted and wanted in line:
                        return shown, at
            first = first or shown
    asset = f"docs/{next(iter(paths))}"
    if (site / asset).is_file():
        return asset, 0
    return first or f"site/{next(iter(paths))}", 0
