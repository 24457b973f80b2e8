"""Commands that make and change collections, and the one that checks them."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from huibian import readers, stagefiles
from huibian.check import check_site
from huibian.cli.common import keeping_garbage, progress, runnable, say, site_of, with_site
from huibian.diagnostics import Diagnostic, fail
from huibian.editing import Library, Outcome, Request
from huibian.pipeline import Compilation, Trace
from huibian.report import (
    added_report,
    edit_report,
    overview_report,
    split_report,
    written_report,
)
from huibian.vocabulary.noise import noise_labels


class _Ordered(click.Command):
    """A command that remembers the order in which its repeatable options were given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        ctx.meta["huibian.order"] = [param.name for param in order]
        return super().parse_args(ctx, args)


_max_size = click.option(
    "--max-size",
    type=click.FloatRange(min=0.001),
    default=readers.DEFAULT_MAX_SIZE,
    show_default=True,
    envvar="HUIBIAN_MAX_SIZE",
    metavar="MB",
    help="原文的大小上限（MB）。",
)


@click.command(options_metavar="[选项]")
@click.argument("source", type=click.Path(path_type=Path), metavar="原文")
@click.option(
    "--collection", "slug", default="", metavar="名字", help="汇编的文件夹名；不写就由文件名得出。"
)
@click.option("--dry-run", is_flag=True, help="只显示结果，不写任何文件。")
@click.option("--update", is_flag=True, help="原文换了文件名，但仍是同一份汇编的新版。")
@click.option(
    "--whole/--no-whole",
    default=None,
    help="不分篇，整个文件作为一篇；以后再拆分也一样，直到写 --no-whole。",
)
@click.option(
    "--debug-dir",
    type=click.Path(path_type=Path),
    metavar="文件夹",
    help="把每一步的结果写到这个文件夹，供查找问题。",
)
@_max_size
@click.pass_context
@keeping_garbage()
def split(
    ctx: click.Context,
    source: Path,
    slug: str,
    dry_run: bool,
    update: bool,
    whole: bool | None,
    debug_dir: Path | None,
    max_size: float,
) -> None:
    """把一份汇编拆成一篇一页。

    例：huibian split 我的汇编.txt --collection zuofeng-2023
    """
    library = Library(site_of(ctx))
    if debug_dir is not None:
        stagefiles.require(debug_dir, library.docs)
    trace = Trace()
    outcome = None
    try:
        outcome = library.split(
            source,
            slug=slug,
            today=_today(),
            dry_run=dry_run,
            update=update,
            whole=whole,
            max_size=max_size,
            progress=progress(),
            trace=trace,
        )
    finally:
        if debug_dir is not None:  # the more useful where the split failed
            stagefiles.write(debug_dir, trace, outcome.compilation if outcome else None)
    compilation = _compilation(outcome, ctx.obj)
    changed = outcome.written is None or outcome.written.changed
    say(split_report(compilation, outcome.slug, dry_run=dry_run, changed=changed))
    _say_pages(outcome)
    if debug_dir is not None:
        say(f"各步的结果在 {debug_dir}")


@click.command(cls=_Ordered, options_metavar="[选项]")
@click.argument("slug", metavar="汇编")
@click.option("--split-at", multiple=True, metavar="行", help="从原文这一行起另分一篇。")
@click.option("--merge", multiple=True, metavar="篇", help="把这一篇并入前一篇。")
@click.option("--move", multiple=True, metavar="行-行", help="移走一段，与 --to 成对使用。")
@click.option("--to", multiple=True, metavar="篇", help="移到这一篇的末尾。")
@click.option("--retitle", multiple=True, nargs=2, metavar="篇 标题", help="改标题。")
@click.option("--keep", multiple=True, metavar="行-行", help="保留被剔除的行。")
@click.option("--drop", multiple=True, metavar="行-行", help="剔除这些行。")
@click.option("--cut", multiple=True, nargs=2, metavar="行 文字", help="剔除这一行里的这几个字。")
@click.option("--mask", multiple=True, metavar="行-行", help="遮盖这些行里的号码和邮箱。")
@click.option(
    "--mask-words", multiple=True, nargs=2, metavar="行 文字", help="遮盖这一行里的这几个字。"
)
@click.option("--remove", multiple=True, metavar="篇", help="剔除整篇。")
@click.option(
    "--set", "set_", multiple=True, nargs=2, metavar="篇 字段=值", help="设置元数据，值留空即删去。"
)
@click.option("--confirm", multiple=True, metavar="行", help="这一行现在的处理是对的，不再提问。")
@click.option("--undo", count=True, help="撤销最近一次修改；写两次就撤销两次，先于其他选项。")
@click.option(
    "--forget", multiple=True, metavar="编号", help="撤销这一项修改（编号见不写选项时的列表）。"
)
@click.pass_context
def edit(ctx: click.Context, /, slug: str, **options: Any) -> None:
    """记下对拆分结果的修改并执行；可以一次写几项，按书写顺序进行。

    不写选项，就列出还没定的问题和做过的修改。

    例：huibian edit zuofeng-2023

    例：huibian edit zuofeng-2023 --move 227-237 --to 16

    例：huibian edit zuofeng-2023 --split-at 370 --retitle 24 "完整的标题"

    例：huibian edit zuofeng-2023 --set 3 region=陕西省/汉中市

    例：huibian edit zuofeng-2023 --undo
    """
    requests = _requests(ctx.meta["huibian.order"], options, slug)
    library = Library(site_of(ctx))
    if not requests:
        overview = library.overview(slug)
        asked = [
            Diagnostic(one.code, "question", "", one.line, one.message, one.command)
            for one in overview.questions
        ]
        say(with_site(overview_report(overview, slug, asked), ctx.obj))
        return
    outcome = library.edit(slug, requests)
    warnings = runnable(outcome.warnings, ctx.obj)
    say(edit_report(_compilation(outcome, ctx.obj), slug, outcome.notes, warnings))
    _say_pages(outcome)


def _requests(order: list[str], options: dict[str, Any], slug: str) -> list[Request]:
    """Return the options as requests in the order in which they were written."""
    undo = options.pop("undo")
    left = {name: list(values) for name, values in options.items()}
    if len(left["move"]) != len(left["to"]):
        raise fail(
            "HB408",
            path=slug,
            reason="--move 和 --to 要成对出现",
            hint="写成 --move 227-237 --to 16",
        )
    forget = tuple(left.pop("forget"))
    requests = [Request("undo", (str(undo),))] if undo else []
    if forget:  # before all else, because the numbers are those of the list
        requests.insert(0, Request("forget", forget))
    for name in order:
        if name not in left or not left[name] or name == "to":
            continue
        value = left[name].pop(0)
        op = {"set_": "set", "split_at": "split-at", "mask_words": "mask-words"}.get(name, name)
        values = value if isinstance(value, tuple) else (value,)
        if op == "move":
            values = (*values, left["to"].pop(0))
        requests.append(Request(op, values))
    return requests


@click.command(options_metavar="[选项]")
@click.argument(
    "sources", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件…"
)
@click.option("--to", "slug", required=True, metavar="汇编", help="收入哪个汇编（文件夹名）。")
@_max_size
@click.pass_context
def add(ctx: click.Context, sources: tuple[Path, ...], slug: str, max_size: float) -> None:
    """把单篇文档收入一个汇编，排在最后。

    例：huibian add 某县经验.txt --to zuofeng-2023
    """
    library = Library(site_of(ctx))
    for added in library.add(sources, slug, max_size):
        added = replace(added, findings=runnable(added.findings, ctx.obj))
        labels = noise_labels(library.vocabularies.noise)
        say("\n".join(added_report(added, slug, labels)))


@click.command(options_metavar="[选项]")
@click.option("--to", "slug", required=True, metavar="汇编", help="加到哪个汇编（文件夹名）。")
@click.option("--title", required=True, metavar="标题", help="标题。")
@click.pass_context
def new(ctx: click.Context, slug: str, title: str) -> None:
    """新建一篇空白文章，等人填写。

    例：huibian new --to zuofeng-2023 --title "某县做法"
    """
    site = site_of(ctx)
    path = Library(site).new(slug, title)
    say(f"已新建 {path.relative_to(site).as_posix()}")
    say(with_site("请用文本编辑器打开，填好字段和正文，再运行 huibian check 检查", ctx.obj))


@click.command(options_metavar="[选项]")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出格式。"
)
@click.option("--quiet", is_flag=True, help="只显示错误和警告。")
@click.pass_context
@keeping_garbage()
def check(ctx: click.Context, form: str, quiet: bool) -> None:
    """检查全部汇编、页面和词表；有错误时退出码为 1。

    例：huibian check
    """
    report = check_site(site_of(ctx))
    findings = [f for f in report.findings if not (quiet and f.severity == "info")]
    if form == "json":
        data = [finding.data() for finding in findings]
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        for finding in runnable(findings, ctx.obj):
            say(finding.text())
        counts = Counter(finding.severity for finding in findings)
        parts = [f"{counts['error']} 处错误" if counts["error"] else "没有错误"]
        parts += [f"{counts['warning']} 处警告"] if counts["warning"] else []
        parts += [f"{counts['info']} 处说明"] if counts["info"] else []
        checked = f"检查了 {report.collections} 个汇编、{report.articles} 篇："
        click.echo(checked + "、".join(parts))
    sys.exit(1 if report.failed else 0)


def _compilation(outcome: Outcome, site: Path | None) -> Compilation:
    """Return the compilation with findings whose commands work as they stand."""
    compilation = outcome.compilation
    return replace(compilation, findings=runnable(compilation.findings, site))


def _say_pages(outcome: Outcome) -> None:
    """Tell what became of the pages of a collection that was there before."""
    written = outcome.written
    if written is None or not (written.changed or written.kept):
        return
    articles = outcome.compilation.plan_file.articles
    titles = {one.page: one.title for one in articles}
    for line in written_report(written, outcome.slug, titles):
        say(line)


def _today() -> str:
    return os.environ.get("HUIBIAN_TODAY") or date.today().isoformat()
