"""What we use of MkDocs beside its plugin interface is still there, and does what we think."""

from __future__ import annotations

import gc
import inspect
import os
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mkdocs.utils
import pytest
from mkdocs.commands import build as build_command
from mkdocs.commands import serve as serve_command
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure import pages
from mkdocs.structure.files import File, Files, InclusionLevel
from watchdog.events import (
    FileDeletedEvent,
    FileModifiedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)

from huibian.site import mkdocs_inside
from huibian.site.mkdocs_inside import OnDemandServer, OwnFile, StaticFile


def test_builds_empty_the_output_folder_through_the_name_that_we_replace() -> None:
    assert "utils.clean_directory(config.site_dir)" in inspect.getsource(build_command.build)
    before = mkdocs.utils.clean_directory
    with mkdocs_inside.kept_output():
        assert build_command.utils.clean_directory is not before
    assert build_command.utils.clean_directory is before


def test_a_themes_files_are_those_outside_of_hidden_folders(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for name in ("a.css", ".b/c.css", "d/.e/f.css", "d/g.js", ".h.css", "d/i.html"):
        path = tmp_path / "theme" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    config = MkDocsConfig(str(tmp_path / "mkdocs.yml"))
    config.load_dict({"site_name": "名", "theme": {"name": "material", "custom_dir": "theme"}})
    assert config.validate() == ([], [])

    def found() -> list[str]:
        files = Files([])
        files.add_files_from_theme(config.theme.get_env(), config)
        return [file.src_uri for file in files]

    every = found()
    with mkdocs_inside.short_walks():
        assert found() == every
    assert {"a.css", "d/g.js", "assets/images/favicon.png"} <= set(every)
    assert not {"d/.e/f.css", ".h.css", "d/i.html"} & set(every)


def test_garbage_is_looked_for_again_once_the_library_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[tuple[bool, int]] = []

    def command(**_: Any) -> None:
        for step in (lambda: None, mkdocs_inside.settle):
            step()
            seen.append((gc.isenabled(), gc.get_freeze_count()))
        raise SystemExit(1)

    monkeypatch.setattr(mkdocs_inside.command_line, "cli", command)
    try:
        with pytest.raises(SystemExit):
            mkdocs_inside.run(["build"])
        (before, frozen), (after, kept) = seen
        assert not before and after and kept > frozen
        assert gc.isenabled()
        mkdocs_inside.settle()
        assert gc.get_freeze_count() <= kept  # some of it may have gone since
    finally:
        gc.unfreeze()


def test_previews_make_their_server_through_the_name_that_we_replace() -> None:
    source = inspect.getsource(serve_command.serve)
    assert "server = LiveReloadServer(" in source
    assert "config.plugins.on_serve(server" in source
    assert not mkdocs_inside.serves_on_demand()


def test_the_server_has_what_ours_takes_over() -> None:
    source = inspect.getsource(LiveReloadServer)
    own = (
        "_epoch_cond",
        "_visible_epoch",
        "_wanted_epoch",
        "mount_path",
        "observer",
        "build_delay",
    )
    for name in own:
        assert f"self.{name}" in source, name
    assert list(inspect.signature(LiveReloadServer._serve_request).parameters) == [
        "self",
        "environ",
        "start_response",
    ]
    assert "self.observer.schedule(handler, path, recursive=recursive)" in source


def test_the_context_of_a_page_asks_for_its_url_only() -> None:
    assert list(inspect.signature(build_command.get_context).parameters) == [
        "nav",
        "files",
        "config",
        "page",
        "base_url",
    ]
    assert "page." not in inspect.getsource(build_command.get_context).replace("page.url", "")


def files(tmp_path: Path) -> Files:
    made = [
        File(name, str(tmp_path), str(tmp_path / "out"), True, inclusion=InclusionLevel.INCLUDED)
        for name in ("a/index.md", "a/01.md", "a/b.png", "guide.md")
    ]
    return Files([made[0], OwnFile.of(made[1]), *made[2:]])


def test_a_page_of_ours_is_none_of_theirs_but_can_be_linked_to(tmp_path: Path) -> None:
    held = files(tmp_path)
    own = held.get_file_from_path("a/01.md")
    assert own is not None and own.url == "a/01/" and own.dest_uri == "a/01/index.html"
    assert own not in held.documentation_pages()
    assert own not in [*held.static_pages(), *held.media_files()]
    own.copy_file()
    assert not (tmp_path / "out").exists()
    links = mkdocs_inside.Links(held, settings())
    assert links.resolve("a/01.md", "../guide.md") == "../../guide/"
    assert links.resolve("a/index.md", "01.md#s_1") == "01/#s_1"
    assert links.resolve("a/01.md", "b.png") == "../b.png"
    assert links.resolve("a/01.md", "nowhere.md") == "nowhere.md"


def settings() -> MkDocsConfig:
    config = MkDocsConfig()
    config.load_dict({"site_name": "案例库", "validation": {"links": {"anchors": "warn"}}})
    config.validate()
    return config


def test_faults_are_said_when_they_are_reported_and_not_before(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    pages.log.parent.propagate = True  # type: ignore[union-attr]
    links = mkdocs_inside.Links(files(tmp_path), settings())
    links.resolve("a/01.md", "nowhere.md")
    assert caplog.records == []
    links.report({"a/01.md": ["nowhere.md", "#s_1", "#s_2"]}, lambda src: frozenset({"s_1"}))
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 2
    assert "'nowhere.md'" in said[0]
    assert "'#s_2'" in said[1]


def test_a_file_is_copied_when_it_changed(tmp_path: Path) -> None:
    source, target = tmp_path / "a.txt", tmp_path / "out" / "a.txt"
    source.write_text("eins", encoding="utf-8")
    file = File("a.txt", str(tmp_path), str(tmp_path / "out"), True)
    StaticFile.adopt([file])
    file.copy_file()
    assert target.read_text(encoding="utf-8") == "eins"
    target.write_text("zwei", encoding="utf-8")
    os.utime(target, ns=(source.stat().st_atime_ns, source.stat().st_mtime_ns))
    file.copy_file()
    assert target.read_text(encoding="utf-8") == "zwei"  # same size and time: taken for the copy
    os.utime(source, ns=(1, 1))
    file.copy_file()
    assert target.read_text(encoding="utf-8") == "eins"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Any]:
    (tmp_path / "watched").mkdir()
    made = OnDemandServer(
        builder=lambda: None, host="127.0.0.1", port=0, root=str(tmp_path / "site")
    )
    made.server_bind()
    made.server_activate()
    thread = threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield made
    made.shutdown()


def get(server: Any, path: str) -> str:
    host, port = server.server_address[:2]
    try:
        with urllib.request.urlopen(f"http://{host}:{port}/{path}", timeout=20) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return str(error.code)


def test_a_file_is_made_when_it_is_asked_for(server: Any, tmp_path: Path) -> None:
    asked = []

    def make(path: str) -> None:
        asked.append(path)
        if path == "a/index.html":
            (tmp_path / "site/a").mkdir(parents=True, exist_ok=True)
            (tmp_path / "site/a/index.html").write_text(f"第 {len(asked)} 次", encoding="utf-8")

    server.make = make
    assert get(server, "a/") == "第 1 次"
    assert get(server, "a/") == "第 2 次"
    assert get(server, "b/c.js?v=1") == "404"
    assert asked == ["a/index.html", "a/index.html", "b/c.js"]


def test_changes_are_noticed_and_looks_are_not(server: Any, tmp_path: Path) -> None:
    folder = tmp_path / "watched"
    (folder / "old.md").write_text("旧", encoding="utf-8")
    time.sleep(0.2)
    server.watch(str(folder))
    server.observer.start()
    try:
        (folder / "old.md").read_text(encoding="utf-8")
        time.sleep(0.5)
        assert not server._want_rebuild
        (folder / "new.md").write_text("新", encoding="utf-8")
        until = time.monotonic() + 20
        while not server._want_rebuild and time.monotonic() < until:
            time.sleep(0.05)
        assert server._want_rebuild
    finally:
        server.observer.stop()
        server.observer.join()


def test_what_is_no_news_starts_no_build(tmp_path: Path) -> None:
    told: list[str] = []

    class Handler(FileSystemEventHandler):
        def dispatch(self, event: FileSystemEvent) -> None:
            told.append(Path(os.fsdecode(event.src_path)).name)

    changes = mkdocs_inside._OnlyChanges(Handler(), str(tmp_path))
    page, new = tmp_path / "book" / "01.md", tmp_path / ".book.new" / "01.md"
    for path in (page, new):
        path.parent.mkdir()
        path.write_text("一", encoding="utf-8")
    changes.dispatch(FileModifiedEvent(str(new)))  # the store is filling it
    assert told == []
    changes.dispatch(FileModifiedEvent(str(page)))
    changes.dispatch(FileModifiedEvent(str(page)))  # the other observer tells the same
    assert told == ["01.md"]
    page.write_text("一二", encoding="utf-8")
    changes.dispatch(FileModifiedEvent(str(page)))
    new.unlink()
    new.parent.rmdir()
    changes.dispatch(FileModifiedEvent(str(new)))  # by its name of before: it is the book's now
    page.unlink()
    changes.dispatch(FileDeletedEvent(str(page)))
    assert told == ["01.md"] * 4
