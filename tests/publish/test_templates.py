"""The shipped files for publishing by the clock: what they say can be read by who reads them."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from handling import COMMANDS
from huibian.publish import publishing

TEMPLATES = Path(publishing.__file__).with_name("templates")
GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "publish.md"
NAMES = sorted(path.name for path in TEMPLATES.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_the_guide_shows_the_shipped_file(name: str) -> None:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    assert f"\n{text}```\n" in GUIDE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_commands_exist(name: str) -> None:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    called = re.findall(r"bin/huibian (.+)", text)
    assert called or name.endswith(".timer")
    for line in called:
        command, *words = shlex.split(line)
        known = {option for param in COMMANDS[command].params for option in param.opts}
        assert {word for word in words if word.startswith("-")} <= known


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".yml")])
def test_yaml(name: str) -> None:
    read = yaml.safe_load((TEMPLATES / name).read_text(encoding="utf-8"))
    steps = read["jobs"]["publish"]["steps"] if "jobs" in read else read["publish"]["script"]
    assert len(steps) >= 3
    # two pushes in a row: the second waits
    assert "concurrency" in read or read["publish"]["resource_group"]


def test_cron_line() -> None:
    text = (TEMPLATES / "huibian-publish.cron").read_text(encoding="utf-8")
    (line,) = [one for one in text.splitlines() if one[:1].isdigit()]
    minute, hour, day, month, weekday, user, command = line.split(maxsplit=6)
    assert 0 <= int(minute) < 60 and 0 <= int(hour) < 24
    assert (day, month, weekday, user) == ("*", "*", "*", "huibian")
    assert "%" not in command  # which cron takes for a line's end
    assert text.endswith("\n")


def test_units(tmp_path: Path) -> None:
    tool = shutil.which("systemd-analyze")
    if tool is None:
        pytest.skip("no systemd here")
    for name in ("huibian-publish.service", "huibian-publish.timer"):
        text = (TEMPLATES / name).read_text(encoding="utf-8")
        # a program that is there, and a user: what is tried is the form
        text = text.replace("/srv/huibian/.venv/bin/huibian", "/bin/true")
        text = text.replace("User=huibian", "User=root")
        (tmp_path / name).write_text(text, encoding="utf-8")
    units = [str(tmp_path / name) for name in ("huibian-publish.service", "huibian-publish.timer")]
    done = subprocess.run(
        [tool, "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    ours = [line for line in done.stderr.splitlines() if "huibian" in line]
    assert not ours, done.stderr
