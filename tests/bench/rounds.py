"""The command line of a benchmark that measures one library in rounds and writes one page."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

from bench.build_report import machine

Found = TypeVar("Found")


class Rounds(NamedTuple):
    """What the command is called, how many rounds it takes by itself, where its page lies."""

    command: str
    about: str | None
    runs: int
    page: Path


def follow(
    rounds: Rounds,
    measured: Callable[[int, int], Found],
    report: Callable[[int, Found, str], str],
) -> None:
    """Take extent, rounds and date from the command line; measure, write the page and print it."""
    parser = argparse.ArgumentParser(prog=rounds.command, description=rounds.about)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=rounds.runs)
    parser.add_argument("--date", default=date.today().isoformat())
    parser.add_argument("--output", type=Path, default=rounds.page)
    given = parser.parse_args()
    load = os.getloadavg()[0]
    found = measured(given.articles, given.runs)
    times = "1 round" if given.runs == 1 else f"{given.runs} rounds"
    how = (
        f"`{rounds.command}` on {given.date}, {times}: {machine()}; average load "
        f"{load:.1f} before and {os.getloadavg()[0]:.1f} after."
    )
    text = report(given.articles, found, how)
    given.output.write_text(text, encoding="utf-8", newline="\n")
    print(text)
