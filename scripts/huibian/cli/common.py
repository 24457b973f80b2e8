"""What commands share: the site's folder, and how things are said."""

from __future__ import annotations

import gc
import re
import socket
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click

from huibian.diagnostics import Diagnostic, HuibianError, fail
from huibian.quoting import quoted


def site_of(ctx: click.Context) -> Path:
    """Return the site's folder: as given, or the nearest above with mkdocs.yml (else HB601)."""
    given: Path | None = ctx.obj
    start = (given or Path.cwd()).resolve()
    for folder in (start,) if given else (start, *start.parents):
        if (folder / "mkdocs.yml").is_file():
            return folder
    raise fail("HB601", path=str(start))


@contextmanager
def keeping_garbage() -> Iterator[None]:
    """Look for no garbage in circles while a command is at work.

    What it makes of a large library is needed to the end, and to look through it for what is not
    takes a quarter of the time.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # else the first look would go through all of it
        gc.enable()


def say(text: str, *, err: bool = False) -> None:
    """Print a text without the characters with which a source could steer a terminal."""
    kinds = {char: unicodedata.category(char) for char in set(text) - {"\n"}}
    table = {
        ord(char): "" if kind == "Cf" else "\ufffd"
        for char, kind in kinds.items()
        if kind in ("Cc", "Cf", "Cs")
    }
    click.echo(text.translate(table) if table else text, err=err)


def with_site(text: str, site: Path | None) -> str:
    """Return a text whose commands work as they stand, also for a given ``--site``."""
    if site is None:
        return text
    command = f"huibian --site {quoted(str(site))} "
    return re.sub(r"\bhuibian (?=split|edit|add|new|check|publish)", lambda _: command, text)


def runnable(findings: Iterable[Diagnostic], site: Path | None) -> tuple[Diagnostic, ...]:
    """Return the findings with commands that work as they stand, also for a given ``--site``."""
    return tuple(replace(one, hint=with_site(one.hint, site)) for one in findings)


def stop(error: HuibianError, site: Path | None) -> NoReturn:
    """Say what went wrong and end with exit code 2."""
    for finding in runnable(error.findings, site):
        say(finding.text(), err=True)
    sys.exit(2)


def progress() -> Callable[[str, int, int], None]:
    """Return a progress line for a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        return lambda stage, done, of: None

    def show(stage: str, done: int, of: int) -> None:
        if done == of or done % 50 == 0:
            end = "\n" if done == of and stage == "识别" else ""
            click.echo(f"\r{stage} {done}/{of}    {end}", nl=False, err=True)

    return show


def stage() -> Callable[[str], None]:
    """Return what shows on a terminal which step a long command is at; nothing in a pipe."""
    if not sys.stderr.isatty():
        return lambda stage: None
    return lambda stage: click.echo(f"{stage}……", err=True)


def free_port(host: str, port: int) -> int:
    """Return the first port from ``port`` on that nothing listens on (``port`` if none is)."""
    for candidate in range(port, min(port + 50, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            return candidate
    return port
