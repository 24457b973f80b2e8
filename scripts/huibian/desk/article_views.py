"""One article: add it from a document, from text or from nothing; correct one that is there."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from pydantic import ValidationError
from werkzeug.wrappers import Response as BaseResponse

from huibian import readers
from huibian.authoring import Typed
from huibian.desk import asking
from huibian.desk.article_drafts import IMAGE, ArticleDraft, Articles
from huibian.desk.context import desk
from huibian.desk.drafts import Owner
from huibian.desk.jobs import Job
from huibian.diagnostics import HuibianError, fail
from huibian.editing import file_name
from huibian.model import LEVELS
from huibian.readers.images import raster_suffix
from huibian.schema import SUMMARY_LIMIT, THEMES_LIMIT
from huibian.site import articlelook
from huibian.store import check_slug
from huibian.vocabulary.fields import FIELD_LABELS

_LONGEST = 1_000_000  # characters of a form
_WINDOW = 40  # characters that tell windows apart
_TYPES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp",
          "webp": "image/webp"}  # fmt: skip


def install(articles: Articles) -> Blueprint:
    """Return the screens, with what they keep."""
    views = Blueprint("article", __name__)
    drafts = articles.drafts

    @views.get("/articles/new")
    def new() -> str:
        """Show the ways to add an article, and those that are not finished."""
        begun = [(name, file) for name, file in drafts.all() if file.revision]
        return render_template(
            "article_new.html",
            section="article",
            drafts=[one for one in begun if one[1].is_for(g.user)],
            others=[one for one in begun if not one[1].is_for(g.user)],
            collections=desk().cards(),
            chosen=request.args.get("to", ""),
            limit=readers.DEFAULT_MAX_SIZE,
        )

    @views.post("/api/articles")
    def upload() -> tuple[Response, int]:
        """Take a document in and begin to read it."""
        name = file_name(request.args.get("name", ""))
        slug = request.args.get("to", "")
        check_slug(slug)
        here, owner = desk(), _owner()
        here.library.require(slug)
        draft, folder = drafts.make(name)
        try:
            if not asking.file(folder / "original"):
                raise fail("HB101", path=name)
        except BaseException:  # too large, cut off
            drafts.remove(draft)
            raise

        def work(job: Job) -> dict[str, Any]:
            try:
                job.progress("读文件", 0, 0)
                articles.take_in(draft, owner, slug, name)
            except HuibianError:
                drafts.remove(draft)
                raise
            return {"draft": draft}

        return jsonify(job=here.jobs.start(work).id), 202

    @views.post("/api/articles/blank")
    def blank() -> tuple[Response, int]:
        """Begin an article that is to be typed."""
        slug = str(asking.data().get("to", ""))
        check_slug(slug)
        return jsonify(draft=articles.begin(_owner(), slug)), 201

    @views.get("/collections/<slug>/<page>/edit")
    def edit(slug: str, page: str) -> BaseResponse:
        """Correct an article that is there."""
        return redirect(url_for("article.show", draft=articles.open(_owner(), slug, page)), 303)

    @views.post("/api/collections/<slug>/<page>/draft")
    def again(slug: str, page: str) -> tuple[Response, int]:
        """Begin to correct an article, or go on with it, in a form that is open."""
        return jsonify(draft=articles.open(_owner(), slug, page)), 201

    @views.get("/articles/drafts/<draft>")
    def show(draft: str) -> str | BaseResponse:
        """Show the form."""
        try:
            file = articles.read(draft)
        except HuibianError:
            return redirect(url_for("article.new"))
        words = desk().library.vocabularies
        return render_template(
            "article.html",
            section="library" if file.page else "article",
            draft=draft,
            file=file,
            collections=desk().cards(),
            labels=FIELD_LABELS,
            levels=LEVELS,
            kinds=[kind.label for kind in words.kinds],
            themes=list(words.themes),
            most_themes=THEMES_LIMIT,
            most_summary=SUMMARY_LIMIT,
            largest_image=IMAGE // 1_000_000,
        )

    @views.get("/api/articles/drafts/<draft>")
    def state(draft: str) -> Response:
        """Return the draft as it stands."""
        return jsonify(_state(draft, articles.read(draft)))

    @views.post("/api/articles/drafts/<draft>")
    def change(draft: str) -> Response:
        """Keep what stands in the form now, and say what is to be said of it."""
        data = asking.data()
        slug = str(data.get("slug", ""))
        if slug:  # a page has its own
            check_slug(slug)
        window = str(data.get("window", ""))[:_WINDOW]
        last = data.get("last") is True
        file = articles.change(draft, asking.revision(data), _typed(data), slug, window, last=last)
        return jsonify(_state(draft, file))

    def _state(draft: str, file: ArticleDraft) -> dict[str, Any]:
        return {
            "revision": file.revision,
            "slug": file.slug,
            "page": file.page,
            "typed": file.typed.model_dump(),
            "findings": articles.findings(file),
            "html": articlelook.text(file.typed.body, file.slug),
            "stale": articles.is_stale(file),
            "gone": file.gone,
            "number": int(file.page.removesuffix(".md")) if file.page else 0,
        }

    @views.get("/api/articles/drafts/<draft>/suggestions")
    def suggestions(draft: str) -> Response:
        """Return what the rules read from the text, and why."""
        return jsonify(articles.suggestions(drafts.read(draft)))

    @views.post("/api/articles/drafts/<draft>/images")
    def add_image(draft: str) -> Response:
        """Take in an image for the article."""
        return jsonify(name=articles.add_image(draft, request.get_data(cache=False)))

    @views.get("/api/articles/drafts/<draft>/images/<name>")
    def image(draft: str, name: str) -> Response:
        """Return an image that the article shows."""
        try:
            data = articles.image(draft, name)
        except (KeyError, OSError):
            abort(404)
        kind = raster_suffix(data)
        if not kind:
            abort(404)
        return Response(data, mimetype=_TYPES[kind])

    @views.post("/api/articles/drafts/<draft>/save")
    def save(draft: str) -> Response:
        """Write the page."""
        slug, page = articles.save(draft, asking.revision(asking.data()), g.user)
        return jsonify(preview=url_for("article.saved", slug=slug, page=page))

    @views.get("/api/articles/drafts/<draft>/versions")
    def versions(draft: str) -> Response:
        """Return the page as it is now, for a comparison with the form."""
        return jsonify(articles.versions(draft))

    @views.post("/api/articles/drafts/<draft>/settle")
    def settle(draft: str) -> Response:
        """Go on from the page as it is now."""
        data = asking.data()
        choice = data.get("choice")
        if choice not in ("merge", "mine", "theirs"):
            abort(400, asking.WRONG)
        return jsonify(_state(draft, articles.settle(draft, asking.revision(data), choice)))

    @views.post("/api/articles/drafts/<draft>/discard")
    def discard(draft: str) -> Response:
        """Throw a draft away: only its own user may."""
        file = drafts.read(draft)
        if not file.is_for(g.user):
            abort(403, f"这份草稿是 {file.user} 的，只有本人能丢弃")
        drafts.remove(draft)
        return jsonify(done=True)

    @views.get("/collections/<slug>/<page>/saved")
    def saved(slug: str, page: str) -> str:
        """Show an article in the preview."""
        check_slug(slug)
        desk().library.store.page(slug, page)  # it is there
        number = page.removesuffix(".md")
        return render_template(
            "article_saved.html",
            section="library",
            slug=slug,
            page=page,
            number=int(number),
            shown=f"{slug}/{page}",
            address=f"collections/{slug}/{number}/",
            preview=desk().preview(),
        )

    @views.get("/api/preview/<slug>/<page>")
    def preview(slug: str, page: str) -> Response:
        """Say whether the preview has an article."""
        check_slug(slug)
        desk().library.store.page(slug, page)  # it is there
        number = page.removesuffix(".md")
        return jsonify(ready=desk().preview_shows(f"collections/{slug}/{number}/"))

    @views.get("/api/regions")
    def regions() -> Response:
        """Return the regions that a typed text may mean."""
        table = desk().library.vocabularies.regions
        found = table.search(request.args.get("q", "")[:80])
        return jsonify(
            regions=[
                {"value": table.path_name(one.code), "code": one.code, "level": one.level}
                for one in found
            ]
        )

    @views.get("/articles/look/<name>")
    def look(name: str) -> Response:
        """Return a style sheet of the site."""
        try:
            return Response(articlelook.style(desk().site, name), mimetype="text/css")
        except (KeyError, OSError):
            abort(404)

    return views


def _owner() -> Owner:
    """Return what tells browsers and users apart."""
    return Owner(hashlib.sha256(str(g.session).encode()).hexdigest()[:16], g.user)


def _typed(data: dict[str, Any]) -> Typed:
    """Return what stands in the form; 400 for anything that no form can send."""
    try:
        typed = Typed.model_validate(data.get("typed"))
    except ValidationError:
        abort(400, asking.WRONG)
    if len(typed.model_dump_json()) > _LONGEST:
        abort(413)
    return typed
