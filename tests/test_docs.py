"""What the documents say is true: commands run, options exist, facts and links are right."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args
from urllib.parse import unquote

import click
import pytest
from click.testing import CliRunner

from handling import COMMANDS
from huibian import schema
from huibian.cli import main
from huibian.diagnostics import CATALOGUE, SEVERITY_LABELS
from huibian.model import LEVELS
from huibian.vocabulary.noise import load_noise
from huibian.vocabulary.themes import load_themes

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "guide"
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
#: In reading order: each page goes on with what the ones before it made.
GUIDE_PAGES = [
    GUIDE / f"{name}.md"
    for name in (
        *("index", "install", "install-offline", "split", "correct", "add", "desk"),
        *("fields", "read", "search", "vocabulary", "publish", "hosting", "security"),
        *("performance", "pages", "messages"),
    )
]
DOCUMENTS = [*READMES, ROOT / "SECURITY.md", *GUIDE_PAGES]
#: What the project's copy needs to run the documented commands.
PROJECT = ["Makefile", "pyproject.toml", "constraints.txt", "mkdocs.yml", "docs", "overrides"]
PROJECT += ["scripts", "README.md"]
#: Images that a document may name before they are made. Empty in a finished version.
PENDING_IMAGES: frozenset[str] = frozenset()
#: make's stamps: the commands run with the environment that is there instead of a new one.
AS_INSTALLED = ["-o", ".venv/.installed", "-o", ".venv/.installed-dev"]
PATIENCE = 120  # seconds until a served page must have come

_FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>\w*)(?: title=\"(?P<title>[^\"]+)\")?\n"
    r"(?P<body>.*?)^(?P=indent)```$",
    re.M | re.S,
)
_INLINE_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_ROW = re.compile(r"^\| *`?([^|`]+?)`? *\|", re.M)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the file that it stands for ("" for none), its text."""

    language: str
    title: str
    text: str


def blocks(path: Path) -> list[Block]:
    text = path.read_text(encoding="utf-8")
    found = []
    for match in _FENCE.finditer(text):
        lines = match["body"].splitlines(keepends=True)
        body = "".join(line.removeprefix(match["indent"]) for line in lines)
        found.append(Block(match["language"], match["title"] or "", body))
    return found


def prose(path: Path) -> str:
    return _FENCE.sub("", path.read_text(encoding="utf-8"))


def commands(path: Path) -> list[str]:
    """Return the shell commands of a document's bash blocks, one a line."""
    return [
        line
        for block in blocks(path)
        if block.language == "bash"
        for line in block.text.replace("\\\n", " ").splitlines()
        if line.strip() and not line.startswith("#")
    ]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# -- every command runs ------------------------------------------------------------------------


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a fresh copy of the project whose .venv is the environment of this test."""
    project = tmp_path / "huibian"
    project.mkdir()
    for name in PROJECT:
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", ".lock")
            shutil.copytree(source, project / name, ignore=ignored)
        else:
            shutil.copy2(source, project / name)
    (project / ".venv").symlink_to(sys.prefix)
    return project


def environment() -> dict[str, str]:
    path = os.pathsep.join([str(Path(sys.prefix) / "bin"), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}


def run(command: str, folder: Path) -> None:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def asked(port: int) -> str:
    """Return the page that is served; the desk shows strangers only that it is the desk."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            page: str = answer.read().decode()
    except urllib.error.HTTPError as error:
        page = error.read().decode()
    return page


def serve(words: list[str], folder: Path) -> None:
    """Run a command that serves the site on another port, until its home page has come."""
    port = free_port()
    option = [f"PORT={port}"] if words[0] == "make" else ["--port", str(port)]
    option += ["--no-browser"] if "desk" in words else []
    log = folder.parent / "served.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [*words, *option],
            cwd=folder,
            env=environment(),
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        end = time.monotonic() + PATIENCE
        while True:
            with contextlib.suppress(OSError):
                assert ("工作台" if "desk" in words else "经验交流案例库") in asked(port)
                return
            assert process.poll() is None and time.monotonic() < end, log.read_text()
            time.sleep(0.1)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)


def make(words: list[str], folder: Path) -> None:
    """Run a target, all but the one whose recipe runs this very test."""
    target = words[1]
    if target == "serve":
        serve(["make", *AS_INSTALLED, *words[1:]], folder)
        return
    if target != "test":
        run(shlex.join(["make", *AS_INSTALLED, *words[1:]]), folder)
        return
    recipe = subprocess.run(
        ["make", "-n", *AS_INSTALLED, *words[1:]],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for tool in ("ruff check", "mypy", "lint-imports", "huibian check", "mkdocs build", "pytest"):
        assert f".venv/bin/{tool}" in recipe, f"make test does not run {tool}"


def follow(path: Path, folder: Path) -> None:
    """Do what a document says: write its titled blocks to files, run its bash blocks."""
    for block in blocks(path):
        if block.title:
            target = folder / block.title
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
        if block.language != "bash":
            continue
        for line in block.text.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            if not words:
                continue
            if words[0] == "make":
                make(words, folder)
            elif Path(words[0]).name == "huibian" and {"serve", "desk"} & {*words}:
                serve(words, folder)
            else:
                run(line, folder)


@pytest.mark.slow
@pytest.mark.parametrize("path", READMES, ids=name_of)
def test_commands_of_readme(path: Path, copy: Path) -> None:
    assert commands(path)
    follow(path, copy)


@pytest.mark.slow
def test_commands_of_guide(copy: Path) -> None:
    for page in GUIDE_PAGES:
        follow(page, copy)
    # what vocabulary.md promises of its three examples
    done = subprocess.run(
        ["huibian", "split", "页脚.txt", "--whole", "--collection", "yejiao", "--dry-run"],
        cwd=copy,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    for word in ("山东省/济南市/舜华高新区", "小院议事", "内部页脚 1 处"):
        assert word in done.stdout


def test_guide_has_no_other_pages() -> None:
    assert sorted(GUIDE.glob("*.md")) == sorted(GUIDE_PAGES)


# -- the command line --------------------------------------------------------------------------


def options_of(command: click.Command) -> set[str]:
    return {"--help"} | {
        name
        for param in command.params
        if isinstance(param, click.Option)
        for name in (*param.opts, *param.secondary_opts)
        if name.startswith("--")
    }


def documented(path: Path) -> Iterator[list[str]]:
    """Give the words of every huibian command in a document, in blocks and in sentences."""
    for text in (*commands(path), *_INLINE_CODE.findall(prose(path))):
        try:
            words = shlex.split(text)
        except ValueError:
            continue
        if words and Path(words[0]).name == "huibian" and len(words) > 1:
            yield words[1:]


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_documented_commands_exist(path: Path) -> None:
    general = options_of(main)
    for words in documented(path):
        while words and words[0].startswith("-"):
            assert words[0] == "-h" or words[0] in general, words
            words = words[2:] if words[0] == "--site" else words[1:]
        if not words or words[0] in ("COMMAND", "…"):
            continue
        command = COMMANDS.get(words[0])
        assert command is not None, f"no command {words[0]}"
        for word in words[1:]:
            if word.startswith("--"):
                assert word.partition("=")[0] in options_of(command), words


@pytest.mark.parametrize("name", [*COMMANDS])
def test_guide_names_every_command_and_option(name: str) -> None:
    pages = [page.read_text(encoding="utf-8") for page in GUIDE_PAGES]
    mine = [text for text in pages if f"huibian {name}" in text]
    assert mine, f"the guide does not name huibian {name}"
    for option in options_of(COMMANDS[name]) - {"--help"}:  # named once for all
        assert any(re.search(rf"{option}(?![a-z-])", text) for text in mine), f"{name} {option}"


def test_guide_names_every_general_option() -> None:
    guide = "\n".join(page.read_text(encoding="utf-8") for page in GUIDE_PAGES)
    for option in options_of(main):
        assert option in guide, option


def test_help_in_readme_is_generated() -> None:
    runner = CliRunner(env={"COLUMNS": "80"})
    shown = runner.invoke(main, ["--help"], prog_name="huibian").output
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    start, end = "<!-- help:start -->\n", "<!-- help:end -->"
    block = text[text.index(start) + len(start) : text.index(end)]
    assert block == f"```text\n{shown.rstrip()}\n```\n"


# -- facts that the guide repeats --------------------------------------------------------------


def first_cells(page: str) -> set[str]:
    return {cell.strip() for cell in _ROW.findall((GUIDE / page).read_text(encoding="utf-8"))}


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_messages_are_explained(code: str) -> None:
    entry = CATALOGUE[code]
    text = (GUIDE / "messages.md").read_text(encoding="utf-8")
    head = f"| {code} {SEVERITY_LABELS[entry.severity]} | `{entry.message}` | "
    assert text.count(head) == 1, f"messages.md has no row that starts with {head}"


def test_no_message_is_invented() -> None:
    text = (GUIDE / "messages.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| (HB\d{3})", text, re.M)) == set(CATALOGUE)
    for page in DOCUMENTS:
        assert set(re.findall(r"HB\d{3}", page.read_text(encoding="utf-8"))) <= set(CATALOGUE)


def test_fields_levels_and_kinds_are_explained() -> None:
    text = (GUIDE / "fields.md").read_text(encoding="utf-8")
    article, _, collection = text.partition("## 汇编首页的字段")
    for model, part in ((schema.ArticleMeta, article), (schema.CollectionMeta, collection)):
        assert {cell for cell in _ROW.findall(part) if cell.isascii() and cell.isalpha()} == set(
            model.model_fields
        )
    cells = first_cells("fields.md")
    assert set(LEVELS) <= cells
    assert set(get_args(schema.KindLabel)) <= cells
    reviewable = "、".join(f"`{name}`" for name in get_args(schema.Reviewable))
    assert f"`review` 里可以有：{reviewable}。" in text
    assert f"最多 {schema.THEMES_LIMIT} 个" in text
    assert f"不超过 {schema.SUMMARY_LIMIT} 字" in text


def test_vocabulary_page_knows_the_shipped_vocabularies() -> None:
    text = (GUIDE / "vocabulary.md").read_text(encoding="utf-8")
    assert f"{len(load_themes().all)} 个主题" in text
    for rule in load_noise():
        assert f"| `{rule.id}` | {rule.label} |" in text


# -- links -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_local_links_and_images_exist(path: Path) -> None:
    for target in _LINK.findall(_INLINE_CODE.sub("", prose(path))):
        if re.match(r"[a-z]+:", target) or target.startswith("#"):
            continue
        file = path.parent / unquote(target.partition("#")[0])
        if file.relative_to(ROOT).as_posix() in PENDING_IMAGES:
            continue
        assert file.is_file(), f"{name_of(path)} links to {target}"


def test_every_picture_is_shown() -> None:
    shown = {target for path in GUIDE_PAGES for target in _LINK.findall(prose(path))}
    assert {f"images/{path.name}" for path in (GUIDE / "images").iterdir()} <= shown


@pytest.mark.parametrize("path", GUIDE_PAGES, ids=name_of)
def test_guide_pages_have_a_title(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    match = re.match(r"---\ntitle: (\S.*)\n(?:confirmed: .*\n)?---\n\n# (\S.*)\n", text)
    assert match is not None, f"{name_of(path)} has no title or no heading"
