"""The field table: the shipped one, a site's own, and what is wrong with one."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from huibian.diagnostics import HuibianError
from huibian.schema import ExportField, FieldsFile, SettableField
from huibian.vocabulary.fields import FIELD_LABELS, load_fields

SHIPPED = load_fields()


def own(folder: Path, text: str) -> Path:
    path = folder / "fields.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_table_is_whole() -> None:
    assert set(SHIPPED.labels) == set(get_args(ExportField))
    assert SHIPPED.hidden == frozenset()
    for name in set(FieldsFile.model_fields) - {"labels", "sorts", "hidden"}:
        assert getattr(SHIPPED, name), name
    # the facets and orders that a browse page needs
    wanted = {"region", "level", "themes", "kind", "year", "collection", "organization"}
    assert set(SHIPPED.facets) >= wanted
    assert {name for name, _ in SHIPPED.sorts} >= {"newest", "order", "title", "shortest"}


def test_clerks_and_readers_call_fields_the_same() -> None:
    assert set(FIELD_LABELS) == {"title", *get_args(SettableField)}
    assert FIELD_LABELS["organization"] == SHIPPED.labels["organization"]


def test_a_sites_own_table_replaces_what_it_names(tmp_path: Path) -> None:
    table = load_fields(
        own(
            tmp_path,
            "labels: {organization: 报送单位}\nfacets: [author, level, region]\n"
            "sorts:\n  title: 按标题\n  newest: 新的在前\nhidden: [level, summary]\n",
        )
    )
    assert table.labels == {**SHIPPED.labels, "organization": "报送单位"}
    assert table.facets == ("author", "region")
    assert table.sorts == (("title", "按标题"), ("newest", "新的在前"))
    assert table.results == tuple(field for field in SHIPPED.results if field != "level")
    assert "summary" not in table.export and "level" not in table.export
    assert table.shown("level", "市级") == "" and table.shown("date", "2023") == "2023"


@pytest.mark.parametrize("text", ["", "# 还没有写\n", "hidden: []\n"])
def test_a_table_without_changes_changes_nothing(tmp_path: Path, text: str) -> None:
    assert load_fields(own(tmp_path, text)) == SHIPPED


def test_a_table_that_changes_is_read_again(tmp_path: Path) -> None:
    path = own(tmp_path, "facets: [year]\n")
    assert load_fields(path).facets == ("year",)
    path.write_text("facets: [kind, year]\n", encoding="utf-8")
    assert load_fields(path).facets == ("kind", "year")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("facets: [region]\nfacet: [year]\n", 2, "不认识“facet”，是不是“facets”"),
        ("columns:\n  - region\n  - levl\n", 3, "“levl”不能写在 columns 里，是不是“level”"),
        ("facets: [title]\n", 1, "“title”不能写在 facets 里"),
        ("hidden: [title]\n", 1, "“title”不能写在 hidden 里"),
        ("labels:\n  date: 时间\n  oganization: 单位\n", 3, "是不是“organization”"),
        ("labels:\n  date: ''\n", 2, "写成“名字: 叫法”"),
        ("sorts:\n  newest: 新的\n  biggest: 大的\n", 3, "“biggest”不能写在 sorts 里"),
        ("sorts: [newest]\n", 1, "写成“名字: 叫法”"),
        ("\nexport: []\n", 2, "至少要有一个"),
        ("results: region\n", 1, "应当是写在方括号里的列表"),
        ("results: [date, region, date]\n", 1, "“date”写了两次"),
        ("- facets\n", 1, "应当是“名字: 值”的样子"),
        ("facets: [region\n", 2, "不是合法的 YAML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    path = own(tmp_path, text)
    with pytest.raises(HuibianError) as caught:
        load_fields(path)
    (finding,) = caught.value.findings
    assert (finding.code, finding.path, finding.line) == ("HB501", str(path), line)
    assert words in finding.message


def test_all_faults_are_told_at_once_by_line(tmp_path: Path) -> None:
    path = own(tmp_path, "export: []\nfacets: [level, levl]\nfoo: 1\n")
    with pytest.raises(HuibianError) as caught:
        load_fields(path)
    assert [finding.line for finding in caught.value.findings] == [1, 2, 3]
