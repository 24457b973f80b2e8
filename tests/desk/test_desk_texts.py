"""The texts in which duplicates are looked for: kept between uploads, and as they are now."""

from __future__ import annotations

from pathlib import Path

import pytest

from huibian import duplicates
from huibian.desk.context import Texts


def write(site: Path, name: str, body: str) -> None:
    path = site / "docs/collections" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: 题\nnumber: 1\n---\n\n{body}\n", encoding="utf-8")


def test_a_text_is_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    real = duplicates._hashes
    monkeypatch.setattr(
        duplicates, "_hashes", lambda text: looked.append(text.strip()) or real(text)
    )
    for name in ("one/01", "one/02", "two/01"):
        write(tmp_path, name, f"{name}的正文")
    texts = Texts(tmp_path)
    assert len(texts.but("").sampled) == 3
    assert texts.but("new") is texts.but(""), "nothing in the library is left out for it"
    assert texts.but("two").addresses == [
        f"docs/collections/one/{number}.md" for number in ("01", "02")
    ]
    assert len(texts.but("two").sampled) == 2
    assert len(looked) == 3
    write(tmp_path, "one/02", "改过的正文，长一些")
    assert len(texts.but("two").sampled) == 2
    assert looked[3:] == ["改过的正文，长一些"]
