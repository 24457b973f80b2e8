"""The cache: what was saved comes back whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest

from huibian.site.build.cachefolder import CacheFolder

SOURCE = "{% for one in 'ab' %}甲乙丙丁 {{ one }} STANDING {% endfor %}"


def flipped(data: bytes) -> Iterator[bytes]:
    """Give the data with one bit turned, at every place once."""
    for at in range(len(data)):
        yield data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :]


def rendered(cache: CacheFolder) -> str:
    environment = jinja2.Environment(
        loader=jinja2.DictLoader({"page": SOURCE}), bytecode_cache=cache.templates()
    )
    return environment.get_template("page").render()


@pytest.mark.parametrize("damage", ["cut", b"", b"\n", b"\xff" * 100], ids=repr)
def test_a_damaged_value_counts_as_none(tmp_path: Path, damage: str | bytes) -> None:
    cache = CacheFolder(tmp_path, "1")
    value = {"a": [1, 2, ("文", None, 0.5)]}
    cache.save("one", value)
    assert cache.load("one") == value
    assert CacheFolder(tmp_path, "2").load("one") is None
    file = tmp_path / "one.bin"
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] if isinstance(damage, str) else damage)
    assert cache.load("one") is None
    for data in flipped(whole):
        file.write_bytes(data)
        assert cache.load("one") is None


def test_a_damaged_template_is_compiled_again(tmp_path: Path) -> None:
    cache = CacheFolder(tmp_path, "1")
    wanted = rendered(cache)
    (file,) = (tmp_path / "templates/1").iterdir()
    whole = file.read_bytes()
    assert rendered(cache) == wanted
    assert file.read_bytes() == whole  # it was used
    file.write_bytes(whole.replace(b"STANDING", b"STARTING"))
    assert rendered(cache) == wanted
    assert file.read_bytes() == whole
    for data in flipped(whole):
        file.write_bytes(data)
        assert rendered(cache) == wanted


def test_templates_of_another_version_are_forgotten(tmp_path: Path) -> None:
    rendered(CacheFolder(tmp_path, "1"))
    rendered(CacheFolder(tmp_path, "2"))
    assert [path.name for path in (tmp_path / "templates").iterdir()] == ["2"]


def test_what_another_process_is_about_to_rename_stays(tmp_path: Path) -> None:
    cache = CacheFolder(tmp_path, "1")
    for name in ("texts/a", "texts/b"):
        cache.save(name, name)
    (tmp_path / "texts/c.bin.77").write_bytes(b"")
    cache.keep_only("texts", ["texts/a"])
    assert sorted(path.name for path in (tmp_path / "texts").iterdir()) == ["a.bin", "c.bin.77"]
