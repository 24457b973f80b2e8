"""The report of a split, as text for a terminal: counts, table, dropped lines, questions."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

from huibian.diagnostics import Diagnostic
from huibian.model import Article, Dropped
from huibian.pipeline import Compilation
from huibian.schema import FIELD_LABELS

_TITLE_WIDTH = 44
_COLUMNS = ("篇", "行", "标题", "地区", "层级", "主题", "把握", "复核")


def width(text: str) -> int:
    """Return the columns that a text takes in a terminal (a Chinese character takes two)."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WFA" else 1
        for c in text
    )


def fit(text: str, columns: int) -> str:
    """Cut a text to a number of columns, with … where it was cut."""
    if width(text) <= columns:
        return text
    cut = ""
    for char in text:
        if width(cut + char) > columns - 2:
            break
        cut += char
    return cut + "…"


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows as lines with aligned columns; the first row is the head."""
    widths = [max(width(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [cell + " " * (widths[at] - width(cell)) for at, cell in enumerate(row)]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "  ".join("─" * (columns // 2) + " " * (columns % 2) for columns in widths))
    return lines


def split_report(
    compilation: Compilation, slug: str, *, dry_run: bool = False, changed: bool = True
) -> str:
    """Return the report on a split: declared and found, articles, dropped, questions.

    ``changed`` is False when the collection was already what the split makes of it.
    """
    plan, document = compilation.plan, compilation.document
    found = len(compilation.articles)
    declared = f"所示 {plan.declared} 篇，" if plan.declared is not None else ""
    lines = [
        f"《{plan.title or document.name}》",
        f"{document.name}（{document.encoding or document.format}，{len(document.lines)} 行）："
        f"{declared}找到 {found} 篇",
        "",
        *table([_COLUMNS, *(_row(compilation, at) for at in range(found))]),
    ]
    if compilation.shared_themes:
        themes = "、".join(compilation.shared_themes)
        lines += ["", f"全集共有的主题：{themes}（不再逐篇列为区分的主题）"]
    lines += ["", *dropped_report(compilation.plan.dropped, compilation.noise_labels)]
    lines += ["", *_questions(compilation.findings)]
    if dry_run:
        lines += ["", "（试运行：没有写入任何文件）"]
    elif changed:
        lines += ["", f"已写入 docs/collections/{slug}/"]
    else:
        lines += ["", "与上次的结果完全相同，没有改动任何文件"]
    return "\n".join(lines)


def _row(compilation: Compilation, at: int) -> tuple[str, ...]:
    article = compilation.articles[at]
    segment = compilation.plan.segments[at]
    return (
        str(article.number),
        str(segment.boundary.line),
        fit(article.title, _TITLE_WIDTH),
        fit(article.region.value, 26) if article.region else "未注明",
        article.level.value if article.level else "？",
        fit("、".join(theme.value for theme in article.themes), 32) or "？",
        f"{segment.boundary.score:.2f}",
        _review(article),
    )


def _review(article: Article) -> str:
    return "、".join(FIELD_LABELS[name] for name in article.review)


def dropped_report(dropped: Sequence[Dropped], labels: Mapping[str, str]) -> list[str]:
    """Return what was dropped, by rule; ``labels`` are the rules' names."""
    if not dropped:
        return ["没有剔除任何文字"]
    counts = Counter(piece.rule for piece in dropped)
    total = "、".join(f"{labels.get(rule, rule)} {count} 处" for rule, count in counts.items())
    lines = [f"剔除 {len(dropped)} 处（{total}），其余文字都在页面里："]
    for piece in dropped[:20]:
        label = labels.get(piece.rule, piece.rule)
        lines.append(f"  第 {piece.span.line} 行  [{label}] {fit(piece.text, 60)}")
    if len(dropped) > 20:
        lines.append(f"  …… 还有 {len(dropped) - 20} 处，见 source/plan.yml")
    return lines


def _questions(findings: Sequence[Diagnostic]) -> list[str]:
    if not findings:
        return ["没有需要复核的问题"]
    lines = [f"请复核 {len(findings)} 处（现在的处理见各条；要改就运行箭头后的命令）："]
    for at, finding in enumerate(findings, 1):
        place = f"第 {finding.line} 行 " if finding.line else ""
        lines.append(f"  {at}. {place}[{finding.code}] {finding.message}")
        lines.append(f"     → {finding.hint}")
    return lines


def written_report(
    renamed: Sequence[tuple[str, str]], kept: Sequence[str], merged: Sequence[str]
) -> list[str]:
    """Return what writing did to pages that people had changed."""
    lines = []
    if kept:
        lines.append(f"保留了手工修改过的页面：{'、'.join(kept)}")
    if merged:
        lines.append(f"把新的结果并入了手工修改过的页面：{'、'.join(merged)}")
    for old, new in renamed:
        lines.append(f"另外添加的 {old} 改名为 {new}，排在最后")
    return lines
