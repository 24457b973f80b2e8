"""What wheels need elsewhere: conditions are those of the machine that they are for."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from bundling.complete import missing


def wheel(folder: Path, name: str, *needs: str, tag: str = "py3-none-any") -> None:
    lines = [f"Name: {name}", "Version: 1", *(f"Requires-Dist: {need}" for need in needs)]
    with zipfile.ZipFile(folder / f"{name}-1-{tag}.whl", "w") as file:
        file.writestr(f"{name}-1.dist-info/METADATA", "\n".join(lines) + "\n\n正文\n")


def test_all_is_there(tmp_path: Path) -> None:
    wheel(tmp_path, "one", "Two_Words>=1", "none; sys_platform == 'win32'", "test; extra == 'dev'")
    wheel(tmp_path, "two_words", "one", tag="cp312-cp312-manylinux_2_17_aarch64")
    assert missing(tmp_path, "one", "3.12", "aarch64") == []


@pytest.mark.parametrize(
    ("python", "machine", "wanted"),
    [
        ("3.10", "x86_64", ["old>=2"]),
        ("3.12", "aarch64", ["arm"]),
        ("3.12", "x86_64", []),
        ("3.10", "aarch64", ["arm", "old>=2"]),
    ],
)
def test_conditions_are_asked_of_the_target(
    tmp_path: Path, python: str, machine: str, wanted: list[str]
) -> None:
    wheel(tmp_path, "one", "two")
    wheel(tmp_path, "two", 'old>=2; python_version < "3.11"', 'arm; platform_machine == "aarch64"')
    assert missing(tmp_path, "one", python, machine) == wanted


def test_extras_that_are_asked_for_count(tmp_path: Path) -> None:
    wheel(tmp_path, "one", "two[fast]")
    wheel(tmp_path, "two", "speed; extra == 'fast'", "tests; extra == 'dev'")
    assert missing(tmp_path, "one", "3.12", "x86_64") == ["speed"]


def test_what_is_to_be_installed_is_missing_itself(tmp_path: Path) -> None:
    assert missing(tmp_path, "one", "3.12", "x86_64") == ["one"]
