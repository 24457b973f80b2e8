"""The same field of many articles: set, add to, take from, empty; or reviews settled.

What a field may hold is decided by ``Library.checked_field`` and ``check``, as for
``huibian edit``. The pages are changed as a person would change them: splitting again keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from huibian import frontmatter
from huibian.check import page_findings
from huibian.diagnostics import Diagnostic, HuibianError, diagnostic, fail, os_reason
from huibian.editing import Library, set_on_page
from huibian.revising.revision import Progress, Revision, Shown, joined, silent
from huibian.schema import THEMES_LIMIT
from huibian.store import FileChange, is_single
from huibian.vocabulary.fields import FIELD_LABELS

_ARTICLE = re.compile(r"collections/[^/]+/[0-9]+\.md")
Op = Literal["set", "add", "remove", "clear"]
OPS = get_args(Op)
#: Fields that many articles may be given the same value of; ``review`` can only be emptied.
FIELDS = ("themes", "region", "level", "kind", "date", "organization", "author")
REVIEW = "review"
_SAYS = {"set": "设为“{0}”", "add": "加上“{0}”", "remove": "去掉“{0}”", "clear": "清空"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of each article; ``value`` is ``""`` to empty a field."""

    field: str
    op: Op
    value: str = ""

    def said(self) -> str:
        """Return it in Chinese."""
        if self.field == REVIEW:
            return "标为已核对"
        return f"{FIELD_LABELS[self.field]}{_SAYS[self.op].format(self.value)}"


def revise(
    library: Library, paths: Sequence[str], wish: Wish, progress: Progress = silent
) -> Revision:
    """Return what becomes of pages, given by their paths below ``docs/``.

    Raises HB408 for a wish that no article can be given. A page that cannot be read, or would be
    wrong afterwards, stays as it is and is ``left`` with the reason.
    """
    wish = _checked(library, wish)
    files: list[FileChange] = []
    shown: list[Shown] = []
    left: list[Diagnostic] = []
    for at, path in enumerate(dict.fromkeys(paths)):
        progress(at, len(paths))
        try:
            found = _revised(library, path, wish)
        except HuibianError as error:
            left += error.findings
            continue
        if found is not None:
            files.append(found[0])
            shown.append(found[1])
    title = f"{wish.said()}（{len(files)} 篇）"
    return Revision(title, tuple(files), tuple(shown), tuple(left))


def _checked(library: Library, wish: Wish) -> Wish:
    """Return a wish with its value as the vocabularies have it; HB408 for one that cannot be."""
    if wish.field == REVIEW and wish.op == "clear":
        return wish
    only = "themes" if wish.op in ("add", "remove") else ""
    if wish.field not in FIELDS or wish.op not in OPS or only not in ("", wish.field):
        raise fail("HB408", path="", reason="这个字段不能这样改", hint="请另选一种改法")
    if wish.op == "clear":
        return Wish(wish.field, "clear")
    if wish.op == "remove" and wish.value:  # also one that no vocabulary has any more
        return wish
    _, value = library.checked_field(f"{wish.field}={wish.value}", "")
    if not value:
        raise fail("HB408", path="", reason="没有写要改成什么", hint="请选一个或写上")
    return Wish(wish.field, wish.op, value)


def _revised(library: Library, path: str, wish: Wish) -> tuple[FileChange, Shown] | None:
    """Return a page's change, None when it is as wished; an error says why it cannot be."""
    where = f"docs/{path}"
    if not is_single(path) or not _ARTICLE.fullmatch(path):
        raise fail("HB105", path=where[:200], reason="不是文章的页面")
    try:
        data = (library.docs / path).read_bytes()
        text = data.decode()
    except (OSError, UnicodeDecodeError) as error:
        raise fail("HB105", path=where, reason=os_reason(error)) from error
    page = frontmatter.parse(text, where, with_lines=False)
    if wish.field == REVIEW:
        return _settled(path, data, page)
    value = _value(page.meta.get(wish.field), wish, where)
    was = _said(page.meta.get(wish.field))
    now = joined(value.split(",")) if wish.field == "themes" else value
    if was == now:
        return None
    new = set_on_page(text, where, wish.field, value)
    wrong = _worse(_errors(text, where, library), _errors(new, where, library))
    if wrong:
        raise HuibianError(wrong)
    return FileChange(path, data, new.encode()), Shown(
        path, str(page.meta.get("title", "")), was, now
    )


def _settled(
    path: str, data: bytes, page: frontmatter.FrontMatter
) -> tuple[FileChange, Shown] | None:
    review = page.meta.get(REVIEW)
    if not review:
        return None
    new = frontmatter.dump({**page.meta, REVIEW: None}, page.body)
    was = joined(FIELD_LABELS.get(str(one), str(one)) for one in review)
    return FileChange(path, data, new.encode()), Shown(
        path, str(page.meta.get("title", "")), f"待复核：{was}", "已核对"
    )


def _value(present: object, wish: Wish, where: str) -> str:
    """Return the value that a page gets; themes parted by commas."""
    if wish.op == "clear":
        return ""
    if wish.op == "set":
        return wish.value
    own = [str(one) for one in present] if isinstance(present, list) else []
    asked = wish.value.split(",")
    if wish.op == "remove":
        return ",".join(one for one in own if one not in asked)
    themes = list(dict.fromkeys([*own, *asked]))
    if len(themes) > THEMES_LIMIT:
        reason = f"加上就有 {len(themes)} 个主题，最多 {THEMES_LIMIT} 个"
        raise HuibianError(
            [diagnostic("HB408", path=where, reason=reason, hint="这一篇没有改；请先去掉一个")]
        )
    return ",".join(themes)


def _said(value: object) -> str:
    if isinstance(value, list):
        return joined(value)
    return "" if value is None else str(value)


def _errors(text: str, where: str, library: Library) -> list[Diagnostic]:
    """Return what is wrong with a page's fields; its body does not change and is not looked at."""
    meta = frontmatter.parse(text, where, with_lines=False).meta
    found = page_findings(frontmatter.dump(meta, ""), where, library.vocabularies)
    return [one for one in found if one.severity == "error"]


def _worse(before: Sequence[Diagnostic], after: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return what is wrong now and was not before."""
    known = {one.message for one in before}
    return [one for one in after if one.message not in known]
