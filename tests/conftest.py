"""Fixtures for all tests: goldens that change only with a flag, a site to write in."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from handling import empty_site
from huibian.editing import Library
from huibian.vocabulary.bundle import Vocabularies, load
from serving import ARGUMENTS, build, chromium

# Each of the hundreds of processes that tests start would compile all our modules for itself, and
# each worker all tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("dev", deadline=None, suppress_health_check=slow)
settings.register_profile("ci", deadline=None, suppress_health_check=slow, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or "ci")

Golden = Callable[[Path, Any], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens",
        action="store_true",
        help="write the golden files anew (read the diff before you commit it)",
    )


@pytest.fixture(scope="session", autouse=True)
def unsynced() -> Iterator[None]:
    """Let nothing in this process wait for the disk.

    No test cuts the power, and a sync waits for whatever else the machine is writing: seconds
    beside another worker. Commands that tests start as processes sync as ever.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "sync", lambda: None)
        patch.setattr(os, "fsync", lambda handle: None)
        yield


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare plain data with the ``expected:`` part, the last one, of a YAML golden file.

    With --update-goldens that part is written anew, and what stands above it stays as it is.
    """
    update = bool(request.config.getoption("--update-goldens"))

    def compare(path: Path, actual: Any) -> None:
        text = path.read_text(encoding="utf-8")
        case = yaml.safe_load(text)
        if update:
            head = text.split("\nexpected:")[0].rstrip("\n")
            shown = yaml.safe_dump(
                {"expected": actual}, allow_unicode=True, sort_keys=False, width=200
            )
            path.write_text(f"{head}\n{shown}", encoding="utf-8", newline="\n")
            return
        assert "expected" in case, f"{path.name} has no expected: part; run pytest --update-goldens"
        assert actual == case["expected"]

    return compare


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """An empty site: mkdocs.yml and docs/."""
    return empty_site(tmp_path / "site-root")


@pytest.fixture
def library(site: Path) -> Library:
    """The library of an empty site."""
    return Library(site)


@pytest.fixture(scope="session")
def vocabularies() -> Vocabularies:
    """The vocabularies that ship with the package."""
    return load()


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own site, built once."""
    return build(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield instance
        instance.close()
