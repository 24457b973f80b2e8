"""The benchmark of hosting reads what wrk says, and compares whole answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import hosting
from nginx import ask, free_port, running

SAID = """\
Running 1s test @ http://127.0.0.1:8080/
  1 threads and 32 connections
  41234 requests in 1.00s, 300.00MB read
{more}Requests/sec:  41234.56
Transfer/sec:    300.00MB
"""


def test_the_rate_is_read() -> None:
    assert hosting.read(SAID.format(more="")) == 41234.56


@pytest.mark.parametrize(
    "more",
    [
        "  Non-2xx or 3xx responses: 12\n",
        "  Socket errors: connect 0, read 3, write 0, timeout 0\n",
    ],
    ids=["status", "socket"],
)
def test_no_rate_of_failed_requests(more: str) -> None:
    with pytest.raises(RuntimeError):
        hosting.read(SAID.format(more=more))


def test_both_setups_answer_what_is_asked_for(built_site: Path, tmp_path: Path) -> None:
    for number, config in enumerate(hosting.SETUPS.values()):
        port = free_port()
        with running(tmp_path / str(number), config(built_site, port), port):
            for path in hosting.asked(built_site).values():
                found = ask(port, f"/{path}")
                folder = not path or path.endswith("/")
                file = built_site / path / "index.html" if folder else built_site / path
                assert (found.status, found.body) == (200, file.read_bytes())
