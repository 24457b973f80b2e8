"""What the benchmarks read: invented compilations as text, Markdown and Word documents.

Articles are ``samples`` ones with words of the vocabularies strewn in, so that the stages have as
much to find as in real texts. Always the same for the same numbers.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import samples
from huibian.vocabulary.bundle import load
from readers.docx_files import docx, p, run, styled

Articles = Sequence[samples.Article]

SHORT = 2_300  # bytes of an article by which growth is measured: 10,000 make 23 MB

_HEADING = '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
_LOOK = '<w:b/><w:sz w:val="36"/>'


def articles(count: int, size: int, seed: int = 1) -> list[samples.Article]:
    """Return articles with different titles, each of about ``size`` bytes of UTF-8."""
    words = random.Random(seed)
    vocabularies = load()
    strewn = [word for theme in vocabularies.themes for word, _ in theme.keywords]
    strewn += words.sample([region.name for region in vocabularies.regions], len(strewn) // 50)
    made = []
    for number in range(1, count + 1):
        one = samples.article(words, words.randint(4, 8), words.choice(samples.HEADING_STYLES))
        lines = [_strewn(line, words, strewn) if len(line) > 30 else line for line in one.lines]
        while len("".join(lines).encode()) < size:
            lines.append(_strewn(samples.paragraph(words, 4), words, strewn))
        title = f"{one.title}之{number}"
        made.append(replace(one, title=title, lines=tuple(lines)))
    return made


def _strewn(line: str, words: random.Random, strewn: Sequence[str]) -> str:
    """Put a word of the vocabularies behind every other comma."""
    head, *clauses = line.split("，")
    return "，".join(
        [
            head,
            *(
                f"{''.join(words.sample(strewn, 2))}{clause}" if words.random() < 0.5 else clause
                for clause in clauses
            ),
        ]
    )


def text(made: Articles) -> bytes:
    """Return a text compilation: two blank lines before a title, one behind it."""
    return samples.blank_lines(2)(made).encode()


def markdown_headings(made: Articles) -> bytes:
    """Return Markdown with a first-level heading for each title."""
    return _markdown(made, lambda title: f"# {title}")


def markdown_plain(made: Articles) -> bytes:
    """Return Markdown without any mark: a title is a short paragraph."""
    return _markdown(made, lambda title: f"\n\n{title}")


def markdown_look(made: Articles) -> bytes:
    """Return Markdown whose titles are bold and nothing else."""
    return _markdown(made, lambda title: f"\n\n**{title}**")


def _markdown(made: Articles, title: Callable[[str], str]) -> bytes:
    return "\n\n".join("\n\n".join([title(one.title), *one.lines]) for one in made).encode()


def word_headings(made: Articles) -> bytes:
    """Return a Word document whose titles have the style Heading 1."""
    return _word(made, lambda title: [styled("Heading1", title)], _HEADING)


def word_plain(made: Articles) -> bytes:
    """Return a Word document without styles: blank paragraphs set the titles off."""
    return _word(made, lambda title: [p(), p(), p(title), p()])


def word_look(made: Articles) -> bytes:
    """Return a Word document whose titles only look like titles: large, bold, centred."""
    centred = '<w:jc w:val="center"/>'
    return _word(made, lambda title: [p(run(title, _LOOK), properties=centred)])


def _word(made: Articles, title: Callable[[str], list[str]], styles: str = "") -> bytes:
    paragraphs = [part for one in made for part in (*title(one.title), *map(p, one.lines))]
    return docx(*paragraphs, styles=styles)


#: What pandoc's splitting is put beside: what the case is called, its file and its maker.
CASES: tuple[tuple[str, str, Callable[[Articles], bytes]], ...] = (
    ("Word, heading styles", "headings.docx", word_headings),
    ("Word, no styles", "plain.docx", word_plain),
    ("Word, look only", "look.docx", word_look),
    ("Markdown, headings", "headings.md", markdown_headings),
    ("Markdown, no headings", "plain.md", markdown_plain),
    ("Markdown, look only", "look.md", markdown_look),
)
