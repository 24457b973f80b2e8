"""What is wrong with a page, in the words of the catalogue: its fields, what may not stand in it.

Apart from ``check`` because a build, which reads every page, needs nothing else of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from huibian.diagnostics import Diagnostic, diagnostic
from huibian.harmless import Offence
from huibian.model import LEVELS
from huibian.vocabulary.fields import both_names


def meta_findings(
    meta: Mapping[str, Any], model: type[BaseModel], path: str, lines: Mapping[str, int]
) -> Iterator[Diagnostic]:
    """Check front matter against its schema; one finding for each key that is wrong."""
    try:
        model.model_validate(dict(meta))
    except ValidationError as error:
        seen: set[tuple[str, str]] = set()
        for one in error.errors():
            key = str(one["loc"][0]) if one["loc"] else ""
            kind = one["type"]
            if (key, kind) in seen:
                continue
            seen.add((key, kind))
            line = lines.get(key, 1)
            if kind == "extra_forbidden" and len(one["loc"]) == 1:
                near = get_close_matches(key, model.model_fields, n=1, cutoff=0.6)
                suggestion = f"，是不是 {near[0]}？" if near else ""
                yield diagnostic("HB303", path=path, line=line, key=key, suggestion=suggestion)
            elif kind == "missing" and len(one["loc"]) == 1:
                name = both_names(key)
                yield diagnostic("HB304", path=path, line=line, key=key, name=name)
            else:
                reason, hint = _explain(key, one["input"], one.get("ctx") or {}, kind)
                name = both_names(key)
                yield diagnostic("HB305", path=path, line=line, name=name, reason=reason, hint=hint)


def _explain(key: str, value: object, context: Mapping[str, Any], kind: str) -> tuple[str, str]:
    """Return what is wrong with a value and what to write instead, in Chinese."""
    if isinstance(value, list | dict):  # short, however much an alias in the YAML makes of it
        value = "一个列表" if isinstance(value, list) else "一组字段"
    value = str(value)[:40]
    if key in ("date", "added"):
        return f"{value} 不是带引号的日期", '写成 "2022"、"2022-04" 或 "2022-04-15"（要加引号）'
    if key == "level":
        return f"没有“{value}”这个层级", f"可选：{'、'.join(LEVELS)}"
    if kind == "literal_error":
        options = "、".join(re.findall(r"'([^']+)'", str(context.get("expected", ""))))
        return f"没有“{value}”这个选项", f"可选：{options}"
    if kind in ("too_long", "string_too_long"):
        limit = context.get("max_length", "")
        return f"超过上限 {limit}", f"请缩减到 {limit} 以内"
    if kind == "list_type":
        return "应当是列表", "写成 [甲, 乙] 的样子"
    if kind == "int_type":
        return f"“{value}”不是整数", "请写阿拉伯数字，不加引号"
    if kind in ("string_type", "string_too_short"):
        return "应当是文字，不能留空", "请写上文字；全是数字的要加引号"
    return f"“{value}”不合要求", "请参照指南里的字段说明"


def offence_finding(offence: Offence, path: str, line: int) -> Diagnostic:
    """Return the finding for something that may not stand in a page; line 0 where unknown."""
    text = offence.text[:60]
    if offence.fault == "html":
        return diagnostic("HB309", path=path, line=line, tag=text)
    if offence.fault == "attribute":
        return diagnostic("HB315", path=path, line=line, name=text)
    return diagnostic(
        "HB314" if offence.fault == "outside" else "HB311", path=path, line=line, target=text
    )
