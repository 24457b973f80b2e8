"""The command line: arguments in, reports out, exit codes. All work is done elsewhere.

Exit codes: 0 done, 1 findings, 2 usage or unreadable input.
"""

from __future__ import annotations

import errno
import gc
import importlib
import sys
from pathlib import Path
from typing import Any

import click

from huibian import __version__
from huibian.cli.chinese import translate
from huibian.cli.common import stop
from huibian.diagnostics import HuibianError, fail, os_reason

translate()

#: Commands and the modules here that hold them.
_COMMANDS = {
    **dict.fromkeys(("split", "edit", "add", "new", "check"), "compiling"),
    **dict.fromkeys(("build", "serve"), "showing"),
    "desk": "desk",
    "hosting": "hosting",
    **dict.fromkeys(("publish", "rollback", "releases"), "publishing"),
    "verify": "verifying",
}
#: When to look for garbage in circles: there is none to speak of, and with a library of ten
#: thousand articles in memory the usual looking takes a quarter of the time.
_RARELY = (100_000, 20, 50)


class _Telling(click.Group):
    """A group whose commands show every HuibianError as text and end with exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, and say in Chinese what went wrong."""
        gc.set_threshold(*_RARELY)
        for stream in (sys.stdout, sys.stderr):  # a console that lacks a sign shows ? for it
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        try:
            return super().invoke(ctx)
        except HuibianError as error:
            stop(error, ctx.obj)
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader of the pipe went away: click knows
                raise
            path = str(error.filename or "")
            stop(fail("HB105", path=path, reason=os_reason(error)), ctx.obj)


class _Lazy(_Telling):
    """A group that loads the module of a command when that is called: some take half a second."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"huibian.cli.{_COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command


@click.group(
    cls=_Lazy,
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
