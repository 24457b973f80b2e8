"""The command line: arguments in, reports out, exit codes. All work is done elsewhere.

Exit codes: 0 done, 1 findings, 2 usage or unreadable input.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

from huibian import __version__, readers
from huibian.check import check_site
from huibian.diagnostics import HuibianError, fail
from huibian.editing import Library, Outcome, Request
from huibian.pipeline import FIELD_LABELS
from huibian.report import split_report, written_report


class _Group(click.Group):
    """A group whose commands show every HuibianError as text and end with exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except HuibianError as error:
            _stop(error)


class _Ordered(click.Command):
    """A command that remembers the order in which its repeatable options were given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        ctx.meta["huibian.order"] = [param.name for param in order]
        return super().parse_args(ctx, args)


def _stop(error: HuibianError) -> NoReturn:
    for finding in error.findings:
        click.echo(finding.text(), err=True)
    sys.exit(2)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", message="huibian %(version)s", help="显示版本。")
@click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    help="站点文件夹（有 mkdocs.yml 的那个）；不写就从当前文件夹往上找。",
)
@click.pass_context
def main(ctx: click.Context, site: Path | None) -> None:
    """汇编：把经验交流材料汇编拆成一篇一页的案例库。"""
    ctx.obj = site


def _site(ctx: click.Context) -> Path:
    given: Path | None = ctx.obj
    start = (given or Path.cwd()).resolve()
    for folder in (start,) if given else (start, *start.parents):
        if (folder / "mkdocs.yml").is_file():
            return folder
    raise fail("HB601", path=str(start))


def _progress() -> Callable[[str, int, int], None]:
    """Return a progress line for a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        return lambda stage, done, of: None

    def show(stage: str, done: int, of: int) -> None:
        if done == of or done % 50 == 0:
            end = "\n" if done == of and stage == "识别" else ""
            click.echo(f"\r{stage} {done}/{of}    {end}", nl=False, err=True)

    return show


_max_size = click.option(
    "--max-size",
    type=click.FloatRange(min=0.001),
    default=readers.DEFAULT_MAX_SIZE,
    show_default=True,
    envvar="HUIBIAN_MAX_SIZE",
    help="原文的大小上限（MB）。",
)


@main.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--collection", "slug", default="", help="汇编的文件夹名；不写就由文件名得出。")
@click.option("--dry-run", is_flag=True, help="只显示结果，不写任何文件。")
@click.option("--update", is_flag=True, help="原文换了文件名，但仍是同一份汇编的新版。")
@click.option("--whole", is_flag=True, help="不分篇，整个文件作为一篇。")
@_max_size
@click.pass_context
def split(
    ctx: click.Context,
    source: Path,
    slug: str,
    dry_run: bool,
    update: bool,
    whole: bool,
    max_size: float,
) -> None:
    """把一份汇编拆成一篇一页。

    例：huibian split 我的汇编.txt --collection zuofeng-2023
    """
    outcome = Library(_site(ctx)).split(
        source,
        slug=slug,
        today=_today(),
        dry_run=dry_run,
        update=update,
        whole=whole,
        max_size=max_size,
        progress=_progress(),
    )
    _show(outcome)


@main.command(cls=_Ordered)
@click.argument("slug")
@click.option("--split-at", multiple=True, metavar="行", help="从原文这一行起另分一篇。")
@click.option("--merge", multiple=True, metavar="篇", help="把这一篇并入前一篇。")
@click.option("--move", multiple=True, metavar="行-行", help="移走一段，与 --to 成对使用。")
@click.option("--to", multiple=True, metavar="篇", help="移到这一篇的末尾。")
@click.option("--retitle", multiple=True, nargs=2, metavar="篇 标题", help="改标题。")
@click.option("--keep", multiple=True, metavar="行-行", help="保留被剔除的行。")
@click.option("--drop", multiple=True, metavar="行-行", help="剔除这些行。")
@click.option(
    "--set", "set_", multiple=True, nargs=2, metavar="篇 字段=值", help="设置元数据，值留空即删去。"
)
@click.option("--confirm", multiple=True, metavar="行", help="这一行现在的处理是对的，不再提问。")
@click.pass_context
def edit(ctx: click.Context, /, slug: str, **options: Any) -> None:
    """记下对拆分结果的修改并执行；可以一次写几项，按书写顺序进行。

    例：huibian edit zuofeng-2023 --move 227-237 --to 16

    例：huibian edit zuofeng-2023 --split-at 370 --retitle 24 "完整的标题"

    例：huibian edit zuofeng-2023 --set 3 region=陕西省/汉中市
    """
    requests = _requests(ctx.meta["huibian.order"], options, slug)
    _show(Library(_site(ctx)).edit(slug, requests))


def _requests(order: list[str], options: dict[str, Any], slug: str) -> list[Request]:
    """Return the options as requests in the order in which they were written."""
    left = {name: list(values) for name, values in options.items()}
    if len(left["move"]) != len(left["to"]):
        raise fail(
            "HB408",
            path=slug,
            reason="--move 和 --to 要成对出现",
            hint="写成 --move 227-237 --to 16",
        )
    requests = []
    for name in order:
        if name not in left or not left[name] or name == "to":
            continue
        value = left[name].pop(0)
        op = {"set_": "set", "split_at": "split-at"}.get(name, name)
        values = value if isinstance(value, tuple) else (value,)
        if op == "move":
            values = (*values, left["to"].pop(0))
        requests.append(Request(op, values))
    if not requests:
        raise fail(
            "HB408", path=slug, reason="没有写要做什么修改", hint="见 huibian edit --help 里的例子"
        )
    return requests


@main.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--to", "slug", required=True, help="收入哪个汇编（文件夹名）。")
@_max_size
@click.pass_context
def add(ctx: click.Context, sources: tuple[Path, ...], slug: str, max_size: float) -> None:
    """把单篇文档收入一个汇编，排在最后。

    例：huibian add 某县经验.txt --to zuofeng-2023
    """
    for name, article in Library(_site(ctx)).add(sources, slug, max_size):
        click.echo(f"第 {article.number} 篇《{article.title}》→ docs/collections/{slug}/{name}")
        if article.review:
            fields = "、".join(FIELD_LABELS[name] for name in article.review)
            click.echo(f"    请复核：{fields}（打开那一页改，改好后从 review 里删掉）")


@main.command()
@click.option("--to", "slug", required=True, help="加到哪个汇编（文件夹名）。")
@click.option("--title", required=True, help="标题。")
@click.pass_context
def new(ctx: click.Context, slug: str, title: str) -> None:
    """新建一篇空白文章，等人填写。

    例：huibian new --to zuofeng-2023 --title "某县做法"
    """
    site = _site(ctx)
    path = Library(site).new(slug, title)
    click.echo(f"已新建 {path.relative_to(site).as_posix()}，请打开填写")


@main.command()
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出格式。"
)
@click.option("--quiet", is_flag=True, help="只显示错误和警告。")
@click.pass_context
def check(ctx: click.Context, form: str, quiet: bool) -> None:
    """检查全部汇编、页面和词表；有错误时退出码为 1。

    例：huibian check
    """
    report = check_site(_site(ctx))
    findings = [f for f in report.findings if not (quiet and f.severity == "info")]
    if form == "json":
        data = [finding.data() for finding in findings]
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            click.echo(finding.text())
        errors = sum(finding.severity == "error" for finding in findings)
        click.echo(
            f"检查了 {report.collections} 个汇编、{report.articles} 篇："
            + (f"{errors} 处错误" if errors else "没有错误")
        )
    sys.exit(1 if report.failed else 0)


@main.command()
@click.option("--strict/--no-strict", default=True, help="有警告就停下（默认）。")
@click.pass_context
def build(ctx: click.Context, strict: bool) -> None:
    """生成网站，放在 site/ 文件夹。

    例：huibian build
    """
    _mkdocs(ctx, ["build", *(["--strict"] if strict else [])])


@main.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口。"
)
@click.option("--host", default="127.0.0.1", show_default=True, help="地址。")
@click.pass_context
def serve(ctx: click.Context, port: int, host: str) -> None:
    """预览网站，改动即时可见。

    例：huibian serve --port 8000
    """
    _mkdocs(ctx, ["serve", "--dev-addr", f"{host}:{port}"])


def _mkdocs(ctx: click.Context, arguments: list[str]) -> None:
    """Run the MkDocs command that is installed beside this one, in the site's folder."""
    site = _site(ctx)
    sys.stdout.flush()
    os.chdir(site)
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        *arguments,
        "--config-file",
        str(site / "mkdocs.yml"),
    ]
    if sys.platform == "win32":
        import subprocess

        sys.exit(subprocess.run(command, check=False).returncode)
    os.execv(sys.executable, command)


def _show(outcome: Outcome) -> None:
    written = outcome.written
    click.echo(split_report(outcome.compilation, outcome.slug, dry_run=written is None))
    if written is not None:
        for line in written_report(written.renamed, written.kept, written.merged, written.changed):
            click.echo(line)


def _today() -> str:
    return os.environ.get("HUIBIAN_TODAY") or date.today().isoformat()
