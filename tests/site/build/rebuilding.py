"""A site that is built again and again, as ``huibian build`` does, and once from nothing."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config
from sitetree import ROOT, STUBS, sample, write_docs

from huibian.site import mkdocs_inside
from huibian.site.build.builder import Builder
from huibian.site.mkdocs_inside import kept_output


class Site:
    """A site in a folder. What stands in ``docs`` is changed by the test."""

    def __init__(self, folder: Path, **options: Any) -> None:
        self.folder = folder
        self.docs = write_docs(folder / "docs", sample())
        for name in STUBS:
            (self.docs / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / "docs" / name, self.docs / name)
        text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
        before, _, rest = text.partition("  - 操作指南:")
        text = before + rest[rest.index("\nvalidation:") :]
        text = text.replace("custom_dir: overrides", f"custom_dir: {ROOT / 'overrides'}")
        lines = "".join(f"      {name}: {value}\n" for name, value in options.items())
        (folder / "mkdocs.yml").write_text(
            text.replace("  - huibian\n", f"  - huibian:\n{lines}" if lines else "  - huibian\n"),
            encoding="utf-8",
        )

    def page(self, name: str) -> Path:
        """Return the file of an article or collection: ``water/01``."""
        return self.docs / "collections" / f"{name}.md"

    def change(self, name: str, old: str, new: str) -> None:
        """Replace words in a page that have to be there."""
        text = self.page(name).read_text(encoding="utf-8")
        assert old in text
        self.page(name).write_text(text.replace(old, new), encoding="utf-8")

    def build(self) -> Builder:
        """Build the site over what is there; return what has built it."""
        with kept_output():
            return self._build("site")

    def build_anew(self) -> Path:
        """Build the site from nothing, beside the other; return its folder."""
        shutil.rmtree(self.folder / "anew", ignore_errors=True)
        self._build("anew", cache="")
        return self.folder / "anew"

    def _build(self, name: str, **options: Any) -> Builder:
        config = load_config(str(self.folder / "mkdocs.yml"), site_dir=str(self.folder / name))
        plugin: Any = config.plugins["huibian"]
        plugin.config.update(options)
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        builder: Builder = plugin.builder
        return builder

    @property
    def work(self) -> Counter[str]:
        """Build the site and return what that has cost."""
        return self.build().work


class Preview:
    """A site as ``huibian serve --no-review`` shows it, built again as often as wanted.

    With ``fresh`` it knows nothing from earlier: no cache, no build before.
    """

    def __init__(self, site: Site, name: str, *, fresh: bool = False) -> None:
        self._site, self.folder, self._fresh = site, site.folder / name, fresh
        self._plugins: Any = None

    def build(self) -> Builder:
        """Build it as the server does when a file has changed."""
        shown = "http://127.0.0.1:8000/"
        with mkdocs_inside.previewing(review=False):
            config = load_config(str(self._site.folder / "mkdocs.yml"), site_dir=str(self.folder))
            plugin: Any = config.plugins["huibian"]
            if self._plugins is None:
                plugin.on_startup(command="serve", dirty=False)
                self._plugins = plugin
            else:  # the server keeps the plug-in, too
                kept, kept.config = self._plugins, plugin.config
                config.plugins["huibian"] = kept
                for name, methods in config.plugins.events.items():
                    config.plugins.events[name] = [
                        getattr(kept, f"on_{name}") if at.__self__ is plugin else at
                        for at in methods
                    ]
            if self._fresh:
                plugin.config.update(cache="")
            config.site_url = shown
            build(config, serve_url=shown)
        builder: Builder = self._plugins.builder
        return builder

    def everything(self) -> dict[str, bytes]:
        """Ask for every page and for the search; return what the browser gets."""
        builder = self._plugins.builder
        for path in [*builder.paths, "search/index.js"]:
            builder.make(path)
        made = files(self.folder)
        return {path: made[path] for path in made if _is_current(path, builder.paths, made)}


def _is_current(path: str, paths: Collection[str], made: dict[str, bytes]) -> bool:
    """Say whether a file is one that the browser may be led to."""
    if path in paths or path == "search/index.js":
        return True
    folder, _, rest = path.partition("/")
    return folder == "search" and rest.split("/")[0].encode() in made["search/index.js"]


def files(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
