"""Markdown tables of the benchmarks' reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> str:
    """Return a Markdown table; the first ``words`` columns are text, the others are numbers."""
    lines = [f"| {' | '.join(row)} |" for row in (head, *rows)]
    rule = "|" + "---|" * words + "---:|" * (len(head) - words)
    return "\n".join([lines[0], rule, *lines[1:]])
