"""What each page shows: from the catalog to the plain values that the templates print.

``Library`` knows every page that the plugin must make (``specs``) and what stands on it
(``view``). Values are raw text: escaping is the templates' work. URLs are relative to the
site's root. Knows neither MkDocs nor HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from huibian.diagnostics import Diagnostic
from huibian.model import LEVELS
from huibian.schema import FIELD_LABELS
from huibian.site import addresses, listings
from huibian.site.catalog import (
    NO_LEVEL,
    ArticleCard,
    Catalog,
    CollectionCard,
    in_lines,
    level_id,
)
from huibian.site.exports import source_name
from huibian.site.listings import Count, Group
from huibian.site.practices import Practice, practices
from huibian.site.related import Related, find_related

PRACTICE_COLUMNS = 8  # practices of an article that stand in columns of their own
PRACTICE_EXAMPLES = 3
#: Characters that a reader takes in a minute: about 240 English words of prose (Brysbaert 2019, a
#: review of 190 studies), for which Chinese needs about 1.65 characters each.
READING_SPEED = 400
PAGE_SIZE = 200  # articles on one page of a listing
HOME_THEMES = 18
HOME_COLLECTIONS = 6
_TABLE, _DATA, _FEED = "表格（CSV）", "数据（JSON）", "订阅（Atom）"
LONG_PREFACE = 200  # characters from which a preface is folded

UNNAMED_LABELS = {
    "省级": "未具名省份",
    "市级": "未具名市州",
    "县区级": "未具名县区",
    "乡镇街道级": "未具名乡镇街道",
    "村社区级": "未具名村社区",
    "开发区": "未具名开发区",
    "企业": "未具名企业",
    "其他": "未具名单位",
    NO_LEVEL: "地区、层级均未注明",
}
LEVEL_DESCRIPTIONS = {
    "国家级": "国家机关、全国性组织的做法。",
    "省级": "省、自治区、直辖市一级机关和单位的做法。",
    "市级": "设区的市、自治州、盟一级机关和单位的做法。",
    "县区级": "县、县级市、市辖区、旗一级机关和单位的做法。",
    "乡镇街道级": "乡、镇、街道的做法。",
    "村社区级": "行政村、社区的做法。",
    "开发区": "开发区、高新区、园区和各类功能区的做法。",
    "企业": "企业的做法。",
    "其他": "不属于以上层级的单位的做法。",
    NO_LEVEL: "文中没有写明层级的文章。",
}


@dataclass(frozen=True, slots=True)
class Spec:
    """A page: its path below ``docs/``, what it is, its number in a long listing, its title."""

    src: str
    kind: str
    key: str
    title: str
    section: str
    number: int = 1

    @property
    def template(self) -> str:
        """Return the template that prints it."""
        return f"huibian/{self.kind}.html"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; ``url`` is empty where there is nothing to open."""

    label: str
    url: str = ""
    count: int = 0
    share: int = 0
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """An article in a listing."""

    number: int
    title: str
    url: str
    organization: str
    author: str
    place: str
    place_url: str
    level: str
    level_url: str
    date: str
    themes: tuple[Link, ...]
    review: bool


def chinese_date(date: str) -> str:
    """Return ``2022-04`` as 2022年4月."""
    return "".join(
        f"{int(part)}{unit}" for part, unit in zip(date.split("-"), "年月日", strict=False) if part
    )


def chinese_lines(lines: str) -> str:
    """Return ``344-352, 360`` as 第 344–352、360 行."""
    return f"第 {lines.replace(' ', '').replace(',', '、').replace('-', '–')} 行" if lines else ""


def reading_minutes(body: str) -> int:
    """Return how long an article takes to read, at least a minute; 0 without text."""
    characters = sum(map(len, body.split()))
    return max(1, round(characters / READING_SPEED)) if characters else 0


def citation(article: ArticleCard, card: CollectionCard) -> str:
    """Return how to cite an article of a compilation, after GB/T 7714 (G: a compilation)."""
    maker = article.author or article.organization
    title = (
        f"{article.title}：{article.subtitle.lstrip('—－-')}" if article.subtitle else article.title
    )
    date = article.date or card.date
    return (
        f"{f'{maker}. ' if maker else ''}{title}[G]//{card.title}. "
        f"{f'{date}: ' if date else ''}第 {article.number} 篇."
    )


class Library:
    """The site's pages over one catalog.

    ``directories`` chooses the shape of addresses; ``word`` says that there are Word files to
    link to; ``questions`` gives a collection's open questions by slug and is only passed in the
    preview: without it no page shows any.
    """

    def __init__(
        self,
        catalog: Catalog,
        *,
        directories: bool = True,
        page_size: int = PAGE_SIZE,
        word: bool = False,
        questions: Callable[[str], Sequence[Mapping[str, Any]]] | None = None,
    ) -> None:
        self.catalog = catalog
        self.preview = questions is not None
        self._questions = questions or (lambda slug: ())
        self._open_questions: dict[str, Sequence[Mapping[str, Any]]] = {}
        self._page_size = page_size
        shape = addresses.Addresses(directories=directories)
        self._url, self._found = shape.url, shape.found
        self._word = word
        self._pages: dict[str, tuple[tuple[Group, ...], ...]] = {}
        self._starts: dict[str, dict[str, int]] = {}
        self.specs: dict[str, Spec] = {}
        self._collect()
        self._rows = {article.src: self._row(article) for article in catalog.articles}
        self._related: dict[str, tuple[Related, ...]] | None = None
        self._practices: dict[str, tuple[Practice, ...]] = {}

    # ---------------------------------------------------------------- pages

    def _collect(self) -> None:
        catalog = self.catalog
        for src, kind, title, section in (
            (addresses.HOME, "home", "首页", "home"),
            (addresses.COLLECTIONS, "collections", "汇编", "collections"),
            (addresses.REGIONS, "regions", "地区", "regions"),
            (addresses.THEMES, "themes", "主题", "themes"),
            (addresses.LEVELS, "levels", "层级", "levels"),
            (addresses.MATRIX, "matrix", "对照表", "matrix"),
            (addresses.PRACTICES, "practices", "做法", "practices"),
            (addresses.SEARCH, "search", "搜索", "search"),
        ):
            self._add(Spec(src, kind, "", title, section))
        for code in catalog.by_region:
            name = listings.region_name(catalog, code)
            groups = listings.by_child(catalog, code)
            self._add_listing(addresses.region(code), "region", code, name, "regions", groups)
        for label, articles in catalog.unnamed.items():
            groups = listings.by_province(catalog, articles)
            src = addresses.unnamed(level_id(label))
            self._add_listing(src, "unnamed", label, UNNAMED_LABELS[label], "regions", groups)
        for theme in catalog.themes:
            articles = catalog.by_theme.get(theme.id, ())
            groups = listings.by_province(catalog, articles)
            src = addresses.theme(theme.id)
            self._add_listing(src, "theme", theme.id, theme.label, "themes", groups)
            for count in listings.count_levels(articles):
                part = [card for card in articles if level_id(card.level) == count.key]
                by_place = listings.by_province(catalog, part)
                src, key = addresses.theme(theme.id, count.key), f"{theme.id}/{count.key}"
                label = count.label if count.key != "unknown" else "层级未注明"
                title = f"{theme.label} · {label}"
                self._add_listing(src, "theme-level", key, title, "themes", by_place)
                src, title = addresses.practices(theme.id, count.key), f"{title}的做法"
                self._add_listing(src, "practices-of", key, title, "practices", _whole(part))
            if articles:
                src, title = addresses.practices(theme.id), f"{theme.label}的做法"
                whole = _whole(articles)
                self._add_listing(src, "practices-of", theme.id, title, "practices", whole)
        for label in [*LEVELS, *([NO_LEVEL] if NO_LEVEL in catalog.by_level else [])]:
            groups = listings.by_province(catalog, catalog.by_level.get(label, ()))
            src = addresses.level(level_id(label))
            title = label or "层级未注明"
            self._add_listing(src, "level", label, title, "levels", groups)
        for card in catalog.collections:
            group = Group("", "", len(card.articles), card.articles)
            self._add_listing(card.src, "collection", card.slug, card.title, "collections", [group])
        for article in catalog.articles:
            self._add(Spec(article.src, "article", article.slug, article.title, "collections"))

    def _add(self, spec: Spec) -> None:
        self.specs[spec.src] = spec

    def _add_listing(
        self, src: str, kind: str, key: str, title: str, section: str, groups: Sequence[Group]
    ) -> None:
        pages = listings.paginate(groups, self._page_size)
        self._pages[src] = pages
        self._starts[src] = listings.first_pages(pages)
        for number in range(1, len(pages) + 1):
            shown = title if number == 1 else f"{title}（第 {number} 页）"
            part = addresses.continued(src, number)
            self._add(Spec(part, kind, key, shown, section, number))

    # ---------------------------------------------------------------- links

    def url(self, src: str, anchor: str = "") -> str:
        """Return a page's URL below the site's root."""
        return self._url(src, anchor)

    def _listing_url(self, src: str, group: str | None = None) -> str:
        """Return the URL of a listing, at the page and heading on which a group begins."""
        if group is None or group not in self._starts.get(src, {}):
            return self._url(src)
        number = self._starts[src][group]
        return self._url(addresses.continued(src, number), _anchor(group))

    def _region_link(self, code: str) -> Link:
        return Link(listings.region_name(self.catalog, code), self._url(addresses.region(code)))

    def _level_link(self, label: str) -> Link:
        return Link(label, self._url(addresses.level(level_id(label)))) if label else Link("未注明")

    def _theme_link(self, theme_id: str) -> Link:
        theme = self.catalog.themes.by_id[theme_id]
        return Link(theme.label, self._url(addresses.theme(theme_id)))

    def _unnamed_link(self, label: str) -> Link:
        count = len(self.catalog.unnamed.get(label, ()))
        return Link(UNNAMED_LABELS[label], self._url(addresses.unnamed(level_id(label))), count)

    def _collection_link(self, card: CollectionCard) -> Link:
        return Link(card.title, self._url(card.src), len(card.articles))

    def _links(self, counts: Iterable[Count], url: Callable[[str], str]) -> list[Link]:
        return [Link(item.label, url(item.key), item.count, item.share) for item in counts]

    def _row(self, article: ArticleCard) -> Row:
        names = [listings.region_name(self.catalog, code) for code in article.region]
        place_url = self._url(addresses.region(article.region[-1])) if names else ""
        return Row(
            number=article.number,
            title=article.title,
            url=self._url(article.src),
            organization=article.organization,
            author=article.author,
            place=" ".join(names),
            place_url=place_url,
            level=article.level,
            level_url=self._level_link(article.level).url,
            date=chinese_date(article.date),
            themes=tuple(self._theme_link(theme) for theme in article.themes),
            review=self.preview and bool(article.review),
        )

    # ---------------------------------------------------------------- views

    def view(self, src: str) -> dict[str, Any]:
        """Return what the page's template prints. A path that is no page of ours: KeyError."""
        spec = self.specs[src]
        view: dict[str, Any] = {
            "title": spec.title,
            "section": spec.section,
            "kind": spec.kind,
            "preview": self.preview,
            "description": "",
            "problems": self._problems(spec),
        }
        make = getattr(self, "_view_" + spec.kind.replace("-", "_"))
        view.update(make(spec))
        return view

    def _view_home(self, spec: Spec) -> dict[str, Any]:
        catalog = self.catalog
        themes = listings.count_themes(catalog, catalog.articles)
        return {
            "numbers": self._numbers(),
            "tiles": self._tiles(),
            "unplaced": self._unplaced(),
            "themes": self._links(themes[:HOME_THEMES], lambda key: self._theme_link(key).url),
            "themes_url": self._url(addresses.THEMES),
            "levels": self._level_counts(catalog.articles),
            "collections": self._collections(catalog.collections[:HOME_COLLECTIONS]),
            "collections_url": self._url(addresses.COLLECTIONS),
            "regions_url": self._url(addresses.REGIONS),
            "matrix_url": self._url(addresses.MATRIX),
            "guide_url": self._url(addresses.GUIDE),
        }

    def _view_collections(self, spec: Spec) -> dict[str, Any]:
        return {
            "collections": self._collections(self.catalog.collections),
            "total": len(self.catalog.articles),
            "guide_url": self._url(addresses.GUIDE),
            "takeaway": [
                Link(_TABLE, addresses.data_file(addresses.CSV)),
                Link(_DATA, addresses.data_file(addresses.JSON)),
                Link(_FEED, addresses.FEED),
            ],
        }

    def _view_collection(self, spec: Spec) -> dict[str, Any]:
        card = self.catalog.by_slug[spec.key]
        return {
            "crumbs": [Link("汇编", self._url(addresses.COLLECTIONS))],
            "card": card,
            "themes": [self._theme_link(theme) for theme in card.themes],
            "added": chinese_date(card.added),
            "date": chinese_date(card.date),
            "found": len(card.articles),
            "long_preface": len(card.body) > LONG_PREFACE,
            "description": f"{card.title}，共 {len(card.articles)} 篇。",
            "levels": listings.count_levels(card.articles),
            "questions": self._questions_of(card.slug),
            "word": addresses.collection_word(card.slug) if self._word and card.articles else "",
            "feed": addresses.collection_file(card.slug, addresses.FEED),
            "takeaway": [
                Link(label, addresses.collection_file(card.slug, name))
                for label, name in (
                    (_TABLE, addresses.CSV),
                    (_DATA, addresses.JSON),
                    (_FEED, addresses.FEED),
                )
            ],
            **self._listing(spec, card.src),
        }

    def _view_article(self, spec: Spec) -> dict[str, Any]:
        article = self.catalog.by_src[spec.src]
        card = self.catalog.by_slug[article.slug]
        at = card.articles.index(article)
        neighbours = (
            card.articles[at - 1] if at else None,
            card.articles[at + 1] if at + 1 < len(card.articles) else None,
        )
        return {
            "description": article.summary,
            "article": article,
            "card": card,
            "crumbs": [
                Link("汇编", self._url(addresses.COLLECTIONS)),
                self._collection_link(card),
                Link(f"第 {article.number} 篇"),
            ],
            "place": [self._region_link(code) for code in article.region],
            "unnamed": None if article.named else self._unnamed_link(article.level),
            "level": self._level_link(article.level) if article.level else None,
            "themes": [self._theme_link(theme) for theme in article.themes],
            "shared": [self._theme_link(theme) for theme in article.shared],
            "found": {
                name: self._found(name, value)
                for name, value in (
                    ("organization", article.organization),
                    ("author", article.author),
                    ("kind", article.kind),
                    ("year", article.date[:4]),
                )
            },
            "date": chinese_date(article.date),
            "minutes": reading_minutes(article.body),
            "practices": self._linked_practices(article),
            "citation": citation(article, card),
            "related": self._related_of(article),
            "previous": self._rows[neighbours[0].src] if neighbours[0] else None,
            "next": self._rows[neighbours[1].src] if neighbours[1] else None,
            "lines": chinese_lines(article.source_lines),
            "word": addresses.word(article.slug, article.stem) if self._word else "",
            "source_name": source_name(self.catalog, article),
            "review": [FIELD_LABELS[name] for name in article.review] if self.preview else [],
            "questions": [
                question
                for question in self._questions_of(article.slug)
                if question["article"] == article.number
                or (not question["article"] and in_lines(question["line"], article.source_lines))
            ],
        }

    def _view_regions(self, spec: Spec) -> dict[str, Any]:
        return {
            "tiles": self._tiles(),
            "tree": [self._branch(node) for node in listings.region_tree(self.catalog)],
            "unnamed": self._unnamed(),
            "unplaced": self._unplaced(),
            "total": len(self.catalog.articles),
        }

    def _view_region(self, spec: Spec) -> dict[str, Any]:
        catalog, code = self.catalog, spec.key
        articles = catalog.by_region[code]
        above = articles[0].region[: articles[0].region.index(code)]
        top = not above
        children: dict[str, int] = {}
        for article in articles:
            at = article.region.index(code) + 1
            if at < len(article.region):
                child = article.region[at]
                children[child] = children.get(child, 0) + 1
        group = code if top else None
        return {
            "crumbs": [
                Link("地区", self._url(addresses.REGIONS)),
                *(self._region_link(parent) for parent in above),
            ],
            "total": len(articles),
            "children": [
                Link(link.label, link.url, children[child])
                for child in sorted(children)
                if (link := self._region_link(child))
            ],
            "levels": self._level_counts(articles, group),
            "themes": self._theme_counts(articles, group),
            "exact": top,
            "description": f"{spec.title}的经验交流材料，共 {len(articles)} 篇。",
            **self._listing(spec, addresses.region(code)),
        }

    def _view_unnamed(self, spec: Spec) -> dict[str, Any]:
        articles = self.catalog.unnamed[spec.key]
        return {
            "crumbs": [Link("地区", self._url(addresses.REGIONS))],
            "level": self._level_link(spec.key) if spec.key else None,
            "total": len(articles),
            "themes": self._links(
                listings.count_themes(self.catalog, articles),
                lambda key: self._listing_url(addresses.theme(key)),
            ),
            "others": [link for link in self._unnamed() if link.label != UNNAMED_LABELS[spec.key]],
            **self._listing(spec, addresses.unnamed(level_id(spec.key))),
        }

    def _view_themes(self, spec: Spec) -> dict[str, Any]:
        catalog = self.catalog
        return {
            "themes": [
                {
                    "link": Link(item.label, self._theme_link(item.key).url, item.count),
                    "description": catalog.themes.by_id[item.key].description,
                }
                for item in listings.count_themes(catalog, catalog.articles)
            ],
            "empty": [
                self._theme_link(theme.id)
                for theme in catalog.themes
                if theme.id not in catalog.by_theme
            ],
            "matrix_url": self._url(addresses.MATRIX),
            "total": len(catalog.articles),
        }

    def _view_theme(self, spec: Spec) -> dict[str, Any]:
        catalog = self.catalog
        theme = catalog.themes.by_id[spec.key]
        articles = catalog.by_theme.get(theme.id, ())
        src = addresses.theme(theme.id)
        return {
            "crumbs": [Link("主题", self._url(addresses.THEMES))],
            "theme": theme,
            "description": theme.description,
            "total": len(articles),
            "levels": self._links(
                listings.count_levels(articles),
                lambda key: self._listing_url(addresses.theme(theme.id, key)),
            ),
            "provinces": self._links(
                listings.count_provinces(catalog, articles),
                lambda key: self._listing_url(src, key),
            ),
            "collections": [
                self._collection_link(card)
                for card in catalog.collections
                if theme.id in card.themes
            ],
            "practices_url": self._url(addresses.practices(theme.id)) if articles else "",
            **self._listing(spec, src),
        }

    def _view_theme_level(self, spec: Spec) -> dict[str, Any]:
        theme_id, level = spec.key.split("/")
        articles = self.catalog.by_theme[theme_id]
        theme = self._theme_link(theme_id)
        counts = listings.count_levels(articles)
        return {
            "crumbs": [Link("主题", self._url(addresses.THEMES)), theme],
            "theme": theme,
            "total": next(item.count for item in counts if item.key == level),
            "level": level,
            "levels": [
                Link(
                    item.label,
                    "" if item.key == level else self._url(addresses.theme(theme_id, item.key)),
                    item.count,
                    item.share,
                )
                for item in counts
            ],
            **self._listing(spec, addresses.theme(theme_id, level)),
        }

    def _view_levels(self, spec: Spec) -> dict[str, Any]:
        catalog = self.catalog
        rows = []
        for label in [*LEVELS, NO_LEVEL]:
            articles = catalog.by_level.get(label, ())
            if not articles and not label:
                continue
            rows.append(
                {
                    "link": Link(
                        label or "未注明",
                        self._url(addresses.level(level_id(label))),
                        len(articles),
                    ),
                    "description": LEVEL_DESCRIPTIONS[label],
                    "themes": self._links(
                        listings.count_themes(catalog, articles)[:6], self._level_theme_url(label)
                    ),
                    "unnamed": self._unnamed_link(label) if label in catalog.unnamed else None,
                }
            )
        return {"levels": rows, "total": len(catalog.articles)}

    def _view_level(self, spec: Spec) -> dict[str, Any]:
        catalog, label = self.catalog, spec.key
        articles = catalog.by_level.get(label, ())
        src = addresses.level(level_id(label))
        return {
            "crumbs": [Link("层级", self._url(addresses.LEVELS))],
            "description": LEVEL_DESCRIPTIONS[label],
            "total": len(articles),
            "themes": self._links(
                listings.count_themes(catalog, articles), self._level_theme_url(label)
            ),
            "provinces": self._links(
                listings.count_provinces(catalog, articles),
                lambda key: self._listing_url(src, key),
            ),
            "unnamed": self._unnamed_link(label) if label in catalog.unnamed else None,
            **self._listing(spec, src),
        }

    def _view_matrix(self, spec: Spec) -> dict[str, Any]:
        catalog = self.catalog
        return {
            "total": len(catalog.articles),
            "by_province": self._matrix(
                listings.theme_by_province(catalog),
                lambda theme, code: self._listing_url(addresses.theme(theme), code),
                lambda code: self._url(addresses.region(code)) if code else "",
            ),
            "by_level": self._matrix(
                listings.theme_by_level(catalog),
                lambda theme, level: self._listing_url(addresses.theme(theme, level)),
                lambda level: self._url(addresses.level(level)),
            ),
        }

    def _view_practices(self, spec: Spec) -> dict[str, Any]:
        catalog = self.catalog
        return {
            "total": sum(len(self._practices_of(article)) for article in catalog.articles),
            "themes": [
                {
                    "link": Link(
                        item.label, self._url(addresses.practices(item.key)), item.count, item.share
                    ),
                    "count": sum(map(len, map(self._practices_of, catalog.by_theme[item.key]))),
                    "examples": self._examples(catalog.by_theme[item.key]),
                }
                for item in listings.count_themes(catalog, catalog.articles)
            ],
        }

    def _view_practices_of(self, spec: Spec) -> dict[str, Any]:
        theme_id, _, level = spec.key.partition("/")
        articles = self.catalog.by_theme[theme_id]
        everywhere = addresses.practices(theme_id)
        src = addresses.practices(theme_id, level) if level else everywhere
        rows: list[dict[str, Any]] = [
            {"row": self._rows[article.src], "practices": self._linked_practices(article)}
            for group in self._pages[src][spec.number - 1]
            for article in group.articles
        ]
        theme = self._theme_link(theme_id)
        levels = [
            Link("全部层级", "" if not level else self._url(everywhere), len(articles)),
            *(
                Link(
                    item.label,
                    "" if item.key == level else self._url(addresses.practices(theme_id, item.key)),
                    item.count,
                )
                for item in listings.count_levels(articles)
            ),
        ]
        return {
            "crumbs": [Link("做法", self._url(addresses.PRACTICES)), theme],
            "theme": theme,
            "levels": levels,
            "rows": rows,
            "columns": min(
                PRACTICE_COLUMNS, max((len(row["practices"]) for row in rows), default=0)
            ),
            "total": next(link.count for link in levels if not link.url),
            "number": spec.number,
            "pager": self._pager(src),
        }

    def _practices_of(self, article: ArticleCard) -> tuple[Practice, ...]:
        if article.src not in self._practices:
            self._practices[article.src] = practices(article.body)
        return self._practices[article.src]

    def _linked_practices(self, article: ArticleCard) -> list[dict[str, Any]]:
        url = self._url(article.src)
        return [
            {
                "link": Link(one.text, self._url(article.src, one.anchor) if one.anchor else url),
                "anchor": one.anchor,
                "parts": one.parts,
            }
            for one in self._practices_of(article)
        ]

    def _examples(self, articles: Iterable[ArticleCard]) -> list[Link]:
        """Return the first practice of the first few articles that have any."""
        having = (article for article in articles if self._practices_of(article))
        return [
            self._linked_practices(article)[0]["link"]
            for article in islice(having, PRACTICE_EXAMPLES)
        ]

    # ---------------------------------------------------------------- parts

    def _listing(self, spec: Spec, src: str) -> dict[str, Any]:
        """Return the rows of one page of a listing and the way to its other pages."""
        pages = self._pages[src]
        groups = [
            {
                "anchor": _anchor(group.key),
                "label": group.label,
                "total": group.total,
                "continued": group.continued,
                "rows": [self._rows[article.src] for article in group.articles],
            }
            for group in pages[spec.number - 1]
        ]
        return {"groups": groups, "number": spec.number, "pager": self._pager(src)}

    def _pager(self, src: str) -> list[Link]:
        """Return the links to all pages of a listing; none where there is one page."""
        pager = [
            Link(str(number), self._url(addresses.continued(src, number)))
            for number in range(1, len(self._pages[src]) + 1)
        ]
        return pager if len(pager) > 1 else []

    def _numbers(self) -> list[Link]:
        catalog = self.catalog
        return [
            Link("篇文章", self._url(addresses.LEVELS), len(catalog.articles)),
            Link("本汇编", self._url(addresses.COLLECTIONS), len(catalog.collections)),
            Link("个地区", self._url(addresses.REGIONS), len(catalog.by_region)),
            Link("个主题", self._url(addresses.THEMES), len(catalog.by_theme)),
        ]

    def _tiles(self) -> list[dict[str, Any]]:
        return [
            {"tile": tile, "url": self._url(addresses.region(tile.code)) if tile.count else ""}
            for tile in listings.tile_map(self.catalog)
        ]

    def _unplaced(self) -> int:
        return sum(1 for article in self.catalog.articles if not article.region)

    def _unnamed(self) -> list[Link]:
        return [
            self._unnamed_link(label)
            for label in [*LEVELS, NO_LEVEL]
            if label in self.catalog.unnamed
        ]

    def _level_counts(
        self, articles: Iterable[ArticleCard], group: str | None = None
    ) -> list[Link]:
        return self._links(
            listings.count_levels(articles),
            lambda key: self._listing_url(addresses.level(key), group),
        )

    def _theme_counts(
        self, articles: Iterable[ArticleCard], group: str | None = None
    ) -> list[Link]:
        return self._links(
            listings.count_themes(self.catalog, articles),
            lambda key: self._listing_url(addresses.theme(key), group),
        )

    def _level_theme_url(self, label: str) -> Callable[[str], str]:
        return lambda theme: self._listing_url(addresses.theme(theme, level_id(label)))

    def _collections(self, cards: Iterable[CollectionCard]) -> list[dict[str, Any]]:
        return [
            {
                "link": self._collection_link(card),
                "note": card.note,
                "added": chinese_date(card.added),
                "declared": card.declared,
                "themes": [self._theme_link(theme) for theme in card.themes],
                "top": self._links(
                    [
                        count
                        for count in listings.count_themes(self.catalog, card.articles)
                        if count.key not in card.themes
                    ][:5],
                    lambda key: self._theme_link(key).url,
                ),
                "provinces": sum(
                    1 for item in listings.count_provinces(self.catalog, card.articles) if item.key
                ),
            }
            for card in cards
        ]

    def _branch(self, node: listings.RegionNode) -> dict[str, Any]:
        return {
            "link": Link(node.name, self._url(addresses.region(node.code)), node.count),
            "children": [self._branch(child) for child in node.children],
        }

    def _matrix(
        self,
        matrix: listings.Matrix,
        cell_url: Callable[[str, str], str],
        column_url: Callable[[str], str],
    ) -> dict[str, Any]:
        columns = self._links(matrix.columns, column_url)
        labels = {count.key: count.label for count in matrix.columns}
        return {
            "columns": columns,
            "rows": [
                {
                    "link": Link(row.label, self._url(addresses.theme(row.key)), row.count),
                    "cells": [
                        {
                            "count": cell.count,
                            "shade": cell.shade,
                            "label": labels[cell.column],
                            "url": cell_url(cell.row, cell.column) if cell.count else "",
                        }
                        for cell in cells
                    ],
                }
                for row, cells in zip(matrix.rows, matrix.cells, strict=True)
                if row.count
            ],
            "empty": [
                Link(row.label, self._url(addresses.theme(row.key)))
                for row in matrix.rows
                if not row.count
            ],
        }

    def _view_search(self, spec: Spec) -> dict[str, Any]:
        return {}

    def _related_of(self, article: ArticleCard) -> list[dict[str, Any]]:
        if self._related is None:
            self._related = find_related(self.catalog)
        return [
            {"row": self._rows[item.src], "reasons": item.reasons}
            for item in self._related[article.src]
        ]

    def _questions_of(self, slug: str) -> Sequence[Mapping[str, Any]]:
        if slug not in self._open_questions:
            self._open_questions[slug] = self._questions(slug)
        return self._open_questions[slug]

    def _problems(self, spec: Spec) -> list[Diagnostic]:
        """Return for the preview what keeps pages out of the library."""
        if not self.preview or spec.kind not in ("home", "collections", "collection"):
            return []
        part = f"/collections/{spec.key}/" if spec.key else "/"
        return [item for item in self.catalog.findings if part in item.path]


def _whole(articles: Sequence[ArticleCard]) -> list[Group]:
    """Return articles as one group without a heading."""
    return [Group("", "", len(articles), tuple(articles))]


def _anchor(group: str) -> str:
    return f"r-{group or 'none'}"
