"""Regions: the table, its loader, and where texts name places."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from huibian.vocabulary.loading import built_in
from huibian.vocabulary.regions import (
    Alias,
    Mention,
    Region,
    RegionTable,
    RegionTableError,
    find_mentions,
    load_regions,
)

CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("regions_cases.yml").read_text(encoding="utf-8")
)
STOPS: dict[str, Any] = yaml.safe_load(built_in("region_stopwords.yml"))
META: dict[str, Any] = yaml.safe_load(built_in("regions.meta.yml"))
TABLE = load_regions()
CODES = [region.code for region in TABLE]


def shown(text: str, table: RegionTable = TABLE) -> list[str]:
    """Return the mentions of a text as the golden file writes them."""
    return [f"{m.text} {m.kind} {','.join(m.codes)}" for m in find_mentions(text, table)]


# --- the table -----------------------------------------------------------------------------


def test_codes_are_unique_and_parents_exist() -> None:
    rows = built_in("regions.csv").splitlines()
    assert len(rows) - 1 == len(TABLE) == len(set(CODES))
    assert all(TABLE.get(region.parent) for region in TABLE if region.parent)
    assert all(len(code) == 6 and code.isdecimal() for code in CODES)


def test_counts_by_level() -> None:
    counts = Counter(region.level for region in TABLE)
    assert counts == META["counts"]
    assert counts["省级"] == len(TABLE.roots()) == 34
    assert 330 <= counts["市级"] <= 340
    assert 2840 <= counts["县区级"] <= 2900


def test_no_statistical_pseudo_entries() -> None:
    pseudo = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "直辖县"}
    assert not pseudo & {region.name for region in TABLE}


def test_short_names_are_usable() -> None:
    for region in TABLE:
        assert len(region.short) != 1, region
        assert not region.short or region.short[0] == region.name[0], region


def test_no_short_name_repeats_one_above_it() -> None:
    for region in TABLE:
        above = {r.short for r in TABLE.path(region.code)[:-1]}
        assert not region.short or region.short not in above, region


@pytest.mark.parametrize(
    "path",
    [
        "湖北省/仙桃市",
        "河南省/济源市",
        "海南省/五指山市",
        "新疆维吾尔自治区/石河子市",
        "北京市/朝阳区",
        "重庆市/石柱土家族自治县",
        "广东省/东莞市",
        "海南省/儋州市",
        "甘肃省/嘉峪关市",
        "台湾省",
        "陕西省/汉中市/汉台区",
    ],
)
def test_expected_places_hang_where_they_belong(path: str) -> None:
    assert TABLE.by_path(path) is not None


def test_path_round_trip() -> None:
    for code in CODES:
        region = TABLE.by_path(TABLE.path_name(code))
        assert region is not None
        assert region.code == code


def test_walks() -> None:
    assert TABLE.path_name("140829") == "山西省/运城市/平陆县"
    assert [r.name for r in TABLE.path("140829")] == ["山西省", "运城市", "平陆县"]
    assert TABLE.get("140829") in TABLE.children("140800")
    city = TABLE.ancestor_at("140829", "市级")
    assert city is not None
    assert city.code == "140800"
    assert TABLE.ancestor_at("140000", "市级") is None
    assert TABLE.get("999999") is None
    assert TABLE.by_path("汉中市") is None
    assert TABLE.children("") == ()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("陕西省/汉种市", "陕西省/汉中市"),
        ("陕西/汉中", "陕西省/汉中市"),
        ("汉中", "陕西省/汉中市"),
        ("平陆县", "山西省/运城市/平陆县"),
        ("云南", "云南省"),
        ("朝阳区", "北京市/朝阳区"),
    ],
)
def test_suggest(wrong: str, right: str) -> None:
    suggestions = TABLE.suggest(wrong)
    assert right in suggestions
    assert len(suggestions) <= 5


def test_suggest_knows_when_there_is_nothing() -> None:
    assert TABLE.suggest("完全不是地名的一句话") == []
    assert TABLE.suggest("") == []


# --- mentions --------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_golden(case: dict[str, Any]) -> None:
    assert shown(case["text"]) == case["mentions"]


@pytest.mark.parametrize("alias", TABLE.aliases, ids=[alias.alias for alias in TABLE.aliases])
def test_alias_examples(alias: Alias) -> None:
    assert alias.note
    hits = [m for m in find_mentions(alias.example, TABLE) if m.text == alias.alias]
    assert hits, alias.example
    assert set(alias.codes) <= set(hits[0].codes)
    for mention in find_mentions(alias.counter_example, TABLE):
        assert (mention.text, mention.kind) != (alias.alias, "alias"), alias.counter_example


def test_alias_surfaces_are_unique() -> None:
    names = Counter(alias.alias for alias in TABLE.aliases)
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("rule", STOPS["suffixes"], ids=lambda rule: rule["suffix"])
def test_suffix_examples(rule: dict[str, Any]) -> None:
    assert rule["suffix"] in rule["example"]
    assert shown(rule["example"]) == []
    if "counter_example" in rule:
        assert rule["suffix"][0] in rule["counter_example"]
        assert shown(rule["counter_example"])


def test_stopwords_name_what_is_in_the_table() -> None:
    """A stop word that no region bears is a slip of the pen."""
    shorts = {region.short for region in TABLE}
    official = {region.name for region in TABLE} | {alias.alias for alias in TABLE.aliases}
    assert set(STOPS["short"].split()) <= shorts
    guarded = f"{STOPS['full_after_parent']} {STOPS['full_at_phrase_start']}".split()
    assert set(guarded) <= official


@pytest.mark.parametrize("word", STOPS["short"].split())
def test_ordinary_words_are_no_places(word: str) -> None:
    hits = find_mentions(f"大家谈{word}。", TABLE)
    assert [m for m in hits if m.text == word and m.kind == "short"] == []


@pytest.mark.parametrize("word", STOPS["inside"].split())
def test_swallowed_words_are_no_places(word: str) -> None:
    assert shown(f"（{word}）") == []


def test_every_full_path_resolves() -> None:
    for code in CODES:
        text = "".join(region.name for region in TABLE.path(code))
        mentions = find_mentions(text, TABLE)
        assert mentions[-1].codes == (code,), text


@given(
    st.sampled_from(CODES),
    st.sampled_from(["", "近日，", "在", "据了解，", "2022年，", "——"]),
    st.sampled_from(["", "召开会议", "，", "的经验", "纪委监委", "推进作风建设"]),
)
def test_rendered_paths_resolve(code: str, before: str, after: str) -> None:
    names = "".join(region.name for region in TABLE.path(code))
    mentions = find_mentions(before + names + after, TABLE)
    assert mentions[-1].codes == (code,)
    assert mentions[-1].end == len(before) + len(names)


@given(
    st.lists(st.sampled_from(CODES), min_size=1, max_size=4),
    st.text("在和市县区州，。 大同", max_size=6),
)
def test_mentions_are_ordered_and_true_to_the_text(codes: list[str], glue: str) -> None:
    parts = [TABLE.path(code)[-1] for code in codes]
    text = glue.join(region.short or region.name for region in parts)
    done = 0
    for mention in find_mentions(text, TABLE):
        assert done <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        assert mention.codes
        assert len(set(mention.codes)) == len(mention.codes)
        done = mention.end


def test_the_parent_is_narrowed_by_its_child() -> None:
    aliases = [Alias("两源", ("220000", "610000"))]
    table = RegionTable(TABLE, aliases)
    assert [m.codes for m in find_mentions("两源汉中市", table)] == [("610000",), ("610700",)]


def test_offsets() -> None:
    assert find_mentions("近日，汉中市召开会议", TABLE) == [
        Mention(3, 6, "汉中市", ("610700",), "full")
    ]
    assert find_mentions("", TABLE) == find_mentions("县", TABLE) == []


# --- a site's own regions --------------------------------------------------------------------

HEADER = "code,name,short,level,parent"


def extra(tmp_path: Path, *lines: str, header: str = HEADER, encoding: str = "utf-8") -> Path:
    """Write a site's own table and return its path."""
    path = tmp_path / "regions.csv"
    path.write_bytes("\r\n".join([header, *lines, ""]).encode(encoding))
    return path


def errors_of(path: Path) -> list[tuple[int, str]]:
    with pytest.raises(RegionTableError) as caught:
        load_regions(path)
    return caught.value.errors


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_own_regions(tmp_path: Path, encoding: str) -> None:
    path = extra(
        tmp_path,
        "jkq-02,河东新材料产业园,,企业,jkq-01,",
        "jkq-01,汉中经济技术开发区,汉中经开区,开发区,610700,汉中经开;汉经开",
        ",,,,,",
        header=HEADER + ",alias",
        encoding=encoding,
    )
    table = load_regions(path)
    assert len(table) == len(TABLE) + 2
    assert table.path_name("jkq-02").startswith("陕西省/汉中市/汉中经济技术开发区/")
    assert shown("汉中经济技术开发区推行代办", table) == ["汉中经济技术开发区 full jkq-01"]
    assert shown("汉经开推行代办", table) == ["汉经开 alias jkq-01"]
    assert shown("汉中经济技术开发区推行代办") == ["汉中 short 610700"]


def test_the_built_in_table_is_loaded_once() -> None:
    assert load_regions() is load_regions()


def test_bad_columns(tmp_path: Path) -> None:
    path = extra(tmp_path, "x,某某新区,,开发区", header="code,name,short,lvl")
    messages = [message for _, message in errors_of(path)]
    assert any("缺少列 level" in message for message in messages)
    assert any("缺少列 parent" in message for message in messages)
    assert any("不认识的列 lvl" in message for message in messages)


def test_all_bad_rows_are_reported_at_once(tmp_path: Path) -> None:
    path = extra(
        tmp_path,
        "jkq-01,某某新区,,开发区,000001",
        "610700,汉中市,汉中,市级,610000",
        "jkq_2,某某园区,园,开发,610700",
        "a1,甲园区,,开发区,a2",
        "a2,乙园区,,开发区,a1",
        "b1,汉台区,,县区级,610700",
        "b1,丙园区,,开发区,610700",
        "c1,丁园区",
    )
    errors = errors_of(path)
    for line, part in [
        (2, "上级代码 000001 不存在"),
        (3, "代码 610700 重复，内置区划表"),
        (4, "只能由英文字母"),
        (4, "只有一个字"),
        (4, "层级“开发”不对"),
        (5, "成了圈"),
        (7, "已经有“汉台区”"),
        (8, "第 7 行"),
        (9, "格数"),
    ]:
        assert any(at == line and part in message for at, message in errors), (line, part)


def test_unreadable_files(tmp_path: Path) -> None:
    assert errors_of(tmp_path / "missing.csv")
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\xff\xfe\x00\x81\xff")
    assert errors_of(path)


def test_region_is_a_value() -> None:
    assert Region("1", "甲县", "", "县区级", "") == Region("1", "甲县", "", "县区级", "")
