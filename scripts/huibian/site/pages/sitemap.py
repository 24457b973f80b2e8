"""Which pages the site has, and where each of them and each part of a long listing is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from huibian.model import LEVELS
from huibian.site import addresses, listings
from huibian.site.catalog import NO_LEVEL, ArticleCard, Catalog, level_id
from huibian.site.listings import Group
from huibian.site.pages.values import UNNAMED_LABELS, Spec

_FIXED = (
    (addresses.HOME, "home", "首页", "home"),
    (addresses.COLLECTIONS, "collections", "汇编", "collections"),
    (addresses.REGIONS, "regions", "地区", "regions"),
    (addresses.THEMES, "themes", "主题", "themes"),
    (addresses.LEVELS, "levels", "层级", "levels"),
    (addresses.MATRIX, "matrix", "对照表", "matrix"),
    (addresses.PRACTICES, "practices", "做法", "practices"),
    (addresses.SEARCH, "search", "搜索", "search"),
    (addresses.COMPARE, "compare", "对照", "compare"),
    (addresses.SELECTION, "selection", "打印所选", "selection"),
)
#: Articles from which a comparison of practices is grouped by province.
GROUPED = 12
#: A listing before it is cut into pages: its first page and its groups.
_Listing = tuple[Spec, Sequence[Group]]


class SiteMap:
    """All pages over one catalog.

    ``specs`` holds them by their path below ``docs/``; ``listings`` the groups on each page of
    a listing by the path of its first one. ``directories`` chooses the shape of addresses,
    ``page_size`` how many articles stand on one page of a listing.
    """

    def __init__(self, catalog: Catalog, *, directories: bool, page_size: int) -> None:
        shape = addresses.Addresses(directories=directories)
        self.url, self.found = shape.url, shape.found
        self.specs: dict[str, Spec] = {}
        self.listings: dict[str, tuple[tuple[Group, ...], ...]] = {}
        self._starts: dict[str, dict[str, int]] = {}
        for src, kind, title, section in _FIXED:
            self._add(Spec(src, kind, "", title, section))
        for spec, groups in _listings(catalog):
            self._add_listing(spec, groups, page_size)
        for article in catalog.articles:
            self._add(Spec(article.src, "article", article.slug, article.title, "collections"))

    def listing_url(self, src: str, group: str | None = None) -> str:
        """Return the URL of a listing, at the page and heading on which a group begins."""
        if group is None or group not in self._starts.get(src, {}):
            return self.url(src)
        number = self._starts[src][group]
        return self.url(addresses.continued(src, number), anchor(group))

    def _add(self, spec: Spec) -> None:
        self.specs[spec.src] = spec

    def _add_listing(self, spec: Spec, groups: Sequence[Group], size: int) -> None:
        pages = listings.paginate(groups, size)
        self.listings[spec.src] = pages
        self._starts[spec.src] = listings.first_pages(pages)
        for number in range(1, len(pages) + 1):
            title = spec.title if number == 1 else f"{spec.title}（第 {number} 页）"
            part = addresses.continued(spec.src, number)
            self._add(Spec(part, spec.kind, spec.key, title, spec.section, number))


def anchor(group: str) -> str:
    """Return the id of a group's heading in a listing."""
    return f"r-{group or 'none'}"


def _listings(catalog: Catalog) -> Iterator[_Listing]:
    yield from _regions(catalog)
    yield from _themes(catalog)
    for label in [*LEVELS, *([NO_LEVEL] if NO_LEVEL in catalog.by_level else [])]:
        groups = listings.by_province(catalog, catalog.by_level.get(label, ()))
        src = addresses.level(level_id(label))
        yield Spec(src, "level", label, label or "层级未注明", "levels"), groups
    for card in catalog.collections:
        yield (
            Spec(card.src, "collection", card.slug, card.title, "collections"),
            _whole(card.articles),
        )
        if card.articles:
            src, title = addresses.printed(card.slug), f"{card.title}（打印版）"
            yield Spec(src, "print", card.slug, title, "collections"), _whole(card.articles)


def _regions(catalog: Catalog) -> Iterator[_Listing]:
    for code in catalog.by_region:
        name = listings.region_name(catalog, code)
        groups = listings.by_child(catalog, code)
        yield Spec(addresses.region(code), "region", code, name, "regions"), groups
    for label, articles in catalog.unnamed.items():
        src, title = addresses.unnamed(level_id(label)), UNNAMED_LABELS[label]
        yield (
            Spec(src, "unnamed", label, title, "regions"),
            listings.by_theme(catalog, articles),
        )


def _themes(catalog: Catalog) -> Iterator[_Listing]:
    """Yield each theme's page, those of its levels, and the practices of both."""
    for theme in catalog.themes:
        articles = catalog.by_theme.get(theme.id, ())
        groups = listings.by_province(catalog, articles)
        yield Spec(addresses.theme(theme.id), "theme", theme.id, theme.label, "themes"), groups
        for count in listings.count_levels(articles):
            part = [card for card in articles if level_id(card.level) == count.key]
            key = f"{theme.id}/{count.key}"
            label = count.label if count.key != "unknown" else "层级未注明"
            title = f"{theme.label} · {label}"
            src = addresses.theme(theme.id, count.key)
            groups = listings.by_province(catalog, part)
            yield Spec(src, "theme-level", key, title, "themes"), groups
            src = addresses.practices(theme.id, count.key)
            beside = Spec(src, "practices-of", key, f"{title}的做法", "practices")
            yield beside, _compared(catalog, part)
        if articles:
            src, title = addresses.practices(theme.id), f"{theme.label}的做法"
            beside = Spec(src, "practices-of", theme.id, title, "practices")
            yield beside, _compared(catalog, articles)


def _compared(catalog: Catalog, articles: Sequence[ArticleCard]) -> Sequence[Group]:
    """Return the rows of a comparison: by province where they are too many to look over."""
    groups = listings.by_province(catalog, articles)
    return groups if len(articles) >= GROUPED and len(groups) > 1 else _whole(articles)


def _whole(articles: Sequence[ArticleCard]) -> list[Group]:
    """Return articles as one group without a heading."""
    return [Group("", "", len(articles), tuple(articles))]
