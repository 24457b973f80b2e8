"""One edition of the site, built by another program than MkDocs' command line.

An edition is who reads it and how it is opened. Whatever MkDocs has to say about the pages comes
back as findings, all at once, where its own strict mode counts and stops.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from huibian.diagnostics import Diagnostic, diagnostic, fail
from huibian.site import buildfaults, mkdocs_inside
from huibian.site.plugin import HuibianPlugin

_PAGE = re.compile(r"'([^']+\.md)'")
_LINK = re.compile(r"contains (?:a|an) (?:\w+ )?(?:link|path) '([^']+)'")


@dataclass(frozen=True, slots=True)
class Edition:
    """Who reads the site (``internal`` or ``public``), and whether it is opened from a folder."""

    audience: str = "internal"
    offline: bool = False

    @property
    def name(self) -> str:
        """Return what the edition's working files are called."""
        return f"{self.audience}-{'folder' if self.offline else 'server'}"


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: the site's name, the folders above it in its address, and its contents.

    ``findings`` are MkDocs' warnings and errors, and the faults of pages; ``collections`` are the
    slugs of those that are in it, ``unmarked`` the indexes of those left out because they do not
    say who may read them.
    """

    name: str
    base: str
    collections: tuple[str, ...]
    articles: int
    unmarked: tuple[str, ...]
    findings: tuple[Diagnostic, ...]


def build(site: Path, folder: Path, cache: Path, edition: Edition) -> Built:
    """Build an edition of the site into a folder, upon what a build before left there.

    ``cache`` is for this edition alone: nothing of one reaches another. Raises HB801 when the
    site cannot be built at all.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's banner is no news to a clerk
    said: list[logging.LogRecord] = []
    try:
        with _listening(said), buildfaults.told(site):
            config = load_config(
                str(site / "mkdocs.yml"),
                site_dir=str(folder),
                use_directory_urls=not edition.offline,
                strict=False,
            )
            plugins = [one for one in config.plugins.values() if isinstance(one, HuibianPlugin)]
            if not plugins:
                raise fail("HB801", path="mkdocs.yml", reason="plugins 里没有 huibian")
            plugin = plugins[0]
            plugin.config.audience = edition.audience
            plugin.config.cache = str(cache)
            if edition.offline:  # a folder has no address of its own
                config.site_url = None
            config.plugins.on_startup(command="build", dirty=False)
            with mkdocs_inside.kept_output():
                mkdocs_build(config)
    except MkDocsException as error:
        reasons = [one.getMessage() for one in said] or [str(error)]
        raise fail("HB801", path="mkdocs.yml", reason="；".join(reasons)) from error
    assert plugin.library is not None
    catalog = plugin.library.catalog
    faults = {finding.text() for finding in catalog.findings}
    told = [_finding(site, text) for one in said if (text := one.getMessage()) not in faults]
    return Built(
        name=config.site_name,
        base=urlsplit(config.site_url or "").path or "/",
        collections=tuple(sorted(catalog.by_slug)),
        articles=len(catalog.articles),
        unmarked=catalog.unmarked,
        findings=(*catalog.findings, *told),
    )


def _finding(site: Path, message: str) -> Diagnostic:
    """Return what MkDocs says about a page, with the line that it is about if that can be told."""
    named, linked = _PAGE.search(message), _LINK.search(message)
    path = f"docs/{named[1]}" if named else "mkdocs.yml"
    line = 0
    if linked and (site / path).is_file():
        lines = (site / path).read_text(encoding="utf-8", errors="replace").splitlines()
        line = next((at for at, text in enumerate(lines, 1) if linked[1] in text), 0)
    return diagnostic("HB802", path=path, line=line, message=message.replace("\n", " "))


class _Ear(logging.Handler):
    def __init__(self, said: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        self._said.append(record)


@contextmanager
def _listening(said: list[logging.LogRecord]) -> Iterator[None]:
    """Take down what MkDocs warns of, instead of printing it."""
    log = logging.getLogger("mkdocs")
    ear, passes = _Ear(said), log.propagate
    log.addHandler(ear)
    log.propagate = False
    try:
        yield
    finally:
        log.removeHandler(ear)
        log.propagate = passes
