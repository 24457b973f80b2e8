"""What cannot be built is said with its file, by ``publish`` and ``build``; never a traceback."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from real import ROOT, project

from handling import run

GBK = "第一行\n# 联系\n".encode("gbk")


def broken(folder: Path, name: str) -> Path:
    """Return a site in which one thing is wrong."""
    site = project(folder, {})
    shutil.copytree(ROOT / "overrides", site / "overrides")
    settings = site / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace(str(ROOT / "overrides"), "overrides"), encoding="utf-8")
    home = site / "overrides" / "main.html"
    template = home.read_text(encoding="utf-8")
    if name == "page":
        (site / "docs" / "note.md").write_bytes("# 甲\n\n".encode() + GBK)
    elif name == "encoding":
        home.write_bytes(template.encode() + GBK)
    elif name == "syntax":
        home.write_text(f"{template}\n{{% if %}}\n", encoding="utf-8")
    elif name == "value":
        (site / "overrides" / "404.html").write_text("甲\n{{ none.of.it }}\n", encoding="utf-8")
    elif name == "name":
        (site / "docs" / os.fsdecode(b"\xd6\xd0.png")).touch()
    elif name == "asset":
        (site / "overrides" / "assets" / os.fsdecode(b"\xd6\xd0.png")).touch()
    return site


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("page", "docs/note.md：错误 HB801 网站生成不了：不是 UTF-8 编码（从第 3 行起）"),
        ("encoding", "overrides/main.html：错误 HB801 网站生成不了：不是 UTF-8 编码"),
        ("syntax", "overrides/main.html:{last}：错误 HB801 网站生成不了：模板有错："),
        ("value", "overrides/404.html:2：错误 HB801 网站生成不了：模板有错："),
        ("asset", "assets/\\xd6\\xd0.png：错误 HB318 "),
        ("name", "docs/\\xd6\\xd0.png：错误 HB318 "),
    ],
)
def test_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str) -> None:
    monkeypatch.chdir(tmp_path)  # the command goes to the site's folder
    site = broken(tmp_path / "site", name)
    last = len((site / "overrides" / "main.html").read_bytes().splitlines())
    said = said.format(last=last)
    for command, code in (["publish", "--to", str(tmp_path / "srv")], 1), (["build"], 2):
        done = run(site, *command)
        assert type(done.exception) in (SystemExit, type(None)), done.exception
        assert "Traceback" not in done.output
        if command == ["build"] and name == "asset":
            continue  # it is no fault until it goes out
        assert done.exit_code != 0
        if command != ["build"] or name != "name":  # MkDocs itself says what the plugin refuses
            assert (done.exit_code, said in done.stderr) == (code, True), done.stderr
    assert not (tmp_path / "srv" / "current").exists()
