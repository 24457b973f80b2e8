"""Commands that build and show the site."""

from __future__ import annotations

import os

import click

from huibian.cli.common import free_port, site_of
from huibian.diagnostics import fail
from huibian.site import readahead


@click.command(options_metavar="[选项]")
@click.option("--strict/--no-strict", default=True, help="有警告就停下（默认）。")
@click.pass_context
def build(ctx: click.Context, strict: bool) -> None:
    """生成网站，放在 site/ 文件夹。

    例：huibian build
    """
    readahead.begin(site_of(ctx) / "docs")
    _mkdocs(ctx, ["build", *(["--strict"] if strict else [])])


@click.command(options_metavar="[选项]")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    metavar="数字",
    help="端口。",
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="地址", help="在哪个地址上提供。"
)
@click.option("--review/--no-review", default=True, help="显示待复核的问题（默认）。")
@click.pass_context
def serve(ctx: click.Context, port: int, host: str, review: bool) -> None:
    """预览网站，改动即时可见。

    例：huibian serve --port 8000
    """
    source = ctx.get_parameter_source("port")
    free = free_port(host, port)
    if free != port:
        if source is not click.core.ParameterSource.DEFAULT:
            raise fail("HB602", port=port, free=free)
        click.echo(f"端口 {port} 已被占用，改用 {free}")
    click.echo(f"正在生成网站，稍后请用浏览器打开 http://{host}:{free}/（按 Ctrl+C 停止）")
    _mkdocs(ctx, ["serve", "--dev-addr", f"{host}:{free}"], review=review)


def _mkdocs(ctx: click.Context, arguments: list[str], *, review: bool = True) -> None:
    """Run a MkDocs command in the site's folder."""
    from huibian.site import buildfaults, mkdocs_inside  # MkDocs takes a while

    site = site_of(ctx)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's banner is no news to a clerk
    os.chdir(site)
    with buildfaults.told(site):
        mkdocs_inside.run([*arguments, "--config-file", str(site / "mkdocs.yml")], review=review)
