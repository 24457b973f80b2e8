"""A manifest finds every file that is not what was published."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huibian.diagnostics import HuibianError
from huibian.publish import manifest
from huibian.publish.manifest import Manifest

FILES = {"index.html": b"<p>1</p>", "文/甲.txt": b"", "a/b/c.bin": bytes(range(256)) * 9000}


@pytest.fixture
def release(tmp_path: Path) -> Path:
    for name, data in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    entries = {name: (hashlib.sha256(data).hexdigest(), len(data)) for name, data in FILES.items()}
    (tmp_path / manifest.NAME).write_bytes(Manifest(entries, {"site": "库"}).dump())
    return tmp_path


def codes(folder: Path) -> list[tuple[str, str]]:
    found = manifest.verify(folder).findings
    return [(one.code, Path(one.path).relative_to(folder).as_posix()) for one in found]


def test_whole_release_verifies(release: Path) -> None:
    found = manifest.verify(release)
    assert not found.findings
    assert (found.files, found.size) == (3, sum(map(len, FILES.values())))


def test_every_kind_of_difference_is_found(release: Path) -> None:
    data = bytearray((release / "a/b/c.bin").read_bytes())
    data[-1] ^= 1  # same size
    (release / "a/b/c.bin").write_bytes(data)
    (release / "index.html").unlink()
    (release / "a/new.txt").write_text("x")
    (release / "manifest.json.bak").symlink_to("nowhere")
    assert codes(release) == [
        ("HB811", "a/b/c.bin"),
        ("HB813", "a/new.txt"),
        ("HB812", "index.html"),
        ("HB813", "manifest.json.bak"),
    ]


def test_link_in_the_place_of_a_file_is_a_change(release: Path, tmp_path: Path) -> None:
    other = release / "index.html"
    other.rename(release.parent / "elsewhere.html")
    other.symlink_to(release.parent / "elsewhere.html")
    assert codes(release) == [("HB811", "index.html")]


@pytest.mark.parametrize(
    "harm",
    [
        lambda text: text.replace('"site":"库"', '"site":"馆"'),
        lambda text: text.replace('8]', '9]'),
        lambda text: text[:-10],
        lambda text: "[]",
        lambda text: "{}",
        lambda text: text.replace('"format":1', '"format":2'),
    ],
    ids=["site", "size", "cut", "list", "empty", "format"],
)  # fmt: skip
def test_damaged_manifest_is_not_trusted(release: Path, harm: object) -> None:
    path = release / manifest.NAME
    path.write_text(harm(path.read_text(encoding="utf-8")), encoding="utf-8")  # type: ignore[operator]
    with pytest.raises(HuibianError) as caught:
        manifest.verify(release)
    assert caught.value.findings[0].code == "HB810"


def test_missing_manifest_is_said(tmp_path: Path) -> None:
    with pytest.raises(HuibianError, match="HB810"):
        manifest.verify(tmp_path)


HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(st.dictionaries(st.text(min_size=1), st.tuples(HASHES, st.integers(0))))
def test_reads_what_it_wrote(files: dict[str, tuple[str, int]]) -> None:
    made = Manifest(files, {"counts": {"articles": 3}, "site": '"库"'})
    data = json.loads(made.dump())
    assert data["sha256"] == made.sha256
    assert {path: tuple(entry) for path, entry in data["files"].items()} == files
