"""What the preview must show before a save counts as seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import preview
from serving import served


def test_every_save_has_a_sentence_of_its_own() -> None:
    made = {preview.sentence_of(kind, number) for kind in ("change", "add") for number in range(30)}
    assert len(made) == 60
    assert not any(one in other for one in made for other in made if one != other)


def test_the_search_is_new_when_its_new_version_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "PATIENCE", 0.2)
    search = tmp_path / "search"
    (search / "0123456789ab").mkdir(parents=True)
    (search / "0123456789ab" / "manifest.js").write_text("1")
    (search / "index.js").write_text("huibian.search.piece('index',1,'0123456789ab')")
    with served(tmp_path) as address:
        old = preview.read(f"{address}{preview.INDEX}")
        preview.has_search(address, "another")
        with pytest.raises(RuntimeError, match="search"):
            preview.has_search(address, old)
        (search / "index.js").write_text("huibian.search.piece('index',2,'ba9876543210')")
        with pytest.raises(RuntimeError, match="search"):
            preview.has_search(address, old)
        (search / "ba9876543210").mkdir()
        (search / "ba9876543210" / "manifest.js").write_text("2")
        preview.has_search(address, old)
        preview.has_page(f"{address}{preview.INDEX}", "ba9876543210")
        assert preview.read(f"{address}none") == ""
