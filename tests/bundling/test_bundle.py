"""The archive for machines without a network: made once, installed and served without one."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from bundling.__main__ import MANIFEST, PROJECT, main, manifest, pack

INSTALL = PROJECT / "scripts" / "bundling" / "install.sh"
HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
#: Asks a site that a command serves for a page, and stops it.
SERVE = """
. .venv/bin/activate
huibian serve --port 8000 >serve.log 2>&1 & server=$!
for turn in $(seq 300); do
  sleep 0.2
  python -c 'import urllib.request as u; print(u.urlopen("http://127.0.0.1:8000/'\
'collections/sample/01/").read().decode())' 2>/dev/null && break
done
kill $server
"""


def has_namespaces() -> bool:
    """Say whether this machine lets one make a network namespace."""
    if shutil.which("unshare") is None:
        return False
    done = subprocess.run(["unshare", "--user", "--map-root-user", "--net", "true"], check=False)
    return done.returncode == 0


def alone(folder: Path, *command: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command with no network, or, where that is not permitted, with addresses that fail."""
    nowhere = "http://127.0.0.1:9/"
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8", **env}
    before: list[str] = []
    if has_namespaces():
        before = ["unshare", "--user", "--map-root-user", "--net", sys.executable]
        before.append(str(Path(__file__).with_name("alone.py")))
    else:
        environment |= {"PIP_INDEX_URL": nowhere, "https_proxy": nowhere}
    return subprocess.run(
        [*before, *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    if main(["--to", str(folder)]) != 0:
        reason = "pip 取不到依赖，离线安装包没有做成"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="session")
def unpacked(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(archive) as tar:
        tar.extractall(folder)
    (found,) = folder.iterdir()
    return found


@pytest.mark.slow
def test_it_installs_and_serves_without_a_network(unpacked: Path) -> None:
    python = sys.base_prefix + "/bin/python3"
    done = alone(unpacked, "./install.sh", PYTHON=python)
    assert done.returncode == 0, done.stderr
    assert "装好了" in done.stdout
    page = alone(unpacked, "sh", "-c", SERVE)
    assert "<h1" in page.stdout and "hb-article" in page.stdout, page.stderr
    checked = alone(unpacked, ".venv/bin/huibian", "check", "--quiet")
    assert (checked.returncode, "没有错误" in checked.stdout) == (0, True)


@pytest.mark.slow
def test_what_it_holds(unpacked: Path, archive: Path) -> None:
    wheels = {path.name.split("-")[0].lower() for path in (unpacked / "wheels").iterdir()}
    assert {"huibian", "pip", "mkdocs", "mkdocs_material", "jieba", "nh3", "lxml"} <= wheels
    assert not wheels & {"pytest", "mypy", "ruff", "playwright", "hatchling"}
    pinned = (PROJECT / "constraints.txt").read_text(encoding="utf-8").lower().replace("-", "_")
    for wheel in (unpacked / "wheels").iterdir():
        name, version = wheel.name.lower().split("-")[:2]
        assert wheel.suffix == ".whl"
        assert name in ("huibian", "pip") or f"\n{name}=={version}\n" in pinned, name
    assert (unpacked / "mkdocs.yml").is_file() and (unpacked / "overrides" / "main.html").is_file()
    assert archive.name.startswith(f"huibian-0.1.0-py{HERE}-linux-")
    with tarfile.open(archive) as tar:
        members = tar.getmembers()
    assert [one.name for one in members] == sorted(one.name for one in members)
    assert all(one.isdir() or one.isfile() for one in members)
    assert not [one.name for one in members if "/." in one.name]


@pytest.mark.slow
def test_no_file_names_a_place_to_download_from(unpacked: Path) -> None:
    asked = re.compile(r"pypi\.|pythonhosted|(?<!no-)index-url|/simple/|mirrors?\.")
    files = [path for path in unpacked.rglob("*") if path.is_file() and ".venv" not in path.parts]
    texts = [path for path in files if path.suffix in (".sh", ".txt", ".yml", ".sha256", ".toml")]
    assert unpacked / "install.sh" in texts
    for path in texts:
        assert not asked.search(path.read_text(encoding="utf-8")), path.name


# -- the installer, with a bundle that is too small to install ---------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Path:
    folder = tmp_path / "包"
    for name in ("wheels/a-1-py3-none-any.whl", "overrides/main.html", "docs/index.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    (folder / "mkdocs.yml").write_text("site_name: 甲\n", encoding="utf-8")
    (folder / "pythons.txt").write_text(f"{HERE}\n", encoding="utf-8")
    shutil.copy(INSTALL, folder)
    (folder / MANIFEST).write_text(manifest(folder), encoding="utf-8")
    return folder


def refused(folder: Path, *arguments: str, env: Mapping[str, str] | None = None) -> str:
    """Install and return what is said on the way to failing."""
    done = subprocess.run(
        ["./install.sh", *arguments],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHON": sys.executable,
            "LC_ALL": "C.UTF-8",
            **(env or {}),
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert not (folder / ".checked").exists()
    return done.stdout + done.stderr


def test_a_file_that_is_not_as_it_was(small: Path) -> None:
    (small / "wheels" / "a-1-py3-none-any.whl").write_text("别的", encoding="utf-8")
    said = refused(small)
    assert "a-1-py3-none-any.whl" in said and "重新" in said
    assert not (small / ".venv").exists()


def test_a_file_that_is_missing(small: Path) -> None:
    (small / "overrides" / "main.html").unlink()
    assert "main.html" in refused(small)


def test_a_wheel_that_was_not_packed(small: Path) -> None:
    (small / "wheels" / "b-1-py3-none-any.whl").write_text("x", encoding="utf-8")
    assert "b-1-py3-none-any.whl" in refused(small)


def test_no_manifest(small: Path) -> None:
    (small / MANIFEST).unlink()
    assert MANIFEST in refused(small)


def test_pages_may_have_been_edited(small: Path) -> None:
    (small / "docs" / "index.md").write_text("改过", encoding="utf-8")
    assert "与打包时不一样" not in refused(small)


def test_a_python_that_the_wheels_are_not_for(small: Path) -> None:
    (small / "pythons.txt").write_text("3.98\n3.99\n", encoding="utf-8")
    (small / MANIFEST).write_text(manifest(small), encoding="utf-8")
    said = refused(small)
    assert "需要 Python 3.98 或 3.99" in said and "--python" in said


def test_a_python_without_venv(small: Path) -> None:
    bare = small.parent / "bare-python"
    bare.write_text(
        f'#!/bin/sh\ncase "$2" in *venv*) exit 1;; esac\nexec {sys.executable} "$@"\n',
        encoding="utf-8",
    )
    bare.chmod(0o755)
    said = refused(small, env={"PYTHON": str(bare)})
    assert "python3-venv" in said and not (small / ".venv").exists()


def test_what_was_there_comes_back(small: Path) -> None:
    """The wheels here cannot be installed: the program of before stays, pages are not touched."""
    site = small.parent / "站点"
    (site / ".venv").mkdir(parents=True)
    (site / ".venv" / "old").touch()
    (site / "mkdocs.yml").write_text("site_name: 我的\n", encoding="utf-8")
    said = refused(small, str(site))
    assert "没有变" in said
    assert (site / ".venv" / "old").is_file() and not (site / ".venv.old").exists()
    assert (site / "mkdocs.yml").read_text(encoding="utf-8") == "site_name: 我的\n"


def test_a_folder_that_is_named_from_where_one_stands(small: Path, tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "PYTHON": sys.executable, "LC_ALL": "C.UTF-8"}
    command = [str(small / "install.sh"), "我的 站点"]
    subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, check=False)
    assert (tmp_path / "我的 站点" / "mkdocs.yml").is_file()
    assert not (small / "我的 站点").exists()


@pytest.mark.parametrize("damaged", [False, True])
def test_what_an_interrupted_update_took_away_comes_back(small: Path, damaged: bool) -> None:
    """Power went after the old program was put aside, or while it was removed at the end."""
    for name in (".venv/half", ".venv.old/old", ".venv.gone/half"):
        (small / name).parent.mkdir()
        (small / name).touch()
    if damaged:
        (small / "overrides" / "main.html").unlink()
    refused(small)
    assert [path.name for path in small.glob(".venv*")] == [".venv"]
    assert [path.name for path in (small / ".venv").iterdir()] == ["old"]


@pytest.mark.parametrize("name", ["docs", "overrides"])
def test_half_a_folder_is_never_taken_for_the_own(small: Path, name: str) -> None:
    """The disk is full: what was there stays, and the next time all is copied."""
    site, bin_folder = small.parent / "站点", small.parent / "bin"
    (site / "overrides").mkdir(parents=True)
    (site / "overrides" / "main.html").write_text("自己的", encoding="utf-8")
    bin_folder.mkdir()
    (bin_folder / "cp").write_text(
        f'#!/bin/sh\n[ "$2" != {name} ] || {{ mkdir "$3"; touch "$3/half"; exit 1; }}\n'
        'exec /bin/cp "$@"\n',
        encoding="utf-8",
    )
    (bin_folder / "cp").chmod(0o755)
    subprocess.run(
        ["./install.sh", str(site)],
        cwd=small,
        env={
            "PATH": f"{bin_folder}:{os.environ['PATH']}",
            "PYTHON": sys.executable,
            "LC_ALL": "C.UTF-8",
        },
        capture_output=True,
        check=False,
    )
    assert (site / "overrides" / "main.html").read_text(encoding="utf-8") == "自己的"
    refused(small, str(site))
    held = {path.relative_to(site).as_posix() for path in site.rglob("*.*")}
    assert held == {
        *("docs/index.md", "mkdocs.yml", "overrides/main.html"),
        *("overrides.old", "overrides.old/main.html"),
    }
    assert (site / "overrides.old" / "main.html").read_text(encoding="utf-8") == "自己的"


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("first", [False, True])
def test_stopping_the_installer(small: Path, by: signal.Signals, first: bool) -> None:
    if not first:
        (small / ".venv").mkdir()
        (small / ".venv" / "old").touch()
    slow, begun = small.parent / "slow-python", small.parent / "begun"
    slow.write_text(
        f'#!/bin/sh\ncase "$*" in *"-m venv"*) mkdir .venv; touch {begun}; exec sleep 60;; esac\n'
        f'exec {sys.executable} "$@"\n',
        encoding="utf-8",
    )
    slow.chmod(0o755)
    # a shell cannot catch what was ignored when it began, as under nohup
    heard = "import os, signal; signal.signal({0}, signal.SIG_DFL); os.execv('{1}', ['{1}'])"
    with subprocess.Popen(
        [sys.executable, "-c", heard.format(int(by), "./install.sh")],
        cwd=small,
        env={"PATH": os.environ["PATH"], "PYTHON": str(slow), "LC_ALL": "C.UTF-8"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        while not begun.exists():
            time.sleep(0.05)
        os.killpg(process.pid, by)
        _, said = process.communicate(timeout=30)
    assert (process.returncode, "没有变" in said) == (2, True)
    left = [path.relative_to(small).as_posix() for path in small.glob(".venv*/*")]
    assert left == ([] if first else [".venv/old"])
    assert (small / ".venv").exists() != first


# -- packing -----------------------------------------------------------------------------------


def test_the_same_files_give_the_same_bytes(small: Path) -> None:
    first, second = small.parent / "a.tar.gz", small.parent / "b.tar.gz"
    pack(small, first)
    for path in small.rglob("*"):
        os.utime(path, (1, 1))
    (small / "mkdocs.yml").chmod(0o600)
    pack(small, second)
    assert first.read_bytes() == second.read_bytes()
    assert sorted(path.name for path in small.parent.iterdir()) == ["a.tar.gz", "b.tar.gz", "包"]


def test_the_manifest_is_what_sha256sum_reads(small: Path) -> None:
    lines = manifest(small).splitlines()
    digest = hashlib.sha256(b"site_name: \xe7\x94\xb2\n").hexdigest()
    assert f"{digest}  mkdocs.yml" in lines
    assert lines == sorted(lines, key=lambda line: Path(line.split("  ", 1)[1]))


def test_links_are_not_packed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.png").symlink_to("/etc/passwd")
    assert main(["--site", str(tmp_path), "--to", str(tmp_path / "dist")]) == 2
    assert "HB316" in capsys.readouterr().err
