"""Commands that publish, take back and list releases."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from huibian.cli.common import runnable, say, site_of, stage
from huibian.publish import publishing, report
from huibian.publish.gate import Refused

_to = click.option(
    "--to",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="文件夹",
    help="发布到哪个文件夹。",
)


@click.command(options_metavar="[选项]")
@_to
@click.option(
    "--audience",
    type=click.Choice(["public", "internal"]),
    default=None,
    help="给谁看：public 只放写着公开的汇编，internal 全放。不写就照上一次，第一次是 internal。",
)
@click.option("--offline", is_flag=True, help="不要服务器，从文件夹直接打开。")
@click.option("--zip", "archive", is_flag=True, help="另做一个压缩包，与 --offline 一起用。")
@click.option("--allow-review", is_flag=True, help="还有待复核的也发布。")
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    metavar="个数",
    help="保留最近几个版本。",
)
@click.pass_context
def publish(
    ctx: click.Context,
    to: Path,
    audience: str | None,
    offline: bool,
    archive: bool,
    allow_review: bool,
    keep: int,
) -> None:
    """检查、生成并发布网站；有问题时什么也不改，退出码为 1。

    例：huibian publish --to /srv/anli
    """
    if archive and not offline:
        raise click.UsageError("--zip 要和 --offline 一起用")
    wanted = publishing.Wanted(audience or "", offline, archive, allow_review, keep)
    site = site_of(ctx)
    with _refusable(ctx):
        done = publishing.publish(site, to, wanted, datetime.now(), stage())
    for finding in runnable(done.notes, ctx.obj):
        say(finding.text())
    say(report.published(done, to, chosen=audience is not None))


@click.command(options_metavar="[选项]")
@click.argument("release", default="", metavar="[版本]")
@_to
@click.pass_context
def rollback(ctx: click.Context, release: str, to: Path) -> None:
    """退回上一个版本，或指定的版本（名字、名字的开头或末尾的 12 位）。

    例：huibian rollback --to /srv/anli
    """
    with _refusable(ctx):
        was, now = publishing.rollback(to, release, datetime.now())
    say(f"现在是 {now}，没有变化" if was == now else f"已从 {was or '（无）'} 换到 {now}")


@click.command(options_metavar="[选项]")
@_to
def releases(to: Path) -> None:
    """列出发布过的版本，新的在前。

    例：huibian releases --to /srv/anli
    """
    say(report.listed(publishing.releases(to)))


@contextlib.contextmanager
def _refusable(ctx: click.Context) -> Iterator[None]:
    """Print what stands in the way of a publish and end with exit code 1."""
    try:
        yield
    except Refused as error:
        for finding in runnable(error.findings, ctx.obj):
            say(finding.text(), err=True)
        say(f"没有做：上面 {len(error.findings)} 处要先处理。读者看到的没有变", err=True)
        sys.exit(1)
