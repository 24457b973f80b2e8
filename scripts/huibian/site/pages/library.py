"""The library: every page of the site, and what stands on each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from huibian.site.catalog import ArticleCard, Catalog
from huibian.site.pages import (
    article,
    collection,
    home,
    level,
    matrix,
    practice,
    region,
    search,
    theme,
    tray,
)
from huibian.site.pages.context import Context, FindRelated, Questions, find_when_asked
from huibian.site.pages.sitemap import SiteMap
from huibian.site.pages.values import Spec

PAGE_SIZE = 200  # articles on one page of a listing

_VIEWS: Mapping[str, Callable[[Context, Spec], dict[str, Any]]] = {
    "home": home.view,
    "search": search.view,
    "collections": collection.view_all,
    "collection": collection.view,
    "print": collection.view_print,
    "article": article.view,
    "regions": region.view_all,
    "region": region.view,
    "unnamed": region.view_unnamed,
    "themes": theme.view_all,
    "theme": theme.view,
    "theme-level": theme.view_level,
    "levels": level.view_all,
    "level": level.view,
    "matrix": matrix.view,
    "practices": practice.view_all,
    "practices-of": practice.view,
    "compare": tray.view,
    "selection": tray.view,
}

#: What views are made from, where that is much quicker to tell than what they show.
_BASES: Mapping[str, Callable[[Context, Spec], Any]] = {
    "article": article.basis,
    "practices-of": practice.basis,
}


class Library:
    """The site's pages over one catalog.

    ``directories`` chooses the shape of addresses; ``word`` says that there are Word files to
    link to; ``questions`` gives a collection's open questions by slug and is only passed in the
    preview: without it no page shows any. ``related`` finds related articles.
    """

    def __init__(
        self,
        catalog: Catalog,
        *,
        directories: bool = True,
        page_size: int = PAGE_SIZE,
        word: bool = False,
        questions: Questions | None = None,
        related: FindRelated = find_when_asked,
    ) -> None:
        self.catalog = catalog
        sitemap = SiteMap(catalog, directories=directories, page_size=page_size)
        self.specs, self.url = sitemap.specs, sitemap.url
        self._context = Context(catalog, sitemap, word=word, questions=questions, related=related)
        self._stamped = self._context.with_stamps()

    def prepare(self) -> None:
        """Work out what many pages show, before the work is shared out."""
        self._context.prepare()

    def basis(self, src: str) -> Any:
        """Return what the page's template prints, or what that is made from if it is simpler."""
        spec = self.specs[src]
        made_from = _BASES.get(spec.kind)
        if made_from is not None:
            return spec, made_from(self._stamped, spec)
        return self._view(self._stamped, src)

    def printed(self, src: str) -> Sequence[ArticleCard]:
        """Return the articles whose texts stand on a page that prints a collection."""
        return collection.printed(self._context, self.specs[src])

    def view(self, src: str) -> dict[str, Any]:
        """Return what the page's template prints. A path that is no page of ours: KeyError."""
        return self._view(self._context, src)

    def _view(self, context: Context, src: str) -> dict[str, Any]:
        spec = self.specs[src]
        return {
            "title": spec.title,
            "section": spec.section,
            "kind": spec.kind,
            "preview": context.preview,
            "description": "",
            "fields": self.catalog.fields,
            "problems": context.problems(spec),
            **_VIEWS[spec.kind](context, spec),
        }
