"""Publishing without MkDocs: a built site of a few files, made in no time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from huibian.publish import publishing
from huibian.publish.publishing import Published, Wanted
from huibian.site.edition import Built, Edition

NOW = datetime(2026, 1, 2, 3, 4, 5)
PAGES = {
    "index.html": '<p id="top"><a href="a/#one">甲</a></p>' + "字" * 900,
    "a/index.html": '<h2 id="one">甲</h2><a href="../">回</a>',
    "assets/site.css": "p { color: red }\n" * 100,
    "assets/photo.png": "\x00" * 2000,
}


BUILT = Built("测试案例库", "/", ("one",), 1, (), ())


@dataclass
class Press:
    """A site whose build writes ``pages``; each publish comes a minute after the one before."""

    site: Path
    to: Path
    pages: dict[str, str] = field(default_factory=lambda: dict(PAGES))
    built: Built = BUILT
    time: datetime = NOW

    def build(self, site: Path, folder: Path, cache: Path, edition: Edition) -> Built:
        for path in folder.rglob("*"):
            if path.is_file():
                path.unlink()
        for name, text in self.pages.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        return self.built

    def publish(self, **wanted: object) -> Published:
        self.time += timedelta(minutes=1)
        return publishing.publish(self.site, self.to, Wanted(**wanted), self.time)  # type: ignore[arg-type]

    def change(self, text: str) -> Published:
        """Publish with another text on a page."""
        self.pages["a/index.html"] = f'<h2 id="one">{text}</h2>'
        return self.publish()

    def read(self, path: str = "a/index.html") -> str:
        return (self.to / "current" / path).read_text(encoding="utf-8")

    def left(self) -> list[str]:
        """Return what lies in the folder and among its releases, releases left out."""
        names = {path.name for path in self.to.iterdir()}
        names |= {path.name for path in (self.to / "releases").iterdir() if path.is_file()}
        names |= {path.name for path in (self.to / "releases").glob(".*")}
        return sorted(names - {"releases", "current", ".publish.lock", ".state.json"})
