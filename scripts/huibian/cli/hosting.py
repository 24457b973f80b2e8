"""The command that prints a server's configuration."""

from __future__ import annotations

import click

from huibian.hosting.configuration import configuration
from huibian.hosting.settings import SERVERS, checked


@click.command(options_metavar="[选项]")
@click.argument("server", type=click.Choice(sorted(SERVERS)), metavar="服务器")
@click.option("--root", default="", metavar="文件夹", help="网站在服务器上的文件夹，写绝对路径。")
@click.option(
    "--base-path", default="/", show_default=True, metavar="路径", help="网址里案例库从哪里开始。"
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar="数字",
    help="端口；不写就是 80，有证书时是 443。",
)
@click.option("--name", default="", metavar="主机名", help="只在这个主机名下提供。")
@click.option("--tls", nargs=2, metavar="证书 私钥", help="用 HTTPS 提供。")
@click.option("--hsts", is_flag=True, help="让浏览器以后只用 HTTPS 打开这台主机。")
@click.option("--auth", default="", metavar="文件", help="要名字和密码；文件里是名字和密码。")
@click.option("--allow", multiple=True, metavar="网段", help="只许这个网段打开，可以写几次。")
@click.option("--sso", is_flag=True, help="由统一认证决定谁能打开，与 --inside 一起写。")
@click.option("--inside", is_flag=True, help="只要放进已有配置里的那一部分。")
def hosting(
    server: str,
    root: str,
    base_path: str,
    port: int | None,
    name: str,
    tls: tuple[str, str] | None,
    hsts: bool,
    auth: str,
    allow: tuple[str, ...],
    sso: bool,
    inside: bool,
) -> None:
    """显示一份网站服务器的配置，把它存成文件放到服务器上。

    服务器写 nginx、caddy 或 iis。

    例：huibian hosting nginx --root /srv/anli/current --base-path /anli/

    例：huibian hosting nginx --root /srv/anli/current --allow 10.20.0.0/16

    例：huibian hosting iis
    """
    settings = checked(
        server,
        root=root,
        base_path=base_path,
        allowed=allow,
        port=port or 0,
        name=name,
        tls=tls,
        strict_transport=hsts,
        users=auth,
        single_sign_on=sso,
        inside=inside,
    )
    click.echo(configuration(settings), nl=False)
