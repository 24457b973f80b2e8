"""What below ``docs/`` is no plain file or folder of it: links that lead elsewhere, pipes, devices.

Whoever can write below ``docs/`` could publish any file of the machine by a link to it, or hang a
build with a pipe. Nothing there is read while one of these stands there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from huibian.diagnostics import Diagnostic, HuibianError, diagnostic

#: Folders whose files are not published, by the parts of their path below ``docs/``.
_VOCABULARY = "vocabulary"
_COLLECTIONS, _SOURCE = "collections", "source"


def strays(docs: Path) -> Iterator[Diagnostic]:
    """Give HB316 for everything below ``docs`` that may not stand there, HB318 for its name.

    ``docs`` itself, and the folders above it, may be links. A link to a file that is published
    from ``docs`` itself is one more name for it, and may stay.
    """
    yield from _strays(docs, {})


def refuse(docs: Path) -> dict[str, str]:
    """Raise what ``strays`` finds; return the links that may stay, and for what each is a name.

    Both are paths below ``docs``.
    """
    links: dict[str, str] = {}
    found = tuple(_strays(docs, links))
    if found:
        raise HuibianError(found)
    return links


def _strays(docs: Path, links: dict[str, str]) -> Iterator[Diagnostic]:
    """Do what ``strays`` does, and take down the links that may stay."""
    if docs.is_dir():
        yield from _of(docs.name, str(docs), os.path.realpath(docs), links)


def misnamed(path: str) -> Diagnostic | None:
    """Return HB318 for a path that is not UTF-8, with what its name is where Windows wrote it."""
    try:
        path.encode()
    except UnicodeEncodeError:
        raw = os.fsencode(path)
    else:
        return None
    try:
        guess = f"，按 GBK 读是“{raw.rpartition(b'/')[2].decode('gb18030')}”"
    except UnicodeDecodeError:
        guess = ""
    return diagnostic("HB318", path=raw.decode("utf-8", "backslashreplace"), guess=guess)


def _of(shown: str, folder: str, root: str, links: dict[str, str]) -> Iterator[Diagnostic]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        name = f"{shown}/{entry.name}"
        wrong = misnamed(name)
        if wrong:
            yield wrong
            continue
        if entry.is_symlink() or _is_junction(entry):
            reason = _of_link(entry.path, root)
            if reason:
                yield diagnostic("HB316", path=name, reason=reason)
            else:
                target = Path(os.path.realpath(entry.path)).relative_to(root)
                links[name.split("/", 1)[1]] = target.as_posix()
        elif entry.is_dir():
            yield from _of(name, entry.path, root, links)
        elif not entry.is_file():
            yield diagnostic("HB316", path=name, reason="是管道或设备，不是普通文件")


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """Say whether an entry is what Windows has for a link to a folder (known from Python 3.12)."""
    ask = getattr(entry, "is_junction", None)
    return bool(ask and ask())


def _of_link(path: str, root: str) -> str:
    """Return why a link may not stay, "" when it may."""
    target = Path(os.path.realpath(path))
    if not target.is_relative_to(root):
        return f"是链接，指向 docs 文件夹以外（{target}）"
    if target.is_dir():
        return "是指向文件夹的链接"
    if not target.is_file():
        return "是链接，指向的文件不存在"
    if _is_private(target.relative_to(root).parts):
        return "是链接，指向不发布的文件"
    return ""


def _is_private(parts: tuple[str, ...]) -> bool:
    in_source = len(parts) > 3 and parts[0] == _COLLECTIONS and parts[2] == _SOURCE
    return in_source or parts[0] == _VOCABULARY or any(part.startswith(".") for part in parts)
