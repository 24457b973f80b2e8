"""``make bundle``: one archive that holds the program, all it needs, and the site's folder.

Made on a machine with access to a package index; ``install.sh`` beside this file unpacks nothing
and asks nobody: it checks the files against their manifest and installs from the wheels.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bundling.complete import missing
from huibian import __version__
from huibian.diagnostics import HuibianError
from huibian.strays import refuse

PROJECT = Path(__file__).resolve().parents[2]
#: The site's folder as it stands, and what a person reads.
SKELETON = ("mkdocs.yml", "docs", "overrides", "README.zh-CN.md", "LICENSE", "CHANGELOG.md")
#: What wheels call the oldest Linux that they run on, up to Debian 10 and its like.
_SYSTEMS = ("manylinux2014", *(f"manylinux_2_{minor}" for minor in range(17, 29)))
MANIFEST = "manifest.sha256"
PYTHONS = "pythons.txt"  # versions that the wheels are for
#: Of everything in the archive and of wheels that are built: the same input gives the same bytes.
MOMENT = int(os.environ.get("SOURCE_DATE_EPOCH") or 315532800)  # 1980, the first that zip knows


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the archive and print where it is; 0 when done, 2 when it cannot be made."""
    options = _parser().parse_args(arguments)
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    pythons = tuple(dict.fromkeys(options.python or [here]))
    machine = options.machine or platform.machine()
    foreign = (pythons, machine) != ((here,), platform.machine())
    name = f"huibian-{__version__}-{'-'.join(f'py{one}' for one in pythons)}-linux-{machine}"
    options.to.mkdir(parents=True, exist_ok=True)
    try:
        refuse(options.site / "docs")
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / name
            folder.mkdir()
            _wheels(folder / "wheels", pythons if foreign else (), machine)
            _skeleton(options.site, folder)
            (folder / PYTHONS).write_text("".join(f"{one}\n" for one in pythons), encoding="utf-8")
            shutil.copy(Path(__file__).with_name("install.sh"), folder)
            (folder / "install.sh").chmod(0o755)
            (folder / MANIFEST).write_text(manifest(folder), encoding="utf-8")
            archive = options.to / f"{name}.tar.gz"
            pack(folder, archive)
    except HuibianError as error:
        print(error, file=sys.stderr)
        return 2
    except subprocess.CalledProcessError:
        print("没有做成：上面是 pip 的说明。请检查网络、软件包源和 --python、--machine 的写法")
        return 2
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    print(f"离线安装包：{archive}（{archive.stat().st_size / 1e6:.0f} MB）\nSHA-256：{digest}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bundle", description="做一个离线安装包")
    parser.add_argument("--to", type=Path, default=PROJECT / "dist", help="放在哪个文件夹")
    parser.add_argument("--site", type=Path, default=PROJECT, help="带上哪个站点的文件夹")
    parser.add_argument(
        "--python", action="append", help="目标电脑的 Python 版本，例如 3.12；可以写几次"
    )
    parser.add_argument("--machine", help="目标电脑的处理器，例如 x86_64、aarch64")
    return parser


def _wheels(wheels: Path, pythons: Sequence[str], machine: str) -> None:
    """Bring the wheels of the project and of all it needs into a folder.

    For other machines: what has no wheel in the index is built here, which gives a wheel for every
    machine as long as it is pure Python; pip says so when something is not.
    """
    limits = ["--constraint", str(PROJECT / "constraints.txt")]
    _pip("wheel", "--wheel-dir", str(wheels), *limits, str(PROJECT))
    _pip("wheel", "--wheel-dir", str(wheels), f"pip=={_version_of_pip()}")
    if not pythons:
        return
    built = wheels.with_name("built")
    wheels.rename(built)
    for python in pythons:
        target = ["--python-version", python, "--only-binary", ":all:", "--implementation", "cp"]
        for system in _SYSTEMS:
            target += ["--platform", f"{system}_{machine}"]
        wanted = [f"huibian=={__version__}", f"pip=={_version_of_pip()}"]
        found = ["--find-links", str(built), "--dest", str(wheels)]
        while wanted:
            _pip("download", *found, *limits, *target, *wanted)
            wanted = missing(wheels, "huibian", python, machine)
    shutil.rmtree(built)


def _pip(*arguments: str) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(MOMENT)}
    command = [sys.executable, "-m", "pip", *arguments, "--quiet", "--disable-pip-version-check"]
    subprocess.run(command, check=True, env=environment)


def _version_of_pip() -> str:
    from pip import __version__ as version

    return str(version)


def _skeleton(site: Path, folder: Path) -> None:
    for name in SKELETON:
        source = site / name if (site / name).exists() else PROJECT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns(".*"))
        else:
            shutil.copy(source, folder / name)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def manifest(folder: Path) -> str:
    """Return the SHA-256 of every file in a folder, as ``sha256sum --check`` reads them."""
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in _files(folder)
    )


def pack(folder: Path, archive: Path) -> None:
    """Pack a folder: the same files give the same bytes, whoever packs them and when."""

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        entry.mtime = MOMENT
        entry.mode = 0o755 if entry.isdir() or entry.name.endswith(".sh") else 0o644
        return entry

    part = archive.with_name(f".{archive.name}.part")
    with (
        part.open("wb") as file,
        gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for path in (folder, *sorted(folder.rglob("*"))):
            name = path.relative_to(folder.parent).as_posix()
            tar.add(path, name, recursive=False, filter=plain)
    part.replace(archive)


if __name__ == "__main__":
    sys.exit(main())
