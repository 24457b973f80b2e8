"""What is put aside is out of the way and still there."""

from __future__ import annotations

from pathlib import Path

from bench.aside import put_aside


def test_what_is_put_aside_is_kept(tmp_path: Path) -> None:
    for text in ("一", "二"):
        (tmp_path / "site").mkdir()
        (tmp_path / "site" / "index.html").write_text(text, encoding="utf-8")
        (tmp_path / "lock").write_text(text, encoding="utf-8")
        put_aside(tmp_path / "site", tmp_path / "lock", tmp_path / "none")
        assert [path.name for path in tmp_path.iterdir()] == [".aside"]
    kept = [path for path in (tmp_path / ".aside").rglob("*") if path.is_file()]
    assert sorted(path.read_text("utf-8") for path in kept) == ["一", "一", "二", "二"]
