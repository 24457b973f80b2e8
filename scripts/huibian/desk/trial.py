"""Trying a typed pattern before the desk uses it: in a process that can be ended.

A pattern may take for ever on some line, and nothing in this process could stop it then.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from huibian.diagnostics import fail

_SECONDS = 5.0
#: On lines like these a pattern that backtracks without end shows it.
_LINES = ["内" * 3000, "资料 " * 800, "1" * 3000, "a-" * 1500, "（" * 1500 + "完"]
_CODE = (
    "import json,re,sys\n"
    "rule=json.load(sys.stdin)\n"
    "found=re.compile(rule['pattern'])\n"
    "for line in rule['lines']:\n"
    "    list(found.finditer(line))\n"
)


def pattern(shape: str, text: str) -> str:
    """Return the pattern of a rule that was written in one of the shapes of the form."""
    bare = re.sub(r"(?:\\\s|\s)+", r"\\s*", re.escape(text))
    shapes = {"whole": f"^{bare}$", "start": f"^{bare}", "has": bare}
    return shapes.get(shape, text)


def shape_of(found: str) -> tuple[str, str]:
    """Return the shape that a pattern was written in, and what was typed: the inverse of it."""
    for shape, first, last in (("whole", 1, -1), ("start", 1, None), ("has", 0, None)):
        typed = re.sub(r"\\(.)", r"\1", found[first:last].replace(r"\s*", " "))
        if typed and pattern(shape, typed) == found:
            return shape, typed
    return "pattern", found


def run(rule: Mapping[str, Any]) -> None:
    """Try a rule's pattern on its examples and on long lines; HB502 when it takes too long."""
    lines = [*rule["examples"], *rule["counter_examples"], *_LINES]
    lines += [line * 40 for line in rule["examples"]]
    given = json.dumps({"pattern": rule["pattern"], "lines": lines})
    try:
        subprocess.run(
            [sys.executable, "-I", "-c", _CODE],
            input=given.encode(),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise fail(
            "HB502",
            path="docs/vocabulary/noise.yml",
            reason="这条规则遇到长的行要算很久，会拖住拆分",
            hint="请把它写得简单些，不要在括号里外都用加号或星号",
        ) from error
