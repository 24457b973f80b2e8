"""What a site needs that is opened from a folder: a page that says how, and one file to hand on."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable
from html import escape
from pathlib import Path

OPEN = "打开.html"
#: The folder in the one file.
INSIDE = "案例库"
_LEVEL = 6
_EPOCH = (1980, 1, 1, 0, 0, 0)  # as early as the format knows
_PAGE = """<!doctype html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>打开{name}</title>
</head>
<body>
<h1>{name}</h1>
<p><a href="{address}">打开{name}</a></p>
<h2>怎么用</h2>
<ol>
<li>点上面的链接，或者双击 {folder} 文件夹里的 index.html，用浏览器打开。
不需要网络，也不需要安装软件。</li>
<li>请用较新的 Chrome、Edge、火狐，或 360、奇安信等浏览器的极速模式。IE 打不开。</li>
<li>是压缩包的，请先全部解压，不要在压缩包里直接打开。</li>
<li>复制给别人时，要把 {folder} 整个文件夹一起复制，不能只复制 index.html。</li>
<li>对照篮里选的文章记在自己的浏览器里；换了电脑，或者把文件夹移到别处，要重新选。</li>
</ol>
</body>
</html>
"""


def page(name: str, folder: str) -> bytes:
    """Return the page that opens the site ``name`` in a folder beside it."""
    shown = escape(name)
    return _PAGE.format(name=shown, folder=escape(folder), address=f"{folder}/index.html").encode()


def write_page(folder: Path, name: str, inside: str) -> None:
    """Write that page; a reader finds the old one or the new one, whole."""
    beside = folder / f".{OPEN}"
    beside.write_bytes(page(name, inside))
    beside.replace(folder / OPEN)


def archive(release: Path, files: Iterable[str], name: str, target: Path) -> None:
    """Pack a release into one file, the same bytes for the same release.

    ``target`` appears when it is whole.
    """
    beside = target.with_name(f".partial-{target.name}")
    with zipfile.ZipFile(beside, "w", allowZip64=True) as out:
        _add(out, OPEN, page(name, INSIDE))
        for path in sorted(files):
            _add(out, f"{INSIDE}/{path}", (release / path).read_bytes())
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    beside.replace(target)


def _add(out: zipfile.ZipFile, path: str, data: bytes) -> None:
    info = zipfile.ZipInfo(path, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o100644 << 16
    out.writestr(info, data, compresslevel=_LEVEL)
