"""Files of the cache: what they give back, and what counts as none."""

from __future__ import annotations

import datetime
import io
import os
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huibian import frontmatter, yamlloader
from huibian.site import cachefile

KEY = cachefile.digest(b"key")


def test_plain_values_come_back(tmp_path: Path) -> None:
    value = {b"\x00": ({"title": "甲", "day": datetime.date(2024, 2, 29)}, [1, None, 2.5], True)}
    path = tmp_path / "new" / "folder" / "pages"
    cachefile.write(path, KEY, value)
    assert cachefile.read(path, KEY) == value
    cachefile.write(path, KEY, "another")
    assert cachefile.read(path, KEY) == "another"
    assert list(path.parent.iterdir()) == [path]


def test_other_code_reads_nothing(tmp_path: Path) -> None:
    cachefile.write(tmp_path / "a", KEY, "甲")
    assert cachefile.read(tmp_path / "a", cachefile.digest(b"other")) is None
    assert cachefile.read(tmp_path / "none", KEY) is None
    assert cachefile.read(tmp_path, KEY) is None


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7), cut=st.booleans())
def test_a_damaged_file_reads_as_none(
    tmp_path_factory: pytest.TempPathFactory, at: int, bit: int, cut: bool
) -> None:
    path = tmp_path_factory.mktemp("cache") / "a"
    cachefile.write(path, KEY, {"title": ["甲" * 20, 3]})
    data = bytearray(path.read_bytes())
    at %= len(data)
    data[at] ^= 1 << bit
    path.write_bytes(data[:at] if cut else data)
    assert cachefile.read(path, KEY) is None


class Foreign:
    def __reduce__(self) -> Any:
        return os.system, ("touch ran",)


@pytest.mark.parametrize(
    "value", [Foreign(), [Path("a")], io.BytesIO], ids=["call", "path", "type"]
)
def test_a_file_of_anything_but_plain_values_runs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    payload = pickle.dumps(value)
    (tmp_path / "a").write_bytes(cachefile.digest(KEY, payload) + payload)
    assert cachefile.read(tmp_path / "a", KEY) is None
    assert not (tmp_path / "ran").exists()


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    cachefile.write(tmp_path / "file" / "a", KEY, 1)
    (tmp_path / "folder").mkdir()
    cachefile.write(tmp_path / "folder", KEY, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


def test_the_key_is_of_the_code_and_the_versions() -> None:
    key = cachefile.code_key([frontmatter], "1")
    assert key == cachefile.code_key([frontmatter], "1")
    others = [([frontmatter], "2"), ([yamlloader], "1"), ([frontmatter, yamlloader], "1")]
    assert key not in {cachefile.code_key(*other) for other in others}
