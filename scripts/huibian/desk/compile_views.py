"""Add a compilation, or correct the division of one: the screens and what they ask for."""

from __future__ import annotations

import hashlib
from typing import Any, get_args

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
from werkzeug.wrappers import Response as BaseResponse

from huibian import readers
from huibian.desk import asking
from huibian.desk.context import Desk, desk
from huibian.desk.drafts import Drafts
from huibian.desk.jobs import Job
from huibian.desk.proposals import ROLES, Proposals
from huibian.diagnostics import HuibianError, fail
from huibian.editing import Clash, Library, Request, file_name, slug_of
from huibian.model import LEVELS
from huibian.schema import THEMES_LIMIT
from huibian.store import check_slug
from huibian.vocabulary.fields import FIELD_LABELS

#: Requests that a click can make, with how many values each takes.
_REQUESTS = {
    "split-at": 1, "merge": 1, "move": 2, "retitle": 2, "keep": 1, "drop": 1, "cut": 2, "mask": 1,
    "mask-words": 2, "remove": 1, "set": 2, "confirm": 1,
}  # fmt: skip
_MOST = 50  # requests at once
_LONGEST = 2000  # characters of a value


def install(drafts: Drafts, proposals: Proposals) -> Blueprint:
    """Return the screens, with what they keep."""
    views = Blueprint("compile", __name__)

    @views.get("/")
    def home() -> str:
        """Show where to drop a file, unfinished drafts and the collections."""
        return render_template(
            "home.html",
            section="compile",
            drafts=drafts.all(),
            collections=desk().cards(),
            limit=readers.DEFAULT_MAX_SIZE,
        )

    @views.post("/api/drafts")
    def upload() -> tuple[Response, int]:
        """Take a file in and begin to read it."""
        name = file_name(request.args.get("name", ""))
        here = desk()
        again = request.args.get("again", "")  # the collection of which it is a new version
        if again:
            here.library.require(again)
        draft, folder = drafts.make(name)
        try:
            size = asking.file(folder / "original")
            if not size:
                raise fail("HB101", path=name)
        except BaseException:  # too large, cut off
            drafts.remove(draft)
            raise
        whole = request.args.get("whole") == "1"
        other = request.args.get("other") == "1"  # it is another one, though it looks the same

        def work(job: Job) -> dict[str, Any]:
            try:
                job.progress("读文件", 0, 0)
                document = here.worker.read(
                    folder,
                    collection=again,
                    whole=whole,
                    divides=lambda: job.progress("分篇", 0, 0),
                )
                library = here.library
                data = (folder / "original").read_bytes()
                if hashlib.sha256(data).hexdigest() != document.sha256:
                    raise fail("HB105", path=name, reason="读取时文件正在改变")
                found = "" if again or other else _same(here, name, document.sha256)
                if found:
                    drafts.remove(draft)
                    card = here.cards()[found]
                    same = card.sha256 == document.sha256
                    return {"found": found, "title": card.title, "same": same}
                slug = again or _free(library, slug_of(name))
                file = drafts.begin(
                    draft,
                    name=name,
                    slug=slug,
                    collection=again,
                    today=here.today(),
                    whole=whole,
                )
                proposals.open(draft, document)
                proposals.compiled(draft, file, job.progress)
            except HuibianError:
                proposals.forget(draft)
                drafts.remove(draft)
                raise
            return {"draft": draft}

        job = here.jobs.start(work)
        return jsonify(job=job.id), 202

    @views.get("/api/jobs/<name>")
    def job(name: str) -> Response:
        """Tell how far a job is."""
        try:
            return jsonify(desk().jobs.get(name).data())
        except KeyError:
            abort(404)

    @views.post("/api/collections/<slug>/draft")
    def correct(slug: str) -> tuple[Response, int]:
        """Begin to correct a collection, or go on with it."""
        check_slug(slug)
        here = desk()
        library = here.library
        library.require(slug)
        for name, file in drafts.all():
            if file.collection == slug:
                return jsonify(draft=name), 200
        title = library.overview(slug).title
        draft, _ = drafts.make(title)
        drafts.begin(draft, name=title, slug=slug, collection=slug, today=here.today())
        return jsonify(draft=draft), 201

    @views.get("/drafts/<draft>")
    def show(draft: str) -> str | BaseResponse:
        """Show a draft: the source, the articles, the questions."""
        try:
            file = drafts.read(draft)
        except HuibianError:
            return redirect(url_for("compile.home"))
        return render_template(
            "draft.html",
            section="compile",
            draft=draft,
            file=file,
            roles=ROLES,
            labels=FIELD_LABELS,
            levels=LEVELS,
            themes=list(desk().library.vocabularies.themes),
            most_themes=THEMES_LIMIT,
        )

    @views.get("/api/drafts/<draft>/lines")
    def lines(draft: str) -> Response:
        """Return the source's lines."""
        return jsonify(proposals.lines(draft))

    @views.get("/api/drafts/<draft>")
    def view(draft: str) -> Response:
        """Return the draft as it stands."""
        return jsonify(proposals.view(draft))

    @views.get("/api/drafts/<draft>/articles/<int:number>/places")
    def places(draft: str, number: int) -> Response:
        """Return the regions that an article names."""
        return jsonify(places=proposals.places(draft, number))

    @views.post("/api/drafts/<draft>/decide")
    def decide(draft: str) -> Response:
        """Take a decision."""
        data = asking.data()
        proposals.decide(draft, asking.revision(data), _requests(data))
        return jsonify(proposals.view(draft))

    @views.post("/api/drafts/<draft>/forget")
    def forget(draft: str) -> Response:
        """Take a decision of an earlier save back."""
        data = asking.data()
        number, said = data.get("number"), data.get("text")
        if type(number) is not int or not isinstance(said, str):
            abort(400, asking.WRONG)
        proposals.take_back(draft, asking.revision(data), number, said)
        return jsonify(proposals.view(draft))

    @views.post("/api/drafts/<draft>/undo")
    def undo(draft: str) -> Response:
        """Take the last decision back."""
        proposals.turn(draft, asking.revision(asking.data()), -1)
        return jsonify(proposals.view(draft))

    @views.post("/api/drafts/<draft>/redo")
    def redo(draft: str) -> Response:
        """Put the decision that was taken back in force again."""
        proposals.turn(draft, asking.revision(asking.data()), 1)
        return jsonify(proposals.view(draft))

    @views.post("/api/drafts/<draft>/name")
    def rename(draft: str) -> Response:
        """Give a new collection another folder."""
        data = asking.data()
        slug = str(data.get("slug", "")).strip()
        check_slug(slug)
        with drafts.changing(draft, asking.revision(data)) as file:
            if file.collection:
                abort(400, asking.WRONG)
            if slug in desk().library.store.known():
                raise fail("HB704", slug=slug, name=slug)
            file.slug = slug
        return jsonify(proposals.view(draft))

    @views.post("/api/drafts/<draft>/save")
    def save(draft: str) -> Response:
        """Write the collection."""
        data = asking.data()
        clash = data.get("clash", "refuse")
        if clash not in get_args(Clash):
            abort(400, asking.WRONG)
        outcome = proposals.save(draft, asking.revision(data), g.user, clash)
        address = f"collections/{outcome.slug}/"
        return jsonify(
            slug=outcome.slug,
            preview=url_for("compile.saved", slug=outcome.slug),
            address=address,
            articles=len(outcome.compilation.articles),
        )

    @views.get("/api/drafts/<draft>/clashes")
    def clashes(draft: str) -> Response:
        """Return the pages that a person changed where saving would, too."""
        return jsonify(pages=proposals.clashes(draft))

    @views.post("/api/drafts/<draft>/discard")
    def discard(draft: str) -> Response:
        """Throw a draft away."""
        proposals.forget(draft)
        drafts.remove(draft)
        return jsonify(done=True)

    @views.get("/saved/<slug>")
    def saved(slug: str) -> str:
        """Show a collection in the preview."""
        check_slug(slug)
        library = desk().library
        library.require(slug)
        overview = library.overview(slug)
        return render_template(
            "saved.html",
            section="compile",
            slug=slug,
            overview=overview,
            shown=slug,
            address=f"collections/{slug}/",
            preview=desk().preview(),
        )

    @views.get("/api/preview/<slug>")
    def preview(slug: str) -> Response:
        """Say whether the preview has a collection."""
        check_slug(slug)
        return jsonify(ready=desk().preview_shows(f"collections/{slug}/"))

    return views


def _same(here: Desk, name: str, sha256: str) -> str:
    """Return the collection that this file became already, or one from a file of its name."""
    cards = here.cards()
    same = (slug for slug, card in cards.items() if card.sha256 == sha256)
    named = (slug for slug, card in cards.items() if card.name == name)
    return next(same, "") or next(named, "")


def _free(library: Library, slug: str) -> str:
    """Return a name for a collection that no other one has."""
    known = set(library.store.known())
    names = (slug, *(f"{slug}-{number}" for number in range(2, 1000)))
    return next(name for name in names if name not in known)


def _requests(data: dict[str, Any]) -> list[Request]:
    """Return the requests of a click; 400 for anything that no click can make."""
    given = data.get("requests")
    if not isinstance(given, list) or not 1 <= len(given) <= _MOST:
        abort(400, asking.WRONG)
    requests = []
    for one in given:
        if (
            not isinstance(one, list)
            or not one
            or not all(isinstance(part, str) and len(part) <= _LONGEST for part in one)
            or _REQUESTS.get(one[0]) != len(one) - 1
        ):
            abort(400, asking.WRONG)
        requests.append(Request(one[0], tuple(one[1:])))
    return requests
