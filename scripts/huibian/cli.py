"""The command line: arguments in, reports out, exit codes. All work is done elsewhere.

Exit codes: 0 done, 1 findings, 2 usage or unreadable input.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import json
import os
import re
import socket
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from huibian import __version__, readers, stagefiles
from huibian.check import check_site
from huibian.diagnostics import Diagnostic, HuibianError, fail, os_reason
from huibian.editing import Library, Outcome, Request
from huibian.hosting.configuration import configuration
from huibian.hosting.settings import SERVERS, checked
from huibian.pipeline import Compilation, Trace, quoted
from huibian.report import (
    added_report,
    edit_report,
    overview_report,
    split_report,
    written_report,
)
from huibian.vocabulary.noise import noise_labels

#: What click says to the user, in Chinese.
_CHINESE = {
    "Aborted!": "已中止",
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "说明见 {command} {option}",
    "Show this message and exit.": "显示这份说明。",
    "default: {default}": "默认 {default}",
    "env var: {var}": "环境变量 {var}",
    "required": "必填",
    "Missing command.": "没有写命令",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing parameter: {param_name}": "缺少参数 {param_name}",
    "Did you mean {possibility}?": "是不是 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "是不是其中之一：{possibilities}？",
    "No such option {name!r}.": "没有 {name} 这个选项。",
    "No such command {name!r}.": "没有 {name} 这个命令。",
    "No such option: {name}": "没有 {name} 这个选项。",  # click 8.1
    "No such command {name!r}": "没有 {name} 这个命令。",
    "Invalid value: {message}": "值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "Got unexpected extra argument ({args})": "多出了参数（{args}）；文件名里有空格时请加引号",
    "Got unexpected extra arguments ({args})": "多出了参数（{args}）；文件名里有空格时请加引号",
    "Option {name!r} requires an argument.": "选项 {name} 后面要写一个值",
    "Option {name!r} requires {nargs} arguments.": "选项 {name} 后面要写 {nargs} 个值",
    "Option {name!r} does not take a value.": "选项 {name} 后面不写值",
    "Argument {name!r} takes {nargs} values.": "参数 {name} 要写 {nargs} 个值",
    "{value!r} is not a valid {number_type}.": "“{value}”不是数字",
    "{value} is not in the range {range}.": "{value} 不在允许的范围 {range} 里",
    "{value!r} is not {choice}.": "“{value}”不行，要写 {choice}",
    "{value!r} is not one of {choices}.": "“{value}”不行，可选 {choices}",
    "{name} {filename!r} is a file.": "{filename} 是文件，不是文件夹",
    "directory": "文件夹",
}


def _translate() -> None:
    """Let click speak Chinese: its modules look their texts up by the name ``_``."""

    def one(text: str) -> str:
        return _CHINESE.get(text, text)

    def some(singular: str, plural: str, count: int) -> str:
        return one(singular if count == 1 else plural)

    for module in (click.core, click.exceptions, click.formatting, click.types, click.decorators):
        for name, say in (("_", one), ("ngettext", some)):
            if hasattr(module, name):
                setattr(module, name, say)
    parser = sys.modules.get("click.parser")
    for name, say in (("_", one), ("ngettext", some)):
        if parser is not None and name in vars(parser):
            setattr(parser, name, say)


_translate()


#: When to look for garbage in circles: there is none to speak of, and with a library of ten
#: thousand articles in memory the usual looking takes a quarter of the time.
_RARELY = (100_000, 20, 50)


class _Group(click.Group):
    """A group whose commands show every HuibianError as text and end with exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        gc.set_threshold(*_RARELY)
        for stream in (sys.stdout, sys.stderr):  # a console that lacks a sign shows ? for it
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        try:
            return super().invoke(ctx)
        except HuibianError as error:
            _stop(error, ctx.obj)
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader of the pipe went away: click knows
                raise
            path = str(error.filename or "")
            _stop(fail("HB105", path=path, reason=os_reason(error)), ctx.obj)


class _Ordered(click.Command):
    """A command that remembers the order in which its repeatable options were given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        ctx.meta["huibian.order"] = [param.name for param in order]
        return super().parse_args(ctx, args)


def _stop(error: HuibianError, site: Path | None) -> NoReturn:
    for finding in _runnable(error.findings, site):
        _say(finding.text(), err=True)
    sys.exit(2)


def _say(text: str, *, err: bool = False) -> None:
    """Print a text without the characters with which a source could steer a terminal."""
    kinds = {char: unicodedata.category(char) for char in set(text) - {"\n"}}
    table = {
        ord(char): "" if kind == "Cf" else "\ufffd"
        for char, kind in kinds.items()
        if kind in ("Cc", "Cf", "Cs")
    }
    click.echo(text.translate(table), err=err)


def _with_site(text: str, site: Path | None) -> str:
    """Return a text whose commands work as they stand, also for a given ``--site``."""
    if site is None:
        return text
    command = f"huibian --site {quoted(str(site))} "
    return re.sub(r"\bhuibian (?=split|edit|add|new|check|publish)", lambda _: command, text)


def _runnable(findings: Iterable[Diagnostic], site: Path | None) -> tuple[Diagnostic, ...]:
    """Return the findings with commands that work as they stand, also for a given ``--site``."""
    return tuple(replace(one, hint=_with_site(one.hint, site)) for one in findings)


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]…",
)
@click.version_option(__version__, "--version", message="huibian %(version)s", help="显示版本。")
@click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="文件夹",
    help="站点文件夹（有 mkdocs.yml 的那个）；不写就从当前文件夹往上找。",
)
@click.pass_context
def main(ctx: click.Context, site: Path | None) -> None:
    """汇编：把经验交流材料汇编拆成一篇一页的案例库。

    例：huibian split 我的汇编.txt
    """
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
    metavar="MB",
    help="原文的大小上限（MB）。",
)


@main.command(options_metavar="[选项]")
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
    library = Library(_site(ctx))
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
            progress=_progress(),
            trace=trace,
        )
    finally:
        if debug_dir is not None:  # the more useful where the split failed
            stagefiles.write(debug_dir, trace, outcome.compilation if outcome else None)
    compilation = _compilation(outcome, ctx.obj)
    changed = outcome.written is None or outcome.written.changed
    _say(split_report(compilation, outcome.slug, dry_run=dry_run, changed=changed))
    _say_pages(outcome)
    if debug_dir is not None:
        _say(f"各步的结果在 {debug_dir}")


@main.command(cls=_Ordered, options_metavar="[选项]")
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
    library = Library(_site(ctx))
    if not requests:
        overview = library.overview(slug)
        asked = [
            Diagnostic(one.code, "question", "", one.line, one.message, one.command)
            for one in overview.questions
        ]
        _say(_with_site(overview_report(overview, slug, asked), ctx.obj))
        return
    outcome = library.edit(slug, requests)
    warnings = _runnable(outcome.warnings, ctx.obj)
    _say(edit_report(_compilation(outcome, ctx.obj), slug, outcome.notes, warnings))
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
        op = {"set_": "set", "split_at": "split-at"}.get(name, name)
        values = value if isinstance(value, tuple) else (value,)
        if op == "move":
            values = (*values, left["to"].pop(0))
        requests.append(Request(op, values))
    return requests


@main.command(options_metavar="[选项]")
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
    library = Library(_site(ctx))
    for added in library.add(sources, slug, max_size):
        added = replace(added, findings=_runnable(added.findings, ctx.obj))
        labels = noise_labels(library.vocabularies.noise)
        _say("\n".join(added_report(added, slug, labels)))


@main.command(options_metavar="[选项]")
@click.option("--to", "slug", required=True, metavar="汇编", help="加到哪个汇编（文件夹名）。")
@click.option("--title", required=True, metavar="标题", help="标题。")
@click.pass_context
def new(ctx: click.Context, slug: str, title: str) -> None:
    """新建一篇空白文章，等人填写。

    例：huibian new --to zuofeng-2023 --title "某县做法"
    """
    site = _site(ctx)
    path = Library(site).new(slug, title)
    _say(f"已新建 {path.relative_to(site).as_posix()}")
    _say(_with_site("请用文本编辑器打开，填好字段和正文，再运行 huibian check 检查", ctx.obj))


@main.command(options_metavar="[选项]")
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
        for finding in _runnable(findings, ctx.obj):
            _say(finding.text())
        counts = Counter(finding.severity for finding in findings)
        parts = [f"{counts['error']} 处错误" if counts["error"] else "没有错误"]
        parts += [f"{counts['warning']} 处警告"] if counts["warning"] else []
        parts += [f"{counts['info']} 处说明"] if counts["info"] else []
        checked = f"检查了 {report.collections} 个汇编、{report.articles} 篇："
        click.echo(checked + "、".join(parts))
    sys.exit(1 if report.failed else 0)


@main.command(options_metavar="[选项]")
@click.option("--strict/--no-strict", default=True, help="有警告就停下（默认）。")
@click.pass_context
def build(ctx: click.Context, strict: bool) -> None:
    """生成网站，放在 site/ 文件夹。

    例：huibian build
    """
    _mkdocs(ctx, ["build", *(["--strict"] if strict else [])])


@main.command(options_metavar="[选项]")
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
@click.pass_context
def serve(ctx: click.Context, port: int, host: str) -> None:
    """预览网站，改动即时可见。

    例：huibian serve --port 8000
    """
    source = ctx.get_parameter_source("port")
    free = _free_port(host, port)
    if free != port:
        if source is not click.core.ParameterSource.DEFAULT:
            raise fail("HB602", port=port, free=free)
        click.echo(f"端口 {port} 已被占用，改用 {free}")
    click.echo(f"正在生成网站，稍后请用浏览器打开 http://{host}:{free}/（按 Ctrl+C 停止）")
    _mkdocs(ctx, ["serve", "--dev-addr", f"{host}:{free}"])


@main.command(options_metavar="[选项]")
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


def _free_port(host: str, port: int) -> int:
    """Return the first port from ``port`` on that nothing listens on (``port`` if none is)."""
    for candidate in range(port, min(port + 50, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            return candidate
    return port


def _mkdocs(ctx: click.Context, arguments: list[str]) -> None:
    """Run a MkDocs command in the site's folder."""
    from huibian.site import mkdocs_inside  # takes a while, and most commands do without

    site = _site(ctx)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's banner is no news to a clerk
    os.chdir(site)
    mkdocs_inside.run([*arguments, "--config-file", str(site / "mkdocs.yml")])


_to = click.option(
    "--to",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="文件夹",
    help="发布到哪个文件夹。",
)


@main.command(options_metavar="[选项]")
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
    from huibian.publish import publishing, report  # with MkDocs: takes a while

    if archive and not offline:
        raise click.UsageError("--zip 要和 --offline 一起用")
    wanted = publishing.Wanted(audience or "", offline, archive, allow_review, keep)
    site = _site(ctx)
    with _refusable(ctx):
        done = publishing.publish(site, to, wanted, datetime.now(), _stage())
    for finding in _runnable(done.notes, ctx.obj):
        _say(finding.text())
    _say(report.published(done, to, chosen=audience is not None))


@main.command(options_metavar="[选项]")
@click.argument("release", default="", metavar="[版本]")
@_to
@click.pass_context
def rollback(ctx: click.Context, release: str, to: Path) -> None:
    """退回上一个版本，或指定的版本（名字、名字的开头或末尾的 12 位）。

    例：huibian rollback --to /srv/anli
    """
    from huibian.publish import publishing

    with _refusable(ctx):
        was, now = publishing.rollback(to, release, datetime.now())
    _say(f"现在是 {now}，没有变化" if was == now else f"已从 {was or '（无）'} 换到 {now}")


@main.command(options_metavar="[选项]")
@_to
def releases(to: Path) -> None:
    """列出发布过的版本，新的在前。

    例：huibian releases --to /srv/anli
    """
    from huibian.publish import publishing, report

    _say(report.listed(publishing.releases(to)))


@main.command(options_metavar="[选项]")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="文件夹")
@click.pass_context
def verify(ctx: click.Context, folder: Path) -> None:
    """核对一个版本的每个文件：有改动、缺少或多出的，退出码为 1。

    给发布到的文件夹，就核对读者正在看的版本；也可以给一个版本，或它的一份拷贝。

    例：huibian verify /srv/anli
    """
    from huibian.publish import manifest, shelf

    found = manifest.verify(shelf.served(folder))
    for finding in _runnable(found.findings, ctx.obj):
        _say(finding.text())
    count = len(found.findings)
    result = f"{count} 处不对" if count else "全部相符"
    _say(f"核对了 {found.files} 个文件，{found.size / 1e6:.1f} MB：{result}")
    sys.exit(1 if count else 0)


@contextlib.contextmanager
def _refusable(ctx: click.Context) -> Iterator[None]:
    """Print what stands in the way of a publish and end with exit code 1."""
    from huibian.publish.gate import Refused

    try:
        yield
    except Refused as error:
        for finding in _runnable(error.findings, ctx.obj):
            _say(finding.text(), err=True)
        _say(f"没有做：上面 {len(error.findings)} 处要先处理。读者看到的没有变", err=True)
        sys.exit(1)


def _stage() -> Callable[[str], None]:
    """Return what shows on a terminal which step a long command is at; nothing in a pipe."""
    if not sys.stderr.isatty():
        return lambda stage: None
    return lambda stage: click.echo(f"{stage}……", err=True)


def _compilation(outcome: Outcome, site: Path | None) -> Compilation:
    """Return the compilation with findings whose commands work as they stand."""
    compilation = outcome.compilation
    return replace(compilation, findings=_runnable(compilation.findings, site))


def _say_pages(outcome: Outcome) -> None:
    """Tell what became of the pages of a collection that was there before."""
    written = outcome.written
    if written is None or not (written.changed or written.kept):
        return
    articles = outcome.compilation.plan_file.articles
    titles = {one.page: one.title for one in articles}
    for line in written_report(written, outcome.slug, titles):
        _say(line)


def _today() -> str:
    return os.environ.get("HUIBIAN_TODAY") or date.today().isoformat()
