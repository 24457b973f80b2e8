"""All articles: find them, open one, change a field of many."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, abort, g, jsonify, render_template, request, url_for

from huibian.desk import asking, listing
from huibian.desk.changes import Changes
from huibian.desk.context import desk
from huibian.desk.listing import Query
from huibian.desk.workspace import is_id
from huibian.model import LEVELS
from huibian.revising import fields
from huibian.revising.fields import Wish
from huibian.revising.revision import Progress, Revision
from huibian.site.catalog import Catalog
from huibian.vocabulary.fields import FIELD_LABELS

_PAGE = re.compile(r"docs/collections/([a-z0-9-]+)/([0-9]+\.md)")
_MOST = 200_000  # articles at once
_LONGEST = 500  # characters of a value


def install(changes: Changes) -> Blueprint:
    """Return the screens of the list."""
    views = Blueprint("library", __name__)

    @views.get("/articles")
    def articles() -> str:
        """Show a page of the list."""
        catalog = desk().catalog()
        query = Query.of(request.args)
        found = listing.select(catalog, query)
        pages = max(1, -(-len(found) // listing.PAGE))
        page = min(max(1, request.args.get("page", 1, int)), pages)
        first = (page - 1) * listing.PAGE
        return render_template(
            "articles.html",
            section="library",
            query=query,
            found=found[first : first + listing.PAGE],
            total=len(found),
            first=first,
            page=page,
            pages=pages,
            catalog=catalog,
            choices=_choices(catalog),
            waiting=sum(1 for card in catalog.articles if card.review),
            questions=[(slug, card) for slug, card in desk().cards().items() if card.questions],
            faults=[
                (one, _editor(one.path)) for one in catalog.findings if one.severity == "error"
            ],
            sorts=listing.SORTS,
            labels=FIELD_LABELS,
            bulk=_bulk(catalog),
        )

    @views.post("/api/articles/change")
    def change() -> tuple[Response, int]:
        """Begin to work out what a change of many articles would do."""
        data = asking.data()
        paths = _paths(data)
        wish = _wish(data)
        here = desk()

        def make(progress: Progress) -> Revision:
            library = here.library
            return fields.revise(library, paths, wish, progress)

        return jsonify(job=changes.work_out(make).id), 202

    @views.post("/api/changes/<ticket>")
    def write(ticket: str) -> tuple[Response, int]:
        """Begin to write a change that was shown."""
        if not is_id(ticket):
            abort(404)
        return jsonify(job=changes.write(ticket, g.user).id), 202

    return views


def _editor(path: str) -> str:
    """Return where a page can be mended, ``""`` for a file that is no article."""
    match = _PAGE.fullmatch(path)
    return url_for("article.edit", slug=match[1], page=match[2]) if match else ""


def _choices(catalog: Catalog) -> dict[str, list[tuple[str, str]]]:
    """Return what each filter offers: values with their names and counts."""
    regions = [
        (code, "　" * (len(catalog.regions.path(code)) - 1) + _counted(region.name, cards))
        for code, cards in sorted(catalog.by_region.items())
        if (region := catalog.regions.get(code)) is not None
    ]
    kinds: dict[str, int] = {}
    for card in catalog.articles:
        kinds[card.kind] = kinds.get(card.kind, 0) + 1
    return {
        "collection": [
            (one.slug, f"{one.title}（{len(one.articles)}）") for one in catalog.collections
        ],
        "region": [*regions, ("-", "没有写地区")],
        "level": [
            (label, _counted(label, catalog.by_level[label]))
            for label in LEVELS
            if label in catalog.by_level
        ]
        + [("-", "没有写层级")],
        "theme": [
            (theme.id, _counted(theme.label, catalog.by_theme.get(theme.id, ())))
            for theme in catalog.themes
            if theme.id in catalog.by_theme
        ]
        + [("-", "没有写主题")],
        "kind": [(kind, f"{kind}（{count}）") for kind, count in sorted(kinds.items()) if kind]
        + [("-", "没有写体裁")],
    }


def _counted(name: str, cards: tuple[Any, ...]) -> str:
    return f"{name}（{len(cards)}）"


def _bulk(catalog: Catalog) -> dict[str, list[str]]:
    """Return the values that fields may be given; those without are typed."""
    words = desk().library.vocabularies
    return {
        "themes": [theme.label for theme in words.themes],
        "level": list(LEVELS),
        "kind": [kind.label for kind in words.kinds],
        "region": [catalog.regions.path_name(code) for code in sorted(catalog.by_region)],
    }


def _paths(data: dict[str, Any]) -> list[str]:
    """Return the pages that were chosen: all of a query, or those with these keys."""
    catalog = desk().catalog()
    query = data.get("query")
    if isinstance(query, dict) and all(isinstance(one, str) for one in query.values()):
        return [card.src for card in listing.select(catalog, Query.of(query))]
    keys = data.get("keys")
    if not isinstance(keys, list) or not 1 <= len(keys) <= _MOST:
        abort(400, asking.WRONG)
    known = {card.key: card.src for card in catalog.articles}
    if not all(isinstance(key, str) and key in known for key in keys):
        abort(400, "选的文章里有的已经不在了，请刷新这一页")
    return [known[key] for key in keys]


def _wish(data: dict[str, Any]) -> Wish:
    given = [data.get(name) for name in ("field", "op", "value")]
    if not all(isinstance(one, str) and len(one) <= _LONGEST for one in given):
        abort(400, asking.WRONG)
    return Wish(*given)  # type: ignore[arg-type]
