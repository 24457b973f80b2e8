"""The desk as a Flask application: the parts, hung together."""

from __future__ import annotations

from dataclasses import asdict

from flask import Flask, Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from huibian import readers
from huibian.desk import (
    article_views,
    compile_views,
    history_views,
    library_views,
    publish_views,
    vocabulary_views,
)
from huibian.desk.article_drafts import IMAGE, Articles
from huibian.desk.changes import Changes
from huibian.desk.context import NAME, Desk
from huibian.desk.drafts import Drafts
from huibian.desk.guard import MAX_REQUEST, Access, protect
from huibian.desk.proposals import Proposals
from huibian.diagnostics import HuibianError

#: Bytes of the largest upload.
UPLOAD = int(readers.DEFAULT_MAX_SIZE * 1_000_000)
#: Requests that bring a document.
_UPLOADS = frozenset(("compile.upload", "article.upload"))
_IMAGES = "article.add_image"
#: Findings that say that the browser's view is not the latest.
_STALE = frozenset(("HB709", "HB711", "HB720", "HB730", "HB731", "HB732"))


def create_app(desk: Desk, access: Access) -> Flask:
    """Return the application for a desk, behind the guard."""
    app = Flask("huibian.desk", static_folder="static", template_folder="templates")
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = MAX_REQUEST
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_REQUEST
    app.extensions[NAME] = desk

    @app.before_request
    def sized() -> None:
        if request.endpoint in _UPLOADS:
            request.max_content_length = UPLOAD
        elif request.endpoint == _IMAGES:
            request.max_content_length = IMAGE

    protect(app, access)
    drafts = Drafts(desk.workspace)
    proposals = Proposals(desk, drafts)
    proposals.tidy()
    changes = Changes(desk)
    articles = Articles(desk)
    articles.tidy()
    # each part brings its own screens
    app.register_blueprint(compile_views.install(drafts, proposals))
    app.register_blueprint(article_views.install(articles))
    app.register_blueprint(library_views.install(changes))
    app.register_blueprint(vocabulary_views.install(changes))
    app.register_blueprint(history_views.install(changes))
    app.register_blueprint(publish_views.install(access))

    @app.errorhandler(HuibianError)
    def refused(error: HuibianError) -> tuple[Response | str, int]:
        """Say what is wrong: as data to a script, as a page to a person."""
        status = 409 if any(one.code in _STALE for one in error.findings) else 422
        if _for_script():
            return jsonify(findings=[asdict(one) for one in error.findings]), status
        return render_template("error.html", findings=error.findings, text=""), status

    @app.errorhandler(HTTPException)
    def failed(error: HTTPException) -> tuple[Response | str, int]:
        """Say the same of requests that were turned away."""
        text = _TEXTS.get(error.code or 500) or error.description or ""
        if error.code == 413:
            text = _too_large()
        if _for_script():
            return jsonify(findings=[{"message": text, "hint": ""}]), error.code or 500
        return render_template("error.html", findings=(), text=text), error.code or 500

    return app


def _too_large() -> str:
    """Say how large a file may be that is sent to this address."""
    if request.endpoint not in (*_UPLOADS, _IMAGES):
        return "写的内容太长，工作台收不下"
    return f"文件太大，最多 {(request.max_content_length or 0) // 1_000_000} MB"


_TEXTS = {
    404: "没有这一页",
    405: "没有这一页",
    500: "工作台出了错，刚才的操作没有完成；已经保存的内容和草稿都在",
}


def _for_script() -> bool:
    return request.path.startswith("/api/")
