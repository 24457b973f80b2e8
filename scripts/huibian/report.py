"""What the commands report, as text for a terminal: counts, tables, questions, pages."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate

from huibian.diagnostics import Diagnostic
from huibian.editing import Added, Overview
from huibian.model import Article, Dropped
from huibian.pipeline import Compilation
from huibian.store import Written
from huibian.vocabulary.fields import FIELD_LABELS
from huibian.vocabulary.privacy import load_privacy

_TITLE_WIDTH = 44
_COLUMNS = ("篇", "行", "标题", "地区", "层级", "主题", "把握", "复核")


def width(text: str) -> int:
    """Return the columns that a text takes in a terminal (a Chinese character takes two)."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@cache
def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def fit(text: str, columns: int) -> str:
    """Cut a text to a number of columns, with … where it was cut."""
    if width(text) <= columns:
        return text
    taken = accumulate(map(_columns, text))
    return text[: sum(1 for one in taken if one <= columns - 2)] + "…"


def _title(text: str) -> str:
    """Return a title as reports show it: personal data masked, cut where it is long."""
    return fit(load_privacy().mask(text), _TITLE_WIDTH)


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows as lines with aligned columns; the first row is the head."""
    taken = [[width(cell) for cell in row] for row in rows]
    widths = [max(column) for column in zip(*taken, strict=True)]
    lines = []
    for row, own in zip(rows, taken, strict=True):
        cells = [
            cell + " " * (most - columns)
            for cell, columns, most in zip(row, own, widths, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "  ".join("─" * (columns // 2) + " " * (columns % 2) for columns in widths))
    return lines


def split_report(
    compilation: Compilation, slug: str, *, dry_run: bool = False, changed: bool = True
) -> str:
    """Return the report on a split: declared and found, articles, dropped, questions.

    ``changed`` is False when the collection was already what the split makes of it.
    """
    lines = [*_head(compilation), ""]
    lines += [*dropped_report(compilation.plan.dropped, compilation.noise_labels), ""]
    lines += [*_questions(compilation.findings), ""]
    if dry_run:
        lines += ["（试运行：没有写入任何文件）"]
    elif changed:
        lines += [f"已写入 docs/collections/{slug}/"]
    else:
        lines += ["与上次的结果完全相同，没有改动任何文件"]
    return "\n".join(lines)


def edit_report(
    compilation: Compilation, slug: str, notes: Sequence[str], warnings: Sequence[Diagnostic]
) -> str:
    """Return the report on an edit: what was recorded, the articles now, what is still open."""
    dropped = len(compilation.plan.dropped)
    lines = [*notes, *(one.text() for one in warnings), ""] if notes or warnings else []
    lines += [*_head(compilation), ""]
    if dropped:
        lines += [f"剔除 {dropped} 处，其余文字都在页面里", ""]
    return "\n".join([*lines, *_questions(compilation.findings), ""])


def _head(compilation: Compilation) -> list[str]:
    plan, document = compilation.plan, compilation.document
    found = len(compilation.articles)
    declared = f"所示 {plan.declared} 篇，" if plan.declared is not None else ""
    lines = [
        f"《{load_privacy().mask(plan.title or document.name)}》",
        f"{document.name}（{document.encoding or document.format}，{len(document.lines)} 行）："
        f"{declared}找到 {found} 篇",
        "",
        *table([_COLUMNS, *(_row(compilation, at) for at in range(found))]),
    ]
    if compilation.shared_themes:
        themes = "、".join(compilation.shared_themes)
        lines += ["", f"全集共有的主题：{themes}（不再逐篇列为区分的主题）"]
    return lines


def overview_report(overview: Overview, slug: str, questions: Sequence[Diagnostic]) -> str:
    """Return what is open in a collection and what was decided; ``questions`` as to be shown."""
    waiting = overview.waiting
    lines = [
        f"《{overview.title}》（{slug}）：{overview.articles} 篇，"
        f"待定问题 {len(questions)} 处，做过的修改 {len(overview.edits)} 项",
        "",
        *_questions(questions),
    ]
    if questions:
        lines.append(f"现在的处理就对的，用 huibian edit {slug} --confirm 行号，以后不再问")
    if waiting:
        lines += ["", "另外收入的篇，请打开页面复核："]
    for one in waiting:
        fields = "、".join(FIELD_LABELS.get(name, name) for name in one.review)
        lines.append(f"  第 {one.number} 篇《{_title(one.title)}》：{fields}")
        lines.append(f"     → docs/collections/{slug}/{one.page}")
    lines.append("")
    if not overview.edits:
        return "\n".join([*lines, "还没有做过修改"])
    lines.append("做过的修改：")
    digits = len(str(len(overview.edits)))
    for number, text in enumerate(overview.edits, 1):
        note = "（现在的原文里找不到，没有起作用）" if number in overview.lost else ""
        lines.append(f"  {number:>{digits}}. {text}{note}")
    lines.append(f"撤销最后一项：huibian edit {slug} --undo")
    lines.append(f"撤销某一项：  huibian edit {slug} --forget 编号")
    return "\n".join(lines)


def _row(compilation: Compilation, at: int) -> tuple[str, ...]:
    article = compilation.articles[at]
    segment = compilation.plan.segments[at]
    return (
        str(article.number),
        str(segment.boundary.line),
        _title(article.title),
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
    mask = load_privacy().mask
    counts = Counter(piece.rule for piece in dropped)
    total = "、".join(f"{labels.get(rule, rule)} {count} 处" for rule, count in counts.items())
    lines = [f"剔除 {len(dropped)} 处（{total}），其余文字都在页面里："]
    shown = dropped[:20]
    digits = len(str(max(piece.span.line for piece in shown)))
    for piece in shown:
        label = labels.get(piece.rule, piece.rule)
        lines.append(f"  第 {piece.span.line:>{digits}} 行  [{label}] {fit(mask(piece.text), 60)}")
    if len(dropped) > len(shown):
        lines.append(f"  …… 还有 {len(dropped) - len(shown)} 处，见 source/plan.yml")
    return lines


def added_report(added: Added, slug: str, labels: Mapping[str, str]) -> list[str]:
    """Return what became of a stand-alone document, and what a person should look at."""
    article, single = added.single.article, added.single
    title = load_privacy().mask(article.title)
    lines = [f"第 {article.number} 篇《{title}》→ docs/collections/{slug}/{added.page}"]
    lines += [f"    {line}" for line in dropped_report(single.dropped, labels)]
    if article.review:
        fields = "、".join(FIELD_LABELS[name] for name in article.review)
        lines.append(
            f"    请复核：{fields}（打开那一页改，改好后从 review 里删掉；或者运行下面的命令）"
        )
    for finding in added.findings:
        place = f"{finding.path}:{finding.line} " if finding.path and finding.line else ""
        lines.append(f"    {place}{finding.message}")
        lines.append(f"      → {finding.hint}")
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


def written_report(written: Written, slug: str, titles: Mapping[str, str]) -> list[str]:
    """Return what writing did to a collection's pages, nothing for a collection that is new.

    ``titles`` are those of the pages. What a person changed is told page by page.
    """
    folder = f"docs/collections/{slug}"

    before = (written.same, written.made, written.gone, written.lost, written.merged, written.kept)
    if not any((*before, written.conflicts, written.renamed)):
        return []

    def named(name: str) -> str:
        return f"{name}《{_title(titles[name])}》" if name in titles else name

    kinds = [("没有变化", written.same), ("重新生成", written.made), ("新增", written.new)]
    lines = [
        f"  {label}{' ' * (8 - width(label))}  {len(names):>3} 页：{_spans(names)}"
        for label, names in kinds
        if names
    ]
    lines += [f"  不再有    《{_title(title)}》" for title in written.gone]
    lines += [f"  合并      {named(name)}：你改过的和新的结果都在" for name in written.merged]
    lines += [f"  保留      {named(name)}：是你改过的样子" for name in written.kept]
    for one in written.conflicts:
        lines.append(f"  保留      {named(one.page)}：你和新的结果改了同一处（{one.fields}）")
        lines.append(f"            新的一版放在 {one.place}")
        lines.append(f"            请对照着改好 {one.page}，再删掉放在那里的一版")
    for one in written.lost:
        title = _title(one.title)
        lines.append(f"  移开      原来的 {one.page}《{title}》：{one.fields}")
        lines.append(f"            你改过的那一页放在 {one.place}")
        lines.append("            还要用的文字请移到别的页，再删掉它")
    for old, new in written.renamed:
        lines.append(f"  改名      另外添加的 {old} 改名为 {new}，排在最后")
    return [f"各页（{folder}/）的处理：", *lines]


def _spans(names: Sequence[str]) -> str:
    """Return page names in short: 01–05、07."""
    others = [name for name in names if not name[:-3].isdecimal()]
    numbers = sorted({int(name[:-3]): name for name in names if name not in others}.items())
    parts: list[list[int]] = []
    for number, _ in numbers:
        if parts and parts[-1][-1] == number - 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    stems = {number: name[:-3] for number, name in numbers}
    spans = [
        stems[part[0]] if len(part) == 1 else f"{stems[part[0]]}–{stems[part[-1]]}"
        for part in parts
    ]
    return "、".join([*others, *spans])
