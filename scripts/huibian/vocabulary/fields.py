"""The field table: what articles' fields are called, and where they stand and count.

Loads ``fields.yml`` (and a site's own ``docs/vocabulary/fields.yml``). Knows names and order;
what a field's value is, and what it looks like, is the business of those who show it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from huibian.diagnostics import Diagnostic, HuibianError, diagnostic, fail
from huibian.schema import (
    ArticleField,
    ExportField,
    FacetField,
    FieldsFile,
    HideableField,
    SettableField,
    ShownField,
    SortName,
)
from huibian.vocabulary.loading import built_in, line_of, modified, parse, read_own

_NAME = "fields.yml"
#: What may be written in each part of the table.
_ALLOWED: dict[str, tuple[str, ...]] = {
    "labels": get_args(ExportField),
    "article": get_args(ArticleField),
    **dict.fromkeys(("columns", "under_title", "results", "results_foot"), get_args(ShownField)),
    "facets": get_args(FacetField),
    "sorts": get_args(SortName),
    "export": get_args(ExportField),
    "hidden": get_args(HideableField),
}


@dataclass(frozen=True, slots=True)
class FieldTable:
    """The table; every list is in the order of the page and without what is ``hidden``.

    ``labels`` has every field, ``sorts`` the orders of results with their labels.
    """

    labels: Mapping[str, str]
    article: tuple[str, ...]
    columns: tuple[str, ...]
    under_title: tuple[str, ...]
    results: tuple[str, ...]
    results_foot: tuple[str, ...]
    facets: tuple[str, ...]
    export: tuple[str, ...]
    sorts: tuple[tuple[str, str], ...]
    hidden: frozenset[str]

    def shown(self, field: str, value: str) -> str:
        """Return what readers see of a field's value: nothing where it is hidden."""
        return "" if field in self.hidden else value


def load_fields(extra: Path | None = None) -> FieldTable:
    """Load the shipped table, with the lists and labels of a site's own in their place.

    All that is wrong with ``extra``, which need not exist, is raised at once as HB501.
    """
    return _load(extra, modified(extra))


@lru_cache(maxsize=4)
def _load(extra: Path | None, stamp: int) -> FieldTable:
    """Load once for each state of the site's own file (``stamp`` tells them apart)."""
    table = _read(built_in(_NAME), _NAME)
    if extra is not None and extra.is_file():
        own = _read(read_own(extra), str(extra))
        labels = {**table["labels"], **own.pop("labels")}
        table = {**table, **own, "labels": labels}
    hidden = frozenset(table.pop("hidden"))
    lists = {
        name: tuple(field for field in fields if field not in hidden)
        for name, fields in table.items()
        if name not in ("labels", "sorts")
    }
    orders = tuple(table["sorts"].items())
    return FieldTable(labels=table["labels"], sorts=orders, hidden=hidden, **lists)


def _read(text: str, path: str) -> dict[str, Any]:
    data = parse(text, path)
    if not isinstance(data, dict | None):
        reason = "应当是“名字: 值”的样子，例如 facets: [region, themes]"
        raise fail("HB501", path=path, line=1, reason=reason)
    try:
        made = FieldsFile.model_validate(data or {})
    except ValidationError as error:
        findings = (
            _finding(one["type"], one["loc"], one["input"], one.get("ctx", {}), text, path)
            for one in error.errors()
        )
        raise HuibianError(sorted(findings, key=lambda finding: finding.line)) from error
    return made.model_dump(exclude_none=True)


def _finding(
    kind: str,
    place: Sequence[str | int],
    given: object,
    context: Mapping[str, Any],
    text: str,
    path: str,
) -> Diagnostic:
    """Put an error of the schema into words."""
    where = str(place[0])
    known = list(_ALLOWED)
    if kind == "extra_forbidden":
        reason = f"不认识“{where}”{_near(where, known)}；可以写的有：{'、'.join(known)}"
    elif kind == "literal_error":
        near, listed = _near(str(given), _ALLOWED[where]), "、".join(_ALLOWED[where])
        reason = f"“{given}”不能写在 {where} 里{near}；可以写的有：{listed}"
    elif kind == "value_error":
        reason = f"{where} 里“{context['error']}”写了两次"
    elif kind == "too_short":
        reason = f"{where} 里至少要有一个"
    elif where in ("labels", "sorts"):
        reason = f"{where} 下面应当一行一个，写成“名字: 叫法”，例如 organization: 报送单位"
    else:
        reason = f"{where} 应当是写在方括号里的列表，例如 {where}: [region, themes]"
    return diagnostic("HB501", path=path, line=line_of(text, place), reason=reason)


def _near(name: str, names: Sequence[str]) -> str:
    near = get_close_matches(name, names, n=1)
    return f"，是不是“{near[0]}”" if near else ""


#: What clerks call the fields that stand on a page, in the table's order: the shipped labels.
FIELD_LABELS = {
    name: label
    for name, label in load_fields().labels.items()
    if name == "title" or name in get_args(SettableField)
}
#: Fields of pages that are no reader's business, or go by another name than their column.
_OTHER_LABELS = {
    "number": "篇次",
    "source": "原文",
    "review": "待复核",
    "confirmed": "看过可以的提示",
    "declared": "所示篇数",
    "added": "收入日期",
    "disclosure": "公开程度",
    "note": "说明",
}


def name_of(key: str) -> str:
    """Return what people call a key of a page's front matter; a key without a name is its own."""
    return _OTHER_LABELS.get(key) or FIELD_LABELS.get(key, key)


def both_names(key: str) -> str:
    """Return a key with the name that clerks know it by, for findings that both kinds read."""
    name = name_of(key)
    return key if name == key else f"{name}（{key}）"
