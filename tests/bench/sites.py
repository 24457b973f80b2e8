"""Sites of synthetic libraries, as they are measured: their settings, and what changes in them."""

from __future__ import annotations

import re
from pathlib import Path

from bench.aside import put_aside
from bench.search_corpus import PER_COLLECTION, articles, write
from huibian import frontmatter

ROOT = Path(__file__).resolve().parents[2]
OWN = "  - huibian\n"
OWN_WITHOUT_WORD = "  - huibian:\n      word: false\n"
MATERIAL_SEARCH = (
    "  - search:\n      lang: zh\n      separator: '[\\s\\u200b\\-，。、；：！？“”‘’（）《》]+'\n"
)


def settings(plugins: str, *, nav: bool = False) -> str:
    """Return mkdocs.yml of a synthetic site with these plugins.

    ``nav`` keeps the project's navigation, which names the listing pages; without it MkDocs takes
    every page that has a source.
    """
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    text = text.replace("custom_dir: overrides", f"custom_dir: {ROOT / 'overrides'}")
    entries = "nav:\n(?P<kept>.*?)\n(?:  - 操作指南:\n.*?)?\nvalidation:"
    kept = r"nav:\n\g<kept>\n\nvalidation:" if nav else "validation:"
    text = re.sub(rf"\n{entries}", rf"\n{kept}", text, flags=re.S)
    text = re.sub(
        r"\nplugins:.*?\nmarkdown_extensions:", "\nmarkdown_extensions:", text, flags=re.S
    )
    return f"{text}\nplugins:\n{plugins}"


class Site:
    """A site of this project with a library of synthetic articles, in a folder of its own."""

    def __init__(self, folder: Path, count: int) -> None:
        """Write the library; ``count`` is of articles."""
        self.folder = folder
        self.docs = folder / "docs"
        self.count = count
        write(self.docs, count)
        self._extra = next(articles(1, first=count))
        self._last = self._collection(count - 1)
        self.changed = self._collection(count // 2) / f"{min(PER_COLLECTION, count) // 2 + 1:03}.md"
        self.added: list[Path] = []
        self._before = self.changed.read_text(encoding="utf-8")
        self.configure()

    def _collection(self, number: int) -> Path:
        return self.docs / "collections" / f"c{number // PER_COLLECTION:03}"

    @property
    def output(self) -> Path:
        """The folder of the built site."""
        return self.folder / "site"

    @property
    def cache(self) -> Path:
        """The folder in which a build may keep what the next one can use."""
        return self.folder / ".cache"

    def markdown(self) -> int:
        """Return the bytes of all Markdown."""
        return sum(path.stat().st_size for path in self.docs.rglob("*.md"))

    def configure(self, plugins: str = OWN_WITHOUT_WORD) -> None:
        """Write mkdocs.yml."""
        text = settings(plugins, nav=True)
        (self.folder / "mkdocs.yml").write_text(text, encoding="utf-8")

    def fresh(self, plugins: str = OWN_WITHOUT_WORD) -> None:
        """Take away what a build left, and what has been changed since the library was written."""
        put_aside(self.output, self.cache)
        self.restore()
        self.configure(plugins)

    def restore(self) -> None:
        """Make the library what it was."""
        self.changed.write_text(self._before, encoding="utf-8")
        while self.added:
            self.added.pop().unlink()

    def change(self, sentence: str) -> Path:
        """Put a sentence at the end of one article; return its page."""
        self.changed.write_text(f"{self._before}\n{sentence}\n", encoding="utf-8")
        return self.changed

    def add(self, sentence: str) -> Path:
        """Add an article that ends with a sentence, the last of all; return its page."""
        number = PER_COLLECTION + 1 + len(self.added)
        meta = {**self._extra.meta, "number": number, "title": f"{self._extra.title}{number}"}
        path = self._last / f"{number:03}.md"
        text = frontmatter.dump(meta, f"{self._extra.body}\n{sentence}\n")
        path.write_text(text, encoding="utf-8")
        self.added.append(path)
        return path

    def address(self, page: Path) -> str:
        """Return where an article is in the built site, relative to its root."""
        return f"{page.relative_to(self.docs).with_suffix('').as_posix()}/"

    def shows(self, page: Path, sentence: str) -> bool:
        """Say whether the page of an article in the built site has a sentence."""
        path = self.output / self.address(page) / "index.html"
        return path.is_file() and sentence in path.read_text(encoding="utf-8")
