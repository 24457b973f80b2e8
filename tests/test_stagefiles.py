"""``huibian split --debug-dir``: every stage in a file that a person can read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import yaml

from handling import EMBEDDED, SMALL, TITLES, run, tree
from huibian.planfile import read_plan
from test_cli import ONE


def rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def folder(site: Path, tmp_path: Path) -> Path:
    """The stages of the small compilation."""
    target = tmp_path / "各步 结果"
    done = run(site, "split", str(SMALL), "--debug-dir", str(target))
    assert done.exit_code == 0, done.output
    assert f"各步的结果在 {target}" in done.stdout
    return target


def test_every_stage_is_written_and_told(folder: Path) -> None:
    told = (folder / "00-说明.txt").read_text(encoding="utf-8")
    names = sorted(path.name for path in folder.iterdir())
    assert [name for name in names if name not in told] == ["00-说明.txt"]
    assert len(names) == 8


def test_lines_and_what_was_dropped_from_them(folder: Path) -> None:
    source = SMALL.read_text(encoding="utf-8").splitlines()
    lines = rows(folder / "01-lines.tsv")[1:]
    assert [(int(line[0]), line[3]) for line in lines] == list(enumerate(source, 1))
    cleaned = rows(folder / "02-clean.tsv")[1:]
    assert [(row[0], row[3]) for row in cleaned if row[1] == "剔除"] == [
        ("33", "paywall"),
        ("48", "advert"),
        ("49", "paywall"),
    ]
    kept = {int(row[0]): row[4] for row in cleaned if row[1] == "留下"}
    assert kept[33] == source[32].removeprefix("##paidbegin##")


def test_all_sets_of_titles_with_the_parts_of_their_scores(folder: Path) -> None:
    data = yaml.safe_load((folder / "03-boundaries.yml").read_text(encoding="utf-8"))
    assert [one["line"] for one in data["suspects"]] == [EMBEDDED]
    sets = {one["rule"]: one for one in data["sets"]}
    chosen = sets[data["chosen"]]
    assert {one["title"]: one["line"] for one in chosen["titles"]} == TITLES
    assert len(sets) > 1
    assert {"prior", "declared", "titles", "restarts"} <= set(chosen["parts"])


def test_plan_fields_blocks_and_pages(site: Path, folder: Path) -> None:
    made = site / "docs" / "collections" / "small"
    written = read_plan(made / "source" / "plan.yml", "")
    assert read_plan(folder / "04-plan.yml", "") == written
    for page in made.glob("*.md"):
        assert (folder / "07-pages" / page.name).read_bytes() == page.read_bytes()
    fields = yaml.safe_load((folder / "06-fields.yml").read_text(encoding="utf-8"))
    assert [one["level"]["value"] for one in fields] == ["县区级", "市级", "县区级", "省级"]
    assert fields[0]["themes"][0]["value"] == "农业农村"
    assert "# level-cues" in (folder / "06-fields.yml").read_text(encoding="utf-8")
    blocks = rows(folder / "05-blocks" / "01.tsv")[1:]
    assert [(row[0], row[1]) for row in blocks][:3] == [
        ("8", "paragraph"),
        ("9", "heading"),
        ("10", "paragraph"),
    ]


def test_unseen_characters_are_shown(site: Path, tmp_path: Path) -> None:
    path = site / "x.txt"
    path.write_text(SMALL.read_text(encoding="utf-8").replace("一盏", "一\u200b\t盏"), "utf-8")
    run(site, "split", str(path), "--dry-run", "--debug-dir", str(tmp_path / "x"))
    text = (tmp_path / "x" / "01-lines.tsv").read_text(encoding="utf-8")
    assert "一\\u200b\\u0009盏路灯" in text


def test_a_split_that_fails_shows_how_far_it_came(site: Path, tmp_path: Path) -> None:
    path = site / "一篇.txt"
    path.write_text(ONE, encoding="utf-8")
    target = tmp_path / "x"
    done = run(site, "split", str(path), "--debug-dir", str(target))
    assert done.exit_code == 2
    names = {one.name for one in target.iterdir()}
    assert {"01-lines.tsv", "02-clean.tsv"} <= names
    assert "04-plan.yml" not in names
    done = run(site, "split", "没有.txt", "--debug-dir", str(tmp_path / "y"))
    assert done.exit_code == 2
    assert not (tmp_path / "y").exists()


def test_a_second_run_replaces_the_first(site: Path, folder: Path) -> None:
    path = site / "small.txt"
    text = SMALL.read_text(encoding="utf-8")
    path.write_text(text[: text.index("课桌边的")], encoding="utf-8")
    assert run(site, "split", str(path), "--debug-dir", str(folder), "--dry-run").exit_code == 0
    assert len(list((folder / "05-blocks").iterdir())) < 4


@pytest.mark.parametrize(
    "where", ["docs", "docs/x", "docs/collections/small/source/x", ".", "full"]
)
def test_nothing_is_written_into_the_site_or_among_other_files(site: Path, where: str) -> None:
    (site / "full").mkdir()
    (site / "full" / "我的.txt").write_text("x")
    before = tree(site)
    done = run(site, "split", str(SMALL), "--debug-dir", str(site / where))
    assert done.exit_code == 2
    assert "HB430" in done.stderr
    assert tree(site) == before


def test_a_link_into_the_site_is_seen(site: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(site / "docs")
    done = run(site, "split", str(SMALL), "--debug-dir", str(tmp_path / "link" / "x"))
    assert "HB430" in done.stderr


def fingerprint(folder: Path) -> str:
    """Return the hash of a tree: names, kinds, bytes and times."""
    parts = []
    for path in sorted([folder, *folder.rglob("*")]):
        held = path.read_bytes() if path.is_file() else b""
        parts.append(f"{path} {path.stat().st_mtime_ns} {path.stat().st_mode} {held!r}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@pytest.mark.parametrize("fresh", [True, False])
def test_a_dry_run_leaves_every_byte_and_time(site: Path, tmp_path: Path, fresh: bool) -> None:
    path = tmp_path / "small.txt"
    path.write_bytes(SMALL.read_bytes())
    if not fresh:
        run(site, "split", str(path))
    path.write_text(path.read_text(encoding="utf-8").replace("路灯", "灯"), encoding="utf-8")
    before = fingerprint(site)
    done = run(site, "split", str(path), "--dry-run", "--debug-dir", str(tmp_path / "x"))
    assert done.exit_code == 0, done.output
    assert "没有写入任何文件" in done.stdout
    assert fingerprint(site) == before
