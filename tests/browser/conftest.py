"""A real Chromium on the real site: built once, served on loopback, every request recorded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_server import Desk
from playwright.sync_api import Browser, Page, expect

from serving import handed_on, served, watched

expect.set_options(timeout=20_000)  # a machine may be busy; what is wrong stays wrong


@pytest.fixture(scope="session")
def folder_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Publish the site for folders and return the address of one that was handed on."""
    unpacked = handed_on(tmp_path_factory.mktemp("folder")) / "我的 U盘"
    return (unpacked / "案例库").as_uri() + "/"


@pytest.fixture(scope="session")
def address(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the built site below a sub-path on loopback and return its address."""
    root = tmp_path_factory.mktemp("root")
    (root / "anli").symlink_to(built_site)
    with served(root) as host:
        yield f"{host}anli/"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    yield from watched(browser, address)


@pytest.fixture
def folder_page(browser: Browser, folder_address: str) -> Iterator[Page]:
    yield from watched(browser, folder_address)


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """One window for tests that only look at many pages, each from its own address."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(started: Desk) -> Desk:
    """The desk that a file of tests has ``started``, as if nobody had worked at it."""
    started.put_back()
    return started
