"""The pieces: stable, only of what is published, and safe as scripts."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from searching import blocks_of, catalog_of, write_site
from sitetree import article, build_site, collection, sample

from huibian.site.catalog import ArticleCard
from huibian.site.search import grams, pieces
from huibian.vocabulary.bundle import Vocabularies


def all_pieces(site: Path) -> dict[str, bytes]:
    root = site / "search"
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*.js"))}


def write(site: Path, vocabularies: Vocabularies, body: str) -> dict[str, bytes]:
    card = ArticleCard("c", "01", 1, "</script>'\\\u2028标题")
    write_site(site, catalog_of([card], vocabularies), {card.src: blocks_of(body)})
    return all_pieces(site)


def test_the_same_library_gives_the_same_pieces(tmp_path: Path, vocabularies: Vocabularies) -> None:
    first = write(tmp_path / "a", vocabularies, "台账。")
    assert write(tmp_path / "b", vocabularies, "台账。") == first
    changed = write(tmp_path / "b", vocabularies, "帐簿。")
    versions = {name.split("/")[0] for name in {*first, *changed}} - {"index.js"}
    assert len(versions) == 2  # another folder, so that no cache mixes the two


def test_scripts_hold_nothing_but_one_call(tmp_path: Path, vocabularies: Vocabularies) -> None:
    for name, data in write(tmp_path, vocabularies, "𠀀'\\n</script>").items():
        assert re.fullmatch(
            r"huibian\.search\.piece\('[\w/]+',\d+,'(?:[^'\\<\n\u2028\u2029]|\\.)*'\)\n",
            data.decode("utf-8"),
        ), name


def test_an_empty_library_has_an_index(tmp_path: Path, vocabularies: Vocabularies) -> None:
    write_site(tmp_path, catalog_of([], vocabularies), {})
    names = {name.split("/")[-1] for name in all_pieces(tmp_path)}
    assert names >= {"index.js", "manifest.js", "columns.js"}


@given(st.lists(st.integers(0, (1 << 28) - 1)))
def test_numbers_are_written_with_seven_bits_a_byte(values: list[int]) -> None:
    read, value, shift = [], 0, 0
    for byte in grams.encode(np.array(values, dtype=np.uint32)):
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            read.append(value)
            value = shift = 0
    assert read == values


@given(st.lists(st.integers(0, 4)))
def test_columns_take_as_few_bits_as_they_can(values: list[int]) -> None:
    bits, text = pieces.column(values, 5)
    number = int.from_bytes(base64.b64decode(text), "little")
    assert bits == 3
    assert [number >> bits * i & 7 for i in range(len(values))] == values


@pytest.mark.slow
def test_titles_in_the_index_stay_text(tmp_path: Path) -> None:
    built = build_site(tmp_path, {**sample(), "collections/x/index.md": collection("空")})
    texts = [data.decode("utf-8") for data in all_pieces(built.folder).values()]
    assert any("渠长巡渠记" in text for text in texts)
    for text in texts:
        assert "<script" not in text and "SECRET" not in text


@pytest.mark.slow
@pytest.mark.parametrize("preview", [True, False])
def test_drafts_are_not_found(tmp_path: Path, preview: bool) -> None:
    tree = {**sample(), "collections/water/05.md": article("未刊稿", 5, "SECRET 草稿。\n")}
    draft = "/collections/water/05.md"
    built = build_site(tmp_path, tree, preview=preview, draft_docs=draft)
    assert ("collections/water/05/index.html" in built.pages) is preview
    texts = [data.decode("utf-8") for data in all_pieces(built.folder).values()]
    assert any("渠长巡渠记" in text for text in texts)
    assert not any("未刊稿" in text for text in texts)
