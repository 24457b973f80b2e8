"""The result of every stage in files that a person can read, for ``huibian split --debug-dir``.

Written beside the site, never into it. What a split that failed has made so far is written too.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from huibian.diagnostics import HuibianError, fail, os_reason
from huibian.frontmatter import scalar
from huibian.lineranges import format_ranges
from huibian.model import Article, Block, Considered, Evidence, Finding, Line
from huibian.pipeline import Compilation, Trace
from huibian.planfile import dump_plan

README = "00-说明.txt"
_TEXT = """拆分时各步的结果，由 huibian split --debug-dir 写成，可以随时删掉。
里面是原文，号码没有遮盖，请不要转给别人。

01-lines.tsv       读入的每一行：行号、页码、样式、文字（看不见的字符写成编码）
02-clean.tsv       清理以后：每一行留下的文字；剔除的每一处，连同规则
03-boundaries.yml  每一种分篇办法找到的标题、得分和得分的组成；chosen 是采用的
04-plan.yml        分篇方案：每一行的去向和理由，待定的问题
05-blocks/         每一篇的段落、小标题、列表
06-fields.yml      每一篇的字段：值、把握、依据
07-pages/          生成的页面
"""
_OWN = (
    README, "01-lines.tsv", "02-clean.tsv", "03-boundaries.yml", "04-plan.yml", "05-blocks",
    "06-fields.yml", "07-pages",
)  # fmt: skip


def require(folder: Path, docs: Path) -> None:
    """Raise HB430 unless the folder may be written to: not in the site's content, ours or empty."""
    real = folder.resolve()
    reason = ""
    if real == docs.resolve() or docs.resolve() in real.parents:
        reason = "它在站点的 docs/ 里"
    elif real in docs.resolve().parents:
        reason = "站点就在它里面"
    elif folder.exists() and not folder.is_dir():
        reason = "已经有同名的文件"
    elif folder.is_dir() and any(folder.iterdir()) and not (folder / README).is_file():
        reason = "里面已经有别的文件"
    if reason:
        raise fail("HB430", path=str(folder), reason=reason)


def write(folder: Path, trace: Trace, compilation: Compilation | None) -> None:
    """Write what the stages made; nothing when the source could not even be read."""
    if trace.document is None:
        return
    files = {README: _TEXT, "01-lines.tsv": _table(_lines(trace.document.lines))}
    if trace.cleaned[0]:
        files["02-clean.tsv"] = _table(_clean(trace))
    if trace.considered or trace.found:
        files["03-boundaries.yml"] = _boundaries(trace)
    if compilation is not None:
        files["04-plan.yml"] = dump_plan(compilation.plan_file)
        for page, article in zip(
            (one.page for one in compilation.plan_file.articles),
            compilation.articles,
            strict=True,
        ):
            files[f"05-blocks/{page[:-3]}.tsv"] = _table(_blocks(article.blocks))
        files["06-fields.yml"] = "".join(map(_fields, compilation.articles))
        files |= {f"07-pages/{name}": text for name, text in compilation.pages.items()}
    try:
        for name in _OWN:
            if (folder / name).is_dir():
                shutil.rmtree(folder / name)
            else:
                (folder / name).unlink(missing_ok=True)
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise _failed(error, folder) from error


def _failed(error: OSError, folder: Path) -> HuibianError:
    return fail("HB430", path=str(folder), reason=os_reason(error))


def _table(rows: Iterable[Sequence[object]]) -> str:
    return "".join("\t".join(_cell(str(cell)) for cell in row) + "\n" for row in rows)


def _cell(text: str) -> str:
    """Return a text with everything that a reader could not see written as a code."""
    return "".join(
        char if char.isprintable() or char == "\u3000" else f"\\u{ord(char):04x}" for char in text
    )


def _lines(lines: Sequence[Line]) -> Iterator[Sequence[object]]:
    yield "行", "页", "样式", "文字"
    for line in lines:
        yield line.number, line.page or "", _style(line), line.text


def _style(line: Line) -> str:
    style = line.style
    parts = [
        f"标题{style.heading}" if style.heading else "",
        "粗" if style.bold else "",
        f"{style.size:g}磅" if style.size else "",
        "居中" if style.centred else "",
        "另起页" if style.page_break else "",
        style.role if style.role != "text" else "",
        style.furniture,
    ]
    return " ".join(part for part in parts if part)


def _clean(trace: Trace) -> Iterator[Sequence[object]]:
    lines, dropped = trace.cleaned
    if trace.planned is not None:  # under the editor's decisions
        lines, dropped = tuple(trace.planned.lines), trace.planned.split.dropped
    yield "行", "去向", "列", "规则", "文字"
    pieces: dict[int, list[Sequence[object]]] = {line.number: [] for line in lines}
    for piece in dropped:
        columns = f"{piece.span.start}-{piece.span.end}"
        row = (piece.span.line, "剔除", columns, piece.rule, piece.text)
        pieces[piece.span.line].append(row)
    for line in lines:
        yield from pieces[line.number]
        if line.text:
            yield line.number, "留下", "", "", line.text


def _boundaries(trace: Trace) -> str:
    found = trace.found
    head = f"chosen: {scalar(found.rule if found else '没有一种够好')}\n"
    if found is not None:
        head += f"score: {found.score}\ndeclared: {scalar(found.declared)}\n"
        head += f"title_line: {found.title_line}\ntitle: {scalar(found.title)}\n"
    if found is not None and found.suspects:
        suspects = (
            {"line": one.line, "title": one.title, "reason": one.reason, "score": one.score}
            for one in found.suspects
        )
        head += "suspects:\n" + "".join(f"  - {scalar(one)}\n" for one in suspects)
    sets = sorted(trace.considered, key=lambda one: -one.score)
    return head + ("sets:\n" + "".join(map(_set, sets)) if sets else "")


def _set(one: Considered) -> str:
    titles = "".join(
        f"      - {scalar({'line': line, 'mark': mark, 'title': title})}\n"
        for line, title, mark in one.titles
    )
    return (
        f"  - rule: {scalar(one.rule)}\n    score: {one.score}\n"
        f"    possible: {scalar(one.possible)}\n"
        f"    parts: {scalar(dict(one.parts))}\n    titles:\n{titles}"
    )


def _blocks(blocks: Sequence[Block]) -> Iterator[Sequence[object]]:
    yield "行", "种类", "级别", "领句字数", "文字"
    for block in blocks:
        lines = "+".join(map(str, block.lines))
        yield lines, block.kind, block.marker or block.level or "", block.lead or "", block.text


def _fields(article: Article) -> str:
    lines = [
        f"- number: {article.number}",
        f"  title: {scalar(article.title)}",
        f"  lines: {scalar(format_ranges(article.lines))}",
    ]
    if article.subtitle:
        lines.append(f"  subtitle: {scalar(article.subtitle)}")
    for name in ("region", "level", "organization", "kind", "date"):
        lines += _finding(name, getattr(article, name))
    if article.themes:
        lines.append("  themes:")
    for theme in article.themes:
        lines += _finding("", theme)
    lines += [f"  summary: {scalar(article.summary)}", f"  review: {scalar(list(article.review))}"]
    return "\n".join(lines) + "\n"


def _finding(name: str, finding: Finding | None) -> list[str]:
    if finding is None:
        return []
    data: dict[str, object] = {"value": finding.value, "score": finding.score}
    if finding.doubt:
        data["doubt"] = finding.doubt
    lines = [f"  {name}: {scalar(data)}" if name else f"    - {scalar(data)}"]
    return [*lines, *(f"    # {_evidence(one)}" for one in finding.evidence)]


def _evidence(one: Evidence) -> str:
    place = f"第 {one.line} 行 " if one.line else ""
    return f"{one.rule} {one.weight:g} {place}{_cell(one.text)}".rstrip()
