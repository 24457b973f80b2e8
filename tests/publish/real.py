"""A real site for publishing: the project's templates and settings, a docs tree from a dict."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from huibian.frontmatter import dump

ROOT = Path(__file__).resolve().parents[2]
STUBS = (
    "index.md",
    *(
        f"{name}/index.md"
        for name in ("collections", "regions", "themes", "levels", "matrix", "practices")
    ),
)


def page(title: str, number: int, body: str, **meta: object) -> str:
    """Return an article."""
    return dump({"title": title, "number": number, **meta}, body)


def index(title: str, **meta: object) -> str:
    """Return a collection's index."""
    return dump({"title": title, **meta}, "")


def project(folder: Path, tree: Mapping[str, str | bytes], settings: str = "") -> Path:
    """Write a site with these files below ``docs/`` and more ``settings``; return its folder."""
    docs = folder / "docs"
    for name in STUBS:
        if (ROOT / "docs" / name).is_file():
            (docs / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / "docs" / name, docs / name)
    for name, text in {"guide/index.md": "# 操作指南\n\n内容。\n", **tree}.items():
        path = docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    text = text.replace("custom_dir: overrides", f"custom_dir: {ROOT / 'overrides'}")
    text = re.sub(r"\n  - 操作指南:\n.*?\nvalidation:", "\n  - 指南: guide/index.md\n\nvalidation:", text, flags=re.S)  # fmt: skip  # noqa: E501
    (folder / "mkdocs.yml").write_text(text + settings, encoding="utf-8")
    return folder
