"""Names and texts as they are typed in a shell, for commands that are told to people."""

from __future__ import annotations

import re
import shlex
import sys


def quoted(name: str) -> str:
    """Return a file name as it is typed in a shell."""
    if name.startswith("-"):
        name = f"./{name}"
    return name if re.fullmatch(r"[\w@%+=:,./~-]+", name) else shell_word(name)


def shell_word(text: str) -> str:
    """Return a text as it is typed in a shell as one word.

    Double quotes are what people know; what a shell would read inside them needs its own.
    """
    if sys.platform == "win32" or not re.search(r"[\"$`\\!]", text):
        return '"' + text.replace('"', '""') + '"'
    return shlex.quote(text)


def shell_words(text: str) -> list[str]:
    """Return the words of a command that was put together with ``shell_word``."""
    if sys.platform != "win32":
        return shlex.split(text)
    words = re.findall(r'(?:[^\s"]|"(?:[^"]|"")*")+', text)
    return [
        re.sub(r'"((?:[^"]|"")*)"', lambda one: one[1].replace('""', '"'), word) for word in words
    ]
