"""The command that opens the clerk's desk."""

from __future__ import annotations

import re

import click

from huibian.cli.common import free_port, say, site_of
from huibian.desk import serving
from huibian.diagnostics import fail

#: Scheme, host and port: the desk and its preview each stand at the root of their address.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?")
_ALONE = "没有代理时预览不需要它，请和 --address 一起写"
_SAME = "预览的网址要和 --address 不同，文章里的东西才到不了工作台"


@click.command(options_metavar="[选项]")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8600,
    show_default=True,
    metavar="数字",
    help="端口。",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="地址",
    help="在哪个地址上提供；别的机器要用时，前面要有验证身份的代理。",
)
@click.option(
    "--address",
    default="",
    metavar="网址",
    help="经过代理时浏览器里看到的网址；不在本机地址上提供时必填。",
)
@click.option(
    "--preview-address",
    default="",
    metavar="网址",
    help="经过代理时预览的网址，要和 --address 不同；不写就不显示预览。",
)
@click.option("--browser/--no-browser", default=True, help="打开浏览器（默认）。")
@click.pass_context
def desk(
    ctx: click.Context, port: int, host: str, address: str, preview_address: str, browser: bool
) -> None:
    """在浏览器里添加和修改：工作台。

    例：huibian desk
    """
    site = site_of(ctx)
    if host not in ("127.0.0.1", "localhost", "::1") and not address:
        raise fail("HB603", host=host)
    for option, given in (("--address", address), ("--preview-address", preview_address)):
        if given and not _ADDRESS.fullmatch(given):
            raise fail("HB604", option=option, given=given, reason="不是网址")
    if preview_address and not address:
        raise fail("HB604", option="--preview-address", given=preview_address, reason=_ALONE)
    if preview_address and preview_address.rstrip("/").lower() == address.rstrip("/").lower():
        raise fail("HB604", option="--preview-address", given=preview_address, reason=_SAME)
    source = ctx.get_parameter_source("port")
    free = free_port(host, port)
    if free != port and source is not click.core.ParameterSource.DEFAULT:
        raise fail("HB602", port=port, free=free)
    preview = free_port("127.0.0.1", free + 1)
    place = serving.Place(host, free, preview, address, preview_address)
    serving.serve(site, place, browser=browser, say=say)
