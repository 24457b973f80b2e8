"""One article that is being written or corrected: its draft, its checks, saving, merging.

What a page may hold, how it is put together and how it is written is asked of ``authoring``,
``check`` and ``editing``; here is only what the desk keeps between two keystrokes.
"""

from __future__ import annotations

import hashlib
import itertools
import time
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from typing import Any

from pydantic import Field

from huibian import authoring, check, frontmatter
from huibian.authoring import Typed
from huibian.desk import places, whereabouts, worker
from huibian.desk.context import Desk
from huibian.desk.drafts import Kept, Kind, Owner
from huibian.diagnostics import HuibianError, fail, os_reason
from huibian.editing import Offer
from huibian.model import Finding
from huibian.readers.images import raster_suffix
from huibian.store import check_slug
from huibian.vocabulary.privacy import load_privacy

#: Bytes of the largest image that can be put into an article.
IMAGE = 20_000_000
_UNTOUCHED = 86_400.0  # seconds after which a draft goes that nobody ever changed


class ArticleDraft(Kept):
    """The draft of an article.

    ``page`` is the file of an article that is there already, ``""`` for a new one; it follows the
    article, and with ``gone`` there is none any more. ``base`` is
    the page's text when the draft was begun (or what was made of the document), ``known`` the
    text of its source. ``document`` is the name of the document that a new article is made of,
    ``images`` are those that its page shows, in the order of the document. ``owner`` is the
    browser: each has its own draft of a page. ``user`` is whom a proxy names, ``""`` for nobody.
    """

    owner: str
    user: str = ""
    slug: str
    page: str = ""
    gone: bool = False
    base: str = ""
    known: str = ""
    document: str = ""
    images: list[str] = Field(default_factory=list)
    notes: list[dict[str, Any]] = Field(default_factory=list)
    typed: Typed
    window: str = ""  # the one that changed it last

    def is_for(self, user: str) -> bool:
        """Say whether this user may throw it away, be it from another browser.

        Without a proxy (``""``) nobody tells users apart.
        """
        return not user or self.user in ("", user)

    @property
    def text(self) -> str:
        """The page as it stands in the form."""
        number = int(self.page.removesuffix(".md")) if self.page else 0
        return authoring.put_together(self.typed, self.base, number)

    @property
    def checked(self) -> str:
        """The page as it will stand: a new one has a number by then."""
        return self.text if self.page else authoring.numbered(self.text, 1)


class Articles:
    """The articles that are being written at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.drafts = Kind(desk.workspace, "articles", ArticleDraft)

    # -- beginning -----------------------------------------------------------------------------

    def open(self, owner: Owner, slug: str, page: str) -> str:
        """Return the draft of a page that is there, begun now or before by the same browser."""
        check_slug(slug)
        text = self._text(slug, page)
        for name, kept in self.drafts.all():
            if (kept.owner, kept.slug) != (owner.browser, slug) or not kept.page:
                continue
            file = self.read(name)
            if file.gone or file.page != page:
                continue
            if file.revision or file.base == text:
                return name
            self.drafts.remove(name)  # never touched, and the page has changed
        known = check.source_text(self._desk.library.store.folder(slug), page)
        typed = authoring.taken_apart(text)
        draft, _ = self.drafts.make(typed.title)
        mine = {"owner": owner.browser, "user": owner.user}
        self.drafts.begin(draft, **mine, slug=slug, page=page, base=text, known=known, typed=typed)
        return draft

    def begin(self, owner: Owner, slug: str) -> str:
        """Return the draft of a new article that is to be typed."""
        self._desk.library.require(slug)
        draft, _ = self.drafts.make("")
        self.drafts.begin(draft, owner=owner.browser, user=owner.user, slug=slug, typed=Typed())
        return draft

    def take_in(self, draft: str, owner: Owner, slug: str, name: str) -> None:
        """Make the document in a draft's folder the draft of a new article."""
        folder = self.drafts.folder(draft)
        document = self._desk.worker.read(folder, whole=True)
        data = (folder / "original").read_bytes()
        if hashlib.sha256(data).hexdigest() != document.sha256:
            raise fail("HB105", path=name, reason="读取时文件正在改变")
        offer = self._desk.library.offer(document, slug, self._desk.texts.but(""))
        for image, content in offer.document.attachments:
            self._desk.workspace.write(folder / "shown" / image, content)
        self.drafts.begin(
            draft,
            owner=owner.browser,
            user=owner.user,
            slug=slug,
            base=offer.single.page,
            document=name,
            images=[image for image, _ in offer.document.attachments],
            notes=[asdict(one) for one in offer.findings],
            typed=authoring.taken_apart(offer.single.page),
            revision=1,  # a document that was taken in is work already
        )

    def tidy(self) -> None:
        """Throw away drafts that were saved when the desk ended, and those never touched."""
        for name in self.drafts.names():
            if not self.drafts.is_begun(name):
                self.drafts.remove(name)  # an upload that was cut off
                continue
            try:
                file = self.drafts.read(name)
            except HuibianError:
                continue
            old = not file.revision and file.changed < time.time() - _UNTOUCHED
            if old or self._is_saved(file):
                self.drafts.remove(name)

    def _is_saved(self, file: ArticleDraft) -> bool:
        """Say whether what a draft holds stands in the library."""
        if not file.revision:
            return False
        try:
            text = file.text
            if file.page:
                return text != file.base and self._text(file.slug, file.page) == text
            if not file.typed.body.strip():
                return False
            mine = authoring.taken_apart(text)
            return any(
                theirs.title == mine.title
                and _imageless(theirs.body, file) == _imageless(mine.body, file)
                for theirs in self._pages(file.slug)
            )
        except HuibianError:
            return False

    def _pages(self, slug: str) -> Iterator[Typed]:
        for _, text in self._texts(slug):
            yield authoring.taken_apart(text)

    def _texts(self, slug: str) -> Iterator[tuple[str, str]]:
        return whereabouts.pages(self._desk.library.store, slug)

    # -- as it stands ---------------------------------------------------------------------------

    def read(self, draft: str) -> ArticleDraft:
        """Return a draft, with the page on which its article stands now."""
        with self.drafts.locked(draft):
            file = self.drafts.read(draft)
            if self._follow(file):
                self.drafts.keep(draft, file)
            return file

    def _follow(self, file: ArticleDraft) -> bool:
        """Take a draft to the page that its article is now; say whether anything has changed."""
        if not file.page:
            return False
        try:
            now = self._text(file.slug, file.page)
        except HuibianError:
            now = ""
        if now == file.base and not file.gone:
            return False
        pages = itertools.chain([(file.page, now)] if now else (), self._texts(file.slug))
        where = whereabouts.page_of(file.base, file.page, pages)
        before = (file.page, file.gone)
        file.page, file.gone = where or file.page, not where
        if file.page != before[0]:
            same = authoring.numbered(file.base, int(where.removesuffix(".md")))
            if self._has(file, same):  # nothing but its number has changed
                file.base = same
        return (file.page, file.gone) != before

    def _has(self, file: ArticleDraft, text: str) -> bool:
        """Say whether a draft's page holds this text now."""
        try:
            return self._text(file.slug, file.page) == text
        except HuibianError:
            return False

    def findings(self, file: ArticleDraft) -> list[dict[str, Any]]:
        """Return what ``huibian check`` says of the page, each with the field that it is about.

        ``at`` is the line of the body, 0 for a field.
        """
        text = file.checked
        try:
            page = frontmatter.parse(text)
        except HuibianError:  # as it came, and nothing was changed so far
            page = frontmatter.FrontMatter({}, {}, text, 1)
        keys = {line: key for key, line in page.lines.items()}
        first = page.body_line + _blank(page.body) - _blank(file.typed.body)
        vocabularies = self._desk.library.vocabularies
        found = check.page_findings(text, self._path(file), vocabularies, file.known)
        return [
            {
                **asdict(one),
                "field": keys.get(one.line, "") if one.line < page.body_line else "body",
                "at": max(0, one.line - first + 1) if one.line >= page.body_line else 0,
            }
            for one in found
        ]

    def change(
        self,
        draft: str,
        revision: int,
        typed: Typed,
        slug: str,
        window: str = "",
        *,
        last: bool = False,
    ) -> ArticleDraft:
        """Keep what stands in the form now; HB711 when another window has changed the draft.

        ``last`` is the word of a window that goes, which did not hear what became of the one
        before: it follows on whatever that window itself has said.
        """
        with self.drafts.locked(draft):
            if last and window and (now := self.drafts.read(draft)).window == window:
                revision = now.revision
            return self._changed(draft, revision, typed, slug, window)

    def _changed(
        self, draft: str, revision: int, typed: Typed, slug: str, window: str
    ) -> ArticleDraft:
        with self.drafts.changing(draft, revision) as file:
            file.window = window
            if slug != file.slug and not file.page:
                self._desk.library.require(slug)
                file.slug = slug
            file.typed = typed
            self._follow(file)
        return file

    def is_stale(self, file: ArticleDraft) -> bool:
        """Say whether the page has been changed since the draft was begun."""
        return bool(file.page) and not self._has(file, file.base)

    def suggestions(self, file: ArticleDraft) -> dict[str, Any]:
        """Return what the rules read from the text: by field, with evidence; places that it names.

        Evidence's lines are the body's, 0 for the title.
        """
        library = self._desk.library
        typed = file.typed
        found = library.suggested(file.slug, typed.title, typed.body)
        single = ("region", "level", "organization", "author", "kind", "date")
        fields = {name: [_value(one)] for name in single if (one := getattr(found, name))}
        if found.themes:
            fields["themes"] = [_value(one) for one in found.themes]
        if found.summary:
            fields["summary"] = [{"value": found.summary, "doubt": "", "evidence": []}]
        table = library.vocabularies.regions
        return {"fields": fields, "places": places.named(f"{typed.title}\n{typed.body}", table)}

    # -- images ---------------------------------------------------------------------------------

    def add_image(self, draft: str, data: bytes) -> str:
        """Keep an image for a draft and return its name; HB722 when no browser shows it."""
        suffix = raster_suffix(data)
        if not suffix or len(data) > IMAGE:
            raise fail("HB722", limit=IMAGE // 1_000_000)
        name = f"{hashlib.sha256(data).hexdigest()[:16]}.{suffix}"
        self._desk.workspace.write(self.drafts.folder(draft) / "shown" / name, data)
        return name

    def image(self, draft: str, name: str) -> bytes:
        """Return an image that a draft's page shows; KeyError when there is none."""
        file = self.drafts.read(draft)
        places = [self.drafts.folder(draft) / "shown"]
        if file.page:
            places.append(self._desk.library.store.folder(file.slug) / "images")
        for place in places:
            if place.is_dir() and name in {one.name for one in place.iterdir() if one.is_file()}:
                return (place / name).read_bytes()
        raise KeyError(name)

    def _own_images(self, draft: str, file: ArticleDraft) -> dict[str, bytes]:
        """Return the images that were put into a draft and that its body shows."""
        place = self.drafts.folder(draft) / "shown"
        wanted = set(authoring.shown_images(file.typed.body)) - set(file.images)
        if not wanted or not place.is_dir():
            return {}
        return {one.name: one.read_bytes() for one in place.iterdir() if one.name in wanted}

    # -- saving ---------------------------------------------------------------------------------

    def save(self, draft: str, revision: int, author: str = "") -> tuple[str, str]:
        """Write the page and throw the draft away; return its collection and its file.

        ``author`` is who a proxy says it was. Raises what the check finds wrong, HB720 when the
        page has been changed meanwhile.
        """
        with self.drafts.locked(draft), self._desk.writing:
            file = self._present(draft)
            if file.revision != revision:
                raise fail("HB711")
            self._refuse_errors(file)
            here = self._desk
            title = f"{'改' if file.page else '添加'}一篇《{file.typed.title}》"
            folder = f"collections/{file.slug}"
            with here.history.watching(title, folder, author, commit=here.commits()):
                name = self._write(draft, file)
            self.drafts.remove(draft)
            return file.slug, name

    def _refuse_errors(self, file: ArticleDraft) -> None:
        vocabularies = self._desk.library.vocabularies
        found = check.page_findings(file.checked, self._path(file), vocabularies, file.known)
        if errors := [one for one in found if one.severity == "error"]:
            raise HuibianError(errors)

    def _write(self, draft: str, file: ArticleDraft) -> str:
        library = self._desk.library
        images = self._own_images(draft, file)
        if file.page:
            if file.text != file.base:
                before = file.base.encode()
                library.write_page(file.slug, file.page, file.text, before, images)
            return file.page
        if not file.document:
            text = file.text
            made = library.write_new(file.slug, lambda n: authoring.numbered(text, n), images)
            return made.name

        def page(offer: Offer) -> str:
            names = [name for name, _ in offer.document.attachments]
            text = authoring.with_images(file.text, dict(zip(file.images, names, strict=True)))
            return authoring.numbered(text, offer.single.article.number, offer.source)

        folder = self.drafts.folder(draft)
        try:
            data = (folder / "original").read_bytes()
        except OSError as error:
            raise fail("HB105", path=file.document, reason=os_reason(error)) from error
        document = worker.kept(folder)
        texts = partial(self._desk.texts.but, "")
        return library.accept_offer(document, data, file.slug, page, images, texts).name

    # -- two who wrote ----------------------------------------------------------------------------

    def versions(self, draft: str) -> dict[str, Any]:
        """Return the page as it is on the disk now, and the labels of what both changed."""
        file = self._present(draft)
        theirs = self._text(file.slug, file.page)
        _, conflicts = authoring.merged(file.base, theirs, file.text)
        return {"theirs": authoring.taken_apart(theirs).model_dump(), "conflicts": conflicts}

    def settle(self, draft: str, revision: int, choice: str) -> ArticleDraft:
        """Go on from the page as it is now: with ``mine``, ``theirs``, or both in a ``merge``."""
        with self.drafts.changing(draft, revision) as file:
            self._follow(file)
            _refuse_gone(file)
            theirs = self._text(file.slug, file.page)
            if choice == "merge":
                file.typed = authoring.taken_apart(
                    authoring.merged(file.base, theirs, file.text)[0]
                )
            elif choice == "theirs":
                file.typed = authoring.taken_apart(theirs)
            file.base = theirs
            file.window = ""
        return file

    # -- inside -----------------------------------------------------------------------------------

    def _present(self, draft: str) -> ArticleDraft:
        """Return a draft as ``read`` does; HB723 where its article is gone."""
        file = self.read(draft)
        _refuse_gone(file)
        return file

    def _text(self, slug: str, page: str) -> str:
        data = self._desk.library.store.page(slug, page)
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            path = f"docs/collections/{slug}/{page}"
            raise fail("HB105", path=path, reason=os_reason(error)) from error

    def _path(self, file: ArticleDraft) -> str:
        return f"docs/collections/{file.slug}/{file.page or '新的一篇.md'}"


def _refuse_gone(file: ArticleDraft) -> None:
    if file.gone:
        raise fail("HB723", slug=file.slug)


def _blank(text: str) -> int:
    return len(text) - len(text.lstrip("\n"))


def _imageless(body: str, file: ArticleDraft) -> str:
    """Return a body without images: those of a document get other names when it is saved."""
    if not file.images:
        return body
    names = dict.fromkeys(authoring.shown_images(body), "")
    return authoring.with_images(body, names)


def _value(finding: Finding) -> dict[str, Any]:
    mask = load_privacy().mask
    evidence = [{"line": one.line, "text": mask(one.text)} for one in finding.evidence]
    return {"value": finding.value, "doubt": finding.doubt, "evidence": evidence}
