"""What the sample's pages say, read from their files: what a search must find."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from huibian import frontmatter
from huibian.site.practices import Practice, practices

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "collections" / "sample"
NUMBERS = tuple(range(1, 25))


def article(number: int) -> frontmatter.FrontMatter:
    return frontmatter.parse((FOLDER / f"{number:02d}.md").read_text(encoding="utf-8"))


def title(number: int) -> str:
    return str(article(number).meta["title"])


def holding(*words: str) -> list[int]:
    """Return the articles whose title, subtitle or text holds all words (free of mark-up)."""
    found = []
    for number in NUMBERS:
        page = article(number)
        text = f"{page.meta['title']}\n{page.meta.get('subtitle', '')}\n{page.body}"
        if all(word in text.replace("*", "").replace("\\", "") for word in words):
            found.append(number)
    return found


def doing(*words: str, numbers: Iterable[int] = NUMBERS) -> list[tuple[int, Practice]]:
    """Return the practices that hold all words, each with its article's number."""
    return [
        (number, practice)
        for number in numbers
        for practice in practices(article(number).body)
        if all(word in "\n".join((practice.text, *practice.parts)) for word in words)
    ]
