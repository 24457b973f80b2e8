"""The command line: Chinese throughout, exit codes, what goes where, and bad input."""

from __future__ import annotations

import gc
import json
import os
import re
import shlex
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import click
import pytest

from handling import COMMANDS, SMALL, TODAY, replace_in, run, spawn, times, tree
from huibian.cli import main
from huibian.cli.common import keeping_garbage
from huibian.diagnostics import CATALOGUE
from huibian.editing import Library

TEXT = SMALL.read_text(encoding="utf-8")
GOLDEN = Path(__file__).parent / "goldens" / "report.txt"
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def split(site: Path) -> Path:
    """A site with the small compilation."""
    done = run(site, "split", str(SMALL))
    assert done.exit_code == 0, done.output
    return site


# --- help -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_is_chinese_and_shows_an_example(name: str) -> None:
    done = run(None, *([name] if name else []), "--help")
    assert done.exit_code == 0
    assert f"例：huibian {name}".rstrip() in done.stdout
    # English is left only in names: commands, options, files, values
    text = re.sub(r"--?[a-z-]+|\bhuibian\b|mkdocs\.yml|例：.*|\bMB\b|x>=0\.001", "", done.stdout)
    text = re.sub(
        r"<=x<=|\d+|site/|text\|json|public|internal|localhost|review|region|PDF|Word|YAML",
        "",
        text,
    )
    text = re.sub(r"nginx|caddy|iis|HTTPS", "", text)
    for command in COMMANDS:
        text = re.sub(rf"\b{command}\b", "", text)
    assert re.findall(r"[A-Za-z]{2,}", text) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_of_the_help_can_be_parsed(name: str) -> None:
    command = COMMANDS[name]
    examples = re.findall(r"例：huibian (.*)", run(None, name, "--help").stdout)
    assert examples
    for example in examples:
        words = shlex.split(example)
        assert words[0] == name
        with click.Context(main) as parent, click.Context(command, parent=parent) as context:
            command.parse_args(context, words[1:])


def test_every_option_says_what_it_is_for() -> None:
    for name, command in COMMANDS.items():
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert HAN.search(parameter.help or ""), f"{name} {parameter.opts}"


def test_every_message_and_hint_is_chinese() -> None:
    for code, entry in CATALOGUE.items():
        assert HAN.search(entry.message), code
        hint = re.sub(r"^\{(hint|command)\}$", "中", entry.hint)
        assert HAN.search(hint), code


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["splt"], "没有 splt 这个命令"),
        (["split"], "缺少参数"),
        (["split", "a", "b"], "多出了参数"),
        (["split", "--nope", "a.txt"], "没有 --nope 这个选项"),
        (["split", "--max-size", "x", "a.txt"], "不是数字"),
        (["split", "--max-size", "0", "a.txt"], "不在允许的范围"),
        (["edit", "x", "--retitle", "3"], "要写 2 个值"),
        (["edit", "x", "--split-at"], "要写一个值"),
        (["edit"], "缺少参数"),
        (["add", "a.txt"], "缺少选项"),
        (["add", "--to", "x"], "缺少参数"),
        (["new", "--to", "x"], "缺少选项"),
        (["check", "--format", "xml"], "可选"),
        (["check", "--quiet=1"], "不写值"),
        (["serve", "--port", "99999"], "不在允许的范围"),
    ],
)
def test_usage_errors_are_chinese(site: Path, arguments: list[str], words: str) -> None:
    done = run(site, *arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert words in done.stderr
    rest = re.sub(
        r"--?[a-z-]+|huibian|\b(splt|split|edit|add|new|check|serve|xml|text|json)\b",
        "",
        done.stderr,
    )
    assert re.findall(r"[A-Za-z]{3,}", rest) == []


@pytest.mark.parametrize(
    "options",
    [["--move", "7-8"], ["--to", "3"], ["--move", "1-2", "--move", "3-4", "--to", "1"]],
)
def test_edit_options_that_do_not_pair(split: Path, options: list[str]) -> None:
    before = tree(split)
    done = run(split, "edit", "small", *options)
    assert done.exit_code == 2
    assert "HB408" in done.stderr
    assert tree(split) == before


def test_edit_options_are_taken_in_their_order(split: Path) -> None:
    done = run(
        split, "edit", "small", "--to", "1", "--split-at", "23", "--retitle", "3", "小水表",
        "--set", "3", "level=市级", "--move", "21-22", "--merge", "2",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    pages = sorted(path.name for path in (split / "docs/collections/small").glob("0*.md"))
    assert pages == ["01.md", "02.md", "03.md", "04.md"]
    text = (split / "docs/collections/small/02.md").read_text(encoding="utf-8")
    assert "title: 小水表" in text
    assert "level: 市级" in text


# --- exit codes and streams -------------------------------------------------------------------


def test_exit_codes(site: Path) -> None:
    assert run(site, "split", str(SMALL)).exit_code == 0
    assert run(site, "check").exit_code == 0
    replace_in(site / "docs/collections/small/01.md", "number: 1", "number: 一")
    assert run(site, "check").exit_code == 1
    assert run(site, "split", "nothing.txt").exit_code == 2
    assert run(site / "nowhere", "check").exit_code == 2
    assert run(None, "--version").exit_code == 0


def test_reports_go_to_stdout_and_errors_to_stderr(site: Path) -> None:
    done = spawn(site, "split", str(SMALL))
    assert (done.returncode, done.stderr) == (0, "")
    assert "已写入 docs/collections/small/" in done.stdout
    done = spawn(site, "split", "不存在.txt")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("不存在.txt：错误 HB105 ")
    assert "\n    → " in done.stderr
    done = spawn(site, "edit", "smal", "--confirm", "6")
    assert done.stderr.splitlines() == [
        "错误 HB706 没有名为 smal 的汇编，是不是 small？",
        "    → 已有的汇编：small",
    ]


def test_a_pipe_sees_no_progress(site: Path) -> None:
    done = spawn(site, "split", str(SMALL))
    assert "\r" not in done.stdout + done.stderr
    assert "识别" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_terminal_sees_progress(site: Path) -> None:
    import pty

    leader, follower = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "huibian", "split", str(SMALL)],
        cwd=site, stdout=subprocess.DEVNULL, stderr=follower,
    ) as process:  # fmt: skip
        os.close(follower)
        shown = b""
        while True:
            try:
                part = os.read(leader, 1000)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            shown += part
        process.wait()
    os.close(leader)
    assert "识别 4/4" in shown.decode()


def test_a_closed_pipe_is_no_crash(site: Path) -> None:
    done = subprocess.run(
        f"{shlex.quote(sys.executable)} -m huibian split {shlex.quote(str(SMALL))} --dry-run"
        " | head -n 1",
        shell=True, cwd=site, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.stdout.startswith("《赶集日")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "gb18030", "latin-1"])
def test_a_console_that_lacks_signs_is_no_crash(site: Path, encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "huibian", "split", str(SMALL)],
        cwd=site,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b"docs/collections/small/" in done.stdout


def test_a_source_cannot_steer_the_terminal(site: Path) -> None:
    path = site / "x.txt"
    text = TEXT.replace("课桌边的", "课桌\x1b[2J边的").replace(
        "【好材料网】", "【好材料网】\x1b[31m\x9b2J\u202e"
    )
    path.write_text(text, encoding="utf-8")
    for arguments in (["split", str(path)], ["edit", "x", "--set", "1", "level=\x1b[2J"]):
        done = run(site, *arguments)
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", done.output)


# --- the report -------------------------------------------------------------------------------


def test_the_report(site: Path, request: pytest.FixtureRequest) -> None:
    shown = run(None, "--site", str(site), "split", str(SMALL)).stdout
    shown = shown.replace(f"--site {site} ", "")
    if request.config.getoption("--update-goldens"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(shown, encoding="utf-8")
    assert GOLDEN.is_file(), "run pytest --update-goldens, and read the file before you commit it"
    assert shown == GOLDEN.read_text(encoding="utf-8")


def test_the_report_says_what_became_of_hand_edits(split: Path) -> None:
    folder = split / "docs/collections/small"
    replace_in(folder / "03.md", "抬头就能看见", "一抬头就看得见")
    (folder / "05.md").write_text("---\ntitle: 自己\nnumber: 5\n---\n\n正文。\n", encoding="utf-8")
    shown = run(split, "split", str(SMALL)).stdout
    assert (
        "没有变化    4 页：index.md、01–02、04\n  保留      03.md《课桌边的热饭菜》：是你改过的样子"
        in shown
    )
    shown = run(split, "edit", "small", "--split-at", "23").stdout
    assert "没有变化    2 页：index.md、01\n" in shown
    assert "重新生成    2 页：02、05\n" in shown
    assert "新增        1 页：03\n" in shown
    assert "合并      04.md《课桌边的热饭菜》：你改过的和新的结果都在" in shown
    assert "另外添加的 05.md 改名为 06.md，排在最后" in shown


def test_the_report_says_when_nothing_changed(split: Path) -> None:
    before = times(split)
    shown = run(split, "split", str(SMALL)).stdout
    assert shown.endswith("与上次的结果完全相同，没有改动任何文件\n")
    assert "已写入" not in shown
    assert times(split) == before


def test_offered_commands_work(split: Path) -> None:
    """Each command on the review list runs as it stands (placeholders filled in)."""
    shown = run(None, "--site", str(split), "split", str(SMALL)).stdout
    offered = re.findall(r"→ huibian (.*)", shown)
    assert len(offered) >= 1
    for command in offered:
        words = shlex.split(command.replace('="…"', "=教育").replace("完整的标题", "新题"))
        assert words[:2] == ["--site", str(split)]
        done = run(None, *words)
        assert done.exit_code == 0, done.output
    assert run(split, "check").exit_code == 0


# --- where the site is ------------------------------------------------------------------------


def test_the_site_is_found_from_a_folder_below(split: Path) -> None:
    below = split / "docs" / "collections" / "small"
    done = spawn(below, "edit", "small", "--split-at", "23")
    assert done.returncode == 0, done.stderr
    assert "→ huibian edit small" in done.stdout or "→" not in done.stdout
    assert (below / "05.md").is_file()
    done = spawn(split / "docs", "split", os.path.relpath(SMALL, split / "docs"))
    assert done.returncode == 0, done.stderr


def test_another_site_is_named_with_an_option(site: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = spawn(elsewhere, "--site", str(site), "split", str(SMALL))
    assert done.returncode == 0, done.stderr
    assert (site / "docs/collections/small/01.md").is_file()
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("arguments", [["check"], ["split", str(SMALL)], ["build"], ["edit", "x"]])
def test_no_site_is_told(tmp_path: Path, arguments: list[str]) -> None:
    done = run(tmp_path, *arguments)
    assert done.exit_code == 2
    assert "HB601" in done.stderr or "HB408" in done.stderr
    assert list(tmp_path.iterdir()) == []


# --- bad input --------------------------------------------------------------------------------

ONE = "渡口边的书架\n\n" + "xx县图书馆把书架搬到渡口的候船亭里，等船的人随手就能翻上几页。\n" * 9
BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "HB101"),
    "blank": ("\ufeff \u3000\n\n\t\u200b\n".encode(), "HB101"),
    "docx": (b"PK\x03\x04" + bytes(range(256)) * 9, "HB1"),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "HB1"),
    "binary": (bytes(range(256)) * 50, "HB102"),
    "pdf": (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3", "HB10"),
    "big5": (
        "本局推行便民服務窗口，櫃檯收件、後檯審核，讓鄉親少跑一趟。".encode("big5") * 40,
        "HB103",
    ),
    "broken": (TEXT.encode() + b"\xff\xfe\xff", "HB121"),
    "one article": (ONE.encode(), "HB201"),
    "English": (b"All work and no play makes Jack a dull boy.\n" * 99, "HB201"),
}


@pytest.mark.parametrize("fresh", [True, False], ids=["fresh", "used"])
@pytest.mark.parametrize("name", BAD)
def test_bad_sources_write_nothing(site: Path, name: str, fresh: bool) -> None:
    data, code = BAD[name]
    path = site / "我的 汇编.txt"
    path.write_bytes(data)
    if not fresh:
        run(site, "split", str(SMALL), "--collection", "wo-de")
    before = tree(site)
    for options in ([], ["--dry-run"], ["--update", "--collection", "wo-de"]):
        done = run(site, "split", str(path), *options)
        assert done.exit_code == 2, done.output
        assert done.stdout == ""
        first, *rest = done.stderr.splitlines()
        assert "我的 汇编.txt" in first
        assert f"错误 {code}" in first
        assert rest[0].startswith("    → ")
        assert HAN.search(rest[0])
        assert tree(site) == before
    if not fresh:
        done = run(site, "add", str(path), "--to", "wo-de")
        if code != "HB201":
            assert done.exit_code == 2
            assert tree(site) == before


@pytest.mark.parametrize("folder", ["", "下级 文件夹"])
@pytest.mark.parametrize("given", [True, False], ids=["--site", "found"])
def test_one_article_is_offered_as_a_whole_and_the_offer_works(
    site: Path, folder: str, given: bool
) -> None:
    path = site / folder / "我的 '经验'.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(ONE, encoding="utf-8")
    before = tree(site)
    option = ["--site", str(site)] if given else []
    source = path.relative_to(site).as_posix()
    done = spawn(site, *option, "split", source, "--collection", "du-kou")
    assert done.returncode == 2
    assert tree(site) == before
    match = re.search(r"用 huibian (.* --whole)", done.stderr)
    assert match is not None
    done = spawn(site, *shlex.split(match.group(1)))
    assert done.returncode == 0, done.stderr
    assert "找到 1 篇" in done.stdout
    text = (site / "docs/collections/du-kou/01.md").read_text(encoding="utf-8")
    assert "title: 渡口边的书架" in text
    assert run(site, "check").exit_code == 0


@pytest.mark.parametrize(
    "slug", ["a/b", "../x", "..", "A", "con", "作风", "x" * 99, "/tmp/x", "a\\b"]
)
def test_bad_slugs_write_nothing(site: Path, slug: str) -> None:
    before = tree(site.parent)
    done = run(site, "split", str(SMALL), "--collection", slug)
    assert done.exit_code == 2
    assert "HB701" in done.stderr
    assert "--collection" in done.stderr
    assert tree(site.parent) == before


def test_a_source_over_the_limit(site: Path) -> None:
    before = tree(site)
    done = run(site, "split", str(SMALL), "--max-size", "0.001")
    assert done.exit_code == 2
    assert "HB104" in done.stderr
    assert tree(site) == before
    offered = re.search(r"--max-size (\d+)", done.stderr)
    assert offered is not None
    assert run(site, "split", str(SMALL), "--max-size", offered.group(1)).exit_code == 0
    done = run(site, "split", str(SMALL), env={"HUIBIAN_MAX_SIZE": "0.001"})
    assert done.exit_code == 2
    done = run(site, "add", str(SMALL), "--to", "small", "--max-size", "0.001")
    assert "HB104" in done.stderr


def test_a_missing_source_and_a_folder(site: Path) -> None:
    before = tree(site)
    for name in ("nothing.txt", "docs", "x" * 5000):
        done = run(site, "split", str(site / name))
        assert done.exit_code == 2, done.output
        assert "HB105" in done.stderr
    assert tree(site) == before


def test_conflicts_with_hand_edits_write_nothing(split: Path) -> None:
    folder = split / "docs/collections/small"
    replace_in(folder / "03.md", "title: 课桌边的热饭菜", "title: 热饭菜")
    replace_in(folder / "02.md", "听漏的老师傅", "听漏水的老师傅")
    before = tree(split)
    done = run(split, "edit", "small", "--retitle", "3", "热饭", "--split-at", "23")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.count("HB702") == 2
    assert "docs/collections/small/02.md" in done.stderr
    assert tree(split) == before
    # the hint: move the pages away, run again, compare
    for name in ("02.md", "03.md"):
        (folder / name).rename(split / name)
    done = run(split, "edit", "small", "--retitle", "3", "热饭", "--split-at", "23")
    assert done.exit_code == 0, done.output


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_read_only_site(split: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    def failing(self: Path, *_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(self))

    before = tree(split)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", failing)
        done = run(split, "edit", "small", "--split-at", "23")
    assert done.exit_code == 2
    assert "HB703 写不进去：那里是只读的" in done.stderr
    assert tree(split) == before


def test_an_error_of_the_system_that_nobody_foresaw(
    split: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(self: Library, *_: object) -> None:
        raise PermissionError(13, "Permission denied", "somewhere")

    monkeypatch.setattr(Library, "edit", failing)
    done = run(split, "edit", "small", "--confirm", "6")
    assert done.exit_code == 2
    assert done.stderr.splitlines()[0] == "somewhere：错误 HB105 找不到文件或读不了：没有权限"


# --- a dry run --------------------------------------------------------------------------------


def test_a_dry_run_writes_nothing_at_all(site: Path) -> None:
    before = tree(site)
    done = spawn(site, "split", str(SMALL), "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "找到 4 篇" in done.stdout
    assert "没有写入任何文件" in done.stdout
    assert "已写入" not in done.stdout
    assert tree(site) == before


def test_a_dry_run_shows_what_a_split_would_do(split: Path) -> None:
    run(split, "edit", "small", "--split-at", "23")
    (split / "docs/collections/.lock").unlink()
    before = tree(split)
    shown = run(split, "split", str(SMALL), "--dry-run").stdout
    assert "找到 5 篇" in shown
    other = split / "other.txt"
    other.write_bytes(TEXT.replace("路灯", "明灯").encode())
    done = run(split, "split", str(other), "--collection", "small", "--dry-run")
    assert done.exit_code == 2
    assert "HB704" in done.stderr
    other.unlink()
    assert tree(split) == before


# --- add and new ------------------------------------------------------------------------------


def test_add_and_new(split: Path) -> None:
    path = split / "一篇.txt"
    path.write_text(ONE, encoding="utf-8")
    done = run(split, "add", str(path), "--to", "small")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("第 5 篇《渡口边的书架》→ docs/collections/small/05.md\n")
    done = run(split, "add", str(path), "--to", "small")
    assert done.exit_code == 2
    assert "HB707" in done.stderr
    done = run(split, "new", "--to", "small", "--title", "新写的一篇")
    assert done.stdout.startswith("已新建 docs/collections/small/06.md\n请用文本编辑器打开")
    assert run(split, "check").exit_code == 0


def test_edit_without_options_shows_what_is_open(split: Path) -> None:
    done = run(split, "edit", "small")
    assert done.exit_code == 0
    assert (
        "《赶集日便民服务经验材料汇编（4篇）》（small）：4 篇，待定问题 3 处，做过的修改 0 项"
        in (done.stdout)
    )
    assert f"→ huibian --site {split} edit small --split-at 23" in done.stdout
    assert "还没有做过修改" in done.stdout
    done = run(split, "edit", "small", "--split-at", "23", "--confirm", "23")
    assert done.stdout.startswith("记下第 1 项修改：从“小水表抄出大节约")
    shown = run(split, "edit", "small").stdout
    assert "做过的修改：\n  1. 从“小水表抄出大节约 xx区供水站推行分区计量”起另分一篇\n" in shown
    assert f"撤销某一项：  huibian --site {split} edit small --forget 编号" in shown
    done = run(split, "edit", "small", "--forget", "2", "--forget", "1")
    assert done.stdout.splitlines()[1].startswith("撤销第 2 项修改：确认")
    assert "还没有做过修改" in run(split, "edit", "small").stdout
    done = run(split, "edit", "small", "--confirm", "14")
    assert done.exit_code == 0
    assert "警告 HB231 这一行没有待定的问题" in done.stdout


def test_the_environment_gives_the_day_for_tests(site: Path) -> None:
    run(site, "split", str(SMALL))
    index = (site / "docs/collections/small/index.md").read_text(encoding="utf-8")
    assert f'added: "{TODAY}"' in index


def test_json_is_json_even_for_odd_names(split: Path) -> None:
    (split / "docs/collections/small/坏\x1b\n.md").write_text("x", encoding="utf-8")
    done = run(split, "check", "--format", "json")
    assert any("坏" in one["path"] for one in json.loads(done.stdout))


@pytest.mark.parametrize("wrong", [False, True])
def test_garbage_is_looked_for_again_after_a_command(wrong: bool) -> None:
    with suppress(KeyError), keeping_garbage():
        assert not gc.isenabled()
        if wrong:
            raise KeyError
    assert gc.isenabled()
