"""The command that verifies a release; it does without MkDocs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from huibian.cli.common import runnable, say
from huibian.publish import manifest, shelf


@click.command(options_metavar="[选项]")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="文件夹")
@click.pass_context
def verify(ctx: click.Context, folder: Path) -> None:
    """核对一个版本的每个文件：有改动、缺少或多出的，退出码为 1。

    给发布到的文件夹，就核对读者正在看的版本；也可以给一个版本，或它的一份拷贝。

    例：huibian verify /srv/anli
    """
    found = manifest.verify(shelf.served(folder))
    for finding in runnable(found.findings, ctx.obj):
        say(finding.text())
    count = len(found.findings)
    result = f"{count} 处不对" if count else "全部相符"
    say(f"核对了 {found.files} 个文件，{found.size / 1e6:.1f} MB：{result}")
    sys.exit(1 if count else 0)
