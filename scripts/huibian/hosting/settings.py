"""What a publisher says about the server; checked, because a configuration is a program.

Nothing that could end a directive and begin another one gets through.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PureWindowsPath

from huibian.diagnostics import fail

#: Servers that there is a template for -> its file.
SERVERS = {"nginx": "nginx.conf", "caddy": "Caddyfile", "iis": "web.config"}

_BASE_PATH = re.compile(r"/(?:[\w~-][\w.~-]*/)*")
_NAME = re.compile(r"[\w*][\w.*-]*(?: [\w*][\w.*-]*)*")
#: What has a meaning of its own in the configuration of one server or another.
_SPECIAL = re.compile(r"[\x00-\x1f\x7f\"'`$%{}<>&;#*?|]")


@dataclass(frozen=True)
class Settings:
    """Where a site lies and who may see it.

    ``root``: folder of the site on the server, absolute. ``base_path``: where it begins on the
    host, with a slash at both ends. ``port``: 0 is the usual one. ``name``: names of the host,
    separated by spaces; empty for any. ``certificate`` and ``key``: files for TLS, both or none.
    ``strict_transport``: browsers are to use TLS only. ``users``: file of names and passwords.
    ``allowed``: networks that may ask; empty for all. ``single_sign_on``: another program decides
    about each request; where it is asked stands in the configuration around. ``inside``: only
    the part that goes into a configuration that is there already.
    """

    server: str
    root: str = ""
    base_path: str = "/"
    port: int = 0
    name: str = ""
    certificate: str = ""
    key: str = ""
    strict_transport: bool = False
    users: str = ""
    allowed: tuple[str, ...] = ()
    single_sign_on: bool = False
    inside: bool = False

    @property
    def tls(self) -> bool:
        """Whether the server speaks TLS itself."""
        return bool(self.certificate)

    @property
    def listened(self) -> int:
        """The port to listen on."""
        return self.port or (443 if self.tls else 80)

    @property
    def label(self) -> str:
        """What tells this site's variables from those of another one on the same server."""
        return re.sub(r"\W", "_", self.base_path.strip("/"), flags=re.ASCII) or "root"


def checked(
    server: str,
    *,
    root: str = "",
    base_path: str = "/",
    allowed: Sequence[str] = (),
    port: int = 0,
    name: str = "",
    tls: tuple[str, str] | None = None,
    strict_transport: bool = False,
    users: str = "",
    single_sign_on: bool = False,
    inside: bool = False,
) -> Settings:
    """Return what was said as settings; HB651 where a value or a combination makes no sense.

    A base path gets the slashes that it lacks; networks are written in their canonical form.
    """
    certificate, key = tls or ("", "")
    base_path = "/" + f"{base_path.strip('/')}/".lstrip("/")
    if not _BASE_PATH.fullmatch(base_path):
        raise _wrong("--base-path", base_path, "只写字母、数字、- 和 _，例如 --base-path /anli/")
    if name and not _NAME.fullmatch(name):
        raise _wrong("--name", name, "写主机名，例如 --name anli.example.gov.cn")
    paths = {"--root": root, "--auth": users, "--tls": certificate, "--tls ": key}
    for option, path in paths.items():
        _check_path(option.strip(), path)
    if server == "iis":
        _refuse_for_iis(tls=tls, users=users, port=port, name=name, inside=inside)
    elif not root:
        raise _wrong("--root", root, "写网站在服务器上的文件夹，例如 --root /srv/anli/current")
    if strict_transport and not (tls or server == "iis"):
        raise _wrong("--hsts", "", "它要与 --tls 一起用：没有 HTTPS 时浏览器不理会它")
    if inside and (port or name or tls):
        raise _wrong("--inside", "", "端口、主机名和证书写在已有的配置里，不要同时写在这里")
    if single_sign_on and not (server == "nginx" and inside):
        raise _wrong("--sso", "", "只有 nginx 能用，并且要与 --inside 一起写")
    if single_sign_on and users:
        raise _wrong("--sso", "", "统一认证和 --auth 只用一样")
    return Settings(
        server=server,
        root=root.rstrip("/\\"),
        base_path=base_path,
        port=port,
        name=name,
        certificate=certificate,
        key=key,
        strict_transport=strict_transport,
        users=users,
        allowed=tuple(_network(one) for one in allowed),
        single_sign_on=single_sign_on,
        inside=inside,
    )


def _wrong(option: str, value: str, hint: str) -> Exception:
    return fail("HB651", option=option, value=f"“{value}”" if value else "", hint=hint)


def _check_path(option: str, path: str) -> None:
    if not path:
        return
    if _SPECIAL.search(path):
        raise _wrong(option, path, "路径里有引号、$、% 一类的符号，服务器会读错，请改名")
    if not (path.startswith("/") or PureWindowsPath(path).is_absolute()):
        raise _wrong(option, path, "写服务器上的绝对路径，例如 /srv/anli/current")
    if not PureWindowsPath(path).name:
        raise _wrong(option, path, "不能是整个磁盘")


def _network(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text, strict=False))
    except ValueError:
        hint = "写地址或网段，例如 --allow 10.20.0.0/16"
        raise _wrong("--allow", text, hint) from None


def _refuse_for_iis(**given: object) -> None:
    """IIS keeps these in its own settings; a web.config cannot hold them."""
    options = {"tls": "--tls", "users": "--auth", "port": "--port", "name": "--name"}
    options["inside"] = "--inside"
    for name, value in given.items():
        if value:
            raise _wrong(options[name], "", "IIS 在“IIS 管理器”里设置这一项，不写在 web.config 里")
