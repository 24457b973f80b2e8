"""plan.yml and added.yml: YAML -> models, with file and line in every complaint, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from huibian import yamlloader
from huibian.diagnostics import fail, os_reason
from huibian.frontmatter import scalar
from huibian.schema import AddedFile, PlanFile
from huibian.simpleyaml import entries, mapping
from huibian.yamlloader import Loader

_HINT = "请从备份恢复这个文件，或用 huibian split 重新拆分原文（edits 里的修改会丢）"
_ADDED_HINT = "请从备份恢复这个文件；没有备份就删掉它，只是以后查不出收入的单篇有没有缺字"
_File = TypeVar("_File", bound=BaseModel)


def parse_plan(text: str, shown: str) -> PlanFile:
    """Return the plan; raises HB401 with the line of the first thing that is wrong."""
    return _parse(text, shown, PlanFile, _HINT)


def _parse(text: str, shown: str, model: type[_File], hint: str) -> _File:
    file = Path(shown).name
    try:
        simple = entries(text)
        data = yamlloader.load(text) if simple is None else mapping(simple)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        reason = f"不是合法的 YAML（{getattr(error, 'problem', None) or error}）"
        raise fail("HB401", path=shown, line=line, reason=reason, file=file, hint=hint) from error
    except (ValueError, RecursionError) as error:
        reason = f"不是合法的 YAML（{str(error)[:60]}）"
        raise fail("HB401", path=shown, line=1, reason=reason, file=file, hint=hint) from error
    if isinstance(data, dict):  # a list whose last entry was deleted by hand is an empty one
        data = {key: value for key, value in data.items() if value is not None}
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = [part for part in first["loc"] if not str(part).startswith("function")]
        name = ".".join(str(part) for part in place)
        missing = first["type"] == "missing"
        reason = f"缺少 {name}" if missing else f"{name or '整个文件'} 的内容不对"
        raise fail(
            "HB401", path=shown, line=_line_of(text, place), reason=reason, file=file, hint=hint
        ) from error


def read_plan(path: Path, shown: str) -> PlanFile:
    """Read and check a plan file (UTF-8)."""
    return parse_plan(_text(path, shown, _HINT), shown)


def read_added(path: Path, shown: str) -> AddedFile:
    """Read the record of the articles added by hand; an empty one where there is no file."""
    if not path.is_file():
        return AddedFile(version=1)
    return _parse(_text(path, shown, _ADDED_HINT), shown, AddedFile, _ADDED_HINT)


def _text(path: Path, shown: str, hint: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = os_reason(error)
        raise fail("HB401", path=shown, line=1, file=path.name, reason=reason, hint=hint) from error


def _line_of(text: str, place: list[str | int]) -> int:
    """Return the line of a value: its top-level key, and its entry in a list."""
    node = yaml.compose(text, Loader=Loader)
    line = 1
    for part in place[:2]:
        if isinstance(node, yaml.MappingNode):
            found = [(k, v) for k, v in node.value if k.value == part]
            if not found:
                break
            line, node = found[0][0].start_mark.line + 1, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            if part >= len(node.value):
                break
            node = node.value[part]
            line = node.start_mark.line + 1
    return line


def dump_plan(plan_file: PlanFile) -> str:
    """Return plan.yml: one line an entry, so that changes are easy to read and to merge."""
    return _dump(
        plan_file, "# 分篇方案：原文每一行的去向和理由。由 huibian 生成；编辑的决定记在 edits 里。"
    )


def dump_added(added: AddedFile) -> str:
    """Return added.yml, in the same form."""
    return _dump(added, "# 另外收入的单篇：各自的原文，剔除了什么，标题从哪里来。由 huibian 生成。")


def _dump(model: PlanFile | AddedFile, head: str) -> str:
    lines = [head]
    for key in type(model).model_fields:
        value = getattr(model, key)
        if value is None or value == []:
            continue
        if isinstance(value, list):  # entry by entry: ten thousand at once take a lot of memory
            lines.append(f"{key}:")
            lines += [f"  - {scalar(entry.model_dump(exclude_defaults=True))}" for entry in value]
        elif isinstance(value, BaseModel):
            lines.append(f"{key}: {scalar(value.model_dump(exclude_defaults=True))}")
        else:
            lines.append(f"{key}: {scalar(value)}")
    return "\n".join(lines) + "\n"
