"""The catalog: every article of the library, read once, with its indexes.

Reads ``docs/collections/`` into frozen cards; nothing here knows MkDocs, HTML or addresses.
A page with wrong front matter is left out and reported as a diagnostic with file and line, so
that a build can fail with all problems at once and a preview can go on without that page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from huibian import frontmatter, openquestions, yamlloader
from huibian.diagnostics import Diagnostic, HuibianError, diagnostic, os_reason
from huibian.model import LEVELS
from huibian.pagefindings import meta_findings
from huibian.schema import ArticleMeta, CollectionMeta
from huibian.site import readahead
from huibian.site.parsed import ParsedPage, ParsedPages, characters
from huibian.site.practices import Practice, practices
from huibian.vocabulary.fields import FieldTable, load_fields
from huibian.vocabulary.regions import RegionTable
from huibian.vocabulary.themes import Themes, load_themes

COLLECTIONS = readahead.COLLECTIONS
INDEX = "index.md"
#: What a collection says that anybody may read.
PUBLIC = "公开"
#: What one says that is not for everybody; it is marked with the word.
INTERNAL = "内部"
#: Key of the articles that name no level, where a level label is expected.
NO_LEVEL = ""

#: Regions of the table end at the county: this is the place that each level must name.
_DEPTHS = {"省级": 1, "市级": 2, "县区级": 3, "乡镇街道级": 3, "村社区级": 3}
_REGION_DEPTHS = {"省级": 1, "市级": 2, "县区级": 3}

#: Characters that a reader takes in a minute: about 240 English words of prose (Brysbaert 2019, a
#: review of 190 studies), for which Chinese needs about 1.65 characters each.
READING_SPEED = 400
_UNCOUNTED = -1
_UNREAD: tuple[Practice, ...] = (Practice("…"),)

Meta = TypeVar("Meta", bound=BaseModel)


@dataclass(frozen=True, slots=True, eq=False)
class ArticleCard:
    """One article as the listings see it.

    ``region`` holds the codes from the province down, empty when the text names none; ``themes``
    are ids, the article's own first; ``shared`` are the ids of its collection's themes that it
    does not name itself. ``named`` says whether ``region`` reaches the depth of ``level``;
    ``length`` is the number of characters of the body, which is counted when not given, and so are
    its ``practices`` found. ``digest`` changes with the page's file (16 bytes), ``about`` with its
    front matter, ``written`` with its body; a card that has no file has none.
    """

    slug: str
    stem: str
    number: int
    title: str
    subtitle: str = ""
    region: tuple[str, ...] = ()
    level: str = NO_LEVEL
    organization: str = ""
    author: str = ""
    themes: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    kind: str = ""
    date: str = ""
    summary: str = ""
    source_file: str = ""
    source_lines: str = ""
    review: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    named: bool = True
    body: str = field(default="", repr=False)
    length: int = _UNCOUNTED
    practices: tuple[Practice, ...] = _UNREAD
    digest: bytes = b""
    about: str = ""
    written: str = ""
    #: The page's path below ``docs/``: it identifies the article.
    src: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "src", f"{COLLECTIONS}/{self.slug}/{self.stem}.md")
        if self.length == _UNCOUNTED:
            object.__setattr__(self, "length", characters(self.body))
        if self.practices is _UNREAD:
            object.__setattr__(self, "practices", practices(self.body))

    @property
    def key(self) -> str:
        """Return what names the article in the tray and in links: ``sample/07``."""
        return f"{self.slug}/{self.stem}"

    @property
    def all_themes(self) -> tuple[str, ...]:
        """Return every theme under which readers find the article."""
        return self.themes + self.shared


@dataclass(frozen=True, slots=True, eq=False)
class CollectionCard:
    """One compilation with its articles in order; ``body`` is its preface as Markdown.

    ``disclosure`` is 公开, 内部 or empty. ``digest`` changes with its index's file (16 bytes),
    ``about`` with the front matter of that, ``written`` with its body; a card that has no file has
    none.
    """

    slug: str
    title: str
    articles: tuple[ArticleCard, ...] = ()
    declared: int | None = None
    added: str = ""
    date: str = ""
    themes: tuple[str, ...] = ()
    note: str = ""
    disclosure: str = ""
    source_file: str = ""
    source_name: str = ""
    body: str = field(default="", repr=False)
    digest: bytes = b""
    about: str = ""
    written: str = ""

    @property
    def src(self) -> str:
        """Return the page's path below ``docs/``."""
        return f"{COLLECTIONS}/{self.slug}/{INDEX}"

    @property
    def remark(self) -> str:
        """Return what stands at the head of its pages and files: its mark, its note."""
        return f"【{INTERNAL}】{self.note}" if self.disclosure == INTERNAL else self.note


@dataclass(frozen=True, slots=True, eq=False)
class Catalog:
    """All of the library. Every index keeps the order of ``articles``.

    ``by_region`` counts an article under each region above it, ``by_level`` has ``""`` for
    those that name none, ``unnamed`` holds by level those whose own place is anonymised.
    ``unmarked`` are the collections (their index's ``src``) left out because they do not say
    whether the public may read them.
    """

    collections: tuple[CollectionCard, ...]
    articles: tuple[ArticleCard, ...]
    by_src: Mapping[str, ArticleCard]
    by_slug: Mapping[str, CollectionCard]
    by_region: Mapping[str, tuple[ArticleCard, ...]]
    by_level: Mapping[str, tuple[ArticleCard, ...]]
    by_theme: Mapping[str, tuple[ArticleCard, ...]]
    unnamed: Mapping[str, tuple[ArticleCard, ...]]
    regions: RegionTable
    themes: Themes
    fields: FieldTable
    findings: tuple[Diagnostic, ...] = ()
    unmarked: tuple[str, ...] = ()


def load_catalog(
    docs: Path,
    regions: RegionTable,
    themes: Themes,
    fields: FieldTable | None = None,
    *,
    parsed: ParsedPages | None = None,
    ahead: readahead.Pages | None = None,
    public: bool = False,
) -> Catalog:
    """Read all collections below ``docs`` (the site's docs folder); ``fields`` as shipped if None.

    ``parsed`` holds what is known of pages from earlier; whoever gives it keeps it. ``ahead`` are
    pages that have been read. ``public`` leaves out what is not marked for the public, of which
    only the index is read. Never raises for a wrong page: it is left out and stands in
    ``findings``, whose paths begin with the folder's own name (``docs/collections/…``).
    """
    reader = _Reader(docs, regions, themes, parsed or ParsedPages(), ahead or {}, public=public)
    root = docs / COLLECTIONS
    folders = (
        sorted(path for path in root.iterdir() if path.is_dir() and path.name[0] != ".")
        if root.is_dir()
        else []
    )
    collections = [card for folder in folders if (card := reader.collection(folder))]
    made = make_catalog(collections, regions, themes, reader.findings, fields)
    return replace(made, unmarked=tuple(reader.unmarked))


def load_collection(
    folder: Path,
    regions: RegionTable,
    themes: Themes,
    parsed: ParsedPages,
    *,
    public: bool = False,
) -> tuple[CollectionCard | None, tuple[Diagnostic, ...]]:
    """Read one collection as ``load_catalog`` does; None for a folder that is none."""
    reader = _Reader(folder.parent.parent, regions, themes, parsed, {}, public=public)
    return reader.collection(folder), tuple(reader.findings)


def make_catalog(
    collections: Iterable[CollectionCard],
    regions: RegionTable,
    themes: Themes,
    findings: Iterable[Diagnostic] = (),
    fields: FieldTable | None = None,
) -> Catalog:
    """Order the collections (newest first) and index their articles."""
    ordered = sorted(collections, key=lambda card: card.slug)
    ordered.sort(key=lambda card: card.added, reverse=True)
    articles = tuple(article for card in ordered for article in card.articles)
    by_region: defaultdict[str, list[ArticleCard]] = defaultdict(list)
    by_level: defaultdict[str, list[ArticleCard]] = defaultdict(list)
    by_theme: defaultdict[str, list[ArticleCard]] = defaultdict(list)
    unnamed: defaultdict[str, list[ArticleCard]] = defaultdict(list)
    for article in articles:
        for code in article.region:
            by_region[code].append(article)
        by_level[article.level].append(article)
        for theme in article.all_themes:
            by_theme[theme].append(article)
        if not article.named:
            unnamed[article.level].append(article)
    return Catalog(
        collections=tuple(ordered),
        articles=articles,
        by_src={article.src: article for article in articles},
        by_slug={card.slug: card for card in ordered},
        by_region=_frozen(by_region),
        by_level=_frozen(by_level),
        by_theme=_frozen(by_theme),
        unnamed=_frozen(unnamed),
        regions=regions,
        themes=themes,
        fields=fields or load_fields(),
        findings=tuple(findings),
    )


def without(catalog: Catalog, hidden: Container[str]) -> Catalog:
    """Return the library without the pages of these ``src``; with its index, a collection goes.

    It is the same object if none of them is in it.
    """
    left = []
    for card in catalog.collections:
        articles = tuple(one for one in card.articles if one.src not in hidden)
        if card.src not in hidden:
            is_whole = len(articles) == len(card.articles)
            left.append(card if is_whole else replace(card, articles=articles))
    if left == [*catalog.collections]:
        return catalog
    made = make_catalog(left, catalog.regions, catalog.themes, catalog.findings, catalog.fields)
    unmarked = tuple(src for src in catalog.unmarked if src not in hidden)
    return replace(made, unmarked=unmarked)


def for_public(catalog: Catalog) -> Catalog:
    """Return the library without the site's own themes that nothing in it has.

    They were made for what the public does not get. One that stands in the place of a shipped theme
    gives way to that.
    """
    used = {*catalog.by_theme, *(theme for card in catalog.collections for theme in card.themes)}
    shipped = load_themes().by_id
    themes = (theme if theme.id in used else shipped.get(theme.id) for theme in catalog.themes)
    return replace(catalog, themes=Themes(theme for theme in themes if theme is not None))


def is_named(level: str, region_level: str) -> bool:
    """Say whether a region of ``region_level`` (``""``: none) names the place of ``level``.

    The table ends at the county, so a village with its county counts as named. A zone or an
    enterprise is named by any region, the whole country needs none.
    """
    if level == "国家级":
        return True
    if level in _DEPTHS:
        return _REGION_DEPTHS.get(region_level, 9 if region_level else 0) >= _DEPTHS[level]
    return bool(region_level)


_PAGE = re.compile(r"[0-9]{1,9}\.md")
_LINES = re.compile(r"[0-9]{1,9}\b")


def read_questions(docs: Path, slug: str) -> tuple[dict[str, Any], ...]:
    """Return the open questions of a collection's plan (for the preview only).

    Those that a person settled on a page are left out. Each has ``code``, ``line``, ``article``
    (a number, 0: none), ``message`` and ``command``. A plan that cannot be read has none:
    ``huibian check`` reports it.
    """
    path = docs / COLLECTIONS / slug / "source" / "plan.yml"
    try:
        plan = yamlloader.load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return ()
    questions = plan.get("questions") if isinstance(plan, dict) else None
    if not isinstance(questions, list):
        return ()
    found: list[dict[str, Any]] = [
        {
            "code": str(entry.get("code") or ""),
            "line": entry["line"] if isinstance(entry.get("line"), int) else 0,
            "article": entry["article"] if isinstance(entry.get("article"), int) else 0,
            "message": str(entry.get("message") or ""),
            "command": str(entry.get("command") or ""),
        }
        for entry in questions
        if isinstance(entry, dict)
    ]
    asked = {one["line"] for one in found if openquestions.field_of(one["command"])}
    starts = [(line, page) for line, page in _starts(plan.get("articles")) if line in asked]
    pages = openquestions.reviews(docs / COLLECTIONS / slug, starts)
    return tuple(one for one in found if openquestions.is_open(one["line"], one["command"], pages))


def _starts(articles: object) -> Iterator[tuple[int, str]]:
    """Yield the title lines and pages of a plan's articles, as far as they can be told."""
    for one in articles if isinstance(articles, list) else ():
        page, lines = (
            (one.get("page"), one.get("title_lines")) if isinstance(one, dict) else ("", "")
        )
        if _PAGE.fullmatch(str(page)) and _LINES.match(str(lines)):
            yield openquestions.first_line(str(lines)), str(page)


def in_lines(line: int, lines: str) -> bool:
    """Say whether a line lies in ranges such as ``344-352, 360``."""
    for part in lines.split(","):
        first, _, last = part.strip().partition("-")
        if first.isdigit() and int(first) <= line <= int(last if last.isdigit() else first):
            return True
    return False


def reading_minutes(characters: int) -> int:
    """Return how long an article takes to read, at least a minute; 0 without text."""
    return max(1, round(characters / READING_SPEED)) if characters else 0


class _Reader:
    """Reads pages and collects what is wrong with them."""

    def __init__(
        self,
        docs: Path,
        regions: RegionTable,
        themes: Themes,
        parsed: ParsedPages,
        ahead: readahead.Pages,
        *,
        public: bool,
    ) -> None:
        self.docs = docs
        self.public = public
        self.parsed = parsed
        self.ahead = ahead
        self.regions = regions
        self.themes = themes
        self.findings: list[Diagnostic] = []
        self.unmarked: list[str] = []
        self._places: dict[str, tuple[tuple[str, ...], str]] = {}

    def collection(self, folder: Path) -> CollectionCard | None:
        """Return the folder's card with its articles.

        None when its index is unusable, or it is not for these readers.
        """
        names = sorted(path.name for path in folder.iterdir())
        pages = [f"{COLLECTIONS}/{folder.name}/{name}" for name in names if name.endswith(".md")]
        index = f"{COLLECTIONS}/{folder.name}/{INDEX}"
        if index not in pages:
            if pages:
                self._report("HB105", index, reason="汇编缺少 index.md")
            return None
        read = self._page(index, CollectionMeta)
        if read is None:
            return None
        meta, page = read
        if self.public and meta.disclosure != PUBLIC:
            if meta.disclosure is None:
                self.unmarked.append(index)
            return None
        shared = self._theme_ids(meta.themes, index)
        articles = [card for src in pages if src != index and (card := self._article(src, shared))]
        articles.sort(key=lambda card: (card.number, card.stem))
        for before, card in pairwise(articles):
            if before.number == card.number:
                other = f"{before.stem}.md"
                self._report("HB308", card.src, "number", number=card.number, other=other)
        return CollectionCard(
            slug=folder.name,
            title=meta.title,
            articles=tuple(articles),
            declared=meta.declared,
            added=meta.added or "",
            date=meta.date or "",
            themes=shared,
            note=meta.note or "",
            disclosure=meta.disclosure or "",
            source_file=meta.source.file if meta.source else "",
            source_name=meta.source.name if meta.source else "",
            body=page.body,
            digest=page.digest,
            about=page.about,
            written=page.written,
        )

    def _article(self, src: str, shared: tuple[str, ...]) -> ArticleCard | None:
        read = self._page(src, ArticleMeta)
        if read is None:
            return None
        meta, page = read
        themes = self._theme_ids(meta.themes, src)
        codes, region_level = self._place(meta.region or "", src)
        level = meta.level or NO_LEVEL
        _, slug, name = src.split("/")
        return ArticleCard(
            slug=slug,
            stem=name.removesuffix(".md"),
            number=meta.number,
            title=meta.title,
            subtitle=meta.subtitle or "",
            region=codes,
            level=level,
            organization=meta.organization or "",
            author=meta.author or "",
            themes=themes,
            shared=tuple(theme for theme in shared if theme not in themes),
            kind=meta.kind or "",
            date=meta.date or "",
            summary=meta.summary or "",
            source_file=meta.source.file if meta.source else "",
            source_lines=(meta.source.lines or "") if meta.source else "",
            review=tuple(meta.review),
            headings=page.headings,
            named=is_named(level, region_level),
            body=page.body,
            length=page.length,
            practices=page.practices,
            digest=page.digest,
            about=page.about,
            written=page.written,
        )

    def _page(self, src: str, model: type[Meta]) -> tuple[Meta, ParsedPage] | None:
        try:
            data = self._bytes(src)
            page = self.parsed.page(data, self._name(src))
        except HuibianError as error:
            self.findings.extend(error.findings)
            return None
        except UnicodeDecodeError:
            self._report("HB105", src, reason="不是 UTF-8 编码")
            return None
        except OSError as error:
            self._report("HB105", src, reason=os_reason(error))
            return None
        try:
            return model.model_validate(page.meta), page
        except ValidationError:
            lines = _lines(data)
            self.findings.extend(meta_findings(page.meta, model, self._name(src), lines))
            return None

    def _theme_ids(self, labels: Iterable[str], src: str) -> tuple[str, ...]:
        ids: dict[str, None] = {}
        for label in labels:
            theme = self.themes.get(label)
            if theme is None:
                near = self.themes.suggest(label)
                hint = f"，是不是“{near}”" if near else ""
                self._report("HB306", src, "themes", theme=label, suggestion=hint)
            else:
                ids[theme.id] = None
        return tuple(ids)

    def _place(self, name: str, src: str) -> tuple[tuple[str, ...], str]:
        """Return the codes and the level of a place written as ``陕西省/汉中市``."""
        if not name:
            return (), ""
        if name not in self._places:
            region = self.regions.by_path(name)
            codes = tuple(r.code for r in self.regions.path(region.code)) if region else ()
            self._places[name] = (codes, region.level if region else "")
        place = self._places[name]
        if not place[0]:
            near = self.regions.suggest(name)
            hint = f"，是不是“{near[0]}”" if near else ""
            self._report("HB307", src, "region", region=name, suggestion=hint)
        return place

    def _report(self, code: str, src: str, key: str = "", **values: object) -> None:
        line = _lines(self._bytes(src)).get(key, 1) if key else 0
        self.findings.append(diagnostic(code, path=self._name(src), line=line, **values))

    def _bytes(self, src: str) -> bytes:
        held = self.ahead.get(src)
        if held is not None:
            return held
        # path and buffer would cost more than reading
        with open(f"{self.docs}/{src}", "rb", buffering=0) as file:  # noqa: PTH123
            return file.readall()

    def _name(self, src: str) -> str:
        return f"{self.docs.name}/{src}"


def _lines(data: bytes) -> dict[str, int]:
    """Return the lines of a page's keys: only a finding is worth a second parse."""
    return frontmatter.parse(data.decode("utf-8-sig")).lines


def _frozen(index: Mapping[str, list[ArticleCard]]) -> dict[str, tuple[ArticleCard, ...]]:
    return {key: tuple(cards) for key, cards in index.items()}


def level_id(label: str) -> str:
    """Return the id of a level for addresses; ``unknown`` for the articles without one."""
    return LEVELS.get(label, "unknown")
